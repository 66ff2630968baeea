//! How a tile follows filters, and what is chosen on it, without asking anything.

use export::{Cube, CubeCell, CubeMeasure, Handle, LiveRows, PageFigure, Parts, TileBody};
use model::{Measure, Pill, Query};

use super::{Known, Read};

/// A cube without cells, or why the tile stays as it is.
pub(super) fn begun(read: &Read, content: &TileBody) -> Result<Cube, String> {
    let TileBody::Chart { body, .. } = content else {
        return Err("this mark is drawn once".to_owned());
    };
    if let Some(because) = export::stays_because(body) {
        return Err(because);
    }
    if let Some(because) = &read.stays_because {
        return Err(because.clone());
    }
    let query = read.narrowed.asked.resolved.query.as_ref();
    let measures = query.map_or(&[][..], |query| query.measures.as_slice());
    let measures = measures.iter().map(|measure| {
        if measure.calculation.is_some() {
            return Err(format!(
                "{} is computed once over all of its marks",
                measure.name
            ));
        }
        let from = Parts::of(measure.aggregate)
            .ok_or_else(|| format!("{} cannot be put together from parts", measure.name))?;
        Ok(CubeMeasure {
            column: measure.name.clone(),
            from,
        })
    });
    Ok(Cube {
        measures: measures.collect::<Result<_, String>>()?,
        ..Cube::default()
    })
}

/// The columns that act on a tile.
pub(super) fn acting_on(at: usize, figure: &PageFigure) -> Vec<usize> {
    let Some(tile) = figure.tiles.get(at) else {
        return Vec::new();
    };
    let mut acting = Vec::new();
    for (from, other) in figure.tiles.iter().enumerate() {
        if from == at || tile.live.ignores.contains(&from) {
            continue;
        }
        let columns = match &other.live.handle {
            Some(Handle::Marks { columns, .. }) => columns.clone(),
            Some(
                Handle::List { column, .. } | Handle::Range { column } | Handle::Search { column },
            ) => vec![*column],
            None => Vec::new(),
        };
        acting.extend(columns);
    }
    acting.sort_unstable();
    acting.dedup();
    acting
}

/// What is chosen by the marks of a tile: members of its dimensions. Folded members and bins are none.
pub(super) fn marks(read: &Read, rows: &LiveRows, known: &mut Known) -> Option<Handle> {
    if !matches!(rows, LiveRows::Cube(_)) {
        return None;
    }
    let asked = &read.narrowed.asked;
    let query = asked.resolved.query.as_ref()?;
    let mut columns = Vec::new();
    let mut names = Vec::new();
    for encoded in export::mark_columns(&asked.resolved) {
        let key = query.keys.iter().find(|key| key.name == encoded.column);
        let plain = key
            .filter(|key| key.top.is_none() && key.bin_width.is_none() && key.bin_count.is_none());
        let field = asked
            .fields
            .iter()
            .find(|field| field.name == encoded.pill.field);
        let Some((key, field)) = plain.zip(field) else {
            break;
        };
        let pill = Pill {
            field: key.field.clone(),
            unit: key.unit,
            part: key.part,
            ..Pill::default()
        };
        columns.push(known.place(field, pill));
        names.push(encoded.column.clone());
    }
    (!columns.is_empty()).then(|| Handle::Marks {
        columns,
        of: export::values_of(&read.rows, &names),
    })
}

/// Rows that are not grouped follow by their own columns.
pub(super) fn listed(
    read: &Read,
    mut cube: Cube,
    keys: &[(usize, String, &Pill)],
    most: u64,
) -> Result<Cube, String> {
    if read.rows.total > most {
        return Err(format!(
            "the file has no room for its {} rows",
            read.rows.total
        ));
    }
    let mut names = Vec::new();
    for (place, name, pill) in keys {
        let is_there = read.rows.columns.iter().any(|(column, _)| column == name);
        if is_there && pill.unit.is_none() && pill.part.is_none() {
            cube.columns.push(*place);
            names.push(name.clone());
        } else {
            cube.without
                .push((*place, "its rows do not show it".to_owned()));
        }
    }
    let values = export::values_of(&read.rows, &names);
    cube.is_grouped = true;
    cube.whole = vec![Vec::new(); values.len()];
    let cells = values.into_iter().enumerate();
    cube.cells = cells
        .map(|(row, values)| CubeCell {
            row,
            values,
            amounts: Vec::new(),
        })
        .collect();
    Ok(cube)
}

/// The measures that the measures of a tile are put together from, with their names.
pub(super) fn parts_of(query: &Query, cube: &Cube) -> (Vec<String>, Vec<Measure>) {
    let both = query.measures.iter().zip(&cube.measures);
    let parts = both.flat_map(|(measure, made)| {
        let aggregates = made.from.aggregates().iter();
        aggregates.map(|aggregate| Measure {
            field: measure.field.clone(),
            aggregate: *aggregate,
            ..Measure::default()
        })
    });
    let named = parts.enumerate().map(|(at, part)| Measure {
        name: format!("part {at}"),
        ..part
    });
    let parts: Vec<Measure> = named.collect();
    let names = parts.iter().map(|part| part.name.clone()).collect();
    (names, parts)
}
