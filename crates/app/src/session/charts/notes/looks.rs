//! How many different questions a person put to the data of a chart, by the steps of the history.

use std::fmt::Write as _;

use model::{CellId, ChartSpec, Edit};

use crate::session::Session;
use crate::session::charts::chart_of;

impl Session {
    /// Every different question that this chart asked of the data it reads now, the present one last.
    pub(super) fn looks(&self, cell: &CellId) -> Vec<String> {
        let state = self.state();
        let Ok(now) = chart_of(&state, cell) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let before = state.history.past().flat_map(|edit| specs(edit, cell));
        for spec in before.chain([&now]) {
            let words = question(spec);
            if spec.source == now.source && !words.is_empty() && !found.contains(&words) {
                found.push(words);
            }
        }
        found
    }
}

fn specs<'a>(edit: &'a Edit, cell: &CellId) -> Vec<&'a ChartSpec> {
    match edit {
        Edit::SetChart { cell: of, spec } if of == cell => vec![spec],
        Edit::Batch { edits, .. } => edits.iter().flat_map(|edit| specs(edit, cell)).collect(),
        _ => Vec::new(),
    }
}

/// What is compared: the measures by what, under which conditions. Mark, order, title and what only
/// stands in a tooltip are no new question.
fn question(spec: &ChartSpec) -> String {
    let pills = [&spec.y, &spec.x, &spec.color, &spec.detail];
    let titles: Vec<String> = pills.into_iter().flatten().map(chart::pill_title).collect();
    let mut words = titles.join(" · ");
    for filter in &spec.filters {
        let value = serde_json::to_value(&filter.value).unwrap_or_default();
        let value = value.get("value").cloned().unwrap_or_default();
        let compare = serde_json::to_value(filter.compare).unwrap_or_default();
        let compare = compare.as_str().unwrap_or_default().replace('_', " ");
        let _ = write!(words, " · {} {compare} {value}", filter.field);
    }
    words
}
