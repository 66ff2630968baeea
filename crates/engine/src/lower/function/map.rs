//! Maps: lists of structures with a key and a value.

use polars::prelude::*;

use super::list::items_of;
use super::{Call, Collect, rows};
use crate::error::raise;
use crate::fault::Fault;
use crate::lower::node::idx;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    Ok(Some(match call.name {
        "map" => of_lists(call)?,
        "map_from_entries" => part_of_each(call, renamed)?,
        "map_entries" => call.arg(0)?,
        "map_keys" => part_of_each(call, |entries| part(entries, 0))?,
        "map_values" => part_of_each(call, |entries| part(entries, 1))?,
        "map_extract" => found(call, 0, |places, values| {
            let first = places.first().copied();
            let places: IdxCa = first.map(idx).into_iter().map(Some).collect();
            Ok(Some(values.take(&places)?))
        })?,
        "element_at" if parts(&call.types[0]).is_some() => value_of(call)?,
        "element_at" => {
            let list = call.arg(0)?;
            let place = call.whole_arg(1)?;
            let from_zero = when(place.clone().gt(lit(0)))
                .then(place.clone() - lit(1))
                .otherwise(
                    when(place.clone().lt(lit(0)))
                        .then(place)
                        .otherwise(lit(NULL)),
                );
            list.list().get(from_zero, true)
        }
        "map_contains" => found(call, 0, |places, _| Ok(Some(!places.is_empty())))?,
        "map_contains_value" => found(call, 1, |places, _| Ok(Some(!places.is_empty())))?,
        "map_concat" => concat(call)?,
        _ => return Ok(None),
    }))
}

/// The types of keys and values.
pub(crate) fn parts(data_type: &DataType) -> Option<(&DataType, &DataType)> {
    let DataType::List(entry) = data_type else {
        return None;
    };
    match entry.as_ref() {
        DataType::Struct(fields) => match fields.as_slice() {
            [key, value] if key.name() == "key" && value.name() == "value" => {
                Some((key.dtype(), value.dtype()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The keys or the values of entries.
fn part(entries: &Series, at: usize) -> PolarsResult<Series> {
    let fields = entries.struct_()?.fields_as_series();
    fields
        .get(at)
        .cloned()
        .ok_or_else(|| polars_err!(ComputeError: "an entry without a value"))
}

fn entries_of(keys: Series, values: Series) -> PolarsResult<Series> {
    let (keys, values) = (
        keys.with_name("key".into()),
        values.with_name("value".into()),
    );
    let count = keys.len();
    let both = StructChunked::from_series(PlSmallStr::EMPTY, count, [keys, values].iter())?;
    Ok(both.into_series())
}

fn renamed(entries: &Series) -> PolarsResult<Series> {
    entries_of(part(entries, 0)?, part(entries, 1)?)
}

fn of_lists(call: &Call<'_>) -> Result<Expr, Fault> {
    let to = call.to.clone();
    let args = vec![call.arg(0)?, call.arg(1)?];
    Ok(rows(args, to.clone(), move |columns| {
        let (keys, values) = (items_of(columns[0].list()?)?, items_of(columns[1].list()?)?);
        let mut maps: Vec<Option<Series>> = Vec::with_capacity(keys.len());
        for pair in keys.into_iter().zip(values) {
            let (Some(keys), Some(values)) = pair else {
                maps.push(None);
                continue;
            };
            if keys.len() != values.len() || keys.null_count() > 0 {
                return Err(raise(
                    "SQL_VALUE",
                    "A map is made of as many keys as values, and no key is null.",
                ));
            }
            maps.push(Some(entries_of(keys, values)?));
        }
        Series::collected(maps, &to)
    }))
}

/// A list made of the entries of each map.
fn part_of_each(
    call: &Call<'_>,
    made: impl Fn(&Series) -> PolarsResult<Series> + Send + Sync + 'static,
) -> Result<Expr, Fault> {
    let to = call.to.clone();
    Ok(rows(vec![call.arg(0)?], to.clone(), move |columns| {
        let maps = items_of(columns[0].list()?)?;
        let mut lists: Vec<Option<Series>> = Vec::with_capacity(maps.len());
        for entries in &maps {
            lists.push(match entries {
                Some(entries) => Some(made(entries)?),
                None => None,
            });
        }
        Series::collected(lists, &to)
    }))
}

/// What is made of the places at which a map has the key, or value, of the second argument.
fn found<T>(
    call: &Call<'_>,
    at: usize,
    made: impl Fn(&[usize], &Series) -> PolarsResult<Option<T>> + Send + Sync + 'static,
) -> Result<Expr, Fault>
where
    T: 'static,
    Series: Collect<T>,
{
    let Some((key, value)) = parts(&call.types[0]) else {
        return Err(call.refused("of something that is not a map"));
    };
    let wanted = if at == 0 { key } else { value };
    let to = call.to.clone();
    let args = vec![call.arg(0)?, call.arg(1)?.cast(wanted.clone())];
    Ok(rows(args, to.clone(), move |columns| {
        let maps = items_of(columns[0].list()?)?;
        let mut values = Vec::with_capacity(maps.len());
        for (row, entries) in maps.iter().enumerate() {
            let Some(entries) = entries else {
                values.push(None);
                continue;
            };
            let places = places_of(&part(entries, at)?, &columns[1].slice(as_start(row), 1))?;
            values.push(made(&places, &part(entries, 1)?)?);
        }
        Series::collected(values, &to)
    }))
}

/// The value of a key, whatever its type is.
fn value_of(call: &Call<'_>) -> Result<Expr, Fault> {
    let Some((key, _)) = parts(&call.types[0]) else {
        return Err(call.refused("of something that is not a map"));
    };
    let to = call.to.clone();
    let args = vec![call.arg(0)?, call.arg(1)?.cast(key.clone())];
    Ok(rows(args, to.clone(), move |columns| {
        let maps = items_of(columns[0].list()?)?;
        let mut values = Series::new_empty(PlSmallStr::EMPTY, &to);
        for (row, entries) in maps.iter().enumerate() {
            let mut value = Series::full_null(PlSmallStr::EMPTY, 1, &to);
            if let Some(entries) = entries {
                let wanted = columns[1].slice(as_start(row), 1);
                if let Some(first) = places_of(&part(entries, 0)?, &wanted)?.first() {
                    value = part(entries, 1)?.slice(as_start(*first), 1).cast(&to)?;
                }
            }
            values.append(&value.with_name(PlSmallStr::EMPTY))?;
        }
        Ok(values)
    }))
}

fn as_start(row: usize) -> i64 {
    i64::try_from(row).unwrap_or(i64::MAX)
}

/// The places of a column that equal the one value of another.
fn places_of(column: &Series, wanted: &Series) -> PolarsResult<Vec<usize>> {
    let is_same = column.equal(wanted)?;
    let places = is_same.iter().enumerate();
    Ok(places
        .filter(|(_, same)| *same == Some(true))
        .map(|(place, _)| place)
        .collect())
}

fn concat(call: &Call<'_>) -> Result<Expr, Fault> {
    let to = call.to.clone();
    let args = vec![call.arg(0)?, call.arg(1)?.cast(call.types[0].clone())];
    Ok(rows(args, to.clone(), move |columns| {
        let (left, right) = (items_of(columns[0].list()?)?, items_of(columns[1].list()?)?);
        let mut maps: Vec<Option<Series>> = Vec::with_capacity(left.len());
        for pair in left.into_iter().zip(right) {
            maps.push(match pair {
                (Some(left), Some(right)) => Some(joined(&left, &right)?),
                (known, None) | (None, known) => known,
            });
        }
        Series::collected(maps, &to)
    }))
}

/// The entries of one map, with values of the other, and behind them those that it adds.
fn joined(left: &Series, right: &Series) -> PolarsResult<Series> {
    let (mut keys, mut values) = (part(left, 0)?, part(left, 1)?);
    let (more_keys, more_values) = (part(right, 0)?, part(right, 1)?);
    let count = keys.len();
    let mut places: Vec<IdxSize> = (0..count).map(idx).collect();
    for at in 0..more_keys.len() {
        let wanted = more_keys.slice(as_start(at), 1);
        match places_of(&keys, &wanted)?.first() {
            Some(known) if *known < count => places[*known] = idx(count + at),
            _ => places.push(idx(count + at)),
        }
    }
    keys.append(&more_keys.with_name(keys.name().clone()))?;
    values.append(&more_values.with_name(values.name().clone()))?;
    let places = IdxCa::from_vec(PlSmallStr::EMPTY, places);
    entries_of(keys.take(&places)?, values.take(&places)?)
}
