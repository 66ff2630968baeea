//! P11: every file that a released version wrote opens for ever, and its parts are what the
//! published schema says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use model::{
    CellBody, ChartSpec, ParameterValue, RunMode, SourceSpec, TileContent, Value as Single,
    Workbook,
};
use serde_json::Value;
use workbook::file::{self, Contents, Opened};

use crate::made;
use crate::schema::Schema;

/// Least files of each version.
const LEAST: usize = 20;

fn folder() -> PathBuf {
    PathBuf::from("../../tests/workbooks")
}

/// What a person would miss if it were gone, one thing a line.
fn contents(opened: &Opened) -> String {
    let book = &opened.workbook;
    let mut out = format!("title {}\nabout {}\n", book.title, book.about);
    for source in &book.sources {
        let _ = writeln!(out, "source {} {}", source.name, source.path);
    }
    for page in &book.pages {
        let links = page.links.len();
        let _ = writeln!(
            out,
            "page {} {} tiles {links} links",
            page.title,
            page.tiles.len()
        );
    }
    for cell in &book.cells {
        let what = match &cell.body {
            CellBody::Sql { text, .. } => format!("sql {} bytes", text.len()),
            CellBody::Markdown { text } => format!("markdown {} bytes", text.len()),
            CellBody::Chart { spec } => format!("chart of {}", spec.source),
            CellBody::Parameter { parameter } => format!("parameter {}", parameter.label),
        };
        let stored = match opened.results.get(&cell.id) {
            Some(saved) => format!(", {} bytes of rows", saved.arrow.len()),
            None => String::new(),
        };
        let _ = writeln!(out, "cell {} {what}{stored}", cell.name);
    }
    let _ = writeln!(out, "read-only {:?}", opened.read_only);
    out
}

fn versions() -> BTreeMap<String, Vec<PathBuf>> {
    let mut found = BTreeMap::new();
    for version in std::fs::read_dir(folder()).unwrap().flatten() {
        if !version.path().is_dir() {
            continue;
        }
        let files = std::fs::read_dir(version.path()).unwrap().flatten();
        let mut files: Vec<PathBuf> = files
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|end| end == "assay"))
            .collect();
        files.sort();
        found.insert(version.file_name().into_string().unwrap(), files);
    }
    found
}

#[test]
fn p11_every_file_of_a_released_version_opens_with_all_that_it_held() {
    let versions = versions();
    assert!(!versions.is_empty());
    for (version, files) in versions {
        assert!(files.len() >= LEAST, "{version} has {} files", files.len());
        for path in files {
            let bytes = std::fs::read(&path).unwrap();
            let opened =
                file::read(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let expected = std::fs::read_to_string(path.with_extension("txt")).unwrap();
            assert_eq!(contents(&opened), expected, "{}", path.display());
            let again = file::write(&Contents {
                workbook: &opened.workbook,
                results: &opened.results,
                extras: &opened.extras,
            });
            assert_eq!(again.unwrap(), bytes, "{}: other bytes", path.display());
        }
    }
}

/// The JSON parts of a file by their name.
fn parts(path: &Path) -> Vec<(String, Value)> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut found = Vec::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let name = entry.name().unwrap().to_string();
        if name.rsplit('.').next() == Some("json") {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut entry, &mut text).unwrap();
            found.push((name, serde_json::from_str(&text).unwrap()));
        }
    }
    found
}

fn kind_of(part: &str) -> &'static str {
    match part {
        "manifest.json" => "manifest",
        "workbook.json" => "document",
        "sources.json" => "sources",
        "environment.json" => "environment",
        _ if part.starts_with("pages/") => "page",
        _ => "stamp",
    }
}

#[test]
fn p11_the_published_schema_is_what_the_files_are() {
    let schema = Schema::published();
    let samples = Path::new("../../assets/samples");
    let mut files: Vec<PathBuf> = versions().into_values().flatten().collect();
    files.extend(["retail-overview.assay", "flights.assay"].map(|name| samples.join(name)));
    let mut checked = BTreeMap::new();
    for path in files {
        for (name, part) in parts(&path) {
            let kind = kind_of(&name);
            if let Err(why) = schema.check(kind, &part) {
                panic!("{} {name}: {why}", path.display());
            }
            *checked.entry(kind).or_insert(0) += 1;
            // The schema is closed: one key more is not a part of this format.
            let mut more = part;
            more["another"] = Value::Null;
            assert!(schema.check(kind, &more).is_err(), "{name}");
        }
    }
    assert_eq!(checked.len(), 6, "{checked:?}");
}

/// Run by hand once for a version, before it is released:
/// `cargo test -p workbook --test promises -- --ignored write_the_workbooks`
#[test]
#[ignore = "writes the files of a version that is to be released"]
fn write_the_workbooks_of_this_version() {
    let folder = folder().join(env!("CARGO_PKG_VERSION"));
    std::fs::create_dir_all(&folder).unwrap();
    for (name, book, results) in made_up() {
        let bytes = made::file(&book, &results);
        let opened = file::read(&bytes).unwrap();
        std::fs::write(folder.join(format!("{name}.assay")), &bytes).unwrap();
        std::fs::write(folder.join(format!("{name}.txt")), contents(&opened)).unwrap();
    }
}

type Made = (
    &'static str,
    Workbook,
    BTreeMap<model::CellId, file::SavedResult>,
);

#[expect(clippy::too_many_lines, reason = "a list, one file after the other")]
fn made_up() -> Vec<Made> {
    let whole = made::workbook();
    let empty = Workbook {
        sources: Vec::new(),
        cells: Vec::new(),
        pages: Vec::new(),
        ..whole.clone()
    };
    let of = |cells: Vec<model::Cell>| Workbook {
        cells,
        ..empty.clone()
    };
    let none = BTreeMap::new;
    let parameter = |value: ParameterValue| {
        let mut cell = made::parameter("c1", "p");
        if let CellBody::Parameter { parameter } = &mut cell.body {
            parameter.value = value;
        }
        of(vec![cell])
    };
    let chart = |change: fn(&mut ChartSpec)| {
        let mut cell = made::chart("c1", "picture");
        if let CellBody::Chart { spec } = &mut cell.body {
            change(spec);
        }
        of(vec![cell])
    };
    let source = |change: fn(&mut SourceSpec)| {
        let mut source = made::source("s1", "orders", "data/orders.csv");
        change(&mut source);
        Workbook {
            sources: vec![source],
            ..empty.clone()
        }
    };
    let mut manual = made::sql("c1", "slow", "select 1");
    if let CellBody::Sql { mode, .. } = &mut manual.body {
        *mode = RunMode::Manual;
    }
    let mut page = made::page("p1", "All tiles");
    page.tiles.push(made::tile("t4", TileContent::Section));
    page.tiles.push(made::tile(
        "t5",
        TileContent::Field {
            source: "revenue".to_owned(),
            field: "month".to_owned(),
            control: model::FieldControl::Range,
            single: false,
            default: Some(model::Picked::Relative {
                range: model::RelativeRange {
                    count: 28,
                    unit: model::TimeUnit::Day,
                    to_date: false,
                },
            }),
        },
    ));
    page.tiles.push(made::tile(
        "t6",
        TileContent::Control {
            cell: model::CellId::new("c2"),
        },
    ));
    let many = (0..200).map(|at| made::sql(&format!("c{at}"), &format!("q{at}"), "select 1"));
    let number = |value: &str| Some(value.to_owned());
    vec![
        ("empty", empty.clone(), none()),
        ("whole", whole.clone(), made::results()),
        ("without-results", whole.clone(), none()),
        (
            "notes",
            of(vec![made::markdown("c1", "Notes", "# Één\n\n- ö\n")]),
            none(),
        ),
        (
            "sql",
            of(vec![made::sql("c1", "one", "select 1 as \"a\"\r\n-- end")]),
            none(),
        ),
        ("sql-manual", of(vec![manual]), none()),
        (
            "sql-long",
            of(vec![made::sql("c1", "long", &"select 1;\n".repeat(9_000))]),
            none(),
        ),
        ("cells-200", of(many.collect()), none()),
        (
            "names",
            of(vec![made::sql("c1", "Umsätze 数据 🎈", "select 1")]),
            none(),
        ),
        (
            "parameter-choice",
            of(vec![made::parameter("c1", "region")]),
            none(),
        ),
        (
            "parameter-column",
            parameter(ParameterValue::Choice {
                options: model::ChoiceOptions::Column {
                    source: "orders".into(),
                    field: "region".into(),
                },
                several: false,
                chosen: vec![Single::List(vec![Single::Null, Single::Boolean(true)])],
            }),
            none(),
        ),
        (
            "parameter-days",
            parameter(ParameterValue::DateRange {
                from: number("2024-02-29"),
                to: None,
            }),
            none(),
        ),
        (
            "parameter-number",
            parameter(ParameterValue::Number {
                value: number("0.1"),
                min: number("-5"),
                max: None,
                step: number("0.01"),
            }),
            none(),
        ),
        (
            "parameter-text",
            parameter(ParameterValue::Text {
                value: "'; drop\u{202e}".into(),
            }),
            none(),
        ),
        ("chart-plain", chart(|_| {}), none()),
        (
            "chart-titled",
            chart(|spec| "Größe".clone_into(&mut spec.title)),
            none(),
        ),
        (
            "source-excel",
            source(|one| {
                one.kind = Some(model::FileKind::Excel);
                one.options.parts = vec!["Sheet 1".to_owned()];
                one.options.header_row = Some(3);
            }),
            none(),
        ),
        (
            "source-comma",
            source(|one| {
                one.options.decimal_mark = Some(model::DecimalMark::Comma);
                one.options.date_order = Some(model::DateOrder::DayMonthYear);
                one.options.encoding = Some("windows-1252".to_owned());
                one.options.fill_ragged_rows = Some(true);
            }),
            none(),
        ),
        (
            "source-types",
            source(|one| {
                let decimal = model::DataType::Decimal {
                    precision: 18,
                    scale: 4,
                };
                one.options.types.insert("net amount".to_owned(), decimal);
            }),
            none(),
        ),
        (
            "source-folder",
            source(|one| {
                one.kind = None;
                "data/*.parquet".clone_into(&mut one.path);
            }),
            none(),
        ),
        (
            "page",
            Workbook {
                pages: vec![page],
                ..whole.clone()
            },
            none(),
        ),
        (
            "pages-40",
            Workbook {
                pages: (0..40)
                    .map(|at| made::page(&format!("p{at}"), "Page"))
                    .collect(),
                ..whole
            },
            made::results(),
        ),
    ]
}
