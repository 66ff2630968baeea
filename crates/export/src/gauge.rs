//! One amount on its way along half a ring.

use std::f64::consts::PI;

use crate::donut::piece;
use crate::figure::GaugeFigure;
use crate::layout::{Area, LABEL_SIZE, legend, text};
use crate::palette::{Color, Palette};
use crate::scene::{Anchor, Shape};
use crate::text::{amount, exact, fitted, label, percent};
use crate::ticks::ticks;

const HOLE: f64 = 0.74;
/// Bands stand outside of the ring.
const BAND: (f64, f64) = (1.03, 1.1);
const NUMBER_SIZE: f64 = 28.0;

/// The half ring in pixels, and the amounts at its ends.
struct Ring {
    middle: (f64, f64),
    reach: f64,
    low: f64,
    high: f64,
}

impl Ring {
    fn angle(&self, amount: f64) -> f64 {
        PI * (1.0 + (amount - self.low) / (self.high - self.low))
    }

    fn point(&self, amount: f64, far: f64) -> (f64, f64) {
        let angle = self.angle(amount);
        let (x, y) = self.middle;
        (
            x + angle.cos() * self.reach * far,
            y + angle.sin() * self.reach * far,
        )
    }

    fn part(&self, ends: (f64, f64), (inner, outer): (f64, f64), paint: (Color, f64)) -> Shape {
        let (from, to) = (ends.0.min(ends.1), ends.0.max(ends.1));
        Shape::Area {
            points: piece(
                self.middle,
                (self.reach * inner, self.reach * outer),
                (self.angle(from), self.angle(to)),
            ),
            color: paint.0,
            opacity: paint.1,
        }
    }
}

pub(crate) fn gauge(figure: &GaugeFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let area = if figure.target.is_some() {
        let names = [
            (figure.value_title.clone(), palette.series(0)),
            (figure.target_title.clone(), palette.context),
        ];
        legend(&names, area, palette, shapes)
    } else {
        area
    };
    let ends = figure.bands.iter().copied().chain(figure.target);
    let ends = ends.chain([0.0, figure.value]);
    let (low, high) = ends.fold((f64::MAX, f64::MIN), |(low, high), end| {
        (low.min(end), high.max(end))
    });
    let scale = ticks(low, high, true);
    let room = (area.width() / 2.0 - 44.0).min(area.height() - 52.0);
    let reach = (room / BAND.1).max(20.0);
    let ring = Ring {
        middle: (
            f64::midpoint(area.left, area.right),
            area.top + f64::midpoint(area.height(), reach) - 6.0,
        ),
        reach,
        low: scale.low,
        high: scale.high,
    };
    drawn(figure, &ring, palette, shapes);
    named(figure, &ring, palette, shapes);
}

fn drawn(figure: &GaugeFigure, ring: &Ring, palette: &Palette, shapes: &mut Vec<Shape>) {
    let all = (ring.low, ring.high);
    shapes.push(ring.part(all, (HOLE, 1.0), (palette.grid, 1.0)));
    if !figure.bands.is_empty() {
        let ends = figure.bands.iter().copied().chain([ring.high]);
        let count = crate::axis::whole(figure.bands.len() + 1);
        let (mut from, mut at) = (ring.low, 0.0);
        for end in ends {
            let strength = 0.15 + 0.5 * at / count;
            shapes.push(ring.part((from, end), BAND, (palette.label, strength)));
            (from, at) = (end, at + 1.0);
        }
    }
    let zero = 0.0_f64.clamp(ring.low, ring.high);
    let way = (zero, figure.value);
    shapes.push(ring.part(way, (HOLE, 1.0), (palette.series(0), 1.0)));
    if let Some(target) = figure.target {
        shapes.push(Shape::Line {
            points: vec![ring.point(target, 0.7), ring.point(target, 1.04)],
            width: 2.5,
            color: palette.text,
            is_dotted: false,
        });
    }
}

/// The amount in the middle, the ends of the scale, and what is said of it.
fn named(figure: &GaugeFigure, ring: &Ring, palette: &Palette, shapes: &mut Vec<Shape>) {
    let (x, y) = ring.middle;
    shapes.push(Shape::Text {
        x,
        y: y - 14.0,
        size: NUMBER_SIZE,
        is_bold: true,
        anchor: Anchor::Middle,
        color: palette.text,
        words: amount(figure.value),
    });
    let title = fitted(&figure.value_title, LABEL_SIZE, ring.reach * 1.4);
    shapes.push(text(x, y + 12.0, Anchor::Middle, palette.label, &title));
    for end in [ring.low, ring.high] {
        let at = ring.point(end, f64::midpoint(HOLE, 1.0)).0;
        let words = amount(end);
        shapes.push(text(at, y + 12.0, Anchor::Middle, palette.label, &words));
    }
    let mut words = vec![format!(
        "{}: {}",
        label(&figure.value_title),
        exact(figure.value)
    )];
    if let Some(target) = figure.target {
        words.push(format!(
            "{}: {}",
            label(&figure.target_title),
            exact(target)
        ));
        if target != 0.0 {
            words.push(format!("Of its target: {}", percent(figure.value / target)));
        }
    }
    let reach = ring.reach;
    shapes.push(Shape::spot(
        [x - reach, y - reach, reach * 2.0, reach],
        words.join("\n"),
    ));
}
