//! Mistakes that only the rows show are marked where the statement names the columns.

use model::ResultId;
use protocol::message::{Answer, Ask, Scope, Statement};

use crate::ask::Bench;

/// What a statement's mistake is, and the part of the text that it is about.
fn said(sql: &str) -> (String, Option<String>) {
    let bench = Bench::new();
    bench.open(
        "t",
        "t.csv",
        "a,b,text\n9223372036854775807,2,x1\n1,2,7\n".as_bytes(),
    );
    let ask = Ask::Run {
        result: ResultId::new("r"),
        statement: Statement::Sql {
            text: sql.to_owned(),
        },
        scope: Scope::default(),
    };
    let Answer::Diagnosed { diagnostics } = bench.ask(ask).0 else {
        panic!("{sql} has an answer");
    };
    let found = &diagnostics[0];
    let part = found
        .span
        .map(|span| sql[span.start as usize..span.end as usize].to_owned());
    (found.code.clone(), part)
}

#[test]
fn numbers_that_leave_their_type_are_marked() {
    for (sql, part) in [
        ("select a * b from t", "a * b"),
        ("select\n  1,\n  sum(t.a * \"b\") as s from t", "a * \"b\""),
        (
            "with u as (select b, a as ä from t) select ä * b from u",
            "ä * b",
        ),
        ("select 1 from t where a * b > 3", "a * b"),
    ] {
        let (code, found) = said(sql);
        assert_eq!(
            (code.as_str(), found.as_deref()),
            ("SQL_OVERFLOW", Some(part)),
            "{sql}"
        );
    }
}

#[test]
fn values_that_do_not_fit_a_type_are_marked() {
    let (code, part) = said("select cast(text as integer) from t");
    assert_eq!((code.as_str(), part.as_deref()), ("SQL_CAST", Some("text")));
}

#[test]
fn a_value_of_several_rows_is_marked() {
    let (code, part) = said("select (select b + 1 from t) as v");
    assert_eq!(
        (code.as_str(), part.as_deref()),
        ("SQL_SUBQUERY_ROWS", Some("b"))
    );
}
