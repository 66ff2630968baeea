//! What chance does to the findings: made data without any effect must give none, and each planted
//! effect must be found. Both are counted over 1 000 seeds and printed.
#![expect(
    clippy::print_stdout,
    reason = "the figures are what the tests are for"
)]

#[path = "chance/made.rs"]
mod made;

use insight::{Evidence, Finding, Measure, Tail, Weighted, examine};
use made::{Dice, Shop, evidence};

const SEEDS: u64 = 1_000;

type Shape = fn(&mut Dice) -> f64;

fn kind(finding: &Finding) -> &'static str {
    match finding {
        Finding::FanOut { .. } => "duplicate rows",
        Finding::Outliers { .. } => "outliers",
        Finding::Reversal { .. } => "reversal",
        Finding::AverageOfAverages(_) => "average of averages",
        Finding::Missing(_) => "missing values",
        Finding::ChangedBase(_) => "changed base",
        Finding::Unfinished(_) => "unfinished period",
        Finding::SmallSamples(_) => "small samples",
        Finding::ManyLooks(_) => "many looks",
        Finding::TruncatedAxis(_) => "truncated axis",
    }
}

/// Seeds of 1 000 in which a note of any kind is made, with the kinds and how often.
fn noted(make: impl Fn(&mut Dice) -> Evidence) -> (u64, Vec<(&'static str, u64)>) {
    let mut seeds = 0;
    let mut kinds: Vec<(&'static str, u64)> = Vec::new();
    for seed in 0..SEEDS {
        let found = examine(&make(&mut Dice::from(seed)));
        seeds += u64::from(!found.is_empty());
        for name in found.iter().map(kind) {
            match kinds.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => kinds.push((name, 1)),
            }
        }
    }
    (seeds, kinds)
}

fn check_noise(name: &str, make: impl Fn(&mut Dice) -> Evidence) {
    let (seeds, kinds) = noted(make);
    println!("noise, {name}: {seeds} of {SEEDS} seeds with a note {kinds:?}");
    assert!(seeds <= SEEDS / 20, "{name}: {seeds} {kinds:?}");
}

fn check_planted(name: &str, make: impl Fn(&mut Dice) -> Evidence) {
    let (_, kinds) = noted(make);
    let found = kinds
        .iter()
        .find(|(kind, _)| *kind == name)
        .map_or(0, |(_, count)| *count);
    println!("planted, {name}: found in {found} of {SEEDS} seeds");
    assert!(
        found * 20 >= SEEDS * 19,
        "{name}: found in {found} of {SEEDS} {kinds:?}"
    );
}

#[test]
fn shuffled_sums_give_no_note() {
    check_noise("sums", |dice| {
        evidence(&Shop::null(dice), Measure::Total, dice)
    });
}

#[test]
fn shuffled_averages_give_no_note() {
    check_noise("averages", |dice| {
        evidence(&Shop::null(dice), Measure::Average, dice)
    });
}

#[test]
fn shuffled_rates_give_no_note() {
    check_noise("rates", |dice| {
        evidence(&Shop::null(dice).into_rates(), Measure::Average, dice)
    });
}

#[test]
fn trade_that_only_moves_is_no_reversal() {
    check_noise("rates that only the mix moves", |dice| {
        let mut made = evidence(&Shop::moved(dice, 0.0).into_rates(), Measure::Average, dice);
        // Marks of the emptied regions are few, which is true and another note.
        made.marks.clear();
        made.weighted.clear();
        made
    });
}

#[test]
fn few_and_many_rows_of_any_common_shape_have_no_outliers() {
    let shapes: [(&str, Shape); 4] = [
        ("normal", |dice| 100.0 + 15.0 * dice.normal()),
        ("logarithms normal", |dice| {
            (4.0 + 1.2 * dice.normal()).exp()
        }),
        ("exponential", |dice| -dice.unit().ln() * 50.0),
        ("normal around zero", |dice| 30.0 * dice.normal()),
    ];
    for (name, shape) in shapes {
        for rows in [6, 20, 100] {
            check_noise(&format!("{name}, 12 marks of {rows} rows"), |dice| {
                let mut made = Evidence::none(Measure::Average);
                for mark in 0..12 {
                    let values: Vec<f64> = (0..rows).map(|_| shape(dice)).collect();
                    made.tails
                        .extend(Tail::of(&values).map(|tail| (mark, tail)));
                    made.marks.push(insight::Presence {
                        rows: f64::from(rows),
                        present: f64::from(rows),
                    });
                }
                made
            });
        }
    }
}

#[test]
fn rows_that_carry_a_sum_are_found() {
    check_planted("outliers", |dice| {
        let mut shop = Shop::null(dice);
        shop.add_bulk_orders(3, 5_000.0);
        evidence(&shop, Measure::Total, dice)
    });
}

#[test]
fn rows_that_carry_an_average_are_found() {
    check_planted("outliers", |dice| {
        let mut shop = Shop::null(dice);
        shop.add_bulk_orders(1, 20_000.0);
        evidence(&shop, Measure::Average, dice)
    });
}

#[test]
fn a_reversal_of_rates_is_found() {
    check_planted("reversal", |dice| {
        evidence(&Shop::reversed(dice).into_rates(), Measure::Average, dice)
    });
}

#[test]
fn a_reversal_of_averages_is_found() {
    check_planted("reversal", |dice| {
        let mut shop = Shop::reversed(dice);
        shop.spend_by_flag(dice);
        evidence(&shop, Measure::Average, dice)
    });
}

#[test]
fn a_last_period_without_its_end_is_found() {
    check_planted("unfinished period", |dice| {
        let mut shop = Shop::null(dice);
        shop.cut_last_month(20);
        evidence(&shop, Measure::Total, dice)
    });
}

#[test]
fn a_base_that_grew_is_found() {
    check_planted("changed base", |dice| {
        let mut shop = Shop::null(dice);
        shop.thin_before(12, dice);
        evidence(&shop, Measure::Average, dice)
    });
}

#[test]
fn values_missing_in_one_mark_are_found() {
    check_planted("missing values", |dice| {
        let mut shop = Shop::null(dice);
        shop.lose_values(7, 1, dice);
        evidence(&shop, Measure::Total, dice)
    });
}

#[test]
fn few_rows_behind_an_average_are_found() {
    check_planted("small samples", |dice| {
        let mut shop = Shop::null(dice);
        shop.keep_only(5, 2, 3);
        evidence(&shop, Measure::Average, dice)
    });
}

#[test]
fn an_axis_above_zero_is_found() {
    check_planted("truncated axis", |dice| {
        let mut made = Evidence::none(Measure::Total);
        let (low, high) = (900.0 + 20.0 * dice.unit(), 980.0 + 20.0 * dice.unit());
        made.axis = Some(insight::Axis {
            start: insight::axis_start(low, high),
            highest: high,
        });
        made
    });
}

#[test]
fn averages_of_unequal_groups_are_found() {
    check_planted("average of averages", |dice| {
        let mut made = Evidence::none(Measure::Average);
        made.weighted = (0..60)
            .map(|_| {
                let weight = (2.0 + 1.5 * dice.normal()).exp().round() + 1.0;
                Weighted {
                    value: 10.0 + 3.0 * weight.ln() + dice.normal(),
                    weight,
                }
            })
            .collect();
        made
    });
}

#[test]
fn a_value_repeated_by_a_join_is_found() {
    check_planted("duplicate rows", |dice| {
        let mut shop = Shop::null(dice);
        shop.repeat_by_key();
        evidence(&shop, Measure::Total, dice)
    });
}

#[test]
fn looks_without_end_are_found() {
    check_planted("many looks", |dice| {
        let mut made = Evidence::none(Measure::Total);
        made.looks = 14 + dice.below(20);
        made
    });
}
