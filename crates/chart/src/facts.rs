//! What lies on the shelves, as far as the choice of a mark needs it.

use model::{Aggregate, Calculation, ChartSpec, Field, Pill, Shelf, TimeUnit};

use crate::compile::is_binned;
use crate::place::is_raw_number;
use crate::places::{holds, is_country, is_latitude, is_longitude};
use crate::{field_of, is_measure};

/// Counts of what lies where. A dimension splits, a measure is aggregated, a raw number is taken
/// row by row. Equal pills count once.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, read by name"
)]
pub(crate) struct Facts {
    pub(crate) dimensions: usize,
    pub(crate) dimensions_on_x: usize,
    pub(crate) dimensions_on_y: usize,
    /// Dimensions that are on no axis.
    pub(crate) splits: usize,
    /// Dimensions that are dates; a part of a date is none.
    pub(crate) times: usize,
    pub(crate) bins_on_x: usize,
    pub(crate) bins_on_y: usize,
    pub(crate) measures: usize,
    pub(crate) measures_on_x: usize,
    pub(crate) measures_on_y: usize,
    pub(crate) raw: usize,
    pub(crate) raw_on_x: usize,
    pub(crate) raw_on_y: usize,
    /// A date on X, or a part of one.
    pub(crate) has_time_on_x: bool,
    /// A date on X, by day.
    pub(crate) has_day_on_x: bool,
    /// There are measures and all of them add up.
    pub(crate) is_additive: bool,
    /// There are measures, and all without a mark of their own add up.
    pub(crate) fills_areas: bool,
    /// Every measure counts rows or values.
    pub(crate) are_counts: bool,
    /// Something lies on a facet shelf.
    pub(crate) is_in_parts: bool,
    /// A longitude on X and a latitude on Y, value by value.
    pub(crate) has_degrees: bool,
    /// The only dimension has names or codes of countries.
    pub(crate) is_by_country: bool,
    /// First, max, min and last on Y, in this order or names that say so.
    pub(crate) are_prices: bool,
}

/// The question that people usually have about what lies on the shelves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Situation {
    Prices,
    Trend,
    Correlation,
    /// Single rows beside a category.
    Distribution,
    /// One number alone, or its bins and counts.
    Spread,
    /// A dimension on each axis.
    Crossing,
    /// Two or more dimensions, one measure.
    Parts,
    Ranking,
    /// Longitude and latitude.
    Places,
    /// Amounts of countries.
    Countries,
    /// One dimension, two measures.
    Targets,
    Alone,
    Rows,
}

/// Shelves that decide a mark; the tooltip only adds to what is read.
const SHELVES: [Shelf; 7] = [
    Shelf::X,
    Shelf::Y,
    Shelf::Color,
    Shelf::Size,
    Shelf::Shape,
    Shelf::Label,
    Shelf::Detail,
];

impl Facts {
    pub(crate) fn of(spec: &ChartSpec, fields: &[Field]) -> Self {
        let is_raw = |pill: &&Pill| is_raw_number(pill, fields);
        let is_dimension = |pill: &&Pill| !is_measure(pill) && !is_raw_number(pill, fields);
        let is_time = |pill: &&Pill| {
            is_dimension(pill)
                && pill.part.is_none()
                && field_of(pill, fields).is_some_and(|field| field.data_type.is_temporal())
        };
        let measure = |pill: &&Pill| is_measure(pill);
        let mut all: Vec<&Pill> = Vec::new();
        for pill in SHELVES.into_iter().flat_map(|shelf| spec.shelf(shelf)) {
            if !all.contains(&pill) {
                all.push(pill);
            }
        }
        let count = |test: &dyn Fn(&&Pill) -> bool| all.iter().filter(|pill| test(pill)).count();
        let dimensions = count(&is_dimension);
        let dimensions_on_x = spec.x.iter().filter(is_dimension).count();
        let dimensions_on_y = spec.y.iter().filter(is_dimension).count();
        let measures = count(&measure);
        Self {
            dimensions,
            dimensions_on_x,
            dimensions_on_y,
            splits: dimensions.saturating_sub(dimensions_on_x + dimensions_on_y),
            times: count(&is_time),
            bins_on_x: spec.x.iter().filter(|pill| is_bin(pill)).count(),
            bins_on_y: spec.y.iter().filter(|pill| is_bin(pill)).count(),
            measures,
            are_counts: all
                .iter()
                .filter(|pill| is_measure(pill))
                .all(|pill| pill.aggregate == Some(Aggregate::Count) && adds_up(pill)),
            measures_on_x: spec.x.iter().filter(measure).count(),
            measures_on_y: spec.y.iter().filter(measure).count(),
            raw: count(&is_raw),
            raw_on_x: spec.x.iter().filter(is_raw).count(),
            raw_on_y: spec.y.iter().filter(is_raw).count(),
            has_time_on_x: spec
                .x
                .iter()
                .any(|pill| is_time(&pill) || (is_dimension(&pill) && pill.part.is_some())),
            has_day_on_x: spec
                .x
                .iter()
                .any(|pill| is_time(&pill) && pill.unit == Some(TimeUnit::Day)),
            is_additive: measures > 0
                && all
                    .iter()
                    .filter(|pill| is_measure(pill))
                    .all(|pill| adds_up(pill)),
            fills_areas: measures > 0
                && all
                    .iter()
                    .filter(|pill| is_measure(pill) && pill.mark.is_none())
                    .all(|pill| adds_up(pill)),
            is_in_parts: [&spec.facet_row, &spec.facet_column, &spec.facet_wrap]
                .iter()
                .any(|shelf| !shelf.is_empty()),
            has_degrees: spec.x.iter().any(|pill| holds(pill, fields, is_longitude))
                && spec.y.iter().any(|pill| holds(pill, fields, is_latitude)),
            is_by_country: dimensions == 1
                && all.iter().any(|pill| holds(pill, fields, is_country)),
            are_prices: are_prices(&spec.y),
        }
    }

    pub(crate) fn has_number_on_y(&self) -> bool {
        self.measures_on_y + self.raw_on_y > 0
    }

    /// One number by itself: row values or bins on one axis, nothing or a count on the other.
    pub(crate) fn is_spread(&self) -> bool {
        let raw = self.raw_on_x + self.raw_on_y;
        let bins = self.bins_on_x + self.bins_on_y;
        raw + bins == 1
            && self.raw == raw
            && self.dimensions_on_x + self.dimensions_on_y == bins
            && self.splits <= 1
            && self.measures <= 1
            && self.measures == self.measures_on_x + self.measures_on_y
            && self.are_counts
            && (self.measures_on_x == 0 || self.raw_on_x + self.bins_on_x == 0)
            && (self.measures_on_y == 0 || self.raw_on_y + self.bins_on_y == 0)
    }

    pub(crate) fn situation(&self) -> Situation {
        let has_number_on_x = self.measures_on_x + self.raw_on_x + self.bins_on_x > 0;
        if self.has_degrees {
            return Situation::Places;
        }
        if self.is_spread() {
            return Situation::Spread;
        }
        if self.has_time_on_x && self.has_number_on_y() {
            return if self.are_prices {
                Situation::Prices
            } else {
                Situation::Trend
            };
        }
        if has_number_on_x && self.has_number_on_y() && self.dimensions_on_y == 0 {
            return Situation::Correlation;
        }
        if self.raw > 0 {
            return Situation::Distribution;
        }
        match (self.dimensions, self.measures) {
            (_, 0) => Situation::Rows,
            (0, _) => Situation::Alone,
            (1, 1) if self.is_by_country => Situation::Countries,
            (1, 1) => Situation::Ranking,
            (1, _) => Situation::Targets,
            _ if self.dimensions_on_x > 0 && self.dimensions_on_y > 0 => Situation::Crossing,
            _ => Situation::Parts,
        }
    }
}

fn is_bin(pill: &Pill) -> bool {
    !is_measure(pill) && is_binned(pill)
}

/// Whether the marks of a measure make up a whole: sums and counts, their shares and running totals.
pub fn adds_up(pill: &Pill) -> bool {
    let is_amount = matches!(pill.aggregate, Some(Aggregate::Sum | Aggregate::Count));
    let is_part = matches!(
        pill.calculation,
        None | Some(Calculation::Share { .. } | Calculation::Running)
    );
    is_amount && is_part
}

/// Four measures that are called open, high, low and close.
fn are_prices(pills: &[Pill]) -> bool {
    let words = ["open", "high", "low", "close"];
    pills.len() == words.len()
        && pills
            .iter()
            .zip(words)
            .all(|(pill, word)| is_measure(pill) && pill.field.to_lowercase().contains(word))
}
