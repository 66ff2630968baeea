//! W25: what workbooks said when they were trusted, within bounds and no longer than the trust.

use catalog::{Catalog, Trusted, TrustedDocument};

fn record(content: &str, workbook: &str, second: usize) -> Trusted {
    Trusted {
        content: content.to_owned(),
        workbook: workbook.to_owned(),
        since: format!("2026-11-23T10:{:02}:{:02}Z", second / 60, second % 60),
        seal: "seal".to_owned(),
    }
}

fn document(content: &str, bytes: usize) -> TrustedDocument {
    TrustedDocument {
        document: vec![7; bytes],
        content: content.to_owned(),
        seal: "seal of the document".to_owned(),
    }
}

fn put(catalog: &Catalog, name: &str, second: usize, bytes: usize) {
    let kept = document(name, bytes);
    let record = record(name, &format!("book {name}"), second);
    catalog.put_trusted(&record, Some(&kept)).unwrap();
}

fn has(catalog: &Catalog, name: &str) -> bool {
    let kept = catalog.trusted_document(&format!("book {name}")).unwrap();
    kept.is_some()
}

#[test]
fn w25_one_document_is_kept_of_a_workbook_and_goes_with_its_trust() {
    let catalog = Catalog::in_memory().unwrap();
    for (second, content) in ["first", "second"].into_iter().enumerate() {
        let kept = document(content, 10);
        catalog
            .put_trusted(&record(content, "book", second), Some(&kept))
            .unwrap();
        assert_eq!(catalog.trusted_document("book").unwrap(), Some(kept));
    }
    assert_eq!(catalog.trusted_document("other").unwrap(), None);
    assert_eq!(catalog.trusted_before("book").unwrap().len(), 2);

    // A package says less than the workbook: it is trusted, and what the workbook said stays.
    catalog
        .put_trusted_copy(&record("package", "book", 2))
        .unwrap();
    assert!(catalog.trusted("package").unwrap().is_some());
    let kept = catalog.trusted_document("book").unwrap().unwrap();
    assert_eq!(kept.content, "second");

    // An encrypted file leaves none, and none of the time before it was encrypted either.
    catalog
        .put_trusted(&record("third", "book", 3), None)
        .unwrap();
    assert_eq!(catalog.trusted_document("book").unwrap(), None);

    catalog
        .put_trusted(&record("fourth", "book", 4), Some(&document("fourth", 10)))
        .unwrap();
    assert_eq!(catalog.forget_trusted("fourth", "book").unwrap(), 5);
    assert_eq!(catalog.trusted_document("book").unwrap(), None);
}

#[test]
fn w25_documents_are_bounded_by_count_and_by_bytes_and_the_oldest_go_first() {
    let catalog = Catalog::in_memory().unwrap();
    for number in 0..501 {
        put(&catalog, &number.to_string(), number, 10);
    }
    assert!(!has(&catalog, "0"), "500 are kept");
    assert!(has(&catalog, "1") && has(&catalog, "500"));

    let large = 4 << 20;
    for number in 1_000..1_008 {
        put(&catalog, &number.to_string(), number, large);
    }
    assert!(has(&catalog, "1000"), "32 MiB are kept");
    assert!(!has(&catalog, "500"), "what is older went");
    put(&catalog, "small", 1_100, 1);
    assert!(!has(&catalog, "1000") && has(&catalog, "1001"));

    put(&catalog, "too large", 1_200, large + 1);
    assert!(!has(&catalog, "too large"), "and drove nothing out");
    assert!(has(&catalog, "1001") && has(&catalog, "small"));
}
