//! What names mean in a question: the cells above it and the parameters, as they are now.

use std::collections::{BTreeMap, BTreeSet};

use model::{CellBody, CellId, InputStamp};
use notebook::{Graph, NodeKind, Standing};
use protocol::message::{CellBinding, ParameterBinding, Scope, Statement};

use super::{Body, Shown, State};

impl State {
    /// The scope of the cell at a place. Fresh answers that the engine keeps are read as they
    /// are; other cells are planned in place from their text.
    pub(super) fn scope(
        &self,
        graph: &Graph,
        standings: &BTreeMap<CellId, Standing>,
        place: usize,
    ) -> Scope {
        self.scope_over(graph, standings, &graph.ancestors(place))
    }

    /// The scope that holds these cells.
    pub(super) fn scope_over(
        &self,
        graph: &Graph,
        standings: &BTreeMap<CellId, Standing>,
        above: &BTreeSet<usize>,
    ) -> Scope {
        let cells = graph
            .order()
            .iter()
            .filter(|at| above.contains(at))
            .filter_map(|at| graph.nodes().get(*at))
            .filter(|node| !node.is_circular)
            .filter_map(|node| {
                let NodeKind::Sql { text, .. } = &node.kind else {
                    return None;
                };
                let is_fresh = standings.get(&node.id) == Some(&Standing::Fresh);
                let shown = self.runs.get(&node.id).and_then(|run| run.shown.as_ref());
                let kept = shown.filter(|_| is_fresh).and_then(Shown::kept);
                Some(CellBinding {
                    name: node.name.clone(),
                    result: kept.map(|kept| kept.result.clone()),
                    statement: Statement::Sql { text: text.clone() },
                })
            })
            .collect();
        Scope {
            cells,
            parameters: self.parameters(),
            sample: None,
            seed: self.book.conventions.seed,
        }
    }

    /// All parameters with their values.
    pub(super) fn parameters(&self) -> Vec<ParameterBinding> {
        self.book
            .cells
            .iter()
            .filter_map(|cell| match &cell.body {
                CellBody::Parameter { parameter } => Some(ParameterBinding {
                    name: cell.name.clone(),
                    value: parameter.value.clone(),
                }),
                _ => None,
            })
            .collect()
    }

    /// Fingerprints of the tables that the cell at a place reads, near and far, as far as known.
    pub(super) fn inputs(&self, graph: &Graph, place: usize) -> Vec<InputStamp> {
        graph
            .tables_below(place)
            .iter()
            .filter_map(|name| self.table(name))
            .map(|table| InputStamp {
                name: table.name.clone(),
                fingerprint: table.fingerprint.clone(),
            })
            .collect()
    }
}

impl Shown {
    /// The answer in the engine; none for a saved copy.
    pub(super) fn kept(&self) -> Option<&super::Kept> {
        match &self.body {
            Body::Kept(kept) => Some(kept),
            Body::Saved(_) => None,
        }
    }
}
