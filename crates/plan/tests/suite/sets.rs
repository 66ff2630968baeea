//! The tables and texts of known query sets.

use model::{DataType, Field};
use plan::{Body, Names, Relation};

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
    let folder = "../../tests/sql/tpch";
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
        ..Names::default()
    }
}

/// The 24 tables of TPC-DS.
pub(crate) fn tpcds() -> Names {
    let mut names = Names::default();
    for line in include_str!("../tpcds_columns.txt").lines() {
        let mut words = line.split(' ');
        let (name, column) = (words.next().unwrap(), words.next().unwrap());
        let data_type = match words.next().unwrap() {
            "INTEGER" => DataType::Int32,
            "BIGINT" => DataType::Int64,
            "DATE" => DataType::Date,
            "VARCHAR" => DataType::Text,
            _ => DataType::Decimal {
                precision: 7,
                scale: 2,
            },
        };
        if names.tables.last().is_none_or(|last| last.name != name) {
            names.tables.push(table(name, &[]));
        }
        names
            .tables
            .last_mut()
            .unwrap()
            .fields
            .push(Field::new(column, data_type));
    }
    names
}
