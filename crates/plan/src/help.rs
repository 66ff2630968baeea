//! What a person is told about a function: how it is called, what it does, an example.

use crate::functions::functions;

/// The help for one function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Help {
    /// `round(number, digits)`.
    pub(crate) call: String,
    /// One sentence; may be empty.
    pub(crate) about: String,
    /// An expression with its value; may be empty.
    pub(crate) example: String,
}

/// Help for a function by any of its names, in lower case.
pub(crate) fn help(name: &str) -> Help {
    match functions().entry(name) {
        Some(entry) => Help {
            call: entry.call_as(name),
            about: entry.about.to_owned(),
            example: entry.example.to_owned(),
        },
        None => Help {
            call: format!("{name}(…)"),
            about: String::new(),
            example: String::new(),
        },
    }
}
