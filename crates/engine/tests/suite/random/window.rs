//! Random window functions over one table, whose `id` settles every order.

use rand::Rng;
use rand::seq::IndexedRandom;

use super::grow::{Grow, Scope};
use super::tree::{Kind, Piece};

const ENDS: [&str; 5] = [
    "unbounded preceding",
    "2 preceding",
    "current row",
    "1 following",
    "unbounded following",
];

impl Grow<'_> {
    /// A window function and the kind of its value.
    pub(super) fn window(&mut self, scope: &Scope, table: &str) -> (Piece, Kind) {
        match self.random.random_range(0..4) {
            0 => self.ranked(scope, table),
            1 => self.moved(scope, table),
            _ => self.framed(scope, table),
        }
    }

    fn parts(&mut self, scope: &Scope) -> Piece {
        let kind = self.kind();
        let by = vec![self.value(kind, scope, 1)];
        match self.random.random_range(0..3) {
            0 => Piece::nothing(),
            _ => Piece::new(Kind::Clause, "partition by {0} ", by),
        }
    }

    /// An order by one expression, settled by `id` where that is asked for.
    fn order(&mut self, kind: Kind, scope: &Scope, id: Option<&str>) -> Piece {
        let key = vec![self.value(kind, scope, 1)];
        let (ours, theirs) = [
            ("", "nulls last"),
            ("desc", "desc nulls first"),
            ("asc nulls first", "asc nulls first"),
            ("desc nulls last", "desc nulls last"),
        ]
        .choose(&mut self.random)
        .copied()
        .unwrap();
        let id = id.map_or_else(String::new, |id| format!(", {id}.id"));
        Piece::two(
            Kind::Source,
            &format!("order by {{0}} {ours}{id}"),
            &format!("order by {{0}} {theirs}{id}"),
            key,
        )
    }

    fn ranked(&mut self, scope: &Scope, table: &str) -> (Piece, Kind) {
        let (function, kind, is_settled) = [
            ("row_number()", Kind::Whole, true),
            ("ntile(3)", Kind::Whole, true),
            ("rank()", Kind::Whole, false),
            ("dense_rank()", Kind::Whole, false),
            ("percent_rank()", Kind::Ratio, false),
            ("cume_dist()", Kind::Ratio, false),
        ]
        .choose(&mut self.random)
        .copied()
        .unwrap();
        let by = self.kind();
        let inside = vec![
            self.parts(scope),
            self.order(by, scope, is_settled.then_some(table)),
        ];
        let form = format!("{function} over ({{0}}{{1}})");
        (Piece::new(kind, form, inside), kind)
    }

    fn moved(&mut self, scope: &Scope, table: &str) -> (Piece, Kind) {
        let (kind, by) = (self.kind(), self.kind());
        let mut inside = vec![
            self.parts(scope),
            self.order(by, scope, Some(table)),
            self.value(kind, scope, 1),
        ];
        let by = self.random.random_range(0..3);
        let which = self.pick(&["lag", "lead"]);
        let form = if self.chance(0.4) {
            inside.push(self.value(kind, scope, 0));
            format!("{which}({{2}}, {by}, {{3}}) over ({{0}}{{1}})")
        } else {
            format!("{which}({{2}}, {by}) over ({{0}}{{1}})")
        };
        (Piece::new(kind, form, inside), kind)
    }

    fn framed(&mut self, scope: &Scope, table: &str) -> (Piece, Kind) {
        let units = self.pick(&["", "rows", "range", "groups"]);
        // Which row is first, and how many are counted back, depends on a settled order.
        let (function, kind) = self.over_frame(scope, matches!(units, "rows"));
        let frame = self.frame(units);
        let by = if units == "range" && frame.contains(char::is_numeric) {
            self.pick_number()
        } else {
            self.kind()
        };
        let settled = (units == "rows").then_some(table);
        let inside = vec![self.parts(scope), self.order(by, scope, settled), function];
        let form = format!("{{2}} over ({{0}}{{1}} {frame})");
        (Piece::new(kind, form, inside), kind)
    }

    fn pick_number(&mut self) -> Kind {
        [Kind::Whole, Kind::Double]
            .choose(&mut self.random)
            .copied()
            .unwrap()
    }

    fn frame(&mut self, units: &str) -> String {
        if units.is_empty() {
            return String::new();
        }
        let from = self.random.random_range(0..4);
        let to = self.random.random_range(from.max(1)..5);
        format!("{units} between {} and {}", ENDS[from], ENDS[to])
    }

    fn over_frame(&mut self, scope: &Scope, is_settled: bool) -> (Piece, Kind) {
        let kind = self.kind();
        let of = vec![self.value(kind, scope, 1)];
        if is_settled && self.chance(0.4) {
            let form = self.pick(&["first_value({0})", "last_value({0})", "nth_value({0}, 2)"]);
            return (Piece::new(kind, form, of), kind);
        }
        match self.random.random_range(0..5) {
            0 => (Piece::leaf(Kind::Whole, "count(*)"), Kind::Whole),
            1 => (Piece::new(Kind::Whole, "count({0})", of), Kind::Whole),
            2 if kind.is_number() => (Piece::new(Kind::Ratio, "avg({0})", of), Kind::Ratio),
            3 if kind.is_number() => (Piece::new(kind, "sum({0})", of), kind),
            _ if kind == Kind::Truth => (Piece::new(Kind::Whole, "count({0})", of), Kind::Whole),
            _ => {
                let form = self.pick(&["min({0})", "max({0})"]);
                (Piece::new(kind, form, of), kind)
            }
        }
    }
}
