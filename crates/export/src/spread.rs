//! How values lie: bars as wide as their bins, and boxes from quartile to quartile.

use crate::axis::whole;
use crate::figure::{BinsFigure, BoxFigure, BoxesFigure};
use crate::frame::{Plot, Scale};
use crate::layout::{Area, LABEL_SIZE, legend, text};
use crate::palette::{Color, Palette};
use crate::points::rule;
use crate::scene::{Anchor, Shape};
use crate::text::{exact, fitted, label};
use crate::ticks::{Ticks, ticks};

/// Colours with their names; none for one group alone.
pub(crate) fn named(
    groups: &[String],
    area: Area,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) -> Area {
    let named = groups.iter().enumerate().take(palette.data.len());
    let names: Vec<(String, Color)> = named
        .map(|(at, name)| (name.clone(), palette.series(at)))
        .collect();
    if groups.len() > 1 {
        legend(&names, area, palette, shapes)
    } else {
        area
    }
}

/// The title of the amounts over the plot.
pub(crate) fn titled(
    title: &str,
    mut area: Area,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) -> Area {
    let words = fitted(title, LABEL_SIZE, area.width());
    shapes.push(text(
        area.left,
        area.top + 4.0,
        Anchor::Start,
        palette.label,
        &words,
    ));
    area.top += 20.0;
    area
}

/// A histogram: bins without values are gaps.
pub(crate) fn bins(figure: &BinsFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let area = named(&figure.groups, area, palette, shapes);
    let area = titled(&figure.title, area, palette, shapes);
    let low = figure
        .bins
        .iter()
        .map(|bin| bin.low)
        .fold(f64::MAX, f64::min);
    let high = figure
        .bins
        .iter()
        .map(|bin| bin.high)
        .fold(f64::MIN, f64::max);
    let most = figure.bins.iter().map(|bin| bin.to).fold(0.0, f64::max);
    let round = ticks(low, high, false);
    let values = Scale::Numbers {
        ticks: Ticks {
            low,
            high,
            at: round
                .at
                .into_iter()
                .filter(|at| (low..=high).contains(at))
                .collect(),
        },
        has_lines: false,
    };
    let counts = Scale::Numbers {
        ticks: ticks(0.0, most, true),
        has_lines: true,
    };
    let sides = if figure.is_upright {
        (counts, values)
    } else {
        (values, counts)
    };
    let plot = Plot::new(sides, area, palette, shapes);
    for bin in &figure.bins {
        let corner = |value: f64, count: f64| {
            if figure.is_upright {
                plot.point(value, count)
            } else {
                plot.point(count, value)
            }
        };
        let ((x1, y1), (x2, y2)) = (corner(bin.low, bin.from), corner(bin.high, bin.to));
        let (x, y) = (x1.min(x2), y1.min(y2));
        let (wide, tall) = ((x2 - x1).abs(), (y2 - y1).abs());
        // A hair of space parts the bins from each other.
        let (width, height) = if figure.is_upright {
            ((wide - 1.0).max(wide / 2.0), tall)
        } else {
            (wide, (tall - 1.0).max(tall / 2.0))
        };
        shapes.push(Shape::Bar {
            x,
            y,
            width,
            height,
            color: palette.series(bin.group),
        });
        let group = figure.groups.get(bin.group);
        let group = group.map_or_else(String::new, |name| format!("\n{}", label(name)));
        shapes.push(Shape::Spot {
            x,
            y,
            width,
            height: height.max(2.0),
            words: format!(
                "{} to {}{group}\n{}: {}",
                exact(bin.low),
                exact(bin.high),
                label(&figure.title),
                exact(bin.to - bin.from)
            ),
        });
    }
}

/// Boxes around medians, with whiskers and the farthest values beyond them.
pub(crate) fn boxes(figure: &BoxesFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let area = named(&figure.groups, area, palette, shapes);
    let area = titled(&figure.title, area, palette, shapes);
    let low = figure
        .boxes
        .iter()
        .map(|one| one.least)
        .fold(f64::MAX, f64::min);
    let high = figure
        .boxes
        .iter()
        .map(|one| one.most)
        .fold(f64::MIN, f64::max);
    let amounts = Scale::Numbers {
        ticks: ticks(low, high, false),
        has_lines: true,
    };
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
    let many = whole(figure.groups.len().max(1));
    let step = length / whole(figure.names.len().max(1)) * 0.72 / many;
    for one in &figure.boxes {
        let aside = (whole(one.group) - (many - 1.0) / 2.0) * step.min(64.0);
        let point = |value: f64, away: f64| {
            if figure.is_upright {
                let (x, y) = plot.point(whole(one.place), value);
                (x + aside + away, y)
            } else {
                let (x, y) = plot.point(value, whole(one.place));
                (x, y + aside + away)
            }
        };
        let half = step.min(56.0) * 0.43;
        let color = palette.series(one.group);
        draw_box(one, &point, half, (color, palette.text), shapes);
        let ((x1, y1), (x2, y2)) = (point(one.least, -half), point(one.most, half));
        shapes.push(Shape::Spot {
            x: x1.min(x2),
            y: y1.min(y2),
            width: (x2 - x1).abs(),
            height: (y2 - y1).abs(),
            words: said(figure, one),
        });
    }
}

fn draw_box(
    one: &BoxFigure,
    point: &dyn Fn(f64, f64) -> (f64, f64),
    half: f64,
    (color, ink): (Color, Color),
    shapes: &mut Vec<Shape>,
) {
    let cap = half * 0.55;
    for (from, to) in [(one.whisker_low, one.lower), (one.upper, one.whisker_high)] {
        shapes.push(rule(vec![point(from, 0.0), point(to, 0.0)], color));
    }
    for end in [one.whisker_low, one.whisker_high] {
        shapes.push(rule(vec![point(end, -cap), point(end, cap)], color));
    }
    let corners = vec![
        point(one.lower, -half),
        point(one.lower, half),
        point(one.upper, half),
        point(one.upper, -half),
    ];
    shapes.push(Shape::Area {
        points: corners.clone(),
        color,
        opacity: 0.28,
    });
    let edge = corners.iter().chain(corners.first()).copied().collect();
    shapes.push(rule(edge, color));
    shapes.push(Shape::Line {
        points: vec![point(one.median, -half), point(one.median, half)],
        width: 2.0,
        color: ink,
        is_dotted: false,
    });
    for (value, is_beyond) in [
        (one.least, one.least < one.whisker_low),
        (one.most, one.most > one.whisker_high),
    ] {
        if is_beyond {
            let (x, y) = point(value, 0.0);
            shapes.push(Shape::Dot {
                x,
                y,
                radius: 2.5,
                color,
                opacity: 1.0,
            });
        }
    }
}

fn said(figure: &BoxesFigure, one: &BoxFigure) -> String {
    let name = figure.names.get(one.place).map_or("", String::as_str);
    let group = figure.groups.get(one.group).map_or("", String::as_str);
    let head = [name, group].into_iter().filter(|words| !words.is_empty());
    let head: Vec<String> = head.map(label).collect();
    [
        head.join(" · "),
        format!("median {}", exact(one.median)),
        format!(
            "half of the values {} to {}",
            exact(one.lower),
            exact(one.upper)
        ),
        format!(
            "whiskers {} to {}",
            exact(one.whisker_low),
            exact(one.whisker_high)
        ),
        format!(
            "smallest and largest {} to {}",
            exact(one.least),
            exact(one.most)
        ),
    ]
    .join("\n")
    .trim_start()
    .to_owned()
}
