//! Jupyter notebooks, nbformat 4: Markdown, SQL magics and outputs. What only Assay has travels in
//! the metadata, so that a notebook written here comes back as it was.

mod left;
mod write;

use std::collections::BTreeSet;

use model::{CellBody, CellId, EventTable, Hierarchy, Page};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Answers, Foreign, ForeignError, Maker, StoredAnswer, base64, magic};
use left::Left;
pub use write::write;

/// The key of what Assay keeps in metadata.
const OURS: &str = "assay";
/// The format that is read.
const FORMAT: u64 = 4;
/// Longest output that is kept of a foreign cell, in bytes.
const LONGEST_OUTPUT: usize = 20_000;

/// Reads a notebook; identities of cells that were not written here come from `draw`.
///
/// # Errors
/// It is no notebook of format 4, or larger than a workbook may be.
pub fn read(text: &str, draw: &mut dyn FnMut() -> CellId) -> Result<Foreign, ForeignError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let notebook: Value = serde_json::from_str(text).map_err(|error| {
        ForeignError::NoNotebook(format!("it is not JSON at line {}", error.line()))
    })?;
    match notebook["nbformat"].as_u64() {
        None => return Err(ForeignError::NoNotebook("it has no nbformat".to_owned())),
        Some(format) if format < FORMAT => return Err(ForeignError::OldFormat(format)),
        Some(format) if format > FORMAT => return Err(ForeignError::NewFormat(format)),
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
    left.around(&notebook);
    let own = &notebook["metadata"][OURS];
    let text = |key: &str| own[key].as_str().unwrap_or_default().to_owned();
    let answers = answers(&own["answers"], &maker.made, &mut left);
    Ok(Foreign {
        title: text("title"),
        about: text("about"),
        pages: parts::<Page>(&own["pages"], "page", &mut left),
        hierarchies: parts::<Hierarchy>(&own["hierarchies"], "hierarchy", &mut left),
        conventions: part(&own["conventions"], "list of conventions", &mut left),
        event_tables: parts::<EventTable>(&own["event_tables"], "events table", &mut left),
        answers,
        cells: maker.made,
        notes: left.notes(),
    })
}

/// One part of a workbook; as in a new one where it is not there.
fn part<T: DeserializeOwned + Default>(given: &Value, what: &str, left: &mut Left) -> T {
    if given.is_null() {
        return T::default();
    }
    let read = serde_json::from_value(given.clone());
    read.unwrap_or_else(|_| {
        left.add(format!("{what} could not be read and was left out"));
        T::default()
    })
}

/// Parts of a workbook as they were written here; what someone made of them since may be none.
fn parts<T: DeserializeOwned>(list: &Value, what: &str, left: &mut Left) -> Vec<T> {
    let mut found = Vec::new();
    for part in list.as_array().into_iter().flatten() {
        match serde_json::from_value(part.clone()) {
            Ok(part) => found.push(part),
            Err(_) => left.add(format!("{what} could not be read and was left out")),
        }
    }
    found
}

/// The answers that were stored with the cells, for cells that are there.
fn answers(kept: &Value, cells: &[model::Cell], left: &mut Left) -> Answers {
    let known: BTreeSet<&str> = cells.iter().map(|cell| cell.id.as_str()).collect();
    let mut found = Answers::new();
    for (address, answer) in kept.as_object().into_iter().flatten() {
        let cell = address
            .split_once('.')
            .map_or(address.as_str(), |(cell, _)| cell);
        let stamp = serde_json::from_value(answer["stamp"].clone()).ok();
        let arrow = answer["arrow"].as_str().and_then(base64::decode);
        match stamp.zip(arrow).filter(|_| known.contains(cell)) {
            Some((stamp, arrow)) => {
                found.insert(CellId::new(address), StoredAnswer { stamp, arrow });
            }
            None => left.add("stored answer could not be read and was left out"),
        }
    }
    found
}

fn read_cell(cell: &Value, maker: &mut Maker<'_>, left: &mut Left) -> Result<(), ForeignError> {
    let source = source(&cell["source"]);
    let own = &cell["metadata"][OURS];
    left.beside(cell);
    if let Some((name, body)) = kept(own, &source) {
        return maker.add_known(cell["id"].as_str(), &name, body, source.len());
    }
    match cell["cell_type"].as_str() {
        Some("markdown") => maker.markdown(&source),
        Some("code") => {
            match magic::sql(&source) {
                Some(found) => {
                    left.setup(&found.setup);
                    for (name, text) in found.cells {
                        maker.sql(name.as_deref(), &text)?;
                    }
                }
                None if source.trim().is_empty() => {}
                None => {
                    left.code(&source);
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
            left.output(data);
            source(&data["text/plain"])
        }
    };
    if text.len() > LONGEST_OUTPUT {
        left.add("output of more than 20,000 bytes was cut");
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
