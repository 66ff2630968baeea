//! A cell for each pair of two dimensions, coloured by its amount; the same eight steps as on the screen, nine
//! around zero when there are amounts on both sides of it.

use crate::axis::whole;
use crate::figure::GridFigure;
use crate::frame::{Plot, Scale};
use crate::layout::{Area, LABEL_SIZE, text};
use crate::palette::{Color, Palette};
use crate::scene::{Anchor, Shape};
use crate::text::{amount, exact, fitted, label, width};

/// Most cells with their amount written on them.
const MOST_LABELLED: usize = 400;

pub(crate) fn heat(
    figure: &GridFigure,
    mut area: Area,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    let ramp = Ramp::of(figure);
    legend(figure, &ramp, &mut area, palette, shapes);
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

/// The title of the amounts and what the palest and the deepest colour stand for.
fn legend(
    figure: &GridFigure,
    ramp: &Ramp,
    area: &mut Area,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    const STEP: f64 = 14.0;
    let title = fitted(&figure.title, LABEL_SIZE, area.width() / 2.0);
    let y = area.top + 4.0;
    shapes.push(text(area.left, y, Anchor::Start, palette.label, &title));
    let (low, high) = (amount(ramp.low), amount(ramp.high));
    let colors: &[Color] = if ramp.is_diverging {
        &palette.diverging
    } else {
        &palette.sequence
    };
    let mut x = area.left + width(&title, LABEL_SIZE) + 16.0;
    shapes.push(text(x, y, Anchor::Start, palette.label, &low));
    x += width(&low, LABEL_SIZE) + 6.0;
    for color in colors {
        shapes.push(Shape::Bar {
            x,
            y: y - 5.0,
            width: STEP,
            height: 9.0,
            color: *color,
        });
        x += STEP;
    }
    shapes.push(text(x + 6.0, y, Anchor::Start, palette.label, &high));
    area.top += 20.0;
}

/// From which to which amount the colours run.
struct Ramp {
    low: f64,
    high: f64,
    is_diverging: bool,
}

impl Ramp {
    fn of(figure: &GridFigure) -> Self {
        let values = figure.cells.iter().filter_map(|cell| cell.value);
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let (low, high) = if low > high { (0.0, 0.0) } else { (low, high) };
        let is_diverging = low < 0.0 && high > 0.0;
        let reach = high.max(-low);
        Self {
            low: if is_diverging { -reach } else { low },
            high: if is_diverging { reach } else { high },
            is_diverging,
        }
    }

    /// Colour of an amount, and the colour of words upon it.
    fn color(&self, amount: f64, palette: &Palette) -> (Color, Color) {
        let colors: &[Color] = if self.is_diverging {
            &palette.diverging
        } else {
            &palette.sequence
        };
        // The halves keep the difference of very large amounts finite.
        let share = if self.high > self.low {
            (amount / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0)
        } else {
            1.0
        };
        let mut step = 0;
        while step + 1 < colors.len() && share * whole(colors.len()) >= whole(step + 1) {
            step += 1;
        }
        let is_strong = if self.is_diverging {
            !(2..=6).contains(&step)
        } else {
            step > 3
        };
        let ink = if is_strong {
            palette.surface
        } else {
            palette.text
        };
        (colors.get(step).copied().unwrap_or(palette.grid), ink)
    }
}
