//! A chart with its rows as a figure for files, by the rules of the screen.

use chart::resolve;
use export::{Body, Columns, figure};
use model::{Aggregate, Calculation, ChartSpec, DataType, DatePart, Earlier, Field, Pill, Value};

fn fields() -> Vec<Field> {
    vec![
        Field::new("day", DataType::Date),
        Field::new("region", DataType::Text),
        Field::new("amount", DataType::Float64),
    ]
}

fn pill(field: &str) -> Pill {
    Pill {
        field: field.to_owned(),
        ..Pill::default()
    }
}

/// The sum of amounts by weekday, split by region on the tooltip.
fn by_weekday() -> ChartSpec {
    let mut spec = ChartSpec::empty("sales");
    spec.x.push(Pill {
        part: Some(DatePart::Weekday),
        ..pill("day")
    });
    spec.y.push(Pill {
        aggregate: Some(Aggregate::Sum),
        ..pill("amount")
    });
    spec.tooltip.push(pill("region"));
    spec.mark = Some(model::Mark::Bar);
    spec
}

fn rows() -> Columns {
    let text = |text: &str| Value::Text(text.to_owned());
    let whole = |number: i64| Value::Integer(number.to_string());
    Columns {
        columns: vec![
            ("day_weekday".to_owned(), vec![whole(1), whole(1), whole(7)]),
            (
                "sum_amount".to_owned(),
                vec![Value::Float(3.0), Value::Float(4.0), Value::Float(5.0)],
            ),
            (
                "region".to_owned(),
                vec![text("north"), text("south"), text("north")],
            ),
        ],
        total: 3,
        is_thinned: false,
    }
}

#[test]
fn parts_of_dates_have_names_and_every_dimension_splits() {
    let resolved = resolve(&by_weekday(), &fields());
    let (body, notes) = figure(&resolved, &fields(), &rows(), &ChartSpec::empty("sales")).unwrap();
    let Body::Bars(bars) = body else {
        panic!("{body:?}")
    };
    let labels: Vec<&str> = bars
        .places
        .iter()
        .map(|place| place.label.as_str())
        .collect();
    assert_eq!(labels, ["Mon", "Sun"]);
    assert!(bars.places.iter().all(|place| place.at.is_none()));
    let series: Vec<_> = bars
        .series
        .iter()
        .map(|one| (one.name.as_str(), one.values.clone()))
        .collect();
    assert_eq!(
        series,
        [
            ("north", vec![Some(3.0), Some(5.0)]),
            ("south", vec![Some(4.0), None])
        ]
    );
    assert!(bars.is_stacked, "sums make a whole");
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn what_does_not_add_up_is_not_stacked() {
    let mut spec = by_weekday();
    spec.y[0].calculation = Some(Calculation::Rank {
        within: model::Within::Chart,
        ascending: false,
    });
    let resolved = resolve(&spec, &fields());
    let mut rows = rows();
    rows.columns[1].0 = "sum_amount_rank".to_owned();
    let (body, _) = figure(&resolved, &fields(), &rows, &ChartSpec::empty("sales")).unwrap();
    assert!(matches!(body, Body::Bars(bars) if !bars.is_stacked));
}

#[test]
fn small_multiples_share_positions_and_scale() {
    let mut spec = by_weekday();
    spec.tooltip.clear();
    spec.facet_wrap.push(pill("region"));
    let resolved = resolve(&spec, &fields());
    let (body, notes) = figure(&resolved, &fields(), &rows(), &ChartSpec::empty("sales")).unwrap();
    let Body::Panes(panes) = body else {
        panic!("{body:?}")
    };
    assert_eq!(panes.columns, ["north", "south"]);
    let axes = panes.panes.iter().map(|pane| match &pane.body {
        Body::Bars(axis) => axis,
        other => panic!("{other:?}"),
    });
    let axes: Vec<_> = axes.collect();
    assert!(axes.iter().all(|axis| axis.shared == Some((0.0, 5.0))));
    assert!(axes.iter().all(|axis| axis.places == axes[0].places));
    assert_eq!(axes[1].series[0].values, [Some(4.0), None]);
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn growth_without_periods_is_an_error_of_the_chart() {
    let mut spec = by_weekday();
    spec.y[0].calculation = Some(Calculation::Growth { to: Earlier::Year });
    let resolved = resolve(&spec, &fields());
    assert!(resolved.query.is_none());
    assert_eq!(resolved.diagnostics[0].code, "CHART_NEEDS_PERIODS");
}
