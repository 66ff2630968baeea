//! Annotations over the marks: a ring at a mark, a thin rule at a position, a shade over a range, each
//! with a short text that keeps clear of the others. The whole text stands in the spot.
//! `ui/src/chart/annotationPlaces.ts` places them alike on the screen.

use crate::layout::{Area, LABEL_SIZE, text};
use crate::palette::Palette;
use crate::scene::{Anchor, Shape};
use crate::text::{fitted, line, width};

/// Widest text in the picture; the rest is cut with an ellipsis.
pub(crate) const WIDEST: f64 = 220.0;
/// Half of the height of a text's box.
const HALF: f64 = 7.0;
const RING: f64 = 6.0;
/// Pixels by which the edge of the plot may move a text that still stands at its place.
const MOVED: f64 = 8.0;

/// A text and where it stands, in pixels.
pub(crate) struct Noted {
    pub(crate) words: String,
    pub(crate) at: NotedAt,
}

/// What a text stands at.
pub(crate) enum NotedAt {
    /// The middle of the ring, and the end of the mark whose side towards which texts go is free.
    Mark {
        ring: (f64, f64),
        end: (f64, f64),
    },
    /// Pixels along the axis of positions.
    Rule(f64),
    Band(f64, f64),
}

/// Draws texts over the marks of an area. `is_flat`: positions run from the top down.
pub(crate) fn annotate(
    noted: &[Noted],
    (area, is_flat): (Area, bool),
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    let mut taken: Vec<[f64; 4]> = noted
        .iter()
        .filter_map(|one| match one.at {
            NotedAt::Mark { ring, .. } => Some(around(ring, RING + 1.0)),
            NotedAt::Rule(_) | NotedAt::Band(..) => None,
        })
        .collect();
    for one in noted {
        let words = fitted(one.words.trim(), LABEL_SIZE, WIDEST.min(area.width()));
        let wide = width(&words, LABEL_SIZE);
        under(&one.at, (area, is_flat), palette, shapes);
        let Some(own) = free(&wishes(&one.at, (area, is_flat), wide), wide, area, &taken) else {
            continue;
        };
        taken.push(own);
        shapes.push(Shape::tinted(own, (palette.surface, 0.85)));
        let (x, y) = (own[0] + own[2] / 2.0, own[1] + HALF);
        shapes.push(text(x, y, Anchor::Middle, palette.text, &words));
        shapes.push(Shape::spot(
            held(&one.at, (area, is_flat), own),
            line(&one.words, LABEL_SIZE, f64::MAX),
        ));
    }
}

/// The first place that is free, before those that the edge of the plot moved.
fn free(wishes: &[(f64, f64)], wide: f64, area: Area, taken: &[[f64; 4]]) -> Option<[f64; 4]> {
    let boxes = wishes.iter().map(|middle| {
        let own = inside(*middle, wide, area);
        let (x, y) = (own[0] + own[2] / 2.0, own[1] + HALF);
        let is_moved = (x - middle.0).abs().max((y - middle.1).abs()) > MOVED;
        (own, is_moved)
    });
    let is_free = |own: &[f64; 4]| !taken.iter().any(|known| touches(own, known));
    let free: Vec<_> = boxes.clone().filter(|(own, _)| is_free(own)).collect();
    let own = free.iter().find(|(_, is_moved)| !is_moved).or(free.first());
    own.copied().or(boxes.clone().next()).map(|(own, _)| own)
}

/// What stands at the place itself, under the text.
fn under(at: &NotedAt, (area, is_flat): (Area, bool), palette: &Palette, shapes: &mut Vec<Shape>) {
    match at {
        NotedAt::Mark { ring, .. } => {
            for (thick, color) in [(3.5, palette.surface), (1.5, palette.text)] {
                shapes.push(Shape::Line {
                    points: circle(*ring),
                    width: thick,
                    color,
                    is_dotted: false,
                });
            }
        }
        NotedAt::Rule(at) => shapes.push(Shape::Line {
            points: if is_flat {
                vec![(area.left, *at), (area.right, *at)]
            } else {
                vec![(*at, area.top), (*at, area.bottom)]
            },
            width: 1.0,
            color: palette.label,
            is_dotted: false,
        }),
        NotedAt::Band(from, to) => {
            let (start, length) = (from.min(*to), (to - from).abs().max(2.0));
            let place = if is_flat {
                [area.left, start, area.width(), length]
            } else {
                [start, area.top, length, area.height()]
            };
            shapes.push(Shape::tinted(place, (palette.label, 0.14)));
        }
    }
}

/// Middles of the places that a text may have, the best first.
fn wishes(at: &NotedAt, (area, is_flat): (Area, bool), wide: f64) -> Vec<(f64, f64)> {
    match at {
        NotedAt::Mark { end: (x, y), .. } if is_flat => {
            let beside = wide / 2.0 + 12.0;
            vec![
                (x + beside + 36.0, *y),
                (x - beside - 8.0, *y),
                (*x, y - 22.0),
                (*x, y + 22.0),
            ]
        }
        NotedAt::Mark { end: (x, y), .. } => {
            let beside = wide / 2.0 + 12.0;
            vec![
                (*x, y - 22.0),
                (*x, y + 24.0),
                (x + beside, *y),
                (x - beside, *y),
                (*x, y - 38.0),
                (*x, y + 40.0),
            ]
        }
        NotedAt::Rule(at) if is_flat => {
            let (left, right) = (area.left + wide / 2.0 + 4.0, area.right - wide / 2.0 - 4.0);
            vec![
                (right, at - 9.0),
                (left, at - 9.0),
                (right, at + 9.0),
                (left, at + 9.0),
            ]
        }
        NotedAt::Rule(at) => {
            let beside = wide / 2.0 + 5.0;
            let x = if at + beside * 2.0 > area.right {
                at - beside
            } else {
                at + beside
            };
            rows(area).map(|y| (x, y)).collect()
        }
        NotedAt::Band(from, to) if is_flat => {
            let middle = f64::midpoint(*from, *to);
            vec![
                (area.right - wide / 2.0 - 4.0, middle),
                (area.left + wide / 2.0 + 4.0, middle),
            ]
        }
        NotedAt::Band(from, to) => {
            let middle = f64::midpoint(*from, *to);
            rows(area).map(|y| (middle, y)).collect()
        }
    }
}

/// Lines of text below the top of the plot.
fn rows(area: Area) -> impl Iterator<Item = f64> {
    (0..6_u8).map(move |row| area.top + 8.0 + f64::from(row) * 16.0)
}

/// The box of a text around a middle, moved into the area.
fn inside((x, y): (f64, f64), wide: f64, area: Area) -> [f64; 4] {
    let left = (x - wide / 2.0 - 2.0)
        .min(area.right - wide - 4.0)
        .max(area.left);
    let top = (y - HALF).min(area.bottom - 2.0 * HALF).max(area.top);
    [left, top, wide + 4.0, 2.0 * HALF]
}

fn touches(one: &[f64; 4], other: &[f64; 4]) -> bool {
    one[0] < other[0] + other[2]
        && other[0] < one[0] + one[2]
        && one[1] < other[1] + other[3]
        && other[1] < one[1] + one[3]
}

/// Where the whole text is said: at the ring, else over the short one.
fn held(at: &NotedAt, (area, is_flat): (Area, bool), own: [f64; 4]) -> [f64; 4] {
    match at {
        NotedAt::Mark { ring, .. } => around(*ring, RING),
        NotedAt::Rule(at) if is_flat => [area.left, at - 3.0, area.width(), 6.0],
        NotedAt::Rule(at) => [at - 3.0, area.top, 6.0, area.height()],
        NotedAt::Band(..) => own,
    }
}

fn around((x, y): (f64, f64), half: f64) -> [f64; 4] {
    [x - half, y - half, 2.0 * half, 2.0 * half]
}

/// A ring as corners so many that it is round.
fn circle((x, y): (f64, f64)) -> Vec<(f64, f64)> {
    (0..=32_u8)
        .map(|step| {
            let turn = f64::from(step) / 32.0 * std::f64::consts::TAU;
            (x + RING * turn.cos(), y + RING * turn.sin())
        })
        .collect()
}
