//! Written values: numbers, yes and no. What a text looks like and what it means, strictly.

use model::DecimalMark;

/// Texts that stand for a missing value in columns that are not text.
const MISSING: [&[u8]; 13] = [
    b"NA", b"N/A", b"n/a", b"na", b"NULL", b"null", b"Null", b"None", b"none", b"#N/A", b"-", b"?",
    b"\\N",
];

/// Whether a text stands for a missing value, such as `NA`.
pub(crate) fn is_missing(text: &[u8]) -> bool {
    text.len() <= 4 && MISSING.contains(&text)
}

/// What a text looks like as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looks {
    Other,
    Whole,
    Fraction,
    /// Digits that lose something as a number: leading zeros, a phone number's plus, too many digits.
    Code,
}

/// Yes or no, as databases and programs write it.
pub(crate) fn boolean(text: &[u8]) -> Option<bool> {
    if text.eq_ignore_ascii_case(b"true") {
        Some(true)
    } else if text.eq_ignore_ascii_case(b"false") {
        Some(false)
    } else {
        None
    }
}

/// How a text looks as a number, without its value.
pub(crate) fn looks(text: &[u8], mark: DecimalMark) -> Looks {
    let (sign, body) = match text.first() {
        Some(sign @ (b'-' | b'+')) => (Some(*sign), &text[1..]),
        _ => (None, text),
    };
    let mut digits = 0;
    while digits < body.len() && body[digits].is_ascii_digit() {
        digits += 1;
    }
    if digits == body.len() && digits > 0 {
        let is_code =
            (body[0] == b'0' && digits > 1) || (sign == Some(b'+') && digits > 6) || digits > 19;
        if is_code || (digits == 19 && whole(text).is_none()) {
            return Looks::Code;
        }
        return Looks::Whole;
    }
    if is_special(body) {
        return Looks::Fraction;
    }
    let Some(parts) = parts(body, mark) else {
        return Looks::Other;
    };
    if parts.whole.len() > 1 && parts.whole[0] == b'0' {
        return Looks::Code;
    }
    if parts.is_grouped && parts.fraction.is_none() && parts.exponent.is_none() {
        return if parts.whole.len() > 20 {
            Looks::Code
        } else {
            Looks::Whole
        };
    }
    Looks::Fraction
}

/// The whole number that a text writes, exactly.
pub(crate) fn whole(text: &[u8]) -> Option<i64> {
    let length = text.len();
    if length == 0 {
        return None;
    }
    let is_negative = text[0] == b'-';
    let mut at = usize::from(is_negative || text[0] == b'+');
    if at == length || length - at > 19 {
        return None;
    }
    // Nineteen digits fit into 64 bits without sign; the range is checked once, at the end.
    let mut value: u64 = 0;
    while at < length {
        let digit = text[at].wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + u64::from(digit);
        at += 1;
    }
    if is_negative {
        0_i64.checked_sub_unsigned(value)
    } else {
        i64::try_from(value).ok()
    }
}

/// A whole number that may have thousands marks.
pub(crate) fn grouped_whole(text: &[u8], mark: DecimalMark) -> Option<i64> {
    whole(text).or_else(|| {
        let clean = clean(text, mark)?;
        whole(clean.as_bytes())
    })
}

/// The nearest double of a written number.
pub(crate) fn double(text: &[u8], mark: DecimalMark) -> Option<f64> {
    let body = text
        .strip_prefix(b"-")
        .or_else(|| text.strip_prefix(b"+"))
        .unwrap_or(text);
    let is_plain = matches!(body.first(), Some(b'0'..=b'9' | b'.')) && mark == DecimalMark::Point;
    if is_plain
        && let Some(value) = std::str::from_utf8(text)
            .ok()
            .and_then(|text| text.parse().ok())
    {
        return Some(value);
    }
    if is_special(body) {
        return std::str::from_utf8(text).ok()?.parse().ok();
    }
    clean(text, mark)?.parse().ok()
}

/// A decimal with `scale` digits after the point, as a whole number of its last digit.
/// None when it is not a number or has more digits than fit.
pub(crate) fn decimal(text: &[u8], mark: DecimalMark, precision: u8, scale: u8) -> Option<i128> {
    let negative = text.first() == Some(&b'-');
    let body = text
        .strip_prefix(b"-")
        .or_else(|| text.strip_prefix(b"+"))
        .unwrap_or(text);
    let parts = parts(body, mark)?;
    if parts.exponent.is_some() {
        return None;
    }
    let fraction = parts.fraction.unwrap_or_default();
    let kept = fraction.len().min(usize::from(scale));
    if fraction[kept..].iter().any(|digit| *digit != b'0') {
        return None;
    }
    let digits = parts
        .whole
        .iter()
        .filter(|byte| byte.is_ascii_digit())
        .chain(&fraction[..kept]);
    let mut value: i128 = 0;
    for digit in digits {
        value = value
            .checked_mul(10)?
            .checked_add(i128::from(digit - b'0'))?;
    }
    for _ in kept..usize::from(scale) {
        value = value.checked_mul(10)?;
    }
    (value < 10_i128.checked_pow(u32::from(precision))?).then_some(if negative {
        -value
    } else {
        value
    })
}

fn is_special(body: &[u8]) -> bool {
    [&b"nan"[..], b"inf", b"infinity"]
        .iter()
        .any(|word| body.eq_ignore_ascii_case(word))
}

struct Parts<'a> {
    whole: &'a [u8],
    is_grouped: bool,
    fraction: Option<&'a [u8]>,
    exponent: Option<&'a [u8]>,
}

/// Takes an unsigned number apart; none when it is not one under this mark.
fn parts(body: &[u8], mark: DecimalMark) -> Option<Parts<'_>> {
    let (point, comma) = match mark {
        DecimalMark::Point => (b'.', b','),
        DecimalMark::Comma => (b',', b'.'),
    };
    let (body, exponent) = match body.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        Some(at) => (&body[..at], Some(&body[at + 1..])),
        None => (body, None),
    };
    if let Some(exponent) = exponent {
        let digits = exponent
            .strip_prefix(b"-")
            .or_else(|| exponent.strip_prefix(b"+"))
            .unwrap_or(exponent);
        if digits.is_empty() || digits.len() > 4 || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
    }
    let (whole, fraction) = match body.iter().position(|byte| *byte == point) {
        Some(at) => (&body[..at], Some(&body[at + 1..])),
        None => (body, None),
    };
    let fraction_digits = fraction.map_or(0, <[u8]>::len);
    if (whole.is_empty() && fraction_digits == 0)
        || !fraction.unwrap_or_default().iter().all(u8::is_ascii_digit)
    {
        return None;
    }
    let is_grouped = !whole.iter().all(u8::is_ascii_digit);
    if is_grouped && !is_in_groups(whole, comma) {
        return None;
    }
    Some(Parts {
        whole,
        is_grouped,
        fraction,
        exponent,
    })
}

/// `1,234,567`: one to three digits, then groups of three after the same separator.
fn is_in_groups(whole: &[u8], separator: u8) -> bool {
    let Some(first) = whole.iter().position(|byte| !byte.is_ascii_digit()) else {
        return true;
    };
    let used = whole[first];
    let is_allowed = used == separator || used == b'\'' || used == b' ' || used == b'_';
    is_allowed
        && (1..=3).contains(&first)
        && whole[first..].chunks(4).all(|group| {
            group.len() == 4 && group[0] == used && group[1..].iter().all(u8::is_ascii_digit)
        })
}

/// The number with a point and without thousands marks.
fn clean(text: &[u8], mark: DecimalMark) -> Option<String> {
    let negative = text.first() == Some(&b'-');
    let body = text
        .strip_prefix(b"-")
        .or_else(|| text.strip_prefix(b"+"))
        .unwrap_or(text);
    let parts = parts(body, mark)?;
    let mut clean = String::with_capacity(text.len() + 2);
    if negative {
        clean.push('-');
    }
    clean.extend(
        parts
            .whole
            .iter()
            .filter(|byte| byte.is_ascii_digit())
            .map(|byte| char::from(*byte)),
    );
    if let Some(fraction) = parts.fraction {
        clean.push('.');
        clean.extend(fraction.iter().map(|byte| char::from(*byte)));
    }
    if let Some(exponent) = parts.exponent {
        clean.push('e');
        clean.extend(exponent.iter().map(|byte| char::from(*byte)));
    }
    Some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use DecimalMark::{Comma, Point};

    #[test]
    fn digits_that_would_change_as_numbers_are_codes() {
        for text in [
            "00123",
            "007.5",
            "+491712345678",
            "12345678901234567890",
            "9223372036854775808",
            "-01",
        ] {
            assert_eq!(looks(text.as_bytes(), Point), Looks::Code, "{text}");
        }
        for text in [
            "0",
            "-0",
            "+5",
            "9223372036854775807",
            "-9223372036854775808",
            "1,234,567",
        ] {
            assert_eq!(looks(text.as_bytes(), Point), Looks::Whole, "{text}");
        }
        for text in [
            "0.5", ".5", "5.", "-1.5e-7", "1,234.5", "NaN", "-inf", "1'000.25",
        ] {
            assert_eq!(looks(text.as_bytes(), Point), Looks::Fraction, "{text}");
        }
        for text in [
            "", "-", "abc", "1.2.3", "12,34", "1e", "0x10", "1 2", "e5", ".",
        ] {
            assert_eq!(looks(text.as_bytes(), Point), Looks::Other, "{text}");
        }
    }

    #[test]
    fn numbers_mean_what_their_mark_says() {
        assert_eq!(double(b"1.234,5", Comma), Some(1234.5));
        assert_eq!(double(b"-1,5", Comma), Some(-1.5));
        assert_eq!(double(b"1,234.5", Point), Some(1234.5));
        assert_eq!(double(b"1e5", Point), Some(1e5));
        assert_eq!(double(b"-inf", Point), Some(f64::NEG_INFINITY));
        assert_eq!(double(b"1,5", Point), None);
        assert_eq!(grouped_whole(b"1,234", Point), Some(1234));
        assert_eq!(grouped_whole(b"1.234", Comma), Some(1234));
        assert_eq!(whole(b"-9223372036854775808"), Some(i64::MIN));
        assert_eq!(whole(b"9223372036854775808"), None);
        assert_eq!(decimal(b"-12.5", Point, 10, 2), Some(-1250));
        assert_eq!(decimal(b"12.505", Point, 10, 2), None);
        assert_eq!(decimal(b"123.00", Point, 4, 2), None);
    }
}
