//! Outlines around a middle.

use std::f64::consts::TAU;

use crate::axis::whole;
use crate::figure::RadarFigure;
use crate::layout::{Area, LABEL_SIZE, legend, text};
use crate::palette::{Color, Palette};
use crate::points::rule;
use crate::scene::{Anchor, Shape};
use crate::text::{exact, fitted, label};

/// Rings of the grid.
const RINGS: u32 = 4;

pub(crate) fn radar(figure: &RadarFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let named = figure.outlines.iter().enumerate();
    let named = named.map(|(at, one)| (one.name.clone(), palette.series(at)));
    let named: Vec<(String, Color)> = named.collect();
    let is_one = named.len() == 1;
    let area = if is_one {
        area
    } else {
        legend(&named, area, palette, shapes)
    };
    let (x, y) = (
        f64::midpoint(area.left, area.right),
        f64::midpoint(area.top, area.bottom),
    );
    let reach = (area.width().min(area.height()) / 2.0 - 30.0).max(20.0);
    let count = figure.axes.len().max(1);
    let point = |spoke: usize, share: f64| {
        let angle = TAU / 4.0 + TAU * whole(spoke) / whole(count);
        let far = share * reach;
        (x + far * angle.cos(), y - far * angle.sin())
    };
    for ring in 1..=RINGS {
        let share = f64::from(ring) / f64::from(RINGS);
        let corners = (0..=count).map(|spoke| point(spoke, share)).collect();
        shapes.push(rule(corners, palette.grid));
    }
    for (spoke, name) in figure.axes.iter().enumerate() {
        let end = point(spoke, 1.0);
        shapes.push(rule(vec![(x, y), end], palette.grid));
        let (across, down) = ((end.0 - x) / reach, (end.1 - y) / reach);
        let anchor = match across {
            _ if across > 0.2 => Anchor::Start,
            _ if across < -0.2 => Anchor::End,
            _ => Anchor::Middle,
        };
        let words = fitted(name, LABEL_SIZE, (area.width() / 5.0).max(60.0));
        let at = (end.0 + across * 8.0, end.1 + down * 12.0);
        shapes.push(text(at.0, at.1, anchor, palette.label, &words));
    }
    let all = figure.outlines.iter().flat_map(|one| one.values.iter());
    let most = all.flatten().copied().fold(f64::MIN_POSITIVE, f64::max);
    for (at, outline) in figure.outlines.iter().enumerate() {
        let color = palette.series(at);
        let there = outline.values.iter().enumerate();
        let there = there.filter_map(|(spoke, value)| Some((spoke, (*value)?)));
        let points: Vec<(f64, f64)> = there
            .clone()
            .map(|(spoke, value)| point(spoke, value / most))
            .collect();
        shapes.push(Shape::Area {
            points: points.clone(),
            color,
            opacity: if is_one { 0.16 } else { 0.06 },
        });
        shapes.push(Shape::Line {
            points: points.iter().chain(points.first()).copied().collect(),
            width: 2.0,
            color,
            is_dotted: false,
        });
        for (spoke, value) in there {
            let (x, y) = point(spoke, value / most);
            shapes.push(Shape::Dot {
                x,
                y,
                radius: 2.5,
                color,
                opacity: 1.0,
            });
            let name = label(figure.axes.get(spoke).map_or("", String::as_str));
            let words = format!("{name}\n{}: {}", label(&outline.name), exact(value));
            shapes.push(Shape::spot([x - 5.0, y - 5.0, 10.0, 10.0], words));
        }
    }
}
