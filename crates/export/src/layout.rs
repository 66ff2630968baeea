//! Where title, legend, plot and notes stand.

use crate::axis::axis;
use crate::candles::{candles, strip};
use crate::days::calendar;
use crate::donut::donut;
use crate::figure::{Body, Figure};
use crate::flows::flows;
use crate::gauge::gauge;
use crate::heat::heat;
use crate::map::map;
use crate::numbers::numbers;
use crate::palette::{Color, Palette};
use crate::panes::panes;
use crate::points::points;
use crate::radar::radar;
use crate::rows::rows;
use crate::scene::{Anchor, Scene, Shape};
use crate::spread::{bins, boxes};
use crate::steps::{bullets, funnel, waterfall};
use crate::text::{fitted, label, line, width};
use crate::tree::{sunburst, treemap};

pub(crate) const LABEL_SIZE: f64 = 11.0;
const TITLE_SIZE: f64 = 15.0;
const EDGE: f64 = 16.0;

/// A box in pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Area {
    pub(crate) fn width(&self) -> f64 {
        (self.right - self.left).max(1.0)
    }

    pub(crate) fn height(&self) -> f64 {
        (self.bottom - self.top).max(1.0)
    }
}

/// All shapes of a figure.
pub(crate) fn scene(figure: &Figure) -> Scene {
    let palette = figure.theme.palette();
    let mut shapes = Vec::new();
    let area = around(figure, palette, &mut shapes);
    body(&figure.body, area, palette, &mut shapes);
    Scene {
        size: figure.size,
        background: palette.surface,
        shapes,
    }
}

/// How many columns of pixels the lines of a figure have; none where it has no lines.
pub(crate) fn pixel_columns(figure: &Figure) -> Option<u32> {
    let palette = figure.theme.palette();
    let area = around(figure, palette, &mut Vec::new());
    crate::axis::pixel_columns(&figure.body, area, palette)
}

/// Title and notes; what is left is for the body.
fn around(figure: &Figure, palette: &Palette, shapes: &mut Vec<Shape>) -> Area {
    let (wide, high) = (f64::from(figure.size.width), f64::from(figure.size.height));
    let mut area = Area {
        left: EDGE,
        top: EDGE,
        right: wide - EDGE,
        bottom: high - EDGE,
    };
    if !figure.title.trim().is_empty() {
        let words = fitted(&figure.title, TITLE_SIZE, area.width());
        let mut title = text(
            area.left,
            area.top + 8.0,
            Anchor::Start,
            palette.text,
            &words,
        );
        if let Shape::Text { size, is_bold, .. } = &mut title {
            *size = TITLE_SIZE;
            *is_bold = true;
        }
        shapes.push(title);
        area.top += 30.0;
    }
    for note in figure.notes.iter().rev() {
        let words = fitted(note, LABEL_SIZE, area.width());
        shapes.push(text(
            area.left,
            area.bottom - 5.0,
            Anchor::Start,
            palette.label,
            &words,
        ));
        area.bottom -= 18.0;
    }
    area
}

/// Draws what stands in a picture into an area.
pub(crate) fn body(body: &Body, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    match body {
        Body::Bars(_) | Body::Lines(_) | Body::Areas(_) => axis(body, area, palette, shapes),
        Body::Points(body) => points(body, area, palette, shapes),
        Body::Numbers(body) => numbers(body, area, palette, shapes),
        Body::Rows(body) => rows(body, area, palette, shapes),
        Body::Cells(body) => heat(body, area, palette, shapes),
        Body::Bins(body) => bins(body, area, palette, shapes),
        Body::Boxes(body) => boxes(body, area, palette, shapes),
        Body::Parts(body) => donut(body, area, palette, shapes),
        Body::Treemap(body) => treemap(body, area, palette, shapes),
        Body::Sunburst(body) => sunburst(body, area, palette, shapes),
        Body::Waterfall(body) => waterfall(body, area, palette, shapes),
        Body::Funnel(body) => funnel(body, area, palette, shapes),
        Body::Bullets(body) => bullets(body, area, palette, shapes),
        Body::Gauge(body) => gauge(body, area, palette, shapes),
        Body::Map(body) => map(body, area, palette, shapes),
        Body::Candles(body) => candles(body, area, palette, shapes),
        Body::Strip(body) => strip(body, area, palette, shapes),
        Body::Calendar(body) => calendar(body, area, palette, shapes),
        Body::Flows(body) => flows(body, area, palette, shapes),
        Body::Radar(body) => radar(body, area, palette, shapes),
        Body::Panes(body) => panes(body, area, palette, shapes),
        Body::Empty(why) => {
            let (x, y) = (
                f64::midpoint(area.left, area.right),
                f64::midpoint(area.top, area.bottom),
            );
            let words = fitted(why, LABEL_SIZE, area.width());
            shapes.push(text(x, y, Anchor::Middle, palette.label, &words));
        }
    }
}

/// A picture whose marks can be drawn anew: what stays, what follows the filters of a file, and the
/// plan of its script for the second.
pub(crate) struct LivePlot {
    pub(crate) still: Vec<Shape>,
    pub(crate) moving: Vec<Shape>,
    pub(crate) plan: serde_json::Value,
}

/// What stands in a picture, in layers; none for pictures that are drawn once. `measure` is the place
/// of a column among the measures of the file.
pub(crate) fn live(
    body: &Body,
    area: Area,
    palette: &Palette,
    measure: &dyn Fn(&str) -> Option<usize>,
) -> Option<LivePlot> {
    match body {
        Body::Numbers(figures) => crate::numbers::live(figures, area, palette, measure),
        _ => crate::axis::live(body, area, palette, measure),
    }
}

/// A small label.
pub(crate) fn text(x: f64, y: f64, anchor: Anchor, color: Color, words: &str) -> Shape {
    Shape::Text {
        x,
        y,
        size: LABEL_SIZE,
        is_bold: false,
        anchor,
        color,
        words: label(words),
    }
}

/// A sentence in one line: as much of it as fits.
pub(crate) fn sentence(x: f64, y: f64, color: Color, words: &str, room: f64) -> Shape {
    Shape::Text {
        x,
        y,
        size: LABEL_SIZE,
        is_bold: false,
        anchor: Anchor::Start,
        color,
        words: line(words, LABEL_SIZE, room),
    }
}

/// Names with their colours in rows at the top; answers what is left of the area.
pub(crate) fn legend(
    names: &[(String, Color)],
    mut area: Area,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) -> Area {
    let mut x = area.left;
    for (name, color) in names {
        let words = fitted(name, LABEL_SIZE, area.width() / 2.0);
        let room = 14.0 + width(&words, LABEL_SIZE) + 16.0;
        if x + room > area.right && x > area.left {
            x = area.left;
            area.top += 18.0;
        }
        shapes.push(Shape::Area {
            points: vec![
                (x, area.top + 2.0),
                (x + 9.0, area.top + 2.0),
                (x + 9.0, area.top + 11.0),
                (x, area.top + 11.0),
            ],
            color: *color,
            opacity: 1.0,
        });
        shapes.push(text(
            x + 14.0,
            area.top + 6.5,
            Anchor::Start,
            palette.label,
            &words,
        ));
        x += room;
    }
    if !names.is_empty() {
        area.top += 24.0;
    }
    area
}
