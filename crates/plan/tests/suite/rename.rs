//! Renaming touches every reference and nothing else, or says why it cannot.

use plan::{Renamed, rename};

fn apply(text: &str, what: &Renamed, to: &str) -> String {
    match rename(what, &[text.to_owned()], to) {
        Err(diagnostic) => diagnostic.code,
        Ok(texts) => {
            let mut done = text.to_owned();
            for change in texts[0].iter().rev() {
                done.replace_range(change.start as usize..change.end as usize, &change.text);
            }
            done
        }
    }
}

fn local(text: &str, to: &str, expected: &str) {
    let offset = text.find('|').unwrap();
    let plain = text.replace('|', "");
    assert_eq!(apply(&plain, &Renamed::Local { offset }, to), expected);
}

fn relation(text: &str, expected: &str) {
    let what = Renamed::Relation {
        name: "sales".to_owned(),
    };
    assert_eq!(apply(text, &what, "turnover"), expected);
}

#[test]
fn named_queries_and_short_names_change_everywhere() {
    local(
        "with big as (select 1 as a) -- big\nselect big.a, 'big' from b|ig join big as x on x.a = big.a",
        "large",
        "with large as (select 1 as a) -- big\nselect large.a, 'big' from large join big as x on x.a = large.a"
            .replace("join big", "join large")
            .as_str(),
    );
    local(
        "select s.a, t.s from sales s| join t on s.b = t.b order by s.a",
        "order",
        "select \"order\".a, t.s from sales \"order\" join t on \"order\".b = t.b order by \"order\".a",
    );
}

#[test]
fn a_name_that_is_taken_is_refused() {
    local(
        "select s.a from sales s| join orders o on true",
        "o",
        "RENAME_TAKEN",
    );
    local(
        "with a| as (select 1), b as (select 2) select * from a, b",
        "b",
        "RENAME_TAKEN",
    );
    local(
        "select s.a from sales s| where exists (select 1 from orders o where o.x = s.x)",
        "o",
        "RENAME_TAKEN",
    );
    local("select reg|ion from sales", "x", "RENAME_NOTHING");
}

#[test]
fn cells_change_where_they_are_read() {
    relation(
        "select sales.a, 'sales', sales from Sales /* sales */ where sales.b in (select b from \"sales\")",
        "select turnover.a, 'sales', sales from turnover /* sales */ where turnover.b in (select b from turnover)",
    );
    relation(
        "with sales as (select * from sales) select * from sales",
        "with sales as (select * from turnover) select * from sales",
    );
    relation(
        "select sales.a from orders sales",
        "select sales.a from orders sales",
    );
    relation("select * from other.sales", "select * from other.sales");
    relation(
        "with turnover as (select 1) select * from sales",
        "RENAME_TAKEN",
    );
    relation(
        "select turnover.a from sales, orders turnover",
        "RENAME_TAKEN",
    );
}

#[test]
fn parameters_keep_the_ends_of_their_range() {
    let what = Renamed::Parameter {
        name: "period".to_owned(),
        is_range: true,
    };
    assert_eq!(
        apply(
            "select x::period, ':period' from t where d >= :period_from and d between :Period and :period_to",
            &what,
            "span"
        ),
        "select x::period, ':period' from t where d >= :span_from and d between :span and :span_to",
    );
}
