//! A ring of a few parts with their names, amounts and shares beside it.

use std::f64::consts::TAU;

use crate::axis::whole;
use crate::figure::PartsFigure;
use crate::layout::{Area, LABEL_SIZE, text};
use crate::palette::Palette;
use crate::scene::{Anchor, Shape};
use crate::text::{amount, exact, fitted, label, percent};

/// The hole as part of the ring.
const HOLE: f64 = 0.64;
/// Degrees of the ring that are drawn as one straight piece.
const PIECE: f64 = 2.0;

pub(crate) fn donut(figure: &PartsFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let total: f64 = figure.parts.iter().map(|(_, size)| size).sum();
    let radius = (area.width() * 0.4).min(area.height()) / 2.0;
    let (x, y) = (
        area.left + radius + 4.0,
        f64::midpoint(area.top, area.bottom),
    );
    let beside = area.left + radius * 2.0 + 28.0;
    let room = (area.right - beside).max(20.0);
    let mut from = -TAU / 4.0;
    for (at, (name, size)) in figure.parts.iter().enumerate() {
        let share = if total > 0.0 { size / total } else { 0.0 };
        let to = from + share * TAU;
        let color = palette.series(at);
        shapes.push(Shape::Area {
            points: piece((x, y), (radius * HOLE, radius), (from, to)),
            color,
            opacity: 1.0,
        });
        from = to;
        let top = y + (whole(at) - (whole(figure.parts.len()) - 1.0) / 2.0) * 38.0;
        shapes.push(Shape::Dot {
            x: beside + 5.0,
            y: top - 8.0,
            radius: 5.0,
            color,
            opacity: 1.0,
        });
        let words = fitted(name, LABEL_SIZE, room - 16.0);
        shapes.push(text(
            beside + 16.0,
            top - 8.0,
            Anchor::Start,
            palette.text,
            &words,
        ));
        let percent = percent(share);
        let figures = format!("{}, {percent}", amount(*size));
        shapes.push(text(
            beside + 16.0,
            top + 7.0,
            Anchor::Start,
            palette.label,
            &figures,
        ));
        let (angle, far) = (from - share * TAU / 2.0, radius * (1.0 + HOLE) / 2.0);
        let half = (radius * (1.0 - HOLE) / 2.0).max(2.0);
        let at = (x + angle.cos() * far, y + angle.sin() * far);
        shapes.push(Shape::spot(
            [at.0 - half, at.1 - half, half * 2.0, half * 2.0],
            format!(
                "{}\n{}: {}\n{percent}",
                label(name),
                label(&figure.title),
                exact(*size)
            ),
        ));
    }
}

/// A piece of a ring between two radii, with a hair of space at its end.
pub(crate) fn piece(
    (x, y): (f64, f64),
    (inner, outer): (f64, f64),
    (from, to): (f64, f64),
) -> Vec<(f64, f64)> {
    let to = (to - 1.0 / outer.max(1.0)).max(from);
    let mut angles = Vec::new();
    let mut angle = from;
    while angle < to {
        angles.push(angle);
        angle += PIECE.to_radians();
    }
    angles.push(to);
    let at = |angle: &f64, radius: f64| (x + angle.cos() * radius, y + angle.sin() * radius);
    let outside = angles.iter().map(|angle| at(angle, outer));
    let inside = angles.iter().rev().map(|angle| at(angle, inner));
    outside.chain(inside).collect()
}
