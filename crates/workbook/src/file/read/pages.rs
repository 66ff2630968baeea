//! Pages of a file. One that this version does not understand keeps no workbook closed: it stays
//! in the file as it is, and is named.

use model::Page;
use serde_json::{Value, json};

use super::Parts;
use crate::apply::{MOST_PAGES, MOST_TILES, check_page, is_on_grid, settle};
use crate::file::json::{first_lost, read as read_json};
use crate::file::parts::is_page_part;
use crate::file::refusal::FileError;
use crate::words::shown;

/// Farther than any grid reaches, and a number that places are made of.
const FAR: u32 = u32::MAX;

/// The pages in the order of their tabs.
pub(super) fn pages(
    parts: &mut Parts<'_>,
    damaged: &mut Vec<String>,
    notes: &mut Vec<String>,
) -> Result<Vec<Page>, FileError> {
    let mut names: Vec<String> = parts
        .entries
        .iter()
        .map(|entry| entry.name.clone())
        .filter(|name| is_page_part(name))
        .filter(|name| parts.listed.contains_key(name.as_str()))
        .collect();
    names.sort();
    let mut pages: Vec<Page> = Vec::new();
    for name in names {
        let bytes = match parts.optional(&name) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => continue,
            Err(error) if error.code() == "WB_CHECKSUM" => {
                damaged.push(name);
                continue;
            }
            Err(error) => return Err(error),
        };
        let page = understood(&name, &bytes).filter(|(page, _)| {
            let is_new = |known: &Page| !known.id.as_str().eq_ignore_ascii_case(page.id.as_str());
            pages.len() < MOST_PAGES && pages.iter().all(is_new)
        });
        if let Some((page, was_off)) = page {
            if was_off {
                notes.push(format!(
                    "Tiles of the page {} stood outside the grid, and were moved with what they stood over.",
                    shown(&page.title, 80)
                ));
            }
            pages.push(page);
            continue;
        }
        // Not taken: kept byte for byte with what other versions wrote.
        parts.taken.remove(&name);
        notes.push(format!(
            "The page in {} cannot be shown by this Assay. It stays in the file as it is.",
            shown(&name, 80)
        ));
    }
    Ok(pages)
}

/// The page, when nothing in it would be lost on the next save, and whether tiles had to be moved
/// because some stood where no grid is.
fn understood(name: &str, bytes: &[u8]) -> Option<(Page, bool)> {
    let mut given = read_json(name, bytes).ok()?;
    let was_far = bring_near(&mut given);
    let mut page: Page = serde_json::from_value(given.clone()).ok()?;
    if page.tiles.len() > MOST_TILES {
        return None;
    }
    let again: Value = serde_json::to_value(&page).ok()?;
    // Tiles over each other alone are a person's, and give way when one of them is moved.
    let was_off = was_far || page.tiles.iter().any(|tile| !is_on_grid(tile.place));
    if was_off {
        settle(&mut page.tiles);
    }
    check_page(&page).ok()?;
    let fits = name.ends_with(&format!("-{}.json", page.id));
    (fits && first_lost(&given, &again).is_none()).then_some((page, was_off))
}

/// Puts numbers that no place can have where places end; answers whether there were any.
fn bring_near(page: &mut Value) -> bool {
    let mut was_far = false;
    let tiles = page.get_mut("tiles").and_then(Value::as_array_mut);
    for tile in tiles.into_iter().flatten() {
        let place = tile.get_mut("place").and_then(Value::as_object_mut);
        for number in place.into_iter().flat_map(|place| place.values_mut()) {
            if number.as_i64().is_some_and(|number| number < 0) {
                *number = json!(0);
                was_far = true;
            } else if number
                .as_u64()
                .is_some_and(|number| number > u64::from(FAR))
            {
                *number = json!(FAR);
                was_far = true;
            }
        }
    }
    was_far
}
