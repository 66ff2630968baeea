//! Parameters are values in the tree: never text, never silently missing.

use model::{ParameterValue, Value};
use plan::{Names, bind_sql};

use crate::support::{choice, lines, number, planned, shop};

/// The filters of a statement's scan, with parameters written out.
fn check(condition: &str, expected: &str) {
    let text = format!("select amount from sales where {condition}");
    let tree = planned(&text, &shop()).logical.display_indent().to_string();
    let filters = tree
        .split_once("full_filters=[")
        .map_or("none", |(_, rest)| rest.trim_end().trim_end_matches(']'));
    assert_eq!(filters, expected, "{condition}");
}

fn code(condition: &str, names: &Names) -> String {
    let bound = bind_sql(
        &format!("select amount from sales where {condition}"),
        names,
    );
    assert!(bound.plan.is_none(), "{condition}");
    bound.diagnostics[0].code.clone()
}

fn with(value: ParameterValue) -> Names {
    Names {
        parameters: vec![("p".to_owned(), value)],
        ..shop()
    }
}

#[test]
fn a_range_of_days_takes_in_both_ends() {
    let both =
        "sales.order_date >= Date32(\"2025-01-01\"), sales.order_date < Date32(\"2026-03-01\")";
    for condition in [
        "order_date in :period",
        "order_date IN period",
        "order_date between :period",
        "order_date BETWEEN PERIOD",
        "order_date in (:period)",
        "order_date in :Period and true",
    ] {
        check(condition, both);
    }
    check(
        "order_date >= :period_from and order_date <= :period_to",
        "sales.order_date >= Date32(\"2025-01-01\"), sales.order_date <= Date32(\"2026-02-28\")",
    );
    check("order_date in :ever", "none");
    check(
        "order_date not in :period",
        "sales.order_date < Date32(\"2025-01-01\") OR sales.order_date >= Date32(\"2026-03-01\")",
    );
}

#[test]
fn a_range_on_an_instant_takes_in_the_whole_last_day() {
    let text = "select amount from sales where sold_at in :period";
    let tree = planned(text, &shop()).logical.display_indent().to_string();
    assert!(
        tree.contains("sales.sold_at < TimestampMicrosecond(1772323200000000, None)"),
        "{tree}"
    );
}

#[test]
fn lists_go_into_in_and_nothing_chosen_means_all() {
    check(
        "region in :regions",
        "sales.region = Utf8(\"DACH\") OR sales.region = Utf8(\"Nordics\")",
    );
    check(
        "region not in :regions",
        "sales.region != Utf8(\"DACH\"), sales.region != Utf8(\"Nordics\")",
    );
    check(
        "region in (:regions, 'x', 'y', 'z')",
        "sales.region IN ([Utf8(\"DACH\"), Utf8(\"Nordics\"), Utf8(\"x\"), Utf8(\"y\"), Utf8(\"z\")])",
    );
    check("region in :all_regions", "none");
    check("region = :any_region", "none");
    check("region = :one_region", "sales.region = Utf8(\"DACH\")");
    check(":any_region is null or region = :any_region", "none");
    check("amount >= min_order", "sales.amount >= Float64(25)");
}

#[test]
fn lists_work_behind_any_and_all_and_in_calls() {
    let both = "sales.region = Utf8(\"DACH\") OR sales.region = Utf8(\"Nordics\")";
    check("region = any(:regions)", both);
    check("region = any(regions)", both);
    check("list_contains(:regions, region)", both);
    check(
        "region <> all(:regions)",
        "sales.region != Utf8(\"DACH\"), sales.region != Utf8(\"Nordics\")",
    );
    // What is larger than the larger one is larger than both.
    check("region > all(:regions)", "sales.region > Utf8(\"Nordics\")");
    for all in [
        "region = any(:all_regions)",
        "region <> all(:all_regions)",
        "region < any(:all_regions)",
        "list_contains(:all_regions, region)",
        "array_has(:all_regions, region)",
    ] {
        check(all, "none");
    }
    for whole in [
        "select array_length(:regions) as n",
        "select unnest(:regions) as region",
        "select r.region from unnest(:regions) as r(region)",
        "select s.amount from unnest(:regions) as r(region) join sales s on s.region = r.region",
    ] {
        planned(whole, &shop());
    }
    assert_eq!(
        code("array_length(:all_regions) > 1", &shop()),
        "SQL_PARAMETER_LIST"
    );
    let bound = bind_sql("select * from unnest(:all_regions)", &shop());
    assert_eq!(bound.diagnostics[0].code, "SQL_PARAMETER_LIST");
}

#[test]
fn a_day_is_one_value_and_checked() {
    let day = |value: Option<&str>| {
        with(ParameterValue::Date {
            value: value.map(str::to_owned),
        })
    };
    let names = day(Some(" 2024-02-29 "));
    let tree = planned("select amount from sales where order_date > :p", &names)
        .logical
        .display_indent()
        .to_string();
    assert!(tree.contains("Date32(\"2024-02-29\")"), "{tree}");
    planned("select date_trunc('month', :p) as m, p + 1 as next", &names);
    for (given, expected) in [
        (None, "SQL_PARAMETER_UNSET"),
        (Some(""), "SQL_PARAMETER_UNSET"),
        (Some("2025-02-29"), "SQL_PARAMETER_VALUE"),
        (Some("29.02.2024"), "SQL_PARAMETER_VALUE"),
        (Some("2024-02-29' or 1=1"), "SQL_PARAMETER_VALUE"),
    ] {
        assert_eq!(code("order_date = :p", &day(given)), expected, "{given:?}");
    }
}

#[test]
fn a_null_in_a_list_keeps_missing_values() {
    let value = ParameterValue::Choice {
        options: model::ChoiceOptions::Values { values: Vec::new() },
        several: true,
        chosen: vec![Value::Text("a".to_owned()), Value::Null],
    };
    let text = "select amount from sales where region in :p";
    let tree = planned(text, &with(value))
        .logical
        .display_indent()
        .to_string();
    assert!(
        tree.contains("sales.region = Utf8(\"a\") OR sales.region IS NULL"),
        "{tree}"
    );
}

#[test]
fn a_column_wins_over_a_parameter_of_the_same_name() {
    let names = Names {
        parameters: vec![("region".to_owned(), choice(false, &["x"]))],
        ..shop()
    };
    let bound = bind_sql("select region from sales where region = :region", &names);
    let tree = bound.plan.unwrap().logical.display_indent().to_string();
    assert!(tree.contains("sales.region = Utf8(\"x\")"), "{tree}");
    assert_eq!(bound.reads, ["sales", "region"]);
}

#[test]
fn v02_v03_numbers_are_checked_before_they_are_used() {
    for (given, expected) in [
        (None, Some("SQL_PARAMETER_UNSET")),
        (Some(""), Some("SQL_PARAMETER_UNSET")),
        (Some("   "), Some("SQL_PARAMETER_UNSET")),
        (Some("abc"), Some("SQL_PARAMETER_VALUE")),
        (Some("1,5"), Some("SQL_PARAMETER_VALUE")),
        (Some("1e999"), Some("SQL_PARAMETER_VALUE")),
        (Some("٣"), Some("SQL_PARAMETER_VALUE")),
        (Some("1; drop table sales"), Some("SQL_PARAMETER_VALUE")),
        (Some("9223372036854775808"), Some("SQL_PARAMETER_VALUE")),
        (Some("-9223372036854775809"), Some("SQL_PARAMETER_VALUE")),
        (Some("-9223372036854775808"), None),
        (Some("9223372036854775807"), None),
        (Some(" 7 "), None),
        (Some("-2.50"), None),
        (Some(".5"), None),
    ] {
        let names = with(number(given));
        let bound = bind_sql("select amount from sales where amount > :p", &names);
        let found = bound.diagnostics.first().map(|found| found.code.as_str());
        assert_eq!(found, expected, "{given:?}: {}", lines(&bound));
    }
}

#[test]
fn v05_lists_work_to_20_000_values() {
    let many = |count: usize| {
        let values: Vec<String> = (0..count).map(|at| at.to_string()).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        with(choice(true, &values))
    };
    assert!(
        bind_sql("select amount from sales where region in :p", &many(20_000))
            .plan
            .is_some()
    );
    assert_eq!(code("region in :p", &many(20_001)), "SQL_LIST_TOO_LONG");
}

#[test]
fn v06_a_value_never_becomes_a_name() {
    let names = with(ParameterValue::Text {
        value: "amount".to_owned(),
    });
    let plan = planned("select :p as x from sales", &names);
    assert!(
        plan.logical
            .display_indent()
            .to_string()
            .contains("Utf8(\"amount\")")
    );
    assert!(bind_sql("select * from :p", &names).plan.is_none());
    assert!(
        bind_sql("select sales.:p from sales", &names)
            .plan
            .is_none()
    );
}

#[test]
fn v08_unknown_parameters_are_named_and_strings_stay_as_they_are() {
    let bound = bind_sql("select :nope, ':x', 1 -- :y", &shop());
    assert_eq!(bound.diagnostics.len(), 1, "{}", lines(&bound));
    assert_eq!(bound.diagnostics[0].code, "SQL_UNKNOWN_PARAMETER");
    let bound = bind_sql("select :perod_from", &shop());
    let fix = &bound.diagnostics[0].fixes[0].changes[0];
    assert_eq!(fix.text, ":period_from");
    let plan = planned("select ':x' as a /* :y */, :needle as b", &shop());
    let tree = plan.logical.display_indent().to_string();
    assert!(
        tree.contains("Utf8(\":x\")") && tree.contains("Utf8(\"it's :x\")"),
        "{tree}"
    );
}

#[test]
fn v09_texts_are_capped_at_64_kib_and_hold_no_nul() {
    let text = |value: String| with(ParameterValue::Text { value });
    assert!(
        bind_sql("select :p as x", &text("x".repeat(64 * 1024)))
            .plan
            .is_some()
    );
    assert_eq!(
        code("region = :p", &text("x".repeat(64 * 1024 + 1))),
        "SQL_PARAMETER_VALUE"
    );
    assert_eq!(
        code("region = :p", &text("a\0b".to_owned())),
        "SQL_PARAMETER_VALUE"
    );
}

#[test]
fn p18_hostile_values_stay_values() {
    for hostile in [
        "'; drop table sales; --",
        "' or '1'='1",
        "\\'",
        "a''b",
        "$$",
        "/*",
        "\u{2028}",
        "\"x\"",
        ":period",
    ] {
        let names = with(ParameterValue::Text {
            value: hostile.to_owned(),
        });
        let plan = planned("select region from sales where region = :p", &names);
        let shown = plan::show_sql(&plan).unwrap();
        let again = planned(&shown, &names);
        assert_eq!(
            again.logical.display_indent().to_string(),
            plan.logical.display_indent().to_string(),
            "{shown}"
        );
    }
}

#[test]
fn parameters_in_the_wrong_place_say_what_to_write() {
    assert_eq!(code("region = :regions", &shop()), "SQL_PARAMETER_LIST");
    assert_eq!(code("order_date = :period", &shop()), "SQL_PARAMETER_RANGE");
    let bad = ParameterValue::DateRange {
        from: Some("2025-02-30".to_owned()),
        to: None,
    };
    assert_eq!(code("order_date in :p", &with(bad)), "SQL_PARAMETER_VALUE");
}
