//! Lines, bands and trends across a picture, where the chart says that they stand.

use chart::reference_words;
use model::{DrawnReference, ReferenceAt, ReferenceKind, Side};

use crate::layout::{Area, text};
use crate::palette::{Color, Palette};
use crate::scene::{Anchor, Shape};
use crate::text::amount;

/// Pixels of amounts and positions in a picture.
pub(crate) struct Across<'a> {
    pub(crate) area: Area,
    pub(crate) palette: &'a Palette,
    pub(crate) x: &'a dyn Fn(f64) -> f64,
    pub(crate) y: &'a dyn Fn(f64) -> f64,
    /// The colour of a series by its name.
    pub(crate) color: &'a dyn Fn(&str) -> Option<Color>,
}

/// The amounts on an axis that must be in the picture.
pub(crate) fn reached(references: &[DrawnReference], side: Side) -> Vec<f64> {
    let of = |one: &DrawnReference| match one.at.as_ref() {
        Some(ReferenceAt::Line { value }) if one.reference.axis == side => vec![*value],
        Some(ReferenceAt::Band { low, high }) if one.reference.axis == side => vec![*low, *high],
        Some(ReferenceAt::Trend { from, to, .. }) if side == Side::Y => vec![from.1, to.1],
        _ => Vec::new(),
    };
    references.iter().flat_map(of).collect()
}

/// A reference in words, its amounts with three figures.
fn words(one: &DrawnReference, at: &ReferenceAt) -> String {
    let name = reference_words(&one.reference);
    match at {
        ReferenceAt::Line { value } => match one.reference.line {
            ReferenceKind::Constant { .. } => amount(*value),
            _ => format!("{name} {}", amount(*value)),
        },
        ReferenceAt::Band { low, high } => format!("{name} {} to {}", amount(*low), amount(*high)),
        ReferenceAt::Trend {
            series,
            slope,
            intercept,
            r_squared,
            is_along_time,
            ..
        } => {
            let sign = |value: f64| if value < 0.0 { "−" } else { "+" };
            let mut line = if *is_along_time {
                format!("{}{} per day", sign(*slope), amount(slope.abs()))
            } else {
                let ahead = sign(*intercept);
                format!(
                    "y = {} x {ahead} {}",
                    amount(*slope),
                    amount(intercept.abs())
                )
            };
            if let Some(share) = r_squared {
                line = format!("{line}, R² = {share:.3}");
            }
            if series.is_empty() {
                line
            } else {
                format!("{series}: {line}")
            }
        }
    }
}

/// Draws all references over the marks.
pub(crate) fn across(references: &[DrawnReference], place: &Across<'_>, shapes: &mut Vec<Shape>) {
    let Area {
        left,
        top,
        right,
        bottom,
    } = place.area;
    let line = |points: Vec<(f64, f64)>, color: Color| Shape::Line {
        points,
        width: 1.25,
        color,
        is_dotted: true,
    };
    let own = place.palette.text;
    for one in references {
        let Some(at) = &one.at else { continue };
        let said = words(one, at);
        let is_upright = one.reference.axis == Side::X;
        match at {
            ReferenceAt::Line { value } if is_upright => {
                let x = (place.x)(*value);
                shapes.push(line(vec![(x, top), (x, bottom)], own));
                shapes.push(text(x + 4.0, top + 6.0, Anchor::Start, own, &said));
            }
            ReferenceAt::Line { value } => {
                let y = (place.y)(*value);
                shapes.push(line(vec![(left, y), (right, y)], own));
                shapes.push(text(right - 4.0, y - 8.0, Anchor::End, own, &said));
            }
            ReferenceAt::Band { low, high } => {
                let (from, to) = if is_upright {
                    (((place.x)(*low), top), ((place.x)(*high), bottom))
                } else {
                    ((left, (place.y)(*low)), (right, (place.y)(*high)))
                };
                shapes.push(Shape::Area {
                    points: vec![from, (to.0, from.1), to, (from.0, to.1)],
                    color: place.palette.label,
                    opacity: 0.14,
                });
                let (x, y) = (to.0.max(from.0) - 4.0, from.1.min(to.1) + 8.0);
                shapes.push(text(x, y, Anchor::End, own, &said));
            }
            ReferenceAt::Trend {
                series, from, to, ..
            } => {
                let color = (place.color)(series).unwrap_or(own);
                let at = |point: &(f64, f64)| ((place.x)(point.0), (place.y)(point.1));
                let end = at(to);
                shapes.push(line(vec![at(from), end], color));
                shapes.push(text(end.0 - 4.0, end.1 - 8.0, Anchor::End, own, &said));
            }
        }
    }
}
