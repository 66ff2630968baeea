//! TPC-H as written in the specification, against SQLite on the same made-up data.

use std::path::Path;

use rusqlite::types::ValueRef;

use crate::ask::Bench;
use crate::tpch_data;

fn text(name: &str) -> Option<String> {
    let folder = Path::new("../../tests/sql/tpch");
    std::fs::read_to_string(folder.join(name)).ok()
}

/// The cells of SQLite's answer as text.
fn reference(database: &rusqlite::Connection, sql: &str) -> Vec<Vec<String>> {
    let mut statement = database.prepare(sql).unwrap();
    let width = statement.column_count();
    let rows = statement.query_map([], |row| {
        (0..width)
            .map(|at| {
                Ok(match row.get_ref(at)? {
                    ValueRef::Null => "NULL".to_owned(),
                    ValueRef::Integer(number) => number.to_string(),
                    ValueRef::Real(number) => number.to_string(),
                    ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                    ValueRef::Blob(_) => "blob".to_owned(),
                })
            })
            .collect()
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// Numbers to nine digits, so that exact decimals and floating point can be compared.
fn normal(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let number = |cell: String| match cell.parse::<f64>() {
        Ok(number) if cell.contains(['.', 'e']) || number.abs() < 1e15 => format!("{number:.3}"),
        _ => cell,
    };
    let mut rows: Vec<Vec<String>> = rows
        .into_iter()
        .map(|row| row.into_iter().map(number).collect())
        .collect();
    rows.sort();
    rows
}

fn close(left: &str, right: &str) -> bool {
    if left == right {
        return true;
    }
    match (left.parse::<f64>(), right.parse::<f64>()) {
        (Ok(left), Ok(right)) => (left - right).abs() <= 0.006 + left.abs() * 1e-9,
        _ => false,
    }
}

#[test]
fn every_query_of_the_specification_agrees_with_a_second_engine() {
    let bench = Bench::new();
    let database = rusqlite::Connection::open_in_memory().unwrap();
    tpch_data::make(&bench, &database);
    let mut wrong = Vec::new();
    let mut empty = Vec::new();
    for number in 1..=22 {
        let name = format!("q{number:02}");
        let sql = text(&format!("{name}.sql")).unwrap();
        let expected = normal(reference(
            &database,
            &text(&format!("{name}.sqlite.sql")).unwrap_or_else(|| sql.clone()),
        ));
        if expected.is_empty() {
            empty.push(name.clone());
        }
        let sql = sql.trim_end().trim_end_matches(';');
        let actual = match bench.rows(sql) {
            Ok(rows) => normal(rows),
            Err(error) => {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
        };
        let same = actual.len() == expected.len()
            && actual.iter().zip(&expected).all(|(left, right)| {
                left.len() == right.len()
                    && left
                        .iter()
                        .zip(right)
                        .all(|(left, right)| close(left, right))
            });
        if !same {
            let show = |rows: &[Vec<String>]| {
                rows.iter()
                    .take(3)
                    .map(|row| row.join(" | "))
                    .collect::<Vec<_>>()
                    .join("\n    ")
            };
            wrong.push(format!(
                "{name}: {} rows, expected {}\n    {}\n  expected\n    {}",
                actual.len(),
                expected.len(),
                show(&actual),
                show(&expected)
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of 22 differ\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(empty.len() <= 2, "too little data to tell: {empty:?}");
}
