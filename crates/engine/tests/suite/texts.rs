//! Groups by texts of which there are few are found by numbers of the texts, and are those of the
//! texts themselves.

use polars::prelude::*;

use crate::ask::Bench;

const ROWS: usize = 520_000;

/// Texts that are short, long, empty and missing; `many` has more of them than the middle shows.
fn bench() -> Bench {
    let bench = Bench::new();
    let texts = |name: &str, text: &dyn Fn(usize) -> Option<String>| {
        let values: Vec<Option<String>> = (0..ROWS).map(text).collect();
        Column::new(name.into(), values)
    };
    let short = |row: usize| (!row.is_multiple_of(11)).then(|| "é".repeat(row % 5));
    let long = |row: usize| {
        (!row.is_multiple_of(7))
            .then(|| format!("a text that is no part of its view, number {}", row % 13))
    };
    let many = |row: usize| {
        let is_middle = (200_000..320_000).contains(&row);
        Some(if is_middle {
            "same".to_owned()
        } else {
            format!("text {}", row % 60_000)
        })
    };
    let columns = vec![
        texts("short", &short),
        texts("long", &long),
        texts("many", &many),
        Column::new("v".into(), (0_i64..520_000).collect::<Vec<_>>()),
    ];
    let mut frame = DataFrame::new(ROWS, columns).unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_row_group_size(Some(100_000))
        .finish(&mut frame)
        .unwrap();
    bench.open("t", "t.parquet", &bytes);
    bench
}

#[test]
fn groups_by_few_texts_are_groups_by_the_texts() {
    let bench = bench();
    // A key that is computed is grouped as it is.
    for (coded, plain) in [
        ("short", "short || ''"),
        ("long", "long || ''"),
        ("short, long", "short || '', long || ''"),
        ("long, short", "long || '', short || ''"),
        ("many", "many || ''"),
        ("many, short", "many || '', short || ''"),
    ] {
        let of = |keys: &str| {
            let sql = format!(
                "select {keys}, count(*), sum(v), min(v), count(long) from t where v % 3 > 0 group by {keys} order by 3, 4, 5, 1, 2"
            );
            bench
                .rows(&sql)
                .unwrap_or_else(|error| panic!("{sql}\n{error}"))
        };
        assert!(of(coded) == of(plain), "{coded}");
    }
}

#[test]
fn few_texts_come_back_through_names_and_filters() {
    let bench = bench();
    for (sql, expected) in [
        (
            "select count(*), count(word) from (select s as word, l, count(*) as n from (select short as s, long as l from t where v < 300000) x group by s, l) g",
            ["84", "70"],
        ),
        (
            "select count(*), sum(n) from (select long as l, short as s, count(*) as n from t group by l, s having long like '%number 1_' and short is not null) g",
            ["15", "93509"],
        ),
        (
            "select count(*), sum(n) from (select short, long, count(*) as n from t where v < 0 group by short, long) g",
            ["0", "NULL"],
        ),
    ] {
        let rows = bench
            .rows(sql)
            .unwrap_or_else(|error| panic!("{sql}\n{error}"));
        assert_eq!(rows, [expected.map(str::to_owned)], "{sql}");
    }
}
