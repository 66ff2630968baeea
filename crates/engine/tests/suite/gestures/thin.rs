//! Long lines: of each column of pixels the rows that are drawn, against the columns worked out row by
//! row.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use model::{Query, Thinned};
use protocol::message::View;

use crate::ask::Bench;

const PIXELS: u32 = 300;
const ROWS: u32 = 40_000;

/// A walk at uneven places, with a jump and a flat part.
fn walk() -> Vec<(u32, f64)> {
    let mut state = 7_u64;
    let mut next = move |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let (mut at, mut value) = (0_u32, 0.0);
    (0..ROWS)
        .map(|row| {
            at += 1 + u32::try_from(next(9)).unwrap();
            if !(10_000..12_000).contains(&row) {
                value += f64::from(u32::try_from(next(2001)).unwrap()) - 1000.0;
            }
            if row == 20_000 {
                value += 1e6;
            }
            (at, value)
        })
        .collect()
}

fn thinned(split_by: &[&str]) -> Thinned {
    Thinned {
        along: "at".to_owned(),
        amounts: vec!["v".to_owned()],
        split_by: split_by.iter().map(|name| (*name).to_owned()).collect(),
        pixels: PIXELS,
    }
}

/// The rows that M4 keeps, found by walking over them.
fn kept(rows: &[(u32, f64)]) -> BTreeSet<u32> {
    let (low, high) = (f64::from(rows[0].0), f64::from(rows[rows.len() - 1].0));
    let column = |at: u32| {
        let share = (f64::from(at) - low) / (high - low);
        (share * f64::from(PIXELS) + 1e-9)
            .floor()
            .min(f64::from(PIXELS) - 1.0)
    };
    let mut kept = BTreeSet::new();
    for group in rows.chunk_by(|left, right| column(left.0).total_cmp(&column(right.0)).is_eq()) {
        let by = |left: &&(u32, f64), right: &&(u32, f64)| left.1.total_cmp(&right.1);
        let lowest = group.iter().min_by(by).unwrap();
        let highest = group.iter().rev().max_by(by).unwrap();
        for one in [&group[0], lowest, highest, &group[group.len() - 1]] {
            kept.insert(one.0);
        }
    }
    kept
}

#[test]
fn a_column_of_pixels_keeps_its_first_last_lowest_and_highest_row() {
    let rows = walk();
    let mut text = String::from("at,v\n");
    for (at, value) in &rows {
        writeln!(text, "{at},{value}").unwrap();
    }
    let bench = Bench::new();
    bench.open("walk", "walk.csv", text.as_bytes());
    let asked = Query {
        source: "walk".to_owned(),
        thinned: Some(thinned(&[])),
        ..Query::default()
    };
    let found = bench.asked(&asked).unwrap();
    let places: Vec<u32> = found.iter().map(|row| row[0].parse().unwrap()).collect();
    let wanted: Vec<u32> = kept(&rows).into_iter().collect();
    assert_eq!(places, wanted);
    assert!(places.len() <= 4 * PIXELS as usize, "{}", places.len());
    // The same as a view of an answer, page by page.
    bench.run("select * from walk order by at").unwrap();
    let view = View {
        thinned: Some(thinned(&[])),
        ..View::default()
    };
    let (page, count) = bench.window(view, 100, 50);
    assert_eq!(count, wanted.len() as u64);
    assert_eq!(page.height(), 50);
}

#[test]
fn lines_beside_each_other_have_no_gaps_where_another_is_drawn() {
    let mut text = String::from("at,name,v\n");
    for at in 0..20_000_u32 {
        let (a, b) = (
            at.wrapping_mul(2_654_435_761) % 1_000,
            at.wrapping_mul(40_503) % 77,
        );
        writeln!(text, "{at},a,{a}\n{at},b,{b}").unwrap();
    }
    let bench = Bench::new();
    bench.open("walk", "walk.csv", text.as_bytes());
    let asked = Query {
        source: "walk".to_owned(),
        thinned: Some(thinned(&["name"])),
        ..Query::default()
    };
    let found = bench.asked(&asked).unwrap();
    let of = |name: &str| -> Vec<String> {
        let rows = found.iter().filter(|row| row[1] == name);
        rows.map(|row| row[0].clone()).collect()
    };
    assert_eq!(of("a"), of("b"));
    assert!(of("a").len() > PIXELS as usize);
    assert!(of("a").len() <= 8 * PIXELS as usize);
}

#[test]
fn one_place_alone_and_no_rows_are_drawn_too() {
    let bench = Bench::new();
    bench.open("walk", "walk.csv", b"at,v\n5,1\n5,3\n5,2\n");
    let asked = |along: &str| Query {
        source: "walk".to_owned(),
        thinned: Some(Thinned {
            along: along.to_owned(),
            ..thinned(&[])
        }),
        ..Query::default()
    };
    assert_eq!(bench.asked(&asked("at")).unwrap().len(), 3);
    let refused = bench.asked(&asked("name")).unwrap_err();
    assert!(refused.contains("There is no column `name`"), "{refused}");
}
