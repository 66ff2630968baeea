//! An answer drawn as a table for eyes: the first rows, clipped cells, and how many there are.

use std::fmt::Write as _;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Float64Type};
use arrow::ipc::reader::StreamReader;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use comfy_table::{CellAlignment, ContentArrangement, Table};

use super::{First, Rows};
use crate::console::printable;
use crate::stopped::Stopped;

/// Rows that are drawn.
const MAX_ROWS: u32 = 100;
/// Columns that are drawn.
const MAX_COLUMNS: usize = 100;
/// Characters of a cell that are drawn.
const MAX_CELL: usize = 60;

/// The table as text, with its last line "n of N rows".
pub(super) async fn drawn(answer: &impl Rows, is_terminal: bool) -> Result<String, Stopped> {
    let First { rows, stream } = answer.first(MAX_ROWS).await?;
    let reader =
        StreamReader::try_new(stream.as_slice(), None).map_err(|_| Stopped::unexpected())?;
    let schema = reader.schema();
    let batches: Vec<RecordBatch> = reader
        .collect::<Result<_, _>>()
        .map_err(|_| Stopped::unexpected())?;
    let names: Vec<String> = schema
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    let numeric: Vec<bool> = schema
        .fields()
        .iter()
        .map(|field| is_number(field.data_type()))
        .collect();
    let cells = cells_of(&batches).ok_or_else(Stopped::unexpected)?;
    let shown = draw(
        &names,
        &numeric,
        &cells,
        if is_terminal { width() } else { None },
    );
    let summary = summary(cells.len() as u64, rows, names.len());
    Ok(format!(
        "{shown}{summary} · {}\n",
        printable(&answer.caption())
    ))
}

fn summary(shown: u64, rows: u64, columns: usize) -> String {
    let count = if rows == 1 {
        "1 row".to_owned()
    } else {
        format!("{rows} rows")
    };
    let count = if shown < rows {
        format!("{shown} of {count}")
    } else {
        count
    };
    if columns > MAX_COLUMNS {
        format!("{count}, {MAX_COLUMNS} of {columns} columns")
    } else {
        count
    }
}

fn is_number(data_type: &DataType) -> bool {
    data_type.is_numeric()
}

fn cells_of(batches: &[RecordBatch]) -> Option<Vec<Vec<String>>> {
    let options = FormatOptions::default()
        .with_null("")
        .with_date_format(Some("%Y-%m-%d"))
        .with_datetime_format(Some("%Y-%m-%d %H:%M:%S%.f"))
        .with_timestamp_format(Some("%Y-%m-%d %H:%M:%S%.f"));
    let mut rows = Vec::new();
    for batch in batches {
        let formatters: Vec<_> = batch
            .columns()
            .iter()
            .take(MAX_COLUMNS)
            .map(|column| ArrayFormatter::try_new(column.as_ref(), &options))
            .collect::<Result<_, _>>()
            .ok()?;
        for row in 0..batch.num_rows() {
            let cells = formatters.iter().zip(batch.columns());
            rows.push(
                cells
                    .map(|(formatter, column)| {
                        double(column, row).unwrap_or_else(|| {
                            let mut text = String::new();
                            // A value that cannot be written, such as a date beyond the calendar.
                            if write!(text, "{}", formatter.value(row)).is_err() {
                                "?".clone_into(&mut text);
                            }
                            clipped(&text)
                        })
                    })
                    .collect(),
            );
        }
    }
    Some(rows)
}

/// A double without its binary tail: 15 significant digits are exact in every double. The other
/// formats write all of it.
fn double(column: &dyn Array, row: usize) -> Option<String> {
    let doubles = column.as_primitive_opt::<Float64Type>()?;
    if doubles.is_null(row) {
        return None;
    }
    let shown: f64 = format!("{:.14e}", doubles.value(row)).parse().ok()?;
    Some(format!("{shown:?}"))
}

fn clipped(text: &str) -> String {
    let head: String = text.chars().take(MAX_CELL + 1).collect();
    let safe = printable(&head);
    if safe.chars().count() > MAX_CELL {
        let head: String = safe.chars().take(MAX_CELL - 1).collect();
        format!("{head}…")
    } else {
        safe
    }
}

fn draw(names: &[String], numeric: &[bool], cells: &[Vec<String>], width: Option<u16>) -> String {
    if names.is_empty() {
        return String::new();
    }
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::UTF8_FULL_CONDENSED);
    if let Some(width) = width {
        table
            .set_width(width.max(20))
            .set_content_arrangement(ContentArrangement::Dynamic);
    } else {
        table.set_content_arrangement(ContentArrangement::Disabled);
    }
    table.set_header(names.iter().take(MAX_COLUMNS).map(|name| clipped(name)));
    for row in cells {
        table.add_row(row);
    }
    for (index, _) in numeric
        .iter()
        .enumerate()
        .take(MAX_COLUMNS)
        .filter(|(_, numeric)| **numeric)
    {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    format!("{table}\n")
}

fn width() -> Option<u16> {
    ::console::Term::stdout()
        .size_checked()
        .map(|(_, columns)| columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_right_and_hostile_cells_are_inert() {
        let names = ["n".to_owned(), "\u{1b}]0;x\u{7}name".to_owned()];
        let cells = [
            vec!["1".to_owned(), clipped("\u{1b}[31mred\nnext")],
            vec!["1000".to_owned(), clipped(&"x".repeat(5000))],
        ];
        let table = draw(&names, &[true, false], &cells, None);
        assert!(
            table.contains("│    1 ┆") && table.contains("│ 1000 ┆"),
            "{table}"
        );
        assert!(
            !table.contains('\u{1b}') && !table.contains('\u{7}'),
            "{table}"
        );
        assert!(
            table.lines().all(|line| line.chars().count() < 90),
            "{table}"
        );
    }

    #[test]
    fn doubles_are_drawn_without_their_binary_tail() {
        let values = [
            Some(0.1 + 0.2),
            Some(3_682_131.829_999_999),
            Some(1e300),
            None,
        ];
        let column = arrow::array::Float64Array::from_iter(values);
        let shown: Vec<_> = (0..4).map(|row| double(&column, row)).collect();
        let wanted = [Some("0.3"), Some("3682131.83"), Some("1e300"), None];
        assert_eq!(shown, wanted.map(|text| text.map(str::to_owned)));
    }

    #[test]
    fn a16_a_terminal_of_one_column_is_survived() {
        let table = draw(
            &["a".into(), "b".into()],
            &[true, true],
            &[vec!["1".into(), "2".into()]],
            Some(1),
        );
        assert!(table.contains('1') && table.contains('2'));
        assert_eq!(draw(&[], &[], &[], None), "");
    }
}
