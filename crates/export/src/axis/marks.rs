//! The marks themselves: bars, lines, areas, and the names at the ends of lines.

use model::PillMark;

use super::{Plot, whole};
use crate::intervals::error_bar;
use crate::layout::{LABEL_SIZE, text};
use crate::palette::Color;
use crate::scene::{Anchor, Shape};
use crate::text::fitted;

/// Bars get their value written at the end up to this many.
const MOST_BAR_LABELS: usize = 24;
const WIDEST_BAR: f64 = 56.0;
/// How much of a colour fills an area that others show through.
const BAND: f64 = 0.18;
/// Half the width of a point over other marks.
const POINT: f64 = 4.0;
/// Between bars of one position, in parts of their width.
const BAR_GAP: f64 = 0.1;

impl Plot<'_> {
    pub(super) fn bars(&self, shapes: &mut Vec<Shape>) {
        let wide = self.wide();
        let has_labels = self.has_bar_labels();
        for place in 0..self.figure.places.len() {
            let (mut up, mut down) = (0.0, 0.0);
            for (at, series) in self.drawn_as(PillMark::Bar) {
                let value = series.values.get(place).copied().flatten();
                let drawn =
                    value.and_then(|value| Some((value, self.figure.length(place, value)?)));
                let Some((value, length)) = drawn else {
                    continue;
                };
                let base = match (self.figure.is_stacked, length < 0.0) {
                    (false, _) => 0.0,
                    (true, true) => add(&mut down, length),
                    (true, false) => add(&mut up, length),
                };
                let middle = self.middle(place) + self.aside(at);
                let (from, to) = (self.along(base), self.along(base + length));
                let bar = self.bar(middle, wide, (from, to), self.color(at));
                shapes.extend(self.spot_on(&bar, place, series, value));
                shapes.push(bar);
                if has_labels {
                    shapes.push(self.bar_label(middle, to, value));
                }
            }
        }
    }

    /// Whether the amount of each bar stands at its end.
    pub(super) fn has_bar_labels(&self) -> bool {
        // An error bar stands where the label would.
        let mut series = self.figure.series.iter();
        let has_intervals = series.any(|one| !one.intervals.is_empty());
        self.figure.series.len() == 1
            && self.figure.places.len() <= MOST_BAR_LABELS
            && !has_intervals
    }

    /// How many bars stand side by side.
    fn side(&self) -> usize {
        if self.figure.is_stacked {
            1
        } else {
            self.drawn_as(PillMark::Bar).count().max(1)
        }
    }

    /// How wide one of some bars side by side is.
    fn wide(&self) -> f64 {
        let side = whole(self.side());
        (self.step() * 0.66 / (side + (side - 1.0) * BAR_GAP)).min(WIDEST_BAR)
    }

    /// How far the bars of a series stand from the middle of their places; other marks stand there.
    pub(super) fn aside(&self, at: usize) -> f64 {
        let place = self.drawn_as(PillMark::Bar).position(|(own, _)| own == at);
        let Some(place) = place.filter(|_| !self.figure.is_stacked) else {
            return 0.0;
        };
        let beside = whole(place) - (whole(self.side()) - 1.0) / 2.0;
        beside * self.wide() * (1.0 + BAR_GAP)
    }

    /// Error bars over their marks.
    pub(super) fn intervals(&self, shapes: &mut Vec<Shape>) {
        for (at, series) in self.figure.series.iter().enumerate() {
            let is_bar = series.mark.unwrap_or(self.ground) == PillMark::Bar;
            let color = if is_bar {
                self.palette.text
            } else {
                self.color(at)
            };
            for (place, interval) in series.intervals.iter().enumerate() {
                let Some(interval) = interval else { continue };
                let across = self.middle(place) + self.aside(at);
                let ends = (self.along(interval.low), self.along(interval.high));
                error_bar(across, ends, self.figure.is_horizontal, color, shapes);
            }
        }
    }

    fn bar(&self, middle: f64, wide: f64, (from, to): (f64, f64), color: Color) -> Shape {
        let (start, length) = (from.min(to), (from - to).abs());
        if self.figure.is_horizontal {
            Shape::Bar {
                x: start,
                y: middle - wide / 2.0,
                width: length,
                height: wide,
                color,
            }
        } else {
            Shape::Bar {
                x: middle - wide / 2.0,
                y: start,
                width: wide,
                height: length,
                color,
            }
        }
    }

    fn bar_label(&self, middle: f64, end: f64, value: f64) -> Shape {
        let words = self.said(value);
        if self.figure.is_horizontal {
            return text(end + 5.0, middle, Anchor::Start, self.palette.label, &words);
        }
        let above = if value < 0.0 { 9.0 } else { -8.0 };
        text(
            middle,
            end + above,
            Anchor::Middle,
            self.palette.label,
            &words,
        )
    }

    pub(super) fn lines(&self, shapes: &mut Vec<Shape>) {
        // The largest series is painted last, over the others.
        for (at, series) in self.drawn_as(PillMark::Line).rev() {
            let color = self.color(at);
            let last = self.figure.places.len().saturating_sub(1);
            let mut run: Vec<(usize, f64)> = Vec::new();
            for (place, value) in series.values.iter().enumerate() {
                let Some(value) = value else {
                    self.line(
                        self.points_of(&std::mem::take(&mut run)),
                        color,
                        false,
                        shapes,
                    );
                    continue;
                };
                if place == last
                    && self.figure.is_last_unfinished
                    && let Some(before) = run.last().copied()
                {
                    let points = self.points_of(&[before, (place, *value)]);
                    self.line(points, color, true, shapes);
                    continue;
                }
                run.push((place, *value));
            }
            self.line(self.points_of(&run), color, false, shapes);
        }
    }

    /// Where the places of a line are drawn.
    fn points_of(&self, run: &[(usize, f64)]) -> Vec<(f64, f64)> {
        if self.is_crowded() {
            return self.thinned(run);
        }
        let points = run.iter();
        points
            .map(|(place, value)| (self.middle(*place), self.along(*value)))
            .collect()
    }

    fn line(
        &self,
        points: Vec<(f64, f64)>,
        color: Color,
        is_dotted: bool,
        shapes: &mut Vec<Shape>,
    ) {
        match points.as_slice() {
            [] => {}
            // A lone point would be invisible as a line.
            [(x, y)] => shapes.push(Shape::Dot {
                x: *x,
                y: *y,
                radius: 3.0,
                color,
                opacity: 1.0,
            }),
            _ => shapes.push(Shape::Line {
                points,
                width: if color == self.palette.context {
                    1.75
                } else {
                    2.0
                },
                color,
                is_dotted,
            }),
        }
    }

    pub(super) fn areas(&self, shapes: &mut Vec<Shape>) {
        let mut floor: Vec<f64> = vec![0.0; self.figure.places.len()];
        for (at, series) in self.drawn_as(PillMark::Area) {
            let is_stacked = self.figure.is_stacked && series.mark.is_none();
            let below = if is_stacked {
                floor.clone()
            } else {
                vec![0.0; floor.len()]
            };
            let edge = |values: &[f64]| -> Vec<(f64, f64)> {
                let points = values.iter().enumerate();
                points
                    .map(|(place, value)| (self.middle(place), self.along(*value)))
                    .collect()
            };
            for (place, under) in floor.iter_mut().enumerate() {
                let value = series.values.get(place).copied().flatten();
                let length = value.and_then(|value| self.figure.length(place, value));
                *under = below[place] + length.unwrap_or(0.0);
            }
            let top = edge(&floor);
            let mut points = top.clone();
            points.extend(edge(&below).into_iter().rev());
            let color = self.color(at);
            shapes.push(Shape::Area {
                points,
                color,
                opacity: if is_stacked { 0.55 } else { BAND },
            });
            self.line(top, color, false, shapes);
        }
    }

    /// The room between both ends of bands, where both are known.
    pub(super) fn bands(&self, shapes: &mut Vec<Shape>) {
        for (one, other) in self.figure.bands() {
            let color = self.color(one);
            let ends = [one, other].map(|at| &self.figure.series[at].values);
            let mut run: Vec<(f64, f64, f64)> = Vec::new();
            for place in 0..=self.figure.places.len() {
                let [from, to] = ends.map(|values| values.get(place).copied().flatten());
                if let (Some(from), Some(to)) = (from, to) {
                    run.push((self.middle(place), self.along(from), self.along(to)));
                    continue;
                }
                let done = std::mem::take(&mut run);
                let first = || done.iter().map(|(x, from, _)| (*x, *from));
                let second = || done.iter().map(|(x, _, to)| (*x, *to));
                if done.is_empty() {
                    continue;
                }
                shapes.push(Shape::Area {
                    points: first().chain(second().rev()).collect(),
                    color,
                    opacity: BAND,
                });
                for points in [first().collect(), second().collect()] {
                    shapes.push(Shape::Line {
                        points,
                        width: 1.0,
                        color,
                        is_dotted: false,
                    });
                }
            }
        }
    }

    /// Points over other marks.
    pub(super) fn points(&self, shapes: &mut Vec<Shape>) {
        for (at, series) in self.drawn_as(PillMark::Point) {
            for (place, value) in series.values.iter().enumerate() {
                let Some(value) = value else { continue };
                let (x, y) = self.point(self.middle(place), self.along(*value));
                shapes.push(Shape::Dot {
                    x,
                    y,
                    radius: POINT,
                    color: self.color(at),
                    opacity: 1.0,
                });
            }
        }
    }

    /// Names at the ends of lines, moved apart where they would touch.
    pub(super) fn end_labels(&self, shapes: &mut Vec<Shape>) {
        let mut ends: Vec<(f64, f64, usize)> = Vec::new();
        for (at, series) in self
            .figure
            .series
            .iter()
            .enumerate()
            .take(self.palette.data.len())
        {
            let last = series.values.iter().rposition(Option::is_some);
            if let Some((place, value)) =
                last.and_then(|place| Some((place, series.values[place]?)))
            {
                ends.push((self.along(value), self.middle(place), at));
            }
        }
        ends.sort_by(|left, right| left.0.total_cmp(&right.0));
        let mut free = f64::MIN;
        for (y, x, at) in ends {
            let y = y.max(free);
            free = y + 13.0;
            let words = fitted(&self.figure.series[at].name, LABEL_SIZE, 120.0);
            shapes.push(text(x + 6.0, y, Anchor::Start, self.color(at), &words));
        }
    }
}

/// Adds to a stack; answers where it ended before.
fn add(stack: &mut f64, value: f64) -> f64 {
    let before = *stack;
    *stack += value;
    before
}
