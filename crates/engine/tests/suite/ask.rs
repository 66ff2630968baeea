//! A session to ask, and answers as text that a test can read.

use std::io::Cursor;
use std::sync::Arc;

use engine::session::Session;
use engine::stop::Stop;
use model::{ResultHead, ResultId, SourceId, SourceSpec};
use polars::prelude::*;
use protocol::message::{Answer, Ask, Scope, Statement, View};

/// A session with a folder of its own.
pub(crate) struct Bench {
    pub session: Session,
    pub folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::new(Some(folder.path().join("cache")), Arc::new(|_, _| ()));
        Self { session, folder }
    }

    pub(crate) fn ask(&self, ask: Ask) -> (Answer, Vec<u8>) {
        self.session.answer(ask, None, &Stop::default())
    }

    /// Writes a file and opens it as a table.
    pub(crate) fn open(&self, name: &str, file: &str, content: &[u8]) {
        let path = self.folder.path().join(file);
        std::fs::write(&path, content).unwrap();
        self.open_path(name, path.to_str().unwrap());
    }

    pub(crate) fn open_path(&self, name: &str, path: &str) {
        let spec = SourceSpec {
            id: SourceId::new(name),
            name: name.to_owned(),
            path: path.to_owned(),
            kind: None,
            options: model::ImportOptions::default(),
        };
        match self.ask(Ask::OpenSource { spec }).0 {
            Answer::Opened { .. } => {}
            other => panic!("{other:?}"),
        }
    }

    /// Runs a statement and keeps its answer as `r`.
    pub(crate) fn run(&self, sql: &str) -> Result<ResultHead, String> {
        self.run_in(sql, Scope::default())
    }

    pub(crate) fn run_in(&self, sql: &str, scope: Scope) -> Result<ResultHead, String> {
        let statement = Statement::Sql {
            text: sql.to_owned(),
        };
        self.run_statement(statement, scope)
    }

    pub(crate) fn run_statement(
        &self,
        statement: Statement,
        scope: Scope,
    ) -> Result<ResultHead, String> {
        match self
            .ask(Ask::Run {
                result: ResultId::new("r"),
                statement,
                scope,
            })
            .0
        {
            Answer::Ran { head } => Ok(head),
            Answer::Diagnosed { diagnostics } => {
                let first = diagnostics
                    .iter()
                    .find(|diagnostic| diagnostic.is_error())
                    .unwrap();
                Err(format!("{}: {}", first.code, first.message))
            }
            Answer::Failed { failure } => Err(format!("{}: {}", failure.code, failure.message)),
            other => Err(format!("{other:?}")),
        }
    }

    /// A window of the answer `r`.
    pub(crate) fn window(&self, view: View, offset: u64, limit: u32) -> (DataFrame, u64) {
        match self.ask(Ask::Window {
            result: ResultId::new("r"),
            view,
            offset,
            limit,
        }) {
            (Answer::Window { rows, .. }, bytes) => (
                IpcStreamReader::new(Cursor::new(bytes)).finish().unwrap(),
                rows,
            ),
            other => panic!("{:?}", other.0),
        }
    }

    /// All rows of a statement's answer, each cell as text.
    pub(crate) fn rows(&self, sql: &str) -> Result<Vec<Vec<String>>, String> {
        let head = self.run(sql)?;
        Ok(self.rows_of(&head))
    }

    /// All rows of a question's answer, each cell as text.
    pub(crate) fn asked(&self, query: &model::Query) -> Result<Vec<Vec<String>>, String> {
        let query = query.clone();
        let head = self.run_statement(Statement::Query { query }, Scope::default())?;
        Ok(self.rows_of(&head))
    }

    /// All rows of any statement's answer, each cell as text.
    pub(crate) fn all(
        &self,
        statement: Statement,
        scope: Scope,
    ) -> Result<Vec<Vec<String>>, String> {
        let head = self.run_statement(statement, scope)?;
        Ok(self.rows_of(&head))
    }

    pub(crate) fn rows_of(&self, head: &ResultHead) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        while (rows.len() as u64) < head.rows {
            let (frame, total) = self.window(View::default(), rows.len() as u64, 10_000);
            assert_eq!(total, head.rows);
            let names: Vec<&str> = head
                .fields
                .iter()
                .map(|field| field.name.as_str())
                .collect();
            let found: Vec<&str> = frame
                .get_column_names()
                .iter()
                .map(|name| name.as_str())
                .collect();
            assert_eq!(found, names);
            for row in 0..frame.height() {
                let cells = frame
                    .columns()
                    .iter()
                    .zip(&head.fields)
                    .map(|(column, field)| {
                        let text = cell(&column.get(row).unwrap());
                        match field.data_type {
                            // A decimal by its value: 2.50 is 2.5.
                            model::DataType::Decimal { .. } if text.contains('.') => {
                                text.trim_end_matches('0').trim_end_matches('.').to_owned()
                            }
                            _ => text,
                        }
                    });
                rows.push(cells.collect());
            }
        }
        rows
    }
}

/// A value as the conformance files write it.
pub(crate) fn cell(value: &AnyValue<'_>) -> String {
    match value {
        AnyValue::Null => "NULL".to_owned(),
        AnyValue::String("") => "(empty)".to_owned(),
        AnyValue::String(text) => (*text).to_owned(),
        AnyValue::StringOwned(text) if text.is_empty() => "(empty)".to_owned(),
        AnyValue::StringOwned(text) => text.to_string(),
        AnyValue::Float64(number) => float(*number),
        AnyValue::Float32(number) => float(f64::from(*number)),
        AnyValue::Datetime(..) | AnyValue::DatetimeOwned(..) => {
            value.to_string().trim_end_matches(".000000").to_owned()
        }
        other => other.to_string(),
    }
}

fn float(number: f64) -> String {
    if !number.is_finite() {
        return number.to_string();
    }
    let text = format!("{number:.9}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}
