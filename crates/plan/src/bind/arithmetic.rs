//! Operators as Assay means them: exact quotients, no division by zero, no silent overflow.

use std::sync::Arc;

use arrow::datatypes::{DataType, IntervalMonthDayNano};
use datafusion_common::{DFSchema, Result, ScalarValue};
use datafusion_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion_expr::type_coercion::binary::BinaryTypeCoercer;
use datafusion_expr::{BinaryExpr, Expr, ExprSchemable, Operator, ScalarUDF, cast, lit};
use sqlparser::ast::BinaryOperator;

use super::Mistake;
use super::fault::{kind_of, place_of};
use super::instants::{INSTANT, is_moved_off};
use crate::functions::functions;

/// Plans `+ - * / // %` and checks that both sides of every operator fit together.
#[derive(Debug)]
pub(super) struct Arithmetic;

impl ExprPlanner for Arithmetic {
    fn plan_binary_op(
        &self,
        raw: RawBinaryExpr,
        schema: &DFSchema,
    ) -> Result<PlannerResult<RawBinaryExpr>> {
        let (Ok(left), Ok(right)) = (raw.left.get_type(schema), raw.right.get_type(schema)) else {
            return Ok(PlannerResult::Original(raw));
        };
        if let Some(part) = json_part(&raw.op, &left) {
            return Ok(PlannerResult::Planned(part.call(vec![raw.left, raw.right])));
        }
        if let Some(shifted) = shifted(&raw.left, &raw.op, &raw.right)? {
            return Ok(PlannerResult::Planned(shifted));
        }
        let Some(operator) = operator(&raw.op) else {
            return Ok(PlannerResult::Original(raw));
        };
        let planned = match operator {
            Operator::Divide => quotient(raw.left, &left, raw.right, &right),
            Operator::IntegerDivide => whole_quotient(raw.left, &left, raw.right, &right),
            Operator::Modulo => binary(raw.left, Operator::Modulo, never_zero(raw.right, &right)),
            Operator::Plus | Operator::Minus if is_day_arithmetic(operator, &left, &right) => {
                days(raw.left, &left, operator, raw.right, &right)
            }
            Operator::Multiply if is_interval(&left) && is_count(&right) => {
                times(raw.left, raw.right)
            }
            Operator::Multiply if is_count(&left) && is_interval(&right) => {
                times(raw.right, raw.left)
            }
            Operator::Plus | Operator::Minus
                if left == DataType::Date32 && is_moved_off(&raw.right) =>
            {
                binary(cast(raw.left, INSTANT), operator, raw.right)
            }
            Operator::Plus if right == DataType::Date32 && is_moved_off(&raw.left) => {
                binary(raw.left, operator, cast(raw.right, INSTANT))
            }
            Operator::Plus | Operator::Minus | Operator::Multiply => {
                match folded(&raw.left, operator, &raw.right)? {
                    Some(folded) => folded,
                    None if is_small(&left) && is_small(&right) => binary(
                        cast(raw.left, DataType::Int64),
                        operator,
                        cast(raw.right, DataType::Int64),
                    ),
                    None => binary(raw.left, operator, raw.right),
                }
            }
            _ => {
                fits(&raw.left, &left, operator, &raw.right, &right)?;
                return Ok(PlannerResult::Original(raw));
            }
        };
        if let Expr::BinaryExpr(BinaryExpr { left, op, right }) = &planned
            && let (Ok(left_type), Ok(right_type)) = (left.get_type(schema), right.get_type(schema))
        {
            fits(left, &left_type, *op, right, &right_type)?;
        }
        Ok(PlannerResult::Planned(planned))
    }
}

fn is_interval(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Interval(_))
}

fn is_count(data_type: &DataType) -> bool {
    data_type.is_integer() || data_type.is_null()
}

/// An interval so many times; computed here when both are constants.
fn times(interval: Expr, count: Expr) -> Expr {
    let known = match (&interval, whole(&count)) {
        (Expr::Literal(ScalarValue::IntervalMonthDayNano(Some(one)), _), Some(count)) => {
            scaled(*one, count)
        }
        _ => None,
    };
    match (known, functions().scalar("interval_multiply")) {
        (Some(known), _) => lit(ScalarValue::IntervalMonthDayNano(Some(known))),
        (None, Some(function)) => function.call(vec![interval, cast(count, DataType::Int64)]),
        (None, None) => binary(interval, Operator::Multiply, count),
    }
}

fn scaled(one: IntervalMonthDayNano, count: i128) -> Option<IntervalMonthDayNano> {
    let small = |part: i32| i32::try_from(i128::from(part).checked_mul(count)?).ok();
    let nanoseconds = i64::try_from(i128::from(one.nanoseconds).checked_mul(count)?).ok()?;
    Some(IntervalMonthDayNano::new(
        small(one.months)?,
        small(one.days)?,
        nanoseconds,
    ))
}

/// The function that `->` or `->>` behind a text means.
fn json_part(op: &BinaryOperator, left: &DataType) -> Option<Arc<ScalarUDF>> {
    if !matches!(left, DataType::Utf8 | DataType::Null) {
        return None;
    }
    match op {
        BinaryOperator::Arrow => functions().scalar("json_extract"),
        BinaryOperator::LongArrow => functions().scalar("json_extract_string"),
        _ => None,
    }
}

fn operator(op: &BinaryOperator) -> Option<Operator> {
    Some(match op {
        BinaryOperator::Plus => Operator::Plus,
        BinaryOperator::Minus => Operator::Minus,
        BinaryOperator::Multiply => Operator::Multiply,
        BinaryOperator::Divide => Operator::Divide,
        BinaryOperator::DuckIntegerDivide | BinaryOperator::MyIntegerDivide => {
            Operator::IntegerDivide
        }
        BinaryOperator::Modulo => Operator::Modulo,
        BinaryOperator::Eq => Operator::Eq,
        BinaryOperator::NotEq => Operator::NotEq,
        BinaryOperator::Lt => Operator::Lt,
        BinaryOperator::LtEq => Operator::LtEq,
        BinaryOperator::Gt => Operator::Gt,
        BinaryOperator::GtEq => Operator::GtEq,
        BinaryOperator::And => Operator::And,
        BinaryOperator::Or => Operator::Or,
        _ => return None,
    })
}

fn binary(left: Expr, operator: Operator, right: Expr) -> Expr {
    Expr::BinaryExpr(BinaryExpr::new(Box::new(left), operator, Box::new(right)))
}

/// Whole numbers divide to their exact quotient; nothing divides by zero.
fn quotient(left: Expr, left_type: &DataType, right: Expr, right_type: &DataType) -> Expr {
    let is_whole = |data_type: &DataType| data_type.is_integer() || data_type.is_null();
    if is_whole(left_type) && is_whole(right_type) {
        let right = never_zero(right, right_type);
        return binary(
            cast(left, DataType::Float64),
            Operator::Divide,
            cast(right, DataType::Float64),
        );
    }
    let left = match wider(left_type, right_type) {
        Some(wider) => cast(left, wider),
        None => left,
    };
    binary(left, Operator::Divide, never_zero(right, right_type))
}

/// The type of a dividend that makes a decimal quotient keep six digits more than its operands:
/// the planner gives a quotient four digits more than the dividend has.
fn wider(left: &DataType, right: &DataType) -> Option<DataType> {
    let (precision, scale) = digits(left)?;
    let (_, right_scale) = digits(right)?;
    let is_decimal = |data_type: &DataType| matches!(data_type, DataType::Decimal128(..));
    if !is_decimal(left) && !is_decimal(right) {
        return None;
    }
    let wanted = scale.max(right_scale) + 2;
    let precision = i16::from(precision) + i16::from(wanted) - i16::from(scale);
    let precision = u8::try_from(precision)
        .ok()
        .filter(|precision| *precision <= 38)?;
    Some(DataType::Decimal128(precision, wanted))
}

/// Digits and digits after the point of an exact number.
fn digits(data_type: &DataType) -> Option<(u8, i8)> {
    Some(match data_type {
        DataType::Decimal128(precision, scale) => (*precision, *scale),
        DataType::Int8 | DataType::UInt8 => (3, 0),
        DataType::Int16 | DataType::UInt16 => (5, 0),
        DataType::Int32 | DataType::UInt32 => (10, 0),
        DataType::Int64 | DataType::UInt64 => (20, 0),
        _ => return None,
    })
}

/// `//`: the quotient cut to a whole number.
fn whole_quotient(left: Expr, left_type: &DataType, right: Expr, right_type: &DataType) -> Expr {
    let divided = binary(left, Operator::Divide, never_zero(right, right_type));
    if left_type.is_integer() && right_type.is_integer() {
        return divided;
    }
    match functions().scalar("trunc") {
        Some(trunc) => trunc.call(vec![divided]),
        None => divided,
    }
}

/// Null where the value is zero.
fn never_zero(expr: Expr, data_type: &DataType) -> Expr {
    if !data_type.is_numeric() {
        return expr;
    }
    if let Expr::Literal(value, _) = &expr {
        let is_zero = ScalarValue::new_zero(data_type).is_ok_and(|zero| zero == *value);
        if !is_zero {
            return expr;
        }
    }
    let zero = ScalarValue::new_zero(data_type)
        .map_or_else(|_| lit(0_i64), |zero| Expr::Literal(zero, None));
    match functions().scalar("nullif") {
        Some(nullif) => nullif.call(vec![expr, zero]),
        None => expr,
    }
}

/// Whole-number constants are computed here, where an overflow is noticed.
pub(super) fn folded(left: &Expr, operator: Operator, right: &Expr) -> Result<Option<Expr>> {
    let (Some(a), Some(b)) = (whole(left), whole(right)) else {
        return Ok(None);
    };
    let exact = match operator {
        Operator::Plus => a.checked_add(b),
        Operator::Minus => a.checked_sub(b),
        _ => a.checked_mul(b),
    };
    match exact.and_then(|exact| i64::try_from(exact).ok()) {
        Some(exact) => Ok(Some(lit(exact))),
        None => Err(Mistake::new(
            "SQL_OVERFLOW",
            "This calculation leaves the range of whole numbers.",
            "Write one of the numbers with a point (2.0) to compute with decimals.",
        )
        .into()),
    }
}

/// Shifts of constants are computed here, where bits that would be cut off are noticed.
fn shifted(left: &Expr, op: &BinaryOperator, right: &Expr) -> Result<Option<Expr>> {
    let is_left = match op {
        BinaryOperator::PGBitwiseShiftLeft => true,
        BinaryOperator::PGBitwiseShiftRight => false,
        _ => return Ok(None),
    };
    let (Some(value), Some(places)) = (whole(left), whole(right)) else {
        return Ok(None);
    };
    let exact = match (u32::try_from(places), is_left) {
        _ if value == 0 && places >= 0 => Some(0),
        (Ok(0..=63), true) => i64::try_from(value << places).ok(),
        (Ok(places), false) => i64::try_from(value >> places.min(127)).ok(),
        _ => None,
    };
    match exact {
        Some(exact) => Ok(Some(lit(exact))),
        None => Err(Mistake::new(
            "SQL_OVERFLOW",
            "This shift leaves the range of whole numbers of 64 bits.",
            "Shift by fewer places, from 0 on.",
        )
        .into()),
    }
}

fn whole(expr: &Expr) -> Option<i128> {
    match expr {
        Expr::Literal(ScalarValue::Int64(Some(value)), _) => Some(i128::from(*value)),
        Expr::Literal(ScalarValue::UInt64(Some(value)), _) => Some(i128::from(*value)),
        Expr::Negative(inner) => whole(inner).map(|value| -value),
        _ => None,
    }
}

/// Whole numbers whose sums and products fit into 64 bits, and leave 32 easily.
fn is_small(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Int8
            | DataType::Int16
            | DataType::Int32
            | DataType::UInt8
            | DataType::UInt16
            | DataType::UInt32
    )
}

fn is_day_arithmetic(operator: Operator, left: &DataType, right: &DataType) -> bool {
    match (left, right) {
        (DataType::Date32, DataType::Date32) => operator == Operator::Minus,
        (DataType::Date32, right) => right.is_integer(),
        (left, DataType::Date32) => operator == Operator::Plus && left.is_integer(),
        _ => false,
    }
}

/// Day − day is a whole number of days; day ± whole number is a day.
fn days(
    left: Expr,
    left_type: &DataType,
    operator: Operator,
    right: Expr,
    right_type: &DataType,
) -> Expr {
    let number = |expr: Expr, data_type: &DataType| {
        let expr = if *data_type == DataType::Date32 {
            cast(expr, DataType::Int32)
        } else {
            expr
        };
        cast(expr, DataType::Int64)
    };
    let result = binary(number(left, left_type), operator, number(right, right_type));
    if left_type == right_type {
        result
    } else {
        cast(cast(result, DataType::Int32), DataType::Date32)
    }
}

/// Refuses operands that no conversion brings together.
fn fits(
    left: &Expr,
    left_type: &DataType,
    operator: Operator,
    right: &Expr,
    right_type: &DataType,
) -> Result<()> {
    if BinaryTypeCoercer::new(left_type, &operator, right_type)
        .get_input_types()
        .is_ok()
    {
        return Ok(());
    }
    let (left_kind, right_kind) = (kind_of(left_type), kind_of(right_type));
    let message = if left_kind == right_kind {
        format!("`{operator}` is not possible with {left_kind}.")
    } else {
        format!("`{operator}` is not possible between {left_kind} and {right_kind}.")
    };
    let mistake = Mistake::new(
        "SQL_TYPES",
        message,
        "Convert one side: CAST(… AS …), or compare like with like.",
    );
    Err(mistake
        .at(place_of(left).or_else(|| place_of(right)))
        .into())
}
