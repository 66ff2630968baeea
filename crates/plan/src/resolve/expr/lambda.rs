//! The names that functions without a name give to their values.

use sqlparser::ast::{Ident, LambdaFunction, LambdaFunctionParameter, OneOrManyWithParens};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use crate::guard;

impl Resolver<'_> {
    /// Refuses one function too many inside of others.
    pub(super) fn functions_too_deep(&mut self, lambda: &LambdaFunction) {
        let first = match &lambda.params {
            OneOrManyWithParens::One(one) => Some(one),
            OneOrManyWithParens::Many(several) => several.first(),
        };
        let span = first.map_or(Span::empty(), |parameter| parameter.name.span);
        let message = format!(
            "Functions without a name nest more than {} levels deep here.",
            guard::FUNCTIONS
        );
        let hint = "Compute an inner list in a named query (WITH) first.";
        self.error(span, "SQL_TOO_DEEP", message, hint);
    }
}

/// The names of a function's values; they are made exact in place.
pub(super) fn parameters(lambda: &mut LambdaFunction) -> Vec<String> {
    let exact = |parameter: &mut LambdaFunctionParameter| {
        parameter.name.quote_style = Some('"');
        parameter.name.value.clone()
    };
    match &mut lambda.params {
        OneOrManyWithParens::One(one) => vec![exact(one)],
        OneOrManyWithParens::Many(several) => several.iter_mut().map(exact).collect(),
    }
}

/// The exact name that a word means among these, innermost first; none when it is none of them.
pub(super) fn parameter<'p>(params: &'p [Vec<String>], word: &Ident) -> Option<&'p str> {
    let lower = word.value.to_lowercase();
    params
        .iter()
        .rev()
        .flatten()
        .find(|name| {
            **name == word.value || (word.quote_style.is_none() && name.to_lowercase() == lower)
        })
        .map(String::as_str)
}
