//! A workbook as a notebook.

use model::{Cell, CellBody, Workbook};
use serde_json::{Map, Value, json};

use super::OURS;
use crate::{Answers, Output, Outputs, StoredAnswer, base64, html};

/// Most bytes of stored answers that travel in a notebook, before they are written as text.
const MOST_ANSWER_BYTES: usize = 24 << 20;

/// A workbook as a notebook, and what stays out of it in sentences.
///
/// Each cell becomes one, with the answers that are given as outputs. Pages, hierarchies and the
/// answers themselves travel in the metadata, where only Assay looks.
pub fn write(book: &Workbook, outputs: &Outputs, answers: &Answers) -> (String, Vec<String>) {
    let cells: Vec<Value> = book
        .cells
        .iter()
        .map(|cell| written(cell, outputs))
        .collect();
    let (kept, left) = stored(answers);
    let notebook = json!({
        "cells": cells,
        "metadata": {
            OURS: {
                "title": book.title, "about": book.about, "pages": book.pages,
                "hierarchies": book.hierarchies, "event_tables": book.event_tables,
                "conventions": book.conventions, "answers": kept,
            },
            "kernelspec": { "display_name": "Python 3", "language": "python", "name": "python3" },
            "language_info": { "name": "python" },
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    });
    let mut notes = Vec::new();
    if left > 0 {
        notes.push(format!(
            "{left} × answer is too large to travel in the notebook; its first rows are shown there."
        ));
    }
    if !book.sources.is_empty() {
        let names: Vec<&str> = book.sources.iter().map(|one| one.name.as_str()).collect();
        notes.push(format!(
            "The notebook names no files: whoever opens it adds {}.",
            names.join(", ")
        ));
    }
    (format!("{notebook:#}\n"), notes)
}

/// The answers as JSON, as many as may travel, and how many stay out.
fn stored(answers: &Answers) -> (Map<String, Value>, usize) {
    let mut kept = Map::new();
    let mut room = MOST_ANSWER_BYTES;
    for (address, StoredAnswer { stamp, arrow }) in answers {
        let Some(rest) = room.checked_sub(arrow.len()) else {
            continue;
        };
        room = rest;
        let answer = json!({ "stamp": stamp, "arrow": base64::encode(arrow) });
        kept.insert(address.as_str().to_owned(), answer);
    }
    let left = answers.len() - kept.len();
    (kept, left)
}

fn written(cell: &Cell, outputs: &Outputs) -> Value {
    let own = json!({ OURS: { "name": cell.name, "body": cell.body } });
    let code = |source: String| {
        let shown = outputs.get(&cell.id).into_iter().flatten().map(output);
        json!({
            "cell_type": "code", "id": cell.id, "metadata": own, "execution_count": null,
            "source": lines(&source), "outputs": shown.collect::<Vec<_>>(),
        })
    };
    let prose = |text: &str| {
        json!({
            "cell_type": "markdown", "id": cell.id, "metadata": own, "source": lines(text),
        })
    };
    match &cell.body {
        CellBody::Markdown { text } => prose(text),
        CellBody::Sql { text, .. } => code(format!("%%sql --save {}\n{text}", cell.name)),
        CellBody::Parameter { parameter } => prose(&format!("Parameter **{}**", parameter.label)),
        CellBody::Chart { spec } => code(format!("# chart {} of {}", cell.name, spec.source)),
    }
}

/// Source as notebooks write it: lines with their breaks.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn output(output: &Output) -> Value {
    let mut data = Map::new();
    if let Some(picture) = &output.picture {
        data.insert("image/svg+xml".to_owned(), json!(picture));
    }
    if !output.columns.is_empty() {
        data.insert("text/html".to_owned(), json!(html::table(output)));
        data.insert("text/plain".to_owned(), json!(html::plain(output)));
    }
    json!({ "output_type": "display_data", "metadata": {}, "data": data })
}
