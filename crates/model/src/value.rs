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
    /// A finite or non-finite double; non-finite values are written as text by the file format.
    Float(f64),
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
