//! The made retail set behind the sample workbook "Retail overview".
//!
//! Seeded: the same seed writes the same bytes. Three effects are really in it, so that charts and
//! literacy notes have something true to find:
//! - three bulk orders carry March 2026 in DACH;
//! - conversion rises inside every region from 2025 to 2026 and falls overall, because traffic
//!   shifts to the region with the lowest rate;
//! - the last month, November 2026, ends on the 20th.

mod chance;
mod parties;

use std::fmt::Write as _;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use chance::{DAYS, date, day_at, pick_region, round_cents, season, weighted};
use parties::{Product, customers, products, products_csv, stores};

/// One table as CSV text with a header.
pub struct Table {
    pub name: &'static str,
    pub csv: String,
}

struct Region {
    name: &'static str,
    countries: [&'static str; 2],
    /// Share of sessions at the start and at the end, in percent.
    traffic: (f64, f64),
    /// Orders per session at the start and at the end.
    conversion: (f64, f64),
    /// Typical order in euro.
    basket: f64,
}

const REGIONS: [Region; 5] = [
    Region {
        name: "DACH",
        countries: ["Germany", "Austria"],
        traffic: (34.0, 20.0),
        conversion: (0.0410, 0.0455),
        basket: 132.0,
    },
    Region {
        name: "UK & IE",
        countries: ["United Kingdom", "Ireland"],
        traffic: (20.0, 52.0),
        conversion: (0.0150, 0.0178),
        basket: 66.0,
    },
    Region {
        name: "Nordics",
        countries: ["Sweden", "Denmark"],
        traffic: (18.0, 11.0),
        conversion: (0.0380, 0.0420),
        basket: 121.0,
    },
    Region {
        name: "Benelux",
        countries: ["Netherlands", "Belgium"],
        traffic: (15.0, 9.0),
        conversion: (0.0350, 0.0380),
        basket: 109.0,
    },
    Region {
        name: "Iberia",
        countries: ["Spain", "Portugal"],
        traffic: (13.0, 8.0),
        conversion: (0.0260, 0.0292),
        basket: 84.0,
    },
];

const SESSIONS: u32 = 240_000;
const STORE_ORDERS: u32 = 42_000;
const CUSTOMERS: u32 = 9_000;
const PRODUCTS: u32 = 480;
const STORES: u32 = 36;

/// All seven tables, made from one seed.
pub fn tables(seed: u64) -> Vec<Table> {
    let mut rng = StdRng::seed_from_u64(seed);
    let products = products(&mut rng);
    let mut sales = Sales::new();
    let sessions = web_sessions(&mut rng, &products, &mut sales);
    store_orders(&mut rng, &products, &mut sales);
    bulk_orders(&mut sales);
    vec![
        Table {
            name: "customers",
            csv: customers(&mut rng),
        },
        Table {
            name: "products",
            csv: products_csv(&products),
        },
        Table {
            name: "stores",
            csv: stores(&mut rng),
        },
        Table {
            name: "orders",
            csv: sales.orders,
        },
        Table {
            name: "order_lines",
            csv: sales.lines,
        },
        Table {
            name: "returns",
            csv: sales.returns,
        },
        Table {
            name: "web_sessions",
            csv: sessions,
        },
    ]
}

/// Orders, their lines and returns, written as they are made.
struct Sales {
    orders: String,
    lines: String,
    returns: String,
    next_order: u32,
    next_return: u32,
}

/// One order before its lines are drawn.
struct NewOrder<'a> {
    day: u32,
    minute: u32,
    region: &'a Region,
    channel: &'static str,
    customer: u32,
    store: Option<u32>,
}

impl Sales {
    fn new() -> Self {
        Self {
            orders: "order_id,order_date,customer_id,store_id,region,country,channel,status,net_amount,discount,is_returned,promo_code\n".to_owned(),
            lines: "order_id,line_no,product_id,quantity,unit_price,net_amount\n".to_owned(),
            returns: "return_id,order_id,return_date,reason,refund\n".to_owned(),
            next_order: 2_800_001,
            next_return: 1,
        }
    }

    fn add(&mut self, rng: &mut StdRng, products: &[Product], order: &NewOrder<'_>) -> u32 {
        let id = self.next_order;
        self.next_order += 1;
        let discount = if rng.random_bool(0.78) {
            0.0
        } else {
            f64::from(rng.random_range(1..=6_u8)) * 0.05
        };
        let wanted = order.region.basket * season(order.day) * rng.random_range(0.35..1.9);
        let mut net = 0.0;
        let mut line = 1;
        while net < wanted && line <= 6 {
            let product = &products[rng.random_range(0..products.len())];
            let most = ((wanted - net) / product.price).ceil().clamp(1.0, 8.0);
            let quantity = rng.random_range(1.0..=most).round();
            let price = round_cents(product.price * (1.0 - discount));
            let amount = round_cents(price * quantity);
            let _ = writeln!(
                self.lines,
                "{},{line},P-{:04},{quantity},{price:.2},{amount:.2}",
                order_name(id),
                product.id
            );
            net += amount;
            line += 1;
        }
        let status = match rng.random_range(0..1000_u32) {
            0..=14 => "Cancelled",
            15..=39 => "Open",
            _ => "Paid",
        };
        let is_returned = status == "Paid" && rng.random_bool(0.068);
        let promo = match rng.random_range(0..100_u32) {
            0..=60 => "",
            61..=75 => "NEWS10",
            76..=88 => "TEXTILE15",
            _ => "NOV10",
        };
        let discount = if rng.random_bool(0.031) {
            String::new()
        } else {
            format!("{discount:.2}")
        };
        self.row(id, order, status, net, &discount, is_returned, promo);
        if is_returned {
            self.give_back(rng, id, order.day, net);
        }
        id
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the columns of one row, written once"
    )]
    fn row(
        &mut self,
        id: u32,
        order: &NewOrder<'_>,
        status: &str,
        net: f64,
        discount: &str,
        is_returned: bool,
        promo: &str,
    ) {
        let store = order
            .store
            .map_or(String::new(), |store| format!("S-{store:02}"));
        let country = order.region.countries[usize::from(order.customer.is_multiple_of(4))];
        let _ = writeln!(
            self.orders,
            "{},{} {:02}:{:02}:00,C-{:05},{store},{},{country},{},{status},{net:.2},{discount},{is_returned},{promo}",
            order_name(id),
            date(order.day),
            order.minute / 60,
            order.minute % 60,
            order.customer,
            order.region.name,
            order.channel,
        );
    }

    fn give_back(&mut self, rng: &mut StdRng, id: u32, day: u32, net: f64) {
        let later = day + rng.random_range(2..40_u32);
        if later >= DAYS {
            return;
        }
        let reasons = [
            "Too small",
            "Damaged",
            "Not as pictured",
            "Late",
            "Changed mind",
        ];
        let reason = reasons[rng.random_range(0..reasons.len())];
        let refund = round_cents(net * rng.random_range(0.3..=1.0));
        let _ = writeln!(
            self.returns,
            "R-{:05},{},{},{reason},{refund:.2}",
            self.next_return,
            order_name(id),
            date(later)
        );
        self.next_return += 1;
    }
}

fn web_sessions(rng: &mut StdRng, products: &[Product], sales: &mut Sales) -> String {
    let mut csv = "session_id,session_date,region,device,source,pages,order_id\n".to_owned();
    // Orders are spread evenly at each region's rate, so that the rise is there and not drowned
    // in chance.
    let mut due = [0.5; REGIONS.len()];
    for session in 0..SESSIONS {
        // Sessions in order of time: traffic grows a little over the two years.
        let at = (f64::from(session) + rng.random::<f64>()) / f64::from(SESSIONS);
        let day = day_at(at);
        let progress = f64::from(day) / f64::from(DAYS);
        let picked = pick_region(rng, progress);
        let region = &REGIONS[picked];
        let device = ["Phone", "Laptop", "Tablet"][weighted(rng, &[58.0, 36.0, 6.0])];
        let source = ["Search", "Direct", "Newsletter", "Social", "Partner"]
            [weighted(rng, &[41.0, 27.0, 14.0, 12.0, 6.0])];
        let rate = region.conversion.0 + (region.conversion.1 - region.conversion.0) * progress;
        due[picked] += rate;
        let converts = due[picked] >= 1.0;
        let order = converts.then(|| {
            due[picked] -= 1.0;
            let new = NewOrder {
                day,
                minute: rng.random_range(360..1439),
                region,
                channel: "Web",
                customer: rng.random_range(1..=CUSTOMERS),
                store: None,
            };
            sales.add(rng, products, &new)
        });
        let pages = if order.is_some() {
            rng.random_range(4..18_u32)
        } else {
            rng.random_range(1..9)
        };
        let order = order.map_or(String::new(), order_name);
        let _ = writeln!(
            csv,
            "{},{},{},{device},{source},{pages},{order}",
            session + 1,
            date(day),
            region.name
        );
    }
    csv
}

fn store_orders(rng: &mut StdRng, products: &[Product], sales: &mut Sales) {
    let shares = [31.0, 25.0, 17.0, 15.0, 12.0];
    for number in 0..STORE_ORDERS {
        let at = (f64::from(number) + rng.random::<f64>()) / f64::from(STORE_ORDERS);
        let region = weighted(rng, &shares);
        let is_store = rng.random_bool(0.62);
        let new = NewOrder {
            day: day_at(at),
            minute: rng.random_range(540..1200),
            region: &REGIONS[region],
            channel: if is_store { "Stores" } else { "Marketplace" },
            customer: rng.random_range(1..=CUSTOMERS),
            store: is_store.then(|| {
                let region = u32::try_from(region).unwrap_or(0);
                rng.random_range(0..STORES / 5) * 5 + region + 1
            }),
        };
        sales.add(rng, products, &new);
    }
}

/// Three orders of a hotel chain in March 2026: about two fifths of the month in DACH.
fn bulk_orders(sales: &mut Sales) {
    for (day, minute, amount) in [
        (432, 615, 41_800.0),
        (439, 700, 37_250.0),
        (446, 660, 33_400.0),
    ] {
        let id = sales.next_order;
        sales.next_order += 1;
        let order = NewOrder {
            day,
            minute,
            region: &REGIONS[0],
            channel: "Web",
            customer: 17,
            store: None,
        };
        let _ = writeln!(
            sales.lines,
            "{},1,P-0007,100,{:.2},{amount:.2}",
            order_name(id),
            amount / 100.0
        );
        sales.row(id, &order, "Paid", amount, "0.00", false, "");
    }
}

fn order_name(id: u32) -> String {
    format!("A-{id}")
}

#[cfg(test)]
mod tests {
    use super::{DAYS, date, tables};

    #[test]
    fn the_last_day_is_the_20th_of_november() {
        assert_eq!(date(0), "2025-01-01");
        assert_eq!(date(364), "2025-12-31");
        assert_eq!(date(DAYS - 1), "2026-11-20");
    }

    #[test]
    fn one_seed_makes_one_set() {
        let bytes = |seed| {
            tables(seed)
                .iter()
                .map(|table| table.csv.clone())
                .collect::<String>()
        };
        assert_eq!(bytes(7), bytes(7));
        assert_ne!(bytes(7), bytes(8));
    }
}
