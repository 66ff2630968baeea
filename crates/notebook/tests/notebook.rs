//! Order, circles, doubled names, staleness and what runs by itself, as claims.

use std::collections::BTreeMap;

use model::{Cell, CellBody, CellId, ChartSpec, InputStamp, Parameter, ParameterValue, RunMode};
use notebook::{Graph, Outcome, Record, Standing, contents, schedule, standings};

fn sql(name: &str, text: &str) -> Cell {
    cell(
        name,
        CellBody::Sql {
            text: text.to_owned(),
            mode: RunMode::OnChange,
        },
    )
}

fn manual(name: &str, text: &str) -> Cell {
    cell(
        name,
        CellBody::Sql {
            text: text.to_owned(),
            mode: RunMode::Manual,
        },
    )
}

fn parameter(name: &str, value: &str) -> Cell {
    let value = ParameterValue::Text {
        value: value.to_owned(),
    };
    cell(
        name,
        CellBody::Parameter {
            parameter: Parameter {
                label: name.to_owned(),
                value,
            },
        },
    )
}

fn cell(name: &str, body: CellBody) -> Cell {
    Cell {
        id: CellId::new(name),
        name: name.to_owned(),
        body,
    }
}

fn names(cells: &[CellId]) -> Vec<&str> {
    cells.iter().map(CellId::as_str).collect()
}

/// Records as if every SQL cell had just run well over tables with fingerprint "1".
fn all_done(cells: &[Cell]) -> BTreeMap<CellId, Record> {
    let graph = Graph::of(cells, &[]);
    contents(&graph)
        .clone()
        .into_iter()
        .map(|(id, content)| {
            let at = graph.place(&id).unwrap_or_default();
            let inputs = graph
                .tables_below(at)
                .into_iter()
                .map(|name| InputStamp {
                    name,
                    fingerprint: "1".to_owned(),
                })
                .collect();
            (
                id,
                Record {
                    content,
                    inputs,
                    outcome: Outcome::Done,
                },
            )
        })
        .collect()
}

fn known(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, print)| ((*name).to_owned(), (*print).to_owned()))
        .collect()
}

fn standing_of(cells: &[Cell], records: &BTreeMap<CellId, Record>, name: &str) -> Standing {
    standings(&Graph::of(cells, &[]), records, &known(&[]))[&CellId::new(name)].clone()
}

#[test]
fn a_cell_runs_after_the_cells_it_reads_wherever_they_stand() {
    let cells = [
        sql("top", "select * from Middle"),
        sql("middle", "select * from base"),
        sql("base", "select 1"),
    ];
    let graph = Graph::of(&cells, &[]);
    assert_eq!(
        names(&schedule::cells_before(&graph, &CellId::new("top"))),
        ["base", "middle", "top"]
    );
    assert_eq!(
        names(&schedule::cells_before(&graph, &CellId::new("nobody"))),
        [""; 0]
    );
}

#[test]
fn a_circle_names_its_members_and_blocks_only_what_reads_it() {
    let cells = [
        sql("a", "select * from b"),
        sql("b", "select * from a"),
        sql("reader", "select * from b"),
        sql("free", "select * from sales"),
    ];
    let graph = Graph::of(&cells, &[]);
    for name in ["a", "b"] {
        let node = graph.node(&CellId::new(name)).unwrap();
        let said = &node.diagnostics[0];
        assert_eq!(said.code, "CELL_CIRCLE");
        assert!(
            ["a and b", "b and a"]
                .iter()
                .any(|names| said.message.contains(names))
        );
        assert!(said.span.is_some());
    }
    let states = standings(&graph, &BTreeMap::new(), &known(&[]));
    assert_eq!(
        states[&CellId::new("reader")],
        Standing::Blocked { by: "b".to_owned() }
    );
    assert_eq!(
        names(&schedule::all_stale(&graph, &states)),
        ["free", "reader"]
    );
}

#[test]
fn a_cell_may_carry_the_name_of_the_table_it_reads() {
    let cells = [sql("sales", "select * from sales")];
    assert!(Graph::of(&cells, &[]).nodes()[0].is_circular);
    let graph = Graph::of(&cells, &["Sales".to_owned()]);
    assert!(!graph.nodes()[0].is_circular);
    assert_eq!(graph.nodes()[0].tables, ["sales"]);
}

#[test]
fn doubled_names_are_said_at_both_cells() {
    let mut cells = [sql("sales", "select 1"), sql("Sales", "select 2")];
    cells[1].id = CellId::new("other");
    let graph = Graph::of(&cells, &[]);
    for node in graph.nodes() {
        let said = &node.diagnostics[0];
        assert_eq!(said.code, "CELL_NAME_TAKEN");
        assert!(said.message.contains("sales") && said.message.contains("Sales"));
    }
}

#[test]
fn a_changed_parameter_reruns_exactly_what_depends_on_it() {
    let mut cells = vec![
        parameter("region", "North"),
        sql("sales", "select * from orders where region = :region"),
        sql("total", "select sum(x) from sales"),
        sql("other", "select * from orders"),
        manual("slow", "select * from sales"),
        sql("after_slow", "select * from slow"),
        sql("never", "select * from sales"),
    ];
    let mut records = all_done(&cells);
    records.remove(&CellId::new("never"));
    cells[0] = parameter("region", "South");
    let graph = Graph::of(&cells, &[]);
    let states = standings(&graph, &records, &known(&[]));
    let rerun = schedule::after_change(&graph, &states, &[CellId::new("region")]);
    assert_eq!(names(&rerun), ["sales", "total"]);
    assert_eq!(
        states[&CellId::new("sales")],
        Standing::Stale {
            because: "region changed".to_owned()
        }
    );
    assert_eq!(
        states[&CellId::new("slow")],
        Standing::Stale {
            because: "sales changed".to_owned()
        }
    );
    assert_eq!(states[&CellId::new("other")], Standing::Fresh);
}

#[test]
fn an_edited_cell_waits_and_its_readers_wait_with_it() {
    let mut cells = vec![sql("a", "select 1"), sql("b", "select * from a")];
    let records = all_done(&cells);
    cells[0] = sql("a", "select 2");
    let graph = Graph::of(&cells, &[]);
    let states = standings(&graph, &records, &known(&[]));
    assert_eq!(
        states[&CellId::new("a")],
        Standing::Stale {
            because: "its text changed".to_owned()
        }
    );
    assert_eq!(
        names(&schedule::to_run(&graph, &states, &CellId::new("b"))),
        ["a", "b"]
    );
    cells[0] = sql("a", "select 1 \n");
    assert_eq!(
        standing_of(&cells, &records, "b"),
        Standing::Fresh,
        "the change was taken back"
    );
}

#[test]
fn a_changed_file_makes_readers_stale_near_and_far() {
    let cells = [
        sql("a", "select * from Orders"),
        sql("b", "select * from a"),
        sql("c", "select * from stores"),
    ];
    let records = all_done(&cells);
    let graph = Graph::of(&cells, &[]);
    let states = standings(
        &graph,
        &records,
        &known(&[("orders", "2"), ("stores", "1")]),
    );
    for name in ["a", "b"] {
        assert_eq!(
            states[&CellId::new(name)],
            Standing::Stale {
                because: "orders changed".to_owned()
            }
        );
    }
    assert_eq!(states[&CellId::new("c")], Standing::Fresh);
    let unknown = standings(&graph, &records, &known(&[]));
    assert_eq!(
        unknown[&CellId::new("a")],
        Standing::Fresh,
        "not looked at yet is not changed"
    );
}

#[test]
fn label_limits_and_chart_title_change_no_answer() {
    let number = |min: Option<&str>, label: &str| {
        let value = ParameterValue::Number {
            value: Some("3".to_owned()),
            min: min.map(str::to_owned),
            max: None,
            step: None,
        };
        cell(
            "n",
            CellBody::Parameter {
                parameter: Parameter {
                    label: label.to_owned(),
                    value,
                },
            },
        )
    };
    let chart = |title: &str| {
        let mut spec = ChartSpec::empty("a");
        spec.title = title.to_owned();
        cell("picture", CellBody::Chart { spec })
    };
    let before = [number(None, "N"), sql("a", "select :n"), chart("")];
    let after = [
        number(Some("0"), "Number"),
        sql("a", "select :n"),
        chart("Sales"),
    ];
    let records = all_done(&before);
    assert_eq!(standing_of(&after, &records, "a"), Standing::Fresh);
    assert_eq!(standing_of(&after, &records, "picture"), Standing::Fresh);
}

#[test]
fn contents_are_the_same_on_every_machine() {
    let mut spec = ChartSpec::empty("a");
    spec.version = 1;
    let cells = [
        parameter("p", "North"),
        sql("a", "select :p"),
        cell("picture", CellBody::Chart { spec }),
    ];
    let hashes: Vec<String> = contents(&Graph::of(&cells, &[]))
        .values()
        .map(|content| content.hash[..8].to_owned())
        .collect();
    assert_eq!(hashes, ["56e11683", "0c244838", "ae7e29b9"]);
}

#[test]
fn ten_thousand_cells_in_a_row_are_sorted_at_once() {
    let cells: Vec<Cell> = (0..10_000)
        .map(|at| sql(&format!("c{at}"), &format!("select * from c{}", at + 1)))
        .collect();
    let graph = Graph::of(&cells, &[]);
    assert_eq!(
        schedule::cells_before(&graph, &CellId::new("c0")).len(),
        10_000
    );
    assert_eq!(contents(&graph).len(), 10_000);
}

#[test]
fn only_what_draws_by_chance_depends_on_the_seed() {
    let cells = [
        sql("drawn", "select random() as r"),
        sql("reader", "select r from drawn"),
        sql("plain", "select 1 as r"),
    ];
    let of = |seed: Option<u32>| contents(&Graph::of(&cells, &[]).drawn_from(seed)).clone();
    let (none, one, two) = (of(None), of(Some(1)), of(Some(2)));
    for (name, depends) in [("drawn", true), ("reader", true), ("plain", false)] {
        let id = CellId::new(name);
        assert_eq!(one[&id].hash != two[&id].hash, depends, "{name}");
        assert_eq!(one[&id].hash != none[&id].hash, depends, "{name}");
    }
    assert_eq!(none, *contents(&Graph::of(&cells, &[])));
}
