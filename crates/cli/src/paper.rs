//! Workbooks without running them: new, opened to say what is in them, and as a page to be read.

use std::fmt::Write as _;

use std::path::{Path, PathBuf};

use app::App;
use app::command::paper::ExportedPaper;
use model::{CellBody, Workbook};
use serde_json::{Value, json};

use crate::args::{Import, New, Open, PaperFormat, View};
use crate::console::{self, printable};
use crate::exchange::{application, path, print_json};
use crate::exit::Exit;
use crate::host;
use crate::stopped::Stopped;

/// Makes an empty workbook file.
pub(crate) async fn new(asked: New) -> Exit {
    let made = async {
        let app = application()?;
        let view = host::call(&app, "new_workbook", json!({})).await?;
        let session = view["session"].clone();
        if let Some(title) = &asked.title {
            let edit = json!({ "edit": "set_title", "title": title });
            let payload = json!({ "session": session, "edit": edit });
            host::call(&app, "apply_edit", payload).await?;
        }
        let payload = json!({ "session": session, "path": path(&asked.file) });
        let saved = host::call(&app, "save_workbook", payload).await;
        close(&app, &session).await;
        Ok::<Value, Stopped>(saved?)
    };
    match made.await {
        Ok(saved) if asked.json => print_json(&json!({ "path": saved["path"] })),
        Ok(saved) => console::print(&format!(
            "{}\n",
            printable(saved["path"].as_str().unwrap_or_default())
        )),
        Err(stopped) => return stopped.report(""),
    }
    Exit::Fine
}

/// Makes a workbook of a notebook or script of another program.
pub(crate) async fn import(asked: Import) -> Exit {
    let made = async {
        let app = application()?;
        let output = asked.output.clone();
        let output = output.unwrap_or_else(|| asked.file.with_extension("assay"));
        let given = json!({ "path": path(&asked.file) });
        let view = host::call(&app, "import_notebook", given).await?;
        let payload = json!({ "session": view["session"], "path": path(&output) });
        let saved = host::call(&app, "save_workbook", payload).await;
        close(&app, &view["session"]).await;
        Ok::<(Value, Value), Stopped>((saved?, view))
    };
    let (saved, view) = match made.await {
        Ok(made) => made,
        Err(stopped) => return stopped.report(""),
    };
    let count = |kind: &str| {
        let cells = view["workbook"]["cells"].as_array().into_iter().flatten();
        cells.filter(|cell| cell["body"]["type"] == kind).count()
    };
    let (queries, texts) = (count("sql"), count("markdown"));
    if asked.json {
        print_json(&json!({
            "path": saved["path"], "sql": queries, "text": texts, "notes": view["notes"],
        }));
    } else {
        for note in view["notes"].as_array().into_iter().flatten() {
            console::say(&format!(
                "{}\n",
                printable(note.as_str().unwrap_or_default())
            ));
        }
        console::print(&format!(
            "{}: {queries} SQL cells, {texts} text cells\n",
            printable(saved["path"].as_str().unwrap_or_default())
        ));
    }
    Exit::Fine
}

/// Says what is in a workbook; nothing runs.
pub(crate) async fn open(asked: Open) -> Exit {
    let read = async {
        let app = application()?;
        let view = host::open(&app, &asked.file).await?;
        close(&app, &view["session"]).await;
        Ok::<Value, Stopped>(view)
    };
    let view = match read.await {
        Ok(view) => view,
        Err(stopped) => return stopped.report(""),
    };
    if asked.json {
        print_json(&json!({
            "path": view["path"], "trust": view["trust"], "workbook": view["workbook"],
            "cells": view["cells"], "notes": view["notes"], "read_only": view["read_only"],
        }));
        return Exit::Fine;
    }
    match serde_json::from_value(view["workbook"].clone()) {
        Ok(book) => {
            console::print(&contents(&book, &view));
            Exit::Fine
        }
        Err(_) => Stopped::unexpected().report(""),
    }
}

fn contents(book: &Workbook, view: &Value) -> String {
    let trust = match view["trust"]["trust"].as_str() {
        Some("trusted") => "trusted",
        _ => "not trusted: nothing in it runs",
    };
    let mut out = format!("{} ({trust})\n", printable(&book.title));
    for source in &book.sources {
        let _ = writeln!(
            out,
            "  source {}: {}",
            printable(&source.name),
            printable(&source.path)
        );
    }
    for page in &book.pages {
        let _ = writeln!(
            out,
            "  page {}: {} tiles",
            printable(&page.title),
            page.tiles.len()
        );
    }
    for cell in &book.cells {
        let kind = match cell.body {
            CellBody::Sql { .. } => "SQL",
            CellBody::Chart { .. } => "chart",
            CellBody::Parameter { .. } => "parameter",
            CellBody::Markdown { .. } => "text",
        };
        let cells = view["cells"].as_array().into_iter().flatten();
        let known = cells.clone().find(|one| one["cell"] == json!(cell.id));
        let rows = known.and_then(|one| one["result"]["stamp"]["rows"].as_u64());
        let answer = rows.map_or_else(String::new, |rows| {
            let unit = if rows == 1 { "row" } else { "rows" };
            format!(", {rows} {unit} stored")
        });
        let _ = writeln!(out, "  cell {} ({kind}){answer}", printable(&cell.name));
    }
    out
}

/// Writes what is stored in a workbook as a page to be read.
pub(crate) async fn view(asked: View) -> Exit {
    let written = async {
        let (output, format) = target(&asked)?;
        let app = application()?;
        let view = host::open(&app, &asked.file).await?;
        let session = view["session"].clone();
        let payload = json!({
            "session": session, "path": path(&output), "format": format, "overwrite": asked.force,
        });
        let written = host::call(&app, "export_paper", payload).await;
        close(&app, &session).await;
        serde_json::from_value::<ExportedPaper>(written?).map_err(|_| Stopped::unexpected())
    };
    let written = match written.await {
        Ok(written) => written,
        Err(stopped) => return stopped.report(""),
    };
    if asked.json {
        print_json(&written);
        return Exit::Fine;
    }
    for name in &written.without_answer {
        console::say(&format!("{}: no answer is stored\n", printable(name)));
    }
    for note in &written.notes {
        console::say(&format!("{}\n", printable(note)));
    }
    console::print(&format!(
        "{}: {} bytes\n",
        printable(&written.path),
        written.bytes
    ));
    Exit::Fine
}

fn target(asked: &View) -> Result<(PathBuf, &'static str), Stopped> {
    let ending = |path: &Path| {
        let ending = path.extension()?.to_str()?.to_lowercase();
        match ending.as_str() {
            "html" | "htm" => Some(PaperFormat::Html),
            "md" | "markdown" => Some(PaperFormat::Markdown),
            "ipynb" => Some(PaperFormat::Jupyter),
            "sql" => Some(PaperFormat::Sql),
            _ => None,
        }
    };
    let format = match (asked.format, &asked.output) {
        (Some(format), _) => format,
        (None, None) => PaperFormat::Html,
        (None, Some(output)) => ending(output).ok_or_else(|| {
            Stopped::because(
                "CLI_VIEW_FORMAT",
                "The name of the file does not say how to write it: let it end in .html, .md, .ipynb or .sql, or add --format.",
            )
        })?,
    };
    let (word, end) = match format {
        PaperFormat::Html => ("html", "html"),
        PaperFormat::Markdown => ("markdown", "md"),
        PaperFormat::Jupyter => ("jupyter", "ipynb"),
        PaperFormat::Sql => ("script", "sql"),
    };
    let output = asked
        .output
        .clone()
        .unwrap_or_else(|| asked.file.with_extension(end));
    Ok((output, word))
}

/// Leaves the file as it is.
async fn close(app: &App, session: &Value) {
    let payload = json!({ "session": session, "discard": true });
    let _ = host::call(app, "close_workbook", payload).await;
}
