//! What a picture shows, before it has a size in pixels.

mod map;
mod steps;
mod wholes;

use model::{Overlays, PillMark, Value};

use crate::palette::Theme;

pub use map::{CountryFigure, MapFigure, SymbolFigure};
pub use steps::{
    BulletsFigure, CandlesFigure, DayFigure, DaysFigure, GaugeFigure, StepsFigure, StripFigure,
};
pub use wholes::{
    BranchFigure, FlowFigure, FlowsFigure, PaneFigure, PanesFigure, RadarFigure, TreeFigure,
};

/// Width and height of a picture in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

/// A chart that is to be painted.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Over the picture; may be empty.
    pub title: String,
    pub body: Body,
    pub theme: Theme,
    pub size: Size,
    /// Said under the picture: "First 60 of 900 bars".
    pub notes: Vec<String>,
}

/// What stands in the picture.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Bars(AxisFigure),
    Lines(AxisFigure),
    Areas(AxisFigure),
    Points(PointFigure),
    Numbers(Vec<NumberFigure>),
    Rows(RowsFigure),
    Cells(GridFigure),
    Bins(BinsFigure),
    Boxes(BoxesFigure),
    Parts(PartsFigure),
    Treemap(TreeFigure),
    Sunburst(TreeFigure),
    Waterfall(StepsFigure),
    Funnel(StepsFigure),
    Bullets(BulletsFigure),
    Gauge(GaugeFigure),
    Map(MapFigure),
    Candles(CandlesFigure),
    Strip(StripFigure),
    Calendar(DaysFigure),
    Flows(FlowsFigure),
    Radar(RadarFigure),
    Panes(PanesFigure),
    /// Why there is nothing to see.
    Empty(String),
}

/// A position along an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub label: String,
    /// Where it stands on an axis of numbers or time; none for categories.
    pub at: Option<f64>,
}

/// Values at positions, one list for each series.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing about the picture, in any combination"
)]
pub struct AxisFigure {
    pub places: Vec<Place>,
    pub series: Vec<Series>,
    /// The places are moments.
    pub is_time: bool,
    pub is_horizontal: bool,
    pub is_stacked: bool,
    /// What is stacked are the shares of each position.
    pub is_normalized: bool,
    /// Amounts are shares or growth, where 0.1 is 10 %.
    pub is_percent: bool,
    /// Of one of several pictures side by side: the ends of the amounts of all of them. Names stand over the whole.
    pub shared: Option<(f64, f64)>,
    pub value_title: String,
    /// The last position is a period that has not ended: lines go there in dots.
    pub is_last_unfinished: bool,
    /// Only the places that are drawn were read: lines stand in columns of pixels.
    pub is_thinned: bool,
    /// What stands over the marks.
    pub overlays: Overlays,
}

/// One line, or one colour of bars. Values stand at the places with the same index.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    pub name: String,
    pub values: Vec<Option<f64>>,
    /// Where each average may lie; empty when that was not asked for.
    pub intervals: Vec<Option<Interval>>,
    /// The column of the answer that the values are of.
    pub column: String,
    /// The row of the answer that each value is of; empty for small multiples.
    pub rows: Vec<Option<usize>>,
    /// Its own mark, over those that are drawn as the chart is; only the latter stand on each other.
    pub mark: Option<PillMark>,
    /// The members that it is of, whatever is measured.
    pub member: String,
}

/// The ends of a 95 % interval, and how many values the average is of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
    pub count: f64,
}

impl AxisFigure {
    /// Some measure has a mark of its own.
    pub(crate) fn is_layered(&self) -> bool {
        self.series.iter().any(|one| one.mark.is_some())
    }

    /// Both ends of each band, by their places among the series.
    pub(crate) fn bands(&self) -> Vec<(usize, usize)> {
        let is_band = |one: &Series| one.mark == Some(PillMark::Band);
        let all = self.series.iter().enumerate();
        all.filter(|(_, one)| is_band(one))
            .filter_map(|(at, one)| {
                let mut after = self.series.iter().enumerate().skip(at + 1);
                let (other, _) = after.find(|(_, end)| is_band(end) && end.member == one.member)?;
                Some((at, other))
            })
            .collect()
    }

    /// Which colour a series has: both ends of a band have one.
    pub(crate) fn color_of(&self, at: usize) -> usize {
        let bands = self.bands();
        let own = bands.iter().find(|(_, end)| *end == at);
        own.map_or(at, |(first, _)| *first)
    }

    /// How long a value is drawn at its place: of shares its part of all values there, and none where
    /// values above and below zero meet.
    pub(crate) fn length(&self, place: usize, value: f64) -> Option<f64> {
        if !self.is_normalized {
            return Some(value);
        }
        let (mut above, mut below) = (0.0, 0.0);
        for series in &self.series {
            let value = series.values.get(place).copied().flatten().unwrap_or(0.0);
            *(if value < 0.0 { &mut below } else { &mut above }) += value;
        }
        let whole = above + below;
        (!is_mixed(above, below) && whole != 0.0).then(|| value / whole)
    }

    /// Places that have no shares: amounts above and below zero meet there.
    pub(crate) fn without_shares(&self) -> usize {
        let has_none = |place: &usize| {
            let values = self
                .series
                .iter()
                .filter_map(|one| *one.values.get(*place)?);
            let (below, above): (Vec<f64>, Vec<f64>) = values.partition(|value| *value < 0.0);
            is_mixed(above.iter().sum(), below.iter().sum())
        };
        let places = 0..self.places.len();
        if self.is_normalized {
            places.filter(has_none).count()
        } else {
            0
        }
    }
}

fn is_mixed(above: f64, below: f64) -> bool {
    above > 0.0 && below < 0.0
}

/// Dots between two axes of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct PointFigure {
    pub x_title: String,
    pub y_title: String,
    pub groups: Vec<String>,
    /// Members of the shapes; empty when there is one alone.
    pub symbols: Vec<String>,
    pub points: Vec<PointMark>,
    /// Of one of several pictures side by side: the scales of all of them.
    pub shared: Option<Box<SharedScales>>,
    /// What stands over the points.
    pub overlays: Overlays,
}

/// The ends of both axes and the largest size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SharedScales {
    pub x: (f64, f64),
    pub y: (f64, f64),
    pub size: f64,
}

/// One point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointMark {
    pub x: f64,
    pub y: f64,
    pub size: Option<f64>,
    /// Place in `PointFigure::groups`.
    pub group: usize,
    /// Place in `PointFigure::symbols`: which shape it has; further ones begin again.
    pub symbol: usize,
    /// The row of the answer that it is of.
    pub row: usize,
    /// Of an average across, and of one upwards.
    pub across: Option<Interval>,
    pub up: Option<Interval>,
}

/// Rows with names over their columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RowsFigure {
    pub columns: Vec<ColumnFigure>,
    pub rows: Vec<Vec<Value>>,
    /// All rows, of which these are the first.
    pub total: u64,
}

/// A column of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnFigure {
    pub title: String,
    /// In the answer; empty where it is put together from several.
    pub name: String,
    /// Set to the right.
    pub is_number: bool,
}

/// Cells of two dimensions, coloured by an amount.
#[derive(Debug, Clone, PartialEq)]
pub struct GridFigure {
    pub across: Vec<String>,
    /// From the top.
    pub down: Vec<String>,
    pub cells: Vec<CellFigure>,
    /// Of the amounts.
    pub title: String,
}

/// One cell by its places in `GridFigure::across` and `GridFigure::down`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CellFigure {
    pub x: usize,
    pub y: usize,
    pub value: Option<f64>,
}

/// How many values lie in each bin.
#[derive(Debug, Clone, PartialEq)]
pub struct BinsFigure {
    pub bins: Vec<BinFigure>,
    /// Colours; empty when there is one alone.
    pub groups: Vec<String>,
    /// Values go across and counts up.
    pub is_upright: bool,
    /// Of the counts.
    pub title: String,
}

/// One bar: a bin from edge to edge, standing on what it has of other colours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BinFigure {
    pub low: f64,
    pub high: f64,
    pub from: f64,
    pub to: f64,
    /// Place in `BinsFigure::groups`.
    pub group: usize,
}

/// Boxes from quartile to quartile.
#[derive(Debug, Clone, PartialEq)]
pub struct BoxesFigure {
    pub names: Vec<String>,
    /// Colours; empty when there is one alone.
    pub groups: Vec<String>,
    pub boxes: Vec<BoxFigure>,
    /// Values go up.
    pub is_upright: bool,
    /// The column that the values are of.
    pub title: String,
}

/// One box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoxFigure {
    /// Place in `BoxesFigure::names`.
    pub place: usize,
    /// Place in `BoxesFigure::groups`.
    pub group: usize,
    /// The last values that are no outliers.
    pub whisker_low: f64,
    pub lower: f64,
    pub median: f64,
    pub upper: f64,
    pub whisker_high: f64,
    pub least: f64,
    pub most: f64,
}

/// Parts of a whole with their amounts.
#[derive(Debug, Clone, PartialEq)]
pub struct PartsFigure {
    pub parts: Vec<(String, f64)>,
    pub title: String,
}

/// One big number.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberFigure {
    pub title: String,
    /// The column of the answer that it is of.
    pub column: String,
    pub value: Option<f64>,
    /// How it came there, period by period; empty where there are none.
    pub course: Vec<Option<f64>>,
}
