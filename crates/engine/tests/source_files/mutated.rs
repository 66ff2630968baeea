//! P15: damaged files are answered by rows or by a failure in words, whatever byte is wrong.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use engine::source;
use engine::stop::Stop;
use engine::write::write;
use model::ImportOptions;
use protocol::message::DataFormat;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

use crate::support::{Folder, refused, spec};

const SEED: u64 = 20_261_122;
const MUTATIONS: usize = 1_500;

fn seeds(folder: &Folder) -> Vec<(&'static str, Vec<u8>)> {
    let mut text = String::from("id,name,share,day,at\n");
    (0..200).for_each(|at| {
        text.push_str(&format!(
            "{at},\"name, {at}\",{}.5,2024-01-{:02},2024-01-05T10:00:{:02}\n",
            at * 3,
            at % 28 + 1,
            at % 60
        ));
    });
    let path = folder.write("seed.csv", &text);
    let opened = folder.open(&path, ImportOptions::default()).unwrap();
    let mut seeds = vec![("m.csv", text.clone().into_bytes())];
    let formats = [
        ("m.ndjson", DataFormat::Ndjson),
        ("m.json", DataFormat::Json),
        ("m.parquet", DataFormat::Parquet),
        ("m.arrow", DataFormat::Arrow),
    ];
    for (name, format) in formats {
        let path = folder.path("made");
        write(
            opened.tables[0].scan().unwrap(),
            format,
            path.to_str().unwrap(),
            &Stop::default(),
        )
        .unwrap();
        seeds.push((name, std::fs::read(&path).unwrap()));
    }
    let base = folder.path("made.db");
    let connection = rusqlite::Connection::open(&base).unwrap();
    connection.execute_batch("create table t(a, b); insert into t values (1, 'x'), (2.5, x'00'); create view v as select a from t").unwrap();
    drop(connection);
    seeds.push(("m.db", std::fs::read(&base).unwrap()));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, text.as_bytes()).unwrap();
    seeds.push(("m.csv.gz", packed.finish().unwrap()));
    seeds
}

fn mutated(bytes: &[u8], random: &mut SmallRng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..random.random_range(1..4) {
        let at = random.random_range(0..bytes.len());
        match random.random_range(0..6) {
            0 => bytes[at] ^= 1 << random.random_range(0..8),
            1 => bytes[at] = [0, 0xff, 0x7f, 0x80][random.random_range(0..4)],
            2 => bytes.truncate(at.max(1)),
            3 => {
                let end = (at + random.random_range(1..64)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                let to = random.random_range(0..bytes.len());
                bytes.splice(to..to, part);
            }
            4 => {
                let end = (at + 4).min(bytes.len());
                bytes[at..end].fill(0xff);
            }
            _ => {
                let from = bytes.len().saturating_sub(random.random_range(1..40));
                bytes[from..]
                    .iter_mut()
                    .for_each(|byte| *byte = random.random());
            }
        }
    }
    bytes
}

#[test]
fn p15_damaged_files_are_answered_by_rows_or_by_a_failure() {
    let folder = Folder::new();
    let seeds = seeds(&folder);
    let mut random = SmallRng::seed_from_u64(SEED);
    let (mut rows, mut failures, mut panics) = (0, 0, 0);
    let mut slowest = Duration::ZERO;
    std::panic::set_hook(Box::new(|_| {}));
    for number in 0..MUTATIONS {
        let (name, bytes) = &seeds[number % seeds.len()];
        let path = folder.write(name, mutated(bytes, &mut random));
        let begun = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let opened = source::open(
                &spec(&path, ImportOptions::default()),
                &folder.cache(),
                &Stop::default(),
            );
            let opened = match opened {
                Ok(opened) => opened,
                Err(failure) => return Err(failure),
            };
            for table in opened.tables.iter().take(3) {
                drop(table.scan()?.limit(50).collect());
            }
            Ok(())
        }));
        slowest = slowest.max(begun.elapsed());
        match outcome {
            Ok(Ok(())) => rows += 1,
            Ok(Err(failure)) => {
                failures += 1;
                refused(&failure);
            }
            Err(_) => panics += 1,
        }
    }
    drop(std::panic::take_hook());
    println!(
        "seed {SEED}: {rows} with rows, {failures} with a failure, {panics} scans that gave up, slowest {slowest:?}"
    );
    assert_eq!(rows + failures + panics, MUTATIONS);
    // The engine's own scan may give up on damaged pages; the process that runs it catches that.
    assert!(panics * 100 <= MUTATIONS, "{panics} panics");
    assert!(
        rows > 100 && failures > 100,
        "the mutations are too mild or too wild"
    );
    assert!(slowest < Duration::from_secs(10));
}
