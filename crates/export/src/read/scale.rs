//! Measures that share one scale and lie so far apart that one of them is flat.

use chart::Encoded;

use crate::figure::Series;

/// From how many times the amounts of one measure those of another lie flat.
const FAR: f64 = 50.0;

/// What is said of measures that lie flat beside the largest one; none where none does.
pub(super) fn far_apart(measures: &[&Encoded], series: &[Series]) -> Option<String> {
    let most = |measure: &Encoded| {
        let own = series.iter().filter(|one| one.column == measure.column);
        let values = own.flat_map(|one| one.values.iter().flatten());
        values.fold(0.0, |most: f64, value| most.max(value.abs()))
    };
    let reach: Vec<(f64, &str)> = measures
        .iter()
        .map(|one| (most(one), one.title.as_str()))
        .filter(|(most, _)| *most > 0.0)
        .collect();
    let (largest, large) = reach
        .iter()
        .copied()
        .max_by(|one, other| one.0.total_cmp(&other.0))?;
    let flat: Vec<&str> = reach
        .iter()
        .filter(|(most, _)| most * FAR <= largest)
        .map(|(_, title)| *title)
        .collect();
    (!flat.is_empty()).then(|| {
        format!(
            "{} lies flat beside {large} on one scale: compare their growth, or give each a chart of its own",
            flat.join(", ")
        )
    })
}
