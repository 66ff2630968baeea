//! Who filters whom: a selection on a tile becomes a clause; a clause narrows every other tile
//! that has its field, unless the page says otherwise for the pair.

use model::{DataType, Effect, Field, Filter, Page, Picked, TileId, Value};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One selection of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Clause {
    /// The tile where it was made.
    pub tile: TileId,
    /// The table or cell that this tile reads.
    pub source: String,
    /// The column that it is about.
    pub field: String,
    pub picked: Picked,
}

/// A clause that acts now, with what it stands for at this moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Active {
    #[serde(flatten)]
    pub clause: Clause,
    /// The conditions; none when there is a problem.
    pub filters: Vec<Filter>,
    /// Why it stands for nothing, in words.
    pub problem: Option<String>,
    /// Of the largest members: how many there are, those left out too.
    pub members: Option<u64>,
    /// It is the workbook's choice; nobody has chosen anything else in this session.
    pub is_default: bool,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
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
    active: &'a [Active],
    effect: Effect,
) -> impl Iterator<Item = &'a Active> {
    active.iter().filter(move |one| {
        let from = &one.clause.tile;
        from != tile && page.tile(from).is_some() && page.effect(from, tile) == effect
    })
}

/// What clauses do to a tile. A clause about other data narrows it when it has a field of the same
/// name and of a comparable type; otherwise that is said.
pub fn narrowing<'a>(active: impl Iterator<Item = &'a Active>, reads: Reads<'_>) -> Narrowing {
    let mut narrowing = Narrowing::default();
    for one in active {
        match filters_on(one, reads) {
            Ok(filters) => narrowing.filters.extend(filters),
            Err(because) => narrowing.skipped.push(Skipped {
                field: one.clause.field.clone(),
                because,
            }),
        }
    }
    narrowing
}

/// The conditions of a clause, by the name that its column has in other data.
fn filters_on(one: &Active, reads: Reads<'_>) -> Result<Vec<Filter>, String> {
    let name = &one.clause.field;
    let lower = name.to_lowercase();
    let exact = reads.fields.iter().find(|field| field.name == *name);
    let field = exact.or_else(|| {
        let mut fields = reads.fields.iter();
        fields.find(|field| field.name.to_lowercase() == lower)
    });
    let field = field.ok_or_else(|| format!("{} has no column {name}", reads.source))?;
    if let Some(problem) = &one.problem {
        return Err(problem.clone());
    }
    if !one.filters.iter().all(|filter| can_compare(field, filter)) {
        return Err(format!(
            "{} is of another type in {}",
            field.name, reads.source
        ));
    }
    let named = |filter: &Filter| Filter {
        field: field.name.clone(),
        ..filter.clone()
    };
    Ok(one.filters.iter().map(named).collect())
}

/// Whether values of a condition can meet values of a column.
fn can_compare(field: &Field, filter: &Filter) -> bool {
    let fits = |value: &Value| match value {
        Value::Null => true,
        Value::Boolean(_) => field.data_type == DataType::Boolean,
        Value::Integer(_) | Value::Float(_) | Value::Decimal(_) => field.data_type.is_numeric(),
        Value::Text(_) => {
            field.data_type == DataType::Text || filter.compare == model::Compare::Contains
        }
        Value::Date(_) | Value::DateTime(_) => field.data_type.is_temporal(),
        Value::List(_) => false,
    };
    match &filter.value {
        Value::List(values) => values.iter().all(fits),
        value => fits(value),
    }
}
