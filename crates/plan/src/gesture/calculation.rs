//! Calculations over marks as window functions: along the position, split by all other keys.
//!
//! Earlier periods are found by their number, not by counting rows, so that a period that is
//! missing gives no value instead of a wrong one.

use model::{Calculation, Earlier, Key, Measure, Query, TimeUnit, Within};
use sqlparser::ast::{
    BinaryOperator, DataType as TreeType, Expr, WindowFrameBound, WindowFrameUnits,
};

use super::from::{case, double, ordered, over};
use super::{HERE, MARKS, Question};
use crate::near::shortened;
use crate::tree;

type Frame = (WindowFrameUnits, WindowFrameBound, WindowFrameBound);

impl Question<'_> {
    /// What is made of a measure of the marks.
    pub(super) fn calculation(
        &mut self,
        query: &Query,
        measure: &Measure,
        calculation: &Calculation,
    ) -> Option<Expr> {
        let value = mark(&measure.name);
        match calculation {
            Calculation::Share { within } => {
                let partition = split(query, *within);
                let total = over("sum", vec![value.clone()], partition, Vec::new(), None);
                let total = tree::call("nullif", vec![double(total), number(0)], HERE);
                Some(binary(double(value), BinaryOperator::Divide, total))
            }
            Calculation::Rank { within, ascending } => {
                let partition = split(query, *within);
                let order = vec![ordered(value.clone(), !ascending)];
                let rank = over("rank", Vec::new(), partition, order, None);
                Some(where_known(&value, rank))
            }
            Calculation::Running => {
                let position = self.position(query)?;
                let at = mark(&position.name);
                let frame = (
                    WindowFrameUnits::Rows,
                    WindowFrameBound::Preceding(None),
                    WindowFrameBound::CurrentRow,
                );
                let partition = split(query, Within::Series);
                let order = vec![ordered(at.clone(), false)];
                let total = over("sum", vec![value], partition, order, Some(frame));
                Some(where_known(&at, total))
            }
            Calculation::Difference { to } => {
                let before = self.earlier(query, &value, *to)?;
                Some(binary(value, BinaryOperator::Minus, before))
            }
            Calculation::Growth { to } => {
                let before = double(self.earlier(query, &value, *to)?);
                let change = binary(double(value), BinaryOperator::Minus, before.clone());
                let base = tree::call("abs", vec![before], HERE);
                let base = tree::call("nullif", vec![base, number(0)], HERE);
                Some(binary(change, BinaryOperator::Divide, base))
            }
            Calculation::MovingAverage { periods } => self.moving(query, &value, *periods),
        }
    }

    /// The value of the same series at an earlier period; null when there is none.
    fn earlier(&mut self, query: &Query, value: &Expr, to: Earlier) -> Option<Expr> {
        let (at, unit) = self.period(query)?;
        let (period, distance) = match to {
            Earlier::Period => (period_number(&at, unit), 1),
            Earlier::Year => number_by_year(&at, unit),
        };
        let bound = || WindowFrameBound::Preceding(Some(Box::new(number(distance))));
        let frame = (WindowFrameUnits::Range, bound(), bound());
        let order = vec![ordered(period, false)];
        let partition = split(query, Within::Series);
        let before = over("max", vec![value.clone()], partition, order, Some(frame));
        Some(where_known(&at, before))
    }

    /// The mean of this and the periods before it; null unless all of them have a value.
    fn moving(&mut self, query: &Query, value: &Expr, periods: u32) -> Option<Expr> {
        let (at, unit) = self.period(query)?;
        let of = |name: &str| {
            let frame: Frame = (
                WindowFrameUnits::Range,
                WindowFrameBound::Preceding(Some(Box::new(number(
                    i64::from(periods).saturating_sub(1),
                )))),
                WindowFrameBound::CurrentRow,
            );
            let order = vec![ordered(period_number(&at, unit), false)];
            let partition = split(query, Within::Series);
            over(name, vec![value.clone()], partition, order, Some(frame))
        };
        let known = Expr::IsNotNull(Box::new(at.clone()));
        let is_whole = tree::binary(of("count"), BinaryOperator::Eq, number(i64::from(periods)));
        let both = tree::binary(known, BinaryOperator::And, is_whole);
        Some(case(vec![(both, of("avg"))], None))
    }

    fn position<'q>(&mut self, query: &'q Query) -> Option<&'q Key> {
        let found = query.keys.iter().find(|key| is_position(query, key));
        if found.is_none() {
            self.error(
                "SQL_UNSUPPORTED",
                "A calculation runs along a position, and there is none.".to_owned(),
                "Put a date on an axis.",
            );
        }
        found
    }

    /// The position as a mark has it, and its time unit.
    fn period(&mut self, query: &Query) -> Option<(Expr, TimeUnit)> {
        let position = self.position(query)?;
        if let Some(unit) = position.unit {
            return Some((mark(&position.name), unit));
        }
        let message = format!(
            "`{}` has no time unit, so there are no earlier periods.",
            shortened(&position.field)
        );
        self.error("SQL_UNSUPPORTED", message, "Choose a time unit.");
        None
    }
}

/// A column of the marks.
pub(super) fn mark(name: &str) -> Expr {
    tree::column(MARKS, name, HERE)
}

fn is_position(query: &Query, key: &Key) -> bool {
    query.position.as_ref() == Some(&key.name)
}

/// The keys whose values marks must share to be taken together; totals are taken with totals.
fn split(query: &Query, within: Within) -> Vec<Expr> {
    let keys = query.keys.iter().filter(|key| match within {
        Within::Chart => false,
        Within::Position => is_position(query, key),
        Within::Series => !is_position(query, key),
    });
    let depths = query
        .levels
        .iter()
        .flat_map(|levels| [&levels.row_depth, &levels.column_depth]);
    keys.map(|key| &key.name)
        .chain(depths)
        .map(|name| mark(name))
        .collect()
}

fn where_known(known: &Expr, result: Expr) -> Expr {
    let condition = Expr::IsNotNull(Box::new(known.clone()));
    case(vec![(condition, result)], None)
}

fn number(of: i64) -> Expr {
    tree::number(&of.to_string(), HERE)
}

fn binary(left: Expr, op: BinaryOperator, right: Expr) -> Expr {
    tree::nested(tree::binary(left, op, right))
}

fn whole(expr: Expr) -> Expr {
    tree::cast(expr, TreeType::BigInt(None))
}

fn part(name: &str, at: &Expr) -> Expr {
    let part = tree::text(name, HERE);
    whole(tree::call("date_part", vec![part, at.clone()], HERE))
}

/// `units` in which each step of `number` makes room for `next` below `size`.
fn packed(number_now: Expr, size: i64, next: Expr) -> Expr {
    let room = binary(number_now, BinaryOperator::Multiply, number(size));
    binary(room, BinaryOperator::Plus, next)
}

/// A whole number that is one more for each following period.
fn period_number(at: &Expr, unit: TimeUnit) -> Expr {
    let since_1970 = |seconds: i64| {
        let epoch = tree::text("epoch", HERE);
        let epoch = tree::call("date_part", vec![epoch, at.clone()], HERE);
        let periods = binary(double(epoch), BinaryOperator::Divide, number(seconds));
        whole(tree::call("floor", vec![periods], HERE))
    };
    match unit {
        TimeUnit::Year => part("year", at),
        TimeUnit::Quarter => packed(part("year", at), 4, part("quarter", at)),
        TimeUnit::Month => packed(part("year", at), 12, part("month", at)),
        TimeUnit::Week => since_1970(604_800),
        TimeUnit::Day => since_1970(86_400),
        TimeUnit::Hour => since_1970(3_600),
        TimeUnit::Minute => since_1970(60),
        TimeUnit::Second => since_1970(1),
    }
}

/// A whole number for each period, and how far it is from that of the same period a year earlier.
fn number_by_year(at: &Expr, unit: TimeUnit) -> (Expr, i64) {
    let day = || {
        let month = packed(part("year", at), 100, part("month", at));
        packed(month, 100, part("day", at))
    };
    let hour = || packed(day(), 100, part("hour", at));
    let minute = || packed(hour(), 100, part("minute", at));
    match unit {
        TimeUnit::Year => (period_number(at, unit), 1),
        TimeUnit::Quarter => (period_number(at, unit), 4),
        TimeUnit::Month => (period_number(at, unit), 12),
        TimeUnit::Week => (period_number(at, unit), 52),
        TimeUnit::Day => (day(), 10_000),
        TimeUnit::Hour => (hour(), 1_000_000),
        TimeUnit::Minute => (minute(), 100_000_000),
        TimeUnit::Second => (packed(minute(), 100, part("second", at)), 10_000_000_000),
    }
}
