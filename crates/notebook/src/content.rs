//! The content of a cell: its own text or value and the content of all it reads, as one hash.
//! Equal contents over equal sources mean equal answers.

use std::collections::BTreeMap;

use model::{CellId, ParameterValue, PivotLook};
use serde::Serialize;

use crate::graph::{Graph, Node, NodeKind};
use crate::scan::varying;

/// The hash of a cell's content and the hashes that went into it, by what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// BLAKE3 in hexadecimal digits.
    pub hash: String,
    /// Hash of the cell's own text, value or chart.
    pub own: String,
    /// Name and hash of each cell that it reads, in the order of the text, and of the seed that it
    /// draws from.
    pub reads: Vec<(String, String)>,
}

impl Content {
    /// The content of a cell with this own hash that reads cells with these contents.
    pub fn of(own: String, reads: Vec<(String, String)>) -> Self {
        let below: Vec<&String> = reads.iter().map(|(_, content)| content).collect();
        Self {
            hash: hash(&written(&(&own, below))),
            own,
            reads,
        }
    }
}

/// The contents of all cells, worked out once for a graph. What a circle reads counts as nothing; such
/// cells never run.
pub fn contents(graph: &Graph) -> &BTreeMap<CellId, Content> {
    graph.contents.get_or_init(|| worked_out(graph))
}

fn worked_out(graph: &Graph) -> BTreeMap<CellId, Content> {
    let nodes = graph.nodes();
    let mut found: Vec<Option<Content>> = vec![None; nodes.len()];
    for &at in graph.order() {
        let Some(node) = nodes.get(at) else { continue };
        let own = hash(&own_words(node));
        let mut reads: Vec<(String, String)> = Vec::new();
        for &read in &node.reads {
            let upstream = found.get(read).and_then(Option::as_ref);
            if let (Some(source), Some(content)) = (nodes.get(read), upstream) {
                reads.push((source.name.clone(), content.hash.clone()));
            }
        }
        if let Some(seed) = graph.seed.filter(|_| draws_by_chance(node)) {
            reads.push(("the seed".to_owned(), hash(&written(&("seed", seed)))));
        }
        if let Some(place) = found.get_mut(at) {
            *place = Some(Content::of(own, reads));
        }
    }
    nodes
        .iter()
        .zip(found)
        .filter_map(|(node, content)| Some((node.id.clone(), content?)))
        .collect()
}

fn draws_by_chance(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Sql { text, .. } if varying(text).draws_by_chance)
}

fn hash(words: &str) -> String {
    blake3::hash(words.as_bytes()).to_hex().to_string()
}

fn own_words(node: &Node) -> String {
    match &node.kind {
        NodeKind::Markdown => String::new(),
        NodeKind::Sql { text, .. } => written(&("sql", text.trim_end())),
        NodeKind::Parameter { value } => value_words(value),
        NodeKind::Chart { spec } => {
            let mut rows = spec.as_ref().clone();
            rows.title.clear();
            rows.dismissed_notes.clear();
            rows.references.clear();
            rows.annotations.clear();
            rows.events.clear();
            rows.pivot = PivotLook::default();
            written(&("chart", rows))
        }
    }
}

/// Only what is bound: labels, limits and offered choices change no answer.
fn value_words(value: &ParameterValue) -> String {
    match value {
        ParameterValue::DateRange { from, to } => written(&("range", from, to)),
        ParameterValue::Choice {
            chosen, several, ..
        } => written(&("choice", several, chosen)),
        ParameterValue::Date { value } => written(&("date", value)),
        ParameterValue::Number { value, .. } => written(&("number", value)),
        ParameterValue::Text { value } => written(&("text", value)),
    }
}

/// Fields in the order of their declaration, whatever the order of a map would be.
fn written(words: &impl Serialize) -> String {
    // Words of the model always can be written; an empty text would only hide a change.
    serde_json::to_string(words).unwrap_or_default()
}
