//! Pivot tables: every total of every level against SQL that was written by itself, from the rows at
//! that level; and the order of their lines.

use model::{
    Aggregate, Calculation, Key, Levels, LineOrder, Measure, Query, TimeUnit, Top, TopKey, Value,
    Within,
};

use super::{bench, by, key, of};
use crate::ask::Bench;

fn levels(rows: usize) -> Levels {
    Levels {
        rows,
        row_depth: "row_depth".to_owned(),
        row_place: "row_place".to_owned(),
        column_depth: "column_depth".to_owned(),
        column_place: "column_place".to_owned(),
        ..Levels::default()
    }
}

fn named(aggregate: Aggregate, field: &str, name: &str) -> Measure {
    Measure {
        name: name.to_owned(),
        ..of(aggregate, field)
    }
}

/// Region and customer down, years across.
fn pivot(measures: Vec<Measure>) -> Query {
    Query {
        source: "sales".to_owned(),
        keys: vec![key("region"), key("customer"), by(TimeUnit::Year)],
        measures,
        levels: Some(levels(2)),
        ..Query::default()
    }
}

fn lines(bench: &Bench, query: &Query) -> Vec<String> {
    let rows = bench.asked(query).unwrap();
    rows.iter().map(|row| row.join(" | ")).collect()
}

/// The lines of a pivot by their label and amount in the column of all.
fn in_order(query: &Query) -> Vec<String> {
    let rows = bench().asked(query).unwrap();
    let keys = query.keys.len();
    let totals = rows.into_iter().filter(|row| row[row.len() - 2 - 1] == "0");
    totals
        .map(|row| format!("{} {}", row[..keys - 1].join(" "), row[keys]))
        .collect()
}

#[test]
fn every_total_is_computed_from_the_rows_at_its_level() {
    let aggregates = [
        (Aggregate::Sum, "amount", "sum(amount)"),
        (Aggregate::Average, "amount", "avg(amount)"),
        (Aggregate::Median, "amount", "median(amount)"),
        (
            Aggregate::CountDistinct,
            "customer",
            "count(distinct customer)",
        ),
        (Aggregate::CountDistinct, "amount", "count(distinct amount)"),
        (Aggregate::Count, "", "count(*)"),
        (Aggregate::Count, "amount", "count(amount)"),
        (Aggregate::Min, "amount", "min(amount)"),
        (Aggregate::Max, "day", "max(day)"),
        (Aggregate::StandardDeviation, "amount", "stddev(amount)"),
        (Aggregate::Variance, "amount", "var(amount)"),
    ];
    let bench = bench();
    for (aggregate, field, sql) in aggregates {
        let found = lines(&bench, &pivot(vec![of(aggregate, field)]));
        // Nine statements that group by themselves: no ROLLUP, no GROUPING SETS.
        let mut wanted = Vec::new();
        for rows in 0..=2 {
            for columns in 0..=1 {
                let parts = [
                    if rows > 0 { "region" } else { "null" },
                    if rows > 1 { "customer" } else { "null" },
                    if columns > 0 {
                        "date_trunc('year', day)"
                    } else {
                        "null"
                    },
                ];
                let by: Vec<&str> = parts.into_iter().filter(|part| *part != "null").collect();
                let by = if by.is_empty() {
                    String::new()
                } else {
                    format!(" group by {}", by.join(", "))
                };
                let statement = format!("select {}, {sql} from sales{by}", parts.join(", "));
                let answered = bench.rows(&statement).unwrap();
                wanted.extend(
                    answered
                        .into_iter()
                        .map(|row| format!("{} | {rows} | {columns}", row.join(" | "))),
                );
            }
        }
        let mut found: Vec<String> = found
            .iter()
            .map(|line| {
                // Keys, the amount, both depths; places are looked at below.
                let cells: Vec<&str> = line.split(" | ").collect();
                cells[..6].join(" | ")
            })
            .collect();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{sql}");
        assert!(found.len() > 25, "{sql}");
    }
}

#[test]
fn an_average_of_a_total_is_no_average_of_averages() {
    // North 10, 15, 20, 25, 40; south 5, 30, 60, 90; and 7 without a region.
    let asked = Query {
        keys: vec![key("region")],
        levels: Some(levels(1)),
        ..pivot(vec![
            named(Aggregate::Average, "amount", "mean"),
            named(Aggregate::CountDistinct, "customer", "customers"),
            named(Aggregate::Median, "amount", "middle"),
        ])
    };
    assert_eq!(
        lines(&bench(), &asked),
        [
            "NULL | 30.2 | 4 | 22.5 | 0 | 0 | 1 | 1",
            "north | 22 | 2 | 20 | 1 | 0 | 2 | 1",
            "south | 46.25 | 3 | 45 | 1 | 0 | 3 | 1",
            "NULL | 7 | 1 | 7 | 1 | 0 | 4 | 1",
        ]
    );
}

#[test]
fn lines_stand_by_the_amounts_of_any_column_and_groups_stay_together() {
    let ordered = |column: Vec<Value>, descending: bool| {
        let sum = of(Aggregate::Sum, "amount");
        let mut asked = pivot(vec![sum.clone()]);
        let by = LineOrder {
            measure: sum,
            column,
            descending,
        };
        asked.levels = Some(Levels {
            by: Some(by),
            ..levels(2)
        });
        in_order(&asked)
    };
    assert_eq!(
        ordered(Vec::new(), true),
        [
            "NULL NULL 302",
            "south NULL 185",
            "south a 90",
            "south b 90",
            "south d 5",
            "north NULL 110",
            "north a 85",
            "north c 25",
            "NULL NULL 7",
            "NULL d 7",
        ]
    );
    // In 2023: north 70, south 30; without amounts there, lines stand last.
    let year = vec![Value::Date("2023-01-01".to_owned())];
    assert_eq!(
        ordered(year, true),
        [
            "NULL NULL 302",
            "north NULL 110",
            "north a 85",
            "north c 25",
            "south NULL 185",
            "south b 90",
            "south a 90",
            "south d 5",
            "NULL NULL 7",
            "NULL d 7",
        ]
    );
}

#[test]
fn a_measure_that_is_not_shown_may_order_the_lines() {
    let mut asked = pivot(vec![of(Aggregate::Sum, "amount")]);
    asked.levels = Some(Levels {
        by: Some(LineOrder {
            measure: named(Aggregate::Count, "", "unseen"),
            column: Vec::new(),
            descending: true,
        }),
        ..levels(2)
    });
    let order = in_order(&asked);
    assert_eq!(order[1], "north NULL 110");
    assert_eq!(bench().asked(&asked).unwrap()[0].len(), 3 + 1 + 4);
}

#[test]
fn others_stand_last_and_totals_have_only_the_members_that_stay() {
    let top = |others: bool| Key {
        top: Some(TopKey {
            top: Top {
                count: 1,
                others,
                smallest: false,
            },
            by: Box::new(of(Aggregate::Sum, "amount")),
        }),
        ..key("customer")
    };
    let asked = |others: bool| Query {
        keys: vec![top(others), by(TimeUnit::Year)],
        levels: Some(levels(1)),
        ..pivot(vec![of(Aggregate::Sum, "amount")])
    };
    assert_eq!(
        in_order(&asked(true)),
        ["NULL 302", "a 175", "Others (3) 127"]
    );
    assert_eq!(in_order(&asked(false)), ["NULL 175", "a 175"]);
    // The rows behind that total are those of the members that stay.
    let behind = Query {
        source: "sales".to_owned(),
        kept: vec![top(false)],
        measures: vec![of(Aggregate::Sum, "amount")],
        ..Query::default()
    };
    assert_eq!(bench().asked(&behind).unwrap(), [["175"]]);
}

#[test]
fn shares_are_shares_of_their_level() {
    let share = Measure {
        calculation: Some(Calculation::Share {
            within: Within::Chart,
        }),
        ..of(Aggregate::Sum, "amount")
    };
    let rows = bench().asked(&pivot(vec![share])).unwrap();
    for depths in [
        ["0", "0"],
        ["1", "0"],
        ["2", "0"],
        ["0", "1"],
        ["1", "1"],
        ["2", "1"],
    ] {
        let at_level = rows.iter().filter(|row| row[4..6] == depths);
        let whole: f64 = at_level.filter_map(|row| row[3].parse::<f64>().ok()).sum();
        assert!((whole - 1.0).abs() < 1e-8, "{depths:?}: {whole}");
    }
}

#[test]
fn a_pivot_without_columns_or_without_rows_has_one_of_them() {
    let only = |rows: usize| Query {
        keys: vec![key("region")],
        levels: Some(levels(rows)),
        ..pivot(vec![of(Aggregate::Sum, "amount")])
    };
    let places = |query: &Query| -> Vec<String> {
        let rows = bench().asked(query).unwrap();
        rows.iter().map(|row| row[2..].join(" ")).collect()
    };
    assert_eq!(
        places(&only(1)),
        ["0 0 1 1", "1 0 2 1", "1 0 3 1", "1 0 4 1"]
    );
    assert_eq!(
        places(&only(0)),
        ["0 0 1 1", "0 1 1 2", "0 1 1 3", "0 1 1 4"]
    );
}

/// A million rows, 5 000 lines and 12 columns: answered whole, and no figure is lost.
#[test]
fn a_million_rows_are_one_answer() {
    let bench = Bench::new();
    let mut text = String::from("id,product,month,amount\n");
    for id in 0..1_000_000_u32 {
        use std::fmt::Write as _;
        let product = id.wrapping_mul(2_654_435_761) % 5_000;
        writeln!(text, "{id},p{product},{},{}", id % 12 + 1, id % 97).unwrap();
    }
    bench.open("sales", "sales.csv", text.as_bytes());
    let asked = Query {
        keys: vec![key("product"), key("month")],
        levels: Some(levels(1)),
        ..pivot(vec![
            named(Aggregate::Sum, "amount", "sum"),
            named(Aggregate::Average, "amount", "mean"),
            named(Aggregate::CountDistinct, "id", "ids"),
        ])
    };
    let rows = bench.asked(&asked).unwrap();
    assert_eq!(rows[0][4], "1000000");
    assert_eq!(rows.iter().filter(|row| row[6] == "0").count(), 5_001);
    let wanted = bench
        .rows("select sum(amount), avg(amount) from sales")
        .unwrap();
    assert_eq!(rows[0][2..4], wanted[0][..]);
}
