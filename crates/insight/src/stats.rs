//! Tails of the distributions that the tests need.

/// ln Γ(x) for x > 0, by Lanczos' series with g = 7 and nine terms (Numerical Recipes, 6.1).
pub(crate) fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    let x = x - 1.0;
    let mut at = x;
    let mut sum = 0.999_999_999_999_809_9;
    for term in TERMS {
        at += 1.0;
        sum += term / at;
    }
    let t = x + 7.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

/// ln of "n choose k".
pub(crate) fn ln_choose(n: f64, k: f64) -> f64 {
    ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0)
}

/// ln of the regularised incomplete beta function, by the continued fraction of Lentz (Numerical
/// Recipes, 6.4). In logarithms, so that far tails do not become zero.
fn ln_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if x >= 1.0 {
        return 0.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return (-ln_beta(1.0 - x, b, a).exp()).ln_1p();
    }
    let front = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (1.0 - x).ln();
    front + fraction(x, a, b).ln() - a.ln()
}

fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut above = 1.0;
    let mut below = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut whole = below;
    for step in 1..400 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        below = 1.0 / away(1.0 + even * below);
        above = away(1.0 + even / above);
        whole *= below * above;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        below = 1.0 / away(1.0 + odd * below);
        above = away(1.0 + odd / above);
        whole *= below * above;
        if (below * above - 1.0).abs() < 1e-14 {
            break;
        }
    }
    whole
}

/// ln P(T > t) of Student's distribution with `freedom` degrees, for t ≥ 0.
pub(crate) fn ln_student_tail(t: f64, freedom: f64) -> f64 {
    let x = freedom / (freedom + t * t);
    ln_beta(x, freedom / 2.0, 0.5) - std::f64::consts::LN_2
}

/// P(|T| > |t|) of Student's distribution.
pub(crate) fn student_two_sided(t: f64, freedom: f64) -> f64 {
    (ln_student_tail(t.abs(), freedom) + std::f64::consts::LN_2).exp()
}

/// P(|Z| > |z|) of the normal distribution: Student's with very many degrees.
pub(crate) fn normal_two_sided(z: f64) -> f64 {
    student_two_sided(z, 1e7)
}

/// P(X ≥ k) for X binomial with `n` trials of probability `p`, k ≥ 1.
pub(crate) fn binomial_tail(k: f64, n: f64, p: f64) -> f64 {
    ln_beta(p, k, n - k + 1.0).exp()
}

/// The median; zero of nothing.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    quantile(&sorted, 0.5)
}

/// A quantile of sorted values, by linear interpolation (Hyndman and Fan, type 7).
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let at = share * crate::real(last);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the length"
    )]
    let low = at.floor() as usize;
    let high = (low + 1).min(last);
    sorted[low] + (sorted[high] - sorted[low]) * (at - at.floor())
}

#[cfg(test)]
mod tests {
    use super::{binomial_tail, ln_gamma, ln_student_tail, normal_two_sided, student_two_sided};

    fn close(found: f64, wanted: f64) {
        assert!(
            (found - wanted).abs() < 1e-6 * wanted.abs().max(1e-3),
            "{found} for {wanted}"
        );
    }

    #[test]
    fn tails_agree_with_printed_tables() {
        close(ln_gamma(10.0), 362_880.0_f64.ln());
        close(student_two_sided(2.228_138_852, 10.0), 0.05);
        close(student_two_sided(12.706_204_736, 1.0), 0.05);
        close(normal_two_sided(1.959_963_985), 0.05);
        close(binomial_tail(8.0, 10.0, 0.5), 56.0 / 1024.0);
        close(binomial_tail(1.0, 5.0, 0.1), 1.0 - 0.9_f64.powi(5));
        let far = ln_student_tail(30.0, 1000.0);
        assert!(far.is_finite() && far < -280.0, "{far}");
    }
}
