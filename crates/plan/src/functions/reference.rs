//! The written reference of functions, made from the table.

use std::fmt::Write as _;

use super::table::{OVER_ROWS, areas};

/// The rows that examples of aggregates and windows read, as a relation of the columns `k`, `v`
/// and `w`.
pub const ROWS: &str = "(values ('a', 1, 10), ('a', 2, 20), ('b', 4, 30), ('b', 4, null), ('b', null, 40)) as t(k, v, w)";

const HEAD: &str = "# Functions

Every function by what it is about, with the other names that it is known by. Names are found without
regard to case. Unless said otherwise, a function of a null is null. Made from the table of functions in
`crates/plan/src/functions/table`; a test compares every value below with the engine's.
";

const OVER: &str = "
Examples read these rows, in this order:

| k | v | w |
|---|---|---|
| a | 1 | 10 |
| a | 2 | 20 |
| b | 4 | 30 |
| b | 4 | null |
| b | null | 40 |
";

/// The reference as Markdown.
pub fn reference() -> String {
    let mut text = HEAD.to_owned();
    for area in areas() {
        let _ = write!(text, "\n## {}\n", area.title);
        if Some(&area.title) == OVER_ROWS.first() {
            text.push_str(OVER);
        }
        text.push_str("\n| function | gives | example |\n|---|---|---|\n");
        for entry in area.entries {
            let others: Vec<String> = entry
                .aliases
                .iter()
                .map(|name| format!("`{name}`"))
                .collect();
            let also = if others.is_empty() {
                String::new()
            } else {
                format!(" Also {}.", others.join(", "))
            };
            let (example, value) = entry.worked_example();
            let worked = if value.is_empty() {
                format!("`{example}`")
            } else {
                format!("`{example}` → {value}")
            };
            let _ = writeln!(
                text,
                "| `{}` | {}{also} | {} |",
                entry.call,
                entry.about,
                worked.replace('|', "\\|")
            );
        }
    }
    text
}
