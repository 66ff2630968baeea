//! Groups below joins: only where rows are many, groups few, and every aggregate can be put
//! together from them.

use model::DataType;
use plan::{Names, Relation};

use crate::support::{table, tree};

fn sales() -> Names {
    use DataType::{Float64, Int64, Text};
    let sized = |name, columns: &[(&str, DataType)], rows| Relation {
        rows: Some(rows),
        ..table(name, columns)
    };
    let sale = [
        ("item", Int64),
        ("shop", Int64),
        ("day", Int64),
        ("pieces", Int64),
        ("amount", Float64),
    ];
    Names {
        tables: vec![
            sized("sale", &sale, 1_000_000),
            sized("few_sales", &sale, 10_000),
            sized(
                "item",
                &[("item_id", Int64), ("brand", Text), ("price", Float64)],
                20_000,
            ),
            sized("shop", &[("shop_id", Int64), ("town", Text)], 100),
            sized(
                "day",
                &[("day_id", Int64), ("year", Int64), ("name", Text)],
                3_000,
            ),
        ],
        ..Names::default()
    }
}

/// How many times rows are grouped.
fn groups(text: &str) -> usize {
    tree(text, &sales()).matches("Aggregate:").count()
}

#[test]
fn texts_of_a_small_relation_are_grouped_by_its_key_first() {
    let text = "select town, sum(amount), count(*), avg(pieces), min(day), max(amount)
                from sale join shop on shop = shop_id group by town";
    let tree = tree(text, &sales());
    assert_eq!(groups(text), 2, "{tree}");
    let inner = tree.find("groupBy=[[sale.shop]]").unwrap();
    let outer = tree.find("groupBy=[[shop.town]]").unwrap();
    let join = tree.find("Inner Join").unwrap();
    assert!(outer < join && join < inner, "{tree}");
}

#[test]
fn rows_without_a_partner_are_groups_too() {
    let text = "select town, sum(amount) from sale left join shop on shop is not distinct from shop_id group by town";
    assert_eq!(groups(text), 2);
    assert!(tree(text, &sales()).contains("Left Join"));
}

#[test]
fn totals_of_several_levels_come_from_the_same_groups() {
    assert_eq!(
        groups(
            "select brand, avg(pieces) from sale join item on item = item_id group by rollup (brand)"
        ),
        2
    );
}

#[test]
fn a_condition_on_a_partner_chooses_among_groups() {
    let with_case = |case: &str| {
        groups(&format!(
            "select year, sum(case when name = 'Sunday' then {case} end) as s
             from sale join day on day = day_id group by year"
        ))
    };
    assert_eq!(with_case("amount"), 2);
    assert_eq!(with_case("amount else 1"), 1, "each row would count");
}

#[test]
fn several_small_relations_wait_together() {
    let text = "select town, name, sum(amount) from sale join shop on shop = shop_id
                join day on day = day_id group by town, name";
    // 100 shops and 3000 days make too many pairs; the shops alone do not.
    assert_eq!(groups(text), 1);
    let text = "select town, sum(amount) from sale join shop on shop = shop_id
                join day on day = day_id where year = 2024 group by town";
    assert_eq!(groups(text), 2);
}

#[test]
fn what_cannot_be_put_together_is_grouped_once() {
    for aggregate in [
        "count(distinct pieces)",
        "sum(distinct pieces)",
        "median(amount)",
        "stddev(amount)",
        "sum(amount * length(town))",
        "sum(amount) filter (where town > 'a')",
        "array_agg(pieces)",
        "sum(length(town))",
        "max(town), count(distinct town)",
    ] {
        let text =
            format!("select town, {aggregate} from sale join shop on shop = shop_id group by town");
        assert_eq!(groups(&text), 1, "{aggregate}");
    }
    for text in [
        "select town, sum(amount) from few_sales join shop on shop = shop_id group by town",
        "select sum(amount) from sale join shop on shop = shop_id",
        "select town, sum(amount) from shop left join sale on shop = shop_id group by town",
        "select town, day, sum(amount) from sale join shop on shop = shop_id group by town, day",
        "select town, sum(amount) from sale join shop on shop = shop_id and pieces > length(town) group by town",
        "select town, sum(amount) from sale join shop on shop = shop_id where town = 'Ems' group by town",
    ] {
        assert_eq!(groups(text), 1, "{text}");
    }
}

#[test]
fn a_column_fixed_to_few_values_may_be_a_key() {
    let text = "select town, day, sum(amount) from sale join shop on shop = shop_id
                where day in (1, 2) group by town, day";
    assert_eq!(groups(text), 2);
}
