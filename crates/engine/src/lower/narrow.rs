//! Joins of something small with something large: the small side is computed first, and the large
//! one keeps only rows whose keys may find a partner. The filter goes down to the scan, where it
//! skips row groups and saves the reading of the other columns.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion_common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion_common::{JoinType as Kind, NullEquality};
use datafusion_expr::logical_plan::Join;
use datafusion_expr::{Expr as Tree, ExprSchemable, LogicalPlan};
use polars::prelude::arity::unary_elementwise_values;
use polars::prelude::*;

use super::frame::collect;
use super::function::rows;
use super::{Lowered, Lowering};
use crate::fault::Fault;

/// Rows that a side may have to be computed first.
const MOST_ROWS: usize = 1_000_000;
/// Rows that the other side must have to be worth it.
const FEWEST_ROWS: f64 = 50_000.0;
/// How much larger the other side must be.
const LARGER: f64 = 3.0;
/// Distance of the largest from the smallest key for which there is one bit for each key.
const MOST_BITS: u64 = 1 << 27;

/// The side of a join that is computed first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    Left,
    Right,
}

impl Lowering<'_> {
    /// The side whose keys may narrow the other, when it is small enough and filtered.
    pub(crate) fn first_side(&self, join: &Join) -> Option<First> {
        if self.is_dry
            || join.on.is_empty()
            || join.null_aware
            || join.null_equality == NullEquality::NullEqualsNull
            || !join.on.iter().all(|on| is_of_one_type(join, on))
        {
            return None;
        }
        // A side whose unmatched rows are kept must not be narrowed.
        let (may_left, may_right) = match join.join_type {
            Kind::Inner | Kind::LeftSemi | Kind::RightSemi => (true, true),
            Kind::Left | Kind::LeftAnti | Kind::LeftMark => (true, false),
            Kind::Right | Kind::RightAnti | Kind::RightMark => (false, true),
            Kind::Full => (false, false),
        };
        let (left, right) = (self.sizes.rows(&join.left), self.sizes.rows(&join.right));
        // What is saved is the work on the rows that the other side reads.
        let saved = |side: &LogicalPlan| self.sizes.largest_scan(side);
        let first_right = may_right && is_worth_it(right, saved(&join.left));
        let first_left = may_left && is_worth_it(left, saved(&join.right));
        match (first_left, first_right) {
            (true, true) if left < right && is_filtered(&join.left) => Some(First::Left),
            (_, true) if is_filtered(&join.right) => Some(First::Right),
            (true, _) if is_filtered(&join.left) => Some(First::Left),
            _ => None,
        }
    }

    /// The rows of a part that is guessed to be small; none when it is too large to be kept.
    pub(crate) fn computed(
        &self,
        frame: &LazyFrame,
        guess: f64,
    ) -> Result<Option<DataFrame>, Fault> {
        if self.stop.is_set() {
            return Err(Fault::Cancelled);
        }
        if self.is_dry || guess > most_rows() {
            return Ok(None);
        }
        let most = super::idx(MOST_ROWS + 1);
        let rows = collect(frame.clone().slice(0, most))?;
        Ok((rows.height() <= MOST_ROWS).then_some(rows))
    }

    /// Computes the small side and filters the large one by its keys. Nothing happens when the
    /// small side turns out to be large.
    pub(crate) fn narrow(
        &self,
        small: (&mut Lowered, &[Expr]),
        large: (&mut Lowered, &[Expr]),
    ) -> Result<(), Fault> {
        let (small, small_keys) = small;
        let Some(known) = self.computed(&small.frame, 0.0)? else {
            return Ok(());
        };
        let (large, large_keys) = large;
        for (small_key, large_key) in small_keys.iter().zip(large_keys) {
            let (Expr::Column(from), Expr::Column(_)) = (small_key, large_key) else {
                continue;
            };
            let values = known.column(from)?.as_materialized_series();
            if let Some(found) = among(values, large_key)? {
                large.frame = large.frame.clone().filter(found);
            }
        }
        small.frame = known.lazy();
        Ok(())
    }
}

/// Whether both keys of an equality have one type.
fn is_of_one_type(join: &Join, (left, right): &(Tree, Tree)) -> bool {
    let types = (
        left.get_type(join.left.schema()),
        right.get_type(join.right.schema()),
    );
    matches!(types, (Ok(left), Ok(right)) if left == right)
}

#[expect(clippy::cast_precision_loss, reason = "a million is exact")]
fn most_rows() -> f64 {
    MOST_ROWS as f64
}

fn is_worth_it(small: f64, large: f64) -> bool {
    small <= most_rows() && large >= FEWEST_ROWS && large >= small * LARGER
}

/// Whether something may have left out rows on the way.
fn is_filtered(part: &LogicalPlan) -> bool {
    let mut found = false;
    let walked = part.apply(|node| {
        found = match node {
            LogicalPlan::TableScan(scan) => !scan.filters.is_empty() || scan.fetch.is_some(),
            LogicalPlan::Filter(_) | LogicalPlan::Limit(_) | LogicalPlan::Values(_) => true,
            _ => false,
        };
        Ok(if found {
            TreeNodeRecursion::Stop
        } else {
            TreeNodeRecursion::Continue
        })
    });
    walked.is_ok() && found
}

/// The condition that a key is one of these values; none for types that are not looked up.
fn among(values: &Series, key: &Expr) -> Result<Option<Expr>, Fault> {
    let data_type = values.dtype().clone();
    let is_whole = matches!(
        data_type,
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::Int64 | DataType::Date
    );
    if !is_whole {
        return Ok(None);
    }
    let numbers = values.to_physical_repr().cast(&DataType::Int64)?;
    let numbers = numbers.i64()?;
    let (Some(least), Some(most)) = (numbers.min(), numbers.max()) else {
        return Ok(Some(lit(false)));
    };
    let bound = |number: i64| -> Result<Expr, Fault> {
        let series = Series::new("bound".into(), [number]).cast(&data_type)?;
        let value = series.get(0)?.into_static();
        Ok(Expr::Literal(Scalar::new(data_type.clone(), value).into()))
    };
    let between = key
        .clone()
        .gt_eq(bound(least)?)
        .and(key.clone().lt_eq(bound(most)?));
    let members = Members::of(numbers, least, most);
    let is_member = rows(vec![key.clone()], DataType::Boolean, move |columns| {
        members.mask(&columns[0])
    });
    Ok(Some(between.and(is_member)))
}

/// Whole numbers that can be asked quickly whether one is among them.
#[derive(Clone)]
enum Members {
    /// A bit for each number from the least on.
    Bits {
        least: i64,
        words: Arc<Vec<u64>>,
    },
    Hashed(Arc<HashSet<i64>>),
}

impl Members {
    fn of(numbers: &Int64Chunked, least: i64, most: i64) -> Self {
        let range = most.abs_diff(least);
        if range > MOST_BITS {
            return Self::Hashed(Arc::new(numbers.iter().flatten().collect()));
        }
        let mut words = vec![0_u64; usize::try_from(range / 64 + 1).unwrap_or(1)];
        for number in numbers.iter().flatten() {
            let at = number.abs_diff(least);
            if let Some(word) = words.get_mut(usize::try_from(at / 64).unwrap_or(usize::MAX)) {
                *word |= 1 << (at % 64);
            }
        }
        Self::Bits {
            least,
            words: Arc::new(words),
        }
    }

    fn has(&self, number: i64) -> bool {
        match self {
            Self::Bits { least, words } => {
                let at = number.wrapping_sub(*least).cast_unsigned();
                let word = usize::try_from(at / 64).ok().and_then(|at| words.get(at));
                word.is_some_and(|word| word >> (at % 64) & 1 == 1)
            }
            Self::Hashed(numbers) => numbers.contains(&number),
        }
    }

    /// Which of the keys are among them; missing for missing ones.
    fn mask(&self, keys: &Series) -> PolarsResult<Series> {
        let keys = keys.to_physical_repr();
        let mask: BooleanChunked = match keys.dtype() {
            DataType::Int32 => {
                unary_elementwise_values(keys.i32()?, |key: i32| self.has(i64::from(key)))
            }
            DataType::Int64 => unary_elementwise_values(keys.i64()?, |key: i64| self.has(key)),
            _ => {
                let keys = keys.cast(&DataType::Int64)?;
                unary_elementwise_values(keys.i64()?, |key: i64| self.has(key))
            }
        };
        Ok(mask.into_series())
    }
}
