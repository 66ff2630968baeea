//! What the sources held when the workbook was saved, and what it was saved in: each a part of its
//! file. Versions that do not know them keep them as they are.

use model::{Environment, SourceShape};
use serde_json::{Value, json};

use super::json::{read as read_json, write as write_json};
use super::parts::{Extra, Extras};
use super::refusal::FileError;
use super::structure::MOST_PARTS;

/// The part of the sources.
pub(super) const SOURCES: &str = "sources.json";
/// The part of the environment.
pub(super) const ENVIRONMENT: &str = "environment.json";

impl Extras {
    /// What the sources held; nothing when the file does not say, or not so that it can be read.
    pub fn shapes(&self) -> Vec<SourceShape> {
        let read = |part: &Extra| -> Option<Vec<SourceShape>> {
            let mut value = read_json(&part.name, &part.bytes).ok()?;
            serde_json::from_value(value.get_mut("sources")?.take()).ok()
        };
        self.own(SOURCES).and_then(read).unwrap_or_default()
    }

    /// The same parts with what the sources hold now. A part that cannot be read stays as it is.
    ///
    /// # Errors
    /// The shapes cannot be written as JSON.
    pub fn with_shapes(&self, shapes: &[SourceShape]) -> Result<Self, FileError> {
        let is_unreadable = self.own(SOURCES).is_some() && self.shapes().is_empty();
        if shapes == self.shapes().as_slice() || is_unreadable {
            return Ok(self.clone());
        }
        let value = json!({ "sources": value_of(&shapes)? });
        Ok(self.with(SOURCES, (!shapes.is_empty()).then_some(value)))
    }

    /// What the workbook was saved in; none when the file does not say.
    pub fn environment(&self) -> Option<Environment> {
        let part = self.own(ENVIRONMENT)?;
        serde_json::from_value(read_json(&part.name, &part.bytes).ok()?).ok()
    }

    /// The same parts with what it is saved in now. A part that cannot be read stays as it is.
    ///
    /// # Errors
    /// The environment cannot be written as JSON.
    pub fn with_environment(&self, environment: &Environment) -> Result<Self, FileError> {
        let before = self.environment();
        let is_unreadable = self.own(ENVIRONMENT).is_some() && before.is_none();
        if before.as_ref() == Some(environment) || is_unreadable {
            return Ok(self.clone());
        }
        Ok(self.with(ENVIRONMENT, Some(value_of(&environment)?)))
    }

    fn own(&self, name: &str) -> Option<&Extra> {
        self.0.iter().find(|part| part.name == name)
    }

    /// The same parts with this one in its place; without it when there is nothing to say.
    fn with(&self, name: &str, value: Option<Value>) -> Self {
        let place = self.own(name).map_or(MOST_PARTS, |part| part.place);
        let others = self.0.iter().filter(|part| part.name != name);
        let mut kept = Self(others.cloned().collect());
        kept.0.extend(value.map(|value| Extra {
            name: name.to_owned(),
            bytes: write_json(&value),
            place,
            is_listed: true,
        }));
        kept
    }
}

fn value_of(what: &impl serde::Serialize) -> Result<Value, FileError> {
    serde_json::to_value(what).map_err(|error| FileError::new("WB_NOT_WRITTEN", error.to_string()))
}
