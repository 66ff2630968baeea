//! What a text means as a value of another type. Blanks around it do not matter.

/// `true`, `t`, `yes`, `y`, `on`, `1` and their opposites, in any case.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "on" | "1" => Some(true),
        "false" | "f" | "no" | "n" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// A floating-point number, also `NaN`, `inf` and `-infinity`.
pub(crate) fn float(text: &str) -> Option<f64> {
    let text = text.trim();
    // Rust also reads `1_0`-free decimal and exponent forms only, which is what SQL means.
    text.parse().ok()
}

/// Days since 1970 of an ISO date; a time of day behind it is left out.
pub(crate) fn date(text: &str) -> Option<i32> {
    let text = text.trim();
    let day = text.get(..text.find(['T', ' ']).unwrap_or(text.len()))?;
    if day.len() < text.len() {
        time(text.get(day.len() + 1..)?.trim_end_matches('Z'))?;
    }
    days(day)
}

/// Nanoseconds since 1970 (as 128 bits) of an ISO date and time, with the offset in it applied,
/// and whether there was an offset.
pub(crate) fn instant(text: &str) -> Option<(i128, bool)> {
    let text = text.trim();
    let Some(split) = text.find(['T', ' ']) else {
        return Some((i128::from(days(text)?) * DAY, false));
    };
    let day = i128::from(days(text.get(..split)?)?) * DAY;
    let rest = text.get(split + 1..)?.trim_start();
    if let Some(clock) = rest.strip_suffix(['Z', 'z']) {
        return Some((day + i128::from(time(clock)?), true));
    }
    if let Some(at) = rest.rfind(['+', '-']) {
        let (clock, offset) = (rest.get(..at)?.trim_end(), rest.get(at + 1..)?);
        let (hours, minutes) = match offset.split_once(':') {
            Some((hours, minutes)) => (hours.parse::<i128>().ok()?, minutes.parse::<i128>().ok()?),
            None if offset.len() == 4 => (
                offset[..2].parse::<i128>().ok()?,
                offset[2..].parse::<i128>().ok()?,
            ),
            None => (offset.parse::<i128>().ok()?, 0),
        };
        let shift = (hours * 60 + minutes) * 60 * 1_000_000_000;
        let shift = if rest.as_bytes().get(at) == Some(&b'-') {
            -shift
        } else {
            shift
        };
        return Some((day + i128::from(time(clock)?) - shift, true));
    }
    Some((day + i128::from(time(rest)?), false))
}

/// Nanoseconds since midnight of `hh:mm[:ss[.fraction]]`.
pub(crate) fn time(text: &str) -> Option<i64> {
    let mut parts = text.trim().split(':');
    let hour = number(parts.next()?, 23)?;
    let minute = number(parts.next()?, 59)?;
    let (second, nanos) = match parts.next() {
        None => (0, 0),
        Some(seconds) => {
            let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
            (number(whole, 59)?, fraction_nanos(fraction)?)
        }
    };
    if parts.next().is_some() {
        return None;
    }
    Some(((hour * 60 + minute) * 60 + second) * 1_000_000_000 + nanos)
}

const DAY: i128 = 86_400_000_000_000;

fn number(text: &str, most: i64) -> Option<i64> {
    let plain =
        !text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|value| plain && *value <= most)
}

fn fraction_nanos(text: &str) -> Option<i64> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nine: String = text.chars().chain(std::iter::repeat('0')).take(9).collect();
    nine.parse().ok()
}

fn days(text: &str) -> Option<i32> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let year_digits =
        (4..=6).contains(&year.len()) && year.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || !year_digits {
        return None;
    }
    let year: i64 = year.parse().ok()?;
    let year = if negative { -year } else { year };
    let (month, day) = (number(month, 12)?, number(day, 31)?);
    if month == 0 || day == 0 || day > month_days(year, month) {
        return None;
    }
    i32::try_from(days_from_civil(year, month, day)).ok()
}

fn month_days(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a day of the Gregorian calendar (Hinnant's algorithm).
pub(crate) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970_and_impossible_ones_are_refused() {
        for (text, wanted) in [
            ("1970-01-01", Some(0)),
            (" 2000-03-01 ", Some(11_017)),
            ("1969-12-31", Some(-1)),
            ("2024-02-29", Some(19_782)),
            ("2023-02-29", None),
            ("9999-99-99", None),
            ("2024-1-5", Some(19_727)),
            ("2024-01-05 10:00", Some(19_727)),
            ("2024-01-05T25:00", None),
            ("05/01/2024", None),
            ("", None),
        ] {
            assert_eq!(date(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn instants_apply_their_offset() {
        let hour = 3_600_000_000_000;
        for (text, wanted) in [
            ("1970-01-01 01:00:00", Some((hour, false))),
            ("1970-01-01T01:00:00Z", Some((hour, true))),
            ("1970-01-01T01:00:00+01:00", Some((0, true))),
            ("1970-01-01 00:00:00-0130", Some((hour + hour / 2, true))),
            ("1970-01-01 00:00:00.25", Some((250_000_000, false))),
            ("1970-01-01", Some((0, false))),
            ("1970-01-01 24:00", None),
        ] {
            assert_eq!(instant(text), wanted, "{text:?}");
        }
    }
}
