//! Items of lists picked, put in order and put side by side.

use polars::prelude::*;

use super::list::items_of;
use super::{Call, Collect, rows};
use crate::error::raise;
use crate::fault::Fault;
use crate::lower::node::idx;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    Ok(Some(match call.name {
        "list_where" => of_pairs(call, |items, mask| {
            let mask = mask.cast(&DataType::Boolean)?;
            let mask = mask.bool()?;
            if mask.len() != items.len() {
                return Err(raise(
                    "SQL_VALUE",
                    "list_where() takes a truth for each item: both lists must be equally long.",
                ));
            }
            items.filter(mask)
        })?,
        "list_select" => of_pairs(call, |items, places| {
            let places = places.cast(&DataType::Int64)?;
            let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
            let places: IdxCa = places
                .i64()?
                .iter()
                .map(|place| {
                    let place = place?;
                    let place = if place < 0 { count + place } else { place - 1 };
                    let is_there = (0..count).contains(&place);
                    usize::try_from(place).ok().filter(|_| is_there).map(idx)
                })
                .collect();
            items.take(&places)
        })?,
        "list_any_value" => call.arg(0)?.list().drop_nulls().list().first(),
        "list_grade_up" => grade(call)?,
        "list_zip" => zip(call)?,
        _ => return Ok(None),
    }))
}

/// A list made of two lists of each row, where both are there.
fn of_pairs(
    call: &Call<'_>,
    made: impl Fn(&Series, &Series) -> PolarsResult<Series> + Send + Sync + 'static,
) -> Result<Expr, Fault> {
    let to = call.to.clone();
    let args = vec![call.arg(0)?, call.arg(1)?];
    Ok(rows(args, to.clone(), move |columns| {
        let (left, right) = (items_of(columns[0].list()?)?, items_of(columns[1].list()?)?);
        let mut lists: Vec<Option<Series>> = Vec::with_capacity(left.len());
        for pair in left.iter().zip(&right) {
            lists.push(match pair {
                (Some(left), Some(right)) => Some(made(left, right)?),
                _ => None,
            });
        }
        Series::collected(lists, &to)
    }))
}

/// The places of the items, from 1, in the order of the items.
fn grade(call: &Call<'_>) -> Result<Expr, Fault> {
    let falls = match call.literal_text(1) {
        None if call.args.len() < 2 => false,
        Some(direction) if direction.eq_ignore_ascii_case("desc") => true,
        Some(direction) if direction.eq_ignore_ascii_case("asc") => false,
        _ => return Err(call.refused("with a direction other than 'ASC' and 'DESC'")),
    };
    let to = call.to.clone();
    Ok(rows(vec![call.arg(0)?], to.clone(), move |columns| {
        let lists = columns[0].list()?;
        let mut graded: Vec<Option<Series>> = Vec::with_capacity(lists.len());
        for items in lists.amortized_iter() {
            graded.push(items.map(|items| {
                let order = SortOptions::default()
                    .with_order_descending(falls)
                    .with_nulls_last(!falls)
                    .with_maintain_order(true);
                let places = items.as_ref().arg_sort(order);
                let places: Int64Chunked = places
                    .iter()
                    .map(|place| place.map(|place| i64::from(place) + 1))
                    .collect();
                places.into_series()
            }));
        }
        Series::collected(graded, &to)
    }))
}

/// Structures of the items at one place of each list, as many as the longest list has.
fn zip(call: &Call<'_>) -> Result<Expr, Fault> {
    let to = call.to.clone();
    let DataType::List(item) = &to else {
        return Err(call.refused("of these values"));
    };
    let DataType::Struct(fields) = item.as_ref().clone() else {
        return Err(call.refused("of these values"));
    };
    let count = fields.len();
    let args = (0..count)
        .map(|at| call.arg(at))
        .collect::<Result<_, _>>()?;
    Ok(rows(args, to.clone(), move |columns| {
        let lists = columns[..count]
            .iter()
            .map(|column| items_of(column.list()?))
            .collect::<PolarsResult<Vec<_>>>()?;
        let height = columns[0].len();
        let mut zipped: Vec<Option<Series>> = Vec::with_capacity(height);
        for row in 0..height {
            let items: Vec<Option<Series>> = lists.iter().map(|list| list[row].clone()).collect();
            let mut longest: Option<usize> = None;
            for items in items.iter().flatten() {
                longest = longest.max(Some(items.len()));
            }
            let Some(longest) = longest else {
                zipped.push(None);
                continue;
            };
            let mut parts = Vec::with_capacity(count);
            for (items, field) in items.into_iter().zip(&fields) {
                let mut part = items
                    .unwrap_or_else(|| Series::new_empty(PlSmallStr::EMPTY, field.dtype()))
                    .cast(field.dtype())?
                    .with_name(field.name().clone());
                if part.len() < longest {
                    let missing = longest - part.len();
                    part = part.extend_constant(AnyValue::Null, missing)?;
                }
                parts.push(part);
            }
            let both = StructChunked::from_series(PlSmallStr::EMPTY, longest, parts.iter())?;
            zipped.push(Some(both.into_series()));
        }
        Series::collected(zipped, &to)
    }))
}
