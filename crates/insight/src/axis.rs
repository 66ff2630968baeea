//! A value axis that does not start at zero.

/// Steps that an axis is divided into.
const STEPS: f64 = 4.0;
/// How much larger differences must look before it is said.
const FACTOR: f64 = 2.0;

/// The value axis of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// Where it starts.
    pub start: f64,
    /// The largest value on it.
    pub highest: f64,
}

/// Differences look larger than they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TruncatedAxis {
    pub start: f64,
    /// How many times larger a difference looks, against the height of the highest value.
    pub times: f64,
}

/// Whether an axis of positive values starts so far above zero that differences look at least twice as
/// large: highest / (highest − start) ≥ 2, the lie factor of Tufte (1983). A fact, not a test.
pub fn truncated_axis(axis: Axis) -> Option<TruncatedAxis> {
    let shown = axis.highest - axis.start;
    if axis.start <= 0.0 || shown <= 0.0 {
        return None;
    }
    let times = axis.highest / shown;
    (times >= FACTOR).then_some(TruncatedAxis {
        start: axis.start,
        times,
    })
}

/// Where an axis that may leave zero starts for values between `low` and `high`: the round number at or
/// below `low` at steps of 1, 2, 3, 5 or 10 times a power of ten, about four of them (Heckbert 1990, with
/// the steps of the chart library).
pub fn axis_start(low: f64, high: f64) -> f64 {
    if low >= high {
        // One value: the chart library draws it around half its height.
        return if low > 0.0 { 0.0 } else { low };
    }
    let rough = (high - low) / STEPS;
    let power = 10_f64.powf(rough.log10().floor());
    let step = match rough / power {
        part if part < 1.5 => 1.0,
        part if part < 2.5 => 2.0,
        part if part < 4.0 => 3.0,
        part if part < 7.0 => 5.0,
        _ => 10.0,
    } * power;
    (low / step).floor() * step
}
