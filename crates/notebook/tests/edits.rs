//! Random edits and runs leave the notebook where a clean run from top to bottom leaves it.

use std::collections::BTreeMap;

use model::{Cell, CellBody, CellId, InputStamp, Parameter, ParameterValue, RunMode};
use notebook::{Graph, NodeKind, Outcome, Record, Standing, contents, schedule, standings};
use proptest::prelude::*;

/// What a run of a cell "computes": its text over the answers of what it reads; none when it or
/// something above it fails.
type Answers = BTreeMap<CellId, String>;

#[derive(Debug, Clone)]
enum Step {
    Text { cell: usize, text: usize },
    Parameter { value: u8 },
    Source { print: u8 },
    Mode { cell: usize, is_manual: bool },
    Remove { cell: usize },
    Swap { cell: usize },
    Run { cell: usize },
    Cancel { cell: usize },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..6_usize, 0..7_usize).prop_map(|(cell, text)| Step::Text { cell, text }),
        3 => (0..3_u8).prop_map(|value| Step::Parameter { value }),
        1 => (0..2_u8).prop_map(|print| Step::Source { print }),
        1 => (0..6_usize, any::<bool>()).prop_map(|(cell, is_manual)| Step::Mode { cell, is_manual }),
        1 => (0..6_usize).prop_map(|cell| Step::Remove { cell }),
        1 => (0..6_usize).prop_map(|cell| Step::Swap { cell }),
        5 => (0..6_usize).prop_map(|cell| Step::Run { cell }),
        1 => (0..6_usize).prop_map(|cell| Step::Cancel { cell }),
    ];
    prop::collection::vec(step, 1..40)
}

struct World {
    cells: Vec<Cell>,
    print: u8,
    records: BTreeMap<CellId, Record>,
    answers: Answers,
}

fn text(cell: usize, variant: usize) -> String {
    let other = |step: usize| (cell + step) % 6;
    match variant {
        0 => "select 1 from orders".to_owned(),
        1 => "select 2 where x = :p".to_owned(),
        2 => format!("select 3 from c{}", other(1)),
        3 => format!("select 4 from c{} join C{}", other(2), other(5)),
        4 => "boom".to_owned(),
        5 => format!("boom when :p is 0 from c{}", other(1)),
        _ => format!("select 5 from c{cell}"),
    }
}

fn parameter(value: u8) -> Cell {
    let value = ParameterValue::Text {
        value: value.to_string(),
    };
    let parameter = Parameter {
        label: String::new(),
        value,
    };
    Cell {
        id: CellId::new("p"),
        name: "p".to_owned(),
        body: CellBody::Parameter { parameter },
    }
}

impl World {
    fn new() -> Self {
        let mut cells = vec![parameter(0)];
        cells.extend((0..6).map(|at| Cell {
            id: CellId::new(format!("c{at}")),
            name: format!("c{at}"),
            body: CellBody::Sql {
                text: text(at, at % 4),
                mode: RunMode::OnChange,
            },
        }));
        Self {
            cells,
            print: 0,
            records: BTreeMap::new(),
            answers: Answers::new(),
        }
    }

    fn graph(&self) -> Graph {
        Graph::of(&self.cells, &["orders".to_owned()])
    }

    fn states(&self) -> BTreeMap<CellId, Standing> {
        let prints = BTreeMap::from([("orders".to_owned(), self.print.to_string())]);
        standings(&self.graph(), &self.records, &prints)
    }

    /// The answer of a cell computed anew from the answers of what it reads.
    fn compute(&self, graph: &Graph, id: &CellId, answers: &Answers) -> Option<String> {
        let node = graph.node(id)?;
        let NodeKind::Sql { text, .. } = &node.kind else {
            return None;
        };
        let mut words = format!("({text})");
        for &read in &node.reads {
            let above = &graph.nodes()[read];
            match &above.kind {
                NodeKind::Parameter {
                    value: ParameterValue::Text { value },
                } => {
                    if text.starts_with("boom when") && value == "0" {
                        return None;
                    }
                    words.push_str("[p=");
                    words.push_str(value);
                }
                _ => words.push_str(answers.get(&above.id)?),
            }
        }
        for table in &node.tables {
            // A table that nobody knows is a mistake in the text.
            words += (table == "orders")
                .then(|| format!("[{}]", self.print))?
                .as_str();
        }
        (text != "boom").then_some(words)
    }

    fn run(&mut self, order: &[CellId]) {
        let graph = self.graph();
        for id in order {
            let states = self.states();
            if matches!(states.get(id), Some(Standing::Blocked { .. })) {
                continue;
            }
            let answer = self.compute(&graph, id, &self.answers);
            let outcome = if answer.is_some() {
                Outcome::Done
            } else {
                Outcome::Failed
            };
            self.note(&graph, id, outcome);
            if let Some(answer) = answer {
                self.answers.insert(id.clone(), answer);
            }
        }
    }

    fn note(&mut self, graph: &Graph, id: &CellId, outcome: Outcome) {
        let content = contents(graph)[id].clone();
        let inputs = graph
            .tables_below(graph.place(id).unwrap_or_default())
            .into_iter()
            .filter(|name| name == "orders")
            .map(|name| InputStamp {
                name,
                fingerprint: self.print.to_string(),
            })
            .collect();
        self.records.insert(
            id.clone(),
            Record {
                content,
                inputs,
                outcome,
            },
        );
    }

    fn rerun_after(&mut self, id: &CellId) {
        let order = schedule::after_change(&self.graph(), &self.states(), std::slice::from_ref(id));
        self.run(&order);
    }

    fn take(&mut self, step: &Step) {
        let place = |cells: &[Cell], cell: usize| {
            cells.iter().position(|one| one.name == format!("c{cell}"))
        };
        match step {
            Step::Text {
                cell,
                text: variant,
            } => {
                if let Some(at) = place(&self.cells, *cell)
                    && let CellBody::Sql { text: now, .. } = &mut self.cells[at].body
                {
                    *now = text(*cell, *variant);
                }
            }
            Step::Parameter { value } => {
                if let Some(at) = self.cells.iter().position(|one| one.name == "p") {
                    self.cells[at] = parameter(*value);
                }
                self.rerun_after(&CellId::new("p"));
            }
            Step::Source { print } => self.print = *print,
            Step::Mode { cell, is_manual } => {
                if let Some(at) = place(&self.cells, *cell)
                    && let CellBody::Sql { mode, .. } = &mut self.cells[at].body
                {
                    *mode = if *is_manual {
                        RunMode::Manual
                    } else {
                        RunMode::OnChange
                    };
                }
            }
            Step::Remove { cell } => self.cells.retain(|one| one.name != format!("c{cell}")),
            Step::Swap { cell } => {
                let at = cell % self.cells.len();
                self.cells.swap(0, at);
            }
            Step::Run { cell } => {
                let id = CellId::new(format!("c{cell}"));
                let order = schedule::to_run(&self.graph(), &self.states(), &id);
                self.run(&order);
                if !order.is_empty() {
                    self.rerun_after(&id);
                }
            }
            Step::Cancel { cell } => {
                let id = CellId::new(format!("c{cell}"));
                let graph = self.graph();
                if graph.place(&id).is_some() {
                    self.note(&graph, &id, Outcome::Cancelled);
                }
            }
        }
    }

    /// What a clean run from top to bottom answers.
    fn clean(&self) -> Self {
        let mut clean = Self {
            cells: self.cells.clone(),
            print: self.print,
            records: BTreeMap::new(),
            answers: Answers::new(),
        };
        let order = schedule::all_stale(&clean.graph(), &clean.states());
        clean.run(&order);
        clean
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_then_run_all_equal_a_clean_run(steps in steps()) {
        let mut world = World::new();
        for step in &steps {
            world.take(step);
            let clean = world.clean();
            for (id, standing) in world.states() {
                if standing == Standing::Fresh {
                    prop_assert_eq!(world.answers.get(&id), clean.answers.get(&id), "fresh means right: {} after {:?}", id, step);
                }
            }
        }
        let order = schedule::all_stale(&world.graph(), &world.states());
        world.run(&order);
        let clean = world.clean();
        prop_assert_eq!(world.states(), clean.states());
        for (id, standing) in clean.states() {
            if standing == Standing::Fresh {
                prop_assert_eq!(world.answers.get(&id), clean.answers.get(&id));
            }
        }
    }
}
