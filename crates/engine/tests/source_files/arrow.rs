//! Arrow files and streams of very many parts.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ::arrow::array::{ArrayRef, Int64Array, RecordBatch};
use ::arrow::ipc::writer::{FileWriter, StreamWriter};
use engine::source::preview;
use model::ImportOptions;

use crate::support::{Folder, check, printed, refused};

fn batch(values: Vec<i64>) -> RecordBatch {
    let column: ArrayRef = Arc::new(Int64Array::from(values));
    RecordBatch::try_from_iter([("n", column)]).unwrap()
}

/// A stream with `count` parts without a row, and then one with a row.
fn stream(count: usize) -> Vec<u8> {
    let (empty, last) = (batch(Vec::new()), batch(vec![7]));
    let mut writer = StreamWriter::try_new(Vec::new(), &empty.schema()).unwrap();
    let start = writer.get_ref().len();
    writer.write(&empty).unwrap();
    let part = writer.get_ref()[start..].to_vec();
    writer.write(&last).unwrap();
    let whole = writer.into_inner().unwrap();
    [
        &whole[..start],
        &part.repeat(count),
        &whole[start + part.len()..],
    ]
    .concat()
}

#[test]
fn f22_a_stream_of_too_many_parts_without_rows_is_refused_soon() {
    let folder = Folder::new();
    let path = folder.write("t.arrow", stream(260_000));
    let start = Instant::now();
    let found = match folder.open(&path, ImportOptions::default()) {
        Ok(opened) => printed(&opened),
        Err(failure) => refused(&failure),
    };
    assert!(
        found.starts_with("FILE_TOO_LARGE: “t.arrow”") && found.contains("record batches"),
        "{found}"
    );
    let shown = preview(
        path.to_str().unwrap(),
        &ImportOptions::default(),
        &folder.cache(),
    );
    assert_eq!(shown.unwrap_err().code, "FILE_TOO_LARGE");
    let took = start.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn f22_a_file_of_too_many_parts_without_rows_is_refused() {
    let empty = batch(Vec::new());
    let mut writer = FileWriter::try_new(Vec::new(), &empty.schema()).unwrap();
    for _ in 0..260_000 {
        writer.write(&empty).unwrap();
    }
    check(
        "t.arrow",
        writer.into_inner().unwrap(),
        "FILE_TOO_LARGE: “t.arrow” is refused: it is made of more than 250 000 parts (record batches); write it again with larger ones.",
    );
}

/// A footer that only claims them is no Arrow file.
#[test]
fn f22_a_footer_that_claims_a_billion_parts_is_damaged() {
    let mut writer = FileWriter::try_new(Vec::new(), &batch(Vec::new()).schema()).unwrap();
    for _ in 0..3 {
        writer.write(&batch(vec![7])).unwrap();
    }
    let mut file = writer.into_inner().unwrap();
    let tail = file.len() - 10;
    let length = u32::from_le_bytes(file[tail..tail + 4].try_into().unwrap()) as usize;
    // The only vector of three blocks: its length, four bytes of nothing or not, and the blocks.
    let footer = tail - length;
    let count = (footer..tail - 4)
        .filter(|at| file[*at..].starts_with(&3_u32.to_le_bytes()))
        .collect::<Vec<_>>();
    assert!(!count.is_empty());
    for at in count {
        file[at..at + 4].copy_from_slice(&1_000_000_000_u32.to_le_bytes());
    }
    let folder = Folder::new();
    let path = folder.write("t.arrow", file);
    let failure = folder
        .open(&path, ImportOptions::default())
        .err()
        .expect("no such file is read");
    assert!(refused(&failure).starts_with("FILE_DAMAGED"), "{failure:?}");
}

#[test]
fn a_stream_of_many_small_parts_is_read() {
    check("t.arrow", stream(2_000), "n int64\n7");
}
