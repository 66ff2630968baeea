//! What is not allowed or not supported is said by name; nothing is ignored or leaks machinery.

use plan::bind_sql;

use crate::diagnostics::check_place;
use crate::support::{line, lines, shop};

#[test]
fn q17_files_are_never_read_by_a_function() {
    for name in [
        "read_csv",
        "READ_PARQUET",
        "read_ipc",
        "read_json",
        "glob",
        "scan_csv",
        "parquet_scan",
    ] {
        let text = format!("select * from {name}('/etc/passwd')");
        check_place(&text, "SQL_FORBIDDEN_SOURCE", name);
    }
    check_place(
        "select read_text('/etc/passwd')",
        "SQL_FORBIDDEN_SOURCE",
        "read_text",
    );
}

#[test]
fn q18_a_path_is_an_unknown_table() {
    check_place(
        "select * from '/etc/passwd'",
        "SQL_UNKNOWN_TABLE",
        "/etc/passwd",
    );
    check_place(
        "select * from \"file.csv\"",
        "SQL_UNKNOWN_TABLE",
        "\"file.csv\"",
    );
    let bound = bind_sql("select * from '/etc/passwd'", &shop());
    assert!(
        bound.diagnostics[0]
            .hint
            .as_ref()
            .unwrap()
            .contains("source")
    );
}

#[test]
fn q20_only_questions_are_allowed() {
    for text in [
        "drop table sales",
        "delete from sales",
        "truncate table sales",
        "create table t (a int)",
        "create index i on sales (amount)",
        "create view v as select 1; drop view v",
        "insert into sales select 1",
        "update sales set amount = 1",
        "copy sales to 'x.csv'",
        "set x = 1",
        "attach 'x.db' as x",
        "pragma x",
        "vacuum",
        "alter table sales drop column amount",
    ] {
        let bound = bind_sql(text, &shop());
        let found = &bound.diagnostics[0];
        assert_eq!(found.code, "SQL_NOT_ALLOWED", "{text}: {}", line(found));
        let statement = text.rsplit("; ").next().unwrap();
        let verb = statement.split(' ').next().unwrap().to_uppercase();
        assert!(found.message.contains(&verb), "{}", line(found));
    }
}

#[test]
fn q21_tricks_around_words_change_nothing() {
    for text in [
        "/* select */ drop table sales",
        "-- select 1\ndrop table sales",
        "/*! drop */ select 1",
        "select 'drop table sales'",
        "select $$drop table sales$$",
        "select 1 /* /* nested */ drop */",
        "select \"region\" as \"drop\" from sales",
    ] {
        let bound = bind_sql(text, &shop());
        let is_allowed = !text.contains("\ndrop") && !text.starts_with("/* select");
        assert_eq!(
            bound.plan.is_some(),
            is_allowed,
            "{text}: {}",
            lines(&bound)
        );
    }
}

#[test]
fn what_is_not_supported_is_refused_by_name() {
    for (text, name) in [
        (
            "with recursive t as (select 1 union all select 2 from t limit 3) select * from t",
            "recursive query",
        ),
        ("select * from json_tree('{}')", "json_tree"),
        ("select top 3 * from sales", "TOP"),
        ("select * into x from sales", "INTO"),
        ("select * from sales for update", "FOR UPDATE"),
        ("select * from sales tablesample (amount rows)", "sample"),
        (
            "select * from sales a asof full join sales b on a.amount >= b.amount",
            "ASOF",
        ),
        ("select region similar to region from sales", "SIMILAR TO"),
        ("select region #> 'a' from sales", "#>"),
        ("from sales |> where amount > 3", "pipe"),
    ] {
        let bound = bind_sql(text, &shop());
        let found = &bound.diagnostics[0];
        assert!(bound.plan.is_none(), "{text}");
        let is_named = found.code == "SQL_UNSUPPORTED" && found.message.contains(name);
        assert!(
            is_named || found.code == "SQL_SYNTAX",
            "{text}: {}",
            line(found)
        );
    }
}

#[test]
fn no_message_speaks_of_the_machinery() {
    let mut unnoticed = Vec::new();
    let texts = include_str!("mistakes.txt");
    for text in texts.lines().filter(|line| !line.is_empty()) {
        let bound = bind_sql(text, &shop());
        if bound.diagnostics.is_empty() {
            unnoticed.push(text);
        }
        for found in &bound.diagnostics {
            let said = format!("{} {}", found.message, found.hint.as_deref().unwrap_or(""));
            for word in [
                "DataFusion",
                "Utf8",
                "Int64",
                "::",
                "Expr",
                "internal",
                "panick",
                ".rs",
                "Float64",
                "__",
            ] {
                let is_typed = text.contains(word);
                assert!(is_typed || !said.contains(word), "{text}: {said}");
            }
            assert!(found.message.len() <= 400 && !found.message.is_empty());
            assert!(found.code.starts_with("SQL_"), "{}", line(found));
        }
    }
    assert!(unnoticed.is_empty(), "no diagnostic: {unnoticed:#?}");
}
