//! Columns that say where on the earth something is, by their names.

use model::{DataType, Field, Pill};

use crate::compile::is_binned;
use crate::{field_of, is_measure};

/// Whether a word of the column's name is one of these.
fn is_called(field: &Field, names: &[&str]) -> bool {
    let lower = field.name.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.any(|word| names.contains(&word))
}

pub(crate) fn is_longitude(field: &Field) -> bool {
    field.data_type.is_numeric() && is_called(field, &["longitude", "lon", "lng", "long"])
}

pub(crate) fn is_latitude(field: &Field) -> bool {
    field.data_type.is_numeric() && is_called(field, &["latitude", "lat"])
}

/// Names or ISO codes of countries.
pub(crate) fn is_country(field: &Field) -> bool {
    const NAMES: [&str; 7] = [
        "country",
        "countries",
        "countrycode",
        "nation",
        "iso2",
        "iso3",
        "iso",
    ];
    field.data_type == DataType::Text && is_called(field, &NAMES)
}

/// Whether a pill takes such a column value by value.
pub(crate) fn holds(pill: &Pill, fields: &[Field], is_place: fn(&Field) -> bool) -> bool {
    let is_plain =
        !is_measure(pill) && pill.unit.is_none() && pill.part.is_none() && !is_binned(pill);
    is_plain && field_of(pill, fields).is_some_and(is_place)
}
