//! Made tables with missing values, duplicates, empty tables and odd names, in both engines.

use polars::prelude::*;
use rand::Rng;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rusqlite::types::Value;

use super::tree::Kind;
use crate::ask::Bench;

/// One table: its columns, and their cells row by row.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub name: &'static str,
    pub columns: Vec<(&'static str, Kind)>,
    pub rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Missing,
    Whole(i64),
    Double(f64),
    /// Hundredths.
    Money(i64),
    Text(&'static str),
    Truth(bool),
    /// Days since 1970.
    Day(i32),
    /// Seconds since 1970.
    Instant(i64),
}

/// Which values tables hold: those that both engines compute alike, or everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    Common,
    Extreme,
}

pub(super) const TEXTS: [&str; 14] = [
    "", "a", "b", "A", "ab", "aba", " a ", "Zoë", "ß", "日本", "👍🏽", "e\u{301}", "%", "10",
];

/// Three tables, each of another size.
pub(super) fn tables(random: &mut SmallRng, values: Values) -> Vec<Made> {
    ["t0", "t1", "t2"]
        .into_iter()
        .map(|name| table(random, name, values))
        .collect()
}

fn table(random: &mut SmallRng, name: &'static str, values: Values) -> Made {
    let mut columns = vec![("id", Kind::Whole), ("k", Kind::Whole)];
    let others = [
        (["n", "\"Näme\"", "\"select\""], Kind::Whole),
        (["d", "\"d d\"", "D1"], Kind::Double),
        (["m", "\"m.m\"", "money"], Kind::Money),
        (["s", "\"S\"", "txt"], Kind::Text),
        (["u", "\"u'\"", "flag"], Kind::Truth),
        (["y", "\"日\"", "day"], Kind::Day),
        (["i", "\"at\"", "seen"], Kind::Instant),
    ];
    for (names, kind) in others {
        columns.push((names.choose(random).copied().unwrap(), kind));
    }
    let height = match random.random_range(0..12) {
        0 => 0,
        1 => 1,
        2 => 40,
        _ => random.random_range(2..14),
    };
    let holes: Vec<u32> = columns
        .iter()
        .enumerate()
        .map(|(at, _)| {
            let share = [0, 20, 20, 50, 100].choose(random).copied().unwrap();
            if at == 0 { 0 } else { share }
        })
        .collect();
    let rows = (0..height)
        .map(|row| {
            let cells = columns.iter().zip(&holes).enumerate();
            cells
                .map(|(at, ((_, kind), holes))| match at {
                    0 => Cell::Whole(row),
                    _ if random.random_range(0..100) < *holes => Cell::Missing,
                    1 => Cell::Whole(random.random_range(0..5)),
                    _ => cell(random, *kind, values),
                })
                .collect()
        })
        .collect();
    Made {
        name,
        columns,
        rows,
    }
}

fn cell(random: &mut SmallRng, kind: Kind, values: Values) -> Cell {
    let is_extreme = values == Values::Extreme && random.random_bool(0.06);
    match kind {
        Kind::Whole if is_extreme => Cell::Whole(pick(
            random,
            &[i64::MAX, i64::MIN, i64::MAX - 1, 1 << 53, -(1 << 31)],
        )),
        Kind::Whole => Cell::Whole(random.random_range(-6..40)),
        Kind::Double if is_extreme => Cell::Double(pick(
            random,
            &[
                f64::NAN,
                f64::INFINITY,
                f64::NEG_INFINITY,
                -0.0,
                1e300,
                5e-324,
            ],
        )),
        Kind::Double => Cell::Double(f64::from(random.random_range(-12..40)) / 4.0),
        Kind::Money if is_extreme => Cell::Money(pick(random, &[9_999_999_999, -9_999_999_999])),
        Kind::Money => Cell::Money(random.random_range(-12..400) * 25),
        Kind::Truth => Cell::Truth(random.random_bool(0.5)),
        Kind::Day if is_extreme => Cell::Day(pick(random, &[-719_162, 2_932_896, -1, 0])),
        // Around the leap day of 2024, and the end of 1899.
        Kind::Day if random.random_bool(0.2) => Cell::Day(-25_568 + random.random_range(0..3)),
        Kind::Day => Cell::Day(19_780 + random.random_range(-40..60)),
        Kind::Instant if is_extreme => {
            Cell::Instant(pick(random, &[-62_135_596_800, 253_402_300_799, -1, 0]))
        }
        // Far from the years that nanoseconds can count.
        Kind::Instant if random.random_bool(0.1) => Cell::Instant(pick(
            random,
            &[-14_830_974_000, 32_503_680_000, 253_370_764_800],
        )),
        Kind::Instant => {
            let day = 19_780 + random.random_range(-40..60);
            Cell::Instant(day * 86_400 + pick(random, &[0, 0, 1, 5_400, 43_200, 86_399]))
        }
        _ => Cell::Text(TEXTS.choose(random).copied().unwrap()),
    }
}

fn pick<T: Copy>(random: &mut SmallRng, values: &[T]) -> T {
    values.choose(random).copied().unwrap()
}

impl Made {
    /// Opens the table, in files of small row groups.
    pub(super) fn open(&self, bench: &Bench) {
        let path = bench.folder.path().join(format!("{}.parquet", self.name));
        ParquetWriter::new(std::fs::File::create(&path).unwrap())
            .with_row_group_size(Some(4))
            .finish(&mut self.frame())
            .unwrap();
        bench.open_path(self.name, path.to_str().unwrap());
    }

    fn frame(&self) -> DataFrame {
        let columns = self.columns.iter().enumerate().map(|(at, (name, kind))| {
            let values: Vec<AnyValue<'_>> = self
                .rows
                .iter()
                .map(|row| match &row[at] {
                    Cell::Missing => AnyValue::Null,
                    Cell::Whole(value) => AnyValue::Int64(*value),
                    Cell::Money(value) => AnyValue::Decimal(i128::from(*value), 12, 2),
                    Cell::Double(value) => AnyValue::Float64(*value),
                    Cell::Text(value) => AnyValue::String(value),
                    Cell::Truth(value) => AnyValue::Boolean(*value),
                    Cell::Day(value) => AnyValue::Date(*value),
                    Cell::Instant(value) => {
                        AnyValue::Datetime(value * 1_000_000, TimeUnit::Microseconds, None)
                    }
                })
                .collect();
            let data_type = match kind {
                Kind::Double => DataType::Float64,
                Kind::Money => DataType::Decimal(12, 2),
                Kind::Text => DataType::String,
                Kind::Truth => DataType::Boolean,
                Kind::Day => DataType::Date,
                Kind::Instant => DataType::Datetime(TimeUnit::Microseconds, None),
                _ if *name == "k" => DataType::Int32,
                _ => DataType::Int64,
            };
            let name = name.trim_matches('"').into();
            Series::from_any_values_and_dtype(name, &values, &data_type, false)
                .unwrap()
                .into_column()
        });
        DataFrame::new(self.rows.len(), columns.collect()).unwrap()
    }

    /// Writes the table into the database.
    pub(super) fn fill(&self, database: &rusqlite::Connection) {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|(name, kind)| {
                let affinity = match kind {
                    Kind::Whole | Kind::Truth => "integer",
                    Kind::Double | Kind::Money => "real",
                    _ => "text",
                };
                format!("{name} {affinity}")
            })
            .collect();
        let (name, columns) = (self.name, columns.join(", "));
        database
            .execute_batch(&format!(
                "drop table if exists {name}; create table {name} ({columns})"
            ))
            .unwrap();
        let marks = vec!["?"; self.columns.len()].join(",");
        let mut insert = database
            .prepare(&format!("insert into {name} values ({marks})"))
            .unwrap();
        for row in &self.rows {
            let cells = row.iter().map(value);
            insert.execute(rusqlite::params_from_iter(cells)).unwrap();
        }
    }

    /// The table as a statement that makes it, for a person to read.
    pub(super) fn print(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        let rows: Vec<String> = self
            .rows
            .iter()
            .map(|row| {
                let cells: Vec<String> = row
                    .iter()
                    .map(|cell| format!("{:?}", value(cell)))
                    .collect();
                format!("  ({})", cells.join(", "))
            })
            .collect();
        format!("{} ({})\n{}", self.name, names.join(", "), rows.join("\n"))
    }
}

#[expect(clippy::cast_precision_loss, reason = "amounts are small")]
fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Missing => Value::Null,
        Cell::Whole(value) => Value::Integer(*value),
        Cell::Double(value) => Value::Real(*value),
        Cell::Money(value) => Value::Real(*value as f64 / 100.0),
        Cell::Text(value) => Value::Text((*value).to_owned()),
        Cell::Truth(value) => Value::Integer(i64::from(*value)),
        Cell::Day(value) => {
            let day = AnyValue::Date(*value).to_string();
            Value::Text(day)
        }
        Cell::Instant(value) => {
            let instant = AnyValue::Datetime(value * 1_000_000, TimeUnit::Microseconds, None);
            Value::Text(crate::ask::cell(&instant))
        }
    }
}
