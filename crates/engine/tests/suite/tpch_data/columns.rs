//! A made table as both engines take it.

use polars::prelude::*;

/// A table on its way to both engines.
#[derive(Default)]
pub(super) struct Columns(Vec<(&'static str, Cells)>);

/// The cells of one column.
pub(super) enum Cells {
    Whole(Vec<i64>),
    /// Hundredths.
    Money(Vec<i64>),
    Text(Vec<String>),
    /// Days since 1970.
    Day(Vec<i32>),
}

impl Columns {
    /// Adds a column.
    pub(super) fn with(mut self, name: &'static str, cells: Cells) -> Self {
        self.0.push((name, cells));
        self
    }

    /// The table for the engine.
    pub(super) fn frame(&self) -> DataFrame {
        let columns: Vec<Column> = self
            .0
            .iter()
            .map(|(name, cells)| match cells {
                Cells::Whole(values) => Column::new((*name).into(), values),
                Cells::Text(values) => Column::new((*name).into(), values),
                Cells::Day(values) => Column::new((*name).into(), values)
                    .cast(&DataType::Date)
                    .unwrap(),
                Cells::Money(values) => {
                    let unscaled: Int128Chunked = values
                        .iter()
                        .map(|value| Some(i128::from(*value)))
                        .collect();
                    unscaled
                        .into_decimal(15, 2)
                        .unwrap()
                        .into_series()
                        .with_name((*name).into())
                        .into_column()
                }
            })
            .collect();
        let height = columns[0].len();
        DataFrame::new(height, columns).unwrap()
    }

    /// The table for the database.
    pub(super) fn fill(&self, database: &rusqlite::Connection, table: &str) {
        let names: Vec<&str> = self.0.iter().map(|(name, _)| *name).collect();
        let marks = vec!["?"; names.len()].join(",");
        database
            .execute_batch(&format!("create table {table} ({})", names.join(",")))
            .unwrap();
        let mut insert = database
            .prepare(&format!("insert into {table} values ({marks})"))
            .unwrap();
        let height = self.frame().height();
        for row in 0..height {
            let cells: Vec<rusqlite::types::Value> = self
                .0
                .iter()
                .map(|(_, cells)| match cells {
                    Cells::Whole(values) => values[row].into(),
                    #[expect(clippy::cast_precision_loss, reason = "amounts are small")]
                    Cells::Money(values) => (values[row] as f64 / 100.0).into(),
                    Cells::Text(values) => values[row].clone().into(),
                    Cells::Day(values) => day_text(values[row]).into(),
                })
                .collect();
            insert.execute(rusqlite::params_from_iter(cells)).unwrap();
        }
    }
}

fn day_text(days: i32) -> String {
    let series = Series::new("d".into(), [days])
        .cast(&DataType::Date)
        .unwrap();
    series.get(0).unwrap().to_string()
}
