//! Written days, times and instants. Looking like one is lenient, being one is strict: the
//! 30th of February looks like a day, is none, and is listed rather than lost.

use model::DateOrder;

/// A day with what follows it in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Day<'a> {
    numbers: [u32; 3],
    widths: [usize; 3],
    pub separator: u8,
    rest: &'a [u8],
}

/// An instant as written: days since 1970, nanoseconds of the day, offset from UTC in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Instant {
    pub day: i32,
    pub nanos: i64,
    pub offset: Option<i32>,
}

/// What follows the day in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tail {
    Nothing,
    Time,
    TimeAndZone,
}

const ORDERS: [DateOrder; 3] = [
    DateOrder::YearMonthDay,
    DateOrder::DayMonthYear,
    DateOrder::MonthDayYear,
];

/// All orders, in the order in which tallies count them.
pub(crate) fn orders() -> [DateOrder; 3] {
    ORDERS
}

impl<'a> Day<'a> {
    /// Three numbers with the same separator.
    pub(crate) fn read(text: &'a [u8]) -> Option<Self> {
        let mut rest = text;
        let (mut numbers, mut widths) = ([0; 3], [0; 3]);
        let mut separator = 0;
        for part in 0..3 {
            if part > 0 {
                let (first, after) = rest.split_first()?;
                if !matches!(first, b'-' | b'/' | b'.') || (part == 2 && *first != separator) {
                    return None;
                }
                separator = *first;
                rest = after;
            }
            let (width, number) = leading(rest, 5);
            if width == 0 || width > 4 || width == 3 {
                return None;
            }
            numbers[part] = number;
            widths[part] = width;
            rest = &rest[width..];
        }
        let is_day = match widths {
            [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 4] => true,
            [1 | 2, 1 | 2, 2] => separator == b'/' || widths == [2, 2, 2],
            _ => false,
        };
        (is_day && matches!(rest.first(), None | Some(b' ' | b'T' | b't'))).then_some(Self {
            numbers,
            widths,
            separator,
            rest,
        })
    }

    /// Whether the numbers may stand in this order, leniently.
    pub(crate) fn fits(&self, order: DateOrder) -> bool {
        let [first, second, third] = self.numbers;
        match order {
            DateOrder::YearMonthDay => self.widths[0] == 4 && second <= 12 && third <= 31,
            _ if self.widths[0] == 4 => second <= 12 && third <= 31,
            DateOrder::DayMonthYear => first <= 31 && second <= 12,
            DateOrder::MonthDayYear => first <= 12 && second <= 31,
        }
    }

    /// Whether the year is written with two digits.
    pub(crate) fn is_short(&self) -> bool {
        self.widths[0] != 4 && self.widths[2] == 2
    }

    /// Whether the text itself says which number is the year, month and day.
    pub(crate) fn starts_with_year(&self) -> bool {
        self.widths[0] == 4
    }

    /// Days since 1970, if there is such a day.
    pub(crate) fn value(&self, order: DateOrder) -> Option<i32> {
        let [first, second, third] = self.numbers;
        if self.widths[0] == 4 {
            return days(first, second, third);
        }
        let year = match third {
            year if self.widths[2] == 4 => year,
            year if year < 70 => year + 2000,
            year => year + 1900,
        };
        match order {
            DateOrder::YearMonthDay => None,
            DateOrder::DayMonthYear => days(year, second, first),
            DateOrder::MonthDayYear => days(year, first, second),
        }
    }

    /// What follows the day; none when it is nothing known.
    pub(crate) fn tail(&self) -> Option<Tail> {
        if self.rest.is_empty() {
            return Some(Tail::Nothing);
        }
        let clock = Clock::read(&self.rest[1..])?;
        Some(if clock.offset.is_some() {
            Tail::TimeAndZone
        } else {
            Tail::Time
        })
    }

    /// The instant, if day and time exist. A day alone is its midnight.
    pub(crate) fn instant(&self, order: DateOrder) -> Option<Instant> {
        let day = self.value(order)?;
        if self.rest.is_empty() {
            return Some(Instant {
                day,
                nanos: 0,
                offset: None,
            });
        }
        let clock = Clock::read(&self.rest[1..])?;
        Some(Instant {
            day,
            nanos: clock.nanos()?,
            offset: clock.offset,
        })
    }

    /// Whether the time has digits beyond microseconds.
    pub(crate) fn is_fine(&self) -> bool {
        !self.rest.is_empty()
            && Clock::read(&self.rest[1..]).is_some_and(|clock| clock.fraction % 1000 != 0)
    }
}

/// Nanoseconds since midnight of `18:42`, `18:42:07.5` or `6:42 PM`, if there is such a time.
pub(crate) fn time(text: &[u8]) -> Option<i64> {
    Clock::read(text)
        .filter(|clock| clock.offset.is_none())?
        .nanos()
}

/// Whether a text looks like a time of day, even if there is no such time.
pub(crate) fn is_time(text: &[u8]) -> bool {
    Clock::read(text).is_some_and(|clock| clock.offset.is_none())
}

struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
    fraction: i64,
    offset: Option<i32>,
}

impl Clock {
    fn read(text: &[u8]) -> Option<Self> {
        let (hour, mut rest) = number(text, 1)?;
        rest = rest.strip_prefix(b":")?;
        let (minute, after) = number(rest, 2)?;
        rest = after;
        let (mut second, mut fraction) = (0, 0);
        if let Some(after) = rest.strip_prefix(b":") {
            (second, rest) = number(after, 2)?;
            if let Some(after) = rest.strip_prefix(b".").or_else(|| rest.strip_prefix(b",")) {
                let width = after
                    .iter()
                    .take_while(|byte| byte.is_ascii_digit())
                    .count();
                if width == 0 || width > 9 {
                    return None;
                }
                let digits = after[..width]
                    .iter()
                    .fold(0_i64, |sum, byte| sum * 10 + i64::from(byte - b'0'));
                fraction = digits * 10_i64.pow(u32::try_from(9 - width).ok()?);
                rest = &after[width..];
            }
        }
        let (hour, rest) = twelve_hours(hour, rest);
        let offset = if rest.is_empty() {
            None
        } else {
            Some(offset(rest)?)
        };
        (hour <= 24 && minute <= 60 && second <= 60).then_some(Self {
            hour,
            minute,
            second,
            fraction,
            offset,
        })
    }

    fn nanos(&self) -> Option<i64> {
        if self.hour > 23 || self.minute > 59 || self.second > 59 {
            return None;
        }
        let seconds = i64::from(self.hour * 3600 + self.minute * 60 + self.second);
        Some(seconds * 1_000_000_000 + self.fraction)
    }
}

fn number(text: &[u8], least: usize) -> Option<(u32, &[u8])> {
    let (width, number) = leading(text, 3);
    if width < least || width > 2 {
        None
    } else {
        Some((number, &text[width..]))
    }
}

/// How many digits a text starts with, at most `most`, and the number that they write.
fn leading(text: &[u8], most: usize) -> (usize, u32) {
    let (mut width, mut number) = (0, 0_u32);
    while width < text.len() && width < most && text[width].is_ascii_digit() {
        number = number * 10 + u32::from(text[width] - b'0');
        width += 1;
    }
    (width, number)
}

fn twelve_hours(hour: u32, rest: &[u8]) -> (u32, &[u8]) {
    let mark = rest.trim_ascii();
    if !(1..=12).contains(&hour) {
        return (hour, rest);
    }
    if mark.eq_ignore_ascii_case(b"am") {
        (hour % 12, b"")
    } else if mark.eq_ignore_ascii_case(b"pm") {
        (hour % 12 + 12, b"")
    } else {
        (hour, rest)
    }
}

/// `Z`, `UTC`, `+02:00`, `-0530` or `+02`, in seconds.
fn offset(text: &[u8]) -> Option<i32> {
    let text = text.strip_prefix(b" ").unwrap_or(text);
    if matches!(text, b"Z" | b"z" | b"UTC" | b"GMT") {
        return Some(0);
    }
    let (sign, text) = match text.split_first()? {
        (b'+', rest) => (1, rest),
        (b'-', rest) => (-1, rest),
        _ => return None,
    };
    let (hours, rest) = number(text, 2)?;
    let minutes = match rest.strip_prefix(b":").unwrap_or(rest) {
        b"" => 0,
        rest => number(rest, 2).filter(|(_, rest)| rest.is_empty())?.0,
    };
    (hours <= 18 && minutes < 60)
        .then(|| sign * i32::try_from(hours * 3600 + minutes * 60).unwrap_or(0))
}

/// Days since 1970 of a day of the Gregorian calendar, years 1 to 9999.
pub(crate) fn days(year: u32, month: u32, day: u32) -> Option<i32> {
    const LENGTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 {
        return None;
    }
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let length = LENGTHS[month as usize - 1] + u32::from(is_leap && month == 2);
    if day > length {
        return None;
    }
    // Counting from March puts the leap day last, so that a day of the year follows from the month.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let of_year = (153 * month + 2) / 5 + day - 1;
    let since_zero = year * 365 + year / 4 - year / 100 + year / 400 + of_year;
    i32::try_from(since_zero)
        .ok()
        .map(|number| number - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;
    use DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};

    fn day(text: &str, order: DateOrder) -> Option<i32> {
        Day::read(text.as_bytes())?.value(order)
    }

    #[test]
    fn days_exist_or_not() {
        assert_eq!(days(1970, 1, 1), Some(0));
        assert_eq!(days(2024, 2, 29), Some(19_782));
        assert_eq!(days(2023, 2, 29), None);
        assert_eq!(days(1, 1, 1), Some(-719_162));
        assert_eq!(days(0, 1, 1), None);
        assert_eq!(day("2024-02-30", YearMonthDay), None);
        assert!(Day::read(b"2024-02-30").unwrap().fits(YearMonthDay));
    }

    #[test]
    fn order_decides_what_the_numbers_mean() {
        assert_eq!(day("03/04/05", DayMonthYear), days(2005, 4, 3));
        assert_eq!(day("03/04/05", MonthDayYear), days(2005, 3, 4));
        assert_eq!(day("31.12.1999", DayMonthYear), days(1999, 12, 31));
        assert_eq!(day("2024-01-05", DayMonthYear), days(2024, 1, 5));
        for text in [
            "1.2.3",
            "10.0.0.1",
            "1-2",
            "2024-01-05x",
            "12345-01-01",
            "555-12-3456",
        ] {
            assert!(Day::read(text.as_bytes()).is_none(), "{text}");
        }
    }

    #[test]
    fn instants_keep_fraction_and_offset() {
        let instant =
            |text: &str| Day::read(text.as_bytes()).and_then(|day| day.instant(YearMonthDay));
        let day = days(2024, 1, 5).unwrap();
        assert_eq!(
            instant("2024-01-05T18:42:07.25+02:00"),
            Some(Instant {
                day,
                nanos: 67_327_250_000_000,
                offset: Some(7200)
            })
        );
        assert_eq!(
            instant("2024-01-05 06:00 PM").map(|found| found.nanos),
            Some(64_800_000_000_000)
        );
        assert_eq!(instant("2024-01-05 24:00"), None);
        assert_eq!(
            Day::read(b"2024-01-05 24:00").unwrap().tail(),
            Some(Tail::Time)
        );
        assert_eq!(time(b"23:59"), Some(86_340_000_000_000));
        assert_eq!((time(b"24:30"), is_time(b"24:30")), (None, true));
        assert!(!is_time(b"7:5"));
    }
}
