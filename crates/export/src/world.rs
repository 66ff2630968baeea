//! The countries of the world: their shapes, the names and codes that find them, and where a place of the earth
//! stands on a flat map.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

/// A point of the map, in parts of the earth's radius to the right and up.
pub(crate) type Point = (f64, f64);

#[derive(Deserialize)]
struct Asset {
    countries: Vec<Written>,
}

#[derive(Deserialize)]
struct Written {
    iso2: String,
    iso3: String,
    name: String,
    also: Vec<String>,
    at: (f64, f64),
    /// Hundredths of a degree: the first point, then each by its distance from the one before.
    rings: Vec<Vec<i32>>,
}

/// One country on the map.
pub(crate) struct Country {
    /// Longitude and latitude of the middle of its largest part.
    pub(crate) at: (f64, f64),
    /// None for one that is too small to be drawn.
    pub(crate) rings: Vec<Vec<Point>>,
}

/// All countries, and how they are found.
pub(crate) struct World {
    pub(crate) countries: Vec<Country>,
    places: BTreeMap<String, usize>,
    pub(crate) bounds: Bounds,
}

/// The world; read once.
pub(crate) fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let text = include_str!("../../../assets/map/countries.json");
        // The asset is part of the program, and a test reads it.
        let asset: Asset = serde_json::from_str(text).unwrap_or(Asset {
            countries: Vec::new(),
        });
        World::of(asset)
    })
}

impl World {
    fn of(asset: Asset) -> Self {
        let (mut countries, mut places) = (Vec::new(), BTreeMap::new());
        for (at, written) in asset.countries.into_iter().enumerate() {
            let codes = [written.iso2, written.iso3, written.name];
            for name in codes.iter().chain(&written.also) {
                places.insert(plain(name), at);
            }
            countries.push(Country {
                at: written.at,
                rings: written.rings.iter().map(|ring| points(ring)).collect(),
            });
        }
        places.remove("");
        let bounds = Bounds::of(countries.iter().flat_map(|one| one.rings.iter().flatten()));
        Self {
            countries,
            places,
            bounds,
        }
    }

    /// The country of a name or code, whatever its case and signs; none when it is not known.
    pub(crate) fn country(&self, name: &str) -> Option<usize> {
        self.places.get(&plain(name)).copied()
    }

    /// The part of the map that shows these places: the whole of it, when they lie far from each other.
    pub(crate) fn around<'p>(&self, points: impl Iterator<Item = &'p Point>) -> Bounds {
        /// Room around what is shown, in parts of it; less than a part of the world is not shown, and more
        /// than another part is shown whole.
        const ROOM: f64 = 0.15;
        const LEAST: f64 = 0.12;
        const MOST: f64 = 0.6;
        let found = Bounds::of(points);
        let half =
            |length: f64, whole: f64| (length * (1.0 + 2.0 * ROOM) / 2.0).max(whole * LEAST / 2.0);
        let across = half(found.width(), self.bounds.width());
        let up = half(found.height(), self.bounds.height());
        let is_far =
            across * 2.0 > self.bounds.width() * MOST || up * 2.0 > self.bounds.height() * MOST;
        if is_far {
            return self.bounds;
        }
        let x = f64::midpoint(found.left, found.right);
        let y = f64::midpoint(found.low, found.high);
        Bounds {
            left: x - across,
            right: x + across,
            low: y - up,
            high: y + up,
        }
    }
}

impl Country {
    /// The largest part, which is what a country is known by.
    pub(crate) fn mainland(&self) -> Vec<Point> {
        let size = |ring: &&Vec<Point>| {
            let bounds = Bounds::of(ring.iter());
            bounds.width() * bounds.height()
        };
        let largest = self
            .rings
            .iter()
            .max_by(|one, other| size(one).total_cmp(&size(other)));
        largest.map_or_else(|| vec![flat(self.at)], Clone::clone)
    }
}

fn points(ring: &[i32]) -> Vec<Point> {
    let mut here = (0, 0);
    let steps = ring.chunks_exact(2);
    steps
        .map(|step| {
            here = (here.0 + step[0], here.1 + step[1]);
            flat((f64::from(here.0) / 100.0, f64::from(here.1) / 100.0))
        })
        .collect()
}

fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    lower
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// A place on the map, by the Equal Earth projection (Šavrič, Patterson and Jenny 2018): areas are true.
pub(crate) fn flat((longitude, latitude): (f64, f64)) -> Point {
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let root = 3.0_f64.sqrt();
    let angle = (root / 2.0 * latitude.to_radians().sin()).asin();
    let two = angle * angle;
    let six = two * two * two;
    let slope = 9.0 * A[3] * six * two + 7.0 * A[2] * six + 3.0 * A[1] * two + A[0];
    let across = 2.0 * root * longitude.to_radians() * angle.cos() / (3.0 * slope);
    (
        across,
        angle * (A[3] * six * two + A[2] * six + A[1] * two + A[0]),
    )
}

/// A part of the map.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Bounds {
    fn of<'p>(points: impl Iterator<Item = &'p Point>) -> Self {
        let none = Self {
            left: f64::MAX,
            right: f64::MIN,
            low: f64::MAX,
            high: f64::MIN,
        };
        points.fold(none, |bounds, (x, y)| Self {
            left: bounds.left.min(*x),
            right: bounds.right.max(*x),
            low: bounds.low.min(*y),
            high: bounds.high.max(*y),
        })
    }

    pub(crate) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(&self) -> f64 {
        self.high - self.low
    }
}

#[cfg(test)]
mod tests {
    use super::{flat, world};

    #[test]
    fn countries_are_found_by_codes_and_names() {
        let world = world();
        assert!(world.countries.len() > 230);
        for names in [
            ["DE", "deu", "Germany", "deutschland"],
            ["GB", "GBR", "United Kingdom", "U.K."],
            ["CI", "CIV", "Ivory Coast", "Côte d'Ivoire"],
            ["SG", "SGP", "Singapore", " singapore "],
        ] {
            let found = names.map(|name| world.country(name));
            assert!(found[0].is_some(), "{names:?}");
            assert!(
                found.iter().all(|one| *one == found[0]),
                "{names:?}: {found:?}"
            );
        }
        assert_ne!(world.country("Congo"), world.country("DR Congo"));
        assert_eq!(world.country("DACH"), None);
        assert_eq!(world.country("–"), None);
    }

    #[test]
    fn the_map_is_that_of_equal_earth() {
        let (x, y) = flat((180.0, 0.0));
        assert!((x - 2.706_629_964).abs() < 1e-6 && y.abs() < 1e-12);
        let (_, top) = flat((0.0, 90.0));
        assert!((top - 1.317_362_759).abs() < 1e-6);
    }
}
