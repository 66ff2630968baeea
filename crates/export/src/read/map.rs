//! Places of the rows on the map; what is not found is counted and named.

use std::collections::BTreeSet;

use chart::{Encoded, Resolved};
use model::Shelf;

use super::members::Members;
use super::value::number;
use super::{Columns, Refusal, drawn_measures, is_measure, missing, on};
use crate::figure::{CountryFigure, MapFigure, SymbolFigure};
use crate::label::{member_name, words};
use crate::text::exact;
use crate::world::world;

const MOST_SYMBOLS: usize = 2_000;
const MOST_NAMED: usize = 5;

fn nowhere(field: &str) -> Refusal {
    Refusal::Reason(format!(
        "No place of {field} is on the map. Countries are found by their English name or ISO code, other places by latitude and longitude."
    ))
}

/// The first few names and how many more there are.
fn named(names: &BTreeSet<String>, said: &str, notes: &mut Vec<String>) {
    if names.is_empty() {
        return;
    }
    let first: Vec<&str> = names.iter().take(MOST_NAMED).map(String::as_str).collect();
    let more = match names.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    notes.push(format!(
        "{} {said}: {}{more}",
        names.len(),
        first.join(", ")
    ));
}

/// Countries by their amounts.
pub(super) fn countries(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<MapFigure, Refusal> {
    let mut dimensions = resolved.encodings.iter().filter(|one| !is_measure(one));
    let member = dimensions.next().ok_or_else(missing)?;
    let measures = drawn_measures(resolved);
    let measure = measures.first().ok_or_else(missing)?;
    let names = rows.of(member).ok_or_else(missing)?;
    let amounts = rows.of(measure).ok_or_else(missing)?;
    let mut countries: Vec<CountryFigure> = Vec::new();
    let (mut unknown, mut twice) = (BTreeSet::new(), BTreeSet::new());
    for (name, amount) in names.iter().zip(amounts) {
        let name = words(name);
        match world().country(&name) {
            None => {
                unknown.insert(name);
            }
            Some(country) if countries.iter().any(|one| one.country == country) => {
                twice.insert(name);
            }
            Some(country) => countries.push(CountryFigure {
                country,
                name,
                value: number(amount),
            }),
        }
    }
    if countries.is_empty() {
        return Err(nowhere(&member.title));
    }
    named(&unknown, "places are not on the map", notes);
    named(
        &twice,
        "places have several rows, and the first is drawn",
        notes,
    );
    Ok(MapFigure {
        countries,
        symbols: Vec::new(),
        groups: Vec::new(),
        title: measure.title.clone(),
    })
}

/// Circles by longitude and latitude, or in the middle of countries.
pub(super) fn symbols(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<MapFigure, Refusal> {
    let plain = |shelf: Shelf| on(resolved, shelf).find(|one| !is_measure(one));
    let degrees = plain(Shelf::X).zip(plain(Shelf::Y));
    let country = resolved.encodings.iter().find(|one| !is_measure(one));
    let country = country.ok_or_else(missing)?;
    let measures = drawn_measures(resolved);
    let size = measures
        .first()
        .copied()
        .or_else(|| on(resolved, Shelf::Size).next());
    let color = plain(Shelf::Color).filter(|one| degrees.is_some() || one.column != country.column);
    let colors = color.map(|one| Members::of(one, rows)).transpose()?;
    let cell = |one: &Encoded, row: usize| rows.of(one).and_then(|values| values.get(row));
    let degree = |one: &Encoded, row: usize| cell(one, row).and_then(number);
    let mut symbols: Vec<SymbolFigure> = Vec::new();
    let mut unknown = BTreeSet::new();
    let (mut without, mut hidden) = (0, 0);
    for row in 0..rows.count() {
        let name = cell(country, row).map(|value| member_name(value, &country.pill));
        let name = name.unwrap_or_default();
        let at = match degrees {
            Some((x, y)) => degree(x, row).zip(degree(y, row)).filter(is_on_earth),
            None => world()
                .country(&name)
                .and_then(|at| Some(world().countries.get(at)?.at)),
        };
        match at {
            Some(_) if symbols.len() >= MOST_SYMBOLS => hidden += 1,
            Some(at) => symbols.push(SymbolFigure {
                at,
                name: match degrees {
                    Some(_) => format!("{}, {}", exact(at.1), exact(at.0)),
                    None => name,
                },
                size: size.and_then(|size| degree(size, row)),
                group: colors
                    .as_ref()
                    .and_then(|one| one.places.get(row).copied())
                    .unwrap_or(0),
            }),
            None if degrees.is_some() => without += 1,
            None => {
                unknown.insert(name);
            }
        }
    }
    if symbols.is_empty() {
        return Err(nowhere(&country.title));
    }
    if hidden > 0 {
        notes.push(format!(
            "{} of {} marks",
            symbols.len(),
            symbols.len() + hidden
        ));
    }
    named(&unknown, "places are not on the map", notes);
    if without > 0 {
        notes.push(format!(
            "{without} rows have no latitude and longitude on the earth"
        ));
    }
    Ok(MapFigure {
        countries: Vec::new(),
        symbols,
        groups: colors.map_or_else(Vec::new, |one| one.names),
        title: size.map_or_else(String::new, |one| one.title.clone()),
    })
}

fn is_on_earth((longitude, latitude): &(f64, f64)) -> bool {
    longitude.abs() <= 180.0 && latitude.abs() <= 90.0
}
