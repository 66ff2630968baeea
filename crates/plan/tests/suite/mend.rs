//! Every fix that is offered mends: the text with it is understood, and means what was meant.

use model::{Fix, TextChange};
use plan::bind_sql;

use crate::support::{lines, shop};

fn with(text: &str, changes: &[TextChange]) -> String {
    let mut done = text.to_owned();
    for change in changes.iter().rev() {
        done.replace_range(change.start as usize..change.end as usize, &change.text);
    }
    done
}

/// The first problem offers a fix of this label, and taking it gives `expected`, which runs.
fn check(text: &str, label: &str, expected: &str) {
    let bound = bind_sql(text, &shop());
    let found: Vec<&Fix> = bound
        .diagnostics
        .iter()
        .flat_map(|one| &one.fixes)
        .collect();
    let fix = found.iter().find(|fix| fix.label == label);
    let labels: Vec<&str> = found.iter().map(|fix| fix.label.as_str()).collect();
    let fix = fix.unwrap_or_else(|| panic!("{text}: {labels:?}\n{}", lines(&bound)));
    let mended = with(text, &fix.changes);
    assert_eq!(mended, expected);
    let bound = bind_sql(&mended, &shop());
    assert!(bound.plan.is_some(), "{mended}\n{}", lines(&bound));
}

#[test]
fn a_loose_column_is_added_to_group_by() {
    check(
        "select region, \"Product\", sum(amount) from sales group by region order by 1",
        "Add \"Product\" to GROUP BY",
        "select region, \"Product\", sum(amount) from sales group by region, \"Product\" order by 1",
    );
    check(
        "select region, sum(amount) from sales",
        "Add region to GROUP BY",
        "select region, sum(amount) from sales GROUP BY region",
    );
    check(
        "select upper(s.region), sum(amount)\nfrom sales s\norder by 2\nlimit 3",
        "Add s.region to GROUP BY",
        "select upper(s.region), sum(amount)\nfrom sales s\nGROUP BY s.region\norder by 2\nlimit 3",
    );
    check(
        "select * from (select region, count(*) n from sales) t where n > 1",
        "Add region to GROUP BY",
        "select * from (select region, count(*) n from sales GROUP BY region) t where n > 1",
    );
}

#[test]
fn a_value_of_another_kind_is_converted() {
    check(
        "select amount + region from sales",
        "Convert region to a number",
        "select amount + CAST(region AS double) from sales",
    );
    check(
        "select sum(s.region) from sales s",
        "Convert s.region to a number",
        "select sum(CAST(s.region AS double)) from sales s",
    );
}

#[test]
fn a_name_with_blanks_is_put_in_quotes() {
    check(
        "select region, order id from sales",
        "Put Order ID in quotes",
        "select region, \"Order ID\" from sales",
    );
    check(
        "select sum(s.Order ID) from sales s",
        "Put Order ID in quotes",
        "select sum(s.\"Order ID\") from sales s",
    );
}

#[test]
fn a_text_without_quotes_gets_them() {
    check(
        "select 1 from sales where region = DACH and amount > 3",
        "Put DACH in single quotes",
        "select 1 from sales where region = 'DACH' and amount > 3",
    );
    check(
        "select 1 from sales where region in ('UK', DACH)",
        "Put DACH in single quotes",
        "select 1 from sales where region in ('UK', 'DACH')",
    );
    check(
        "select 1 from sales where region = \"DACH\"",
        "Use single quotes",
        "select 1 from sales where region = 'DACH'",
    );
}

#[test]
fn one_fix_mends_one_of_several_mistakes() {
    let text = "select region, sum(amuont) from sales where region = DACH";
    let bound = bind_sql(text, &shop());
    for diagnostic in &bound.diagnostics {
        assert!(!diagnostic.fixes.is_empty(), "{}", lines(&bound));
        let mended = with(text, &diagnostic.fixes[0].changes);
        let left = bind_sql(&mended, &shop()).diagnostics;
        assert!(
            left.iter().all(|one| one.message != diagnostic.message),
            "{mended}"
        );
    }
}

#[test]
fn a_change_that_does_not_help_is_not_offered() {
    for text in [
        "select nothing_like_it from sales",
        "select interval '3 parsecs'",
        "select region from sales where",
        "select sum(sum(amount)) from sales",
        "select max(nothing_like_it) from sales",
    ] {
        let bound = bind_sql(text, &shop());
        let fixes: usize = bound.diagnostics.iter().map(|one| one.fixes.len()).sum();
        assert_eq!(fixes, 0, "{text}: {:?}", bound.diagnostics);
    }
}
