//! Functions that pick one of their arguments.

use polars::prelude::*;

use super::{Call, rows};
use crate::error::raise;
use crate::fault::Fault;

/// Lowers the functions of this module; none for others.
pub(crate) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    let same = |expr: Expr| expr.cast(call.to.clone());
    Ok(Some(match call.name {
        "coalesce" | "nvl" | "ifnull" => {
            let args: Vec<Expr> = call.args.iter().cloned().map(same).collect();
            coalesce(&args)
        }
        "nullif" => {
            let (value, other) = (call.arg(0)?, call.arg(1)?);
            when(value.clone().eq(other))
                .then(lit(NULL))
                .otherwise(value)
        }
        "nvl2" => when(call.arg(0)?.is_not_null())
            .then(same(call.arg(1)?))
            .otherwise(same(call.arg(2)?)),
        "nanvl" => {
            let value = call.float_arg(0)?;
            when(value.clone().is_nan())
                .then(call.float_arg(1)?)
                .otherwise(value)
        }
        "greatest" => pick(call, Expr::gt)?,
        "least" => pick(call, Expr::lt)?,
        plan::nodes::THE_ONLY => the_only(call)?,
        _ => return Ok(None),
    }))
}

/// The value of a subquery for each row, which must not have more than one row there.
fn the_only(call: &Call<'_>) -> Result<Expr, Fault> {
    let args = vec![call.arg(0)?, call.whole_arg(1)?];
    Ok(rows(args, call.to.clone(), |columns| {
        if columns[1].i64()?.iter().flatten().any(|count| count > 1) {
            return Err(raise(
                "SQL_SUBQUERY_ROWS",
                "A subquery that stands for one value has more than one row for a row around it. Add LIMIT 1, or an aggregate such as max().",
            ));
        }
        Ok(columns[0].clone())
    }))
}

/// Missing arguments are left out; the result is missing when all are.
fn pick(call: &Call<'_>, better: impl Fn(Expr, Expr) -> Expr) -> Result<Expr, Fault> {
    let mut best = call.arg(0)?.cast(call.to.clone());
    for arg in &call.args[1..] {
        let arg = arg.clone().cast(call.to.clone());
        let takes = best
            .clone()
            .is_null()
            .or(better(arg.clone(), best.clone()).eq_missing(lit(true)));
        best = when(takes).then(arg).otherwise(best);
    }
    Ok(best)
}
