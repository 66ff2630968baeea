//! What differs between two workbooks, in words: by identities, never by lines of a file.

mod fields;
mod pages;

use std::collections::HashSet;

use model::{Cell, CellBody, EventTable, Hierarchy, SourceSpec, Workbook};
use serde_json::Value;

use crate::words::shown;
use fields::differences;

const LONGEST_NAME: usize = 60;

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Workbook,
    Source,
    Cell,
    Page,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    pub subject: Subject,
    /// The identity of the source, cell or page; empty for the workbook itself.
    pub id: String,
    /// The name that it has after the change, or had before it was removed.
    pub name: String,
    /// What changed: `3 lines changed`, `added`, `renamed from sales`.
    pub what: String,
    /// The lines of a text that changed, as a unified diff; empty for everything else.
    pub lines: String,
}

impl Change {
    fn new(subject: Subject, (id, name): (&str, &str), what: impl Into<String>) -> Self {
        Self {
            subject,
            id: id.to_owned(),
            name: shown(name, LONGEST_NAME),
            what: what.into(),
            lines: String::new(),
        }
    }

    /// The change as one line: `cell revenue: 3 lines changed`.
    pub fn words(&self) -> String {
        match self.subject {
            Subject::Workbook => format!("workbook: {}", self.what),
            Subject::Source => format!("source {}: {}", self.name, self.what),
            Subject::Cell => format!("cell {}: {}", self.name, self.what),
            Subject::Page => format!("page {}: {}", self.name, self.what),
        }
    }
}

/// Every difference, in the order of the later document; what was removed comes last.
/// Equal documents have none. Identities decide what is the same thing.
pub fn compare(before: &Workbook, after: &Workbook) -> Vec<Change> {
    let mut changes = Vec::new();
    let about = |what| Change::new(Subject::Workbook, ("", &after.title), what);
    if before.title != after.title {
        let (was, now) = (shown(&before.title, 60), shown(&after.title, 60));
        changes.push(about(format!("title “{was}” is now “{now}”")));
    }
    if before.about != after.about {
        changes.push(about("description changed".to_owned()));
    }
    let conventions = [&before.conventions, &after.conventions].map(json);
    let conventions = differences(&conventions[0], &conventions[1]);
    changes.extend(conventions.into_iter().map(about));
    let found = listed_changes("hierarchy", &before.hierarchies, &after.hierarchies);
    changes.extend(found.into_iter().map(about));
    let found = listed_changes("events", &before.event_tables, &after.event_tables);
    changes.extend(found.into_iter().map(about));
    for source in &after.sources {
        let was = before.sources.iter().find(|one| one.id == source.id);
        changes.extend(source_changes(was, source));
    }
    for (index, cell) in after.cells.iter().enumerate() {
        if let Some(was) = before.cell(&cell.id) {
            changes.extend(cell_changes(was, cell));
        } else {
            let what = format!("added as {}, place {}", kind(&cell.body), index + 1);
            changes.push(Change::new(
                Subject::Cell,
                (cell.id.as_str(), &cell.name),
                what,
            ));
        }
    }
    changes.extend(moved(before, after));
    changes.extend(pages::page_changes(before, after));
    for source in &before.sources {
        if !after.sources.iter().any(|one| one.id == source.id) {
            changes.push(Change::new(
                Subject::Source,
                (source.id.as_str(), &source.name),
                "removed",
            ));
        }
    }
    for cell in &before.cells {
        if after.cell(&cell.id).is_none() {
            changes.push(Change::new(
                Subject::Cell,
                (cell.id.as_str(), &cell.name),
                "removed",
            ));
        }
    }
    changes
}

/// Something with an identity and a name in a list of the workbook.
trait Listed: PartialEq {
    fn id(&self) -> &str;
    fn name(&self) -> &str;
}

impl Listed for Hierarchy {
    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn name(&self) -> &str {
        &self.name
    }
}

impl Listed for EventTable {
    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn name(&self) -> &str {
        &self.name
    }
}

fn listed_changes<T: Listed>(what: &str, before: &[T], after: &[T]) -> Vec<String> {
    let words = |one: &T, how: &str| format!("{what} {} {how}", shown(one.name(), LONGEST_NAME));
    let of = |list: &[T], id: &str| list.iter().position(|one| one.id() == id);
    let mut found = Vec::new();
    for one in after {
        match of(before, one.id()) {
            None => found.push(words(one, "added")),
            Some(at) if before[at] != *one => found.push(words(one, "changed")),
            Some(_) => {}
        }
    }
    let gone = before.iter().filter(|one| of(after, one.id()).is_none());
    found.extend(gone.map(|one| words(one, "removed")));
    found
}

fn source_changes(was: Option<&SourceSpec>, now: &SourceSpec) -> Vec<Change> {
    let change = |what: String| Change::new(Subject::Source, (now.id.as_str(), &now.name), what);
    let Some(was) = was else {
        return vec![change("added".to_owned())];
    };
    let found = differences(&json(was), &json(now));
    found.into_iter().map(change).collect()
}

fn cell_changes(was: &Cell, now: &Cell) -> Vec<Change> {
    let change = |what: String| Change::new(Subject::Cell, (now.id.as_str(), &now.name), what);
    let mut changes = Vec::new();
    if was.name != now.name {
        let before = shown(&was.name, LONGEST_NAME);
        changes.push(change(format!("renamed from {before}")));
    }
    let (before, after) = (json(&was.body), json(&now.body));
    if before.get("type") != after.get("type") {
        let (was, now) = (kind(&was.body), kind(&now.body));
        changes.push(change(format!("was {was}, is {now}")));
        return changes;
    }
    if let (Some(before), Some(after)) = (text(&was.body), text(&now.body))
        && before != after
    {
        changes.push(text_change(now, before, after));
    }
    changes.extend(differences(&before, &after).into_iter().map(change));
    changes
}

fn text_change(cell: &Cell, before: &str, after: &str) -> Change {
    let patch = diffy::create_patch(before, after);
    let (mut added, mut removed) = (0_usize, 0_usize);
    for hunk in patch.hunks() {
        for line in hunk.lines() {
            match line {
                diffy::Line::Insert(_) => added += 1,
                diffy::Line::Delete(_) => removed += 1,
                diffy::Line::Context(_) => {}
            }
        }
    }
    let changed = added.min(removed);
    let counts = [
        (changed, "changed"),
        (added - changed, "added"),
        (removed - changed, "removed"),
    ];
    let words: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| {
            let unit = if *count == 1 { "line" } else { "lines" };
            format!("{count} {unit} {word}")
        })
        .collect();
    let lines = patch.to_string();
    // The first two lines name files, which there are none of.
    let lines = lines.lines().skip(2).map(|line| format!("{line}\n"));
    Change {
        lines: lines.collect(),
        ..Change::new(
            Subject::Cell,
            (cell.id.as_str(), &cell.name),
            words.join(", "),
        )
    }
}

/// Cells that stand elsewhere: the fewest that have to be taken out so that the rest keeps its
/// order, found as those outside the longest common run.
fn moved(before: &Workbook, after: &Workbook) -> Vec<Change> {
    let places: Vec<usize> = after
        .cells
        .iter()
        .filter_map(|cell| before.cells.iter().position(|one| one.id == cell.id))
        .collect();
    let stays: HashSet<usize> = longest_rising(&places).into_iter().collect();
    after
        .cells
        .iter()
        .enumerate()
        .filter_map(|(index, cell)| {
            let was = before.cells.iter().position(|one| one.id == cell.id)?;
            (!stays.contains(&was)).then(|| {
                let what = format!("moved from place {} to {}", was + 1, index + 1);
                Change::new(Subject::Cell, (cell.id.as_str(), &cell.name), what)
            })
        })
        .collect()
}

/// The longest rising run of values, not necessarily side by side.
fn longest_rising(values: &[usize]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        let before = (0..at)
            .filter(|earlier| values[*earlier] < *value)
            .max_by_key(|earlier| best[*earlier].0);
        best.push((before.map_or(1, |earlier| best[earlier].0 + 1), before));
    }
    let mut at = (0..best.len()).max_by_key(|at| best[*at].0);
    let mut run = Vec::new();
    while let Some(place) = at {
        run.push(values[place]);
        at = best[place].1;
    }
    run.reverse();
    run
}

fn json<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

fn text(body: &CellBody) -> Option<&str> {
    match body {
        CellBody::Sql { text, .. } | CellBody::Markdown { text } => Some(text),
        CellBody::Parameter { .. } | CellBody::Chart { .. } => None,
    }
}

fn kind(body: &CellBody) -> &'static str {
    match body {
        CellBody::Markdown { .. } => "text",
        CellBody::Sql { .. } => "SQL",
        CellBody::Parameter { .. } => "a parameter",
        CellBody::Chart { .. } => "a chart",
    }
}
