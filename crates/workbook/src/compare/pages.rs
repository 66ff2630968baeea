//! What differs between the pages of two workbooks.

use model::{Page, Tile, TileContent, Workbook};

use super::fields::differences;
use super::{Change, LONGEST_NAME, Subject, json};
use crate::words::shown;

/// Every difference of the pages; those that were removed come last.
pub(super) fn page_changes(before: &Workbook, after: &Workbook) -> Vec<Change> {
    let mut changes = Vec::new();
    for (index, page) in after.pages.iter().enumerate() {
        let change =
            |what: String| Change::new(Subject::Page, (page.id.as_str(), &page.title), what);
        let known = before.pages.iter().position(|one| one.id == page.id);
        let Some(was) = known else {
            changes.push(change(format!("added with {}", tiles(page.tiles.len()))));
            continue;
        };
        let place = |book: &Workbook, at: usize| {
            let others = |page: &&Page| {
                let is_in = |book: &Workbook| book.pages.iter().any(|one| one.id == page.id);
                is_in(before) && is_in(after)
            };
            book.pages[..at].iter().filter(others).count()
        };
        if place(before, was) != place(after, index) {
            changes.push(change(format!("now page {}, was {}", index + 1, was + 1)));
        }
        let was = &before.pages[was];
        if was.title != page.title {
            let before = shown(&was.title, LONGEST_NAME);
            changes.push(change(format!("renamed from {before}")));
        }
        changes.extend(
            tile_changes(was, page, before, after)
                .into_iter()
                .map(change),
        );
        if was.detail_for != page.detail_for {
            let fields = shown(&page.detail_for.join(", "), LONGEST_NAME);
            changes.push(change(match fields.as_str() {
                "" => "no detail page any more".to_owned(),
                fields => format!("detail page of {fields}"),
            }));
        }
        if was.links != page.links {
            changes.push(change("which tiles filter which changed".to_owned()));
        }
    }
    for page in &before.pages {
        if !after.pages.iter().any(|one| one.id == page.id) {
            changes.push(Change::new(
                Subject::Page,
                (page.id.as_str(), &page.title),
                "removed",
            ));
        }
    }
    changes
}

fn tile_changes(was: &Page, now: &Page, before: &Workbook, after: &Workbook) -> Vec<String> {
    let mut found = Vec::new();
    for tile in &now.tiles {
        let name = name(tile, after);
        let Some(known) = was.tile(&tile.id) else {
            found.push(format!("tile {name} added"));
            continue;
        };
        if (known.place.column, known.place.top) != (tile.place.column, tile.place.top) {
            found.push(format!("tile {name} moved"));
        }
        if (known.place.width, known.place.height) != (tile.place.width, tile.place.height) {
            found.push(format!("tile {name} resized"));
        }
        if (&known.title, &known.subtitle) != (&tile.title, &tile.subtitle) {
            found.push(format!("title of tile {name} changed"));
        }
        match (&known.content, &tile.content) {
            (TileContent::Text { text: was }, TileContent::Text { text: now }) if was != now => {
                found.push(format!("text of tile {name} changed"));
            }
            (was, now) => found.extend(
                differences(&json(was), &json(now))
                    .into_iter()
                    .map(|what| format!("tile {name}: {what}")),
            ),
        }
    }
    let gone = was.tiles.iter().filter(|tile| now.tile(&tile.id).is_none());
    found.extend(gone.map(|tile| format!("tile {} removed", name(tile, before))));
    found
}

/// What a person calls a tile: its title, or what it shows.
fn name(tile: &Tile, book: &Workbook) -> String {
    if !tile.title.is_empty() {
        return shown(&tile.title, LONGEST_NAME);
    }
    match &tile.content {
        TileContent::Chart { cell } | TileContent::Control { cell } => book.cell(cell).map_or_else(
            || "of a cell that is gone".to_owned(),
            |cell| shown(&cell.name, LONGEST_NAME),
        ),
        TileContent::Field { field, .. } => shown(field, LONGEST_NAME),
        TileContent::Text { .. } => "with text".to_owned(),
        TileContent::Section => "section".to_owned(),
    }
}

fn tiles(count: usize) -> String {
    match count {
        1 => "1 tile".to_owned(),
        _ => format!("{count} tiles"),
    }
}
