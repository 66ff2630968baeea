//! Flows between two sides, as wide as their amounts; placed as the chart library of the screen places them:
//! the members of each side are drawn towards those that they flow to and from, and never over each other.

use crate::axis::whole;
use crate::figure::FlowsFigure;
use crate::layout::{Area, LABEL_SIZE, text};
use crate::palette::Palette;
use crate::scene::{Anchor, Shape};
use crate::text::{exact, fitted, label, percent};

const NODE: f64 = 12.0;
const GAP: f64 = 8.0;
/// How often members are moved towards their flows, and by how much less each time.
const ROUNDS: u32 = 32;
const CALMER: f64 = 0.99;
/// Straight pieces of a flow.
const PIECES: u32 = 24;

/// One member of a side.
struct Node {
    /// Its place among the names of the side.
    member: usize,
    size: f64,
    y: f64,
    high: f64,
    /// The flows that it has, by their places.
    flows: Vec<usize>,
}

impl Node {
    fn middle(&self) -> f64 {
        self.y + self.high / 2.0
    }
}

pub(crate) fn flows(figure: &FlowsFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let room = (area.width() * 0.25).min(160.0);
    let (left, right) = (area.left + 4.0, area.right - room);
    let (top, high) = (area.top + 8.0, (area.height() - 16.0).max(1.0));
    let (starts, ends, scale) = laid_out(figure, high);
    let from = offsets(&starts, &ends, figure, scale, |flow| flow.end);
    let to = offsets(&ends, &starts, figure, scale, |flow| flow.start);
    for (at, flow) in figure.flows.iter().enumerate() {
        let wide = flow.size * scale;
        let (start, end) = (top + from[at], top + to[at]);
        let (x1, x2) = (left + NODE, right - NODE);
        shapes.push(Shape::Area {
            points: band((x1, start), (x2, end), wide),
            color: palette.series(flow.start),
            opacity: 0.3,
        });
        let name = |names: &[String], at: usize| label(names.get(at).map_or("", String::as_str));
        let words = format!(
            "{} · {}\n{}: {}\nShare: {}",
            name(&figure.starts, flow.start),
            name(&figure.ends, flow.end),
            label(&figure.title),
            exact(flow.size),
            percent(flow.size / figure.total)
        );
        let (x, y) = (f64::midpoint(x1, x2), f64::midpoint(start, end));
        shapes.push(Shape::spot([x - 24.0, y, 48.0, wide.max(1.0)], words));
    }
    let sides = [
        (&starts, &figure.starts, left, true),
        (&ends, &figure.ends, right - NODE, false),
    ];
    for (nodes, names, x, is_start) in sides {
        for node in nodes {
            shapes.push(Shape::Bar {
                x,
                y: top + node.y,
                width: NODE,
                height: node.high.max(1.0),
                color: if is_start {
                    palette.series(node.member)
                } else {
                    palette.context
                },
            });
            let name = names.get(node.member).map_or("", String::as_str);
            let name = fitted(name, LABEL_SIZE, (room - 12.0).min(140.0));
            let y = top + node.middle();
            shapes.push(text(x + NODE + 5.0, y, Anchor::Start, palette.text, &name));
        }
    }
}

/// The members of both sides with their places, and the pixels of an amount of one.
fn laid_out(figure: &FlowsFigure, high: f64) -> (Vec<Node>, Vec<Node>, f64) {
    let mut starts = nodes(figure, |flow| flow.start);
    let mut ends = nodes(figure, |flow| flow.end);
    let scale = [&starts, &ends].map(|side| {
        let sum: f64 = side.iter().map(|node| node.size).sum();
        (high - (whole(side.len()) - 1.0) * GAP) / sum
    });
    let scale = scale[0].min(scale[1]).max(0.0);
    for side in [&mut starts, &mut ends] {
        for (at, node) in side.iter_mut().enumerate() {
            node.y = whole(at);
            node.high = node.size * scale;
        }
        apart(side, high);
    }
    let mut strength = 1.0;
    for _ in 0..ROUNDS {
        strength *= CALMER;
        towards(&mut starts, &ends, figure, strength, |flow| flow.end);
        apart(&mut starts, high);
        apart(&mut ends, high);
        towards(&mut ends, &starts, figure, strength, |flow| flow.start);
        apart(&mut starts, high);
        apart(&mut ends, high);
    }
    (starts, ends, scale)
}

type Side = fn(&crate::figure::FlowFigure) -> usize;

fn nodes(figure: &FlowsFigure, side: Side) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for (at, flow) in figure.flows.iter().enumerate() {
        let member = side(flow);
        let known = nodes.iter().position(|node| node.member == member);
        let place = known.unwrap_or_else(|| {
            nodes.push(Node {
                member,
                size: 0.0,
                y: 0.0,
                high: 0.0,
                flows: Vec::new(),
            });
            nodes.len() - 1
        });
        nodes[place].size += flow.size;
        nodes[place].flows.push(at);
    }
    nodes
}

/// Moves members towards the middle of what they flow to or from.
fn towards(nodes: &mut [Node], others: &[Node], figure: &FlowsFigure, strength: f64, side: Side) {
    let middle = |member: usize| {
        let found = others.iter().find(|node| node.member == member);
        found.map_or(0.0, Node::middle)
    };
    for node in nodes {
        let flows = || node.flows.iter().filter_map(|at| figure.flows.get(*at));
        let weighted: f64 = flows().map(|flow| middle(side(flow)) * flow.size).sum();
        let wanted = weighted / flows().map(|flow| flow.size).sum::<f64>();
        node.y += (wanted - node.middle()) * strength;
    }
}

/// Moves members of a side apart, downwards, and up again where the last ones left the picture.
fn apart(nodes: &mut [Node], high: f64) {
    nodes.sort_by(|left, right| left.y.total_cmp(&right.y));
    let mut free = 0.0;
    for node in nodes.iter_mut() {
        node.y = node.y.max(free);
        free = node.y + node.high + GAP;
    }
    let mut floor = high;
    for node in nodes.iter_mut().rev() {
        node.y = node.y.min(floor - node.high);
        floor = node.y - GAP;
    }
}

/// Where each flow begins at its member of a side, by its place.
fn offsets(
    nodes: &[Node],
    others: &[Node],
    figure: &FlowsFigure,
    scale: f64,
    other: Side,
) -> Vec<f64> {
    let mut offsets = vec![0.0; figure.flows.len()];
    let level = |at: &usize| {
        let member = figure.flows.get(*at).map(other);
        let found = others.iter().find(|node| Some(node.member) == member);
        found.map_or(0.0, |node| node.y)
    };
    for node in nodes {
        let mut flows = node.flows.clone();
        flows.sort_by(|left, right| level(left).total_cmp(&level(right)));
        let mut y = node.y;
        for at in flows {
            offsets[at] = y;
            y += figure.flows[at].size * scale;
        }
    }
    offsets
}

/// A band that leaves and arrives level.
fn band(from: (f64, f64), to: (f64, f64), wide: f64) -> Vec<(f64, f64)> {
    let middle = f64::midpoint(from.0, to.0);
    let point = |piece: u32| {
        let (t, rest) = (
            f64::from(piece) / f64::from(PIECES),
            1.0 - f64::from(piece) / f64::from(PIECES),
        );
        let bend = |ends: (f64, f64), controls: (f64, f64)| {
            rest.powi(3) * ends.0
                + 3.0 * rest * rest * t * controls.0
                + 3.0 * rest * t * t * controls.1
                + t.powi(3) * ends.1
        };
        (
            bend((from.0, to.0), (middle, middle)),
            bend((from.1, to.1), (from.1, to.1)),
        )
    };
    let upper = (0..=PIECES).map(point);
    let lower = (0..=PIECES).rev().map(point);
    upper
        .chain(lower.map(|(x, y)| (x, y + wide.max(1.0))))
        .collect()
}
