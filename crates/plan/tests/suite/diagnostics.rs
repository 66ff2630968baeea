//! Mistakes in a text: their place, a plain sentence and what to do.

use plan::bind_sql;

use crate::support::{line, lines, shop};

/// The first diagnostic, as `start..end CODE: message hint`.
fn check(text: &str, expected: &str) {
    let bound = bind_sql(text, &shop());
    let found = bound
        .diagnostics
        .first()
        .map_or_else(|| "none".to_owned(), line);
    assert_eq!(found.trim_end(), expected, "{text}");
    assert!(bound.plan.is_none(), "{text}");
}

/// The first diagnostic has this code and stands on these words.
pub(crate) fn check_place(text: &str, code: &str, words: &str) {
    let bound = bind_sql(text, &shop());
    let found = &bound.diagnostics[0];
    assert_eq!(found.code, code, "{text}: {}", lines(&bound));
    let span = found.span.expect(text);
    assert_eq!(
        &text[span.start as usize..span.end as usize],
        words,
        "{text}"
    );
}

#[test]
fn q15_unknown_names_are_named_with_their_nearest() {
    check(
        "select reigon from sales",
        "7..13 SQL_UNKNOWN_COLUMN: There is no column `reigon` in sales. Did you mean `region`?",
    );
    check(
        "select s.reigon from sales s",
        "9..15 SQL_UNKNOWN_COLUMN: There is no column `reigon` in s. Did you mean `region`?",
    );
    check(
        "select * from salse",
        "14..19 SQL_UNKNOWN_TABLE: There is no table or cell `salse`. Did you mean `sales`?",
    );
    check(
        "select sumn(amount) from sales",
        "7..11 SQL_UNKNOWN_FUNCTION: There is no function `sumn`. Did you mean `sum`?",
    );
    check(
        "select x.amount from sales",
        "7..8 SQL_UNKNOWN_TABLE: There is no table `x` read here.",
    );
}

#[test]
fn a_fix_replaces_exactly_the_misspelt_word() {
    let text = "select a.region, a.reigon from sales a";
    let bound = bind_sql(text, &shop());
    let fix = &bound.diagnostics[0].fixes[0];
    assert_eq!(fix.label, "Use region");
    let change = &fix.changes[0];
    let mended = format!(
        "{}{}{}",
        &text[..change.start as usize],
        change.text,
        &text[change.end as usize..]
    );
    assert_eq!(mended, "select a.region, a.region from sales a");
    assert!(bind_sql(&mended, &shop()).plan.is_some());
}

#[test]
fn names_that_need_quotes_are_suggested_in_quotes() {
    let bound = bind_sql("select Order_ID from sales", &shop());
    assert_eq!(
        bound.diagnostics[0].fixes[0].changes[0].text,
        "\"Order ID\""
    );
}

#[test]
fn one_mistake_does_not_hide_or_multiply_others() {
    let bound = bind_sql(
        "select reigon, amonut from sales where quantitty > 3",
        &shop(),
    );
    assert_eq!(bound.diagnostics.len(), 3, "{}", lines(&bound));
    let bound = bind_sql("select a, b, c from nowhere where d > 3", &shop());
    assert_eq!(bound.diagnostics.len(), 1, "{}", lines(&bound));
}

#[test]
fn q02_syntax_errors_point_at_the_word() {
    check_place(
        "select region\nfrom sales\nwhere and amount > 3",
        "SQL_SYNTAX",
        "and",
    );
    check_place("select region form sales", "SQL_SYNTAX", "form");
    check_place("selct 1", "SQL_SYNTAX", "selct");
    check_place("select (1 + from sales", "SQL_SYNTAX", "from");
    let bound = bind_sql("select region\nfrom sales\nwhere and amount > 3", &shop());
    let span = bound.diagnostics[0].span.unwrap();
    assert_eq!((span.line, span.column), (3, 7));
    let bound = bind_sql("select region from sales where amount >", &shop());
    assert_eq!(
        bound.diagnostics[0].message,
        "The statement ends too early."
    );
    let bound = bind_sql("select region form sales", &shop());
    assert_eq!(bound.diagnostics[0].fixes[0].changes[0].text, "FROM");
}

#[test]
fn q03_a_second_statement_is_understood_or_refused_at_its_start() {
    assert!(bind_sql("select 1; select 2", &shop()).plan.is_some());
    assert!(bind_sql("select 1;;", &shop()).plan.is_some());
    check_place("select 1; drop table sales", "SQL_NOT_ALLOWED", "drop");
}

#[test]
fn q11_decimals_have_1_to_38_digits() {
    check_place(
        "select cast(amount as decimal(76,40)) from sales",
        "SQL_UNSUPPORTED",
        "amount",
    );
    check_place(
        "select cast(amount as decimal(0,0)) from sales",
        "SQL_UNSUPPORTED",
        "amount",
    );
    check_place(
        "select cast(amount as decimal(5,6)) from sales",
        "SQL_UNSUPPORTED",
        "amount",
    );
    assert!(
        bind_sql("select cast(amount as decimal(38,10)) from sales", &shop())
            .plan
            .is_some()
    );
}

#[test]
fn q12_whole_number_constants_never_wrap() {
    for text in [
        "select 9223372036854775807 + 1",
        "select 9223372036854775807 * 2",
        "select -9223372036854775807 - 2",
        "select 9223372036854775807 + abs(1)",
        "select x from (select 9223372036854775806 + cast(1 as int) + 1 as x) t",
        "select amount from sales where quantity = 9223372036854775807 + length('a')",
    ] {
        let bound = bind_sql(text, &shop());
        assert_eq!(
            bound.diagnostics.first().map(|found| found.code.as_str()),
            Some("SQL_OVERFLOW"),
            "{text}"
        );
    }
}

#[test]
fn q23_odd_characters_and_open_quotes_are_reported_where_they_start() {
    check_place("select 'abc from sales", "SQL_SYNTAX", "'abc from sales");
    check_place("select \"abc from sales", "SQL_SYNTAX", "\"abc from sales");
    check_place("select 1 /* abc", "SQL_SYNTAX", "/* abc");
    check_place("select \0 from sales", "SQL_SYNTAX", "\0");
    for text in [
        "select 1\r",
        "select\r1",
        "select 1\u{2028}",
        "\u{feff}select 1",
        "select '\0'",
    ] {
        let bound = bind_sql(text, &shop());
        assert!(
            bound.plan.is_some() || !bound.diagnostics.is_empty(),
            "{text:?}"
        );
    }
}

#[test]
fn q24_names_in_quotes_are_kept_to_the_letter() {
    let odd = "a\"\"b; drop\ntable";
    let text = format!("select amount as \"{odd}\" from sales");
    let bound = bind_sql(&text, &shop());
    assert_eq!(bound.plan.unwrap().fields[0].name, "a\"b; drop\ntable");
    let long = "x".repeat(10_000);
    let bound = bind_sql(&format!("select amount as \"{long}\" from sales"), &shop());
    assert_eq!(bound.plan.unwrap().fields[0].name, long);
    check_place("select amount as \"\" from sales", "SQL_EMPTY_NAME", "\"\"");
    let bound = bind_sql(&format!("select \"{long}\" from sales"), &shop());
    assert!(bound.diagnostics[0].message.len() <= 400);
}

#[test]
fn q29_positions_beyond_the_list_are_refused() {
    check(
        "select region, sum(amount) from sales group by 99",
        "47..49 SQL_POSITION: GROUP BY names column 99 of 2. Columns are counted from 1; or use a name.",
    );
    check(
        "select region from sales order by 0",
        "34..35 SQL_POSITION: ORDER BY names column 0 of 1. Columns are counted from 1; or use a name.",
    );
}

#[test]
fn q30_days_and_instants_that_do_not_exist_are_refused_in_place() {
    check_place(
        "select cast('9999-99-99' as date)",
        "SQL_VALUE",
        "'9999-99-99'",
    );
    check_place("select date '2023-02-29'", "SQL_VALUE", "'2023-02-29'");
    check_place(
        "select timestamp '2024-01-01 25:00'",
        "SQL_VALUE",
        "'2024-01-01 25:00'",
    );
    assert!(
        bind_sql("select try_cast('9999-99-99' as date)", &shop())
            .plan
            .is_some()
    );
    let bound = bind_sql(
        "select date '2024-01-01' + interval '100000000000 years'",
        &shop(),
    );
    assert!(
        bound.plan.is_none(),
        "an interval of 10^11 years has no meaning"
    );
}

#[test]
fn groups_and_aggregates_are_checked_in_place() {
    check_place(
        "select region, amount from sales group by region",
        "SQL_NOT_GROUPED",
        "amount",
    );
    check_place(
        "select region, sum(amount) from sales",
        "SQL_NOT_GROUPED",
        "region",
    );
    check_place(
        "select 1 from sales where sum(amount) > 3",
        "SQL_AGGREGATE_PLACE",
        "sum",
    );
    check_place(
        "select 1 from sales where row_number() over () > 3",
        "SQL_WINDOW_PLACE",
        "row_number",
    );
    check_place(
        "select sum(amount) s from sales group by s",
        "SQL_AGGREGATE_PLACE",
        "s",
    );
    assert!(
        bind_sql(
            "select region from sales group by region having count(*) > 1",
            &shop()
        )
        .plan
        .is_some()
    );
}

#[test]
fn types_that_do_not_fit_are_told_in_words() {
    check_place("select amount + region from sales", "SQL_TYPES", "amount");
    check_place(
        "select upper(region, 3) from sales",
        "SQL_ARGUMENTS",
        "upper",
    );
    check_place(
        "select date_trunc('fortnight', order_date) from sales",
        "SQL_VALUE",
        "date_trunc",
    );
}

#[test]
fn ambiguous_columns_say_which_there_are() {
    check(
        "select region from sales s join orders o on true",
        "7..13 SQL_AMBIGUOUS_COLUMN: `region` stands in several tables: 2 columns are called so. \
         Say which one: `s.region` or `o.region`.",
    );
    check_place(
        "select 1 from sales join orders",
        "SQL_JOIN_CONDITION",
        "orders",
    );
}

#[test]
fn text_in_double_quotes_is_explained() {
    let bound = bind_sql("select 1 from sales where region = \"DACH\"", &shop());
    assert!(
        bound.diagnostics[0]
            .hint
            .as_ref()
            .unwrap()
            .contains("single quotes")
    );
    assert_eq!(bound.diagnostics[0].fixes[0].changes[0].text, "'DACH'");
}
