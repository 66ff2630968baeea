//! GROUP BY in three steps: keys and arguments become columns, plain reductions run over them,
//! and what SQL wants is put together from the reductions. Sums widen; what does not fit is an
//! error that names the aggregate.

mod reduce;
mod result;

use datafusion_common::DFSchema;
use datafusion_expr::logical_plan::Aggregate;
use datafusion_expr::{Expr as Tree, GroupingSet, SortExpr};
use polars::prelude::*;

use super::expr::Scope;
use super::frame::{anchor, anchored, project};
use super::node::sort_options;
use super::{Lowered, Lowering, literal, polars_types};
use crate::fault::Fault;
pub(super) use reduce::Reductions;

/// Prepared rows, the names of the keys, what is computed for each group and the types of it all.
struct Grouping<'a, 'b, 'c> {
    prepared: LazyFrame,
    keys: &'a [PlSmallStr],
    /// Whether each key is a column as it comes, with the type that it shall have.
    plain: &'a [bool],
    reductions: &'a Reductions<'b, 'c>,
    types: &'a [DataType],
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
        let prepared = input.frame.clone().with_columns(named).select(kept);

        let types = polars_types(&aggregate.schema)?;
        let plain: Vec<bool> = keys
            .iter()
            .map(|key| matches!(key, Tree::Column(_)))
            .collect();
        match sets {
            None => self.one_set(&Grouping {
                prepared,
                keys: &key_names,
                plain: &plain,
                reductions: &reductions,
                types: &types,
            }),
            Some(sets) => {
                let grouping = Grouping {
                    prepared: prepared.cache(),
                    keys: &key_names,
                    plain: &plain,
                    reductions: &reductions,
                    types: &types,
                };
                self.several_sets(&grouping, &sets)
            }
        }
    }

    fn one_set(&self, grouping: &Grouping<'_, '_, '_>) -> Result<Lowered, Fault> {
        let Grouping {
            prepared,
            keys,
            plain,
            reductions,
            types,
        } = grouping;
        let keys_out: Vec<Expr> = keys.iter().map(|name| col(name.clone())).collect();
        let reduced = reduce(prepared.clone(), &keys_out, types, reductions);
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

    fn several_sets(
        &self,
        grouping: &Grouping<'_, '_, '_>,
        sets: &[Vec<usize>],
    ) -> Result<Lowered, Fault> {
        let Grouping {
            prepared,
            keys,
            reductions,
            types,
            ..
        } = grouping;
        let names = self.fresh_names(types.len());
        let mut parts = Vec::with_capacity(sets.len());
        for set in sets {
            let grouped: Vec<Expr> = set.iter().map(|at| col(keys[*at].clone())).collect();
            let wide: Vec<DataType> = set.iter().map(|at| types[*at].clone()).collect();
            let reduced = reduce(prepared.clone(), &grouped, &wide, reductions);
            // The number of a grouping has a bit for each key that is left out.
            let mut left_out: u32 = 0;
            let mut columns = Vec::with_capacity(types.len());
            for (at, key) in keys.iter().enumerate() {
                left_out <<= 1;
                if set.contains(&at) {
                    columns.push(col(key.clone()));
                } else {
                    left_out |= 1;
                    columns.push(literal::missing(types[at].clone()));
                }
            }
            columns.push(lit(left_out));
            columns.extend(reductions.results.iter().cloned());
            let columns: Vec<Expr> = columns
                .into_iter()
                .zip(*types)
                .zip(&names)
                .map(|((column, data_type), name)| {
                    column.cast(data_type.clone()).alias(name.clone())
                })
                .collect();
            let kept: Vec<Expr> = names.iter().map(|name| col(name.clone())).collect();
            parts.push(reduced.with_columns(columns).select(kept));
        }
        Ok(Lowered {
            frame: concat(parts, UnionArgs::default())?,
            names,
        })
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

/// Plain reductions for each group; `types` begin with those of the keys.
fn reduce(
    prepared: LazyFrame,
    keys: &[Expr],
    types: &[DataType],
    reductions: &Reductions<'_, '_>,
) -> LazyFrame {
    let mut plain: Vec<Expr> = reductions
        .reduced
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
    if reductions.in_order {
        prepared.group_by_stable(keys).agg(plain)
    } else {
        prepared.group_by(keys).agg(plain)
    }
}

/// Grouping sets, each as places in the keys.
type Sets = Vec<Vec<usize>>;

/// The distinct keys of a GROUP BY and, when there are any, its grouping sets.
fn keys_and_sets(group: &[Tree]) -> Result<(Vec<Tree>, Option<Sets>), Fault> {
    const MOST_SETS: usize = 256;
    let [Tree::GroupingSet(set)] = group else {
        if group.iter().any(|key| matches!(key, Tree::GroupingSet(_))) {
            return Err(Fault::unsupported("Grouping sets beside other keys"));
        }
        return Ok((group.to_vec(), None));
    };
    let keys: Vec<Tree> = set.distinct_expr().into_iter().cloned().collect();
    let place = |key: &Tree| keys.iter().position(|known| known == key);
    let sets: Sets = match set {
        GroupingSet::Rollup(rolled) => (0..=rolled.len())
            .rev()
            .map(|count| rolled[..count].iter().filter_map(place).collect())
            .collect(),
        GroupingSet::Cube(cubed) => {
            if cubed.len() > 8 {
                return Err(Fault::unsupported("CUBE of more than 8 keys"));
            }
            (0..1_usize << cubed.len())
                .rev()
                .map(|bits| {
                    let chosen = cubed
                        .iter()
                        .enumerate()
                        .filter(|(at, _)| bits >> (cubed.len() - 1 - at) & 1 == 1);
                    chosen.filter_map(|(_, key)| place(key)).collect()
                })
                .collect()
        }
        GroupingSet::GroupingSets(sets) => sets
            .iter()
            .map(|set| set.iter().filter_map(place).collect())
            .collect(),
    };
    if sets.len() > MOST_SETS {
        return Err(Fault::unsupported("More than 256 grouping sets"));
    }
    Ok((keys, Some(sets)))
}
