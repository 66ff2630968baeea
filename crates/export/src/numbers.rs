//! One or several big numbers.

use serde_json::{Value, json};

use crate::axis::whole;
use crate::figure::NumberFigure;
use crate::layout::{Area, LivePlot, text};
use crate::palette::Palette;
use crate::scene::{Anchor, Shape};
use crate::text::{amount, fitted};

const NUMBER_SIZE: f64 = 34.0;

pub(crate) fn numbers(
    body: &[NumberFigure],
    area: Area,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    let parts = u32::try_from(body.len().max(1)).unwrap_or(u32::MAX);
    let room = area.width() / f64::from(parts);
    let mut left = area.left;
    for one in body {
        let middle = f64::midpoint(area.top, area.bottom);
        if !one.title.is_empty() {
            let title = fitted(&one.title, crate::layout::LABEL_SIZE, room - 12.0);
            let y = middle - 30.0;
            shapes.push(text(left, y, Anchor::Start, palette.label, &title));
        }
        let words = one.value.map_or_else(|| "null".to_owned(), amount);
        shapes.push(Shape::Text {
            x: left,
            y: middle,
            size: NUMBER_SIZE,
            is_bold: true,
            anchor: Anchor::Start,
            color: palette.text,
            words,
        });
        course(
            &one.course,
            (left, middle + 28.0, room - 12.0),
            palette,
            shapes,
        );
        left += room;
    }
}

/// Numbers over what stays beside them.
pub(crate) fn live(
    body: &[NumberFigure],
    area: Area,
    palette: &Palette,
    measure: &dyn Fn(&str) -> Option<usize>,
) -> Option<LivePlot> {
    let mut shapes = Vec::new();
    numbers(body, area, palette, &mut shapes);
    let is_number = |shape: &Shape| matches!(shape, Shape::Text { is_bold: true, .. });
    let (moving, still): (Vec<Shape>, Vec<Shape>) = shapes.into_iter().partition(is_number);
    let at = body.iter().zip(&moving).map(|(one, shape)| match shape {
        Shape::Text { x, y, .. } => Some(json!([x, y, measure(&one.column)?])),
        _ => None,
    });
    let at: Option<Vec<Value>> = at.collect();
    Some(LivePlot {
        still,
        plan: json!({ "kind": "numbers", "size": NUMBER_SIZE, "at": at? }),
        moving,
    })
}

/// How a number came there, as a thin line below it.
fn course(
    values: &[Option<f64>],
    (left, top, wide): (f64, f64, f64),
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    const HIGH: f64 = 36.0;
    let there = values.iter().flatten().copied();
    let (low, high) = there.fold((f64::MAX, f64::MIN), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    if values.len() < 2 || low >= high {
        return;
    }
    let step = wide.min(240.0) / whole(values.len() - 1);
    let point = |at: usize, value: f64| {
        let share = (value - low) / (high - low);
        (left + whole(at) * step, top + HIGH * (1.0 - share))
    };
    let mut run: Vec<(f64, f64)> = Vec::new();
    for at in 0..=values.len() {
        if let Some(value) = values.get(at).copied().flatten() {
            run.push(point(at, value));
            continue;
        }
        if run.len() > 1 {
            shapes.push(Shape::Line {
                points: std::mem::take(&mut run),
                width: 1.5,
                color: palette.series(0),
                is_dotted: false,
            });
        }
        run.clear();
    }
}
