//! The table of functions: every example is planned, and the written reference is fresh.

use std::collections::BTreeMap;
use std::path::Path;

use plan::functions::{OVER_ROWS, ROWS, areas, reference};
use plan::{Names, bind_sql};

#[test]
fn every_example_can_be_planned() {
    let mut wrong = Vec::new();
    for area in areas() {
        for entry in area.entries {
            let (example, _) = entry.worked_example();
            let text = if OVER_ROWS.contains(&area.title) {
                format!("select {example} from {ROWS}")
            } else {
                format!("select {example}")
            };
            for diagnostic in bind_sql(&text, &Names::default()).diagnostics {
                wrong.push(format!("{example}: {}", diagnostic.message));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_example_calls_its_function_and_has_a_value() {
    for area in areas() {
        for entry in area.entries {
            let (example, value) = entry.worked_example();
            assert!(example.contains(&format!("{}(", entry.name())), "{example}");
            assert!(!value.is_empty(), "{example}");
            assert!(entry.about.ends_with('.'), "{}", entry.about);
        }
    }
}

#[test]
fn a_name_means_one_function() {
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for area in areas() {
        for entry in area.entries {
            for name in entry.names() {
                let other = known.insert(name, entry.name());
                assert_eq!(other, None, "{name} stands twice");
            }
        }
    }
    assert!(known.len() > 250, "{}", known.len());
}

#[test]
fn wrong_arguments_are_told_with_an_example() {
    for (text, wanted) in [
        ("select left('a')", "left('Assay', 2)"),
        ("select left('a', 'b')", "left('Assay', 2)"),
        ("select div(1)", "div(7, 2)"),
        ("select list_sum(1)", "list_sum([1, null, 3])"),
        ("select mode(1, 2)", "mode(v)"),
    ] {
        let bound = bind_sql(text, &Names::default());
        let first = bound.diagnostics.first().expect(text);
        assert_eq!(first.code, "SQL_ARGUMENTS", "{text}: {}", first.message);
        let hint = first.hint.clone().unwrap_or_default();
        let said = format!("{} {hint}", first.message);
        assert!(said.contains(wanted), "{text}: {said}");
    }
}

/// Writes the reference anew when the table has changed, so that only the commit is left to do.
#[test]
fn generated_reference_of_functions_is_fresh() {
    let path = Path::new("../../docs/functions.md");
    let wanted = reference();
    let found = std::fs::read_to_string(path).unwrap_or_default();
    if found != wanted {
        std::fs::write(path, &wanted).unwrap();
        panic!("docs/functions.md was stale; it is written anew, commit it");
    }
}
