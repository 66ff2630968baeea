//! Which mark suits which fields: best first, each with the question it answers or what is missing.

use model::{Aggregate, ChartSpec, Field, Mark, Pill};

use crate::place::is_raw_number;
use crate::{field_of, is_measure};

/// A mark, whether it applies, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkFit {
    pub mark: Mark,
    pub applies: bool,
    /// One line: the question it answers, or what is missing.
    pub reason: String,
}

/// What lies on the axes, as far as the choice of a mark needs it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "eight independent facts, read by name"
)]
struct Axes {
    time_on_x: bool,
    dimension_on_x: bool,
    dimension_on_y: bool,
    number_on_x: bool,
    number_on_y: bool,
    any_measure: bool,
    additive: bool,
    series: bool,
}

/// All marks, those that apply first and best first.
pub(crate) fn fits(spec: &ChartSpec, fields: &[Field]) -> Vec<MarkFit> {
    let axes = axes(spec, fields);
    let order = if axes.time_on_x {
        [
            Mark::Line,
            Mark::Bar,
            Mark::Area,
            Mark::Scatter,
            Mark::BigNumber,
        ]
    } else if axes.number_on_x && axes.number_on_y && !axes.dimension_on_y {
        [
            Mark::Scatter,
            Mark::Line,
            Mark::Bar,
            Mark::Area,
            Mark::BigNumber,
        ]
    } else {
        [
            Mark::Bar,
            Mark::BigNumber,
            Mark::Line,
            Mark::Area,
            Mark::Scatter,
        ]
    };
    let mut all: Vec<MarkFit> = order
        .into_iter()
        .map(|mark| match fit(mark, &axes) {
            Ok(reason) => MarkFit {
                mark,
                applies: true,
                reason: reason.to_owned(),
            },
            Err(missing) => MarkFit {
                mark,
                applies: false,
                reason: missing.to_owned(),
            },
        })
        .collect();
    all.sort_by_key(|fit| !fit.applies);
    all
}

fn fit(mark: Mark, axes: &Axes) -> Result<&'static str, &'static str> {
    let amount_by_x = axes.number_on_y && (axes.dimension_on_x || axes.number_on_x);
    match mark {
        Mark::Line if axes.time_on_x && axes.number_on_y && axes.series => {
            Ok("Line: a date on X, one line for each colour. How did it develop?")
        }
        Mark::Line if axes.time_on_x && axes.number_on_y => {
            Ok("Line: a date on X. How did it develop?")
        }
        Mark::Line if axes.number_on_x && axes.number_on_y && axes.any_measure => {
            Ok("Line: a number on X. How does it change along X?")
        }
        Mark::Line => Err("A line needs a date or a number on X and a measure on Y."),
        Mark::Area if axes.time_on_x && axes.number_on_y && axes.additive => {
            Ok("Area: a date on X and amounts that add up. How large is the whole?")
        }
        Mark::Area if axes.time_on_x && axes.number_on_y => {
            Err("An area stacks amounts that add up: sums or counts.")
        }
        Mark::Area => Err("An area needs a date on X and a sum or count on Y."),
        Mark::Bar if axes.dimension_on_y && axes.number_on_x => {
            Ok("Bar: one bar for each category. Which is largest?")
        }
        Mark::Bar if amount_by_x && axes.any_measure && axes.time_on_x => {
            Ok("Bar: one bar for each period. How much in each?")
        }
        Mark::Bar if amount_by_x && axes.any_measure => {
            Ok("Bar: one bar for each category. Which is largest?")
        }
        Mark::Bar => Err("A bar needs a category on one axis and a measure on the other."),
        Mark::Scatter if axes.number_on_x && axes.number_on_y && !axes.time_on_x => {
            Ok("Scatter: two numbers. Do they move together?")
        }
        Mark::Scatter => Err("A scatter plot needs a number on X and a number on Y."),
        Mark::BigNumber
            if axes.any_measure && !axes.dimension_on_x && !axes.dimension_on_y && !axes.series =>
        {
            Ok("Big number: one measure and nothing to split it by.")
        }
        Mark::BigNumber => Err("A big number takes one measure and no categories."),
    }
}

fn axes(spec: &ChartSpec, fields: &[Field]) -> Axes {
    let is_time = |pill: &Pill| {
        !is_measure(pill)
            && field_of(pill, fields).is_some_and(|field| field.data_type.is_temporal())
    };
    let is_number = |pill: &Pill| is_measure(pill) || is_raw_number(pill, fields);
    let is_dimension = |pill: &Pill| !is_number(pill);
    let measures: Vec<&Pill> = spec
        .x
        .iter()
        .chain(&spec.y)
        .filter(|pill| is_measure(pill))
        .collect();
    Axes {
        time_on_x: spec.x.iter().any(is_time),
        dimension_on_x: spec.x.iter().any(is_dimension),
        dimension_on_y: spec.y.iter().any(is_dimension),
        number_on_x: spec.x.iter().any(is_number),
        number_on_y: spec.y.iter().any(is_number),
        any_measure: !measures.is_empty(),
        additive: !measures.is_empty() && measures.iter().all(|pill| is_additive(pill)),
        series: spec.color.iter().chain(&spec.detail).any(is_dimension),
    }
}

fn is_additive(pill: &Pill) -> bool {
    matches!(pill.aggregate, Some(Aggregate::Sum | Aggregate::Count))
}
