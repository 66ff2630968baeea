//! The part of JSON Schema that `docs/format.schema.json` uses, enough to hold it to real files. A
//! word that is not known here fails, so that nothing in the schema goes unchecked.

use std::path::Path;

use serde_json::Value;

/// A schema with its definitions.
pub(crate) struct Schema(Value);

impl Schema {
    /// The schema of the documentation.
    pub(crate) fn published() -> Self {
        let path = Path::new("../../docs/format.schema.json");
        let text = std::fs::read_to_string(path).unwrap();
        Self(serde_json::from_str(&text).unwrap())
    }

    /// Whether a value is what a definition says; else where and why not.
    pub(crate) fn check(&self, definition: &str, value: &Value) -> Result<(), String> {
        let rule = &self.0["$defs"][definition];
        assert!(rule.is_object(), "no definition {definition}");
        self.fits(rule, value, definition)
    }

    fn fits(&self, rule: &Value, value: &Value, at: &str) -> Result<(), String> {
        for (word, wanted) in rule.as_object().unwrap() {
            let fine = match word.as_str() {
                "description" | "properties" | "additionalProperties" => true,
                "$ref" => {
                    let name = wanted.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                    let rule = &self.0["$defs"][name];
                    assert!(rule.is_object(), "no definition {name}");
                    self.fits(rule, value, at)?;
                    true
                }
                "type" => match wanted {
                    Value::Array(kinds) => kinds.iter().any(|kind| is(kind, value)),
                    kind => is(kind, value),
                },
                "const" => value == wanted,
                "enum" => wanted.as_array().unwrap().contains(value),
                "minimum" => value.as_f64() >= wanted.as_f64(),
                "maximum" => value.as_f64() <= wanted.as_f64(),
                "pattern" => matches(wanted.as_str().unwrap(), value.as_str().unwrap_or_default()),
                "required" => {
                    let names = wanted.as_array().unwrap().iter();
                    let mut names = names.map(|name| name.as_str().unwrap());
                    names.all(|name| value.get(name).is_some())
                }
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.fits(wanted, item, &format!("{at}.{index}"))?;
                    }
                    true
                }
                "oneOf" => {
                    let rules = wanted.as_array().unwrap().iter();
                    let fit = rules.filter(|rule| self.fits(rule, value, at).is_ok());
                    fit.count() == 1
                }
                other => panic!("the schema says {other}, which is not checked"),
            };
            if !fine {
                return Err(format!("{at}: {value} is not {word} {wanted}"));
            }
        }
        self.fields(rule, value, at)
    }

    fn fields(&self, rule: &Value, value: &Value, at: &str) -> Result<(), String> {
        for (name, field) in value.as_object().into_iter().flatten() {
            let at = format!("{at}.{name}");
            match (
                rule["properties"].get(name),
                rule.get("additionalProperties"),
            ) {
                (Some(rule), _) | (None, Some(rule @ Value::Object(_))) => {
                    self.fits(rule, field, &at)?;
                }
                (None, Some(Value::Bool(false))) => return Err(format!("{at} is not known")),
                (None, _) => {}
            }
        }
        Ok(())
    }
}

fn is(kind: &Value, value: &Value) -> bool {
    match kind.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        other => panic!("the type {other} is not checked"),
    }
}

fn is_text_part(text: &str, ending: &str) -> bool {
    let found = text.rsplit_once('.').map(|(_, found)| found);
    text.starts_with("cells/") && found == Some(ending)
}

/// The patterns of the schema, spelled out.
fn matches(pattern: &str, text: &str) -> bool {
    let is_hex = |sign: char| sign.is_ascii_digit() || ('a'..='f').contains(&sign);
    match pattern {
        "^[A-Za-z0-9_-]{1,64}$" => {
            let is_sign = |sign: char| sign.is_ascii_alphanumeric() || "_-".contains(sign);
            (1..=64).contains(&text.len()) && text.chars().all(is_sign)
        }
        "^[0-9a-f]{64}$" => text.len() == 64 && text.chars().all(is_hex),
        "^cells/.*\\.md$" => is_text_part(text, "md"),
        "^cells/.*\\.sql$" => is_text_part(text, "sql"),
        r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$" => {
            let shape: String = text
                .chars()
                .map(|sign| if sign.is_ascii_digit() { '0' } else { sign })
                .collect();
            shape == "0000-00-00T00:00:00Z"
        }
        other => panic!("the pattern {other} is not checked"),
    }
}
