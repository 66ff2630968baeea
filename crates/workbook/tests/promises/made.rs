//! Made-up workbooks for the tests, small and seeded.

use std::collections::BTreeMap;

use model::{
    Cell, CellBody, CellId, ChartSpec, ChoiceOptions, DataType, Effect, Field, FileKind,
    ImportOptions, InputStamp, Page, PageId, Parameter, ParameterValue, Pill, Place, RunMode,
    SourceId, SourceSpec, Tile, TileContent, TileId, TileLink, TruthStamp, Value, Workbook,
};
use workbook::file::{Contents, Extras, SavedResult};

pub(crate) fn sql(id: &str, name: &str, text: &str) -> Cell {
    let body = CellBody::Sql {
        text: text.to_owned(),
        mode: RunMode::OnChange,
    };
    Cell {
        id: CellId::new(id),
        name: name.to_owned(),
        body,
    }
}

pub(crate) fn markdown(id: &str, name: &str, text: &str) -> Cell {
    let body = CellBody::Markdown {
        text: text.to_owned(),
    };
    Cell {
        id: CellId::new(id),
        name: name.to_owned(),
        body,
    }
}

pub(crate) fn parameter(id: &str, name: &str) -> Cell {
    let value = ParameterValue::Choice {
        options: ChoiceOptions::Values {
            values: vec![
                Value::Float(0.1),
                Value::Float(f64::INFINITY),
                Value::Text("DACH".into()),
            ],
        },
        several: true,
        chosen: vec![
            Value::Float(1.0e-7 / 3.0),
            Value::Integer("9223372036854775808".into()),
        ],
    };
    let parameter = Parameter {
        label: "Region".to_owned(),
        value,
    };
    Cell {
        id: CellId::new(id),
        name: name.to_owned(),
        body: CellBody::Parameter { parameter },
    }
}

pub(crate) fn chart(id: &str, name: &str) -> Cell {
    let mut spec = ChartSpec::empty("revenue");
    spec.x.push(Pill {
        field: "month".into(),
        ..Pill::default()
    });
    Cell {
        id: CellId::new(id),
        name: name.to_owned(),
        body: CellBody::Chart { spec },
    }
}

pub(crate) fn source(id: &str, name: &str, path: &str) -> SourceSpec {
    SourceSpec {
        id: SourceId::new(id),
        name: name.to_owned(),
        path: path.to_owned(),
        kind: Some(FileKind::Csv),
        options: ImportOptions {
            delimiter: Some(";".into()),
            ..ImportOptions::default()
        },
    }
}

/// A workbook with one cell of each kind.
pub(crate) fn workbook() -> Workbook {
    Workbook {
        id: "wb1".to_owned(),
        title: "Retail överview".to_owned(),
        about: "Made up".to_owned(),
        sources: vec![source("s1", "orders", "/data/orders.csv")],
        cells: vec![
            markdown("c1", "Notes", "# Hello\n"),
            parameter("c2", "region"),
            sql(
                "c3",
                "revenue",
                "select month, sum(amount) from orders group by 1",
            ),
            chart("c4", "revenue trend"),
        ],
        pages: vec![page("p1", "Overview"), page("p2", "Détail")],
        ..Workbook::default()
    }
}

pub(crate) fn tile(id: &str, content: TileContent) -> Tile {
    Tile {
        id: TileId::new(id),
        place: Place {
            column: 0,
            width: 4,
            top: 0,
            height: 60,
        },
        title: String::new(),
        subtitle: String::new(),
        content,
    }
}

/// A page with three tiles, one of which is not narrowed by another.
pub(crate) fn page(id: &str, title: &str) -> Page {
    let chart = TileContent::Chart {
        cell: CellId::new("c4"),
    };
    let text = TileContent::Text {
        text: "# Read me".to_owned(),
    };
    Page {
        detail_for: Vec::new(),
        id: PageId::new(id),
        title: title.to_owned(),
        tiles: vec![
            tile("t1", chart.clone()),
            tile("t2", text),
            tile("t3", chart),
        ],
        links: vec![TileLink {
            from: TileId::new("t1"),
            to: TileId::new("t3"),
            effect: Effect::Ignore,
        }],
    }
}

pub(crate) fn result(rows: &[u8]) -> SavedResult {
    let stamp = TruthStamp {
        asked_at: None,
        computed_at: "2026-11-21T10:00:00Z".to_owned(),
        engine: "Local · Polars 0.55.2".to_owned(),
        content: "abc".to_owned(),
        inputs: vec![InputStamp {
            name: "orders".into(),
            fingerprint: "def".into(),
        }],
        fields: vec![Field::new(
            "amount",
            DataType::Decimal {
                precision: 9,
                scale: 2,
            },
        )],
        rows: 1000,
        saved_rows: 10,
        took_ms: 12.345,
    };
    SavedResult {
        stamp,
        arrow: rows.into(),
    }
}

pub(crate) fn results() -> BTreeMap<CellId, SavedResult> {
    BTreeMap::from([(CellId::new("c3"), result(b"ARROW rows of revenue"))])
}

/// The bytes of a workbook file.
pub(crate) fn file(workbook: &Workbook, results: &BTreeMap<CellId, SavedResult>) -> Vec<u8> {
    let extras = Extras::default();
    workbook::file::write(&Contents {
        workbook,
        results,
        extras: &extras,
    })
    .unwrap()
}
