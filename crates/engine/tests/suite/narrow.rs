//! Joins of something small with something large: the keys of the small side narrow the large one
//! before the join, and no answer changes by it.

use std::fmt::Write as _;

use crate::ask::Bench;

const ROWS: i64 = 60_000;

/// The key of a row of the large table: every seventh is missing, others occur many times.
fn key(row: i64) -> Option<i64> {
    (row % 7 != 0).then_some(row % 1000 - 200)
}

/// A large table and small ones whose keys are twofold, missing, or not there.
fn bench() -> Bench {
    let bench = Bench::new();
    let mut large = "id,k,day\n".to_owned();
    for row in 0..ROWS {
        let key = key(row).map(|key| key.to_string()).unwrap_or_default();
        writeln!(large, "{row},{key},2024-01-{:02}", row % 28 + 1).unwrap();
    }
    bench.open("large", "large.csv", large.as_bytes());
    let small = "s,k2,day2\n1,5,2024-01-05\n2,5,2024-01-06\n3,,2024-01-07\n4,9000,2024-01-08\n5,-200,2024-01-09\n6,17,\n";
    bench.open("small", "small.csv", small.as_bytes());
    bench
}

fn one(bench: &Bench, sql: &str) -> Vec<String> {
    let mut rows = bench
        .rows(sql)
        .unwrap_or_else(|error| panic!("{sql}\n{error}"));
    assert_eq!(rows.len(), 1, "{sql}");
    rows.remove(0)
}

/// How many rows of the large table have a key.
fn having(keys: &[i64]) -> i64 {
    let found = (0..ROWS).filter(|row| key(*row).is_some_and(|key| keys.contains(&key)));
    found.count().try_into().unwrap()
}

#[test]
fn inner_joins_count_every_pair() {
    let bench = bench();
    // 5 stands twice in the small table, a missing key finds nothing.
    let expected = 2 * having(&[5]) + having(&[-200, 17]);
    for sql in [
        "select count(*) from large join small on k = k2 where s < 100",
        "select count(*) from small join large on k = k2 where s < 100",
        "select count(*) from large l, small t where l.k = t.k2 and t.s in (1, 2, 3, 4, 5, 6)",
    ] {
        assert_eq!(one(&bench, sql), [expected.to_string()], "{sql}");
    }
}

#[test]
fn a_filter_that_leaves_nothing_joins_nothing() {
    let bench = bench();
    for (sql, expected) in [
        (
            "select count(*) from large join small on k = k2 where s > 100",
            "0",
        ),
        (
            "select count(*) from large join small on k = k2 where s = 3",
            "0",
        ),
        (
            "select count(*) from large join small on k = k2 where s = 4",
            "0",
        ),
        (
            "select count(*) from large where k in (select k2 from small where s > 100)",
            "0",
        ),
    ] {
        assert_eq!(one(&bench, sql), [expected], "{sql}");
    }
    let sql = "select count(*) from large where not exists (select 1 from small where k2 = k and s > 100)";
    assert_eq!(one(&bench, sql), [ROWS.to_string()]);
}

#[test]
fn the_kept_side_of_an_outer_join_is_never_narrowed() {
    let bench = bench();
    // Every row of the large table stays; 5 has two partners.
    let sql = "select count(*), count(s) from large left join (select * from small where s < 100) t on k = k2";
    let pairs = 2 * having(&[5]) + having(&[-200, 17]);
    assert_eq!(
        one(&bench, sql),
        [(ROWS + having(&[5])).to_string(), pairs.to_string()]
    );
    // Every row of the small table stays, partner or not: 3, 4 and nothing else have none.
    let sql = "select count(*), count(id) from (select * from small where s < 100) t left join large on k = k2";
    assert_eq!(
        one(&bench, sql),
        [(pairs + 2).to_string(), pairs.to_string()]
    );
    let sql = "select count(*), count(id), count(s) from large full join (select * from small where s < 100) t on k = k2";
    let unmatched = ROWS - having(&[5, -200, 17]);
    assert_eq!(
        one(&bench, sql),
        [
            (pairs + unmatched + 2).to_string(),
            (pairs + unmatched).to_string(),
            (pairs + 2).to_string()
        ]
    );
}

#[test]
fn semi_and_anti_joins_ask_only_whether_there_is_a_partner() {
    let bench = bench();
    let found = having(&[5, -200, 17]);
    for (sql, expected) in [
        (
            "select count(*) from large where k in (select k2 from small where s < 100)",
            found,
        ),
        (
            "select count(*) from large where exists (select 1 from small where k2 = k and s < 100)",
            found,
        ),
        (
            "select count(*) from large where not exists (select 1 from small where k2 = k and s < 100)",
            ROWS - found,
        ),
        (
            "select count(*) from small where s < 100 and k2 in (select k from large)",
            4,
        ),
        (
            "select count(*) from small where s < 100 and not exists (select 1 from large where k = k2)",
            2,
        ),
        (
            "select count(*) from small where s < 100 and (k2 in (select k from large) or s = 4)",
            5,
        ),
        // A missing value among those compared with leaves it open for every other.
        (
            "select count(*) from large where k not in (select k2 from small where s < 100)",
            0,
        ),
        (
            "select count(*) from small where s < 100 and k2 not in (select k from large where k is not null)",
            1,
        ),
    ] {
        assert_eq!(one(&bench, sql), [expected.to_string()], "{sql}");
    }
}

#[test]
fn missing_keys_meet_when_they_are_compared_as_values() {
    let bench = bench();
    let missing = (0..ROWS).filter(|row| key(*row).is_none()).count();
    let sql = "select count(*) from large join small on k is not distinct from k2 where s = 3";
    assert_eq!(one(&bench, sql), [missing.to_string()]);
}

#[test]
fn days_and_several_keys_narrow_too() {
    let bench = bench();
    let on = |day: i64| (0..ROWS).filter(move |row| row % 28 + 1 == day);
    let expected = on(5).count() + on(6).count();
    let sql = "select count(*) from large join small on day = day2 where s in (1, 2, 6)";
    assert_eq!(one(&bench, sql), [expected.to_string()]);
    let both = on(5).filter(|row| key(*row) == Some(5)).count();
    let sql = "select count(*) from large join small on day = day2 and k = k2 where s = 1";
    assert_eq!(one(&bench, sql), [both.to_string()]);
}

#[test]
fn groups_of_a_narrowed_table_are_whole() {
    let bench = bench();
    let of_five: i64 = (0..ROWS).filter(|row| key(*row) == Some(5)).sum();
    let sql =
        "select total, n from (select k, sum(id) as total, count(*) as n from large group by k) g
         join small on g.k = k2 where s = 1";
    assert_eq!(
        one(&bench, sql),
        [of_five.to_string(), having(&[5]).to_string()]
    );
    // A number for each row counts rows that the join leaves out later.
    let sql = "select min(n) from (select k, row_number() over (order by id) as n from large) g
         join small on g.k = k2 where s = 1";
    let first = (0..ROWS).find(|row| key(*row) == Some(5)).unwrap() + 1;
    assert_eq!(one(&bench, sql), [first.to_string()]);
    let sql = "select count(*) from (select k from large order by id limit 100) g join small on g.k = k2 where s = 5";
    let among = (0..100).filter(|row| key(*row) == Some(-200)).count();
    assert_eq!(one(&bench, sql), [among.to_string()]);
}

#[test]
fn extreme_keys_are_found() {
    let bench = Bench::new();
    let mut large = "id,k\n".to_owned();
    for row in 0..ROWS {
        let key = match row % 3 {
            0 => i64::MIN + 1,
            1 => i64::MAX,
            _ => row,
        };
        writeln!(large, "{row},{key}").unwrap();
    }
    bench.open("large", "large.csv", large.as_bytes());
    let small = format!("s,k2\n1,{}\n2,{}\n3,5\n", i64::MIN + 1, i64::MAX);
    bench.open("small", "small.csv", small.as_bytes());
    let sql = "select count(*) from large join small on k = k2 where s < 100";
    assert_eq!(one(&bench, sql), [(ROWS / 3 * 2 + 1).to_string()]);
    let sql = "select count(*) from large join small on k = k2 where s = 3";
    assert_eq!(one(&bench, sql), ["1"]);
}
