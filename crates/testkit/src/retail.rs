//! The made retail set behind the sample workbook "Retail overview".
//!
//! Seeded: the same seed writes the same bytes. Three effects are really in it, so that charts and
//! literacy notes have something true to find:
//! - three bulk orders carry March 2026 in DACH;
//! - conversion rises inside every region from 2025 to 2026 and falls overall, because traffic
//!   shifts to the region with the lowest rate;
//! - the last month, November 2026, ends on the 20th.

use std::fmt::Write as _;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

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

const CATEGORIES: [(&str, f64); 6] = [
    ("Textiles", 38.0),
    ("Kitchen", 55.0),
    ("Lighting", 82.0),
    ("Furniture", 240.0),
    ("Garden", 64.0),
    ("Paper", 12.0),
];

/// Days from 1 January 2025 to 20 November 2026.
const DAYS: u32 = 689;
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

struct Product {
    id: u32,
    name: String,
    category: &'static str,
    price: f64,
    cost: f64,
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

fn products(rng: &mut StdRng) -> Vec<Product> {
    let materials = [
        "Linen", "Oak", "Steel", "Glass", "Wool", "Clay", "Cork", "Felt",
    ];
    let things = [
        "Throw", "Bowl", "Lamp", "Shelf", "Planter", "Notebook", "Tray", "Stool",
    ];
    (1..=PRODUCTS)
        .map(|id| {
            let (category, price) = CATEGORIES[rng.random_range(0..CATEGORIES.len())];
            let price = round_cents(price * rng.random_range(0.4..1.8));
            let material = materials[rng.random_range(0..materials.len())];
            let thing = things[rng.random_range(0..things.len())];
            let cost = round_cents(price * rng.random_range(0.38..0.71));
            Product {
                id,
                name: format!("{material} {thing} {id}"),
                category,
                price,
                cost,
            }
        })
        .collect()
}

fn products_csv(products: &[Product]) -> String {
    let mut csv = "product_id,name,category,list_price,unit_cost\n".to_owned();
    for product in products {
        let _ = writeln!(
            csv,
            "P-{:04},{},{},{:.2},{:.2}",
            product.id, product.name, product.category, product.price, product.cost
        );
    }
    csv
}

fn customers(rng: &mut StdRng) -> String {
    let mut csv = "customer_id,segment,region,joined,newsletter\n".to_owned();
    for customer in 1..=CUSTOMERS {
        let segment =
            ["New", "Regular", "Loyal", "Business"][weighted(rng, &[31.0, 44.0, 19.0, 6.0])];
        let region = REGIONS[weighted(rng, &[28.0, 30.0, 16.0, 14.0, 12.0])].name;
        let joined = date(rng.random_range(0..DAYS));
        let newsletter = rng.random_bool(0.42);
        let _ = writeln!(
            csv,
            "C-{customer:05},{segment},{region},{joined},{newsletter}"
        );
    }
    csv
}

fn stores(rng: &mut StdRng) -> String {
    let cities = [
        [
            "Berlin", "Hamburg", "Wien", "Zürich", "München", "Köln", "Graz", "Leipzig",
        ],
        [
            "London", "Leeds", "Dublin", "Bristol", "Glasgow", "Cork", "York", "Bath",
        ],
        [
            "Stockholm",
            "Oslo",
            "København",
            "Malmö",
            "Aarhus",
            "Bergen",
            "Turku",
            "Umeå",
        ],
        [
            "Amsterdam",
            "Gent",
            "Utrecht",
            "Antwerpen",
            "Breda",
            "Luik",
            "Delft",
            "Leiden",
        ],
        [
            "Madrid", "Lisboa", "Porto", "Sevilla", "Bilbao", "Vigo", "Málaga", "Braga",
        ],
    ];
    let mut csv = "store_id,city,region,opened,square_metres\n".to_owned();
    for store in 1..=STORES {
        let region = usize::try_from((store - 1) % 5).unwrap_or(0);
        let city = cities[region][usize::try_from((store - 1) / 5).unwrap_or(0) % 8];
        let opened = rng.random_range(1998..2025_u32);
        let size = rng.random_range(8..42_u32) * 10;
        let _ = writeln!(
            csv,
            "S-{store:02},{city},{},{opened}-03-01,{size}",
            REGIONS[region].name
        );
    }
    csv
}

fn order_name(id: u32) -> String {
    format!("A-{id}")
}

/// The share of the year's demand on a day: December and late November are strong.
fn season(day: u32) -> f64 {
    let of_year = f64::from(day % 365);
    if of_year > 325.0 {
        1.22
    } else {
        1.0 + 0.08 * (of_year / 365.0)
    }
}

/// Turns a position in 0..1 into a day; later days are a little busier, so growth is visible.
fn day_at(position: f64) -> u32 {
    let day = position.clamp(0.0, 1.0).powf(0.88) * f64::from(DAYS);
    // Truncation is meant: a day holds all its moments.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0..689"
    )]
    let day = day as u32;
    day.min(DAYS - 1)
}

fn pick_region(rng: &mut StdRng, progress: f64) -> usize {
    let shares: Vec<f64> = REGIONS
        .iter()
        .map(|region| region.traffic.0 + (region.traffic.1 - region.traffic.0) * progress)
        .collect();
    weighted(rng, &shares)
}

fn weighted(rng: &mut StdRng, weights: &[f64]) -> usize {
    let mut left = rng.random::<f64>() * weights.iter().sum::<f64>();
    for (index, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return index;
        }
    }
    weights.len() - 1
}

fn round_cents(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}

/// Day 0 is 1 January 2025; neither 2025 nor 2026 is a leap year.
fn date(day: u32) -> String {
    const MONTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (year, mut left) = (2025 + day / 365, day % 365);
    let mut month = 1;
    for length in MONTHS {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", left + 1)
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
