//! Types and typed texts that are wrong whatever the rows hold.

use arrow::compute::kernels::cast_utils::{Parser as _, string_to_timestamp_nanos};
use arrow::datatypes::Date32Type;
use sqlparser::ast::{DataType, ExactNumberInfo, Expr, Value, ValueWithSpan};

use super::super::Resolver;
use crate::near::shortened;
use crate::tree;

impl Resolver<'_> {
    pub(super) fn check_type(&mut self, data_type: &DataType, expr: &Expr) {
        let (DataType::Decimal(info) | DataType::Numeric(info) | DataType::Dec(info)) = data_type
        else {
            return;
        };
        let (precision, scale) = match info {
            ExactNumberInfo::None => return,
            ExactNumberInfo::Precision(precision) => (*precision, 0),
            ExactNumberInfo::PrecisionAndScale(precision, scale) => (*precision, *scale),
        };
        let is_scale = scale >= 0 && scale.unsigned_abs() <= precision;
        if !(1..=38).contains(&precision) || !is_scale {
            let span = tree::span_of(expr);
            let message = format!(
                "A decimal with {precision} digits, {scale} after the point, is not possible."
            );
            let hint = "Use a precision of 1 to 38 digits and a scale of at most the precision.";
            self.error(span, "SQL_UNSUPPORTED", message, hint);
        }
    }

    /// A day or an instant written as text must be one.
    pub(super) fn check_value(&mut self, data_type: &DataType, value: &ValueWithSpan) {
        let Value::SingleQuotedString(given) = &value.value else {
            return;
        };
        let (is_read, what, hint) = match data_type {
            DataType::Date => (
                Date32Type::parse(given).is_some(),
                "day of the calendar",
                "Write days as year-month-day: 2026-11-20.",
            ),
            DataType::Timestamp(..) | DataType::Datetime(_) => (
                string_to_timestamp_nanos(given).is_ok() || Date32Type::parse(given).is_some(),
                "date and time",
                "Write 2026-11-20 18:42:00; years go from 1677 to 2262.",
            ),
            _ => return,
        };
        if !is_read {
            let message = format!("`{}` is no {what}.", shortened(given));
            self.error(value.span, "SQL_VALUE", message, hint);
        }
    }
}
