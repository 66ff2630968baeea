//! Windows of an answer: any part, under filters and order, from memory and from disk, at once.

use std::time::{Duration, Instant};

use model::{Compare, Filter, Order, ResultId, Value};
use polars::prelude::*;
use protocol::message::{Answer, Ask, DataFormat, View};

use crate::ask::Bench;

/// `rows` numbers from 0 in a scrambled order, with a text and some missing values.
fn numbers(bench: &Bench, rows: i64) {
    let scrambled: Vec<i64> = (0..rows).map(|at| (at * 7919) % rows).collect();
    let texts: Vec<Option<String>> = scrambled
        .iter()
        .map(|at| (at % 10 != 3).then(|| format!("t{:03}", at % 1000)))
        .collect();
    let mut frame = DataFrame::new(
        scrambled.len(),
        vec![
            Column::new("n".into(), &scrambled),
            Column::new("t".into(), &texts),
        ],
    )
    .unwrap();
    let path = bench.folder.path().join("numbers.parquet");
    ParquetWriter::new(std::fs::File::create(&path).unwrap())
        .with_row_group_size(Some(50_000))
        .finish(&mut frame)
        .unwrap();
    bench.open_path("numbers", path.to_str().unwrap());
}

fn order(field: &str, descending: bool) -> View {
    View {
        filters: Vec::new(),
        order: vec![Order {
            field: field.to_owned(),
            descending,
            by: None,
        }],
        ..View::default()
    }
}

fn first_numbers(frame: &DataFrame) -> Vec<i64> {
    frame
        .column("n")
        .unwrap()
        .i64()
        .unwrap()
        .iter()
        .flatten()
        .take(3)
        .collect()
}

#[test]
fn a_window_keeps_the_order_of_its_view_and_counts_all_rows() {
    let bench = Bench::new();
    numbers(&bench, 1009);
    bench.run("select n, t from numbers").unwrap();
    let (frame, rows) = bench.window(order("n", false), 500, 3);
    assert_eq!((first_numbers(&frame), rows), (vec![500, 501, 502], 1009));
    let (frame, _) = bench.window(order("n", true), 0, 3);
    assert_eq!(first_numbers(&frame), [1008, 1007, 1006]);
    let filters = vec![Filter {
        field: "n".to_owned(),
        compare: Compare::Less,
        value: Value::Integer("5".to_owned()),
    }];
    let view = View {
        filters,
        order: order("n", true).order,
        ..View::default()
    };
    let (frame, rows) = bench.window(view.clone(), 1, 10);
    assert_eq!(
        (first_numbers(&frame), rows, frame.height()),
        (vec![3, 2, 1], 5, 4)
    );
    let (frame, rows) = bench.window(view, 50, 10);
    assert_eq!((frame.height(), rows), (0, 5), "behind the end");
    // Missing texts come last ascending and first descending, as in SQL.
    let (frame, _) = bench.window(order("t", true), 0, 1);
    assert_eq!(frame.column("t").unwrap().null_count(), 1);
    let (frame, _) = bench.window(order("t", false), 0, 1);
    assert_eq!(frame.column("t").unwrap().null_count(), 0);
}

#[test]
fn a_window_is_never_longer_than_its_limit() {
    let bench = Bench::new();
    numbers(&bench, 20_011);
    bench.run("select * from numbers").unwrap();
    let (frame, rows) = bench.window(View::default(), 0, u32::MAX);
    assert_eq!((frame.height(), rows), (10_000, 20_011));
}

#[test]
fn a_forgotten_answer_is_missing_and_not_an_error() {
    let bench = Bench::new();
    bench.run("select 1 as x").unwrap();
    assert!(matches!(
        bench
            .ask(Ask::Forget {
                results: vec![ResultId::new("r")]
            })
            .0,
        Answer::Done
    ));
    let ask = Ask::Window {
        result: ResultId::new("r"),
        view: View::default(),
        offset: 0,
        limit: 1,
    };
    assert!(matches!(bench.ask(ask).0, Answer::Missing { .. }));
    let ask = Ask::Head {
        result: ResultId::new("r"),
        limit: 1,
    };
    assert!(matches!(bench.ask(ask).0, Answer::Missing { .. }));
    let path = bench
        .folder
        .path()
        .join("x.csv")
        .to_str()
        .unwrap()
        .to_owned();
    let ask = Ask::Export {
        result: ResultId::new("r"),
        view: View::default(),
        format: DataFormat::Csv,
        path,
    };
    assert!(matches!(bench.ask(ask).0, Answer::Missing { .. }));
}

#[test]
fn decimals_wide_numbers_and_lists_arrive_as_text() {
    let bench = Bench::new();
    bench.run("select cast('12345678901234567890.5' as decimal(30, 1)) as d, date '2024-02-29' as day").unwrap();
    let (frame, _) = bench.window(View::default(), 0, 1);
    assert_eq!(
        frame.column("d").unwrap().get(0).unwrap(),
        AnyValue::String("12345678901234567890.5")
    );
    assert_eq!(frame.column("day").unwrap().dtype(), &DataType::Date);
}

#[test]
fn jumping_through_ten_million_rows_takes_no_time() {
    let bench = Bench::new();
    numbers(&bench, 10_000_019);
    let head = bench.run("select n, t from numbers").unwrap();
    assert_eq!(head.rows, 10_000_019);
    for view in [View::default(), order("n", true)] {
        // The first window under a new order sorts; it is the jumps afterwards that must be quick.
        bench.window(view.clone(), 0, 200);
        let mut took: Vec<Duration> = (0..60)
            .map(|jump| {
                let start = Instant::now();
                let (frame, _) = bench.window(view.clone(), (jump * 166_013) % 10_000_000, 200);
                assert_eq!(frame.height(), 200);
                start.elapsed()
            })
            .collect();
        took.sort();
        assert!(
            took[56] < Duration::from_millis(100),
            "95 of 100 jumps within {:?}",
            took[56]
        );
    }
}
