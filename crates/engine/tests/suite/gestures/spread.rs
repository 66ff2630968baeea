//! Histograms and box plots against SQL that was written by itself: bins counted by their edges, and
//! whiskers found by rank instead of by a join.

use std::fmt::Write as _;

use model::{Aggregate, Compare, Filter, Key, Measure, Order, Query, Value};

use super::{key, of, query};
use crate::ask::Bench;

/// Amounts of three shops, some missing, a few far away; `none` has no amount at all.
fn bench() -> Bench {
    let mut text = String::from("shop,kind,amount\n");
    let mut state = 5_u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for row in 0..900 {
        let shop = ["a", "b", ""][usize::try_from(next(3)).unwrap()];
        let kind = ["x", "y"][usize::try_from(next(2)).unwrap()];
        let far = if next(40) == 0 { 900 } else { 0 };
        let amount = next(100) + next(100) + far;
        match row % 11 {
            0 => writeln!(text, "{shop},{kind},").unwrap(),
            _ => writeln!(text, "{shop},{kind},{amount}.{:02}", next(100)).unwrap(),
        }
    }
    text.push_str("none,x,\nnone,y,\n");
    let bench = Bench::new();
    bench.open("sales", "sales.csv", text.as_bytes());
    bench
}

fn binned(count: Option<u32>, width: Option<&str>) -> Key {
    Key {
        bin_count: count,
        bin_width: width.map(str::to_owned),
        bin_end: Some("end".to_owned()),
        ..key("amount")
    }
}

/// What a box plot asks for: median, quartiles, whiskers, ends, count and outliers.
fn boxed(by: &[&str]) -> Query {
    let measure = |(at, (aggregate, percentile)): (usize, (Aggregate, Option<&str>))| Measure {
        percentile: percentile.map(str::to_owned),
        name: format!("figure {at}"),
        ..of(aggregate, "amount")
    };
    let figures = [
        (Aggregate::Median, None),
        (Aggregate::Percentile, Some("25")),
        (Aggregate::Percentile, Some("75")),
        (Aggregate::LowerWhisker, None),
        (Aggregate::UpperWhisker, None),
        (Aggregate::Min, None),
        (Aggregate::Max, None),
        (Aggregate::Count, None),
        (Aggregate::Outliers, None),
    ];
    let keys: Vec<Key> = by.iter().map(|name| key(name)).collect();
    let measures: Vec<Measure> = figures.into_iter().enumerate().map(measure).collect();
    query(&keys, &measures)
}

/// The same rows in any order; figures may differ by 1e-9 of their size.
fn same(bench: &Bench, query: &Query, sql: &str) {
    let sorted = |mut rows: Vec<Vec<String>>| {
        rows.sort();
        rows
    };
    let found = sorted(bench.asked(query).unwrap());
    let wanted = sorted(
        bench
            .rows(sql)
            .unwrap_or_else(|error| panic!("{error}\n{sql}")),
    );
    assert_eq!(found.len(), wanted.len(), "{sql}");
    for (found, wanted) in found.iter().zip(&wanted) {
        assert_eq!(found.len(), wanted.len(), "{found:?} {wanted:?}");
        for (one, other) in found.iter().zip(wanted) {
            match (one.parse::<f64>(), other.parse::<f64>()) {
                (Ok(one), Ok(other)) => {
                    let apart = (one - other).abs() / other.abs().max(1.0);
                    assert!(apart <= 1e-9, "{found:?}\n{wanted:?}");
                }
                _ => assert_eq!(one, other, "{found:?}\n{wanted:?}"),
            }
        }
    }
}

#[test]
fn a_histogram_counts_every_value_once_between_round_edges() {
    let bench = bench();
    let counted = of(Aggregate::Count, "");
    let alone = query(&[binned(Some(20), None)], std::slice::from_ref(&counted));
    // Amounts reach from 0 to below 1 100: about 20 bins are 100 wide.
    let edges = "case when amount is null then null else floor(amount / 100) * 100 end";
    same(
        &bench,
        &alone,
        &format!("select {edges}, {edges} + 100, count(*) from sales group by {edges}"),
    );
    let split = query(&[binned(None, Some("50")), key("kind")], &[counted]);
    let edges = edges.replace("100", "50");
    let sql =
        format!("select {edges}, {edges} + 50, kind, count(*) from sales group by {edges}, kind");
    same(&bench, &split, &sql);
}

/// Median, quartiles, whiskers, ends, count and outliers of the amounts by these columns.
fn boxes(by: &[&str]) -> String {
    let columns = by.iter().fold(String::new(), |mut text, name| {
        write!(text, "{name}, ").unwrap();
        text
    });
    let groups = if by.is_empty() {
        "1"
    } else {
        &columns[..columns.len() - 2]
    };
    let keyed = if by.is_empty() {
        "1 as one, "
    } else {
        columns.as_str()
    };
    let same = by
        .iter()
        .map(|name| format!("(n.{name} is not distinct from q.{name})"))
        .chain(["true".to_owned()])
        .collect::<Vec<_>>()
        .join(" and ");
    let named = by.iter().fold(String::new(), |mut text, name| {
        write!(text, "n.{name}, ").unwrap();
        text
    });
    let quantile = |share: &str| {
        format!(
            "sum(case when p = floor((c - 1) * {share} + 1) \
             then v * (1 - ((c - 1) * {share} + 1 - floor((c - 1) * {share} + 1))) \
             when p = floor((c - 1) * {share} + 1) + 1 \
             then v * ((c - 1) * {share} + 1 - floor((c - 1) * {share} + 1)) else 0 end)"
        )
    };
    let over = if by.is_empty() {
        String::new()
    } else {
        format!("partition by {groups}")
    };
    let grouped = if by.is_empty() {
        String::new()
    } else {
        format!("group by {groups}")
    };
    let outer = if by.is_empty() {
        String::new()
    } else {
        format!("group by {}", &named[..named.len() - 2])
    };
    format!(
        "with n as (select {keyed} amount as v, \
         row_number() over ({over} order by amount) as p, count(*) over ({over}) as c \
         from sales where amount is not null), \
         q as (select {columns} {median} as md, {low} as q1, {high} as q3 from n {grouped}) \
         select {named} max(q.md), max(q.q1), max(q.q3), \
         min(case when n.v >= q.q1 - 1.5 * (q.q3 - q.q1) then n.v end), \
         max(case when n.v <= q.q3 + 1.5 * (q.q3 - q.q1) then n.v end), \
         min(n.v), max(n.v), count(n.v), \
         sum(case when n.v < q.q1 - 1.5 * (q.q3 - q.q1) or n.v > q.q3 + 1.5 * (q.q3 - q.q1) \
         then 1 else 0 end) from n join q on {same} {outer}",
        median = quantile("0.5"),
        low = quantile("0.25"),
        high = quantile("0.75"),
    )
}

#[test]
fn boxes_have_the_quartiles_whiskers_and_outliers_of_their_rows() {
    let bench = bench();
    let with_values = |mut query: Query| {
        query.filters.push(Filter {
            field: "amount".to_owned(),
            compare: Compare::IsNotNull,
            value: Value::Null,
        });
        query
    };
    for by in [vec!["shop"], vec!["shop", "kind"], vec![]] {
        let query = with_values(boxed(&by));
        let rows = bench.asked(&query).unwrap();
        let last = |row: &Vec<String>| row.last().unwrap().parse::<f64>().unwrap();
        let outliers: f64 = rows.iter().map(last).sum();
        assert!(outliers > 5.0, "{outliers}");
        same(&bench, &query, &boxes(&by));
    }
}

#[test]
fn a_box_without_values_keeps_its_place_and_counts_none() {
    let query = boxed(&["shop"]);
    let rows = bench().asked(&query).unwrap();
    let none = rows.iter().find(|row| row[0] == "none").unwrap();
    assert_eq!(none.last().unwrap(), "0", "{none:?}");
    assert_eq!(none[none.len() - 2], "0", "{none:?}");
}

#[test]
fn whiskers_are_no_order_of_other_marks() {
    let mut sums = query(&[key("shop")], &[of(Aggregate::Sum, "amount")]);
    sums.order = vec![Order {
        field: "shop".to_owned(),
        descending: true,
        by: Some(of(Aggregate::Outliers, "amount")),
    }];
    let said = bench().asked(&sums).unwrap_err();
    assert!(said.contains("belong to the marks of a box plot"), "{said}");
}

#[test]
fn averages_have_the_interval_of_student() {
    let ends = [
        (Aggregate::IntervalLow, "low"),
        (Aggregate::IntervalHigh, "high"),
    ];
    let measures = |field: &str| {
        let end = |(aggregate, name): (Aggregate, &str)| Measure {
            name: name.to_owned(),
            ..of(aggregate, field)
        };
        ends.map(end)
    };
    // The first drug of Student's own sleep data: t.test in R says -0.5297804 to 2.0297804.
    let sleep = Bench::new();
    let text = "extra\n0.7\n-1.6\n-0.2\n-1.2\n-0.1\n3.4\n3.7\n0.8\n0.0\n2.0\n";
    sleep.open("sleep", "sleep.csv", text.as_bytes());
    let mut asked = query(&[], &measures("extra"));
    asked.source = "sleep".to_owned();
    let rows = sleep.asked(&asked).unwrap();
    for (found, wanted) in rows[0].iter().zip([-0.529_780_4, 2.029_780_4]) {
        let found: f64 = found.parse().unwrap();
        assert!((found - wanted).abs() < 1e-6, "{rows:?}");
    }
    let reach = "inverse_t_cdf(0.975, count(amount) - 1) * stddev(amount) / sqrt(count(amount))";
    let sql = format!(
        "select shop, kind, avg(amount) - {reach}, avg(amount) + {reach} from sales group by shop, kind"
    );
    let split = query(&[key("shop"), key("kind")], &measures("amount"));
    same(&bench(), &split, &sql);
}

#[test]
fn shares_of_truths_have_the_interval_of_wilson() {
    let measures = |field: &str| {
        [
            (Aggregate::ShareTrue, "share"),
            (Aggregate::ShareLow, "low"),
            (Aggregate::ShareHigh, "high"),
        ]
        .map(|(aggregate, name)| Measure {
            name: name.to_owned(),
            ..of(aggregate, field)
        })
    };
    // Newcombe 1998, table I, method 3: what is true of how many, and the ends that he gives. The last
    // group has no value at all.
    let published = [
        ("a", 81, 263, [0.2553, 0.3662]),
        ("b", 15, 148, [0.0624, 0.1605]),
        ("c", 0, 20, [0.0, 0.1611]),
        ("d", 1, 29, [0.0061, 0.1718]),
    ];
    let mut text = String::from("study,holds\n");
    for (study, held, whole, _) in &published {
        for row in 0..*whole {
            writeln!(text, "{study},{}", row < *held).unwrap();
        }
        // What is missing is not counted.
        writeln!(text, "{study},").unwrap();
    }
    text.push_str("none,\n");
    let bench = Bench::new();
    bench.open("trials", "trials.csv", text.as_bytes());
    let mut asked = query(&[key("study")], &measures("holds"));
    asked.source = "trials".to_owned();
    let rows = bench.asked(&asked).unwrap();
    for (study, held, whole, [low, high]) in published {
        let row = rows.iter().find(|row| row[0] == study).unwrap();
        let found: Vec<f64> = row[1..].iter().map(|one| one.parse().unwrap()).collect();
        assert!(
            (found[0] - f64::from(held) / f64::from(whole)).abs() < 1e-9,
            "{row:?}"
        );
        assert!((found[1] - low).abs() < 5e-5, "{row:?}");
        assert!((found[2] - high).abs() < 5e-5, "{row:?}");
    }
    let none = rows.iter().find(|row| row[0] == "none").unwrap();
    assert!(
        none[1..].iter().all(|one| one.parse::<f64>().is_err()),
        "{none:?}"
    );
    let z = "1.959963984540054e0";
    let root = format!("sqrt(x * (n - x) / n + {z} * {z} / 4)");
    let end = |side: &str| format!("(x + {z} * {z} / 2 {side} {z} * {root}) / (n + {z} * {z})");
    let (low, high) = (end("-"), end("+"));
    let sql = format!(
        "select study, x / n, {low}, {high} from (select study, count(holds) as n,
           sum(case when holds then 1 else 0 end) as x from trials group by study) as counted"
    );
    same(&bench, &asked, &sql);
}

#[test]
fn only_truths_have_a_share_of_them() {
    let said = bench()
        .asked(&query(&[], &[of(Aggregate::ShareTrue, "amount")]))
        .unwrap_err();
    assert!(said.contains("no share of true values"), "{said}");
}
