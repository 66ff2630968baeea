//! Questions that differ in what is selected read tables of groups, where that is possible.

use model::{
    Aggregate, Compare, DataType, Filter, Key, Measure, Pick, PickPart, Pill, Query, Selected,
    TimeUnit, Top, TopKey, Value,
};
use plan::{Cubed, Names, Relation, bind_query, cubed};

use crate::support::table;

fn names(rows: u64) -> Names {
    use DataType::{Date, Float64, Text};
    let columns = [
        ("region", Text),
        ("note", Text),
        ("day", Date),
        ("amount", Float64),
    ];
    Names {
        tables: vec![Relation {
            rows: Some(rows),
            ..table("visits", &columns)
        }],
        ..Names::default()
    }
}

fn measure(aggregate: Aggregate) -> Measure {
    Measure {
        field: "amount".to_owned(),
        aggregate,
        name: format!("{aggregate:?}"),
        ..Measure::default()
    }
}

fn key(field: &str) -> Key {
    Key {
        field: field.to_owned(),
        name: format!("{field} shown"),
        ..Key::default()
    }
}

fn pick(field: &str, value: &str) -> Pick {
    Pick {
        of: vec![PickPart {
            pill: Pill {
                field: field.to_owned(),
                ..Pill::default()
            },
            values: vec![Value::Text(value.to_owned())],
        }],
        excluded: false,
    }
}

fn asked(keys: Vec<Key>, aggregate: Aggregate, region: &str) -> Query {
    Query {
        source: "visits".to_owned(),
        keys,
        measures: vec![measure(aggregate)],
        selected: Selected {
            picks: vec![pick("region", region)],
            filters: vec![Filter {
                field: "note".to_owned(),
                compare: Compare::NotEqual,
                value: Value::Text(format!("{region} note")),
            }],
        },
        ..Query::default()
    }
}

fn of(query: &Query, rows: u64) -> Option<Cubed> {
    let bound = bind_query(query, &names(rows));
    let plan = bound
        .plan
        .unwrap_or_else(|| panic!("{:?}", bound.diagnostics));
    cubed(&plan, query)
}

/// What the tables of groups are computed from.
fn cubes(keys: &[Key], region: &str) -> Vec<String> {
    let found = of(&asked(keys.to_vec(), Aggregate::Sum, region), 10_000_000);
    let found = found.unwrap_or_else(|| panic!("no table of groups for {keys:?}"));
    let tree = found.plan.logical.display_indent().to_string();
    assert!(
        !tree.contains("TableScan: visits"),
        "{keys:?}
{tree}"
    );
    let trees = found.cubes.iter();
    trees
        .map(|cube| cube.plan.logical.display_indent_schema().to_string())
        .collect()
}

#[test]
fn every_kind_of_key_reads_groups_that_do_not_know_what_is_selected() {
    let day = Key {
        unit: Some(TimeUnit::Day),
        ..key("day")
    };
    let folded = Key {
        top: Some(TopKey {
            top: Top {
                count: 3,
                others: true,
                smallest: false,
            },
            by: Box::new(measure(Aggregate::Sum)),
        }),
        ..key("note")
    };
    let bins = Key {
        bin_count: Some(20),
        bin_end: Some("end".to_owned()),
        ..key("amount")
    };
    for keys in [
        vec![],
        vec![key("note")],
        vec![day],
        vec![folded],
        vec![bins],
    ] {
        let north = cubes(&keys, "north");
        assert_eq!(north, cubes(&keys, "south"));
        assert!(!north.join("\n").contains("north"), "{north:?}");
    }
}

#[test]
fn what_cannot_be_put_together_from_groups_reads_rows() {
    let of_notes = |aggregate| asked(vec![key("note")], aggregate, "north");
    assert!(of(&of_notes(Aggregate::Average), 10_000_000).is_some());
    assert!(of(&of_notes(Aggregate::Median), 10_000_000).is_none());
    assert!(of(&of_notes(Aggregate::CountDistinct), 10_000_000).is_none());
    // Little is gained where rows are few, and nothing where nothing is selected.
    assert!(of(&of_notes(Aggregate::Sum), 1_000).is_none());
    let unselected = Query {
        selected: Selected::default(),
        ..of_notes(Aggregate::Sum)
    };
    assert!(of(&unselected, 10_000_000).is_none());
}
