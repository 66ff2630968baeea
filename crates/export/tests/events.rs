//! Events in pictures of files: markers, texts and shades where the screen draws them
//! (`ui/src/chart/events/eventPlaces.test.ts` holds the screen to the same file), and texts as letters alone.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use chart::resolve;
use export::{Body, Columns, Figure, Scene, Shape, Size, Theme, figure, scene, svg};
use model::{ChartSpec, DrawnEvent, DrawnEvents, EventTableId, Field, Mark, Value};
use serde::Deserialize;

const MARKS: &str = include_str!("../../../tests/golden/marks.json");
const EVENTS: &str = include_str!("../../../tests/golden/events.json");
const EDGE: u32 = 16;
/// Parts of the plot: axes leave it a little more or less room in a file.
const NEAR: f64 = 0.02;

#[derive(Deserialize)]
struct Chart {
    name: String,
    spec: ChartSpec,
    fields: Vec<Field>,
    rows: Vec<(String, Vec<serde_json::Value>)>,
    size: [u32; 2],
    head: u32,
}

/// Parts of the plot, along its time.
#[derive(Deserialize)]
struct Golden {
    of: String,
    /// Another mark than the chart has.
    mark: Option<Mark>,
    events: Vec<DrawnEvent>,
    /// Each marker, and how many events it stands for.
    markers: Vec<(f64, usize)>,
    /// Each text, and where it begins or ends beside its marker.
    texts: Vec<(String, f64)>,
    shades: Vec<(f64, f64)>,
}

fn value(value: &serde_json::Value) -> Value {
    let is_date = |text: &str| text.len() == 10 && text.as_bytes()[4] == b'-';
    match value {
        serde_json::Value::String(text) if is_date(text) => Value::Date(text.clone()),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        other => Value::Float(other.as_f64().unwrap()),
    }
}

fn painted(golden: &Golden) -> Scene {
    let charts: Vec<Chart> = serde_json::from_str(MARKS).unwrap();
    let mut chart = charts
        .into_iter()
        .find(|one| one.name == golden.of)
        .unwrap();
    chart.spec.mark = golden.mark.or(chart.spec.mark);
    let rows: Vec<(String, Vec<Value>)> = chart
        .rows
        .iter()
        .map(|(name, values)| (name.clone(), values.iter().map(value).collect()))
        .collect();
    let resolved = resolve(&chart.spec, &chart.fields);
    let columns = Columns {
        total: rows[0].1.len() as u64,
        columns: rows,
        is_thinned: false,
    };
    let (mut body, _) = figure(&resolved, &chart.fields, &columns, &chart.spec).unwrap();
    let events = DrawnEvents {
        table: EventTableId::new("e1"),
        name: "Events".to_owned(),
        events: golden.events.clone(),
        total: golden.events.len() as u64,
        why: None,
        waits_for: None,
    };
    match &mut body {
        Body::Bars(axis) | Body::Lines(axis) | Body::Areas(axis) => {
            axis.overlays.events.push(events);
        }
        Body::Candles(candles) => candles.overlays.events.push(events),
        other => panic!("{other:?}"),
    }
    scene(&Figure {
        title: String::new(),
        body,
        theme: Theme::Light,
        size: Size {
            width: chart.size[0] + 2 * EDGE,
            height: chart.size[1] + 2 * EDGE + chart.head,
        },
        notes: Vec::new(),
    })
}

/// The ends of the plot, from the lines of its grid.
fn ends(scene: &Scene) -> (f64, f64) {
    let across = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Line {
            points,
            color: (0xec, 0xec, 0xe7),
            ..
        } => Some(points.clone()),
        _ => None,
    });
    across
        .flatten()
        .fold((f64::MAX, f64::MIN), |(low, high), (x, _)| {
            (low.min(x), high.max(x))
        })
}

/// The lines of markers: straight down, in dots.
fn markers(scene: &Scene) -> Vec<f64> {
    let lines = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Line {
            points,
            is_dotted: true,
            ..
        } => match points.as_slice() {
            [(x, _), (other, _)] if (x - other).abs() < 1e-9 => Some(*x),
            _ => None,
        },
        _ => None,
    });
    lines.collect()
}

#[test]
fn files_have_the_events_of_the_screen() {
    let all: Vec<Golden> = serde_json::from_str(EVENTS).unwrap();
    assert!(all.len() > 3);
    for golden in &all {
        let scene = painted(golden);
        let (left, right) = ends(&scene);
        let is_near = |own: f64, wanted: f64| ((own - left) / (right - left) - wanted).abs() < NEAR;
        let found = markers(&scene);
        assert_eq!(found.len(), golden.markers.len(), "{}", golden.of);
        assert!(!found.is_empty());
        for (own, (wanted, count)) in found.iter().zip(&golden.markers) {
            assert!(
                is_near(*own, *wanted),
                "{}: {own} is not {wanted}",
                golden.of
            );
            let number = scene.shapes.iter().any(|shape| {
                matches!(shape, Shape::Text { x, words, is_bold: true, .. }
                    if (x - own).abs() < 1e-9 && *words == count.to_string())
            });
            assert_eq!(number, *count > 1, "{}: {count} at {wanted}", golden.of);
        }
        for (words, wanted) in &golden.texts {
            let own = scene.shapes.iter().find_map(|shape| match shape {
                Shape::Text { x, words: own, .. } if own == words => Some(*x),
                _ => None,
            });
            let own = own.unwrap_or_else(|| panic!("{}: no text says {words}", golden.of));
            assert!(
                is_near(own, *wanted),
                "{}: {words} at {own}, not {wanted}",
                golden.of
            );
        }
        let shades: Vec<(f64, f64)> = scene
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Area {
                    points, opacity, ..
                } if (opacity - 0.1).abs() < 1e-9 => Some((points[0].0, points[2].0)),
                _ => None,
            })
            .collect();
        assert_eq!(shades.len(), golden.shades.len(), "{}", golden.of);
        for (own, wanted) in shades.iter().zip(&golden.shades) {
            assert!(
                is_near(own.0, wanted.0) && is_near(own.1, wanted.1),
                "{own:?} {wanted:?}"
            );
        }
    }
}

#[test]
fn a_marker_tells_its_events_in_full_and_counts_what_it_does_not_tell() {
    let all: Vec<Golden> = serde_json::from_str(EVENTS).unwrap();
    let mut golden = all.into_iter().next().unwrap();
    let one = golden.events[0].clone();
    golden.events = vec![one; 20];
    let scene = painted(&golden);
    let told: Vec<&String> = scene
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Spot { words, .. } if words.contains("Kick-off") => Some(words),
            _ => None,
        })
        .collect();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("20 Jan 2026: meeting: Kick-off\n"),
        "{}",
        told[0]
    );
    assert!(told[0].ends_with("\nand 8 more"), "{}", told[0]);
}

#[test]
fn texts_of_events_are_letters_alone_and_short_in_the_picture() {
    let endless = "x".repeat(10_000);
    for text in [
        "<script>alert(1)</script>",
        "\"><img src=x>",
        "a\u{202e}b\n]]>",
        "مبيعات",
        &endless,
    ] {
        let all: Vec<Golden> = serde_json::from_str(EVENTS).unwrap();
        let mut golden = all.into_iter().next().unwrap();
        golden.events.truncate(1);
        golden.events[0].text = text.to_owned();
        golden.events[0].kind = Some(text.to_owned());
        let scene = painted(&golden);
        let longest = scene.shapes.iter().map(|shape| match shape {
            Shape::Text { words, .. } => words.chars().count(),
            _ => 0,
        });
        assert!(longest.max() <= Some(60));
        let written = svg(&scene);
        assert!(
            !written.contains("<script") && !written.contains("<img"),
            "{written}"
        );
        assert!(!written.contains('\u{202e}') && !written.contains("]]>"));
    }
}
