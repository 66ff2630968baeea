//! Functions of numbers.

use polars::prelude::*;

use super::student::inverse_t_cdf;
use super::{Call, rows};
use crate::fault::Fault;
use crate::lower::arithmetic::{decimal_series, unscaled};
use crate::lower::kernel::too_large;
use crate::lower::number;

/// Lowers the functions of this module; none for others.
pub(crate) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    if let Some(function) = of_one_float(call.name) {
        let arg = call.float_arg(0)?;
        return Ok(Some(rows(vec![arg], DataType::Float64, move |columns| {
            Ok(columns[0].f64()?.apply_values(function).into_series())
        })));
    }
    Ok(Some(match call.name {
        "abs" => abs(call)?,
        "signum" | "sign" => call.arg(0)?.sign(),
        "ceil" => round_with(call, f64::ceil, Toward::Up)?,
        "floor" => round_with(call, f64::floor, Toward::Down)?,
        "trunc" => round_with(call, f64::trunc, Toward::Zero)?,
        "round" => round_with(call, f64::round, Toward::Nearest)?,
        "power" | "pow" => power(call)?,
        "atan2" => of_two_floats(call, f64::atan2)?,
        "log" if call.args.len() == 2 => {
            let base = call.float_arg(0)?;
            rows(
                vec![call.float_arg(1)?, base],
                DataType::Float64,
                |columns| two(columns, |value, base| value.ln() / base.ln()),
            )
        }
        "log" => rows(vec![call.float_arg(0)?], DataType::Float64, |columns| {
            Ok(columns[0].f64()?.apply_values(f64::log10).into_series())
        }),
        "inverse_t_cdf" => rows(
            vec![call.float_arg(0)?, call.float_arg(1)?],
            DataType::Float64,
            |columns| {
                let (shares, freedom) = (columns[0].f64()?, columns[1].f64()?);
                let values = shares.iter().zip(freedom.iter());
                let values = values.map(|(share, freedom)| inverse_t_cdf(share?, freedom?));
                Ok(values.collect::<Float64Chunked>().into_series())
            },
        ),
        "pi" => lit(std::f64::consts::PI),
        "isnan" => call.float_arg(0)?.is_nan(),
        "isinf" => call.float_arg(0)?.is_infinite(),
        "isfinite" => call.float_arg(0)?.is_finite(),
        "bit_count" => rows(vec![call.whole_arg(0)?], DataType::Int64, |columns| {
            let counts = columns[0]
                .i64()?
                .apply_values(|number| i64::from(number.count_ones()));
            Ok(counts.into_series())
        }),
        "xor" => whole_of_two(call, |a, b| Some(a ^ b)),
        "width_bucket" => width_bucket(call)?,
        "iszero" => call.float_arg(0)?.eq(lit(0.0)),
        "gcd" => whole_of_two(call, |a, b| Some(gcd(a, b))),
        "lcm" => whole_of_two(call, |a, b| {
            if a == 0 || b == 0 {
                Some(0)
            } else {
                (a / gcd(a, b)).checked_mul(b).map(i128::abs)
            }
        }),
        "div" => whole_of_two(call, |a, b| if b == 0 { None } else { Some(a / b) }),
        "mod" => whole_of_two(call, |a, b| if b == 0 { None } else { Some(a % b) }),
        "factorial" => factorial(call)?,
        _ => return Ok(None),
    }))
}

fn of_one_float(name: &str) -> Option<fn(f64) -> f64> {
    Some(match name {
        "sqrt" => f64::sqrt,
        "cbrt" => f64::cbrt,
        "exp" => f64::exp,
        "ln" => f64::ln,
        "log2" => f64::log2,
        "log10" => f64::log10,
        "sin" => f64::sin,
        "cos" => f64::cos,
        "tan" => f64::tan,
        "cot" => |value| 1.0 / value.tan(),
        "asin" => f64::asin,
        "acos" => f64::acos,
        "atan" => f64::atan,
        "sinh" => f64::sinh,
        "cosh" => f64::cosh,
        "tanh" => f64::tanh,
        "asinh" => f64::asinh,
        "acosh" => f64::acosh,
        "atanh" => f64::atanh,
        "degrees" => f64::to_degrees,
        "radians" => f64::to_radians,
        _ => return None,
    })
}

fn two(columns: &[Series], function: impl Fn(f64, f64) -> f64) -> PolarsResult<Series> {
    let (left, right) = (columns[0].f64()?, columns[1].f64()?);
    let values = left
        .iter()
        .zip(right.iter())
        .map(|(left, right)| Some(function(left?, right?)));
    Ok(values.collect::<Float64Chunked>().into_series())
}

fn of_two_floats(call: &Call<'_>, function: fn(f64, f64) -> f64) -> Result<Expr, Fault> {
    let args = vec![call.float_arg(0)?, call.float_arg(1)?];
    Ok(rows(args, DataType::Float64, move |columns| {
        two(columns, function)
    }))
}

fn abs(call: &Call<'_>) -> Result<Expr, Fault> {
    let arg = call.arg(0)?;
    if call.types[0].is_float() || call.types[0].is_unsigned_integer() {
        return Ok(if call.types[0].is_float() {
            arg.abs()
        } else {
            arg
        });
    }
    if call.types[0].is_decimal() {
        let to = call.types[0].clone();
        return Ok(rows(vec![arg], to.clone(), move |columns| {
            // Behind a missing value anything may stand, the smallest number too.
            decimal_series(unscaled(&columns[0])?.apply_values(i128::wrapping_abs), &to)
        }));
    }
    let (to, label) = (call.types[0].clone(), call.label.clone());
    Ok(rows(vec![arg], to.clone(), move |columns| {
        let values = unscaled(&columns[0])?.apply_values(i128::wrapping_abs);
        let is_below = values.min().is_some_and(|least| least < 0);
        let values = values.into_series();
        let narrow = values.cast(&to)?;
        if is_below || narrow.null_count() > values.null_count() {
            return Err(too_large(&label, "a whole number of its type"));
        }
        Ok(narrow)
    }))
}

/// Which way a decimal is brought to fewer digits.
#[derive(Debug, Clone, Copy)]
enum Toward {
    Up,
    Down,
    Zero,
    Nearest,
}

fn round_with(call: &Call<'_>, of_float: fn(f64) -> f64, toward: Toward) -> Result<Expr, Fault> {
    let arg = call.arg(0)?;
    let digits = if call.args.len() > 1 {
        call.whole_arg(1)?
    } else {
        lit(0_i64).cast(DataType::Int64)
    };
    match (&call.types[0], &call.to) {
        (DataType::Decimal(_, scale), DataType::Decimal(precision, to_scale)) => {
            let (scale, to_scale, precision, to) = (*scale, *to_scale, *precision, call.to.clone());
            let label = call.label.clone();
            Ok(rows(vec![arg, digits], to.clone(), move |columns| {
                let values = unscaled(&columns[0])?;
                let digits = columns[1].i64()?;
                let rounded: PolarsResult<Int128Chunked> = values
                    .iter()
                    .zip(digits.iter())
                    .map(|(value, digits)| {
                        let (Some(value), Some(digits)) = (value, digits) else {
                            return Ok(None);
                        };
                        round_decimal(value, scale, digits, toward)
                            .and_then(|value| number::rescale(value, scale, to_scale))
                            .filter(|value| number::fits(*value, precision))
                            .map(Some)
                            .ok_or_else(|| too_large(&label, "a decimal of its size"))
                    })
                    .collect();
                decimal_series(rounded?, &to)
            }))
        }
        (from, _) if from.is_integer() => {
            let (to, label) = (from.clone(), call.label.clone());
            Ok(rows(vec![arg, digits], to.clone(), move |columns| {
                let values = unscaled(&columns[0])?;
                let digits = columns[1].i64()?;
                let rounded = values
                    .iter()
                    .zip(digits.iter())
                    .map(|(value, digits)| round_decimal(value?, 0, digits?, toward));
                let wide = rounded.collect::<Int128Chunked>().into_series();
                let narrow = wide.cast(&to)?;
                if narrow.null_count() > wide.null_count() {
                    return Err(too_large(&label, "a whole number of its type"));
                }
                Ok(narrow)
            }))
        }
        _ => {
            let args = vec![arg.cast(DataType::Float64), digits];
            Ok(rows(args, DataType::Float64, move |columns| {
                let (values, digits) = (columns[0].f64()?, columns[1].i64()?);
                let rounded = values.iter().zip(digits.iter()).map(|(value, digits)| {
                    let (value, digits) = (
                        value?,
                        i32::try_from(digits?).unwrap_or(i32::MAX).clamp(-400, 400),
                    );
                    Some(round_float(value, digits, of_float))
                });
                Ok(rounded.collect::<Float64Chunked>().into_series())
            }))
        }
    }
}

fn round_float(value: f64, digits: i32, of_float: fn(f64) -> f64) -> f64 {
    if digits == 0 {
        return of_float(value);
    }
    let factor = 10_f64.powi(digits.abs());
    let rounded = if digits > 0 {
        of_float(value * factor) / factor
    } else {
        of_float(value / factor) * factor
    };
    if rounded.is_finite() {
        rounded
    } else if digits > 0 {
        value
    } else {
        0.0
    }
}

fn round_decimal(value: i128, scale: usize, digits: i64, toward: Toward) -> Option<i128> {
    let dropped = i64::try_from(scale).ok()? - digits;
    if dropped <= 0 {
        return Some(value);
    }
    let Some(unit) = number::power_of_ten(usize::try_from(dropped).ok()?) else {
        return Some(0);
    };
    let rounded = match toward {
        Toward::Nearest => number::divide_rounded(value, unit),
        Toward::Zero => value / unit,
        Toward::Down => value.div_euclid(unit),
        Toward::Up => -((-value).div_euclid(unit)),
    };
    rounded.checked_mul(unit)
}

fn power(call: &Call<'_>) -> Result<Expr, Fault> {
    if call.to.is_integer() {
        let (label, to) = (call.label.clone(), call.to.clone());
        return Ok(rows(
            vec![call.whole_arg(0)?, call.whole_arg(1)?],
            to.clone(),
            move |columns| {
                let (base, exponent) = (columns[0].i64()?, columns[1].i64()?);
                let values: PolarsResult<Int64Chunked> = base
                    .iter()
                    .zip(exponent.iter())
                    .map(|(base, exponent)| {
                        let (Some(base), Some(exponent)) = (base, exponent) else {
                            return Ok(None);
                        };
                        let exponent = u32::try_from(exponent).ok();
                        exponent
                            .and_then(|exponent| base.checked_pow(exponent))
                            .map(Some)
                            .ok_or_else(|| too_large(&label, "a whole number of its type"))
                    })
                    .collect();
                values?.into_series().strict_cast(&to)
            },
        ));
    }
    of_two_floats(call, f64::powf)
}

fn whole_of_two(call: &Call<'_>, function: fn(i128, i128) -> Option<i128>) -> Expr {
    let (label, to) = (call.label.clone(), call.to.clone());
    rows(call.args.clone(), to.clone(), move |columns| {
        let (left, right) = (
            columns[0].cast(&DataType::Int128)?,
            columns[1].cast(&DataType::Int128)?,
        );
        let values = left
            .i128()?
            .iter()
            .zip(right.i128()?.iter())
            .map(|(left, right)| function(left?, right?));
        let wide = values.collect::<Int128Chunked>().into_series();
        let narrow = wide.cast(&to)?;
        if narrow.null_count() > wide.null_count() {
            return Err(too_large(&label, "a whole number of its type"));
        }
        Ok(narrow)
    })
}

fn gcd(left: i128, right: i128) -> i128 {
    let (mut left, mut right) = (left.abs(), right.abs());
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left
}

fn factorial(call: &Call<'_>) -> Result<Expr, Fault> {
    let label = call.label.clone();
    Ok(rows(
        vec![call.whole_arg(0)?],
        DataType::Int64,
        move |columns| {
            let values: PolarsResult<Int64Chunked> = columns[0]
                .i64()?
                .iter()
                .map(|value| {
                    let Some(value) = value else { return Ok(None) };
                    (1..=value)
                        .try_fold(1_i64, i64::checked_mul)
                        .filter(|_| value >= 0)
                        .map(Some)
                        .ok_or_else(|| too_large(&label, "a whole number of 64 bits"))
                })
                .collect();
            Ok(values?.into_series())
        },
    ))
}

/// Buckets of one width between two limits, which may fall; the value below is 0.
fn width_bucket(call: &Call<'_>) -> Result<Expr, Fault> {
    let args = vec![
        call.float_arg(0)?,
        call.float_arg(1)?,
        call.float_arg(2)?,
        call.whole_arg(3)?,
    ];
    Ok(rows(args, DataType::Int64, |columns| {
        let doubles = columns[..3]
            .iter()
            .map(Series::f64)
            .collect::<PolarsResult<Vec<_>>>()?;
        let counts = columns[3].i64()?;
        let mut buckets: Vec<Option<i64>> = Vec::with_capacity(counts.len());
        for row in 0..counts.len() {
            let (Some(value), Some(low), Some(high), Some(count)) = (
                doubles[0].get(row),
                doubles[1].get(row),
                doubles[2].get(row),
                counts.get(row),
            ) else {
                buckets.push(None);
                continue;
            };
            let is_odd = !low.is_finite() || !high.is_finite() || value.is_nan();
            if count <= 0 || low.total_cmp(&high).is_eq() || is_odd {
                return Err(crate::error::raise(
                    "SQL_VALUE",
                    "width_bucket() takes a number, two different limits and a count above zero.",
                ));
            }
            buckets.push(Some(bucket(value, low, high, count)));
        }
        Ok(buckets.into_iter().collect::<Int64Chunked>().into_series())
    }))
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a share of a count of buckets is a whole number of at most that count"
)]
fn bucket(value: f64, low: f64, high: f64, count: i64) -> i64 {
    let (value, low, high) = if low < high {
        (value, low, high)
    } else {
        (-value, -low, -high)
    };
    if value < low {
        0
    } else if value >= high {
        count + 1
    } else {
        let share = (value - low) / (high - low) * count as f64;
        (share.floor() as i64 + 1).min(count)
    }
}
