//! What the texts of one column look like, counted, and the type that follows.

use model::{DataType, DateOrder, DecimalMark, TimePrecision};

use super::moment::{self, Day, Tail};
use super::scalar::{self, Looks};

/// One in this many values may fail before a column is text after all.
const ONE_MAY_FAIL_IN: u64 = 100;

/// How the texts of a column look. Counts add up over chunks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Values that are neither empty nor stand for a missing value.
    pub values: u64,
    /// Values that stand for a missing one, such as `NA`.
    pub missing: u64,
    pub codes: u64,
    booleans: u64,
    wholes: u64,
    numbers: u64,
    specials: u64,
    times: u64,
    /// Days, and instants, by the order of their numbers.
    days: [u64; 3],
    locals: [u64; 3],
    zoned: [u64; 3],
    /// Days that start with the year, which no order changes.
    year_first: u64,
    short_years: u64,
    slashes: u64,
    fine: u64,
}

/// The choices that a whole file shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Habits {
    pub mark: DecimalMark,
    pub order: DateOrder,
}

impl Tally {
    /// Looks at one value that is not empty.
    pub(crate) fn add(&mut self, text: &[u8], mark: DecimalMark) {
        let text = text.trim_ascii();
        if text.is_empty() {
            return;
        }
        if scalar::is_missing(text) {
            self.missing += 1;
            return;
        }
        self.values += 1;
        match text[0] {
            b'0'..=b'9' => self.add_digits(text, mark),
            b'-' | b'+' | b'.' | b',' => self.add_number(text, mark),
            b't' | b'T' | b'f' | b'F' => {
                self.booleans += u64::from(scalar::boolean(text).is_some());
            }
            b'n' | b'N' | b'i' | b'I' => {
                let is_special = scalar::looks(text, mark) == Looks::Fraction;
                self.numbers += u64::from(is_special);
                self.specials += u64::from(is_special);
            }
            _ => {}
        }
    }

    fn add_digits(&mut self, text: &[u8], mark: DecimalMark) {
        if let Some(day) = Day::read(text) {
            let Some(tail) = day.tail() else { return };
            for (at, order) in moment::orders().into_iter().enumerate() {
                if day.fits(order) {
                    self.days[at] += u64::from(tail == Tail::Nothing);
                    self.locals[at] += u64::from(tail != Tail::TimeAndZone);
                    self.zoned[at] += u64::from(tail == Tail::TimeAndZone);
                }
            }
            self.year_first += u64::from(day.starts_with_year());
            self.short_years += u64::from(day.is_short());
            self.slashes += u64::from(day.separator == b'/');
            self.fine += u64::from(tail != Tail::Nothing && day.is_fine());
        } else if moment::is_time(text) {
            self.times += 1;
        } else {
            self.add_number(text, mark);
        }
    }

    fn add_number(&mut self, text: &[u8], mark: DecimalMark) {
        match scalar::looks(text, mark) {
            Looks::Whole => {
                self.wholes += 1;
                self.numbers += 1;
            }
            Looks::Fraction => {
                self.numbers += 1;
                self.specials += u64::from(text.last().is_some_and(u8::is_ascii_alphabetic));
            }
            Looks::Code => self.codes += 1,
            Looks::Other => {}
        }
    }

    /// Adds the counts of another chunk.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.values += other.values;
        self.missing += other.missing;
        self.codes += other.codes;
        self.booleans += other.booleans;
        self.wholes += other.wholes;
        self.numbers += other.numbers;
        self.specials += other.specials;
        self.times += other.times;
        for at in 0..3 {
            self.days[at] += other.days[at];
            self.locals[at] += other.locals[at];
            self.zoned[at] += other.zoned[at];
        }
        self.year_first += other.year_first;
        self.short_years += other.short_years;
        self.slashes += other.slashes;
        self.fine += other.fine;
    }

    /// The type of the column. Text when in doubt: nothing is lost as text.
    pub(crate) fn data_type(&self, habits: Habits) -> DataType {
        let order = moment::orders()
            .iter()
            .position(|order| *order == habits.order)
            .unwrap_or(0);
        let precision = if self.fine > 0 {
            TimePrecision::Nanoseconds
        } else {
            TimePrecision::Microseconds
        };
        let choices = [
            (self.booleans, DataType::Boolean),
            (self.wholes, DataType::Int64),
            (
                if self.numbers > self.specials {
                    self.numbers
                } else {
                    0
                },
                DataType::Float64,
            ),
            (self.times, DataType::Time),
            (self.days[order], DataType::Date),
            (
                self.locals[order],
                DataType::DateTime {
                    precision,
                    zone: None,
                },
            ),
            (
                self.zoned[order],
                DataType::DateTime {
                    precision,
                    zone: Some("UTC".to_owned()),
                },
            ),
        ];
        if self.codes > 0 || self.values == 0 {
            return DataType::Text;
        }
        let whole = choices.iter().find(|(count, _)| *count == self.values);
        let nearly = || {
            choices
                .iter()
                .rev()
                .filter(|(count, _)| self.may_fail(self.values - count))
                .max_by_key(|(count, _)| *count)
        };
        whole
            .or_else(nearly)
            .map_or(DataType::Text, |(_, data_type)| data_type.clone())
    }

    /// Whether a column keeps its type when this many of its values do not parse.
    fn may_fail(&self, failed: u64) -> bool {
        failed.saturating_mul(ONE_MAY_FAIL_IN) <= self.values
    }

    /// Days of this column that fit day first, and month first, without starting with the year.
    fn orders(&self) -> Option<(bool, bool)> {
        let written = self.locals[1].max(self.locals[2]) + self.zoned[1].max(self.zoned[2]);
        let of_order = |at: usize| self.locals[at] + self.zoned[at] == written;
        let has_other = written > 0 && self.year_first < written;
        (has_other && self.may_fail(self.values - written)).then(|| (of_order(1), of_order(2)))
    }
}

/// The order of days that the columns of a file show, and whether both orders would do.
pub(crate) fn order_of(tallies: &[Tally], likes_day_first: bool) -> (DateOrder, bool) {
    let shown: Vec<_> = tallies
        .iter()
        .filter_map(|tally| Some((tally, tally.orders()?)))
        .collect();
    if shown.is_empty() {
        return (DateOrder::YearMonthDay, false);
    }
    if shown
        .iter()
        .any(|(_, (day_first, month_first))| *day_first && !month_first)
    {
        return (DateOrder::DayMonthYear, false);
    }
    if shown
        .iter()
        .any(|(_, (day_first, month_first))| *month_first && !day_first)
    {
        return (DateOrder::MonthDayYear, false);
    }
    let has_slashes = shown.iter().any(|(tally, _)| tally.slashes > 0);
    let order = if has_slashes && !likes_day_first {
        DateOrder::MonthDayYear
    } else {
        DateOrder::DayMonthYear
    };
    (order, has_slashes)
}

/// Whether any day of the columns is written with a year of two digits.
pub(crate) fn has_short_years(tallies: &[Tally]) -> bool {
    tallies
        .iter()
        .any(|tally| tally.short_years > 0 && tally.orders().is_some())
}

/// The decimal mark that the values of a file speak for, and whether both would do.
pub(crate) fn mark_of<'a>(values: impl Iterator<Item = &'a [u8]>) -> (DecimalMark, bool) {
    let (mut point, mut comma, mut either) = (0_u64, 0_u64, 0_u64);
    for text in values {
        let text = text.trim_ascii();
        let has_mark = text.iter().any(|byte| matches!(byte, b',' | b'.'));
        if text.len() > 40 || !has_mark || !text.iter().any(u8::is_ascii_digit) {
            continue;
        }
        let as_number = |mark| matches!(scalar::looks(text, mark), Looks::Whole | Looks::Fraction);
        match (as_number(DecimalMark::Point), as_number(DecimalMark::Comma)) {
            (true, false) => point += 1,
            (false, true) => comma += 1,
            (true, true) if text.contains(&b',') => either += 1,
            _ => {}
        }
    }
    let mark = if comma > point {
        DecimalMark::Comma
    } else {
        DecimalMark::Point
    };
    (mark, point == 0 && comma == 0 && either > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_of(values: &[&str]) -> DataType {
        let mut tally = Tally::default();
        for value in values {
            tally.add(value.as_bytes(), DecimalMark::Point);
        }
        let (order, _) = order_of(std::slice::from_ref(&tally), false);
        tally.data_type(Habits {
            mark: DecimalMark::Point,
            order,
        })
    }

    const LOCAL: DataType = DataType::DateTime {
        precision: TimePrecision::Microseconds,
        zone: None,
    };

    #[test]
    fn the_narrowest_type_that_holds_all_values_wins() {
        assert_eq!(type_of(&["1", "2", "NA"]), DataType::Int64);
        assert_eq!(type_of(&["1", "2.5"]), DataType::Float64);
        assert_eq!(type_of(&["true", "FALSE"]), DataType::Boolean);
        assert_eq!(type_of(&["2024-01-05", "2024-02-30"]), DataType::Date);
        assert_eq!(type_of(&["2024-01-05", "2024-01-05 10:00"]), LOCAL);
        assert_eq!(type_of(&["18:42", "07:00:01"]), DataType::Time);
        assert_eq!(type_of(&["1", "2", "abc"]), DataType::Text);
        assert_eq!(type_of(&["00123", "124"]), DataType::Text);
        assert_eq!(type_of(&["nan", "inf"]), DataType::Text);
        assert_eq!(type_of(&[]), DataType::Text);
        assert_eq!(
            type_of(&["2024-01-05T10:00:00Z", "2024-01-05 10:00"]),
            DataType::Text
        );
    }

    #[test]
    fn one_bad_value_in_a_hundred_does_not_make_a_column_text() {
        let mut values = vec!["7"; 100];
        values.push("seven");
        assert_eq!(type_of(&values), DataType::Int64);
        values.push("0008");
        assert_eq!(type_of(&values), DataType::Text, "but a code does");
    }

    #[test]
    fn order_of_days_is_shown_or_asked() {
        let order = |values: &[&str]| {
            let mut tally = Tally::default();
            for value in values {
                tally.add(value.as_bytes(), DecimalMark::Point);
            }
            order_of(&[tally], false)
        };
        assert_eq!(
            order(&["03/04/2005", "25/04/2005"]),
            (DateOrder::DayMonthYear, false)
        );
        assert_eq!(
            order(&["03/04/2005", "04/25/2005"]),
            (DateOrder::MonthDayYear, false)
        );
        assert_eq!(order(&["03/04/05"]), (DateOrder::MonthDayYear, true));
        assert_eq!(order(&["03.04.2005"]), (DateOrder::DayMonthYear, false));
        assert_eq!(order(&["2005-04-03"]), (DateOrder::YearMonthDay, false));
    }

    #[test]
    fn decimal_mark_is_shown_or_asked() {
        let mark = |values: &[&str]| mark_of(values.iter().map(|value| value.as_bytes()));
        assert_eq!(mark(&["1,5", "2"]), (DecimalMark::Comma, false));
        assert_eq!(mark(&["1.5", "1,234"]), (DecimalMark::Point, false));
        assert_eq!(mark(&["1,234"]), (DecimalMark::Point, true));
        assert_eq!(mark(&["abc", "7"]), (DecimalMark::Point, false));
    }
}
