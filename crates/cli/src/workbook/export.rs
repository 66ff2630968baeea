//! `assay export`: writes a chart or a dashboard page of a workbook to a file.

mod page;

use std::path::Path;

use model::{CellBody, CellId};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::Book;
use super::run::{clipped, quoted};
use super::view::View;
use crate::args::Export;
use crate::console;
use crate::exchange::print_json;
use crate::exit::Exit;
use crate::stopped::Stopped;

/// Exports one chart or page of a workbook.
pub(crate) async fn export(asked: Export, cancel: &CancellationToken) -> Exit {
    let exported = async {
        let format = match &asked.page {
            Some(_) => page::format_of(&asked.output)?,
            None => format_of(&asked.output)?,
        };
        let book = Book::open(&asked.file, asked.trust, cancel).await?;
        let outcome = match &asked.page {
            Some(title) => book.export_page(&asked, title, format).await,
            None => book.export(&asked, format).await,
        };
        book.close().await;
        outcome
    };
    match exported.await {
        Ok(exit) => exit,
        Err(stopped) => stopped.report(""),
    }
}

fn format_of(path: &Path) -> Result<&'static str, Stopped> {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("png") => Ok("png"),
        Some("svg") => Ok("svg"),
        Some("csv") => Ok("csv"),
        Some("xlsx") => Ok("xlsx"),
        _ => Err(Stopped::because(
            "CLI_PICTURE_FORMAT",
            format!(
                "A chart is written as a picture or as its rows: let {} end in .png, .svg, .csv or .xlsx.",
                path.display()
            ),
        )),
    }
}

impl Book<'_> {
    async fn export(&self, asked: &Export, format: &str) -> Result<Exit, Stopped> {
        self.set(&asked.parameters).await?;
        let (chart, source) = chart_named(
            &self.view().await?,
            asked.chart.as_deref().unwrap_or_default(),
        )?;
        if let Some(source) = source {
            self.run_cell(&source).await?;
            self.fail_with(&source).await?;
        }
        let path = std::path::absolute(&asked.output).unwrap_or_else(|_| asked.output.clone());
        let request = json!({
            "cell": chart, "path": path.to_string_lossy(), "format": format,
            "width": asked.width, "height": asked.height, "theme": asked.theme.word(),
            "job": "export",
        });
        let written = self.stoppable(self.call("export_chart", request)).await?;
        Ok(say_written(asked, &path, &written))
    }

    /// What a cell says when it has no answer that a chart could read.
    async fn fail_with(&self, cell: &CellId) -> Result<(), Stopped> {
        let book = self.view().await?;
        let Some(known) = book.workbook.cell(cell) else {
            return Ok(());
        };
        let found = book.cell(cell).map(|view| view.diagnostics.clone());
        let error = found
            .into_iter()
            .flatten()
            .find(model::Diagnostic::is_error);
        match error {
            Some(error) => Err(Stopped::because(
                &error.code,
                format!("{}: {}", quoted(&known.name), error.message),
            )),
            None => Ok(()),
        }
    }
}

/// The chart of a name, and the SQL cell that it reads.
fn chart_named(book: &View, name: &str) -> Result<(CellId, Option<CellId>), Stopped> {
    let cells = &book.workbook.cells;
    let charts = cells
        .iter()
        .filter(|cell| matches!(cell.body, CellBody::Chart { .. }));
    let found = book.workbook.cell_named(name);
    if let Some((cell, CellBody::Chart { spec })) = found.map(|cell| (cell, &cell.body)) {
        let source = book.workbook.cell_named(&spec.source);
        let source = source.filter(|cell| matches!(cell.body, CellBody::Sql { .. }));
        return Ok((cell.id.clone(), source.map(|cell| cell.id.clone())));
    }
    let names: Vec<&str> = charts.map(|cell| cell.name.as_str()).take(20).collect();
    Err(Stopped::because(
        "CLI_NO_SUCH_CHART",
        format!(
            "The workbook has no chart {}. Its charts are: {}.",
            quoted(name),
            clipped(&names.join(", "))
        ),
    ))
}

/// Says where the file is, how large, what it leaves out, and what could not be computed.
fn say_written(asked: &Export, path: &Path, written: &Value) -> Exit {
    let none = Vec::new();
    let list = |key: &str| written[key].as_array().unwrap_or(&none);
    let exit = if list("failed").is_empty() {
        Exit::Fine
    } else {
        Exit::Wrong
    };
    if asked.json {
        print_json(&json!({
            "path": path.to_string_lossy(), "bytes": written["bytes"], "notes": list("notes"),
            "failed": list("failed"),
        }));
        return exit;
    }
    for note in list("failed").iter().chain(list("notes")) {
        let note = note.as_str().unwrap_or_default();
        console::say(&format!("{}\n", console::printable(note)));
    }
    console::say(&format!(
        "{}: {} bytes\n",
        console::printable(&path.display().to_string()),
        written["bytes"]
    ));
    exit
}
