//! Small multiples: pictures side by side, each with its name.

use crate::axis::whole;
use crate::figure::{PaneFigure, PanesFigure};
use crate::layout::{Area, LABEL_SIZE, body, legend, text};
use crate::palette::{Color, Palette};
use crate::scene::{Anchor, Shape};
use crate::text::fitted;

/// Pixels between pictures, and over each for its name.
const GAP: f64 = 18.0;
const HEAD: f64 = 22.0;
/// How wide a picture should be against its height.
const RATIO: f64 = 1.6;

pub(crate) fn panes(figure: &PanesFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let named = figure.series.iter().enumerate().take(palette.data.len());
    let named: Vec<(String, Color)> = named
        .map(|(at, name)| (name.clone(), palette.series(at)))
        .collect();
    let area = legend(&named, area, palette, shapes);
    let (across, down) = grid(figure, area);
    let wide = (area.width() - whole(across - 1) * GAP) / whole(across);
    let high = (area.height() - whole(down - 1) * GAP) / whole(down);
    for (at, pane) in figure.panes.iter().enumerate() {
        let (column, row) = if figure.is_wrapped {
            (at % across, at / across)
        } else {
            (pane.column, pane.row)
        };
        let left = area.left + whole(column) * (wide + GAP);
        let top = area.top + whole(row) * (high + GAP);
        let name = fitted(&name(figure, pane), LABEL_SIZE, wide);
        let mut title = text(left, top + 6.0, Anchor::Start, palette.text, &name);
        if let Shape::Text { is_bold, .. } = &mut title {
            *is_bold = true;
        }
        shapes.push(title);
        let place = Area {
            left,
            top: top + HEAD,
            right: left + wide,
            bottom: top + high,
        };
        body(&pane.body, place, palette, shapes);
    }
}

/// How many pictures stand side by side and below each other.
fn grid(figure: &PanesFigure, area: Area) -> (usize, usize) {
    if !figure.is_wrapped {
        return (figure.columns.len().max(1), figure.rows.len().max(1));
    }
    let count = figure.panes.len().max(1);
    let lines = |across: usize| count.div_ceil(across);
    let is_flat = |across: &usize| {
        area.width() / whole(*across) <= RATIO * area.height() / whole(lines(*across))
    };
    let across = (1..=count).find(is_flat).unwrap_or(count);
    (across, lines(across))
}

fn name(figure: &PanesFigure, pane: &PaneFigure) -> String {
    let names = [figure.rows.get(pane.row), figure.columns.get(pane.column)];
    let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
    names.join(", ")
}
