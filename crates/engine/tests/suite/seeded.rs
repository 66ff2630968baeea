//! Values by chance that are drawn from a seed: the same each time, and no pattern between rows, calls
//! and statements.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use protocol::message::Scope;

use crate::ask::Bench;

const ROWS: usize = 30_000;

fn bench() -> Bench {
    let bench = Bench::new();
    let mut rows = "n,g\n".to_owned();
    for row in 0..ROWS {
        writeln!(rows, "{row},{}", row % 3).unwrap();
    }
    bench.open("facts", "facts.csv", rows.as_bytes());
    bench
}

fn drawn(bench: &Bench, seed: Option<u32>, sql: &str) -> Vec<Vec<String>> {
    let scope = Scope {
        seed,
        ..Scope::default()
    };
    let head = bench.run_in(sql, scope).unwrap();
    bench.rows_of(&head)
}

/// Everywhere that a value can be drawn.
const TEXTS: [&str; 10] = [
    "select random() as r, uuid() as u",
    "select n, random() as r from facts order by n",
    "select n, uuid() as u from facts order by n",
    "select n from facts where random() < 0.01 order by n",
    "select n from facts order by random() limit 20",
    "select g, sum(random()) as s, min(uuid()) as u from facts group by g order by g",
    "with d as (select n, random() as r from facts) select a.n, a.r = b.r as same from d a join d b using (n) order by n",
    "select n, case when random() < 0.5 then random() else 2 end as r from facts order by n",
    "select n, row_number() over (order by random()) as place from facts order by n",
    "select x, (select random()) as r from unnest([1, 2, 3]) t(x) order by x",
];

#[test]
fn the_same_seed_draws_the_same_values_and_another_one_others() {
    let bench = bench();
    for sql in TEXTS {
        let once = drawn(&bench, Some(7), sql);
        assert_eq!(once, drawn(&bench, Some(7), sql), "{sql}");
        if sql.contains("as same") {
            assert!(once.iter().all(|row| row[1] == "true"), "{sql}");
            continue;
        }
        assert_ne!(once, drawn(&bench, Some(8), sql), "{sql}");
        assert_ne!(
            drawn(&bench, None, sql),
            drawn(&bench, None, sql),
            "without a seed: {sql}"
        );
    }
}

#[test]
fn calls_rows_and_statements_draw_apart() {
    let bench = bench();
    // As text there are nine digits behind the point.
    let number = |text: &String| text.parse::<f64>().unwrap() / 1e6;
    let rows = drawn(
        &bench,
        Some(1),
        "select random() * 1e6 as a, random() * 1e6 as b from facts",
    );
    assert_eq!(rows.len(), ROWS);
    let distinct: BTreeSet<&String> = rows.iter().flatten().collect();
    assert_eq!(distinct.len(), 2 * ROWS, "no value comes twice");
    #[expect(clippy::cast_precision_loss, reason = "few rows")]
    let mean = |of: &dyn Fn(&Vec<String>) -> f64| rows.iter().map(of).sum::<f64>() / ROWS as f64;
    let (a, b) = (mean(&|row| number(&row[0])), mean(&|row| number(&row[1])));
    let together = mean(&|row| (number(&row[0]) - a) * (number(&row[1]) - b));
    // Of 30 000 even draws the mean is within 0.01 of a half and the covariance within 0.003 of none
    // but once in a billion.
    assert!((a - 0.5).abs() < 0.01 && (b - 0.5).abs() < 0.01, "{a} {b}");
    assert!(together.abs() < 0.003, "{together}");
    let other = drawn(
        &bench,
        Some(1),
        "select random() * 1e6 as a, random() * 1e6 as b from facts where true",
    );
    assert_ne!(rows, other, "another text");
    let named = drawn(
        &bench,
        Some(1),
        "with d as (select n, random() as r from facts) select r = random() as same from d",
    );
    assert!(named.iter().all(|row| row[0] == "false"));
    let groups = drawn(
        &bench,
        Some(1),
        "select g, sum(random()) as s from facts group by g",
    );
    let sums: BTreeSet<&String> = groups.iter().map(|row| &row[1]).collect();
    assert_eq!(sums.len(), 3, "each row of each group draws its own");
}
