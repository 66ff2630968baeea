//! Who reads whom: the cells of a notebook as a graph, its order, its circles and doubled names.

mod reads;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::OnceLock;

use model::{Cell, CellBody, CellId, ChartSpec, Diagnostic, ParameterValue, RunMode, Severity};

use crate::content::Content;
use crate::scan::Mention;
use reads::{Names, connect};

/// What a cell is to the schedule.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    Markdown,
    Sql { text: String, mode: RunMode },
    Parameter { value: ParameterValue },
    Chart { spec: Box<ChartSpec> },
}

/// One cell and its place among the others. Numbers are places in the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub id: CellId,
    pub name: String,
    pub kind: NodeKind,
    /// Cells it reads: SQL cells and parameters.
    pub reads: Vec<usize>,
    /// Cells that read it.
    pub feeds: Vec<usize>,
    /// Names it reads that are no cells: tables, or nothing at all.
    pub tables: Vec<String>,
    /// Everything it reads, by name as written there; parameters with a colon.
    pub mentions: Vec<String>,
    /// It reads itself, at once or through others, and cannot run.
    pub is_circular: bool,
    /// Circles, doubled names and hidden tables.
    pub diagnostics: Vec<Diagnostic>,
}

/// The cells of a notebook and who reads whom.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Graph {
    nodes: Vec<Node>,
    places: BTreeMap<CellId, usize>,
    order: Vec<usize>,
    /// What values by chance are drawn from; they are drawn anew each time without it.
    pub(crate) seed: Option<u32>,
    /// The contents of the cells, as soon as someone asked.
    pub(crate) contents: OnceLock<BTreeMap<CellId, Content>>,
}

impl Graph {
    /// Reads the graph from the cells. `tables` are the names of tables that are known now: a
    /// cell may carry the name of a table and read that table.
    pub fn of(cells: &[Cell], tables: &[String]) -> Self {
        let tables: BTreeSet<String> = tables.iter().map(|name| name.to_lowercase()).collect();
        let mut nodes: Vec<Node> = cells.iter().map(node).collect();
        let names = Names::of(&nodes);
        let mut places = BTreeMap::new();
        let mut spots = Vec::with_capacity(nodes.len());
        for (at, node) in nodes.iter_mut().enumerate() {
            let reads = connect(node, at, &names, &tables);
            places.entry(node.id.clone()).or_insert(at);
            node.reads = reads.cells.iter().map(|(cell, _)| *cell).collect();
            node.tables = reads.tables;
            node.mentions = reads.mentions;
            spots.push(reads.cells);
        }
        for at in 0..nodes.len() {
            for read in nodes[at].reads.clone() {
                nodes[read].feeds.push(at);
            }
        }
        let mut graph = Self {
            nodes,
            places,
            order: Vec::new(),
            seed: None,
            contents: OnceLock::new(),
        };
        graph.mark_doubled_names();
        graph.mark_hidden_tables(&tables);
        let left = graph.sort(&[]);
        let circular = graph.mark_circles(&left, &spots);
        graph.sort(&circular);
        graph
    }

    /// The same where values by chance are drawn from a seed, which then is what answers depend on.
    #[must_use]
    pub fn drawn_from(mut self, seed: Option<u32>) -> Self {
        self.seed = seed;
        self.contents = OnceLock::new();
        self
    }

    /// The nodes in the order of the document.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Places of the nodes so that each stands after what it reads; the members of circles stand
    /// together, before their readers.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The node of a cell.
    pub fn node(&self, id: &CellId) -> Option<&Node> {
        self.place(id).and_then(|at| self.nodes.get(at))
    }

    /// The place of a cell in the document.
    pub fn place(&self, id: &CellId) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Everything that a cell reads, near and far, without itself.
    pub fn ancestors(&self, at: usize) -> BTreeSet<usize> {
        self.reach(at, |node| &node.reads)
    }

    /// Everything that reads a cell, near and far, without itself.
    pub fn descendants(&self, at: usize) -> BTreeSet<usize> {
        self.reach(at, |node| &node.feeds)
    }

    /// Tables that a cell reads, itself or through other cells, by lower-case name.
    pub fn tables_below(&self, at: usize) -> BTreeSet<String> {
        let mut below = self.ancestors(at);
        below.insert(at);
        below
            .iter()
            .filter_map(|place| self.nodes.get(*place))
            .flat_map(|node| node.tables.iter().map(|name| name.to_lowercase()))
            .collect()
    }

    fn reach(&self, from: usize, next: impl Fn(&Node) -> &Vec<usize>) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            for &step in self.nodes.get(at).map(&next).into_iter().flatten() {
                if step != from && found.insert(step) {
                    queue.push_back(step);
                }
            }
        }
        found
    }

    /// Sorts what can be sorted, `done` taken as given, and answers the places that cannot.
    fn sort(&mut self, done: &[usize]) -> Vec<usize> {
        let mut order = std::mem::take(&mut self.order);
        order.extend(done);
        let mut sorted: BTreeSet<usize> = order.iter().copied().collect();
        let waits_for = |node: &Node, sorted: &BTreeSet<usize>| {
            node.reads
                .iter()
                .filter(|read| !sorted.contains(read))
                .count()
        };
        let mut waits: Vec<usize> = self
            .nodes
            .iter()
            .map(|node| waits_for(node, &sorted))
            .collect();
        let mut ready: BTreeSet<usize> = (0..waits.len())
            .filter(|at| waits.get(*at) == Some(&0) && !sorted.contains(at))
            .collect();
        while let Some(at) = ready.pop_first() {
            order.push(at);
            sorted.insert(at);
            for &fed in &self.nodes[at].feeds {
                waits[fed] = waits[fed].saturating_sub(1);
                if waits[fed] == 0 && !sorted.contains(&fed) {
                    ready.insert(fed);
                }
            }
        }
        self.order = order;
        (0..waits.len()).filter(|at| !sorted.contains(at)).collect()
    }

    fn mark_circles(
        &mut self,
        left: &[usize],
        spots: &[Vec<(usize, Option<Mention>)>],
    ) -> Vec<usize> {
        let mut circular = Vec::new();
        let among: BTreeSet<usize> = left.iter().copied().collect();
        for &at in left {
            let Some(circle) = self.circle_through(at, &among) else {
                continue;
            };
            let names: Vec<&str> = circle
                .iter()
                .map(|place| self.nodes[*place].name.as_str())
                .collect();
            let message = if circle.len() == 1 {
                format!("{} reads itself, so it cannot run.", names[0])
            } else {
                format!(
                    "{} read each other in a circle, so none of them can run.",
                    listed(&names)
                )
            };
            let next = circle.get(1).copied().unwrap_or(at);
            let mut diagnostic = Diagnostic::error("CELL_CIRCLE", message).with_hint(format!(
                "Read something other than {} here.",
                self.nodes[next].name
            ));
            let spot = spots[at].iter().find(|(cell, _)| *cell == next);
            if let Some((_, Some(mention))) = spot {
                diagnostic = diagnostic.with_span(mention.span);
            }
            self.nodes[at].is_circular = true;
            self.nodes[at].diagnostics.push(diagnostic);
            circular.push(at);
        }
        circular
    }

    /// The shortest circle through a node, starting with it.
    fn circle_through(&self, from: usize, among: &BTreeSet<usize>) -> Option<Vec<usize>> {
        let mut came: BTreeMap<usize, usize> = BTreeMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            for &read in self.nodes[at]
                .reads
                .iter()
                .filter(|read| among.contains(read))
            {
                if read == from {
                    let mut circle = vec![at];
                    while let Some(&before) = circle.last().and_then(|last| came.get(last)) {
                        circle.push(before);
                    }
                    circle.reverse();
                    return Some(circle);
                }
                if let std::collections::btree_map::Entry::Vacant(entry) = came.entry(read) {
                    entry.insert(at);
                    queue.push_back(read);
                }
            }
        }
        None
    }

    fn mark_doubled_names(&mut self) {
        let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, node) in self.nodes.iter().enumerate() {
            same.entry(node.name.to_lowercase()).or_default().push(at);
        }
        for places in same.values().filter(|places| places.len() > 1) {
            for &at in places {
                let other = places
                    .iter()
                    .find(|place| **place != at)
                    .copied()
                    .unwrap_or(at);
                let message = format!(
                    "Cell {} and cell {} have the same name: {} and {}. Readers of the name get the first.",
                    at + 1,
                    other + 1,
                    self.nodes[at].name,
                    self.nodes[other].name,
                );
                let diagnostic = Diagnostic::error("CELL_NAME_TAKEN", message)
                    .with_hint("Rename one of the two.");
                self.nodes[at].diagnostics.push(diagnostic);
            }
        }
    }

    fn mark_hidden_tables(&mut self, tables: &BTreeSet<String>) {
        for node in &mut self.nodes {
            let is_relation = matches!(node.kind, NodeKind::Sql { .. });
            if is_relation && tables.contains(&node.name.to_lowercase()) {
                let mut note = Diagnostic::warning(
                    "CELL_HIDES_TABLE",
                    format!(
                        "Other cells that read {} get this cell, not the table.",
                        node.name
                    ),
                )
                .with_hint("Rename the cell to reach the table.");
                note.severity = Severity::Note;
                node.diagnostics.push(note);
            }
        }
    }
}

fn node(cell: &Cell) -> Node {
    let kind = match &cell.body {
        CellBody::Markdown { .. } => NodeKind::Markdown,
        CellBody::Sql { text, mode } => NodeKind::Sql {
            text: text.clone(),
            mode: *mode,
        },
        CellBody::Parameter { parameter } => NodeKind::Parameter {
            value: parameter.value.clone(),
        },
        CellBody::Chart { spec } => NodeKind::Chart {
            spec: Box::new(spec.clone()),
        },
    };
    Node {
        id: cell.id.clone(),
        name: cell.name.clone(),
        kind,
        reads: Vec::new(),
        feeds: Vec::new(),
        tables: Vec::new(),
        mentions: Vec::new(),
        is_circular: false,
        diagnostics: Vec::new(),
    }
}

/// "a, b and c", at most five of them.
fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 5;
    if names.len() > SHOWN {
        let first = names.get(..SHOWN).unwrap_or_default().join(", ");
        return format!("{first} and {} more", names.len() - SHOWN);
    }
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}
