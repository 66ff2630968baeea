//! What is said about the marks along an axis where the cursor stands.

use super::{Plot, whole};
use crate::figure::Series;
use crate::intervals::words;
use crate::scene::Shape;
use crate::text::{exact, label};

/// The amount of a series at a place, with its interval.
fn said(series: &Series, place: usize, value: f64) -> String {
    let amount = format!("{}: {}", label(&series.name), exact(value));
    match series.intervals.get(place).copied().flatten() {
        Some(interval) => format!("{amount}\n{}", words(&interval)),
        None => amount,
    }
}

impl Plot<'_> {
    /// The spot of one bar.
    pub(super) fn spot_on(
        &self,
        bar: &Shape,
        place: usize,
        series: &Series,
        value: f64,
    ) -> Option<Shape> {
        let Shape::Bar {
            x,
            y,
            width,
            height,
            ..
        } = bar
        else {
            return None;
        };
        let at = &self.figure.places.get(place)?.label;
        let words = format!("{}\n{}", label(at), said(series, place, value));
        Some(Shape::Spot {
            x: *x,
            y: *y,
            width: width.max(2.0),
            height: height.max(2.0),
            words,
        })
    }

    /// Spots of what lies over bars: a small one for each mark.
    pub(super) fn spots_over(&self, shapes: &mut Vec<Shape>) {
        const HALF: f64 = 6.0;
        for series in self.figure.series.iter().filter(|one| one.mark.is_some()) {
            for (place, known) in self.figure.places.iter().enumerate() {
                let value = series.values.get(place).copied().flatten();
                let Some(value) = value else { continue };
                let (x, y) = self.point(self.middle(place), self.along(value));
                let words = format!("{}\n{}", label(&known.label), said(series, place, value));
                let side = 2.0 * HALF;
                shapes.push(Shape::spot([x - HALF, y - HALF, side, side], words));
            }
        }
    }

    /// One spot for each position of lines and areas, with all series there; from half way to the position
    /// before to half way to the next.
    pub(super) fn spots(&self, shapes: &mut Vec<Shape>) {
        let count = self.figure.places.len();
        for (place, known) in self.figure.places.iter().enumerate() {
            let values = self.figure.series.iter().filter_map(|series| {
                let value = (*series.values.get(place)?)?;
                Some(said(series, place, value))
            });
            let values: Vec<String> = values.collect();
            if values.is_empty() {
                continue;
            }
            let here = self.middle(place);
            let half = |other: usize| f64::midpoint(here, self.middle(other));
            let reach = (self.area.width() / whole(count.max(1)) / 2.0).max(4.0);
            let from = place.checked_sub(1).map_or(here - reach, half);
            let to = if place + 1 < count {
                half(place + 1)
            } else {
                here + reach
            };
            shapes.push(Shape::Spot {
                x: from.min(to),
                y: self.area.top,
                width: (to - from).abs(),
                height: self.area.height(),
                words: format!("{}\n{}", label(&known.label), values.join("\n")),
            });
        }
    }
}
