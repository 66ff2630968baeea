//! Names and helpers that the tests of planning share.

use model::{ChoiceOptions, DataType, Diagnostic, ParameterValue, Value};
use plan::{Bound, Names, bind_sql};

pub(crate) use crate::sets::{table, tpch, tpch_text};

/// A small shop, with parameters.
pub(crate) fn shop() -> Names {
    use DataType::{Boolean, Date, Float64, Int32, Int64, Text};
    let instant = DataType::DateTime {
        precision: model::TimePrecision::Microseconds,
        zone: None,
    };
    let tables = vec![
        table(
            "sales",
            &[
                ("Order ID", Int64),
                ("region", Text),
                ("Product", Text),
                ("amount", Float64),
                ("quantity", Int32),
                ("order_date", Date),
                ("is_gift", Boolean),
                (
                    "tags",
                    DataType::List {
                        item: Box::new(Text),
                    },
                ),
                ("sold_at", instant),
            ],
        ),
        table(
            "orders",
            &[
                ("order_id", Int64),
                ("customer_id", Int64),
                ("order_date", Date),
                ("region", Text),
                (
                    "net_amount",
                    DataType::Decimal {
                        precision: 12,
                        scale: 2,
                    },
                ),
            ],
        ),
        table(
            "customers",
            &[
                ("Customer_ID", Int64),
                ("name", Text),
                ("country", Text),
                ("discount", Float64),
            ],
        ),
    ];
    let parameters = vec![
        (
            "period".to_owned(),
            ParameterValue::DateRange {
                from: Some("2025-01-01".to_owned()),
                to: Some("2026-02-28".to_owned()),
            },
        ),
        (
            "ever".to_owned(),
            ParameterValue::DateRange {
                from: None,
                to: None,
            },
        ),
        ("regions".to_owned(), choice(true, &["DACH", "Nordics"])),
        ("all_regions".to_owned(), choice(true, &[])),
        ("one_region".to_owned(), choice(false, &["DACH"])),
        ("any_region".to_owned(), choice(false, &[])),
        ("min_order".to_owned(), number(Some("25"))),
        ("unset".to_owned(), number(None)),
        (
            "needle".to_owned(),
            ParameterValue::Text {
                value: "it's :x".to_owned(),
            },
        ),
    ];
    Names {
        tables,
        parameters,
        ..Names::default()
    }
}

/// A choice of texts.
pub(crate) fn choice(several: bool, chosen: &[&str]) -> ParameterValue {
    ParameterValue::Choice {
        options: ChoiceOptions::Values { values: Vec::new() },
        several,
        chosen: chosen
            .iter()
            .map(|text| Value::Text((*text).to_owned()))
            .collect(),
    }
}

/// A number without limits.
pub(crate) fn number(value: Option<&str>) -> ParameterValue {
    ParameterValue::Number {
        value: value.map(str::to_owned),
        min: None,
        max: None,
        step: None,
    }
}

/// A diagnostic as one line: place, code, message, hint.
pub(crate) fn line(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.span.map_or_else(
        || "nowhere".to_owned(),
        |span| format!("{}..{}", span.start, span.end),
    );
    let hint = diagnostic.hint.as_deref().unwrap_or("");
    format!("{place} {}: {} {hint}", diagnostic.code, diagnostic.message)
}

/// Every diagnostic of a bound text.
pub(crate) fn lines(bound: &Bound) -> String {
    bound
        .diagnostics
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Binds a text that must bind.
pub(crate) fn planned(text: &str, names: &Names) -> plan::Plan {
    let bound = bind_sql(text, names);
    assert!(bound.plan.is_some(), "{text}\n{}", lines(&bound));
    assert!(
        bound.diagnostics.iter().all(|found| !found.is_error()),
        "{}",
        lines(&bound)
    );
    bound.plan.unwrap()
}

/// A plan as text.
pub(crate) fn tree(text: &str, names: &Names) -> String {
    planned(text, names).logical.display_indent().to_string()
}
