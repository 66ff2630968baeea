//! Measures of a gesture as calls of aggregates.

use model::{Aggregate, DataType, Field, Measure};
use sqlparser::ast::{self, BinaryOperator, Expr, OrderByExpr, OrderByOptions};

use super::{HERE, Question};
use crate::near::shortened;
use crate::tree;
use crate::types::words;

impl Question<'_> {
    /// A measure before any calculation; none when it cannot be made, which is then said.
    pub(super) fn measure(&mut self, measure: &Measure) -> Option<Expr> {
        if measure.field.is_empty() {
            return Some(count_rows());
        }
        let (column, field) = self.column(&measure.field)?;
        self.refuse_no_number(measure.aggregate, &field)?;
        let call = |name: &str| tree::call(name, vec![column.clone()], HERE);
        Some(match measure.aggregate {
            Aggregate::Sum => call("sum"),
            Aggregate::Average => call("avg"),
            Aggregate::Median => call("median"),
            Aggregate::Min => call("min"),
            Aggregate::Max => call("max"),
            Aggregate::Count => call("count"),
            Aggregate::CountDistinct => distinct(call("count")),
            Aggregate::StandardDeviation => call("stddev"),
            Aggregate::Variance => call("var"),
            Aggregate::Percentile => {
                let share = self.share(measure)?;
                quantile(&share, column)
            }
            Aggregate::First => self.at_end(measure, column, "first_value")?,
            Aggregate::Last => self.at_end(measure, column, "last_value")?,
            Aggregate::LowerWhisker | Aggregate::UpperWhisker | Aggregate::Outliers => {
                self.beyond(measure, &column)?
            }
            Aggregate::IntervalLow => interval_end(&call, BinaryOperator::Minus),
            Aggregate::IntervalHigh => interval_end(&call, BinaryOperator::Plus),
            Aggregate::ShareTrue => {
                tree::binary(held(&call), BinaryOperator::Divide, call("count"))
            }
            Aggregate::ShareLow => share_end(&call, BinaryOperator::Minus),
            Aggregate::ShareHigh => share_end(&call, BinaryOperator::Plus),
        })
    }

    fn refuse_no_number(&mut self, aggregate: Aggregate, field: &Field) -> Option<()> {
        let what = match aggregate {
            Aggregate::ShareTrue | Aggregate::ShareLow | Aggregate::ShareHigh => {
                return self.refuse_no_truth(field);
            }
            Aggregate::Sum => "sum",
            Aggregate::Average => "average",
            Aggregate::Median => "median",
            Aggregate::Percentile => "percentile",
            Aggregate::StandardDeviation => "standard deviation",
            Aggregate::Variance => "variance",
            Aggregate::LowerWhisker | Aggregate::UpperWhisker => "whisker",
            Aggregate::Outliers => "outlier",
            Aggregate::IntervalLow | Aggregate::IntervalHigh => "95 % interval",
            Aggregate::Min
            | Aggregate::Max
            | Aggregate::Count
            | Aggregate::CountDistinct
            | Aggregate::First
            | Aggregate::Last => return Some(()),
        };
        if field.data_type.is_numeric() {
            return Some(());
        }
        let message = format!(
            "`{}` is {}; it can be counted, but it has no {what}.",
            shortened(&field.name),
            words(&field.data_type),
        );
        self.error("SQL_TYPES", message, "Choose count, or a number column.");
        None
    }

    fn refuse_no_truth(&mut self, field: &Field) -> Option<()> {
        if field.data_type == DataType::Boolean {
            return Some(());
        }
        let message = format!(
            "`{}` is {}; it can be counted, but it has no share of true values.",
            shortened(&field.name),
            words(&field.data_type),
        );
        self.error("SQL_TYPES", message, "Choose count, or a column of truths.");
        None
    }

    /// The percentile as a share of 1: `90` is `0.90`, moved digit by digit.
    fn share(&mut self, measure: &Measure) -> Option<String> {
        let text = measure.percentile.as_deref().map(str::trim);
        let share = text.and_then(share_of);
        if share.is_none() {
            let message = format!(
                "`{}` is no percentile between 0 and 100.",
                shortened(text.unwrap_or_default())
            );
            self.error("SQL_VALUE", message, "Choose one such as 90.");
        }
        share
    }

    /// The value at one end of the rows that have one: along a column, or in the order of rows.
    fn at_end(&mut self, measure: &Measure, column: Expr, name: &str) -> Option<Expr> {
        let along = match &measure.along {
            Some(along) => Some(self.column(along)?.0),
            None => None,
        };
        let known = Expr::IsNotNull(Box::new(column.clone()));
        let condition = match &along {
            Some(along) => tree::binary(
                known,
                BinaryOperator::And,
                Expr::IsNotNull(Box::new(along.clone())),
            ),
            None => known,
        };
        let Expr::Function(mut function) = tree::call(name, vec![column], HERE) else {
            return None;
        };
        function.filter = Some(Box::new(condition));
        if let (Some(along), ast::FunctionArguments::List(list)) = (along, &mut function.args) {
            let order = vec![ascending(along)];
            list.clauses = vec![ast::FunctionArgumentClause::OrderBy(order)];
        }
        Some(Expr::Function(function))
    }
}

/// 0 to 100 as decimal text, divided by 100 without rounding; none of anything else.
fn share_of(text: &str) -> Option<String> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = !whole.is_empty() && whole.len() <= 3 && rest.len() <= 15;
    if !is_plain || !is_digits(whole) || !is_digits(rest) {
        return None;
    }
    let value: f64 = text.parse().ok()?;
    if !(0.0..=100.0).contains(&value) {
        return None;
    }
    let padded = format!("{whole:0>3}");
    let (ones, hundredths) = padded.split_at(1);
    Some(format!("{ones}.{hundredths}{rest}"))
}

/// An end of the 95 % confidence interval of a mean: mean ∓ t(0.975, n − 1) · s / √n (Student, The Probable
/// Error of a Mean, 1908).
fn interval_end(call: &dyn Fn(&str) -> Expr, side: BinaryOperator) -> Expr {
    let freedom = tree::binary(
        call("count"),
        BinaryOperator::Minus,
        tree::number("1", HERE),
    );
    let share = tree::number("0.975", HERE);
    let times = tree::call("inverse_t_cdf", vec![share, freedom], HERE);
    let root = tree::call("sqrt", vec![call("count")], HERE);
    let error = tree::binary(call("stddev"), BinaryOperator::Divide, root);
    let reach = tree::binary(times, BinaryOperator::Multiply, tree::nested(error));
    tree::nested(tree::binary(call("avg"), side, tree::nested(reach)))
}

/// An end of the 95 % interval of a share by Wilson's score (Wilson, Probable Inference, the Law of Succession, and
/// Statistical Inference, 1927; method 3 of Newcombe, Two-sided confidence intervals for the single proportion, 1998):
/// (x + z²/2 ∓ z · √(x · (n − x) / n + z²/4)) / (n + z²), with x of n values true and z the normal quantile of 0.975.
fn share_end(call: &dyn Fn(&str) -> Expr, side: BinaryOperator) -> Expr {
    use BinaryOperator::{Divide, Minus, Multiply, Plus};
    // z, z²/2, z²/4 and z² of z = 1.959963984540054, as doubles.
    let [z, half, quarter, square] = [
        "1.959963984540054e0",
        "1.920729410347062e0",
        "0.960364705173531e0",
        "3.841458820694124e0",
    ]
    .map(|digits| tree::number(digits, HERE));
    let (whole, held) = (|| call("count"), || held(call));
    let others = tree::nested(tree::binary(whole(), Minus, held()));
    let mixed = tree::binary(tree::binary(held(), Multiply, others), Divide, whole());
    let root = tree::call("sqrt", vec![tree::binary(mixed, Plus, quarter)], HERE);
    let middle = tree::binary(held(), Plus, half);
    let reach = tree::binary(z, Multiply, root);
    tree::binary(
        tree::nested(tree::binary(middle, side, reach)),
        Divide,
        tree::nested(tree::binary(whole(), Plus, square)),
    )
}

pub(super) fn ascending(expr: Expr) -> OrderByExpr {
    OrderByExpr {
        expr,
        options: OrderByOptions {
            asc: Some(true),
            nulls_first: None,
        },
        with_fill: None,
    }
}

pub(super) fn quantile(share: &str, column: Expr) -> Expr {
    match tree::call("percentile_cont", vec![tree::number(share, HERE)], HERE) {
        Expr::Function(mut function) => {
            function.within_group = vec![ascending(column)];
            Expr::Function(function)
        }
        other => other,
    }
}

/// How many values of a column of truths are true.
fn held(call: &dyn Fn(&str) -> Expr) -> Expr {
    let Expr::Function(mut function) = call("count") else {
        return tree::null(HERE);
    };
    if let ast::FunctionArguments::List(list) = &function.args
        && let Some(ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Expr(column))) =
            list.args.first()
    {
        function.filter = Some(Box::new(column.clone()));
    }
    Expr::Function(function)
}

fn count_rows() -> Expr {
    let Expr::Function(mut count) = tree::call("count", Vec::new(), HERE) else {
        return tree::null(HERE);
    };
    if let ast::FunctionArguments::List(list) = &mut count.args {
        list.args = vec![ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Wildcard)];
    }
    Expr::Function(count)
}

fn distinct(call: Expr) -> Expr {
    let Expr::Function(mut function) = call else {
        return call;
    };
    if let ast::FunctionArguments::List(list) = &mut function.args {
        list.duplicate_treatment = Some(ast::DuplicateTreatment::Distinct);
    }
    Expr::Function(function)
}
