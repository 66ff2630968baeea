//! Snapshots of dashboard pages inside a workbook file: what was on a page, and the rows that its
//! tiles showed. Versions that do not know them keep the parts as they are.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::json::{fractions_to_text, read as read_json, write as write_json};
use super::parts::{Extra, Extras};
use super::refusal::FileError;
use super::structure::MOST_PARTS;
use super::versions::Bounds;

const FOLDER: &str = "snapshots/";
const ENDING: &str = ".json";
const ROWS: &str = ".rows";

/// What is known of a snapshot without reading what is on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotHead {
    /// Rises with time: later snapshots sort behind earlier ones.
    pub id: String,
    pub name: String,
    /// Title of the page.
    pub page: String,
    /// Who kept it, as that person wrote it in the settings; empty when nothing was written.
    pub who: String,
    /// When it was kept: UTC, RFC 3339.
    pub at: String,
    /// Bytes of its parts before packing.
    pub bytes: u64,
}

/// What a snapshot holds: a document of its own, and rows by names that are identities.
#[derive(Debug, Clone, Default)]
pub struct SnapshotContent {
    pub document: Value,
    pub rows: BTreeMap<String, Vec<u8>>,
}

impl Extras {
    /// The snapshots in the file, newest first. Parts that cannot be read are left out here and
    /// stay in the file.
    pub fn snapshots(&self) -> Vec<SnapshotHead> {
        let mut heads: Vec<SnapshotHead> =
            self.0.iter().filter_map(|part| self.head(part)).collect();
        heads.sort_by(|one, other| other.id.cmp(&one.id));
        heads
    }

    /// The document of a snapshot; none when there is no such snapshot or it cannot be read.
    pub fn snapshot(&self, id: &str) -> Option<Value> {
        let part = self.0.iter().find(|part| id_of(&part.name) == Some(id))?;
        let mut value = read_json(&part.name, &part.bytes).ok()?;
        Some(value.get_mut("document")?.take())
    }

    /// Rows of a snapshot by their name.
    pub fn snapshot_rows(&self, id: &str, name: &str) -> Option<&[u8]> {
        let wanted = rows_name(id, name);
        let part = self.0.iter().find(|part| part.name == wanted)?;
        Some(&part.bytes)
    }

    /// The same parts with one more snapshot, and the names of older ones that had to go for it.
    ///
    /// # Errors
    /// A name of rows is no identity.
    pub fn with_snapshot(
        &self,
        head: &SnapshotHead,
        content: &SnapshotContent,
        bounds: Bounds,
    ) -> Result<(Self, Vec<String>), FileError> {
        let mut value = json!({
            "at": head.at, "id": head.id, "name": head.name, "page": head.page, "who": head.who,
            "document": content.document,
        });
        fractions_to_text(&mut value);
        let mut kept = self.clone();
        let part = |name: String, bytes: Vec<u8>| Extra {
            name,
            bytes,
            place: MOST_PARTS,
            is_listed: true,
        };
        let document = format!("{FOLDER}{}{ENDING}", head.id);
        kept.0.push(part(document, write_json(&value)));
        for (name, bytes) in &content.rows {
            if !crate::apply::is_identity(name) {
                return Err(FileError::new(
                    "WB_NOT_WRITTEN",
                    "Rows of a snapshot have a name that is no identity.".to_owned(),
                ));
            }
            kept.0.push(part(rows_name(&head.id, name), bytes.clone()));
        }
        let mut gone = Vec::new();
        loop {
            let heads = kept.snapshots();
            let bytes: u64 = heads.iter().map(|head| head.bytes).sum();
            let is_over = heads.len() > bounds.count.max(1) || bytes > bounds.bytes;
            match heads.last().filter(|_| is_over && heads.len() > 1) {
                Some(oldest) => {
                    gone.push(oldest.name.clone());
                    kept = kept.without_snapshot(&oldest.id);
                }
                None => return Ok((kept, gone)),
            }
        }
    }

    /// The same parts without a snapshot.
    #[must_use]
    pub fn without_snapshot(&self, id: &str) -> Self {
        let folder = format!("{FOLDER}{id}/");
        let stays =
            |part: &&Extra| id_of(&part.name) != Some(id) && !part.name.starts_with(&folder);
        Self(self.0.iter().filter(stays).cloned().collect())
    }

    fn head(&self, part: &Extra) -> Option<SnapshotHead> {
        let id = id_of(&part.name)?;
        let value = read_json(&part.name, &part.bytes).ok()?;
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        value.get("document")?;
        let folder = format!("{FOLDER}{id}/");
        let rows = self.0.iter().filter(|one| one.name.starts_with(&folder));
        let bytes: usize = rows.map(|one| one.bytes.len()).sum();
        Some(SnapshotHead {
            id: text("id").filter(|given| given == id)?,
            name: text("name")?,
            page: text("page")?,
            who: text("who")?,
            at: text("at")?,
            bytes: (part.bytes.len() + bytes) as u64,
        })
    }
}

fn id_of(name: &str) -> Option<&str> {
    let id = name.strip_prefix(FOLDER)?.strip_suffix(ENDING)?;
    crate::apply::is_identity(id).then_some(id)
}

fn rows_name(id: &str, name: &str) -> String {
    format!("{FOLDER}{id}/{name}{ROWS}")
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Extras, SnapshotContent, SnapshotHead};
    use serde_json::json;

    fn head(id: &str) -> SnapshotHead {
        SnapshotHead {
            id: id.to_owned(),
            name: format!("Kept {id}"),
            page: "Overview".to_owned(),
            who: String::new(),
            at: "2026-11-20T18:42:00Z".to_owned(),
            bytes: 0,
        }
    }

    fn content(rows: usize) -> SnapshotContent {
        SnapshotContent {
            document: json!({ "share": 0.5 }),
            rows: [("t1".to_owned(), vec![7; rows])].into(),
        }
    }

    const WIDE: Bounds = Bounds {
        count: 2,
        bytes: 10_000,
    };

    #[test]
    fn a_snapshot_comes_back_with_its_rows_and_goes_with_them() {
        let (extras, gone) = Extras::default()
            .with_snapshot(&head("a"), &content(3), WIDE)
            .unwrap();
        assert!(gone.is_empty());
        assert_eq!(extras.snapshots().len(), 1);
        assert!(extras.snapshots()[0].bytes > 3);
        assert_eq!(extras.snapshot("a").unwrap(), json!({ "share": "0.5" }));
        assert_eq!(extras.snapshot_rows("a", "t1"), Some([7_u8; 3].as_slice()));
        assert_eq!(extras.snapshot_rows("a", "t2"), None);
        assert!(extras.without_snapshot("a").is_empty());
    }

    #[test]
    fn the_oldest_goes_for_the_newest_which_always_stays() {
        let mut extras = Extras::default();
        for id in ["a", "b", "c"] {
            extras = extras
                .with_snapshot(&head(id), &content(10), WIDE)
                .unwrap()
                .0;
        }
        let left: Vec<String> = extras.snapshots().into_iter().map(|one| one.id).collect();
        assert_eq!(left, ["c", "b"]);
        let (extras, gone) = extras
            .with_snapshot(&head("d"), &content(20_000), WIDE)
            .unwrap();
        assert_eq!(gone, ["Kept b", "Kept c"]);
        assert_eq!(extras.snapshots().len(), 1);
        let odd = SnapshotContent {
            rows: [("../x".to_owned(), Vec::new())].into(),
            ..SnapshotContent::default()
        };
        assert!(extras.with_snapshot(&head("e"), &odd, WIDE).is_err());
    }
}
