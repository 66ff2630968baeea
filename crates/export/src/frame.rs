//! What stands around a plot: numbers or names at its left and at its foot.

use crate::axis::{every, whole};
use crate::layout::{Area, LABEL_SIZE, text};
use crate::palette::Palette;
use crate::points::rule;
use crate::scene::{Anchor, Shape};
use crate::text::{amount, fitted, width};
use crate::ticks::Ticks;

/// One side of a plot.
pub(crate) enum Scale {
    /// Amounts, with a line across for each of them if so said.
    Numbers { ticks: Ticks, has_lines: bool },
    /// Members, each in a step of its own, from the top or from the left.
    Names(Vec<String>),
}

impl Scale {
    /// How far along the side the middle of a position is, from 0 to 1; a name by its place.
    pub(crate) fn share(&self, at: f64) -> f64 {
        match self {
            Self::Numbers { ticks, .. } => ticks.share(at),
            Self::Names(names) => (at + 0.5) / whole(names.len().max(1)),
        }
    }

    /// The words along it with their share of the side.
    fn words(&self, room: f64) -> Vec<(f64, String)> {
        match self {
            Self::Numbers { ticks, .. } => {
                let numbers = ticks.at.iter();
                numbers
                    .map(|tick| (ticks.share(*tick), amount(*tick)))
                    .collect()
            }
            Self::Names(names) => {
                let named = names.iter().enumerate();
                named
                    .map(|(at, name)| (self.share(whole(at)), fitted(name, LABEL_SIZE, room)))
                    .collect()
            }
        }
    }
}

/// A plot with its two sides.
pub(crate) struct Plot {
    pub(crate) area: Area,
    pub(crate) left: Scale,
    pub(crate) foot: Scale,
}

impl Plot {
    /// Draws the sides and keeps what is left of the area.
    pub(crate) fn new(
        (left, foot): (Scale, Scale),
        mut area: Area,
        palette: &Palette,
        shapes: &mut Vec<Shape>,
    ) -> Self {
        let beside = left.words((area.width() * 0.3).min(160.0));
        let longest = |words: &[(f64, String)]| {
            let wide = words.iter().map(|(_, words)| width(words, LABEL_SIZE));
            wide.fold(0.0, f64::max)
        };
        area.left += longest(&beside) + 8.0;
        area.bottom -= 22.0;
        let plot = Self { area, left, foot };
        let step = every(area.height(), beside.len(), 14.0);
        for (share, words) in beside.iter().step_by(step) {
            let y = plot.down(*share);
            if matches!(
                plot.left,
                Scale::Numbers {
                    has_lines: true,
                    ..
                }
            ) {
                shapes.push(rule(vec![(area.left, y), (area.right, y)], palette.grid));
            }
            let x = area.left - 8.0;
            shapes.push(text(x, y, Anchor::End, palette.label, words));
        }
        let below = plot.foot.words(120.0);
        let step = every(area.width(), below.len(), longest(&below) + 12.0);
        for (share, words) in below.iter().step_by(step) {
            let x = area.left + share * area.width();
            if matches!(
                plot.foot,
                Scale::Numbers {
                    has_lines: true,
                    ..
                }
            ) {
                shapes.push(rule(vec![(x, area.top), (x, area.bottom)], palette.grid));
            }
            let most = area.right + 10.0 - width(words, LABEL_SIZE) / 2.0;
            let y = area.bottom + 12.0;
            shapes.push(text(x.min(most), y, Anchor::Middle, palette.label, words));
        }
        plot
    }

    /// The pixel of a position across and one up or down.
    pub(crate) fn point(&self, across: f64, along: f64) -> (f64, f64) {
        let x = self.area.left + self.foot.share(across) * self.area.width();
        (x, self.down(self.left.share(along)))
    }

    /// Names begin at the top, amounts at the foot.
    fn down(&self, share: f64) -> f64 {
        let share = match self.left {
            Scale::Numbers { .. } => 1.0 - share,
            Scale::Names(_) => share,
        };
        self.area.top + share * self.area.height()
    }
}
