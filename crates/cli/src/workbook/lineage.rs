//! `assay lineage`: where the columns of cells come from, and what chose their rows.

use std::fmt::Write as _;

use app::command::lineage::{CellLineage, LineageKind, WorkbookLineage};
use model::{ColumnLineage, FilterKind, Lineage, Made, Origin, RowFilter};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::Book;
use crate::args;
use crate::console;
use crate::exit::Exit;
use crate::stopped::Stopped;

/// Tells the lineage of one cell or of all.
pub(crate) async fn lineage(asked: args::Lineage, cancel: &CancellationToken) -> Exit {
    let told = async {
        let book = Book::open(&asked.file, asked.trust, cancel).await?;
        let outcome = book.lineage(&asked).await;
        book.close().await;
        outcome
    };
    match told.await {
        Ok(exit) => exit,
        Err(stopped) => stopped.report(""),
    }
}

impl Book<'_> {
    async fn lineage(&self, asked: &args::Lineage) -> Result<Exit, Stopped> {
        let answer = self.stoppable(self.call("read_lineage", json!({}))).await?;
        let mut found: WorkbookLineage =
            serde_json::from_value(answer).map_err(|_| Stopped::unexpected())?;
        if let Some(name) = &asked.cell {
            found.cells = vec![wanted(found.cells, name)?];
        }
        if asked.json {
            let text = serde_json::to_string_pretty(&found).map_err(|_| Stopped::unexpected())?;
            console::print(&format!("{text}\n"));
        } else {
            console::print(&told(&found.cells));
        }
        let mut exit = Exit::Fine;
        for cell in &found.cells {
            if let Some(problem) = &cell.problem {
                console::complain(
                    "CELL_NOT_TRACED",
                    &format!("The columns of {} cannot be traced: {problem}", cell.name),
                );
                exit = Exit::Wrong;
            }
        }
        Ok(exit)
    }
}

fn wanted(cells: Vec<CellLineage>, name: &str) -> Result<CellLineage, Stopped> {
    let names: Vec<String> = cells
        .iter()
        .take(20)
        .map(|cell| cell.name.clone())
        .collect();
    let lower = name.to_lowercase();
    let found = cells
        .into_iter()
        .find(|cell| cell.name.to_lowercase() == lower);
    found.ok_or_else(|| {
        let name: String = name.chars().take(200).collect();
        Stopped::because(
            "CLI_NO_SUCH_CELL",
            format!(
                "The workbook has no cell `{name}` that reads or gives data. Such cells are: {}.",
                names.join(", ")
            ),
        )
    })
}

fn told(cells: &[CellLineage]) -> String {
    let mut out = String::new();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        one(&mut out, cell);
    }
    out
}

fn one(out: &mut String, cell: &CellLineage) {
    let kind = match cell.kind {
        LineageKind::Sql => "SQL",
        LineageKind::Chart => "chart",
        LineageKind::Parameter => "parameter",
    };
    line(out, 0, &format!("{} ({kind})", cell.name));
    if !cell.reads.is_empty() {
        line(out, 1, &format!("reads {}", cell.reads.join(", ")));
    }
    let answers: Vec<&Lineage> = cell.earlier.iter().chain(&cell.lineage).collect();
    for (at, lineage) in answers.iter().enumerate() {
        if answers.len() > 1 {
            line(out, 1, &format!("answer {} of {}", at + 1, answers.len()));
        }
        for column in &lineage.columns {
            of_column(out, column);
        }
        rows(out, lineage);
    }
    if !cell.feeds.is_empty() {
        line(out, 1, &format!("read by {}", cell.feeds.join(", ")));
    }
}

fn of_column(out: &mut String, column: &ColumnLineage) {
    let is_copied = column.made == Made::Copied || column.expression.is_empty();
    if is_copied {
        line(out, 1, &format!("column {}", column.name));
    } else {
        line(
            out,
            1,
            &format!("column {} = {}", column.name, column.expression),
        );
    }
    for origin in &column.origins {
        let made = word(origin.made);
        line(out, 2, &format!("{made} {}", named(origin)));
    }
    for relation in &column.rows_of {
        line(out, 2, &format!("rows of {relation}"));
    }
    if column.origins.is_empty() && column.rows_of.is_empty() {
        line(out, 2, "constant");
    }
    if column.roots.iter().any(|root| {
        !column
            .origins
            .iter()
            .any(|origin| origin.relation == root.relation && origin.column == root.column)
    }) {
        let roots: Vec<String> = column.roots.iter().map(named).collect();
        line(out, 2, &format!("in the end {}", roots.join(", ")));
    }
}

fn rows(out: &mut String, lineage: &Lineage) {
    for filter in &lineage.filters {
        line(out, 1, &format!("rows {}{}", text(filter), place(filter)));
    }
}

fn text(filter: &RowFilter) -> String {
    let word = match filter.kind {
        FilterKind::Where => "WHERE ",
        FilterKind::Having => "HAVING ",
        FilterKind::Qualify => "QUALIFY ",
        FilterKind::Join => "ON ",
        FilterKind::Aggregate => "FILTER WHERE ",
        FilterKind::SemiJoin => "with a partner: ",
        FilterKind::Limit => "",
    };
    format!("{word}{}", filter.text)
}

fn place(filter: &RowFilter) -> String {
    let mut out = String::new();
    if let Some(cell) = &filter.cell {
        let _ = write!(out, ", in cell {cell}");
    }
    if let Some(within) = &filter.within {
        let _ = write!(out, ", in {within}");
    }
    if let Some(span) = filter.span {
        let _ = write!(out, ", line {}", span.line);
    }
    out
}

fn named(origin: &Origin) -> String {
    format!("{}.{}", origin.relation, origin.column)
}

fn word(made: Made) -> &'static str {
    match made {
        Made::Copied => "copied from",
        Made::Computed => "computed from",
        Made::Windowed => "over a window of",
        Made::Aggregated => "aggregated from",
    }
}

fn line(out: &mut String, depth: usize, text: &str) {
    let _ = writeln!(out, "{}{}", "  ".repeat(depth), console::printable(text));
}
