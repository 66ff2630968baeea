//! Statements, whole and damaged, planned and run: each has an answer or an error in words.

use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

use super::grow::Grow;
use super::tables::{Values, tables};
use super::tree::Dialect;
use crate::ask::Bench;

/// Words of what computes, which no person has to know.
const FOREIGN: [&str; 14] = [
    "polars",
    "datafusion",
    "arrow",
    "sqlparser",
    "::",
    "Utf8",
    "Int64",
    "Float64",
    "Decimal128",
    "dtype",
    "internal error",
    "Internal error",
    "PanicException",
    "unwrap",
];

fn damaged(random: &mut SmallRng, text: &str) -> String {
    let mut words: Vec<&str> = text.split(' ').collect();
    for _ in 0..random.random_range(1..4) {
        let at = random.random_range(0..words.len());
        match random.random_range(0..3) {
            0 if words.len() > 1 => {
                words.remove(at);
            }
            1 => words.insert(
                at,
                ["(", ")", ",", "null", "'x'", "not", "1", "select"]
                    .choose(random)
                    .unwrap(),
            ),
            _ => {
                let other = random.random_range(0..words.len());
                words.swap(at, other);
            }
        }
    }
    words.join(" ")
}

/// Runs this many texts over tables with extremes.
pub(super) fn run(first_seed: u64, count: u64) {
    const TEXTS: u64 = 50;
    for seed in first_seed..first_seed + count / TEXTS {
        let mut random = SmallRng::seed_from_u64(seed);
        let tables = tables(&mut random, Values::Extreme);
        let bench = Bench::new();
        for table in &tables {
            table.open(&bench);
        }
        let mut grow = Grow {
            random,
            tables: &tables,
            values: Values::Extreme,
            named: 0,
        };
        for _ in 0..TEXTS {
            let mut text = grow.question(2).0.print(Dialect::Ours);
            if grow.chance(0.6) {
                text = damaged(&mut grow.random, &text);
            }
            let Err(error) = bench.run(&text) else {
                continue;
            };
            assert!(!error.starts_with("SQL_CRASHED"), "seed {seed}: {text}");
            assert!(error.chars().count() <= 430, "seed {seed}: {text}\n{error}");
            // Between back quotes stand the person's own words, which the text holds.
            let own: String = error.split('`').step_by(2).collect();
            for word in FOREIGN {
                let is_typed = text.contains(word) && !own.contains(word);
                assert!(
                    is_typed || !error.contains(word),
                    "seed {seed}: {text}\n{error}"
                );
            }
        }
    }
}
