//! Spreadsheets made by hand, part by part, so that each odd one can be made as well.

use std::io::{Cursor, Write};

use model::{DataType, ImportOptions};
use zip::write::SimpleFileOptions;

use crate::support::{Folder, check, check_with, refused};

/// A workbook of sheets given as the XML of their rows.
fn workbook(sheets: &[(&str, &str)], properties: &str, strings: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    part(
        "[Content_Types].xml",
        &format!(
            "{head}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
        ),
    );
    part(
        "_rels/.rels",
        &format!(
            "{head}<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    let mut list = String::new();
    let mut relations = String::new();
    for (at, (name, rows)) in sheets.iter().enumerate() {
        let (name, state) = name
            .strip_prefix('!')
            .map_or((*name, ""), |name| (name, " state=\"hidden\""));
        list.push_str(&format!(
            "<sheet name=\"{name}\" sheetId=\"{}\"{state} r:id=\"s{at}\"/>",
            at + 1
        ));
        relations.push_str(&format!("<Relationship Id=\"s{at}\" Type=\"{office}/worksheet\" Target=\"worksheets/s{at}.xml\"/>"));
        part(
            &format!("xl/worksheets/s{at}.xml"),
            &format!("{head}<worksheet xmlns=\"{main}\">{rows}</worksheet>"),
        );
    }
    relations.push_str(&format!("<Relationship Id=\"st\" Type=\"{office}/styles\" Target=\"styles.xml\"/><Relationship Id=\"ss\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/>"));
    part(
        "xl/workbook.xml",
        &format!(
            "{head}<workbook xmlns=\"{main}\" xmlns:r=\"{office}\">{properties}<sheets>{list}</sheets></workbook>"
        ),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!("{head}<Relationships xmlns=\"{package}\">{relations}</Relationships>"),
    );
    part(
        "xl/styles.xml",
        &format!(
            "{head}<styleSheet xmlns=\"{main}\"><cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"46\"/></cellXfs></styleSheet>"
        ),
    );
    part(
        "xl/sharedStrings.xml",
        &format!("{head}<sst xmlns=\"{main}\"{strings}</sst>"),
    );
    zip.finish().unwrap().into_inner()
}

/// A row of cells: `t:` text, `d:` day, `m:` moment, `l:` length, `b:` yes/no, `e:` error.
fn row(number: u32, cells: &[&str]) -> String {
    let mut text = format!("<row r=\"{number}\">");
    for (at, cell) in cells.iter().enumerate() {
        let place = format!("{}{number}", char::from(b'A' + at as u8));
        let (kind, value) = cell.split_once(':').unwrap_or(("", cell));
        text.push_str(&match (kind, value) {
            (_, "") => String::new(),
            ("t", value) => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{value}</t></is></c>"),
            ("d", value) => format!("<c r=\"{place}\" s=\"1\"><v>{value}</v></c>"),
            ("m", value) => format!("<c r=\"{place}\" s=\"2\"><v>{value}</v></c>"),
            ("l", value) => format!("<c r=\"{place}\" s=\"3\"><v>{value}</v></c>"),
            ("b", value) => format!("<c r=\"{place}\" t=\"b\"><v>{value}</v></c>"),
            ("e", value) => format!("<c r=\"{place}\" t=\"e\"><v>{value}</v></c>"),
            (_, value) => format!("<c r=\"{place}\"><v>{value}</v></c>"),
        });
    }
    text + "</row>"
}

fn sheet(rows: &[&[&str]]) -> String {
    let rows: Vec<String> = rows
        .iter()
        .enumerate()
        .map(|(at, cells)| row(at as u32 + 1, cells))
        .collect();
    format!("<sheetData>{}</sheetData>", rows.concat())
}

const NO_STRINGS: &str = ">";

#[test]
fn f29_days_of_both_epochs_errors_and_hidden_sheets_are_mapped() {
    let rows = sheet(&[
        &["t:n", "t:day", "t:at", "t:ok", "t:x", "t:long"],
        &["1", "d:45296", "m:45296.5", "b:1", "1.5", "l:1.25"],
        &["2", "d:61", "m:45296.25", "b:0", "e:#N/A", "l:0.5"],
    ]);
    let hidden = sheet(&[&["t:a"], &["7"]]);
    check(
        "b.xlsx",
        workbook(&[("First", &rows), ("!Kept back", &hidden)], "", NO_STRINGS),
        "# b_First
        n int64 | day date | at datetime(mi) | ok boolean | x float64 | long duration { precision: milliseconds }
        1 | 2024-01-05 | 2024-01-05T12:00:00 | true | 1.5 | \"P1DT6H\"
        2 | 1900-03-01 | 2024-01-05T06:00:00 | false | · | \"PT12H\"
        ! 3 x: `#N/A` is an error in the sheet; it is null
        * 1 cells hold errors such as #N/A; they are null and listed.
        # b_Kept_back
        a int64
        7
        * The sheet “Kept back” is hidden in the workbook.",
    );
    let rows = sheet(&[&["t:day"], &["d:43834"]]);
    check(
        "m.xlsx",
        workbook(&[("S", &rows)], "<workbookPr date1904=\"1\"/>", NO_STRINGS),
        "day date\n2024-01-05",
    );
}

#[test]
fn headers_are_found_below_junk_and_columns_without_one_have_letters() {
    let rows = sheet(&[
        &["t:Report"],
        &[],
        &["t:name", "t:amount"],
        &["t:x", "1"],
        &["t:y", "2"],
    ]);
    check(
        "j.xlsx",
        workbook(&[("S", &rows)], "", NO_STRINGS),
        "name text | amount int64\n\"x\" | 1\n\"y\" | 2",
    );
    let rows = sheet(&[&["1", "2"], &["3", "4"]]);
    check(
        "n.xlsx",
        workbook(&[("S", &rows)], "", NO_STRINGS),
        "A int64 | B int64\n1 | 2\n3 | 4\n* There is no header row; columns have the letters of the sheet.",
    );
    let options = ImportOptions {
        header_row: Some(2),
        ..ImportOptions::default()
    };
    let rows = sheet(&[&["t:a", "t:b"], &["t:c", "t:d"], &["1", "t:x"]]);
    check_with(
        "h.xlsx",
        workbook(&[("S", &rows)], "", NO_STRINGS),
        options,
        "c int64 | d text\n1 | \"x\"",
    );
}

#[test]
fn numbers_and_texts_in_one_column_are_text() {
    let rows = sheet(&[
        &["t:zip", "t:mixed"],
        &["t:00123", "1"],
        &["99", "t:x"],
        &["98.5", "d:45296"],
    ]);
    check(
        "m.xlsx",
        workbook(&[("S", &rows)], "", NO_STRINGS),
        "zip text | mixed text\n\"00123\" | \"1\"\n\"99\" | \"x\"\n\"98.5\" | \"2024-01-05\"",
    );
}

#[test]
fn f26_a_sheet_takes_memory_for_its_cells_only() {
    let far = "<dimension ref=\"A0:AZ48943\"/><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c></row>\
               <row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c><c r=\"XFD1048576\"><v>7</v></c></row></sheetData>";
    let folder = Folder::new();
    let path = folder.write(
        "far.xlsx",
        workbook(
            &[("S", far)],
            "",
            " count=\"4000000000\" uniqueCount=\"4000000000\">",
        ),
    );
    match folder.open(&path, ImportOptions::default()) {
        Ok(opened) => {
            assert_eq!(opened.tables[0].fields().len(), 2);
            assert!(opened.tables[0].info.rows.unwrap() <= 2);
        }
        Err(failure) => assert!(refused(&failure).starts_with("FILE_DAMAGED")),
    }
}

#[test]
fn f25_a_sheet_that_unpacks_to_a_bomb_is_refused() {
    let mut rows = String::from("<sheetData>");
    rows.push_str(&" ".repeat(80 << 20));
    rows.push_str("</sheetData>");
    check(
        "bomb.xlsx",
        workbook(&[("S", &rows)], "", NO_STRINGS),
        "FILE_TOO_LARGE: “bomb.xlsx” is refused: it unpacks to far more than its size, as a bomb would.",
    );
}

#[test]
fn f28_what_is_no_readable_workbook_is_named() {
    let mut encrypted = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    encrypted.resize(1024, 0);
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    check(
        "p.xlsx",
        encrypted,
        "FILE_UNSUPPORTED: “p.xlsx” is protected by a password. Save a copy without the password and open that.",
    );
    check(
        "h.xls",
        "<html><table><tr><td>1</td></tr></table></html>",
        "FILE_UNSUPPORTED: “h.xls” holds HTML or XML, whatever its name says. Open it in a spreadsheet and save it as .xlsx or .csv.",
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("readme.txt", SimpleFileOptions::default())
        .unwrap();
    check(
        "z.xlsx",
        zip.finish().unwrap().into_inner(),
        "FILE_UNSUPPORTED: “z.xlsx” is a ZIP archive, not a spreadsheet. Unpack it and open the files inside.",
    );
    let whole = workbook(&[("S", &sheet(&[&["t:a"], &["1"]]))], "", NO_STRINGS);
    check(
        "t.xlsx",
        &whole[..whole.len() / 2],
        "FILE_DAMAGED: “t.xlsx” cannot be read: its ZIP container is incomplete or damaged. Get a fresh copy of the file, or export it again.",
    );
    check(
        "e.xlsx",
        workbook(&[("S", "<sheetData/>")], "", NO_STRINGS),
        "FILE_EMPTY: “e.xlsx” has no sheet with cells in it. Choose another file.",
    );
}

#[test]
fn types_that_a_person_set_hold_in_sheets_too() {
    let types = [
        (
            "a",
            DataType::Decimal {
                precision: 6,
                scale: 2,
            },
        ),
        ("b", DataType::Int8),
        ("c", DataType::Text),
    ];
    let types = types
        .into_iter()
        .map(|(name, data_type)| (name.to_owned(), data_type))
        .collect();
    let options = ImportOptions {
        types,
        ..ImportOptions::default()
    };
    let rows = sheet(&[
        &["t:a", "t:b", "t:c"],
        &["1.5", "7", "1"],
        &["2", "300", "2"],
    ]);
    check_with(
        "t.xlsx",
        workbook(&[("S", &rows)], "", NO_STRINGS),
        options,
        "a decimal(6,2) | b int8 | c text
        1.50 | 7 | \"1\"
        2.00 | · | \"2\"
        ! 3 b: `300` is not a number that the column's type can hold",
    );
}
