//! Golden charts: a picture in a file has the marks that the screen draws of the same rows, each with its
//! words, its amount and its place. `ui/src/chart/golden.test.ts` holds the screen to the same file.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use chart::{Encoded, resolve};
use export::{AxisFigure, Body, Columns, Figure, Scene, Series, Shape, Size, Theme, figure, scene};
use model::{ChartSpec, Field, PillMark, Value};
use serde::Deserialize;
use serde_json::json;

const GOLDEN: &str = include_str!("../../../tests/golden/marks.json");

/// Pixels around the body of a figure.
const EDGE: u32 = 16;
/// Parts of the frame by which places may differ: hairs of space between shapes are of pixels.
const NEAR: f64 = 0.005;

#[derive(Deserialize)]
struct Golden {
    name: String,
    spec: ChartSpec,
    fields: Vec<Field>,
    encodings: Vec<serde_json::Value>,
    rows: Vec<(String, Vec<serde_json::Value>)>,
    /// Of the plot and its axes, in pixels.
    size: [u32; 2],
    /// Pixels of the legend, which stands outside of the picture on the screen.
    head: u32,
    frame: Frame,
    marks: Vec<Mark>,
}

/// What places are parts of.
#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Frame {
    /// The plot between its axes.
    Plot,
    /// All marks together.
    Marks,
    /// Each pane has its own: places are not compared.
    Panes,
    /// There are no places.
    None,
}

#[derive(Deserialize, Debug, Clone)]
struct Mark {
    label: String,
    value: Option<f64>,
    /// Middle of the mark, from the top left.
    at: Option<[f64; 2]>,
    /// Width and height.
    size: Option<[f64; 2]>,
}

fn golden() -> Vec<Golden> {
    serde_json::from_str(GOLDEN).unwrap()
}

fn written(one: &Encoded) -> serde_json::Value {
    let mut written = json!({
        "shelf": one.shelf, "index": one.index, "pill": one.pill, "column": one.column,
        "end_column": one.end_column, "title": one.title, "is_implied": one.is_implied,
    });
    if let Some(mark) = one.mark {
        written["mark"] = json!(mark);
    }
    written
}

/// The chart of the file as it is drawn.
fn drawn(golden: &Golden) -> Body {
    let resolved = resolve(&golden.spec, &golden.fields);
    assert_eq!(Some(resolved.mark), golden.spec.mark, "{}", golden.name);
    let encodings: Vec<serde_json::Value> = resolved.encodings.iter().map(written).collect();
    assert_eq!(encodings, golden.encodings, "{}", golden.name);
    let total = golden.rows[0].1.len() as u64;
    let columns = golden.rows.iter().map(|(name, values)| {
        (
            name.clone(),
            values.iter().map(value).collect::<Vec<Value>>(),
        )
    });
    let rows = Columns {
        columns: columns.collect(),
        total,
        is_thinned: false,
    };
    let (body, notes) = figure(&resolved, &golden.fields, &rows, &golden.spec).unwrap();
    assert!(notes.is_empty(), "{}: {notes:?}", golden.name);
    body
}

fn value(value: &serde_json::Value) -> Value {
    let is_date = |text: &str| text.len() == 10 && text.as_bytes()[4] == b'-';
    match value {
        serde_json::Value::String(text) if is_date(text) => Value::Date(text.clone()),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        other => Value::Float(other.as_f64().unwrap()),
    }
}

fn painted(golden: &Golden, body: &Body) -> Scene {
    scene(&Figure {
        title: String::new(),
        body: body.clone(),
        theme: Theme::Light,
        size: Size {
            width: golden.size[0] + 2 * EDGE,
            height: golden.size[1] + 2 * EDGE + golden.head,
        },
        notes: Vec::new(),
    })
}

/// A mark with its words and its box in pixels.
struct Found {
    words: String,
    place: [f64; 4],
}

/// Marks that say what they are, and the ends of lines.
fn found(scene: &Scene, body: &Body) -> Vec<Found> {
    if let Body::Lines(axis) | Body::Areas(axis) = body
        && axis.series.iter().any(|one| one.mark.is_some())
    {
        return layered(scene, axis, matches!(body, Body::Areas(_)));
    }
    if let Body::Lines(axis) | Body::Areas(axis) = body {
        let edges = scene.shapes.iter().filter_map(|shape| match shape {
            Shape::Line { points, width, .. } if *width > 1.5 => Some(points),
            _ => None,
        });
        let mut edges: Vec<_> = edges.collect();
        if matches!(body, Body::Lines(_)) {
            edges.reverse();
        }
        assert_eq!(edges.len(), axis.series.len());
        let on = edges.iter().zip(&axis.series).flat_map(|(points, series)| {
            let places = points.iter().zip(&axis.places).zip(&series.values);
            places.map(|(((x, y), place), value)| Found {
                words: format!(
                    "{}\n{}: {}",
                    place.label,
                    series.name,
                    exact(value.unwrap())
                ),
                place: [*x, *y, 0.0, 0.0],
            })
        });
        return on.collect();
    }
    let spots = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Spot {
            x,
            y,
            width,
            height,
            words,
        } => Some(Found {
            words: words.clone(),
            place: [*x, *y, *width, *height],
        }),
        _ => None,
    });
    spots.collect()
}

/// Marks of several kinds over lines or areas: areas first, then bands, then lines.
fn layered(scene: &Scene, axis: &AxisFigure, is_of_areas: bool) -> Vec<Found> {
    let ground = if is_of_areas {
        PillMark::Area
    } else {
        PillMark::Line
    };
    let of = |mark: PillMark| {
        let series = axis.series.iter();
        series.filter(move |one| one.mark.unwrap_or(ground) == mark)
    };
    let painted = of(PillMark::Area)
        .chain(of(PillMark::Band))
        .chain(of(PillMark::Line).rev());
    let runs = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Line { points, .. } if points.len() == axis.places.len() => Some(points),
        _ => None,
    });
    let drawn: Vec<(&Series, &Vec<(f64, f64)>)> = painted.zip(runs).collect();
    assert_eq!(drawn.len(), axis.series.len());
    let marks = drawn.into_iter().flat_map(|(series, points)| {
        let places = points.iter().zip(&axis.places).zip(&series.values);
        places.map(|(((x, y), place), value)| Found {
            words: format!(
                "{}\n{}: {}",
                place.label,
                series.name,
                exact(value.unwrap())
            ),
            place: [*x, *y, 0.0, 0.0],
        })
    });
    marks.collect()
}

/// An amount as pictures write it in full.
fn exact(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = whole.trim_start_matches('-');
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('\u{202f}');
        }
        grouped.push(digit);
    }
    let sign = if value < 0.0 { "\u{2212}" } else { "" };
    let dot = if rest.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{dot}{rest}")
}

/// What places are parts of, in pixels.
fn frame(scene: &Scene, marks: &[Found], golden: &Golden) -> [f64; 4] {
    let is_of_boxes = golden.marks.iter().any(|mark| mark.size.is_some());
    let grid = match golden.frame {
        Frame::Plot => scene.shapes.iter().filter_map(|shape| match shape {
            // Grid lines reach from end to end.
            Shape::Line {
                points,
                color: (0xec, 0xec, 0xe7),
                ..
            } => Some(points.clone()),
            _ => None,
        }),
        _ => {
            return bounds(marks.iter().flat_map(|one| {
                let [x, y, width, height] = one.place;
                if is_of_boxes {
                    [(x, y), (x + width, y + height)]
                } else {
                    [(x + width / 2.0, y + height / 2.0); 2]
                }
            }));
        }
    };
    bounds(grid.flatten())
}

fn bounds(points: impl Iterator<Item = (f64, f64)>) -> [f64; 4] {
    let ends = points.fold(
        [f64::MAX, f64::MAX, f64::MIN, f64::MIN],
        |[left, top, right, bottom], (x, y)| [left.min(x), top.min(y), right.max(x), bottom.max(y)],
    );
    [ends[0], ends[1], ends[2] - ends[0], ends[3] - ends[1]]
}

/// Whether the words name the mark and its amount.
fn says(words: &str, mark: &Mark) -> bool {
    let has = mark
        .label
        .split(" · ")
        .all(|part| part.is_empty() || words.contains(part));
    let amount = mark.value.map_or_else(|| "null".to_owned(), exact);
    has && words.split([' ', '\n']).any(|word| word == amount)
}

fn check(golden: &Golden) {
    let name = &golden.name;
    let body = drawn(golden);
    if let Body::Numbers(numbers) = &body {
        let own = numbers.iter().map(|one| (one.title.clone(), one.value));
        let wanted = golden
            .marks
            .iter()
            .map(|one| (one.label.clone(), one.value));
        assert_eq!(
            own.collect::<Vec<_>>(),
            wanted.collect::<Vec<_>>(),
            "{name}"
        );
        return;
    }
    let scene = painted(golden, &body);
    let mut marks = found(&scene, &body);
    if golden.frame == Frame::Panes {
        // Lines say all of their amounts at each position at once.
        let said: Vec<&str> = marks.iter().map(|one| one.words.as_str()).collect();
        for mark in &golden.marks {
            let count = said.iter().filter(|words| says(words, mark)).count();
            assert!(count > 0, "{name}: {mark:?} in {said:?}");
        }
        return;
    }
    assert_eq!(marks.len(), golden.marks.len(), "{name}: how many marks");
    let [left, top, width, height] = frame(&scene, &marks, golden);
    for mark in &golden.marks {
        let [x, y] = mark.at.unwrap();
        let away = |one: &Found| {
            let [from, upper, wide, high] = one.place;
            let (across, down) = (from + wide / 2.0 - left, upper + high / 2.0 - top);
            let part = |length: f64, whole: f64| if whole > 0.0 { length / whole } else { 0.0 };
            (part(across, width) - x)
                .abs()
                .max((part(down, height) - y).abs())
        };
        let own = (0..marks.len()).filter(|at| says(&marks[*at].words, mark));
        let nearest = own.min_by(|one, other| away(&marks[*one]).total_cmp(&away(&marks[*other])));
        let said: Vec<&str> = marks.iter().map(|one| one.words.as_str()).collect();
        let at = nearest.unwrap_or_else(|| panic!("{name}: no mark is {mark:?} in {said:?}"));
        let own = marks.swap_remove(at);
        assert!(
            away(&own) < NEAR,
            "{name}: {mark:?} lies at {:?} of {left} {top} {width} {height}",
            own.place
        );
        if let Some([wide, high]) = mark.size {
            let [_, _, own_wide, own_high] = own.place;
            let off = (own_wide / width - wide)
                .abs()
                .max((own_high / height - high).abs());
            assert!(
                off < NEAR,
                "{name}: {mark:?} is {:?} of {width} {height}",
                own.place
            );
        }
    }
}

#[test]
fn files_have_the_marks_of_the_screen() {
    let all = golden();
    assert!(all.len() > 20);
    for one in &all {
        check(one);
    }
}
