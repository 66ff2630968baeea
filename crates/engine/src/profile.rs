//! What a column looks like over all rows: how many are missing, how many differ, the range, the
//! shape, the most frequent values. One pass for the counts of all columns, then one a column.

mod shape;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use model::{ColumnProfile, DataType, Field, Kind, TopValue, Value};
use polars::prelude::{
    AnyValue, ChunkQuantile, DataFrame, Engine, Expr, IntoLazy, LazyFrame, PolarsResult, Series,
    SortMultipleOptions, col, len,
};
use protocol::message::Failure;

use crate::error::{explain, failure};
use crate::fault::Fault;
use crate::stop::Stop;
use crate::value;

/// Up to this many different values are counted exactly.
const EXACT_DISTINCT: u64 = 20_000;
/// Columns of so few rows are counted exactly whatever they hold.
const EXACT_ROWS: u64 = 200_000;
/// Above this many rows a column is not held in memory for its median.
const HELD_ROWS: u64 = 60_000_000;
const TOP: usize = 20;
const LONGEST_TEXT: usize = 200;

/// Profiles of all columns, or of the named ones, and the number of rows.
pub fn profile(
    frame: LazyFrame,
    fields: &[Field],
    columns: &[String],
    stop: &Stop,
) -> Result<(Vec<ColumnProfile>, u64), Failure> {
    catch_unwind(AssertUnwindSafe(move || profiled(&frame, fields, columns, stop))).unwrap_or_else(|_| {
        Err(failure("PROFILE_FAILED", "The columns could not be profiled: their data is damaged. Refresh the source, or get a fresh copy of the file."))
    })
}

fn profiled(
    frame: &LazyFrame,
    fields: &[Field],
    columns: &[String],
    stop: &Stop,
) -> Result<(Vec<ColumnProfile>, u64), Failure> {
    let wanted: Vec<&Field> = fields
        .iter()
        .filter(|field| columns.is_empty() || columns.contains(&field.name))
        .collect();
    let counts = Counts::of(frame, &wanted).map_err(|error| explained(&error))?;
    let mut profiles = Vec::with_capacity(wanted.len());
    for (at, field) in wanted.into_iter().enumerate() {
        if stop.is_set() {
            return Err(failure("CANCELLED", "Profiling was cancelled."));
        }
        profiles.push(column(frame, field, &counts, at).map_err(|error| explained(&error))?);
    }
    Ok((profiles, counts.rows))
}

fn explained(error: &polars::prelude::PolarsError) -> Failure {
    match explain(error) {
        Fault::Diagnosed(diagnostic) => failure(&diagnostic.code, diagnostic.message),
        Fault::Failed(failure) => failure,
        Fault::Cancelled => failure("CANCELLED", "Profiling was cancelled."),
    }
}

/// What one pass over all columns tells.
struct Counts {
    rows: u64,
    found: HashMap<String, AnyValue<'static>>,
}

impl Counts {
    fn of(frame: &LazyFrame, fields: &[&Field]) -> PolarsResult<Self> {
        let mut asked: Vec<Expr> = vec![len().alias("rows")];
        for (at, field) in fields.iter().enumerate() {
            let column = || col(field.name.as_str());
            asked.push(column().null_count().alias(format!("{at} nulls")));
            if is_nested(&field.data_type) {
                continue;
            }
            asked.push(column().approx_n_unique().alias(format!("{at} distinct")));
            if field.data_type == DataType::Binary {
                continue;
            }
            // Infinities and what is no number have no place in a range or a mean.
            let finite = || {
                if is_float(&field.data_type) {
                    column().filter(column().is_finite())
                } else {
                    column()
                }
            };
            asked.push(finite().min().alias(format!("{at} min")));
            asked.push(finite().max().alias(format!("{at} max")));
            if field.data_type.is_numeric() {
                asked.push(finite().mean().alias(format!("{at} mean")));
            }
        }
        let answer = frame
            .clone()
            .select(asked)
            .collect_with_engine(Engine::Streaming)?
            .unwrap_single();
        let mut found = HashMap::new();
        for column in answer.columns() {
            found.insert(column.name().to_string(), column.get(0)?.into_static());
        }
        let rows = found
            .get("rows")
            .and_then(AnyValue::extract::<u64>)
            .unwrap_or(0);
        Ok(Self { rows, found })
    }

    fn get(&self, at: usize, what: &str) -> Option<&AnyValue<'static>> {
        self.found.get(&format!("{at} {what}"))
    }

    fn number(&self, at: usize, what: &str) -> u64 {
        self.get(at, what)
            .and_then(AnyValue::extract::<u64>)
            .unwrap_or(0)
    }

    fn value(&self, at: usize, what: &str) -> Option<Value> {
        self.get(at, what)
            .map(value::value)
            .filter(|value| *value != Value::Null)
            .map(shortened)
    }
}

fn column(
    frame: &LazyFrame,
    field: &Field,
    counts: &Counts,
    at: usize,
) -> PolarsResult<ColumnProfile> {
    let nulls = counts.number(at, "nulls");
    // A missing value counts as one more different value there.
    let estimate = counts
        .number(at, "distinct")
        .saturating_sub(u64::from(nulls > 0))
        .min(counts.rows - nulls);
    let mut profile = ColumnProfile {
        field: field.clone(),
        rows: counts.rows,
        nulls,
        distinct: estimate,
        distinct_is_estimate: true,
        min: counts.value(at, "min"),
        max: counts.value(at, "max"),
        mean: counts
            .get(at, "mean")
            .and_then(AnyValue::extract::<f64>)
            .filter(|mean| mean.is_finite()),
        median: None,
        histogram: Vec::new(),
        top: Vec::new(),
    };
    if is_nested(&field.data_type) || counts.rows == nulls {
        profile.distinct = 0;
        profile.distinct_is_estimate = is_nested(&field.data_type) && counts.rows > nulls;
        return Ok(profile);
    }
    let is_exact = estimate <= EXACT_DISTINCT || counts.rows <= EXACT_ROWS;
    let only = frame.clone().select([col(field.name.as_str())]);
    if wants_top(field) && is_exact {
        (profile.distinct, profile.top) = frequent(only.clone(), field)?;
        profile.distinct_is_estimate = false;
    }
    let has_shape = shape::has_shape(&field.data_type);
    let must_count = is_exact && profile.distinct_is_estimate;
    if counts.rows > HELD_ROWS || !(has_shape || must_count) {
        return Ok(profile);
    }
    let series = held(&only)?;
    if must_count {
        let different = series.n_unique()? as u64;
        profile.distinct = different.saturating_sub(u64::from(nulls > 0));
        profile.distinct_is_estimate = false;
    }
    if has_shape {
        let numbers = shape::numbers(&series, &field.data_type)?;
        profile.histogram = shape::histogram(&numbers, field.data_type.is_integer());
        if field.data_type.is_numeric() {
            profile.median = numbers.median().filter(|median| median.is_finite());
        }
    }
    Ok(profile)
}

fn held(frame: &LazyFrame) -> PolarsResult<Series> {
    let frame = frame
        .clone()
        .collect_with_engine(Engine::Streaming)?
        .unwrap_single();
    Ok(first_column(&frame))
}

fn first_column(frame: &DataFrame) -> Series {
    frame
        .columns()
        .first()
        .map(|column| column.as_materialized_series().clone())
        .unwrap_or_default()
}

/// How many values differ, and the most frequent ones.
fn frequent(frame: LazyFrame, field: &Field) -> PolarsResult<(u64, Vec<TopValue>)> {
    const COUNT: &str = "how many";
    const WHAT: &str = "what";
    let counted = frame
        .select([col(field.name.as_str()).alias(WHAT)])
        .filter(col(WHAT).is_not_null())
        .group_by([col(WHAT)])
        .agg([len().alias(COUNT)])
        .collect_with_engine(Engine::Streaming)?
        .unwrap_single();
    let distinct = counted.height() as u64;
    // Equally frequent values are put in order, so that a profile repeats.
    let order = SortMultipleOptions::default().with_order_descending_multi([true, false]);
    let top = counted
        .lazy()
        .sort([COUNT, WHAT], order)
        .limit(20)
        .collect()?;
    let mut found = Vec::with_capacity(TOP);
    for row in 0..top.height() {
        let count = top.column(COUNT)?.get(row)?.extract::<u64>().unwrap_or(0);
        found.push(TopValue {
            value: shortened(value::value(&top.column(WHAT)?.get(row)?)),
            count,
        });
    }
    Ok((distinct, found))
}

fn wants_top(field: &Field) -> bool {
    matches!(field.data_type, DataType::Text | DataType::Boolean)
        || (matches!(field.kind, Kind::Place | Kind::Key) && field.data_type.is_integer())
}

fn is_float(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Float32 | DataType::Float64)
}

fn is_nested(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::List { .. } | DataType::Struct { .. } | DataType::Null
    )
}

fn shortened(value: Value) -> Value {
    match value {
        Value::Text(text) if text.len() > LONGEST_TEXT => {
            Value::Text(text.chars().take(LONGEST_TEXT).collect())
        }
        other => other,
    }
}
