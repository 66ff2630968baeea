//! `generate_series`, `range` and `unnest` in FROM, written out as rows while planning.
//!
//! The bounds must be constants or parameters: how many rows there are is known before anything runs.

mod moment;

use sqlparser::ast::{
    BinaryOperator, Expr, FunctionArg, FunctionArgExpr, Ident, Join, JoinConstraint, JoinOperator,
    Query, TableAlias, TableFactor, UnaryOperator, Value,
};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use super::super::scope::Scope;
use crate::{guard, made, tree};
use moment::{Moment, Step};

/// Whole numbers of one series, at most.
const NUMBERS: u64 = 10_000_000;
/// Rows that are written out one by one; longer series of numbers are made of two such lists.
const WRITTEN: i64 = 1_000;

/// A bound or step as planning knows it.
enum Constant {
    Whole(i64),
    Moment(Moment),
    Step(Step),
}

/// Whether `unnest` is given a list that is written out, of constants alone.
pub(super) fn is_written_out(lists: &[Expr]) -> bool {
    fn is_constant(item: &Expr) -> bool {
        match item {
            Expr::Value(_) | Expr::TypedString(_) => true,
            Expr::UnaryOp { expr, .. } | Expr::Cast { expr, .. } | Expr::Nested(expr) => {
                is_constant(expr)
            }
            _ => false,
        }
    }
    matches!(lists, [Expr::Array(list)] if list.elem.iter().all(is_constant))
}

/// Whether a table function is one of these.
pub(super) fn is_series(name: &str) -> bool {
    ["generate_series", "range"].contains(&name.to_lowercase().as_str())
}

impl Resolver<'_> {
    /// A series in FROM as a table of rows; its column is called like the table.
    pub(super) fn series(
        &mut self,
        word: &Ident,
        args: &[FunctionArg],
        alias: Option<TableAlias>,
        around: &Scope<'_>,
    ) -> Option<(TableFactor, Scope<'static>)> {
        let name = word.value.to_lowercase();
        let column = name_of(alias.as_ref(), &name);
        if super::lateral::reads_rows(args, around) {
            let mut args: Vec<Expr> = args.iter().filter_map(tree::plain_arg).collect();
            if args.len() == 1 {
                args.insert(0, tree::number("0", word.span));
            }
            let list = tree::call(&name, args, word.span);
            let alias = alias.or_else(|| Some(made::alias(&name, &[])));
            return Some(self.taken_apart(vec![list], alias, false, around));
        }
        let mut constants = Vec::with_capacity(args.len());
        for arg in args {
            constants.push(self.constant(&name, arg, word.span, around)?);
        }
        let includes_end = name == "generate_series";
        let query = match constants.as_slice() {
            [Constant::Whole(end)] => self.numbers((0, *end, 1), includes_end, word.span)?,
            [Constant::Whole(start), Constant::Whole(end)] => {
                self.numbers((*start, *end, 1), includes_end, word.span)?
            }
            [
                Constant::Whole(start),
                Constant::Whole(end),
                Constant::Whole(step),
            ] => self.numbers((*start, *end, *step), includes_end, word.span)?,
            [
                Constant::Moment(start),
                Constant::Moment(end),
                Constant::Step(step),
            ] => self.moments((*start, *end), *step, includes_end, word.span)?,
            _ => {
                let message = format!("`{name}` cannot count with these values.");
                let hint = "Give whole numbers, as in (1, 10), or dates with a step, as in (DATE '2026-01-01', DATE '2026-12-31', INTERVAL '1 month').";
                self.error(word.span, "SQL_VALUE", message, hint);
                return None;
            }
        };
        Some(self.made_table(query, alias, &column))
    }

    /// `UNNEST([1, 2, 3])` as a table of rows.
    pub(super) fn unnested(
        &mut self,
        lists: &mut [Expr],
        alias: Option<TableAlias>,
        around: &Scope<'_>,
    ) -> Option<(TableFactor, Scope<'static>)> {
        let [Expr::Array(list)] = lists else {
            return None;
        };
        let column = name_of(alias.as_ref(), "unnest");
        let nothing = Scope::inside(around.parent);
        let mut rows = Vec::with_capacity(list.elem.len());
        for item in &mut list.elem {
            self.expression(item, &nothing);
            rows.push(vec![item.clone()]);
        }
        let query = if rows.is_empty() {
            no_rows(tree::null(Span::empty()))
        } else {
            made::query(made::values(rows))
        };
        Some(self.made_table(query, alias, &column))
    }

    fn made_table(
        &mut self,
        query: Query,
        mut alias: Option<TableAlias>,
        column: &str,
    ) -> (TableFactor, Scope<'static>) {
        let part = self.made_name();
        let columns = [column.to_owned()];
        let inner = made::derived(query, &part, &columns);
        let list = made::same(&part, &columns);
        let whole = made::query_of(made::select(list, made::alone(inner)));
        if alias.is_none() {
            alias = Some(made::alias(column, &[]));
        }
        let scope = self.aliased(columns.to_vec(), &mut alias);
        let table = TableFactor::Derived {
            lateral: false,
            subquery: Box::new(whole),
            alias,
            sample: None,
        };
        (table, scope)
    }

    fn constant(
        &mut self,
        name: &str,
        arg: &FunctionArg,
        span: Span,
        around: &Scope<'_>,
    ) -> Option<Constant> {
        let known = match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(given)) => {
                let mut expr = given.clone();
                let errors = self.diagnostics.len();
                self.expression(&mut expr, &Scope::inside(around.parent));
                if self.diagnostics.len() > errors {
                    return None;
                }
                constant(&expr)
            }
            _ => None,
        };
        if known.is_none() {
            let what = format!("`{name}` over values that only the rows know");
            let hint = "Write its bounds as numbers, dates or parameters.";
            self.unsupported(&what, span, hint);
        }
        known
    }

    fn numbers(
        &mut self,
        (start, end, step): (i64, i64, i64),
        includes_end: bool,
        span: Span,
    ) -> Option<Query> {
        if step == 0 {
            return self.never_ends(span);
        }
        let distance = (i128::from(end) - i128::from(start)) * i128::from(step.signum());
        let size = i128::from(step.unsigned_abs());
        let count = match (distance, includes_end) {
            (..0, _) => 0,
            (distance, true) => distance / size + 1,
            (distance, false) => (distance + size - 1) / size,
        };
        let number = |value: i64| tree::number(&value.to_string(), Span::empty());
        let Ok(count) = i64::try_from(count) else {
            return self.too_long(NUMBERS, span);
        };
        if count.unsigned_abs() > NUMBERS {
            return self.too_long(NUMBERS, span);
        }
        if count == 0 {
            return Some(no_rows(number(start)));
        }
        let listed = |from: i64, step: i64, count: i64| {
            let rows = (0..count).map(|at| vec![number(from.wrapping_add(step.wrapping_mul(at)))]);
            made::query(made::values(rows.collect()))
        };
        if count <= WRITTEN {
            return Some(listed(start, step, count));
        }
        let Some(stride) = step.checked_mul(WRITTEN) else {
            return self.too_long(WRITTEN.unsigned_abs(), span);
        };
        let (high, low) = (self.made_name(), self.made_name());
        let place = ["place".to_owned(), "value".to_owned()];
        let blocks = (count - 1) / WRITTEN + 1;
        let rows = (0..blocks).map(|at| {
            let value = start.wrapping_add(stride.wrapping_mul(at));
            vec![number(at * WRITTEN), number(value)]
        });
        let blocks = made::query(made::values(rows.collect()));
        let rows = (0..WRITTEN).map(|at| vec![number(at), number(step.wrapping_mul(at))]);
        let inside = made::query(made::values(rows.collect()));
        let mut from = made::alone(made::derived(blocks, &high, &place));
        from.joins.push(Join {
            relation: made::derived(inside, &low, &place),
            global: false,
            join_operator: JoinOperator::CrossJoin(JoinConstraint::None),
        });
        let sum = |name: &str| {
            tree::binary(
                tree::column(&high, name, Span::empty()),
                BinaryOperator::Plus,
                tree::column(&low, name, Span::empty()),
            )
        };
        let mut select = made::select(vec![made::item(sum("value"), "value")], from);
        select.selection = Some(tree::binary(
            sum("place"),
            BinaryOperator::Lt,
            number(count),
        ));
        Some(made::query_of(select))
    }

    fn moments(
        &mut self,
        (start, end): (Moment, Moment),
        step: Step,
        includes_end: bool,
        span: Span,
    ) -> Option<Query> {
        let Some(direction) = step.direction() else {
            return self.never_ends(span);
        };
        let is_day = start.is_day && end.is_day && step.is_whole_days();
        let mut rows = Vec::new();
        let mut now = start;
        loop {
            let order = now.cmp_time(&end);
            let is_past = order == direction || (order.is_eq() && !includes_end);
            if is_past {
                break;
            }
            if rows.len() == guard::LIST_ITEMS {
                return self.too_long(guard::LIST_ITEMS as u64, span);
            }
            rows.push(vec![now.written(is_day)]);
            let Some(next) = now.plus(&step) else {
                break;
            };
            now = next;
        }
        if rows.is_empty() {
            return Some(no_rows(start.written(is_day)));
        }
        Some(made::query(made::values(rows)))
    }

    fn never_ends(&mut self, span: Span) -> Option<Query> {
        let message = "A series with a step of zero never ends.".to_owned();
        let hint = "Give a step above or below zero.";
        self.error(span, "SQL_VALUE", message, hint);
        None
    }

    fn too_long(&mut self, most: u64, span: Span) -> Option<Query> {
        let message = format!("This series is longer than {most} rows.");
        let hint = "Bring its ends closer together, or take a larger step.";
        self.error(span, "SQL_SERIES_TOO_LONG", message, hint);
        None
    }
}

/// The column of a table function: the table's name, unless the alias names the column.
fn name_of(alias: Option<&TableAlias>, function: &str) -> String {
    match alias {
        Some(alias) if alias.columns.is_empty() => alias.name.value.clone(),
        _ => function.to_owned(),
    }
}

fn no_rows(of: Expr) -> Query {
    let values = made::query(made::values(vec![vec![of]]));
    let names = ["value".to_owned()];
    let from = made::alone(made::derived(values, "none", &names));
    let mut select = made::select(made::same("none", &names), from);
    select.selection = Some(tree::truth(false, Span::empty()));
    made::query_of(select)
}

fn constant(expr: &Expr) -> Option<Constant> {
    match expr {
        Expr::Interval(interval) => Step::of(interval).map(Constant::Step),
        Expr::Nested(inner) => constant(inner),
        Expr::TypedString(typed) => match &typed.value.value {
            Value::SingleQuotedString(text) => {
                Moment::read(text, &typed.data_type).map(Constant::Moment)
            }
            _ => None,
        },
        Expr::Cast {
            expr: inner,
            data_type,
            ..
        } => match inner.as_ref() {
            Expr::Value(value) => match &value.value {
                Value::SingleQuotedString(text) => {
                    Moment::read(text, data_type).map(Constant::Moment)
                }
                _ => whole(inner).map(Constant::Whole),
            },
            _ => None,
        },
        other => whole(other).map(Constant::Whole),
    }
}

/// A whole number written as a constant calculation.
fn whole(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::Number(digits, _) => digits.replace('_', "").parse().ok(),
            _ => None,
        },
        Expr::Nested(inner) => whole(inner),
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr,
        } => whole(expr)?.checked_neg(),
        Expr::UnaryOp {
            op: UnaryOperator::Plus,
            expr,
        } => whole(expr),
        Expr::BinaryOp { left, op, right } => {
            let (left, right) = (whole(left)?, whole(right)?);
            match op {
                BinaryOperator::Plus => left.checked_add(right),
                BinaryOperator::Minus => left.checked_sub(right),
                BinaryOperator::Multiply => left.checked_mul(right),
                _ => None,
            }
        }
        _ => None,
    }
}
