//! Orders and their lines.

use rand::Rng;
use rand::rngs::SmallRng;

use super::columns::{Cells, Columns};
use super::{CUSTOMERS, ORDERS, PARTS, comment, pick, supplier_of};

/// 1992-01-01, as days since 1970.
const FIRST: i32 = 8035;
/// 1998-08-02.
const LAST: i32 = 10_440;
/// 1995-06-17: what is delivered later is still open.
const TODAY: i32 = 9298;

const PRIORITIES: [&str; 5] = ["1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW"];
const MODES: [&str; 7] = ["REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB"];
const INSTRUCTIONS: [&str; 4] = [
    "DELIVER IN PERSON",
    "COLLECT COD",
    "NONE",
    "TAKE BACK RETURN",
];

#[derive(Default)]
struct Orders {
    key: Vec<i64>,
    customer: Vec<i64>,
    status: Vec<String>,
    total: Vec<i64>,
    day: Vec<i32>,
    priority: Vec<String>,
}

#[derive(Default)]
struct Lines {
    order: Vec<i64>,
    part: Vec<i64>,
    supplier: Vec<i64>,
    number: Vec<i64>,
    quantity: Vec<i64>,
    price: Vec<i64>,
    discount: Vec<i64>,
    tax: Vec<i64>,
    ship: Vec<i32>,
    commit: Vec<i32>,
    receipt: Vec<i32>,
    flag: Vec<String>,
    status: Vec<String>,
    instruction: Vec<String>,
    mode: Vec<String>,
}

/// What a line adds to its order.
struct Added {
    price: i64,
    is_open: bool,
}

/// All orders with their lines.
pub(super) fn orders_and_lines(random: &mut SmallRng) -> (Columns, Columns) {
    let (mut orders, mut lines) = (Orders::default(), Lines::default());
    for key in 1..=ORDERS {
        let day = random.random_range(FIRST..LAST);
        let is_bulk = key % 700 == 0;
        let count = if is_bulk {
            7
        } else {
            random.random_range(1..=7)
        };
        let added: Vec<Added> = (1..=count)
            .map(|number| lines.add(random, (key, number), day, is_bulk))
            .collect();
        orders.add(random, key, day, &added);
    }
    (orders.columns(random), lines.columns())
}

impl Orders {
    fn add(&mut self, random: &mut SmallRng, key: i64, day: i32, lines: &[Added]) {
        self.key.push(key);
        // A third of the customers never orders.
        self.customer.push(loop {
            let customer = random.random_range(1..=CUSTOMERS);
            if customer % 3 != 0 {
                break customer;
            }
        });
        let open = lines.iter().filter(|line| line.is_open).count();
        let status = match open {
            0 => "F",
            all if all == lines.len() => "O",
            _ => "P",
        };
        self.status.push(status.to_owned());
        self.total.push(lines.iter().map(|line| line.price).sum());
        self.day.push(day);
        self.priority.push(pick(random, &PRIORITIES).to_owned());
    }

    fn columns(self, random: &mut SmallRng) -> Columns {
        let comments = self.key.iter().map(|_| comment(random)).collect();
        Columns::default()
            .with("o_comment", Cells::Text(comments))
            .with("o_shippriority", Cells::Whole(vec![0; self.key.len()]))
            .with("o_orderkey", Cells::Whole(self.key))
            .with("o_custkey", Cells::Whole(self.customer))
            .with("o_orderstatus", Cells::Text(self.status))
            .with("o_totalprice", Cells::Money(self.total))
            .with("o_orderdate", Cells::Day(self.day))
            .with("o_orderpriority", Cells::Text(self.priority))
    }
}

impl Lines {
    fn add(
        &mut self,
        random: &mut SmallRng,
        (order, number): (i64, i64),
        day: i32,
        is_bulk: bool,
    ) -> Added {
        let part = random.random_range(1..=PARTS);
        let quantity = if is_bulk {
            random.random_range(45..=50)
        } else {
            random.random_range(1..=50)
        };
        let price = quantity * (90_000 + part);
        let ship = day + random.random_range(1..=121);
        let receipt = ship + random.random_range(1..=30);
        self.order.push(order);
        self.part.push(part);
        self.supplier
            .push(supplier_of(part, random.random_range(0..4)));
        self.number.push(number);
        self.quantity.push(quantity * 100);
        self.price.push(price);
        self.discount.push(random.random_range(0..=10));
        self.tax.push(random.random_range(0..=8));
        self.ship.push(ship);
        self.commit.push(day + random.random_range(30..=90));
        self.receipt.push(receipt);
        let flag = if receipt > TODAY {
            "N"
        } else {
            pick(random, &["R", "A"])
        };
        self.flag.push(flag.to_owned());
        let is_open = ship > TODAY;
        self.status.push(if is_open { "O" } else { "F" }.to_owned());
        self.instruction
            .push(pick(random, &INSTRUCTIONS).to_owned());
        self.mode.push(pick(random, &MODES).to_owned());
        Added { price, is_open }
    }

    fn columns(self) -> Columns {
        Columns::default()
            .with("l_orderkey", Cells::Whole(self.order))
            .with("l_partkey", Cells::Whole(self.part))
            .with("l_suppkey", Cells::Whole(self.supplier))
            .with("l_linenumber", Cells::Whole(self.number))
            .with("l_quantity", Cells::Money(self.quantity))
            .with("l_extendedprice", Cells::Money(self.price))
            .with("l_discount", Cells::Money(self.discount))
            .with("l_tax", Cells::Money(self.tax))
            .with("l_returnflag", Cells::Text(self.flag))
            .with("l_linestatus", Cells::Text(self.status))
            .with("l_shipdate", Cells::Day(self.ship))
            .with("l_commitdate", Cells::Day(self.commit))
            .with("l_receiptdate", Cells::Day(self.receipt))
            .with("l_shipinstruct", Cells::Text(self.instruction))
            .with("l_shipmode", Cells::Text(self.mode))
    }
}
