//! Who and what takes part: products, customers, stores.

use std::fmt::Write as _;

use rand::Rng;
use rand::rngs::StdRng;

use super::chance::{DAYS, date, round_cents, weighted};
use super::{CUSTOMERS, PRODUCTS, REGIONS, STORES};

const CATEGORIES: [(&str, f64); 6] = [
    ("Textiles", 38.0),
    ("Kitchen", 55.0),
    ("Lighting", 82.0),
    ("Furniture", 240.0),
    ("Garden", 64.0),
    ("Paper", 12.0),
];

/// One thing that is sold.
pub(super) struct Product {
    pub(super) id: u32,
    pub(super) name: String,
    pub(super) category: &'static str,
    pub(super) price: f64,
    pub(super) cost: f64,
}

pub(super) fn products(rng: &mut StdRng) -> Vec<Product> {
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

pub(super) fn products_csv(products: &[Product]) -> String {
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

pub(super) fn customers(rng: &mut StdRng) -> String {
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

pub(super) fn stores(rng: &mut StdRng) -> String {
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
