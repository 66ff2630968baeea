//! Numbers rounded to even ones.

use polars::prelude::*;

use super::{Call, rows};
use crate::fault::Fault;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    Ok(Some(match call.name {
        "even" => rows(vec![call.float_arg(0)?], DataType::Float64, |columns| {
            Ok(columns[0].f64()?.apply_values(even).into_series())
        }),
        "round_even" => {
            let args = vec![call.float_arg(0)?, call.whole_arg(1)?];
            rows(args, DataType::Float64, |columns| {
                let (numbers, digits) = (columns[0].f64()?, columns[1].i64()?);
                let rounded = numbers.iter().zip(digits.iter()).map(|(number, digits)| {
                    let digits = i32::try_from(digits?).ok()?.clamp(-300, 300);
                    let unit = 10_f64.powi(digits.abs());
                    let number = number?;
                    Some(if digits >= 0 {
                        let scaled = (number * unit).round_ties_even() / unit;
                        if scaled.is_finite() { scaled } else { number }
                    } else {
                        (number / unit).round_ties_even() * unit
                    })
                });
                Ok(rounded.collect::<Float64Chunked>().into_series())
            })
        }
        _ => return Ok(None),
    }))
}

/// The next even whole number, away from zero.
fn even(number: f64) -> f64 {
    let whole = (number.abs() / 2.0).ceil() * 2.0;
    whole.copysign(number)
}

#[cfg(test)]
mod tests {
    use super::even;

    #[test]
    fn even_numbers_lie_away_from_zero() {
        for (number, wanted) in [(2.9, 4.0), (2.0, 2.0), (-2.1, -4.0), (0.0, 0.0), (0.1, 2.0)] {
            assert!((even(number) - wanted).abs() < 1e-12, "{number}");
        }
    }
}
