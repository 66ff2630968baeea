//! Charts that both grammars can say come back as they were; what one cannot say is refused by name.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use chart::{from_vega, to_vega};
use model::{ChartSpec, DataType, Field};
use serde_json::{Value, json};

fn fields() -> Vec<Field> {
    vec![
        Field::new("order_date", DataType::Date),
        Field::new("region", DataType::Text),
        Field::new("net_amount", DataType::Float64),
    ]
}

fn spec(rest: &Value) -> ChartSpec {
    let mut whole = json!({ "version": 1, "source": "orders", "mark": "bar" });
    for (key, value) in rest.as_object().unwrap() {
        whole[key] = value.clone();
    }
    serde_json::from_value(whole).unwrap()
}

fn check_round(rest: &Value) -> Value {
    let before = spec(rest);
    let vega = to_vega(&before, &fields()).unwrap();
    assert_eq!(from_vega(&vega).unwrap(), before, "{vega:#}");
    vega
}

#[test]
fn what_both_can_say_comes_back_as_it_was() {
    let month = json!({ "field": "order_date", "unit": "month" });
    let sum = json!({ "field": "net_amount", "aggregate": "sum" });
    let vega = check_round(&json!({
        "mark": "line", "title": "Revenue", "x": [month], "y": [sum], "color": [{ "field": "region" }],
    }));
    assert_eq!(
        vega["encoding"],
        json!({
            "x": { "field": "order_date", "timeUnit": "utcyearmonth", "type": "temporal" },
            "y": { "field": "net_amount", "aggregate": "sum", "type": "quantitative" },
            "color": { "field": "region", "type": "nominal" },
        })
    );
    check_round(&json!({
        "x": [sum], "y": [{ "field": "region" }], "sort": { "key": "value", "descending": true },
        "tooltip": [{ "field": "", "aggregate": "count" }, month],
    }));
    check_round(&json!({
        "mark": "scatter", "x": [{ "field": "net_amount", "bin_width": "2.5" }], "y": [sum],
        "filters": [
            { "field": "region", "compare": "in", "value": { "type": "list", "value": [{ "type": "text", "value": "DACH" }, { "type": "null" }] } },
            { "field": "net_amount", "compare": "greater_or_equal", "value": { "type": "integer", "value": "25" } },
            { "field": "region", "compare": "is_not_null", "value": { "type": "null" } },
        ],
    }));
}

fn check_refused(vega: &Value, words: &str) {
    let found = from_vega(vega).unwrap_err();
    let said = format!("{} {}", found.message, found.hint.unwrap_or_default());
    assert!(said.contains(words), "{said}");
    assert!(found.message.chars().count() <= 400);
}

#[test]
fn unknown_names_are_refused_with_the_nearest() {
    check_refused(
        &json!({ "mark": "bar", "encodings": {} }),
        "encodings in the specification is not read. The closest known name is encoding",
    );
    check_refused(&json!({ "mark": "bars" }), "The closest known name is bar");
    check_refused(
        &json!({ "mark": { "type": "bar", "color": "red" } }),
        "color in mark",
    );
    check_refused(
        &json!({ "mark": "bar", "encoding": { "x": { "feild": "a" } } }),
        "feild in x is not read. The closest known name is field",
    );
    check_refused(
        &json!({ "mark": "bar", "encoding": { "x": { "aggregate": "medain" } } }),
        "median",
    );
    check_refused(
        &json!({ "mark": "bar", "transform": [{ "calculate": "1" }] }),
        "calculate in transform",
    );
    check_refused(
        &json!({ "mark": "bar", "$schema": "https://vega.github.io/schema/vega/v6.json" }),
        "schema",
    );
    check_refused(
        &json!({ "mark": "bar", "data": { "url": "https://x" } }),
        "url in data",
    );
    check_refused(&json!([]), "is not an object");
    check_refused(&json!({ "encoding": {} }), "has no mark");
}

#[test]
fn what_vega_lite_cannot_say_is_refused_by_name() {
    let refused = |rest: Value| to_vega(&spec(&rest), &fields()).unwrap_err().message;
    assert!(refused(json!({ "mark": "big_number" })).contains("big_number"));
    let two = json!([{ "field": "net_amount", "aggregate": "sum" }, { "field": "", "aggregate": "count" }]);
    assert!(refused(json!({ "y": two })).contains("y with 2 fields"));
    let contains = json!([{ "field": "region", "compare": "contains", "value": { "type": "text", "value": "a" } }]);
    assert!(refused(json!({ "filters": contains })).contains("contains"));
}
