//! Completion works on unfinished text and knows what is in scope.

use plan::{CompletionKind, complete};

use crate::support::shop;

/// The first labels at `|`.
fn labels(text: &str) -> Vec<String> {
    let offset = text.find('|').unwrap();
    complete(&text.replace('|', ""), offset, &shop())
        .into_iter()
        .map(|found| found.label)
        .collect()
}

fn check(text: &str, expected: &[&str]) {
    let found = labels(text);
    for (at, label) in expected.iter().enumerate() {
        assert_eq!(
            found.get(at).map(String::as_str),
            Some(*label),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn columns_of_what_is_read_come_first() {
    check("select re| from sales", &["region"]);
    check(
        "select | from customers",
        &["Customer_ID", "country", "discount", "name"],
    );
    check("select region from sales where am|", &["amount"]);
    check("select region from sales group by reg|", &["region"]);
    check("select cust|", &["Customer_ID", "customer_id"]);
}

#[test]
fn a_short_name_stands_for_its_table() {
    check(
        "select o.| from orders o",
        &[
            "customer_id",
            "net_amount",
            "order_date",
            "order_id",
            "region",
        ],
    );
    check(
        "select * from sales s join orders o on o.cu|",
        &["customer_id"],
    );
    check(
        "select * from sales s join orders o on s.|",
        &["Order ID", "Product"],
    );
    assert!(labels("select x.| from orders o").is_empty());
}

#[test]
fn tables_and_cells_follow_from() {
    check("select * from |", &["customers", "orders", "sales"]);
    check("select * from sales s left join ord|", &["orders"]);
    check(
        "with big as (select region as r, amount from sales) select * from bi|",
        &["big"],
    );
    check(
        "with big as (select region as r, amount from sales) select big.| from big",
        &["amount", "r"],
    );
}

#[test]
fn functions_have_signatures_and_parameters_a_colon() {
    let found = complete("select roun", 11, &shop());
    let round = found.iter().find(|found| found.label == "round").unwrap();
    assert_eq!(round.kind, CompletionKind::Function);
    assert!(round.detail.starts_with("round("), "{}", round.detail);
    assert_eq!(round.insert, "round(");
    check("select * from sales where region = :reg|", &["regions"]);
    let found = complete("select * from sales where region = :reg", 39, &shop());
    assert_eq!((found[0].insert.as_str(), found[0].from), ("regions", 36));
    check(
        "select * from sales where order_date in :per|",
        &["period", "period_from", "period_to"],
    );
}

#[test]
fn names_that_need_quotes_are_inserted_in_quotes() {
    let found = complete("select ord from sales", 10, &shop());
    let id = found
        .iter()
        .find(|found| found.label == "Order ID")
        .unwrap();
    assert_eq!((id.insert.as_str(), id.from), ("\"Order ID\"", 7));
    assert_eq!(id.detail, "whole number");
}

#[test]
fn texts_and_comments_are_left_alone() {
    assert!(labels("select 'abc re|").is_empty());
    assert!(labels("select 1 -- re|").is_empty());
    assert!(labels("select 1 /* re|").is_empty());
    assert!(!labels("select 'abc', re| from sales").is_empty());
}

#[test]
fn any_offset_of_any_text_is_answered() {
    let names = shop();
    for text in [
        "",
        "(",
        "select é.ü from \"",
        "with a as (",
        "))))",
        "select ':x",
        "from from from",
        "\u{2028}\0",
        "a.b.c.d.",
        "select * from sales where (((re",
    ] {
        for offset in 0..=text.len() + 2 {
            let _ = complete(text, offset, &names);
        }
    }
}
