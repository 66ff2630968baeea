//! Tiles on the grid: nothing over anything else, nothing moved that need not move.

use dashboard::{COLUMNS, Edge, align, compact, free_place, settle, spread};
use model::{Place, Tile, TileContent, TileId, TilePlace};
use proptest::prelude::*;

fn place(column: u32, width: u32, top: u32, height: u32) -> Place {
    Place {
        column,
        width,
        top,
        height,
    }
}

fn tile(id: &str, place: Place) -> Tile {
    Tile {
        id: TileId::new(id),
        place,
        title: String::new(),
        subtitle: String::new(),
        content: TileContent::Section,
    }
}

fn at(id: &str, place: Place) -> TilePlace {
    TilePlace {
        tile: TileId::new(id),
        place,
    }
}

/// The page after places were changed.
fn after(tiles: &[Tile], places: &[TilePlace]) -> Vec<TilePlace> {
    let mut all: Vec<TilePlace> = tiles
        .iter()
        .map(|tile| at(tile.id.as_str(), tile.place))
        .collect();
    for one in places {
        match all.iter_mut().find(|known| known.tile == one.tile) {
            Some(known) => known.place = one.place,
            None => all.push(one.clone()),
        }
    }
    all
}

fn overlaps(places: &[TilePlace]) -> bool {
    let meet = |a: Place, b: Place| {
        a.column < b.column + b.width
            && b.column < a.column + a.width
            && a.top < b.top + b.height
            && b.top < a.top + a.height
    };
    (0..places.len()).any(|left| {
        (left + 1..places.len()).any(|right| meet(places[left].place, places[right].place))
    })
}

#[test]
fn a_tile_pushes_down_what_it_lands_on_and_nothing_else() {
    let tiles = [
        tile("a", place(0, 4, 0, 20)),
        tile("b", place(4, 4, 0, 20)),
        tile("c", place(0, 4, 20, 20)),
        tile("d", place(8, 4, 0, 20)),
    ];
    let moved = [at("d", place(0, 4, 10, 20))];
    let changed = settle(&tiles, &moved);
    assert_eq!(
        changed,
        [
            at("d", place(0, 4, 10, 20)),
            at("a", place(0, 4, 30, 20)),
            at("c", place(0, 4, 50, 20)),
        ]
    );
}

#[test]
fn a_new_tile_takes_the_first_free_place() {
    let tiles = [tile("a", place(0, 4, 0, 20)), tile("b", place(8, 4, 0, 40))];
    assert_eq!(free_place(&tiles, 4, 20), place(4, 4, 0, 20));
    assert_eq!(free_place(&tiles, 6, 20), place(0, 6, 20, 20));
    assert_eq!(free_place(&tiles, 12, 20), place(0, 12, 40, 20));
    assert_eq!(
        free_place(&[], 30, 0),
        place(0, 12, 0, 1),
        "sizes are clamped"
    );
}

#[test]
fn compact_closes_gaps_and_align_takes_the_first_edge() {
    let tiles = [
        tile("a", place(0, 4, 30, 20)),
        tile("b", place(2, 4, 90, 20)),
    ];
    assert_eq!(
        compact(&tiles),
        [at("a", place(0, 4, 0, 20)), at("b", place(2, 4, 20, 20))]
    );
    let ids = [TileId::new("a"), TileId::new("b")];
    assert_eq!(
        align(&tiles, &ids, Edge::Left),
        [at("b", place(0, 4, 90, 20))]
    );
    assert_eq!(
        align(&tiles, &ids, Edge::Top),
        [at("b", place(2, 4, 50, 20))],
        "what would overlap stands below"
    );
    assert!(align(&tiles, &[TileId::new("gone")], Edge::Top).is_empty());
}

#[test]
fn a_narrow_window_keeps_the_reading_order() {
    let tiles = [
        tile("big", place(0, 8, 30, 60)),
        tile("one", place(0, 3, 0, 30)),
        tile("two", place(3, 3, 0, 30)),
        tile("three", place(6, 3, 0, 20)),
    ];
    let single = spread(&tiles, 1);
    let ids: Vec<&str> = single.iter().map(|one| one.tile.as_str()).collect();
    assert_eq!(ids, ["one", "two", "three", "big"]);
    let tops: Vec<u32> = single.iter().map(|one| one.place.top).collect();
    assert_eq!(tops, [0, 30, 60, 80]);
    let half = spread(&tiles, 6);
    assert_eq!(half[1].place, place(2, 2, 0, 30));
    assert_eq!(half[3].place, place(0, 6, 30, 60), "more than half is all");
}

fn any_place() -> impl Strategy<Value = Place> {
    (0..14_u32, 0..14_u32, 0..80_u32, 0..40_u32)
        .prop_map(|(column, width, top, height)| place(column, width, top, height))
}

fn page() -> impl Strategy<Value = Vec<Tile>> {
    prop::collection::vec(any_place(), 0..14).prop_map(|places| {
        let mut tiles: Vec<Tile> = Vec::new();
        for (number, one) in places.into_iter().enumerate() {
            let id = format!("t{number}");
            let settled = settle(&tiles, &[at(&id, one)]);
            for change in &settled {
                if let Some(known) = tiles.iter_mut().find(|tile| tile.id == change.tile) {
                    known.place = change.place;
                } else {
                    tiles.push(tile(change.tile.as_str(), change.place));
                }
            }
        }
        tiles
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_moved_nothing_overlaps(tiles in page(), moved in prop::collection::vec((0..16_u8, any_place()), 1..4)) {
        let mut seen = std::collections::BTreeSet::new();
        let moved: Vec<TilePlace> = moved
            .into_iter()
            .filter(|(number, _)| seen.insert(*number))
            .map(|(number, place)| at(&format!("t{number}"), place))
            .collect();
        let all = after(&tiles, &settle(&tiles, &moved));
        prop_assert!(!overlaps(&all), "{all:?}");
        prop_assert!(all.iter().all(|one| one.place.width >= 1 && one.place.end() <= COLUMNS && one.place.height >= 1));
        for tile in &tiles {
            let now = all.iter().find(|one| one.tile == tile.id).unwrap();
            let is_moved = moved.iter().any(|one| one.tile == tile.id);
            prop_assert!(is_moved || now.place.top >= tile.place.top, "nobody else moves up");
        }
    }

    #[test]
    fn compact_free_and_spread_never_overlap(tiles in page(), width in 1..13_u32, height in 1..50_u32, columns in 1..13_u32) {
        let compacted = after(&tiles, &compact(&tiles));
        prop_assert!(!overlaps(&compacted));
        let free = free_place(&tiles, width, height);
        let mut all = after(&tiles, &[]);
        all.push(at("new", free));
        prop_assert!(!overlaps(&all), "{free:?} in {all:?}");
        let spread = spread(&tiles, columns);
        prop_assert!(!overlaps(&spread), "{spread:?}");
        prop_assert!(spread.iter().all(|one| one.place.end() <= columns));
        prop_assert_eq!(spread.len(), tiles.len());
    }
}
