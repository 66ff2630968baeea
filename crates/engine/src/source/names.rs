//! Column names as SQL and screens can use them: present, different, of sane length.

use std::collections::HashSet;

use super::failures::clip;

const LONGEST: usize = 200;

/// Names made usable, and notes about those that were changed.
pub(crate) fn usable(found: &[String]) -> (Vec<String>, Vec<String>) {
    let mut taken: HashSet<String> = HashSet::new();
    let mut names = Vec::with_capacity(found.len());
    let mut changed = Vec::new();
    for (at, text) in found.iter().enumerate() {
        let base = cleaned(text, at);
        let mut name = base.clone();
        let mut count = 2;
        while !taken.insert(name.to_lowercase()) {
            name = format!("{base}_{count}");
            count += 1;
        }
        if name != *text {
            changed.push(format!(
                "column {}: “{}” is now “{}”",
                at + 1,
                clip(text, 40),
                clip(&name, 40)
            ));
        }
        names.push(name);
    }
    let notes = match changed.len() {
        0 => Vec::new(),
        1 => vec![format!("1 header was renamed: {}.", changed[0])],
        count => {
            let listed = changed
                .iter()
                .take(5)
                .cloned()
                .collect::<Vec<_>>()
                .join("; ");
            let more = if count > 5 {
                format!("; and {} more", count - 5)
            } else {
                String::new()
            };
            vec![format!("{count} headers were renamed: {listed}{more}.")]
        }
    };
    (names, notes)
}

fn cleaned(text: &str, at: usize) -> String {
    let spaced: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .take(LONGEST)
        .collect();
    let name = spaced.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    match name {
        "" => format!("column_{}", at + 1),
        "__proto__" => "proto".to_owned(),
        _ => name.to_owned(),
    }
}

/// A name for a table, taken from a file name, sheet or folder.
pub(crate) fn table(text: &str) -> String {
    let name: String = text
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '_'
            }
        })
        .take(LONGEST)
        .collect();
    let name = name.trim_matches('_').to_owned();
    if name.is_empty() {
        "table".to_owned()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(found: &[&str]) -> Vec<String> {
        usable(
            &found
                .iter()
                .map(|&name| name.to_owned())
                .collect::<Vec<_>>(),
        )
        .0
    }

    #[test]
    fn names_are_present_different_and_short() {
        assert_eq!(
            renamed(&["a", "a", "A", "", " b "]),
            ["a", "a_2", "A_3", "column_4", "b"]
        );
        assert_eq!(renamed(&["a", "a", "a_2"]), ["a", "a_2", "a_2_2"]);
        assert_eq!(
            renamed(&["__proto__", "constructor", "select"]),
            ["proto", "constructor", "select"]
        );
        assert_eq!(renamed(&[&"x".repeat(10_000)])[0].len(), 200);
        assert_eq!(renamed(&["two\nlines"]), ["two lines"]);
    }

    #[test]
    fn renaming_is_told() {
        let (_, notes) = usable(&["a".into(), "a".into()]);
        assert_eq!(notes, ["1 header was renamed: column 2: “a” is now “a_2”."]);
        assert!(usable(&["a".into(), "b".into()]).1.is_empty());
    }
}
