//! Random days and instants.

use rand::Rng;
use rand::seq::IndexedRandom;

use super::grow::{Grow, Scope};
use super::tree::{Kind, Piece};

/// Parts of both, and how SQLite calls them.
const OF_DAYS: [(&str, &str); 3] = [("year", "%Y"), ("month", "%m"), ("day", "%d")];
const OF_TIMES: [(&str, &str); 4] = [
    ("year", "%Y"),
    ("hour", "%H"),
    ("minute", "%M"),
    ("second", "%S"),
];

impl Grow<'_> {
    pub(super) fn day(&mut self, scope: &Scope, depth: usize) -> Piece {
        let kind = Kind::Day;
        match self.random.random_range(0..4) {
            0 => {
                let inside = vec![
                    self.value(kind, scope, depth),
                    self.value(Kind::Whole, scope, 0),
                ];
                let theirs = "date({0}, ({1}) || ' days')";
                Piece::two(kind, "({0} + {1})", theirs, inside)
            }
            1 => {
                let inside = vec![self.value(Kind::Instant, scope, depth)];
                Piece::two(kind, "cast({0} as date)", "date({0})", inside)
            }
            _ => {
                let unit = self.pick(&["month", "year"]);
                let ours = format!("date_trunc('{unit}', {{0}})");
                let theirs = format!("date({{0}}, 'start of {unit}')");
                let inside = vec![self.value(kind, scope, depth)];
                Piece::two(kind, &ours, &theirs, inside)
            }
        }
    }

    pub(super) fn instant(&mut self, scope: &Scope, depth: usize) -> Piece {
        let kind = Kind::Instant;
        match self.random.random_range(0..5) {
            0 => {
                let inside = vec![self.value(Kind::Day, scope, depth)];
                let theirs = "datetime({0})";
                Piece::two(kind, "cast({0} as timestamp)", theirs, inside)
            }
            1 => {
                let (sign, span) = (
                    self.pick(&["+", "-"]),
                    self.pick(&["90 minutes", "36 hours", "3 days"]),
                );
                let ours = format!("({{0}} {sign} interval '{span}')");
                let theirs = format!("datetime({{0}}, '{sign}{span}')");
                let inside = vec![self.value(kind, scope, depth)];
                Piece::two(kind, &ours, &theirs, inside)
            }
            2 => {
                let (unit, form) = [
                    ("hour", "%Y-%m-%d %H:00:00"),
                    ("day", "%Y-%m-%d 00:00:00"),
                    ("month", "%Y-%m-01 00:00:00"),
                ]
                .choose(&mut self.random)
                .copied()
                .unwrap();
                let ours = format!("date_trunc('{unit}', {{0}})");
                let theirs = format!("strftime('{form}', {{0}})");
                let inside = vec![self.value(kind, scope, depth)];
                Piece::two(kind, &ours, &theirs, inside)
            }
            3 => {
                let inside = vec![
                    self.value(Kind::Day, scope, depth),
                    self.value(kind, scope, depth),
                ];
                Piece::two(
                    kind,
                    "(case when {0} < {1} then {0} else {1} end)",
                    "(case when datetime({0}) < {1} then datetime({0}) else {1} end)",
                    inside,
                )
            }
            _ => {
                let inside = vec![
                    self.value(kind, scope, depth),
                    self.value(Kind::Day, scope, depth),
                ];
                let theirs = "coalesce({0}, datetime({1}))";
                Piece::two(kind, "coalesce({0}, {1})", theirs, inside)
            }
        }
    }

    pub(super) fn written_instant(&mut self) -> Piece {
        let instant = self.pick(&[
            "2024-02-29 00:00:00",
            "2024-03-01 12:00:00",
            "1500-01-10 01:30:00",
            "9999-12-31 00:00:00",
        ]);
        let ours = format!("timestamp '{instant}'");
        Piece::two(Kind::Instant, &ours, &format!("'{instant}'"), Vec::new())
    }

    /// A part of a day or an instant as a whole number.
    pub(super) fn part(&mut self, scope: &Scope, depth: usize) -> Piece {
        let (kind, parts): (_, &[(&str, &str)]) = if self.chance(0.5) {
            (Kind::Day, &OF_DAYS)
        } else {
            (Kind::Instant, &OF_TIMES)
        };
        let (part, form) = parts.choose(&mut self.random).copied().unwrap();
        let inside = vec![self.value(kind, scope, depth)];
        Piece::two(
            Kind::Whole,
            &format!("cast(extract({part} from {{0}}) as bigint)"),
            &format!("cast(strftime('{form}', {{0}}) as integer)"),
            inside,
        )
    }
}
