//! Files of dashboard pages: nothing in them is loaded, sent or run but one script of our own; words stay words,
//! numbers stay numbers, and a PDF carries its letters.

use std::io::{Cursor, Read};

use export::{
    AxisFigure, Body, ColumnFigure, Handle, LiveColumn, LiveKind, LiveRows, LiveTile, PageFigure,
    Place, RowsFigure, Series, Theme, TileBody, TileFigure, page_html, page_pdf, page_png,
    page_xlsx,
};
use model::{Overlays, Value};

const HOSTILE: &str = "</script><script>alert(1)</script>\"' onload=x \u{202e}";

fn rows() -> RowsFigure {
    let column = |title: &str, is_number: bool| ColumnFigure {
        title: title.to_owned(),
        name: title.to_owned(),
        is_number,
    };
    RowsFigure {
        columns: vec![column(HOSTILE, false), column("amount", true)],
        rows: vec![
            vec![Value::Text(HOSTILE.to_owned()), Value::Float(1.25)],
            vec![
                Value::Text("=1+1".to_owned()),
                Value::Integer("7".to_owned()),
            ],
        ],
        total: 9,
    }
}

fn bars() -> Body {
    Body::Bars(AxisFigure {
        places: ["north", HOSTILE]
            .iter()
            .map(|label| Place {
                label: (*label).to_owned(),
                at: None,
            })
            .collect(),
        series: vec![Series {
            name: "amount".to_owned(),
            values: vec![Some(1234.5), Some(7.0)],
            ..Series::default()
        }],
        is_time: false,
        is_horizontal: false,
        is_stacked: false,
        is_normalized: false,
        is_percent: false,
        shared: None,
        value_title: HOSTILE.to_owned(),
        is_last_unfinished: false,
        is_thinned: false,
        overlays: Overlays::default(),
    })
}

fn tile(column: u32, title: &str, content: TileBody) -> TileFigure {
    TileFigure {
        place: model::Place {
            column,
            width: 6,
            top: 0,
            height: 60,
        },
        title: title.to_owned(),
        subtitle: HOSTILE.to_owned(),
        content,
        stored: None,
        live: LiveTile::default(),
    }
}

fn page() -> PageFigure {
    let chart = TileBody::Chart {
        body: bars(),
        notes: vec![HOSTILE.to_owned()],
        summary: HOSTILE.to_owned(),
        rows: rows(),
    };
    let listed = TileBody::Rows {
        why: "A sunburst is not drawn.".to_owned(),
        rows: rows(),
    };
    PageFigure {
        title: HOSTILE.to_owned(),
        filters: vec![format!("region is {HOSTILE}")],
        tiles: vec![
            tile(0, "sales", chart),
            tile(6, "Sales", listed),
            tile(0, HOSTILE, TileBody::Prose(HOSTILE.to_owned())),
        ],
        theme: Theme::Light,
        foot: HOSTILE.to_owned(),
        live: Vec::new(),
    }
}

#[test]
fn d02_r26_a_page_in_html_runs_one_script_and_loads_nothing() {
    let text = page_html(&page());
    assert_eq!(text.matches("<script>").count(), 1);
    assert_eq!(text.matches("</script>").count(), 1);
    assert!(text.contains("default-src 'none'") && text.contains("script-src 'sha256-"));
    for wanted in ["src=", "http:", "url(", "<link", "<iframe", "\u{202e}"] {
        let known = usize::from(wanted == "http:");
        // The name of the SVG grammar is the only address.
        assert_eq!(text.matches(wanted).count(), known, "{wanted}");
    }
    let mut filtered = page();
    filtered.live = vec![LiveColumn {
        title: HOSTILE.to_owned(),
        pill: model::Pill::default(),
        kind: LiveKind::Text,
    }];
    filtered.tiles[0].live = LiveTile {
        handle: Some(Handle::Marks {
            columns: vec![0],
            of: vec![vec![Value::Text(HOSTILE.to_owned())]],
        }),
        ignores: Vec::new(),
        rows: LiveRows::Fixed(HOSTILE.to_owned()),
    };
    let filtered = page_html(&filtered);
    assert_eq!(filtered.matches("<script").count(), 1);
    assert!(filtered.contains("data-live=") && !filtered.contains('\u{202e}'));
    assert!(text.contains("data-say=\"north\namount: 1\u{202f}234.5\""));
    assert!(text.contains("2 of 9 rows") && text.contains("A sunburst is not drawn."));
}

/// T22: a figure that was not computed for the file says so where it stands.
#[test]
fn a_tile_that_shows_a_stored_answer_says_of_when_on_the_tile_itself() {
    let mut page = page();
    for tile in &mut page.tiles[..2] {
        tile.stored = Some("As saved 2026-11-23".to_owned());
    }
    let text = page_html(&page);
    let tiles: Vec<&str> = text
        .split("<section class=\"tile\"")
        .skip(1)
        .filter_map(|rest| rest.split("</section>").next())
        .collect();
    let says = |tile: &&str| tile.contains(">As saved 2026-11-23</p>");
    assert_eq!(
        tiles.iter().map(says).collect::<Vec<_>>(),
        [true, true, false]
    );
    let file = Cursor::new(page_xlsx(&page).unwrap());
    let mut sheet = String::new();
    zip::ZipArchive::new(file)
        .unwrap()
        .by_name("xl/worksheets/sheet1.xml")
        .unwrap()
        .read_to_string(&mut sheet)
        .unwrap();
    assert_eq!(sheet.matches("As saved 2026-11-23").count(), 2);
}

#[test]
fn p31_a_spreadsheet_has_a_sheet_for_every_tile_with_rows() {
    let file = page_xlsx(&page()).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        zip.by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    };
    let book = part("xl/workbook.xml");
    // Names of sheets do not tell large letters from small ones.
    assert!(book.contains("name=\"sales\"") && book.contains("name=\"Sales (2)\""));
    let sheet = part("xl/worksheets/sheet2.xml");
    assert!(sheet.contains("<c r=\"B2\"><v>1.25</v></c>"));
    assert!(sheet.contains("<c r=\"B3\"><v>7</v></c>"));
    assert!(!sheet.contains("<f>") && sheet.contains("=1+1"));
    assert!(part("xl/worksheets/sheet1.xml").contains("2 of 9"));
}

#[test]
fn a_pdf_has_sheets_letters_and_its_title() {
    let pdf = page_pdf(&page()).unwrap();
    let has = |wanted: &[u8]| pdf.bytes.windows(wanted.len()).any(|part| part == wanted);
    assert!(pdf.bytes.starts_with(b"%PDF-1.7") && pdf.sheets == 1);
    for wanted in [
        "/FontFile3",
        "/ToUnicode",
        "/Inter-Regular",
        "/Lang",
        "%%EOF",
    ] {
        assert!(has(wanted.as_bytes()), "{wanted}");
    }
    assert!(!has(b"/JavaScript") && !has(b"/URI"));
    let mut other = page();
    other.tiles[0].title = "売上".to_owned();
    let missing: String = page_pdf(&other)
        .unwrap()
        .without_shape
        .into_iter()
        .collect();
    assert_eq!(missing, "上売");
}

#[test]
fn a_picture_of_a_page_has_its_width_and_one_too_high_is_refused() {
    let file = page_png(&page()).unwrap();
    let side = |from: usize| u32::from_be_bytes(file[from..from + 4].try_into().unwrap());
    assert_eq!(side(16), 2576);
    let mut high = page();
    high.tiles[0].place.top = 9_000;
    assert!(page_png(&high).unwrap_err().to_string().contains("PDF"));
}
