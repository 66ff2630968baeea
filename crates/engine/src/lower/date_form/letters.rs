//! Forms of `to_char` and `to_date`.

use super::percent::push;
use super::{Case, Letters, Part, Piece, Word};

/// Two-digit years from 70 on mean the last century.
const PIVOT: i64 = 70;
/// Names are padded to the length of the longest.
const LONGEST_NAME: usize = 9;

/// Numbers by their letters, the longer first where one begins another.
const NUMBERS: [(&str, Part, usize); 32] = [
    ("YYYY", Part::Year, 4),
    ("IYYY", Part::IsoYear, 4),
    ("YY", Part::YearOfCentury(PIVOT), 2),
    ("HH24", Part::Hour, 2),
    ("HH12", Part::HourOfTwelve, 2),
    ("HH", Part::HourOfTwelve, 2),
    ("MI", Part::Minute, 2),
    ("MM", Part::Month, 2),
    ("MS", Part::Millisecond, 3),
    ("SS", Part::Second, 2),
    ("US", Part::Microsecond, 6),
    ("FF3", Part::Millisecond, 3),
    ("FF6", Part::Microsecond, 6),
    ("DDD", Part::DayOfYear, 3),
    ("DD", Part::Day, 2),
    ("IW", Part::IsoWeek, 2),
    ("ID", Part::IsoWeekday, 1),
    ("WW", Part::WeekOfYear, 2),
    ("Q", Part::Quarter, 1),
    ("D", Part::WeekdayFromOne, 1),
    ("yyyy", Part::Year, 4),
    ("mm", Part::Month, 2),
    ("ddd", Part::DayOfYear, 3),
    ("dd", Part::Day, 2),
    ("hh24", Part::Hour, 2),
    ("hh12", Part::HourOfTwelve, 2),
    ("hh", Part::HourOfTwelve, 2),
    ("mi", Part::Minute, 2),
    ("ms", Part::Millisecond, 3),
    ("ss", Part::Second, 2),
    ("us", Part::Microsecond, 6),
    ("yy", Part::YearOfCentury(PIVOT), 2),
];

const WORDS: [(&str, Word, Letters); 16] = [
    ("MONTH", Word::Month, Letters::Capitals),
    ("Month", Word::Month, Letters::Name),
    ("month", Word::Month, Letters::Small),
    ("MON", Word::ShortMonth, Letters::Capitals),
    ("Mon", Word::ShortMonth, Letters::Name),
    ("mon", Word::ShortMonth, Letters::Small),
    ("DAY", Word::Weekday, Letters::Capitals),
    ("Day", Word::Weekday, Letters::Name),
    ("day", Word::Weekday, Letters::Small),
    ("DY", Word::ShortWeekday, Letters::Capitals),
    ("Dy", Word::ShortWeekday, Letters::Name),
    ("dy", Word::ShortWeekday, Letters::Small),
    ("AM", Word::Meridiem, Letters::Capitals),
    ("PM", Word::Meridiem, Letters::Capitals),
    ("am", Word::Meridiem, Letters::Small),
    ("pm", Word::Meridiem, Letters::Small),
];

/// Places that PostgreSQL knows and Assay does not: they are refused rather than copied.
const REFUSED: [&str; 9] = ["TZH", "TZM", "TZ", "tz", "OF", "SSSS", "RM", "CC", "Y,YYY"];

/// The pieces of a form with letters; the place that is not known as an error.
pub(crate) fn letters(form: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = form;
    while let Some(first) = rest.chars().next() {
        if let Some(inner) = rest.strip_prefix('"') {
            let (text, after) = inner.split_once('"').ok_or("\"")?;
            for character in text.chars() {
                push(&mut pieces, character);
            }
            rest = after;
            continue;
        }
        let is_bare = rest.starts_with("FM");
        let at = if is_bare { &rest[2..] } else { rest };
        if let Some(refused) = REFUSED.iter().find(|refused| at.starts_with(**refused)) {
            return Err((*refused).to_owned());
        }
        if let Some((letters, word, spelling)) =
            WORDS.iter().find(|(letters, ..)| at.starts_with(*letters))
        {
            let is_padded = !is_bare && matches!(word, Word::Month | Word::Weekday);
            let case = Case {
                letters: *spelling,
                width: if is_padded { LONGEST_NAME } else { 0 },
            };
            pieces.push(Piece::Word(*word, case));
            rest = &at[letters.len()..];
        } else if let Some((letters, part, width)) = NUMBERS
            .iter()
            .find(|(letters, ..)| at.starts_with(*letters))
        {
            pieces.push(Piece::Number(*part, if is_bare { 1 } else { *width }));
            rest = &at[letters.len()..];
        } else {
            push(&mut pieces, first);
            rest = &rest[first.len_utf8()..];
        }
    }
    Ok(pieces)
}
