//! All checks of one chart, each with its part of the bound on false alarms, most serious first.

use crate::{
    ALPHA, AverageOfAverages, Axis, ChangedBase, FanOut, Group, KeyRows, ManyLooks, MissingShare,
    Outliers, Period, Presence, Reversal, SmallSamples, Spread, Tail, TruncatedAxis, Unfinished,
    Weighted, average_of_averages, changed_base, fan_out, many_looks, missing_share, outliers,
    real, reversal, small_samples, truncated_axis, unfinished,
};

/// Level of each of the two tests of a reversal. Both must hold, in opposite directions, so that the larger
/// one-sided level, 2.5 %, bounds the false alarms (intersection-union test; Berger 1982); where segments do
/// not differ they hardly ever happen.
const REVERSAL: f64 = 0.05;

/// What the measure of a chart does with rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Adds them up.
    Total,
    /// An average, a rate.
    Average,
    /// A median, a smallest or largest value, a count.
    Other,
}

/// Rows by position and by the values of one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Segmented {
    /// The place of the column among the candidates.
    pub column: usize,
    pub groups: Vec<Group>,
    pub spread: Spread,
}

/// What is known of the rows behind a chart. What is not known is empty, and not judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    pub measure: Measure,
    /// Each mark.
    pub marks: Vec<Presence>,
    /// The rows of some marks, by their place.
    pub tails: Vec<(usize, Tail)>,
    /// One for each candidate column.
    pub segments: Vec<Segmented>,
    /// The periods of a time axis, oldest first.
    pub periods: Vec<Period>,
    pub axis: Option<Axis>,
    /// Rows that are averages themselves.
    pub weighted: Vec<Weighted>,
    /// One list for each candidate key.
    pub keys: Vec<Vec<KeyRows>>,
    /// Different questions that were put to this data.
    pub looks: usize,
}

/// A finding. Those that stand first are more serious.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    FanOut { key: usize, found: FanOut },
    Outliers { mark: usize, found: Outliers },
    Reversal { column: usize, found: Reversal },
    AverageOfAverages(AverageOfAverages),
    Missing(MissingShare),
    ChangedBase(ChangedBase),
    Unfinished(Unfinished),
    SmallSamples(SmallSamples),
    ManyLooks(ManyLooks),
    TruncatedAxis(TruncatedAxis),
}

impl Evidence {
    /// Nothing known yet.
    pub fn none(measure: Measure) -> Self {
        Self {
            measure,
            marks: Vec::new(),
            tails: Vec::new(),
            segments: Vec::new(),
            periods: Vec::new(),
            axis: None,
            weighted: Vec::new(),
            keys: Vec::new(),
            looks: 0,
        }
    }
}

/// Everything that is worth knowing about a chart, most serious first.
pub fn examine(evidence: &Evidence) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    if evidence.measure == Measure::Total {
        let alpha = ALPHA / real(evidence.keys.len().max(1));
        let joined = evidence.keys.iter().enumerate();
        found.extend(joined.filter_map(|(key, rows)| {
            fan_out(rows, alpha).map(|found| Finding::FanOut { key, found })
        }));
    }
    found.extend(strongest_outliers(evidence));
    found.extend(strongest_reversal(evidence));
    if evidence.measure == Measure::Average {
        let averages = average_of_averages(&evidence.weighted, ALPHA);
        found.extend(averages.map(Finding::AverageOfAverages));
    }
    found.extend(missing_share(&evidence.marks).map(Finding::Missing));
    let last = unfinished(&evidence.periods);
    if evidence.measure == Measure::Average {
        let whole = evidence.periods.len() - usize::from(last.is_some());
        let rows: Vec<f64> = evidence.periods[..whole]
            .iter()
            .map(|one| one.rows)
            .collect();
        found.extend(changed_base(&rows).map(Finding::ChangedBase));
    }
    found.extend(last.map(Finding::Unfinished));
    if evidence.measure != Measure::Total {
        let rows: Vec<f64> = evidence.marks.iter().map(|mark| mark.present).collect();
        found.extend(small_samples(&rows).map(Finding::SmallSamples));
    }
    found.extend(many_looks(evidence.looks).map(Finding::ManyLooks));
    found.extend(
        evidence
            .axis
            .and_then(truncated_axis)
            .map(Finding::TruncatedAxis),
    );
    found
}

fn strongest_outliers(evidence: &Evidence) -> Option<Finding> {
    if evidence.measure == Measure::Other {
        return None;
    }
    let is_average = evidence.measure == Measure::Average;
    outliers(&evidence.tails, is_average, evidence.marks.len())
        .map(|(mark, found)| Finding::Outliers { mark, found })
}

/// The reversal in the column with the fewest segments: the simplest that explains it.
fn strongest_reversal(evidence: &Evidence) -> Option<Finding> {
    if evidence.measure != Measure::Average {
        return None;
    }
    let alpha = REVERSAL / real(evidence.segments.len().max(1));
    evidence
        .segments
        .iter()
        .filter_map(|one| {
            let found = reversal(&one.groups, one.spread, alpha)?;
            Some((one.column, found))
        })
        .min_by_key(|(_, found)| found.segments)
        .map(|(column, found)| Finding::Reversal { column, found })
}
