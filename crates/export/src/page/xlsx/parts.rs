//! The parts of an XLSX file as XML.

use std::fmt::Write as _;

use model::Value;

/// What each part is; `SHEETS` stands for the sheets.
pub(super) const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>SHEETS</Types>"#;

pub(super) const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// Styles by number: 0 as it is, 1 a heading, 2 a day, 3 a moment.
pub(super) const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>"#;

/// Most letters of a cell.
const LONGEST: usize = 32_767;
/// Days from 1899-12-30, where spreadsheets begin to count, to 1970.
const EPOCH: f64 = 25_569.0;
/// Spreadsheets hold 15 figures of a number; longer ones stay text, so that none is lost.
const MOST_FIGURES: usize = 15;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Nothing,
    Head(String),
    Text(String),
    /// Digits.
    Number(String),
    /// Days as spreadsheets count them.
    Day(f64),
    Moment(f64),
    Truth(bool),
}

impl Cell {
    /// A value with its type, as far as spreadsheets have it.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Nothing,
            Value::Boolean(is_true) => Self::Truth(*is_true),
            Value::Float(number) if number.is_finite() => Self::Number(number.to_string()),
            Value::Integer(digits) | Value::Decimal(digits) => {
                let figures = digits.chars().filter(char::is_ascii_digit).count();
                if figures <= MOST_FIGURES && digits.parse::<f64>().is_ok_and(f64::is_finite) {
                    Self::Number(digits.clone())
                } else {
                    Self::Text(digits.clone())
                }
            }
            Value::Date(text) => days(value).map_or_else(|| Self::Text(text.clone()), Self::Day),
            Value::DateTime(text) => {
                days(value).map_or_else(|| Self::Text(text.clone()), Self::Moment)
            }
            other => Self::Text(crate::label::words(other)),
        }
    }
}

/// A day as spreadsheets count it; they know none before March 1900.
fn days(value: &Value) -> Option<f64> {
    /// The first of January 1970 as places of charts count days.
    const FIRST_DAY: f64 = 719_469.0;
    let days = crate::read::distance(value)? - FIRST_DAY + EPOCH;
    (days >= 61.0).then_some(days)
}

/// The list of sheets.
pub(super) fn book(names: &[String]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>",
    );
    for (at, name) in names.iter().enumerate() {
        let number = at + 1;
        let _ = write!(
            out,
            "<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>",
            escaped(name)
        );
    }
    out.push_str("</sheets></workbook>");
    out
}

/// Where the sheets and the styles are.
pub(super) fn book_rels(sheets: usize) -> String {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    );
    for number in 1..=sheets {
        let _ = write!(
            out,
            "<Relationship Id=\"rId{number}\" Type=\"{KIND}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    let styles = sheets + 1;
    let _ = write!(
        out,
        "<Relationship Id=\"rId{styles}\" Type=\"{KIND}/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    out
}

/// What a sheet is, for the list of parts.
pub(super) fn sheet_type(number: usize) -> String {
    format!(
        "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
    )
}

/// One sheet; the names over the columns stay in sight, except on the first.
pub(super) fn sheet(rows: &[Vec<Cell>], is_first: bool) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">",
    );
    if !is_first {
        out.push_str("<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>");
    }
    out.push_str(
        "<cols><col min=\"1\" max=\"40\" width=\"18\" customWidth=\"1\"/></cols><sheetData>",
    );
    for (at, row) in rows.iter().enumerate() {
        let _ = write!(out, "<row r=\"{}\">", at + 1);
        for (column, cell) in row.iter().enumerate() {
            write_cell(&mut out, &format!("{}{}", letters(column), at + 1), cell);
        }
        out.push_str("</row>");
    }
    out.push_str("</sheetData></worksheet>");
    out
}

fn write_cell(out: &mut String, at: &str, cell: &Cell) {
    let _ = match cell {
        Cell::Nothing => return,
        Cell::Head(text) => write!(
            out,
            "<c r=\"{at}\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
            escaped(text)
        ),
        Cell::Text(text) => write!(
            out,
            "<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
            escaped(text)
        ),
        Cell::Number(digits) => write!(out, "<c r=\"{at}\"><v>{digits}</v></c>"),
        Cell::Day(days) => write!(out, "<c r=\"{at}\" s=\"2\"><v>{days}</v></c>"),
        Cell::Moment(days) => write!(out, "<c r=\"{at}\" s=\"3\"><v>{days}</v></c>"),
        Cell::Truth(is_true) => {
            write!(
                out,
                "<c r=\"{at}\" t=\"b\"><v>{}</v></c>",
                u8::from(*is_true)
            )
        }
    };
}

/// The letters of a column: A, B, … Z, AA.
fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut out = Vec::new();
    while rest > 0 {
        rest -= 1;
        out.push(b'A' + u8::try_from(rest % 26).unwrap_or(0));
        rest /= 26;
    }
    out.reverse();
    String::from_utf8(out).unwrap_or_default()
}

/// Text without what XML cannot hold.
pub(super) fn text_of(text: &str) -> String {
    let is_allowed = |letter: &char| {
        matches!(letter, '\t' | '\n')
            || (*letter >= ' ' && !matches!(letter, '\u{fffe}' | '\u{ffff}'))
    };
    text.chars().filter(is_allowed).take(LONGEST).collect()
}

fn escaped(text: &str) -> String {
    let text = text_of(text);
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use model::Value;

    use super::{Cell, escaped, letters};

    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        for (column, wanted) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), wanted);
        }
    }

    #[test]
    fn values_keep_their_type_and_no_figure_is_lost() {
        let date = |text: &str| Value::Date(text.to_owned());
        for (value, wanted) in [
            (date("1970-01-01"), Cell::Day(25_569.0)),
            (date("2026-03-01"), Cell::Day(46_082.0)),
            (date("1899-05-01"), Cell::Text("1899-05-01".to_owned())),
            (
                Value::DateTime("1970-01-02T12:00:00".to_owned()),
                Cell::Moment(25_570.5),
            ),
            (
                Value::Integer("42".to_owned()),
                Cell::Number("42".to_owned()),
            ),
            (
                Value::Integer("9007199254740993".to_owned()),
                Cell::Text("9007199254740993".to_owned()),
            ),
            (Value::Float(f64::INFINITY), Cell::Text("inf".to_owned())),
            (Value::Boolean(true), Cell::Truth(true)),
            (Value::Null, Cell::Nothing),
        ] {
            assert_eq!(Cell::of(&value), wanted, "{value:?}");
        }
    }

    #[test]
    fn text_is_text() {
        assert_eq!(
            escaped("=1+1 <b> & \"x\"\u{0}"),
            "=1+1 &lt;b&gt; &amp; &quot;x&quot;"
        );
    }
}
