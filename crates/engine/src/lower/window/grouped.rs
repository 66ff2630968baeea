//! Every other aggregate over frames, and those of different values: the rows of each frame are
//! laid out as a group of their own, and the groups computed as GROUP BY computes them.

use datafusion_expr::expr::{AggregateFunction, WindowFunction};
use datafusion_expr::{Expr as Tree, WindowFunctionDefinition};
use polars::prelude::*;

use super::Call;
use super::exclude::{self, Seen};
use super::frame::frames;
use super::order::Ordered;
use crate::error::raise;
use crate::fault::Fault;
use crate::lower::Lowering;
use crate::lower::aggregate::Reductions;
use crate::lower::expr::Scope;
use crate::lower::node::idx;

/// Rows that are laid out at a time.
const AT_ONCE: usize = 2_000_000;
/// Rows that all frames of a window may see together.
const MOST: usize = 400_000_000;
const GROUP: &str = "\u{1}frame";

/// How an aggregate is computed from the rows of a frame.
#[derive(Clone)]
pub(crate) struct Grouped {
    reduced: Vec<Expr>,
    result: Expr,
    in_order: bool,
}

/// The columns that an aggregate reads, and how it is computed from them.
pub(super) fn prepared(
    lowering: &Lowering<'_>,
    scope: &Scope<'_, '_>,
    function: &WindowFunction,
) -> Result<(Vec<(PlSmallStr, Expr)>, Grouped), Fault> {
    let WindowFunctionDefinition::AggregateUDF(aggregate) = &function.fun else {
        return Err(Fault::unsupported(format!(
            "{}() as a window function",
            function.fun.name()
        )));
    };
    let params = &function.params;
    let tree = Tree::AggregateFunction(AggregateFunction::new_udf(
        std::sync::Arc::clone(aggregate),
        params.args.clone(),
        params.distinct,
        params.filter.clone(),
        Vec::new(),
        params.null_treatment,
    ));
    let mut reductions = Reductions::new(lowering, false);
    reductions.add(scope, &tree)?;
    let reduced = reductions
        .reduced
        .iter()
        .map(|(name, reduction)| reduction.clone().alias(name.clone()))
        .collect();
    let grouped = Grouped {
        reduced,
        result: reductions.results.remove(0),
        in_order: reductions.in_order,
    };
    Ok((reductions.arguments, grouped))
}

/// The values of an aggregate, in the order of the window.
pub(super) fn compute(
    call: &Call,
    grouped: &Grouped,
    args: &[Series],
    ordered: &Ordered,
) -> PolarsResult<Series> {
    match call.exclude {
        None => over(call, grouped, args, frames(call, ordered)?),
        Some(left_out) => over(
            call,
            grouped,
            args,
            exclude::parts(call, left_out, ordered)?,
        ),
    }
}

fn over<S: Seen>(
    call: &Call,
    grouped: &Grouped,
    args: &[Series],
    frames: Vec<S>,
) -> PolarsResult<Series> {
    let mut different: Vec<S> = Vec::new();
    let mut places: Vec<IdxSize> = Vec::with_capacity(frames.len());
    let mut seen = 0_usize;
    for frame in frames {
        if different.last() != Some(&frame) {
            seen = seen.saturating_add(frame.count());
            different.push(frame);
        }
        places.push(idx(different.len() - 1));
    }
    if seen > MOST {
        return Err(raise(
            "SQL_UNSUPPORTED",
            &format!(
                "The frames of `{}` see too many rows together. Make them smaller: ROWS BETWEEN 1000 PRECEDING AND CURRENT ROW, or leave out ORDER BY.",
                call.label
            ),
        ));
    }
    let mut values: Option<Series> = None;
    let mut start = 0;
    while start < different.len() || values.is_none() {
        let mut end = start;
        let mut laid_out = 0;
        while end < different.len()
            && (end == start || laid_out + different[end].count() <= AT_ONCE)
        {
            laid_out += different[end].count();
            end += 1;
        }
        let part = grouped.of_frames(call, args, &different[start..end])?;
        match &mut values {
            None => values = Some(part),
            Some(values) => {
                values.append(&part)?;
            }
        }
        start = end;
        if start >= different.len() {
            break;
        }
    }
    let places = IdxCa::from_vec(PlSmallStr::EMPTY, places);
    values.unwrap_or_default().take(&places)
}

impl Grouped {
    /// One value for each frame.
    fn of_frames(
        &self,
        call: &Call,
        args: &[Series],
        frames: &[impl Seen],
    ) -> PolarsResult<Series> {
        let mut rows: Vec<IdxSize> = Vec::new();
        let mut groups: Vec<IdxSize> = Vec::new();
        for (group, frame) in frames.iter().enumerate() {
            rows.extend(frame.parts().flatten().map(idx));
            groups.extend(std::iter::repeat_n(idx(group), frame.count()));
        }
        let height = rows.len();
        let rows = IdxCa::from_vec(PlSmallStr::EMPTY, rows);
        let mut columns = Vec::with_capacity(args.len() + 1);
        for (name, arg) in call.args.iter().zip(args) {
            columns.push(arg.take(&rows)?.with_name(name.clone()).into_column());
        }
        columns.push(
            IdxCa::from_vec(GROUP.into(), groups)
                .into_series()
                .into_column(),
        );
        let frame = DataFrame::new(height, columns)?;
        let value = self.result.clone().cast(call.to.clone()).alias("value");
        let nothing = frame.clear().lazy().select(self.reduced.clone());
        let nothing = nothing.select([value.clone()]).collect()?;
        let known = if self.in_order {
            frame.lazy().group_by_stable([col(GROUP)])
        } else {
            frame.lazy().group_by([col(GROUP)])
        };
        let known = known
            .agg(self.reduced.clone())
            .select([col(GROUP), value])
            .collect()?;
        let mut place_of: Vec<IdxSize> = vec![0; frames.len()];
        let groups = known.column(GROUP)?.as_materialized_series().idx()?.clone();
        for (at, group) in groups.iter().enumerate() {
            if let Some(place) = group.and_then(|group| place_of.get_mut(group as usize)) {
                *place = idx(at + 1);
            }
        }
        // What an aggregate gives of no rows stands first.
        let mut values = nothing.column("value")?.as_materialized_series().clone();
        values.append(known.column("value")?.as_materialized_series())?;
        values.take(&IdxCa::from_vec(PlSmallStr::EMPTY, place_of))
    }
}
