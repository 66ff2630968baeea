//! What one cell reads among the others: its mentions resolved to cells and tables.

use std::collections::{BTreeMap, BTreeSet};

use super::{Node, NodeKind};
use crate::scan::{Mention, mentions};

pub(super) struct Names {
    relations: BTreeMap<String, usize>,
    parameters: BTreeMap<String, usize>,
}

impl Names {
    pub(super) fn of(nodes: &[Node]) -> Self {
        let mut names = Self {
            relations: BTreeMap::new(),
            parameters: BTreeMap::new(),
        };
        for (at, node) in nodes.iter().enumerate() {
            let list = match node.kind {
                NodeKind::Sql { .. } => &mut names.relations,
                NodeKind::Parameter { .. } => &mut names.parameters,
                NodeKind::Markdown | NodeKind::Chart { .. } => continue,
            };
            list.entry(node.name.to_lowercase()).or_insert(at);
        }
        names
    }

    /// `:period`, and `:period_from` or `:period_to` of a range.
    fn parameter(&self, written: &str) -> Option<usize> {
        let lower = written.to_lowercase();
        let range = || {
            let stem = lower
                .strip_suffix("_from")
                .or_else(|| lower.strip_suffix("_to"))?;
            self.parameters.get(stem)
        };
        self.parameters.get(&lower).or_else(range).copied()
    }
}

#[derive(Default)]
pub(super) struct Reads {
    pub(super) cells: Vec<(usize, Option<Mention>)>,
    pub(super) tables: Vec<String>,
    pub(super) mentions: Vec<String>,
}

pub(super) fn connect(node: &Node, at: usize, names: &Names, tables: &BTreeSet<String>) -> Reads {
    let mut reads = Reads::default();
    match &node.kind {
        NodeKind::Sql { text, .. } => {
            let found = mentions(text);
            for mention in found.relations {
                let lower = mention.name.to_lowercase();
                reads.mentions.push(mention.name.clone());
                match names.relations.get(&lower) {
                    Some(&cell) if cell != at || !tables.contains(&lower) => {
                        reads.cells.push((cell, Some(mention)));
                    }
                    _ => reads.tables.push(mention.name),
                }
            }
            for mention in found.parameters {
                reads.mentions.push(format!(":{}", mention.name));
                let cell = names.parameter(&mention.name);
                if let Some(cell) = cell.filter(|cell| reads.cells.iter().all(|one| one.0 != *cell))
                {
                    reads.cells.push((cell, Some(mention)));
                }
            }
        }
        NodeKind::Chart { spec } if !spec.source.is_empty() => {
            reads.mentions.push(spec.source.clone());
            match names.relations.get(&spec.source.to_lowercase()) {
                Some(&cell) => reads.cells.push((cell, None)),
                None => reads.tables.push(spec.source.clone()),
            }
        }
        NodeKind::Chart { .. } | NodeKind::Markdown | NodeKind::Parameter { .. } => {}
    }
    reads
}
