//! `+ - * / %` and the minus sign: which kernel serves which types.

use arrow::datatypes::DataType as Arrow;
use polars::prelude::*;

use super::kernel::{self, DecimalShape, Report, Rule};
use super::label::Label;
use super::polars_type;
use crate::fault::Fault;

/// Combines two lowered operands whose plan types are given; `to` is the plan type of the result.
pub(crate) struct Arithmetic<'a> {
    pub rule: Rule,
    pub left: &'a Arrow,
    pub right: &'a Arrow,
    pub to: &'a Arrow,
    pub report: Report,
}

impl Arithmetic<'_> {
    /// The expression that computes it.
    pub(crate) fn lower(self, left: Expr, right: Expr) -> Result<Expr, Fault> {
        let to = polars_type(self.to)?;
        let (rule, report) = (self.rule, self.report);
        match (&to, rule) {
            (DataType::Decimal(digits, scale), _) => {
                let shape = |column: &Arrow| match column {
                    Arrow::Decimal128(_, scale) | Arrow::Decimal256(_, scale) => {
                        usize::try_from(*scale).ok()
                    }
                    other if other.is_integer() => Some(0),
                    _ => None,
                };
                let (Some(left_scale), Some(right_scale)) = (shape(self.left), shape(self.right))
                else {
                    return Err(Fault::unsupported(format!(
                        "`{}` on these types",
                        report.label
                    )));
                };
                let shape = DecimalShape {
                    left: left_scale,
                    right: right_scale,
                    digits: *digits,
                    scale: *scale,
                };
                let result = to.clone();
                Ok(binary(left, right, to, move |left, right| {
                    let (left, right) = (unscaled(left)?, unscaled(right)?);
                    let values = kernel::decimal(&left, &right, rule, shape, &report)?;
                    decimal_series(values, &result)
                }))
            }
            (integer, _) if integer.is_integer() => Ok(binary(
                left.cast(to.clone()),
                right.cast(to.clone()),
                to,
                move |left, right| whole_series(left, right, rule, &report),
            )),
            (DataType::Float64, Rule::Divide | Rule::Remainder) => Ok(binary(
                left.cast(DataType::Float64),
                right.cast(DataType::Float64),
                to,
                move |left, right| {
                    Ok(
                        kernel::float_divide(left.f64()?, right.f64()?, rule, &report.warnings)
                            .into_series(),
                    )
                },
            )),
            (DataType::Float32, Rule::Divide | Rule::Remainder) => {
                let wide = Arithmetic {
                    rule,
                    left: self.left,
                    right: self.right,
                    to: &Arrow::Float64,
                    report,
                };
                Ok(wide.lower(left, right)?.cast(DataType::Float32))
            }
            (float, Rule::Add) if float.is_float() => Ok(left + right),
            (float, Rule::Subtract) if float.is_float() => Ok(left - right),
            (float, Rule::Multiply) if float.is_float() => Ok(left * right),
            _ => Err(Fault::unsupported(format!(
                "`{}` on these types",
                report.label
            ))),
        }
    }
}

/// Minus a value, refused when the type has no room for it.
pub(crate) fn negate(operand: Expr, of: &Arrow, label: Label) -> Result<Expr, Fault> {
    let to = polars_type(of)?;
    if to.is_float() || matches!(to, DataType::Duration(_) | DataType::Decimal(..)) {
        return Ok(-operand);
    }
    if to.is_integer() {
        let report = Report {
            label,
            ..Report::default()
        };
        let zero = lit(0).cast(to.clone());
        return Ok(binary(zero, operand, to, move |left, right| {
            whole_series(left, right, Rule::Subtract, &report)
        }));
    }
    Err(Fault::unsupported(format!("`{label}` on this type")))
}

/// An element-wise function of two columns.
pub(crate) fn binary(
    left: Expr,
    right: Expr,
    to: DataType,
    function: impl Fn(&Series, &Series) -> PolarsResult<Series> + Send + Sync + 'static,
) -> Expr {
    left.map_many(
        move |columns: &mut [Column]| {
            let name = columns[0].name().clone();
            // A literal stays one value; the kernels spread it.
            let narrow = |column: &Column| match column {
                Column::Scalar(scalar) if !scalar.is_empty() => scalar.as_single_value_series(),
                other => other.as_materialized_series().clone(),
            };
            let wanted = columns.iter().map(Column::len).max().unwrap_or(0);
            let wanted = if columns.iter().any(Column::is_empty) {
                0
            } else {
                wanted
            };
            let mut result = function(&narrow(&columns[0]), &narrow(&columns[1]))?;
            if result.len() == 1 && wanted != 1 {
                result = result.new_from_index(0, wanted);
            }
            Ok(result.with_name(name).into_column())
        },
        &[right],
        move |_, fields| Ok(Field::new(fields[0].name().clone(), to.clone())),
    )
}

/// The unscaled values of a decimal column, or of whole numbers as decimals without fraction.
pub(crate) fn unscaled(series: &Series) -> PolarsResult<Int128Chunked> {
    match series.dtype() {
        DataType::Decimal(..) => Ok(series.decimal()?.physical().clone()),
        _ => Ok(series.cast(&DataType::Int128)?.i128()?.clone()),
    }
}

/// Unscaled values as a decimal column of this type.
pub(crate) fn decimal_series(values: Int128Chunked, to: &DataType) -> PolarsResult<Series> {
    match to {
        DataType::Decimal(digits, scale) => {
            Ok(values.into_decimal_unchecked(*digits, *scale).into_series())
        }
        _ => values.into_series().cast(to),
    }
}

fn whole_series(
    left: &Series,
    right: &Series,
    rule: Rule,
    report: &Report,
) -> PolarsResult<Series> {
    macro_rules! by_type {
        ($($variant:ident => $get:ident),+) => {
            match left.dtype() {
                $(DataType::$variant => {
                    kernel::whole(left.$get()?, right.$get()?, rule, report)?.into_series()
                })+
                other => return Err(polars_err!(InvalidOperation: "arithmetic not supported on {other}")),
            }
        };
    }
    Ok(by_type!(
        Int8 => i8, Int16 => i16, Int32 => i32, Int64 => i64, Int128 => i128,
        UInt8 => u8, UInt16 => u16, UInt32 => u32, UInt64 => u64
    ))
}
