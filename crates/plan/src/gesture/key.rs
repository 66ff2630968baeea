//! Grouping keys of a gesture: columns, truncated dates, parts of dates, bins.

use model::{DataType, DatePart, Field, Key, TimeUnit};
use sqlparser::ast::{BinaryOperator, DataType as TreeType, Expr};

use super::{HERE, Question};
use crate::near::shortened;
use crate::tree;
use crate::types::words;

/// The name of what is joined to the source for a key.
pub(super) struct KeyPlace(pub(super) String);

impl KeyPlace {
    pub(super) fn column(&self, name: &str) -> Expr {
        tree::column(&self.0, name, HERE)
    }
}

impl Question<'_> {
    /// What rows are grouped by; none when it cannot be made, which is then said.
    pub(super) fn key(&mut self, key: &Key) -> Option<Expr> {
        let (column, field) = self.column(&key.field)?;
        if let Some(unit) = key.unit {
            self.refuse_no_date(&field, unit_name(unit))?;
            let unit = tree::text(unit_name(unit), HERE);
            return Some(tree::call("date_trunc", vec![unit, column], HERE));
        }
        if let Some(part) = key.part {
            self.refuse_no_date(&field, part_name(part))?;
            let part = tree::text(part_name(part), HERE);
            return Some(tree::call("date_part", vec![part, column], HERE));
        }
        let Some(width) = key.bin_width.as_deref().map(str::trim) else {
            return Some(column);
        };
        let is_width = width
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
            && width.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
            && width.matches('.').count() <= 1
            && width.len() <= 30;
        if !is_width || !field.data_type.is_numeric() {
            let message = format!(
                "`{}` cannot be put into bins of {}.",
                shortened(&field.name),
                shortened(width)
            );
            self.error(
                "SQL_TYPES",
                message,
                "Bins need a number column and a width above 0.",
            );
            return None;
        }
        Some(bins(column, &field.data_type, width))
    }

    fn refuse_no_date(&mut self, field: &Field, wanted: &str) -> Option<()> {
        if field.data_type.is_temporal() {
            return Some(());
        }
        let message = format!(
            "`{}` is {} and has no {wanted}.",
            shortened(&field.name),
            words(&field.data_type),
        );
        self.error("SQL_TYPES", message, "Use a date, or convert the column.");
        None
    }
}

/// The upper edge of a bin of a fixed width, from its lower edge.
pub(super) fn fixed_bin_end(key: &Key, low: &Expr) -> Option<Expr> {
    let width = key.bin_width.as_deref()?.trim();
    Some(tree::binary(
        low.clone(),
        BinaryOperator::Plus,
        tree::number(width, HERE),
    ))
}

/// The lower edge of the bin that a number falls into.
fn bins(column: Expr, data_type: &DataType, width: &str) -> Expr {
    let is_whole = data_type.is_integer() && !width.contains('.');
    let number = tree::number(width, HERE);
    let at = tree::binary(column, BinaryOperator::Divide, number.clone());
    let edge = tree::binary(
        tree::call("floor", vec![at], HERE),
        BinaryOperator::Multiply,
        number,
    );
    if is_whole {
        tree::cast(edge, TreeType::BigInt(None))
    } else {
        edge
    }
}

pub(super) fn unit_name(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Year => "year",
        TimeUnit::Quarter => "quarter",
        TimeUnit::Month => "month",
        TimeUnit::Week => "week",
        TimeUnit::Day => "day",
        TimeUnit::Hour => "hour",
        TimeUnit::Minute => "minute",
        TimeUnit::Second => "second",
    }
}

fn part_name(part: DatePart) -> &'static str {
    match part {
        DatePart::Year => "year",
        DatePart::Quarter => "quarter",
        DatePart::Month => "month",
        DatePart::IsoWeek => "week",
        DatePart::Day => "day",
        DatePart::DayOfYear => "doy",
        DatePart::Weekday => "isodow",
        DatePart::Hour => "hour",
        DatePart::Minute => "minute",
        DatePart::Second => "second",
    }
}
