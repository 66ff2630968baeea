//! Who filters whom: a selection on a tile becomes a clause; a clause narrows every other tile
//! that has its field, unless the page says otherwise for the pair.

mod period;

use model::{Compare, DataType, Effect, Field, Filter, Page, TileId, TimeUnit, Value};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One active selection of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// The tile where it was made.
    pub tile: TileId,
    /// The table or cell that this tile reads.
    pub source: String,
    /// The column that it is about.
    pub field: String,
    pub picked: Picked,
}

/// What was picked of a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum Picked {
    /// Marks of a chart: values of a dimension. With a time unit or a bin width they are the
    /// beginnings of periods or bins, and what is picked reaches from the first to the last.
    Marks {
        values: Vec<Value>,
        #[serde(default)]
        unit: Option<TimeUnit>,
        /// Decimal text.
        #[serde(default)]
        bin_width: Option<String>,
    },
    /// Conditions from a control; all of them are about the clause's field.
    Filters { filters: Vec<Filter> },
}

/// What a tile reads.
#[derive(Debug, Clone, Copy)]
pub struct Reads<'tile> {
    /// Table or cell, by name.
    pub source: &'tile str,
    pub fields: &'tile [Field],
}

/// What the clauses of a page do to one tile.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Narrowing {
    /// Added to the tile's question.
    pub filters: Vec<Filter>,
    /// Clauses whose field the tile does not have.
    pub skipped: Vec<Skipped>,
}

/// A clause that cannot narrow a tile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Skipped {
    pub field: String,
    /// In words, for the tile.
    pub because: String,
}

/// The clauses that act on `tile` in this way: everyone's but its own, so that a tile keeps
/// showing what else could be picked.
pub fn clauses_for<'a>(
    page: &'a Page,
    tile: &'a TileId,
    active: &'a [Clause],
    effect: Effect,
) -> impl Iterator<Item = &'a Clause> {
    active.iter().filter(move |clause| {
        clause.tile != *tile
            && page.tile(&clause.tile).is_some()
            && page.effect(&clause.tile, tile) == effect
    })
}

/// What clauses do to a tile. A clause about other data narrows it when it has a field of the same
/// name and of a comparable type; otherwise that is said.
pub fn narrowing<'a>(clauses: impl Iterator<Item = &'a Clause>, reads: Reads<'_>) -> Narrowing {
    let mut narrowing = Narrowing::default();
    for clause in clauses {
        let lower = clause.field.to_lowercase();
        let exact = reads.fields.iter().find(|field| field.name == clause.field);
        let field = exact.or_else(|| {
            let mut fields = reads.fields.iter();
            fields.find(|field| field.name.to_lowercase() == lower)
        });
        let skip = |because: String| Skipped {
            field: clause.field.clone(),
            because,
        };
        let Some(field) = field else {
            let because = format!("{} has no column {}", reads.source, clause.field);
            narrowing.skipped.push(skip(because));
            continue;
        };
        let filters = match filters_of(clause) {
            Ok(filters) => filters,
            Err(because) => {
                narrowing.skipped.push(skip(because));
                continue;
            }
        };
        if !filters.iter().all(|filter| can_compare(field, filter)) {
            let because = format!("{} is of another type in {}", field.name, reads.source);
            narrowing.skipped.push(skip(because));
            continue;
        }
        narrowing
            .filters
            .extend(filters.into_iter().map(|filter| Filter {
                field: field.name.clone(),
                ..filter
            }));
    }
    narrowing
}

/// The conditions that a clause stands for.
///
/// # Errors
/// In words, why what was picked is no condition.
pub fn filters_of(clause: &Clause) -> Result<Vec<Filter>, String> {
    let filter = |compare, value| Filter {
        field: clause.field.clone(),
        compare,
        value,
    };
    match &clause.picked {
        Picked::Filters { filters } => {
            if filters.iter().any(|one| one.field != clause.field) {
                return Err(format!("a condition is not about {}", clause.field));
            }
            Ok(filters.clone())
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
            unit,
            bin_width,
        } => {
            let (from, to) = match (unit, bin_width) {
                (Some(unit), _) => period::span(values, *unit)?,
                (None, Some(width)) => period::bins(values, width)?,
                (None, None) => return Ok(Vec::new()),
            };
            Ok(vec![
                filter(Compare::GreaterOrEqual, from),
                filter(Compare::Less, to),
            ])
        }
    }
}

/// Whether values of a condition can meet values of a column.
fn can_compare(field: &Field, filter: &Filter) -> bool {
    let fits = |value: &Value| match value {
        Value::Null => true,
        Value::Boolean(_) => field.data_type == DataType::Boolean,
        Value::Integer(_) | Value::Float(_) | Value::Decimal(_) => field.data_type.is_numeric(),
        Value::Text(_) => field.data_type == DataType::Text || filter.compare == Compare::Contains,
        Value::Date(_) | Value::DateTime(_) => field.data_type.is_temporal(),
        Value::List(_) => false,
    };
    match &filter.value {
        Value::List(values) => values.iter().all(fits),
        value => fits(value),
    }
}
