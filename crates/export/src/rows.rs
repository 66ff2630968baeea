//! Rows under the names of their columns. A row stands whole or not at all, and what is left out is counted.

use model::Value;

use crate::figure::RowsFigure;
use crate::label::words;
use crate::layout::{Area, LABEL_SIZE, text};
use crate::palette::Palette;
use crate::points::rule;
use crate::scene::{Anchor, Shape};
use crate::text::{fitted, label, width};

/// Pixels from one row to the next.
const ROW: f64 = 20.0;
const GAP: f64 = 16.0;
const WIDEST: f64 = 260.0;
const NARROWEST: f64 = 40.0;
/// Rows that decide how wide a column is.
const MOST_MEASURED: usize = 200;

/// How many rows stand whole in a height; what is left out needs a line of its own.
pub(crate) fn rows_in(figure: &RowsFigure, height: f64) -> usize {
    let lines = |height: f64| {
        let mut lines = 0;
        while crate::axis::whole(lines + 2) * ROW <= height {
            lines += 1;
        }
        lines
    };
    let all = lines(height);
    let is_whole = figure.rows.len() <= all && figure.rows.len() as u64 == figure.total;
    if is_whole {
        figure.rows.len()
    } else {
        lines(height - ROW).min(figure.rows.len())
    }
}

/// Draws as many rows and columns as stand whole in the area.
pub(crate) fn rows(figure: &RowsFigure, area: Area, palette: &Palette, shapes: &mut Vec<Shape>) {
    let shown = rows_in(figure, area.height());
    let widths = widths(figure, shown);
    let mut columns = Vec::new();
    let mut left = area.left;
    for (at, wide) in widths.iter().enumerate() {
        if left + wide > area.right + 0.5 && at > 0 {
            break;
        }
        columns.push((at, left, wide.min(area.right - left)));
        left += wide + GAP;
    }
    let line = |at: usize, y: f64, words: &str, is_head: bool, shapes: &mut Vec<Shape>| {
        let Some((_, left, wide)) = columns.iter().find(|(column, _, _)| *column == at) else {
            return;
        };
        let is_number = figure.columns.get(at).is_some_and(|one| one.is_number);
        let (x, anchor) = if is_number {
            (left + wide, Anchor::End)
        } else {
            (*left, Anchor::Start)
        };
        let color = if is_head { palette.label } else { palette.text };
        let words = fitted(words, LABEL_SIZE, *wide + 2.0);
        shapes.push(text(x, y, anchor, color, &words));
    };
    let mut y = area.top + ROW / 2.0;
    for (at, column) in figure.columns.iter().enumerate() {
        line(at, y, &column.title, true, shapes);
    }
    let under = area.top + ROW;
    shapes.push(rule(
        vec![(area.left, under), (area.right, under)],
        palette.axis,
    ));
    for row in figure.rows.iter().take(shown) {
        y += ROW;
        for (at, value) in row.iter().enumerate() {
            line(at, y, &written(value), false, shapes);
        }
    }
    if let Some(said) = left_out(figure, shown, columns.len()) {
        let said = fitted(&said, LABEL_SIZE, area.width());
        shapes.push(text(
            area.left,
            y + ROW,
            Anchor::Start,
            palette.label,
            &said,
        ));
    }
}

/// What is not drawn, in words.
fn left_out(figure: &RowsFigure, rows: usize, columns: usize) -> Option<String> {
    let mut said = Vec::new();
    if (rows as u64) < figure.total {
        said.push(format!("{rows} of {} rows", figure.total));
    }
    if columns < figure.columns.len() {
        said.push(format!("{columns} of {} columns", figure.columns.len()));
    }
    (!said.is_empty()).then(|| said.join(", "))
}

fn widths(figure: &RowsFigure, shown: usize) -> Vec<f64> {
    let columns = figure.columns.iter().enumerate();
    columns
        .map(|(at, column)| {
            let values = figure.rows.iter().take(shown.min(MOST_MEASURED));
            let values = values.filter_map(|row| row.get(at));
            values
                .map(|value| width(&label(&written(value)), LABEL_SIZE))
                .fold(width(&label(&column.title), LABEL_SIZE), f64::max)
                .clamp(NARROWEST, WIDEST)
        })
        .collect()
}

/// A value as a table writes it: numbers with at most four decimal places.
pub(crate) fn written(value: &Value) -> String {
    match value {
        Value::Float(number) if number.is_finite() && number.fract() != 0.0 => {
            let text = format!("{number:.4}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        Value::DateTime(text) => text.replacen('T', " ", 1),
        other => words(other),
    }
}
