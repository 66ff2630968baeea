//! The table of functions against the engine: every name that completion offers is computed, and
//! every example has the value that the written reference gives.

use plan::functions::{Entry, OVER_ROWS, ROWS, areas};

use crate::ask::Bench;

fn question(title: &str, example: &str) -> String {
    match title {
        "Windows" => format!("select {example} as answer from {ROWS} order by v, w"),
        title if OVER_ROWS.contains(&title) => format!("select {example} as answer from {ROWS}"),
        _ => format!("select {example} as answer"),
    }
}

fn asked(bench: &Bench, title: &str, example: &str) -> String {
    match bench.rows(&question(title, example)) {
        Ok(rows) => rows
            .iter()
            .map(|row| row.join(" "))
            .collect::<Vec<_>>()
            .join(", "),
        Err(error) => error,
    }
}

#[test]
fn every_example_has_the_value_that_the_reference_gives() {
    let bench = Bench::new();
    let mut wrong = Vec::new();
    for area in areas() {
        for entry in area.entries {
            let (example, wanted) = entry.worked_example();
            let found = asked(&bench, area.title, example);
            if found != wanted {
                wrong.push(format!("{example}\n  wanted {wanted}\n  found  {found}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The example with another name of the function in it.
fn by_name(entry: &Entry, name: &str) -> String {
    let (example, _) = entry.worked_example();
    example.replacen(&format!("{}(", entry.name()), &format!("{name}("), 1)
}

#[test]
fn every_other_name_gives_the_same_value() {
    let bench = Bench::new();
    let mut wrong = Vec::new();
    for area in areas() {
        for entry in area.entries {
            let (_, wanted) = entry.worked_example();
            for name in entry.aliases {
                let example = by_name(entry, name);
                let found = asked(&bench, area.title, &example);
                if found != wanted {
                    wrong.push(format!("{example}\n  wanted {wanted}\n  found  {found}"));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn examples_over_no_rows_give_one_value_or_none() {
    let bench = Bench::new();
    for area in areas() {
        for entry in area.entries {
            let (example, _) = entry.worked_example();
            let text = format!("select {example} as answer from {ROWS} where w > 1000");
            let rows = bench
                .rows(&text)
                .unwrap_or_else(|error| panic!("{text}: {error}"));
            assert!(rows.len() <= 1, "{text}: {rows:?}");
        }
    }
}
