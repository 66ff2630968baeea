//! Random questions: lists, groups, windows, sets, named queries.

use std::fmt::Write;

use rand::Rng;
use rand::seq::IndexedRandom;

use super::grow::{Grow, Scope};
use super::tree::{Kind, Piece};

impl Grow<'_> {
    /// A question and the kinds of its columns, which are called `c0`, `c1`, ….
    pub(super) fn question(&mut self, depth: usize) -> (Piece, Vec<Kind>) {
        match self.random.random_range(0..12) {
            0..=3 => self.list(depth),
            4..=7 => self.groups(depth),
            8 | 9 => self.over_windows(),
            10 => self.set(depth),
            _ => self.named(depth),
        }
    }

    fn kinds(&mut self) -> Vec<Kind> {
        (0..self.random.random_range(1..4))
            .map(|_| self.kind())
            .collect()
    }

    fn list(&mut self, depth: usize) -> (Piece, Vec<Kind>) {
        let mut kinds = self.kinds();
        if self.chance(0.15) {
            kinds.push(Kind::Ratio);
        }
        let question = self.list_of(&kinds, depth);
        if kinds.contains(&Kind::Ratio) || self.chance(0.7) {
            return (question, kinds);
        }
        let order: Vec<String> = (1..=kinds.len())
            .map(|at| {
                let direction = self.pick(&["", " desc", " asc nulls first", " desc nulls last"]);
                format!("{at}{direction}")
            })
            .collect();
        let theirs: Vec<String> = order
            .iter()
            .map(|key| match key.split_once(' ') {
                None => format!("{key} nulls last"),
                Some((_, "desc")) => format!("{key} nulls first"),
                _ => key.clone(),
            })
            .collect();
        let rows = format!("limit {} offset {}", self.few(), self.few() / 2);
        let order = Piece::two(
            Kind::Clause,
            &format!(" order by {} {rows}", order.join(", ")),
            &format!(" order by {} {rows}", theirs.join(", ")),
            Vec::new(),
        );
        (
            Piece::new(Kind::Question, "{0}{1}", vec![question, order]),
            kinds,
        )
    }

    fn list_of(&mut self, kinds: &[Kind], depth: usize) -> Piece {
        let (source, scope) = self.source(depth);
        let mut inside = vec![source, self.narrowed(&scope)];
        let mut form = format!("select {}", if self.chance(0.2) { "distinct " } else { "" });
        for (at, kind) in kinds.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(form, "{comma}{{{}}} as c{at}", inside.len()).unwrap();
            inside.push(self.value(*kind, &scope, 3));
        }
        form.push_str(" from {0}{1}");
        Piece::new(Kind::Question, form, inside)
    }

    /// A condition on rows, or none.
    pub(super) fn narrowed(&mut self, scope: &Scope) -> Piece {
        if self.chance(0.4) {
            return Piece::nothing();
        }
        Piece::new(Kind::Clause, " where {0}", vec![self.truth(scope, 3)])
    }

    fn groups(&mut self, depth: usize) -> (Piece, Vec<Kind>) {
        let (source, scope) = self.source(depth);
        let keys: Vec<Kind> = (0..self.random.random_range(0..3))
            .map(|_| self.kind())
            .collect();
        let mut inside = vec![source, self.narrowed(&scope)];
        let mut items = Vec::new();
        let mut places = Vec::new();
        for kind in &keys {
            let depth = self.random.random_range(0..3);
            let key = self.value(*kind, &scope, depth);
            items.push(format!("{{{}}} as c{}", inside.len(), items.len()));
            places.push(items.len().to_string());
            inside.push(key);
        }
        let mut kinds = keys;
        for _ in 0..self.random.random_range(1..4) {
            let mut kind = self.kind();
            if self.chance(0.15) {
                kind = Kind::Ratio;
            }
            items.push(format!("{{{}}} as c{}", inside.len(), items.len()));
            inside.push(self.aggregate(kind, &scope));
            kinds.push(kind);
        }
        let mut form = format!("select {} from {{0}}{{1}}", items.join(", "));
        if !places.is_empty() {
            write!(form, " group by {}", places.join(", ")).unwrap();
            if self.chance(0.35) {
                let having = self.having(&scope);
                write!(form, "{{{}}}", inside.len()).unwrap();
                inside.push(having);
            }
        }
        (Piece::new(Kind::Question, form, inside), kinds)
    }

    fn having(&mut self, scope: &Scope) -> Piece {
        let kind = self.kind();
        let op = self.pick(&["=", "<>", "<", ">=", "is distinct from"]);
        let groups = |grow: &mut Self| grow.aggregate(kind, scope);
        let inside = vec![groups(self), groups(self)];
        let condition = Piece::new(Kind::Truth, format!("({{0}} {op} {{1}})"), inside);
        Piece::new(Kind::Clause, " having {0}", vec![condition])
    }

    /// An aggregate with a value of this kind.
    pub(super) fn aggregate(&mut self, kind: Kind, scope: &Scope) -> Piece {
        let distinct = if self.chance(0.2) { "distinct " } else { "" };
        let form = match kind {
            Kind::Whole if self.chance(0.15) => {
                return self.filtered("count(*)", kind, Vec::new(), scope);
            }
            Kind::Whole if self.chance(0.3) => {
                let of = self.kind();
                let inside = vec![self.value(of, scope, 2)];
                return self.filtered(&format!("count({distinct}{{0}})"), kind, inside, scope);
            }
            Kind::Ratio => {
                let of = [Kind::Whole, Kind::Double, Kind::Money].choose(&mut self.random);
                let inside = vec![self.value(of.copied().unwrap(), scope, 2)];
                return self.filtered(&format!("avg({distinct}{{0}})"), kind, inside, scope);
            }
            Kind::Truth => {
                let (ours, theirs) = [("bool_and", "min"), ("bool_or", "max")]
                    .choose(&mut self.random)
                    .copied()
                    .unwrap();
                let inside = vec![self.truth(scope, 1)];
                return Piece::two(
                    kind,
                    &format!("{ours}({{0}})"),
                    &format!("{theirs}({{0}})"),
                    inside,
                );
            }
            _ if kind.is_number() && self.chance(0.6) => format!("sum({distinct}{{0}})"),
            _ => format!("{}({{0}})", self.pick(&["min", "max"])),
        };
        let inside = vec![self.value(kind, scope, 2)];
        self.filtered(&form, kind, inside, scope)
    }

    fn filtered(&mut self, form: &str, kind: Kind, mut inside: Vec<Piece>, scope: &Scope) -> Piece {
        if self.chance(0.8) {
            return Piece::new(kind, form, inside);
        }
        let at = inside.len();
        inside.push(self.truth(scope, 1));
        Piece::new(kind, format!("{form} filter (where {{{at}}})"), inside)
    }

    fn over_windows(&mut self) -> (Piece, Vec<Kind>) {
        let (source, scope, name) = self.named_table();
        let mut inside = vec![
            source,
            self.narrowed(&scope),
            Piece::leaf(Kind::Whole, format!("{name}.id")),
        ];
        let mut items = vec!["{2} as c0".to_owned()];
        let mut kinds = vec![Kind::Whole];
        for _ in 0..self.random.random_range(1..4) {
            let (window, kind) = self.window(&scope, &name);
            items.push(format!("{{{}}} as c{}", inside.len(), items.len()));
            inside.push(window);
            kinds.push(kind);
        }
        let form = format!("select {} from {{0}}{{1}}", items.join(", "));
        (Piece::new(Kind::Question, form, inside), kinds)
    }

    fn set(&mut self, depth: usize) -> (Piece, Vec<Kind>) {
        let kinds = self.kinds();
        let how = self.pick(&["union", "union all", "intersect", "except"]);
        let inside = vec![self.list_of(&kinds, 0), self.list_of(&kinds, depth.min(1))];
        let form = format!("{{0}} {how} {{1}}");
        (Piece::new(Kind::Question, form, inside), kinds)
    }

    fn named(&mut self, depth: usize) -> (Piece, Vec<Kind>) {
        let (name, a, b) = (self.fresh(), self.fresh(), self.fresh());
        let (question, kinds) = if depth == 0 {
            let kinds = self.kinds();
            (self.list_of(&kinds, 0), kinds)
        } else {
            self.question(depth - 1)
        };
        let column = |of: &str, at: usize| format!("{of}.c{at}");
        let of = |grow: &mut Self, name: &str| {
            let at = grow.random.random_range(0..kinds.len());
            (Piece::leaf(kinds[at], column(name, at)), kinds[at])
        };
        let ((one, first), (other, second)) = (of(self, &a), of(self, &b));
        let how = self.pick(&["join", "left join", "full join"]);
        let form = format!(
            "with {name} as ({{0}}) select {{1}} as c0, {{2}} as c1 from {name} as {a} {how} {name} as {b} on {a}.c0 = {b}.c0"
        );
        if kinds[0] == Kind::Ratio {
            return (question, kinds);
        }
        (
            Piece::new(Kind::Question, form, vec![question, one, other]),
            vec![first, second],
        )
    }
}
