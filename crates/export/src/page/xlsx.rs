//! The rows behind every tile as a workbook for spreadsheets (ECMA-376): one sheet for each tile, and a first
//! one that says what the page is. Numbers and dates keep their type; text is never a formula.

mod parts;

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{PageFigure, TileBody};
use crate::figure::RowsFigure;
use crate::paint::PaintError;

use parts::{CONTENT_TYPES, Cell, RELS, STYLES, book, book_rels, sheet, text_of};

/// Longest name of a sheet, in letters.
const LONGEST_NAME: usize = 31;
/// A sheet has no more rows; one is for the names of the columns.
const MOST_ROWS: usize = 1_048_575;

/// The page as an XLSX file.
pub fn page_xlsx(page: &PageFigure) -> Result<Vec<u8>, PaintError> {
    let mut taken = BTreeSet::from(["page".to_owned()]);
    let mut names = vec!["Page".to_owned()];
    let mut about = vec![vec![Cell::Head(page.title.clone())]];
    about.extend(
        page.filters
            .iter()
            .map(|words| vec![Cell::Text(words.clone())]),
    );
    about.push(vec![Cell::Text(page.foot.clone())]);
    about.push(Vec::new());
    about.push(
        ["Tile", "Sheet", "Rows"]
            .map(|words| Cell::Head(words.to_owned()))
            .to_vec(),
    );
    let mut sheets = Vec::new();
    for tile in &page.tiles {
        let Some(figure) = tile.rows() else {
            if let TileBody::Words(words) | TileBody::Prose(words) = &tile.content {
                about.push(vec![
                    Cell::Text(tile.title.clone()),
                    Cell::Text(words.clone()),
                ]);
            }
            continue;
        };
        let name = free_name(&tile.title, &mut taken);
        let kept = figure.rows.len().min(MOST_ROWS);
        let count = if kept as u64 == figure.total {
            format!("{kept}")
        } else {
            format!("{kept} of {}", figure.total)
        };
        let mut row = vec![tile.title.clone(), name.clone(), count];
        row.extend(tile.stored.clone());
        about.push(row.into_iter().map(Cell::Text).collect());
        names.push(name);
        sheets.push(cells(figure));
    }
    let mut all: Vec<Vec<Vec<Cell>>> = vec![about];
    all.append(&mut sheets);
    packed(&names, &all).map_err(|error| PaintError::because(error.to_string()))
}

/// Rows as an XLSX file with one sheet.
pub fn rows_xlsx(title: &str, figure: &RowsFigure) -> Result<Vec<u8>, PaintError> {
    let name = free_name(title, &mut BTreeSet::new());
    packed(&[name], &[cells(figure)]).map_err(|error| PaintError::because(error.to_string()))
}

/// The titles of columns and as many rows below them as a sheet holds.
fn cells(figure: &RowsFigure) -> Vec<Vec<Cell>> {
    let titles = figure.columns.iter();
    let titles = titles
        .map(|column| Cell::Head(column.title.clone()))
        .collect();
    let rows = figure.rows.iter().take(MOST_ROWS);
    let rows = rows.map(|row| row.iter().map(Cell::of).collect());
    std::iter::once(titles).chain(rows).collect()
}

fn packed(names: &[String], sheets: &[Vec<Vec<Cell>>]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut put = |name: &str, text: &str| -> Result<(), zip::result::ZipError> {
        file.start_file(name, options)?;
        file.write_all(text.as_bytes())?;
        Ok(())
    };
    let numbers = 1..=names.len();
    let types: String = numbers.clone().map(parts::sheet_type).collect();
    put(
        "[Content_Types].xml",
        &CONTENT_TYPES.replace("SHEETS", &types),
    )?;
    put("_rels/.rels", RELS)?;
    put("xl/workbook.xml", &book(names))?;
    put("xl/_rels/workbook.xml.rels", &book_rels(names.len()))?;
    put("xl/styles.xml", STYLES)?;
    for (number, rows) in numbers.zip(sheets) {
        put(
            &format!("xl/worksheets/sheet{number}.xml"),
            &sheet(rows, number == 1),
        )?;
    }
    Ok(file.finish()?.into_inner())
}

/// A name that no other sheet has and that spreadsheets take.
fn free_name(title: &str, taken: &mut BTreeSet<String>) -> String {
    let is_kept = |letter: &char| !letter.is_control() && !"[]:*?/\\'".contains(*letter);
    let clean: String = text_of(title).chars().filter(is_kept).collect();
    let clean = if clean.trim().is_empty() {
        "Tile"
    } else {
        clean.trim()
    };
    let mut number = 1_usize;
    loop {
        let ending = if number == 1 {
            String::new()
        } else {
            format!(" ({number})")
        };
        let room = LONGEST_NAME - ending.len();
        let start: String = clean.chars().take(room).collect();
        let name = format!("{}{ending}", start.trim());
        if taken.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}
