//! A pivot table as rows: lines from the outside in, groups with their totals over their members, and
//! the total at the end. The same lines and columns as on the screen.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chart::{Encoded, Resolved};
use model::{Levels, PivotLook, Value};

use super::value::number;
use super::{Columns, Refusal, missing};
use crate::figure::{ColumnFigure, RowsFigure};
use crate::label::place_label;

/// A line or a column: its members from the outside in, fewer than all for a total.
#[derive(Debug, Clone, PartialEq)]
struct Path {
    members: Vec<Value>,
    labels: Vec<String>,
}

/// The lines and columns of a pivot table and the row of the answer behind each of its marks.
struct Table {
    /// In the order of places; the first is the total.
    lines: BTreeMap<u64, Path>,
    columns: BTreeMap<u64, Path>,
    marks: BTreeMap<(u64, u64), usize>,
}

/// The table with what its look hides left out, and what is said of lines and columns that are
/// beyond what was read.
pub(super) fn pivot_rows(
    resolved: &Resolved,
    rows: &Columns,
    look: &PivotLook,
    notes: &mut Vec<String>,
) -> Result<RowsFigure, Refusal> {
    let query = resolved.query.as_ref().ok_or_else(missing)?;
    let levels = query.levels.as_ref().ok_or_else(missing)?;
    let encoded = |name: &str| resolved.encodings.iter().find(|one| one.column == name);
    let keys: Option<Vec<&Encoded>> = query.keys.iter().map(|key| encoded(&key.name)).collect();
    let keys = keys.ok_or_else(missing)?;
    let (row_keys, column_keys) = keys.split_at_checked(levels.rows).ok_or_else(missing)?;
    let measures: Option<Vec<&Encoded>> = query
        .measures
        .iter()
        .map(|one| encoded(&one.name))
        .collect();
    let measures = measures.ok_or_else(missing)?;
    let table = Table::read(levels, (row_keys, column_keys), rows)?;
    let columns = shown_columns(&table, column_keys.len(), look);
    let lines = shown_lines(&table, row_keys.len(), look);
    let mut figure = RowsFigure {
        columns: vec![ColumnFigure {
            title: titles(row_keys),
            name: String::new(),
            is_number: false,
        }],
        rows: Vec::with_capacity(lines.len()),
        total: 0,
    };
    for place in &columns {
        for measure in &measures {
            figure.columns.push(ColumnFigure {
                title: column_title(&table, *place, &measures, measure),
                name: String::new(),
                is_number: true,
            });
        }
    }
    for line in &lines {
        let path = table.lines.get(line).ok_or_else(missing)?;
        let mut cells = vec![Value::Text(line_label(path))];
        let is_open_group = path.members.len() < row_keys.len()
            && !path.members.is_empty()
            && !look.collapsed.contains(&path.members);
        for column in &columns {
            for measure in &measures {
                let row = table.marks.get(&(*line, *column));
                let value = row.filter(|_| !(is_open_group && look.without_subtotals));
                let value = value.and_then(|row| rows.of(measure)?.get(*row).cloned());
                // Lines and columns that do not meet have no amount at all.
                cells.push(value.unwrap_or_else(|| Value::Text(String::new())));
            }
        }
        figure.rows.push(cells);
    }
    figure.total = figure.rows.len() as u64;
    if rows.count() as u64 != rows.total {
        notes.push(format!(
            "{} of {} amounts: the first lines and columns",
            rows.count(),
            rows.total
        ));
    }
    Ok(figure)
}

impl Table {
    fn read(
        levels: &Levels,
        (row_keys, column_keys): (&[&Encoded], &[&Encoded]),
        rows: &Columns,
    ) -> Result<Self, Refusal> {
        let mut table = Self {
            lines: BTreeMap::new(),
            columns: BTreeMap::new(),
            marks: BTreeMap::new(),
        };
        let whole = |name: &str, row: usize| -> Result<u64, Refusal> {
            let value = rows.named(name).and_then(|values| number(values.get(row)?));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "depths and places are small whole numbers"
            )]
            value.map(|value| value as u64).ok_or_else(missing)
        };
        for row in 0..rows.count() {
            let path = |keys: &[&Encoded], depth: u64| -> Result<Path, Refusal> {
                let mut path = Path {
                    members: Vec::new(),
                    labels: Vec::new(),
                };
                let depth = usize::try_from(depth).unwrap_or(keys.len());
                for key in keys.iter().take(depth) {
                    let value = rows.of(key).and_then(|values| values.get(row));
                    let value = value.ok_or_else(missing)?;
                    path.labels.push(place_label(value, &key.pill));
                    path.members.push(value.clone());
                }
                Ok(path)
            };
            let line = whole(&levels.row_place, row)?;
            let column = whole(&levels.column_place, row)?;
            if let Entry::Vacant(free) = table.lines.entry(line) {
                let depth = whole(&levels.row_depth, row)?;
                free.insert(path(row_keys, depth)?);
            }
            if let Entry::Vacant(free) = table.columns.entry(column) {
                let depth = whole(&levels.column_depth, row)?;
                free.insert(path(column_keys, depth)?);
            }
            table.marks.insert((line, column), row);
        }
        Ok(table)
    }
}

/// Lines in their order with the total at the end; what lies in closed groups is left out.
fn shown_lines(table: &Table, keys: usize, look: &PivotLook) -> Vec<u64> {
    let is_hidden = |path: &Path| {
        let in_group = |group: &Vec<Value>| {
            group.len() < path.members.len() && path.members.starts_with(group)
        };
        look.collapsed.iter().any(in_group)
    };
    let mut shown = Vec::with_capacity(table.lines.len());
    let mut total = None;
    for (place, path) in &table.lines {
        if path.members.is_empty() {
            total = Some(*place);
        } else if !is_hidden(path) {
            shown.push(*place);
        }
    }
    // Without row dimensions the total is all there is.
    shown.extend(total.filter(|_| keys == 0 || !look.without_totals));
    shown
}

/// Columns in their order, each group behind its members and the total at the end.
fn shown_columns(table: &Table, keys: usize, look: &PivotLook) -> Vec<u64> {
    let mut shown = Vec::with_capacity(table.columns.len());
    let mut open: Vec<(u64, &Path)> = Vec::new();
    for (place, path) in &table.columns {
        while let Some((last, _)) = open
            .last()
            .filter(|(_, group)| !path.members.starts_with(&group.members))
        {
            shown.push(*last);
            open.pop();
        }
        open.push((*place, path));
    }
    shown.extend(open.iter().rev().map(|(place, _)| *place));
    shown.retain(|place| {
        let depth = table
            .columns
            .get(place)
            .map_or(0, |path| path.members.len());
        match depth {
            _ if depth == keys => true,
            0 => !look.without_totals,
            _ => !look.without_subtotals,
        }
    });
    shown
}

fn titles(keys: &[&Encoded]) -> String {
    let titles: Vec<&str> = keys.iter().map(|key| key.title.as_str()).collect();
    titles.join(" / ")
}

/// A line by its last member, set in by its depth.
fn line_label(path: &Path) -> String {
    const STEP: &str = "   ";
    match path.labels.last() {
        None => "Total".to_owned(),
        Some(label) => format!("{}{label}", STEP.repeat(path.labels.len() - 1)),
    }
}

/// `2026 · Q1`, `2026 · Total`, `Total`, and the measure where there are several.
fn column_title(table: &Table, place: u64, measures: &[&Encoded], measure: &Encoded) -> String {
    let path = table.columns.get(&place);
    let deepest = table.columns.values().map(|path| path.labels.len()).max();
    let mut words: Vec<String> = path.map(|path| path.labels.clone()).unwrap_or_default();
    let is_total = Some(words.len()) != deepest;
    if is_total {
        words.push("Total".to_owned());
    }
    if measures.len() > 1 || words.is_empty() {
        words.push(measure.title.clone());
    }
    words.join(" · ")
}
