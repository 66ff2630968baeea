//! `assay check`: says what is wrong with the cells of a workbook; none of them runs.

use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{Book, kind_of, said};
use crate::args::Check;
use crate::console;
use crate::exchange::{path, print_json};
use crate::exit::Exit;
use crate::stopped::Stopped;

/// Checks the cells of a workbook.
pub(crate) async fn check(asked: Check, cancel: &CancellationToken) -> Exit {
    let checked = async {
        let book = Book::open(&asked.file, asked.trust, cancel).await?;
        let outcome = book.check(&asked).await;
        book.close().await;
        outcome
    };
    match checked.await {
        Ok(exit) => exit,
        Err(stopped) => stopped.report(""),
    }
}

impl Book<'_> {
    async fn check(&self, asked: &Check) -> Result<Exit, Stopped> {
        let book = self.view().await?;
        let mut exit = Exit::Fine;
        let mut cells = Vec::new();
        for cell in &book.workbook.cells {
            let mut found = book
                .cell(&cell.id)
                .map_or_else(Vec::new, |view| view.diagnostics.clone());
            if let model::CellBody::Sql { text, .. } = &cell.body {
                let question = json!({ "cell": cell.id, "text": text });
                let checked = self.stoppable(self.call("check_text", question)).await?;
                let checked: protocol::message::Check =
                    serde_json::from_value(checked).map_err(|_| Stopped::unexpected())?;
                found = checked.diagnostics;
            }
            exit = exit.and(said(cell, found.iter()));
            cells.push(json!({
                "cell": cell.id, "name": cell.name, "kind": kind_of(cell), "diagnostics": found,
            }));
        }
        let sources = self.call("list_sources", json!({})).await?;
        let mut faults = Vec::new();
        for source in sources["sources"].as_array().into_iter().flatten() {
            let state = &source["state"];
            if let (Some(code), Some(message)) = (state["code"].as_str(), state["message"].as_str())
            {
                console::complain(code, message);
                faults.push(json!({
                    "source": source["spec"]["name"], "code": code, "message": message,
                }));
                exit = exit.and(Exit::of_code(code));
            }
        }
        if asked.json {
            print_json(&json!({
                "path": path(&asked.file), "fine": exit == Exit::Fine, "cells": cells,
                "sources": faults,
            }));
        } else if exit == Exit::Fine {
            let count = book.workbook.cells.len();
            let cells = if count == 1 {
                "1 cell".to_owned()
            } else {
                format!("{count} cells")
            };
            let name = console::printable(&asked.file.display().to_string());
            console::print(&format!("{name}: {cells}, no errors\n"));
        }
        Ok(exit)
    }
}
