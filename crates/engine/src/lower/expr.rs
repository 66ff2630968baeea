//! Expressions of the tree, one after the other; each result has exactly the plan's type.

use arrow::datatypes::DataType as Arrow;
use datafusion_common::{Column, DFSchema, ScalarValue};
use datafusion_expr::expr::InList;
use datafusion_expr::{BinaryExpr, Expr as Tree, ExprSchemable, LogicalPlan, Operator};
use polars::prelude::*;

use super::arithmetic::{Arithmetic, negate};
use super::kernel::{Report, Rule};
use super::label::label;
use super::shift::shift;
use super::{Lowered, Lowering, branch, cast, function, literal, pattern, polars_type, temporal};
use crate::fault::Fault;

/// The columns that an expression may name, and the condition under which its value matters.
pub(crate) struct Scope<'a, 'b> {
    pub lowering: &'a Lowering<'b>,
    pub schema: &'a DFSchema,
    pub names: &'a [PlSmallStr],
    /// Where it does not hold, columns read as missing, so that a branch not taken cannot fail.
    pub mask: Option<Expr>,
}

impl<'a, 'b> Scope<'a, 'b> {
    /// The scope of a lowered operator.
    pub(crate) fn of(
        lowering: &'a Lowering<'b>,
        schema: &'a DFSchema,
        lowered: &'a Lowered,
    ) -> Self {
        Self {
            lowering,
            schema,
            names: &lowered.names,
            mask: None,
        }
    }

    /// The plan type of an expression.
    pub(crate) fn arrow(&self, expr: &Tree) -> Result<Arrow, Fault> {
        Ok(expr.get_type(self.schema)?)
    }

    /// The Polars type of an expression.
    pub(crate) fn polars(&self, expr: &Tree) -> Result<DataType, Fault> {
        polars_type(&self.arrow(expr)?)
    }

    /// Lowers several expressions.
    pub(crate) fn all(&self, exprs: &[Tree]) -> Result<Vec<Expr>, Fault> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    /// Lowers one expression.
    pub(crate) fn expr(&self, expr: &Tree) -> Result<Expr, Fault> {
        Ok(match expr {
            Tree::Column(column) => self.column(column)?,
            Tree::Literal(value, _) => literal::literal(value)?,
            Tree::Alias(alias) => self.expr(&alias.expr)?,
            Tree::BinaryExpr(binary) => self.binary(expr, binary)?,
            Tree::Not(operand) => self.expr(operand)?.not(),
            Tree::IsNull(operand) | Tree::IsUnknown(operand) => self.expr(operand)?.is_null(),
            Tree::IsNotNull(operand) | Tree::IsNotUnknown(operand) => {
                self.expr(operand)?.is_not_null()
            }
            Tree::IsTrue(operand) => self.expr(operand)?.eq_missing(lit(true)),
            Tree::IsFalse(operand) => self.expr(operand)?.eq_missing(lit(false)),
            Tree::IsNotTrue(operand) => self.expr(operand)?.neq_missing(lit(true)),
            Tree::IsNotFalse(operand) => self.expr(operand)?.neq_missing(lit(false)),
            Tree::Negative(operand) => negate(
                self.expr(operand)?,
                &self.arrow(operand)?,
                self.lowering.label(expr),
            )?,
            Tree::Between(between) => {
                let value = self.expr(&between.expr)?;
                let inside = value
                    .clone()
                    .gt_eq(self.expr(&between.low)?)
                    .and(value.lt_eq(self.expr(&between.high)?));
                if between.negated {
                    inside.not()
                } else {
                    inside
                }
            }
            Tree::Like(like) => pattern::like(self, like)?,
            Tree::SimilarTo(_) => return Err(Fault::unsupported("SIMILAR TO")),
            Tree::Case(case) => branch::case(self, expr, case)?,
            Tree::Cast(wanted) => {
                let (to, operand) = (wanted.field.data_type(), &wanted.expr);
                let operand = without_rounding(operand, to);
                let from = self.arrow(operand)?;
                cast::cast(self.expr(operand)?, &from, to, self.lowering.label(operand))?
            }
            Tree::TryCast(wanted) => {
                let (to, operand) = (wanted.field.data_type(), &wanted.expr);
                let operand = without_rounding(operand, to);
                let from = self.arrow(operand)?;
                cast::try_cast(self.expr(operand)?, &from, to)?
            }
            Tree::InList(list) => self.in_list(list)?,
            Tree::ScalarFunction(call) => function::scalar(self, expr, call)?,
            Tree::HigherOrderFunction(call) => function::higher_order(self, expr, call)?,
            Tree::ScalarSubquery(subquery) => self.single_value(&subquery.subquery)?,
            Tree::Exists(_)
            | Tree::InSubquery(_)
            | Tree::SetComparison(_)
            | Tree::OuterReferenceColumn(..) => {
                return Err(Fault::unsupported(
                    "A subquery that refers to the outer query in this place",
                ));
            }
            Tree::AggregateFunction(call) => {
                return Err(Fault::unsupported(format!(
                    "{}() in this place",
                    call.func.name()
                )));
            }
            Tree::WindowFunction(_) => {
                return Err(Fault::unsupported("A window function in this place"));
            }
            Tree::Unnest(_) => return Err(Fault::unsupported("unnest() in this place")),
            Tree::Placeholder(placeholder) => {
                return Err(Fault::unsupported(format!(
                    "The placeholder {}",
                    placeholder.id
                )));
            }
            other => return Err(Fault::unsupported(format!("`{}`", label(other)))),
        })
    }

    fn column(&self, column: &Column) -> Result<Expr, Fault> {
        let at = self.schema.index_of_column(column)?;
        let column = col(self.names[at].clone());
        Ok(match &self.mask {
            None => column,
            Some(mask) => when(mask.clone()).then(column).otherwise(lit(NULL)),
        })
    }

    fn binary(&self, whole: &Tree, binary: &BinaryExpr) -> Result<Expr, Fault> {
        let rule = match binary.op {
            Operator::Plus => Some(Rule::Add),
            Operator::Minus => Some(Rule::Subtract),
            Operator::Multiply => Some(Rule::Multiply),
            Operator::Divide | Operator::IntegerDivide => Some(Rule::Divide),
            Operator::Modulo => Some(Rule::Remainder),
            _ => None,
        };
        if let Some(rule) = rule {
            let (from_left, from_right) = (self.arrow(&binary.left)?, self.arrow(&binary.right)?);
            let to = self.arrow(whole)?;
            if from_left.is_temporal() || from_right.is_temporal() {
                return temporal::arithmetic(self, binary, rule, &to);
            }
            let arithmetic = Arithmetic {
                rule,
                left: &from_left,
                right: &from_right,
                to: &to,
                report: Report {
                    label: self.lowering.label(whole),
                    warnings: self.lowering.warnings.clone(),
                },
            };
            let divisor = if matches!(rule, Rule::Divide | Rule::Remainder) {
                unguarded(&binary.right)
            } else {
                binary.right.as_ref().clone()
            };
            return arithmetic.lower(self.expr(&binary.left)?, self.expr(&divisor)?);
        }
        let (left, right) = (self.expr(&binary.left)?, self.expr(&binary.right)?);
        Ok(match binary.op {
            Operator::Eq => left.eq(right),
            Operator::NotEq => left.neq(right),
            Operator::Lt => left.lt(right),
            Operator::LtEq => left.lt_eq(right),
            Operator::Gt => left.gt(right),
            Operator::GtEq => left.gt_eq(right),
            Operator::And => left.and(right),
            Operator::Or => left.or(right),
            Operator::IsDistinctFrom => left.neq_missing(right),
            Operator::IsNotDistinctFrom => left.eq_missing(right),
            Operator::StringConcat => {
                let text = |operand: Expr| operand.cast(DataType::String);
                concat_str([text(left), text(right)], "", false)
            }
            Operator::RegexMatch => pattern::matches(left, right, false),
            Operator::RegexIMatch => pattern::matches(left, right, true),
            Operator::RegexNotMatch => pattern::matches(left, right, false).not(),
            Operator::RegexNotIMatch => pattern::matches(left, right, true).not(),
            Operator::BitwiseAnd if self.arrow(&binary.left)?.is_integer() => left.and(right),
            Operator::BitwiseOr if self.arrow(&binary.left)?.is_integer() => left.or(right),
            Operator::BitwiseXor if self.arrow(&binary.left)?.is_integer() => left.xor(right),
            Operator::BitwiseShiftLeft | Operator::BitwiseShiftRight => {
                let to = self.polars(whole)?;
                let report = Report {
                    label: self.lowering.label(whole),
                    warnings: self.lowering.warnings.clone(),
                };
                let is_left = binary.op == Operator::BitwiseShiftLeft;
                shift(left, right, to, is_left, report)
            }
            other => return Err(Fault::unsupported(format!("The operator {other}"))),
        })
    }

    fn in_list(&self, list: &InList) -> Result<Expr, Fault> {
        const FEW: usize = 4;
        let value = self.expr(&list.expr)?;
        let literals: Option<Vec<&ScalarValue>> = list
            .list
            .iter()
            .map(|item| {
                if let Tree::Literal(value, _) = item {
                    Some(value)
                } else {
                    None
                }
            })
            .collect();
        let found = match literals {
            Some(literals) if literals.len() > FEW => {
                let scalars = literals
                    .iter()
                    .map(|value| literal::scalar(value))
                    .collect::<Result<Vec<_>, _>>()?;
                let data_type = self.polars(&list.expr)?;
                let known: Vec<AnyValue<'static>> = scalars
                    .iter()
                    .filter(|scalar| !scalar.is_null())
                    .map(|scalar| scalar.value().clone())
                    .collect();
                let has_missing = known.len() < scalars.len();
                let series = Series::from_any_values_and_dtype(
                    PlSmallStr::EMPTY,
                    &known,
                    &data_type,
                    false,
                )?;
                let found = value.is_in(lit(series).implode(true), false);
                // With a missing item, "not among the others" is unknown rather than false.
                if has_missing {
                    when(found)
                        .then(lit(true))
                        .otherwise(lit(NULL).cast(DataType::Boolean))
                } else {
                    found
                }
            }
            _ => {
                let mut found: Option<Expr> = None;
                for item in &list.list {
                    let equal = value.clone().eq(self.expr(item)?);
                    found = Some(match found {
                        None => equal,
                        Some(before) => before.or(equal),
                    });
                }
                found.unwrap_or_else(|| lit(false))
            }
        };
        Ok(if list.negated { found.not() } else { found })
    }

    /// A subquery that stands for one value is computed now and becomes a literal.
    fn single_value(&self, subquery: &LogicalPlan) -> Result<Expr, Fault> {
        let lowered = self.lowering.node(subquery)?;
        let data_type = polars_type(subquery.schema().field(0).data_type())?;
        if self.lowering.is_dry {
            return Ok(literal::missing(data_type));
        }
        let name = lowered.names[0].clone();
        let frame = lowered
            .frame
            .select([col(name.clone()).cast(data_type.clone())])
            .limit(2);
        if self.lowering.stop.is_set() {
            return Err(Fault::Cancelled);
        }
        let answer = super::frame::collect(frame)?;
        match answer.height() {
            0 => Ok(literal::missing(data_type)),
            1 => {
                let value = answer.column(&name)?.get(0)?.into_static();
                Ok(Expr::Literal(Scalar::new(data_type, value).into()))
            }
            _ => Err(Fault::value(
                "SQL_SUBQUERY_ROWS",
                "A subquery that stands for one value has more than one row. Add LIMIT 1, an aggregate, or use IN.",
            )
            .at(self.lowering.places.of_tree(subquery))),
        }
    }
}

/// The planner guards every divisor by `nullif(divisor, 0)`. The kernels do the same and also count
/// for a warning, so one guard is taken off; one that a person wrote stays.
fn unguarded(divisor: &Tree) -> Tree {
    match divisor {
        Tree::Cast(cast) => {
            let mut cast = cast.clone();
            cast.expr = Box::new(unguarded(&cast.expr));
            Tree::Cast(cast)
        }
        Tree::ScalarFunction(call) if call.func.name() == "nullif" => match call.args.as_slice() {
            [value, Tree::Literal(zero, _)]
                if ScalarValue::new_zero(&zero.data_type())
                    .is_ok_and(|expected| expected == *zero) =>
            {
                value.clone()
            }
            _ => divisor.clone(),
        },
        _ => divisor.clone(),
    }
}

/// The operand of a cast without a `round()` that the cast makes needless: it rounds by itself.
fn without_rounding<'t>(operand: &'t Tree, to: &Arrow) -> &'t Tree {
    match operand {
        Tree::ScalarFunction(call)
            if to.is_integer() && call.func.name() == "round" && call.args.len() == 1 =>
        {
            &call.args[0]
        }
        other => other,
    }
}
