//! Workbook files beside each other: diff, merge, unpack and pack.

use std::path::{Path, PathBuf};

use app::App;
use app::command::exchange::{Comparison, Conversion, MergeOutcome};
use protocol::message::Failure;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::args::{Diff, Merge, Pack, Unpack};
use crate::console::{self, printable};
use crate::exit::Exit;
use crate::host;
use crate::stopped::Stopped;

/// Most characters of what one side of a conflict says.
const LONGEST_SIDE: usize = 200;

/// Says what differs between two workbooks.
pub(crate) async fn diff(asked: Diff) -> Exit {
    let words = json!({ "before": path(&asked.before), "after": path(&asked.after) });
    let found: Comparison = match call("compare_files", words).await {
        Ok(found) => found,
        Err(stopped) => return stopped.report(""),
    };
    if asked.json {
        print_json(&found);
    } else {
        let mut out = String::new();
        for change in &found.changes {
            out.push_str(&printable(&change.words));
            out.push('\n');
            for line in change.lines.lines().filter(|_| asked.lines) {
                out.push_str("    ");
                out.push_str(&printable(line));
                out.push('\n');
            }
        }
        console::print(&out);
    }
    if asked.exit_code && !found.changes.is_empty() {
        Exit::Wrong
    } else {
        Exit::Fine
    }
}

/// Merges two workbooks; what both changed is named, and ends with the exit of wrong content.
pub(crate) async fn merge(asked: Merge) -> Exit {
    let words = json!({
        "base": path(&asked.base),
        "ours": path(&asked.ours),
        "theirs": path(&asked.theirs),
        "output": path(&asked.output),
        "prefer_theirs": asked.prefer_theirs,
    });
    let done: MergeOutcome = match call("merge_files", words).await {
        Ok(done) => done,
        Err(stopped) => return stopped.report(""),
    };
    if asked.json {
        print_json(&done);
    }
    for conflict in done.conflicts.iter().filter(|_| !asked.json) {
        let side = |name: &str, text: &Option<String>| match text {
            Some(text) => format!("  {name}: {}\n", cut(text, LONGEST_SIDE)),
            None => format!("  {name}: not there\n"),
        };
        console::say(&format!(
            "conflict in {}; kept: {}\n{}{}",
            printable(&conflict.place),
            conflict.kept,
            side("ours", &conflict.ours),
            side("theirs", &conflict.theirs),
        ));
    }
    if done.conflicts.is_empty() {
        Exit::Fine
    } else {
        Exit::Wrong
    }
}

/// Writes a workbook as a folder of plain files.
pub(crate) async fn unpack(asked: Unpack) -> Exit {
    let folder = asked
        .output
        .unwrap_or_else(|| asked.file.with_extension(""));
    if folder == asked.file {
        return Stopped::because(
            "CLI_NO_OUTPUT",
            "The file has no ending, so the folder cannot be called like it. Name one with --output DIR.",
        )
        .report("");
    }
    let words = json!({ "file": path(&asked.file), "folder": path(&folder) });
    told(call("unpack_file", words).await, asked.json)
}

/// Makes a workbook file of a folder.
pub(crate) async fn pack(asked: Pack) -> Exit {
    let file = asked.output.unwrap_or_else(|| {
        // A final slash would leave no name to put the ending behind.
        let folder: PathBuf = asked.folder.components().collect();
        let mut name = folder.into_os_string();
        name.push(".assay");
        name.into()
    });
    let words = json!({ "folder": path(&asked.folder), "file": path(&file) });
    told(call("pack_folder", words).await, asked.json)
}

fn told(done: Result<Conversion, Stopped>, as_json: bool) -> Exit {
    let done = match done {
        Ok(done) => done,
        Err(stopped) => return stopped.report(""),
    };
    if as_json {
        print_json(&done);
    } else {
        for note in &done.notes {
            console::say(&format!("{}\n", printable(note)));
        }
        console::print(&format!(
            "{}: {} parts\n",
            printable(&done.path),
            done.parts
        ));
    }
    Exit::Fine
}

pub(crate) async fn call<T: DeserializeOwned>(name: &str, words: Value) -> Result<T, Stopped> {
    let app = application()?;
    let answer = host::call(&app, name, words).await?;
    serde_json::from_value(answer).map_err(|_| Stopped::unexpected())
}

/// The application; none of these commands starts an engine.
pub(crate) fn application() -> Result<App, Failure> {
    let places = host::places()?;
    let mut engine = host::engine(&places);
    engine.keep_spare = false;
    host::start(engine, places)
}

pub(crate) fn path(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute.to_string_lossy().into_owned()
}

pub(crate) fn print_json(value: &impl Serialize) {
    if let Ok(text) = serde_json::to_string_pretty(value) {
        console::print(&format!("{text}\n"));
    }
}

/// The beginning of a text, fit for a terminal.
pub(crate) fn cut(text: &str, longest: usize) -> String {
    let shown = printable(text);
    match shown.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown,
    }
}
