//! A statement with its scope becomes a plan: what names mean, which cells are planned in place.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::{Diagnostic, Severity};
use plan::{Body, Bound, Names, Relation};
use polars::prelude::LazyFrame;
use protocol::message::{Failure, Scope, Statement};

use crate::error::{clip, failure};
use crate::keep::{Keep, Kept};
use crate::table::Table;
use crate::types;

/// A PIVOT without a list has not been given the values that it turns.
pub const PIVOT_VALUES: &str = "SQL_PIVOT_VALUES";
/// A cell that is read has columns only when it has run.
pub const CELL_NOT_RUN: &str = "CELL_NOT_RUN";

/// Names bound to what the engine has at this moment.
pub struct Meaning {
    pub names: Names,
    tables: BTreeMap<String, Table>,
    answers: BTreeMap<String, Arc<Kept>>,
    /// Cells that do not bind, with the first thing that is wrong with each.
    broken: Vec<(String, Diagnostic)>,
    /// First rows that are read of each table and answer.
    sample: Option<u32>,
}

impl Meaning {
    /// What names mean in this scope, beside what is said of them already.
    pub fn of(names: Names, scope: &Scope, tables: Vec<Table>, keep: &Keep) -> Self {
        let mut meaning = Self {
            names,
            tables: BTreeMap::new(),
            answers: BTreeMap::new(),
            broken: Vec::new(),
            sample: scope.sample,
        };
        meaning.names.seed = scope.seed;
        for parameter in &scope.parameters {
            meaning
                .names
                .parameters
                .push((parameter.name.clone(), parameter.value.clone()));
        }
        for table in tables {
            // A cell hides a table of the same name.
            let hidden = scope
                .cells
                .iter()
                .any(|cell| cell.name.to_lowercase() == table.name().to_lowercase());
            if !hidden {
                meaning.names.tables.push(Relation {
                    name: table.name().to_owned(),
                    fields: table.fields().to_vec(),
                    rows: table.info.rows,
                    body: Body::Scan,
                });
                meaning.tables.insert(table.name().to_owned(), table);
            }
        }
        for cell in &scope.cells {
            let kept = cell.result.as_ref().and_then(|id| keep.get(id));
            if let Some(kept) = kept {
                meaning.names.cells.push(Relation {
                    name: cell.name.clone(),
                    fields: kept.fields.clone(),
                    rows: Some(kept.rows.count()),
                    body: Body::Scan,
                });
                meaning.answers.insert(cell.name.clone(), kept);
                continue;
            }
            let bound = meaning.bind(&cell.statement);
            if let Some(plan) = bound.plan {
                meaning.names.cells.push(Relation {
                    name: cell.name.clone(),
                    fields: plan.fields.clone(),
                    rows: None,
                    body: Body::Plan(plan),
                });
            } else {
                let first = bound.diagnostics.into_iter().find(Diagnostic::is_error);
                meaning
                    .broken
                    .extend(first.map(|first| (cell.name.clone(), first)));
            }
        }
        meaning
    }

    /// Binds a statement. A mistake in a cell that it reads is told as such.
    pub fn bind(&self, statement: &Statement) -> Bound {
        let mut bound = match statement {
            Statement::Sql { text } => plan::bind_sql(text, &self.names),
            Statement::Query { query } => plan::bind_query(query, &self.names),
            Statement::Behind { text, row } => plan::bind_behind(text, row, &self.names),
        };
        for diagnostic in &mut bound.diagnostics {
            if diagnostic.severity == Severity::Error && diagnostic.code == "SQL_UNKNOWN_TABLE" {
                self.blame(diagnostic);
            }
        }
        bound
    }

    /// Traces a statement, whose cells are read as tables are.
    pub fn trace(&self, statement: &Statement) -> plan::Traced {
        let mut traced = match statement {
            Statement::Sql { text } | Statement::Behind { text, .. } => {
                plan::trace_sql(text, &self.names)
            }
            Statement::Query { query } => plan::trace_query(query, &self.names),
        };
        for diagnostic in &mut traced.diagnostics {
            if diagnostic.severity == Severity::Error && diagnostic.code == "SQL_UNKNOWN_TABLE" {
                self.blame(diagnostic);
            }
        }
        traced
    }

    /// Traces a cell, which later ones then know by its name.
    pub fn trace_cell(&mut self, name: &str, statement: &Statement) -> plan::Traced {
        let traced = self.trace(statement);
        match traced.diagnostics.iter().find(|one| one.is_error()) {
            Some(mistake) => self.broken.push((name.to_owned(), mistake.clone())),
            None => self.names.cells.push(Relation {
                name: name.to_owned(),
                fields: traced.fields.clone(),
                rows: None,
                body: Body::Scan,
            }),
        }
        traced
    }

    /// Says of a name that is unknown that its cell is at fault, or has columns only when it ran.
    fn blame(&self, diagnostic: &mut Diagnostic) {
        let message = diagnostic.message.to_lowercase();
        let broken = self
            .broken
            .iter()
            .find(|(name, _)| message.contains(&format!("`{}`", name.to_lowercase())));
        let Some((name, mistake)) = broken else {
            return;
        };
        diagnostic.fixes.clear();
        if [PIVOT_VALUES, CELL_NOT_RUN].contains(&mistake.code.as_str()) {
            CELL_NOT_RUN.clone_into(&mut diagnostic.code);
            diagnostic.message = clip(&format!(
                "The columns of the cell `{name}` follow its rows: they are known when it has run."
            ));
            diagnostic.hint = Some(format!(
                "Run the cell `{name}`, or list the values of its PIVOT: IN ('a', 'b')."
            ));
        } else {
            "CELL_BROKEN".clone_into(&mut diagnostic.code);
            diagnostic.message = clip(&format!(
                "The cell `{name}` that this reads does not run: {}",
                mistake.message
            ));
            diagnostic.hint = Some(format!("Mend the cell `{name}` first."));
        }
    }

    /// The rows of a table or kept answer, for computing; the first ones under a sample.
    pub fn scan(&self, name: &str) -> Result<LazyFrame, Failure> {
        let rows = self.all_rows(name)?;
        Ok(match self.sample {
            Some(most) => rows.limit(most),
            None => rows,
        })
    }

    /// What tells the content of a table from any other.
    pub fn fingerprint(&self, table: &str) -> Option<&str> {
        let table = self.tables.get(table)?;
        Some(&table.info.fingerprint)
    }

    fn all_rows(&self, name: &str) -> Result<LazyFrame, Failure> {
        if let Some(kept) = self.answers.get(name) {
            return kept.rows.scan().map_err(|_| gone(name));
        }
        self.tables.get(name).ok_or_else(|| gone(name))?.scan()
    }

    /// No rows with the columns of a table or kept answer, for checking.
    pub fn nothing(&self, name: &str) -> Result<LazyFrame, Failure> {
        use polars::prelude::{DataFrame, IntoLazy, Schema};
        let fields = match (self.answers.get(name), self.tables.get(name)) {
            (Some(kept), _) => &kept.fields,
            (None, Some(table)) => &table.info.fields,
            (None, None) => return Err(gone(name)),
        };
        let columns = fields.iter().map(|field| {
            (
                field.name.as_str().into(),
                types::to_polars(&field.data_type),
            )
        });
        let schema: Schema = columns.collect();
        Ok(DataFrame::empty_with_schema(&schema).lazy())
    }
}

fn gone(name: &str) -> Failure {
    failure(
        "SOURCE_GONE",
        format!(
            "The rows of `{name}` are no longer open. Refresh its source, or run its cell again."
        ),
    )
}
