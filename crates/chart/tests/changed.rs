//! Charts over columns that are not what they were when the chart was made: D11, D16 and D17.

use chart::resolve;
use model::{Aggregate, ChartSpec, DataType, Field, Mark, Pill, TimeUnit};

fn pill(field: &str, aggregate: Option<Aggregate>) -> Pill {
    Pill {
        field: field.to_owned(),
        aggregate,
        ..Pill::default()
    }
}

fn chart(x: Pill, y: Pill) -> ChartSpec {
    let mut spec = ChartSpec::empty("orders");
    spec.x.push(x);
    spec.y.push(y);
    spec
}

fn text(name: &str) -> Field {
    Field::new(name, DataType::Text)
}

/// The code, the message and the hint of the first problem; none when there is a question to ask.
fn problem(spec: &ChartSpec, fields: &[Field]) -> Option<(String, String, String)> {
    let resolved = resolve(spec, fields);
    let error = resolved.diagnostics.iter().find(|found| found.is_error());
    assert_eq!(error.is_some(), resolved.query.is_none(), "{resolved:?}");
    assert_eq!(resolved.encodings.len(), 2, "every pill keeps its place");
    error.map(|found| {
        let hint = found.hint.clone().unwrap_or_default();
        (found.code.clone(), found.message.clone(), hint)
    })
}

#[test]
fn d16_a_column_that_became_text_is_said_and_asks_nothing() {
    let sum = chart(pill("region", None), pill("net", Some(Aggregate::Sum)));
    let number = Field::new("net", DataType::Float64);
    assert_eq!(problem(&sum, &[text("region"), number]), None);
    for data_type in [DataType::Text, DataType::Boolean, DataType::Date] {
        let now = [text("region"), Field::new("net", data_type)];
        let (code, message, hint) = problem(&sum, &now).unwrap();
        assert_eq!(code, "CHART_NOT_A_NUMBER");
        assert!(
            message.contains("net") && hint.contains("Count"),
            "{message} {hint}"
        );
    }
    let count = chart(pill("region", None), pill("net", Some(Aggregate::Count)));
    assert_eq!(problem(&count, &[text("region"), text("net")]), None);

    let mut month = pill("day", None);
    month.unit = Some(TimeUnit::Month);
    let months = chart(month, pill("net", Some(Aggregate::Count)));
    let (code, message, _) = problem(&months, &[text("day"), text("net")]).unwrap();
    assert_eq!(code, "CHART_NOT_A_DATE");
    assert!(message.contains("day"), "{message}");

    let mut binned = pill("net", None);
    binned.bin_width = Some("10".to_owned());
    let bins = chart(binned, pill("", Some(Aggregate::Count)));
    let (code, ..) = problem(&bins, &[text("net")]).unwrap();
    assert_eq!(code, "CHART_NOT_A_NUMBER");
}

#[test]
fn d16_a_mark_that_no_longer_fits_is_replaced_aloud() {
    let mut spec = chart(pill("a", None), pill("b", None));
    spec.mark = Some(Mark::Scatter);
    let resolved = resolve(&spec, &[text("a"), text("b")]);
    assert_ne!(
        (resolved.mark, resolved.query.is_some()),
        (Mark::Scatter, true)
    );
    assert!(!resolved.diagnostics.is_empty(), "{resolved:?}");
}

#[test]
fn d17_another_spelling_is_suggested_and_never_guessed() {
    let spec = chart(pill("Région", None), pill("", Some(Aggregate::Count)));
    assert_eq!(
        problem(&spec, &[text("région"), text("Région")]),
        None,
        "exactly the one"
    );
    for renamed in ["région", "Région ", "Region", "RÉGION", "Re\u{301}gion"] {
        let (code, message, hint) = problem(&spec, &[text("other"), text(renamed)]).unwrap();
        assert_eq!(code, "CHART_MISSING_FIELD", "{message}");
        assert!(message.contains("Région"), "{message}");
        assert!(hint.contains(renamed), "{renamed}: {hint}");
        assert!(!hint.contains("other"), "{hint}");
    }
}
