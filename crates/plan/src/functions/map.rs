//! Maps: lists of structures with a `key` and a `value`, as Parquet keeps them.

use arrow::datatypes::{DataType, Field};

/// The types of the keys and values of a map; none for other types.
pub(crate) fn parts(data_type: &DataType) -> Option<(&DataType, &DataType)> {
    let DataType::List(entry) = data_type else {
        return None;
    };
    let DataType::Struct(fields) = entry.data_type() else {
        return None;
    };
    match fields.as_ref() {
        [key, value] if key.name() == "key" && value.name() == "value" => {
            Some((key.data_type(), value.data_type()))
        }
        _ => None,
    }
}

/// A map of keys and values of these types.
pub(crate) fn of(key: &DataType, value: &DataType) -> DataType {
    let key = Field::new("key", key.clone(), true);
    let value = Field::new("value", value.clone(), true);
    DataType::new_list(DataType::Struct(vec![key, value].into()), true)
}

fn item(data_type: &DataType) -> Option<&DataType> {
    match data_type {
        DataType::List(item) => Some(item.data_type()),
        _ => None,
    }
}

/// A map of a list of keys and a list of values.
pub(super) fn of_lists(types: &[DataType]) -> Option<DataType> {
    let [keys, values] = types else { return None };
    Some(of(item(keys)?, item(values)?))
}

/// A map of a list of structures of two fields.
pub(super) fn of_entries(types: &[DataType]) -> Option<DataType> {
    match item(types.first()?)? {
        DataType::Struct(fields) => match fields.as_ref() {
            [key, value] => Some(of(key.data_type(), value.data_type())),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn keys(types: &[DataType]) -> Option<DataType> {
    let (key, _) = parts(types.first()?)?;
    Some(DataType::new_list(key.clone(), true))
}

pub(super) fn values(types: &[DataType]) -> Option<DataType> {
    let (_, value) = parts(types.first()?)?;
    Some(DataType::new_list(value.clone(), true))
}

/// Its first argument, which must be a map.
pub(super) fn same(types: &[DataType]) -> Option<DataType> {
    parts(types.first()?)?;
    types.first().cloned()
}

/// Whether something is in a map.
pub(super) fn truth(types: &[DataType]) -> Option<DataType> {
    parts(types.first()?)?;
    Some(DataType::Boolean)
}

/// The value of a key, or the item of a list.
pub(super) fn element(types: &[DataType]) -> Option<DataType> {
    match parts(types.first()?) {
        Some((_, value)) => Some(value.clone()),
        None => item(types.first()?).cloned(),
    }
}
