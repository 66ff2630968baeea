//! Measures with marks of their own on the same axes: what is drawn as what, and what is refused.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use chart::{PillPosition, Placement, describe, place, read_text, resolve, thinned, write_text};
use model::{Aggregate, ChartSpec, DataType, Field, Mark, Pill, PillMark, Shelf, Stack, TimeUnit};

fn fields() -> Vec<Field> {
    vec![
        Field::new("day", DataType::Date),
        Field::new("region", DataType::Text),
        Field::new("net", DataType::Float64),
        Field::new("target", DataType::Float64),
    ]
}

fn measure(field: &str, aggregate: Aggregate, mark: Option<PillMark>) -> Pill {
    Pill {
        field: field.to_owned(),
        aggregate: Some(aggregate),
        mark,
        ..Pill::default()
    }
}

/// Net and another measure by month, as bars.
fn chart(over: Pill) -> ChartSpec {
    let mut spec = ChartSpec::empty("sales");
    spec.mark = Some(Mark::Bar);
    spec.x.push(Pill {
        field: "day".to_owned(),
        unit: Some(TimeUnit::Month),
        ..Pill::default()
    });
    spec.y = vec![measure("net", Aggregate::Sum, None), over];
    spec
}

fn target(mark: PillMark) -> Pill {
    measure("target", Aggregate::Sum, Some(mark))
}

fn marks(spec: &ChartSpec) -> (Mark, Vec<Option<PillMark>>) {
    let resolved = resolve(spec, &fields());
    assert_eq!(resolved.diagnostics, Vec::new());
    assert!(resolved.query.is_some());
    let on_y = resolved
        .encodings
        .iter()
        .filter(|one| one.shelf == Shelf::Y);
    (resolved.mark, on_y.map(|one| one.mark).collect())
}

#[test]
fn a_measure_with_its_own_mark_lies_over_the_others() {
    let over = chart(target(PillMark::Line));
    assert_eq!(marks(&over), (Mark::Bar, vec![None, Some(PillMark::Line)]));
    let told = describe(&resolve(&over, &fields()));
    assert_eq!(
        told,
        "Bars of sum of net, lines of sum of target by month of day"
    );
    let mut flat = chart(target(PillMark::Point));
    let dimension = flat.x.clone();
    flat.x = std::mem::replace(&mut flat.y, dimension);
    let told = describe(&resolve(&flat, &fields()));
    assert_eq!(
        told,
        "Bars of sum of net, points of sum of target by month of day"
    );
    let same = chart(target(PillMark::Bar));
    assert_eq!(
        marks(&same),
        (Mark::Bar, vec![None, None]),
        "one kind has no layers"
    );
}

#[test]
fn the_axes_are_those_of_bars_before_areas_before_lines() {
    let mut spec = chart(target(PillMark::Bar));
    spec.mark = Some(Mark::Line);
    assert_eq!(marks(&spec), (Mark::Bar, vec![Some(PillMark::Line), None]));
    spec.y[1].mark = Some(PillMark::Area);
    assert_eq!(marks(&spec), (Mark::Area, vec![Some(PillMark::Line), None]));
    let mut over = chart(measure("target", Aggregate::Average, Some(PillMark::Line)));
    over.mark = Some(Mark::Area);
    assert_eq!(marks(&over), (Mark::Area, vec![None, Some(PillMark::Line)]));
    spec.y[1].mark = Some(PillMark::Point);
    assert_eq!(
        marks(&spec),
        (Mark::Line, vec![None, Some(PillMark::Point)])
    );
}

#[test]
fn a_band_lies_between_two_measures() {
    let mut spec = chart(measure("net", Aggregate::Min, Some(PillMark::Band)));
    spec.mark = Some(Mark::Line);
    spec.y
        .push(measure("net", Aggregate::Max, Some(PillMark::Band)));
    let band = Some(PillMark::Band);
    assert_eq!(marks(&spec), (Mark::Line, vec![None, band, band]));
}

/// What is refused, and the way out.
fn check_refused(spec: &ChartSpec, words: &str, way_out: &str) {
    let resolved = resolve(spec, &fields());
    let said = resolved
        .diagnostics
        .iter()
        .find(|one| one.code == "CHART_LAYERS");
    let said = said.unwrap_or_else(|| panic!("{words}: {:?}", resolved.diagnostics));
    assert!(said.message.contains(words), "{said:?}");
    assert!(said.hint.as_ref().unwrap().contains(way_out), "{said:?}");
    assert_eq!(said.is_error(), resolved.query.is_none(), "{said:?}");
}

#[test]
fn what_cannot_lie_over_each_other_is_refused_with_the_way_out() {
    let mut categories = chart(target(PillMark::Line));
    categories.x = vec![Pill {
        field: "region".to_owned(),
        ..Pill::default()
    }];
    check_refused(
        &categories,
        "SUM(target) as a line needs a date",
        "Draw it as points",
    );
    categories.y[1].mark = Some(PillMark::Point);
    assert_eq!(
        marks(&categories),
        (Mark::Bar, vec![None, Some(PillMark::Point)])
    );

    let average = chart(measure("target", Aggregate::Average, Some(PillMark::Area)));
    check_refused(
        &average,
        "no amount that fills an area",
        "Draw it as a line",
    );
    check_refused(
        &chart(target(PillMark::Band)),
        "between two measures, and one is drawn",
        "Draw two measures as a band",
    );
    let twice = chart(measure("net", Aggregate::Sum, Some(PillMark::Line)));
    check_refused(&twice, "lies on the axis twice", "Keep one of them");
    let mut shares = chart(target(PillMark::Line));
    shares.stack = Some(Stack::Normalized);
    check_refused(&shares, "no scale in common", "Choose another stacking");

    let mut pivot = chart(target(PillMark::Line));
    pivot.mark = Some(Mark::Pivot);
    check_refused(
        &pivot,
        "draws all measures alike",
        "Choose Bar, Line or Area",
    );
    let mut stray = chart(measure("target", Aggregate::Sum, None));
    stray.tooltip.push(target(PillMark::Point));
    check_refused(
        &stray,
        "has a mark of its own, which counts",
        "move the measure to Rows",
    );
}

#[test]
fn marks_are_part_of_the_closed_grammar_and_absent_in_older_charts() {
    let spec = chart(target(PillMark::Line));
    let text = write_text(&spec);
    assert_eq!(read_text(&text).unwrap(), spec);
    let refused = read_text(&text.replace("\"line\"", "\"lime\"")).unwrap_err();
    assert_eq!(refused.hint.unwrap(), "Did you mean line?");
    let plain = write_text(&chart(measure("target", Aggregate::Sum, None)));
    assert_eq!(
        plain.matches("\"mark\"").count(),
        1,
        "that of the chart alone"
    );
}

#[test]
fn a_measure_that_leaves_the_axes_loses_its_mark() {
    let at = |shelf: Shelf, index: usize| PillPosition { shelf, index };
    let moved = |to: Shelf| {
        let placement = Placement {
            field: "target".to_owned(),
            to: at(to, 9),
            from: Some(at(Shelf::Y, 1)),
        };
        place(&chart(target(PillMark::Line)), &fields(), &placement).unwrap()
    };
    assert_eq!(moved(Shelf::Tooltip).tooltip[0].mark, None);
    assert_eq!(moved(Shelf::Y).y[1].mark, Some(PillMark::Line));
}

#[test]
fn a_measure_is_asked_for_once_however_it_is_drawn() {
    let mut spec = chart(target(PillMark::Line));
    spec.tooltip.push(measure("target", Aggregate::Sum, None));
    let query = resolve(&spec, &fields()).query.unwrap();
    assert_eq!(query.measures.len(), 2);
}

#[test]
fn layered_lines_are_not_thinned() {
    let mut spec = chart(target(PillMark::Point));
    spec.mark = Some(Mark::Line);
    assert_eq!(thinned(&resolve(&spec, &fields()), &fields(), 800), None);
    spec.y[1].mark = None;
    assert!(thinned(&resolve(&spec, &fields()), &fields(), 800).is_some());
}
