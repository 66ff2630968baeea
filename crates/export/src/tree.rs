//! Parts within parts as rectangles (squarified: Bruls, Huizing and van Wijk 2000) and as rings, placed as the
//! chart library of the screen places them.

use std::f64::consts::TAU;

use crate::axis::whole;
use crate::donut::piece;
use crate::figure::{BranchFigure, TreeFigure};
use crate::layout::{Area, LABEL_SIZE, legend, text};
use crate::palette::{Color, Palette};
use crate::scene::{Anchor, Shape};
use crate::text::{amount, exact, fitted, label, percent, width};

/// Pixels of surface around each part.
const BORDER: f64 = 1.0;
/// Pixels between the outermost parts, and between those in them.
const GAPS: [f64; 2] = [3.0, 1.0];
/// A part with fewer pixels is not drawn.
const LEAST: f64 = 10.0;
/// How long the sides of a part should be against each other.
const RATIO: f64 = 1.618_033_988_749_895;

/// What is drawn, while its shapes are made.
struct Drawing<'a> {
    figure: &'a TreeFigure,
    palette: &'a Palette,
    total: f64,
    shapes: &'a mut Vec<Shape>,
}

impl<'a> Drawing<'a> {
    fn new(
        figure: &'a TreeFigure,
        area: Area,
        palette: &'a Palette,
        shapes: &'a mut Vec<Shape>,
    ) -> (Self, Area) {
        let tops = figure.branches.iter().enumerate().take(palette.data.len());
        let names: Vec<(String, Color)> = tops
            .map(|(at, one)| (one.name.clone(), palette.series(at)))
            .collect();
        let area = if figure.levels > 1 {
            legend(&names, area, palette, shapes)
        } else {
            area
        };
        let drawing = Self {
            figure,
            palette,
            total: figure.branches.iter().map(|one| one.size).sum(),
            shapes,
        };
        (drawing, area)
    }

    /// So light that the words of the theme can be read upon it.
    fn tint(depth: usize) -> f64 {
        (0.6 - whole(depth) * 0.15).max(0.25)
    }

    fn words(&self, path: &[&str], size: f64) -> String {
        let names: Vec<String> = path.iter().map(|name| label(name)).collect();
        format!(
            "{}\n{}: {}\nShare: {}",
            names.join(" · "),
            label(&self.figure.title),
            exact(size),
            percent(size / self.total)
        )
    }
}

pub(crate) fn treemap(figure: &TreeFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let (mut drawing, area) = Drawing::new(figure, area, palette, shapes);
    let root = [area.left, area.top, area.width(), area.height()];
    drawing.rectangles(&figure.branches, root, &[], 0);
}

impl Drawing<'_> {
    fn rectangles(
        &mut self,
        branches: &[BranchFigure],
        [left, top, wide, high]: [f64; 4],
        path: &[(&str, usize)],
        depth: usize,
    ) {
        let gap = GAPS[depth.min(1)] / 2.0;
        let offset = BORDER - gap;
        let inside = [wide, high].map(|length| (length - 2.0 * offset).max(0.0));
        for (at, [x, y, width, height]) in squarified(branches, inside, gap) {
            let branch = &branches[at];
            let place = [left + offset + x, top + offset + y, width, height];
            let mut path = path.to_vec();
            path.push((&branch.name, at));
            if branch.branches.is_empty() {
                self.leaf(branch, place, &path);
            } else {
                self.rectangles(&branch.branches, place, &path, depth + 1);
            }
        }
    }

    fn leaf(&mut self, branch: &BranchFigure, place: [f64; 4], path: &[(&str, usize)]) {
        let [x, y, wide, high] = place;
        let inner = [
            x + BORDER,
            y + BORDER,
            (wide - 2.0 * BORDER).max(0.0),
            (high - 2.0 * BORDER).max(0.0),
        ];
        // One level is one series of parts, and needs one colour only.
        let (color, strength) = if self.figure.levels <= 1 {
            (self.palette.series(0), 0.45)
        } else {
            let top = path.first().map_or(0, |(_, at)| *at);
            (self.palette.series(top), Self::tint(path.len() - 1))
        };
        self.shapes.push(Shape::tinted(inner, (color, strength)));
        let (middle, level) = (x + wide / 2.0, y + high / 2.0);
        let room = wide - 8.0;
        if room > 24.0 && high > 34.0 {
            let name = fitted(&branch.name, LABEL_SIZE, room);
            let ink = self.palette.text;
            self.shapes
                .push(text(middle, level - 7.5, Anchor::Middle, ink, &name));
            let size = amount(branch.size);
            if width(&size, LABEL_SIZE) <= room {
                self.shapes
                    .push(text(middle, level + 7.5, Anchor::Middle, ink, &size));
            }
        }
        let names: Vec<&str> = path.iter().map(|(name, _)| *name).collect();
        let words = self.words(&names, branch.size);
        self.shapes.push(Shape::spot(place, words));
    }
}

/// The places of parts in a rectangle, by their places in the list; what is too small for it is left out.
fn squarified(branches: &[BranchFigure], size: [f64; 2], gap: f64) -> Vec<(usize, [f64; 4])> {
    let whole_area = size[0] * size[1];
    let mut order: Vec<usize> = (0..branches.len()).collect();
    order.sort_by(|left, right| {
        let by_size = branches[*right].size.total_cmp(&branches[*left].size);
        by_size.then(right.cmp(left))
    });
    let mut sum: f64 = branches.iter().map(|one| one.size).sum();
    let mut kept = order.len();
    for at in (0..order.len()).rev() {
        let size = branches[order[at]].size;
        if size / sum * whole_area < LEAST {
            kept = at;
            sum -= size;
        }
    }
    order.truncate(kept);
    let areas = order.iter().map(|at| branches[*at].size / sum * whole_area);
    let areas: Vec<f64> = areas.collect();
    let mut free = Free {
        from: [0.0, 0.0],
        size,
        gap,
    };
    let mut places = Vec::with_capacity(areas.len());
    let mut start = 0;
    while start < areas.len() {
        let side = free.size[0].min(free.size[1]);
        let mut end = start + 1;
        let mut best = worst(&areas[start..end], side);
        while end < areas.len() {
            let score = worst(&areas[start..=end], side);
            if score > best {
                break;
            }
            best = score;
            end += 1;
        }
        places.extend(free.row(&areas[start..end], end == areas.len()));
        start = end;
    }
    order.into_iter().zip(places).collect()
}

/// The worst ratio of sides in a row of parts along a side.
fn worst(row: &[f64], side: f64) -> f64 {
    let sum: f64 = row.iter().sum();
    let most = row.iter().copied().fold(0.0, f64::max);
    let least = row.iter().copied().fold(f64::MAX, f64::min);
    let square = sum * sum;
    let by = side * side * RATIO;
    if square > 0.0 {
        (by * most / square).max(square / (by * least))
    } else {
        f64::INFINITY
    }
}

/// What is left of a rectangle.
struct Free {
    from: [f64; 2],
    size: [f64; 2],
    /// Half the room between parts.
    gap: f64,
}

impl Free {
    /// Puts a row of parts along the shorter side; the last row takes all that is left.
    fn row(&mut self, row: &[f64], is_last: bool) -> Vec<[f64; 4]> {
        // Along the width when it is the shorter side.
        let along = usize::from(self.size[0] > self.size[1]);
        let (across, side) = (1 - along, self.size[along]);
        let sum: f64 = row.iter().sum();
        let mut depth = if side > 0.0 { sum / side } else { 0.0 };
        if is_last || depth > self.size[across] {
            depth = self.size[across];
        }
        let mut last = self.from[along];
        let end = self.from[along] + side;
        let mut places = Vec::with_capacity(row.len());
        for (at, area) in row.iter().enumerate() {
            let step = if depth > 0.0 { area / depth } else { 0.0 };
            let left = end - last;
            let long = if at + 1 == row.len() || left < step {
                left
            } else {
                step
            };
            let sizes = [depth, long].map(|length| (length - 2.0 * self.gap).max(0.0));
            let mut place = [0.0; 4];
            place[across] = self.from[across] + self.gap.min(sizes[0] / 2.0);
            place[along] = last + self.gap.min(sizes[1] / 2.0);
            place[2 + across] = sizes[0];
            place[2 + along] = sizes[1];
            places.push(place);
            last += long;
        }
        self.from[across] += depth;
        self.size[across] -= depth;
        places
    }
}

pub(crate) fn sunburst(
    figure: &TreeFigure,
    area: Area,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    /// The hole and the edge as parts of half the shorter side.
    const RADII: (f64, f64) = (0.14, 0.92);
    let (mut drawing, area) = Drawing::new(figure, area, palette, shapes);
    let reach = area.width().min(area.height()) / 2.0;
    let rings = Rings {
        middle: (
            f64::midpoint(area.left, area.right),
            f64::midpoint(area.top, area.bottom),
        ),
        inner: reach * RADII.0,
        ring: reach * (RADII.1 - RADII.0) / whole(figure.levels.max(1)),
    };
    drawing.rings(&figure.branches, &rings, -TAU / 4.0, &[]);
}

/// Where the rings stand.
struct Rings {
    middle: (f64, f64),
    inner: f64,
    /// How wide one of them is.
    ring: f64,
}

impl Drawing<'_> {
    fn rings(
        &mut self,
        branches: &[BranchFigure],
        rings: &Rings,
        start: f64,
        path: &[(&str, usize)],
    ) {
        let depth = path.len();
        let inner = rings.inner + whole(depth) * rings.ring;
        let mut from = start;
        for (at, branch) in branches.iter().enumerate() {
            let to = from + branch.size / self.total * TAU;
            let top = path.first().map_or(at, |(_, top)| *top);
            self.shapes.push(Shape::Area {
                points: piece(rings.middle, (inner, inner + rings.ring - 1.0), (from, to)),
                color: self.palette.series(top),
                opacity: Self::tint(depth),
            });
            let (angle, far) = (f64::midpoint(from, to), inner + rings.ring / 2.0);
            let (x, y) = (
                rings.middle.0 + angle.cos() * far,
                rings.middle.1 + angle.sin() * far,
            );
            let long = (to - from) * far;
            if long > 14.0 && to - from > 8.0_f64.to_radians() {
                let room = if angle.cos().abs() > 0.7 {
                    rings.ring
                } else {
                    long
                };
                let name = fitted(&branch.name, LABEL_SIZE, room.min(76.0) - 6.0);
                self.shapes
                    .push(text(x, y, Anchor::Middle, self.palette.text, &name));
            }
            let mut path = path.to_vec();
            path.push((&branch.name, at));
            if branch.branches.is_empty() {
                let half = (long.min(rings.ring) / 2.0).clamp(2.0, 20.0);
                let names: Vec<&str> = path.iter().map(|(name, _)| *name).collect();
                let words = self.words(&names, branch.size);
                let place = [x - half, y - half, half * 2.0, half * 2.0];
                self.shapes.push(Shape::spot(place, words));
            } else {
                self.rings(&branch.branches, rings, from, &path);
            }
            from = to;
        }
    }
}
