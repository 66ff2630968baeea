//! What the sources held when the workbook was saved, as one part of its file. Versions that do not
//! know it keep it as it is.

use model::SourceShape;
use serde_json::{Value, json};

use super::json::{read as read_json, write as write_json};
use super::parts::{Extra, Extras};
use super::refusal::FileError;
use super::structure::MOST_PARTS;

/// The name of the part.
pub(super) const NAME: &str = "sources.json";

impl Extras {
    /// What the sources held; nothing when the file does not say, or not so that it can be read.
    pub fn shapes(&self) -> Vec<SourceShape> {
        let read = |part: &Extra| -> Option<Vec<SourceShape>> {
            let mut value = read_json(&part.name, &part.bytes).ok()?;
            serde_json::from_value(value.get_mut("sources")?.take()).ok()
        };
        self.shapes_part().and_then(read).unwrap_or_default()
    }

    /// The same parts with what the sources hold now. A part that cannot be read stays as it is.
    ///
    /// # Errors
    /// The shapes cannot be written as JSON.
    pub fn with_shapes(&self, shapes: &[SourceShape]) -> Result<Self, FileError> {
        let before = self.shapes_part();
        let is_unreadable = before.is_some() && self.shapes().is_empty();
        if shapes == self.shapes().as_slice() || is_unreadable {
            return Ok(self.clone());
        }
        let place = before.map_or(MOST_PARTS, |part| part.place);
        let mut kept = Self(
            self.0
                .iter()
                .filter(|part| part.name != NAME)
                .cloned()
                .collect(),
        );
        if !shapes.is_empty() {
            let sources = serde_json::to_value(shapes)
                .map_err(|error| FileError::new("WB_NOT_WRITTEN", error.to_string()))?;
            let value: Value = json!({ "sources": sources });
            kept.0.push(Extra {
                name: NAME.to_owned(),
                bytes: write_json(&value),
                place,
                is_listed: true,
            });
        }
        Ok(kept)
    }

    fn shapes_part(&self) -> Option<&Extra> {
        self.0.iter().find(|part| part.name == NAME)
    }
}
