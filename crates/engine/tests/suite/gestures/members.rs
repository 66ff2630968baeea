//! Members that are kept, those behind a mark, bins, and the order of positions.

use model::{
    Aggregate, Calculation, Compare, Filter, Key, Measure, Member, Order, Pick, PickPart, Pill,
    Query, TimeUnit, Top, TopKey, Value,
};

use super::{bench, by, calculated, check, key, of, query};
use crate::ask::Bench;

pub(super) fn top(field: &str, count: u32, others: bool) -> Key {
    Key {
        top: Some(TopKey {
            top: Top {
                count,
                others,
                smallest: false,
            },
            by: Box::new(of(Aggregate::Sum, "amount")),
        }),
        ..key(field)
    }
}

#[test]
fn others_are_aggregated_from_their_rows() {
    // Sums: a 175, b 90, c 25, d 12.
    for (measure, expected) in [
        (
            of(Aggregate::Sum, "amount"),
            ["a | 175", "Others (3) | 127"],
        ),
        (
            of(Aggregate::Average, "amount"),
            ["a | 35", "Others (3) | 25.4"],
        ),
        (
            of(Aggregate::CountDistinct, "region"),
            ["a | 2", "Others (3) | 2"],
        ),
        (
            of(Aggregate::Median, "amount"),
            ["a | 20", "Others (3) | 25"],
        ),
    ] {
        check(&query(&[top("customer", 1, true)], &[measure]), &expected);
    }
    let sum = of(Aggregate::Sum, "amount");
    check(
        &query(&[top("customer", 2, false)], std::slice::from_ref(&sum)),
        &["a | 175", "b | 90"],
    );
    check(
        &query(&[top("customer", 9, true)], std::slice::from_ref(&sum)),
        &["a | 175", "b | 90", "c | 25", "d | 12"],
    );
    // A missing member is a member: south 185, north 110, none 7.
    check(
        &query(&[top("region", 2, true)], &[sum]),
        &["north | 110", "south | 185", "Others (1) | 7"],
    );
}

#[test]
fn rows_behind_a_mark_are_those_that_its_keys_put_there() {
    let behind = |key: &Key, value: Value| {
        let asked = Query {
            source: "sales".to_owned(),
            members: vec![Member {
                key: key.clone(),
                value,
            }],
            columns: vec!["amount".to_owned()],
            order: vec![Order {
                field: "amount".to_owned(),
                ..Order::default()
            }],
            ..Query::default()
        };
        let rows = bench().asked(&asked).unwrap();
        rows.into_iter()
            .map(|row| row.join(" "))
            .collect::<Vec<_>>()
    };
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(
        behind(&top("customer", 1, true), text("Others (3)")),
        ["5", "7", "25", "30", "60", "NULL"]
    );
    assert_eq!(
        behind(&top("region", 1, true), Value::Null),
        Vec::<String>::new()
    );
    let month = Value::Date("2024-01-01".to_owned());
    assert_eq!(behind(&by(TimeUnit::Month), month), ["15", "25", "60"]);
    assert_eq!(behind(&by(TimeUnit::Month), Value::Null), ["5"]);
}

#[test]
fn bins_have_a_round_width() {
    let bins = |count: u32| Key {
        bin_count: Some(count),
        bin_end: Some("end".to_owned()),
        ..key("amount")
    };
    let rows = Measure {
        name: "v".to_owned(),
        ..Measure::default()
    };
    // From 5 to 90: of 4 bins each would be 21.25 wide, of 10 bins 8.5.
    check(
        &query(&[bins(4)], std::slice::from_ref(&rows)),
        &["0 | 50 | 8", "50 | 100 | 2", "NULL | NULL | 1"],
    );
    check(
        &query(&[bins(10)], std::slice::from_ref(&rows)),
        &[
            "0 | 10 | 2",
            "10 | 20 | 2",
            "20 | 30 | 2",
            "30 | 40 | 1",
            "40 | 50 | 1",
            "60 | 70 | 1",
            "90 | 100 | 1",
            "NULL | NULL | 1",
        ],
    );
    let bench = Bench::new();
    bench.open("sales", "small.csv", b"amount\n0.1\n0.3\n0.7\n0.29\n");
    let lines = |asked: &Query| -> Vec<String> {
        let rows = bench.asked(asked).unwrap();
        rows.into_iter().map(|row| row.join(" ")).collect()
    };
    assert_eq!(
        lines(&query(&[bins(6)], std::slice::from_ref(&rows))),
        ["0.1 0.2 1", "0.2 0.3 1", "0.3 0.4 1", "0.7 0.8 1"],
        "a value on an edge belongs to the bin that begins there"
    );
    let bench = Bench::new();
    bench.open("sales", "same.csv", b"amount\n3\n3\n");
    let all_same = bench.asked(&query(&[bins(6)], &[rows])).unwrap();
    assert_eq!(all_same, [["3", "4", "2"]]);
}

#[test]
fn positions_are_ordered_by_all_of_their_rows() {
    let mut asked = query(
        &[key("region"), key("customer")],
        &[of(Aggregate::Average, "amount")],
    );
    asked.order[0] = Order {
        field: "region".to_owned(),
        descending: true,
        by: Some(of(Aggregate::Average, "amount")),
    };
    // Averages: south 46.25, north 22, none 7.
    let regions: Vec<String> = bench()
        .asked(&asked)
        .unwrap()
        .into_iter()
        .map(|row| row[0].clone())
        .collect();
    assert_eq!(
        regions,
        ["south", "south", "south", "north", "north", "NULL"]
    );
}

#[test]
fn others_stand_behind_smaller_members() {
    let rows = Measure {
        name: "v".to_owned(),
        ..Measure::default()
    };
    let mut asked = query(&[top("customer", 1, true)], &[rows]);
    asked.filters = vec![Filter {
        field: "customer".to_owned(),
        compare: Compare::NotEqual,
        value: Value::Text("a".to_owned()),
    }];
    asked.order[0] = Order {
        field: "customer".to_owned(),
        descending: true,
        by: asked.measures.first().cloned(),
    };
    // Without a: b has 2 rows and 90 in all, c and d have 4 rows together.
    check(&asked, &["b | 2", "Others (2) | 4"]);
}

#[test]
fn no_rows_give_no_marks() {
    let nothing = vec![Filter {
        field: "region".to_owned(),
        compare: Compare::Equal,
        value: Value::Text("nowhere".to_owned()),
    }];
    let sum = of(Aggregate::Sum, "amount");
    let bins = Key {
        bin_count: Some(5),
        ..key("amount")
    };
    let moving = calculated(
        &[by(TimeUnit::Month)],
        sum.clone(),
        Calculation::MovingAverage { periods: 3 },
    );
    for mut asked in [
        query(&[top("customer", 1, true)], std::slice::from_ref(&sum)),
        query(&[bins], &[sum]),
        moving,
    ] {
        asked.filters.clone_from(&nothing);
        check(&asked, &[]);
    }
}

#[test]
fn picks_keep_or_leave_out_whole_marks() {
    let text = |text: &str| Value::Text(text.to_owned());
    let part = |field: &str, unit: Option<TimeUnit>, value: Value| PickPart {
        pill: Pill {
            field: field.to_owned(),
            unit,
            ..Pill::default()
        },
        values: vec![value],
    };
    let count = |of: Vec<PickPart>, excluded: bool| {
        let mut asked = query(
            &[],
            &[Measure {
                name: "v".to_owned(),
                ..Measure::default()
            }],
        );
        asked.picks = vec![Pick { of, excluded }];
        bench().asked(&asked).unwrap()[0][0].clone()
    };
    let january = || {
        part(
            "day",
            Some(TimeUnit::Month),
            Value::Date("2024-01-01".to_owned()),
        )
    };
    let north = || part("region", None, text("north"));
    let nowhere = || part("region", None, Value::Null);
    // Of 11 rows, 3 are in January 2024 and 2 of these in the north; one has no region, one no day.
    assert_eq!(count(vec![january()], false), "3");
    assert_eq!(count(vec![january()], true), "8");
    assert_eq!(count(vec![january(), north()], false), "2");
    assert_eq!(count(vec![january(), north()], true), "9");
    assert_eq!(count(vec![nowhere()], false), "1");
    assert_eq!(count(vec![nowhere()], true), "10");
}

/// For every mark of charts of many forms, the rows behind it give the mark again.
#[test]
fn rows_behind_each_mark_add_up_to_it() {
    let bench = bench();
    let bins = Key {
        bin_count: Some(4),
        bin_end: Some("end".to_owned()),
        ..key("amount")
    };
    let width = Key {
        bin_width: Some("20".to_owned()),
        ..key("amount")
    };
    let weekday = Key {
        part: Some(model::DatePart::Weekday),
        ..key("day")
    };
    let aggregates = [
        (Aggregate::Sum, "amount"),
        (Aggregate::Count, "amount"),
        (Aggregate::Min, "amount"),
        (Aggregate::Max, "amount"),
        (Aggregate::CountDistinct, "customer"),
        (Aggregate::Average, "amount"),
        (Aggregate::Median, "amount"),
    ];
    let mut marks = 0;
    for keys in [
        vec![by(TimeUnit::Month), key("region")],
        vec![weekday, top("customer", 2, true)],
        vec![top("customer", 2, false)],
        vec![bins],
        vec![width, key("region")],
    ] {
        let measures: Vec<Measure> = aggregates
            .iter()
            .enumerate()
            .map(|(at, (aggregate, field))| Measure {
                name: format!("m{at}"),
                ..of(*aggregate, field)
            })
            .collect();
        let asked = query(&keys, &measures);
        let shift = keys
            .iter()
            .map(|key| 1 + usize::from(key.bin_end.is_some()))
            .sum::<usize>();
        for row in bench.asked(&asked).unwrap() {
            let mut at = 0;
            let mut members = Vec::new();
            for key in &keys {
                members.push(Member {
                    key: key.clone(),
                    value: value_of(key, &row[at]),
                });
                at += 1 + usize::from(key.bin_end.is_some());
            }
            let behind = Query {
                source: "sales".to_owned(),
                members,
                measures: measures.clone(),
                ..Query::default()
            };
            assert_eq!(
                bench.asked(&behind).unwrap(),
                [row[shift..].to_vec()],
                "{row:?}"
            );
            marks += 1;
        }
    }
    assert!(marks > 30, "{marks} marks");
}

/// The value of a key as a test prints it, typed again.
pub(super) fn value_of(key: &Key, cell: &str) -> Value {
    if cell == "NULL" {
        Value::Null
    } else if key.unit.is_some() {
        Value::Date(cell.to_owned())
    } else if key.part.is_some() || key.field == "amount" {
        Value::Integer(cell.to_owned())
    } else {
        Value::Text(cell.to_owned())
    }
}
