//! Parquet files that lie, or that use what is not read here.

use std::time::{Duration, Instant};

use model::ImportOptions;
use polars::prelude::{Expr, LazyFrame, col, lit};

use crate::parquet_made::{Made, file, plain_page, repeated};
use crate::support::{Folder, refused, word};

fn numbers(values: &[i64]) -> Vec<u8> {
    let bytes: Vec<u8> = values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    plain_page(i32::try_from(values.len()).unwrap(), &bytes)
}

/// A file with one number, otherwise made as `like`.
fn one(like: &Made) -> Vec<u8> {
    let made = Made {
        groups: vec![(1, numbers(&[1]))],
        ..like.clone()
    };
    file(&made, false)
}

/// What opening a file gives: its values, or why not.
fn outcome(bytes: &[u8]) -> Result<Vec<String>, String> {
    let folder = Folder::new();
    let path = folder.write("n.parquet", bytes);
    let opened = folder
        .open(&path, ImportOptions::default())
        .map_err(|failure| refused(&failure))?;
    Ok(values(opened.tables[0].scan().unwrap()))
}

fn values(scan: LazyFrame) -> Vec<String> {
    engine::value::rows(&scan.collect().unwrap(), 10)
        .iter()
        .map(|row| row.iter().map(word).collect())
        .collect()
}

fn refusal(bytes: &[u8]) -> String {
    outcome(bytes).unwrap_err()
}

#[test]
fn a_file_made_by_hand_is_read() {
    let made = Made {
        groups: vec![(3, numbers(&[5, 6, 7]))],
        ..Made::default()
    };
    assert_eq!(outcome(&file(&made, false)).unwrap(), ["5", "6", "7"]);
    let made = Made {
        groups: vec![(3, repeated(9, 3)), (2, repeated(8, 2))],
        ..Made::default()
    };
    let found = outcome(&file(&made, true)).unwrap();
    assert_eq!(found, ["9", "9", "9", "8", "8"]);
}

#[test]
fn f16_a_small_file_that_claims_a_billion_values_is_damaged_at_once() {
    let claimed = 1_000_000_000;
    let made = Made {
        groups: vec![(claimed.into(), plain_page(claimed, &[0; 8]))],
        ..Made::default()
    };
    let bytes = file(&made, false);
    assert!(bytes.len() <= 300, "{}", bytes.len());
    let start = Instant::now();
    let found = refusal(&bytes);
    assert!(found.starts_with("FILE_DAMAGED: “n.parquet”"), "{found}");
    let took = start.elapsed();
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
fn f19_what_is_not_read_is_named() {
    let codec = refusal(&one(&Made {
        codec: 3,
        ..Made::default()
    }));
    assert!(
        codec.starts_with("FILE_UNSUPPORTED") && codec.contains("is compressed with a method"),
        "{codec}"
    );
    let decimal = Made {
        physical: 7,
        length: Some(32),
        digits: Some(76),
        groups: vec![(1, plain_page(1, &[0; 32]))],
        ..Made::default()
    };
    let decimal = refusal(&file(&decimal, false));
    assert!(
        decimal.starts_with("FILE_UNSUPPORTED") && decimal.contains("decimals"),
        "{decimal}"
    );
    let mut locked = one(&Made::default());
    let end = locked.len() - 4;
    locked[..4].copy_from_slice(b"PARE");
    locked[end..].copy_from_slice(b"PARE");
    let locked = refusal(&locked);
    assert!(
        locked.starts_with("FILE_UNSUPPORTED") && locked.contains("encrypted"),
        "{locked}"
    );
    // A codec that the format does not know.
    let unknown = refusal(&one(&Made {
        codec: 77,
        ..Made::default()
    }));
    assert!(unknown.starts_with("FILE_"), "{unknown}");
}

#[test]
fn f19_old_times_and_a_hundred_levels_are_read() {
    // 18:00 of the second day of 1970, in nanoseconds and as a Julian day.
    let mut time = 64_800_000_000_000_u64.to_le_bytes().to_vec();
    time.extend(2_440_589_u32.to_le_bytes());
    let old = Made {
        physical: 3,
        groups: vec![(1, plain_page(1, &time))],
        ..Made::default()
    };
    assert_eq!(
        outcome(&file(&old, false)).unwrap(),
        ["1970-01-02T18:00:00"]
    );
    let deep = outcome(&one(&Made {
        depth: 100,
        ..Made::default()
    }))
    .unwrap();
    assert_eq!(deep[0].matches('g').count(), 99, "in the column `g`");
    assert!(deep[0].contains(r#"\"n\":1"#), "{deep:?}");
}

/// Row groups are passed over by what the file says of them, as docs/sql.md tells. What is read
/// in full is right all the same.
#[test]
fn f20_statistics_are_believed_only_to_leave_row_groups_out() {
    let made = Made {
        groups: vec![(2, numbers(&[5, 6])), (1, numbers(&[7]))],
        claims: Some((100, 200)),
        ..Made::default()
    };
    let folder = Folder::new();
    let path = folder.write("n.parquet", file(&made, false));
    let opened = folder.open(&path, ImportOptions::default()).unwrap();
    let scan = || opened.tables[0].scan().unwrap();
    assert_eq!(values(scan()), ["5", "6", "7"]);
    let of_all = |value: Expr| values(scan().select([value]));
    assert_eq!(of_all(col("n").min()), ["5"]);
    assert_eq!(of_all(col("n").max()), ["7"]);
    let none: [&str; 0] = [];
    assert_eq!(values(scan().filter(col("n").eq(lit(6)))), none);
}
