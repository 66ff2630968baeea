//! A spec and the columns it reads, resolved: mark, named columns, and the question to ask.

use model::{
    Aggregate, Calculation, ChartSpec, Diagnostic, Field, Mark, Pill, PillMark, Query, Shelf,
};

use crate::check::problems;
use crate::fit::{MarkFit, fits};
use crate::implied::asked_by;
use crate::is_measure;
use crate::layers::Layers;
use crate::question::question;
use crate::words::{part_word, pill_title, unit_word};

/// Shelves in the order in which their columns stand in the chart's rows.
pub(crate) const SHELVES: [Shelf; 11] = [
    Shelf::X,
    Shelf::Y,
    Shelf::Color,
    Shelf::Size,
    Shelf::Shape,
    Shelf::Label,
    Shelf::Detail,
    Shelf::Tooltip,
    Shelf::FacetRow,
    Shelf::FacetColumn,
    Shelf::FacetWrap,
];

/// Which column of the chart's rows carries a pill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    pub shelf: Shelf,
    pub index: usize,
    pub pill: Pill,
    /// Name of the column in the answer to `Resolved::query`.
    pub column: String,
    /// Name of the column with the upper edge of a bin whose lower edge `column` has.
    pub end_column: Option<String>,
    /// As axes and shelves show it: `SUM(net_amount)`.
    pub title: String,
    /// On no shelf: the mark asks for it by itself, as a histogram for its counts.
    pub is_implied: bool,
    /// The own mark of a measure, where it is another one than that of the chart.
    pub mark: Option<PillMark>,
}

impl Encoded {
    /// Whether it carries an amount.
    pub(crate) fn is_measure(&self) -> bool {
        is_measure(&self.pill)
    }
}

/// A chart ready to be asked for and painted.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    pub mark: Mark,
    /// Why this mark, in one line.
    pub reason: String,
    /// All marks, best first.
    pub marks: Vec<MarkFit>,
    pub encodings: Vec<Encoded>,
    /// None when there is nothing to ask: empty shelves, or a missing field.
    pub query: Option<Query>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Resolved {
    /// Whether there is one picture for each value of a facet shelf.
    pub fn is_in_parts(&self) -> bool {
        let is_facet = |shelf: Shelf| {
            matches!(
                shelf,
                Shelf::FacetRow | Shelf::FacetColumn | Shelf::FacetWrap
            )
        };
        self.encodings.iter().any(|one| is_facet(one.shelf))
    }

    /// The pills of one shelf.
    pub(crate) fn on(&self, shelf: Shelf) -> impl Iterator<Item = &Encoded> {
        let encodings = self.encodings.iter();
        encodings.filter(move |encoded| encoded.shelf == shelf)
    }
}

/// Resolves a chart against the columns of its source.
///
/// A pill whose field is missing keeps its place and gets a diagnostic; a chosen mark that no
/// longer fits is replaced by the best fit, and said so.
pub fn resolve(spec: &ChartSpec, fields: &[Field]) -> Resolved {
    let mut diagnostics = problems(spec, fields);
    let marks = fits(spec, fields);
    let chosen = spec
        .mark
        .and_then(|mark| marks.iter().find(|fit| fit.mark == mark));
    let best = marks.iter().find(|fit| fit.applies);
    let used = match (chosen, best) {
        (Some(chosen), _) if chosen.applies => Some(chosen),
        (Some(chosen), best) => {
            if !is_empty(spec) {
                diagnostics.push(
                    Diagnostic::warning("CHART_MARK_DOES_NOT_FIT", chosen.reason.clone())
                        .with_hint("The best fitting mark is shown instead."),
                );
            }
            best
        }
        (None, best) => best,
    };
    let mark = used.map_or(spec.mark.unwrap_or(Mark::Bar), |fit| fit.mark);
    let layers = Layers::of(mark, spec, fields);
    let mark = layers.ground;
    diagnostics.extend(layers.problems.iter().cloned());
    let reason = used.map_or_else(
        || "Drop a field on X and a measure on Y.".to_owned(),
        |fit| reason_of(mark, fit, &marks),
    );
    let asks = asked_by(mark, spec, fields);
    let asked = encode(&asks);
    let can_ask =
        used.is_some() && !spec.source.is_empty() && !diagnostics.iter().any(Diagnostic::is_error);
    let query = can_ask.then(|| question(&asks, fields, mark, &asked));
    let mut encodings = with_shelves(asked, spec);
    for one in &mut encodings {
        one.mark = layers.mark_of(one.shelf, &one.pill);
    }
    Resolved {
        mark,
        reason,
        marks,
        encodings,
        query,
        diagnostics,
    }
}

/// Why a mark is drawn, which is another one than the chosen where a layer needs its axes.
fn reason_of(mark: Mark, chosen: &MarkFit, marks: &[MarkFit]) -> String {
    let own = marks.iter().find(|fit| fit.mark == mark && fit.applies);
    own.unwrap_or(chosen).reason.clone()
}

fn is_empty(spec: &ChartSpec) -> bool {
    spec.x.is_empty() && spec.y.is_empty()
}

/// All pills with their places, shelf by shelf.
pub(crate) fn pills(spec: &ChartSpec) -> impl Iterator<Item = (Shelf, usize, &Pill)> {
    SHELVES.into_iter().flat_map(move |shelf| {
        spec.shelf(shelf)
            .iter()
            .enumerate()
            .map(move |(index, pill)| (shelf, index, pill))
    })
}

/// Names one column for each different pill; equal pills share a column.
fn encode(spec: &ChartSpec) -> Vec<Encoded> {
    let mut encodings: Vec<Encoded> = Vec::new();
    for (shelf, index, pill) in pills(spec) {
        let known = encodings
            .iter()
            .find(|encoded| encoded.pill.asked() == pill.asked());
        let (column, end_column) = if let Some(encoded) = known {
            (encoded.column.clone(), encoded.end_column.clone())
        } else {
            let column = free_name(&column_name(pill), &encodings);
            let end = is_binned(pill).then(|| free_name(&format!("{column}_end"), &encodings));
            (column, end)
        };
        encodings.push(Encoded {
            shelf,
            index,
            pill: pill.clone(),
            column,
            end_column,
            title: pill_title(pill),
            is_implied: false,
            mark: None,
        });
    }
    encodings
}

/// What is asked for, marked where it lies on no shelf; after it the pills that stand behind it.
fn with_shelves(mut asked: Vec<Encoded>, spec: &ChartSpec) -> Vec<Encoded> {
    for one in &mut asked {
        one.is_implied = spec.shelf(one.shelf).get(one.index) != Some(&one.pill);
    }
    for own in encode(spec) {
        let is_asked = asked
            .iter()
            .any(|one| !one.is_implied && one.shelf == own.shelf && one.index == own.index);
        if !is_asked {
            asked.push(own);
        }
    }
    asked
}

fn column_name(pill: &Pill) -> String {
    let field = pill.field.as_str();
    let Some(aggregate) = pill.aggregate else {
        return match (pill.unit, pill.part) {
            (Some(unit), _) => format!("{field}_{}", unit_word(unit)),
            (None, Some(part)) => format!("{field}_{}", part_word(part).replace(' ', "_")),
            (None, None) if is_binned(pill) => format!("{field}_bin"),
            (None, None) => field.to_owned(),
        };
    };
    let reduced = if field.is_empty() {
        "rows".to_owned()
    } else {
        format!("{}_{field}", column_word(aggregate, pill))
    };
    match &pill.calculation {
        Some(calculation) => format!("{reduced}_{}", calculation_word(calculation)),
        None => reduced,
    }
}

/// Whether the numbers of a pill are put into bins.
pub(crate) fn is_binned(pill: &Pill) -> bool {
    pill.bin_width.is_some() || pill.bin_count.is_some()
}

fn column_word(aggregate: Aggregate, pill: &Pill) -> String {
    let word = match aggregate {
        Aggregate::Sum => "sum",
        Aggregate::Average => "avg",
        Aggregate::Median => "median",
        Aggregate::Percentile => {
            let digits = pill.percentile.as_deref().unwrap_or_default();
            return format!("p{}", digits.replace('.', "_"));
        }
        Aggregate::Min => "min",
        Aggregate::Max => "max",
        Aggregate::Count => "count",
        Aggregate::CountDistinct => "distinct",
        Aggregate::StandardDeviation => "stddev",
        Aggregate::Variance => "variance",
        Aggregate::First => "first",
        Aggregate::Last => "last",
        Aggregate::LowerWhisker => "whisker_low",
        Aggregate::UpperWhisker => "whisker_high",
        Aggregate::Outliers => "outliers",
        Aggregate::IntervalLow => "low",
        Aggregate::IntervalHigh => "high",
        Aggregate::ShareTrue => "share",
        Aggregate::ShareLow => "share_low",
        Aggregate::ShareHigh => "share_high",
    };
    word.to_owned()
}

fn calculation_word(calculation: &Calculation) -> &'static str {
    match calculation {
        Calculation::Share { .. } => "share",
        Calculation::Running => "running",
        Calculation::Difference { .. } => "difference",
        Calculation::Growth { .. } => "growth",
        Calculation::Rank { .. } => "rank",
        Calculation::MovingAverage { .. } => "moving",
    }
}

/// A name that no column of the chart has, nor the edge of a bin.
pub(crate) fn free_name(wanted: &str, taken: &[Encoded]) -> String {
    let is_free = |name: &str| {
        !taken.iter().any(|encoded| {
            let names = [Some(&encoded.column), encoded.end_column.as_ref()];
            names
                .into_iter()
                .flatten()
                .any(|known| known.to_lowercase() == name.to_lowercase())
        })
    };
    if is_free(wanted) {
        return wanted.to_owned();
    }
    // With n names taken, one of the n + 1 numbered ones is free.
    (2..=2 * taken.len() + 2)
        .map(|number| format!("{wanted}_{number}"))
        .find(|name| is_free(name))
        .unwrap_or_else(|| wanted.to_owned())
}
