//! What a chart reads: the columns of its source, what decides them, and how to ask for them.

use model::{CellBody, CellId, ChartSpec, Field, InputStamp, TruthStamp};
use protocol::message::{CellBinding, Scope, Statement};

use crate::session::{Shown, State};

/// What a chart reads.
pub(in crate::session) struct SourceFacts {
    pub(in crate::session) fields: Vec<Field>,
    pub(in crate::session) content: Vec<(String, String)>,
    pub(in crate::session) inputs: Vec<InputStamp>,
    pub(in crate::session) scope: Scope,
    pub(in crate::session) waits_for: Option<String>,
}

/// The columns, content and scope of what a chart reads.
pub(in crate::session) fn source_facts(
    state: &State,
    chart: &CellId,
    spec: &ChartSpec,
) -> SourceFacts {
    let parameters = state.parameters();
    let source = state.book.cell_named(&spec.source);
    let source = source.filter(|cell| matches!(cell.body, CellBody::Sql { .. }));
    let Some(cell) = source else {
        let table = state.table(&spec.source);
        // A saved chart over a table that was not read yet keeps the columns of its own rows.
        let saved = state.runs.get(chart).and_then(|run| run.shown.as_ref());
        let inputs = table.map(|table| InputStamp {
            name: table.name.clone(),
            fingerprint: table.fingerprint.clone(),
        });
        return SourceFacts {
            fields: match (table, saved) {
                (Some(table), _) => table.fields.clone(),
                (None, Some(saved)) => source_fields_from(spec, &saved.stamp),
                (None, None) => Vec::new(),
            },
            content: Vec::new(),
            inputs: inputs.into_iter().collect(),
            scope: Scope {
                cells: Vec::new(),
                parameters,
                sample: None,
                seed: None,
            },
            waits_for: None,
        };
    };
    let Some(shown) = state.runs.get(&cell.id).and_then(|run| run.shown.as_ref()) else {
        return SourceFacts {
            fields: Vec::new(),
            content: Vec::new(),
            inputs: Vec::new(),
            scope: Scope::default(),
            waits_for: Some(cell.name.clone()),
        };
    };
    SourceFacts {
        fields: shown.stamp.fields.clone(),
        content: vec![(cell.name.clone(), shown.stamp.content.clone())],
        inputs: shown.stamp.inputs.clone(),
        scope: scope_over(state, cell, shown),
        waits_for: None,
    }
}

/// The scope of a question over the answer of a cell: the answer as it was computed, or for a
/// saved copy the cell planned in place.
fn scope_over(state: &State, cell: &model::Cell, shown: &Shown) -> Scope {
    let CellBody::Sql { text, .. } = &cell.body else {
        return Scope::default();
    };
    let name = cell.name.clone();
    let Some(kept) = shown.kept() else {
        let graph = state.graph();
        let standings = state.standings(&graph);
        let mut scope = graph
            .place(&cell.id)
            .map(|place| state.scope(&graph, &standings, place))
            .unwrap_or_default();
        let statement = Statement::Sql { text: text.clone() };
        scope.cells.push(CellBinding {
            name,
            result: None,
            statement,
        });
        return scope;
    };
    let mut scope = kept.scope.clone();
    scope.cells.push(CellBinding {
        name,
        result: Some(kept.result.clone()),
        statement: kept.statement.clone(),
    });
    scope
}

/// Columns as far as the chart's own rows tell: pills that are plain columns keep their type.
fn source_fields_from(spec: &ChartSpec, stamp: &TruthStamp) -> Vec<Field> {
    use model::{DataType, Shelf};
    const SHELVES: [Shelf; 7] = [
        Shelf::X,
        Shelf::Y,
        Shelf::Color,
        Shelf::Size,
        Shelf::Label,
        Shelf::Detail,
        Shelf::Tooltip,
    ];
    let mut fields: Vec<Field> = Vec::new();
    for pill in SHELVES.into_iter().flat_map(|shelf| spec.shelf(shelf)) {
        if pill.field.is_empty() || fields.iter().any(|field| field.name == pill.field) {
            continue;
        }
        let saved = stamp.fields.iter().find(|field| field.name == pill.field);
        let data_type = match saved {
            Some(field) => field.data_type.clone(),
            None if pill.unit.is_some() => DataType::Date,
            None => DataType::Float64,
        };
        fields.push(Field::new(pill.field.clone(), data_type));
    }
    fields
}
