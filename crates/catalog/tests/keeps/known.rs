//! What is remembered is found again, exactly, and hostile names are only names.

use catalog::{Catalog, Recent, Run};
use model::FileKind;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::made::{AT, found, profile, put, sample, table};

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
