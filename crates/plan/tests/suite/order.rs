//! The order of joins: by the numbers of rows, and only where it changes no answer.

use model::DataType;
use plan::{Names, Relation};

use crate::support::{planned, table, tree};

/// A large table of sales and what it refers to.
fn star() -> Names {
    use DataType::{Float64, Int64, Text};
    let sized = |name, columns: &[(&str, DataType)], rows| Relation {
        rows: Some(rows),
        ..table(name, columns)
    };
    Names {
        tables: vec![
            sized(
                "sale",
                &[
                    ("item", Int64),
                    ("shop", Int64),
                    ("day", Int64),
                    ("amount", Float64),
                ],
                1_000_000,
            ),
            sized("item", &[("item_id", Int64), ("brand", Text)], 20_000),
            sized("shop", &[("shop_id", Int64), ("town", Int64)], 100),
            sized("town", &[("town_id", Int64), ("name", Text)], 50),
            sized("day", &[("day_id", Int64), ("year", Int64)], 3_000),
            sized("stock", &[("of_item", Int64), ("pieces", Int64)], 2_000_000),
        ],
        ..Names::default()
    }
}

/// Tables in the order in which they are scanned, from the innermost join outwards.
fn scans(text: &str) -> Vec<String> {
    let tree = tree(text, &star());
    tree.lines()
        .filter_map(|line| line.trim().strip_prefix("TableScan: "))
        .map(|rest| rest.split([' ', ',']).next().unwrap().to_owned())
        .collect()
}

/// The kinds of joins, outermost first.
fn kinds(text: &str) -> Vec<String> {
    let tree = tree(text, &star());
    tree.lines()
        .filter_map(|line| line.trim().split_once(" Join: "))
        .map(|(kind, _)| kind.to_owned())
        .collect()
}

#[test]
fn filtered_relations_are_joined_first_however_they_are_written() {
    let written = [
        "select sum(amount) from sale, stock, item, day
         where item = item_id and of_item = item_id and day = day_id and year = 2024 and brand = 'x'",
        "select sum(amount) from stock join item on of_item = item_id join sale on item = item_id
         join day on day = day_id where brand = 'x' and year = 2024",
    ];
    for text in written {
        let tree = tree(text, &star());
        let depth = |name: &str| {
            let line = tree
                .lines()
                .find(|line| line.contains(&format!("TableScan: {name}")));
            line.unwrap().find("TableScan").unwrap()
        };
        assert!(
            depth("stock") < depth("sale") || depth("sale") < depth("stock"),
            "one large table meets the other only when it was filtered: {tree}"
        );
        assert!(!tree.contains("Cross Join"), "{tree}");
    }
}

#[test]
fn relations_without_a_common_key_meet_through_a_third() {
    // Written in this order, shop and day would be multiplied first.
    let text = "select count(*) from shop, day, sale where shop = shop_id and day = day_id";
    let tree = tree(text, &star());
    assert!(!tree.contains("Cross Join"), "{tree}");
    assert_eq!(scans(text).len(), 3);
}

#[test]
fn what_equals_a_third_is_joined_directly() {
    let text = "select count(*) from sale s, item i, stock k
         where s.item = i.item_id and k.of_item = s.item and i.brand = 'x'";
    let tree = tree(text, &star());
    assert_eq!(kinds(text), ["Inner", "Inner"], "{tree}");
    // The filtered item meets one large table first, the other afterwards.
    assert!(
        !tree.contains("s.item = k.of_item\n    TableScan"),
        "{tree}"
    );
}

#[test]
fn columns_keep_their_order_and_names() {
    let plan = planned(
        "select * from sale, shop, town where shop = shop_id and town = town_id and name = 'x'",
        &star(),
    );
    let names: Vec<&str> = plan
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "item", "shop", "day", "amount", "shop_id", "town", "town_id", "name"
        ]
    );
}

#[test]
fn one_table_twice_stays_two_relations() {
    let text = "select a.amount, b.amount from sale a, sale b, day d, item i
         where a.day = d.day_id and b.day = d.day_id and a.item = i.item_id and b.item = i.item_id and year = 2024";
    let tree = tree(text, &star());
    assert!(
        tree.contains("SubqueryAlias: a") && tree.contains("SubqueryAlias: b"),
        "{tree}"
    );
    assert_eq!(kinds(text).len(), 3, "{tree}");
}

#[test]
fn outer_joins_keep_their_sides() {
    // A left join that nothing else needs is done last; its right side stays its right side.
    let text = "select s.amount, i.brand, d.year from sale s left join item i on s.item = i.item_id
         join day d on s.day = d.day_id join shop h on s.shop = h.shop_id where d.year = 2024";
    let tree_of_left = tree(text, &star());
    assert_eq!(kinds(text)[0], "Left", "{tree_of_left}");
    assert_eq!(scans(text).last().unwrap(), "item");

    for (kind, word) in [("full", "Full"), ("right", "Right")] {
        let text = format!(
            "select s.amount, i.brand from sale s {kind} join item i on s.item = i.item_id
             join (select day_id from day where year = 2024) d on coalesce(s.day, 0) = d.day_id
             join shop h on coalesce(s.shop, 0) = h.shop_id"
        );
        let found = kinds(&text);
        assert!(found.iter().any(|kind| kind == word), "{found:?}");
        // Both sides of the outer join lie below it, unchanged.
        let order = scans(&text);
        let place = |name: &str| order.iter().position(|table| table == name).unwrap();
        assert_eq!(place("item"), place("sale") + 1, "{order:?}");
    }
}

#[test]
fn a_join_by_a_column_of_a_left_join_stays_above_it() {
    let text = "select count(*) from sale s left join shop h on s.shop = h.shop_id
         join day d on s.day = d.day_id
         join town t on coalesce(h.town, 1) = t.town_id where d.year = 2024";
    let tree = tree(text, &star());
    let place = |part: &str| {
        tree.find(part)
            .unwrap_or_else(|| panic!("{part} in {tree}"))
    };
    assert!(place("town_id") < place("Left Join"), "{tree}");
}

#[test]
fn conditions_that_are_no_equality_are_kept() {
    let text = "select count(*) from sale s, day d, item i
         where s.day = d.day_id and s.item = i.item_id and s.amount > d.year + length(i.brand)";
    let tree = tree(text, &star());
    assert!(tree.contains("s.amount >"), "{tree}");
}

#[test]
fn sizes_guess_rows_from_tables_and_filters() {
    let plan = planned("select * from sale", &star());
    let all = plan.sizes.rows(&plan.logical);
    let plan = planned("select * from sale where day = 3 limit 10", &star());
    let few = plan.sizes.rows(&plan.logical);
    assert!(all > 999_999.0 && few < 10.5, "{all} {few}");
}
