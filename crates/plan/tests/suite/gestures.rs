//! Questions without text become the same trees as text.

use model::{Aggregate, Compare, Filter, Key, Measure, Order, Query, TimeUnit, Value};
use plan::{Names, bind_query};

use crate::support::{line, lines, shop, table};

fn query() -> Query {
    Query {
        source: "sales".to_owned(),
        ..Query::default()
    }
}

fn filter(field: &str, compare: Compare, value: Value) -> Filter {
    Filter {
        field: field.to_owned(),
        compare,
        value,
    }
}

fn key(field: &str, unit: Option<TimeUnit>, bin_width: Option<&str>, name: &str) -> Key {
    Key {
        field: field.to_owned(),
        unit,
        bin_width: bin_width.map(str::to_owned),
        name: name.to_owned(),
        ..Key::default()
    }
}

fn measure(field: &str, aggregate: Aggregate, name: &str) -> Measure {
    Measure {
        field: field.to_owned(),
        aggregate,
        name: name.to_owned(),
        ..Measure::default()
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The question as one line of SQL.
fn shown(query: &Query) -> String {
    let bound = bind_query(query, &shop());
    let plan = bound
        .plan
        .unwrap_or_else(|| panic!("{:?}", bound.diagnostics));
    let sql = plan::show_sql(&plan).unwrap();
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check(query: &Query, expected: &str) {
    assert_eq!(shown(query), expected);
}

#[test]
fn rows_are_taken_as_they_are() {
    let mut rows = query();
    rows.columns = vec!["Order ID".to_owned(), "AMOUNT".to_owned()];
    rows.order = vec![Order {
        field: "amount".to_owned(),
        descending: true,
        by: None,
    }];
    rows.limit = Some(10);
    check(
        &rows,
        "SELECT \"Order ID\", amount FROM sales ORDER BY amount DESC LIMIT 10",
    );
    let all = bind_query(&query(), &shop()).plan.unwrap();
    assert_eq!(all.fields.len(), 9);
}

#[test]
fn keys_and_measures_group() {
    let mut grouped = query();
    grouped.keys = vec![
        key("order_date", Some(TimeUnit::Month), None, "month"),
        key("amount", None, Some("0.5"), "bin"),
    ];
    grouped.measures = vec![
        measure("", Aggregate::Count, "rows"),
        measure("amount", Aggregate::Sum, "Total"),
        measure("region", Aggregate::CountDistinct, "regions"),
        measure("amount", Aggregate::Median, "middle"),
    ];
    grouped.order = vec![Order {
        field: "month".to_owned(),
        descending: false,
        by: None,
    }];
    check(
        &grouped,
        "SELECT date_trunc('month', order_date) AS month, floor(amount / 0.5) * 0.5 AS bin, \
         count(*) AS rows, sum(amount) AS Total, count(DISTINCT region) AS regions, \
         median(amount) AS middle FROM sales GROUP BY date_trunc('month', order_date), \
         floor(amount / 0.5) * 0.5 ORDER BY month ASC",
    );
    let plan = bind_query(&grouped, &shop()).plan.unwrap();
    let names: Vec<&str> = plan
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["month", "bin", "rows", "Total", "regions", "middle"]
    );
    assert_eq!(plan.fields[0].data_type, model::DataType::Date);
}

#[test]
fn keys_alone_list_each_value_once() {
    let mut keys = query();
    keys.keys = vec![key("region", None, None, "region")];
    let plan = bind_query(&keys, &shop()).plan.unwrap();
    assert!(
        plan.logical
            .display_indent()
            .to_string()
            .contains("Aggregate: groupBy=[[sales.region]]")
    );
}

#[test]
fn filters_keep_and_leave_out_as_a_person_expects() {
    for (compare, value, expected) in [
        (Compare::Equal, text("a"), "region = 'a'"),
        (Compare::Equal, Value::Null, "region IS NULL"),
        (Compare::NotEqual, text("a"), "region IS DISTINCT FROM 'a'"),
        (Compare::NotEqual, Value::Null, "region IS NOT NULL"),
        (
            Compare::Contains,
            text("a%'B"),
            "contains(lower(region), 'a%''b')",
        ),
        (
            Compare::In,
            Value::List(vec![text("a"), Value::Null]),
            "(region IN ('a') OR region IS NULL)",
        ),
        (
            Compare::In,
            Value::List(vec![text("a")]),
            "(region IN ('a') AND region IS NOT NULL)",
        ),
        (
            Compare::NotIn,
            Value::List(vec![text("a")]),
            "(region NOT IN ('a') OR region IS NULL)",
        ),
        (
            Compare::NotIn,
            Value::List(vec![text("a"), Value::Null]),
            "(region NOT IN ('a') AND region IS NOT NULL)",
        ),
        (
            Compare::In,
            Value::List(vec![Value::Null]),
            "region IS NULL",
        ),
        (Compare::NotIn, Value::List(Vec::new()), "true"),
        (Compare::In, Value::List(Vec::new()), "false"),
        (Compare::IsNotNull, Value::Null, "region IS NOT NULL"),
    ] {
        let mut filtered = query();
        filtered.columns = vec!["region".to_owned()];
        filtered.filters = vec![filter("region", compare, value)];
        let sql = shown(&filtered);
        assert_eq!(
            sql,
            format!("SELECT region FROM sales WHERE {expected}"),
            "{compare:?}"
        );
    }
}

#[test]
fn values_of_every_type_compare_exactly() {
    for (field, value, expected) in [
        (
            "Order ID",
            Value::Integer("9007199254740993".to_owned()),
            "9007199254740993",
        ),
        ("amount", Value::Decimal("-1.50".to_owned()), "(-1.50)"),
        (
            "amount",
            Value::Float(0.1),
            "CAST('0.1' AS DOUBLE PRECISION)",
        ),
        (
            "order_date",
            Value::Date("2026-11-20".to_owned()),
            "DATE '2026-11-20'",
        ),
        (
            "sold_at",
            Value::DateTime("2026-11-20T18:42:00".to_owned()),
            "TIMESTAMP '2026-11-20T18:42:00'",
        ),
        ("is_gift", Value::Boolean(true), "true"),
    ] {
        let mut filtered = query();
        filtered.columns = vec!["region".to_owned()];
        filtered.filters = vec![filter(field, Compare::GreaterOrEqual, value)];
        assert!(
            shown(&filtered).ends_with(&format!(">= {expected}")),
            "{}",
            shown(&filtered)
        );
    }
}

#[test]
fn mistakes_are_told_with_names() {
    let refused = |query: &Query, expected: &str| {
        let bound = bind_query(query, &shop());
        assert!(bound.plan.is_none());
        assert_eq!(line(&bound.diagnostics[0]), expected, "{}", lines(&bound));
    };
    let mut unknown = query();
    unknown.source = "salse".to_owned();
    refused(
        &unknown,
        "nowhere SQL_UNKNOWN_TABLE: There is no table or cell `salse`. Did you mean `sales`?",
    );
    let mut column = query();
    column.columns = vec!["reigon".to_owned()];
    refused(
        &column,
        "nowhere SQL_UNKNOWN_COLUMN: There is no column `reigon` in sales. Did you mean `region`?",
    );
    let mut text_sum = query();
    text_sum.measures = vec![measure("region", Aggregate::Sum, "s")];
    refused(
        &text_sum,
        "nowhere SQL_TYPES: `region` is text; it can be counted, but it has no sum. Choose count, or a number column.",
    );
    let mut twice = query();
    twice.measures = vec![
        measure("", Aggregate::Count, "n"),
        measure("amount", Aggregate::Sum, "n"),
    ];
    refused(
        &twice,
        "nowhere SQL_DUPLICATE_NAME: Two columns of the answer are called `n`. Give one of them another name.",
    );
    for width in ["0", "-1", "x", "", "1e5", "1; drop"] {
        let mut bins = query();
        bins.keys = vec![key("amount", None, Some(width), "b")];
        assert_eq!(
            bind_query(&bins, &shop()).diagnostics[0].code,
            "SQL_TYPES",
            "{width}"
        );
    }
}

#[test]
fn p18_hostile_names_stay_names() {
    for hostile in [
        "a b",
        "a\"b",
        "select",
        "a;drop table sales",
        "a.b",
        "é\n",
        "'x'",
        "__x",
        "*",
        "a`b",
        "1",
    ] {
        let names = Names {
            tables: vec![table(
                hostile,
                &[
                    (hostile, model::DataType::Int64),
                    ("other", model::DataType::Text),
                ],
            )],
            ..Names::default()
        };
        let mut question = query();
        question.source = hostile.to_owned();
        question.keys = vec![key(hostile, None, None, hostile)];
        question.measures = vec![measure(hostile, Aggregate::Sum, "total")];
        question.filters = vec![filter("other", Compare::Equal, text(hostile))];
        let plan = bind_query(&question, &names).plan.unwrap();
        assert_eq!(plan.fields[0].name, hostile);
        let sql = plan::show_sql(&plan).unwrap();
        let again = plan::bind_sql(&sql, &names);
        assert_eq!(
            again
                .plan
                .map(|plan| plan.logical.display_indent().to_string()),
            Some(plan.logical.display_indent().to_string()),
            "{sql}\n{:?}",
            again.diagnostics
        );
    }
}
