//! Our answer against SQLite's, for questions that both mean alike.

use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;

use super::rows::difference;
use super::tables::Made;
use super::tree::{Dialect, Kind, Piece};
use super::trial::{Verdict, World};
use crate::ask::Bench;

/// Both engines with the same tables.
pub(super) struct Both {
    bench: Bench,
    database: rusqlite::Connection,
}

impl World for Both {
    fn of(tables: &[Made]) -> Self {
        let worlds = Self {
            bench: Bench::new(),
            database: rusqlite::Connection::open_in_memory().unwrap(),
        };
        worlds
            .database
            .execute_batch("pragma case_sensitive_like = on")
            .unwrap();
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        worlds
            .database
            .create_scalar_function("upper_of", 1, flags, |given| {
                let text = given.get::<Option<String>>(0)?;
                Ok(text.map(|text| text.to_uppercase()))
            })
            .unwrap();
        for table in tables {
            table.open(&worlds.bench);
            table.fill(&worlds.database);
        }
        worlds
    }

    fn verdict(&self, question: &Piece, kinds: &[Kind]) -> Verdict {
        let theirs = match self.reference(&question.print(Dialect::Sqlite)) {
            Ok(rows) => rows,
            Err(error) => return Verdict::NotAQuestion(error),
        };
        match self.bench.rows(&question.print(Dialect::Ours)) {
            Err(error) => Verdict::of_error(error),
            Ok(ours) => match difference(ours, theirs, kinds) {
                None => Verdict::Right,
                Some(difference) => Verdict::Wrong(difference),
            },
        }
    }
}

impl Both {
    /// SQLite's answer; an error where the statement is not one of SQLite's.
    fn reference(&self, sql: &str) -> Result<Vec<Vec<String>>, String> {
        let mut statement = self
            .database
            .prepare(sql)
            .map_err(|error| error.to_string())?;
        let width = statement.column_count();
        let rows = statement
            .query_map([], |row| {
                (0..width).map(|at| Ok(text(row.get_ref(at)?))).collect()
            })
            .map_err(|error| error.to_string())?;
        rows.collect::<Result<_, _>>()
            .map_err(|error| error.to_string())
    }
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text([]) => "(empty)".to_owned(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(_) => "blob".to_owned(),
    }
}
