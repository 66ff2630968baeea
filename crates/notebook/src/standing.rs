//! Where each cell stands: fresh, stale and why, failed, blocked. Derived, never stored.

use std::collections::BTreeMap;

use model::{CellId, InputStamp};

use crate::content::{Content, contents};
use crate::graph::{Graph, Node, NodeKind};

/// How the last run of a cell ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Failed,
    Cancelled,
}

/// The last run of a cell: what it was then and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub content: Content,
    /// Fingerprints of the tables that it read, near and far.
    pub inputs: Vec<InputStamp>,
    pub outcome: Outcome,
}

/// Where a cell stands, apart from running and waiting, which only the runner knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Never run, or nothing to run.
    Idle,
    Fresh,
    Stale {
        because: String,
    },
    Failed,
    /// A cell above failed: named here.
    Blocked {
        by: String,
    },
    Cancelled,
}

/// Where every cell stands, given what ran before and the fingerprints of tables as far as they
/// are known, by lower-case name.
pub fn standings(
    graph: &Graph,
    records: &BTreeMap<CellId, Record>,
    fingerprints: &BTreeMap<String, String>,
) -> BTreeMap<CellId, Standing> {
    let contents = contents(graph);
    let nodes = graph.nodes();
    let mut found: Vec<Standing> = vec![Standing::Idle; nodes.len()];
    for &at in graph.order() {
        let Some(node) = nodes.get(at) else { continue };
        let standing = match contents.get(&node.id) {
            Some(content) => {
                let record = records.get(&node.id);
                blocked(node, nodes, &found)
                    .unwrap_or_else(|| own_standing(node, content, record, fingerprints))
            }
            None => Standing::Idle,
        };
        if let Some(place) = found.get_mut(at) {
            *place = standing;
        }
    }
    nodes
        .iter()
        .map(|node| node.id.clone())
        .zip(found)
        .collect()
}

fn blocked(node: &Node, nodes: &[Node], found: &[Standing]) -> Option<Standing> {
    if node.is_circular {
        return Some(Standing::Failed);
    }
    node.reads.iter().find_map(|&read| match found.get(read) {
        Some(Standing::Failed) => Some(Standing::Blocked {
            by: nodes.get(read)?.name.clone(),
        }),
        Some(Standing::Blocked { by }) => Some(Standing::Blocked { by: by.clone() }),
        _ => None,
    })
}

fn own_standing(
    node: &Node,
    content: &Content,
    record: Option<&Record>,
    fingerprints: &BTreeMap<String, String>,
) -> Standing {
    if matches!(node.kind, NodeKind::Markdown | NodeKind::Parameter { .. }) {
        return Standing::Idle;
    }
    let Some(record) = record else {
        return Standing::Idle;
    };
    if record.content.hash != content.hash {
        return Standing::Stale {
            because: difference(&record.content, content),
        };
    }
    let changed = record.inputs.iter().find(|input| {
        let now = fingerprints.get(&input.name.to_lowercase());
        now.is_some_and(|now| *now != input.fingerprint)
    });
    if let Some(input) = changed {
        return Standing::Stale {
            because: format!("{} changed", input.name),
        };
    }
    match record.outcome {
        Outcome::Done => Standing::Fresh,
        Outcome::Failed => Standing::Failed,
        Outcome::Cancelled => Standing::Cancelled,
    }
}

fn difference(before: &Content, now: &Content) -> String {
    if before.own.is_empty() {
        return "its text or something it reads changed".to_owned();
    }
    if before.own != now.own {
        return "its text changed".to_owned();
    }
    let changed = now.reads.iter().find(|read| !before.reads.contains(read));
    match changed {
        Some((name, _)) => format!("{name} changed"),
        None => "what it reads changed".to_owned(),
    }
}
