//! Where columns come from and what chose their rows, one table of cases per kind of statement.

mod around;

use std::fmt::Write as _;

use model::{Lineage, Made, Origin, ParameterValue};
use plan::{Names, bind_sql, trace_sql};

use crate::support::shop;

/// A lineage in a few words: for each column its making, its expression and what it comes from;
/// then each filter with what it reads.
fn told(lineage: &Lineage) -> String {
    let mut out = String::new();
    for column in &lineage.columns {
        write!(out, "{}", column.name).unwrap();
        if !column.expression.is_empty() {
            write!(out, " = {}", column.expression).unwrap();
        }
        let origins = column.origins.iter().map(origin);
        let rows = column.rows_of.iter().map(|name| format!("rows of {name}"));
        let from: Vec<String> = origins.chain(rows).collect();
        if !from.is_empty() {
            write!(out, " <- {}", from.join(", ")).unwrap();
        }
        if column.filters.len() != lineage.filters.len() {
            write!(out, " {:?}", column.filters).unwrap();
        }
        out.push('\n');
    }
    for filter in &lineage.filters {
        let reads: Vec<String> = filter.reads.iter().map(origin).collect();
        let within = filter.within.as_ref().map(|name| format!(" in {name}"));
        let within = within.unwrap_or_default();
        write!(out, "{:?}{within}: {}", filter.kind, filter.text).unwrap();
        if !reads.is_empty() {
            write!(out, " <- {}", reads.join(", ")).unwrap();
        }
        out.push('\n');
    }
    out.trim_end().to_owned()
}

fn origin(origin: &Origin) -> String {
    let sign = match origin.made {
        Made::Copied => "",
        Made::Computed => "~",
        Made::Windowed => "≈",
        Made::Aggregated => "∑",
    };
    let cell = if origin.is_cell { "@" } else { "" };
    format!("{sign}{cell}{}.{}", origin.relation, origin.column)
}

fn traced(text: &str, names: &Names) -> Lineage {
    let traced = trace_sql(text, names);
    assert!(traced.lineage.is_some(), "{text}\n{:?}", traced.diagnostics);
    let lineage = traced.lineage.unwrap();
    let fields: Vec<&str> = traced.fields.iter().map(|one| one.name.as_str()).collect();
    let columns: Vec<&str> = lineage
        .columns
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(columns, fields, "{text}");
    lineage
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(told(&traced(text, &shop())), expected.join("\n"), "{text}");
}

#[test]
fn columns_are_copied_computed_or_aggregated() {
    check(
        "select REGION, amount * 2 as twice, Region || '!' as loud, 1 as one from sales",
        &[
            "region <- sales.region",
            "twice = amount * 2 <- ~sales.amount",
            "loud = region || '!' <- ~sales.region",
            "one = 1",
        ],
    );
    check(
        "select region, sum(amount) as revenue, count(*) as n, \
         max(amount) - min(quantity) as spread from sales group by region",
        &[
            "region <- sales.region",
            "revenue = sum(amount) <- ∑sales.amount",
            "n = count(*) <- rows of sales",
            "spread = max(amount) - min(quantity) <- ∑sales.amount, ∑sales.quantity",
        ],
    );
}

#[test]
fn stars_and_names_of_the_select_list_are_written_out() {
    check(
        "from customers",
        &[
            "Customer_ID <- customers.Customer_ID",
            "name <- customers.name",
            "country <- customers.country",
            "discount <- customers.discount",
        ],
    );
    check(
        "select sum(amount) as total, total / count(*) as mean from sales group by all",
        &[
            "total = sum(amount) <- ∑sales.amount",
            "mean = sum(amount) / count(*) <- ∑sales.amount, rows of sales",
        ],
    );
}

#[test]
fn every_part_of_a_condition_is_a_filter_of_its_own() {
    check(
        "select region, count(*) as n from sales where amount > 10 and (quantity < 5 and region is not null) \
         group by region having count(*) > 2 and sum(quantity) < 9 limit 5",
        &[
            "region <- sales.region",
            "n = count(*) <- rows of sales",
            "Where: amount > 10 <- sales.amount",
            "Where: quantity < 5 <- sales.quantity",
            "Where: region IS NOT NULL <- sales.region",
            "Having: count(*) > 2",
            "Having: sum(quantity) < 9 <- ∑sales.quantity",
            "Limit: LIMIT 5",
        ],
    );
}

#[test]
fn filters_know_their_place_in_the_text() {
    let text = "with big as (\n  select * from sales where (amount) > 10 and lower(region) = 'ä'\n)\n\
                select region, quantity * 2 as q from big where q > 4 and region is not null";
    let lineage = traced(text, &shop());
    let places: Vec<&str> = lineage
        .filters
        .iter()
        .map(|filter| {
            let span = filter.span.unwrap();
            &text[span.start as usize..span.end as usize]
        })
        .collect();
    assert_eq!(
        places,
        [
            "amount) > 10",
            "lower(region) = 'ä'",
            "q > 4",
            "region is not null"
        ]
    );
    let within: Vec<Option<&str>> = lineage
        .filters
        .iter()
        .map(|filter| filter.within.as_deref())
        .collect();
    assert_eq!(within, [Some("big"), Some("big"), None, None]);
}

#[test]
fn joins_bring_columns_of_both_sides_and_their_conditions() {
    check(
        "select o.order_id, c.name from orders o left join customers c on o.customer_id = c.customer_id and c.discount > 0",
        &[
            "order_id <- orders.order_id",
            "name <- customers.name",
            "Join: o.customer_id = c.Customer_ID <- customers.Customer_ID, orders.customer_id",
            "Join: c.discount > 0 <- customers.discount",
        ],
    );
    check(
        "select region, s.amount, o.net_amount from sales s full join orders o using (region)",
        &[
            "region = coalesce(s.region, o.region) <- ~orders.region, ~sales.region",
            "amount <- sales.amount",
            "net_amount <- orders.net_amount",
            "Join: s.region = o.region <- orders.region, sales.region",
        ],
    );
    check(
        "select a.region, b.region as other from sales a cross join sales b",
        &["region <- sales.region", "other <- sales.region"],
    );
}

#[test]
fn partners_elsewhere_choose_rows_but_give_no_values() {
    check(
        "select name from customers c where exists (select 1 from orders o where o.customer_id = c.customer_id) \
         and country not in (select region from sales where amount > 3)",
        &[
            "name <- customers.name",
            "Where: o.customer_id = c.Customer_ID <- customers.Customer_ID, orders.customer_id",
            "SemiJoin: EXISTS (SELECT 1 AS \"1\" FROM orders o WHERE o.customer_id = c.Customer_ID)",
            "Where: sales.amount > 3 <- sales.amount",
            "SemiJoin: c.country NOT IN (SELECT sales.region FROM sales WHERE sales.amount > 3) <- customers.country, sales.region",
        ],
    );
    check(
        "select name from customers c semi join orders o on o.customer_id = c.customer_id",
        &[
            "name <- customers.name",
            "SemiJoin: o.customer_id = c.Customer_ID <- customers.Customer_ID, orders.customer_id",
        ],
    );
    check(
        "select region from sales except select region from orders where net_amount > 1",
        &[
            "region <- sales.region",
            "Where: net_amount > 1 <- orders.net_amount",
            "SemiJoin: EXCEPT <- orders.region",
        ],
    );
}

#[test]
fn unions_add_up_what_stands_on_both_sides() {
    check(
        "select region, amount from sales where amount > 1 union all select region, net_amount from orders",
        &[
            "region <- orders.region, sales.region",
            "amount <- orders.net_amount, sales.amount",
            "Where: amount > 1 <- sales.amount",
        ],
    );
    check(
        "select region, 1 as n from sales union by name select customer_id, region from orders",
        &[
            "region <- orders.region, sales.region",
            "n = 1",
            "customer_id <- orders.customer_id",
        ],
    );
}

#[test]
fn windows_are_made_of_arguments_keys_and_order() {
    check(
        "select region, row_number() over (partition by region order by order_date) as at, \
         sum(amount) over (partition by region) as total, count(*) over () as n from sales \
         qualify row_number() over (order by amount desc) <= 3",
        &[
            "region <- sales.region",
            "at = row_number() OVER (PARTITION BY region ORDER BY order_date) <- ≈sales.order_date, ≈sales.region",
            "total = sum(amount) OVER (PARTITION BY region) <- ≈sales.amount, ≈sales.region",
            "n = count(*) OVER () <- rows of sales",
            "Qualify: row_number() OVER (ORDER BY amount DESC) <= 3 <- ≈sales.amount",
        ],
    );
}

#[test]
fn named_queries_and_subqueries_are_looked_through() {
    check(
        "with m as (select region, sum(amount) as revenue from sales where quantity > 0 group by region), \
         unused as (select * from orders where net_amount > 7), \
         high as (select region, revenue from m where revenue > 100) \
         select t.region, revenue / 2 as half, (select max(discount) from customers where country = 'x') as best \
         from (select * from high) as t",
        &[
            "region <- sales.region [0, 1]",
            "half = revenue / 2 <- ∑sales.amount [0, 1]",
            "best = (SELECT max(customers.discount) AS \"max(discount)\" FROM customers WHERE customers.country = 'x') <- ∑customers.discount [2]",
            "Where in m: quantity > 0 <- sales.quantity",
            "Where in high: revenue > 100 <- ∑sales.amount",
            "Where: customers.country = 'x' <- customers.country",
        ],
    );
}

#[test]
fn views_made_in_the_cell_are_looked_through() {
    check(
        "create view v as select region as r, amount from sales where amount > 0; select r, avg(amount) as a from v group by r",
        &[
            "r <- sales.region",
            "a = avg(amount) <- ∑sales.amount",
            "Where in v: amount > 0 <- sales.amount",
        ],
    );
}

#[test]
fn queries_that_read_themselves_come_to_an_end() {
    check(
        "with recursive t(a, b, c) as (select region, 'x', product from sales where quantity = 1 \
         union all select b, c, a from t where a <> 'stop') select a, b, c from t",
        &[
            "a = 'x' <- sales.Product, sales.region",
            "b = 'x' <- sales.Product, sales.region",
            "c = 'x' <- sales.Product, sales.region",
            "Where in t: quantity = 1 <- sales.quantity",
            "Where in t: a <> 'stop' <- sales.Product, sales.region",
        ],
    );
}

#[test]
fn pivots_come_from_what_is_turned_and_what_is_summed() {
    let lineage = traced(
        "select * from (select region, product, amount from sales) pivot (sum(amount) for region in ('N', 'S'))",
        &shop(),
    );
    let from: Vec<Vec<String>> = lineage
        .columns
        .iter()
        .map(|column| column.origins.iter().map(origin).collect())
        .collect();
    assert_eq!(from[0], ["sales.Product"]);
    for turned in &from[1..] {
        assert!(turned.contains(&"∑sales.amount".to_owned()), "{turned:?}");
    }
    let lineage = traced(
        "select * from (select region, amount, quantity from sales) unpivot (value for what in (amount, quantity))",
        &shop(),
    );
    let value = lineage
        .columns
        .iter()
        .find(|one| one.name == "value")
        .unwrap();
    let from: Vec<String> = value
        .origins
        .iter()
        .map(|one| format!("{}.{}", one.relation, one.column))
        .collect();
    assert!(from.contains(&"sales.amount".to_owned()), "{from:?}");
    assert!(from.contains(&"sales.quantity".to_owned()), "{from:?}");
}

#[test]
fn a_condition_of_one_aggregate_touches_that_column_alone() {
    check(
        "select sum(amount) filter (where quantity > 1) as some, sum(amount) as every from sales",
        &[
            "some = sum(amount) FILTER (WHERE quantity > 1) <- ∑sales.amount",
            "every = sum(amount) <- ∑sales.amount []",
            "Aggregate: quantity > 1 <- sales.quantity",
        ],
    );
}

#[test]
fn every_question_of_a_text_is_traced() {
    let text = "create view big as select region, amount from sales where amount > 10;
        select region from big; select count(*) as n from sales; select amount * 2 as twice from big";
    let traced = trace_sql(text, &shop());
    let all: Vec<String> = traced
        .earlier
        .iter()
        .chain(&traced.lineage)
        .map(told)
        .collect();
    assert_eq!(
        all,
        [
            "region <- sales.region\nWhere in big: amount > 10 <- sales.amount",
            "n = count(*) <- rows of sales",
            "twice = amount * 2 <- ~sales.amount\nWhere in big: amount > 10 <- sales.amount",
        ]
    );
}

#[test]
fn a_parameter_without_a_value_does_not_hide_where_columns_come_from() {
    for value in [
        ParameterValue::Number {
            value: None,
            min: None,
            max: None,
            step: None,
        },
        ParameterValue::Date { value: None },
    ] {
        let names = Names {
            parameters: vec![("p".to_owned(), value)],
            ..shop()
        };
        assert!(
            bind_sql("select amount from sales where amount > :p", &names)
                .plan
                .is_none()
        );
        let lineage = traced("select amount from sales where amount > :p", &names);
        assert_eq!(
            told(&lineage),
            "amount <- sales.amount\nWhere: amount > NULL <- sales.amount"
        );
    }
}
