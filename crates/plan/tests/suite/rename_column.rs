//! A column that a select list names gets another name wherever it is meant, and nowhere else.

use crate::support::shop;
use model::Field;
use plan::{CellText, Names, rename_column};

fn cell(names: &mut Names, name: &str, text: &str) -> CellText {
    let (fields, _, diagnostics) = plan::check(text, names);
    assert!(
        diagnostics.iter().all(|one| !one.is_error()),
        "{text}: {diagnostics:?}"
    );
    names.cells.push(plan::Relation {
        name: name.to_owned(),
        fields: fields.clone(),
        rows: None,
        body: plan::Body::Scan,
    });
    CellText {
        name: name.to_owned(),
        text: Some(text.to_owned()),
        fields,
    }
}

/// The texts after the name at `|` was changed, or the code of the refusal.
fn renamed(texts: &[&str], to: &str) -> Vec<String> {
    let asked = texts.iter().position(|text| text.contains('|')).unwrap();
    let offset = texts[asked].find('|').unwrap();
    let plain: Vec<String> = texts.iter().map(|text| text.replacen('|', "", 1)).collect();
    let mut names = shop();
    let cells: Vec<CellText> = plain
        .iter()
        .enumerate()
        .map(|(at, text)| cell(&mut names, &format!("cell_{at}"), text))
        .collect();
    let found = match rename_column(&shop(), &cells, (asked, offset), to) {
        Ok(found) => found,
        Err(diagnostic) => return vec![diagnostic.code],
    };
    let changed = plain.iter().zip(&found).map(|(text, one)| {
        let mut done = text.clone();
        for change in one.changes.iter().rev() {
            done.replace_range(change.start as usize..change.end as usize, &change.text);
        }
        done
    });
    changed.collect()
}

fn one(text: &str, to: &str, expected: &str) {
    assert_eq!(renamed(&[text], to), [expected], "{text}");
}

#[test]
fn a_given_name_changes_in_every_clause_that_means_it() {
    one(
        "select region, sum(amount) as total| from sales group by region having total > 10 order by total desc -- total",
        "net",
        "select region, sum(amount) as net from sales group by region having net > 10 order by net desc -- total",
    );
    one(
        "select region, sum(amount) tot|al, total * 2 as twice from sales group by all order by total, 'total'",
        "net amount",
        "select region, sum(amount) \"net amount\", \"net amount\" * 2 as twice from sales group by all order by \"net amount\", 'total'",
    );
    one(
        "select amount * 2 as Total from sales where total > 1 and to|tal < 9",
        "twice",
        "select amount * 2 as twice from sales where twice > 1 and twice < 9",
    );
}

#[test]
fn it_changes_through_named_queries_and_brackets() {
    one(
        "with a as (select region, sum(amount) as total| from sales group by region), b as (select * from a where a.total > 1) \
         select b.region, b.total from b join a x on x.total = b.total order by b.total",
        "net",
        "with a as (select region, sum(amount) as net from sales group by region), b as (select * from a where a.net > 1) \
         select b.region, b.net from b join a x on x.net = b.net order by b.net",
    );
    one(
        "select max(q.total) as top, min(to|tal) as low from (select sum(amount) as total from sales group by region) q",
        "net",
        "select max(q.net) as top, min(net) as low from (select sum(amount) as net from sales group by region) q",
    );
    one(
        "select region from sales o where amount > (select avg(total|) from (select amount as total from sales) as t)",
        "net",
        "select region from sales o where amount > (select avg(net) from (select amount as net from sales) as t)",
    );
}

#[test]
fn a_column_of_the_table_keeps_its_name() {
    // In GROUP BY and WHERE the table's own column comes first.
    one(
        "select upper(region) as region|, count(*) as n from sales where region > 'a' group by region",
        "area",
        "select upper(region) as area, count(*) as n from sales where region > 'a' group by region",
    );
}

#[test]
fn cells_that_read_it_change_too() {
    assert_eq!(
        renamed(
            &[
                "select region, sum(amount) as total| from sales group by region",
                "select * from cell_0 where total > 5",
                "select c.total, 'total' from cell_1 c",
                "select region from cell_0",
                "select amount as total from sales",
            ],
            "net",
        ),
        [
            "select region, sum(amount) as net from sales group by region",
            "select * from cell_0 where net > 5",
            "select c.net, 'total' from cell_1 c",
            "select region from cell_0",
            "select amount as total from sales",
        ]
    );
    // Asked from below, the name changes where it is given.
    assert_eq!(
        renamed(
            &[
                "select region, sum(amount) as total from sales group by region",
                "select region, tota|l from cell_0",
            ],
            "net",
        ),
        [
            "select region, sum(amount) as net from sales group by region",
            "select region, net from cell_0",
        ]
    );
}

#[test]
fn what_would_mean_something_else_is_refused() {
    let taken = ["RENAME_TAKEN"];
    assert_eq!(
        renamed(&["select amount as total| from sales"], "amount"),
        taken
    );
    assert_eq!(
        renamed(&["select amount as total|, 1 as net from sales"], "Net"),
        taken
    );
    // A pattern over names would choose other columns.
    assert_eq!(
        renamed(
            &["select columns('^t') from (select amount as total|, region from sales) q"],
            "net"
        ),
        taken
    );
    let nothing = ["RENAME_NOTHING"];
    assert_eq!(renamed(&["select amoun|t from sales"], "x"), nothing);
    assert_eq!(renamed(&["select su|m(amount) from sales"], "x"), nothing);
}

#[test]
fn a_broken_text_is_mended_first() {
    let text = "select amount as total, nothing from sales";
    let cells = [CellText {
        name: "broken".to_owned(),
        text: Some(text.to_owned()),
        fields: Vec::<Field>::new(),
    }];
    let at = text.find("total").unwrap();
    let refused = rename_column(&shop(), &cells, (0, at), "net").unwrap_err();
    assert_eq!(refused.code, "RENAME_BROKEN");
}
