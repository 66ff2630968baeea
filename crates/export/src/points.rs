//! A scatter plot.

use model::{AnnotationAt, DrawnAnnotation, Side};

use crate::annotations::{Noted, NotedAt, annotate};
use crate::figure::{Interval, PointFigure};
use crate::intervals::{error_bar, words};
use crate::layout::{Area, LABEL_SIZE, legend, text};
use crate::palette::{Color, Palette};
use crate::references::{Across, across, reached};
use crate::scene::{Anchor, Shape};
use crate::text::{amount, exact, fitted, label, width};
use crate::ticks::{Ticks, ticks};

/// Over this many dots they are small and faint, so that crowds show.
const MANY: usize = 2_000;

pub(crate) fn points(body: &PointFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let names: Vec<_> = body
        .groups
        .iter()
        .enumerate()
        .map(|(at, name)| (name.clone(), palette.series(at)))
        .take(palette.data.len())
        .collect();
    let mut area = match &body.shared {
        Some(_) => area,
        None => legend(&names, area, palette, shapes),
    };
    let ends = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::MAX, f64::MIN), |(low, high), value| {
            (low.min(value), high.max(value))
        })
    };
    let also = |side: Side| reached(&body.overlays.references, side).into_iter();
    let reach = |value: f64, interval: Option<Interval>| {
        let (low, high) = interval.map_or((value, value), |one| (one.low, one.high));
        [low, value, high]
    };
    let points = || body.points.iter();
    let sidewards = points().flat_map(|point| reach(point.x, point.across));
    let upwards = points().flat_map(|point| reach(point.y, point.up));
    let (left, right) = ends(&mut sidewards.chain(also(Side::X)));
    let (low, high) = ends(&mut upwards.chain(also(Side::Y)));
    let of = |shared: Option<(f64, f64)>, low: f64, high: f64| {
        let (low, high) = shared.unwrap_or((low, high));
        ticks(low, high, false)
    };
    let along = of(body.shared.as_ref().map(|one| one.x), left, right);
    let up = of(body.shared.as_ref().map(|one| one.y), low, high);
    let title = fitted(&body.y_title, LABEL_SIZE, area.width());
    shapes.push(text(
        area.left,
        area.top + 4.0,
        Anchor::Start,
        palette.label,
        &title,
    ));
    area.top += 20.0;
    area.bottom -= 36.0;
    let gutter = up
        .at
        .iter()
        .map(|tick| width(&amount(*tick), LABEL_SIZE))
        .fold(0.0, f64::max);
    area.left += gutter + 8.0;
    for tick in &up.at {
        let y = area.bottom - up.share(*tick) * area.height();
        shapes.push(rule(vec![(area.left, y), (area.right, y)], palette.grid));
        shapes.push(text(
            area.left - 8.0,
            y,
            Anchor::End,
            palette.label,
            &amount(*tick),
        ));
    }
    shapes.push(rule(
        vec![(area.left, area.bottom), (area.right, area.bottom)],
        palette.axis,
    ));
    for tick in &along.at {
        let x = area.left + along.share(*tick) * area.width();
        shapes.push(text(
            x,
            area.bottom + 12.0,
            Anchor::Middle,
            palette.label,
            &amount(*tick),
        ));
    }
    let middle = f64::midpoint(area.left, area.right);
    let title = fitted(&body.x_title, LABEL_SIZE, area.width());
    shapes.push(text(
        middle,
        area.bottom + 30.0,
        Anchor::Middle,
        palette.label,
        &title,
    ));
    dots(body, area, (&along, &up), palette, shapes);
    over(body, area, (&along, &up), palette, shapes);
}

/// Lines and annotations over the points.
fn over(
    body: &PointFigure,
    area: Area,
    (along, up): (&Ticks, &Ticks),
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    let x = |value: f64| area.left + along.share(value) * area.width();
    let y = |value: f64| area.bottom - up.share(value) * area.height();
    let color = |series: &str| {
        let at = body.groups.iter().position(|name| name == series)?;
        (at < palette.data.len()).then(|| palette.series(at))
    };
    across(
        &body.overlays.references,
        &Across {
            area,
            palette,
            x: &x,
            y: &y,
            color: &color,
        },
        shapes,
    );
    let noted = body.overlays.annotations.iter();
    let noted: Vec<Noted> = noted
        .filter_map(|one| noted_at(body, one, (&x, &y)))
        .collect();
    annotate(&noted, (area, false), palette, shapes);
}

/// An annotation at a point, or at numbers across.
fn noted_at(
    body: &PointFigure,
    one: &DrawnAnnotation,
    (x, y): (&dyn Fn(f64) -> f64, &dyn Fn(f64) -> f64),
) -> Option<Noted> {
    let at = match one.at.as_ref()? {
        AnnotationAt::Mark { row, .. } => {
            let point = body.points.iter().find(|point| point.row == *row)?;
            let ring = (x(point.x), y(point.y));
            NotedAt::Mark { ring, end: ring }
        }
        AnnotationAt::Position { spot } => NotedAt::Rule(x(spot.at?)),
        AnnotationAt::Range { from, to } => NotedAt::Band(x(from.at?), x(to.at?)),
    };
    Some(Noted {
        words: one.annotation.text.clone(),
        at,
    })
}

/// A shape for each point; sizes go by the largest, crowds are small and faint.
fn dots(
    body: &PointFigure,
    area: Area,
    (along, up): (&Ticks, &Ticks),
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    let largest = body
        .points
        .iter()
        .filter_map(|point| point.size)
        .map(f64::abs)
        .fold(0.0, f64::max);
    let largest = body.shared.as_ref().map_or(largest, |shared| shared.size);
    let is_crowd = body.points.len() > MANY;
    for point in &body.points {
        let radius = match point.size {
            Some(size) if largest > 0.0 => f64::midpoint(3.0, 17.0 * (size.abs() / largest).sqrt()),
            _ if is_crowd => 2.0,
            _ => 3.0,
        };
        let (x, y) = (
            area.left + along.share(point.x) * area.width(),
            area.bottom - up.share(point.y) * area.height(),
        );
        for (interval, is_horizontal) in [(point.across, true), (point.up, false)] {
            let Some(interval) = interval else { continue };
            let (at, low, high) = if is_horizontal {
                let place = |value: f64| area.left + along.share(value) * area.width();
                (y, place(interval.low), place(interval.high))
            } else {
                let place = |value: f64| area.bottom - up.share(value) * area.height();
                (x, place(interval.low), place(interval.high))
            };
            let color = palette.series(point.group);
            error_bar(at, (low, high), is_horizontal, color, shapes);
        }
        let opacity = if is_crowd { 0.45 } else { 0.75 };
        let color = palette.series(point.group);
        shapes.push(symbol(point.symbol, (x, y), radius, (color, opacity)));
        if !is_crowd {
            let group = body.groups.get(point.group);
            let group = group.map_or_else(String::new, |name| format!("{}\n", label(name)));
            let (across, upward) = (exact(point.x), exact(point.y));
            let intervals = [point.across, point.up].into_iter().flatten();
            let intervals = intervals.map(|one| format!("\n{}", words(&one)));
            let intervals: String = intervals.collect();
            let (x_title, y_title) = (label(&body.x_title), label(&body.y_title));
            shapes.push(Shape::Spot {
                x: x - radius,
                y: y - radius,
                width: radius * 2.0,
                height: radius * 2.0,
                words: format!("{group}{x_title}: {across}\n{y_title}: {upward}{intervals}"),
            });
        }
    }
}

/// The shape of a member, in the order of the screen; further members begin again.
fn symbol(at: usize, (x, y): (f64, f64), radius: f64, (color, opacity): (Color, f64)) -> Shape {
    /// Corners in parts of the radius: square, triangle, diamond, arrow, square with cut corners, pin.
    const CORNERS: [&[(f64, f64)]; 6] = [
        &[(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)],
        &[(0.0, -1.0), (1.0, 1.0), (-1.0, 1.0)],
        &[(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)],
        &[(0.0, -1.0), (1.0, 1.0), (0.0, 0.5), (-1.0, 1.0)],
        &[
            (-0.5, -1.0),
            (0.5, -1.0),
            (1.0, -0.5),
            (1.0, 0.5),
            (0.5, 1.0),
            (-0.5, 1.0),
            (-1.0, 0.5),
            (-1.0, -0.5),
        ],
        &[
            (-0.8, -0.6),
            (0.0, -1.0),
            (0.8, -0.6),
            (0.8, 0.0),
            (0.0, 1.0),
            (-0.8, 0.0),
        ],
    ];
    match (at % (CORNERS.len() + 1)).checked_sub(1) {
        None => Shape::Dot {
            x,
            y,
            radius,
            color,
            opacity,
        },
        Some(at) => Shape::Area {
            points: CORNERS[at]
                .iter()
                .map(|(across, down)| (x + across * radius, y + down * radius))
                .collect(),
            color,
            opacity,
        },
    }
}

/// A thin straight line.
pub(crate) fn rule(points: Vec<(f64, f64)>, color: Color) -> Shape {
    Shape::Line {
        points,
        width: 1.0,
        color,
        is_dotted: false,
    }
}
