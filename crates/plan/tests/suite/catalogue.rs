//! Rows of the catalogue of bad input that need no engine: Q14, Q26, V14 and rule R41.

use model::Severity;
use plan::{Names, bind_sql};

use crate::support::{line, lines, number, planned, shop};

/// A divisor written as zero is told while typing, at its place; the statement still runs.
#[test]
fn q14_a_division_by_a_written_zero_is_told_at_its_place() {
    for (text, start) in [
        ("select 1 / 0", 11),
        ("select 0 / 0.0", 11),
        ("select amount % 0 from sales", 16),
        ("select quantity // (0) from sales", 19),
        ("select sum(amount) / -0 from sales", 21),
        ("select amount from sales where 5 / 0e0 > 1", 35),
    ] {
        let bound = bind_sql(text, &shop());
        assert!(bound.plan.is_some(), "{text}: {}", lines(&bound));
        let [found] = bound.diagnostics.as_slice() else {
            panic!("{text}: {}", lines(&bound));
        };
        assert_eq!(found.severity, Severity::Warning, "{text}");
        assert_eq!(found.code, "SQL_DIVISION_BY_ZERO", "{text}");
        let place = found.span.expect("a place").start;
        assert!(
            (start..start + 2).contains(&place),
            "{text}: {}",
            line(found)
        );
    }
    for text in [
        "select 1 / 2",
        "select 0 / quantity from sales",
        "select amount / nullif(quantity, 0) from sales",
        "select amount * 0 from sales",
        "select '0' || 0",
    ] {
        let bound = bind_sql(text, &shop());
        assert!(bound.diagnostics.is_empty(), "{text}: {}", lines(&bound));
    }
}

/// A pattern that is none is named as such wherever it stands, and not as a fault of planning.
#[test]
fn q26_a_pattern_that_is_no_regular_expression_is_called_so() {
    for text in [
        "select region ~ '(' from sales",
        "select regexp_like(region, '[') from sales",
        "select region from sales where region ~* '*a'",
        "select region from sales where region !~ 'a{2,1}'",
    ] {
        let bound = bind_sql(text, &shop());
        let found = bound.diagnostics.first().expect(text);
        assert_eq!(found.code, "SQL_REGEX", "{text}: {}", line(found));
        assert!(found.hint.is_some() && found.message.len() <= 400);
        assert!(bound.plan.is_none(), "{text}");
    }
    planned("select region ~ 'a+(b|c)?$' from sales", &shop());
}

/// A parameter as the row limit: whole numbers from 0 on, and words for everything else.
#[test]
fn v14_a_row_limit_is_a_whole_number_from_0_on() {
    let with = |value: &str| Names {
        parameters: vec![("n".to_owned(), number(Some(value)))],
        ..shop()
    };
    let text = "select amount from sales limit :n";
    for value in ["0", "1", "1000000", "1000000000000"] {
        planned(text, &with(value));
    }
    for (value, code) in [
        ("-1", "SQL_LIMIT"),
        ("2.5", "SQL_LIMIT"),
        ("99999999999999999999999", "SQL_PARAMETER_VALUE"),
        ("many", "SQL_PARAMETER_VALUE"),
        ("1e3", "SQL_PARAMETER_VALUE"),
        ("NaN", "SQL_PARAMETER_VALUE"),
    ] {
        let bound = bind_sql(text, &with(value));
        let found = bound.diagnostics.first().expect(value);
        assert_eq!(found.code, code, "{value}: {}", line(found));
        assert!(bound.plan.is_none(), "{value}");
    }
}

/// The caller's stack does not matter: what is at the guard's limits plans on a stack of known
/// size, and what is far beyond them is refused without recursion.
#[test]
fn r41_texts_are_read_on_a_stack_of_known_size() {
    let chain = |terms: usize| format!("select 1{}", " + 1".repeat(terms));
    let nest = |depth: usize| format!("select {}1{}", "(".repeat(depth), ")".repeat(depth));
    let union = |selects: usize| vec!["select 1 as x"; selects].join(" union all ");
    let case = |depth: usize| {
        format!(
            "select {}1{}",
            "case when true then ".repeat(depth),
            " end".repeat(depth)
        )
    };
    let check = move || {
        for text in [chain(400), nest(40), union(60), case(20)] {
            let bound = bind_sql(&text, &shop());
            assert!(bound.plan.is_some(), "{:.40}: {}", text, lines(&bound));
        }
        for text in [
            chain(50_000),
            nest(100_000),
            union(10_000),
            case(8_000),
            "[".repeat(200_000),
            "not ".repeat(50_000),
            format!("select {}1", "- ".repeat(100_000)),
        ] {
            let bound = bind_sql(&text, &shop());
            assert!(bound.plan.is_none(), "{text:.40}");
            assert!(!bound.diagnostics.is_empty(), "{text:.40}");
        }
    };
    let small = std::thread::Builder::new().stack_size(128 * 1024);
    small.spawn(check).unwrap().join().unwrap();
}
