//! The six tables that orders speak of: places, suppliers, parts and customers.

use rand::Rng;
use rand::rngs::SmallRng;

use super::columns::{Cells, Columns};
use super::{CUSTOMERS, PARTS, SUPPLIERS, comment, phone, pick, supplier_of};

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

pub(super) fn regions() -> Columns {
    Columns::default()
        .with("r_regionkey", Cells::Whole((0..5).collect()))
        .with("r_name", Cells::Text(REGIONS.map(str::to_owned).to_vec()))
}

pub(super) fn nations() -> Columns {
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

pub(super) fn suppliers(random: &mut SmallRng) -> Columns {
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

pub(super) fn parts(random: &mut SmallRng) -> Columns {
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

pub(super) fn part_suppliers(random: &mut SmallRng) -> Columns {
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

pub(super) fn customers(random: &mut SmallRng) -> Columns {
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
