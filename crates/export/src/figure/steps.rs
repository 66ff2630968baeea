//! Marks along one side of members.

use model::Overlays;

/// One amount for each member, in their order: the steps of a waterfall, the stages of a funnel.
#[derive(Debug, Clone, PartialEq)]
pub struct StepsFigure {
    pub names: Vec<String>,
    pub values: Vec<Option<f64>>,
    /// Of the amounts.
    pub title: String,
}

/// Amounts with their targets.
#[derive(Debug, Clone, PartialEq)]
pub struct BulletsFigure {
    pub names: Vec<String>,
    /// The amount and what it should be, of each name.
    pub values: Vec<(Option<f64>, Option<f64>)>,
    pub value_title: String,
    pub target_title: String,
}

/// One amount on its way along half a ring.
#[derive(Debug, Clone, PartialEq)]
pub struct GaugeFigure {
    pub value: f64,
    pub target: Option<f64>,
    /// Where bands end, from the lowest to the highest.
    pub bands: Vec<f64>,
    pub value_title: String,
    /// Empty without a target.
    pub target_title: String,
}

/// Open, high, low and close of each period.
#[derive(Debug, Clone, PartialEq)]
pub struct CandlesFigure {
    pub names: Vec<String>,
    pub candles: Vec<[Option<f64>; 4]>,
    pub titles: Vec<String>,
    /// What stands over them.
    pub overlays: Overlays,
}

/// One point for each row beside its member.
#[derive(Debug, Clone, PartialEq)]
pub struct StripFigure {
    pub names: Vec<String>,
    /// The place in `names`, and the number.
    pub points: Vec<(usize, f64)>,
    /// Numbers go up.
    pub is_upright: bool,
    pub title: String,
}

/// A cell for each day.
#[derive(Debug, Clone, PartialEq)]
pub struct DaysFigure {
    pub days: Vec<DayFigure>,
    /// From the first to the last.
    pub years: Vec<i32>,
    /// Of the amounts.
    pub title: String,
}

/// One day.
#[derive(Debug, Clone, PartialEq)]
pub struct DayFigure {
    pub label: String,
    pub year: i32,
    /// Days since the first of January.
    pub day: u32,
    pub value: Option<f64>,
}
