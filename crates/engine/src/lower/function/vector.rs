//! Lists of numbers as vectors, and what statistics say of the items of a list.

use polars::prelude::*;

use super::list::items_of;
use super::{Call, Collect, rows};
use crate::error::raise;
use crate::fault::Fault;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    Ok(Some(match call.name {
        "list_dot_product" => of_two(call, |left, right| Some(dot(left, right)))?,
        "list_distance" => of_two(call, |left, right| {
            let squares = left.iter().zip(right).map(|(a, b)| (a - b).powi(2));
            Some(squares.sum::<f64>().sqrt())
        })?,
        "list_cosine_similarity" => of_two(call, cosine)?,
        "list_cosine_distance" => of_two(call, |left, right| {
            cosine(left, right).map(|cosine| 1.0 - cosine)
        })?,
        "list_stddev_samp" => measured(call, |items| spread(items, 1).map(f64::sqrt))?,
        "list_stddev_pop" => measured(call, |items| spread(items, 0).map(f64::sqrt))?,
        "list_var_samp" => measured(call, |items| spread(items, 1))?,
        "list_var_pop" => measured(call, |items| spread(items, 0))?,
        "list_bool_and" => judged(call, false)?,
        "list_bool_or" => judged(call, true)?,
        _ => return Ok(None),
    }))
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

/// The cosine of the angle between two vectors; none where one has no length.
fn cosine(left: &[f64], right: &[f64]) -> Option<f64> {
    let lengths = (dot(left, left) * dot(right, right)).sqrt();
    (lengths > 0.0).then(|| (dot(left, right) / lengths).clamp(-1.0, 1.0))
}

/// The variance; none of too few numbers.
#[expect(clippy::cast_precision_loss, reason = "lists are far below 2^52 items")]
fn spread(items: &[f64], less: usize) -> Option<f64> {
    let count = items.len().checked_sub(less).filter(|count| *count > 0)?;
    let mean = items.iter().sum::<f64>() / items.len() as f64;
    let squares: f64 = items.iter().map(|item| (item - mean).powi(2)).sum();
    Some(squares / count as f64)
}

fn doubles(call: &Call<'_>, at: usize) -> Result<Expr, Fault> {
    let of_numbers = match &call.types[at] {
        DataType::List(item) => item.is_numeric() || item.is_decimal() || item.is_null(),
        _ => false,
    };
    if !of_numbers {
        return Err(call.refused("of items that are not numbers"));
    }
    Ok(call
        .arg(at)?
        .cast(DataType::List(Box::new(DataType::Float64))))
}

fn of_two(call: &Call<'_>, function: fn(&[f64], &[f64]) -> Option<f64>) -> Result<Expr, Fault> {
    let name = call.name.to_owned();
    let args = vec![doubles(call, 0)?, doubles(call, 1)?];
    Ok(rows(args, DataType::Float64, move |columns| {
        let (left, right) = (items_of(columns[0].list()?)?, items_of(columns[1].list()?)?);
        let mut values: Vec<Option<f64>> = Vec::with_capacity(left.len());
        for pair in left.iter().zip(&right) {
            let (Some(left), Some(right)) = pair else {
                values.push(None);
                continue;
            };
            let has_gaps = left.null_count() + right.null_count() > 0;
            if left.len() != right.len() || has_gaps {
                return Err(raise(
                    "SQL_VALUE",
                    &format!("{name}() takes two equally long lists without nulls."),
                ));
            }
            let numbers = |items: &Series| -> PolarsResult<Vec<f64>> {
                Ok(items.f64()?.iter().flatten().collect())
            };
            values.push(function(&numbers(left)?, &numbers(right)?));
        }
        Series::collected(values, &DataType::Float64)
    }))
}

fn measured(call: &Call<'_>, function: fn(&[f64]) -> Option<f64>) -> Result<Expr, Fault> {
    Ok(rows(
        vec![doubles(call, 0)?],
        DataType::Float64,
        move |columns| {
            let lists = columns[0].list()?;
            let mut values: Vec<Option<f64>> = Vec::with_capacity(lists.len());
            for items in lists.amortized_iter() {
                values.push(match items {
                    Some(items) => {
                        let known: Vec<f64> = items.as_ref().f64()?.iter().flatten().collect();
                        function(&known)
                    }
                    None => None,
                });
            }
            Series::collected(values, &DataType::Float64)
        },
    ))
}

/// Whether all items are true, or any; missing where none is known.
fn judged(call: &Call<'_>, any: bool) -> Result<Expr, Fault> {
    let truths = call
        .arg(0)?
        .cast(DataType::List(Box::new(DataType::Boolean)));
    Ok(rows(vec![truths], DataType::Boolean, move |columns| {
        let lists = columns[0].list()?;
        let mut judged: Vec<Option<bool>> = Vec::with_capacity(lists.len());
        for items in lists.amortized_iter() {
            judged.push(match items {
                Some(items) => {
                    let items = items.as_ref();
                    let mut known = items.bool()?.iter().flatten().peekable();
                    known.peek().is_some().then(|| {
                        if any {
                            known.any(|truth| truth)
                        } else {
                            known.all(|truth| truth)
                        }
                    })
                }
                None => None,
            });
        }
        Series::collected(judged, &DataType::Boolean)
    }))
}

#[cfg(test)]
mod tests {
    use super::{cosine, spread};

    #[test]
    fn vectors_have_angles_and_numbers_spread() {
        assert_eq!(cosine(&[1.0, 0.0], &[0.0, 1.0]), Some(0.0));
        assert_eq!(cosine(&[0.0], &[1.0]), None);
        assert_eq!(spread(&[1.0, 2.0, 3.0], 1), Some(1.0));
        assert_eq!(spread(&[1.0], 1), None);
    }
}
