//! Sheets break between tiles, nothing stands below a sheet's edge, and no row is lost.

use model::Value;

use super::{EDGE, SHEET_HEIGHT, sheets, whole};
use crate::figure::{Body, ColumnFigure, NumberFigure, RowsFigure};
use crate::live::LiveTile;
use crate::page::{PageFigure, TileBody, TileFigure};
use crate::palette::Theme;
use crate::scene::{Scene, Shape};

fn rows(count: usize) -> RowsFigure {
    RowsFigure {
        columns: vec![ColumnFigure {
            title: "name".to_owned(),
            name: String::new(),
            is_number: false,
        }],
        rows: (0..count)
            .map(|at| vec![Value::Text(format!("row {at}."))])
            .collect(),
        total: count as u64,
    }
}

fn tile(top: u32, height: u32, content: TileBody) -> TileFigure {
    TileFigure {
        place: model::Place {
            column: 0,
            width: 6,
            top,
            height,
        },
        title: format!("tile at {top}"),
        subtitle: String::new(),
        content,
        stored: None,
        live: LiveTile::default(),
    }
}

fn number() -> TileBody {
    TileBody::Chart {
        body: Body::Numbers(vec![NumberFigure {
            title: "orders".to_owned(),
            column: String::new(),
            value: Some(5.0),
            course: Vec::new(),
        }]),
        notes: vec!["5 of 9 rows".to_owned()],
        summary: "orders".to_owned(),
        rows: rows(1),
    }
}

fn page(tiles: Vec<TileFigure>) -> PageFigure {
    PageFigure {
        title: "Overview".to_owned(),
        filters: Vec::new(),
        tiles,
        theme: Theme::Light,
        foot: "Assay".to_owned(),
        live: Vec::new(),
    }
}

fn words(scene: &Scene) -> Vec<(&str, f64)> {
    let texts = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Text { words, y, .. } => Some((words.as_str(), *y)),
        _ => None,
    });
    texts.collect()
}

fn check(tiles: Vec<TileFigure>, sheets_wanted: usize) {
    let titles: Vec<String> = tiles.iter().map(|tile| tile.title.clone()).collect();
    let scenes = sheets(&page(tiles));
    assert_eq!(scenes.len(), sheets_wanted);
    let all: Vec<(&str, f64)> = scenes.iter().flat_map(words).collect();
    for title in titles {
        assert_eq!(
            all.iter().filter(|(words, _)| *words == title).count(),
            1,
            "{title}"
        );
    }
    for (words, y) in all {
        assert!(y < SHEET_HEIGHT - EDGE / 3.0, "{words} at {y}");
    }
}

#[test]
fn tiles_stand_whole_on_sheets() {
    check((0..3).map(|at| tile(at * 40, 40, number())).collect(), 1);
    check((0..12).map(|at| tile(at * 40, 40, number())).collect(), 3);
    // Higher than any sheet: as high as the sheet.
    check(vec![tile(0, 40, number()), tile(40, 900, number())], 2);
    check(Vec::new(), 1);
}

#[test]
fn every_row_of_a_table_stands_on_a_sheet() {
    let content = TileBody::Rows {
        why: "A sunburst is not drawn.".to_owned(),
        rows: rows(200),
    };
    let scenes = sheets(&page(vec![tile(0, 60, content)]));
    let all: Vec<(&str, f64)> = scenes.iter().skip(1).flat_map(words).collect();
    for at in 0..200 {
        let wanted = format!("row {at}.");
        assert_eq!(
            all.iter().filter(|(words, _)| *words == wanted).count(),
            1,
            "{wanted}"
        );
    }
    assert!(all.iter().all(|(_, y)| *y < SHEET_HEIGHT - EDGE / 3.0));
}

#[test]
fn a_picture_is_as_high_as_its_tiles() {
    let low = whole(&page(vec![tile(0, 40, number())])).size.height;
    let high = whole(&page(vec![tile(0, 40, number()), tile(40, 100, number())]))
        .size
        .height;
    assert_eq!(high - low, 400);
}
