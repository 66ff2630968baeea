//! What is told about the name under the cursor, where it is given, and where else it stands.

use plan::{Body, NameKind, Names, Relation, describe};

use crate::support::shop;

/// The shop with a cell over it.
fn names() -> Names {
    let mut names = shop();
    let fields = vec![
        model::Field::new("region", model::DataType::Text),
        model::Field::new("total", model::DataType::Float64),
    ];
    names.cells.push(Relation {
        name: "by_region".to_owned(),
        fields,
        rows: Some(3),
        body: Body::Scan,
    });
    names
}

/// Kind, name, detail and origin of the word at `|`.
fn told(text: &str) -> String {
    let offset = text.find('|').unwrap();
    match describe(&text.replace('|', ""), offset, &names()) {
        None => "nothing".to_owned(),
        Some(found) => format!(
            "{:?} {}: {}. {}",
            found.kind, found.name, found.detail, found.about
        ),
    }
}

fn check(text: &str, expected: &str) {
    assert_eq!(told(text), expected, "{text}");
}

/// The places that name what stands at `|`, as `start..end`, and where it is given.
fn places(text: &str) -> (Vec<String>, Option<u32>) {
    let offset = text.find('|').unwrap();
    let plain = text.replace('|', "");
    let found = describe(&plain, offset, &names()).expect(text);
    let words = found
        .places
        .iter()
        .map(|span| {
            format!(
                "{}:{}",
                span.start,
                &plain[span.start as usize..span.end as usize]
            )
        })
        .collect();
    (words, found.defined.map(|span| span.start))
}

#[test]
fn columns_have_a_type_and_an_origin() {
    check(
        "select am|ount from sales",
        "Column amount: number. A column of the table sales.",
    );
    check(
        "select b.to|tal from by_region b",
        "Column total: number. A column of the cell by_region.",
    );
    check(
        "with x as (select region, sum(amount) as s from sales group by 1) select x.s| from x",
        "Column s: number. A column of x, a query named in WITH.",
    );
    check(
        "select \"order| id\" from sales",
        "Column Order ID: whole number. A column of the table sales.",
    );
}

#[test]
fn tables_cells_and_short_names_are_told_apart() {
    check(
        "select 1 from sal|es",
        "Table sales: 9 columns. A table of the catalog.",
    );
    check(
        "select 1 from by_reg|ion",
        "Cell by_region: 3 rows, 2 columns. A cell of this workbook.",
    );
    check(
        "select s|.amount from sales s",
        "Alias s: 9 columns. A short name for the table sales.",
    );
    check(
        "with x as (select region from sales) select * from x|",
        "NamedQuery x: 1 column. A query named in WITH.",
    );
}

#[test]
fn functions_and_parameters_are_told() {
    assert!(told("select rou|nd(amount, 2) from sales").starts_with("Function round: round("));
    check(
        "select 1 from sales where order_date >= :period_|from",
        "Parameter period: day. A parameter of this workbook.",
    );
    check(
        "select 1 from sales where amount > :min|_order",
        "Parameter min_order: number. A parameter of this workbook.",
    );
}

#[test]
fn strings_comments_keywords_and_strangers_tell_nothing() {
    for text in [
        "select 'am|ount' from sales",
        "select 1 -- am|ount\nfrom sales",
        "sel|ect amount from sales",
        "select noth|ing from sales",
        "|",
        "select '|",
    ] {
        check(text, "nothing");
    }
}

#[test]
fn a_wrong_text_is_still_described() {
    check(
        "select am|ount, from sales where (",
        "Column amount: number. A column of the table sales.",
    );
    check(
        "select s.am|ount from sales s join",
        "Column amount: number. A column of the table sales.",
    );
}

#[test]
fn definitions_and_places_follow_scope() {
    let (found, defined) = places("with x as (select 1 as a) select x|.a, 'x' from x -- x");
    assert_eq!(found, ["5:x", "33:x", "47:x"]);
    assert_eq!(defined, Some(5));
    // A named query that reads a table of its own name.
    let (found, _) = places("with sales as (select * from sales) select sales.amount from sal|es");
    assert_eq!(found, ["5:sales", "43:sales", "61:sales"]);
    let (found, _) = places("with sales as (select * from sal|es) select sales.amount from sales");
    assert_eq!(found, ["29:sales"]);
    // The same short name inside and outside of a subquery.
    let (found, defined) = places(
        "select s|.amount from sales s where exists (select 1 from orders s where s.region = 'a')",
    );
    assert_eq!(found, ["7:s", "27:s"]);
    assert_eq!(defined, Some(27));
    let (found, _) = places(
        "select s.amount from sales s where exists (select 1 from orders o where o.region = s|.region)",
    );
    assert_eq!(found, ["7:s", "27:s", "83:s"]);
    // Both sides of a UNION read the same named query; ORDER BY and brackets around joins work.
    let (found, _) = places(
        "with a as (select 1 as x) select a.x from a union all select b.x from (a| as b cross join sales)",
    );
    assert_eq!(found, ["5:a", "33:a", "42:a", "71:a"]);
}

#[test]
fn any_text_has_a_shape() {
    for text in [
        "with",
        "with a",
        "with a as",
        "with a as (",
        "from",
        "select * from (",
        "((((",
        "))))",
        "select * from (select * from (",
        ";;",
        "with a as (select 1), select",
        "union union",
        "with recursive r as (select 1 union all select r.x from r) select * from r",
        "select * except (a) from t",
        "é.ü from ß",
        "select : from :x",
        "\"",
        "a.b.c.d",
        "from a.",
    ] {
        for offset in 0..=text.len() + 1 {
            let _ = describe(text, offset, &names());
        }
    }
    let deep = "(".repeat(3_000);
    let _ = describe(&deep, 1_500, &names());
}

#[test]
fn kinds_are_exact_for_recursive_queries() {
    let text = "with recursive r as (select 1 as x union all select x + 1 from r where x < 3) select x from r";
    let at = text.find("from r where").unwrap() + 5;
    let found = describe(text, at, &names()).unwrap();
    assert_eq!(found.kind, NameKind::NamedQuery);
    assert_eq!(found.places.len(), 3);
}
