//! Named versions of a workbook inside its file: each the whole document as one part, which packs
//! small. Versions that do not know them keep the parts as they are.

use model::Workbook;
use serde_json::{Value, json};

use super::document;
use super::json::{fractions_to_text, read as read_json, write as write_json};
use super::parts::{Extra, Extras};
use super::refusal::FileError;
use super::structure::MOST_PARTS;
use crate::fs::Fs;
use std::path::Path;

const FOLDER: &str = "versions/";
const ENDING: &str = ".json";

/// What is known of a version without reading its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionHead {
    /// Rises with time: later versions sort behind earlier ones.
    pub id: String,
    pub name: String,
    /// Who kept it, as that person wrote it in the settings; empty when nothing was written.
    pub who: String,
    /// When it was kept: UTC, RFC 3339.
    pub at: String,
    /// Bytes of the part before packing.
    pub bytes: u64,
}

/// A version that was taken out of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionPart(Extra);

/// How much of the past a file keeps. The newest version always stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    pub count: usize,
    /// Bytes of all versions before packing.
    pub bytes: u64,
}

impl Extras {
    /// The versions in the file, newest first. Parts that cannot be read are left out here and stay
    /// in the file.
    pub fn versions(&self) -> Vec<VersionHead> {
        let mut heads: Vec<VersionHead> = self.0.iter().filter_map(head).collect();
        heads.sort_by(|one, other| other.id.cmp(&one.id));
        heads
    }

    /// The document of a version, with the paths of its sources absolute as seen from `folder`; none
    /// when there is no such version or it cannot be read.
    pub fn version(&self, fs: &dyn Fs, folder: Option<&Path>, id: &str) -> Option<Workbook> {
        let part = self.0.iter().find(|part| id_of(&part.name) == Some(id))?;
        let value = read_json(&part.name, &part.bytes).ok()?;
        document::read(fs, value.get("workbook")?.clone(), folder)
    }

    /// The same parts with one more version, and the names of older ones that had to go for it.
    ///
    /// # Errors
    /// The document cannot be written as JSON.
    pub fn with_version(
        &self,
        head: &VersionHead,
        workbook: &Workbook,
        folder: Option<&Path>,
        bounds: Bounds,
    ) -> Result<(Self, Vec<String>), FileError> {
        let document = document::written(workbook, folder)?;
        let mut value = json!({
            "at": head.at, "id": head.id, "name": head.name, "who": head.who, "workbook": document,
        });
        fractions_to_text(&mut value);
        let mut kept = self.clone();
        kept.0.push(Extra {
            name: format!("{FOLDER}{}{ENDING}", head.id),
            bytes: write_json(&value),
            place: MOST_PARTS,
            is_listed: true,
        });
        let mut gone = Vec::new();
        loop {
            let heads = kept.versions();
            let bytes: u64 = heads.iter().map(|head| head.bytes).sum();
            let is_over = heads.len() > bounds.count.max(1) || bytes > bounds.bytes;
            match heads.last().filter(|_| is_over && heads.len() > 1) {
                Some(oldest) => {
                    gone.push(oldest.name.clone());
                    kept = kept.without_version(&oldest.id);
                }
                None => return Ok((kept, gone)),
            }
        }
    }

    /// A version as it lies in the file, to be put back later.
    pub fn version_part(&self, id: &str) -> Option<VersionPart> {
        let part = self.0.iter().find(|part| id_of(&part.name) == Some(id));
        part.cloned().map(VersionPart)
    }

    /// The same parts with a version that was taken out.
    #[must_use]
    pub fn with_version_part(&self, part: &VersionPart) -> Self {
        let mut kept = self.clone();
        if !kept.0.iter().any(|one| one.name == part.0.name) {
            kept.0.push(part.0.clone());
        }
        kept
    }

    /// The same parts without a version.
    #[must_use]
    pub fn without_version(&self, id: &str) -> Self {
        let stays = |part: &&Extra| id_of(&part.name) != Some(id);
        Self(self.0.iter().filter(stays).cloned().collect())
    }
}

fn id_of(name: &str) -> Option<&str> {
    name.strip_prefix(FOLDER)?.strip_suffix(ENDING)
}

fn head(part: &Extra) -> Option<VersionHead> {
    let id = id_of(&part.name)?;
    let value = read_json(&part.name, &part.bytes).ok()?;
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    value.get("workbook")?;
    Some(VersionHead {
        id: text("id").filter(|given| given == id)?,
        name: text("name")?,
        who: text("who")?,
        at: text("at")?,
        bytes: part.bytes.len() as u64,
    })
}
