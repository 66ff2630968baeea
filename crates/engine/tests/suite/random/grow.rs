//! Random expressions over the columns in scope.

use rand::Rng;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;

use super::tables::{Made, TEXTS, Values};
use super::tree::{Kind, Piece};

/// Makes statements over some tables.
pub(super) struct Grow<'a> {
    pub random: SmallRng,
    pub tables: &'a [Made],
    pub values: Values,
    /// How many names of tables were given so far.
    pub named: usize,
}

/// The columns that may be named, each as it is written.
pub(super) type Scope = Vec<(String, Kind)>;

impl Grow<'_> {
    pub(super) fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts.choose(&mut self.random).copied().unwrap()
    }

    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.random.random_bool(share)
    }

    /// Whether the whole dialect is asked for, and not only what SQLite knows, too.
    pub(super) fn is_free(&self) -> bool {
        self.values == Values::Extreme
    }

    pub(super) fn fresh(&mut self) -> String {
        self.named += 1;
        format!("x{}", self.named)
    }

    pub(super) fn kind(&mut self) -> Kind {
        Kind::VALUES.choose(&mut self.random).copied().unwrap()
    }

    fn number(&mut self) -> Kind {
        [Kind::Whole, Kind::Whole, Kind::Double, Kind::Money]
            .choose(&mut self.random)
            .copied()
            .unwrap()
    }

    /// An expression of a kind.
    pub(super) fn value(&mut self, kind: Kind, scope: &Scope, depth: usize) -> Piece {
        if depth == 0 || self.chance(0.25) {
            return self.leaf(kind, scope);
        }
        if self.chance(0.3) {
            return self.choice(kind, scope, depth - 1);
        }
        if kind != Kind::Truth && depth > 1 && self.chance(0.04) {
            return self.single(kind, scope);
        }
        match kind {
            Kind::Whole => self.whole(scope, depth - 1),
            Kind::Double | Kind::Money => self.broken(kind, scope, depth - 1),
            Kind::Text => self.text(scope, depth - 1),
            Kind::Truth => self.truth(scope, depth),
            Kind::Day => self.day(scope, depth - 1),
            Kind::Instant => self.instant(scope, depth - 1),
            _ => self.ratio(scope, depth - 1),
        }
    }

    fn leaf(&mut self, kind: Kind, scope: &Scope) -> Piece {
        let columns: Vec<&String> = scope
            .iter()
            .filter(|(_, of)| *of == kind)
            .map(|(name, _)| name)
            .collect();
        if let (Some(name), true) = (columns.choose(&mut self.random), self.chance(0.8)) {
            return Piece::leaf(kind, name.as_str());
        }
        match kind {
            Kind::Whole => {
                let number = self.random.random_range(-3..12);
                Piece::leaf(
                    kind,
                    if number < 0 {
                        format!("({number})")
                    } else {
                        number.to_string()
                    },
                )
            }
            Kind::Double => Piece::leaf(kind, self.pick(&["0.5e0", "2e0", "7.25e0", "0e0"])),
            Kind::Money => Piece::leaf(kind, self.pick(&["0.50", "2.00", "7.25", "0.0", "12.75"])),
            Kind::Text => Piece::leaf(kind, format!("'{}'", self.pick(&TEXTS))),
            Kind::Truth => Piece::two(
                kind,
                "{0}",
                "{0}",
                vec![Piece::leaf(
                    Kind::Clause,
                    self.pick(&["true", "false", "null"]),
                )],
            ),
            Kind::Day => {
                let day = self.pick(&["2024-02-29", "2024-03-01", "1900-01-01", "2023-12-31"]);
                Piece::two(
                    kind,
                    &format!("date '{day}'"),
                    &format!("'{day}'"),
                    Vec::new(),
                )
            }
            Kind::Instant => self.written_instant(),
            _ => Piece::leaf(kind, "0.5"),
        }
    }

    /// Forms that any kind has.
    fn choice(&mut self, kind: Kind, scope: &Scope, depth: usize) -> Piece {
        let one = |grow: &mut Self| grow.value(kind, scope, depth);
        match self.random.random_range(0..6) {
            0 => {
                let inside = vec![one(self), one(self)];
                Piece::new(kind, "coalesce({0}, {1})", inside)
            }
            1 => {
                let inside = vec![one(self), one(self)];
                Piece::new(kind, "nullif({0}, {1})", inside)
            }
            2 => {
                let inside = vec![self.truth(scope, depth), one(self)];
                Piece::new(kind, "case when {0} then {1} end", inside)
            }
            3 => {
                let (of, inside) = (self.kind(), vec![one(self), one(self)]);
                let mut inside = inside;
                inside.push(self.value(of, scope, depth));
                inside.push(self.value(of, scope, depth));
                Piece::new(kind, "case {2} when {3} then {0} else {1} end", inside)
            }
            _ => {
                let inside = vec![self.truth(scope, depth), one(self), one(self)];
                Piece::new(kind, "case when {0} then {1} else {2} end", inside)
            }
        }
    }

    fn whole(&mut self, scope: &Scope, depth: usize) -> Piece {
        let kind = Kind::Whole;
        let one = self.value(kind, scope, depth);
        match self.random.random_range(0..12) {
            0 | 1 => {
                let op = self.pick(&["+", "-"]);
                let other = self.value(kind, scope, depth);
                Piece::new(kind, format!("({{0}} {op} {{1}})"), vec![one, other])
            }
            2 => {
                let factor = self.pick(&["2", "3", "(-1)", "0"]);
                Piece::new(kind, format!("({{0}} * {factor})"), vec![one])
            }
            3 => {
                let other = self.value(kind, scope, depth);
                Piece::two(kind, "({0} // {1})", "({0} / {1})", vec![one, other])
            }
            4 => {
                let other = self.value(kind, scope, depth);
                Piece::new(kind, "({0} % {1})", vec![one, other])
            }
            5 => Piece::new(kind, "abs({0})", vec![one]),
            6 => Piece::new(kind, "(-{0})", vec![one]),
            7 => Piece::new(
                kind,
                "length({0})",
                vec![self.value(Kind::Text, scope, depth)],
            ),
            8 => {
                let inside = vec![self.value(Kind::Text, scope, depth)];
                Piece::two(kind, "strpos({0}, 'a')", "instr({0}, 'a')", inside)
            }
            9 => self.part(scope, depth),
            10 => {
                let inside = vec![
                    self.value(Kind::Day, scope, depth),
                    self.value(Kind::Day, scope, depth),
                ];
                let theirs = "cast(julianday({0}) - julianday({1}) as integer)";
                Piece::two(kind, "({0} - {1})", theirs, inside)
            }
            _ => {
                let inside = vec![self.value(Kind::Money, scope, depth)];
                let theirs = "cast(round({0}) as integer)";
                Piece::two(kind, "cast({0} as bigint)", theirs, inside)
            }
        }
    }

    fn broken(&mut self, kind: Kind, scope: &Scope, depth: usize) -> Piece {
        let one = self.value(kind, scope, depth);
        match self.random.random_range(0..6) {
            0 | 1 => {
                let op = self.pick(&["+", "-"]);
                let other = self.value(kind, scope, depth);
                Piece::new(kind, format!("({{0}} {op} {{1}})"), vec![one, other])
            }
            2 => Piece::new(kind, "({0} * 2)", vec![one]),
            3 => Piece::new(kind, "abs({0})", vec![one]),
            4 => Piece::new(kind, "(-{0})", vec![one]),
            _ if kind == Kind::Double => {
                let inside = vec![self.value(Kind::Whole, scope, depth)];
                Piece::two(kind, "cast({0} as double)", "cast({0} as real)", inside)
            }
            _ => {
                let inside = vec![self.value(Kind::Whole, scope, 0)];
                let theirs = "cast({0} as real)";
                Piece::two(kind, "cast({0} as decimal(38, 2))", theirs, inside)
            }
        }
    }

    fn ratio(&mut self, scope: &Scope, depth: usize) -> Piece {
        let kind = self.number();
        let inside = vec![
            self.value(kind, scope, depth),
            self.value(kind, scope, depth),
        ];
        let theirs = "(cast({0} as real) / {1})";
        Piece::two(Kind::Ratio, "({0} / {1})", theirs, inside)
    }

    fn text(&mut self, scope: &Scope, depth: usize) -> Piece {
        let kind = Kind::Text;
        let one = self.value(kind, scope, depth);
        match self.random.random_range(0..9) {
            0 | 1 => {
                let other = self.value(kind, scope, depth);
                Piece::new(kind, "({0} || {1})", vec![one, other])
            }
            2 => {
                let from = self.random.random_range(1..4);
                let count = self.random.random_range(0..3);
                Piece::new(kind, format!("substr({{0}}, {from}, {count})"), vec![one])
            }
            3 => Piece::new(kind, "replace({0}, 'a', 'bb')", vec![one]),
            4 => Piece::new(kind, "trim({0})", vec![one]),
            5 => Piece::new(kind, "ltrim({0})", vec![one]),
            6 => {
                let inside = vec![self.value(Kind::Whole, scope, depth)];
                Piece::new(kind, "cast({0} as text)", inside)
            }
            7 => {
                let inside = vec![self.value(Kind::Day, scope, depth)];
                Piece::new(kind, "cast({0} as text)", inside)
            }
            _ => Piece::two(kind, "upper({0})", "upper_of({0})", vec![one]),
        }
    }

    /// A condition.
    pub(super) fn truth(&mut self, scope: &Scope, depth: usize) -> Piece {
        let kind = Kind::Truth;
        if depth == 0 {
            return self.compared(scope, 0);
        }
        let depth = depth - 1;
        match self.random.random_range(0..20) {
            0..=2 => {
                let op = self.pick(&["and", "or"]);
                let inside = vec![self.truth(scope, depth), self.truth(scope, depth)];
                Piece::new(kind, format!("({{0}} {op} {{1}})"), inside)
            }
            3 | 4 => Piece::new(kind, "(not {0})", vec![self.truth(scope, depth)]),
            5 | 6 => {
                let test = self.pick(&["is true", "is false", "is not true", "is not false"]);
                Piece::new(
                    kind,
                    format!("({{0}} {test})"),
                    vec![self.truth(scope, depth)],
                )
            }
            7 => {
                let of = self.kind();
                let test = self.pick(&["is null", "is not null"]);
                Piece::new(
                    kind,
                    format!("({{0}} {test})"),
                    vec![self.value(of, scope, depth)],
                )
            }
            8 | 9 => {
                let (of, not) = (self.kind(), self.pick(&["", "not "]));
                let inside = vec![
                    self.value(of, scope, depth),
                    self.leaf(of, scope),
                    self.value(of, scope, depth),
                ];
                Piece::new(kind, format!("({{0}} {not}in ({{1}}, {{2}}))"), inside)
            }
            10 => {
                let not = self.pick(&["", "not "]);
                let item = self.pick(&["null", "'a'", "'Zoë'"]);
                let form = format!("({{0}} {not}in ('b', 'aba', '', '日本', {item}))");
                Piece::new(kind, form, vec![self.value(Kind::Text, scope, depth)])
            }
            11 => {
                let (of, not) = (self.kind(), self.pick(&["", "not "]));
                let inside = (0..3).map(|_| self.value(of, scope, depth)).collect();
                Piece::new(
                    kind,
                    format!("({{0}} {not}between {{1}} and {{2}})"),
                    inside,
                )
            }
            12 => {
                let not = self.pick(&["", "not "]);
                let form = self.pick(&["'a%'", "'%b'", "'_'", "'%'", "''", "'%日%'", "'Zo_'"]);
                let form = format!("({{0}} {not}like {form})");
                Piece::new(kind, form, vec![self.value(Kind::Text, scope, depth)])
            }
            13 => {
                let items = "(1, 'a'), (2, null), (3, 'b')";
                let inside = vec![
                    self.value(Kind::Whole, scope, depth),
                    self.value(Kind::Text, scope, depth),
                ];
                let ours = format!("(({{0}}, {{1}}) in ({items}))");
                let theirs = format!("(({{0}}, {{1}}) in (values {items}))");
                Piece::two(kind, &ours, &theirs, inside)
            }
            14 | 15 if depth > 0 => self.asked(scope),
            _ => self.compared(scope, depth),
        }
    }

    fn compared(&mut self, scope: &Scope, depth: usize) -> Piece {
        let of = self.kind();
        let op = self.pick(&[
            "=",
            "=",
            "<>",
            "<",
            "<=",
            ">",
            ">=",
            "is distinct from",
            "is not distinct from",
        ]);
        let inside = vec![self.value(of, scope, depth), self.value(of, scope, depth)];
        Piece::new(Kind::Truth, format!("({{0}} {op} {{1}})"), inside)
    }
}
