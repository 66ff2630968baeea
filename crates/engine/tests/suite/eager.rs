//! Groups below joins give what grouping all rows gives: with missing keys, keys without a partner
//! and with two, missing values and empty answers.

use std::fmt::Write as _;

use crate::ask::Bench;

/// Rows enough for groups below to be worth it.
const ROWS: u32 = 150_000;

fn bench() -> Bench {
    let bench = Bench::new();
    let mut sales = String::from("id,shop,day,pieces,amount,price\n");
    for id in 0..ROWS {
        let shop = match id % 13 {
            12 => String::new(),
            shop => shop.to_string(),
        };
        let pieces = match id % 7 {
            0 => String::new(),
            _ => (id % 90).to_string(),
        };
        let amount = f64::from(id % 1000) / 4.0;
        let _ = writeln!(
            sales,
            "{id},{shop},{},{pieces},{amount},{}.{:02}",
            id % 5,
            id % 40,
            id % 100
        );
    }
    bench.open("sales", "sales.csv", sales.as_bytes());
    // Shop 3 stands twice, shop 11 not at all, and shop 5 has no town.
    let mut shops = String::from("shop_id,town\n");
    for shop in 0..11 {
        let town = if shop == 5 {
            ""
        } else {
            ["Aa", "Bo", "Ço"][shop % 3]
        };
        let _ = writeln!(shops, "{shop},{town}");
    }
    shops.push_str("3,Du\n");
    bench.open("shops", "shops.csv", shops.as_bytes());
    bench.open(
        "days",
        "days.csv",
        b"day_id,name\n0,Mo\n1,Tu\n2,We\n3,Mo\n4,\n",
    );
    bench
}

fn rows(bench: &Bench, text: &str) -> Vec<String> {
    let mut rows: Vec<String> = bench
        .rows(text)
        .unwrap()
        .into_iter()
        .map(|row| row.join(" "))
        .collect();
    rows.sort();
    rows
}

/// How often a statement groups rows, as `EXPLAIN` tells.
fn groups(bench: &Bench, text: &str) -> usize {
    let steps = bench.rows(&format!("explain {text}")).unwrap();
    let is_group = |row: &&Vec<String>| row[0].ends_with("Group");
    steps.iter().filter(is_group).count()
}

#[test]
fn groups_below_joins_give_the_same_answers() {
    let bench = bench();
    let decimal = "cast(price as decimal(9, 2))";
    let aggregates = [
        "sum(pieces)",
        "count(*), count(pieces), count(1)",
        "min(amount), max(pieces), min(s.day)",
        "avg(amount), avg(pieces)",
        &format!("sum({decimal}), max({decimal})"),
        "sum(amount * pieces)",
        "sum(case when pieces > 3 then 1 else 0 end)",
    ];
    let tables = [
        (
            "town",
            "sales s join shops on shop = shop_id",
            "group by town",
        ),
        (
            "town, name",
            "sales s join shops on shop = shop_id join days d on s.day = day_id",
            "group by town, name",
        ),
        (
            "name",
            "sales s join days d on s.day = day_id where pieces < 50",
            "group by name",
        ),
        (
            "town, name",
            "sales s join shops on shop = shop_id join days d on s.day = day_id",
            "group by rollup (town, name)",
        ),
        (
            "town",
            "sales s join shops on shop = shop_id where pieces > 100",
            "group by town",
        ),
    ];
    for (keys, from, by) in tables {
        for aggregate in aggregates {
            let text = format!("select {keys}, {aggregate} from {from} {by}");
            assert!(groups(&bench, &text) > 1, "{text}");
            // Counting different values needs every row.
            let whole = format!(
                "select * exclude (n) from (select {keys}, {aggregate}, count(distinct id) as n from {from} {by})"
            );
            assert_eq!(groups(&bench, &whole), 1, "{whole}");
            assert_eq!(rows(&bench, &text), rows(&bench, &whole), "{text}");
        }
    }
}

#[test]
fn conditions_on_partners_choose_among_groups() {
    let bench = bench();
    for value in [
        "pieces",
        "pieces else 0",
        "pieces else null",
        "cast(price as decimal(9, 2)) else 0",
    ] {
        for aggregate in ["sum", "max"] {
            if aggregate == "max" && value.ends_with("else 0") {
                continue;
            }
            let list = format!("town, {aggregate}(case when name = 'Mo' then {value} end) as a");
            let from =
                "from sales s join days on day = day_id join shops on shop = shop_id group by town";
            let text = format!("select {list} {from}");
            let whole = format!(
                "select * exclude (n) from (select {list}, count(distinct id) as n {from})"
            );
            assert_eq!(rows(&bench, &text), rows(&bench, &whole), "{text}");
        }
    }
}
