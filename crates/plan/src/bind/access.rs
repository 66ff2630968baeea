//! `x[…]` by what x is: the value of a key of a map, characters of a text; lists and structures are
//! left to the planner's own rules. `substr` is the engine's function for constants too.

use arrow::datatypes::DataType;
use datafusion_common::{DFSchema, Result, ScalarValue};
use datafusion_expr::planner::{ExprPlanner, PlannerResult, RawFieldAccessExpr};
use datafusion_expr::{Expr, ExprSchemable, GetFieldAccess, lit};

use crate::functions::{functions, map};

/// Plans parts of texts, and what stands in square brackets behind texts and maps.
#[derive(Debug)]
pub(super) struct Access;

impl ExprPlanner for Access {
    fn plan_substring(&self, args: Vec<Expr>) -> Result<PlannerResult<Vec<Expr>>> {
        Ok(match functions().scalar("substr") {
            Some(function) => PlannerResult::Planned(function.call(args)),
            None => PlannerResult::Original(args),
        })
    }

    fn plan_field_access(
        &self,
        raw: RawFieldAccessExpr,
        schema: &DFSchema,
    ) -> Result<PlannerResult<RawFieldAccessExpr>> {
        let Ok(data_type) = raw.expr.get_type(schema) else {
            return Ok(PlannerResult::Original(raw));
        };
        let is_text = matches!(data_type, DataType::Utf8);
        let key = match &raw.field_access {
            GetFieldAccess::NamedStructField { name } => Some(Expr::Literal(name.clone(), None)),
            GetFieldAccess::ListIndex { key } => Some(key.as_ref().clone()),
            GetFieldAccess::ListRange { .. } => None,
        };
        if let (Some((wanted, _)), Some(key)) = (map::parts(&data_type), &key) {
            let is_place = key.get_type(schema).is_ok_and(|key| key.is_integer());
            if !is_place || wanted.is_numeric() {
                return Ok(called(raw, "element_at", |map| vec![map, key.clone()]));
            }
        }
        match &raw.field_access {
            GetFieldAccess::ListIndex { key } if is_text => {
                let key = key.as_ref().clone();
                Ok(called(raw, "text_slice", |text| {
                    vec![text, key.clone(), key]
                }))
            }
            GetFieldAccess::ListRange {
                start,
                stop,
                stride,
            } if is_text && is_one(stride) => {
                let (start, stop) = (start.as_ref().clone(), stop.as_ref().clone());
                Ok(called(raw, "text_slice", |text| vec![text, start, stop]))
            }
            _ => Ok(PlannerResult::Original(raw)),
        }
    }
}

fn is_one(stride: &Expr) -> bool {
    *stride == lit(1_i64) || matches!(stride, Expr::Literal(ScalarValue::Int64(Some(1)), _))
}

fn called(
    raw: RawFieldAccessExpr,
    name: &str,
    args: impl FnOnce(Expr) -> Vec<Expr>,
) -> PlannerResult<RawFieldAccessExpr> {
    match functions().scalar(name) {
        Some(function) => PlannerResult::Planned(function.call(args(raw.expr))),
        None => PlannerResult::Original(raw),
    }
}
