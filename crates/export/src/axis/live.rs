//! A plot along an axis in two layers, what stays and what follows the filters of a page file, and
//! what a script needs to draw the second one anew.

use model::PillMark;
use serde_json::{Value, json};

use super::{has_end_labels, laid_out};
use crate::figure::Body;
use crate::layout::{Area, LivePlot};
use crate::palette::Palette;
use crate::svg::code;

/// The plot in layers; none for pictures that have no such axis. `measure` is the place of a column
/// among the measures of the page file.
pub(crate) fn live(
    body: &Body,
    area: Area,
    palette: &Palette,
    measure: &dyn Fn(&str) -> Option<usize>,
) -> Option<LivePlot> {
    let mut still = Vec::new();
    let plot = laid_out(body, area, palette, &mut still)?;
    plot.names(&mut still);
    let mut moving = Vec::new();
    plot.amounts(&mut moving);
    plot.marks(&mut moving);
    let figure = plot.figure;
    let series: Option<Vec<Value>> = figure
        .series
        .iter()
        .enumerate()
        .map(|(at, one)| {
            Some(json!({
                "name": one.name,
                "color": code(palette.series(at)),
                "measure": measure(&one.column)?,
                "rows": one.rows,
            }))
        })
        .collect();
    let places: Vec<Value> = figure
        .places
        .iter()
        .enumerate()
        .map(|(at, place)| json!([place.label, plot.middle(at)]))
        .collect();
    let kind = match plot.ground {
        PillMark::Bar => "bars",
        PillMark::Area => "areas",
        _ => "lines",
    };
    let plan = json!({
        "kind": kind,
        "area": [plot.area.left, plot.area.top, plot.area.right, plot.area.bottom],
        "step": plot.step(),
        "places": places,
        "series": series?,
        "isHorizontal": figure.is_horizontal,
        "isStacked": figure.is_stacked,
        "isNormalized": figure.is_normalized,
        "isPercent": figure.is_percent,
        "isLastUnfinished": figure.is_last_unfinished,
        "hasEndLabels": has_end_labels(plot.ground, figure),
        "hasLabels": plot.has_bar_labels(),
    });
    Some(LivePlot {
        still,
        moving,
        plan,
    })
}
