//! Element-wise arithmetic that never answers a wrong number: too large is an error that names
//! the expression, division by zero is a missing value and a warning.

use polars::prelude::arity::{
    broadcast_binary_elementwise_values, broadcast_try_binary_elementwise,
};
use polars::prelude::*;

use super::label::Label;
use super::number;
use super::warnings::Warnings;
use crate::error::raise_at;

/// The four rules of whole-number and decimal arithmetic, and the rest of a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// Whole-number types that know their overflow.
pub(crate) trait Whole: Copy {
    /// The wrapped result and whether it wrapped; division is not asked for here.
    fn overflowing(self, rule: Rule, other: Self) -> (Self, bool);
    /// The result; none when it is too large.
    fn checked(self, rule: Rule, other: Self) -> Option<Self>;
    /// Whether it is zero.
    fn is_zero(self) -> bool;
}

macro_rules! whole {
    ($($native:ty),+) => {$(
        impl Whole for $native {
            #[inline]
            fn overflowing(self, rule: Rule, other: Self) -> (Self, bool) {
                match rule {
                    Rule::Add => self.overflowing_add(other),
                    Rule::Subtract => self.overflowing_sub(other),
                    _ => self.overflowing_mul(other),
                }
            }
            #[inline]
            fn checked(self, rule: Rule, other: Self) -> Option<Self> {
                match rule {
                    Rule::Add => self.checked_add(other),
                    Rule::Subtract => self.checked_sub(other),
                    Rule::Multiply => self.checked_mul(other),
                    Rule::Divide => self.checked_div(other),
                    // The rest of the smallest number by -1 is 0, though the quotient is too large.
                    Rule::Remainder => Some(self.checked_rem(other).unwrap_or(0)),
                }
            }
            #[inline]
            fn is_zero(self) -> bool {
                self == 0
            }
        }
    )+};
}
whole!(i8, i16, i32, i64, i128, u8, u16, u32, u64);

/// The error for a result that its type cannot hold.
pub(crate) fn too_large(label: &Label, kind: &str) -> PolarsError {
    raise_at(
        label.place(),
        "SQL_OVERFLOW",
        &format!(
            "The result of `{label}` is too large for {kind}. Cast an operand to a wider type, for example to DECIMAL(38, 0) or DOUBLE, or leave out the extreme values."
        ),
    )
}

/// Where a kernel reports: the expression as a person wrote it, and the counters of its statement.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    pub(crate) label: Label,
    pub(crate) warnings: Warnings,
}

/// Combines two whole-number columns of one type.
pub(crate) fn whole<T>(
    left: &ChunkedArray<T>,
    right: &ChunkedArray<T>,
    rule: Rule,
    report: &Report,
) -> PolarsResult<ChunkedArray<T>>
where
    T: PolarsNumericType,
    T::Native: Whole,
{
    if matches!(rule, Rule::Add | Rule::Subtract | Rule::Multiply) {
        let mut wrapped = false;
        let result: ChunkedArray<T> =
            broadcast_binary_elementwise_values(left, right, |a: T::Native, b: T::Native| {
                let (value, over) = a.overflowing(rule, b);
                wrapped |= over;
                value
            });
        // What lies under a missing value may wrap without harm; only then it is looked at twice.
        if !wrapped {
            return Ok(result);
        }
    }
    let mut zeros = 0;
    let result = broadcast_try_binary_elementwise(
        left,
        right,
        |a: Option<T::Native>, b: Option<T::Native>| {
            let (Some(a), Some(b)) = (a, b) else {
                return Ok(None);
            };
            if matches!(rule, Rule::Divide | Rule::Remainder) && b.is_zero() {
                zeros += 1;
                return Ok(None);
            }
            a.checked(rule, b)
                .map(Some)
                .ok_or_else(|| too_large(&report.label, "a whole number of its type"))
        },
    );
    report.warnings.divided_by_zero(zeros);
    result
}

/// How two decimals are combined: their scales, and digits and scale of the result.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DecimalShape {
    pub left: usize,
    pub right: usize,
    pub digits: usize,
    pub scale: usize,
}

/// Combines two decimal columns, given by their unscaled values.
pub(crate) fn decimal(
    left: &Int128Chunked,
    right: &Int128Chunked,
    rule: Rule,
    shape: DecimalShape,
    report: &Report,
) -> PolarsResult<Int128Chunked> {
    if let Some(result) = decimal_at_once(left, right, rule, shape) {
        return Ok(result);
    }
    let mut zeros = 0;
    let result =
        broadcast_try_binary_elementwise(left, right, |a: Option<i128>, b: Option<i128>| {
            let (Some(a), Some(b)) = (a, b) else {
                return Ok(None);
            };
            if b == 0 && matches!(rule, Rule::Divide | Rule::Remainder) {
                zeros += 1;
                return Ok(None);
            }
            combine(a, b, rule, shape)
                .filter(|value| number::fits(*value, shape.digits))
                .map(Some)
                .ok_or_else(|| too_large(&report.label, "a decimal of its size"))
        });
    report.warnings.divided_by_zero(zeros);
    result
}

/// The quick way for values of 64 bits: one pass without branches, given up when a value is
/// larger or a result comes near the limit. Most amounts fit 64 bits.
fn decimal_at_once(
    left: &Int128Chunked,
    right: &Int128Chunked,
    rule: Rule,
    shape: DecimalShape,
) -> Option<Int128Chunked> {
    let factor = |from: usize| {
        let power = number::power_of_ten(shape.scale.checked_sub(from)?)?;
        i64::try_from(power).ok().map(i128::from)
    };
    let (left_factor, right_factor) = match rule {
        Rule::Add => (factor(shape.left)?, factor(shape.right)?),
        Rule::Subtract => (factor(shape.left)?, -factor(shape.right)?),
        Rule::Multiply if shape.left + shape.right == shape.scale => (0, 0),
        _ => return None,
    };
    let limit = number::power_of_ten(shape.digits)?;
    let is_product = rule == Rule::Multiply;
    let rows = match (left.len(), right.len()) {
        (1, rows) | (rows, 1) => rows,
        (rows, others) if rows == others => rows,
        _ => return None,
    };
    let name = left.name().clone();
    let (left, right) = (left.rechunk(), right.rechunk());
    let (left, right) = (left.downcast_as_array(), right.downcast_as_array());
    if rows > 1
        && [left, right]
            .iter()
            .any(|side| side.len() == 1 && side.validity().is_some())
    {
        return None;
    }
    let known = match (left.validity(), right.validity()) {
        (Some(left), Some(right)) if left.len() == right.len() => Some(left & right),
        (left, right) => left.or(right).filter(|known| known.len() == rows).cloned(),
    };
    let (left, right) = (left.values().as_slice(), right.values().as_slice());
    // A single value is met again in every row.
    let (left_step, right_step) = (usize::from(left.len() > 1), usize::from(right.len() > 1));
    let mut is_wide = false;
    let mut result = vec![0; rows];
    let mut at = 0;
    // Written with places rather than iterators: it runs often also where little is optimised.
    while at < rows {
        let (a, b) = (left[at * left_step], right[at * right_step]);
        let (x, y) = (low_half(a), low_half(b));
        // Products of 64 bits fit 127: the checks that overflow is asked for would be calls.
        let value = if is_product {
            x.wrapping_mul(y)
        } else {
            x.wrapping_mul(left_factor)
                .wrapping_add(y.wrapping_mul(right_factor))
        };
        is_wide = is_wide || x != a || y != b || value >= limit || value <= -limit;
        result[at] = value;
        at += 1;
    }
    (!is_wide).then(|| Int128Chunked::from_vec_validity(name, result, known))
}

/// The lower 64 bits as a number with a sign.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the caller compares")]
fn low_half(value: i128) -> i128 {
    i128::from(value as i64)
}

fn combine(a: i128, b: i128, rule: Rule, shape: DecimalShape) -> Option<i128> {
    match rule {
        Rule::Multiply => number::multiply(a, b, shape.left + shape.right, shape.scale),
        Rule::Divide => number::divide(a, b, (shape.left, shape.right), shape.scale),
        Rule::Add | Rule::Subtract | Rule::Remainder => {
            let scale = shape.left.max(shape.right);
            let a = number::rescale(a, shape.left, scale)?;
            let b = number::rescale(b, shape.right, scale)?;
            number::rescale(a.checked(rule, b)?, scale, shape.scale)
        }
    }
}

/// Divides floating-point columns, or takes the rest; a zero divisor gives a missing value.
pub(crate) fn float_divide(
    left: &Float64Chunked,
    right: &Float64Chunked,
    rule: Rule,
    warnings: &Warnings,
) -> Float64Chunked {
    let mut zeros = 0;
    let result: PolarsResult<Float64Chunked> =
        broadcast_try_binary_elementwise(left, right, |a: Option<f64>, b: Option<f64>| {
            let (Some(a), Some(b)) = (a, b) else {
                return PolarsResult::Ok(None);
            };
            if b == 0.0 {
                zeros += 1;
                return Ok(None);
            }
            Ok(Some(if rule == Rule::Divide { a / b } else { a % b }))
        });
    warnings.divided_by_zero(zeros);
    result.unwrap_or_else(|_| Float64Chunked::full_null(left.name().clone(), left.len()))
}
