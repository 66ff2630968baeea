//! Three versions of one workbook made into one: what both sides changed is kept or named.
//!
//! Parts are known by their stable identities, never by name or place. Texts are merged line by
//! line. Where both sides changed the same thing differently there is a [`Conflict`]: the merged
//! workbook then holds what [`Conflict::kept`] says, and the conflict holds the other. What reads a
//! renamed thing by its old name is given the new one, or named as a conflict.

mod names;
mod order;
mod readers;
mod text;
mod tree;

use std::collections::BTreeMap;

use model::{CellId, Workbook};
use serde_json::Value;

use crate::apply::{check_body, check_hierarchy, check_page, settle};
use crate::file::{Contents, Extras, FileError, Opened, SavedResult, answers_of};
use crate::words::shown;
pub use text::{MARK_OURS, MARK_THEIRS};
use tree::Merger;

/// Which of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Ours,
    Theirs,
}

/// What the merged workbook holds where both sides disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    Ours,
    Theirs,
    /// Both texts, one below the other between marked lines.
    Both,
}

/// A place that both sides changed differently.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Conflict {
    /// Where, for a person: `cell revenue, text`.
    pub place: String,
    /// The path of identities and fields that leads there.
    pub path: Vec<String>,
    /// The three versions as JSON or as plain text; none where it is not there.
    pub base: Option<String>,
    pub ours: Option<String>,
    pub theirs: Option<String>,
    pub kept: Kept,
}

/// A merged workbook with its conflicts, in the order of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    pub workbook: Workbook,
    pub conflicts: Vec<Conflict>,
}

/// Merges two workbooks that grew from `base`. Where they disagree, `prefer` is kept.
///
/// # Errors
/// `WB_NOT_MERGED`: the sides do not fit together as a workbook, with the reason.
pub fn merge(
    base: &Workbook,
    ours: &Workbook,
    theirs: &Workbook,
    prefer: Side,
) -> Result<Merged, FileError> {
    merge_with(base, ours, theirs, prefer, &Choices::new())
}

/// Which side is kept at which place, by the path of identities and fields that leads there.
pub type Choices = BTreeMap<Vec<String>, Side>;

/// The same with a person's choice where both sides disagree; the places stay conflicts, and say
/// what is kept.
///
/// # Errors
/// As [`merge`].
pub fn merge_with(
    base: &Workbook,
    ours: &Workbook,
    theirs: &Workbook,
    prefer: Side,
    choices: &Choices,
) -> Result<Merged, FileError> {
    let mut merger = Merger::new(prefer, choices);
    let (base, left, right) = (json(base)?, json(ours)?, json(theirs)?);
    let merged = merger
        .value(&[], Some(&base), Some(&left), Some(&right))
        .unwrap_or(Value::Null);
    let mut workbook: Workbook = serde_json::from_value(merged).map_err(|error| refused(&error))?;
    workbook.id.clone_from(&ours.id);
    let mut conflicts = merger.conflicts;
    names::free(&mut workbook, ours, &mut conflicts);
    readers::mend(&mut workbook, ours, theirs, &mut conflicts);
    for cell in &workbook.cells {
        check_body(&cell.body).map_err(|error| refused(&error))?;
    }
    for hierarchy in &workbook.hierarchies {
        check_hierarchy(hierarchy).map_err(|error| refused(&error))?;
    }
    for page in &mut workbook.pages {
        page.links
            .sort_by(|one, other| (&one.from, &one.to).cmp(&(&other.from, &other.to)));
        page.links
            .dedup_by(|later, first| later.from == first.from && later.to == first.to);
        let is_one_sides = |book: &Workbook| book.pages.iter().any(|one| one.tiles == page.tiles);
        if !is_one_sides(ours) && !is_one_sides(theirs) {
            // One side moved a tile and the other made it wider, or both put one in the same place.
            settle(&mut page.tiles);
        }
        check_page(page).map_err(|error| refused(&error))?;
    }
    for conflict in &mut conflicts {
        conflict.place = place(&conflict.path, &workbook, ours, theirs);
    }
    Ok(Merged {
        workbook,
        conflicts,
    })
}

/// A merged file: the document, the saved answers that still belong to it, and unknown parts.
#[derive(Debug, Clone, PartialEq)]
pub struct MergedFile {
    pub workbook: Workbook,
    pub results: BTreeMap<CellId, SavedResult>,
    pub extras: Extras,
    pub conflicts: Vec<Conflict>,
}

impl MergedFile {
    /// What is to be written.
    pub fn contents(&self) -> Contents<'_> {
        Contents {
            workbook: &self.workbook,
            results: &self.results,
            extras: &self.extras,
        }
    }
}

/// Merges three opened files.
///
/// A saved answer stays when the cell is exactly as on the side that it comes from; otherwise it
/// would show what the merged cell never said. Unknown parts of both sides are kept; one that both
/// changed differently is a conflict.
///
/// # Errors
/// As [`merge`]; `WB_READ_ONLY` when one of them is damaged or of a newer version, since the result
/// would lack what could not be read.
pub fn merge_files(
    base: &Opened,
    ours: &Opened,
    theirs: &Opened,
    prefer: Side,
) -> Result<MergedFile, FileError> {
    if let Some(reason) = [base, ours, theirs]
        .iter()
        .find_map(|one| one.read_only.as_ref())
    {
        return Err(FileError::new("WB_READ_ONLY", reason.clone()));
    }
    let Merged {
        workbook,
        mut conflicts,
    } = merge(&base.workbook, &ours.workbook, &theirs.workbook, prefer)?;
    let mut results = BTreeMap::new();
    for cell in &workbook.cells {
        let from = [ours, theirs].into_iter().find_map(|side| {
            let is_same = side.workbook.cell(&cell.id) == Some(cell);
            let is_stored = side.results.contains_key(&cell.id);
            (is_same && is_stored).then_some(&side.results)
        });
        let stored = from.into_iter().flat_map(|side| answers_of(side, &cell.id));
        results.extend(stored.map(|(address, result)| (address, result.clone())));
    }
    let (extras, differing) = base.extras.merged(&ours.extras, &theirs.extras, prefer);
    conflicts.extend(differing.into_iter().map(|name| Conflict {
        place: format!("part {}", shown(&name, 80)),
        path: vec!["extras".to_owned(), name],
        base: None,
        ours: None,
        theirs: None,
        kept: prefer.into(),
    }));
    Ok(MergedFile {
        workbook,
        results,
        extras,
        conflicts,
    })
}

impl From<Side> for Kept {
    fn from(side: Side) -> Self {
        match side {
            Side::Ours => Self::Ours,
            Side::Theirs => Self::Theirs,
        }
    }
}

fn json(workbook: &Workbook) -> Result<Value, FileError> {
    serde_json::to_value(workbook).map_err(|error| refused(&error))
}

fn refused(error: &dyn std::fmt::Display) -> FileError {
    FileError::new(
        "WB_NOT_MERGED",
        format!(
            "The two versions do not fit together: {}. Nothing was written; open both and copy what is missing by hand.",
            shown(&error.to_string(), 160)
        ),
    )
}

/// A path in words: names of cells, sources and the like instead of their identities.
fn place(path: &[String], merged: &Workbook, ours: &Workbook, theirs: &Workbook) -> String {
    let books = [merged, ours, theirs];
    let named = |list: &str, id: &str| {
        books.iter().find_map(|book| match list {
            "cells" => book.cell(&CellId::new(id)).map(|cell| cell.name.clone()),
            "sources" => book
                .sources
                .iter()
                .find(|source| source.id.as_str() == id)
                .map(|source| source.name.clone()),
            "pages" => book
                .pages
                .iter()
                .find(|page| page.id.as_str() == id)
                .map(|page| page.title.clone()),
            "hierarchies" => book
                .hierarchies
                .iter()
                .find(|one| one.id.as_str() == id)
                .map(|one| one.name.clone()),
            "event_tables" => book
                .event_tables
                .iter()
                .find(|one| one.id.as_str() == id)
                .map(|one| one.name.clone()),
            _ => None,
        })
    };
    let kind_of = |list: &str| match list {
        "cells" => Some("cell"),
        "sources" => Some("source"),
        "pages" => Some("page"),
        "hierarchies" => Some("hierarchy"),
        "event_tables" => Some("events"),
        _ => None,
    };
    match path {
        [list] if kind_of(list).is_some() => format!("order of {}", list.replace('_', " ")),
        [list, id, rest @ ..] if kind_of(list).is_some() => {
            let kind = kind_of(list).unwrap_or_default();
            let name = named(list, id).unwrap_or_else(|| id.clone());
            let rest: Vec<&str> = rest
                .iter()
                .map(String::as_str)
                .filter(|key| !matches!(*key, "body" | "spec" | "parameter"))
                .collect();
            let field = if rest.is_empty() {
                String::new()
            } else {
                format!(", {}", rest.join(" "))
            };
            format!("{kind} {}{field}", shown(&name, 80))
        }
        _ => path.join(" "),
    }
}
