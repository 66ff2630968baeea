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

/// The column whose values are wanted at `|`, as `relation.column typed`; an empty text for none.
fn values_at(text: &str) -> String {
    let offset = text.find('|').unwrap();
    let found = plan::wanted_values(&text.replace('|', ""), offset, &shop());
    found.map_or_else(String::new, |wanted| {
        let end = if wanted.is_closed { "'" } else { "" };
        format!(
            "{}.{} {}{end}",
            wanted.relation, wanted.column, wanted.typed
        )
    })
}

#[test]
fn values_are_wanted_in_quotes_behind_a_comparison() {
    assert_eq!(
        values_at("select * from sales where region = '|"),
        "sales.region "
    );
    assert_eq!(
        values_at("select * from sales s where s.REGION <> 'So|'"),
        "sales.region So'"
    );
    assert_eq!(
        values_at("select * from sales where region in ('a', 'O''th|') and amount > 1"),
        "sales.region O'th'"
    );
    assert_eq!(
        values_at("select * from sales where \"Product\" not in ('|"),
        "sales.Product "
    );
    assert_eq!(
        values_at("select 1; select case when region = '|' then 1 end from sales"),
        "sales.region '"
    );
    // A named query hands columns on, also through another and under another name.
    assert_eq!(
        values_at(
            "with a as (select region as r, 1 as n from sales where amount > 3) select * from a where r = 'N|"
        ),
        "sales.region N"
    );
    assert_eq!(
        values_at(
            "with a as (select * from sales), b as (select * from a) select n from b where b.region in ('|') limit 1"
        ),
        "sales.region '"
    );
    for nothing in [
        "with a as (select upper(region) as r from sales) select * from a where r = '|",
        "with a as (select region from sales union all select \"Product\" from sales) select * from a where region = '|",
        "with a as (select nothing as r from sales) select * from a where r = '|",
        "select '|' from sales",
        "select * from sales where region like '|",
        "select * from sales where nothing = '|",
        "select * from sales where other.region = '|",
        "with sales as (select 1 as region) select * from sales where region = '|",
        "select * from sales where region = \"|",
        "-- region = '|",
        "select * from sales where upper(region) in (select '|",
    ] {
        assert_eq!(values_at(nothing), "", "{nothing}");
    }
}

#[test]
fn join_conditions_are_offered_behind_on() {
    let conditions = |text: &str| -> Vec<String> {
        let offset = text.find('|').unwrap();
        let found = plan::complete(&text.replace('|', ""), offset, &shop());
        let is_join = |one: &plan::Completion| one.kind == plan::CompletionKind::Join;
        let found = found.into_iter().filter(is_join);
        found.map(|one| one.label).collect()
    };
    assert_eq!(
        conditions("select * from orders o join customers c on |"),
        ["o.customer_id = c.Customer_ID"]
    );
    let same = conditions("select * from sales join orders on | where 1 = 1");
    assert_eq!(same.len(), 3, "{same:?}");
    assert!(
        same.contains(&"sales.region = orders.region".to_owned()),
        "{same:?}"
    );
    assert!(conditions("select * from orders o join customers c on o.|").is_empty());
    assert!(conditions("select * from orders where |").is_empty());
}

#[test]
fn only_the_statement_around_the_cursor_is_read_and_names_made_before_it() {
    let labels = |text: &str| -> Vec<String> {
        let offset = text.find('|').unwrap();
        let found = plan::complete(&text.replace('|', ""), offset, &shop());
        found.into_iter().map(|one| one.label).collect()
    };
    let text = "create view v as select region as place from sales; select * from orders; select pl| from v";
    assert_eq!(labels(text)[0], "place");
    let other = labels("select * from sales; select quant| from orders");
    assert!(!other.contains(&"quantity".to_owned()), "{other:?}");
    assert_eq!(labels("select 1; from sal|; select 2")[0], "sales");
}
