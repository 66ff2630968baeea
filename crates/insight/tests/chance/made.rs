//! A made shop: orders by month, region, channel and customer, with nothing in it but chance until an
//! effect is planted. What the application asks the engine, `evidence` counts here.
#![expect(
    clippy::cast_precision_loss,
    reason = "made data has a few thousand rows"
)]

use std::collections::BTreeMap;

use insight::{
    Evidence, Group, KeyRows, Measure, Period, Presence, Segmented, Spread, Tail, Weighted,
};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

const MONTHS: usize = 24;
const REGIONS: usize = 4;
const ROWS: usize = 2_400;
const MONTH_DAYS: f64 = 30.0;

/// Chance from one seed.
pub(crate) struct Dice(SmallRng);

impl Dice {
    pub(crate) fn from(seed: u64) -> Self {
        Self(SmallRng::seed_from_u64(seed))
    }

    /// Above 0 and below 1.
    pub(crate) fn unit(&mut self) -> f64 {
        self.0.random_range(f64::EPSILON..1.0)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0.random_range(0..limit)
    }

    /// A standard normal value (Box and Muller 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }
}

#[derive(Clone)]
struct Order {
    month: usize,
    /// 1 to 30.
    day: f64,
    region: usize,
    channel: usize,
    customer: usize,
    amount: Option<f64>,
    is_return: bool,
    weight: f64,
}

/// Orders of a made shop.
pub(crate) struct Shop {
    orders: Vec<Order>,
    is_rate: bool,
}

impl Shop {
    /// Every property drawn by itself: as if all columns had been shuffled.
    pub(crate) fn null(dice: &mut Dice) -> Self {
        let orders = (0..ROWS)
            .map(|_| Order {
                month: dice.below(MONTHS),
                day: 1.0 + dice.below(30) as f64,
                region: dice.below(REGIONS),
                channel: dice.below(3),
                customer: dice.below(ROWS / 3),
                amount: (dice.unit() > 0.01).then(|| (4.0 + 0.9 * dice.normal()).exp()),
                is_return: dice.unit() < 0.12,
                weight: 1.0 + dice.below(200) as f64,
            })
            .collect();
        Self {
            orders,
            is_rate: false,
        }
    }

    /// The measure is whether an order came back, 0 or 1.
    pub(crate) fn into_rates(mut self) -> Self {
        for order in &mut self.orders {
            order.amount = Some(if order.is_return { 1.0 } else { 0.0 });
        }
        self.is_rate = true;
        self
    }

    /// Returns rise inside every region; trade moves to the region with the fewest.
    pub(crate) fn reversed(dice: &mut Dice) -> Self {
        Self::moved(dice, 0.25)
    }

    /// Trade moves to the region with the fewest returns; inside every region they rise so much.
    pub(crate) fn moved(dice: &mut Dice, rise: f64) -> Self {
        let mut shop = Self::null(dice);
        for order in &mut shop.orders {
            let late = order.month as f64 / (MONTHS - 1) as f64;
            let in_low = dice.unit() < 0.15 + 0.7 * late;
            order.region = if in_low {
                0
            } else {
                1 + dice.below(REGIONS - 1)
            };
            let rate = if order.region == 0 { 0.02 } else { 0.66 };
            order.is_return = dice.unit() < rate + rise * late;
        }
        shop
    }

    /// Amounts that follow the rates: an average that is no share.
    pub(crate) fn spend_by_flag(&mut self, dice: &mut Dice) {
        for order in &mut self.orders {
            let typical = if order.is_return { 90.0 } else { 40.0 };
            order.amount = Some(typical + 8.0 * dice.normal());
        }
    }

    pub(crate) fn add_bulk_orders(&mut self, count: usize, amount: f64) {
        for _ in 0..count {
            self.orders.push(Order {
                month: 14,
                day: 12.0,
                region: 1,
                channel: 0,
                customer: 3,
                amount: Some(amount),
                is_return: false,
                weight: 50.0,
            });
        }
    }

    pub(crate) fn cut_last_month(&mut self, day: u32) {
        self.orders
            .retain(|order| order.month + 1 < MONTHS || order.day <= f64::from(day));
    }

    /// Keeps a third of the orders before a month.
    pub(crate) fn thin_before(&mut self, month: usize, dice: &mut Dice) {
        self.orders
            .retain(|order| order.month >= month || dice.unit() < 0.4);
    }

    pub(crate) fn lose_values(&mut self, month: usize, region: usize, dice: &mut Dice) {
        for order in &mut self.orders {
            if order.month == month && order.region == region && dice.unit() < 0.7 {
                order.amount = None;
            }
        }
    }

    pub(crate) fn keep_only(&mut self, month: usize, region: usize, count: usize) {
        let mut kept = 0;
        self.orders.retain(|order| {
            let is_there = order.month == month && order.region == region;
            kept += usize::from(is_there && order.amount.is_some());
            !is_there || (order.amount.is_some() && kept <= count)
        });
    }

    /// As after a join with a table that has a row for each customer's order.
    pub(crate) fn repeat_by_key(&mut self) {
        let mut known: BTreeMap<usize, f64> = BTreeMap::new();
        for order in &mut self.orders {
            let amount = order.amount.unwrap_or(50.0);
            order.amount = Some(*known.entry(order.customer).or_insert(amount));
        }
    }
}

fn mark(order: &Order) -> usize {
    order.month * REGIONS + order.region
}

/// What is asked about a chart of the measure by month, coloured by region.
pub(crate) fn evidence(shop: &Shop, measure: Measure, dice: &mut Dice) -> Evidence {
    let mut made = Evidence::none(measure);
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); MONTHS * REGIONS];
    made.marks = vec![
        Presence {
            rows: 0.0,
            present: 0.0
        };
        MONTHS * REGIONS
    ];
    made.periods = vec![
        Period {
            rows: 0.0,
            covered: 0.0
        };
        MONTHS
    ];
    let mut keys: BTreeMap<usize, KeyRows> = BTreeMap::new();
    for order in &shop.orders {
        let presence = &mut made.marks[mark(order)];
        presence.rows += 1.0;
        let period = &mut made.periods[order.month];
        period.rows += 1.0;
        period.covered = period.covered.max(order.day / MONTH_DAYS);
        let Some(amount) = order.amount else {
            continue;
        };
        presence.present += 1.0;
        values[mark(order)].push(amount);
        let key = keys.entry(order.customer).or_insert(KeyRows {
            rows: 0.0,
            low: amount,
            high: amount,
        });
        key.rows += 1.0;
        key.low = key.low.min(amount);
        key.high = key.high.max(amount);
    }
    made.tails = values
        .iter()
        .enumerate()
        .filter_map(|(at, values)| Some((at, Tail::of(values)?)))
        .collect();
    made.keys = vec![keys.into_values().collect()];
    let columns: [fn(&Order) -> usize; 2] = [|order| order.region, |order| order.channel];
    made.segments = columns
        .iter()
        .enumerate()
        .map(|(column, segment)| Segmented {
            column,
            groups: groups(shop, *segment),
            spread: if shop.is_rate {
                Spread::Shares
            } else {
                Spread::Residual
            },
        })
        .collect();
    if measure == Measure::Average {
        made.weighted = (0..60)
            .map(|_| &shop.orders[dice.below(shop.orders.len())])
            .filter_map(|order| {
                Some(Weighted {
                    value: order.amount?,
                    weight: order.weight,
                })
            })
            .collect();
    }
    made.looks = 1;
    made
}

fn groups(shop: &Shop, segment: fn(&Order) -> usize) -> Vec<Group> {
    let mut found: BTreeMap<(usize, usize), Group> = BTreeMap::new();
    for order in &shop.orders {
        let Some(amount) = order.amount else {
            continue;
        };
        let one = found.entry((order.month, segment(order))).or_insert(Group {
            at: order.month as f64,
            segment: segment(order),
            count: 0.0,
            sum: 0.0,
        });
        one.count += 1.0;
        one.sum += amount;
    }
    found.into_values().collect()
}
