//! One question in two forms that must have one answer: the whole against its three parts (where
//! a condition holds, does not hold, is unknown), a filter against counting row by row, a join
//! against a product, membership against existence.

use rand::Rng;

use super::grow::Grow;
use super::rows::difference;
use super::tables::Made;
use super::tree::{Dialect, Kind, Piece};
use super::trial::{Verdict, World};
use crate::ask::Bench;

/// The engine, asked twice.
pub(super) struct TwoForms(Bench);

impl World for TwoForms {
    fn of(tables: &[Made]) -> Self {
        let bench = Bench::new();
        for table in tables {
            table.open(&bench);
        }
        Self(bench)
    }

    fn verdict(&self, question: &Piece, kinds: &[Kind]) -> Verdict {
        let one = self.0.rows(&question.print(Dialect::Ours));
        let other = self.0.rows(&question.print_other_way());
        match (one, other) {
            (Err(error), _) | (_, Err(error)) => Verdict::of_error(error),
            (Ok(one), Ok(other)) => match difference(one, other, kinds) {
                None => Verdict::Right,
                Some(difference) => Verdict::Wrong(difference),
            },
        }
    }
}

/// A question in two forms, and the kinds of its columns.
pub(super) fn question(grow: &mut Grow<'_>) -> (Piece, Vec<Kind>) {
    match grow.random.random_range(0..10) {
        0 | 1 => rows(grow),
        2 | 3 => groups(grow),
        4 => having(grow),
        5 | 6 => counted(grow),
        7 => joined(grow),
        8 => kept(grow),
        _ => member(grow),
    }
}

/// Three copies of a text, for where `{1}` holds, does not hold, and is unknown.
fn parts(before: &str, after: &str, between: &str) -> String {
    ["{1}", "not ({1})", "({1}) is null"]
        .map(|condition| format!("{before} {condition}{after}"))
        .join(between)
}

fn rows(grow: &mut Grow<'_>) -> (Piece, Vec<Kind>) {
    let (source, scope) = grow.source(1);
    let mut inside = vec![source, grow.truth(&scope, 3)];
    let kinds = [grow.kind(), grow.kind()];
    inside.extend(kinds.map(|kind| grow.value(kind, &scope, 2)));
    let (distinct, union) = if grow.chance(0.5) {
        ("distinct ", " union ")
    } else {
        ("", " union all ")
    };
    let whole = format!("select {distinct}{{2}} as c0, {{3}} as c1 from {{0}}");
    let three = parts("select {2} as c0, {3} as c1 from {0} where", "", union);
    (
        Piece::two(Kind::Question, &whole, &three, inside),
        kinds.to_vec(),
    )
}

fn groups(grow: &mut Grow<'_>) -> (Piece, Vec<Kind>) {
    let (source, scope) = grow.source(1);
    let mut inside = vec![source, grow.truth(&scope, 3)];
    let kinds = [
        grow.kind(),
        Kind::Whole,
        Kind::Money,
        grow.kind(),
        grow.kind(),
    ];
    inside.extend(kinds.map(|kind| grow.value(kind, &scope, 2)));
    let extreme = |kind: Kind| {
        if kind == Kind::Truth {
            ["bool_and", "bool_or"]
        } else {
            ["min", "max"]
        }
    };
    let (least, most) = (extreme(kinds[3])[0], extreme(kinds[4])[1]);
    let list = format!(
        "select {{2}} as c0, count({{3}}) as c1, sum({{4}}) as c2, {least}({{5}}) as c3, {most}({{6}}) as c4, count(*) as c5 from {{0}}"
    );
    let again = format!("select c0, sum(c1), sum(c2), {least}(c3), {most}(c4), sum(c5) from");
    let (list, again) = if grow.chance(0.3) {
        (list.replacen("{2}", "0", 1), again)
    } else {
        (list, again)
    };
    let by = " group by 1";
    let whole = format!("{list}{by}");
    let three = format!(
        "{again} ({}) as parts{by}",
        parts(&format!("{list} where"), by, " union all ")
    );
    let kinds = [kinds.as_slice(), &[Kind::Whole]].concat();
    (Piece::two(Kind::Question, &whole, &three, inside), kinds)
}

fn having(grow: &mut Grow<'_>) -> (Piece, Vec<Kind>) {
    let (source, scope) = grow.source(1);
    let (key, of) = (grow.kind(), grow.kind());
    let test = [grow.aggregate(of, &scope), grow.aggregate(of, &scope)];
    let condition = Piece::new(Kind::Truth, "({0} < {1})", test.to_vec());
    let inside = vec![
        source,
        condition,
        grow.value(key, &scope, 2),
        grow.aggregate(Kind::Whole, &scope),
    ];
    let whole = "select {2} as c0, {3} as c1 from {0} group by 1";
    let three = parts(&format!("{whole} having"), "", " union all ");
    (
        Piece::two(Kind::Question, whole, &three, inside),
        vec![key, Kind::Whole],
    )
}

/// What a filter keeps, against what its condition says of each row.
fn counted(grow: &mut Grow<'_>) -> (Piece, Vec<Kind>) {
    let (source, scope) = grow.source(2);
    let inside = vec![source, grow.truth(&scope, 4)];
    let whole = "select count(*) as c0 from {0} where {1}";
    let each = "select coalesce(sum(case when {1} then 1 else 0 end), 0) as c0 from {0}";
    (
        Piece::two(Kind::Question, whole, each, inside),
        vec![Kind::Whole],
    )
}

fn joined(grow: &mut Grow<'_>) -> (Piece, Vec<Kind>) {
    let (left, of_left) = grow.one_source(1);
    let (right, of_right, _) = grow.named_table();
    let scope = of_left.into_iter().chain(of_right).collect();
    let kind = grow.kind();
    let inside = vec![left, right, grow.met(&scope), grow.value(kind, &scope, 2)];
    let join = "select {3} as c0 from {0} join {1} on {2}";
    let product = "select {3} as c0 from {0} cross join {1} where {2}";
    (
        Piece::two(Kind::Question, join, product, inside),
        vec![kind],
    )
}

/// Rows of an outer join: the pairs, and those without a partner.
fn kept(grow: &mut Grow<'_>) -> (Piece, Vec<Kind>) {
    let (left, of_left, _) = grow.named_table();
    let (right, of_right, _) = grow.named_table();
    let scope = of_left.into_iter().chain(of_right).collect();
    let inside = vec![left, right, grow.met(&scope)];
    let lonely = |of: &str, other: &str| {
        format!("(select count(*) from {of} where not exists (select 1 from {other} where {{2}}))")
    };
    let pairs = "select (select count(*) from {0} cross join {1} where {2})";
    let (how, parts) = match grow.random.random_range(0..3) {
        0 => ("left join", lonely("{0}", "{1}")),
        1 => ("right join", lonely("{1}", "{0}")),
        _ => (
            "full join",
            format!("{} + {}", lonely("{0}", "{1}"), lonely("{1}", "{0}")),
        ),
    };
    let join = format!("select count(*) as c0 from {{0}} {how} {{1}} on {{2}}");
    let parts = format!("{pairs} + {parts} as c0");
    (
        Piece::two(Kind::Question, &join, &parts, inside),
        vec![Kind::Whole],
    )
}

fn member(grow: &mut Grow<'_>) -> (Piece, Vec<Kind>) {
    let (left, of_left, _) = grow.named_table();
    let (right, of_right, _) = grow.named_table();
    let kind = grow.kind();
    let inside = vec![
        left,
        right,
        grow.value(kind, &of_left, 2),
        grow.value(kind, &of_right, 2),
        grow.truth(&of_right, 2),
    ];
    let member = "select count(*) as c0 from {0} where {2} in (select {3} from {1} where {4})";
    let exists =
        "select count(*) as c0 from {0} where exists (select 1 from {1} where {4} and {3} = {2})";
    (
        Piece::two(Kind::Question, member, exists, inside),
        vec![Kind::Whole],
    )
}
