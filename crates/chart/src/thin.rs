//! Which columns of a chart's rows lines are made of, so that no more of them are read than a picture
//! shows.

use model::{Field, Mark, Thinned};

use crate::compile::{Encoded, Resolved};
use crate::{field_of, is_measure};

/// How a line's rows may be thinned to some columns of pixels; none for other marks, and where
/// positions have no distances.
pub fn thinned(resolved: &Resolved, fields: &[Field], pixels: u32) -> Option<Thinned> {
    let query = resolved.query.as_ref()?;
    if resolved.mark != Mark::Line || query.keys.is_empty() {
        return None;
    }
    let encoded = |name: &str| resolved.encodings.iter().find(|one| one.column == name);
    let position = encoded(query.position.as_deref()?)?;
    if position.pill.part.is_some()
        || position.pill.top.is_some()
        || !has_distances(position, fields)
    {
        return None;
    }
    let others = query.keys.iter().filter(|key| key.name != position.column);
    let measures: Vec<&Encoded> = resolved
        .encodings
        .iter()
        .filter(|one| is_measure(&one.pill))
        .collect();
    // Error bars, points and bands stand on every position.
    if measures
        .iter()
        .any(|one| one.pill.interval || one.mark.is_some())
    {
        return None;
    }
    let are_numbers = measures.iter().all(|one| is_number(one, fields));
    are_numbers.then(|| Thinned {
        along: position.column.clone(),
        amounts: query.measures.iter().map(|one| one.name.clone()).collect(),
        split_by: others.map(|key| key.name.clone()).collect(),
        pixels,
    })
}

fn has_distances(position: &Encoded, fields: &[Field]) -> bool {
    field_of(&position.pill, fields)
        .is_some_and(|field| field.data_type.is_temporal() || field.data_type.is_numeric())
}

/// Whether the amounts of a measure can be small and large on one scale.
fn is_number(measure: &Encoded, fields: &[Field]) -> bool {
    use model::Aggregate::{First, Last, Max, Min};
    let keeps_type = matches!(measure.pill.aggregate, Some(First | Last | Min | Max));
    !keeps_type || field_of(&measure.pill, fields).is_some_and(|field| field.data_type.is_numeric())
}
