//! Dropping fields, and the question and mark that follow.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at the first surprise"
)]

use chart::{PillPosition, Placement, describe, place, resolve};
use model::{Aggregate, ChartSpec, DataType, Field, Mark, Shelf, SortBy, SortKey, TimeUnit};

fn fields() -> Vec<Field> {
    vec![
        Field::new("order_date", DataType::Date),
        Field::new("region", DataType::Text),
        Field::new(
            "net_amount",
            DataType::Decimal {
                precision: 12,
                scale: 2,
            },
        ),
        Field::new("quantity", DataType::Int32),
        Field::new("order_id", DataType::Text),
        Field::new(
            "tags",
            DataType::List {
                item: Box::new(DataType::Text),
            },
        ),
    ]
}

fn drop_all(drops: &[(&str, Shelf)]) -> ChartSpec {
    drops
        .iter()
        .fold(ChartSpec::empty("orders"), |spec, (field, shelf)| {
            drop_one(&spec, field, *shelf).unwrap()
        })
}

fn drop_one(spec: &ChartSpec, field: &str, shelf: Shelf) -> Result<ChartSpec, model::Diagnostic> {
    let to = PillPosition { shelf, index: 99 };
    place(
        spec,
        &fields(),
        &Placement {
            field: field.to_owned(),
            to,
            from: None,
        },
    )
}

/// Drops, then `mark | columns of the answer | order`.
fn check(drops: &[(&str, Shelf)], expected: &str) {
    let resolved = resolve(&drop_all(drops), &fields());
    let query = resolved.query.expect("a question");
    let mut columns: Vec<String> = query.keys.iter().map(|key| key.name.clone()).collect();
    columns.extend(query.measures.iter().map(|measure| measure.name.clone()));
    columns.extend(query.columns.clone());
    let order: Vec<String> = query
        .order
        .iter()
        .map(|order| {
            format!(
                "{}{}",
                order.field,
                if order.descending { " desc" } else { "" }
            )
        })
        .collect();
    let found = format!(
        "{:?} | {} | {}",
        resolved.mark,
        columns.join(", "),
        order.join(", ")
    );
    assert_eq!(found, expected, "{drops:?}");
}

#[test]
fn fields_dropped_on_shelves_become_the_chart_people_expect() {
    use Shelf::{Color, Size, X, Y};
    check(&[("net_amount", Y)], "BigNumber | sum_net_amount | ");
    check(
        &[("order_date", X), ("net_amount", Y)],
        "Line | order_date_month, sum_net_amount | order_date_month",
    );
    check(
        &[("order_date", X), ("net_amount", Y), ("region", Color)],
        "Line | order_date_month, region, sum_net_amount | order_date_month, region",
    );
    check(
        &[("region", X), ("net_amount", Y)],
        "Bar | region, sum_net_amount | sum_net_amount desc, region",
    );
    check(
        &[("region", Y), ("net_amount", X)],
        "Bar | region, sum_net_amount | sum_net_amount desc, region",
    );
    check(
        &[("quantity", X), ("net_amount", Y)],
        "Scatter | quantity, net_amount | ",
    );
    check(
        &[("net_amount", Y), ("quantity", X)],
        "Scatter | quantity, net_amount | ",
    );
    check(
        &[
            ("quantity", X),
            ("net_amount", Y),
            ("net_amount", Size),
            ("region", Color),
        ],
        "Scatter | quantity, net_amount, region | ",
    );
    check(
        &[("region", X), ("", Y)],
        "Bar | region, rows | rows desc, region",
    );
    check(
        &[("region", X), ("order_id", Y)],
        "Bar | region, distinct_order_id | distinct_order_id desc, region",
    );
}

#[test]
fn a_moved_pill_keeps_its_aggregate() {
    let mut spec = drop_all(&[("region", Shelf::X), ("net_amount", Shelf::Y)]);
    spec.y[0].aggregate = Some(Aggregate::Median);
    let placement = Placement {
        field: "net_amount".to_owned(),
        to: PillPosition {
            shelf: Shelf::Tooltip,
            index: 0,
        },
        from: Some(PillPosition {
            shelf: Shelf::Y,
            index: 0,
        }),
    };
    let moved = place(&spec, &fields(), &placement).unwrap();
    assert!(moved.y.is_empty());
    assert_eq!(moved.tooltip[0].aggregate, Some(Aggregate::Median));
}

#[test]
fn shelves_refuse_what_they_cannot_show_and_say_why() {
    let spec = drop_all(&[("region", Shelf::X)]);
    let nested = drop_one(&spec, "tags", Shelf::Y).unwrap_err();
    assert_eq!(nested.code, "CHART_NESTED_FIELD");
    let missing = drop_one(&spec, "net_amout", Shelf::Y).unwrap_err();
    assert_eq!(
        missing.hint.as_deref(),
        Some("The closest column is net_amount.")
    );
    let mut date_on_size = drop_all(&[("order_date", Shelf::X)]);
    date_on_size.x[0].unit = Some(TimeUnit::Day);
    assert_eq!(
        drop_one(&date_on_size, "order_date", Shelf::Size)
            .unwrap_err()
            .code,
        "CHART_SHELF_TAKES_NUMBER"
    );
}

#[test]
fn a_missing_field_keeps_its_pill_and_stops_the_question() {
    let spec = drop_all(&[("region", Shelf::X), ("net_amount", Shelf::Y)]);
    let resolved = resolve(&spec, &fields()[..2]);
    assert!(resolved.query.is_none());
    assert_eq!(resolved.encodings.len(), 2);
    assert_eq!(resolved.diagnostics[0].code, "CHART_MISSING_FIELD");
}

#[test]
fn a_field_that_became_text_is_named_instead_of_summed() {
    let spec = drop_all(&[("region", Shelf::X), ("net_amount", Shelf::Y)]);
    let mut changed = fields();
    changed[2] = Field::new("net_amount", DataType::Text);
    let resolved = resolve(&spec, &changed);
    assert_eq!(resolved.diagnostics[0].code, "CHART_NOT_A_NUMBER");
    assert!(resolved.query.is_none());
}

#[test]
fn a_mark_that_does_not_fit_falls_back_and_says_so() {
    let mut spec = drop_all(&[("region", Shelf::X), ("net_amount", Shelf::Y)]);
    spec.mark = Some(Mark::Line);
    let resolved = resolve(&spec, &fields());
    assert_eq!(resolved.mark, Mark::Bar);
    assert_eq!(resolved.diagnostics[0].code, "CHART_MARK_DOES_NOT_FIT");
    assert!(
        resolved.query.is_some(),
        "a warning does not stop the chart"
    );
}

#[test]
fn a_chosen_order_wins() {
    let mut spec = drop_all(&[("region", Shelf::X), ("net_amount", Shelf::Y)]);
    spec.sort = Some(SortBy {
        key: SortKey::Position,
        descending: true,
        by: None,
        column: Vec::new(),
    });
    let order = resolve(&spec, &fields()).query.unwrap().order;
    assert_eq!(
        (order[0].field.as_str(), order[0].descending),
        ("region", true)
    );
}

#[test]
fn areas_stack_only_what_adds_up() {
    let mut spec = drop_all(&[("order_date", Shelf::X), ("net_amount", Shelf::Y)]);
    spec.y[0].aggregate = Some(Aggregate::Average);
    let area = resolve(&spec, &fields())
        .marks
        .into_iter()
        .find(|fit| fit.mark == Mark::Area);
    assert!(!area.unwrap().applies);
}

#[test]
fn charts_are_described_in_words() {
    let spec = drop_all(&[
        ("order_date", Shelf::X),
        ("net_amount", Shelf::Y),
        ("region", Shelf::Color),
    ]);
    assert_eq!(
        describe(&resolve(&spec, &fields())),
        "Lines of sum of net_amount by month of order_date, coloured by region"
    );
}
