//! The types of structures whose fields are named by arguments.

use arrow::datatypes::{DataType, Field, Fields};
use datafusion_common::ScalarValue;

/// A structure with more fields: names and values in turn; none when a name is not fixed.
pub(super) fn with_more(
    types: &[DataType],
    constants: &[Option<&ScalarValue>],
) -> Option<DataType> {
    let DataType::Struct(known) = types.first()? else {
        return None;
    };
    let mut fields: Vec<Field> = known.iter().map(|field| field.as_ref().clone()).collect();
    let mut rest = types.iter().zip(constants).skip(1);
    while let Some((_, name)) = rest.next() {
        let Some(ScalarValue::Utf8(Some(name))) = name else {
            return None;
        };
        let (value, _) = rest.next()?;
        if fields.iter().any(|field| field.name() == name) {
            return None;
        }
        fields.push(Field::new(name, value.clone(), true));
    }
    Some(DataType::Struct(Fields::from(fields)))
}
