//! Groupings beside each other are what each of them is alone: coarser groups are put together from
//! finer ones, and no answer changes by it. Counting rows without reading a column counts the same.

use std::fmt::Write as _;

use crate::ask::Bench;

const ROWS: i64 = 4_000;

/// Rows with missing keys and values, values that are no number, and texts that occur often.
fn bench() -> Bench {
    let bench = Bench::new();
    let mut rows = "a,b,d,n,m,x,t\n".to_owned();
    for row in 0..ROWS {
        let or_missing = |is_there: bool, text: String| if is_there { text } else { String::new() };
        let cells = [
            or_missing(row % 11 != 0, format!("a{}", row % 7)),
            or_missing(row % 5 != 0, (row * 37 % 13 - 4).to_string()),
            format!("2024-0{}-01", row % 3 + 1),
            or_missing(row % 7 != 3, (row * 7_919 % 10_007 - 5_000).to_string()),
            format!("{}.{:02}", row * 31 % 999, row % 100),
            or_missing(row % 4 != 0, format!("{}.5", row % 97)),
            format!("t{}", row * 13 % 29),
        ];
        writeln!(rows, "{}", cells.join(",")).unwrap();
    }
    bench.open("facts", "facts.csv", rows.as_bytes());
    bench
}

/// Aggregates that are put together from those of smaller groups.
const ROLLED: &str = "count(*), count(n), sum(n), min(n), max(n), avg(n), sum(cast(m as decimal(9, 2))), \
     avg(cast(m as decimal(9, 2))), min(t), max(t), sum(x), avg(x), max(x), bool_or(n > 4000), bool_and(n > -5001), \
     count(*) filter (where n > 0), sum(n) filter (where b = 3), avg(n) filter (where false), max(d)";

/// Some that need the rows.
const OF_ROWS: &str = "count(distinct t), median(n), sum(distinct n), string_agg(distinct t, '' order by t), stddev(x), sum(n)";

fn sorted(bench: &Bench, sql: &str) -> Vec<Vec<String>> {
    let mut rows = bench
        .rows(sql)
        .unwrap_or_else(|error| panic!("{sql}\n{error}"));
    rows.sort();
    rows
}

/// The same groupings, each in a question of its own.
fn apart(sets: &[&[&str]], aggregates: &str, from: &str) -> String {
    let keys = ["a", "b", "d"];
    let parts: Vec<String> = sets
        .iter()
        .map(|set| {
            let columns: Vec<String> = keys
                .iter()
                .map(|key| {
                    if set.contains(key) {
                        (*key).to_owned()
                    } else if *key == "b" {
                        "cast(null as bigint)".to_owned()
                    } else if *key == "d" {
                        "cast(null as date)".to_owned()
                    } else {
                        "cast(null as text)".to_owned()
                    }
                })
                .collect();
            let grouped = if set.is_empty() {
                String::new()
            } else {
                format!(" group by {}", set.join(", "))
            };
            format!(
                "select {}, {aggregates} from {from}{grouped}",
                columns.join(", ")
            )
        })
        .collect();
    parts.join(" union all ")
}

#[test]
fn groupings_beside_each_other_are_those_apart() {
    let bench = bench();
    let rollup: &[&[&str]] = &[&["a", "b", "d"], &["a", "b"], &["a"], &[]];
    let cube: &[&[&str]] = &[
        &["a", "b", "d"],
        &["a", "b"],
        &["a", "d"],
        &["b", "d"],
        &["a"],
        &["b"],
        &["d"],
        &[],
    ];
    let twice: &[&[&str]] = &[&["a", "b", "d"], &["b"], &["b"], &["a", "d"]];
    let beside: &[&[&str]] = &[&["a"], &["b"], &["d"]];
    for (sets, written) in [
        (rollup, "rollup (a, b, d)"),
        (cube, "cube (a, b, d)"),
        (twice, "grouping sets ((a, b, d), (b), (b), (a, d))"),
        (beside, "grouping sets ((a), (b), (d))"),
    ] {
        for aggregates in [ROLLED, OF_ROWS] {
            for from in [
                "facts",
                "facts where n > 99999",
                "facts where a = 'a3' or b is null",
            ] {
                let (from, filter) = from.split_once(" where ").unwrap_or((from, "true"));
                let from = format!("(select * from {from} where {filter}) s");
                let together =
                    format!("select a, b, d, {aggregates} from {from} group by {written}");
                let apart = apart(sets, aggregates, &from);
                assert_eq!(
                    sorted(&bench, &together),
                    sorted(&bench, &apart),
                    "{together}"
                );
            }
        }
    }
}

#[test]
fn what_is_no_number_stays_none_in_larger_groups() {
    let bench = bench();
    let values = "(values ('p', 1, 'nan'::double), ('p', 2, 1.5e0), ('q', 1, 2.5e0), ('q', 2, null), \
                  (null, 1, 'inf'::double), (null, null, '-inf'::double)) as v(a, b, x)";
    let together = format!(
        "select a, b, count(x), sum(x), avg(x), min(x), max(x) from {values} group by cube (a, b)"
    );
    let parts = [
        ("a, b", "a, b"),
        ("a, cast(null as bigint)", "a"),
        ("cast(null as text), b", "b"),
    ];
    let mut apart: Vec<String> = parts
        .iter()
        .map(|(columns, keys)| {
            format!("select {columns}, count(x), sum(x), avg(x), min(x), max(x) from {values} group by {keys}")
        })
        .collect();
    apart.push(format!(
        "select null, null, count(x), sum(x), avg(x), min(x), max(x) from {values}"
    ));
    let apart = apart.join(" union all ");
    assert_eq!(sorted(&bench, &together), sorted(&bench, &apart));
}

#[test]
fn rows_are_counted_without_reading_a_column() {
    let bench = bench();
    let whole = bench.folder.path().join("facts.parquet");
    let sql = "select * from facts";
    bench.run(sql).unwrap();
    let (frame, _) = bench.window(protocol::message::View::default(), 0, 10_000);
    let mut frame = frame;
    polars::prelude::ParquetWriter::new(std::fs::File::create(&whole).unwrap())
        .with_row_group_size(Some(500))
        .finish(&mut frame)
        .unwrap();
    bench.open_path("file", whole.to_str().unwrap());
    let folder = bench.folder.path().join("many");
    for year in [2023, 2024] {
        let part = folder.join(format!("year={year}"));
        std::fs::create_dir_all(&part).unwrap();
        std::fs::copy(&whole, part.join("part.parquet")).unwrap();
    }
    bench.open_path("folder", folder.to_str().unwrap());
    let all = ROWS.to_string();
    let few = (0..ROWS).filter(|row| row % 11 == 0).count().to_string();
    for (table, times) in [("facts", 1), ("file", 1), ("folder", 2)] {
        for (filter, one) in [
            ("true", &all),
            ("a is null", &few),
            ("n > 99999", &"0".to_owned()),
        ] {
            let sql = format!("select count(*) from {table} where {filter}");
            let expected = one.parse::<u64>().unwrap() * times;
            assert_eq!(sorted(&bench, &sql), [[expected.to_string()]], "{sql}");
        }
        let limited = format!("select count(*) from (select * from {table} limit 7) s");
        assert_eq!(sorted(&bench, &limited), [["7"]], "{limited}");
        let sampled = protocol::message::Scope {
            sample: Some(9),
            ..protocol::message::Scope::default()
        };
        let head = bench
            .run_in(&format!("select count(*) from {table}"), sampled)
            .unwrap();
        assert_eq!(head.rows, 1);
        let (frame, _) = bench.window(protocol::message::View::default(), 0, 1);
        assert_eq!(crate::ask::cell(&frame.columns()[0].get(0).unwrap()), "9");
    }
}
