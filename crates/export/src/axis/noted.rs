//! Annotations along an axis: the pixels of the marks and positions that they are about.

use model::{AnnotationAt, AxisSpot, DrawnAnnotation, PillMark};

use super::{DAY, FIRST_DAY, Plot};
use crate::annotations::{Noted, NotedAt, annotate};
use crate::scene::Shape;

/// How far inside of the end of a bar its ring stands.
const INSIDE: f64 = 9.0;

impl Plot<'_> {
    /// Texts over the marks.
    pub(super) fn annotations(&self, shapes: &mut Vec<Shape>) {
        let all = self.figure.overlays.annotations.iter();
        let noted: Vec<Noted> = all.filter_map(|one| self.noted(one)).collect();
        annotate(
            &noted,
            (self.area, self.figure.is_horizontal),
            self.palette,
            shapes,
        );
    }

    fn noted(&self, one: &DrawnAnnotation) -> Option<Noted> {
        let at = match one.at.as_ref()? {
            AnnotationAt::Mark { row, column } => self.mark_of(*row, column)?,
            // Bars take the whole room of their positions.
            AnnotationAt::Position { spot } if self.is_stepped() => {
                NotedAt::Band(self.pixel_of(spot, -0.5)?, self.pixel_of(spot, 0.5)?)
            }
            AnnotationAt::Position { spot } => NotedAt::Rule(self.pixel_of(spot, 0.0)?),
            AnnotationAt::Range { from, to } => {
                NotedAt::Band(self.pixel_of(from, -0.5)?, self.pixel_of(to, 0.5)?)
            }
        };
        Some(Noted {
            words: one.annotation.text.clone(),
            at,
        })
    }

    /// The mark of a row, with a ring at the end of its bar or on its line.
    fn mark_of(&self, row: usize, column: &str) -> Option<NotedAt> {
        let series = self.figure.series.iter().enumerate();
        let (at, place) = series
            .filter(|(_, series)| series.column == column)
            .find_map(|(at, series)| {
                let place = series.rows.iter().position(|known| *known == Some(row))?;
                Some((at, place))
            })?;
        let series = self.figure.series.get(at)?;
        let value = *series.values.get(place)?;
        let length = self.figure.length(place, value?)?;
        let base = self.base(at, place, length);
        let is_bar = series.mark.unwrap_or(self.ground) == PillMark::Bar;
        let across = self.middle(place) + self.aside(at);
        let (from, to) = (self.along(base), self.along(base + length));
        let back = if is_bar {
            INSIDE.min((to - from).abs() / 2.0)
        } else {
            0.0
        };
        let ring = to - back * (to - from).signum();
        Some(NotedAt::Mark {
            ring: self.point(across, ring),
            end: self.point(across, to),
        })
    }

    /// What a mark stands on: of stacks the series below it with amounts of its sign.
    fn base(&self, at: usize, place: usize, length: f64) -> f64 {
        let own = self.figure.series.get(at);
        if !self.figure.is_stacked || own.is_none_or(|series| series.mark.is_some()) {
            return 0.0;
        }
        let before = self.figure.series.iter().take(at);
        let below = before
            .filter(|one| one.mark.is_none())
            .filter_map(|series| {
                let value = *series.values.get(place)?;
                self.figure.length(place, value?)
            });
        // Areas lie on whatever is below, bars on their own side of zero.
        let is_on = |value: &f64| self.ground == PillMark::Area || (*value < 0.0) == (length < 0.0);
        below.filter(is_on).sum()
    }

    /// Positions stand side by side, each with room of its own.
    fn is_stepped(&self) -> bool {
        self.ground == PillMark::Bar || self.shares.is_none()
    }

    /// The pixel of a place on the axis of positions; `ahead` parts of a step beside it where
    /// positions stand side by side. None where the place is not drawn.
    pub(super) fn pixel_of(&self, spot: &AxisSpot, ahead: f64) -> Option<f64> {
        let mut rows = self.figure.series.iter().map(|series| &series.rows);
        let place = rows.find_map(|rows| rows.iter().position(|row| *row == Some(spot.row)))?;
        if self.is_stepped() {
            return Some(self.middle(place) + ahead * self.step());
        }
        let places = || self.figure.places.iter().filter_map(|place| place.at);
        let low = places().fold(f64::MAX, f64::min);
        let high = places().fold(f64::MIN, f64::max);
        let at = spot.at?;
        let at = if self.figure.is_time {
            at / DAY + FIRST_DAY
        } else {
            at
        };
        let share = ((at - low) / (high - low)).clamp(0.0, 1.0);
        Some(self.area.left + share * self.area.width())
    }
}
