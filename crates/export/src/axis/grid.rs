//! What stands around the marks of an axis: grid lines, amounts and positions.

use super::{Plot, every};
use crate::layout::{LABEL_SIZE, text};
use crate::points::rule;
use crate::scene::{Anchor, Shape};
use crate::text::{fitted, width};

/// Widest name of a position below the plot.
const WIDEST_NAME: f64 = 120.0;

impl Plot<'_> {
    /// Takes from the area what labels need.
    pub(super) fn take_room(&mut self) {
        if self.figure.is_horizontal {
            self.name_room = (self.area.width() * 0.3).min(160.0);
            self.area.left += widest(&self.place_labels()) + 8.0;
            self.area.right -= 52.0;
            self.area.bottom -= 20.0;
        } else {
            self.area.left += widest(&self.numbers()) + 8.0;
            self.area.bottom -= 22.0;
        }
    }

    /// Grid lines and their amounts.
    pub(super) fn amounts(&self, shapes: &mut Vec<Shape>) {
        let area = self.area;
        for (tick, words) in self.ticks.at.iter().zip(&self.numbers()) {
            let at = self.along(*tick);
            let (line, x, y, anchor) = if self.figure.is_horizontal {
                let line = vec![(at, area.top), (at, area.bottom)];
                (line, at, area.bottom + 12.0, Anchor::Middle)
            } else {
                let line = vec![(area.left, at), (area.right, at)];
                (line, area.left - 8.0, at, Anchor::End)
            };
            shapes.push(rule(line, self.palette.grid));
            shapes.push(text(x, y, anchor, self.palette.label, words));
        }
        if !self.figure.is_horizontal {
            let zero = self.along(self.ticks.low.max(0.0).min(self.ticks.high));
            let line = vec![(area.left, zero), (area.right, zero)];
            shapes.push(rule(line, self.palette.axis));
        }
    }

    /// The names of positions.
    pub(super) fn names(&self, shapes: &mut Vec<Shape>) {
        let labels = self.place_labels();
        if self.figure.is_horizontal {
            let every = every(self.area.height(), labels.len(), 15.0);
            for (at, words) in labels.iter().enumerate().step_by(every) {
                let (x, y) = (self.area.left - 8.0, self.middle(at));
                shapes.push(text(x, y, Anchor::End, self.palette.label, words));
            }
            return;
        }
        let every = every(self.area.width(), labels.len(), widest(&labels) + 12.0);
        let labelled = if self.is_crowded() {
            self.labelled()
        } else {
            (0..labels.len()).step_by(every).collect()
        };
        for at in labelled {
            let words = &labels[at];
            // The last one stays inside of the picture.
            let most = self.area.right + 10.0 - width(words, LABEL_SIZE) / 2.0;
            let (x, y) = (self.middle(at).min(most), self.area.bottom + 12.0);
            shapes.push(text(x, y, Anchor::Middle, self.palette.label, words));
        }
    }

    fn numbers(&self) -> Vec<String> {
        let ticks = self.ticks.at.iter();
        ticks.map(|tick| self.said(*tick)).collect()
    }

    fn place_labels(&self) -> Vec<String> {
        let room = if self.figure.is_horizontal {
            self.name_room
        } else {
            WIDEST_NAME
        };
        let places = self.figure.places.iter();
        places
            .map(|place| fitted(&place.label, LABEL_SIZE, room))
            .collect()
    }
}

fn widest(words: &[String]) -> f64 {
    words
        .iter()
        .map(|words| width(words, LABEL_SIZE))
        .fold(0.0, f64::max)
}
