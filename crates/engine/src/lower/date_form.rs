//! Forms that days and instants are written and read by: those of `strftime` with percent signs
//! and those of `to_char` with letters like `YYYY-MM-DD`.

mod letters;
mod percent;
mod read;
mod write;

pub(crate) use letters::letters;
pub(crate) use percent::percent;
pub(crate) use read::read;
pub(crate) use write::write;

/// One piece of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Characters that stand for themselves.
    Text(String),
    /// A number with at least so many digits.
    Number(Part, usize),
    /// A word.
    Word(Word, Case),
}

/// Parts of a moment that are numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Year,
    /// The last two digits; the first century that is meant begins with this year of 100.
    YearOfCentury(i64),
    IsoYear,
    IsoWeek,
    Quarter,
    Month,
    Day,
    DayOfYear,
    /// 0 for Sunday.
    Weekday,
    /// 1 for Sunday.
    WeekdayFromOne,
    /// 1 for Monday.
    IsoWeekday,
    /// Weeks of seven days from the first of January.
    WeekOfYear,
    /// Weeks that begin on Sunday, from the first of them.
    SundayWeek,
    /// Weeks that begin on Monday, from the first of them.
    MondayWeek,
    Hour,
    HourOfTwelve,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    /// Seconds since 1970.
    Epoch,
}

/// Parts of a moment that are words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    Month,
    ShortMonth,
    Weekday,
    ShortWeekday,
    Meridiem,
}

/// How a word is spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Case {
    pub letters: Letters,
    /// Blanks follow up to this length.
    pub width: usize,
}

/// Small or capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    Capitals,
    Small,
    Name,
}

/// The months in English.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The days of the week in English, Monday first.
pub(crate) const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// A form of either kind: with percent signs, or with letters.
pub(crate) fn either(form: &str) -> Result<Vec<Piece>, String> {
    if form.contains('%') {
        percent(form)
    } else {
        letters(form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::calendar::{DAY, Moment};

    /// Sunday, 19 May 2024, 09:05:07.012345.
    fn moment() -> Moment {
        Moment::of(19_862 * DAY + 32_707_012_345)
    }

    #[test]
    fn moments_are_written_by_either_kind_of_form() {
        for (form, wanted) in [
            ("%Y-%m-%d %H:%M:%S.%f", "2024-05-19 09:05:07.012345"),
            ("%-d.%-m.%y %I:%M %p", "19.5.24 09:05 AM"),
            ("%A %a %B %b %j %u %w %%", "Sunday Sun May May 140 7 0 %"),
            ("%F %T %D %R", "2024-05-19 09:05:07 05/19/24 09:05"),
            ("%G-W%V", "2024-W20"),
            ("YYYY-MM-DD HH24:MI:SS.MS", "2024-05-19 09:05:07.012"),
            ("DD Mon YY, HH12:MI AM", "19 May 24, 09:05 AM"),
            ("FMDay, FMDDth", "Sunday, 19th"),
            ("Day|Month|", "Sunday   |May      |"),
            ("MONTH DY Q \"Quarter\"", "MAY       SUN 2 Quarter"),
            ("IYYY-IW-ID D DDD US", "2024-20-7 1 140 012345"),
        ] {
            assert_eq!(write(&either(form).unwrap(), &moment()), wanted, "{form}");
        }
    }

    #[test]
    fn moments_are_read_back_and_nonsense_is_not() {
        let wanted = moment().micros();
        for (form, text) in [
            ("%Y-%m-%d %H:%M:%S.%f", "2024-05-19 09:05:07.012345"),
            ("%d %B %y, %I:%M:%S.%f %p", "19 may 24, 9:05:07.012345 am"),
            ("DDMONYYYY HH24MISS.US", "19MAY2024 090507.012345"),
        ] {
            assert_eq!(read(&either(form).unwrap(), text), wanted, "{form}");
        }
        for (form, text) in [
            ("%Y-%m-%d", "2023-02-29"),
            ("%Y-%m-%d", "2023-02-28x"),
            ("%H:%M", "24:00"),
            ("%d %b %Y", "19 Mai 2024"),
            ("YYYY-MM-DD", ""),
        ] {
            assert_eq!(read(&either(form).unwrap(), text), None, "{form}");
        }
    }

    #[test]
    fn unknown_places_are_named() {
        assert_eq!(percent("%Y %Q").unwrap_err(), "%Q");
        assert_eq!(letters("YYYY TZ").unwrap_err(), "TZ");
    }
}
