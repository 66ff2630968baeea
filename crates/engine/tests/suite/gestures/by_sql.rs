//! Every calculation and aggregate of a pill against SQL that was written by itself: with joins
//! instead of windows, on made sales with gaps, to 1e-9.

use std::fmt::Write as _;

use model::{Aggregate, Calculation, Earlier, Measure, Query, TimeUnit, Within};

use super::{by, calculated, key, of, query};
use crate::ask::Bench;

/// Three years of sales in three regions; a tenth of the days and all of one month are missing.
fn made() -> Bench {
    let mut text = String::from("day,region,amount\n");
    let mut state = 17_u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for (year, month, day) in days() {
        let is_away = (year, month) == (2023, 5);
        for region in ["north", "south", "west"] {
            if is_away || next(10) == 0 {
                continue;
            }
            let cents = next(200_000);
            let sign = if next(12) == 0 { "-" } else { "" };
            let (whole, rest) = (cents / 100, cents % 100);
            let date = format!("{year}-{month:02}-{day:02}");
            writeln!(text, "{date},{region},{sign}{whole}.{rest:02}").unwrap();
        }
    }
    let bench = Bench::new();
    bench.open("sales", "sales.csv", text.as_bytes());
    bench
}

/// Every day of 2022 to 2024; the last of these has a 29 February.
fn days() -> impl Iterator<Item = (u32, u32, u32)> {
    let length = |year: u32, month: u32| match month {
        2 if year == 2024 => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (2022..=2024).flat_map(move |year| {
        (1..=12_u32)
            .flat_map(move |month| (1..=length(year, month)).map(move |day| (year, month, day)))
    })
}

/// The same rows in the same order; figures may differ by 1e-9 of their size.
fn same(bench: &Bench, asked: &Query, sql: &str) {
    let found = bench.asked(asked).unwrap();
    let wanted = bench
        .rows(sql)
        .unwrap_or_else(|error| panic!("{error}\n{sql}"));
    assert_eq!(found.len(), wanted.len(), "{sql}");
    assert!(found.len() > 2, "{sql}");
    let mut figures = 0;
    for (found, wanted) in found.iter().zip(&wanted) {
        let (keys, last) = found.split_at(found.len() - 1);
        let (wanted_keys, wanted_last) = wanted.split_at(wanted.len() - 1);
        assert_eq!(keys, wanted_keys, "{sql}");
        match (last[0].parse::<f64>(), wanted_last[0].parse::<f64>()) {
            (Ok(one), Ok(other)) => {
                figures += 1;
                let apart = (one - other).abs() / other.abs().max(1.0);
                assert!(apart <= 1.001e-9, "{keys:?}: {one} is not {other}\n{sql}");
            }
            _ => assert_eq!(last, wanted_last, "{keys:?}\n{sql}"),
        }
    }
    assert!(figures > 2, "{sql}");
}

/// A unit, its word, one period and one year of it as intervals.
const UNITS: [(TimeUnit, &str, &str, &str); 5] = [
    (TimeUnit::Year, "year", "1 year", "1 year"),
    (TimeUnit::Quarter, "quarter", "3 months", "1 year"),
    (TimeUnit::Month, "month", "1 month", "1 year"),
    (TimeUnit::Week, "week", "7 days", "364 days"),
    (TimeUnit::Day, "day", "1 day", "1 year"),
];

fn marks(word: &str) -> String {
    format!(
        "with m as (select date_trunc('{word}', day) as t, region as r, sum(amount) as v \
         from sales group by date_trunc('{word}', day), region) "
    )
}

fn sum(unit: TimeUnit, calculation: Calculation) -> Query {
    let keys = [by(unit), key("region")];
    calculated(&keys, of(Aggregate::Sum, "amount"), calculation)
}

#[test]
fn differences_and_growth_are_joins_to_the_earlier_period() {
    let bench = made();
    for (unit, word, period, year) in UNITS {
        for (to, back) in [(Earlier::Period, period), (Earlier::Year, year)] {
            let joined = |figure: &str| {
                // 1 March a year before a leap year's 29 February would be 28 February.
                format!(
                    "{}select a.t, a.r, {figure} from m a left join m b on a.r = b.r \
                     and b.t = a.t - interval '{back}' \
                     and not ('{word}' = 'day' and '{back}' = '1 year' \
                     and date_part('day', a.t) <> date_part('day', b.t)) order by a.t, a.r",
                    marks(word)
                )
            };
            same(
                &bench,
                &sum(unit, Calculation::Difference { to }),
                &joined("a.v - b.v"),
            );
            same(
                &bench,
                &sum(unit, Calculation::Growth { to }),
                &joined("cast(a.v - b.v as double) / abs(cast(b.v as double))"),
            );
        }
    }
}

#[test]
fn moving_averages_are_joins_to_the_periods_before() {
    let bench = made();
    for (unit, word, period, _) in UNITS {
        let (count, kind) = period.split_once(' ').unwrap();
        for periods in [2, 3, 7] {
            let back = count.parse::<u32>().unwrap() * (periods - 1);
            let sql = format!(
                "{}select a.t, a.r, case when count(b.v) = {periods} then avg(b.v) end \
                 from m a join m b on a.r = b.r where b.t <= a.t \
                 and b.t >= a.t - interval '{back} {kind}' group by a.t, a.r order by a.t, a.r",
                marks(word)
            );
            if unit == TimeUnit::Year && periods > 3 {
                continue;
            }
            same(
                &bench,
                &sum(unit, Calculation::MovingAverage { periods }),
                &sql,
            );
        }
    }
}

#[test]
fn shares_running_totals_and_ranks_are_joins_to_the_other_marks() {
    let bench = made();
    for (unit, word, ..) in UNITS {
        let with = marks(word);
        for (within, on) in [
            (Within::Chart, "true"),
            (Within::Position, "a.t = b.t"),
            (Within::Series, "a.r = b.r"),
        ] {
            // Days are left out here: the pairs of all days take long and prove no more.
            if unit == TimeUnit::Day && within == Within::Chart {
                continue;
            }
            let share = format!(
                "{with}select a.t, a.r, cast(max(a.v) as double) / sum(b.v) from m a \
                 cross join m b where {on} group by a.t, a.r order by a.t, a.r"
            );
            same(&bench, &sum(unit, Calculation::Share { within }), &share);
            for (ascending, ahead) in [(false, "b.v > a.v"), (true, "b.v < a.v")] {
                let rank = format!(
                    "{with}select a.t, a.r, 1 + sum(case when {ahead} then 1 else 0 end) \
                     from m a cross join m b where {on} group by a.t, a.r order by a.t, a.r"
                );
                same(
                    &bench,
                    &sum(unit, Calculation::Rank { within, ascending }),
                    &rank,
                );
            }
        }
        let running = format!(
            "{with}select a.t, a.r, sum(b.v) from m a join m b on a.r = b.r \
             where b.t <= a.t group by a.t, a.r order by a.t, a.r"
        );
        same(&bench, &sum(unit, Calculation::Running), &running);
    }
}

#[test]
fn aggregates_are_what_their_formulas_say() {
    let bench = made();
    let keys = [by(TimeUnit::Quarter), key("region")];
    let placed = "with n as (select date_trunc('quarter', day) as t, region as r, amount as v, \
         day as d, \
         row_number() over (partition by date_trunc('quarter', day), region order by amount) as p, \
         count(*) over (partition by date_trunc('quarter', day), region) as c from sales) ";
    // Between the two values around (n - 1) * share, counted from the smallest.
    let quantile = |share: &str| {
        format!(
            "{placed}, q as (select t, r, v, p, (c - 1) * {share} + 1 as at from n) \
             select t, r, sum(case when p = floor(at) then v * (1 - (at - floor(at))) \
             when p = floor(at) + 1 then v * (at - floor(at)) else 0 end) from q \
             group by t, r order by t, r"
        )
    };
    let percentile = |of_percent: &str| Measure {
        percentile: Some(of_percent.to_owned()),
        ..of(Aggregate::Percentile, "amount")
    };
    let end = |aggregate: Aggregate| Measure {
        along: Some("day".to_owned()),
        ..of(aggregate, "amount")
    };
    let spread = |figure: &str| {
        format!(
            "with a as (select date_trunc('quarter', day) as t, region as r, avg(amount) as m, \
             count(amount) as c from sales group by date_trunc('quarter', day), region) \
             select a.t, a.r, {figure} from a join sales s on a.r = s.region \
             and a.t = date_trunc('quarter', s.day) group by a.t, a.r order by a.t, a.r"
        )
    };
    let squares = "sum((s.amount - a.m) * (s.amount - a.m)) / (max(a.c) - 1)";
    let at = |which: &str| {
        format!(
            "{placed}, e as (select t, r, {which}(d) as d from n group by t, r) \
             select e.t, e.r, max(n.v) from e join n on e.t = n.t and e.r = n.r and e.d = n.d \
             group by e.t, e.r order by e.t, e.r"
        )
    };
    for (measure, sql) in [
        (of(Aggregate::Median, "amount"), quantile("0.5")),
        (percentile("90"), quantile("0.9")),
        (percentile("2.5"), quantile("0.025")),
        (of(Aggregate::Variance, "amount"), spread(squares)),
        (
            of(Aggregate::StandardDeviation, "amount"),
            spread(&format!("sqrt({squares})")),
        ),
        (end(Aggregate::First), at("min")),
        (end(Aggregate::Last), at("max")),
    ] {
        same(&bench, &query(&keys, &[measure]), &sql);
    }
}
