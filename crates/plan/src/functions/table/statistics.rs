//! Aggregates of statistics.

use super::super::entry::{Entry, Gives, Takes, entry};

const F: Takes = Takes::Float;

pub(super) static ENTRIES: &[Entry] = &[
    entry("percentile_cont(number, share)", "The value below which this share lies, computed between two; also `WITHIN GROUP (ORDER BY number)`, also of days and instants. Of a list of shares it is a list.", "percentile_cont(w, 0.5) → 25")
        .also(&["quantile_cont", "percentile"]),
    entry("percentile_disc(value, share)", "The first value that at least this share does not exceed.", "percentile_disc(w, 0.5) → 20")
        .own(&[Takes::Any, F], 2, Gives::Like(0))
        .also(&["quantile_disc", "quantile"]),
    entry("mode(value)", "The most frequent value; the one that comes first among several.", "mode(v) → 4")
        .own(&[Takes::Any], 1, Gives::Like(0)),
    entry("stddev(number)", "The standard deviation of a sample.", "round(stddev(w), 4) → 12.9099")
        .also(&["stddev_samp", "stdev"]),
    entry("stddev_pop(number)", "The standard deviation of all.", "round(stddev_pop(w), 4) → 11.1803")
        .also(&["stdevp"]),
    entry("var(number)", "The variance of a sample.", "round(var(w), 4) → 166.6667")
        .also(&["var_samp", "var_sample", "variance"]),
    entry("var_pop(number)", "The variance of all.", "var_pop(w) → 125").also(&["var_population", "varp"]),
    entry("covar_samp(y, x)", "The covariance of a sample.", "covar_samp(v, w) → 15").also(&["covar"]),
    entry("covar_pop(y, x)", "The covariance of all.", "covar_pop(v, w) → 10"),
    entry("corr(y, x)", "How strongly two numbers go together, from -1 to 1.", "corr(w, w) → 1"),
    entry("skewness(number)", "How lopsided the numbers are, as of a sample.", "round(skewness(v), 4) → -0.3704")
        .own(&[F], 1, Gives::Float),
    entry("kurtosis(number)", "How heavy the tails are beyond those of a normal distribution, as of a sample.", "kurtosis(w) → -1.2")
        .own(&[F], 1, Gives::Float),
    entry("weighted_avg(value, weight)", "The average in which each value counts as much as its weight.", "round(weighted_avg(v, w), 4) → 2.8333").form().also(&["wavg"]),
    entry("sem(number)", "The standard error of the average.", "round(sem(w), 4) → 5.5902").form(),
    entry("kurtosis_pop(number)", "The same as `kurtosis`, of all.", "round(kurtosis_pop(w), 4) → -1.36")
        .own(&[F], 1, Gives::Float),
    entry("mad(number)", "The median of the distances from the median.", "mad(w) → 10")
        .own(&[F], 1, Gives::Float),
    entry("histogram(value [, bounds])", "Each value with the number of its rows, as a map. With bounds, each of them with the number of values up to it and above the one before; what lies above all is counted under null.", "histogram(v) → [{key: 1, value: 1}, {key: 2, value: 1}, {key: 4, value: 2}]")
        .own(&[Takes::Any, Takes::List], 1, Gives::Counts),
    entry("entropy(value)", "How mixed the values are, in bits.", "entropy(v) → 1.5")
        .own(&[Takes::Any], 1, Gives::Float),
    entry("geometric_mean(number)", "The geometric mean; null when a number is not above zero.", "round(geometric_mean(v), 4) → 2.3784")
        .own(&[F], 1, Gives::Float)
        .also(&["geomean"]),
    entry("approx_median(number)", "The median.", "approx_median(v) → 3"),
    entry("approx_percentile_cont(number, share)", "The same as `percentile_cont`.", "approx_percentile_cont(w, 0.5) → 25")
        .also(&["approx_quantile", "approx_percentile", "percentile_approx"]),
    entry("regr_slope(y, x)", "The slope of the line through the points.", "regr_slope(2 * w + 1, w) → 2"),
    entry("regr_intercept(y, x)", "Where that line meets the axis.", "regr_intercept(2 * w + 1, w) → 1"),
    entry("regr_r2(y, x)", "How well that line fits, from 0 to 1.", "regr_r2(2 * w + 1, w) → 1"),
    entry("regr_count(y, x)", "How many rows have both numbers.", "regr_count(v, w) → 3"),
    entry("regr_avgx(y, x)", "The average of x where both are there.", "regr_avgx(v, w) → 20"),
    entry("regr_avgy(y, x)", "The average of y where both are there.", "regr_avgy(2 * w, w) → 50"),
    entry("regr_sxx(y, x)", "The sum of squares of x around its average.", "regr_sxx(w, w) → 500"),
    entry("regr_syy(y, x)", "The sum of squares of y around its average.", "regr_syy(w, w) → 500"),
    entry("regr_sxy(y, x)", "The sum of products of both around their averages.", "regr_sxy(w, w) → 500"),
];
