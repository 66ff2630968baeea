//! Aggregates over frames: counts and exact sums from running totals, the rest from a tree of
//! partial results, so that a sliding frame costs little and loses nothing.

use std::ops::Range;

use polars::prelude::*;

use super::Call;
use super::exact::exact;
use super::exclude::{self, Seen};
use super::frame::frames;
use super::order::Ordered;
use super::value::taken;
use crate::error::raise;
use crate::lower::node::idx;

/// Whether this module computes a function.
pub(crate) fn is_known(name: &str) -> bool {
    const KNOWN: [&str; 11] = [
        "count",
        "sum",
        "avg",
        "min",
        "max",
        "stddev",
        "stddev_pop",
        "var",
        "var_pop",
        "bool_and",
        "bool_or",
    ];
    KNOWN.contains(&name)
}

/// The values of a function, in the order of the window.
pub(crate) fn compute(call: &Call, args: &[Series], ordered: &Ordered) -> PolarsResult<Series> {
    let Some(values) = args.first() else {
        return Err(raise("SQL_VALUE", "This window function needs a column."));
    };
    match call.exclude {
        None => over(call, values, &frames(call, ordered)?),
        Some(left_out) => over(call, values, &exclude::parts(call, left_out, ordered)?),
    }
}

fn over(call: &Call, values: &Series, frames: &[impl Seen]) -> PolarsResult<Series> {
    let counts = Counts::new(values);
    match call.name.as_str() {
        "count" => {
            let counted: Vec<i64> = frames.iter().map(|frame| counts.within(frame)).collect();
            Ok(Int64Chunked::from_vec(PlSmallStr::EMPTY, counted).into_series())
        }
        "min" | "bool_and" => extreme(values, frames, false),
        "max" | "bool_or" => extreme(values, frames, true),
        "sum" | "avg" if values.dtype().is_float() => Ok(of_floats(call, values, frames, &counts)?),
        "sum" | "avg" => exact(call, values, frames, &counts),
        _ => spread(call, values, frames),
    }
}

/// Running counts of known values.
pub(super) struct Counts(Vec<i64>);

impl Counts {
    fn new(values: &Series) -> Self {
        let mut total = 0;
        let mut running = Vec::with_capacity(values.len() + 1);
        running.push(0);
        for known in values.is_not_null().iter() {
            total += i64::from(known == Some(true));
            running.push(total);
        }
        Self(running)
    }

    pub(super) fn within(&self, seen: &impl Seen) -> i64 {
        let counted = seen
            .parts()
            .map(|part| self.0[part.end] - self.0[part.start]);
        counted.sum()
    }
}

fn of_floats(
    call: &Call,
    values: &Series,
    frames: &[impl Seen],
    counts: &Counts,
) -> PolarsResult<Series> {
    let floats = values.cast(&DataType::Float64)?;
    let leaves: Vec<f64> = floats
        .f64()?
        .iter()
        .map(|value| value.unwrap_or(0.0))
        .collect();
    let mut last: Option<(Range<usize>, f64)> = None;
    let mut tree: Option<Tree<f64>> = None;
    let mut results: Vec<Option<f64>> = Vec::with_capacity(frames.len());
    let mut of_part = |part: Range<usize>| {
        if part.len() <= 16 {
            return leaves[part].iter().sum::<f64>();
        }
        tree.get_or_insert_with(|| Tree::new(leaves.clone(), 0.0, |a, b| a + b))
            .within(part)
    };
    for frame in frames {
        let whole = frame.whole();
        let sum = match (&last, &whole) {
            (Some((known, sum)), Some(frame)) if known == frame => *sum,
            // A frame that only grows at its end is added to.
            (Some((known, sum)), Some(frame))
                if known.start == frame.start && known.end <= frame.end =>
            {
                sum + leaves[known.end..frame.end].iter().sum::<f64>()
            }
            _ => frame.parts().map(&mut of_part).sum(),
        };
        last = whole.map(|frame| (frame, sum));
        let count = counts.within(frame);
        #[expect(clippy::cast_precision_loss, reason = "frames are far below 2^53 rows")]
        results.push((count > 0).then(|| {
            if call.name == "avg" {
                sum / count as f64
            } else {
                sum
            }
        }));
    }
    Ok(results
        .into_iter()
        .collect::<Float64Chunked>()
        .into_series())
}

/// The smallest or largest value of any type that can be ordered.
fn extreme<S: Seen>(values: &Series, frames: &[S], largest: bool) -> PolarsResult<Series> {
    let order = values.arg_sort(
        SortOptions::default()
            .with_nulls_last(true)
            .with_maintain_order(true),
    );
    let mut rank = vec![0; values.len()];
    let mut row_at = Vec::with_capacity(values.len());
    for (place, row) in order.iter().flatten().enumerate() {
        rank[row as usize] = idx(place);
        row_at.push(row);
    }
    let none = if largest { -1 } else { i64::from(IdxSize::MAX) };
    let missing = values.is_null();
    let leaves: Vec<i64> = rank
        .iter()
        .zip(missing.iter())
        .map(|(rank, missing)| {
            if missing == Some(true) {
                none
            } else {
                i64::from(*rank)
            }
        })
        .collect();
    let better = if largest {
        |a: i64, b: i64| a.max(b)
    } else {
        |a: i64, b: i64| a.min(b)
    };
    let tree = Tree::new(leaves, none, better);
    let mut last: Option<(&S, i64)> = None;
    let mut found: Vec<Option<IdxSize>> = Vec::with_capacity(frames.len());
    for frame in frames {
        let best = match &last {
            Some((known, best)) if *known == frame => *best,
            _ => tree.of(frame),
        };
        last = Some((frame, best));
        let row = usize::try_from(best)
            .ok()
            .filter(|_| best != none)
            .and_then(|best| row_at.get(best).copied());
        found.push(row);
    }
    taken(values, &found)
}

/// Count, mean and squared distance of some values; two of them combine (Chan's formula).
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    count: f64,
    mean: f64,
    squares: f64,
}

fn spread(call: &Call, values: &Series, frames: &[impl Seen]) -> PolarsResult<Series> {
    let floats = values.cast(&DataType::Float64)?;
    let leaves = floats.f64()?.iter().map(|value| match value {
        None => Moments::default(),
        Some(mean) => Moments {
            count: 1.0,
            mean,
            squares: 0.0,
        },
    });
    let tree = Tree::new(leaves.collect(), Moments::default(), combine);
    let of_sample = !call.name.ends_with("_pop");
    let results = frames.iter().map(|frame| {
        let moments = tree.of(frame);
        let divisor = if of_sample {
            moments.count - 1.0
        } else {
            moments.count
        };
        let variance = (divisor > 0.0).then(|| moments.squares / divisor);
        if call.name.starts_with("stddev") {
            variance.map(f64::sqrt)
        } else {
            variance
        }
    });
    Ok(results.collect::<Float64Chunked>().into_series())
}

fn combine(a: Moments, b: Moments) -> Moments {
    if a.count == 0.0 {
        return b;
    }
    if b.count == 0.0 {
        return a;
    }
    let count = a.count + b.count;
    let apart = b.mean - a.mean;
    Moments {
        count,
        mean: a.mean + apart * b.count / count,
        squares: a.squares + b.squares + apart * apart * a.count * b.count / count,
    }
}

/// Partial results over powers of two, in the order of the rows.
struct Tree<T> {
    nodes: Vec<T>,
    leaves: usize,
    none: T,
    combine: fn(T, T) -> T,
}

impl<T: Copy> Tree<T> {
    fn new(leaves: Vec<T>, none: T, combine: fn(T, T) -> T) -> Self {
        let count = leaves.len();
        let mut nodes = vec![none; count];
        nodes.extend(leaves);
        for at in (1..count).rev() {
            nodes[at] = combine(nodes[2 * at], nodes[2 * at + 1]);
        }
        Self {
            nodes,
            leaves: count,
            none,
            combine,
        }
    }

    /// The result over all rows that are seen.
    fn of(&self, seen: &impl Seen) -> T {
        let parts = seen.parts().map(|part| self.within(part));
        parts.fold(self.none, self.combine)
    }

    fn within(&self, range: Range<usize>) -> T {
        let (mut left, mut right) = (self.none, self.none);
        let (mut low, mut high) = (range.start + self.leaves, range.end + self.leaves);
        while low < high {
            if low % 2 == 1 {
                left = (self.combine)(left, self.nodes[low]);
                low += 1;
            }
            if high % 2 == 1 {
                high -= 1;
                right = (self.combine)(self.nodes[high], right);
            }
            low /= 2;
            high /= 2;
        }
        (self.combine)(left, right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_answers_every_range_like_a_plain_sum() {
        for count in 0..20_i64 {
            let leaves: Vec<i64> = (0..count).map(|at| at * at - 7).collect();
            let tree = Tree::new(leaves.clone(), 0, |a, b| a + b);
            for from in 0..=leaves.len() {
                for to in from..=leaves.len() {
                    assert_eq!(
                        tree.within(from..to),
                        leaves[from..to].iter().sum::<i64>(),
                        "{from}..{to} of {count}"
                    );
                }
            }
        }
    }
}
