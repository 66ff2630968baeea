//! P19: texts that would cost too much are refused at their limit, one step earlier they run.

use std::time::Instant;

use plan::{Names, bind_sql, guard};

use crate::support::{line, lines, shop, table};

/// The text at the limit binds, the one a step beyond is refused with this code, in no time.
fn check(code: &str, at_limit: &str, beyond: &str) {
    let names = shop();
    let bound = bind_sql(at_limit, &names);
    assert!(
        bound.diagnostics.iter().all(|found| found.code != code),
        "{code} at the limit: {}",
        lines(&bound)
    );
    let start = Instant::now();
    let bound = bind_sql(beyond, &names);
    let found = &bound.diagnostics[0];
    assert_eq!(found.code, code, "{}", line(found));
    assert!(
        found.span.is_some() && found.hint.is_some(),
        "{}",
        line(found)
    );
    assert!(found.message.len() <= 400);
    assert!(bound.plan.is_none());
    assert!(
        start.elapsed().as_millis() < 1_000,
        "{code} took {:?}",
        start.elapsed()
    );
}

#[test]
fn q09_text_of_more_than_256_kib_is_refused() {
    let fill = |length: usize| format!("select '{}'", "x".repeat(length - 9));
    check(
        "SQL_TEXT_TOO_LONG",
        &fill(guard::TEXT_BYTES),
        &fill(guard::TEXT_BYTES + 1),
    );
    check("SQL_TEXT_TOO_LONG", "select 1", &fill(10 * 1024 * 1024));
}

#[test]
fn p19_more_than_50_000_words_are_refused() {
    // `select` and one number, then ` ,1` twice per step.
    let text = |tokens: usize| {
        let rows = (tokens - 2) / 4;
        let rest = (tokens - 2) % 4;
        format!("values {}{}", "(1),".repeat(rows), "1 ".repeat(rest + 1))
    };
    check("SQL_TOO_MANY_TOKENS", "select 1", &text(guard::TOKENS + 1));
    let bound = bind_sql(&text(guard::TOKENS), &shop());
    assert_ne!(
        bound.diagnostics[0].code,
        "SQL_TOO_MANY_TOKENS",
        "{}",
        lines(&bound)
    );
}

#[test]
fn p19_more_than_50_levels_are_refused() {
    let nest = |open: &str, close: &str, depth: usize| {
        format!("select {}1{}", open.repeat(depth), close.repeat(depth))
    };
    for (open, close) in [
        ("(", ")"),
        ("abs(", ")"),
        ("case when true then ", " end"),
        ("[", "]"),
        ("- ", ""),
    ] {
        check(
            "SQL_TOO_DEEP",
            &nest(open, close, guard::DEPTH),
            &nest(open, close, guard::DEPTH + 1),
        );
    }
    let (query, limit) = (|depth| nest("(select ", ")", depth), guard::SUBQUERIES);
    check("SQL_TOO_DEEP", &query(limit), &query(limit + 1));
    check(
        "SQL_TOO_DEEP",
        "select 1",
        &nest("not ", "", 51).replace('1', "true"),
    );
    check("SQL_TOO_DEEP", "select 1", &nest("((", "))", 20_000));
    let from = |depth: usize| {
        format!(
            "select 1 from {}sales{}",
            "(".repeat(depth),
            ")".repeat(depth)
        )
    };
    check("SQL_TOO_DEEP", &from(guard::DEPTH), &from(guard::DEPTH + 1));
}

#[test]
fn q05_q06_more_than_500_operators_in_a_row_are_refused() {
    let sum = |count: usize| format!("select amount{} from sales", "+amount".repeat(count));
    check(
        "SQL_CHAIN_TOO_LONG",
        &sum(guard::CHAIN),
        &sum(guard::CHAIN + 1),
    );
    check("SQL_CHAIN_TOO_LONG", "select 1", &sum(16_000));
    let or = |count: usize| {
        format!(
            "select 1 from sales where amount=0{}",
            " or amount=1".repeat(count)
        )
    };
    check(
        "SQL_CHAIN_TOO_LONG",
        &or(guard::CHAIN),
        &or(guard::CHAIN + 1),
    );
    let text = |count: usize| format!("select region{} from sales", "||'x'".repeat(count));
    check(
        "SQL_CHAIN_TOO_LONG",
        &text(guard::CHAIN),
        &text(guard::CHAIN + 1),
    );
    let bound = bind_sql(&or(8_000), &shop());
    assert!(
        bound.diagnostics[0].hint.as_ref().unwrap().contains("IN"),
        "{}",
        lines(&bound)
    );
}

#[test]
fn p19_more_than_64_set_operations_are_refused() {
    let unions = |count: usize| format!("select 1{}", " union all select 1".repeat(count));
    let (limit, code) = (guard::SET_OPERATIONS, "SQL_TOO_MANY_SET_OPERATIONS");
    check(code, &unions(limit), &unions(limit + 1));
    let stars = vec!["* except (region)"; 100].join(", ");
    assert!(
        bind_sql(&format!("select {stars} from orders"), &shop())
            .plan
            .is_some()
    );
}

#[test]
fn q08_more_than_100_named_queries_are_refused() {
    let chain = |count: usize| {
        let queries: Vec<String> = (1..count)
            .map(|at| format!(", q{at} as (select x + 1 as x from q{})", at - 1))
            .collect();
        format!(
            "with q0 as (select 1 as x){} select * from q{}",
            queries.concat(),
            count - 1
        )
    };
    check(
        "SQL_TOO_MANY_CTES",
        &chain(guard::NAMED_QUERIES),
        &chain(guard::NAMED_QUERIES + 1),
    );
}

#[test]
fn q32_lists_run_to_20_000_items_and_not_further() {
    let list = |count: usize| {
        format!(
            "select 1 from sales where quantity in (1{})",
            ",1".repeat(count - 1)
        )
    };
    check(
        "SQL_LIST_TOO_LONG",
        &list(guard::LIST_ITEMS),
        &list(guard::LIST_ITEMS + 1),
    );
    let bound = bind_sql(&list(guard::LIST_ITEMS), &shop());
    assert!(bound.plan.is_some(), "{}", lines(&bound));
}

#[test]
fn p19_more_than_5_000_columns_are_refused() {
    let names = |count: usize| {
        let columns: Vec<String> = (0..count).map(|at| format!("c{at}")).collect();
        let columns: Vec<(&str, model::DataType)> = columns
            .iter()
            .map(|name| (name.as_str(), model::DataType::Int32))
            .collect();
        Names {
            tables: vec![table("wide", &columns)],
            ..Names::default()
        }
    };
    let fits = bind_sql("select * from wide", &names(guard::COLUMNS));
    assert_eq!(fits.plan.unwrap().fields.len(), guard::COLUMNS);
    let bound = bind_sql("select * from wide", &names(guard::COLUMNS + 1));
    assert_eq!(bound.diagnostics[0].code, "SQL_TOO_MANY_COLUMNS");
}

#[test]
fn p19_more_than_100_joined_tables_are_refused() {
    let join = |count: usize| {
        let tables: Vec<String> = (0..count).map(|at| format!("sales s{at}")).collect();
        format!("select 1 from {}", tables.join(", "))
    };
    let bound = bind_sql(&join(guard::JOINED_TABLES + 1), &shop());
    assert_eq!(bound.diagnostics[0].code, "SQL_TOO_MANY_TABLES");
    assert!(bind_sql(&join(20), &shop()).plan.is_some());
}

#[test]
fn q27_like_with_10_000_signs_plans_at_once() {
    let start = Instant::now();
    let text = format!(
        "select 1 from sales where region like '{}'",
        "%".repeat(10_000)
    );
    assert!(bind_sql(&text, &shop()).plan.is_some());
    assert!(start.elapsed().as_secs() < 1);
}

#[test]
fn names_that_build_on_each_other_do_not_explode() {
    let mut text = "select amount as a0".to_owned();
    for at in 1..40 {
        text.push_str(&format!(", a{} + a{} as a{at}", at - 1, at - 1));
    }
    text.push_str(" from sales");
    let start = Instant::now();
    let bound = bind_sql(&text, &shop());
    assert_eq!(
        bound.diagnostics[0].code,
        "SQL_TOO_DEEP",
        "{}",
        lines(&bound)
    );
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}
