//! Bars, lines and areas along one axis of positions.

mod grid;
mod live;
mod marks;
mod noted;
mod spots;
mod thin;

use model::{AxisSpot, PillMark, ReferenceAt, Side};

use crate::events::{below_lane, events};
use crate::figure::{AxisFigure, Body, Series};
use crate::layout::{Area, LABEL_SIZE, legend, text};
use crate::palette::{Color, Palette};
use crate::references::{Across, across, reached};
use crate::scene::{Anchor, Shape};
use crate::text::{amount, fitted, percent, width};
use crate::ticks::{Ticks, ticks};

pub(crate) use live::live;

/// Milliseconds of a day, and the first of January 1970 in days as places count them.
const DAY: f64 = 86_400_000.0;
pub(crate) const FIRST_DAY: f64 = 719_469.0;

struct Plot<'a> {
    figure: &'a AxisFigure,
    /// The mark that the axes are made for.
    ground: PillMark,
    area: Area,
    ticks: Ticks,
    palette: &'a Palette,
    /// Of the places on an axis of numbers or time, from 0 to 1.
    shares: Option<Vec<f64>>,
    /// Widest name of a position beside the plot.
    name_room: f64,
}

/// Draws the figure into an area.
pub(crate) fn axis(body: &Body, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let Some(plot) = laid_out(body, area, palette, shapes) else {
        return;
    };
    plot.amounts(shapes);
    plot.names(shapes);
    plot.marks(shapes);
}

/// How many columns of pixels lines have; none where there are none.
pub(crate) fn pixel_columns(body: &Body, area: Area, palette: &Palette) -> Option<u32> {
    let plot = laid_out(body, area, palette, &mut Vec::new())?;
    (plot.ground == PillMark::Line).then(|| plot.pixels())
}

/// The plot with what stands over it, and room for what stands beside it.
fn laid_out<'a>(
    body: &'a Body,
    area: Area,
    palette: &'a Palette,
    shapes: &mut Vec<Shape>,
) -> Option<Plot<'a>> {
    let (ground, figure) = match body {
        Body::Bars(figure) => (PillMark::Bar, figure),
        Body::Lines(figure) => (PillMark::Line, figure),
        Body::Areas(figure) => (PillMark::Area, figure),
        _ => return None,
    };
    let has_end_labels = has_end_labels(ground, figure);
    let has_legend = figure.series.len() > 1 && !has_end_labels && figure.shared.is_none();
    let mut area = if has_legend {
        legend(&names(figure, palette), area, palette, shapes)
    } else {
        area
    };
    if !figure.value_title.is_empty() && !figure.is_horizontal && figure.shared.is_none() {
        let words = fitted(&figure.value_title, LABEL_SIZE, area.width());
        shapes.push(text(
            area.left,
            area.top + 4.0,
            Anchor::Start,
            palette.label,
            &words,
        ));
        area.top += 20.0;
    }
    if !figure.is_horizontal {
        area = below_lane(&figure.overlays.events, area);
    }
    if has_end_labels {
        let longest = names(figure, palette)
            .iter()
            .map(|(name, _)| width(&fitted(name, LABEL_SIZE, 120.0), LABEL_SIZE))
            .fold(0.0, f64::max);
        area.right -= longest + 12.0;
    }
    let (low, high) = figure.shared.unwrap_or_else(|| reach(figure));
    let ticks = if figure.is_normalized {
        Ticks::of_shares()
    } else {
        ticks(low, high, ground != PillMark::Line)
    };
    let mut plot = Plot {
        figure,
        ground,
        area,
        ticks,
        palette,
        shares: shares(figure),
        name_room: 0.0,
    };
    plot.take_room();
    Some(plot)
}

/// Names at the ends of lines; small pictures have no room for them.
fn has_end_labels(ground: PillMark, figure: &AxisFigure) -> bool {
    ground == PillMark::Line && figure.series.len() > 1 && figure.shared.is_none()
}

/// Where the places stand on an axis of numbers or time, from 0 to 1.
fn shares(figure: &AxisFigure) -> Option<Vec<f64>> {
    let places: Option<Vec<f64>> = figure.places.iter().map(|place| place.at).collect();
    let places = places?;
    let low = places.iter().copied().fold(f64::MAX, f64::min);
    let high = places.iter().copied().fold(f64::MIN, f64::max);
    let share = |at: &f64| (at - low) / (high - low);
    (high > low).then(|| places.iter().map(share).collect())
}

fn names(figure: &AxisFigure, palette: &Palette) -> Vec<(String, Color)> {
    let named = figure.series.iter().enumerate().take(palette.data.len());
    named
        .map(|(at, series)| (series.name.clone(), palette.series(figure.color_of(at))))
        .collect()
}

/// The smallest and largest end of what is drawn; of stacks, what lies on each other.
pub(crate) fn reach(figure: &AxisFigure) -> (f64, f64) {
    let mut ends = (f64::MAX, f64::MIN);
    let mut seen = |value: f64| {
        ends.0 = ends.0.min(value);
        ends.1 = ends.1.max(value);
    };
    for place in 0..figure.places.len() {
        let (mut up, mut down) = (0.0, 0.0);
        for series in &figure.series {
            let value = series.values.get(place).copied().flatten();
            let Some(value) = value.and_then(|value| figure.length(place, value)) else {
                continue;
            };
            if figure.is_stacked && series.mark.is_none() {
                *(if value < 0.0 { &mut down } else { &mut up }) += value;
            } else {
                seen(value);
            }
        }
        if figure.is_stacked {
            seen(up);
            seen(down);
        }
    }
    let intervals = figure.series.iter().flat_map(|series| &series.intervals);
    for interval in intervals.flatten() {
        seen(interval.low);
        seen(interval.high);
    }
    let side = if figure.is_horizontal {
        Side::X
    } else {
        Side::Y
    };
    reached(&figure.overlays.references, side)
        .into_iter()
        .for_each(&mut seen);
    if ends.0 > ends.1 { (0.0, 1.0) } else { ends }
}

impl Plot<'_> {
    /// The marks with what is said of them.
    fn marks(&self, shapes: &mut Vec<Shape>) {
        self.areas(shapes);
        self.bars(shapes);
        self.bands(shapes);
        self.lines(shapes);
        self.points(shapes);
        self.intervals(shapes);
        if has_end_labels(self.ground, self.figure) {
            self.end_labels(shapes);
        }
        self.references(shapes);
        if self.ground == PillMark::Bar {
            self.spots_over(shapes);
        } else {
            self.spots(shapes);
        }
        self.annotations(shapes);
        self.events(shapes);
    }

    /// The series of a mark with their places among all of them.
    fn drawn_as(&self, mark: PillMark) -> impl DoubleEndedIterator<Item = (usize, &Series)> {
        let all = self.figure.series.iter().enumerate();
        all.filter(move |(_, series)| series.mark.unwrap_or(self.ground) == mark)
    }

    fn color(&self, at: usize) -> Color {
        self.palette.series(self.figure.color_of(at))
    }

    /// The pixel of an amount along the axis of values, at a pixel across it.
    fn point(&self, across: f64, along: f64) -> (f64, f64) {
        if self.figure.is_horizontal {
            (along, across)
        } else {
            (across, along)
        }
    }

    /// An amount on the axis of values.
    fn said(&self, value: f64) -> String {
        if self.figure.is_normalized || self.figure.is_percent {
            percent(value)
        } else {
            amount(value)
        }
    }

    /// The pixel of a value along the value axis.
    fn along(&self, value: f64) -> f64 {
        let share = self.ticks.share(value);
        if self.figure.is_horizontal {
            self.area.left + share * self.area.width()
        } else {
            self.area.bottom - share * self.area.height()
        }
    }

    /// The pixel of the middle of a position.
    fn middle(&self, at: usize) -> f64 {
        let (start, length) = if self.figure.is_horizontal {
            (self.area.top, self.area.height())
        } else {
            (self.area.left, self.area.width())
        };
        if self.ground != PillMark::Bar
            && let Some(share) = self.share_of_place(at)
        {
            return start + share * length;
        }
        start + (whole(at) + 0.5) * self.step()
    }

    /// Where a place stands on an axis of numbers or time, from 0 to 1.
    fn share_of_place(&self, at: usize) -> Option<f64> {
        self.shares.as_ref()?.get(at).copied()
    }

    /// What stands across the marks.
    fn references(&self, shapes: &mut Vec<Shape>) {
        let ends = self.figure.places.iter().filter_map(|place| place.at);
        let low = ends.clone().fold(f64::MAX, f64::min);
        let high = ends.fold(f64::MIN, f64::max);
        let is_time = self.figure.overlays.references.iter().any(|one| {
            matches!(
                &one.at,
                Some(ReferenceAt::Trend {
                    is_along_time: true,
                    ..
                })
            )
        });
        let position = |x: f64| {
            let x = if is_time { x / DAY + FIRST_DAY } else { x };
            let share = if high > low {
                (x - low) / (high - low)
            } else {
                0.5
            };
            self.area.left + share * self.area.width()
        };
        let amount = |value: f64| self.along(value);
        let names = names(self.figure, self.palette);
        across(
            &self.figure.overlays.references,
            &Across {
                area: self.area,
                palette: self.palette,
                x: if self.figure.is_horizontal {
                    &amount
                } else {
                    &position
                },
                y: &amount,
                color: &|series| {
                    let found = names.iter().find(|(name, _)| name == series);
                    found.map(|(_, color)| *color)
                },
            },
            shapes,
        );
    }

    /// What happened, over the marks.
    fn events(&self, shapes: &mut Vec<Shape>) {
        if !self.figure.is_horizontal {
            let pixel = |spot: &AxisSpot, beside: f64| self.pixel_of(spot, beside);
            let all = &self.figure.overlays.events;
            events(all, self.area, &pixel, self.palette, shapes);
        }
    }

    /// Pixels from one position to the next.
    fn step(&self) -> f64 {
        let length = if self.figure.is_horizontal {
            self.area.height()
        } else {
            self.area.width()
        };
        length / whole(self.figure.places.len().max(1))
    }
}

/// Every how many-th label fits.
pub(crate) fn every(length: f64, labels: usize, room: f64) -> usize {
    let mut every = 1;
    while every < labels && length / whole(labels.max(1)) * whole(every) < room {
        every += 1;
    }
    every
}

/// A place as a number.
pub(crate) fn whole(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
