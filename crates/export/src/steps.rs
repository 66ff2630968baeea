//! Marks along one side of members: waterfalls, funnels and bullets.

use crate::axis::whole;
use crate::figure::{BulletsFigure, StepsFigure};
use crate::frame::{Plot, Scale};
use crate::layout::{Area, legend, text};
use crate::palette::{Color, Palette};
use crate::points::rule;
use crate::scene::{Anchor, Shape};
use crate::spread::titled;
use crate::text::{amount, exact, label, percent};
use crate::ticks::ticks;

/// Up to so many steps have their amount over them.
const MOST_LABELLED: usize = 24;

/// Bars that each begin where the one before them ended; the total stands last.
pub(crate) fn waterfall(
    figure: &StepsFigure,
    area: Area,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    let named = [
        ("Rise", palette.series(0)),
        ("Fall", palette.series(1)),
        ("Total", palette.context),
    ];
    let named = named.map(|(name, color)| (name.to_owned(), color));
    let area = legend(&named, area, palette, shapes);
    let area = titled(&figure.title, area, palette, shapes);
    let mut level = 0.0;
    let mut steps: Vec<(f64, f64, Color)> = Vec::new();
    for value in &figure.values {
        let before = level;
        level += value.unwrap_or(0.0);
        let color = palette.series(usize::from(level < before));
        steps.push((before, level, color));
    }
    steps.push((0.0, level, palette.context));
    let ends = steps.iter().flat_map(|(from, to, _)| [*from, *to]);
    let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), end| {
        (low.min(end), high.max(end))
    });
    let amounts = Scale::Numbers {
        ticks: ticks(low, high, true),
        has_lines: true,
    };
    let mut names = figure.names.clone();
    names.push("Total".to_owned());
    let plot = Plot::new(
        (amounts, Scale::Names(names.clone())),
        area,
        palette,
        shapes,
    );
    let half = (plot.area.width() / whole(names.len()) * 0.33).min(28.0);
    let total = steps.len() - 1;
    for (at, (from, to, color)) in steps.iter().enumerate() {
        let ((x, start), (_, end)) = (plot.point(whole(at), *from), plot.point(whole(at), *to));
        let (y, height) = (start.min(end), (start - end).abs().max(1.0));
        shapes.push(Shape::Bar {
            x: x - half,
            y,
            width: half * 2.0,
            height,
            color: *color,
        });
        if at < total {
            let next = plot.point(whole(at + 1), *to).0;
            let line = vec![(x + half, end), (next - half, end)];
            shapes.push(rule(line, palette.axis));
        }
        let value = figure.values.get(at).copied().unwrap_or(Some(*to));
        let written = value.map_or_else(|| "null".to_owned(), amount);
        if steps.len() <= MOST_LABELLED {
            shapes.push(text(x, y - 8.0, Anchor::Middle, palette.label, &written));
        }
        let head = label(names.get(at).map_or("", String::as_str));
        let said = value.map_or_else(|| "null".to_owned(), exact);
        let title = label(&figure.title);
        let words = if at < total {
            format!("{head}\n{title}: {said}\nTotal so far: {}", exact(*to))
        } else {
            format!("{head}\n{title}: {said}")
        };
        shapes.push(Shape::spot([x - half, y, half * 2.0, height], words));
    }
}

/// Stages below each other, each as wide as its amount, with its share of the first.
pub(crate) fn funnel(figure: &StepsFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    /// The widest stage as part of the room: the rest is for its words.
    const WIDEST: f64 = 0.72;
    let sizes: Vec<f64> = figure.values.iter().map(|one| one.unwrap_or(0.0)).collect();
    let most = sizes.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let first = sizes.first().copied().unwrap_or(0.0);
    let sides = (
        Scale::Names(figure.names.clone()),
        Scale::Names(vec![String::new()]),
    );
    let plot = Plot::new(sides, area, palette, shapes);
    let high = (plot.area.height() / whole(sizes.len().max(1)) * 0.36).min(26.0);
    let mut before: Option<f64> = None;
    for (at, size) in sizes.iter().enumerate() {
        let (middle, y) = plot.point(0.0, whole(at));
        let half = size / most * plot.area.width() / 2.0 * WIDEST;
        let (x, y) = (middle - half, y - high);
        let (width, height) = ((half * 2.0).max(1.0), high * 2.0);
        let color = palette.series(0);
        shapes.push(Shape::Bar {
            x,
            y,
            width,
            height,
            color,
        });
        let there = figure.values.get(at).copied().flatten();
        let mut words = vec![label(figure.names.get(at).map_or("", String::as_str))];
        let said = there.map_or_else(|| "null".to_owned(), exact);
        words.push(format!("{}: {said}", label(&figure.title)));
        let mut beside = there.map_or_else(|| "null".to_owned(), amount);
        if there.is_some() {
            let share = percent(size / first);
            beside = format!("{beside}  {share}");
            words.push(format!("Of the first: {share}"));
            if let Some(before) = before.filter(|before| *before > 0.0) {
                words.push(format!("Of the one before: {}", percent(size / before)));
            }
        }
        before = there;
        let right = x + width + 8.0;
        shapes.push(text(right, y + high, Anchor::Start, palette.text, &beside));
        shapes.push(Shape::spot([x, y, width, height], words.join("\n")));
    }
}

/// Amounts as bars, and across each the line of its target.
pub(crate) fn bullets(
    figure: &BulletsFigure,
    area: Area,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    let named = [
        (figure.value_title.clone(), palette.series(0)),
        (figure.target_title.clone(), palette.context),
    ];
    let area = legend(&named, area, palette, shapes);
    let ends = figure
        .values
        .iter()
        .flat_map(|(value, target)| [*value, *target]);
    let (low, high) = ends.flatten().fold((0.0_f64, 0.0_f64), |(low, high), end| {
        (low.min(end), high.max(end))
    });
    let amounts = Scale::Numbers {
        ticks: ticks(low, high, true),
        has_lines: true,
    };
    let sides = (Scale::Names(figure.names.clone()), amounts);
    let plot = Plot::new(sides, area, palette, shapes);
    let step = plot.area.height() / whole(figure.names.len().max(1));
    let high = (step * 0.3).min(14.0);
    for (at, (value, target)) in figure.values.iter().enumerate() {
        let (zero, y) = plot.point(0.0, whole(at));
        let end = plot.point(value.unwrap_or(0.0), whole(at)).0;
        let mut bar = |to: f64, half: f64, color: Color| {
            let (x, width) = (zero.min(to), (to - zero).abs().max(1.0));
            shapes.push(Shape::Bar {
                x,
                y: y - half,
                width,
                height: half * 2.0,
                color,
            });
            [x, y - half, width, half * 2.0]
        };
        let goal = target.map(|target| plot.point(target, whole(at)).0);
        if let Some(goal) = goal {
            bar(goal, high * 1.5, palette.grid);
        }
        let drawn = bar(end, high * 0.7, palette.series(0));
        if let Some(goal) = goal {
            shapes.push(Shape::Line {
                points: vec![(goal, y - high * 1.7), (goal, y + high * 1.7)],
                width: 2.5,
                color: palette.text,
                is_dotted: false,
            });
        }
        let said = |value: &Option<f64>| value.map_or_else(|| "null".to_owned(), exact);
        let mut words = vec![
            label(figure.names.get(at).map_or("", String::as_str)),
            format!("{}: {}", label(&figure.value_title), said(value)),
            format!("{}: {}", label(&figure.target_title), said(target)),
        ];
        if let (Some(value), Some(target)) = (value, target)
            && *target != 0.0
        {
            words.push(format!("Of its target: {}", percent(value / target)));
        }
        shapes.push(Shape::spot(drawn, words.join("\n").trim_start().to_owned()));
    }
}
