//! SQLite files: tables, views, dynamic types, and files that are damaged or hostile.

use std::path::PathBuf;

use model::ImportOptions;
use rusqlite::Connection;

use crate::support::{Folder, assert_same, printed, refused};

fn made(folder: &Folder, statements: &str) -> PathBuf {
    let path = folder.write("base.db", "");
    Connection::open(&path)
        .unwrap()
        .execute_batch(statements)
        .unwrap();
    path
}

fn opened(statements: &str) -> String {
    let folder = Folder::new();
    let path = made(&folder, statements);
    match folder.open(&path, ImportOptions::default()) {
        Ok(opened) => printed(&opened),
        Err(failure) => refused(&failure),
    }
}

#[test]
fn every_table_and_view_is_a_table() {
    assert_same(
        &opened(
            "create table t(id integer primary key, name text, share real, raw blob, ok boolean, day date, at datetime);
             insert into t values (1, 'x', 0.5, x'00ff', 1, '2024-01-05', '2024-01-05 10:00:00'), (2, null, 2, null, 0, '2024-02-29', null);
             create view \"my view\" as select name, count(*) as n from t group by name;
             create table \"empty one\"(a int, b text, c)",
        ),
        "# base_empty_one
        a int64 | b text | c text
        # base_my_view
        name text | n int64
        · | 1
        \"x\" | 1
        # base_t
        id int64 | name text | share float64 | raw binary | ok boolean | day date | at datetime(mi)
        1 | \"x\" | 0.5 | \"00ff\" | true | 2024-01-05 | 2024-01-05T10:00:00
        2 | · | 2 | · | false | 2024-02-29 | ·",
    );
}

#[test]
fn one_type_holds_all_values_of_a_column() {
    assert_same(
        &opened(
            "create table t(a, b, c integer, d);
             insert into t values (1, 1, '00123', '2024-01-05'), ('x', 2.5, 7, 'soon'), (x'ab', null, null, null)",
        ),
        "a text | b float64 | c int64 | d text
        \"1\" | 1 | 123 | \"2024-01-05\"
        \"x\" | 2.5 | 7 | \"soon\"
        \"ab\" | · | · | ·",
    );
}

#[test]
fn a_few_texts_among_numbers_are_listed() {
    let found = opened(
        "create table t(n);
         with recursive c(x) as (select 1 union all select x + 1 from c where x < 300) insert into t select x from c;
         insert into t values ('oops')",
    );
    assert!(found.starts_with("n int64\n1\n2\n"), "{found}");
    assert!(
        found.ends_with("! 301 n: `oops` is not a value of the column's type"),
        "{found}"
    );
}

#[test]
fn a_view_that_is_broken_does_not_hide_the_tables() {
    assert_same(
        &opened("create table t(a); insert into t values (1); create table gone(x); create view v as select x from gone; drop table gone"),
        "a int64
        1
        * “v” cannot be read: its definition refers to something that is missing. Mend it in the program that made it.",
    );
    let none = opened("pragma user_version = 1");
    assert_eq!(
        none,
        "FILE_EMPTY: “base.db” has no tables that can be read. Choose another file."
    );
}

#[test]
fn only_the_chosen_tables_are_read() {
    let folder = Folder::new();
    let path = made(&folder, "create table a(x); create table b(y)");
    let parts = |name: &str| ImportOptions {
        parts: vec![name.to_owned()],
        ..ImportOptions::default()
    };
    assert_same(&printed(&folder.open(&path, parts("b")).unwrap()), "y text");
    let Err(failure) = folder.open(&path, parts("c")) else {
        panic!("opened")
    };
    assert_eq!(
        refused(&failure),
        "OPTION_WRONG: “base.db” has no table “c”. Choose one of its tables."
    );
}

#[test]
fn the_file_is_never_written_and_damage_is_named() {
    let folder = Folder::new();
    let path = made(&folder, "create table t(a); insert into t values (1)");
    let before = std::fs::read(&path).unwrap();
    folder.open(&path, ImportOptions::default()).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let mut bytes = before.clone();
    bytes[100..].fill(0xff);
    let path = folder.write("bad.db", bytes);
    let Err(failure) = folder.open(&path, ImportOptions::default()) else {
        panic!("opened")
    };
    assert!(refused(&failure).starts_with("FILE_DAMAGED: “bad.db” cannot be read: "));
}
