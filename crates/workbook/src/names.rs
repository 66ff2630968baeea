//! Which names cells and sources may have, and what to suggest when one is taken.

use model::Workbook;

/// Longest name of a cell or source, in characters.
pub const LONGEST_NAME: usize = 64;

/// Why a name cannot be used, as the end of a sentence.
///
/// # Errors
/// The reason in words: "it is empty".
pub fn check(name: &str) -> Result<(), &'static str> {
    if name.is_empty() {
        return Err("it is empty");
    }
    if name.trim() != name {
        return Err("it begins or ends with a space");
    }
    if name.chars().count() > LONGEST_NAME {
        return Err("it is longer than 64 characters");
    }
    if name.chars().any(is_invisible) {
        return Err("it holds a line break or an invisible character");
    }
    if name.contains(['"', '`']) {
        return Err("it holds a quotation mark");
    }
    Ok(())
}

/// Why a name cannot be read as `:name`, as the end of a sentence.
///
/// # Errors
/// The reason in words.
pub fn check_parameter(name: &str) -> Result<(), &'static str> {
    check(name)?;
    let mut letters = name.chars();
    let first_fits = letters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_');
    if first_fits && letters.all(|letter| letter.is_alphanumeric() || letter == '_') {
        Ok(())
    } else {
        Err(
            "a parameter is read as :name, so it takes letters, digits and _ and begins with a letter",
        )
    }
}

/// `wanted` with whatever cannot stand in a parameter's name replaced by `_`.
pub fn as_parameter(wanted: &str) -> String {
    let name: String = wanted
        .trim()
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '_'
            }
        })
        .take(LONGEST_NAME - 8)
        .collect();
    if check_parameter(&name).is_ok() {
        name
    } else {
        format!("p_{name}")
    }
}

/// Two names are the same name when this is equal: case does not count.
pub fn fold(name: &str) -> String {
    name.to_lowercase()
}

/// The first free name for a cell: `wanted`, `wanted_2`, `wanted_3`...
///
/// What cannot stand in a name is replaced, so that any text gives a usable name.
pub fn free_cell_name(book: &Workbook, wanted: &str) -> String {
    free(wanted, "cell", |name| {
        book.cells.iter().any(|cell| fold(&cell.name) == name)
    })
}

/// The first free name for a source: `wanted`, `wanted_2`, `wanted_3`...
pub fn free_source_name(book: &Workbook, wanted: &str) -> String {
    free(wanted, "source", |name| {
        book.sources.iter().any(|source| fold(&source.name) == name)
    })
}

fn free(wanted: &str, otherwise: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let base = usable(wanted, otherwise);
    if !is_taken(&fold(&base)) {
        return base;
    }
    let stem: String = base.chars().take(LONGEST_NAME - 8).collect();
    let stem = stem.trim_end();
    let mut number: u64 = 2;
    loop {
        let name = format!("{stem}_{number}");
        if !is_taken(&fold(&name)) {
            return name;
        }
        number += 1;
    }
}

fn usable(wanted: &str, otherwise: &str) -> String {
    let seen: String = wanted
        .chars()
        .map(|letter| {
            if is_invisible(letter) || letter == '"' || letter == '`' {
                '_'
            } else {
                letter
            }
        })
        .take(LONGEST_NAME)
        .collect();
    let seen = seen.trim();
    if seen.is_empty() {
        otherwise.to_owned()
    } else {
        seen.to_owned()
    }
}

/// Whether a character hides or turns around what is written: control, zero-width, bidirectional.
pub(crate) fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_NAME, check, check_parameter, free};

    #[test]
    fn plain_names_fit_and_hostile_ones_say_why() {
        for name in [
            "revenue_by_month",
            "Größe",
            "monthly revenue",
            "a-b",
            "select",
        ] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
        for name in [
            "",
            " a",
            "a\n",
            "a\u{202e}b",
            "a\"b",
            &"x".repeat(LONGEST_NAME + 1),
        ] {
            assert!(check(name).is_err(), "{name:?}");
        }
        assert_eq!(check(&"x".repeat(LONGEST_NAME)), Ok(()));
    }

    #[test]
    fn parameter_names_can_stand_after_a_colon() {
        assert_eq!(check_parameter("period"), Ok(()));
        assert_eq!(check_parameter("_année2"), Ok(()));
        for name in ["2nd", "a b", "a-b", ""] {
            assert!(check_parameter(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn a_suggestion_is_always_a_valid_free_name() {
        let long = "x".repeat(200);
        for wanted in ["sales", "", "\n", "a\"b", "  spaced  ", &long] {
            let first = free(wanted, "cell", |_| false);
            let second = free(wanted, "cell", |name| name == first.to_lowercase());
            assert_eq!(check(&first), Ok(()), "{wanted:?}");
            assert_eq!(check(&second), Ok(()), "{wanted:?}");
            assert_ne!(first, second);
        }
        assert_eq!(
            free("Sales", "cell", |name| name == "sales" || name == "sales_2"),
            "Sales_3"
        );
    }
}
