//! Edits of pages and their tiles.

use model::{
    Edit, Effect, Page, PageId, Place, Tile, TileContent, TileId, TileLink, TilePlace, Workbook,
};

use dashboard::{COLUMNS, LOWEST};

use super::EditError;
use super::check::{check_identity, check_line, check_picked, check_text};

/// Most pages of a workbook.
pub const MOST_PAGES: usize = 200;
/// Most tiles of a page, and most pairs that act on each other in a way of their own.
pub const MOST_TILES: usize = 500;
/// Most columns that a page is the detail page of.
const MOST_DETAILS: usize = 50;

pub(super) fn insert_page(
    book: &mut Workbook,
    index: usize,
    page: Page,
) -> Result<Edit, EditError> {
    if book.pages.len() >= MOST_PAGES {
        return Err(EditError::TooMany {
            what: "pages",
            limit: MOST_PAGES,
        });
    }
    let is_known = |known: &Page| known.id.as_str().eq_ignore_ascii_case(page.id.as_str());
    if book.pages.iter().any(is_known) {
        return Err(EditError::PageExists(page.id));
    }
    check_page(&page)?;
    let id = page.id.clone();
    book.pages.insert(index.min(book.pages.len()), page);
    Ok(Edit::RemovePage { page: id })
}

pub(super) fn remove_page(book: &mut Workbook, page: &PageId) -> Result<Edit, EditError> {
    let index = page_index(book, page)?;
    Ok(Edit::InsertPage {
        index,
        page: book.pages.remove(index),
    })
}

pub(super) fn move_page(
    book: &mut Workbook,
    page: PageId,
    index: usize,
) -> Result<Edit, EditError> {
    let before = page_index(book, &page)?;
    let moved = book.pages.remove(before);
    book.pages.insert(index.min(book.pages.len()), moved);
    Ok(Edit::MovePage {
        page,
        index: before,
    })
}

pub(super) fn rename_page(
    book: &mut Workbook,
    page: PageId,
    title: String,
) -> Result<Edit, EditError> {
    check_line(&title, "page title")?;
    let title = std::mem::replace(&mut page_mut(book, &page)?.title, title);
    Ok(Edit::RenamePage { page, title })
}

pub(super) fn set_detail(
    book: &mut Workbook,
    page: PageId,
    fields: Vec<String>,
) -> Result<Edit, EditError> {
    check_details(&fields)?;
    let found = page_mut(book, &page)?;
    let fields = std::mem::replace(&mut found.detail_for, fields);
    Ok(Edit::SetDetail { page, fields })
}

pub(super) fn insert_tile(
    book: &mut Workbook,
    page: PageId,
    index: usize,
    tile: Tile,
) -> Result<Edit, EditError> {
    let found = page_mut(book, &page)?;
    if found.tiles.len() >= MOST_TILES {
        return Err(EditError::TooMany {
            what: "tiles on a page",
            limit: MOST_TILES,
        });
    }
    if found.tile(&tile.id).is_some() {
        return Err(EditError::TileExists(tile.id));
    }
    check_tile(&tile)?;
    let id = tile.id.clone();
    found.tiles.insert(index.min(found.tiles.len()), tile);
    Ok(Edit::RemoveTile { page, tile: id })
}

pub(super) fn remove_tile(
    book: &mut Workbook,
    page: PageId,
    tile: &TileId,
) -> Result<Edit, EditError> {
    let found = page_mut(book, &page)?;
    let index = tile_index(found, tile)?;
    let tile = found.tiles.remove(index);
    Ok(Edit::InsertTile { page, index, tile })
}

pub(super) fn replace_tile(
    book: &mut Workbook,
    page: PageId,
    tile: Tile,
) -> Result<Edit, EditError> {
    let found = page_mut(book, &page)?;
    let index = tile_index(found, &tile.id)?;
    check_tile(&tile)?;
    let tile = std::mem::replace(&mut found.tiles[index], tile);
    Ok(Edit::ReplaceTile { page, tile })
}

pub(super) fn place_tiles(
    book: &mut Workbook,
    page: PageId,
    places: Vec<TilePlace>,
) -> Result<Edit, EditError> {
    let found = page_mut(book, &page)?;
    let mut indexes = Vec::with_capacity(places.len());
    for TilePlace { tile, place } in &places {
        check_place(*place)?;
        indexes.push(tile_index(found, tile)?);
    }
    let mut before = Vec::with_capacity(places.len());
    for (index, TilePlace { tile, place }) in indexes.into_iter().zip(places) {
        let place = std::mem::replace(&mut found.tiles[index].place, place);
        before.push(TilePlace { tile, place });
    }
    // A tile that is named twice goes back through both places.
    before.reverse();
    Ok(Edit::PlaceTiles {
        page,
        places: before,
    })
}

pub(super) fn link_tiles(
    book: &mut Workbook,
    page: PageId,
    link: TileLink,
) -> Result<Edit, EditError> {
    let found = page_mut(book, &page)?;
    check_identity(link.from.as_str(), "tile")?;
    check_identity(link.to.as_str(), "tile")?;
    let effect = found.effect(&link.from, &link.to);
    let pair = |one: &TileLink| (one.from.clone(), one.to.clone());
    let at = found.links.binary_search_by_key(&pair(&link), pair);
    let before = TileLink {
        effect,
        ..link.clone()
    };
    match (at, link.effect) {
        (Ok(at), Effect::Filter) => {
            found.links.remove(at);
        }
        (Ok(at), _) => found.links[at] = link,
        (Err(_), Effect::Filter) => {}
        (Err(_), _) if found.links.len() >= MOST_TILES => {
            return Err(EditError::TooMany {
                what: "pairs of tiles with a setting",
                limit: MOST_TILES,
            });
        }
        (Err(at), _) => found.links.insert(at, link),
    }
    Ok(Edit::LinkTiles { page, link: before })
}

/// Moves tiles until all stand on the grid beside each other.
pub(crate) fn settle(tiles: &mut [Tile]) {
    for one in dashboard::settle(tiles, &[]) {
        for tile in tiles.iter_mut().filter(|tile| tile.id == one.tile) {
            tile.place = one.place;
        }
    }
}

/// Whether a page keeps within its bounds; what is out of order is refused.
pub(crate) fn check_page(page: &Page) -> Result<(), EditError> {
    check_identity(page.id.as_str(), "page")?;
    check_line(&page.title, "page title")?;
    if page.tiles.len() > MOST_TILES || page.links.len() > MOST_TILES {
        return Err(EditError::TooMany {
            what: "tiles on a page",
            limit: MOST_TILES,
        });
    }
    check_details(&page.detail_for)?;
    for (at, tile) in page.tiles.iter().enumerate() {
        check_tile(tile)?;
        if page.tiles.iter().take(at).any(|known| known.id == tile.id) {
            return Err(EditError::TileExists(tile.id.clone()));
        }
    }
    let pair = |link: &TileLink| (link.from.clone(), link.to.clone());
    let in_order = |links: &[TileLink]| pair(&links[0]) < pair(&links[1]);
    let usual = page.links.iter().any(|link| link.effect == Effect::Filter);
    if usual || !page.links.windows(2).all(in_order) {
        return Err(EditError::BadLinks);
    }
    Ok(())
}

fn check_details(fields: &[String]) -> Result<(), EditError> {
    if fields.len() > MOST_DETAILS {
        return Err(EditError::TooMany {
            what: "columns of a detail page",
            limit: MOST_DETAILS,
        });
    }
    fields
        .iter()
        .try_for_each(|field| check_line(field, "field"))
}

fn check_tile(tile: &Tile) -> Result<(), EditError> {
    check_identity(tile.id.as_str(), "tile")?;
    check_place(tile.place)?;
    check_line(&tile.title, "tile title")?;
    check_line(&tile.subtitle, "tile subtitle")?;
    match &tile.content {
        TileContent::Chart { cell } | TileContent::Control { cell } => {
            check_identity(cell.as_str(), "cell")
        }
        TileContent::Field {
            source,
            field,
            default,
            ..
        } => {
            check_line(source, "name of the data")?;
            check_line(field, "field")?;
            default.as_ref().map_or(Ok(()), check_picked)
        }
        TileContent::Text { text } => check_text(text),
        TileContent::Section => Ok(()),
    }
}

fn check_place(place: Place) -> Result<(), EditError> {
    if is_on_grid(place) {
        Ok(())
    } else {
        Err(EditError::BadPlace)
    }
}

/// Whether a page has this place.
pub(crate) fn is_on_grid(place: Place) -> bool {
    (1..=COLUMNS).contains(&place.width)
        && place.end() <= COLUMNS
        && (1..=LOWEST).contains(&place.height)
        && place.bottom() <= LOWEST
}

fn page_index(book: &Workbook, id: &PageId) -> Result<usize, EditError> {
    let found = book.pages.iter().position(|page| page.id == *id);
    found.ok_or_else(|| EditError::NoSuchPage(id.clone()))
}

fn page_mut<'book>(book: &'book mut Workbook, id: &PageId) -> Result<&'book mut Page, EditError> {
    let found = book.pages.iter_mut().find(|page| page.id == *id);
    found.ok_or_else(|| EditError::NoSuchPage(id.clone()))
}

fn tile_index(page: &Page, id: &TileId) -> Result<usize, EditError> {
    let found = page.tiles.iter().position(|tile| tile.id == *id);
    found.ok_or_else(|| EditError::NoSuchTile(id.clone()))
}
