//! The names of the parts, and which of them belong to this version.

use model::{Cell, CellBody, CellId, Page};

use super::refusal::FileError;
use super::shapes::{ENVIRONMENT, SOURCES};
use super::structure::MOST_PARTS;
use crate::merge::Side;
use crate::signature::{self, Signature};
use crate::words::shown;

/// First part of every workbook file: says what it is, uncompressed.
pub(super) const KIND: &str = "mimetype";
/// What the first part holds.
pub(super) const KIND_TEXT: &[u8] = b"application/vnd.assay.workbook";
/// The document without the texts of its cells.
pub(super) const DOCUMENT: &str = "workbook.json";

/// Parts of a file that this version does not know, with their place, kept byte for byte.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extras(pub(super) Vec<Extra>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Extra {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    /// Where among all parts it stood.
    pub(super) place: usize,
    /// Whether the manifest listed it.
    pub(super) is_listed: bool,
}

impl Extras {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same parts with a signature behind them, which `sign` makes for those that it covers.
    pub(super) fn signed(
        &self,
        sign: impl FnOnce(&Self) -> Result<String, FileError>,
    ) -> Result<Self, FileError> {
        let mut kept = Self(
            self.0
                .iter()
                .filter(|part| part.name != signature::PART)
                .cloned()
                .collect(),
        );
        if let Some(odd) = kept.0.iter().find(|part| !part.is_listed) {
            return Err(FileError::new(
                "SIGN_UNLISTED",
                format!(
                    "The part {} stands in no list of this file, so a signature would not cover it. Save the workbook under another name first.",
                    shown(&odd.name, 80)
                ),
            ));
        }
        let part = sign(&kept)?;
        kept.0.push(Extra {
            name: signature::PART.to_owned(),
            bytes: part.into_bytes(),
            place: MOST_PARTS,
            is_listed: false,
        });
        Ok(kept)
    }

    /// What the signature among these parts says about a manifest; none where there is none. It fits
    /// only when the manifest lists every other part.
    pub(super) fn signature(&self, manifest: &[u8]) -> Option<Signature> {
        let (mut own, others): (Vec<&Extra>, Vec<&Extra>) =
            self.0.iter().partition(|part| part.name == signature::PART);
        let mut found = signature::read(&own.pop()?.bytes, manifest);
        found.fits &= own.is_empty() && others.iter().all(|part| part.is_listed);
        Some(found)
    }

    /// Their names, in file order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|extra| extra.name.as_str())
    }

    /// The parts of two files that grew from these, and the names of those that both changed
    /// differently; of them `prefer` is kept. What one side removed and left alone goes.
    pub(crate) fn merged(&self, ours: &Self, theirs: &Self, prefer: Side) -> (Self, Vec<String>) {
        let mut kept = Vec::new();
        let mut differing = Vec::new();
        let new = theirs.0.iter().filter(|part| ours.named(part).is_none());
        for part in ours.0.iter().chain(new) {
            let (base, left, right) = (self.named(part), ours.named(part), theirs.named(part));
            let bytes = |part: Option<&Extra>| part.map(|part| part.bytes.clone());
            let merged = if bytes(left) == bytes(right) || bytes(base) == bytes(right) {
                left
            } else if bytes(base) == bytes(left) {
                right
            } else {
                // What sources hold differs from machine to machine and is nobody's work; a signature
                // does not outlive a change.
                if ![SOURCES, ENVIRONMENT, signature::PART].contains(&part.name.as_str()) {
                    differing.push(part.name.clone());
                }
                match prefer {
                    Side::Ours => left.or(right),
                    Side::Theirs => right.or(left),
                }
            };
            kept.extend(merged.cloned());
        }
        (Self(kept), differing)
    }

    fn named(&self, part: &Extra) -> Option<&Extra> {
        let mut same = self.0.iter();
        same.find(|one| one.name.eq_ignore_ascii_case(&part.name))
    }
}

/// The part that holds a cell's text: `cells/03-revenue_by_month.sql`.
pub(super) fn text_part(index: usize, cell: &Cell) -> Option<String> {
    let ending = match &cell.body {
        CellBody::Sql { .. } => "sql",
        CellBody::Markdown { .. } => "md",
        CellBody::Parameter { .. } | CellBody::Chart { .. } => return None,
    };
    let slug: String = cell
        .name
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() || letter == '_' {
                letter
            } else {
                '-'
            }
        })
        .take(60)
        .collect();
    Some(format!("cells/{:02}-{slug}.{ending}", index + 1))
}

/// The part that holds a cell's saved rows.
pub(super) fn rows_part(cell: &CellId) -> String {
    format!("results/{cell}.arrow")
}

/// The part that says how a cell's saved rows came about.
pub(super) fn stamp_part(cell: &CellId) -> String {
    format!("results/{cell}.json")
}

/// The part that holds a page: `pages/001-ID.json`; names sort as the tabs stand.
pub(super) fn page_part(index: usize, page: &Page) -> String {
    format!("pages/{:03}-{}.json", index + 1, page.id)
}

/// Whether a name is one that `page_part` gives.
pub(super) fn is_page_part(name: &str) -> bool {
    let stem = name
        .strip_prefix("pages/")
        .and_then(|rest| rest.strip_suffix(".json"));
    let number = stem.and_then(|stem| stem.split_once('-'));
    number.is_some_and(|(number, id)| {
        number.len() == 3
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && crate::apply::is_identity(id)
    })
}
