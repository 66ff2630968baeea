//! What a person is told about a function: how it is called, what it does, an example.

use crate::complete::signature;
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
    let list = functions();
    let canonical = list.canonical(name).unwrap_or_else(|| name.to_owned());
    let scalar = list.scalar(&canonical);
    let aggregate = list.aggregate(&canonical);
    let window = list.window(&canonical);
    let documentation = scalar
        .as_ref()
        .and_then(|function| function.documentation())
        .or_else(|| {
            aggregate
                .as_ref()
                .and_then(|function| function.documentation())
        })
        .or_else(|| {
            window
                .as_ref()
                .and_then(|function| function.documentation())
        });
    Help {
        call: signature(name),
        about: documentation.map_or_else(String::new, |known| sentence(&known.description)),
        example: String::new(),
    }
}

/// The first sentence of a description.
fn sentence(description: &str) -> String {
    let plain = description.split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.find(". ") {
        Some(at) => plain[..=at].to_owned(),
        None => plain,
    }
}
