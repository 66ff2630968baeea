//! Events over a time axis: a thin line for each, with its marker and text in a lane above the plot; near
//! ones are collected into one marker with their number, and what lasts is a shade.
//! `ui/src/chart/eventPlaces.ts` places them alike on the screen.

use std::collections::BTreeSet;

use model::{AxisSpot, DrawnEvent, DrawnEvents};

use crate::annotations::WIDEST;
use crate::label::event_time;
use crate::layout::{Area, LABEL_SIZE, text};
use crate::palette::Palette;
use crate::scene::{Anchor, Shape};
use crate::text::{fitted, line, width};

/// Height of the lane above the plot.
const LANE: f64 = 18.0;
/// Pixels within which events are collected.
const NEAR: f64 = 16.0;
/// Half of a marker, and of one with a number.
const HALF: f64 = 3.5;
const BADGE: f64 = 7.0;
/// From the middle of a marker to its text.
const BESIDE: f64 = 10.0;
/// A text with less room than this says nothing.
const LEAST: f64 = 40.0;
/// Most events that a marker tells one by one.
const MOST_TOLD: usize = 12;

/// An event in pixels.
struct Held<'e> {
    event: &'e DrawnEvent,
    from: f64,
    to: Option<f64>,
}

/// Events that one marker stands for, by their places among all.
struct Group {
    at: f64,
    events: Vec<usize>,
}

/// What is left of an area for the plot when events stand above it.
pub(crate) fn below_lane(all: &[DrawnEvents], mut area: Area) -> Area {
    if all.iter().any(|table| !table.events.is_empty()) {
        area.top += LANE;
    }
    area
}

/// Draws events over the marks of a plot. `pixel`: of a place on the time axis, and of how many parts of
/// a step beside it where positions stand side by side.
pub(crate) fn events(
    all: &[DrawnEvents],
    area: Area,
    pixel: &dyn Fn(&AxisSpot, f64) -> Option<f64>,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    let held = held(all, pixel);
    for (from, to) in shades(&held) {
        let wide = (to - from).max(2.0);
        let place = [from, area.top, wide, area.height()];
        shapes.push(Shape::tinted(place, (palette.label, 0.1)));
    }
    let groups = groups(&held);
    let kinds: BTreeSet<&str> = held
        .iter()
        .filter_map(|one| one.event.kind.as_deref())
        .collect();
    let y = area.top - LANE / 2.0;
    let mut taken = area.left;
    for (at, group) in groups.iter().enumerate() {
        let ends = vec![(group.at, y), (group.at, area.bottom)];
        shapes.push(Shape::Line {
            points: ends,
            width: 1.0,
            color: palette.label,
            is_dotted: true,
        });
        let [only] = group.events.as_slice() else {
            badge(group, y, palette, shapes);
            taken = group.at + BESIDE;
            shapes.push(spot(group, &held, area));
            continue;
        };
        let one = held[*only].event;
        let place = one.kind.as_deref();
        let place = place.and_then(|kind| kinds.iter().position(|known| *known == kind));
        shapes.push(marker(place, (group.at, y), palette));
        let next = groups
            .get(at + 1)
            .map_or(area.right, |next| next.at - BESIDE);
        let words = event_words(one);
        let wide = width(&fitted(&words, LABEL_SIZE, WIDEST), LABEL_SIZE);
        let (right, left) = (next - group.at - BESIDE, group.at - BESIDE - taken);
        let is_right = wide <= right || (wide > left && right >= left);
        let room = WIDEST.min(if is_right { right } else { left });
        taken = group.at + BESIDE;
        if room >= LEAST.min(wide) {
            let words = fitted(&words, LABEL_SIZE, room);
            let (x, anchor) = if is_right {
                taken += width(&words, LABEL_SIZE);
                (group.at + BESIDE, Anchor::Start)
            } else {
                (group.at - BESIDE, Anchor::End)
            };
            shapes.push(text(x, y, anchor, palette.text, &words));
        }
        shapes.push(spot(group, &held, area));
    }
}

fn held<'e>(
    all: &'e [DrawnEvents],
    pixel: &dyn Fn(&AxisSpot, f64) -> Option<f64>,
) -> Vec<Held<'e>> {
    let events = all.iter().flat_map(|table| &table.events);
    let mut held: Vec<Held> = events
        .filter_map(|event| {
            let Some(to) = &event.to else {
                let from = pixel(&event.from, 0.0)?;
                return Some(Held {
                    event,
                    from,
                    to: None,
                });
            };
            let ends = [
                (&event.from, -0.5),
                (&event.from, 0.5),
                (to, -0.5),
                (to, 0.5),
            ];
            let ends: Option<Vec<f64>> =
                ends.iter().map(|(at, beside)| pixel(at, *beside)).collect();
            let ends = ends?;
            let low = ends.iter().copied().fold(f64::MAX, f64::min);
            let high = ends.iter().copied().fold(f64::MIN, f64::max);
            Some(Held {
                event,
                from: low,
                to: Some(high),
            })
        })
        .collect();
    held.sort_by(|one, other| one.from.total_cmp(&other.from));
    held
}

/// What lasts, as stretches that do not touch each other.
fn shades(held: &[Held]) -> Vec<(f64, f64)> {
    let mut found: Vec<(f64, f64)> = Vec::new();
    for (from, to) in held.iter().filter_map(|one| Some((one.from, one.to?))) {
        match found.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => found.push((from, to)),
        }
    }
    found
}

/// Events with those that begin near the first of them.
fn groups(held: &[Held]) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    let mut first = f64::MIN;
    for (index, one) in held.iter().enumerate() {
        match found.last_mut() {
            Some(group) if one.from - first <= NEAR => {
                group.events.push(index);
                group.at = f64::midpoint(first, one.from);
            }
            _ => {
                first = one.from;
                found.push(Group {
                    at: first,
                    events: vec![index],
                });
            }
        }
    }
    found
}

/// What a marker says beside itself.
fn event_words(event: &DrawnEvent) -> String {
    match &event.kind {
        Some(kind) => format!("{}: {}", kind.trim(), event.text.trim()),
        None => event.text.trim().to_owned(),
    }
}

/// The number of events at one place.
fn badge(group: &Group, y: f64, palette: &Palette, shapes: &mut Vec<Shape>) {
    shapes.push(Shape::Dot {
        x: group.at,
        y,
        radius: BADGE,
        color: palette.text,
        opacity: 1.0,
    });
    let words = match group.events.len() {
        count @ ..100 => count.to_string(),
        _ => "99+".to_owned(),
    };
    shapes.push(Shape::Text {
        x: group.at,
        y,
        size: if words.len() > 2 { 7.0 } else { 9.0 },
        is_bold: true,
        anchor: Anchor::Middle,
        color: palette.surface,
        words,
    });
}

/// A marker whose shape tells kinds apart: four in turn.
fn marker(kind: Option<usize>, (x, y): (f64, f64), palette: &Palette) -> Shape {
    let corners = match kind.map(|kind| kind % 4) {
        Some(1) => vec![(x, y - 4.5), (x + 4.5, y), (x, y + 4.5), (x - 4.5, y)],
        Some(2) => vec![
            (x - HALF, y - HALF),
            (x + HALF, y - HALF),
            (x + HALF, y + HALF),
            (x - HALF, y + HALF),
        ],
        Some(3) => vec![(x, y - 4.5), (x + 4.5, y + HALF), (x - 4.5, y + HALF)],
        _ => {
            return Shape::Dot {
                x,
                y,
                radius: HALF,
                color: palette.text,
                opacity: 1.0,
            };
        }
    };
    Shape::Area {
        points: corners,
        color: palette.text,
        opacity: 1.0,
    }
}

/// What a marker and its line tell.
fn spot(group: &Group, held: &[Held], area: Area) -> Shape {
    let told = group.events.iter().take(MOST_TOLD).map(|at| {
        let event = held[*at].event;
        line(
            &format!("{}: {}", event_time(event), event_words(event)),
            LABEL_SIZE,
            f64::MAX,
        )
    });
    let mut words: Vec<String> = told.collect();
    let rest = group.events.len().saturating_sub(MOST_TOLD);
    if rest > 0 {
        words.push(format!("and {rest} more"));
    }
    let place = [group.at - BADGE, area.top - LANE, 2.0 * BADGE, LANE];
    Shape::spot(place, words.join("\n"))
}
