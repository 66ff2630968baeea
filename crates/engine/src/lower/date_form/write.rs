//! A moment in the pieces of a form.

use std::fmt::Write as _;

use super::{Case, Letters, MONTHS, Part, Piece, WEEKDAYS, Word};
use crate::lower::calendar::{DAY, Moment};

/// The moment as text.
pub(crate) fn write(pieces: &[Piece], moment: &Moment) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(content) => text.push_str(content),
            Piece::Number(part, digits) => {
                let digits = *digits;
                let _ = write!(text, "{:0digits$}", number(*part, moment));
            }
            Piece::Word(word, case) => text.push_str(&spelt(name(*word, moment), *case)),
        }
    }
    text
}

fn number(part: Part, moment: &Moment) -> i64 {
    let seconds = moment.of_day / 1_000_000;
    match part {
        Part::Year => moment.year,
        Part::YearOfCentury(_) => moment.year.rem_euclid(100),
        Part::IsoYear => moment.iso_week().0,
        Part::IsoWeek => moment.iso_week().1,
        Part::Quarter => (moment.month - 1) / 3 + 1,
        Part::Month => moment.month,
        Part::Day => moment.day,
        Part::DayOfYear => moment.day_of_year(),
        Part::Weekday => moment.weekday() % 7,
        Part::WeekdayFromOne => moment.weekday() % 7 + 1,
        Part::IsoWeekday => moment.weekday(),
        Part::WeekOfYear => (moment.day_of_year() - 1) / 7 + 1,
        Part::SundayWeek => (moment.day_of_year() + 6 - moment.weekday() % 7) / 7,
        Part::MondayWeek => (moment.day_of_year() + 7 - moment.weekday()) / 7,
        Part::Hour => seconds / 3600,
        Part::HourOfTwelve => (seconds / 3600 + 11) % 12 + 1,
        Part::Minute => seconds / 60 % 60,
        Part::Second => seconds % 60,
        Part::Millisecond => moment.of_day / 1000 % 1000,
        Part::Microsecond => moment.of_day % 1_000_000,
        Part::Epoch => moment.days() * (DAY / 1_000_000) + seconds,
    }
}

fn name(word: Word, moment: &Moment) -> &'static str {
    let at = |names: &'static [&'static str], place: i64| {
        usize::try_from(place - 1)
            .ok()
            .and_then(|place| names.get(place).copied())
            .unwrap_or("")
    };
    match word {
        Word::Month => at(&MONTHS, moment.month),
        Word::ShortMonth => at(&MONTHS, moment.month).get(..3).unwrap_or(""),
        Word::Weekday => at(&WEEKDAYS, moment.weekday()),
        Word::ShortWeekday => at(&WEEKDAYS, moment.weekday()).get(..3).unwrap_or(""),
        Word::Meridiem if moment.of_day < DAY / 2 => "AM",
        Word::Meridiem => "PM",
    }
}

fn spelt(name: &str, case: Case) -> String {
    let name = match case.letters {
        Letters::Capitals => name.to_uppercase(),
        Letters::Small => name.to_lowercase(),
        Letters::Name => name.to_owned(),
    };
    format!("{name:<width$}", width = case.width)
}
