//! Measures with marks of their own in exported pictures: what lies over what, and what bands fill.

use export::{AxisFigure, Body, Figure, Place, Series, Shape, Size, Theme, scene, stays_because};
use model::{Overlays, PillMark};

fn figure(body: Body) -> Figure {
    Figure {
        title: "Revenue".to_owned(),
        body,
        theme: Theme::Light,
        size: Size {
            width: 800,
            height: 450,
        },
        notes: Vec::new(),
    }
}

fn axis(series: &[(&str, &[f64])]) -> AxisFigure {
    AxisFigure {
        places: (0..series[0].1.len())
            .map(|at| Place {
                label: format!("place {at}"),
                at: None,
            })
            .collect(),
        series: series
            .iter()
            .map(|(name, values)| Series {
                name: (*name).to_owned(),
                values: values.iter().copied().map(Some).collect(),
                ..Series::default()
            })
            .collect(),
        is_time: false,
        is_horizontal: false,
        is_stacked: false,
        is_normalized: false,
        is_percent: false,
        shared: None,
        value_title: "SUM(amount)".to_owned(),
        is_last_unfinished: false,
        is_thinned: false,
        overlays: Overlays::default(),
    }
}

#[test]
fn what_lies_over_bars_is_drawn_after_them_and_has_spots_of_its_own() {
    let mut bars = axis(&[("net", &[3.0, 5.0, 2.0]), ("target", &[4.0, 4.0, 1.0])]);
    assert_eq!(stays_because(&Body::Bars(bars.clone())), None);
    bars.series[1].mark = Some(PillMark::Line);
    let why = stays_because(&Body::Bars(bars.clone())).unwrap();
    assert!(why.contains("drawn once"), "{why}");
    let shapes = scene(&figure(Body::Bars(bars.clone()))).shapes;
    let is_line = |shape: &Shape| matches!(shape, Shape::Line { points, .. } if points.len() == 3);
    let is_bar = |shape: &Shape| matches!(shape, Shape::Bar { width, .. } if *width > 20.0);
    let line = shapes.iter().position(is_line).unwrap();
    let last = shapes.iter().rposition(is_bar).unwrap();
    assert!(line > last, "the line lies over the bars");
    let said = |words: &str| {
        let spots = shapes
            .iter()
            .filter(|shape| matches!(shape, Shape::Spot { words: own, .. } if own.contains(words)));
        spots.count()
    };
    assert_eq!((said("net: "), said("target: ")), (3, 3));

    bars.series[1].mark = Some(PillMark::Point);
    let dots = scene(&figure(Body::Bars(bars))).shapes;
    let dots = dots.iter().filter(|one| matches!(one, Shape::Dot { .. }));
    assert_eq!(dots.count(), 3);
}

#[test]
fn a_band_fills_the_room_between_both_ends_and_leaves_gaps() {
    let mut lines = axis(&[
        ("avg", &[3.0, 5.0, 2.0, 4.0]),
        ("min", &[1.0, 1.0, 1.0, 1.0]),
        ("max", &[6.0, 6.0, 6.0, 6.0]),
    ]);
    for end in &mut lines.series[1..] {
        end.mark = Some(PillMark::Band);
    }
    lines.series[2].values[1] = None;
    let shapes = scene(&figure(Body::Lines(lines))).shapes;
    let fills: Vec<usize> = shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Area { points, .. } => Some(points.len()),
            _ => None,
        })
        .collect();
    assert_eq!(fills, [2, 4], "one place before the gap, two after it");
}
