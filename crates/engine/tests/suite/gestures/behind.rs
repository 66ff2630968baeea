//! The rows behind a mark add up to the mark, over all aggregates, for random pills on random rows and for
//! the totals of pivot tables; and the rest is every other row, once.

use std::fmt::Write as _;

use model::{Aggregate, DatePart, Key, Levels, Measure, Member, Query, TimeUnit};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

use super::members::{top, value_of};
use super::{by, key, of};
use crate::ask::Bench;

const AGGREGATES: [(Aggregate, &str); 11] = [
    (Aggregate::Sum, "amount"),
    (Aggregate::Average, "amount"),
    (Aggregate::Median, "amount"),
    (Aggregate::Min, "amount"),
    (Aggregate::Max, "amount"),
    (Aggregate::Count, "amount"),
    (Aggregate::Count, ""),
    (Aggregate::CountDistinct, "customer"),
    (Aggregate::StandardDeviation, "amount"),
    (Aggregate::Variance, "amount"),
    (Aggregate::Percentile, "amount"),
];

fn measures() -> Vec<Measure> {
    AGGREGATES
        .iter()
        .enumerate()
        .map(|(at, (aggregate, field))| Measure {
            name: format!("m{at}"),
            percentile: (*aggregate == Aggregate::Percentile).then(|| "35".to_owned()),
            ..of(*aggregate, field)
        })
        .collect()
}

/// Rows with missing values in every column.
fn made(random: &mut SmallRng) -> Bench {
    let mut text = String::from("day,region,amount,customer\n");
    for _ in 0..random.random_range(30..120) {
        let mut some = |words: String| {
            if random.random_range(0..9) == 0 {
                String::new()
            } else {
                words
            }
        };
        let (day, region) = (some("day".to_owned()), some("region".to_owned()));
        let (amount, customer) = (some("amount".to_owned()), some("customer".to_owned()));
        let day = if day.is_empty() {
            day
        } else {
            format!(
                "202{}-{:02}-{:02}",
                random.random_range(2..5),
                random.random_range(1..13),
                random.random_range(1..29)
            )
        };
        let region = if region.is_empty() {
            region
        } else {
            ["north", "south", "west"][random.random_range(0..3)].to_owned()
        };
        let amount = if amount.is_empty() {
            amount
        } else {
            random.random_range(-50..150).to_string()
        };
        let customer = if customer.is_empty() {
            customer
        } else {
            format!("c{}", random.random_range(0..9))
        };
        writeln!(text, "{day},{region},{amount},{customer}").unwrap();
    }
    let bench = Bench::new();
    bench.open("sales", "sales.csv", text.as_bytes());
    bench
}

fn some_keys(random: &mut SmallRng) -> Vec<Key> {
    let weekday = Key {
        part: Some(DatePart::Weekday),
        name: "weekday".to_owned(),
        ..key("day")
    };
    let width = Key {
        bin_width: Some("20".to_owned()),
        name: "width".to_owned(),
        ..key("amount")
    };
    let others = random.random_bool(0.5);
    let pool = [
        key("region"),
        by(TimeUnit::Quarter),
        weekday,
        width,
        top("customer", 3, others),
    ];
    let mut keys: Vec<Key> = Vec::new();
    for _ in 0..random.random_range(1..4) {
        let one = pool[random.random_range(0..pool.len())].clone();
        if !keys.iter().any(|known| known.name == one.name) {
            keys.push(one);
        }
    }
    keys
}

/// Figures may differ by 1e-8: they are printed with nine digits.
fn same(found: &[String], wanted: &[String], about: &str) {
    assert_eq!(found.len(), wanted.len(), "{about}");
    for (found, wanted) in found.iter().zip(wanted) {
        match (found.parse::<f64>(), wanted.parse::<f64>()) {
            (Ok(one), Ok(other)) => assert!(
                (one - other).abs() <= 2e-9 * other.abs().max(1.0),
                "{about}: {one} is not {other}"
            ),
            _ => assert_eq!(found, wanted, "{about}"),
        }
    }
}

#[test]
fn the_rows_behind_a_mark_add_up_to_it_for_random_pills() {
    let mut marks = 0;
    for seed in 0..14 {
        let random = &mut SmallRng::seed_from_u64(seed);
        let bench = made(random);
        let keys = some_keys(random);
        let rows = random.random_range(0..=keys.len());
        let is_pivot = random.random_bool(0.6);
        let levels = Levels {
            rows,
            row_depth: "row_depth".to_owned(),
            row_place: "row_place".to_owned(),
            column_depth: "column_depth".to_owned(),
            column_place: "column_place".to_owned(),
            ..Levels::default()
        };
        let asked = Query {
            source: "sales".to_owned(),
            keys: keys.clone(),
            measures: measures(),
            levels: is_pivot.then_some(levels),
            ..Query::default()
        };
        let all = bench.asked(&asked).unwrap();
        for _ in 0..5 {
            let row = &all[random.random_range(0..all.len())];
            let depth = |at: usize| {
                row[keys.len() + AGGREGATES.len() + at]
                    .parse::<usize>()
                    .unwrap()
            };
            let is_told = |at: usize| match (is_pivot, at < rows) {
                (false, _) => true,
                (true, true) => at < depth(0),
                (true, false) => at - rows < depth(1),
            };
            let (told, total): (Vec<usize>, Vec<usize>) =
                (0..keys.len()).partition(|at| is_told(*at));
            let members = told.iter().map(|at| Member {
                key: keys[*at].clone(),
                value: value_of(&keys[*at], &row[*at]),
            });
            let has_limit = |key: &Key| key.top.as_ref().is_some_and(|top| !top.top.others);
            let kept = total.iter().map(|at| keys[*at].clone()).filter(has_limit);
            let behind = Query {
                source: "sales".to_owned(),
                members: members.collect(),
                kept: kept.collect(),
                measures: measures(),
                ..Query::default()
            };
            let about = format!("seed {seed}: {row:?}");
            let found = bench.asked(&behind).unwrap();
            same(
                &found[0],
                &row[keys.len()..keys.len() + AGGREGATES.len()],
                &about,
            );
            // The mark and the rest are all rows that the chart has.
            let rest = bench
                .asked(&Query {
                    apart: true,
                    ..behind.clone()
                })
                .unwrap();
            let limited = keys.iter().filter(|key| has_limit(key)).cloned();
            let whole = Query {
                members: Vec::new(),
                kept: limited.collect(),
                ..behind
            };
            let whole = bench.asked(&whole).unwrap();
            let count = |row: &[String]| row[6].parse::<u64>().unwrap();
            assert_eq!(
                count(&found[0]) + count(&rest[0]),
                count(&whole[0]),
                "{about}"
            );
            marks += 1;
        }
    }
    assert_eq!(marks, 70);
}
