//! What readers of a page file can filter it by, and the aggregates that its tiles follow the filters
//! from. Nothing is asked here: the answer of the engine comes in.

use std::collections::BTreeMap;

use model::{Aggregate, Pill, Query, Value};

use crate::figure::Body;
use crate::label::words;
use crate::read::{Columns, number};

/// A column that a page file can be filtered by: raw, or a date by its unit or part.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveColumn {
    /// As filters name it: `month of day`.
    pub title: String,
    /// How its values are said.
    pub pill: Pill,
    pub kind: LiveKind,
}

/// How values of a column are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveKind {
    Text,
    Number,
    Date,
}

/// What of a tile is chosen, and how it follows what is chosen elsewhere.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LiveTile {
    pub handle: Option<Handle>,
    /// Places of tiles on the page whose choices do not act here.
    pub ignores: Vec<usize>,
    pub rows: LiveRows,
}

/// What is chosen on a tile; columns are places in `PageFigure::live`.
#[derive(Debug, Clone, PartialEq)]
pub enum Handle {
    /// Marks. Of each row of the tile the value of every column.
    Marks {
        columns: Vec<usize>,
        of: Vec<Vec<Value>>,
    },
    /// Some values, or one at a time.
    List { column: usize, is_single: bool },
    /// From a value to another one.
    Range { column: usize },
    /// Letters.
    Search { column: usize },
}

/// How the rows of a tile follow.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum LiveRows {
    /// It has none.
    #[default]
    None,
    /// They stay, and why.
    Fixed(String),
    Cube(Cube),
}

/// Aggregates of a tile by its own groups and by the columns that it is filtered by.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cube {
    /// Places in `PageFigure::live`.
    pub columns: Vec<usize>,
    /// Columns that it cannot be filtered by, and why.
    pub without: Vec<(usize, String)>,
    pub measures: Vec<CubeMeasure>,
    /// As the tile shows them: of each row the amounts of all measures.
    pub whole: Vec<Vec<Option<f64>>>,
    pub cells: Vec<CubeCell>,
    /// Its rows are groups; without, one row stands for all.
    pub is_grouped: bool,
}

/// A measure that is put together from the aggregates of parts.
#[derive(Debug, Clone, PartialEq)]
pub struct CubeMeasure {
    /// In the answer of the tile.
    pub column: String,
    pub from: Parts,
}

/// What a measure is put together from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    Sum,
    Count,
    Least,
    Most,
    /// A sum, and how many values it is of.
    Average,
}

/// One group of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct CubeCell {
    /// The row of the tile that it belongs to.
    pub row: usize,
    /// Of each of the columns.
    pub values: Vec<Value>,
    pub amounts: Vec<Option<f64>>,
}

impl Parts {
    /// What an aggregate is put together from; none when parts do not decide it.
    pub fn of(aggregate: Aggregate) -> Option<Self> {
        match aggregate {
            Aggregate::Sum => Some(Self::Sum),
            Aggregate::Count => Some(Self::Count),
            Aggregate::Min => Some(Self::Least),
            Aggregate::Max => Some(Self::Most),
            Aggregate::Average => Some(Self::Average),
            _ => None,
        }
    }

    /// The aggregates that are asked for.
    pub fn aggregates(self) -> &'static [Aggregate] {
        match self {
            Self::Sum => &[Aggregate::Sum],
            Self::Count => &[Aggregate::Count],
            Self::Least => &[Aggregate::Min],
            Self::Most => &[Aggregate::Max],
            Self::Average => &[Aggregate::Sum, Aggregate::Count],
        }
    }

    /// Its name in the file.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Count => "count",
            Self::Least => "least",
            Self::Most => "most",
            Self::Average => "average",
        }
    }
}

impl Cube {
    /// Whether all cells of each row together are what the tile shows of it.
    pub fn adds_up(&self) -> bool {
        let mut of: Vec<Vec<&CubeCell>> = vec![Vec::new(); self.whole.len()];
        for cell in &self.cells {
            if let Some(cells) = of.get_mut(cell.row) {
                cells.push(cell);
            }
        }
        self.whole.iter().zip(&of).all(|(shown, cells)| {
            let mut part = 0;
            self.measures.iter().zip(shown).all(|(measure, shown)| {
                let own = part;
                part += measure.from.aggregates().len();
                let values = |at: usize| {
                    let amounts = cells.iter().map(move |cell| cell.amounts.get(at));
                    amounts.filter_map(|amount| amount.copied().flatten())
                };
                let sum = values(own).sum::<f64>();
                let together = match measure.from {
                    Parts::Sum | Parts::Count => sum,
                    Parts::Least => values(own).fold(f64::INFINITY, f64::min),
                    Parts::Most => values(own).fold(f64::NEG_INFINITY, f64::max),
                    Parts::Average => sum / values(own + 1).sum::<f64>(),
                };
                match shown {
                    Some(shown) => (together - shown).abs() <= 1e-9 * shown.abs().max(1.0),
                    None => values(own).next().is_none(),
                }
            })
        })
    }
}

/// Names of the columns of the answer that `cube` reads.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CubeNames {
    /// Of `Cube::columns`.
    pub columns: Vec<String>,
    /// The parts of all measures, in their order.
    pub parts: Vec<String>,
}

/// Why a picture is not drawn anew when its rows are filtered; none when it is.
pub fn stays_because(body: &Body) -> Option<String> {
    let axis = match body {
        Body::Bars(axis) | Body::Lines(axis) | Body::Areas(axis) => axis,
        Body::Numbers(numbers) if numbers.iter().all(|one| one.course.is_empty()) => return None,
        Body::Numbers(_) => {
            return Some("its course over time is drawn once".to_owned());
        }
        Body::Rows(rows) if rows.columns.iter().all(|one| !one.name.is_empty()) => return None,
        Body::Rows(_) => return Some("the totals of a pivot table are computed once".to_owned()),
        _ => return Some("this mark is drawn once".to_owned()),
    };
    let has_intervals = axis.series.iter().any(|one| !one.intervals.is_empty());
    if axis.is_thinned {
        Some("of its line only what is drawn is in the file".to_owned())
    } else if !axis.overlays.references.is_empty() {
        Some("its reference lines are computed once".to_owned())
    } else if !axis.overlays.annotations.is_empty() {
        Some("its annotations stand at the marks of all rows".to_owned())
    } else if axis.is_layered() {
        Some("its marks of several kinds are drawn once".to_owned())
    } else if !axis.overlays.events.is_empty() {
        Some("its events stand on the axis of all rows".to_owned())
    } else if has_intervals {
        Some("its error bars are computed once".to_owned())
    } else {
        None
    }
}

/// Fills a cube: `rows` are those of the tile, `answer` those by the columns too. Groups that the tile does not
/// show are left out.
pub fn fill(mut cube: Cube, query: &Query, rows: &Columns, answer: (&Columns, &CubeNames)) -> Cube {
    let (answer, names) = answer;
    let own: Vec<&str> = query.keys.iter().map(|key| key.name.as_str()).collect();
    let row_of: BTreeMap<Vec<String>, usize> = (0..rows.count())
        .map(|row| (group(rows, &own, row), row))
        .collect();
    cube.is_grouped = !own.is_empty();
    cube.whole = (0..rows.count())
        .map(|row| {
            let measures = cube.measures.iter();
            measures
                .map(|one| number(&rows.at(&one.column, row)))
                .collect()
        })
        .collect();
    cube.cells = (0..answer.count())
        .filter_map(|at| {
            Some(CubeCell {
                row: *row_of.get(&group(answer, &own, at))?,
                values: names
                    .columns
                    .iter()
                    .map(|name| answer.at(name, at))
                    .collect(),
                amounts: names
                    .parts
                    .iter()
                    .map(|name| number(&answer.at(name, at)))
                    .collect(),
            })
        })
        .collect();
    cube
}

/// What the rows of a tile have in some of its columns.
pub fn values_of(rows: &Columns, columns: &[String]) -> Vec<Vec<Value>> {
    (0..rows.count())
        .map(|row| columns.iter().map(|name| rows.at(name, row)).collect())
        .collect()
}

/// What tells a group from others; what is missing differs from a text that says so.
fn group(rows: &Columns, keys: &[&str], row: usize) -> Vec<String> {
    let known = |name: &&str| match rows.at(name, row) {
        Value::Null => String::new(),
        other => format!("={}", words(&other)),
    };
    keys.iter().map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::{Cube, CubeCell, CubeMeasure, Parts};

    fn cube(amounts: [f64; 3]) -> Cube {
        let cell = |row: usize, amount: f64| CubeCell {
            row,
            values: Vec::new(),
            amounts: vec![Some(amount), Some(amount), Some(2.0)],
        };
        let measure = |from: Parts| CubeMeasure {
            column: String::new(),
            from,
        };
        let [one, two, other] = amounts;
        Cube {
            measures: vec![measure(Parts::Most), measure(Parts::Average)],
            whole: vec![vec![Some(5.0), Some(2.0)], vec![Some(7.0), Some(3.5)]],
            cells: vec![cell(0, one), cell(0, two), cell(1, other)],
            ..Cube::default()
        }
    }

    #[test]
    fn parts_are_refused_that_are_not_what_the_tile_shows() {
        assert!(cube([5.0, 3.0, 7.0]).adds_up());
        assert!(!cube([5.0, 4.0, 7.0]).adds_up());
        assert!(!cube([5.0, 3.0, 6.0]).adds_up());
        let mut gone = cube([5.0, 3.0, 7.0]);
        gone.cells.pop();
        assert!(!gone.adds_up());
    }
}
