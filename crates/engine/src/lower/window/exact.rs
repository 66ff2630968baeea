//! Sums and averages over frames that lose nothing.

use polars::prelude::*;

use super::Call;
use super::exclude::Seen;
use super::number::Counts;
use crate::error::raise;
use crate::lower::arithmetic::{decimal_series, unscaled};
use crate::lower::kernel::too_large;
use crate::lower::number;

/// Sums and averages of whole numbers, decimals, instants and spans: running totals of 128 bits,
/// every sum exact.
pub(super) fn exact(
    call: &Call,
    values: &Series,
    frames: &[impl Seen],
    counts: &Counts,
) -> PolarsResult<Series> {
    let scale = if let DataType::Decimal(_, scale) = values.dtype() {
        *scale
    } else {
        0
    };
    let numbers = match values.dtype() {
        DataType::Boolean => unscaled(&values.cast(&DataType::Int8)?)?,
        data_type if data_type.is_integer() || data_type.is_decimal() => unscaled(values)?,
        DataType::Datetime(..) | DataType::Duration(_) => {
            unscaled(&values.cast(&DataType::Int64)?)?
        }
        _ => {
            return Err(raise(
                "SQL_UNSUPPORTED",
                "Sums over a window of something that is not a number are not supported.",
            ));
        }
    };
    let mut running: Vec<i128> = Vec::with_capacity(numbers.len() + 1);
    let mut total: i128 = 0;
    running.push(0);
    for number in numbers.iter() {
        total = total
            .checked_add(number.unwrap_or(0))
            .ok_or_else(|| too_large(&call.label, "a decimal of 38 digits"))?;
        running.push(total);
    }
    let sums = frames.iter().map(|frame| -> (i128, i64) {
        let sums = frame
            .parts()
            .map(|part| running[part.end] - running[part.start]);
        (sums.sum(), counts.within(frame))
    });
    if call.name == "avg" {
        return averages(call, sums, scale);
    }
    if matches!(call.to, DataType::Duration(_)) {
        let spans = sums.map(|(sum, count)| units(call, sum, count));
        return spans
            .collect::<PolarsResult<Int64Chunked>>()?
            .into_series()
            .cast(&call.to);
    }
    let (digits, to_scale) = match &call.to {
        DataType::Decimal(digits, to_scale) => (*digits, *to_scale),
        _ => (38, 0),
    };
    if call.to.is_float() {
        let unit = 10_f64.powi(i32::try_from(scale).unwrap_or(38));
        #[expect(
            clippy::cast_precision_loss,
            reason = "the plan asks for floating point"
        )]
        let floats: Float64Chunked = sums
            .map(|(sum, count)| (count > 0).then(|| sum as f64 / unit))
            .collect();
        return Ok(floats.into_series());
    }
    let fitted: PolarsResult<Int128Chunked> = sums
        .map(|(sum, count)| {
            if count == 0 {
                return Ok(None);
            }
            number::rescale(sum, scale, to_scale)
                .filter(|value| number::fits(*value, digits))
                .map(Some)
                .ok_or_else(|| too_large(&call.label, "the type of its result"))
        })
        .collect();
    let fitted = fitted?;
    let known = fitted.null_count();
    let result = decimal_series(fitted, &call.to)?;
    if result.null_count() > known {
        return Err(too_large(&call.label, "the type of its result"));
    }
    Ok(result)
}

fn averages(
    call: &Call,
    sums: impl Iterator<Item = (i128, i64)>,
    scale: usize,
) -> PolarsResult<Series> {
    if let DataType::Decimal(digits, to_scale) = &call.to {
        let averages: PolarsResult<Int128Chunked> = sums
            .map(|(sum, count)| {
                if count == 0 {
                    return Ok(None);
                }
                number::divide(sum, i128::from(count), (scale, 0), *to_scale)
                    .filter(|value| number::fits(*value, *digits))
                    .map(Some)
                    .ok_or_else(|| too_large(&call.label, "a decimal of its size"))
            })
            .collect();
        return decimal_series(averages?, &call.to);
    }
    if matches!(call.to, DataType::Datetime(..) | DataType::Duration(_)) {
        let middles =
            sums.map(|(sum, count)| units(call, sum.div_euclid(i128::from(count.max(1))), count));
        return middles
            .collect::<PolarsResult<Int64Chunked>>()?
            .into_series()
            .cast(&call.to);
    }
    let unit = 10_f64.powi(i32::try_from(scale).unwrap_or(38));
    #[expect(
        clippy::cast_precision_loss,
        reason = "the plan asks for floating point"
    )]
    let averages: Float64Chunked = sums
        .map(|(sum, count)| (count > 0).then(|| sum as f64 / unit / count as f64))
        .collect();
    Ok(averages.into_series())
}

/// Units of an instant or span; none where no value was known.
fn units(call: &Call, units: i128, count: i64) -> PolarsResult<Option<i64>> {
    if count == 0 {
        return Ok(None);
    }
    i64::try_from(units)
        .map(Some)
        .map_err(|_| too_large(&call.label, "the type of its result"))
}
