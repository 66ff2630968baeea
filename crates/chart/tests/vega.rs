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

#[test]
fn layers_come_back_as_they_were() {
    let month = json!({ "field": "order_date", "unit": "month" });
    let of = |aggregate: &str| json!({ "field": "net_amount", "aggregate": aggregate });
    let marked = |aggregate: &str, mark: &str| {
        let mut pill = of(aggregate);
        pill["mark"] = json!(mark);
        pill
    };
    let vega = check_round(&json!({
        "x": [month], "y": [of("sum"), marked("max", "line"), marked("count", "point")],
    }));
    assert_eq!(vega.get("mark"), None);
    assert_eq!(
        vega["layer"][1],
        json!({
            "mark": "line",
            "encoding": { "y": { "field": "net_amount", "aggregate": "max", "type": "quantitative" } },
        })
    );
    let band = check_round(&json!({
        "mark": "line", "x": [month], "y": [of("average"), marked("min", "band"), marked("max", "band")],
    }));
    assert_eq!(
        band["layer"][1]["encoding"]["y2"],
        json!({ "field": "net_amount", "aggregate": "max" })
    );
    check_round(&json!({ "x": [of("sum"), marked("max", "point")], "y": [{ "field": "region" }] }));
}

#[test]
fn layers_that_are_not_shared_are_refused_by_name() {
    let layer = |layer: Value| json!({ "encoding": { "x": { "field": "order_date", "timeUnit": "yearmonth" } }, "layer": [layer] });
    check_refused(
        &layer(json!({ "mark": "rule", "encoding": { "y": { "field": "a" } } })),
        "rule in the mark of a layer is not read",
    );
    check_refused(
        &layer(json!({ "mark": "line", "encoding": { "x": { "field": "a" } } })),
        "x in the encoding of a layer is not read",
    );
    check_refused(
        &layer(json!({ "mark": "line", "resolve": {}, "encoding": {} })),
        "resolve in a layer is not read",
    );
    check_refused(
        &json!({ "mark": "bar", "layer": [] }),
        "A mark beside layers is not read",
    );
    check_refused(
        &layer(
            json!({ "mark": "bar", "encoding": { "y": { "field": "a" }, "y2": { "field": "b" } } }),
        ),
        "A second end of marks that are no area",
    );
    let alone = json!({ "mark": "pivot", "y": [{ "field": "net_amount", "aggregate": "sum", "mark": "line" }] });
    let refused = to_vega(&spec(&alone), &fields()).unwrap_err().message;
    assert!(refused.contains("Marks of single measures"), "{refused}");
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
