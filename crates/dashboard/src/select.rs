//! Who filters whom: a selection on a tile becomes a clause; a clause narrows every other tile
//! that has its field, unless the page says otherwise for the pair.

use model::{
    CellId, Compare, DataType, Effect, Field, Filter, Page, PageId, Pick, Picked, TileId, Value,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One selection of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Clause {
    /// The tile of this page where it was made; none for what came along from elsewhere.
    pub tile: Option<TileId>,
    /// Where it came along from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<CameFrom>,
    /// The table or cell that this tile reads.
    pub source: String,
    /// The column that it is about.
    pub field: String,
    pub picked: Picked,
}

/// Where a person came from: a chart or an answer by itself, or a tile of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CameFrom {
    pub page: Option<PageId>,
    pub tile: Option<TileId>,
    pub cell: Option<CellId>,
}

/// A clause that acts now, with what it stands for at this moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Active {
    #[serde(flatten)]
    pub clause: Clause,
    /// The conditions; none when there is a problem.
    pub filters: Vec<Filter>,
    /// The marks that are kept or left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub picks: Vec<Pick>,
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
    pub picks: Vec<Pick>,
    /// Clauses whose field the tile does not have.
    pub skipped: Vec<Skipped>,
}

impl Narrowing {
    /// Whether every row stays.
    pub fn is_empty(&self) -> bool {
        self.filters.is_empty() && self.picks.is_empty()
    }
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
    active.iter().filter(move |one| match &one.clause.tile {
        Some(from) => {
            from != tile && page.tile(from).is_some() && page.effect(from, tile) == effect
        }
        None => effect == Effect::Filter,
    })
}

/// What clauses do to a tile. A clause about other data narrows it when it has a field of the same
/// name and of a comparable type; otherwise that is said.
pub fn narrowing<'a>(active: impl Iterator<Item = &'a Active>, reads: Reads<'_>) -> Narrowing {
    let mut narrowing = Narrowing::default();
    for one in active {
        match acting_on(one, reads) {
            Ok((filters, picks)) => {
                narrowing.filters.extend(filters);
                narrowing.picks.extend(picks);
            }
            Err(because) => narrowing.skipped.push(Skipped {
                field: one.clause.field.clone(),
                because,
            }),
        }
    }
    narrowing
}

/// What a clause does, by the names that its columns have in other data.
fn acting_on(one: &Active, reads: Reads<'_>) -> Result<(Vec<Filter>, Vec<Pick>), String> {
    let field = found(&one.clause.field, reads)?;
    if let Some(problem) = &one.problem {
        return Err(problem.clone());
    }
    let mut filters = one.filters.clone();
    for filter in &mut filters {
        fits(
            field,
            &filter.value,
            filter.compare == Compare::Contains,
            reads,
        )?;
        filter.field.clone_from(&field.name);
    }
    let mut picks = one.picks.clone();
    for part in picks.iter_mut().flat_map(|pick| &mut pick.of) {
        let field = found(&part.pill.field, reads)?;
        // Parts of dates are numbers of dates.
        let is_of_date = part.pill.unit.is_some() || part.pill.part.is_some();
        if is_of_date && !field.data_type.is_temporal() {
            return Err(other_type(field, reads));
        }
        for value in part.values.iter().filter(|_| part.pill.part.is_none()) {
            fits(field, value, false, reads)?;
        }
        part.pill.field.clone_from(&field.name);
    }
    Ok((filters, picks))
}

/// The column of other data that a column filters: of the same name and of a comparable type.
pub fn counterpart<'f>(field: &Field, reads: Reads<'f>) -> Result<&'f Field, String> {
    let own = found(&field.name, reads)?;
    let (one, other) = (&field.data_type, &own.data_type);
    let is_comparable = one == other
        || (one.is_temporal() && other.is_temporal())
        || (one.is_numeric() && other.is_numeric());
    is_comparable
        .then_some(own)
        .ok_or_else(|| other_type(own, reads))
}

/// The column of this name, or of one that differs by case alone.
fn found<'f>(name: &str, reads: Reads<'f>) -> Result<&'f Field, String> {
    let lower = name.to_lowercase();
    let exact = reads.fields.iter().find(|field| field.name == *name);
    let field = exact.or_else(|| {
        let mut fields = reads.fields.iter();
        fields.find(|field| field.name.to_lowercase() == lower)
    });
    field.ok_or_else(|| format!("{} has no column {name}", reads.source))
}

fn other_type(field: &Field, reads: Reads<'_>) -> String {
    format!("{} is of another type in {}", field.name, reads.source)
}

/// Whether values can meet those of a column.
fn fits(field: &Field, value: &Value, is_search: bool, reads: Reads<'_>) -> Result<(), String> {
    let can = |value: &Value| match value {
        Value::Null => true,
        Value::Boolean(_) => field.data_type == DataType::Boolean,
        Value::Integer(_) | Value::Float(_) | Value::Decimal(_) => field.data_type.is_numeric(),
        Value::Text(_) => field.data_type == DataType::Text || is_search,
        Value::Date(_) | Value::DateTime(_) => field.data_type.is_temporal(),
        Value::List(_) => false,
    };
    let all = match value {
        Value::List(values) => values.iter().all(can),
        value => can(value),
    };
    all.then_some(()).ok_or_else(|| other_type(field, reads))
}
