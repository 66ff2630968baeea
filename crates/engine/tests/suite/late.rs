//! The first rows of a wide table: the columns that neither choose nor order rows are read only
//! where the chosen rows lie, and the answers are those of reading all of them.

use polars::prelude::*;

use crate::ask::Bench;

const GROUPS: i64 = 4;
const ROWS: i64 = 20_000;

/// Numbers without any order, of which no encoding makes less.
fn scattered(row: i64) -> i64 {
    row.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64.cast_signed())
}

/// Rows with `id` ascending, `k` from 0 to 9 over and over, and wide columns.
fn rows() -> DataFrame {
    let ids: Vec<i64> = (0..GROUPS * ROWS).collect();
    let column = |name: &str, value: &dyn Fn(i64) -> i64| {
        let values: Vec<i64> = ids.iter().map(|id| value(*id)).collect();
        Column::new(name.into(), values)
    };
    let missing: Vec<Option<i64>> = ids.iter().map(|id| (id % 3 > 0).then_some(*id)).collect();
    let columns = vec![
        column("wide", &scattered),
        column("wider", &|id| scattered(id + 1)),
        column("id", &|id| id),
        column("k", &|id| id % 10),
        Column::new("m".into(), missing),
    ];
    DataFrame::new(ids.len(), columns).unwrap()
}

fn parquet() -> Vec<u8> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Uncompressed)
        .with_row_group_size(Some(usize::try_from(ROWS).unwrap()))
        .finish(&mut rows())
        .unwrap();
    bytes
}

/// The table as it is, and as a table whose rows are not those of a file as it lies.
fn whole() -> Bench {
    let bench = Bench::new();
    bench.open("t", "t.parquet", &parquet());
    let mut csv = Vec::new();
    CsvWriter::new(&mut csv).finish(&mut rows()).unwrap();
    bench.open("c", "c.csv", &csv);
    bench
}

#[test]
fn wide_columns_are_not_read_where_no_chosen_row_lies() {
    let bench = Bench::new();
    let mut bytes = parquet();
    // The values of `wide` in the first row group, but for what opening looks at.
    let torn = usize::try_from(ROWS * 8).unwrap();
    bytes[4_096..torn - 4_096].fill(0xFF);
    bytes[4..64].fill(0xFF);
    let path = bench.folder.path().join("t.parquet");
    std::fs::write(&path, &bytes).unwrap();
    let scan = LazyFrame::scan_parquet(
        PlRefPath::try_from_path(&path).unwrap(),
        ScanArgsParquet::default(),
    )
    .unwrap();
    let fields = ["wide", "wider", "id", "k", "m"]
        .map(|name| model::Field::new(name, model::DataType::Int64));
    let names = plan::Names {
        tables: vec![plan::Relation {
            name: "t".to_owned(),
            fields: fields.to_vec(),
            rows: Some((GROUPS * ROWS).cast_unsigned()),
            body: plan::Body::Scan,
        }],
        ..plan::Names::default()
    };
    let answer = |sql: &str| {
        let bound = plan::bind_sql(sql, &names).plan.unwrap();
        let stop = engine::stop::Stop::default();
        let ready = engine::lower::lower(&bound, &|_| Ok(scan.clone()), &stop)
            .unwrap_or_else(|_| panic!("{sql}"));
        let rows = ready.frame.collect_with_engine(Engine::Streaming)?;
        rows.unwrap_single().column("id")?.i64().map(|ids| {
            let ids: Vec<i64> = ids.iter().flatten().collect();
            ids
        })
    };
    assert!(answer("select *, wide % 7 as rest from t order by k desc, id desc").is_err());
    let last = GROUPS * ROWS - 1;
    for sql in [
        "select * from t order by k desc, id desc limit 2",
        "select * from (select id as n, * from t) s where n > 5 and k = 9 order by k, id desc limit 2",
        "select s.wider, s.id, s.wide from t s where k = 9 order by s.id desc limit 2",
    ] {
        assert_eq!(answer(sql).unwrap(), [last, last - 10], "{sql}");
    }
    // The conditions hold from the second row group on.
    let sql = "select * from t where m > 30000 and k = 7 limit 2";
    assert_eq!(answer(sql).unwrap(), [30_007, 30_017]);
}

#[test]
fn the_first_rows_are_those_of_all_rows() {
    let bench = whole();
    for rest in [
        "where k = 3 order by m limit 5",
        "where k = 3 order by m nulls first, id desc limit 5",
        "order by k, wide limit 7",
        "order by k limit 12",
        "order by wide limit 90",
        "where k < 4 order by wider desc limit 60 offset 20",
        "order by k desc limit 3 offset 9995",
        "where k between 3 and 4 and m is null order by id desc limit 4 offset 3",
        "where id < 0 order by k limit 5",
        "where id > 79990 order by m desc nulls last limit 100",
        "where k = 5 limit 4",
        "where k = 5 limit 4 offset 8000",
        "where k = 5 limit 3 offset 7998",
        "where k = 5 order by id limit 0",
        "where wide > (select 0) order by wide limit 3",
    ] {
        let of = |table: &str| {
            let sql = format!("select * from {table} {rest}");
            bench
                .rows(&sql)
                .unwrap_or_else(|error| panic!("{sql}\n{error}"))
        };
        assert_eq!(of("t"), of("c"), "{rest}");
    }
}

#[test]
fn nested_first_rows_are_joined_and_counted_like_others() {
    let bench = whole();
    let sql = "select count(*), min(id), max(l.wide = r.wide) from (select * from t where k = 1 order by id desc limit 10) l join (select * from t order by wide limit 80000) r using (id)";
    assert_eq!(
        bench.rows(sql).unwrap(),
        bench.rows(&sql.replace(" t ", " c ")).unwrap()
    );
}
