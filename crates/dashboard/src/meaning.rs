//! What a clause stands for: marks become values or ranges, days relative to today become days.
//! Which members are the largest is known to the engine alone.

mod period;
mod relative;

use jiff::Zoned;
use model::{Compare, Field, Filter, Picked, Value};

use crate::select::Clause;

/// What decides the meaning of a clause besides itself.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// The present moment in the zone in which days are counted.
    pub now: &'a Zoned,
    /// The column of the clause, when it is known.
    pub field: Option<&'a Field>,
}

/// The conditions that a clause stands for. The largest members have none here.
///
/// # Errors
/// In words, why what was picked is no condition.
pub fn filters_of(clause: &Clause, moment: Moment<'_>) -> Result<Vec<Filter>, String> {
    let filter = |compare, value| Filter {
        field: clause.field.clone(),
        compare,
        value,
    };
    let half_open = |(from, to)| {
        vec![
            filter(Compare::GreaterOrEqual, from),
            filter(Compare::Less, to),
        ]
    };
    match &clause.picked {
        Picked::Filters { filters } => {
            if filters.iter().any(|one| one.field != clause.field) {
                return Err(format!("a condition is not about {}", clause.field));
            }
            Ok(filters.clone())
        }
        Picked::Relative { range } => {
            let data_type = moment.field.map(|field| &field.data_type);
            relative::span(*range, moment.now, data_type).map(half_open)
        }
        Picked::Top { top, figure } => {
            if top.count == 0 || top.others || figure.aggregate.is_none() {
                return Err("the largest need a number of them and a figure".to_owned());
            }
            Ok(Vec::new())
        }
        Picked::Picks { picks } => {
            let parts = picks.iter().flat_map(|pick| &pick.of);
            let is_empty =
                parts.clone().count() == 0 || parts.clone().any(|part| part.values.is_empty());
            let is_topped = parts.into_iter().any(|part| part.pill.top.is_some());
            if is_empty || is_topped {
                return Err("nothing was picked".to_owned());
            }
            Ok(Vec::new())
        }
        Picked::Marks { values, .. } if values.is_empty() => Err("nothing was picked".to_owned()),
        Picked::Marks {
            values,
            unit: None,
            bin_width: None,
        } => Ok(vec![filter(Compare::In, Value::List(values.clone()))]),
        Picked::Marks { values, .. } if values.iter().all(|value| *value == Value::Null) => {
            Ok(vec![filter(Compare::IsNull, Value::Null)])
        }
        Picked::Marks { values, .. } if values.contains(&Value::Null) => Err(format!(
            "rows without {} and a range of it cannot be picked together",
            clause.field
        )),
        Picked::Marks {
            values,
            unit: Some(unit),
            ..
        } => period::span(values, *unit).map(half_open),
        Picked::Marks {
            values,
            bin_width: Some(width),
            ..
        } => period::bins(values, width).map(half_open),
    }
}
