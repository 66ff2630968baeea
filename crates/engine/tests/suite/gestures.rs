//! Questions of charts, against figures worked out by hand: missing values, gaps, ties, no rows.

use model::{
    Aggregate, Calculation, Compare, DatePart, Earlier, Filter, Key, Measure, Order, Query,
    TimeUnit, Value, Within,
};

use crate::ask::Bench;

mod behind;
mod by_sql;
mod cubes;
mod levels;
mod members;
mod spread;
mod thin;

/// January 2023 and 2024, no February 2024, March without an amount, and a row without a day.
const SALES: &str = "\
day,region,amount,customer
2023-01-10,north,10,a
2023-01-20,south,30,b
2023-02-05,north,20,a
2023-12-31,north,40,a
2024-01-01,north,15,a
2024-01-31,north,25,c
2024-01-15,south,60,b
2024-03-01,north,,c
2024-03-03,south,90,a
,south,5,d
2024-04-01,,7,d
";

fn bench() -> Bench {
    let bench = Bench::new();
    bench.open("sales", "sales.csv", SALES.as_bytes());
    bench
}

fn key(field: &str) -> Key {
    Key {
        field: field.to_owned(),
        name: field.to_owned(),
        ..Key::default()
    }
}

fn by(unit: TimeUnit) -> Key {
    Key {
        unit: Some(unit),
        ..key("day")
    }
}

fn of(aggregate: Aggregate, field: &str) -> Measure {
    Measure {
        field: field.to_owned(),
        aggregate,
        name: "v".to_owned(),
        ..Measure::default()
    }
}

fn ordered(keys: &[Key]) -> Vec<Order> {
    keys.iter()
        .map(|key| Order {
            field: key.name.clone(),
            ..Order::default()
        })
        .collect()
}

/// Grouped rows in the order of their keys.
fn query(keys: &[Key], measures: &[Measure]) -> Query {
    Query {
        source: "sales".to_owned(),
        keys: keys.to_vec(),
        measures: measures.to_vec(),
        position: keys.first().map(|key| key.name.clone()),
        order: ordered(keys),
        ..Query::default()
    }
}

/// The answer, one line for each row.
fn check(query: &Query, expected: &[&str]) {
    let rows = bench().asked(query).unwrap();
    let lines: Vec<String> = rows.iter().map(|row| row.join(" | ")).collect();
    assert_eq!(lines, expected);
}

fn calculated(keys: &[Key], measure: Measure, calculation: Calculation) -> Query {
    let calculation = Some(calculation);
    query(
        keys,
        &[Measure {
            calculation,
            ..measure
        }],
    )
}

fn north() -> Vec<Filter> {
    vec![Filter {
        field: "region".to_owned(),
        compare: Compare::Equal,
        value: Value::Text("north".to_owned()),
    }]
}

#[test]
fn parts_of_a_date_are_the_same_for_all_years() {
    let part = |part: DatePart| Key {
        part: Some(part),
        ..key("day")
    };
    let rows = Measure {
        name: "v".to_owned(),
        ..Measure::default()
    };
    check(
        &query(&[part(DatePart::Month)], std::slice::from_ref(&rows)),
        &["1 | 5", "2 | 1", "3 | 2", "4 | 1", "12 | 1", "NULL | 1"],
    );
    // 2024-01-01, 2024-01-15 and 2024-04-01 are Mondays, 2023-12-31 and two more are Sundays.
    check(
        &query(&[part(DatePart::Weekday)], std::slice::from_ref(&rows)),
        &["1 | 3", "2 | 1", "3 | 1", "5 | 2", "7 | 3", "NULL | 1"],
    );
    check(
        &query(&[part(DatePart::Quarter)], &[rows]),
        &["1 | 8", "2 | 1", "4 | 1", "NULL | 1"],
    );
}

#[test]
fn percentiles_spread_and_ends_leave_out_what_is_missing() {
    let percentile = |of_percent: &str| Measure {
        percentile: Some(of_percent.to_owned()),
        ..of(Aggregate::Percentile, "amount")
    };
    // North has 10, 15, 20, 25 and 40.
    for (measure, expected) in [
        (percentile("50"), "20"),
        (percentile("90"), "34"),
        (percentile("2.5"), "10.5"),
        (percentile("100"), "40"),
        (of(Aggregate::Variance, "amount"), "132.5"),
    ] {
        let mut asked = query(&[], &[measure]);
        asked.filters = north();
        check(&asked, &[expected]);
    }
    let end = |aggregate: Aggregate| Measure {
        along: Some("day".to_owned()),
        ..of(aggregate, "amount")
    };
    check(
        &query(&[key("region")], &[end(Aggregate::First)]),
        &["north | 10", "south | 30", "NULL | 7"],
    );
    check(
        &query(&[key("region")], &[end(Aggregate::Last)]),
        &["north | 25", "south | 90", "NULL | 7"],
    );
    // One value has no spread.
    check(
        &query(&[key("customer")], &[of(Aggregate::Variance, "amount")]),
        &["a | 1075", "b | 450", "c | NULL", "d | 2"],
    );
    let mut asked = query(&[], &[of(Aggregate::StandardDeviation, "amount")]);
    asked.filters = north();
    let spread: f64 = bench().asked(&asked).unwrap()[0][0].parse().unwrap();
    // The test prints nine digits behind the point.
    assert!((spread - 132.5_f64.sqrt()).abs() < 1e-9);
}

#[test]
fn earlier_periods_are_found_by_date_and_a_gap_gives_nothing() {
    let sum = || of(Aggregate::Sum, "amount");
    let months = [by(TimeUnit::Month)];
    check(
        &calculated(
            &months,
            sum(),
            Calculation::Difference {
                to: Earlier::Period,
            },
        ),
        &[
            "2023-01-01 | NULL",
            "2023-02-01 | -20",
            "2023-12-01 | NULL",
            "2024-01-01 | 60",
            "2024-03-01 | NULL",
            "2024-04-01 | -83",
            "NULL | NULL",
        ],
    );
    check(
        &calculated(&months, sum(), Calculation::Growth { to: Earlier::Year }),
        &[
            "2023-01-01 | NULL",
            "2023-02-01 | NULL",
            "2023-12-01 | NULL",
            "2024-01-01 | 1.5",
            "2024-03-01 | NULL",
            "2024-04-01 | NULL",
            "NULL | NULL",
        ],
    );
    check(
        &calculated(&months, sum(), Calculation::MovingAverage { periods: 2 }),
        &[
            "2023-01-01 | NULL",
            "2023-02-01 | 30",
            "2023-12-01 | NULL",
            "2024-01-01 | 70",
            "2024-03-01 | NULL",
            "2024-04-01 | 48.5",
            "NULL | NULL",
        ],
    );
    // Each series looks at its own past: south has no February, north has no amount in March.
    check(
        &calculated(
            &[by(TimeUnit::Quarter), key("region")],
            sum(),
            Calculation::Difference { to: Earlier::Year },
        ),
        &[
            "2023-01-01 | north | NULL",
            "2023-01-01 | south | NULL",
            "2023-10-01 | north | NULL",
            "2024-01-01 | north | 10",
            "2024-01-01 | south | 120",
            "2024-04-01 | NULL | NULL",
            "NULL | south | NULL",
        ],
    );
}

#[test]
fn days_weeks_and_years_have_their_own_year_before() {
    let bench = Bench::new();
    let days = "day,v\n2023-02-28,1\n2023-03-01,2\n2024-02-28,4\n2024-02-29,8\n2024-03-01,16\n";
    bench.open("sales", "days.csv", days.as_bytes());
    let ask = |unit: TimeUnit| {
        let calculation = Calculation::Difference { to: Earlier::Year };
        let asked = calculated(&[by(unit)], of(Aggregate::Sum, "v"), calculation);
        let rows = bench.asked(&asked).unwrap();
        rows.into_iter()
            .map(|row| row[1].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(ask(TimeUnit::Day), ["NULL", "NULL", "3", "NULL", "14"]);
    // The week of 26 February 2024 is 52 weeks after that of 27 February 2023.
    assert_eq!(ask(TimeUnit::Week), ["NULL", "25"]);
    assert_eq!(ask(TimeUnit::Year), ["NULL", "25"]);
    assert_eq!(ask(TimeUnit::Hour), ["NULL", "NULL", "3", "NULL", "14"]);
}

#[test]
fn shares_ranks_and_running_totals() {
    let sum = || of(Aggregate::Sum, "amount");
    let years = [by(TimeUnit::Year), key("region")];
    let share = |within: Within| calculated(&years, sum(), Calculation::Share { within });
    // 2023: north 70, south 30. 2024: north 40, south 150, without a region 7. No day: south 5.
    check(
        &share(Within::Position),
        &[
            "2023-01-01 | north | 0.7",
            "2023-01-01 | south | 0.3",
            "2024-01-01 | north | 0.203045685",
            "2024-01-01 | south | 0.76142132",
            "2024-01-01 | NULL | 0.035532995",
            "NULL | south | 1",
        ],
    );
    let mut whole = 0.0;
    for row in bench().asked(&share(Within::Chart)).unwrap() {
        whole += row[2].parse::<f64>().unwrap();
    }
    assert!((whole - 1.0).abs() < 1e-9);
    check(
        &calculated(&years, sum(), Calculation::Running),
        &[
            "2023-01-01 | north | 70",
            "2023-01-01 | south | 30",
            "2024-01-01 | north | 110",
            "2024-01-01 | south | 180",
            "2024-01-01 | NULL | 7",
            "NULL | south | NULL",
        ],
    );
    // Customers by rows: a has 5, b, c and d have 2 each; equal counts share a place.
    let rank = |ascending: bool| {
        let rows = Measure {
            name: "v".to_owned(),
            ..Measure::default()
        };
        let within = Within::Chart;
        calculated(
            &[key("customer")],
            rows,
            Calculation::Rank { within, ascending },
        )
    };
    check(&rank(false), &["a | 1", "b | 2", "c | 2", "d | 2"]);
    check(&rank(true), &["a | 4", "b | 1", "c | 1", "d | 1"]);
}
