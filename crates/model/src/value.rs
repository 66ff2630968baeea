//! Single values, exact on every side of the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One value. Whole numbers and decimals travel as text so that none loses digits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum Value {
    Null,
    Boolean(bool),
    /// A whole number in decimal digits, within 128 bits.
    Integer(String),
    /// A double. What JSON has no number for travels as text: `NaN`, `inf`, `-inf`; any text that
    /// spells a number is read.
    Float(
        #[serde(with = "double")]
        #[ts(type = "number | string")]
        f64,
    ),
    /// An exact decimal in digits with a point.
    Decimal(String),
    Text(String),
    /// ISO 8601 day: `2026-11-20`.
    Date(String),
    /// ISO 8601 instant, with offset when the column has a zone: `2026-11-20T18:42:00`.
    DateTime(String),
    /// A value list, for `IN`.
    List(Vec<Value>),
}

/// A double as a JSON number, or as text where JSON has none.
mod double {
    use std::fmt;

    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serializer};

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde asks for a reference"
    )]
    pub(super) fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        if value.is_finite() {
            serializer.serialize_f64(*value)
        } else {
            serializer.collect_str(value)
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        deserializer.deserialize_any(Double)
    }

    struct Double;

    impl Visitor<'_> for Double {
        type Value = f64;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a number, or a text that spells one")
        }

        fn visit_f64<E>(self, value: f64) -> Result<f64, E> {
            Ok(value)
        }

        #[expect(clippy::cast_precision_loss, reason = "a double was asked for")]
        fn visit_i64<E>(self, value: i64) -> Result<f64, E> {
            Ok(value as f64)
        }

        #[expect(clippy::cast_precision_loss, reason = "a double was asked for")]
        fn visit_u64<E>(self, value: u64) -> Result<f64, E> {
            Ok(value as f64)
        }

        fn visit_str<E: Error>(self, value: &str) -> Result<f64, E> {
            value
                .parse()
                .map_err(|_| E::custom("a text that does not spell a number"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn doubles_that_json_cannot_write_travel_as_text() {
        for double in [1.5, 3.0, -0.25, f64::INFINITY, f64::NEG_INFINITY] {
            let json = serde_json::to_string(&Value::Float(double)).unwrap();
            assert_eq!(
                serde_json::from_str::<Value>(&json).unwrap(),
                Value::Float(double),
                "{json}"
            );
        }
        let json = serde_json::to_string(&Value::Float(f64::NAN)).unwrap();
        assert_eq!(json, r#"{"type":"float","value":"NaN"}"#);
        let Value::Float(back) = serde_json::from_str(&json).unwrap() else {
            panic!("{json}")
        };
        assert!(back.is_nan());
        let text = r#"{"type":"float","value":"0.1"}"#;
        assert_eq!(
            serde_json::from_str::<Value>(text).unwrap(),
            Value::Float(0.1)
        );
        assert!(serde_json::from_str::<Value>(r#"{"type":"float","value":"x"}"#).is_err());
    }
}
