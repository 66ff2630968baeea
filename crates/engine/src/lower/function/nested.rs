//! Casts from and to lists, structures and maps.

mod read;
mod write;

use std::cell::RefCell;

use polars::prelude::*;

use super::{Call, map, rows};
use crate::error::raise_at;
use crate::fault::Fault;
use crate::lower::cast;
use crate::lower::label::Label;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    let is_try = match call.name {
        plan::CAST => false,
        plan::TRY_CAST => true,
        _ => return Ok(None),
    };
    let (to, label) = (call.to.clone(), call.label.clone());
    if !is_possible(&call.types[0], &to) {
        let message = format!(
            "`{label}` is {}, which cannot become {}. Take its parts: l[1], s.a or unnest(l).",
            cast::words(&call.types[0]),
            cast::words(&to)
        );
        return Err(Fault::value("SQL_TYPES", &message).at(label.place()));
    }
    Ok(Some(rows(
        vec![call.arg(0)?],
        call.to.clone(),
        move |columns| {
            let mut misfits = Misfits::default();
            let values = converted(&columns[0], &to, &mut misfits)?;
            if !is_try {
                misfits.refuse(&label, &to)?;
            }
            Ok(values)
        },
    )))
}

fn is_possible(from: &DataType, to: &DataType) -> bool {
    use DataType as D;
    match (from, to) {
        (D::Null, _) | (D::List(_) | D::Struct(_), D::String) => true,
        (D::String, to) if to.is_nested() => true,
        (D::List(from), D::List(to)) => is_possible(from, to),
        (D::Struct(from), D::Struct(to)) => to.iter().all(|field| {
            let same = from
                .iter()
                .find(|known| is_same(known.name(), field.name()));
            same.is_none_or(|same| is_possible(same.dtype(), field.dtype()))
        }),
        (from, to) => from == to || cast::is_possible(from, to),
    }
}

/// Values that do not fit, as they are shown.
#[derive(Default)]
struct Misfits {
    shown: Vec<String>,
    count: usize,
}

impl Misfits {
    fn add(&mut self, value: &str) {
        const SHOWN: usize = 3;
        self.count += 1;
        if self.shown.len() < SHOWN {
            self.shown.push(value.chars().take(60).collect());
        }
    }

    fn refuse(&self, label: &Label, to: &DataType) -> PolarsResult<()> {
        if self.count == 0 {
            return Ok(());
        }
        let message = format!(
            "`{label}` has values that do not become {}: {}. Use TRY_CAST to turn such values into missing ones.",
            cast::words(to),
            self.shown.join(", ")
        );
        Err(raise_at(label.place(), "SQL_CAST", &message))
    }
}

fn converted(before: &Series, to: &DataType, misfits: &mut Misfits) -> PolarsResult<Series> {
    use DataType as D;
    if before.dtype() == to {
        return Ok(before.clone());
    }
    let after = match (before.dtype(), to) {
        (D::Null, _) => Series::full_null(PlSmallStr::EMPTY, before.len(), to),
        (D::List(_) | D::Struct(_), D::String) => write::texts(before)?.into_series(),
        (D::String, D::List(_) | D::Struct(_)) => read::values(before.str()?, to, misfits)?,
        (D::List(_), D::List(item)) => {
            let misfits = RefCell::new(misfits);
            let of_items = |items: Series| converted(&items, item, &mut misfits.borrow_mut());
            before.list()?.apply_to_inner(&of_items)?.into_series()
        }
        (D::Struct(_), D::Struct(wanted)) => {
            let known = before.struct_()?.fields_as_series();
            let mut fields = Vec::with_capacity(wanted.len());
            for field in wanted {
                let same = known
                    .iter()
                    .find(|known| is_same(known.name(), field.name()));
                let values = match same {
                    Some(values) => converted(values, field.dtype(), misfits)?,
                    None => Series::full_null(PlSmallStr::EMPTY, before.len(), field.dtype()),
                };
                fields.push(values.with_name(field.name().clone()));
            }
            structures(&fields, &before.is_not_null())?
        }
        _ => fitted(before, to, misfits)?,
    };
    Ok(after.with_name(before.name().clone()))
}

/// Values that are not nested.
fn fitted(before: &Series, to: &DataType, misfits: &mut Misfits) -> PolarsResult<Series> {
    let after = cast::fitted(before, to)?;
    if after.null_count() > before.null_count() {
        for lost in cast::lost(before, &after)? {
            misfits.add(&lost);
        }
    }
    Ok(after)
}

/// Structures of these fields, missing where they are not there.
fn structures(fields: &[Series], there: &BooleanChunked) -> PolarsResult<Series> {
    let made = StructChunked::from_series(PlSmallStr::EMPTY, there.len(), fields.iter())?;
    if there.all() {
        return Ok(made.into_series());
    }
    let validity = there.rechunk().downcast_as_array().values().clone();
    Ok(made.with_outer_validity(Some(validity)).into_series())
}

/// Names of fields are found as names of columns are.
fn is_same(known: &str, wanted: &str) -> bool {
    known == wanted || known.to_lowercase() == wanted.to_lowercase()
}
