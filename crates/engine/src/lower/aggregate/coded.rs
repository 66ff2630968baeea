//! Groups by two texts of which there are few: each text becomes a number when it is met first, rows are
//! grouped by the numbers, and the texts come back at the end.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use datafusion_common::Column as Named;
use datafusion_expr::logical_plan::Aggregate;
use datafusion_expr::{Expr as Tree, LogicalPlan, TableScan};
use polars::prelude::*;

use crate::fault::Fault;
use crate::lower::Lowering;
use crate::lower::frame::collect;
use crate::lower::function::rows;

/// Rows that a table must have for a look at its texts.
const FEWEST_ROWS: u64 = 500_000;
/// Rows that are looked at, one after another in the middle of the table.
const LOOKED_AT: IdxSize = 8_192;
/// Different texts among those at most.
const MOST_TEXTS: usize = 400;
/// Keys whose numbers fit together in one. A single text is grouped as quickly as its number.
const KEYS: usize = 2;
/// Places of the table that remembers the numbers of views.
const PLACES: usize = 2_048;

/// The numbers of the texts of each key; what is missing has number 0.
#[derive(Clone)]
pub(super) struct Coded(Vec<Arc<RwLock<Texts>>>);

/// Texts by number, and back.
#[derive(Default)]
struct Texts {
    texts: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl Lowering<'_> {
    /// How to code the keys of a grouping; none where they are no texts or there may be many.
    pub(super) fn coded(
        &self,
        aggregate: &Aggregate,
        keys: &[Tree],
    ) -> Result<Option<Coded>, Fault> {
        if self.is_dry || keys.len() != KEYS {
            return Ok(None);
        }
        let mut names = Vec::with_capacity(keys.len());
        let mut table = None;
        for key in keys {
            let Tree::Column(column) = key else {
                return Ok(None);
            };
            let Some((scan, name)) = origin(&aggregate.input, column) else {
                return Ok(None);
            };
            table = Some(scan);
            names.push(name);
        }
        let Some(scan) = table else {
            return Ok(None);
        };
        let rows = self.sizes.of_table(scan.table_name.table()).unwrap_or(0);
        if rows < FEWEST_ROWS {
            return Ok(None);
        }
        let middle = i64::try_from(rows / 2).unwrap_or(0);
        let columns: Vec<Expr> = names
            .iter()
            .map(|name| Expr::Column(name.as_str().into()))
            .collect();
        let mut frame = self.rows_of(scan)?.select(columns);
        let is_text = |(_, data_type): (_, &DataType)| *data_type == DataType::String;
        if !frame.collect_schema()?.iter().all(is_text) {
            return Ok(None);
        }
        let seen = collect(frame.slice(middle, LOOKED_AT))?;
        for column in seen.columns() {
            if column.n_unique()? > MOST_TEXTS {
                return Ok(None);
            }
        }
        let texts = keys.iter().map(|_| Arc::default());
        Ok(Some(Coded(texts.collect())))
    }
}

/// The scan that a column comes from, and its name there, through steps that keep it as it is.
fn origin<'a>(part: &'a LogicalPlan, column: &Named) -> Option<(&'a TableScan, String)> {
    match part {
        LogicalPlan::TableScan(scan) => Some((scan, column.name.clone())),
        LogicalPlan::Filter(filter) => origin(&filter.input, column),
        LogicalPlan::SubqueryAlias(alias) => {
            let at = alias.schema.index_of_column(column).ok()?;
            let (table, field) = alias.input.schema().qualified_field(at);
            origin(&alias.input, &Named::new(table.cloned(), field.name()))
        }
        LogicalPlan::Projection(projection) => {
            let at = projection.schema.index_of_column(column).ok()?;
            let mut expr = projection.expr.get(at)?;
            while let Tree::Alias(alias) = expr {
                expr = &alias.expr;
            }
            match expr {
                Tree::Column(inner) => origin(&projection.input, inner),
                _ => None,
            }
        }
        _ => None,
    }
}

impl Coded {
    /// One number for the texts of all keys.
    pub(super) fn number(&self, keys: Vec<Expr>) -> Expr {
        let all = self.0.clone();
        rows(keys, DataType::UInt64, move |columns| {
            let mut numbers = vec![0_u64; columns[0].len()];
            for (column, texts) in columns.iter().zip(&all) {
                let missing = column.is_null();
                let has_missing = column.null_count() > 0;
                let is_missing = |at| has_missing && missing.get(at).unwrap_or(false);
                let mut at = 0;
                for array in column.str()?.downcast_iter() {
                    let views = array.views().iter().enumerate();
                    let views =
                        views.map(|(row, view)| (!is_missing(at + row)).then(|| view.as_u128()));
                    let part = &mut numbers[at..at + array.len()];
                    add_numbers(part, views, &|row| array.value(row), texts)?;
                    at += array.len();
                }
            }
            Ok(UInt64Chunked::from_vec(PlSmallStr::EMPTY, numbers).into_series())
        })
    }

    /// The texts of each key again, from the number for all keys.
    pub(super) fn texts(&self, number: &Expr) -> Vec<Expr> {
        let keys = 0..self.0.len();
        keys.map(|key| self.text(key, number.clone())).collect()
    }

    fn text(&self, key: usize, number: Expr) -> Expr {
        let known = self.0.get(key).cloned().unwrap_or_default();
        let shift = 32 * (self.0.len().saturating_sub(key + 1));
        rows(vec![number], DataType::String, move |columns| {
            let known = known.read().unwrap_or_else(PoisonError::into_inner);
            let text = |number: u64| {
                let at = usize::try_from(number >> shift & u64::from(u32::MAX)).ok()?;
                known.texts.get(at.checked_sub(1)?).map(AsRef::as_ref)
            };
            let numbers = columns[0].u64()?.iter();
            let texts: StringChunked = numbers.map(|number| text(number?)).collect();
            Ok(texts.into_series())
        })
    }
}

/// Appends the numbers of texts to the numbers of the keys before. Within one array equal views
/// are equal texts, and most rows repeat a view that was met before.
fn add_numbers<'a>(
    numbers: &mut [u64],
    views: impl Iterator<Item = Option<u128>>,
    text: &dyn Fn(usize) -> &'a str,
    texts: &RwLock<Texts>,
) -> PolarsResult<()> {
    let mut met = vec![(0_u128, 0_u32); PLACES];
    let mut rest: PlHashMap<u128, u32> = PlHashMap::default();
    for (row, (number, view)) in numbers.iter_mut().zip(views).enumerate() {
        let code = match view {
            None => 0,
            Some(view) => {
                let place = &mut met[place_of(view)];
                if place.0 != view || place.1 == 0 {
                    let code = match rest.get(&view) {
                        Some(code) => *code,
                        None => number_of(text(row), texts)?,
                    };
                    rest.insert(view, code);
                    *place = (view, code);
                }
                place.1
            }
        };
        *number = *number << 32 | u64::from(code);
    }
    Ok(())
}

/// Where the number of a view is remembered.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a hash, and fewer places than 32 bits tell apart"
)]
fn place_of(view: u128) -> usize {
    let folded = (view as u64) ^ ((view >> 64) as u64).rotate_left(29);
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as usize % PLACES
}

/// The number of a text, from 1 on; a new one when it was not met before.
fn number_of(text: &str, texts: &RwLock<Texts>) -> PolarsResult<u32> {
    let known = texts.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(number) = known.numbers.get(text) {
        return Ok(*number);
    }
    drop(known);
    let mut texts = texts.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(number) = texts.numbers.get(text) {
        return Ok(*number);
    }
    let number = u32::try_from(texts.texts.len() + 1)
        .map_err(|_| polars_err!(ComputeError: "too many texts"))?;
    let text: Arc<str> = text.into();
    texts.texts.push(Arc::clone(&text));
    texts.numbers.insert(text, number);
    Ok(number)
}
