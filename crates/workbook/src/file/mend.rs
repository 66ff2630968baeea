//! Identities and names of a file that edits would refuse.

use std::collections::{HashMap, HashSet};

use model::{CellBody, CellId, Workbook};

use super::refusal::FileError;
use crate::apply::{EditError, LONGEST_PATH, check_body, check_line, is_identity};
use crate::names;
use crate::words::shown;

/// Identities and names that edits would refuse: mended where that loses nothing, else refused.
pub(super) fn mend(workbook: &mut Workbook, notes: &mut Vec<String>) -> Result<(), FileError> {
    let bad = |what: &str, why: &str| {
        FileError::new(
            "WB_BAD_NAME",
            format!("{what}: {why}. The workbook was not opened; it was not written by Assay."),
        )
    };
    if !is_identity(&workbook.id) {
        return Err(bad(
            "The identity of the workbook is not valid",
            "1 to 64 letters, digits, - or _ are",
        ));
    }
    check_bounds(workbook)?;
    let all: Vec<String> = workbook
        .cells
        .iter()
        .map(|cell| cell.id.as_str().to_owned())
        .collect();
    let mut known: HashSet<String> = HashSet::new();
    let mut cell_names = HashMap::new();
    for index in 0..workbook.cells.len() {
        let cell = &workbook.cells[index];
        let shown_name = shown(&cell.name, 80);
        let is_parameter = matches!(cell.body, CellBody::Parameter { .. });
        let fits = if is_parameter {
            names::check_parameter(&cell.name)
        } else {
            names::check(&cell.name)
        };
        if let Err(why) = fits {
            return Err(bad(
                &format!("Cell {} is named “{shown_name}”", index + 1),
                why,
            ));
        }
        if !is_identity(cell.id.as_str()) {
            return Err(bad(
                &format!("The identity of cell {} is not valid", index + 1),
                "1 to 64 letters, digits, - or _ are",
            ));
        }
        if let Some(first) = cell_names.insert(names::fold(&cell.name), index + 1) {
            return Err(bad(
                &format!(
                    "Cells {first} and {} are both named “{shown_name}”",
                    index + 1
                ),
                "names differ by more than case",
            ));
        }
        if !known.insert(cell.id.as_str().to_ascii_lowercase()) {
            let free = free_id(cell.id.as_str(), &all, &known);
            known.insert(free.to_ascii_lowercase());
            notes.push(format!(
                "Cell {shown_name} had the identity of another cell and was given a new one."
            ));
            workbook.cells[index].id = CellId::new(free);
        }
    }
    let (mut ids, mut source_names) = (HashSet::new(), HashSet::new());
    for (index, source) in workbook.sources.iter().enumerate() {
        let number = index + 1;
        if let Err(why) = names::check(&source.name) {
            return Err(bad(
                &format!("Source {number} is named “{}”", shown(&source.name, 80)),
                why,
            ));
        }
        if !is_identity(source.id.as_str()) || !ids.insert(&source.id) {
            return Err(bad(
                &format!("The identity of source {number} is not valid"),
                "it must be unique, of letters, digits, - or _",
            ));
        }
        if !source_names.insert(names::fold(&source.name)) {
            return Err(bad(
                &format!("Two sources are named “{}”", shown(&source.name, 80)),
                "names differ by more than case",
            ));
        }
    }
    Ok(())
}

/// What edits bound is bound in files too, so that every change of what was opened can be undone.
fn check_bounds(workbook: &Workbook) -> Result<(), FileError> {
    let large = |place: &str, error: &EditError| {
        let code = if *error == EditError::NewerChart {
            "WB_NEEDS_FEATURE"
        } else {
            "WB_TOO_LARGE"
        };
        FileError::new(
            code,
            format!("{place}: {error} The workbook was not opened."),
        )
    };
    check_line(&workbook.title, "title").map_err(|error| large("The workbook", &error))?;
    check_line(&workbook.about, "description").map_err(|error| large("The workbook", &error))?;
    for (number, cell) in (1..).zip(&workbook.cells) {
        let place = format!("Cell {number}, {}", shown(&cell.name, 40));
        check_body(&cell.body).map_err(|error| large(&place, &error))?;
    }
    for (number, source) in (1..).zip(&workbook.sources) {
        if source.path.len() > LONGEST_PATH {
            let error = EditError::TooLong {
                what: "path",
                limit: "4,096 bytes",
            };
            return Err(large(&format!("Source {number}"), &error));
        }
    }
    Ok(())
}

fn free_id(id: &str, all: &[String], known: &HashSet<String>) -> String {
    let stem: String = id.chars().take(50).collect();
    let mut number = 2_u32;
    loop {
        let free = format!("{stem}-{number}");
        if !known.contains(&free.to_ascii_lowercase())
            && !all.iter().any(|id| id.eq_ignore_ascii_case(&free))
        {
            return free;
        }
        number += 1;
    }
}
