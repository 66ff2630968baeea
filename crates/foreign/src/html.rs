//! Rows as a table of HTML, as notebooks keep them. Text stays text.

use std::fmt::Write as _;

use crate::Output;

pub(crate) fn table(output: &Output) -> String {
    let mut out = String::from("<table><thead><tr>");
    for name in &output.columns {
        let _ = write!(out, "<th>{}</th>", text(name));
    }
    out.push_str("</tr></thead><tbody>");
    for row in &output.rows {
        out.push_str("<tr>");
        for value in row {
            let shown = value.as_deref().map_or("<i>null</i>".to_owned(), text);
            let _ = write!(out, "<td>{shown}</td>");
        }
        out.push_str("</tr>");
    }
    let _ = write!(out, "</tbody></table><p>{}</p>", text(&output.count));
    out
}

pub(crate) fn plain(output: &Output) -> String {
    let mut out = output.columns.join("\t");
    for row in &output.rows {
        let values: Vec<&str> = row
            .iter()
            .map(|value| value.as_deref().unwrap_or("null"))
            .collect();
        let _ = write!(out, "\n{}", values.join("\t"));
    }
    let _ = write!(out, "\n{}", output.count);
    out
}

fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ if sign.is_control() && sign != '\n' && sign != '\t' => {
                out.push_str(&sign.escape_unicode().to_string());
            }
            _ => out.push(sign),
        }
    }
    out
}
