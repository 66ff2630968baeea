//! Random rows to ask about: tables, joins, questions inside questions.

use rand::Rng;
use rand::seq::IndexedRandom;

use super::grow::{Grow, Scope};
use super::tables::Made;
use super::tree::{Kind, Piece};

impl Grow<'_> {
    fn table(&mut self) -> Made {
        let tables = self.tables;
        tables.choose(&mut self.random).unwrap().clone()
    }

    /// One table under a fresh name.
    pub(super) fn named_table(&mut self) -> (Piece, Scope, String) {
        let (made, name) = (self.table(), self.fresh());
        let columns = made.columns.iter();
        let scope = columns
            .map(|(column, kind)| (format!("{name}.{column}"), *kind))
            .collect();
        let source = Piece::leaf(Kind::Source, format!("{} as {name}", made.name));
        (source, scope, name)
    }

    /// One table or one question, under a name of its own.
    pub(super) fn one_source(&mut self, depth: usize) -> (Piece, Scope) {
        if depth > 0 && self.chance(0.25) {
            let name = self.fresh();
            let (question, kinds) = self.question(depth - 1);
            let scope = kinds
                .iter()
                .enumerate()
                .filter(|(_, kind)| **kind != Kind::Ratio)
                .map(|(at, kind)| (format!("{name}.c{at}"), *kind))
                .collect();
            let text = format!("({{0}}) as {name}");
            return (Piece::new(Kind::Source, text, vec![question]), scope);
        }
        let (table, scope, _) = self.named_table();
        (table, scope)
    }

    /// Rows with their columns: a table or several joined.
    pub(super) fn source(&mut self, depth: usize) -> (Piece, Scope) {
        let (mut source, mut scope) = self.one_source(depth);
        if self.chance(0.15) {
            return self.halved(source, scope);
        }
        let joins = *[0, 0, 1, 1, 1, 2].choose(&mut self.random).unwrap();
        if joins == 1 && self.chance(0.2) {
            return self.by_name();
        }
        for _ in 0..joins {
            let (other, columns) = self.one_source(depth.saturating_sub(1));
            let how = self.pick(&[
                "join",
                "join",
                "left join",
                "left join",
                "right join",
                "full join",
                "cross join",
                ",",
            ]);
            // A comma binds less than a join: only the first may be one.
            let is_joined_on = joins > 1 || self.is_free();
            let how = if how == "," && is_joined_on {
                "cross join"
            } else {
                how
            };
            scope.extend(columns);
            let mut inside = vec![source, other];
            let form = if matches!(how, "cross join" | ",") {
                format!("{{0}} {how} {{1}}")
            } else {
                inside.push(self.met(&scope));
                format!("{{0}} {how} {{1}} on {{2}}")
            };
            source = Piece::new(Kind::Source, form, inside);
        }
        (source, scope)
    }

    /// A condition under which rows of two sides meet; mostly with an equality.
    pub(super) fn met(&mut self, scope: &Scope) -> Piece {
        let keys: Vec<&String> = scope
            .iter()
            .filter(|(name, kind)| *kind == Kind::Whole && !name.contains("id"))
            .map(|(name, _)| name)
            .collect();
        if let (Some(left), Some(right), true) = (keys.first(), keys.last(), self.chance(0.75)) {
            let equal = Piece::leaf(Kind::Truth, format!("{left} = {right}"));
            if self.chance(0.6) {
                return equal;
            }
            let inside = vec![equal, self.truth(scope, 2)];
            return Piece::new(Kind::Truth, "({0} and {1})", inside);
        }
        self.truth(scope, 2)
    }

    /// Two tables that meet where `k` is equal.
    fn by_name(&mut self) -> (Piece, Scope) {
        let (left, of_left, a) = self.named_table();
        let (right, of_right, b) = self.named_table();
        let how = self.pick(&["join", "left join", "right join", "full join"]);
        let keys = [format!("{a}.k"), format!("{b}.k")];
        let mut scope: Scope = of_left.into_iter().chain(of_right).collect();
        scope.retain(|(name, _)| !keys.contains(name));
        scope.push(("k".to_owned(), Kind::Whole));
        let form = format!("{{0}} {how} {{1}} using (k)");
        (Piece::new(Kind::Source, form, vec![left, right]), scope)
    }

    /// Rows that have, or do not have, a partner.
    fn halved(&mut self, source: Piece, scope: Scope) -> (Piece, Scope) {
        let (other, columns, _) = self.named_table();
        let both = scope.iter().cloned().chain(columns).collect();
        let condition = self.met(&both);
        let (how, exists) = if self.chance(0.5) {
            ("semi join", "exists")
        } else {
            ("anti join", "not exists")
        };
        let ours = format!("{{0}} {how} {{1}} on {{2}}");
        // Only a table under its own name can be read like this in both dialects.
        let name = scope.first().and_then(|(name, _)| name.split_once('.'));
        let Some((name, _)) = name else {
            return (source, scope);
        };
        let theirs = format!(
            "(select * from {{0}} where {exists} (select 1 from {{1}} where {{2}})) as {name}"
        );
        let inside = vec![source, other, condition];
        (Piece::two(Kind::Source, &ours, &theirs, inside), scope)
    }

    /// A condition with a question inside: existence or membership.
    pub(super) fn asked(&mut self, outer: &Scope) -> Piece {
        let (table, columns, _) = self.named_table();
        let not = self.pick(&["", "not "]);
        let condition = self.inner_condition(&columns, outer);
        if self.chance(0.4) {
            let form = format!("({not}exists (select 1 from {{0}}{{1}}))");
            return Piece::new(Kind::Truth, form, vec![table, condition]);
        }
        let of = self.kind();
        let inside = vec![
            self.value(of, outer, 1),
            self.value(of, &columns, 1),
            table,
            condition,
        ];
        let form = format!("({{0}} {not}in (select {{1}} from {{2}}{{3}}))");
        Piece::new(Kind::Truth, form, inside)
    }

    /// A question that is one value.
    pub(super) fn single(&mut self, kind: Kind, outer: &Scope) -> Piece {
        let (table, columns, _) = self.named_table();
        let condition = self.inner_condition(&columns, outer);
        let inside = vec![self.aggregate(kind, &columns), table, condition];
        Piece::new(kind, "(select {0} from {1}{2})", inside)
    }

    fn inner_condition(&mut self, columns: &Scope, outer: &Scope) -> Piece {
        let outside: Vec<&String> = outer
            .iter()
            .filter(|(_, kind)| *kind == Kind::Whole)
            .map(|(name, _)| name)
            .collect();
        let mut conditions = Vec::new();
        if let (Some(name), true) = (outside.choose(&mut self.random), self.chance(0.5)) {
            let inside = vec![
                Piece::leaf(Kind::Whole, name.as_str()),
                self.value(Kind::Whole, columns, 0),
            ];
            conditions.push(Piece::new(Kind::Truth, "{1} = {0}", inside));
        }
        if self.chance(0.5) {
            conditions.push(self.truth(columns, 1));
        }
        let form = match conditions.len() {
            0 => "",
            1 => " where {0}",
            _ => " where {0} and {1}",
        };
        Piece::new(Kind::Clause, form, conditions)
    }

    /// A number of rows below a few.
    pub(super) fn few(&mut self) -> i64 {
        self.random.random_range(0..7)
    }
}
