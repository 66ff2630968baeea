//! Selections in words, for files: "region is DACH or Iberia", "amount is at least 5 and less than 9".

use model::{Compare, Filter, Value};

use crate::select::{Clause, Picked};

/// Values that are written out; the others are counted.
const MOST_WRITTEN: usize = 8;

/// What is selected, in one sentence without a stop.
pub fn clause_words(clause: &Clause) -> String {
    match &clause.picked {
        Picked::Filters { filters } => {
            let words: Vec<String> = filters.iter().map(filter_words).collect();
            words.join(" and ")
        }
        Picked::Marks {
            values,
            unit,
            bin_width,
        } => {
            let is_range = unit.is_some() || bin_width.is_some();
            let (first, last) = (values.first(), values.last());
            let what = match (first, last) {
                (Some(first), Some(last)) if is_range && values.len() > 1 => {
                    format!("from {} to {}", word(first), word(last))
                }
                _ => one_of(values),
            };
            let step = unit.map_or_else(String::new, |unit| {
                format!(" by {}", format!("{unit:?}").to_lowercase())
            });
            format!("{} is {what}{step}", clause.field)
        }
    }
}

fn filter_words(filter: &Filter) -> String {
    let field = &filter.field;
    let value = match &filter.value {
        Value::List(values) => one_of(values),
        value => word(value),
    };
    match filter.compare {
        Compare::Equal | Compare::In => format!("{field} is {value}"),
        Compare::NotEqual | Compare::NotIn => format!("{field} is not {value}"),
        Compare::Less => format!("{field} is less than {value}"),
        Compare::LessOrEqual => format!("{field} is at most {value}"),
        Compare::Greater => format!("{field} is more than {value}"),
        Compare::GreaterOrEqual => format!("{field} is at least {value}"),
        Compare::Contains => format!("{field} contains {value}"),
        Compare::IsNull => format!("{field} is null"),
        Compare::IsNotNull => format!("{field} is not null"),
    }
}

fn one_of(values: &[Value]) -> String {
    let written: Vec<String> = values.iter().take(MOST_WRITTEN).map(word).collect();
    let rest = values.len().saturating_sub(MOST_WRITTEN);
    if rest > 0 {
        format!("{} or {rest} others", written.join(", "))
    } else {
        written.join(" or ")
    }
}

fn word(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(is_true) => is_true.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Integer(text)
        | Value::Decimal(text)
        | Value::Text(text)
        | Value::Date(text)
        | Value::DateTime(text) => text.clone(),
        Value::List(values) => one_of(values),
    }
}

#[cfg(test)]
mod tests {
    use model::{Compare, Filter, TileId, TimeUnit, Value};

    use super::clause_words;
    use crate::{Clause, Picked};

    fn check(picked: Picked, wanted: &str) {
        let clause = Clause {
            tile: TileId::new("t"),
            source: "orders".to_owned(),
            field: "region".to_owned(),
            picked,
        };
        assert_eq!(clause_words(&clause), wanted);
    }

    #[test]
    fn selections_are_said_as_they_act() {
        let text = |text: &str| Value::Text(text.to_owned());
        let marks = |values: Vec<Value>, unit| Picked::Marks {
            values,
            unit,
            bin_width: None,
        };
        check(
            marks(vec![text("DACH"), Value::Null], None),
            "region is DACH or null",
        );
        let date = |text: &str| Value::Date(text.to_owned());
        check(
            marks(
                vec![date("2026-01-01"), date("2026-03-01")],
                Some(TimeUnit::Month),
            ),
            "region is from 2026-01-01 to 2026-03-01 by month",
        );
        let many = (0..10).map(|at| text(&at.to_string())).collect();
        check(
            marks(many, None),
            "region is 0, 1, 2, 3, 4, 5, 6, 7 or 2 others",
        );
        let filter = |compare, value: &str| Filter {
            field: "amount".to_owned(),
            compare,
            value: Value::Integer(value.to_owned()),
        };
        check(
            Picked::Filters {
                filters: vec![
                    filter(Compare::GreaterOrEqual, "5"),
                    filter(Compare::Less, "9"),
                ],
            },
            "amount is at least 5 and amount is less than 9",
        );
    }
}
