//! Colours of amounts from low to high: the same eight steps as on the screen, nine around zero when there are
//! amounts on both sides of it.

use crate::axis::whole;
use crate::layout::{Area, LABEL_SIZE, text};
use crate::palette::{Color, Palette};
use crate::scene::{Anchor, Shape};
use crate::text::{amount, fitted, width};

/// The title of the amounts and what the palest and the deepest colour stand for.
pub(crate) fn legend(
    title: &str,
    ramp: &Ramp,
    area: &mut Area,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    const STEP: f64 = 14.0;
    let title = fitted(title, LABEL_SIZE, area.width() / 2.0);
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
pub(crate) struct Ramp {
    low: f64,
    high: f64,
    is_diverging: bool,
}

impl Ramp {
    pub(crate) fn of(values: impl Iterator<Item = f64>) -> Self {
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
    pub(crate) fn color(&self, amount: f64, palette: &Palette) -> (Color, Color) {
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
