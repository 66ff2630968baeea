//! Histograms, boxes, heatmaps and donuts from the columns of their charts: places and areas by their amounts.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use chart::{Resolved, resolve};
use export::{Body, Columns, Figure, Shape, Size, Theme, figure, scene};
use model::{Aggregate, ChartSpec, DataType, Field, Mark, Pill, Value};

fn fields() -> Vec<Field> {
    vec![
        Field::new("region", DataType::Text),
        Field::new("channel", DataType::Text),
        Field::new("amount", DataType::Float64),
    ]
}

fn pill(field: &str, aggregate: Option<Aggregate>) -> Pill {
    Pill {
        field: field.to_owned(),
        aggregate,
        ..Pill::default()
    }
}

/// The chart with rows in the order of its columns, the upper edge of bins last.
fn drawn(spec: &ChartSpec, rows: &[&[Value]]) -> (Vec<Shape>, Vec<String>) {
    let resolved = resolve(spec, &fields());
    let (body, notes) = figure(
        &resolved,
        &fields(),
        &columns(&resolved, rows),
        &ChartSpec::empty("sales"),
    )
    .unwrap();
    (shapes(body), notes)
}

fn shapes(body: Body) -> Vec<Shape> {
    let figure = Figure {
        title: String::new(),
        body,
        theme: Theme::Light,
        size: Size {
            width: 800,
            height: 450,
        },
        notes: Vec::new(),
    };
    scene(&figure).shapes
}

fn columns(resolved: &Resolved, rows: &[&[Value]]) -> Columns {
    let query = resolved.query.as_ref().unwrap();
    let keys = query.keys.iter().map(|key| key.name.clone());
    let answered = keys.chain(query.measures.iter().map(|one| one.name.clone()));
    let ends = resolved.encodings.iter();
    let ends = ends.filter_map(|one| one.end_column.clone());
    let names: Vec<String> = answered.chain(ends).collect();
    assert_eq!(names.len(), rows[0].len(), "{names:?}");
    let column = |at: usize| rows.iter().map(|row| row[at].clone()).collect();
    Columns {
        columns: names
            .iter()
            .enumerate()
            .map(|(at, name)| (name.clone(), column(at)))
            .collect(),
        total: rows.len() as u64,
        is_thinned: false,
    }
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn number(value: f64) -> Value {
    Value::Float(value)
}

/// Spots as place, size and words.
fn spots(shapes: &[Shape]) -> Vec<(f64, f64, f64, f64, String)> {
    let spots = shapes.iter().filter_map(|shape| match shape {
        Shape::Spot {
            x,
            y,
            width,
            height,
            words,
        } => Some((*x, *y, *width, *height, words.clone())),
        _ => None,
    });
    spots.collect()
}

#[test]
fn bins_are_as_wide_as_their_edges_and_as_high_as_their_counts() {
    let mut spec = ChartSpec::empty("sales");
    spec.x.push(pill("amount", None));
    spec.mark = Some(Mark::Histogram);
    let (shapes, notes) = drawn(
        &spec,
        &[
            &[number(0.0), number(10.0), number(10.0)],
            &[number(10.0), number(5.0), number(20.0)],
            // A bin without values is a gap.
            &[number(30.0), number(20.0), number(40.0)],
            &[Value::Null, number(3.0), Value::Null],
        ],
    );
    let bars = spots(&shapes);
    assert_eq!(bars.len(), 3);
    assert!(
        (bars[0].3 - bars[1].3 * 2.0).abs() < 1e-6 && (bars[2].3 - bars[0].3 * 2.0).abs() < 1e-6
    );
    let step = bars[1].0 - bars[0].0;
    assert!((bars[2].0 - bars[1].0 - 2.0 * step).abs() < 1e-6, "a gap");
    assert!(bars[1].4.starts_with("10 to 20"), "{}", bars[1].4);
    assert_eq!(notes, ["3 rows have no number"]);
}

#[test]
fn boxes_stand_between_their_quartiles() {
    let mut spec = ChartSpec::empty("sales");
    spec.x.push(pill("region", None));
    spec.y.push(pill("amount", None));
    spec.mark = Some(Mark::BoxPlot);
    let resolved = resolve(&spec, &fields());
    let figures = |one: &chart::Encoded| match (one.pill.aggregate, one.pill.percentile.as_deref())
    {
        (None, _) => text("north"),
        (Some(Aggregate::LowerWhisker), _) => number(10.0),
        (Some(Aggregate::Percentile), Some("25")) => number(20.0),
        (Some(Aggregate::Median), _) => number(30.0),
        (Some(Aggregate::Percentile), _) => number(40.0),
        (Some(Aggregate::UpperWhisker), _) => number(50.0),
        (Some(Aggregate::Min), _) => number(0.0),
        (Some(Aggregate::Max), _) => number(90.0),
        _ => number(7.0),
    };
    let answered = resolved.encodings.iter();
    // The number itself lies on a shelf too, and has no column of its own.
    let answered =
        answered.filter(|one| one.pill.aggregate.is_some() || one.pill.field == "region");
    let row: Vec<Value> = answered.map(figures).collect();
    let (shapes, _) = drawn(&spec, &[&row]);
    let area = shapes.iter().find_map(|shape| match shape {
        Shape::Area { points, .. } => Some(points.clone()),
        _ => None,
    });
    let ys: Vec<f64> = area.unwrap().iter().map(|(_, y)| *y).collect();
    let box_height =
        ys.iter().copied().fold(f64::MIN, f64::max) - ys.iter().copied().fold(f64::MAX, f64::min);
    let (_, _, _, whole, words) = spots(&shapes).remove(0);
    assert!(
        (whole / box_height - 4.5).abs() < 1e-6,
        "0 to 90 is 4.5 times 20 to 40"
    );
    assert!(
        words.contains("median 30") && words.starts_with("north"),
        "{words}"
    );
    let dots = shapes
        .iter()
        .filter(|shape| matches!(shape, Shape::Dot { .. }));
    assert_eq!(dots.count(), 2, "the farthest on both sides");
}

#[test]
fn cells_take_the_colour_of_their_amount() {
    let mut spec = ChartSpec::empty("sales");
    spec.x.push(pill("region", None));
    spec.y.push(pill("channel", None));
    spec.color.push(pill("amount", Some(Aggregate::Sum)));
    spec.mark = Some(Mark::Heatmap);
    let (shapes, _) = drawn(
        &spec,
        &[
            &[text("north"), text("web"), number(0.0)],
            &[text("south"), text("web"), number(8.0)],
            &[text("south"), text("shop"), number(4.0)],
            &[text("north"), text("shop"), Value::Null],
        ],
    );
    let found = spots(&shapes);
    let fill = |at: usize| {
        let (x, y, ..) = &found[at];
        shapes.iter().find_map(|shape| match shape {
            Shape::Bar {
                x: left,
                y: top,
                color,
                ..
            } if (left - x).abs() + (top - y).abs() < 1e-9 => Some(*color),
            _ => None,
        })
    };
    // The palest, the deepest, the fifth of eight, and what is missing.
    assert_eq!(fill(0), Some((0xea, 0xf4, 0xf2)));
    assert_eq!(fill(1), Some((0x05, 0x3a, 0x36)));
    assert_eq!(fill(2), Some((0x41, 0x9a, 0x92)));
    assert!(found[3].4.ends_with(": null"), "{}", found[3].4);
}

#[test]
fn parts_of_a_donut_have_their_share_of_the_ring() {
    let mut spec = ChartSpec::empty("sales");
    spec.x.push(pill("region", None));
    spec.y.push(pill("amount", Some(Aggregate::Sum)));
    spec.mark = Some(Mark::Donut);
    let rows: [&[Value]; 3] = [
        &[text("north"), number(6.0)],
        &[text("south"), number(2.0)],
        &[text("lost"), number(-1.0)],
    ];
    let (shapes, notes) = drawn(&spec, &rows);
    let rings = shapes.iter().filter_map(|shape| match shape {
        Shape::Area { points, .. } => Some(area(points)),
        _ => None,
    });
    let rings: Vec<f64> = rings.collect();
    assert!((rings[0] / rings[1] - 3.0).abs() < 0.06, "{rings:?}");
    assert!(spots(&shapes)[0].4.contains("75\u{202f}%"));
    assert_eq!(notes, ["1 parts are not above zero and have no area"]);
    let many: Vec<[Value; 2]> = (0..5)
        .map(|at| [text(&at.to_string()), number(1.0)])
        .collect();
    let many: Vec<&[Value]> = many.iter().map(<[Value; 2]>::as_slice).collect();
    let resolved = resolve(&spec, &fields());
    let refused = figure(
        &resolved,
        &fields(),
        &columns(&resolved, &many),
        &ChartSpec::empty("sales"),
    );
    assert!(refused.unwrap_err().to_string().contains("5 parts"));
}

/// The area inside of corners (shoelace formula).
fn area(points: &[(f64, f64)]) -> f64 {
    let next = points.iter().cycle().skip(1);
    let twice: f64 = points
        .iter()
        .zip(next)
        .map(|((x, y), (to_x, to_y))| x * to_y - to_x * y)
        .sum();
    twice.abs() / 2.0
}
