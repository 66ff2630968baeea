//! `assay run --check`: whether a workbook gives the same answers here as those stored in it.

use std::fmt::Write as _;

use app::command::reproduce::{Reproduced, Reproduction, Verdict};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::Book;
use crate::args::Run;
use crate::console::{self, printable};
use crate::exchange::print_json;
use crate::exit::Exit;
use crate::stopped::Stopped;

/// Runs a workbook anew and compares; ends with 1 when an answer is another one.
pub(crate) async fn reproduce(asked: &Run, cancel: &CancellationToken) -> Exit {
    let told = async {
        let book = Book::open(&asked.file, asked.trust, cancel).await?;
        let view = book.call("get_workbook", json!({})).await?;
        let call = book.call("reproduce", json!({ "job": "reproduce" }));
        let answer = book.stoppable(call).await;
        book.close().await;
        let found: Reproduction =
            serde_json::from_value(answer?).map_err(|_| Stopped::unexpected())?;
        Ok((found, !view["read_only"].is_null()))
    };
    let (found, is_read_only) = match told.await {
        Ok(found) => found,
        Err(stopped) => return Stopped::report(&stopped, ""),
    };
    if asked.json {
        print_json(&found);
    } else {
        console::print(&lines(&found));
    }
    // An answer that is missing from a damaged file was not shown to be the same.
    let is_short = is_read_only && found.not_stored > 0;
    if found.different == 0 && !is_short {
        Exit::Fine
    } else {
        Exit::Wrong
    }
}

fn lines(found: &Reproduction) -> String {
    let mut out: String = found.cells.iter().map(line).collect();
    for difference in &found.environment {
        let _ = writeln!(out, "Here {}.", printable(difference));
    }
    let _ = writeln!(
        out,
        "{} same, {} different, {} without a stored answer",
        found.same, found.different, found.not_stored
    );
    out
}

fn line(cell: &Reproduced) -> String {
    let word = match cell.verdict {
        Verdict::Same => "same",
        Verdict::Different => "different",
        Verdict::Failed => "failed",
        Verdict::NotStored => "not stored",
    };
    let mut out = format!("{}: {word}", printable(&cell.name));
    if !cell.detail.is_empty() {
        let _ = write!(out, ", {}", printable(&cell.detail));
    }
    out.push('\n');
    for why in &cell.because {
        let _ = writeln!(out, "  because {}", printable(why));
    }
    out
}
