//! Student's t distribution: the value below which a share of it lies.

/// The value below which a share of Student's t distribution with some degrees of freedom lies; none where there is
/// none.
pub(super) fn inverse_t_cdf(share: f64, freedom: f64) -> Option<f64> {
    let is_known = share > 0.0 && share < 1.0 && freedom >= 1.0 && freedom.is_finite();
    if !is_known {
        return None;
    }
    // The distribution is the same on both sides of zero: the tail above is looked for.
    let tail = share.min(1.0 - share);
    let size = at_tail(tail, freedom);
    Some(if share < 0.5 { -size } else { size })
}

/// The value above which a tail of at most one half lies, by halving until nothing changes.
fn at_tail(tail: f64, freedom: f64) -> f64 {
    let above = |value: f64| {
        let share = freedom / (freedom + value * value);
        incomplete_beta(freedom / 2.0, 0.5, share) / 2.0
    };
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    while above(high) > tail && high < 1e150 {
        low = high;
        high *= 2.0;
    }
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return middle;
        }
        if above(middle) > tail {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// The regularised incomplete beta function, by its continued fraction (Lentz's way of evaluating it; Press et
/// al., Numerical Recipes, 6.4).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const MOST: u32 = 10_000;
    const TINY: f64 = 1e-300;
    let held = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut upper = 1.0;
    let mut lower = 1.0 / held(1.0 - (a + b) * x / (a + 1.0));
    let mut result = lower;
    for step in 1..=MOST {
        let at = f64::from(step);
        let even = at * (b - at) * x / ((a + 2.0 * at - 1.0) * (a + 2.0 * at));
        lower = 1.0 / held(1.0 + even * lower);
        upper = held(1.0 + even / upper);
        result *= lower * upper;
        let odd = -(a + at) * (a + b + at) * x / ((a + 2.0 * at) * (a + 2.0 * at + 1.0));
        lower = 1.0 / held(1.0 + odd * lower);
        upper = held(1.0 + odd / upper);
        let change = lower * upper;
        result *= change;
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    result
}

/// The logarithm of the gamma function of a number above zero (Lanczos 1964, with the nine coefficients of Godfrey).
fn ln_gamma(value: f64) -> f64 {
    const FIRST: f64 = 0.999_999_999_999_809_9;
    const MORE: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    let below = value - 1.0;
    let shifted = below + 7.5;
    let (mut sum, mut at) = (FIRST, 1.0);
    for coefficient in MORE {
        sum += coefficient / (below + at);
        at += 1.0;
    }
    0.5 * std::f64::consts::TAU.ln() + (below + 0.5) * shifted.ln() - shifted + sum.ln()
}

#[cfg(test)]
mod tests {
    use super::inverse_t_cdf;

    fn check(share: f64, freedom: f64, wanted: f64) {
        let found = inverse_t_cdf(share, freedom).unwrap_or(f64::NAN);
        assert!(
            (found - wanted).abs() <= 1e-10 * wanted.abs().max(1.0),
            "{share} of {freedom}: {found}, not {wanted}"
        );
    }

    #[test]
    fn quantiles_are_those_of_the_tables() {
        check(0.975, 1.0, 12.706_204_736_174_7);
        check(0.975, 2.0, 4.302_652_729_749_46);
        check(0.975, 10.0, 2.228_138_851_986_27);
        check(0.975, 30.0, 2.042_272_456_301_24);
        check(0.95, 5.0, 2.015_048_373_333_02);
        check(0.025, 10.0, -2.228_138_851_986_27);
        check(0.5, 7.0, 0.0);
        // Of very many values it is that of the normal distribution.
        assert!((inverse_t_cdf(0.975, 1e7).unwrap_or(0.0) - 1.959_964).abs() < 1e-5);
    }

    #[test]
    fn there_is_none_outside_of_its_reach() {
        for (share, freedom) in [
            (0.0, 5.0),
            (1.0, 5.0),
            (0.975, 0.0),
            (f64::NAN, 5.0),
            (0.9, f64::INFINITY),
        ] {
            assert_eq!(inverse_t_cdf(share, freedom), None);
        }
    }
}
