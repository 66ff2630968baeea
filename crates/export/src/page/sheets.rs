//! Tiles on one tall picture, or on sheets of paper. Sheets break between tiles and between rows; nothing is
//! cut: a tile that is higher than a sheet is drawn as high as the sheet.

use std::ops::Range;

use super::cards::{bold, card, has_room};
use super::{PageFigure, TileFigure};
use crate::figure::{RowsFigure, Size};
use crate::layout::{Area, sentence, text};
use crate::palette::Palette;
use crate::rows::{rows, rows_in};
use crate::scene::{Anchor, Scene, Shape};

/// Width of what is drawn, and the edge around it, in pixels.
const WIDE: f64 = 1_200.0;
const EDGE: f64 = 44.0;
/// Pixels in one step of the grid.
const STEP: f64 = 4.0;
/// Left free between tiles.
const GAP: f64 = 12.0;
const COLUMNS: f64 = 12.0;
/// A sheet is A4 across: 297 by 210 millimetres.
const SHEET_HEIGHT: f64 = (WIDE + 2.0 * EDGE) * 210.0 / 297.0;
/// Most rows of one tile that are written on sheets of their own.
const MOST_ROWS: usize = 2_000;

/// The page as one picture.
pub(super) fn whole(page: &PageFigure) -> Scene {
    let palette = page.theme.palette();
    let mut shapes = Vec::new();
    let top = header(page, palette, &mut shapes);
    let end = page.tiles.iter().map(|tile| tile.place.bottom()).max();
    let high = top + f64::from(end.unwrap_or(0)) * STEP;
    for tile in &page.tiles {
        let area = placed(tile, top, 1.0);
        card(tile, area, palette, &mut shapes);
    }
    let high = high + EDGE;
    footer(page, palette, high, "", &mut shapes);
    scene(palette, high + 12.0, shapes)
}

/// The page on sheets of paper, first the tiles, then the rows that have no room on their tiles.
pub(super) fn sheets(page: &PageFigure) -> Vec<Scene> {
    let palette = page.theme.palette();
    let mut drawn: Vec<Vec<Shape>> = vec![Vec::new()];
    let mut top = header(page, palette, &mut drawn[0]);
    let floor = SHEET_HEIGHT - EDGE;
    let mut has_tiles = false;
    let mut left_out: Vec<&TileFigure> = Vec::new();
    for band in bands(&page.tiles) {
        let full = f64::from(band.rows.end - band.rows.start) * STEP;
        if top + full > floor + GAP && has_tiles {
            drawn.push(Vec::new());
            top = EDGE;
        }
        has_tiles = true;
        let squeeze = ((floor + GAP - top) / full).min(1.0);
        let shapes = drawn.last_mut();
        let Some(shapes) = shapes else {
            continue;
        };
        for tile in band.tiles {
            let area = placed(
                tile,
                top - f64::from(band.rows.start) * STEP * squeeze,
                squeeze,
            );
            card(tile, area, palette, shapes);
            if !has_room(tile, area) {
                left_out.push(tile);
            }
        }
        top += full * squeeze;
    }
    for tile in left_out {
        drawn.extend(
            tile.as_rows()
                .into_iter()
                .flat_map(|figure| row_sheets(tile, figure, palette)),
        );
    }
    let count = drawn.len();
    let sheets = drawn.into_iter().enumerate();
    sheets
        .map(|(at, mut shapes)| {
            let number = format!("{} of {count}", at + 1);
            footer(
                page,
                palette,
                SHEET_HEIGHT - EDGE / 2.0,
                &number,
                &mut shapes,
            );
            scene(palette, SHEET_HEIGHT, shapes)
        })
        .collect()
}

/// Tiles that cannot be parted by a straight line across the page.
struct Band<'a> {
    rows: Range<u32>,
    tiles: Vec<&'a TileFigure>,
}

fn bands(tiles: &[TileFigure]) -> Vec<Band<'_>> {
    let mut sorted: Vec<&TileFigure> = tiles.iter().collect();
    sorted.sort_by_key(|tile| tile.place.top);
    let mut bands: Vec<Band<'_>> = Vec::new();
    for tile in sorted {
        let rows = tile.place.top..tile.place.bottom();
        match bands.last_mut() {
            Some(band) if rows.start < band.rows.end => {
                band.rows.end = band.rows.end.max(rows.end);
                band.tiles.push(tile);
            }
            _ => bands.push(Band {
                rows,
                tiles: vec![tile],
            }),
        }
    }
    bands
}

/// All rows of a tile on sheets of their own.
fn row_sheets(tile: &TileFigure, figure: &RowsFigure, palette: &Palette) -> Vec<Vec<Shape>> {
    let area = Area {
        left: EDGE,
        top: EDGE + 34.0,
        right: EDGE + WIDE,
        bottom: SHEET_HEIGHT - EDGE - 10.0,
    };
    let kept = figure.rows.len().min(MOST_ROWS);
    let mut sheets = Vec::new();
    let mut from = 0;
    while from < kept {
        let rest = RowsFigure {
            columns: figure.columns.clone(),
            rows: figure.rows[from..kept].to_vec(),
            total: (kept - from) as u64,
        };
        let shown = rows_in(&rest, area.height()).max(1);
        let part = RowsFigure {
            rows: figure.rows[from..from + shown].to_vec(),
            total: shown as u64,
            ..rest
        };
        let to = from + shown;
        let title = format!(
            "{}: rows {} to {to} of {}",
            tile.title,
            from + 1,
            figure.total
        );
        let mut shapes = vec![bold((EDGE, EDGE + 8.0), 15.0, palette, &title, WIDE)];
        rows(&part, area, palette, &mut shapes);
        sheets.push(shapes);
        from = to;
    }
    sheets
}

/// Where a tile stands in pixels below `top`.
fn placed(tile: &TileFigure, top: f64, squeeze: f64) -> Area {
    let column = (WIDE + GAP) / COLUMNS;
    let left = EDGE + f64::from(tile.place.column) * column;
    let top = top + f64::from(tile.place.top) * STEP * squeeze;
    Area {
        left,
        top,
        right: left + f64::from(tile.place.width) * column - GAP,
        bottom: top + f64::from(tile.place.height) * STEP * squeeze - GAP,
    }
}

/// Title and filters; answers where the tiles begin.
fn header(page: &PageFigure, palette: &Palette, shapes: &mut Vec<Shape>) -> f64 {
    shapes.push(bold((EDGE, EDGE + 10.0), 22.0, palette, &page.title, WIDE));
    let mut top = EDGE + 34.0;
    for words in &page.filters {
        shapes.push(sentence(EDGE, top + 2.0, palette.label, words, WIDE));
        top += 16.0;
    }
    top + 6.0
}

fn footer(page: &PageFigure, palette: &Palette, y: f64, number: &str, shapes: &mut Vec<Shape>) {
    shapes.push(sentence(EDGE, y, palette.label, &page.foot, WIDE - 120.0));
    if !number.is_empty() {
        shapes.push(text(EDGE + WIDE, y, Anchor::End, palette.label, number));
    }
}

fn scene(palette: &Palette, high: f64, shapes: Vec<Shape>) -> Scene {
    Scene {
        size: Size {
            width: pixels(WIDE + 2.0 * EDGE),
            height: pixels(high),
        },
        background: palette.surface,
        shapes,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, far above any picture"
)]
fn pixels(length: f64) -> u32 {
    length.ceil() as u32
}

#[cfg(test)]
mod tests;
