//! A few rows that carry the number of a mark.
//!
//! A row is an outlier by Tukey's fence (beyond the upper quartile plus 1.5 times the quartile
//! distance; Tukey 1977). Long tails cross that fence without meaning anything, so the rows must also
//! be too far out on the scale on which their neighbours are symmetrical.

use crate::real;
use crate::stats::{ln_choose, ln_student_tail, median, quantile};

/// Fewest rows of a mark that are judged.
const FEWEST: f64 = 5.0;
/// Tukey's factor.
const FENCE: f64 = 1.5;
/// Smallest part of the number that outliers must carry.
const IMPACT: f64 = 0.10;
/// Largest part of the rows that still are exceptions.
const RARE: f64 = 0.20;
/// Standard error of a spread by quartiles, as a part of it, times the root of the rows (normal values).
const SPREAD_ERROR: f64 = 1.17;
/// Most rows that are looked at from the top.
pub const MOST_OUTLIERS: usize = 200;

/// The rows behind one mark, as far as outliers need them.
#[derive(Debug, Clone, PartialEq)]
pub struct Tail {
    /// Rows with a value.
    pub count: f64,
    pub sum: f64,
    pub min: f64,
    pub lower_quartile: f64,
    pub median: f64,
    pub upper_quartile: f64,
    /// The largest values, largest first; `MOST_OUTLIERS` or a fifth of the rows are enough.
    pub top: Vec<f64>,
}

/// Where the middle half of the rows is taken for symmetrical.
#[derive(Debug, Clone, Copy)]
enum Scale {
    Logarithm,
    AroundMedian,
}

/// Rows that carry a mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Outliers {
    /// How many rows, the largest ones.
    pub rows: usize,
    /// Their part of the sum, or how much of the average is due to them.
    pub share: f64,
    /// The smallest of them.
    pub from: f64,
}

impl Tail {
    /// Reads the tail off all values of a mark. None without values.
    pub fn of(values: &[f64]) -> Option<Self> {
        let mut sorted: Vec<f64> = values
            .iter()
            .copied()
            .filter(|one| one.is_finite())
            .collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let min = *sorted.first()?;
        Some(Self {
            count: real(sorted.len()),
            sum: sorted.iter().sum(),
            min,
            lower_quartile: quantile(&sorted, 0.25),
            median: quantile(&sorted, 0.5),
            upper_quartile: quantile(&sorted, 0.75),
            top: sorted.iter().rev().take(MOST_OUTLIERS).copied().collect(),
        })
    }

    fn scaled(&self, scale: Scale, value: f64) -> f64 {
        match scale {
            Scale::Logarithm => value.ln(),
            Scale::AroundMedian => {
                let half = (self.upper_quartile - self.lower_quartile) / 2.0;
                ((value - self.median) / half).asinh()
            }
        }
    }

    fn can_be_judged(&self) -> bool {
        self.count >= FEWEST && self.upper_quartile > self.lower_quartile
    }

    /// What a standard deviation would be of a normal spread with these quartiles; of the upper half
    /// alone when that is wider.
    fn spread(&self, scale: Scale) -> f64 {
        let at = |value| self.scaled(scale, value);
        let (low, middle, high) = (
            at(self.lower_quartile),
            at(self.median),
            at(self.upper_quartile),
        );
        ((high - low) / 1.349).max((high - middle) / 0.674_5)
    }

    /// What the largest `k` rows carry of the sum or, with `is_average`, of the average.
    fn impact(&self, k: usize, is_average: bool) -> f64 {
        let top: f64 = self.top.iter().take(k).sum();
        if self.sum == 0.0 {
            return 0.0;
        }
        if !is_average {
            return top / self.sum;
        }
        let mean = self.sum / self.count;
        let rest = (self.sum - top) / (self.count - real(k));
        (mean - rest) / mean.abs()
    }
}

/// The mark that a few rows carry most, by its place in `tails`, and those rows. `marks` is how many
/// marks could have had some.
///
/// The largest k rows of a mark are named when the k-th lies beyond the fence, they are at most a fifth
/// of the rows, carry at least a tenth of the number, and chance makes so many rows so large in fewer
/// than 0.8 % of charts: `C(n,k)·q^k·K·marks ≤ 0.008`, with K the number of k that were tried and q the
/// tail of Student's distribution at z = (g(v) − g(median)) / s. There g is the logarithm, or the
/// inverse hyperbolic sine around the median where values are not all positive; s is the
/// median spread by quartiles of all marks, or the mark's own less two standard errors when that is
/// larger; the degrees of freedom are
/// 0.37 of the rows that this rests on, which is what quartiles are worth for a normal spread (Rousseeuw
/// and Croux 1993). Of several k the least likely is named.
pub fn outliers(
    tails: &[(usize, Tail)],
    is_average: bool,
    marks: usize,
) -> Option<(usize, Outliers)> {
    let judged: Vec<&(usize, Tail)> = tails
        .iter()
        .filter(|(_, tail)| tail.can_be_judged())
        .collect();
    let is_positive = judged.iter().all(|(_, tail)| tail.min > 0.0);
    let scale = if is_positive {
        Scale::Logarithm
    } else {
        Scale::AroundMedian
    };
    let spreads: Vec<f64> = judged.iter().map(|(_, tail)| tail.spread(scale)).collect();
    let rows: f64 = judged.iter().map(|(_, tail)| tail.count).sum();
    let usual = Usual {
        scale,
        spread: median(&spreads),
        freedom: (0.37 * rows - 1.0).max(1.0),
        marks: real(marks.max(1)),
    };
    judged
        .into_iter()
        .filter_map(|(mark, tail)| Some((*mark, in_mark(tail, &usual, is_average)?)))
        .max_by(|left, right| left.1.share.total_cmp(&right.1.share))
}

/// What all marks have in common.
struct Usual {
    scale: Scale,
    spread: f64,
    freedom: f64,
    marks: f64,
}

fn in_mark(tail: &Tail, usual: &Usual, is_average: bool) -> Option<Outliers> {
    let fence = tail.upper_quartile + FENCE * (tail.upper_quartile - tail.lower_quartile);
    let tried = (1..=tail.top.len())
        .take_while(|k| real(*k) <= RARE * tail.count && tail.top[k - 1] > fence)
        .count();
    let middle = tail.scaled(usual.scale, tail.median);
    let own = tail.spread(usual.scale) / (1.0 + 2.0 * SPREAD_ERROR / tail.count.sqrt());
    let spread = own.max(usual.spread);
    let looks = (real(tried) * usual.marks).ln();
    let likelihood = |k: usize| {
        let z = (tail.scaled(usual.scale, tail.top[k - 1]) - middle) / spread;
        ln_choose(tail.count, real(k)) + real(k) * ln_student_tail(z, usual.freedom) + looks
    };
    let (rows, _) = (1..=tried)
        .filter(|k| tail.impact(*k, is_average) >= IMPACT)
        .map(|k| (k, likelihood(k)))
        .filter(|(_, ln)| *ln <= crate::ALPHA.ln())
        .min_by(|left, right| left.1.total_cmp(&right.1))?;
    Some(Outliers {
        rows,
        share: tail.impact(rows, is_average),
        from: tail.top[rows - 1],
    })
}
