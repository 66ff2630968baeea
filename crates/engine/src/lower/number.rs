//! Exact whole-number and decimal arithmetic on 128 bits: every result is right or refused.

use arrow::datatypes::i256;

/// Powers of ten that fit 128 bits: 10^0 to 10^38.
pub(crate) fn power_of_ten(exponent: usize) -> Option<i128> {
    10_i128.checked_pow(u32::try_from(exponent).ok()?)
}

/// Whether a decimal of `digits` digits can hold this unscaled value.
pub(crate) fn fits(value: i128, digits: usize) -> bool {
    power_of_ten(digits).is_some_and(|limit| value > -limit && value < limit)
}

/// Brings an unscaled value from one scale to another, rounding half away from zero.
pub(crate) fn rescale(value: i128, from: usize, to: usize) -> Option<i128> {
    if to >= from {
        value.checked_mul(power_of_ten(to - from)?)
    } else {
        Some(divide_rounded(value, power_of_ten(from - to)?))
    }
}

/// `value / divisor`, rounded half away from zero; the divisor is positive.
pub(crate) fn divide_rounded(value: i128, divisor: i128) -> i128 {
    let quotient = value / divisor;
    let rest = (value % divisor).unsigned_abs();
    if rest >= divisor.unsigned_abs() - rest {
        quotient + value.signum()
    } else {
        quotient
    }
}

/// `left * right` of unscaled values, brought from `scale` to `wanted` digits after the point.
pub(crate) fn multiply(left: i128, right: i128, scale: usize, wanted: usize) -> Option<i128> {
    if let Some(product) = left.checked_mul(right) {
        return rescale(product, scale, wanted);
    }
    let product = i256::from_i128(left).checked_mul(i256::from_i128(right))?;
    rescale_wide(product, scale, wanted)?.to_i128()
}

/// `left / right` of unscaled values with these scales, to `wanted` digits after the point,
/// rounded half away from zero; none when it does not fit. The divisor is not zero.
pub(crate) fn divide(
    left: i128,
    right: i128,
    scales: (usize, usize),
    wanted: usize,
) -> Option<i128> {
    let (negative, divisor) = ((left < 0) != (right < 0), right.unsigned_abs());
    let shift = (wanted + scales.1).checked_sub(scales.0)?;
    let narrow = power_of_ten(shift).and_then(|power| left.checked_mul(power));
    let quotient = if let Some(scaled) = narrow {
        let scaled = scaled.unsigned_abs();
        let (quotient, rest) = (scaled / divisor, scaled % divisor);
        i128::try_from(quotient + u128::from(rest >= divisor - rest)).ok()?
    } else {
        let power = i256::from_i128(10).checked_pow(u32::try_from(shift).ok()?)?;
        let scaled = i256::from_i128(left).wrapping_abs().checked_mul(power)?;
        let divisor = i256::from_i128(right).wrapping_abs();
        let quotient = scaled.checked_div(divisor)?;
        let rest = scaled.checked_rem(divisor)?;
        let up = rest >= divisor.wrapping_sub(rest);
        quotient.to_i128()?.checked_add(i128::from(up))?
    };
    Some(if negative { -quotient } else { quotient })
}

fn rescale_wide(value: i256, from: usize, to: usize) -> Option<i256> {
    if to >= from {
        return value.checked_mul(i256::from_i128(power_of_ten(to - from)?));
    }
    let divisor = i256::from_i128(power_of_ten(from - to)?);
    let quotient = value.checked_div(divisor)?;
    let rest = value.checked_rem(divisor)?.wrapping_abs();
    if rest >= divisor.wrapping_sub(rest) {
        let step = if value < i256::ZERO {
            i256::MINUS_ONE
        } else {
            i256::ONE
        };
        quotient.checked_add(step)
    } else {
        Some(quotient)
    }
}

/// A decimal number in text as an unscaled value with `scale` digits after the point, rounded
/// half away from zero. Blanks around it, a sign and an exponent are understood.
pub(crate) fn parse_decimal(text: &str, scale: usize) -> Option<i128> {
    let text = text.trim();
    let (text, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let mut shift = i64::try_from(scale).ok()? + exponent - i64::try_from(fraction.len()).ok()?;
    let mut value: i128 = 0;
    let mut dropped: Option<u8> = None;
    let significant = whole
        .bytes()
        .chain(fraction.bytes())
        .map(|byte| byte - b'0');
    let total = i64::try_from(whole.len() + fraction.len()).ok()?;
    for (place, digit) in significant.enumerate() {
        let left_after = total - 1 - i64::try_from(place).ok()?;
        if left_after + shift >= 0 || shift >= 0 {
            value = value.checked_mul(10)?.checked_add(i128::from(digit))?;
        } else if dropped.is_none() {
            dropped = Some(if left_after + shift == -1 { digit } else { 0 });
        }
    }
    if shift > 0 {
        while shift > 0 && value != 0 {
            value = value.checked_mul(10)?;
            shift -= 1;
        }
    }
    if dropped.is_some_and(|digit| digit >= 5) {
        value = value.checked_add(1)?;
    }
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_half_away_from_zero() {
        for (value, from, to, wanted) in [
            (25, 1, 0, 3),
            (-25, 1, 0, -3),
            (24, 1, 0, 2),
            (-24, 1, 0, -2),
            (5, 1, 0, 1),
            (1, 0, 2, 100),
        ] {
            assert_eq!(rescale(value, from, to), Some(wanted), "{value}");
        }
    }

    #[test]
    fn products_and_quotients_beyond_128_bits_are_exact_or_none() {
        let big = 10_i128.pow(37);
        assert_eq!(multiply(big, 10_i128.pow(10), 20, 10), Some(big));
        assert_eq!(multiply(big, big, 0, 0), None);
        assert_eq!(divide(1, 3, (0, 0), 6), Some(333_333));
        assert_eq!(divide(-2, 3, (0, 0), 6), Some(-666_667));
        assert_eq!(
            divide(big, 10_i128.pow(20), (20, 20), 20),
            Some(10_i128.pow(37))
        );
    }

    #[test]
    fn decimals_are_read_from_text_with_sign_exponent_and_rounding() {
        for (text, scale, wanted) in [
            ("1.005", 2, Some(101)),
            (" -1.005 ", 2, Some(-101)),
            ("1.004999", 2, Some(100)),
            ("12", 2, Some(1200)),
            (".5", 0, Some(1)),
            ("0.4", 0, Some(0)),
            ("1e3", 1, Some(10_000)),
            ("1.5e-1", 2, Some(15)),
            ("5e-1", 0, Some(1)),
            ("4e-2", 0, Some(0)),
            ("9e-9", 2, Some(0)),
            ("", 2, None),
            (".", 2, None),
            ("1,5", 2, None),
            ("0x10", 2, None),
            ("1e99", 2, None),
        ] {
            assert_eq!(parse_decimal(text, scale), wanted, "{text:?}");
        }
    }
}
