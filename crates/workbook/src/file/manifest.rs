//! The manifest: which format, which workbook, which parts with which checksums.

use model::FORMAT_VERSION;
use serde_json::{Map, Value, json};

use super::json::{read as read_json, refused};
use super::refusal::FileError;
use crate::words::shown;

/// Name of the manifest in the container.
pub(super) const NAME: &str = "manifest.json";

/// A part as the manifest lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) checksum: String,
    /// A version that does not know this part must not open the workbook.
    pub(super) is_required: bool,
}

/// The manifest of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) about: String,
    pub(super) parts: Vec<Part>,
    /// What a newer version wrote beside that; such a file is only read.
    pub(super) unknown: Vec<String>,
}

impl Manifest {
    /// The manifest as JSON.
    pub(super) fn to_json(&self) -> Value {
        let parts: Vec<Value> = self
            .parts
            .iter()
            .map(|part| {
                json!({"blake3": part.checksum, "name": part.name, "required": part.is_required})
            })
            .collect();
        json!({
            "about": self.about,
            "format": FORMAT_VERSION,
            "id": self.id,
            "parts": parts,
            "title": self.title,
        })
    }

    /// Reads a manifest; the format's version is looked at before anything else.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, FileError> {
        let Value::Object(mut map) = read_json(NAME, bytes)? else {
            return Err(refused(NAME, "it is not a JSON object"));
        };
        let since = map.remove("readable_since");
        let newer = newer_version(map.remove("format"), since.as_ref())?;
        let mut manifest = Self {
            id: text(&mut map, "id")?,
            title: text(&mut map, "title")?,
            about: text(&mut map, "about")?,
            parts: parts(map.remove("parts"))?,
            unknown: Vec::new(),
        };
        match newer {
            Some(number) => {
                manifest.unknown.push(format!("format {number}"));
                manifest.unknown.extend(map.keys().cloned());
                Ok(manifest)
            }
            None => match map.keys().next() {
                Some(key) => Err(unknown_key(NAME, key)),
                None => Ok(manifest),
            },
        }
    }
}

/// The number of a newer format that this version can show; none for one that it writes itself.
fn newer_version(
    version: Option<Value>,
    readable_since: Option<&Value>,
) -> Result<Option<u64>, FileError> {
    let version =
        version.ok_or_else(|| refused(NAME, "the field format (the version) is missing"))?;
    let number = version
        .as_u64()
        .filter(|number| *number > 0)
        .ok_or_else(|| {
            refused(
                NAME,
                "the field format (the version) is not a whole number from 1 on",
            )
        })?;
    let known = u64::from(FORMAT_VERSION);
    let is_readable = readable_since
        .and_then(Value::as_u64)
        .is_some_and(|since| (1..=known).contains(&since));
    if number > known && !is_readable {
        return Err(FileError::new(
            "WB_NEWER_VERSION",
            format!(
                "This workbook has format {number}; this Assay reads formats up to {FORMAT_VERSION}. Update Assay to open it. The file was not changed."
            ),
        ));
    }
    Ok((number > known).then_some(number))
}

fn parts(value: Option<Value>) -> Result<Vec<Part>, FileError> {
    let Some(Value::Array(items)) = value else {
        return Err(refused(NAME, "the field parts is not a list"));
    };
    items
        .into_iter()
        .enumerate()
        .map(|(index, item)| part(index, item))
        .collect()
}

fn part(index: usize, item: Value) -> Result<Part, FileError> {
    let wrong = |field: &str| {
        refused(
            NAME,
            &format!("the field parts.{index}.{field} is missing or of the wrong kind"),
        )
    };
    let Value::Object(mut map) = item else {
        return Err(wrong("name"));
    };
    let part = Part {
        name: text(&mut map, "name").map_err(|_| wrong("name"))?,
        checksum: text(&mut map, "blake3").map_err(|_| wrong("blake3"))?,
        is_required: map
            .remove("required")
            .and_then(|value| value.as_bool())
            .ok_or_else(|| wrong("required"))?,
    };
    match map.keys().next() {
        Some(key) => Err(unknown_key(NAME, &format!("parts.{index}.{key}"))),
        None => Ok(part),
    }
}

fn text(map: &mut Map<String, Value>, key: &str) -> Result<String, FileError> {
    match map.remove(key) {
        Some(Value::String(text)) => Ok(text),
        _ => Err(refused(
            NAME,
            &format!("the field {key} is missing or not a text"),
        )),
    }
}

/// The refusal of a field that would be lost on the next save.
fn unknown_key(part: &str, key: &str) -> FileError {
    FileError::new(
        "WB_NEEDS_FEATURE",
        format!(
            "The workbook uses “{}” in {part}, which this Assay does not know and would lose. Update Assay to open it. The file was not changed.",
            shown(key, 120)
        ),
    )
}
