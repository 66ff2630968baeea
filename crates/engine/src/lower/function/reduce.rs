//! `list_reduce`: a function of what was made so far and of the next item, called for all lists at
//! once, one place after the other.

use arrow::datatypes::DataType as Arrow;
use datafusion_expr::Expr as Tree;
use datafusion_expr::expr::HigherOrderFunction;
use polars::prelude::*;

use super::each::{VALUE, body};
use super::rows;
use crate::fault::Fault;
use crate::lower::expr::Scope;
use crate::lower::node::idx;

/// Lowers a reduction: without a first value the first item is it, and of no item it is missing.
pub(super) fn reduced(
    scope: &Scope<'_, '_>,
    whole: &Tree,
    call: &HigherOrderFunction,
) -> Result<Expr, Fault> {
    let odd = || Fault::unsupported("list_reduce() with these arguments");
    let [list, Tree::Lambda(function), rest @ ..] = call.args.as_slice() else {
        return Err(odd());
    };
    let Arrow::List(item) = scope.arrow(list)? else {
        return Err(odd());
    };
    let so_far = scope.arrow(whole)?;
    let types = [so_far, item.data_type().clone(), Arrow::Int64];
    let body = body(scope, function, &types)?;
    let to = scope.polars(whole)?;
    let mut args = vec![scope.expr(list)?];
    let has_first = !rest.is_empty();
    for first in rest {
        args.push(scope.expr(first)?.cast(to.clone()));
    }
    args.extend(body.read.iter().map(|name| col(name.clone())));
    let wanted = to.clone();
    Ok(rows(args, to, move |columns| {
        let lists = columns[0].list()?;
        let read = &columns[if has_first { 2 } else { 1 }..];
        let lengths: Vec<usize> = lists
            .amortized_iter()
            .map(|items| items.map_or(0, |items| items.as_ref().len()))
            .collect();
        let items = lists.explode(ExplodeOptions {
            empty_as_null: false,
            keep_nulls: false,
        })?;
        let mut starts = Vec::with_capacity(lengths.len());
        let mut end = 0;
        for length in &lengths {
            starts.push(end);
            end += length;
        }
        let at_place = |place: usize| {
            let with = lengths.iter().enumerate();
            with.filter(move |(_, length)| **length > place)
                .map(|(row, _)| row)
                .collect::<Vec<usize>>()
        };
        let mut made = if has_first {
            columns[1].cast(&wanted)?
        } else {
            Series::full_null(PlSmallStr::EMPTY, lengths.len(), &wanted)
        };
        let longest = lengths.iter().copied().max().unwrap_or(0);
        for place in 0..longest {
            let active = at_place(place);
            let of_row = IdxCa::from_vec(
                PlSmallStr::EMPTY,
                active.iter().map(|row| idx(*row)).collect(),
            );
            let of_item = IdxCa::from_vec(
                PlSmallStr::EMPTY,
                active.iter().map(|row| idx(starts[*row] + place)).collect(),
            );
            let next = items.take(&of_item)?;
            let values = if place == 0 && !has_first {
                next.cast(&wanted)?
            } else {
                let places = vec![i64::try_from(place + 1).unwrap_or(0); active.len()];
                let places = Int64Chunked::from_vec(PlSmallStr::EMPTY, places).into_series();
                let before = made.take(&of_row)?;
                let mut beside = Vec::with_capacity(columns.len() + 2);
                for (name, column) in body.given.iter().zip([before, next, places]) {
                    beside.push(column.with_name(name.clone()).into_column());
                }
                for (name, column) in body.read.iter().zip(read) {
                    beside.push(column.take(&of_row)?.with_name(name.clone()).into_column());
                }
                let frame = DataFrame::new(active.len(), beside)?;
                let computed = frame.lazy().with_columns([body.value.clone()]).collect()?;
                let values = computed.column(VALUE)?.as_materialized_series();
                values.cast(&wanted)?
            };
            made = replaced(&made, &active, values)?;
        }
        // Of a list that is missing nothing is made, whatever the first value is.
        made.zip_with(
            &lists.is_not_null(),
            &Series::full_null(PlSmallStr::EMPTY, made.len(), &wanted),
        )
    }))
}

/// A column with other values in some of its rows.
fn replaced(column: &Series, rows: &[usize], values: Series) -> PolarsResult<Series> {
    let height = column.len();
    let mut places: Vec<IdxSize> = (0..height).map(idx).collect();
    for (nth, row) in rows.iter().enumerate() {
        places[*row] = idx(height + nth);
    }
    let mut both = column.clone();
    both.append(&values.with_name(column.name().clone()))?;
    both.take(&IdxCa::from_vec(PlSmallStr::EMPTY, places))
}
