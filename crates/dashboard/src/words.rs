//! Selections in words, for files: "region is DACH or Iberia", "amount is at least 5 and less than 9".

use model::{Compare, Filter, Pick, PickPart, Picked, Pill, RelativeRange, Top, Value};

use crate::select::Active;

/// Values that are written out; the others are counted.
const MOST_WRITTEN: usize = 8;

/// What is selected, in one sentence without a stop.
pub fn clause_words(active: &Active) -> String {
    let field = &active.clause.field;
    match &active.clause.picked {
        Picked::Filters { filters } => {
            let words: Vec<String> = filters.iter().map(filter_words).collect();
            words.join(" and ")
        }
        Picked::Picks { picks } => {
            let words: Vec<String> = picks.iter().map(pick_words).collect();
            words.join(" and ")
        }
        Picked::Relative { range } => {
            let days: Vec<String> = active.filters.iter().map(filter_words).collect();
            let meaning = active.problem.clone().unwrap_or_else(|| days.join(" and "));
            format!("{field} is in {} ({meaning})", range_words(*range))
        }
        Picked::Top { top, figure } => top_words(active, *top, figure),
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
            format!("{field} is {what}{step}")
        }
    }
}

/// Marks that are kept or left out: "month of day is 2026-03-01, region is DACH".
fn pick_words(pick: &Pick) -> String {
    let part_words = |PickPart { pill, values }: &PickPart| {
        format!("{} is {}", column_words(pill), one_of(values))
    };
    let parts: Vec<String> = pick.of.iter().map(part_words).collect();
    let parts = parts.join(", ");
    if pick.excluded {
        format!("not ({parts})")
    } else {
        parts
    }
}

/// A column, its truncated date or a part of it: "month of day".
pub fn column_words(pill: &Pill) -> String {
    let field = &pill.field;
    match (pill.unit, pill.part) {
        (Some(unit), _) => format!("{} of {field}", format!("{unit:?}").to_lowercase()),
        (None, Some(part)) => format!("{} of {field}", format!("{part:?}").to_lowercase()),
        (None, None) => field.clone(),
    }
}

/// A range that moves with the clock: "the last 28 full days", "the last 2 months to date".
fn range_words(range: RelativeRange) -> String {
    let unit = format!("{:?}", range.unit).to_lowercase();
    match (range.to_date, range.count) {
        (true, 1) => format!("this {unit} so far"),
        (true, count) => format!("the last {count} {unit}s to date"),
        (false, 1) => format!("the previous {unit}"),
        (false, count) => format!("the last {count} full {unit}s"),
    }
}

fn top_words(active: &Active, top: Top, figure: &Pill) -> String {
    let field = &active.clause.field;
    let which = if top.smallest { "smallest" } else { "largest" };
    let by = match (&figure.aggregate, figure.field.as_str()) {
        (None, field) => field.to_owned(),
        (Some(_), "") => "number of rows".to_owned(),
        (Some(aggregate), field) => {
            format!("{} of {field}", format!("{aggregate:?}").to_lowercase())
        }
    };
    let kept = match active.filters.first().map(|filter| &filter.value) {
        Some(Value::List(values)) => values.as_slice(),
        _ => &[],
    };
    let start = format!("{field} is one of the {} {which} by {by}", top.count);
    if let Some(problem) = &active.problem {
        return format!("{start} ({problem})");
    }
    let rest = active.members.unwrap_or(0);
    let rest = rest.saturating_sub(u64::try_from(kept.len()).unwrap_or(u64::MAX));
    format!("{start}: {}; {rest} left out", one_of(kept))
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
    use model::{
        Aggregate, Compare, Filter, Picked, Pill, RelativeRange, TileId, TimeUnit, Top, Value,
    };

    use super::clause_words;
    use crate::{Active, Clause};

    fn said(picked: Picked, filters: Vec<Filter>, members: Option<u64>) -> String {
        clause_words(&Active {
            clause: Clause {
                tile: Some(TileId::new("t")),
                from: None,
                source: "orders".to_owned(),
                field: "region".to_owned(),
                picked,
            },
            filters,
            picks: Vec::new(),
            problem: None,
            members,
            is_default: false,
        })
    }

    fn check(picked: Picked, wanted: &str) {
        assert_eq!(said(picked, Vec::new(), None), wanted);
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn filter(field: &str, compare: Compare, value: Value) -> Filter {
        Filter {
            field: field.to_owned(),
            compare,
            value,
        }
    }

    #[test]
    fn selections_are_said_as_they_act() {
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
        let amount =
            |compare, value: &str| filter("amount", compare, Value::Integer(value.to_owned()));
        check(
            Picked::Filters {
                filters: vec![
                    amount(Compare::GreaterOrEqual, "5"),
                    amount(Compare::Less, "9"),
                ],
            },
            "amount is at least 5 and amount is less than 9",
        );
    }

    #[test]
    fn moving_ranges_and_the_largest_say_what_they_stand_for() {
        let range = |count, unit, to_date| {
            let range = RelativeRange {
                count,
                unit,
                to_date,
            };
            let from = Value::Date("2026-10-23".to_owned());
            let filters = vec![filter("region", Compare::GreaterOrEqual, from)];
            said(Picked::Relative { range }, filters, None)
        };
        assert_eq!(
            range(28, TimeUnit::Day, false),
            "region is in the last 28 full days (region is at least 2026-10-23)"
        );
        assert!(range(1, TimeUnit::Month, true).contains("in this month so far ("));
        assert!(range(1, TimeUnit::Quarter, false).contains("in the previous quarter ("));
        assert!(range(2, TimeUnit::Week, true).contains("in the last 2 weeks to date ("));
        let top = Top {
            count: 2,
            others: false,
            smallest: false,
        };
        let figure = Pill {
            field: "amount".to_owned(),
            aggregate: Some(Aggregate::Sum),
            ..Pill::default()
        };
        let kept = Value::List(vec![text("DACH"), text("Iberia")]);
        let filters = vec![filter("region", Compare::In, kept)];
        assert_eq!(
            said(Picked::Top { top, figure }, filters, Some(5)),
            "region is one of the 2 largest by sum of amount: DACH or Iberia; 3 left out"
        );
    }
}
