//! A text read by the pieces of a form.

use super::{MONTHS, Part, Piece, WEEKDAYS, Word};
use crate::lower::calendar::{DAY, Moment};
use crate::lower::parse::days_from_civil;

/// What was read so far.
#[derive(Debug, Default)]
struct Found {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    day_of_year: Option<i64>,
    hour: Option<i64>,
    hour_of_twelve: Option<i64>,
    is_afternoon: Option<bool>,
    minute: i64,
    second: i64,
    micros: i64,
    epoch: Option<i64>,
}

/// Microseconds since 1970; none when the text does not fit the form or is no day.
pub(crate) fn read(pieces: &[Piece], text: &str) -> Option<i64> {
    let mut found = Found::default();
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    for (at, piece) in pieces.iter().enumerate() {
        rest = match piece {
            Piece::Text(wanted) => after(rest, wanted)?,
            Piece::Word(word, _) => found.word(*word, rest)?,
            Piece::Number(part, _) => {
                let is_joined = matches!(pieces.get(at + 1), Some(Piece::Number(..)));
                found.number(*part, is_joined, rest)?
            }
        };
    }
    if rest.trim_start().is_empty() {
        found.micros()
    } else {
        None
    }
}

/// What follows a text; blanks fit any number of blanks.
fn after<'t>(mut rest: &'t str, wanted: &str) -> Option<&'t str> {
    for character in wanted.chars() {
        rest = if character.is_whitespace() {
            rest.trim_start()
        } else {
            rest.strip_prefix(character)?
        };
    }
    Some(rest)
}

impl Found {
    fn number<'t>(&mut self, part: Part, is_joined: bool, text: &'t str) -> Option<&'t str> {
        let most = match part {
            Part::Year if is_joined => 4,
            Part::Year => 5,
            Part::DayOfYear | Part::Millisecond => 3,
            Part::Microsecond => 6,
            Part::Epoch => 12,
            _ => 2,
        };
        let text = text.trim_start();
        let length = text
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        let (digits, rest) = text.split_at(length);
        let value: i64 = digits.parse().ok()?;
        let within = |value: i64, range: std::ops::RangeInclusive<i64>| {
            range.contains(&value).then_some(value)
        };
        match part {
            Part::Year => self.year = Some(value),
            Part::YearOfCentury(pivot) => {
                self.year = Some(if value < pivot { 2000 } else { 1900 } + value);
            }
            Part::Month => self.month = Some(value),
            Part::Day => self.day = Some(value),
            Part::DayOfYear => self.day_of_year = Some(within(value, 1..=366)?),
            Part::Hour => self.hour = Some(within(value, 0..=23)?),
            Part::HourOfTwelve => self.hour_of_twelve = Some(within(value, 1..=12)?),
            Part::Minute => self.minute = within(value, 0..=59)?,
            Part::Second => self.second = within(value, 0..=59)?,
            Part::Millisecond | Part::Microsecond => {
                // `.5` is half a second, however many digits a form asks for.
                self.micros = format!("{digits:0<6}").parse().ok()?;
            }
            Part::Epoch => self.epoch = Some(value),
            _ => return None,
        }
        Some(rest)
    }

    fn word<'t>(&mut self, word: Word, text: &'t str) -> Option<&'t str> {
        let text = text.trim_start();
        let named = |names: &[&str], whole: bool| {
            names.iter().enumerate().find_map(|(at, name)| {
                let name = if whole { name } else { &name[..3] };
                let head = text.get(..name.len())?;
                head.eq_ignore_ascii_case(name)
                    .then(|| (at + 1, &text[name.len()..]))
            })
        };
        match word {
            Word::Month | Word::ShortMonth => {
                let (month, rest) = named(&MONTHS, word == Word::Month)?;
                self.month = i64::try_from(month).ok();
                Some(rest)
            }
            Word::Weekday | Word::ShortWeekday => Some(named(&WEEKDAYS, word == Word::Weekday)?.1),
            Word::Meridiem => {
                let head = text.get(..2)?;
                self.is_afternoon = Some(head.eq_ignore_ascii_case("pm"));
                (head.eq_ignore_ascii_case("am") || head.eq_ignore_ascii_case("pm"))
                    .then(|| &text[2..])
            }
        }
    }

    fn micros(&self) -> Option<i64> {
        let hour = match (self.hour, self.hour_of_twelve) {
            (None, Some(hour)) if self.is_afternoon == Some(true) => hour % 12 + 12,
            (None, Some(hour)) if self.is_afternoon == Some(false) => hour % 12,
            (Some(hour), _) | (None, Some(hour)) => hour,
            (None, None) => 0,
        };
        let of_day = ((hour * 60 + self.minute) * 60 + self.second) * 1_000_000 + self.micros;
        if let Some(epoch) = self.epoch {
            return epoch.checked_mul(1_000_000);
        }
        let year = self.year.unwrap_or(1970);
        if let (Some(place), None) = (self.day_of_year, self.month) {
            let days = days_from_civil(year, 1, 1) + place - 1;
            let moment = Moment::of(days * DAY + of_day);
            return (moment.year == year).then(|| moment.micros()).flatten();
        }
        Moment {
            year,
            month: self.month.unwrap_or(1),
            day: self.day.unwrap_or(1),
            of_day,
        }
        .micros()
    }
}
