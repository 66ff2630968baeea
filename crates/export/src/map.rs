//! A map: countries coloured by amount, or circles at places.

use crate::figure::MapFigure;
use crate::layout::Area;
use crate::palette::{Color, Palette};
use crate::ramp::{Ramp, legend};
use crate::scene::Shape;
use crate::spread::{named, titled};
use crate::text::{exact, label};
use crate::world::{Bounds, Country, Point, flat, world};

/// A country too small to be drawn is a dot.
const DOT: f64 = 3.5;
const LEAST_RADIUS: f64 = 3.0;
const MOST_RADIUS: f64 = 17.0;

/// A part of the map in an area of the picture.
struct View {
    area: Area,
    scale: f64,
    middle: Point,
}

impl View {
    fn new(bounds: &Bounds, area: Area) -> Self {
        Self {
            area,
            scale: (area.width() / bounds.width()).min(area.height() / bounds.height()),
            middle: (
                f64::midpoint(bounds.left, bounds.right),
                f64::midpoint(bounds.low, bounds.high),
            ),
        }
    }

    fn pixel(&self, (across, up): Point) -> (f64, f64) {
        let area = self.area;
        (
            f64::midpoint(area.left, area.right) + (across - self.middle.0) * self.scale,
            f64::midpoint(area.top, area.bottom) - (up - self.middle.1) * self.scale,
        )
    }

    /// A country with its borders, as far as it lies in the area.
    fn country(&self, country: &Country, (fill, border): (Color, Color), shapes: &mut Vec<Shape>) {
        if country.rings.is_empty() {
            let (x, y) = self.pixel(flat(country.at));
            if self.holds((x, y)) {
                shapes.push(Shape::Dot {
                    x,
                    y,
                    radius: DOT,
                    color: fill,
                    opacity: 1.0,
                });
            }
            return;
        }
        for ring in &country.rings {
            let pixels = ring.iter().map(|point| self.pixel(*point)).collect();
            let points = clipped(pixels, &self.area);
            if points.len() < 3 {
                continue;
            }
            let edge = points.iter().chain(points.first()).copied().collect();
            shapes.push(Shape::Area {
                points,
                color: fill,
                opacity: 1.0,
            });
            shapes.push(Shape::Line {
                points: edge,
                width: 0.75,
                color: border,
                is_dotted: false,
            });
        }
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        let area = &self.area;
        (area.left..=area.right).contains(&x) && (area.top..=area.bottom).contains(&y)
    }
}

pub(crate) fn map(figure: &MapFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    if figure.symbols.is_empty() {
        countries(figure, area, palette, shapes);
    } else {
        symbols(figure, area, palette, shapes);
    }
}

fn countries(figure: &MapFigure, mut area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let world = world();
    let ramp = Ramp::of(figure.countries.iter().filter_map(|one| one.value));
    legend(&figure.title, &ramp, &mut area, palette, shapes);
    let found = figure.countries.iter();
    let found: Vec<(&crate::figure::CountryFigure, &Country)> = found
        .filter_map(|one| Some((one, world.countries.get(one.country)?)))
        .collect();
    let lands: Vec<Vec<Point>> = found.iter().map(|(_, one)| one.mainland()).collect();
    let view = View::new(&world.around(lands.iter().flatten()), area);
    let has_none = |at: &usize| !figure.countries.iter().any(|one| one.country == *at);
    land(&view, has_none, palette, shapes);
    for (one, country) in found {
        let fill = one
            .value
            .map_or(palette.grid, |value| ramp.color(value, palette).0);
        view.country(country, (fill, palette.axis), shapes);
        let value = one.value.map_or_else(|| "null".to_owned(), exact);
        let words = format!("{}\n{}: {value}", label(&one.name), label(&figure.title));
        let (x, y) = view.pixel(flat(country.at));
        shapes.push(Shape::spot([x - 7.0, y - 7.0, 14.0, 14.0], words));
    }
}

fn symbols(figure: &MapFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let mut area = named(&figure.groups, area, palette, shapes);
    if !figure.title.is_empty() {
        area = titled(&figure.title, area, palette, shapes);
    }
    let points: Vec<Point> = figure.symbols.iter().map(|one| flat(one.at)).collect();
    let view = View::new(&world().around(points.iter()), area);
    land(&view, |_| true, palette, shapes);
    let sizes = figure.symbols.iter().filter_map(|one| one.size);
    let largest = sizes.map(f64::abs).fold(0.0, f64::max);
    for (one, point) in figure.symbols.iter().zip(points) {
        let (x, y) = view.pixel(point);
        let share = match one.size {
            Some(size) if largest > 0.0 => (size.abs() / largest).sqrt(),
            _ => 0.0,
        };
        let radius = LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * share;
        shapes.push(Shape::Dot {
            x,
            y,
            radius,
            color: palette.series(one.group),
            opacity: 0.75,
        });
        let mut words = vec![label(&one.name)];
        words.extend(figure.groups.get(one.group).map(|name| label(name)));
        if let Some(size) = one.size {
            words.push(format!("{}: {}", label(&figure.title), exact(size)));
        }
        let place = [x - radius, y - radius, radius * 2.0, radius * 2.0];
        shapes.push(Shape::spot(place, words.join("\n")));
    }
}

/// The countries that have no amount.
fn land(
    view: &View,
    is_drawn: impl Fn(&usize) -> bool,
    palette: &Palette,
    shapes: &mut Vec<Shape>,
) {
    for (at, country) in world().countries.iter().enumerate() {
        if is_drawn(&at) && !country.rings.is_empty() {
            view.country(country, (palette.grid, palette.surface), shapes);
        }
    }
}

/// What of a ring lies in an area (Sutherland and Hodgman 1974).
fn clipped(mut points: Vec<(f64, f64)>, area: &Area) -> Vec<(f64, f64)> {
    type Side = fn(&Area, (f64, f64)) -> f64;
    // How far inside of each side a point lies.
    let sides: [Side; 4] = [
        |area, point| point.0 - area.left,
        |area, point| area.right - point.0,
        |area, point| point.1 - area.top,
        |area, point| area.bottom - point.1,
    ];
    for inside in sides {
        let mut kept = Vec::with_capacity(points.len());
        for (at, to) in points.iter().enumerate() {
            let from = points[(at + points.len() - 1) % points.len()];
            let (before, here) = (inside(area, from), inside(area, *to));
            if (before < 0.0) != (here < 0.0) {
                let share = before / (before - here);
                kept.push((
                    from.0 + (to.0 - from.0) * share,
                    from.1 + (to.1 - from.1) * share,
                ));
            }
            if here >= 0.0 {
                kept.push(*to);
            }
        }
        points = kept;
    }
    points
}
