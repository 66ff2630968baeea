//! What is drawn instead of a chart with more marks than a picture shows: points are counted in cells,
//! and the smallest categories are folded into others.

use model::{ChartSpec, DataType, Field, Mark, Pill, Query, Shelf, SortKey, Top};

use crate::compile::{Resolved, resolve};
use crate::{MOST_MARKS, field_of, is_measure};

/// Most bars of a picture; categories beyond are folded into others, the rest is counted.
pub(crate) const MOST_BARS: u32 = 60;

/// What is drawn of a chart that has more marks than `most`.
#[derive(Debug, Clone, PartialEq)]
pub struct Crowd {
    pub most: u32,
    /// Its rows are the marks that count, where they are not those of the chart.
    pub counts: Option<Query>,
    pub resolved: Resolved,
    words: String,
}

impl Crowd {
    /// What is said of it under the picture, with the number of marks that there are.
    pub fn words(&self, total: u64) -> String {
        match self.resolved.mark {
            Mark::Density => format!("{total} {}", self.words),
            _ => self.words.clone(),
        }
    }
}

/// What is drawn when a chart has too many marks; none where it is drawn as it is.
pub fn crowd(spec: &ChartSpec, fields: &[Field], resolved: &Resolved) -> Option<Crowd> {
    if resolved.is_in_parts() || resolved.query.is_none() {
        return None;
    }
    match resolved.mark {
        // A trend is made of all points.
        Mark::Scatter if spec.references.is_empty() => binned(spec, fields),
        Mark::Bar => folded(spec, fields, resolved),
        _ => None,
    }
}

/// Points in cells: of two numbers that are not aggregated.
fn binned(spec: &ChartSpec, fields: &[Field]) -> Option<Crowd> {
    let mut asks = spec.clone();
    asks.mark = Some(Mark::Density);
    for shelf in [
        Shelf::Color,
        Shelf::Size,
        Shelf::Shape,
        Shelf::Label,
        Shelf::Detail,
        Shelf::Tooltip,
    ] {
        asks.shelf_mut(shelf).clear();
    }
    let resolved = resolve(&asks, fields);
    let is_density = resolved.mark == Mark::Density && resolved.query.is_some();
    is_density.then(|| Crowd {
        most: MOST_MARKS,
        counts: None,
        resolved,
        words:
            "points are more than can be told apart: each cell is coloured by how many lie in it"
                .to_owned(),
    })
}

/// Bars of the largest categories and of the others, aggregated from their rows. An order by name is
/// kept: its first bars are shown.
fn folded(spec: &ChartSpec, fields: &[Field], drawn: &Resolved) -> Option<Crowd> {
    let by_name = |sort: &model::SortBy| sort.key == SortKey::Position;
    if spec.sort.as_ref().is_some_and(by_name) {
        return None;
    }
    let mut asks = spec.clone();
    let is_category = |pill: &&mut Pill| is_plain(pill, fields);
    let position = asks.x.iter_mut().chain(&mut asks.y).find(is_category)?;
    position.top = Some(Top {
        count: MOST_BARS - 1,
        others: true,
        smallest: false,
    });
    let field = position.field.clone();
    let resolved = resolve(&asks, fields);
    let query = drawn.query.as_ref()?;
    let is_split = query.keys.len() > 1;
    let members = query.keys.iter().find(|key| key.field == field).cloned()?;
    let counts = Query {
        keys: vec![members],
        measures: Vec::new(),
        order: Vec::new(),
        position: None,
        ..query.clone()
    };
    (resolved.mark == Mark::Bar && resolved.query.is_some()).then(|| Crowd {
        most: MOST_BARS,
        counts: is_split.then_some(counts),
        resolved,
        words: format!(
            "{field}: the {} largest are shown; others are one bar, aggregated from their rows",
            MOST_BARS - 1
        ),
    })
}

/// A column of texts, as it is.
fn is_plain(pill: &Pill, fields: &[Field]) -> bool {
    let is_text = |field: &Field| field.data_type == DataType::Text;
    !is_measure(pill)
        && pill.unit.is_none()
        && pill.part.is_none()
        && pill.top.is_none()
        && pill.bin_width.is_none()
        && pill.bin_count.is_none()
        && field_of(pill, fields).is_some_and(is_text)
}
