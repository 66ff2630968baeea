//! What a document holds besides texts: values that were chosen, and paths.

use model::{CellBody, ChoiceOptions, Compare, ParameterValue, Picked, TileContent, Workbook};

/// Leaves chosen values in the document, or takes them out. Answers the names of what holds some and
/// keeps them, and of what lost them.
pub(super) fn values(book: &mut Workbook, is_kept: bool) -> (Vec<String>, Vec<String>) {
    let (mut kept, mut left) = (Vec::new(), Vec::new());
    for cell in &mut book.cells {
        let mut plain = cell.body.clone();
        match &mut plain {
            CellBody::Parameter { parameter } => empty(&mut parameter.value),
            CellBody::Chart { spec } => {
                spec.picks.clear();
                spec.drill.clear();
                spec.dismissed_notes.clear();
                spec.filters.retain(|filter| {
                    matches!(filter.compare, Compare::IsNull | Compare::IsNotNull)
                });
            }
            CellBody::Sql { .. } | CellBody::Markdown { .. } => {}
        }
        if plain == cell.body {
            continue;
        }
        if is_kept {
            kept.push(cell.name.clone());
        } else {
            left.push(cell.name.clone());
            cell.body = plain;
        }
    }
    for page in &mut book.pages {
        for tile in &mut page.tiles {
            let TileContent::Field { field, default, .. } = &mut tile.content else {
                continue;
            };
            // Ranges that move with the clock and the largest say no value.
            if !matches!(
                default,
                Some(Picked::Filters { .. } | Picked::Marks { .. } | Picked::Picks { .. })
            ) {
                continue;
            }
            if is_kept {
                kept.push(field.clone());
            } else {
                left.push(field.clone());
                *default = None;
            }
        }
    }
    (kept, left)
}

fn empty(value: &mut ParameterValue) {
    match value {
        ParameterValue::DateRange { from, to } => (*from, *to) = (None, None),
        ParameterValue::Date { value } => *value = None,
        ParameterValue::Choice {
            options, chosen, ..
        } => {
            chosen.clear();
            if let ChoiceOptions::Values { values } = options {
                values.clear();
            }
        }
        ParameterValue::Number {
            value,
            min,
            max,
            step: _,
        } => (*value, *min, *max) = (None, None, None),
        ParameterValue::Text { value } => value.clear(),
    }
}

/// The last part of a path: the name of a file or folder, or a pattern.
pub(super) fn file_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).find(|part| !part.is_empty());
    name.unwrap_or("data").to_owned()
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn no_folder_is_left_of_a_path() {
        assert_eq!(file_name("/data/private/orders.csv"), "orders.csv");
        assert_eq!(file_name("C:\\data\\orders.csv"), "orders.csv");
        assert_eq!(file_name("/data/private/"), "private");
        assert_eq!(file_name("orders.csv"), "orders.csv");
    }
}
