//! Trees of the short forms, as snapshots.

use insta::assert_snapshot;
use model::{DataType, Field, Kind};
use plan::{Body, Names, Relation, bind_sql};

use crate::support::{lines, planned, shop, table, tpch, tpch_text, tree};

/// Two texts mean the same tree.
fn same(left: &str, right: &str) {
    assert_eq!(tree(left, &shop()), tree(right, &shop()), "{left}\n{right}");
}

fn names_of(text: &str) -> Vec<String> {
    planned(text, &shop())
        .fields
        .into_iter()
        .map(|field| field.name)
        .collect()
}

#[test]
fn names_are_found_without_regard_to_case_and_kept_exactly() {
    assert_eq!(
        names_of(
            "select REGION, s.PRODUCT, \"Order ID\", Amount as Total from SALES S order by TOTAL"
        ),
        ["region", "Product", "Order ID", "Total"]
    );
    let bound = bind_sql("select \"REGION\" from sales", &shop());
    assert_eq!(bound.diagnostics[0].code, "SQL_UNKNOWN_COLUMN");
    let names = Names {
        tables: vec![table(
            "t",
            &[("Id", DataType::Int64), ("id", DataType::Text)],
        )],
        ..Names::default()
    };
    assert_eq!(
        planned("select id from t", &names).fields[0].data_type,
        DataType::Text
    );
    assert_eq!(
        planned("select Id from t", &names).fields[0].data_type,
        DataType::Int64
    );
    assert_eq!(
        bind_sql("select ID from t", &names).diagnostics[0].code,
        "SQL_AMBIGUOUS_COLUMN"
    );
}

#[test]
fn every_output_column_has_a_name_of_its_own() {
    assert_eq!(
        names_of("select count(*), count(*) from sales"),
        ["count(*)", "count(*)_1"]
    );
    assert_eq!(
        names_of("select a.region, b.region from sales a, sales b"),
        ["region", "region_1"]
    );
    assert_eq!(
        names_of("select avg(Amount), amount::text, 1 + 1 from sales group by 2"),
        ["avg(Amount)", "amount", "1 + 1"]
    );
    assert_eq!(
        names_of("select * from (select a.region, b.region from sales a, sales b) t"),
        ["region", "region_1"]
    );
}

#[test]
fn short_forms_mean_their_long_forms() {
    same(
        "select region, sum(amount) as total from sales group by all order by all",
        "select region, sum(amount) as total from sales group by region order by region, total",
    );
    same(
        "select region, count(*) c from sales group by 1 order by 2 desc",
        "select region, count(*) as c from sales group by region order by c desc",
    );
    same("from sales", "select * from sales");
    same(
        "select region, amount, from sales",
        "select region, amount from sales",
    );
    same(
        "select amount * 2 as a, a + 1 as b from sales where b > 4",
        "select amount * 2 as a, amount * 2 + 1 as b from sales where amount * 2 + 1 > 4",
    );
    same(
        "select upper(region) as r, count(*) as n from sales group by r having n > 1",
        "select upper(region) as r, count(*) as n from sales group by upper(region) having count(*) > 1",
    );
    same(
        "select count_if(amount > 3) as n from sales",
        "select count(*) filter (where amount > 3) as n from sales",
    );
    same(
        "select if(amount > 3, 'a', 'b') as x from sales",
        "select case when amount > 3 then 'a' else 'b' end as x from sales",
    );
    same(
        "select year(order_date) as y from sales",
        "select date_part('year', order_date) as y from sales",
    );
    same(
        "select date_trunc(month, order_date) as m from sales",
        "select date_trunc('month', order_date) as m from sales",
    );
    same(
        "select quantity // 2 as h from sales",
        "select div(quantity, 2) as h from sales",
    );
    same(
        "select amount from sales fetch first 3 rows only",
        "select amount from sales limit 3",
    );
    same(
        "select s.amount from sales s semi join orders o using (region)",
        "select s.amount from sales s left semi join orders o on s.region = o.region",
    );
    same(
        "select distinct on (region) region, amount from sales order by region, amount desc",
        "select region, amount from sales qualify row_number() over (partition by region order by region, amount desc) = 1 order by region, amount desc",
    );
}

#[test]
fn stars_can_be_changed() {
    assert_eq!(
        names_of("select * exclude (tags, \"Order ID\") from sales").len(),
        7
    );
    assert_eq!(
        names_of("select * except (region, customer_id) from orders"),
        ["order_id", "order_date", "net_amount"]
    );
    assert_eq!(
        names_of("select o.* exclude region from orders o"),
        ["order_id", "customer_id", "order_date", "net_amount"]
    );
    assert_eq!(
        names_of("select * rename (region as Area) from orders"),
        [
            "order_id",
            "customer_id",
            "order_date",
            "Area",
            "net_amount"
        ]
    );
    same(
        "select * replace (upper(region) as region) from orders",
        "select order_id, customer_id, order_date, upper(region) as region, net_amount from orders",
    );
}

#[test]
fn using_makes_one_column_of_two() {
    assert_eq!(
        names_of("select * from customers c join orders o using (customer_id)"),
        [
            "Customer_ID",
            "name",
            "country",
            "discount",
            "order_id",
            "order_date",
            "region",
            "net_amount"
        ]
    );
    assert_snapshot!(tree(
        "select customer_id, name from customers full join orders using (customer_id)",
        &shop()
    ));
    same(
        "select customer_id from customers right join orders using (customer_id)",
        "select orders.customer_id from customers right join orders on customers.customer_id = orders.customer_id",
    );
}

#[test]
fn division_is_exact_and_never_by_zero() {
    assert_snapshot!(tree(
        "select quantity / 2 as half, 7 / 2 as constant, 7 // 2 as whole, quantity / \"Order ID\" as ratio,
                amount / quantity as f, quantity % 0 as rest, 1 / 0 as nothing, 0.0 / 0 as none
         from sales",
        &shop()
    ));
    let decimal = planned(
        "select net_amount / net_amount as r, net_amount / 3 as t, net_amount * 2 as d from orders",
        &shop(),
    );
    let types: Vec<&DataType> = decimal
        .fields
        .iter()
        .map(|field| &field.data_type)
        .collect();
    for (data_type, digits) in types.iter().zip([8, 6, 2]) {
        assert!(
            matches!(data_type, DataType::Decimal { scale, .. } if *scale >= digits),
            "{data_type:?}"
        );
    }
}

#[test]
fn a_decimal_that_meets_a_double_becomes_a_double() {
    assert_snapshot!(tree(
        "select amount > 2.5 as a, amount in (0.5, 1, 2, 3) as b, coalesce(amount, 0.0) as c,
                case when is_gift then amount else 0.5 end as d, amount * 0.1 as e
         from sales where amount between 0.06 - 0.01 and 0.07",
        &shop()
    ));
    let union = planned("select amount from sales union all select 0.5", &shop());
    assert_eq!(union.fields[0].data_type, DataType::Float64);
    let within = tree(
        "select 1 as x from sales where amount in (select net_amount from orders)",
        &shop(),
    );
    assert!(!within.contains("sales.amount AS Decimal"), "{within}");
}

#[test]
fn small_whole_numbers_are_computed_with_64_bits() {
    let plan = planned(
        "select quantity * quantity as q, quantity + quantity as s, -quantity as n from sales",
        &shop(),
    );
    let types: Vec<&DataType> = plan.fields.iter().map(|field| &field.data_type).collect();
    assert_eq!(types[..2], [&DataType::Int64, &DataType::Int64]);
}

#[test]
fn days_count_in_whole_days() {
    assert_snapshot!(tree(
        "select order_date - date '2026-01-01' as age, order_date + 7 as due, order_date + interval '1 month' as next from orders",
        &shop()
    ));
}

#[test]
fn nulls_come_last_ascending_and_first_descending() {
    assert_snapshot!(tree(
        "select region, amount from sales order by region, amount desc, quantity desc nulls last",
        &shop()
    ));
}

#[test]
fn filters_columns_and_limits_reach_the_scan() {
    assert_snapshot!(tree(
        "select region from (select * from sales) t where amount > 3 and region like 'D%' limit 5",
        &shop()
    ));
}

#[test]
fn subqueries_become_joins() {
    assert_snapshot!(tree(
        "select region from sales s
         where exists (select 1 from orders o where o.region = s.region and o.net_amount > 100)
           and amount > (select avg(net_amount) from orders o where o.region = s.region)
           and quantity not in (select order_id from orders)
           and amount < (select max(net_amount) from orders)",
        &shop()
    ));
}

#[test]
fn windows_and_groupings_keep_their_form() {
    assert_snapshot!(tree(
        "select region, row_number() over w as n, sum(amount) over (w rows between 1 preceding and current row) as s
         from sales window w as (partition by region order by order_date) qualify n <= 3",
        &shop()
    ));
    assert_snapshot!(tree(
        "select region, is_gift, sum(amount) as s from sales group by rollup (region, is_gift)",
        &shop()
    ));
}

#[test]
fn a_cell_planned_in_place_is_a_view() {
    let mut names = shop();
    let upstream = planned(
        "select region as \"Region\", sum(amount) as total from sales group by all",
        &names,
    );
    names.cells.push(Relation {
        name: "Revenue".to_owned(),
        fields: upstream.fields.clone(),
        rows: None,
        body: Body::Plan(upstream),
    });
    let bound = bind_sql("select REGION from revenue where total > 10", &names);
    assert_eq!(bound.reads, ["Revenue"]);
    assert_snapshot!(bound.plan.unwrap().logical.display_indent());
    let shadowed = planned(
        "with revenue as (select 1 as x) select * from revenue",
        &names,
    );
    assert_eq!(shadowed.fields[0].name, "x");
}

#[test]
fn what_is_read_is_told_in_order() {
    let bound = bind_sql(
        "with a as (select * from orders) select * from a join CUSTOMERS c on c.customer_id = a.customer_id where a.order_date in :period and region in (select region from sales)",
        &shop(),
    );
    assert_eq!(
        bound.reads,
        ["orders", "customers", "period", "sales"],
        "{}",
        lines(&bound)
    );
}

#[test]
fn what_a_column_is_about_survives_plain_copies() {
    let mut names = shop();
    names.tables[0].fields[1] = Field {
        name: "region".to_owned(),
        data_type: DataType::Text,
        kind: Kind::Place,
    };
    names.tables[0].fields[3].kind = Kind::Key;
    let plan = planned(
        "select region as area, amount, amount + 1 as more from (select * from sales) t",
        &names,
    );
    let kinds: Vec<Kind> = plan.fields.iter().map(|field| field.kind).collect();
    assert_eq!(kinds, [Kind::Place, Kind::Key, Kind::Number]);
}

#[test]
fn planning_takes_milliseconds() {
    let text = tpch_text(21);
    let names = tpch();
    let start = std::time::Instant::now();
    for _ in 0..5 {
        planned(&text, &names);
    }
    assert!(start.elapsed().as_millis() < 2_500, "{:?}", start.elapsed());
}
