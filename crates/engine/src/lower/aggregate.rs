//! GROUP BY in three steps: keys and arguments become columns, plain reductions run over them,
//! and what SQL wants is put together from the reductions. Sums widen; what does not fit is an
//! error that names the aggregate.

mod coded;
mod reduce;
mod result;
mod roll;
mod sets;

use datafusion_common::DFSchema;
use datafusion_expr::logical_plan::Aggregate;
use datafusion_expr::{Expr as Tree, LogicalPlan, SortExpr};
use polars::prelude::*;

use super::expr::Scope;
use super::frame::{anchor, anchored, project};
use super::node::sort_options;
use super::{Lowered, Lowering, polars_types};
use crate::fault::Fault;
use coded::Coded;
pub(super) use reduce::Reductions;
use sets::keys_and_sets;

/// Prepared rows, the names of the keys, what is computed for each group and the types of it all.
struct Grouping<'a, 'b, 'c> {
    prepared: LazyFrame,
    keys: &'a [PlSmallStr],
    /// Whether each key is a column as it comes, with the type that it shall have.
    plain: &'a [bool],
    reductions: &'a Reductions<'b, 'c>,
    types: &'a [DataType],
    /// How the texts of the keys became the one key.
    coded: Option<Coded>,
}

impl Lowering<'_> {
    /// Lowers GROUP BY, with or without keys, and its grouping sets.
    pub(crate) fn aggregate(&self, aggregate: &Aggregate) -> Result<Lowered, Fault> {
        let input = self.node(&aggregate.input)?;
        let schema = aggregate.input.schema();
        let (input, sorts_inside) = self.ordered_input(input, schema, &aggregate.aggr_expr)?;
        let (keys, sets) = keys_and_sets(&aggregate.group_expr)?;
        let scope = Scope::of(self, schema, &input);

        let mut columns = scope.all(&keys)?;
        let coded = match sets {
            None => self.coded(aggregate, &keys)?,
            Some(_) => None,
        };
        if let Some(coded) = &coded {
            columns = vec![coded.number(columns)];
        }
        let key_names = self.fresh_names(columns.len());
        let mut names = key_names.clone();
        let mut reductions = Reductions::new(self, sorts_inside);
        for call in &aggregate.aggr_expr {
            reductions.add(&scope, call)?;
        }
        columns.extend(
            reductions
                .arguments
                .iter()
                .map(|(_, column)| column.clone()),
        );
        names.extend(reductions.arguments.iter().map(|(name, _)| name.clone()));
        let prepared = if columns.is_empty() && is_read_in_place(aggregate, &input.frame) {
            input.frame.clone()
        } else {
            if columns.is_empty() {
                columns.push(anchor(&input.frame)?.is_null());
                names.push(self.fresh());
                // Counting rows of no column at all fails over unions; a column without missing
                // values has as many values as there are rows.
                reductions.count_rows_of(&names[0]);
            }
            let columns = anchored(&input.frame, columns)?;
            let named: Vec<Expr> = columns
                .into_iter()
                .zip(&names)
                .map(|(column, name)| column.alias(name.clone()))
                .collect();
            let kept: Vec<Expr> = names.iter().map(|name| col(name.clone())).collect();
            input.frame.clone().with_columns(named).select(kept)
        };

        let types = polars_types(&aggregate.schema)?;
        let plain: Vec<bool> = keys
            .iter()
            .map(|key| matches!(key, Tree::Column(_)))
            .collect();
        let grouping = Grouping {
            prepared,
            keys: &key_names,
            plain: &plain,
            reductions: &reductions,
            types: &types,
            coded,
        };
        match sets {
            None => self.one_set(&grouping),
            Some(sets) => self.several_sets(&grouping, &sets),
        }
    }

    fn one_set(&self, grouping: &Grouping<'_, '_, '_>) -> Result<Lowered, Fault> {
        let Grouping {
            prepared,
            keys,
            plain,
            reductions,
            types,
            coded,
        } = grouping;
        let mut keys_out: Vec<Expr> = keys.iter().map(|name| col(name.clone())).collect();
        let plain_reductions = (reductions.reduced.as_slice(), reductions.in_order);
        let reduced = reduce(prepared.clone(), &keys_out, types, plain_reductions);
        if let (Some(coded), [number]) = (coded, *keys) {
            keys_out = coded.texts(&col(number.clone()));
        }
        // A key stays a plain column where it can: filters on it go down to before the grouping.
        let is_known = |at: usize| plain.get(at).is_some_and(|is_plain| *is_plain);
        let columns = keys_out
            .into_iter()
            .chain(reductions.results.iter().cloned());
        let columns: Vec<Expr> = columns
            .zip(*types)
            .enumerate()
            .map(|(at, (column, data_type))| {
                if is_known(at) {
                    column
                } else {
                    column.cast(data_type.clone())
                }
            })
            .collect();
        project(self, reduced, columns)
    }

    /// Aggregates with an ORDER BY of their own see their rows in that order. Where there are
    /// several orders each aggregate sorts for itself, which the answer's second part says.
    fn ordered_input(
        &self,
        input: Lowered,
        schema: &DFSchema,
        calls: &[Tree],
    ) -> Result<(Lowered, bool), Fault> {
        let mut wanted: Option<&Vec<SortExpr>> = None;
        for call in calls {
            let Some(order) = result::order_that_matters(call) else {
                continue;
            };
            match wanted {
                Some(known) if known != order => return Ok((input, true)),
                _ => wanted = Some(order),
            }
        }
        match wanted {
            None => Ok((input, false)),
            Some(order) => {
                let scope = Scope::of(self, schema, &input);
                let by = order
                    .iter()
                    .map(|key| scope.expr(&key.expr))
                    .collect::<Result<Vec<_>, _>>()?;
                let frame = input.frame.sort_by_exprs(by, sort_options(order));
                let sorted = Lowered {
                    frame,
                    names: input.names,
                };
                Ok((sorted, false))
            }
        }
    }
}

/// Whether only rows of one table are counted, which a file may know without reading a column.
fn is_read_in_place(aggregate: &Aggregate, frame: &LazyFrame) -> bool {
    let has_union = || {
        (&frame.logical_plan)
            .into_iter()
            .any(|part| matches!(part, DslPlan::Union { .. }))
    };
    matches!(*aggregate.input, LogicalPlan::TableScan(_)) && !has_union()
}

/// Plain reductions for each group; `types` begin with those of the keys.
fn reduce(
    prepared: LazyFrame,
    keys: &[Expr],
    types: &[DataType],
    (reduced, in_order): (&[(PlSmallStr, Expr)], bool),
) -> LazyFrame {
    let mut plain: Vec<Expr> = reduced
        .iter()
        .map(|(name, reduction)| reduction.clone().alias(name.clone()))
        .collect();
    if keys.is_empty() {
        if plain.is_empty() {
            plain.push(len().alias("\u{1}rows"));
        }
        return prepared.select(plain);
    }
    let mut keys = keys.to_vec();
    if let ([key], [DataType::Decimal(..) | DataType::Int128, ..]) = (keys.as_slice(), types) {
        // Polars cannot group by a single column of 128 bits outside its streaming engine.
        let companion = key.clone().is_null().alias("\u{1}companion");
        keys.push(companion);
    }
    if in_order {
        prepared.group_by_stable(keys).agg(plain)
    } else {
        prepared.group_by(keys).agg(plain)
    }
}
