//! Where files lie: missing, forbidden, special, packed, changing.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use engine::source;
use engine::stop::Stop;
use model::ImportOptions;

use crate::support::{Folder, assert_same, check, refused, spec};

fn code(path: &Path) -> String {
    let folder = Folder::new();
    match folder.open(path, ImportOptions::default()) {
        Ok(_) => "opened".to_owned(),
        Err(failure) => {
            refused(&failure);
            failure.code
        }
    }
}

#[test]
fn f35_special_files_are_refused_without_waiting() {
    let folder = Folder::new();
    let pipe = folder.write("x", "").with_file_name("pipe.csv");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    let begun = Instant::now();
    assert_eq!(code(&pipe), "FILE_NOT_REGULAR");
    assert_eq!(code(Path::new("/proc/self/mem")), "FILE_NOT_REGULAR");
    assert_eq!(code(Path::new("/proc/self/environ")), "FILE_NOT_REGULAR");
    assert_eq!(code(Path::new("/dev/zero")), "FILE_NOT_REGULAR");
    assert_eq!(code(&folder.path("missing.csv")), "FILE_NOT_FOUND");
    assert!(begun.elapsed() < Duration::from_secs(1), "it waited");
}

#[test]
fn f31_packed_text_is_read_one_layer_deep() {
    let text = "a,b\n1,x\n";
    let gzip = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let expected = "a int64 | b text\n1 | \"x\"";
    check("t.csv.gz", gzip(text.as_bytes()), expected);
    check(
        "t.csv.zst",
        zstd::encode_all(text.as_bytes(), 1).unwrap(),
        expected,
    );
    check(
        "t.csv.gz",
        gzip(&gzip(text.as_bytes())),
        "FILE_UNSUPPORTED: “t.csv.gz” is packed twice. Unpack it once and open the file that comes out.",
    );
    let whole = gzip("a,b\n1,x\n".repeat(5000).as_bytes());
    check(
        "t.csv.gz",
        &whole[..whole.len() / 2],
        "FILE_DAMAGED: “t.csv.gz” cannot be read: the packed bytes end too early or are damaged. Get a fresh copy of the file, or export it again.",
    );
}

#[test]
fn f31_a_bomb_is_refused_before_it_fills_anything() {
    let folder = Folder::new();
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).unwrap();
    let block = b"1,2\n".repeat(1 << 18);
    encoder.write_all(b"a,b\n").unwrap();
    (0..300).for_each(|_| encoder.write_all(&block).unwrap());
    let path = folder.write("bomb.csv.zst", encoder.finish().unwrap());
    let Err(failure) = folder.open(&path, ImportOptions::default()) else {
        panic!("opened a bomb")
    };
    assert_same(
        &refused(&failure),
        "FILE_TOO_LARGE: “bomb.csv.zst” is refused: it unpacks to far more than its size, as a bomb would.",
    );
    assert_eq!(
        std::fs::read_dir(folder.cache().join("sources")).map_or(0, Iterator::count),
        0,
        "litter in the cache"
    );
}

#[test]
fn f13_a_scan_never_shows_rows_of_another_version() {
    let folder = Folder::new();
    let path = folder.write("t.csv", "a,b\n1,x\n");
    let first = folder.open(&path, ImportOptions::default()).unwrap();
    let path = folder.write("t.csv", "a,b\n2,y\n");
    let second = folder.open(&path, ImportOptions::default()).unwrap();
    assert_ne!(
        first.tables[0].info.fingerprint,
        second.tables[0].info.fingerprint
    );
    let frame = second.tables[0].scan().unwrap().collect().unwrap();
    assert_eq!(
        engine::value::rows(&frame, 1)[0][0],
        model::Value::Integer("2".into())
    );
}

#[test]
fn a_large_file_is_converted_once_and_found_again() {
    let folder = Folder::new();
    let mut text = String::from("n,words\n");
    (0..600_000).for_each(|at| {
        text.push_str(&format!(
            "{at},\"{at} is a number in a long enough line of words, {at}\"\n"
        ));
    });
    let path = folder.write("big.csv", &text);
    let first = folder.open(&path, ImportOptions::default()).unwrap();
    let begun = Instant::now();
    let second = folder.open(&path, ImportOptions::default()).unwrap();
    let recorded = folder.open(&path, first.spec.options.clone()).unwrap();
    assert_eq!(recorded.tables[0].info, first.tables[0].info);
    assert!(
        begun.elapsed() < Duration::from_millis(500),
        "it was read again: {:?}",
        begun.elapsed()
    );
    for opened in [&first, &second] {
        let table = &opened.tables[0];
        assert_eq!(table.info.rows, Some(600_000));
        let window = table.scan().unwrap().slice(599_998, 5).collect().unwrap();
        assert_eq!(
            engine::value::rows(&window, 9)[1][0],
            model::Value::Integer("599999".into())
        );
    }
    assert_eq!(first.tables[0].info, second.tables[0].info);
    text.push_str("last,one\n");
    folder.write("big.csv", &text);
    let third = folder.open(&path, ImportOptions::default()).unwrap();
    assert_eq!(
        third.tables[0].info.rows,
        Some(600_001),
        "a stale copy was used"
    );
    assert_eq!(third.tables[0].info.rejected, 1);
}

#[test]
fn asking_to_stop_ends_reading() {
    let folder = Folder::new();
    let path = folder.write("s.csv", "a,b\n1,2\n".repeat(1000));
    let stop = Stop::default();
    stop.set();
    let Err(failure) = source::open(
        &spec(&path, ImportOptions::default()),
        &folder.cache(),
        &stop,
    ) else {
        panic!("it went on")
    };
    assert_eq!(failure.code, "CANCELLED");
}
