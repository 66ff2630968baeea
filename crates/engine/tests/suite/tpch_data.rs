//! Made-up TPC-H data of about a hundredth of the smallest official scale: seeded, with the values
//! that the queries look for really in it. One copy as Parquet, one in SQLite.

use polars::prelude::*;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

use crate::ask::Bench;

const SUPPLIERS: i64 = 60;
const PARTS: i64 = 600;
const CUSTOMERS: i64 = 450;
const ORDERS: i64 = 4500;

const NATIONS: [(&str, i64); 25] = [
    ("ALGERIA", 0),
    ("ARGENTINA", 1),
    ("BRAZIL", 1),
    ("CANADA", 1),
    ("EGYPT", 4),
    ("ETHIOPIA", 0),
    ("FRANCE", 3),
    ("GERMANY", 3),
    ("INDIA", 2),
    ("INDONESIA", 2),
    ("IRAN", 4),
    ("IRAQ", 4),
    ("JAPAN", 2),
    ("JORDAN", 4),
    ("KENYA", 0),
    ("MOROCCO", 0),
    ("MOZAMBIQUE", 0),
    ("PERU", 1),
    ("CHINA", 2),
    ("ROMANIA", 3),
    ("SAUDI ARABIA", 4),
    ("VIETNAM", 2),
    ("RUSSIA", 3),
    ("UNITED KINGDOM", 3),
    ("UNITED STATES", 1),
];
const REGIONS: [&str; 5] = ["AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST"];
const COLORS: [&str; 8] = [
    "forest", "green", "almond", "azure", "khaki", "peru", "plum", "tan",
];
const TYPES: [[&str; 5]; 3] = [
    ["STANDARD", "ECONOMY", "PROMO", "MEDIUM", "LARGE"],
    ["ANODIZED", "BURNISHED", "PLATED", "POLISHED", "BRUSHED"],
    ["TIN", "NICKEL", "BRASS", "STEEL", "COPPER"],
];
const SIZES: [&str; 5] = ["SM", "MED", "LG", "JUMBO", "WRAP"];
const BOXES: [&str; 8] = ["CASE", "BOX", "BAG", "JAR", "PKG", "PACK", "CAN", "DRUM"];
const SEGMENTS: [&str; 5] = [
    "AUTOMOBILE",
    "BUILDING",
    "FURNITURE",
    "MACHINERY",
    "HOUSEHOLD",
];
const PRIORITIES: [&str; 5] = ["1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"];
const MODES: [&str; 7] = ["REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB"];
const INSTRUCTIONS: [&str; 4] = [
    "DELIVER IN PERSON",
    "COLLECT COD",
    "NONE",
    "TAKE BACK RETURN",
];

/// A table on its way to both engines.
#[derive(Default)]
struct Columns(Vec<(&'static str, Cells)>);

enum Cells {
    Whole(Vec<i64>),
    /// Hundredths.
    Money(Vec<i64>),
    Text(Vec<String>),
    /// Days since 1970.
    Day(Vec<i32>),
}

impl Columns {
    fn with(mut self, name: &'static str, cells: Cells) -> Self {
        self.0.push((name, cells));
        self
    }

    fn frame(&self) -> DataFrame {
        let columns: Vec<Column> = self
            .0
            .iter()
            .map(|(name, cells)| match cells {
                Cells::Whole(values) => Column::new((*name).into(), values),
                Cells::Text(values) => Column::new((*name).into(), values),
                Cells::Day(values) => Column::new((*name).into(), values)
                    .cast(&DataType::Date)
                    .unwrap(),
                Cells::Money(values) => {
                    let unscaled: Int128Chunked = values
                        .iter()
                        .map(|value| Some(i128::from(*value)))
                        .collect();
                    unscaled
                        .into_decimal(15, 2)
                        .unwrap()
                        .into_series()
                        .with_name((*name).into())
                        .into_column()
                }
            })
            .collect();
        let height = columns[0].len();
        DataFrame::new(height, columns).unwrap()
    }

    fn fill(&self, database: &rusqlite::Connection, table: &str) {
        let names: Vec<&str> = self.0.iter().map(|(name, _)| *name).collect();
        let marks = vec!["?"; names.len()].join(",");
        database
            .execute_batch(&format!("create table {table} ({})", names.join(",")))
            .unwrap();
        let mut insert = database
            .prepare(&format!("insert into {table} values ({marks})"))
            .unwrap();
        let height = self.frame().height();
        for row in 0..height {
            let cells: Vec<rusqlite::types::Value> = self
                .0
                .iter()
                .map(|(_, cells)| match cells {
                    Cells::Whole(values) => values[row].into(),
                    #[expect(clippy::cast_precision_loss, reason = "amounts are small")]
                    Cells::Money(values) => (values[row] as f64 / 100.0).into(),
                    Cells::Text(values) => values[row].clone().into(),
                    Cells::Day(values) => day_text(values[row]).into(),
                })
                .collect();
            insert.execute(rusqlite::params_from_iter(cells)).unwrap();
        }
    }
}

fn day_text(days: i32) -> String {
    let series = Series::new("d".into(), [days])
        .cast(&DataType::Date)
        .unwrap();
    series.get(0).unwrap().to_string()
}

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
pub fn make(bench: &Bench, database: &rusqlite::Connection) {
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

fn regions() -> Columns {
    Columns::default()
        .with("r_regionkey", Cells::Whole((0..5).collect()))
        .with("r_name", Cells::Text(REGIONS.map(str::to_owned).to_vec()))
}

fn nations() -> Columns {
    Columns::default()
        .with("n_nationkey", Cells::Whole((0..25).collect()))
        .with(
            "n_name",
            Cells::Text(NATIONS.map(|(name, _)| name.to_owned()).to_vec()),
        )
        .with(
            "n_regionkey",
            Cells::Whole(NATIONS.map(|(_, region)| region).to_vec()),
        )
}

fn suppliers(random: &mut SmallRng) -> Columns {
    let nation: Vec<i64> = (0..SUPPLIERS).map(|at| at % 25).collect();
    Columns::default()
        .with("s_suppkey", Cells::Whole((1..=SUPPLIERS).collect()))
        .with(
            "s_name",
            Cells::Text(
                (1..=SUPPLIERS)
                    .map(|key| format!("Supplier#{key:09}"))
                    .collect(),
            ),
        )
        .with(
            "s_address",
            Cells::Text((1..=SUPPLIERS).map(|key| format!("Street {key}")).collect()),
        )
        .with(
            "s_phone",
            Cells::Text(nation.iter().map(|nation| phone(random, *nation)).collect()),
        )
        .with(
            "s_acctbal",
            Cells::Money(
                (0..SUPPLIERS)
                    .map(|_| random.random_range(-99_999..999_999))
                    .collect(),
            ),
        )
        .with(
            "s_comment",
            Cells::Text((0..SUPPLIERS).map(|_| comment(random)).collect()),
        )
        .with("s_nationkey", Cells::Whole(nation))
}

fn parts(random: &mut SmallRng) -> Columns {
    let mut texts: [Vec<String>; 5] = Default::default();
    for _ in 0..PARTS {
        let maker = random.random_range(1..=5);
        texts[0].push(format!(
            "{} {}",
            pick(random, &COLORS),
            pick(random, &COLORS)
        ));
        texts[1].push(format!("Manufacturer#{maker}"));
        texts[2].push(format!("Brand#{maker}{}", random.random_range(1..=3)));
        texts[3].push(TYPES.map(|words| pick(random, &words)).join(" "));
        texts[4].push(format!(
            "{} {}",
            pick(random, &SIZES[..3]),
            pick(random, &BOXES[..6])
        ));
    }
    let [name, maker, brand, kind, container] = texts;
    Columns::default()
        .with("p_partkey", Cells::Whole((1..=PARTS).collect()))
        .with("p_name", Cells::Text(name))
        .with("p_mfgr", Cells::Text(maker))
        .with("p_brand", Cells::Text(brand))
        .with("p_type", Cells::Text(kind))
        .with(
            "p_size",
            Cells::Whole((0..PARTS).map(|_| random.random_range(1..=50)).collect()),
        )
        .with("p_container", Cells::Text(container))
        .with(
            "p_retailprice",
            Cells::Money((1..=PARTS).map(|key| 90_000 + key).collect()),
        )
}

fn supplier_of(part: i64, nth: i64) -> i64 {
    (part + nth * (SUPPLIERS / 4 + part / SUPPLIERS)) % SUPPLIERS + 1
}

fn part_suppliers(random: &mut SmallRng) -> Columns {
    let pairs: Vec<(i64, i64)> = (1..=PARTS)
        .flat_map(|part| (0..4).map(move |nth| (part, supplier_of(part, nth))))
        .collect();
    Columns::default()
        .with(
            "ps_partkey",
            Cells::Whole(pairs.iter().map(|pair| pair.0).collect()),
        )
        .with(
            "ps_suppkey",
            Cells::Whole(pairs.iter().map(|pair| pair.1).collect()),
        )
        .with(
            "ps_availqty",
            Cells::Whole(
                pairs
                    .iter()
                    .map(|_| random.random_range(1..10_000))
                    .collect(),
            ),
        )
        .with(
            "ps_supplycost",
            Cells::Money(
                pairs
                    .iter()
                    .map(|_| random.random_range(100..100_000))
                    .collect(),
            ),
        )
}

fn customers(random: &mut SmallRng) -> Columns {
    let nation: Vec<i64> = (0..CUSTOMERS).map(|_| random.random_range(0..25)).collect();
    Columns::default()
        .with("c_custkey", Cells::Whole((1..=CUSTOMERS).collect()))
        .with(
            "c_name",
            Cells::Text(
                (1..=CUSTOMERS)
                    .map(|key| format!("Customer#{key:09}"))
                    .collect(),
            ),
        )
        .with(
            "c_address",
            Cells::Text((1..=CUSTOMERS).map(|key| format!("Road {key}")).collect()),
        )
        .with(
            "c_phone",
            Cells::Text(nation.iter().map(|nation| phone(random, *nation)).collect()),
        )
        .with(
            "c_acctbal",
            Cells::Money(
                (0..CUSTOMERS)
                    .map(|_| random.random_range(-99_999..999_999))
                    .collect(),
            ),
        )
        .with(
            "c_mktsegment",
            Cells::Text(
                (0..CUSTOMERS)
                    .map(|_| pick(random, &SEGMENTS).to_owned())
                    .collect(),
            ),
        )
        .with(
            "c_comment",
            Cells::Text((0..CUSTOMERS).map(|_| comment(random)).collect()),
        )
        .with("c_nationkey", Cells::Whole(nation))
}

fn orders_and_lines(random: &mut SmallRng) -> (Columns, Columns) {
    // 1992-01-01, 1998-08-02 and 1995-06-17.
    let (first, last, today) = (8035, 10_440, 9298);
    let mut order: (
        Vec<i64>,
        Vec<i64>,
        Vec<String>,
        Vec<i64>,
        Vec<i32>,
        Vec<String>,
    ) = Default::default();
    let mut keys: [Vec<i64>; 4] = Default::default();
    let mut amounts: [Vec<i64>; 4] = Default::default();
    let mut days: [Vec<i32>; 3] = Default::default();
    let mut words: [Vec<String>; 4] = Default::default();
    for key in 1..=ORDERS {
        let day = random.random_range(first..last);
        let is_bulk = key % 700 == 0;
        let (mut total, mut open) = (0, 0);
        let count = if is_bulk {
            7
        } else {
            random.random_range(1..=7)
        };
        for number in 1..=count {
            let part = random.random_range(1..=PARTS);
            let quantity = if is_bulk {
                random.random_range(45..=50)
            } else {
                random.random_range(1..=50)
            };
            let price = quantity * (90_000 + part);
            let ship = day + random.random_range(1..=121);
            let receipt = ship + random.random_range(1..=30);
            keys[0].push(key);
            keys[1].push(part);
            keys[2].push(supplier_of(part, random.random_range(0..4)));
            keys[3].push(number);
            amounts[0].push(quantity * 100);
            amounts[1].push(price);
            amounts[2].push(random.random_range(0..=10));
            amounts[3].push(random.random_range(0..=8));
            days[0].push(ship);
            days[1].push(day + random.random_range(30..=90));
            days[2].push(receipt);
            words[0].push(
                if receipt > today {
                    "N"
                } else {
                    pick(random, &["R", "A"])
                }
                .to_owned(),
            );
            words[1].push(if ship > today { "O" } else { "F" }.to_owned());
            words[2].push(pick(random, &INSTRUCTIONS).to_owned());
            words[3].push(pick(random, &MODES).to_owned());
            open += i64::from(ship > today);
            total += price;
        }
        order.0.push(key);
        // A third of the customers never orders.
        order.1.push(loop {
            let customer = random.random_range(1..=CUSTOMERS);
            if customer % 3 != 0 {
                break customer;
            }
        });
        order.2.push(
            if open == 0 {
                "F"
            } else if open == count {
                "O"
            } else {
                "P"
            }
            .to_owned(),
        );
        order.3.push(total);
        order.4.push(day);
        order.5.push(pick(random, &PRIORITIES).to_owned());
    }
    let orders = Columns::default()
        .with(
            "o_comment",
            Cells::Text(order.0.iter().map(|_| comment(random)).collect()),
        )
        .with("o_shippriority", Cells::Whole(vec![0; order.0.len()]))
        .with("o_orderkey", Cells::Whole(order.0))
        .with("o_custkey", Cells::Whole(order.1))
        .with("o_orderstatus", Cells::Text(order.2))
        .with("o_totalprice", Cells::Money(order.3))
        .with("o_orderdate", Cells::Day(order.4))
        .with("o_orderpriority", Cells::Text(order.5));
    let [order_key, part_key, supplier_key, number] = keys;
    let [quantity, price, discount, tax] = amounts;
    let [ship, commit, receipt] = days;
    let [flag, status, instruction, mode] = words;
    let lines = Columns::default()
        .with("l_orderkey", Cells::Whole(order_key))
        .with("l_partkey", Cells::Whole(part_key))
        .with("l_suppkey", Cells::Whole(supplier_key))
        .with("l_linenumber", Cells::Whole(number))
        .with("l_quantity", Cells::Money(quantity))
        .with("l_extendedprice", Cells::Money(price))
        .with("l_discount", Cells::Money(discount))
        .with("l_tax", Cells::Money(tax))
        .with("l_returnflag", Cells::Text(flag))
        .with("l_linestatus", Cells::Text(status))
        .with("l_shipdate", Cells::Day(ship))
        .with("l_commitdate", Cells::Day(commit))
        .with("l_receiptdate", Cells::Day(receipt))
        .with("l_shipinstruct", Cells::Text(instruction))
        .with("l_shipmode", Cells::Text(mode));
    (orders, lines)
}
