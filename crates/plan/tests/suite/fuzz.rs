//! P14: no text takes planning down. Seeded, so that a failure repeats.

use std::time::{Duration, Instant};

use plan::{bind_sql, complete};
use rand::prelude::*;
use rand::rngs::SmallRng;

use crate::support::shop;

const TEXTS: usize = 20_000;
const WORDS: [&str; 106] = [
    "pivot",
    "unpivot",
    "into name n value v",
    "describe",
    "summarize",
    "create view v as",
    "columns(*)",
    "> any",
    "range(1, 9, 2)",
    "fetch first 2 rows with ties",
    "select",
    "from",
    "where",
    "group by",
    "order by",
    "having",
    "qualify",
    "limit",
    "offset",
    "union",
    "union all",
    "intersect",
    "except",
    "with a as",
    "join",
    "left join",
    "full join",
    "cross join",
    "semi join",
    "on",
    "using",
    "as",
    "and",
    "or",
    "not",
    "in",
    "between",
    "like",
    "is null",
    "is not true",
    "case",
    "when",
    "then",
    "else",
    "end",
    "distinct",
    "distinct on",
    "over",
    "partition by",
    "rows between",
    "preceding",
    "filter",
    "within group",
    "exists",
    "cast",
    "interval",
    "date",
    "null",
    "true",
    "all",
    "values",
    "lateral",
    "exclude",
    "(",
    ")",
    "(",
    ")",
    "[",
    "]",
    ",",
    ",",
    ".",
    "*",
    "+",
    "-",
    "/",
    "//",
    "%",
    "||",
    "=",
    "<",
    ">",
    "::",
    ":",
    ":period",
    ":regions",
    "'a'",
    "'",
    "\"",
    "1",
    "0",
    "1.5",
    "9223372036854775807",
    "sales",
    "orders",
    "region",
    "amount",
    "quantity",
    "order_date",
    "tags",
    "sum",
    "count",
    "row_number",
    "date_trunc",
    "unnest",
    "é",
];

/// A text of random words: mostly nonsense, read by the guard and the parser.
pub(crate) fn nonsense(random: &mut SmallRng) -> String {
    let count = random.random_range(1..60);
    let mut text = String::new();
    for _ in 0..count {
        text.push_str(WORDS.choose(random).unwrap());
        if random.random_bool(0.9) {
            text.push(' ');
        }
    }
    text
}

/// A well-formed statement of random parts: reaches names, types and rules.
pub(crate) fn statement(random: &mut SmallRng, depth: usize) -> String {
    let items: Vec<String> = (0..random.random_range(1..4))
        .map(|at| format!("{} as c{at}", expression(random, depth)))
        .collect();
    let mut text = format!("select {} from {}", items.join(", "), source(random, depth));
    if random.random_bool(0.5) {
        text.push_str(&format!(" where {}", condition(random, depth)));
    }
    if random.random_bool(0.2) {
        text.push_str(" group by all");
    }
    if random.random_bool(0.3) {
        text.push_str(&format!(
            " order by {}",
            ["1", "c0", "all", "region", "c0 desc"]
                .choose(random)
                .unwrap()
        ));
    }
    if random.random_bool(0.2) {
        text.push_str(" limit 3");
    }
    if depth > 0 && random.random_bool(0.1) {
        let op = ["union", "union all", "intersect", "except"]
            .choose(random)
            .unwrap();
        text = format!("({text}) {op} ({})", statement(random, depth - 1));
    }
    text
}

fn source(random: &mut SmallRng, depth: usize) -> String {
    match random.random_range(0..6) {
        0 if depth > 0 => format!("({}) as t", statement(random, depth - 1)),
        1 => "sales s join orders o on s.region = o.region".to_owned(),
        2 => "sales left join orders using (region)".to_owned(),
        3 => "orders".to_owned(),
        _ => "sales".to_owned(),
    }
}

fn expression(random: &mut SmallRng, depth: usize) -> String {
    let leaf = [
        "region",
        "amount",
        "quantity",
        "order_date",
        "1",
        "0",
        "'a'",
        "null",
        "true",
        "tags",
        "is_gift",
        "2.5",
        "net_amount",
        ":min_order",
        "date '2024-02-29'",
        "interval '1 day'",
        "9223372036854775807",
        "-1",
    ];
    if depth == 0 || random.random_bool(0.3) {
        return (*leaf.choose(random).unwrap()).to_owned();
    }
    let a = expression(random, depth - 1);
    let b = expression(random, depth - 1);
    match random.random_range(0..14) {
        0 => format!("({a} + {b})"),
        1 => format!("({a} / {b})"),
        2 => format!("({a} * {b})"),
        3 => format!("({a} // {b})"),
        4 => format!("({a} || {b})"),
        5 => format!("sum({a})"),
        6 => format!("count(distinct {a})"),
        7 => format!("coalesce({a}, {b})"),
        8 => format!(
            "case when {} then {a} else {b} end",
            condition(random, depth - 1)
        ),
        9 => format!(
            "cast({a} as {})",
            ["int", "text", "double", "date", "decimal(10,2)", "boolean"]
                .choose(random)
                .unwrap()
        ),
        10 => format!("row_number() over (partition by {a} order by {b})"),
        11 => format!("date_trunc('month', {a})"),
        12 => format!("({})", statement(random, 0)),
        _ => format!(
            "{}({a})",
            [
                "upper", "abs", "round", "year", "length", "max", "min", "avg"
            ]
            .choose(random)
            .unwrap()
        ),
    }
}

fn condition(random: &mut SmallRng, depth: usize) -> String {
    let a = expression(random, depth.saturating_sub(1));
    let b = expression(random, depth.saturating_sub(1));
    match random.random_range(0..9) {
        0 => format!("{a} = {b}"),
        1 => format!("{a} < {b}"),
        2 => format!("{a} in ({b}, {a})"),
        3 => format!("{a} between {b} and {a}"),
        4 => format!("{a} is null"),
        5 => format!("not ({a} = {b} or {a} > {b})"),
        6 => "order_date in :period".to_owned(),
        7 => format!("{a} in (select region from orders o where o.region = sales.region)"),
        _ => format!("exists (select 1 from orders where net_amount > {b})"),
    }
}

/// A text with a few bytes changed.
pub(crate) fn damaged(random: &mut SmallRng, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..random.random_range(1..4) {
        if letters.is_empty() {
            break;
        }
        let at = random.random_range(0..letters.len());
        match random.random_range(0..3) {
            0 => {
                letters.remove(at);
            }
            1 => letters.insert(
                at,
                *['(', ')', '\'', '"', '.', ';', '\0', ',', '*', ':', 'é']
                    .choose(random)
                    .unwrap(),
            ),
            _ => letters.swap(at, 0),
        }
    }
    letters.into_iter().collect()
}

#[test]
fn p14_20_000_texts_never_panic() {
    let names = shop();
    let mut random = SmallRng::seed_from_u64(42);
    let start = Instant::now();
    let (mut planned, mut seen, mut slowest) = (0, 0, (Duration::ZERO, String::new()));
    for round in 0..TEXTS {
        let text = match round % 20 {
            0 | 1 => statement(&mut random, 2),
            3 | 4 => statement(&mut random, 1),
            2 => {
                let text = statement(&mut random, 1);
                damaged(&mut random, &text)
            }
            _ => nonsense(&mut random),
        };
        let began = Instant::now();
        let bound = bind_sql(&text, &names);
        if began.elapsed() > slowest.0 {
            slowest = (began.elapsed(), text.clone());
        }
        assert!(
            bound.plan.is_some() || !bound.diagnostics.is_empty(),
            "neither plan nor reason: {text}"
        );
        for found in &bound.diagnostics {
            assert!(found.code != "SQL_CRASHED", "{text}");
            assert!(found.message.len() <= 400, "{text}");
        }
        planned += usize::from(bound.plan.is_some());
        if round % 50 == 0 {
            let offset = random.random_range(0..=text.len());
            let _ = complete(&text, offset, &names);
        }
        seen = round + 1;
        if start.elapsed() > Duration::from_mins(2) {
            break;
        }
    }
    assert_eq!(seen, TEXTS, "too slow: {:?}", start.elapsed());
    assert!(
        planned > TEXTS / 50,
        "the generator makes too few statements that plan: {planned}"
    );
    assert!(
        slowest.0 < Duration::from_secs(2),
        "{:?}: {}",
        slowest.0,
        slowest.1
    );
}
