//! A column of a source that is called otherwise now: every text that means it says so, and a text
//! whose meaning would change is left alone.

use crate::support::shop;
use plan::{CellText, mend_readers};

/// The texts after `renamed` columns of `sales`, or the code of what stood in the way.
fn mended(texts: &[&str], renamed: &[(&str, &str)]) -> Vec<String> {
    let cells: Vec<CellText> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| CellText {
            name: format!("cell_{at}"),
            text: Some((*text).to_owned()),
            // As where the file is read already: nothing is known of a broken text.
            fields: Vec::new(),
        })
        .collect();
    let renamed: Vec<(String, String)> = renamed
        .iter()
        .map(|(old, new)| ((*old).to_owned(), (*new).to_owned()))
        .collect();
    let found = mend_readers(&shop(), &cells, "sales", &renamed);
    let said = texts
        .iter()
        .zip(found)
        .map(|(text, one)| match one.problem {
            Some(problem) => problem.code,
            None => one.text.unwrap_or_else(|| (*text).to_owned()),
        });
    said.collect()
}

#[test]
fn every_place_that_means_the_column_gets_its_new_name() {
    assert_eq!(
        mended(
            &[
                "select s.region, sum(amount) as total from sales s where region <> 'region' group by s.region -- region"
            ],
            &[("region", "area")]
        ),
        [
            "select s.area, sum(amount) as total from sales s where area <> 'region' group by s.area -- region"
        ]
    );
    assert_eq!(
        mended(
            &["select \"amount\" * 2 as twice from sales"],
            &[("amount", "net amount")]
        ),
        ["select \"net amount\" * 2 as twice from sales"]
    );
}

#[test]
fn it_is_followed_through_other_cells_and_stops_where_a_name_is_given() {
    assert_eq!(
        mended(
            &[
                "select region, amount as paid from sales",
                "select region, sum(paid) as paid from cell_0 group by region",
                "select * from sales",
                "select count(region) as n from cell_2",
                "select 1 as region",
            ],
            &[("region", "area"), ("amount", "net")]
        ),
        [
            "select area, net as paid from sales",
            "select area, sum(paid) as paid from cell_0 group by area",
            "select * from sales",
            "select count(area) as n from cell_2",
            "select 1 as region",
        ]
    );
}

#[test]
fn a_text_that_uses_the_new_name_otherwise_keeps_its_meaning_or_is_left() {
    // A text that gives the new name to the column itself goes on doing so.
    assert_eq!(
        mended(
            &[
                "select region as area, sum(amount) as total from sales s group by s.region",
                "select total from cell_0 where area <> ''"
            ],
            &[("region", "area")]
        ),
        [
            "select area as area, sum(amount) as total from sales s group by s.area",
            "select total from cell_0 where area <> ''"
        ]
    );
    // One that gives it to something else is left to its author where that would be read instead.
    assert_eq!(
        mended(
            &["select upper(region) as area, count(*) as n from sales group by area"],
            &[("region", "area")]
        ),
        ["RENAME_TAKEN"]
    );
    // A mistake of another kind stays, and the other cells are mended.
    assert_eq!(
        mended(
            &["select nowhere from sales", "select region from sales"],
            &[("region", "area")]
        ),
        ["select nowhere from sales", "select area from sales"]
    );
    // In the second place the name would mean the column of the outer query.
    let shadowed = "select region from sales o where exists (select 1 from (select 1 as area) i where region is not null)";
    assert_eq!(mended(&[shadowed], &[("region", "area")]), ["RENAME_TAKEN"]);
}
