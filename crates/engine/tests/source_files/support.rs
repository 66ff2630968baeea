//! Writes a file, opens it as a source, and prints what came out, so that a test is two texts.

use std::path::{Path, PathBuf};

use engine::source::{self, Opened};
use engine::stop::Stop;
use engine::table::Table;
use engine::value;
use model::{DataType, ImportOptions, SourceId, SourceSpec, Value};
use protocol::message::Failure;
use tempfile::TempDir;

/// A folder for one test, with the cache beside its files.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("files").join(name)
    }

    pub(crate) fn cache(&self) -> PathBuf {
        self.0.path().join("cache")
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn open(&self, path: &Path, options: ImportOptions) -> Result<Opened, Failure> {
        source::open(&spec(path, options), &self.cache(), &Stop::default())
    }
}

pub(crate) fn spec(path: &Path, options: ImportOptions) -> SourceSpec {
    let name = path
        .file_name()
        .unwrap()
        .to_string_lossy()
        .split('.')
        .next()
        .unwrap()
        .to_owned();
    SourceSpec {
        id: SourceId::new("s1"),
        name,
        path: path.to_str().unwrap().to_owned(),
        kind: None,
        options,
    }
}

/// Writes the bytes under a name, opens them, and compares table, rejected rows and notes.
pub(crate) fn check(name: &str, bytes: impl AsRef<[u8]>, expected: &str) {
    check_with(name, bytes, ImportOptions::default(), expected);
}

/// The same under options.
pub(crate) fn check_with(
    name: &str,
    bytes: impl AsRef<[u8]>,
    options: ImportOptions,
    expected: &str,
) {
    let folder = Folder::new();
    let path = folder.write(name, bytes);
    let found = match folder.open(&path, options) {
        Ok(opened) => printed(&opened),
        Err(failure) => refused(&failure),
    };
    assert_same(&found, expected);
}

/// Compares two texts, leaving out the indentation of the expected one.
pub(crate) fn assert_same(found: &str, expected: &str) {
    let wanted: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    let found: Vec<&str> = found.trim().lines().map(str::trim).collect();
    assert_eq!(found, wanted, "\nfound:\n{}\n", found.join("\n"));
}

/// A failure as text, after checking that it is fit for a person.
pub(crate) fn refused(failure: &Failure) -> String {
    let message = &failure.message;
    assert!(message.chars().count() <= 400, "too long: {message}");
    for word in [
        "polars", "Polars", "panick", "::", "dtype", "Os {", ".rs:", "calamine", "rusqlite",
        "Error(",
    ] {
        assert!(!message.contains(word), "{word} in: {message}");
    }
    assert!(message.ends_with('.'), "not a sentence: {message}");
    assert!(
        failure
            .code
            .chars()
            .all(|letter| letter.is_ascii_uppercase() || letter == '_')
    );
    format!("{}: {message}", failure.code)
}

/// Tables, rejected rows and notes as text.
pub(crate) fn printed(opened: &Opened) -> String {
    opened
        .tables
        .iter()
        .map(|table| one(table, opened.tables.len() > 1))
        .collect::<Vec<_>>()
        .join("\n")
}

fn one(table: &Table, is_named: bool) -> String {
    let mut lines = Vec::new();
    if is_named {
        lines.push(format!("# {}", table.name()));
    }
    let columns: Vec<String> = table
        .fields()
        .iter()
        .map(|field| format!("{} {}", field.name, type_word(&field.data_type)))
        .collect();
    lines.push(columns.join(" | "));
    let frame = table.scan().unwrap().collect().unwrap();
    let schema: Vec<_> = frame
        .schema()
        .iter()
        .map(|(name, found)| (name.to_string(), found.clone()))
        .collect();
    let wanted: Vec<_> = table
        .fields()
        .iter()
        .map(|field| {
            (
                field.name.clone(),
                engine::types::to_polars(&field.data_type),
            )
        })
        .collect();
    assert_eq!(schema, wanted, "the scan must have the fields of the table");
    assert_eq!(table.info.rows, Some(frame.height() as u64));
    for row in value::rows(&frame, 50) {
        lines.push(row.iter().map(word).collect::<Vec<_>>().join(" | "));
    }
    let (rejected, total) = table.rejected(0, 50).unwrap();
    assert_eq!(total, table.info.rejected);
    for row in rejected {
        let column = row
            .column
            .map_or_else(String::new, |name| format!(" {name}"));
        lines.push(format!(
            "! {}{column}: `{}` {}",
            row.line, row.text, row.reason
        ));
    }
    lines.extend(table.info.notes.iter().map(|note| format!("* {note}")));
    lines.join("\n")
}

pub(crate) fn word(found: &Value) -> String {
    match found {
        Value::Null => "·".to_owned(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Text(text) => format!("{text:?}"),
        Value::Integer(text) | Value::Decimal(text) | Value::Date(text) | Value::DateTime(text) => {
            text.clone()
        }
        Value::List(items) => format!(
            "[{}]",
            items.iter().map(word).collect::<Vec<_>>().join(", ")
        ),
    }
}

pub(crate) fn type_word(data_type: &DataType) -> String {
    match data_type {
        DataType::DateTime { precision, zone } => {
            let unit = format!("{precision:?}")
                .chars()
                .take(2)
                .collect::<String>()
                .to_lowercase();
            zone.as_ref().map_or_else(
                || format!("datetime({unit})"),
                |zone| format!("datetime({unit}, {zone})"),
            )
        }
        DataType::List { item } => format!("list({})", type_word(item)),
        DataType::Struct { fields } => {
            let parts: Vec<String> = fields
                .iter()
                .map(|field| format!("{} {}", field.name, type_word(&field.data_type)))
                .collect();
            format!("struct({})", parts.join(", "))
        }
        DataType::Decimal { precision, scale } => format!("decimal({precision},{scale})"),
        other => format!("{other:?}").to_lowercase(),
    }
}
