//! Rows as CSV (RFC 4180): quoted where they must be, numbers with all their digits.

use model::Value;

use crate::figure::RowsFigure;
use crate::label::words;

/// Rows under the titles of their columns. Missing values are empty, and an empty text is `""`.
pub fn rows_csv(figure: &RowsFigure) -> String {
    let titles: Vec<String> = figure
        .columns
        .iter()
        .map(|one| quoted(&one.title))
        .collect();
    let mut text = titles.join(",");
    text.push_str("\r\n");
    for row in &figure.rows {
        let cells: Vec<String> = row.iter().map(cell).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        other => quoted(&words(other)),
    }
}

fn quoted(words: &str) -> String {
    let is_plain = !words.is_empty() && !words.contains([',', '"', '\r', '\n']);
    if is_plain {
        words.to_owned()
    } else {
        format!("\"{}\"", words.replace('"', "\"\""))
    }
}
