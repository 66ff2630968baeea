//! Rows of the catalogue of bad input that only a session can show: Q35 and X05.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use model::ResultId;
use polars::prelude::*;
use protocol::message::{Answer, Ask, DataFormat, View};

use crate::ask::Bench;

const KIB: usize = 1024;

fn texts(frame: &DataFrame, column: &str) -> Vec<String> {
    let texts = frame.column(column).unwrap().str().unwrap().iter();
    texts
        .map(|text| text.unwrap_or("NULL").to_owned())
        .collect()
}

/// Lines that begin with these words and end with their number.
fn lines(words: &str, count: u32) -> String {
    let mut text = String::new();
    for row in 0..count {
        writeln!(text, "{words}{row}").unwrap();
    }
    text
}

fn export(bench: &Bench, path: &std::path::Path) -> Answer {
    let ask = Ask::Export {
        result: ResultId::new("r"),
        view: View::default(),
        format: DataFormat::Csv,
        path: path.to_str().unwrap().to_owned(),
    };
    bench.ask(ask).0
}

/// 100 MB in one cell: a page gets 64 kB of it and how long it is; SQL and files get all of it.
#[test]
fn q35_a_cell_of_100_mb_is_cut_for_the_page_and_whole_everywhere_else() {
    let bench = Bench::new();
    bench
        .run("select repeat(repeat('xyé', 2500), 10000) as huge, 'short' as small")
        .unwrap();
    let start = Instant::now();
    let (frame, rows) = bench.window(View::default(), 0, 100);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(1), "{took:?}");
    assert_eq!(rows, 1);
    assert_eq!(texts(&frame, "small"), ["short"]);
    let shown = &texts(&frame, "huge")[0];
    assert!(shown.len() < 65 * KIB, "{} bytes", shown.len());
    assert!(shown.starts_with("xyéxyé"), "{shown:.20}");
    let end = "… (100000000 bytes; export the rows to have all of it)";
    assert!(
        shown.ends_with(end),
        "{:?}",
        shown.chars().rev().take(80).collect::<String>()
    );

    let path = bench.folder.path().join("huge.csv");
    let answer = export(&bench, &path);
    assert!(matches!(answer, Answer::Written { .. }), "{answer:?}");
    assert_eq!(
        std::fs::metadata(&path).unwrap().len(),
        100_000_000 + "huge,small\n,short\n".len() as u64
    );
}

/// At the limit nothing is cut; a byte beyond it is.
#[test]
fn q35_the_limit_of_a_shown_text_is_64_kib() {
    let bench = Bench::new();
    let limit = engine::ipc::LONGEST_SHOWN;
    for (length, is_cut) in [(limit, false), (limit + 1, true)] {
        bench
            .run(&format!("select repeat('x', {length}) as t"))
            .unwrap();
        let (frame, _) = bench.window(View::default(), 0, 1);
        let shown = &texts(&frame, "t")[0];
        assert_eq!(shown.contains('…'), is_cut, "{length}");
        assert_eq!(shown.len() == length, !is_cut, "{length}");
    }
}

/// R08: many long texts are cut further, so that a window is never larger than 64 MiB of text.
#[test]
fn r08_q35_a_window_of_long_texts_stays_under_64_mib() {
    let bench = Bench::new();
    let rows = lines("", 10_000);
    bench.open("n", "n.csv", format!("n\n{rows}").as_bytes());
    bench
        .run("select n, repeat('x', 10000) || cast(n as varchar) as t from n")
        .unwrap();
    let (frame, rows) = bench.window(View::default(), 0, 10_000);
    assert_eq!((frame.height(), rows), (10_000, 10_000));
    let bytes: usize = texts(&frame, "t").iter().map(String::len).sum();
    assert!(bytes <= 65 * KIB * KIB, "{bytes}");
    let (frame, _) = bench.window(View::default(), 9_999, 1);
    assert_eq!(texts(&frame, "t")[0].len(), 10_004, "one alone is whole");
}

/// A file that is replaced between the run and the export: the rows that were seen, or an error
/// in words, and never a mixture or a part.
#[test]
fn x05_an_export_holds_the_rows_that_were_computed() {
    let bench = Bench::new();
    let old = lines("old,", 200_000);
    let new = lines("new,", 200_000);
    bench.open("t", "t.csv", format!("word,n\n{old}").as_bytes());
    bench.run("select word, n from t").unwrap();
    let source = bench.folder.path().join("t.csv");
    std::fs::write(&source, format!("word,n\n{new}")).unwrap();
    let path = bench.folder.path().join("out.csv");
    std::fs::write(&path, "before").unwrap();
    match export(&bench, &path) {
        Answer::Written { .. } => {
            let text = std::fs::read_to_string(&path).unwrap();
            assert_eq!(text, format!("word,n\n{old}"));
        }
        Answer::Failed { failure } => {
            assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
            assert!(failure.message.contains("t.csv"), "{failure:?}");
            assert!(failure.message.chars().count() <= 400, "{failure:?}");
        }
        other => panic!("{other:?}"),
    }
}
