//! Names that two sides gave to different things.

use std::collections::HashMap;

use model::Workbook;

use super::{Conflict, Kept};
use crate::names::{fold, free_cell_name, free_source_name};

/// Gives one of two cells or sources of the same name another one: the one that is not ours.
pub(super) fn free(book: &mut Workbook, ours: &Workbook, conflicts: &mut Vec<Conflict>) {
    let cells = book.cells.iter().map(|cell| {
        let is_ours = ours.cell(&cell.id).is_some_and(|one| one.name == cell.name);
        (cell.name.as_str(), is_ours)
    });
    for index in doubled(cells) {
        let before = book.cells[index].name.clone();
        let name = free_cell_name(book, &before);
        let id = book.cells[index].id.clone();
        book.cells[index].name.clone_from(&name);
        conflicts.push(renamed("cells", id.as_str(), before, name));
    }
    let sources = book.sources.iter().map(|source| {
        let known = ours.sources.iter().find(|one| one.id == source.id);
        let is_ours = known.is_some_and(|one| one.name == source.name);
        (source.name.as_str(), is_ours)
    });
    for index in doubled(sources) {
        let before = book.sources[index].name.clone();
        let name = free_source_name(book, &before);
        let id = book.sources[index].id.clone();
        book.sources[index].name.clone_from(&name);
        conflicts.push(renamed("sources", id.as_str(), before, name));
    }
}

/// Places of those whose name another one has as well; ours keeps it, else the first.
fn doubled<'a>(named: impl Iterator<Item = (&'a str, bool)>) -> Vec<usize> {
    let mut holders: HashMap<String, (usize, bool)> = HashMap::new();
    let mut out = Vec::new();
    for (index, (name, is_ours)) in named.enumerate() {
        match holders.get(&fold(name)).copied() {
            None => {
                holders.insert(fold(name), (index, is_ours));
            }
            Some((holder, false)) if is_ours => {
                holders.insert(fold(name), (index, true));
                out.push(holder);
            }
            Some(_) => out.push(index),
        }
    }
    out
}

fn renamed(list: &str, id: &str, before: String, now: String) -> Conflict {
    Conflict {
        place: String::new(),
        path: vec![list.to_owned(), id.to_owned(), "name".to_owned()],
        base: None,
        ours: Some(now),
        theirs: Some(before),
        kept: Kept::Both,
    }
}
