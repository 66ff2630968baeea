//! Pages of a file. One that this version does not understand keeps no workbook closed: it stays
//! in the file as it is, and is named.

use model::Page;
use serde_json::Value;

use super::Parts;
use crate::apply::{MOST_PAGES, check_page};
use crate::file::json::{first_lost, read as read_json};
use crate::file::parts::is_page_part;
use crate::file::refusal::FileError;
use crate::words::shown;

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
        let page = understood(&name, &bytes).filter(|page| {
            let is_new = |known: &Page| !known.id.as_str().eq_ignore_ascii_case(page.id.as_str());
            pages.len() < MOST_PAGES && pages.iter().all(is_new)
        });
        if let Some(page) = page {
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

/// The page, when nothing in it would be lost on the next save.
fn understood(name: &str, bytes: &[u8]) -> Option<Page> {
    let given = read_json(name, bytes).ok()?;
    let page: Page = serde_json::from_value(given.clone()).ok()?;
    check_page(&page).ok()?;
    let again: Value = serde_json::to_value(&page).ok()?;
    let fits = name.ends_with(&format!("-{}.json", page.id));
    (fits && first_lost(&given, &again).is_none()).then_some(page)
}
