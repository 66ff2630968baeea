//! `assay run` takes time with its cells, not with their square.

use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};

use crate::desk::{Desk, words};

/// How long a workbook of so many cells runs, one reading the other in tens.
fn took(desk: &Desk, cells: usize) -> Duration {
    let mut script = String::new();
    for at in 0..cells {
        let from = if at % 10 == 0 {
            String::new()
        } else {
            format!(" from c{}", at - 1)
        };
        let _ = writeln!(script, "-- name: c{at}\nselect {at} as n{from};");
    }
    let name = format!("w{cells}");
    fs::write(desk.path(&format!("{name}.sql")), script).unwrap();
    let made = desk.run(&["import", &format!("{name}.sql")]);
    assert_eq!(made.status.code(), Some(0), "{}", words(&made));
    let started = Instant::now();
    let ran = desk.run(&["run", &format!("{name}.assay"), "--json"]);
    let took = started.elapsed();
    assert_eq!(ran.status.code(), Some(0), "{}", words(&ran));
    let told: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    let told = told["cells"].as_array().unwrap();
    assert_eq!(told.len(), cells);
    assert!(told.iter().all(|cell| cell["state"] == "fresh"), "{told:?}");
    took
}

#[test]
fn ten_times_the_cells_take_about_ten_times_as_long() {
    let Some(desk) = Desk::new() else { return };
    let few = took(&desk, 100);
    let many = took(&desk, 1_000);
    eprintln!("100 cells {few:?}, 1 000 cells {many:?}");
    // With one question for the whole workbook per cell it was beyond fifty.
    assert!(many < few * 25, "100 cells {few:?}, 1 000 cells {many:?}");
}
