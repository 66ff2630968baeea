//! Round numbers along an axis: steps of 1, 2, 3, 5 or 10 times a power of ten, about four of them, as the
//! chart library of the screen chooses them.

/// The ends of an axis and the numbers on it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ticks {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) at: Vec<f64>,
}

/// Ticks for values between `low` and `high`; with `from_zero` zero is on the axis.
pub(crate) fn ticks(low: f64, high: f64, from_zero: bool) -> Ticks {
    let (mut low, mut high) = if from_zero {
        (low.min(0.0), high.max(0.0))
    } else {
        (low, high)
    };
    if low >= high {
        let half = if low == 0.0 { 1.0 } else { low.abs() / 2.0 };
        (low, high) = if low == 0.0 {
            (0.0, 1.0)
        } else {
            (low - half, high + half)
        };
    }
    let rough = (high - low) / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = power
        * match rough / power {
            part if part < 1.5 => 1.0,
            part if part < 2.5 => 2.0,
            part if part < 4.0 => 3.0,
            part if part < 7.0 => 5.0,
            _ => 10.0,
        };
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil();
    let mut at = Vec::new();
    let mut number = first;
    while number <= last && at.len() < 50 {
        at.push(number * step);
        number += 1.0;
    }
    Ticks {
        low: first * step,
        high: last * step,
        at,
    }
}

impl Ticks {
    /// Quarters of a whole.
    pub(crate) fn of_shares() -> Self {
        Self {
            low: 0.0,
            high: 1.0,
            at: vec![0.0, 0.25, 0.5, 0.75, 1.0],
        }
    }

    /// Where a value stands between the ends, from 0 to 1.
    pub(crate) fn share(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }
}

#[cfg(test)]
mod tests {
    use super::ticks;

    #[test]
    fn ticks_are_round_and_hold_the_values() {
        let found = ticks(0.0, 3_620_000.0, true);
        assert_eq!(found.at, [0.0, 1e6, 2e6, 3e6, 4e6]);
        let away = ticks(960.0, 1_010.0, false);
        assert!(away.low <= 960.0 && away.low > 900.0 && away.high >= 1_010.0);
        assert_eq!(ticks(0.0, 0.0, true).at.first(), Some(&0.0));
        assert!(ticks(5.0, 5.0, false).low < 5.0);
        assert!(ticks(-3.0, 7.0, true).low <= -3.0);
    }
}
