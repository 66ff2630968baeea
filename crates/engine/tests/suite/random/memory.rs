//! The streaming engine's answer against the one computed step by step in memory.

use engine::stop::Stop;
use model::Field;
use plan::{Body, Names, Relation};
use polars::prelude::*;

use super::rows::difference;
use super::tables::Made;
use super::tree::{Dialect, Kind, Piece};
use super::trial::{Verdict, World};
use crate::ask::{Bench, cell};

/// The engine, and the same tables for a computation in memory.
pub(super) struct BothWays {
    bench: Bench,
    names: Names,
}

impl World for BothWays {
    fn of(tables: &[Made]) -> Self {
        let bench = Bench::new();
        let mut names = Names::default();
        for table in tables {
            table.open(&bench);
            names.tables.push(Relation {
                name: table.name.to_owned(),
                fields: fields(table),
                rows: Some(table.rows.len() as u64),
                body: Body::Scan,
            });
        }
        Self { bench, names }
    }

    fn verdict(&self, question: &Piece, kinds: &[Kind]) -> Verdict {
        let text = question.print(Dialect::Ours);
        match (self.bench.rows(&text), self.in_memory(&text)) {
            (Err(error), _) | (_, Err(error)) => Verdict::of_error(error),
            (Ok(streamed), Ok(whole)) => match difference(streamed, whole, kinds) {
                None => Verdict::Right,
                Some(difference) => Verdict::Wrong(difference),
            },
        }
    }
}

impl BothWays {
    fn in_memory(&self, text: &str) -> Result<Vec<Vec<String>>, String> {
        let bound = plan::bind_sql(text, &self.names);
        let plan = bound
            .plan
            .ok_or_else(|| format!("{:?}", bound.diagnostics))?;
        let folder = self.bench.folder.path();
        let find = |name: &str| {
            let path = folder.join(format!("{name}.parquet"));
            let path = PlRefPath::try_from_path(&path).unwrap();
            Ok(LazyFrame::scan_parquet(path, ScanArgsParquet::default()).unwrap())
        };
        let ready = engine::lower::lower(&plan, &find, &Stop::default())
            .map_err(|fault| format!("{fault:?}"))?;
        // Groups by wide numbers end the engine that works in memory.
        let whole = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            ready.frame.collect_with_engine(Engine::InMemory)
        }));
        let frame = whole
            .map_err(|_| "SQL_UNSUPPORTED: in memory".to_owned())?
            .map_err(|error| format!("{error:?}"))?
            .unwrap_single();
        let row = |at| {
            frame
                .columns()
                .iter()
                .map(|column| cell(&column.get(at).unwrap()))
                .collect()
        };
        Ok((0..frame.height()).map(row).collect())
    }
}

fn fields(table: &Made) -> Vec<Field> {
    let columns = table.columns.iter();
    columns
        .map(|(name, kind)| {
            let data_type = match kind {
                Kind::Double => model::DataType::Float64,
                Kind::Money => model::DataType::Decimal {
                    precision: 12,
                    scale: 2,
                },
                Kind::Text => model::DataType::Text,
                Kind::Truth => model::DataType::Boolean,
                Kind::Day => model::DataType::Date,
                Kind::Instant => model::DataType::DateTime {
                    precision: model::TimePrecision::Microseconds,
                    zone: None,
                },
                _ if *name == "k" => model::DataType::Int32,
                _ => model::DataType::Int64,
            };
            Field::new(name.trim_matches('"'), data_type)
        })
        .collect()
}
