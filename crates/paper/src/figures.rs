//! Numbers as the grid of the window writes them: grouped by thin spaces, doubles without their
//! binary tail and with as many decimals as their column has. `ui/src/i18n/double.ts` has the same
//! rules.

const THIN: char = '\u{202f}';
const MINUS: &str = "\u{2212}";
/// Significant figures that a double can be trusted with.
pub const DOUBLE: usize = 15;
/// Significant figures that a single can be trusted with.
pub const SINGLE: usize = 7;
/// Decimals worth showing of a number from one on; below it, figures count instead.
const MOST_DECIMALS: usize = 4;
const FIGURES_OF_PART: usize = 6;
const FIGURES_OF_LITTLE: usize = 4;
const MOST_DECIMALS_OF_PART: i32 = 10;
/// Outside of these a number is written with a power of ten.
const LARGE: f64 = 1e16;
const LITTLE: f64 = 1e-6;
/// The largest whole number up to which a double holds every one.
const SAFE: f64 = 9_007_199_254_740_991.0;

/// Exact digits such as `-1234567.890` as they are, grouped; any other text as it is.
pub fn digits(text: &str) -> String {
    let (sign, plain) = match text.strip_prefix('-') {
        Some(plain) => (MINUS, plain),
        None => ("", text),
    };
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !are_digits(whole) || !are_digits(fraction) {
        return text.to_owned();
    }
    let mut out = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Digits after the point that a number needs, as far as they are worth showing.
pub fn decimals_of(value: f64, figures: usize) -> usize {
    let known = if value.is_finite() {
        trusted(value, figures).abs()
    } else {
        0.0
    };
    if known == 0.0 || has_power(known) {
        return 0;
    }
    let most = if known >= 1.0 {
        MOST_DECIMALS
    } else {
        decimals_of_part(known)
    };
    let text = fixed(known, most);
    let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
    fraction.trim_end_matches('0').len()
}

/// A number with so many decimals as its column has. One that would shrink to nothing or nearly so
/// is written with its own four figures.
pub fn double(value: f64, decimals: usize, figures: usize) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value < 0.0 { "\u{2212}∞" } else { "∞" }.to_owned();
    }
    let known = trusted(value, figures);
    if has_power(known) {
        return format!("{:e}", rounded(known, FIGURES_OF_PART)).replace('-', MINUS);
    }
    let text = fixed(known, decimals);
    let shown: f64 = text.parse().unwrap_or(known);
    let is_little = known.abs() * 10_f64.powi(i32::try_from(decimals).unwrap_or(i32::MAX)) < 10.0;
    #[expect(clippy::float_cmp, reason = "whether the text says the very number")]
    let is_lost = known != 0.0 && is_little && shown != known;
    if is_lost && decimals > 0 {
        return digits(&rounded(known, FIGURES_OF_LITTLE).to_string());
    }
    digits(&text)
}

/// How many decimals a number below one has within its first figures.
fn decimals_of_part(known: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the power of a number between a millionth and one"
    )]
    let power = known.log10().floor() as i32;
    let figures = i32::try_from(FIGURES_OF_PART).unwrap_or(0);
    usize::try_from((figures - 1 - power).min(MOST_DECIMALS_OF_PART)).unwrap_or(0)
}

/// Whole numbers that a double holds exactly stay as they are.
fn trusted(value: f64, figures: usize) -> f64 {
    let is_safe = value.fract() == 0.0 && value.abs() <= SAFE;
    let known = if is_safe {
        value
    } else {
        rounded(value, figures)
    };
    // Never a negative zero.
    if known == 0.0 { 0.0 } else { known }
}

fn rounded(value: f64, figures: usize) -> f64 {
    let places = figures.saturating_sub(1);
    format!("{value:.places$e}").parse().unwrap_or(value)
}

fn has_power(value: f64) -> bool {
    let size = value.abs();
    size != 0.0 && !(LITTLE..LARGE).contains(&size)
}

/// Rounded to so many decimals, halves away from zero.
fn fixed(value: f64, decimals: usize) -> String {
    let exact = format!("{:.*}", decimals + 60, value.abs());
    let behind = exact.len() - 60;
    let is_half =
        exact[behind..].starts_with('5') && exact[behind + 1..].bytes().all(|digit| digit == b'0');
    if !is_half {
        return format!("{value:.decimals$}");
    }
    let quarter = 10_f64.powi(-i32::try_from(decimals).unwrap_or(0)) / 4.0;
    format!("{:.decimals$}", value + quarter.copysign(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spaced(text: &str) -> String {
        text.replace(THIN, " ")
    }

    #[test]
    fn exact_digits_are_grouped_and_other_texts_left_alone() {
        for (text, wanted) in [
            ("1234567.890", "1 234 567.890"),
            ("-1000", "−1 000"),
            ("999", "999"),
            ("", ""),
            ("1e5", "1e5"),
            ("2024-01-05", "2024-01-05"),
        ] {
            assert_eq!(spaced(&digits(text)), wanted);
        }
    }

    #[test]
    fn a_double_has_the_decimals_of_its_column_and_no_binary_tail() {
        for (value, decimals, wanted) in [
            (174_070.4, 2, "174 070.40"),
            (227.945_378_486_056, 4, "227.9454"),
            (114_428.579_999_999_99, 2, "114 428.58"),
            (0.0, 2, "0.00"),
            (-0.0, 0, "0"),
            (0.05, 2, "0.05"),
            (1.031_25, 4, "1.0313"),
            (-2.5, 0, "−3"),
            (0.000_041_234_56, 4, "0.00004123"),
            (-0.001_234, 2, "−0.001234"),
            (1e-9, 4, "1e−9"),
            (1e21, 0, "1e21"),
            (f64::NAN, 2, "NaN"),
            (f64::NEG_INFINITY, 2, "−∞"),
        ] {
            assert_eq!(spaced(&double(value, decimals, DOUBLE)), wanted, "{value}");
        }
        assert_eq!(double(f64::from(16.7_f32), 1, SINGLE), "16.7");
    }

    #[test]
    fn a_column_asks_for_what_is_worth_showing() {
        for (value, wanted) in [
            (5.0, 0),
            (114_428.579_999_999_99, 2),
            (227.945_378_486_056, 4),
            (0.25, 2),
            (1.0 / 3.0, 6),
            (0.012_345_678_9, 7),
            (0.0, 0),
            (f64::INFINITY, 0),
            (1e300, 0),
        ] {
            assert_eq!(decimals_of(value, DOUBLE), wanted, "{value}");
        }
    }
}
