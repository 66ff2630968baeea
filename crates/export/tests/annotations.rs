//! Annotations in pictures of files: rings, rules, shades and texts where the screen draws them
//! (`ui/src/chart/annotationPicture.test.ts` holds the screen to the same file), and texts as letters alone.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use chart::{annotations, resolve};
use export::{Body, Columns, Figure, Scene, Shape, Size, Theme, figure, scene, svg};
use model::{Annotation, AnnotationAt, ChartSpec, Field, Value};
use serde::Deserialize;

const MARKS: &str = include_str!("../../../tests/golden/marks.json");
const ANNOTATIONS: &str = include_str!("../../../tests/golden/annotations.json");
const EDGE: u32 = 16;
/// Parts of the plot: axes leave it a little more or less room in a file, and texts stand by pixels.
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

#[derive(Deserialize)]
struct Golden {
    of: String,
    annotations: Vec<Annotation>,
    at: Vec<AnnotationAt>,
    noted: Vec<Noted>,
}

/// Parts of the plot: the middle of a ring, the beginning of a rule or the corners of a shade, and the
/// middle of the text.
#[derive(Deserialize, Debug)]
struct Noted {
    shape: Vec<f64>,
    text: [f64; 2],
}

fn value(value: &serde_json::Value) -> Value {
    let is_date = |text: &str| text.len() == 10 && text.as_bytes()[4] == b'-';
    match value {
        serde_json::Value::String(text) if is_date(text) => Value::Date(text.clone()),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        other => Value::Float(other.as_f64().unwrap()),
    }
}

/// The scene of a golden chart with some annotations, and where they stand.
fn painted(name: &str, noted: &[Annotation]) -> (Scene, Vec<AnnotationAt>) {
    let charts: Vec<Chart> = serde_json::from_str(MARKS).unwrap();
    let mut chart = charts.into_iter().find(|one| one.name == name).unwrap();
    chart.spec.annotations = noted.to_vec();
    let rows: Vec<(String, Vec<Value>)> = chart
        .rows
        .iter()
        .map(|(name, values)| (name.clone(), values.iter().map(value).collect()))
        .collect();
    let resolved = resolve(&chart.spec, &chart.fields);
    let drawn = annotations(&chart.spec, &resolved, &chart.fields, &rows, false);
    let columns = Columns {
        total: rows[0].1.len() as u64,
        columns: rows,
        is_thinned: false,
    };
    let (mut body, _) = figure(&resolved, &chart.fields, &columns, &chart.spec).unwrap();
    match &mut body {
        Body::Bars(axis) | Body::Lines(axis) | Body::Areas(axis) => {
            axis.overlays.annotations.clone_from(&drawn);
        }
        Body::Points(points) => points.overlays.annotations.clone_from(&drawn),
        other => panic!("{other:?}"),
    }
    let scene = scene(&Figure {
        title: String::new(),
        body,
        theme: Theme::Light,
        size: Size {
            width: chart.size[0] + 2 * EDGE,
            height: chart.size[1] + 2 * EDGE + chart.head,
        },
        notes: Vec::new(),
    });
    (scene, drawn.into_iter().filter_map(|one| one.at).collect())
}

/// The plot, from the lines of its grid: left, top, width, height.
fn plot(scene: &Scene) -> [f64; 4] {
    let points = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Line {
            points,
            color: (0xec, 0xec, 0xe7),
            ..
        } => Some(points.clone()),
        _ => None,
    });
    let [left, top, right, bottom] = points.flatten().fold(
        [f64::MAX, f64::MAX, f64::MIN, f64::MIN],
        |[left, top, right, bottom], (x, y)| [left.min(x), top.min(y), right.max(x), bottom.max(y)],
    );
    [left, top, right - left, bottom - top]
}

/// The text of an annotation, and the shape that was drawn for it before its ground and text.
fn drawn<'s>(scene: &'s Scene, words: &str) -> (&'s Shape, (f64, f64)) {
    let at = scene
        .shapes
        .iter()
        .position(|shape| matches!(shape, Shape::Text { words: own, .. } if own == words));
    let at = at.unwrap_or_else(|| panic!("no text says {words}"));
    let Shape::Text { x, y, .. } = &scene.shapes[at] else {
        panic!("no text")
    };
    (&scene.shapes[at - 2], (*x, *y))
}

/// The middle of a ring, the beginning of a rule, the corners of a shade.
fn place(shape: &Shape) -> Vec<(f64, f64)> {
    match shape {
        Shape::Line { points, .. } if points.len() > 2 => {
            let (one, other) = (points[0], points[points.len() / 2]);
            vec![(f64::midpoint(one.0, other.0), f64::midpoint(one.1, other.1))]
        }
        Shape::Line { points, .. } => vec![points[0]],
        Shape::Area { points, .. } => vec![points[0], points[2]],
        other => panic!("{other:?}"),
    }
}

#[test]
fn files_have_the_annotations_of_the_screen() {
    let all: Vec<Golden> = serde_json::from_str(ANNOTATIONS).unwrap();
    assert!(all.len() > 7);
    for golden in &all {
        let (scene, at) = painted(&golden.of, &golden.annotations);
        assert_eq!(at, golden.at, "{}", golden.of);
        let [left, top, width, height] = plot(&scene);
        let part = |(x, y): (f64, f64)| [(x - left) / width, (y - top) / height];
        assert_eq!(golden.noted.len(), golden.annotations.len());
        for (annotation, noted) in golden.annotations.iter().zip(&golden.noted) {
            let (shape, text) = drawn(&scene, &annotation.text);
            let own: Vec<f64> = place(shape).into_iter().flat_map(part).collect();
            let own = own.into_iter().chain(part(text));
            let wanted = noted.shape.iter().chain(&noted.text);
            for (own, wanted) in own.zip(wanted) {
                assert!(
                    (own - wanted).abs() < NEAR,
                    "{}: {} stands at {own}, on the screen at {wanted} of {noted:?}",
                    golden.of,
                    annotation.text
                );
            }
        }
    }
}

#[test]
fn texts_are_letters_alone_and_short_in_the_picture() {
    let all: Vec<Golden> = serde_json::from_str(ANNOTATIONS).unwrap();
    let endless = "x".repeat(10_000);
    for text in [
        "<script>alert(1)</script>",
        "\"><img src=x>",
        "a\u{202e}b\n]]>",
        "مبيعات",
        &endless,
    ] {
        let mut annotation = all[0].annotations[0].clone();
        annotation.text = text.to_owned();
        let (scene, at) = painted("bars", &[annotation]);
        assert_eq!(at.len(), 1);
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
