//! A small made-up catalog for the tests.

use catalog::{Catalog, SourceEntry};
use model::{ColumnProfile, DataType, Field, FileKind, SourceId, TableInfo, TopValue, Value};

pub(crate) const AT: &str = "2026-11-21T10:00:00Z";

pub(crate) fn table(name: &str, columns: &[&str]) -> TableInfo {
    TableInfo {
        name: name.to_owned(),
        source: SourceId::new("s1"),
        fields: columns
            .iter()
            .map(|column| Field::new(*column, DataType::Text))
            .collect(),
        rows: Some(10),
        bytes: 100,
        fingerprint: format!("print of {name}"),
        rejected: 0,
        notes: Vec::new(),
    }
}

pub(crate) fn profile(column: &str, top: &[&str]) -> ColumnProfile {
    ColumnProfile {
        field: Field::new(column, DataType::Text),
        rows: 10,
        nulls: 1,
        distinct: 4,
        distinct_is_estimate: false,
        min: None,
        max: Some(Value::Float(f64::NEG_INFINITY)),
        mean: Some(0.1),
        median: None,
        histogram: Vec::new(),
        top: top
            .iter()
            .map(|text| TopValue {
                value: Value::Text((*text).to_owned()),
                count: 2,
            })
            .collect(),
    }
}

pub(crate) fn put(catalog: &Catalog, path: &str, tables: &[TableInfo]) {
    let entry = SourceEntry {
        path,
        name: "source",
        kind: Some(FileKind::Csv),
        tables,
        seen_at: AT,
    };
    catalog.put_source(&entry).unwrap();
}

pub(crate) fn found(catalog: &Catalog, words: &str) -> Vec<String> {
    let hits = catalog.search(words, None, 50).unwrap();
    hits.iter()
        .map(|hit| {
            let column = hit
                .column
                .as_deref()
                .map_or(String::new(), |column| format!(".{column}"));
            format!("{}{column}: {}", hit.table, hit.reason)
        })
        .collect()
}

pub(crate) fn sample() -> Catalog {
    let catalog = Catalog::in_memory().unwrap();
    put(
        &catalog,
        "/data/orders.csv",
        &[table("orders", &["order_id", "region", "revenue"])],
    );
    put(
        &catalog,
        "/data/stores.csv",
        &[table("stores", &["store_id", "region_name"])],
    );
    catalog
        .put_profiles(
            "print of orders",
            &[profile("region", &["DACH", "Nordics"])],
        )
        .unwrap();
    catalog
}
