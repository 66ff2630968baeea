//! Words and numbers as pictures write them.

/// Longest label in characters; the rest is cut with an ellipsis.
const LONGEST: usize = 60;

/// About how wide a text is: Inter's mean advance is 0.56 of its size.
pub(crate) fn width(words: &str, size: f64) -> f64 {
    let characters = u32::try_from(words.chars().count()).unwrap_or(u32::MAX);
    f64::from(characters) * size * 0.56
}

/// A label without anything that is no letter: control characters and signs that turn the direction of
/// text become spaces, and what is longer than 60 characters is cut.
pub(crate) fn label(words: &str) -> String {
    let mut short: String = words.chars().take(LONGEST + 1).map(clean).collect();
    if short.chars().count() > LONGEST {
        short = short.chars().take(LONGEST - 1).collect();
        short.push('…');
    }
    short
}

fn clean(letter: char) -> char {
    let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_private = matches!(letter, '\u{fffe}' | '\u{ffff}');
    if letter.is_control() || turns || is_private {
        ' '
    } else {
        letter
    }
}

/// A sentence of letters alone that fits into a width.
pub(crate) fn line(words: &str, size: f64, room: f64) -> String {
    let mut kept = String::new();
    for letter in words.chars().map(clean) {
        kept.push(letter);
        if width(&kept, size) > room {
            kept.pop();
            kept.pop();
            kept.push('…');
            break;
        }
    }
    kept
}

/// A label that fits into a width.
pub(crate) fn fitted(words: &str, size: f64, room: f64) -> String {
    let mut words = label(words);
    while width(&words, size) > room && words.chars().count() > 2 {
        words.pop();
        words.pop();
        words.push('…');
    }
    words
}

/// An amount with three significant figures, as axes and labels on the screen write it: `1.32 M`.
pub(crate) fn amount(value: f64) -> String {
    const UNITS: [(f64, &str); 4] = [(1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e3, "k")];
    let size = value.abs();
    if size < 10_000.0 {
        let text = if size >= 1000.0 || value.fract() == 0.0 {
            grouped(&format!("{value:.0}"))
        } else {
            significant(value)
        };
        return text.replace('-', "\u{2212}");
    }
    let found = UNITS.iter().find(|(from, _)| size >= from * 0.9995);
    let (power, unit) = found.copied().unwrap_or((1.0, ""));
    format!("{}\u{202f}{unit}", significant(value / power)).replace('-', "\u{2212}")
}

/// A share in per cent: `12.5 %`. Shares that are not quite none or all say so.
pub(crate) fn percent(share: f64) -> String {
    let value = share * 100.0;
    if value > 0.0 && value < 0.1 {
        return "<\u{202f}0.1\u{202f}%".to_owned();
    }
    if value < 100.0 && value > 99.9 {
        return ">\u{202f}99.9\u{202f}%".to_owned();
    }
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    format!("{text}\u{202f}%").replace('-', "\u{2212}")
}

/// An amount in full, with at most four decimal places: `1 321 806.25`.
pub(crate) fn exact(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let dot = if rest.is_empty() { "" } else { "." };
    format!("{}{dot}{rest}", grouped(whole)).replace('-', "\u{2212}")
}

fn significant(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 12 decimal places"
    )]
    let places = (2.0 - value.abs().log10().floor()).clamp(0.0, 12.0) as usize;
    let text = format!("{value:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A whole number with thin spaces between thousands.
fn grouped(digits: &str) -> String {
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits), |rest| ("-", rest));
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    format!("{sign}{out}")
}

#[cfg(test)]
mod tests {
    use super::{amount, exact, fitted, label};

    #[test]
    fn amounts_have_three_figures() {
        for (value, wanted) in [
            (0.0, "0"),
            (8_214.0, "8\u{202f}214"),
            (1_321_806.0, "1.32\u{202f}M"),
            (0.123_456, "0.123"),
            (-1_500_000.0, "\u{2212}1.5\u{202f}M"),
            (12.5, "12.5"),
        ] {
            assert_eq!(amount(value), wanted);
        }
    }

    #[test]
    fn exact_amounts_keep_their_figures() {
        for (value, wanted) in [
            (1_321_806.25, "1\u{202f}321\u{202f}806.25"),
            (-2_000.0, "\u{2212}2\u{202f}000"),
            (0.123_45, "0.1235"),
            (100.0, "100"),
        ] {
            assert_eq!(exact(value), wanted);
        }
    }

    #[test]
    fn labels_hold_nothing_but_letters() {
        assert_eq!(label("a\u{202e}b\u{0}c\nd"), "a b c d");
        assert_eq!(label(&"x".repeat(10_000)).chars().count(), 60);
        assert!(fitted("a long name of a region", 11.0, 60.0).ends_with('…'));
    }
}
