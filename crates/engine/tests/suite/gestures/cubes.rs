//! What is selected on a page, answered from tables of groups: the same figures as from rows.

use std::fmt::Write as _;

use model::{Aggregate, Key, Measure, Pick, PickPart, Pill, Query, Selected, TimeUnit, Value};

use super::members::top;
use super::{key, of};
use crate::ask::Bench;

const ROWS: u32 = 240_000;

/// Rows enough that tables of groups pay, with a region and amounts that are missing.
fn visits(factor: u32) -> String {
    let mut text = String::from("region,customer,day,amount\n");
    for row in 0..ROWS {
        let region = ["north", "south", "west", ""][(row % 7 % 4) as usize];
        let (customer, day) = (row.wrapping_mul(7919) % 83, row % 59);
        let amount = if row % 11 == 0 {
            String::new()
        } else {
            ((row.wrapping_mul(40_503) % 1000) * factor).to_string()
        };
        let (month, day) = (1 + day / 28, 1 + day % 28);
        writeln!(
            text,
            "{region},c{customer},2024-{month:02}-{day:02},{amount}"
        )
        .unwrap();
    }
    text
}

fn selected(region: &Value) -> Vec<Pick> {
    vec![Pick {
        of: vec![PickPart {
            pill: Pill {
                field: "region".to_owned(),
                ..Pill::default()
            },
            values: vec![region.clone()],
        }],
        excluded: false,
    }]
}

fn asked(keys: &[Key], measures: &[Measure]) -> Query {
    Query {
        source: "visits".to_owned(),
        ..super::query(keys, measures)
    }
}

fn regions() -> Vec<Value> {
    let known = ["north", "south", "west"].map(|name| Value::Text(name.to_owned()));
    known.into_iter().chain([Value::Null]).collect()
}

fn named(aggregate: Aggregate) -> Measure {
    Measure {
        name: format!("{aggregate:?}"),
        ..of(aggregate, "amount")
    }
}

/// A selection acts as marks that are kept do, which read rows.
fn agree(bench: &Bench) {
    use Aggregate::{Average, Count, Max, Min, Sum};
    let measures = [Sum, Count, Min, Max, Average].map(named);
    let month = Key {
        unit: Some(TimeUnit::Month),
        ..key("day")
    };
    let bins = Key {
        bin_width: Some("125".to_owned()),
        bin_end: Some("end".to_owned()),
        ..key("amount")
    };
    for keys in [
        vec![],
        vec![key("customer")],
        vec![month.clone(), key("region")],
        vec![top("customer", 4, true)],
        vec![bins],
    ] {
        for region in regions() {
            let plain = asked(&keys, &measures);
            let from_groups = Query {
                selected: Selected {
                    picks: selected(&region),
                    ..Selected::default()
                },
                ..plain.clone()
            };
            let from_rows = Query {
                picks: selected(&region),
                ..plain
            };
            let (groups, rows) = (bench.asked(&from_groups), bench.asked(&from_rows));
            assert_eq!(groups, rows, "{keys:?} of {region:?}");
            assert!(!rows.unwrap().is_empty());
        }
    }
}

#[test]
fn selections_give_the_same_figures_from_groups_as_from_rows() {
    let bench = Bench::new();
    bench.open("visits", "visits.csv", visits(1).as_bytes());
    agree(&bench);
    // Groups of a file go with it.
    bench.open("visits", "visits.csv", visits(3).as_bytes());
    agree(&bench);
}

#[test]
fn bins_stay_where_they_are_whatever_is_selected() {
    let bench = Bench::new();
    bench.open("visits", "visits.csv", visits(1).as_bytes());
    let bins = Key {
        bin_count: Some(20),
        bin_end: Some("end".to_owned()),
        ..key("amount")
    };
    let all = asked(&[bins], &[named(Aggregate::Count)]);
    let edges = |rows: &[Vec<String>]| -> Vec<(String, String)> {
        let edges = rows.iter().map(|row| (row[0].clone(), row[1].clone()));
        edges.collect()
    };
    let whole = bench.asked(&all).unwrap();
    let mut counts = vec![0_u64; whole.len()];
    for region in regions() {
        let of_region = Query {
            selected: Selected {
                picks: selected(&region),
                ..Selected::default()
            },
            ..all.clone()
        };
        let rows = bench.asked(&of_region).unwrap();
        assert_eq!(edges(&rows), edges(&whole));
        for (count, row) in counts.iter_mut().zip(&rows) {
            *count += row[2].parse::<u64>().unwrap();
        }
    }
    let of_all: Vec<u64> = whole.iter().map(|row| row[2].parse().unwrap()).collect();
    assert_eq!(counts, of_all);
}
