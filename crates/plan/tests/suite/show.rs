//! What is shown means what was asked.

use plan::show_sql;

use crate::support::{planned, shop, tpch, tpch_text};

fn check(text: &str, expected: &str) {
    let names = shop();
    let plan = planned(text, &names);
    let shown = show_sql(&plan).unwrap();
    assert_eq!(
        shown.split_whitespace().collect::<Vec<_>>().join(" "),
        expected
    );
    let again = planned(&shown, &names);
    assert_eq!(
        again.logical.display_indent().to_string(),
        plan.logical.display_indent().to_string()
    );
    assert_eq!(again.fields, plan.fields);
}

#[test]
fn short_forms_are_written_out() {
    check(
        "select REGION, sum(amount) as Total from sales where order_date in :period group by all order by 2 desc",
        "SELECT region, sum(amount) AS Total FROM sales WHERE (order_date >= DATE '2025-01-01' \
         AND order_date < DATE '2026-03-01') GROUP BY region ORDER BY Total DESC",
    );
    check(
        "from orders o join customers using (customer_id) select o.region, NAME",
        "SELECT o.region, customers.name FROM orders o JOIN customers ON o.customer_id = customers.Customer_ID",
    );
}

#[test]
fn all_22_queries_of_tpch_mean_the_same_when_shown() {
    let names = tpch();
    for number in 1..=22 {
        let plan = planned(&tpch_text(number), &names);
        let shown = show_sql(&plan).unwrap();
        let again = planned(&shown, &names);
        assert_eq!(
            again.logical.display_indent().to_string(),
            plan.logical.display_indent().to_string(),
            "q{number}:\n{shown}"
        );
    }
}
