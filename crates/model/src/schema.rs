//! Columns and their types, as a person and the engine both understand them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a column is *about*: decides icon, colour and which gestures apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Words and categories.
    Text,
    /// Amounts, counts and ratios.
    Number,
    /// Days and instants.
    Date,
    /// Yes or no.
    Bool,
    /// Countries, regions, cities, coordinates.
    Place,
    /// Identifiers: unique or nearly so, never summed.
    Key,
    /// Lists and structures.
    Nested,
}

/// Resolution of an instant or a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum TimePrecision {
    Milliseconds,
    Microseconds,
    Nanoseconds,
}

/// How values of a column are stored and computed with.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DataType {
    /// A column whose every value is missing and whose type is unknown.
    Null,
    Boolean,
    Int8,
    Int16,
    Int32,
    Int64,
    Int128,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    Float32,
    Float64,
    /// Exact decimal: total digits and digits after the point, 1 to 38.
    Decimal {
        precision: u8,
        scale: u8,
    },
    Text,
    Binary,
    /// A calendar day without zone.
    Date,
    /// A time of day.
    Time,
    /// An instant; `zone` is an IANA name, or none for local wall-clock time.
    DateTime {
        precision: TimePrecision,
        zone: Option<String>,
    },
    Duration {
        precision: TimePrecision,
    },
    List {
        item: Box<DataType>,
    },
    Struct {
        fields: Vec<Field>,
    },
}

/// One column: its name exactly as found, its type and what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Field {
    pub name: String,
    pub data_type: DataType,
    pub kind: Kind,
}

impl DataType {
    /// Whether sums and averages make sense for values of this type.
    pub fn is_numeric(&self) -> bool {
        self.is_integer() || matches!(self, Self::Float32 | Self::Float64 | Self::Decimal { .. })
    }

    /// Whether the type holds whole numbers only.
    pub fn is_integer(&self) -> bool {
        matches!(
            self,
            Self::Int8
                | Self::Int16
                | Self::Int32
                | Self::Int64
                | Self::Int128
                | Self::UInt8
                | Self::UInt16
                | Self::UInt32
                | Self::UInt64
        )
    }

    /// Whether the type names a day or an instant.
    pub fn is_temporal(&self) -> bool {
        matches!(self, Self::Date | Self::DateTime { .. })
    }

    /// The kind that follows from the type alone; names and profiles may refine it.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Boolean => Kind::Bool,
            Self::Date | Self::DateTime { .. } | Self::Time => Kind::Date,
            Self::List { .. } | Self::Struct { .. } => Kind::Nested,
            Self::Null | Self::Text | Self::Binary => Kind::Text,
            _ => Kind::Number,
        }
    }
}

impl Field {
    /// A column with the kind that its name and type suggest.
    ///
    /// `customer_id` and `id` are keys, `country`, `region`, `city`, `state`, `latitude` and
    /// `longitude` are places; otherwise the type decides.
    pub fn new(name: impl Into<String>, data_type: DataType) -> Self {
        let name = name.into();
        let kind = suggested_kind(&name, &data_type);
        Self {
            name,
            data_type,
            kind,
        }
    }
}

fn suggested_kind(name: &str, data_type: &DataType) -> Kind {
    const PLACES: [&str; 10] = [
        "country",
        "region",
        "city",
        "state",
        "continent",
        "latitude",
        "longitude",
        "lat",
        "lon",
        "lng",
    ];
    let lower = name.to_lowercase();
    let is_key_name =
        lower == "id" || lower == "key" || lower.ends_with("_id") || lower.ends_with("_key");
    let may_be_key = data_type.is_integer() || *data_type == DataType::Text;
    if is_key_name && may_be_key {
        Kind::Key
    } else if PLACES.contains(&lower.as_str()) && !data_type.is_temporal() {
        Kind::Place
    } else {
        data_type.kind()
    }
}
