//! Samples: of one table (`TABLESAMPLE`), or of everything that FROM gives (`USING SAMPLE`).

use sqlparser::ast::{
    Expr, Select, TableFactor, TableSample, TableSampleKind, TableSampleUnit, Value,
};
use sqlparser::tokenizer::Span;

use super::super::scope::Scope;
use crate::{made, nodes, tree};

/// The sample that is taken of a table, which stands without it afterwards.
pub(super) fn taken_off(factor: &mut TableFactor) -> Option<Expr> {
    let (TableFactor::Table { sample, .. } | TableFactor::Derived { sample, .. }) = factor else {
        return None;
    };
    let (TableSampleKind::BeforeTableAlias(sample) | TableSampleKind::AfterTableAlias(sample)) =
        sample.take()?;
    marker(*sample)
}

/// The condition that stands for a sample; reading left it in one spelling.
fn marker(sample: TableSample) -> Option<Expr> {
    let quantity = sample.quantity?;
    let amount = match quantity.value {
        Expr::Value(value) => match value.value {
            Value::Number(digits, _) => digits,
            _ => return None,
        },
        _ => return None,
    };
    let Value::Number(seed, _) = sample.seed?.value.value else {
        return None;
    };
    let counts_rows = quantity.unit == Some(TableSampleUnit::Rows);
    Some(condition(&amount, counts_rows, &seed))
}

fn condition(amount: &str, counts_rows: bool, seed: &str) -> Expr {
    let number = |digits: &str| tree::number(digits, Span::empty());
    let amount = if counts_rows {
        amount.to_owned()
    } else {
        millionths(amount)
    };
    let counts_rows = if counts_rows { "1" } else { "0" };
    let args = vec![number(&amount), number(counts_rows), number(seed)];
    tree::call(nodes::SAMPLED, args, Span::empty())
}

/// `12.5` percent as 12500000: six digits behind the point count.
fn millionths(percent: &str) -> String {
    let (whole, part) = percent.split_once('.').unwrap_or((percent, ""));
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    let digits = format!("{whole}{part}");
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() { "0" } else { digits }.to_owned()
}

/// A table under its name, with a condition on its rows.
pub(super) fn filtered(factor: &mut TableFactor, scope: &Scope<'static>, condition: Expr) {
    let Some(source) = scope.sources.first() else {
        return;
    };
    let list = made::same(&source.name, &source.columns);
    let nothing = made::derived(made::query(made::values(Vec::new())), "", &[]);
    let inner = std::mem::replace(factor, nothing);
    let mut select = made::select(list, made::alone(inner));
    select.selection = Some(condition);
    *factor = made::derived(made::query_of(select), &source.name, &[]);
}

/// `USING SAMPLE`: the condition that reading left in a place of its own.
pub(in crate::resolve) fn of_all(select: &mut Select) -> Option<Expr> {
    let is_sample = matches!(&select.prewhere, Some(Expr::Function(function))
        if super::one_word(&function.name).value == nodes::SAMPLED);
    if !is_sample {
        return None;
    }
    let Some(Expr::Function(function)) = select.prewhere.take() else {
        return None;
    };
    let digits = |arg: &Expr| match arg {
        Expr::Value(value) => match &value.value {
            Value::Number(digits, _) => Some(digits.clone()),
            _ => None,
        },
        _ => None,
    };
    let args: Option<Vec<String>> = tree::plain_args(&function)?.iter().map(digits).collect();
    match args?.as_slice() {
        [amount, counts_rows, seed] => Some(condition(amount, counts_rows == "1", seed)),
        _ => None,
    }
}
