//! Days and instants written and read by a form.

use polars::prelude::*;

use super::date::{micros, of_micros};
use super::{Call, Collect, of_texts, rows};
use crate::error::raise;
use crate::fault::Fault;
use crate::lower::calendar::{DAY, Moment};
use crate::lower::date_form::{Piece, either, percent, read, write};

/// Takes a form apart; the place that is not known as an error.
type TakeApart = fn(&str) -> Result<Vec<Piece>, String>;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    let instant = DataType::Datetime(TimeUnit::Microseconds, None);
    Ok(Some(match call.name {
        "strftime" => written(call, percent)?,
        "to_char" => written(call, either)?,
        "strptime" => parsed(call, percent, Failing::Error, &instant)?,
        "try_strptime" => parsed(call, percent, Failing::Missing, &instant)?,
        "to_timestamp" => parsed(call, either, Failing::Error, &instant)?,
        "to_date" => parsed(call, either, Failing::Error, &DataType::Date)?,
        _ => return Ok(None),
    }))
}

/// What becomes of a text that does not fit its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failing {
    Error,
    Missing,
}

fn unknown(place: &str) -> PolarsError {
    raise(
        "SQL_VALUE",
        &format!(
            "The form has the place `{place}`, which is not known. Places are %Y %m %d %H %M %S and the like, or YYYY MM DD HH24 MI SS."
        ),
    )
}

/// The last form that was taken apart: mostly it is the same in every row.
struct Known {
    take_apart: TakeApart,
    form: String,
    pieces: Vec<Piece>,
}

impl Known {
    fn new(take_apart: TakeApart) -> Self {
        Self {
            take_apart,
            form: String::new(),
            pieces: Vec::new(),
        }
    }

    fn pieces(&mut self, form: &str) -> PolarsResult<&[Piece]> {
        if self.form != form {
            self.pieces = (self.take_apart)(form).map_err(|place| unknown(&place))?;
            form.clone_into(&mut self.form);
        }
        Ok(&self.pieces)
    }
}

fn written(call: &Call<'_>, take_apart: TakeApart) -> Result<Expr, Fault> {
    if let Some(form) = call.literal_text(1) {
        take_apart(form).map_err(|place| unknown(&place))?;
    }
    let args = vec![micros(call, 0)?, call.text_arg(1)?];
    Ok(rows(args, DataType::String, move |columns| {
        let (moments, forms) = (columns[0].i64()?, columns[1].str()?);
        let mut known = Known::new(take_apart);
        let mut texts = Vec::with_capacity(moments.len());
        for (micros, form) in moments.iter().zip(forms.iter()) {
            texts.push(match (micros, form) {
                (Some(micros), Some(form)) => Some(write(known.pieces(form)?, &Moment::of(micros))),
                _ => None,
            });
        }
        Series::collected(texts, &DataType::String)
    }))
}

fn parsed(
    call: &Call<'_>,
    take_apart: TakeApart,
    failing: Failing,
    to: &DataType,
) -> Result<Expr, Fault> {
    if let Some(form) = call.literal_text(1) {
        take_apart(form).map_err(|place| unknown(&place))?;
    }
    if call.types[0] != DataType::String && call.types[0] != DataType::Null {
        return Err(call.refused("with a form, of something that is not text"));
    }
    let name = call.name.to_owned();
    let args = vec![call.text_arg(0)?, call.text_arg(1)?];
    let micros = of_texts(args, DataType::Int64, move |row| {
        let pieces = take_apart(row[1]).map_err(|place| unknown(&place))?;
        match read(&pieces, row[0]) {
            None if failing == Failing::Error => {
                let shown: String = row[0].chars().take(60).collect();
                Err(raise(
                    "SQL_CAST",
                    &format!(
                        "{name}() cannot read `{shown}` by the form `{}`. Use try_strptime() to get null instead.",
                        row[1]
                    ),
                ))
            }
            found => Ok(found),
        }
    });
    let is_day = *to == DataType::Date;
    Ok(of_micros(vec![micros], to.clone(), move |row| {
        Ok(Some(if is_day {
            row[0].div_euclid(DAY)
        } else {
            row[0]
        }))
    }))
}
