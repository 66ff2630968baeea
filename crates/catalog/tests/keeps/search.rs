//! What is found by words, why, and in which order.

use catalog::{Catalog, Run, TableUse};

use crate::made::{AT, found, profile, put, sample, table};

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
