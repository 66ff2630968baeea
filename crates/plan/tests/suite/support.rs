//! Names and helpers that the tests of planning share.

use model::{ChoiceOptions, DataType, Diagnostic, Field, ParameterValue, Value};
use plan::{Body, Bound, Names, Relation, bind_sql};

/// A table of columns written as `name type`.
pub(crate) fn table(name: &str, columns: &[(&str, DataType)]) -> Relation {
    Relation {
        name: name.to_owned(),
        fields: columns
            .iter()
            .map(|(name, data_type)| Field::new(*name, data_type.clone()))
            .collect(),
        rows: None,
        body: Body::Scan,
    }
}

/// The text of a query of TPC-H, as written in its specification.
pub(crate) fn tpch_text(number: u32) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/sql/tpch");
    std::fs::read_to_string(format!("{folder}/q{number:02}.sql")).unwrap()
}

/// The eight tables of TPC-H.
pub(crate) fn tpch() -> Names {
    use DataType::{Date, Int32, Int64, Text};
    let money = || DataType::Decimal {
        precision: 15,
        scale: 2,
    };
    let tables = vec![
        table(
            "region",
            &[
                ("r_regionkey", Int32),
                ("r_name", Text),
                ("r_comment", Text),
            ],
        ),
        table(
            "nation",
            &[
                ("n_nationkey", Int32),
                ("n_name", Text),
                ("n_regionkey", Int32),
                ("n_comment", Text),
            ],
        ),
        table(
            "supplier",
            &[
                ("s_suppkey", Int64),
                ("s_name", Text),
                ("s_address", Text),
                ("s_nationkey", Int32),
                ("s_phone", Text),
                ("s_acctbal", money()),
                ("s_comment", Text),
            ],
        ),
        table(
            "part",
            &[
                ("p_partkey", Int64),
                ("p_name", Text),
                ("p_mfgr", Text),
                ("p_brand", Text),
                ("p_type", Text),
                ("p_size", Int32),
                ("p_container", Text),
                ("p_retailprice", money()),
                ("p_comment", Text),
            ],
        ),
        table(
            "partsupp",
            &[
                ("ps_partkey", Int64),
                ("ps_suppkey", Int64),
                ("ps_availqty", Int64),
                ("ps_supplycost", money()),
                ("ps_comment", Text),
            ],
        ),
        table(
            "customer",
            &[
                ("c_custkey", Int64),
                ("c_name", Text),
                ("c_address", Text),
                ("c_nationkey", Int32),
                ("c_phone", Text),
                ("c_acctbal", money()),
                ("c_mktsegment", Text),
                ("c_comment", Text),
            ],
        ),
        table(
            "orders",
            &[
                ("o_orderkey", Int64),
                ("o_custkey", Int64),
                ("o_orderstatus", Text),
                ("o_totalprice", money()),
                ("o_orderdate", Date),
                ("o_orderpriority", Text),
                ("o_clerk", Text),
                ("o_shippriority", Int32),
                ("o_comment", Text),
            ],
        ),
        table(
            "lineitem",
            &[
                ("l_orderkey", Int64),
                ("l_partkey", Int64),
                ("l_suppkey", Int64),
                ("l_linenumber", Int32),
                ("l_quantity", money()),
                ("l_extendedprice", money()),
                ("l_discount", money()),
                ("l_tax", money()),
                ("l_returnflag", Text),
                ("l_linestatus", Text),
                ("l_shipdate", Date),
                ("l_commitdate", Date),
                ("l_receiptdate", Date),
                ("l_shipinstruct", Text),
                ("l_shipmode", Text),
                ("l_comment", Text),
            ],
        ),
    ];
    Names {
        tables,
        cells: Vec::new(),
        parameters: Vec::new(),
    }
}

/// A small shop, with parameters.
pub(crate) fn shop() -> Names {
    use DataType::{Boolean, Date, Float64, Int32, Int64, Text};
    let instant = DataType::DateTime {
        precision: model::TimePrecision::Microseconds,
        zone: None,
    };
    let tables = vec![
        table(
            "sales",
            &[
                ("Order ID", Int64),
                ("region", Text),
                ("Product", Text),
                ("amount", Float64),
                ("quantity", Int32),
                ("order_date", Date),
                ("is_gift", Boolean),
                (
                    "tags",
                    DataType::List {
                        item: Box::new(Text),
                    },
                ),
                ("sold_at", instant),
            ],
        ),
        table(
            "orders",
            &[
                ("order_id", Int64),
                ("customer_id", Int64),
                ("order_date", Date),
                ("region", Text),
                (
                    "net_amount",
                    DataType::Decimal {
                        precision: 12,
                        scale: 2,
                    },
                ),
            ],
        ),
        table(
            "customers",
            &[
                ("Customer_ID", Int64),
                ("name", Text),
                ("country", Text),
                ("discount", Float64),
            ],
        ),
    ];
    let parameters = vec![
        (
            "period".to_owned(),
            ParameterValue::DateRange {
                from: Some("2025-01-01".to_owned()),
                to: Some("2026-02-28".to_owned()),
            },
        ),
        (
            "ever".to_owned(),
            ParameterValue::DateRange {
                from: None,
                to: None,
            },
        ),
        ("regions".to_owned(), choice(true, &["DACH", "Nordics"])),
        ("all_regions".to_owned(), choice(true, &[])),
        ("one_region".to_owned(), choice(false, &["DACH"])),
        ("any_region".to_owned(), choice(false, &[])),
        ("min_order".to_owned(), number(Some("25"))),
        ("unset".to_owned(), number(None)),
        (
            "needle".to_owned(),
            ParameterValue::Text {
                value: "it's :x".to_owned(),
            },
        ),
    ];
    Names {
        tables,
        cells: Vec::new(),
        parameters,
    }
}

/// A choice of texts.
pub(crate) fn choice(several: bool, chosen: &[&str]) -> ParameterValue {
    ParameterValue::Choice {
        options: ChoiceOptions::Values { values: Vec::new() },
        several,
        chosen: chosen
            .iter()
            .map(|text| Value::Text((*text).to_owned()))
            .collect(),
    }
}

/// A number without limits.
pub(crate) fn number(value: Option<&str>) -> ParameterValue {
    ParameterValue::Number {
        value: value.map(str::to_owned),
        min: None,
        max: None,
        step: None,
    }
}

/// A diagnostic as one line: place, code, message, hint.
pub(crate) fn line(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.span.map_or_else(
        || "nowhere".to_owned(),
        |span| format!("{}..{}", span.start, span.end),
    );
    let hint = diagnostic.hint.as_deref().unwrap_or("");
    format!("{place} {}: {} {hint}", diagnostic.code, diagnostic.message)
}

/// Every diagnostic of a bound text.
pub(crate) fn lines(bound: &Bound) -> String {
    bound
        .diagnostics
        .iter()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Binds a text that must bind.
pub(crate) fn planned(text: &str, names: &Names) -> plan::Plan {
    let bound = bind_sql(text, names);
    assert!(bound.plan.is_some(), "{text}\n{}", lines(&bound));
    assert!(
        bound.diagnostics.iter().all(|found| !found.is_error()),
        "{}",
        lines(&bound)
    );
    bound.plan.unwrap()
}

/// A plan as text.
pub(crate) fn tree(text: &str, names: &Names) -> String {
    planned(text, names).logical.display_indent().to_string()
}
