//! Shapes with their places in pixels: what both painters draw, and what tests measure.

use crate::figure::Size;
use crate::palette::Color;

/// Which side of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// One shape. Lengths are in pixels from the top left.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Bar {
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        color: Color,
    },
    Line {
        points: Vec<(f64, f64)>,
        width: f64,
        color: Color,
        is_dotted: bool,
    },
    Area {
        points: Vec<(f64, f64)>,
        color: Color,
        opacity: f64,
    },
    Dot {
        x: f64,
        y: f64,
        radius: f64,
        color: Color,
        opacity: f64,
    },
    /// The middle of its height stands at `y`.
    Text {
        x: f64,
        y: f64,
        size: f64,
        is_bold: bool,
        anchor: Anchor,
        color: Color,
        words: String,
    },
    /// A place with something to say about what is drawn there; nothing of it is painted.
    Spot {
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        words: String,
    },
}

impl Shape {
    /// A rectangle that lets through what is behind it.
    pub(crate) fn tinted([x, y, width, height]: [f64; 4], (color, opacity): (Color, f64)) -> Self {
        Self::Area {
            points: vec![
                (x, y),
                (x + width, y),
                (x + width, y + height),
                (x, y + height),
            ],
            color,
            opacity,
        }
    }

    /// A place that says something.
    pub(crate) fn spot([x, y, width, height]: [f64; 4], words: String) -> Self {
        Self::Spot {
            x,
            y,
            width,
            height,
            words,
        }
    }
}

/// A picture as shapes, first painted first.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    pub size: Size,
    pub background: Color,
    pub shapes: Vec<Shape>,
}
