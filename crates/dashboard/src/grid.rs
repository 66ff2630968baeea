//! Where tiles stand: twelve columns, heights in steps of 4 pixels, nothing over anything else.
//! Tiles give way downwards and are never moved up or aside unless a person asks.

use model::{Place, Tile, TileId, TilePlace};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Columns of the grid.
pub const COLUMNS: u32 = 12;
/// Lowest step of a page.
pub const LOWEST: u32 = 100_000;

/// What several tiles are to have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    Left,
    Right,
    Top,
    Width,
    Height,
}

/// The places that change when tiles are put somewhere. `moved` may name tiles that are not on the
/// page yet. What was there gives way downwards; what stands above stays.
pub fn settle(tiles: &[Tile], moved: &[TilePlace]) -> Vec<TilePlace> {
    let mut settled: Vec<TilePlace> = Vec::with_capacity(tiles.len() + moved.len());
    for one in moved {
        let place = below_all(clamped(one.place), &settled);
        settled.push(TilePlace {
            tile: one.tile.clone(),
            place,
        });
    }
    let is_moved = |tile: &TileId| moved.iter().any(|one| one.tile == *tile);
    for tile in sorted(tiles) {
        if !is_moved(&tile.id) {
            let place = below_all(clamped(tile.place), &settled);
            settled.push(TilePlace {
                tile: tile.id.clone(),
                place,
            });
        }
    }
    changed(tiles, settled)
}

/// The places that change when every tile moves up as far as it can.
pub fn compact(tiles: &[Tile]) -> Vec<TilePlace> {
    let mut settled: Vec<TilePlace> = Vec::with_capacity(tiles.len());
    for tile in sorted(tiles) {
        let place = clamped(tile.place);
        // The lowest bottom of what stands above it in its columns.
        let top = settled
            .iter()
            .filter(|one| one.place.column < place.end() && place.column < one.place.end())
            .map(|one| one.place.bottom())
            .max()
            .unwrap_or(0);
        settled.push(TilePlace {
            tile: tile.id.clone(),
            place: Place { top, ..place },
        });
    }
    changed(tiles, settled)
}

/// The first free place for a tile of this size, from the top and from the left.
pub fn free_place(tiles: &[Tile], width: u32, height: u32) -> Place {
    let wanted = clamped(Place {
        column: 0,
        width,
        top: 0,
        height,
    });
    let taken: Vec<TilePlace> = tiles.iter().map(as_place).collect();
    let mut tops: Vec<u32> = taken.iter().map(|one| one.place.bottom()).collect();
    tops.push(0);
    tops.sort_unstable();
    tops.dedup();
    for top in tops {
        for column in 0..=COLUMNS - wanted.width {
            let place = Place {
                column,
                top,
                ..wanted
            };
            if place.bottom() <= LOWEST && !taken.iter().any(|one| overlap(one.place, place)) {
                return place;
            }
        }
    }
    wanted
}

/// The places that change when tiles take an edge or a size of the first of them.
pub fn align(tiles: &[Tile], chosen: &[TileId], edge: Edge) -> Vec<TilePlace> {
    let found = |id: &TileId| tiles.iter().find(|tile| tile.id == *id);
    let Some(first) = chosen.first().and_then(found).map(|tile| tile.place) else {
        return Vec::new();
    };
    let moved: Vec<TilePlace> = chosen
        .iter()
        .filter_map(found)
        .map(|tile| {
            let now = tile.place;
            let place = match edge {
                Edge::Left => Place {
                    column: first.column,
                    ..now
                },
                Edge::Right => Place {
                    column: first.end().saturating_sub(now.width),
                    ..now
                },
                Edge::Top => Place {
                    top: first.top,
                    ..now
                },
                Edge::Width => Place {
                    width: first.width,
                    ..now
                },
                Edge::Height => Place {
                    height: first.height,
                    ..now
                },
            };
            TilePlace {
                tile: tile.id.clone(),
                place,
            }
        })
        .collect();
    settle(tiles, &moved)
}

/// Tiles from top to bottom and from left to right.
pub fn in_reading_order(tiles: &[Tile]) -> Vec<&Tile> {
    sorted(tiles)
}

/// Where tiles stand in a window that is too narrow for twelve columns: `columns` of them, in
/// reading order. A tile takes its share of the width, at least a third, and all of it on one column.
pub fn spread(tiles: &[Tile], columns: u32) -> Vec<TilePlace> {
    let columns = columns.clamp(1, COLUMNS);
    let mut spread: Vec<TilePlace> = Vec::with_capacity(tiles.len());
    let (mut column, mut top, mut bottom) = (0, 0, 0);
    for tile in sorted(tiles) {
        let place = clamped(tile.place);
        let share = (place.width * columns).div_ceil(COLUMNS);
        let least = columns.div_ceil(3).max(1);
        let width = if place.width > COLUMNS / 2 {
            columns
        } else {
            share.clamp(least, columns)
        };
        if column + width > columns {
            (column, top) = (0, bottom);
        }
        spread.push(TilePlace {
            tile: tile.id.clone(),
            place: Place {
                column,
                width,
                top,
                height: place.height,
            },
        });
        column += width;
        bottom = bottom.max(top.saturating_add(place.height));
    }
    spread
}

/// Whether two places share ground.
fn overlap(one: Place, other: Place) -> bool {
    one.column < other.end()
        && other.column < one.end()
        && one.top < other.bottom()
        && other.top < one.bottom()
}

fn clamped(place: Place) -> Place {
    let width = place.width.clamp(1, COLUMNS);
    let height = place.height.clamp(1, LOWEST);
    Place {
        column: place.column.min(COLUMNS - width),
        width,
        top: place.top.min(LOWEST - height),
        height,
    }
}

/// The place, moved down until it shares no ground with the others.
fn below_all(mut place: Place, others: &[TilePlace]) -> Place {
    while let Some(bottom) = others
        .iter()
        .filter(|one| overlap(one.place, place))
        .map(|one| one.place.bottom())
        .max()
    {
        place.top = bottom;
    }
    place
}

fn as_place(tile: &Tile) -> TilePlace {
    TilePlace {
        tile: tile.id.clone(),
        place: tile.place,
    }
}

fn sorted(tiles: &[Tile]) -> Vec<&Tile> {
    let mut sorted: Vec<&Tile> = tiles.iter().collect();
    sorted.sort_by_key(|tile| (tile.place.top, tile.place.column));
    sorted
}

fn changed(tiles: &[Tile], settled: Vec<TilePlace>) -> Vec<TilePlace> {
    let is_new = |one: &TilePlace| {
        let known = tiles.iter().find(|tile| tile.id == one.tile);
        known.is_none_or(|tile| tile.place != one.place)
    };
    settled.into_iter().filter(is_new).collect()
}
