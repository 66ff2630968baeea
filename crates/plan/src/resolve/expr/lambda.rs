//! The names that functions without a name give to their values.

use sqlparser::ast::{Ident, LambdaFunction, LambdaFunctionParameter, OneOrManyWithParens};

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
