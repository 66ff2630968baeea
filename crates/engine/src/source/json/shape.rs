//! The type that holds all values seen at one place of many JSON documents.

use std::collections::HashMap;

use model::{DataType, DateOrder, DecimalMark, Field};

use super::document::Json;
use crate::source::tally::{Habits, Tally};

/// Objects with more different keys than this are maps, kept as JSON text.
const MOST_KEYS: usize = 500;

/// JSON texts write days in ISO order and numbers with a point.
pub(super) const HABITS: Habits = Habits {
    mark: DecimalMark::Point,
    order: DateOrder::YearMonthDay,
};

/// What was seen at one place.
#[derive(Debug, Clone, Default)]
pub(super) enum Shape {
    #[default]
    Nothing,
    Boolean,
    Whole,
    /// Whole numbers of which some need more than 64 bits.
    Wide,
    Number,
    Text(Box<Tally>),
    List(Box<Shape>),
    Object(Keys),
    /// Values without a common type: each is kept as JSON text.
    Mixed,
}

/// The keys of objects in the order in which they were first seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys {
    pub entries: Vec<(String, Shape)>,
    places: HashMap<String, usize>,
}

impl Keys {
    /// Widens the shapes by the entries of one object.
    pub(super) fn add(&mut self, entries: &[(String, Json)]) {
        for (at, (key, value)) in entries.iter().enumerate() {
            // Documents mostly have the same keys in the same order.
            let is_in_order = self.entries.get(at).is_some_and(|(name, _)| name == key);
            let place = if is_in_order {
                Some(at)
            } else {
                self.places.get(key).copied()
            };
            let place = place.unwrap_or_else(|| {
                self.places.insert(key.clone(), self.entries.len());
                self.entries.push((key.clone(), Shape::Nothing));
                self.entries.len() - 1
            });
            self.entries[place].1.add(value);
        }
    }
}

impl Shape {
    /// Widens the shape by one value.
    pub(super) fn add(&mut self, value: &Json) {
        match (&mut *self, value) {
            (_, Json::Null)
            | (Self::Boolean, Json::Boolean(_))
            | (Self::Whole | Self::Wide, Json::Whole(_))
            | (Self::Wide, Json::Digits(_))
            | (Self::Number, Json::Number(_) | Json::Whole(_))
            | (Self::Mixed, _) => {}
            (Self::Text(tally), Json::Text(text)) => tally.add(text.as_bytes(), HABITS.mark),
            (Self::List(shape), Json::List(items)) => items.iter().for_each(|item| shape.add(item)),
            (Self::Object(keys), Json::Object(entries)) => {
                keys.add(entries);
                if keys.entries.len() > MOST_KEYS {
                    *self = Self::Mixed;
                }
            }
            (Self::Nothing, value) => *self = Self::of(value),
            (Self::Whole, Json::Digits(_)) => *self = Self::Wide,
            (Self::Whole, Json::Number(_)) => *self = Self::Number,
            _ => *self = Self::Mixed,
        }
    }

    fn of(value: &Json) -> Self {
        let mut shape = match value {
            Json::Null => Self::Nothing,
            Json::Boolean(_) => Self::Boolean,
            Json::Whole(_) => Self::Whole,
            Json::Digits(_) => Self::Wide,
            Json::Number(_) => Self::Number,
            Json::Text(_) => Self::Text(Box::default()),
            Json::List(_) => Self::List(Box::default()),
            Json::Object(_) => Self::Object(Keys::default()),
        };
        if !matches!(shape, Self::Nothing) {
            shape.add(value);
        }
        shape
    }

    /// The type of the column. Texts are days or instants if all of them write one.
    pub(super) fn data_type(&self) -> DataType {
        match self {
            Self::Nothing | Self::Mixed => DataType::Text,
            Self::Boolean => DataType::Boolean,
            Self::Whole => DataType::Int64,
            Self::Wide => DataType::Int128,
            Self::Number => DataType::Float64,
            Self::Text(tally) => match tally.data_type(HABITS) {
                found if found.is_temporal() && tally.missing == 0 => found,
                _ => DataType::Text,
            },
            Self::List(item) => DataType::List {
                item: Box::new(item.inner_type()),
            },
            Self::Object(keys) => keys.data_type(),
        }
    }

    /// Inside lists and objects texts stay as they are.
    fn inner_type(&self) -> DataType {
        if matches!(self, Self::Text(_)) {
            DataType::Text
        } else {
            self.data_type()
        }
    }
}

impl Keys {
    fn data_type(&self) -> DataType {
        if self.entries.is_empty() {
            return DataType::Text;
        }
        let fields = self
            .entries
            .iter()
            .map(|(name, shape)| Field::new(name, shape.inner_type()))
            .collect();
        DataType::Struct { fields }
    }
}
