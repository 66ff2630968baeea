//! Several groupings of the same rows beside each other: ROLLUP, CUBE, GROUPING SETS.

use datafusion_expr::{Expr as Tree, GroupingSet};
use polars::prelude::*;

use super::roll::Roll;
use super::{Grouping, reduce};
use crate::fault::Fault;
use crate::lower::{Lowered, Lowering, literal};

impl Lowering<'_> {
    pub(super) fn several_sets(
        &self,
        grouping: &Grouping<'_, '_, '_>,
        sets: &[Vec<usize>],
    ) -> Result<Lowered, Fault> {
        let Grouping {
            keys,
            reductions,
            types,
            ..
        } = grouping;
        let names = self.fresh_names(types.len());
        let mut parts = Vec::with_capacity(sets.len());
        for (set, reduced) in sets.iter().zip(self.groupings(grouping, sets)) {
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

    /// The reductions for each set. Where one set has the keys of all others and nothing needs the
    /// rows themselves, only that one reads the rows.
    fn groupings(&self, grouping: &Grouping<'_, '_, '_>, sets: &[Vec<usize>]) -> Vec<LazyFrame> {
        let Grouping {
            prepared,
            keys,
            reductions,
            types,
            ..
        } = grouping;
        let within = |set: &[usize], other: &[usize]| set.iter().all(|key| other.contains(key));
        let group = |rows: LazyFrame, set: &[usize], reduced: (&[(PlSmallStr, Expr)], bool)| {
            let grouped: Vec<Expr> = set.iter().map(|at| col(keys[*at].clone())).collect();
            let wide: Vec<DataType> = set.iter().map(|at| types[*at].clone()).collect();
            reduce(rows, &grouped, &wide, reduced)
        };
        let has_finest = sets
            .iter()
            .any(|finest| sets.iter().all(|set| within(set, finest)));
        let roll = has_finest.then(|| Roll::of(self, reductions)).flatten();
        let Some(roll) = roll else {
            let rows = prepared.clone().cache();
            let plain = (reductions.reduced.as_slice(), reductions.in_order);
            return sets
                .iter()
                .map(|set| group(rows.clone(), set, plain))
                .collect();
        };
        let mut order: Vec<usize> = (0..sets.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(sets[*at].len()));
        let mut done: Vec<(usize, LazyFrame)> = Vec::with_capacity(sets.len());
        for at in order {
            let finer = done
                .iter()
                .filter(|(other, _)| within(&sets[at], &sets[*other]))
                .min_by_key(|(other, _)| sets[*other].len());
            let frame = match finer {
                Some((_, finer)) => group(finer.clone(), &sets[at], (&roll.again, false)),
                None => group(prepared.clone(), &sets[at], (&roll.first, false)),
            };
            done.push((at, frame.cache()));
        }
        done.sort_by_key(|(at, _)| *at);
        done.into_iter()
            .map(|(_, frame)| {
                if roll.last.is_empty() {
                    frame
                } else {
                    frame.with_columns(roll.last.clone())
                }
            })
            .collect()
    }
}

/// Grouping sets, each as places in the keys.
pub(super) type Sets = Vec<Vec<usize>>;

/// The distinct keys of a GROUP BY and, when there are any, its grouping sets.
pub(super) fn keys_and_sets(group: &[Tree]) -> Result<(Vec<Tree>, Option<Sets>), Fault> {
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
