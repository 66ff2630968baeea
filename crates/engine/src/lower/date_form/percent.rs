//! Forms of `strftime` and `strptime`.

use super::{Case, Letters, Part, Piece, Word};

/// Two-digit years from 69 on mean the last century.
const PIVOT: i64 = 69;

/// The pieces of a form with percent signs; the place that is not known as an error.
pub(crate) fn percent(form: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut characters = form.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            push(&mut pieces, character);
            continue;
        }
        let mut letter = characters.next().ok_or("%")?;
        let is_bare = letter == '-';
        if is_bare {
            letter = characters.next().ok_or("%-")?;
        }
        match letter {
            'F' => pieces.extend(percent("%Y-%m-%d")?),
            'T' => pieces.extend(percent("%H:%M:%S")?),
            'R' => pieces.extend(percent("%H:%M")?),
            'D' | 'x' => pieces.extend(percent("%m/%d/%y")?),
            '%' => push(&mut pieces, '%'),
            'n' => push(&mut pieces, '\n'),
            't' => push(&mut pieces, '\t'),
            _ => pieces.push(piece(letter, is_bare).ok_or_else(|| format!("%{letter}"))?),
        }
    }
    Ok(pieces)
}

fn piece(letter: char, is_bare: bool) -> Option<Piece> {
    let word = |word| {
        let case = Case {
            letters: Letters::Name,
            width: 0,
        };
        Some(Piece::Word(word, case))
    };
    let (part, width) = match letter {
        'Y' => (Part::Year, 4),
        'y' => (Part::YearOfCentury(PIVOT), 2),
        'G' => (Part::IsoYear, 4),
        'V' => (Part::IsoWeek, 2),
        'q' => (Part::Quarter, 1),
        'm' => (Part::Month, 2),
        'd' => (Part::Day, 2),
        'e' => (Part::Day, 1),
        'j' => (Part::DayOfYear, 3),
        'w' => (Part::Weekday, 1),
        'u' => (Part::IsoWeekday, 1),
        'U' => (Part::SundayWeek, 2),
        'W' => (Part::MondayWeek, 2),
        'H' => (Part::Hour, 2),
        'I' => (Part::HourOfTwelve, 2),
        'M' => (Part::Minute, 2),
        'S' => (Part::Second, 2),
        'g' | 'L' => (Part::Millisecond, 3),
        'f' => (Part::Microsecond, 6),
        's' => (Part::Epoch, 1),
        'B' => return word(Word::Month),
        'b' | 'h' => return word(Word::ShortMonth),
        'A' => return word(Word::Weekday),
        'a' => return word(Word::ShortWeekday),
        'p' => {
            let case = Case {
                letters: Letters::Capitals,
                width: 0,
            };
            return Some(Piece::Word(Word::Meridiem, case));
        }
        _ => return None,
    };
    Some(Piece::Number(part, if is_bare { 1 } else { width }))
}

/// Adds a character that stands for itself.
pub(super) fn push(pieces: &mut Vec<Piece>, character: char) {
    match pieces.last_mut() {
        Some(Piece::Text(text)) => text.push(character),
        _ => pieces.push(Piece::Text(character.to_string())),
    }
}
