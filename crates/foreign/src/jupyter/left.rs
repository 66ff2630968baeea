//! What a notebook says that a workbook does not take over, counted and named in sentences.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::magic::Setup;

/// Most sentences about one notebook.
const MOST: usize = 20;
/// Longest name of a magic or type of output in a sentence.
const LONGEST_NAME: usize = 40;
/// Keys of a cell's metadata that say how Jupyter showed it and nothing about it.
const OF_THE_SCREEN: [&str; 9] = [
    "assay",
    "collapsed",
    "scrolled",
    "jupyter",
    "execution",
    "ExecuteTime",
    "pycharm",
    "vscode",
    "editable",
];

/// What could not be kept, by the sentence that says so.
#[derive(Default)]
pub(super) struct Left(BTreeMap<String, usize>);

impl Left {
    /// Counts one more of what the sentence says.
    pub(super) fn add(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }

    /// A cell whose code is no SQL, or not only.
    pub(super) fn code(&mut self, source: &str) {
        let lines = source.lines().map(str::trim_start);
        let mut magics: Vec<&str> = lines
            .filter(|line| line.starts_with(['%', '!']))
            .filter_map(|line| line.split_whitespace().next())
            .map(|first| if first.starts_with('!') { "!" } else { first })
            .filter(|first| !["%sql", "%%sql", "%load_ext"].contains(first))
            .collect();
        magics.sort_unstable();
        magics.dedup();
        for magic in &magics {
            let name = name(magic);
            self.add(format!(
                "cell with {name}, which Assay does not know, stands as text and does not run"
            ));
        }
        if magics.is_empty() {
            self.add("cell with code that is no SQL stands as text and does not run");
        }
    }

    /// What stood around the SQL of a cell.
    pub(super) fn setup(&mut self, setup: &Setup) {
        for _ in 0..setup.connections {
            self.add("connection of a magic was left out: its SQL asks the tables of the workbook");
        }
        for option in &setup.options {
            self.add(format!("option {} of a magic was left out", name(option)));
        }
        for magic in &setup.magics {
            self.add(format!("line with {} was left out", name(magic)));
        }
    }

    /// What is beside the source and the outputs of a cell.
    pub(super) fn beside(&mut self, cell: &Value) {
        let attached = cell["attachments"].as_object();
        for _ in attached.into_iter().flatten() {
            self.add("picture attached to a text was left out");
        }
        let metadata = cell["metadata"].as_object();
        for (key, value) in metadata.into_iter().flatten() {
            let is_empty = value.as_array().is_some_and(Vec::is_empty)
                || value.as_object().is_some_and(serde_json::Map::is_empty)
                || value.is_null();
            if !is_empty && !OF_THE_SCREEN.contains(&key.as_str()) {
                self.add(format!("note “{}” at a cell was left out", name(key)));
            }
        }
    }

    /// What the notebook as a whole holds besides cells.
    pub(super) fn around(&mut self, notebook: &Value) {
        let widgets = notebook["metadata"]["widgets"].as_object();
        let states = widgets.into_iter().flatten();
        for _ in states
            .filter_map(|(_, kind)| kind["state"].as_object())
            .flatten()
        {
            self.add("state of a widget was left out");
        }
    }

    /// An output of which only a plain text stays, or nothing.
    pub(super) fn output(&mut self, data: &Value) {
        let types = data.as_object().into_iter().flatten().map(|(kind, _)| kind);
        let types: Vec<&str> = types.map(String::as_str).collect();
        let has_text = types.contains(&"text/plain");
        for kind in types {
            match kind {
                // Another form of the same.
                "text/plain" => {}
                "text/html" | "text/markdown" | "text/latex" if has_text => {}
                "application/vnd.jupyter.widget-view+json" => self.add("widget was left out"),
                _ if kind.starts_with("image/") => {
                    self.add(format!("picture ({}) was left out", name(kind)));
                }
                _ => self.add(format!("output of type {} was left out", name(kind))),
            }
        }
    }

    /// The sentences: `3 × picture (image/png) was left out.`
    pub(super) fn notes(&self) -> Vec<String> {
        let said = self.0.iter().take(MOST);
        let mut notes: Vec<String> = said
            .map(|(what, count)| format!("{count} × {what}."))
            .collect();
        let more: usize = self.0.values().skip(MOST).sum();
        if more > 0 {
            notes.push(format!("{more} × other things were left out."));
        }
        notes
    }
}

/// A name of someone else as it may stand in a sentence.
fn name(text: &str) -> String {
    let plain = text.chars().map(|sign| {
        if sign.is_ascii_graphic() || sign.is_alphanumeric() || sign == ' ' {
            sign
        } else {
            '?'
        }
    });
    plain.take(LONGEST_NAME).collect()
}
