//! A cell for each pair of two dimensions, coloured by its amount.

use crate::axis::whole;
use crate::figure::GridFigure;
use crate::frame::{Plot, Scale};
use crate::layout::{Area, text};
use crate::palette::Palette;
use crate::ramp::{Ramp, legend};
use crate::scene::{Anchor, Shape};
use crate::text::{amount, exact, label};

/// Most cells with their amount written on them.
const MOST_LABELLED: usize = 400;

pub(crate) fn heat(
    figure: &GridFigure,
    mut area: Area,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    let ramp = Ramp::of(figure.cells.iter().filter_map(|cell| cell.value));
    legend(&figure.title, &ramp, &mut area, palette, shapes);
    let (across, down) = (figure.across.clone(), figure.down.clone());
    let sides = (Scale::Names(down), Scale::Names(across));
    let plot = Plot::new(sides, area, palette, shapes);
    let wide = plot.area.width() / whole(figure.across.len().max(1));
    let high = plot.area.height() / whole(figure.down.len().max(1));
    let gap = if wide.min(high) > 8.0 { 1.0 } else { 0.0 };
    let is_labelled = wide > 46.0 && high > 17.0 && figure.cells.len() <= MOST_LABELLED;
    for cell in &figure.cells {
        let (x, y) = plot.point(whole(cell.x), whole(cell.y));
        let (fill, ink) = cell.value.map_or((palette.grid, palette.label), |value| {
            ramp.color(value, palette)
        });
        let (left, top) = (x - wide / 2.0 + gap, y - high / 2.0 + gap);
        let (width, height) = (wide - 2.0 * gap, high - 2.0 * gap);
        shapes.push(Shape::Bar {
            x: left,
            y: top,
            width,
            height,
            color: fill,
        });
        if let Some(value) = cell.value.filter(|_| is_labelled) {
            shapes.push(text(x, y, Anchor::Middle, ink, &amount(value)));
        }
        let name = |names: &[String], at: usize| {
            names.get(at).map_or_else(String::new, |name| label(name))
        };
        let value = cell.value.map_or_else(|| "null".to_owned(), exact);
        shapes.push(Shape::Spot {
            x: left,
            y: top,
            width,
            height,
            words: format!(
                "{} · {}\n{}: {value}",
                name(&figure.across, cell.x),
                name(&figure.down, cell.y),
                label(&figure.title)
            ),
        });
    }
}
