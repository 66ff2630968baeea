//! Several statements in a cell, questions about a query, and tables turned by PIVOT and UNPIVOT.

use model::Severity;
use plan::{Names, bind_sql};

use crate::diagnostics::check_place;
use crate::support::{lines, planned, shop};

fn names_of(text: &str) -> Vec<String> {
    let plan = planned(text, &shop());
    plan.fields.into_iter().map(|field| field.name).collect()
}

#[test]
fn names_made_in_a_cell_are_read_by_later_statements() {
    let text = "create view big as select * from sales where amount > 3;\n\
                create table both as from big;\nselect count(*) as n from both;";
    assert_eq!(names_of(text), ["n"]);
    assert_eq!(bind_sql(text, &shop()).reads, ["sales"]);
    check_place(
        "select * from later; create view later as select 1",
        "SQL_UNKNOWN_TABLE",
        "later",
    );
    check_place(
        "create view a as select * from b; create view b as select 1; from a",
        "SQL_UNKNOWN_TABLE",
        "b",
    );
}

#[test]
fn every_question_of_a_cell_is_bound_and_the_last_one_is_its_answer() {
    let text = "select region from sales; create view big as from sales;\n\
                select count(*) as n from big; select 1 as one";
    assert_eq!(names_of(text), ["one"]);
    assert_eq!(bind_sql(text, &shop()).reads, ["sales"]);
    let both = bind_sql(
        "select reigon from sales; select amuont from sales",
        &shop(),
    );
    let codes: Vec<&str> = both
        .diagnostics
        .iter()
        .map(|one| one.code.as_str())
        .collect();
    assert_eq!(codes, ["SQL_UNKNOWN_COLUMN"; 2], "{}", lines(&both));
    assert!(both.plan.is_none());
    let first = bind_sql("select reigon from sales; select 1", &shop());
    assert!(first.plan.is_none(), "a mistake anywhere stops the cell");
    // What every question reads is told once.
    let shared = "create view v as select nothing from sales; from v; from v";
    assert_eq!(bind_sql(shared, &shop()).diagnostics.len(), 1);
    let many = "select 1;".repeat(51);
    check_place(&many, "SQL_TOO_MANY_STATEMENTS", "select");
    assert!(bind_sql(&"select 1;".repeat(50), &shop()).plan.is_some());
}

#[test]
fn mistakes_keep_their_place_in_every_statement() {
    check_place(
        "select 1; select\n reigon from sales; select 2",
        "SQL_UNKNOWN_COLUMN",
        "reigon",
    );
    check_place(
        "create view v as select reigon from sales; select 1 as x",
        "SQL_UNKNOWN_COLUMN",
        "reigon",
    );
    check_place(
        "create view v as\nselect 1 as x;\nselect y from v",
        "SQL_UNKNOWN_COLUMN",
        "y",
    );
    check_place(
        "create view v as select 1 as x; create view V as select 2; from v",
        "SQL_DUPLICATE_NAME",
        "V",
    );
    check_place("create view v as selct 1", "SQL_SYNTAX", "selct");
}

#[test]
fn a_cell_that_only_makes_a_name_answers_its_rows_and_says_so() {
    let bound = bind_sql("create view v as select region from sales", &shop());
    assert!(bound.plan.is_some(), "{}", lines(&bound));
    assert_eq!(bound.diagnostics[0].code, "SQL_KNOWN_HERE");
    assert_eq!(bound.diagnostics[0].severity, Severity::Warning);
}

#[test]
fn questions_about_a_query_have_columns_of_their_own() {
    for text in ["describe sales", "desc select 1", "show columns from sales"] {
        assert_eq!(names_of(text), ["column_name", "column_type"], "{text}");
    }
    assert_eq!(names_of("show tables"), ["name", "kind", "columns", "rows"]);
    let none = bind_sql("show tables", &Names::default());
    assert!(none.plan.is_some(), "{}", lines(&none));
    assert_eq!(names_of("summarize sales").len(), 12);
    assert_eq!(names_of("summarize select tags from sales").len(), 12);
    assert_eq!(bind_sql("describe sales", &shop()).reads, ["sales"]);
    check_place("describe saels", "SQL_UNKNOWN_TABLE", "saels");
    check_place(
        "summarize select reigon from sales",
        "SQL_UNKNOWN_COLUMN",
        "reigon",
    );
    check_place("show tables from x", "SQL_SYNTAX", "from");
}

#[test]
fn pivot_names_its_columns_by_the_values() {
    assert_eq!(
        names_of("pivot sales on region in ('North', 'South') using sum(amount) group by Product"),
        ["Product", "North", "South"]
    );
    assert_eq!(
        names_of(
            "pivot sales on region in ('a') using sum(amount) as s, count(*) group by Product"
        ),
        ["Product", "a_s", "a_count(*)"]
    );
    assert_eq!(
        names_of(
            "from (select region, amount, product from sales) \
             pivot (max(amount) for region in ('a' as first, null)) as p"
        ),
        ["Product", "first", "NULL"]
    );
    check_place(
        "pivot sales on region using sum(amount)",
        "SQL_PIVOT_VALUES",
        "region",
    );
    check_place(
        "pivot sales on region in ('a') using sum(amonut)",
        "SQL_UNKNOWN_COLUMN",
        "amonut",
    );
    check_place(
        "select * from sales pivot (sum(amount) for (region, product) in (('a', 'b'), ('c')))",
        "SQL_COLUMN_COUNT",
        "'c'",
    );
}

#[test]
fn unpivot_keeps_the_other_columns_and_their_spelling() {
    assert_eq!(
        names_of(
            "unpivot (select region, product, amount from sales) on REGION, product \
             into name what value is"
        ),
        ["amount", "what", "is"]
    );
    check_place(
        "select * from sales unpivot (v for n in (regoin, product))",
        "SQL_UNKNOWN_COLUMN",
        "regoin",
    );
    // A column may be called so.
    assert_eq!(
        names_of(
            "select pivot from (select region as pivot from sales) t where (pivot) is not null"
        ),
        ["pivot"]
    );
}
