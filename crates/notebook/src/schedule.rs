//! What runs, in which order: before a cell, after a change, and everything that is stale.

use std::collections::{BTreeMap, BTreeSet};

use model::{CellId, RunMode};

use crate::graph::{Graph, NodeKind};
use crate::standing::Standing;

/// The SQL cells that a cell reads, near and far, each after what it reads, and the cell last.
/// Empty when the cell does not exist or reads itself.
pub fn cells_before(graph: &Graph, cell: &CellId) -> Vec<CellId> {
    let Some(at) = graph.place(cell) else {
        return Vec::new();
    };
    let mut wanted = graph.ancestors(at);
    wanted.insert(at);
    ordered(graph, &wanted)
}

/// The part of `cells_before` that has to run so that `cell` is fresh: what is not, and the cell
/// itself whether it is or not.
pub fn to_run(graph: &Graph, standings: &BTreeMap<CellId, Standing>, cell: &CellId) -> Vec<CellId> {
    cells_before(graph, cell)
        .into_iter()
        .filter(|one| one == cell || standings.get(one) != Some(&Standing::Fresh))
        .collect()
}

/// Every SQL cell, each after what it reads; circles are left out.
pub fn all(graph: &Graph) -> Vec<CellId> {
    let all: BTreeSet<usize> = (0..graph.nodes().len()).collect();
    ordered(graph, &all)
}

/// Those of them that are not fresh.
pub fn all_stale(graph: &Graph, standings: &BTreeMap<CellId, Standing>) -> Vec<CellId> {
    all(graph)
        .into_iter()
        .filter(|cell| standings.get(cell) != Some(&Standing::Fresh))
        .collect()
}

/// The cells that run by themselves after `changed` got a new value or answer: readers near and
/// far that run on change and were run before. A cell that waits for a person keeps its readers
/// waiting, too.
pub fn after_change(
    graph: &Graph,
    standings: &BTreeMap<CellId, Standing>,
    changed: &[CellId],
) -> Vec<CellId> {
    let mut reached: BTreeSet<usize> = changed
        .iter()
        .filter_map(|cell| graph.place(cell))
        .collect();
    let mut running = BTreeSet::new();
    for &at in graph.order() {
        let Some(node) = graph.nodes().get(at) else {
            continue;
        };
        let NodeKind::Sql { mode, .. } = &node.kind else {
            continue;
        };
        let is_reached = node.reads.iter().any(|read| reached.contains(read));
        // What waits for a person, or was never run, is not computed on the way.
        let waits = node.reads.iter().any(|read| {
            !reached.contains(read)
                && graph
                    .nodes()
                    .get(*read)
                    .is_some_and(|above| needs_run(standings, &above.id))
        });
        let was_run = !matches!(
            standings.get(&node.id),
            None | Some(Standing::Idle | Standing::Fresh)
        );
        let may_run = *mode == RunMode::OnChange && !node.is_circular;
        if is_reached && !waits && was_run && may_run {
            reached.insert(at);
            running.insert(at);
        }
    }
    ordered(graph, &running)
}

fn needs_run(standings: &BTreeMap<CellId, Standing>, cell: &CellId) -> bool {
    matches!(
        standings.get(cell),
        Some(Standing::Stale { .. } | Standing::Cancelled)
    )
}

fn ordered(graph: &Graph, wanted: &BTreeSet<usize>) -> Vec<CellId> {
    graph
        .order()
        .iter()
        .filter(|at| wanted.contains(at))
        .filter_map(|at| graph.nodes().get(*at))
        .filter(|node| matches!(node.kind, NodeKind::Sql { .. }) && !node.is_circular)
        .map(|node| node.id.clone())
        .collect()
}
