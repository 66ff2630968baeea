//! What the script of a page file reads: the columns that are filtered by, and of every tile its aggregates.

use std::collections::BTreeMap;

use model::Value;
use serde_json::{Value as Json, json};

use super::super::{PageFigure, TileFigure};
use crate::label::{member_name, words};
use crate::live::{Cube, Handle, LiveColumn, LiveKind, LiveRows};
use crate::read::distance;
use crate::svg::code;

/// The values of every column, each with its place among them.
pub(super) struct Values(Vec<BTreeMap<String, (usize, Value)>>);

impl Values {
    pub(super) fn of(page: &PageFigure) -> Self {
        let mut known: Vec<BTreeMap<String, Value>> = vec![BTreeMap::new(); page.live.len()];
        let mut seen = |column: usize, value: &Value| {
            if let Some(known) = known.get_mut(column) {
                known.entry(key(value)).or_insert_with(|| value.clone());
            }
        };
        for tile in &page.tiles {
            if let LiveRows::Cube(cube) = &tile.live.rows {
                for cell in &cube.cells {
                    let both = cube.columns.iter().zip(&cell.values);
                    both.for_each(|(column, value)| seen(*column, value));
                }
            }
            if let Some(Handle::Marks { columns, of }) = &tile.live.handle {
                for values in of {
                    let both = columns.iter().zip(values);
                    both.for_each(|(column, value)| seen(*column, value));
                }
            }
        }
        let both = known.into_iter().zip(&page.live);
        Self(
            both.map(|(known, column)| in_order(known, column.kind))
                .collect(),
        )
    }

    fn place(&self, column: usize, value: &Value) -> Option<usize> {
        let (place, _) = self.0.get(column)?.get(&key(value))?;
        Some(*place)
    }

    /// For the whole page.
    pub(super) fn page(&self, page: &PageFigure) -> Json {
        let palette = page.theme.palette();
        let columns = page.live.iter().zip(&self.0).map(|(column, values)| {
            let mut values: Vec<&(usize, Value)> = values.values().collect();
            values.sort_by_key(|(place, _)| *place);
            let said = values.iter().map(|(_, value)| said(value, column));
            let plain = values.iter().map(|(_, value)| plain(value, column.kind));
            json!({
                "title": column.title,
                "kind": kind(column),
                "values": said.collect::<Vec<_>>(),
                "plain": plain.collect::<Vec<_>>(),
            })
        });
        json!({
            "columns": columns.collect::<Vec<_>>(),
            "text": code(palette.text),
            "label": code(palette.label),
            "grid": code(palette.grid),
            "axis": code(palette.axis),
        })
    }

    /// For one tile; `plan` is how its picture is drawn.
    pub(super) fn tile(&self, tile: &TileFigure, plan: &Json) -> Json {
        let mut out = match &tile.live.rows {
            LiveRows::None => json!({}),
            LiveRows::Fixed(because) => json!({ "fixed": because }),
            LiveRows::Cube(cube) => json!({
                "by": cube.columns,
                "without": cube.without,
                "measures": cube.measures.iter().map(|one| one.from.word()).collect::<Vec<_>>(),
                "whole": cube.whole,
                "cells": self.cells(cube),
                "isGrouped": cube.is_grouped,
                "table": measures_of(tile, cube),
                "plan": plan,
            }),
        };
        out["ignores"] = json!(tile.live.ignores);
        out["handle"] = match &tile.live.handle {
            None => Json::Null,
            Some(Handle::Marks { columns, of }) => {
                let places = |values: &Vec<Value>| -> Vec<Option<usize>> {
                    let both = columns.iter().zip(values);
                    both.map(|(column, value)| self.place(*column, value))
                        .collect()
                };
                let of: Vec<Vec<Option<usize>>> = of.iter().map(places).collect();
                json!({ "by": "marks", "columns": columns, "of": of })
            }
            Some(Handle::List { column, is_single }) => {
                json!({ "by": "list", "column": column, "isSingle": is_single })
            }
            Some(Handle::Range { column }) => json!({ "by": "range", "column": column }),
            Some(Handle::Search { column }) => json!({ "by": "search", "column": column }),
        };
        out
    }

    /// Of each cell its row, the places of its values, and its amounts.
    fn cells(&self, cube: &Cube) -> Vec<Json> {
        let cells = cube.cells.iter().map(|cell| {
            let both = cube.columns.iter().zip(&cell.values);
            let places: Vec<Option<usize>> = both
                .map(|(column, value)| self.place(*column, value))
                .collect();
            json!([cell.row, places, cell.amounts])
        });
        cells.collect()
    }
}

/// Of each column of the rows of a tile its measure.
fn measures_of(tile: &TileFigure, cube: &Cube) -> Vec<Option<usize>> {
    let columns = tile.rows().map_or(&[][..], |rows| rows.columns.as_slice());
    let place = |name: &str| cube.measures.iter().position(|one| one.column == *name);
    columns.iter().map(|column| place(&column.name)).collect()
}

/// Equal for equal values only.
fn key(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        other => format!("={}", words(other)),
    }
}

/// What is missing stands last; texts stand by their letters, numbers and dates by their size.
fn in_order(known: BTreeMap<String, Value>, kind: LiveKind) -> BTreeMap<String, (usize, Value)> {
    let mut values: Vec<(String, Value)> = known.into_iter().collect();
    let size = |value: &Value| match kind {
        LiveKind::Text => None,
        LiveKind::Number | LiveKind::Date => distance(value),
    };
    values.sort_by(|(_, left), (_, right)| {
        let is_missing = |value: &Value| *value == Value::Null;
        let by_size = match (size(left), size(right)) {
            (Some(left), Some(right)) => left.total_cmp(&right),
            _ => std::cmp::Ordering::Equal,
        };
        let by_letters = || words(left).to_lowercase().cmp(&words(right).to_lowercase());
        is_missing(left)
            .cmp(&is_missing(right))
            .then(by_size)
            .then_with(by_letters)
    });
    let placed = values.into_iter().enumerate();
    placed
        .map(|(at, (key, value))| (key, (at, value)))
        .collect()
}

fn kind(column: &LiveColumn) -> &'static str {
    match column.kind {
        LiveKind::Text => "text",
        LiveKind::Number => "number",
        LiveKind::Date => "date",
    }
}

fn said(value: &Value, column: &LiveColumn) -> String {
    member_name(value, &column.pill)
}

/// What ranges compare: numbers as they are, days as their text.
fn plain(value: &Value, kind: LiveKind) -> Json {
    match (value, kind) {
        (Value::Null, _) => Json::Null,
        (value, LiveKind::Number) => json!(distance(value)),
        (value, _) => json!(words(value)),
    }
}
