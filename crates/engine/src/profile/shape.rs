//! The shape of a column of numbers, days or instants: bars of equal width.

use model::{Bin, DataType};
use polars::prelude::{
    ChunkAgg, DataType as Polars, Float64Chunked, PolarsResult, Series, TimeUnit, TimeZone,
};

const BARS: usize = 20;
const MOST_BARS: f64 = 24.0;
const MS_OF_DAY: f64 = 86_400_000.0;

/// Whether values of a type lie on a line.
pub(super) fn has_shape(data_type: &DataType) -> bool {
    data_type.is_numeric() || data_type.is_temporal()
}

/// A column as doubles without what is missing or not finite; days and instants as milliseconds
/// since 1970.
pub(super) fn numbers(column: &Series, data_type: &DataType) -> PolarsResult<Float64Chunked> {
    let present = column.drop_nulls();
    let series = match data_type {
        DataType::Date => present.cast(&Polars::Int32)?.cast(&Polars::Float64)? * MS_OF_DAY,
        DataType::DateTime { zone, .. } => {
            let zone = zone
                .as_deref()
                .and_then(|name| TimeZone::opt_try_new(Some(name)).ok().flatten());
            let instants = present.cast(&Polars::Datetime(TimeUnit::Milliseconds, zone))?;
            instants.cast(&Polars::Int64)?.cast(&Polars::Float64)?
        }
        _ => present.cast(&Polars::Float64)?,
    };
    let numbers = series.f64()?;
    let is_finite = numbers
        .downcast_iter()
        .all(|chunk| chunk.values_iter().all(|value| value.is_finite()));
    if is_finite {
        return Ok(numbers.clone());
    }
    let values = numbers
        .downcast_iter()
        .flat_map(|chunk| chunk.values_iter().copied());
    let finite: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    Ok(Float64Chunked::from_vec(column.name().clone(), finite))
}

/// Bars over the range of the numbers; the last includes the greatest.
pub(super) fn histogram(numbers: &Float64Chunked, is_whole: bool) -> Vec<Bin> {
    let (Some(min), Some(max)) = (numbers.min(), numbers.max()) else {
        return Vec::new();
    };
    let total = numbers.len() as u64;
    if min >= max || !(max - min).is_finite() {
        return vec![Bin {
            low: min,
            high: max,
            count: total,
        }];
    }
    let (low, width, bars) = bars(min, max, is_whole);
    let mut counts = vec![0_u64; bars];
    let scale = 1.0 / width;
    for chunk in numbers.downcast_iter() {
        for value in chunk.values_iter() {
            counts[bar(*value, low, scale, bars)] += 1;
        }
    }
    counts
        .into_iter()
        .enumerate()
        .map(|(at, count)| {
            let start = low + width * as_number(at);
            let end = if at + 1 == bars {
                (low + width * as_number(bars)).max(max)
            } else {
                start + width
            };
            Bin {
                low: start,
                high: end,
                count,
            }
        })
        .collect()
}

/// Start, width and number of the bars. Whole numbers get bars of whole width.
fn bars(min: f64, max: f64, is_whole: bool) -> (f64, f64, usize) {
    if !is_whole {
        return (min, (max - min) / as_number(BARS), BARS);
    }
    let span = max - min + 1.0;
    let width = if span <= MOST_BARS {
        1.0
    } else {
        (span / as_number(BARS)).ceil()
    };
    (min, width, as_count((span / width).ceil()).max(1))
}

fn bar(value: f64, low: f64, scale: f64, bars: usize) -> usize {
    as_count((value - low) * scale).min(bars - 1)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates, and bars are few"
)]
fn as_count(number: f64) -> usize {
    number as usize
}

#[expect(clippy::cast_precision_loss, reason = "bars are few")]
fn as_number(bars: usize) -> f64 {
    bars as f64
}
