//! Calendar days as text: `2026-11-20`.

/// Whether this is a day of the calendar from year 1 to 9999, written year-month-day.
pub(crate) fn is_day(text: &str) -> bool {
    parts(text).is_some()
}

/// The day after a day; the last day of year 9999 stays.
pub(crate) fn next(text: &str) -> String {
    let Some((year, month, day)) = parts(text) else {
        return text.to_owned();
    };
    let (year, month, day) = if day < days_of(year, month) {
        (year, month, day + 1)
    } else if month < 12 {
        (year, month + 1, 1)
    } else {
        (year + 1, 1, 1)
    };
    if year > 9999 {
        text.to_owned()
    } else {
        format!("{year:04}-{month:02}-{day:02}")
    }
}

fn parts(text: &str) -> Option<(u32, u32, u32)> {
    let is_shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_shaped {
        return None;
    }
    let year = text.get(..4)?.parse().ok()?;
    let month = text.get(5..7)?.parse().ok()?;
    let day = text.get(8..)?.parse().ok()?;
    let exists = year > 0 && (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day);
    exists.then_some((year, month, day))
}

fn days_of(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_day, next};

    #[test]
    fn only_days_of_the_calendar_are_days() {
        for (text, expected) in [
            ("2026-02-28", true),
            ("2026-02-29", false),
            ("2024-02-29", true),
            ("1900-02-29", false),
            ("2026-13-01", false),
            ("2026-1-1", false),
            ("٢٠٢٦-١١", false),
        ] {
            assert_eq!(is_day(text), expected, "{text}");
        }
    }

    #[test]
    fn the_next_day_crosses_months_and_years() {
        assert_eq!(next("2024-02-28"), "2024-02-29");
        assert_eq!(next("2026-12-31"), "2027-01-01");
        assert_eq!(next("9999-12-31"), "9999-12-31");
    }
}
