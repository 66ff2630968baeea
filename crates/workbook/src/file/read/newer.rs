//! What a newer version wrote and this one does not know: it is named and shown as far as it is
//! understood, and the file is only read, so that nothing of it is lost.

use model::{Cell, CellBody, CellId};
use serde_json::Value;

use crate::words::shown;

/// Kinds of cells that this version knows.
const KINDS: [&str; 4] = ["markdown", "sql", "parameter", "chart"];
/// Most things that are named.
const MOST_NAMED: usize = 5;

/// Why a file is only read, in words.
pub(super) fn note(unknown: &[String]) -> String {
    let names: Vec<String> = unknown
        .iter()
        .take(MOST_NAMED)
        .map(|name| format!("“{}”", shown(name, 60)))
        .collect();
    let more = unknown.len().saturating_sub(MOST_NAMED);
    let rest = if more == 0 {
        String::new()
    } else {
        format!(" and {more} more")
    };
    format!(
        "A newer Assay wrote this workbook. It uses {}{rest}, which this one does not know. It is open to be read, without saving over it; update Assay to change it.",
        names.join(", ")
    )
}

/// A note in the place of a cell of a kind that this version does not know.
pub(super) fn stand_in(value: &Value) -> Option<(Cell, String)> {
    let kind = value.get("body")?.get("type")?.as_str()?;
    if KINDS.contains(&kind) {
        return None;
    }
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let name = text("name")?;
    let kind = shown(kind, 40);
    let cell = Cell {
        id: CellId::new(text("id")?),
        name: name.to_owned(),
        body: CellBody::Markdown {
            text: format!(
                "This cell is of the kind {kind}, which this Assay does not know. It is in the file; update Assay to see it."
            ),
        },
    };
    Some((cell, format!("cell kind {kind}")))
}
