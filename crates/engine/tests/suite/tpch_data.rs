//! Made-up TPC-H data of about a hundredth of the smallest official scale: seeded, with the values
//! that the queries look for really in it. One copy as Parquet, one in SQLite.

mod columns;
mod orders;
mod tables;

use polars::prelude::ParquetWriter;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

use crate::ask::Bench;
use orders::orders_and_lines;
use tables::{customers, nations, part_suppliers, parts, regions, suppliers};

const SUPPLIERS: i64 = 60;
const PARTS: i64 = 600;
const CUSTOMERS: i64 = 450;
const ORDERS: i64 = 4500;

fn pick<'a>(random: &mut SmallRng, words: &[&'a str]) -> &'a str {
    words.choose(random).unwrap()
}

fn comment(random: &mut SmallRng) -> String {
    let filler = [
        "quickly",
        "furious",
        "special",
        "requests",
        "ironic",
        "Customer",
        "deposits",
        "Complaints",
        "pending",
    ];
    (0..6)
        .map(|_| pick(random, &filler))
        .collect::<Vec<_>>()
        .join(" ")
}

fn phone(random: &mut SmallRng, nation: i64) -> String {
    format!(
        "{}-{:03}-{:03}-{:04}",
        nation + 10,
        random.random_range(100..1000),
        random.random_range(100..1000),
        random.random_range(1000..10000)
    )
}

/// Makes all eight tables, opens them in the engine and fills the database.
pub(crate) fn make(bench: &Bench, database: &rusqlite::Connection) {
    let mut random = SmallRng::seed_from_u64(22);
    let tables = [
        ("region", regions()),
        ("nation", nations()),
        ("supplier", suppliers(&mut random)),
        ("part", parts(&mut random)),
        ("partsupp", part_suppliers(&mut random)),
        ("customer", customers(&mut random)),
    ];
    let (orders, lines) = orders_and_lines(&mut random);
    database.execute_batch("begin").unwrap();
    for (name, columns) in tables
        .into_iter()
        .chain([("orders", orders), ("lineitem", lines)])
    {
        columns.fill(database, name);
        let path = bench.folder.path().join(format!("{name}.parquet"));
        ParquetWriter::new(std::fs::File::create(&path).unwrap())
            .finish(&mut columns.frame())
            .unwrap();
        bench.open_path(name, path.to_str().unwrap());
    }
    database
        .execute_batch(
            "create index a on lineitem(l_orderkey); create index b on lineitem(l_partkey, l_suppkey);
             create index c on partsupp(ps_partkey); create index d on orders(o_custkey); create index e on part(p_partkey); commit",
        )
        .unwrap();
}

fn supplier_of(part: i64, nth: i64) -> i64 {
    (part + nth * (SUPPLIERS / 4 + part / SUPPLIERS)) % SUPPLIERS + 1
}
