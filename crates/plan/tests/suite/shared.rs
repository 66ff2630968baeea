//! Named queries that are read several times: one plan for all who read them, with what all of
//! them ask for, and no plan for all where that would read too much.

use model::DataType;
use plan::{Names, Relation};

use crate::support::{table, tree};

fn sales() -> Names {
    use DataType::{Int64, Text};
    let columns = [
        ("shop", Int64),
        ("year", Int64),
        ("kind", Text),
        ("day", Int64),
        ("amount", Int64),
    ];
    let sized = |name, columns: &[(&str, DataType)], rows| Relation {
        rows: Some(rows),
        ..table(name, columns)
    };
    Names {
        tables: vec![
            sized("sale", &columns, 1_000_000),
            sized(
                "day",
                &[("id", Int64), ("on_day", Int64), ("week", Int64)],
                1_000,
            ),
        ],
        ..Names::default()
    }
}

/// The scans of a text's tree, one a line.
fn scans(text: &str) -> Vec<String> {
    tree(text, &sales())
        .lines()
        .filter_map(|line| line.trim().strip_prefix("TableScan: "))
        .map(str::to_owned)
        .collect()
}

#[test]
fn readers_of_other_values_of_one_column_read_the_same_rows() {
    let scans = scans(
        "with y as (select shop, year, sum(amount) as s from sale group by shop, year)
         select a.s, b.s from y a join y b on a.shop = b.shop where a.year = 2024 and b.year = 2025",
    );
    assert_eq!(scans.len(), 2);
    assert_eq!(scans[0], scans[1], "both read what both ask for");
    assert!(
        scans[0].contains("2024") && scans[0].contains("2025"),
        "{scans:?}"
    );
}

#[test]
fn readers_of_other_columns_read_the_same_rows() {
    let scans = scans(
        "with y as (select shop, sum(amount) as s, max(day) as d from sale group by shop)
         select a.s, b.d from y a join y b on a.shop = b.shop",
    );
    assert_eq!(scans[0], scans[1]);
}

#[test]
fn few_rows_of_each_are_read_apart() {
    let scans = scans(
        "with y as (select shop, year, kind, sum(amount) as s from sale group by all)
         select (select sum(s) from y where shop = 7 and kind = 'a'), (select sum(s) from y where year = 2024 and kind = 'b')",
    );
    assert_eq!(scans.len(), 2);
    assert!(
        scans
            .iter()
            .any(|scan| scan.contains('7') && !scan.contains("2024")),
        "{scans:?}"
    );
    assert!(
        scans
            .iter()
            .any(|scan| scan.contains("2024") && !scan.contains("Int64(7)")),
        "{scans:?}"
    );
}

#[test]
fn a_condition_on_a_sum_is_no_reason_to_compute_it_twice() {
    let scans = scans(
        "with y as (select shop, sum(amount) as s, count(*) as n from sale group by shop)
         select (select count(*) from y where s > 10), (select count(*) from y where n > 5)",
    );
    assert_eq!(scans[0], scans[1]);
}

#[test]
fn rows_are_kept_before_they_are_joined() {
    let text = "select sum(amount) from sale, day where sale.day = day.id
         and day.on_day in (select on_day from day where week = 3)";
    let tree = tree(text, &sales());
    let depth = |what: &str| {
        let line = tree.lines().find(|line| line.contains(what));
        let line = line.unwrap_or_else(|| panic!("{what} is not in {tree}"));
        line.len() - line.trim_start().len()
    };
    assert!(
        depth("LeftSemi Join") > depth("Inner Join"),
        "the days are chosen before sales are joined: {tree}"
    );
}
