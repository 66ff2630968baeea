//! P11: the published schema knows everything that this version can write.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use model::{
    Cell, CellBody, CellId, ChoiceOptions, Compare, Conventions, Environment, EventTable,
    EventTableId, FieldControl, Filter, Hierarchy, HierarchyId, Parameter, ParameterValue, Pick,
    PickPart, Picked, Pill, RelativeRange, TileContent, TimeUnit, Top, Value, Workbook,
};
use serde_json::json;
use workbook::file::{self, Bounds, Contents, Extras, SnapshotContent, SnapshotHead, VersionHead};

use crate::made;
use crate::schema::Schema;

fn parameters() -> Vec<ParameterValue> {
    let number = Some("1.5".to_owned());
    let all = vec![
        ParameterValue::DateRange {
            from: Some("2026-01-01".to_owned()),
            to: None,
        },
        ParameterValue::Date { value: None },
        ParameterValue::Choice {
            options: ChoiceOptions::Column {
                source: "orders".to_owned(),
                field: "region".to_owned(),
            },
            several: false,
            chosen: vec![Value::Null],
        },
        ParameterValue::Number {
            value: number.clone(),
            min: number.clone(),
            max: number,
            step: None,
        },
        ParameterValue::Text {
            value: "a".to_owned(),
        },
    ];
    // A new kind does not compile here until it stands above and in the schema.
    for one in &all {
        match one {
            ParameterValue::DateRange { .. }
            | ParameterValue::Date { .. }
            | ParameterValue::Choice { .. }
            | ParameterValue::Number { .. }
            | ParameterValue::Text { .. } => {}
        }
    }
    all
}

fn tiles() -> Vec<TileContent> {
    let field = |control: FieldControl, default: Option<Picked>| TileContent::Field {
        source: "orders".to_owned(),
        field: "day".to_owned(),
        control,
        single: true,
        default,
    };
    let range = RelativeRange {
        count: 4,
        unit: TimeUnit::Quarter,
        to_date: true,
    };
    let values = vec![
        Value::Boolean(true),
        Value::List(vec![Value::Float(1.0e-7 / 3.0)]),
    ];
    let pill = Pill {
        field: "day".to_owned(),
        unit: Some(TimeUnit::Week),
        ..Pill::default()
    };
    let picks = vec![Pick {
        of: vec![PickPart {
            pill: pill.clone(),
            values: values.clone(),
        }],
        excluded: true,
    }];
    let filters = [Compare::NotIn, Compare::IsNotNull, Compare::GreaterOrEqual]
        .map(|compare| Filter {
            field: "day".to_owned(),
            compare,
            value: Value::Date("2026-11-23".to_owned()),
        })
        .to_vec();
    let marks = Picked::Marks {
        values,
        unit: None,
        bin_width: Some("0.5".to_owned()),
    };
    let (top, figure) = (
        Top {
            count: 3,
            others: true,
            smallest: false,
        },
        pill,
    );
    let all = vec![
        TileContent::Chart {
            cell: CellId::new("c4"),
        },
        TileContent::Control {
            cell: CellId::new("c2"),
        },
        field(FieldControl::Range, Some(Picked::Relative { range })),
        field(FieldControl::List, Some(Picked::Picks { picks })),
        field(FieldControl::Search, Some(Picked::Filters { filters })),
        field(FieldControl::Toggle, Some(marks)),
        field(FieldControl::Top, Some(Picked::Top { top, figure })),
        TileContent::Text {
            text: "a".to_owned(),
        },
        TileContent::Section,
    ];
    for one in &all {
        match one {
            TileContent::Chart { .. }
            | TileContent::Control { .. }
            | TileContent::Field { .. }
            | TileContent::Text { .. }
            | TileContent::Section => {}
        }
    }
    all
}

/// A workbook with one of everything that it can hold.
fn everything() -> Workbook {
    let mut book = made::workbook();
    book.hierarchies.push(Hierarchy {
        id: HierarchyId::new("h1"),
        name: "Place".to_owned(),
        source: "orders".to_owned(),
        fields: vec!["country".to_owned(), "city".to_owned()],
    });
    book.event_tables.push(EventTable {
        id: EventTableId::new("e1"),
        name: "Releases".to_owned(),
        source: "orders".to_owned(),
        start: "at".to_owned(),
        end: Some("until".to_owned()),
        text: "what".to_owned(),
        kind: Some("kind".to_owned()),
        on_every_chart: true,
    });
    book.conventions = Conventions {
        seed: Some(u32::MAX),
    };
    for (at, value) in parameters().into_iter().enumerate() {
        let label = "Label".to_owned();
        book.cells.push(Cell {
            id: CellId::new(format!("p{at}")),
            name: format!("parameter_{at}"),
            body: CellBody::Parameter {
                parameter: Parameter { label, value },
            },
        });
    }
    let page = &mut book.pages[0];
    page.detail_for.push("region".to_owned());
    for (at, content) in tiles().into_iter().enumerate() {
        let mut tile = made::tile(&format!("more{at}"), content);
        tile.title.push_str("Title");
        tile.subtitle.push_str("below");
        page.tiles.push(tile);
    }
    let Workbook {
        id: _,
        title: _,
        about: _,
        sources: _,
        cells: _,
        pages: _,
        hierarchies: _,
        event_tables: _,
        conventions: Conventions { seed: _ },
    } = &book;
    book
}

#[test]
fn p11_everything_that_this_version_writes_is_in_the_published_schema() {
    let book = everything();
    let (id, name, who) = ("v001".to_owned(), "Before".to_owned(), "Ada".to_owned());
    let (at, bytes) = ("2026-11-23T10:00:00Z".to_owned(), 0);
    let wide = Bounds {
        count: 30,
        bytes: 1 << 24,
    };
    let version = VersionHead {
        id: id.clone(),
        name: name.clone(),
        who: who.clone(),
        at: at.clone(),
        bytes,
    };
    let page = "Overview".to_owned();
    let snapshot = SnapshotHead {
        id,
        name,
        page,
        who,
        at,
        bytes,
    };
    let content = SnapshotContent {
        document: json!({}),
        rows: BTreeMap::new(),
    };
    let environment = Environment {
        assay: "0.1.0".to_owned(),
        engine: "Local".to_owned(),
        locale: "en-GB".to_owned(),
        time_zone: "UTC".to_owned(),
        week_start: "Monday".to_owned(),
        calendar: "Gregorian".to_owned(),
        seed: Some(7),
    };
    let extras = Extras::default().with_environment(&environment).unwrap();
    let (extras, _) = extras.with_version(&version, &book, None, wide).unwrap();
    let (extras, _) = extras.with_snapshot(&snapshot, &content, wide).unwrap();
    let bytes = file::write(&Contents {
        workbook: &book,
        results: &made::results(),
        extras: &extras,
    });
    let bytes = bytes.unwrap();
    let read = file::read(&bytes).unwrap();
    assert_eq!((read.read_only, read.workbook), (None, book));

    let schema = Schema::published();
    let mut checked = BTreeMap::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let name = entry.name().unwrap().to_string();
        let Some(part) = name.strip_suffix(".json") else {
            continue;
        };
        let kind = match part.split_once('/').map_or(part, |(folder, _)| folder) {
            "workbook" => "document",
            "pages" => "page",
            "results" => "stamp",
            "versions" => "version",
            "snapshots" => "snapshot",
            alone => alone,
        };
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
        if let Err(why) = schema.check(kind, &value) {
            panic!("{name}: {why}");
        }
        *checked.entry(kind.to_owned()).or_insert(0) += 1;
        value["another"] = serde_json::Value::Null;
        assert!(schema.check(kind, &value).is_err(), "{name}");
    }
    let kinds: Vec<&str> = checked.keys().map(String::as_str).collect();
    let expected = [
        "document",
        "environment",
        "manifest",
        "page",
        "snapshot",
        "stamp",
        "version",
    ];
    assert_eq!(kinds, expected);
}
