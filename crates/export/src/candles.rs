//! Candles from open, high, low and close, and strips of points beside their members.

use model::AxisSpot;

use crate::axis::whole;
use crate::events::{below_lane, events};
use crate::figure::{CandlesFigure, StripFigure};
use crate::frame::{Plot, Scale};
use crate::layout::{Area, legend};
use crate::palette::Palette;
use crate::points::rule;
use crate::scene::Shape;
use crate::spread::titled;
use crate::text::{exact, label};
use crate::ticks::ticks;

/// Over this many points they are faint, so that crowds show.
const MANY: usize = 500;

pub(crate) fn candles(
    figure: &CandlesFigure,
    area: Area,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    let named = [("Rise", palette.series(0)), ("Fall", palette.series(1))];
    let named = named.map(|(name, color)| (name.to_owned(), color));
    let area = legend(&named, area, palette, shapes);
    let area = below_lane(&figure.overlays.events, area);
    let plot = {
        let all = figure.candles.iter().flatten().flatten().copied();
        let amounts = amounts(all);
        let sides = (amounts, Scale::Names(figure.names.clone()));
        Plot::new(sides, area, palette, shapes)
    };
    let step = plot.area.width() / whole(figure.names.len().max(1));
    let half = (step * 0.33).clamp(1.0, 8.0);
    for (at, [open, high, low, close]) in figure.candles.iter().enumerate() {
        let (Some(open), Some(close)) = (*open, *close) else {
            continue;
        };
        let point = |value: f64| plot.point(whole(at), value);
        let (x, top) = point(high.unwrap_or_else(|| open.max(close)));
        let (_, bottom) = point(low.unwrap_or_else(|| open.min(close)));
        let ((_, start), (_, end)) = (point(open), point(close));
        let color = palette.series(usize::from(close < open));
        shapes.push(rule(vec![(x, top), (x, bottom)], color));
        let (y, height) = (start.min(end), (start - end).abs().max(1.0));
        shapes.push(Shape::Bar {
            x: x - half,
            y,
            width: half * 2.0,
            height,
            color,
        });
        let four = [Some(open), *high, *low, Some(close)];
        let lines = figure.titles.iter().zip(four).map(|(title, value)| {
            let said = value.map_or_else(|| "null".to_owned(), exact);
            format!("{}: {said}", label(title))
        });
        let name = label(figure.names.get(at).map_or("", String::as_str));
        let words: Vec<String> = std::iter::once(name).chain(lines).collect();
        shapes.push(Shape::spot(
            [x - half, y, half * 2.0, height],
            words.join("\n"),
        ));
    }
    // Each row is a candle, in its order.
    let pixel = |spot: &AxisSpot, beside: f64| {
        let is_drawn = spot.row < figure.candles.len();
        is_drawn.then(|| plot.point(whole(spot.row), 0.0).0 + beside * step)
    };
    let all = &figure.overlays.events;
    events(all, plot.area, &pixel, palette, shapes);
}

pub(crate) fn strip(figure: &StripFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let area = titled(&figure.title, area, palette, shapes);
    let amounts = amounts(figure.points.iter().map(|(_, value)| *value));
    let names = Scale::Names(figure.names.clone());
    let sides = if figure.is_upright {
        (amounts, names)
    } else {
        (names, amounts)
    };
    let plot = Plot::new(sides, area, palette, shapes);
    let length = if figure.is_upright {
        plot.area.width()
    } else {
        plot.area.height()
    };
    let room = (length / whole(figure.names.len().max(1))).min(60.0) * 0.6;
    let is_crowd = figure.points.len() > MANY;
    for (at, (place, value)) in figure.points.iter().enumerate() {
        let aside = spread(at) * room;
        let (x, y) = if figure.is_upright {
            let (x, y) = plot.point(whole(*place), *value);
            (x + aside, y)
        } else {
            let (x, y) = plot.point(*value, whole(*place));
            (x, y + aside)
        };
        shapes.push(Shape::Dot {
            x,
            y,
            radius: 3.0,
            color: palette.series(0),
            opacity: if is_crowd { 0.35 } else { 0.6 },
        });
        if !is_crowd {
            let name = label(figure.names.get(*place).map_or("", String::as_str));
            let words = format!("{name}\n{}: {}", label(&figure.title), exact(*value));
            shapes.push(Shape::spot([x - 3.0, y - 3.0, 6.0, 6.0], words));
        }
    }
}

fn amounts(values: impl Iterator<Item = f64>) -> Scale {
    let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
    Scale::Numbers {
        ticks: ticks(low, high, false),
        has_lines: true,
    }
}

/// A number between -0.5 and 0.5 that is the same for the same point each time, as on the screen.
fn spread(at: usize) -> f64 {
    let mixed = (whole(at) * 12.9898).sin() * 43_758.545_3;
    mixed - mixed.floor() - 0.5
}
