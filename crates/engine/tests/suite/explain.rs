//! `EXPLAIN ANALYZE`: the figures are those of the rows, in every kind of step.

use model::ResultId;
use protocol::message::{Answer, Ask, Scope, Statement};
use protocol::words::Step;

use crate::ask::Bench;

fn bench() -> Bench {
    let bench = Bench::new();
    let orders: Vec<String> = (0..5000)
        .map(|id| format!("{id},{},{}\n", id % 7, id % 100))
        .collect();
    bench.open(
        "orders",
        "orders.csv",
        format!("id,person,amount\n{}", orders.concat()).as_bytes(),
    );
    bench.open("people", "people.csv", b"id,name\n0,Ada\n1,Bo\n2,Cy\n");
    bench
}

fn steps(bench: &Bench, text: &str, is_measured: bool) -> Vec<Step> {
    let ask = Ask::Explain {
        statement: Statement::Sql {
            text: text.to_owned(),
        },
        scope: Scope::default(),
        is_measured,
    };
    match bench.ask(ask).0 {
        Answer::Explained { steps, took_ms, .. } => {
            assert_eq!(took_ms.is_some(), is_measured);
            // Steps run one after another: their times add up to no more than the whole.
            let sum: f64 = steps.iter().filter_map(|step| step.took_ms).sum();
            assert!(sum <= took_ms.unwrap_or_default());
            steps
        }
        other => panic!("{other:?}"),
    }
}

/// The rows of every step of this kind, in the order of the steps.
fn rows_of(steps: &[Step], what: &str) -> Vec<Option<u64>> {
    let found = steps.iter().filter(|step| step.what == what);
    found.map(|step| step.rows).collect()
}

#[test]
fn rows_are_counted_as_they_leave_each_step() {
    let bench = bench();
    let text = "select p.name, count(*) as n from orders o join people p on o.person = p.id \
                where o.amount < 50 group by p.name having count(*) > 358 order by n desc";
    let measured = steps(&bench, text, true);
    // Half of the amounts are below 50; persons 0, 1 and 2 have 3 of 7 parts of the orders.
    let kept = (0..5000).filter(|id| id % 100 < 50).count() as u64;
    let joined = (0..5000).filter(|id| id % 100 < 50 && id % 7 < 3).count() as u64;
    let read = rows_of(&measured, "Read");
    assert!(
        read.contains(&Some(kept)) && read.contains(&Some(3)),
        "{measured:#?}"
    );
    assert_eq!(rows_of(&measured, "Join"), [Some(joined)]);
    assert_eq!(rows_of(&measured, "Group"), [Some(3)]);
    let answer = bench.rows(text).unwrap().len() as u64;
    assert_eq!(rows_of(&measured, "Sort"), [Some(answer)]);
    for step in measured.iter().filter(|step| step.rows > Some(0)) {
        assert!(step.took_ms > Some(0.0), "{step:?}");
        assert!(step.bytes > Some(0), "{step:?}");
    }
}

#[test]
fn a_text_says_the_same_as_the_question() {
    let bench = bench();
    let rows = bench
        .rows("explain analyze select person, sum(amount) as s from orders group by person")
        .unwrap();
    let told = steps(
        &bench,
        "select person, sum(amount) as s from orders group by person",
        true,
    );
    assert_eq!(rows.len(), told.len());
    for (row, step) in rows.iter().zip(&told) {
        assert_eq!(row[0].trim_start_matches("· "), step.what);
        assert_eq!(
            row[4],
            step.rows
                .map_or_else(|| "NULL".to_owned(), |rows| rows.to_string())
        );
        assert_eq!(row.len(), 7);
    }
}

#[test]
fn rows_are_foretold_and_said_to_be_guessed() {
    let bench = bench();
    let text = "select person, count(*) as n from orders where amount = 3 group by person limit 2";
    let told = steps(&bench, text, false);
    let read = told.iter().find(|step| step.what == "Read").unwrap();
    assert!(read.is_guess && read.expected_rows < Some(5000), "{read:?}");
    let whole = steps(&bench, "select count(*) from orders", false);
    let read = whole.iter().find(|step| step.what == "Read").unwrap();
    assert_eq!((read.expected_rows, read.is_guess), (Some(5000), false));
}

#[test]
fn nothing_runs_until_it_is_measured_and_no_rows_are_no_rows() {
    let bench = bench();
    let planned = steps(&bench, "select * from orders where amount > 1000", false);
    assert!(
        planned
            .iter()
            .all(|step| step.rows.is_none() && step.took_ms.is_none())
    );
    let measured = steps(&bench, "select * from orders where amount > 1000", true);
    assert_eq!(rows_of(&measured, "Read"), [Some(0)]);
    assert!(measured[0].took_ms.is_some());
}

/// The engine reads the right side of NOT IN twice and repeats the rounds of a recursion.
#[test]
fn rows_are_counted_once_however_often_they_are_read() {
    let bench = bench();
    let text = "select count(*) from orders where person not in (select id from people)";
    let read = rows_of(&steps(&bench, text, true), "Read");
    assert_eq!(read.iter().filter(|rows| **rows == Some(3)).count(), 1);
    assert!(read.contains(&Some(5000)), "{read:?}");
    let text = "select count(*) from orders where amount = (select max(amount) from orders)";
    let measured = steps(&bench, text, true);
    assert_eq!(rows_of(&measured, "Keep rows"), [Some(50)]);
    assert_eq!(rows_of(&measured, "Read"), [Some(5000), Some(5000)]);
    assert_eq!(rows_of(&measured, "Aggregate all rows"), [Some(1), Some(1)]);
    let text = "with recursive r(n) as (select 1 union all select n + 1 from r where n < 4) select n from r";
    let measured = steps(&bench, text, true);
    assert_eq!(rows_of(&measured, "Repeat until nothing is new"), [Some(4)]);
}

/// Plain words only: nothing of how the engine calls things.
#[test]
fn steps_are_told_in_plain_words() {
    let bench = bench();
    let text = "with recursive r(n) as (select 1 union all select n + 1 from r where n < 4) \
                select distinct o.person, row_number() over (partition by o.person order by o.id) as at, \
                (select max(amount) from orders) as most from orders o \
                where o.person in (select id from people) and o.id not in (select n from r) limit 5";
    let counted = "select person, count(*) as n, avg(amount) + 1 from orders group by person \
                   having count(*) > 3 order by count(*) desc";
    let typed = "select max(case when amount > 2.5 then date '2024-02-29' + id end) as day, \
                 sum(amount * 1.25), count(distinct 'p' || person), bool_or(amount = 3), \
                 min(timestamp '2024-01-01 10:00:00' + interval '1 hour'), \
                 array_agg([id, 7] order by id), sum(cast(amount as double) / 3) \
                 from orders where cast(id as text) like '1%' and amount in (1, 2.5, 3) \
                 group by cast(person as smallint), date '2024-01-01' having sum(amount * 1.25) > 3.5";
    let all = [text, counted, typed].map(|text| steps(&bench, text, true));
    for step in all.iter().flatten() {
        for word in [
            "Utf8",
            "Int64",
            "Int16",
            "Float64",
            "Decimal128",
            "Date32",
            "Interval",
            "Timestamp(",
            "Nano",
            "List(",
            "Boolean(",
            "LeftSemi",
            "Projection",
            "TableScan",
            "__",
            "SubqueryAlias",
        ] {
            assert!(
                !step.what.contains(word) && !step.with.contains(word),
                "{step:?}"
            );
        }
        assert_ne!(step.what, "Other step", "{step:?}");
    }
}

#[test]
fn mistakes_of_the_query_are_those_of_the_question() {
    let bench = bench();
    let error = bench.run("explain select reigon from orders").unwrap_err();
    assert!(error.starts_with("SQL_UNKNOWN_COLUMN"), "{error}");
    let ask = Ask::Run {
        result: ResultId::new("x"),
        statement: Statement::Sql {
            text: "explain analyze delete from orders".to_owned(),
        },
        scope: Scope::default(),
    };
    assert!(matches!(bench.ask(ask).0, Answer::Diagnosed { .. }));
}
