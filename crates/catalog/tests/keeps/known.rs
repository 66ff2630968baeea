//! What is remembered is found again, exactly, and hostile names are only names.

use catalog::{Catalog, Recent, Run, SourceEntry, TableUse};
use model::{ColumnProfile, DataType, Field, FileKind, SourceId, TableInfo, TopValue, Value};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

const AT: &str = "2026-11-21T10:00:00Z";

fn table(name: &str, columns: &[&str]) -> TableInfo {
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

fn profile(column: &str, top: &[&str]) -> ColumnProfile {
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

fn put(catalog: &Catalog, path: &str, tables: &[TableInfo]) {
    let entry = SourceEntry {
        path,
        name: "source",
        kind: Some(FileKind::Csv),
        tables,
        seen_at: AT,
    };
    catalog.put_source(&entry).unwrap();
}

fn found(catalog: &Catalog, words: &str) -> Vec<String> {
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

fn sample() -> Catalog {
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

#[test]
fn a_source_is_remembered_as_it_was_read() {
    let catalog = sample();
    let known = catalog.source("/data/orders.csv").unwrap().unwrap();
    assert_eq!(
        known.tables,
        [table("orders", &["order_id", "region", "revenue"])]
    );
    assert_eq!(known.kind, Some(FileKind::Csv));
    assert_eq!(catalog.source("/data/other.csv").unwrap(), None);
    assert_eq!(catalog.source_paths().unwrap().len(), 2);

    put(
        &catalog,
        "/data/orders.csv",
        &[table("orders", &["order_id"])],
    );
    assert_eq!(
        found(&catalog, "revenue"),
        Vec::<String>::new(),
        "the old columns are gone"
    );
    catalog.forget_source("/data/orders.csv").unwrap();
    assert_eq!(
        found(&catalog, "DACH"),
        Vec::<String>::new(),
        "its values went with it"
    );
}

#[test]
fn a_profile_is_known_by_fingerprint_alone() {
    let catalog = sample();
    let profiles = catalog.profiles("print of orders").unwrap().unwrap();
    assert_eq!(profiles, [profile("region", &["DACH", "Nordics"])]);
    assert_eq!(catalog.profiles("print of stores").unwrap(), None);

    put(
        &catalog,
        "/copy/orders.csv",
        &[table("orders", &["region"])],
    );
    assert_eq!(
        found(&catalog, "dach").len(),
        2,
        "a copy of the table is known at once"
    );
}

#[test]
fn each_hit_says_why() {
    let catalog = sample();
    assert_eq!(
        found(&catalog, "dach"),
        ["orders.region: value 'DACH' in region"]
    );
    assert_eq!(found(&catalog, "reven"), ["orders.revenue: column name"]);
    assert_eq!(found(&catalog, "venue"), ["orders.revenue: column name"]);
    assert_eq!(found(&catalog, "orders")[0], "orders: table name");
    assert_eq!(found(&catalog, "id").len(), 2, "words inside names count");
    assert_eq!(found(&catalog, "nothing such"), Vec::<String>::new());
    for empty in ["", "  ", "\"", "*", "\0", "()"] {
        assert_eq!(found(&catalog, empty), Vec::<String>::new(), "{empty:?}");
    }
}

#[test]
fn several_words_must_all_fit_one_table() {
    let catalog = sample();
    let both = found(&catalog, "region dach");
    assert!(both.iter().all(|hit| hit.starts_with("orders")), "{both:?}");
    assert_eq!(both.len(), 2);
    assert_eq!(found(&catalog, "stores dach"), Vec::<String>::new());
}

#[test]
fn a_search_stays_within_the_open_sources() {
    let catalog = sample();
    let within = vec!["/data/stores.csv".to_owned()];
    let hits = catalog.search("region", Some(&within), 9).unwrap();
    assert_eq!(
        hits.iter()
            .map(|hit| hit.table.as_str())
            .collect::<Vec<_>>(),
        ["stores"]
    );
    assert!(catalog.search("region", Some(&[]), 9).unwrap().is_empty());
}

#[test]
fn tables_that_are_used_come_first() {
    let catalog = sample();
    assert!(
        found(&catalog, "region")[0].starts_with("orders"),
        "exact name first"
    );
    let reads = [TableUse {
        path: "/data/stores.csv",
        table: "stores",
    }];
    let run = Run {
        text: "select 1",
        workbook: "w",
        cell: "c",
        ran_at: AT,
        took_ms: 1.0,
        rows: None,
        failed: false,
        reads: &reads,
    };
    for _ in 0..30 {
        catalog.add_run(&run).unwrap();
    }
    assert!(
        found(&catalog, "region")[0].starts_with("stores"),
        "{:?}",
        found(&catalog, "region")
    );
    put(
        &catalog,
        "/data/stores.csv",
        &[table("stores", &["store_id", "region_name"])],
    );
    assert!(
        found(&catalog, "region")[0].starts_with("stores"),
        "reading again keeps the uses"
    );
}

#[test]
fn runs_come_newest_first_and_are_found_by_words() {
    let catalog = Catalog::in_memory().unwrap();
    for number in 0..5_u64 {
        let text = format!("SELECT {number} FROM Orders");
        let run = Run {
            text: &text,
            workbook: "Review",
            cell: "c",
            ran_at: AT,
            took_ms: 1.5,
            rows: Some(number),
            failed: number == 3,
            reads: &[],
        };
        catalog.add_run(&run).unwrap();
    }
    let runs = catalog.runs("", 3).unwrap();
    assert_eq!(
        runs.iter().map(|run| run.rows).collect::<Vec<_>>(),
        [Some(4), Some(3), Some(2)]
    );
    assert!(runs[1].failed);
    assert_eq!(catalog.runs("orders 2", 9).unwrap().len(), 1);
    assert_eq!(catalog.runs("%", 9).unwrap(), [], "no wildcard");
}

#[test]
fn recent_workbooks_are_one_line_each() {
    let catalog = Catalog::in_memory().unwrap();
    let recent = |path: &str, at: &str| Recent {
        path: path.to_owned(),
        title: "T".to_owned(),
        about: String::new(),
        opened_at: at.to_owned(),
    };
    for (path, at) in [
        ("a", "2026-01-01"),
        ("b", "2026-01-02"),
        ("a", "2026-01-03"),
    ] {
        catalog.add_recent(&recent(path, at)).unwrap();
    }
    assert_eq!(
        catalog.recents(9).unwrap(),
        [recent("a", "2026-01-03"), recent("b", "2026-01-02")]
    );
    catalog.forget_recent("a").unwrap();
    assert_eq!(catalog.recents(9).unwrap().len(), 1);
    assert_eq!(catalog.setting("theme").unwrap(), None);
    catalog.set_setting("theme", "dark").unwrap();
    catalog.set_setting("theme", "light").unwrap();
    assert_eq!(catalog.setting("theme").unwrap().as_deref(), Some("light"));
}

/// P18: hostile names and values in every statement behave as in a plain list.
#[test]
fn p18_hostile_names_are_only_names() {
    const SEED: u64 = 18;
    let mut random = StdRng::seed_from_u64(SEED);
    let parts = [
        "'",
        "\"",
        ";",
        "--",
        "/*",
        "*/",
        "DROP TABLE source",
        "' OR 1=1",
        "%",
        "_",
        "\\",
        "\n",
        "é",
        "🙂",
        "a",
        "select",
        "){",
        "?1",
        "$x",
        ":y",
        "\u{202e}",
        "NEAR(",
        "AND",
        "^",
        "*",
        "-",
    ];
    let catalog = Catalog::in_memory().unwrap();
    let mut names = std::collections::BTreeSet::new();
    while names.len() < 500 {
        let count = random.random_range(1..6);
        let name: String = (0..count)
            .map(|_| parts[random.random_range(0..parts.len())])
            .collect();
        names.insert(name);
    }
    for name in &names {
        put(&catalog, name, &[table(name, &[name])]);
        catalog
            .put_profiles(&format!("print of {name}"), &[profile(name, &[name])])
            .unwrap();
        catalog.set_setting(name, name).unwrap();
        let recent = Recent {
            path: name.clone(),
            title: name.clone(),
            about: name.clone(),
            opened_at: AT.to_owned(),
        };
        catalog.add_recent(&recent).unwrap();
    }
    for name in &names {
        let known = catalog.source(name).unwrap().unwrap();
        assert_eq!(
            known.tables,
            [table(name, &[name])],
            "{name:?} (seed {SEED})"
        );
        assert_eq!(
            catalog.setting(name).unwrap().as_deref(),
            Some(name.as_str())
        );
        let profiles = catalog
            .profiles(&format!("print of {name}"))
            .unwrap()
            .unwrap();
        assert_eq!(profiles[0].field.name, *name);
        let hits = catalog.search(name, None, 1000).unwrap();
        if name.chars().any(char::is_alphanumeric) && !name.contains(char::is_whitespace) {
            assert!(
                hits.iter().any(|hit| hit.path == *name),
                "{name:?} is found (seed {SEED})"
            );
        }
        catalog.runs(name, 5).unwrap();
    }
    assert_eq!(catalog.source_paths().unwrap().len(), names.len());
    for name in &names {
        catalog.forget_source(name).unwrap();
    }
    assert!(catalog.source_paths().unwrap().is_empty());
    assert_eq!(catalog.recents(1000).unwrap().len(), names.len());
}

#[test]
fn a_search_over_many_tables_answers_at_once() {
    let catalog = Catalog::in_memory().unwrap();
    let columns: Vec<String> = (0..20).map(|number| format!("measure_{number}")).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    for number in 0..300 {
        let name = format!("table_{number}");
        put(
            &catalog,
            &format!("/data/{name}.csv"),
            &[table(&name, &columns)],
        );
        let values: Vec<String> = (0..20)
            .map(|value| format!("place {number} {value}"))
            .collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        catalog
            .put_profiles(
                &format!("print of {name}"),
                &[profile("measure_0", &values)],
            )
            .unwrap();
    }
    for words in [
        "measure",
        "table",
        "easur",
        "place 299",
        "table_150 measure_7",
        "x",
        "a b c",
    ] {
        let started = std::time::Instant::now();
        let hits = catalog.search(words, None, 50).unwrap();
        let took = started.elapsed();
        assert!(
            took.as_millis() < 500,
            "{words}: {} hits in {took:?}",
            hits.len()
        );
    }
    assert_eq!(found(&catalog, "table_150")[0], "table_150: table name");
    assert!(
        found(&catalog, "place 299")
            .iter()
            .all(|hit| hit.starts_with("table_299"))
    );
}

#[test]
fn profiles_of_forgotten_tables_go_with_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = Catalog::open(folder.path(), AT).unwrap().catalog;
    put(&catalog, "/a.csv", &[table("a", &["x"])]);
    catalog
        .put_profiles("print of a", &[profile("x", &["v"])])
        .unwrap();
    drop(catalog);
    let catalog = Catalog::open(folder.path(), AT).unwrap().catalog;
    assert!(
        catalog.profiles("print of a").unwrap().is_some(),
        "known again"
    );
    catalog.forget_source("/a.csv").unwrap();
    drop(catalog);
    let catalog = Catalog::open(folder.path(), AT).unwrap().catalog;
    assert_eq!(catalog.profiles("print of a").unwrap(), None);
}
