//! Jupyter notebooks, nbformat 4: Markdown, SQL magics and outputs. What only Assay has travels in
//! the metadata of cells, so that a notebook written here comes back as it was.

use model::{Cell, CellBody, CellId, Workbook};
use serde_json::{Map, Value, json};

use crate::{Foreign, ForeignError, Maker, Output, Outputs, html, magic};

/// The key of what Assay keeps in metadata.
const OURS: &str = "assay";
/// Longest output that is kept of a foreign cell, in bytes.
const LONGEST_OUTPUT: usize = 20_000;

/// A workbook as a notebook: one cell for each, with the answers that are given.
pub fn write(book: &Workbook, outputs: &Outputs) -> String {
    let cells: Vec<Value> = book
        .cells
        .iter()
        .map(|cell| written(cell, outputs))
        .collect();
    let notebook = json!({
        "cells": cells,
        "metadata": {
            OURS: { "title": book.title, "about": book.about },
            "kernelspec": { "display_name": "Python 3", "language": "python", "name": "python3" },
            "language_info": { "name": "python" },
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    });
    format!("{notebook:#}\n")
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

/// Reads a notebook; identities of its cells come from `draw`.
///
/// # Errors
/// It is no notebook of format 4 or later, or larger than a workbook may be.
pub fn read(text: &str, draw: &mut dyn FnMut() -> CellId) -> Result<Foreign, ForeignError> {
    let notebook: Value = serde_json::from_str(text).map_err(|error| {
        ForeignError::NoNotebook(format!("it is not JSON at line {}", error.line()))
    })?;
    let format = notebook["nbformat"].as_u64();
    match format {
        None => return Err(ForeignError::NoNotebook("it has no nbformat".to_owned())),
        Some(format) if format < 4 => return Err(ForeignError::OldFormat(format)),
        Some(_) => {}
    }
    let cells = notebook["cells"].as_array();
    let cells =
        cells.ok_or_else(|| ForeignError::NoNotebook("it has no list of cells".to_owned()))?;
    let mut maker = Maker::new(draw);
    let mut left = Left::default();
    for cell in cells {
        read_cell(cell, &mut maker, &mut left)?;
    }
    Ok(Foreign {
        title: notebook["metadata"][OURS]["title"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
        cells: maker.made,
        notes: left.notes(),
    })
}

fn read_cell(cell: &Value, maker: &mut Maker<'_>, left: &mut Left) -> Result<(), ForeignError> {
    let source = source(&cell["source"]);
    let own = &cell["metadata"][OURS];
    if let Some((name, body)) = kept(own, &source) {
        return maker.add(&name, body, source.len());
    }
    match cell["cell_type"].as_str() {
        Some("markdown") => maker.markdown(&source),
        Some("code") => {
            match magic::sql(&source) {
                Some(found) => {
                    for (name, text) in found {
                        maker.sql(name.as_deref(), &text)?;
                    }
                }
                None if source.trim().is_empty() => {}
                None => {
                    left.code += 1;
                    maker.markdown(&fenced("python", &source))?;
                }
            }
            for output in cell["outputs"].as_array().into_iter().flatten() {
                if let Some(text) = output_text(output, left) {
                    maker.markdown(&fenced("", &text))?;
                }
            }
            Ok(())
        }
        _ if source.trim().is_empty() => Ok(()),
        _ => maker.markdown(&fenced("", &source)),
    }
}

/// A cell that was written here. Its text is the one that stands in the notebook, where someone may
/// have changed it.
fn kept(own: &Value, source: &str) -> Option<(String, CellBody)> {
    let name = own["name"].as_str()?.to_owned();
    let mut body: CellBody = serde_json::from_value(own["body"].clone()).ok()?;
    match &mut body {
        CellBody::Markdown { text } => source.clone_into(text),
        CellBody::Sql { text, .. } => {
            let rest = source.strip_prefix("%%sql")?;
            let (_, typed) = rest.split_once('\n').unwrap_or((rest, ""));
            typed.clone_into(text);
        }
        CellBody::Parameter { .. } | CellBody::Chart { .. } => {}
    }
    Some((name, body))
}

fn source(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect(),
        _ => String::new(),
    }
}

/// What is left of an output: its plain text.
fn output_text(output: &Value, left: &mut Left) -> Option<String> {
    let text = match output["output_type"].as_str() {
        Some("stream") => source(&output["text"]),
        Some("error") => {
            let (name, why) = (output["ename"].as_str(), output["evalue"].as_str());
            format!("{}: {}", name.unwrap_or("Error"), why.unwrap_or_default())
        }
        _ => {
            let data = &output["data"];
            if data["text/plain"].is_null() || data["image/png"].is_string() {
                left.pictures += 1;
            }
            source(&data["text/plain"])
        }
    };
    if text.len() > LONGEST_OUTPUT {
        left.cut += 1;
        let end = (0..=LONGEST_OUTPUT)
            .rev()
            .find(|at| text.is_char_boundary(*at));
        return Some(format!("{}…", &text[..end.unwrap_or(0)]));
    }
    (!text.trim().is_empty()).then_some(text)
}

/// A fence that the text itself does not close.
fn fenced(language: &str, text: &str) -> String {
    let runs = text.split(|sign| sign != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0).max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}", text.trim_end())
}

/// What could not be kept.
#[derive(Default)]
struct Left {
    code: usize,
    pictures: usize,
    cut: usize,
}

impl Left {
    fn notes(&self) -> Vec<String> {
        let said = [
            (
                self.code,
                "code that is no SQL stands as text and does not run",
            ),
            (
                self.pictures,
                "pictures and other outputs without text were left out",
            ),
            (self.cut, "outputs of more than 20,000 letters were cut"),
        ];
        let said = said.into_iter().filter(|(count, _)| *count > 0);
        said.map(|(count, what)| format!("{count} × {what}."))
            .collect()
    }
}
