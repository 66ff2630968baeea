//! What a question does not need is not read: a file with torn parts answers all the same, as long
//! as the question leaves those parts out.

use polars::prelude::*;

use crate::ask::Bench;

const GROUPS: i64 = 4;
const ROWS: i64 = 20_000;

/// A Parquet file of four row groups, `id` ascending, whose first row group is torn.
fn torn() -> Bench {
    let bench = Bench::new();
    let ids: Vec<i64> = (0..GROUPS * ROWS).collect();
    // Values that no encoding makes small: each row group takes a quarter of the file.
    let values: Vec<i64> = ids
        .iter()
        .map(|id| id.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64.cast_signed()))
        .collect();
    let mut frame = DataFrame::new(
        ids.len(),
        vec![
            Column::new("id".into(), ids),
            Column::new("v".into(), values),
        ],
    )
    .unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Uncompressed)
        .with_row_group_size(Some(usize::try_from(ROWS).unwrap()))
        .finish(&mut frame)
        .unwrap();
    let quarter = bytes.len() / 4;
    bytes[64..quarter - 4096].fill(0xFF);
    bench.open("t", "t.parquet", &bytes);
    bench.open("few", "few.csv", b"k,word\n70000,a\n70001,b\n79999,a\n");
    bench
}

fn one(bench: &Bench, sql: &str) -> Result<String, String> {
    bench.rows(sql).map(|rows| rows[0][0].clone())
}

#[test]
fn the_file_is_torn_for_a_question_that_reads_all_of_it() {
    assert!(one(&torn(), "select sum(v % 7) from t").is_err());
}

#[test]
fn row_groups_that_a_filter_leaves_out_are_not_read() {
    let bench = torn();
    assert_eq!(
        one(&bench, "select count(v) from t where id >= 60000").unwrap(),
        "20000"
    );
    assert_eq!(
        one(
            &bench,
            "select count(v) from (select * from t) s where id between 30000 and 30009"
        )
        .unwrap(),
        "10"
    );
}

#[test]
fn row_groups_without_keys_of_the_small_side_are_not_read() {
    let bench = torn();
    for sql in [
        "select count(v) from t join few on id = k where word = 'a'",
        "select count(v) from t where id in (select k from few where word = 'a')",
        "select count(n) from (select id, count(v) as n from t group by id) g join few on id = k where word = 'a'",
    ] {
        assert_eq!(one(&bench, sql).unwrap(), "2", "{sql}");
    }
}

#[test]
fn columns_that_nothing_needs_are_not_read() {
    let bench = Bench::new();
    let rows = usize::try_from(ROWS).unwrap();
    let values: Vec<i64> = (0..ROWS)
        .map(|id| id.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64.cast_signed()))
        .collect();
    let mut frame = DataFrame::new(
        rows,
        vec![
            Column::new("torn".into(), values),
            Column::new("whole".into(), (0..ROWS).collect::<Vec<_>>()),
            Column::new("last".into(), vec![1_i64; rows]),
        ],
    )
    .unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Uncompressed)
        .finish(&mut frame)
        .unwrap();
    bytes[4..rows * 4].fill(0xFF);
    // Opening looks at one row; it must not meet the torn column before the question does.
    std::fs::write(bench.folder.path().join("w.parquet"), &bytes).unwrap();
    let scan = LazyFrame::scan_parquet(
        PlRefPath::try_from_path(&bench.folder.path().join("w.parquet")).unwrap(),
        ScanArgsParquet::default(),
    )
    .unwrap();
    let fields =
        ["torn", "whole", "last"].map(|name| model::Field::new(name, model::DataType::Int64));
    let names = plan::Names {
        tables: vec![plan::Relation {
            name: "w".to_owned(),
            fields: fields.to_vec(),
            rows: None,
            body: plan::Body::Scan,
        }],
        ..plan::Names::default()
    };
    let answer = |sql: &str| {
        let bound = plan::bind_sql(sql, &names).plan.unwrap();
        let stop = engine::stop::Stop::default();
        let ready = engine::lower::lower(&bound, &|_| Ok(scan.clone()), &stop).unwrap();
        ready.frame.collect_with_engine(Engine::Streaming)
    };
    assert!(answer("select sum(torn % 7) as s from w").is_err());
    let sum = answer("select sum(\"last\") as s from w where whole >= 10")
        .unwrap()
        .unwrap_single();
    assert_eq!(
        sum.column("s").unwrap().get(0).unwrap().to_string(),
        (ROWS - 10).to_string()
    );
}
