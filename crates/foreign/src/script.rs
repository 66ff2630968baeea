//! Plain SQL scripts. Comments that name cells and hold text are written so that other programs run
//! the script as it is, and are read back as cells.

use std::fmt::Write as _;

use model::{CellBody, CellId, Workbook};

use crate::{Foreign, ForeignError, Maker};

/// Before the name of the cell whose text follows.
const NAME: &str = "-- name:";
/// Before each line of a text cell.
const PROSE: &str = "--|";

/// The SQL of a workbook as a script, and what stays out of it in sentences.
pub fn write(book: &Workbook) -> (String, Vec<String>) {
    let mut out = format!("{PROSE} # {}\n", one_line(&book.title));
    for cell in &book.cells {
        out.push('\n');
        match &cell.body {
            CellBody::Markdown { text } => {
                for line in text.lines() {
                    let _ = writeln!(out, "{}", format!("{PROSE} {line}").trim_end());
                }
            }
            CellBody::Sql { text, .. } => {
                let text = text.trim_end();
                let end = if ends_open(text) { "\n;" } else { ";" };
                let end = if text.ends_with(';') { "" } else { end };
                let _ = writeln!(out, "{NAME} {}\n{text}{end}", one_line(&cell.name));
            }
            CellBody::Parameter { .. } => {
                let _ = writeln!(out, "-- parameter :{}", one_line(&cell.name));
            }
            CellBody::Chart { spec } => {
                let (name, source) = (one_line(&cell.name), one_line(&spec.source));
                let _ = writeln!(out, "-- chart {name} of {source}");
            }
        }
    }
    (out, left_out(book))
}

fn left_out(book: &Workbook) -> Vec<String> {
    let count =
        |is_one: fn(&CellBody) -> bool| book.cells.iter().filter(|cell| is_one(&cell.body)).count();
    let parameters = count(|body| matches!(body, CellBody::Parameter { .. }));
    let charts = count(|body| matches!(body, CellBody::Chart { .. }));
    let said = [
        (
            parameters,
            "parameter stands as a comment, without its value",
        ),
        (charts, "chart stands as a comment"),
        (book.pages.len(), "dashboard page stays out"),
        (book.hierarchies.len(), "hierarchy stays out"),
        (
            usize::from(book.conventions.seed.is_some()),
            "seed of values by chance stays out",
        ),
        (book.event_tables.len(), "events table stays out"),
    ];
    let said = said.into_iter().filter(|(count, _)| *count > 0);
    said.map(|(count, what)| format!("{count} × {what}."))
        .collect()
}

/// Whether a `;` behind the text would be part of a comment.
fn ends_open(text: &str) -> bool {
    let last = text.lines().next_back().unwrap_or_default();
    last.contains("--")
}

fn one_line(text: &str) -> String {
    let plain = text
        .chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign });
    plain.collect()
}

/// Reads a script; identities of its cells come from `draw`. With names of cells in comments each is
/// a cell, otherwise each statement is.
///
/// # Errors
/// It is larger than a workbook may be.
pub fn read(text: &str, draw: &mut dyn FnMut() -> CellId) -> Result<Foreign, ForeignError> {
    let text = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .replace("\r\n", "\n");
    let mut maker = Maker::new(draw);
    let mut title = String::new();
    for block in blocks(&text) {
        match block {
            Block::Prose(prose) => match prose.strip_prefix("# ") {
                Some(first)
                    if title.is_empty() && !first.contains('\n') && maker.made.is_empty() =>
                {
                    first.trim().clone_into(&mut title);
                }
                _ => maker.markdown(&prose)?,
            },
            Block::Named(name, sql) => {
                let sql = without_end(&sql);
                if !sql.is_empty() {
                    maker.sql(Some(&name), sql)?;
                }
            }
            Block::Plain(sql) => {
                for statement in statements(&sql) {
                    maker.sql(None, statement)?;
                }
            }
        }
    }
    Ok(Foreign {
        title,
        cells: maker.made,
        ..Foreign::default()
    })
}

enum Block {
    Prose(String),
    Named(String, String),
    Plain(String),
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in text.lines() {
        if let Some(prose) = line.strip_prefix(PROSE) {
            let prose = prose.strip_prefix(' ').unwrap_or(prose);
            match blocks.last_mut() {
                Some(Block::Prose(before)) => {
                    before.push('\n');
                    before.push_str(prose);
                }
                _ => blocks.push(Block::Prose(prose.to_owned())),
            }
        } else if let Some(name) = line.strip_prefix(NAME) {
            blocks.push(Block::Named(name.trim().to_owned(), String::new()));
        } else {
            match blocks.last_mut() {
                Some(Block::Named(_, sql) | Block::Plain(sql)) => {
                    sql.push_str(line);
                    sql.push('\n');
                }
                // An empty line ends a text, so that two texts stay two.
                Some(Block::Prose(_)) | None => blocks.push(Block::Plain(format!("{line}\n"))),
            }
        }
    }
    blocks
}

/// A text without the `;` at its end, when it holds only one.
fn without_end(text: &str) -> &str {
    let text = text.trim();
    match statements(text).as_slice() {
        [only] => only,
        _ => text,
    }
}

/// The statements of a text, with the comments in front of each. Quoted texts, names and comments
/// may hold any sign.
fn statements(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut has_words = false;
    let mut at = 0;
    while let Some(sign) = text[at..].chars().next() {
        let rest = &text[at..];
        let in_word = text[..at].ends_with(|sign: char| sign.is_alphanumeric() || sign == '_');
        let until = |end: &str, from: usize| {
            let inside = rest.get(from..).unwrap_or_default();
            inside
                .find(end)
                .map_or(rest.len(), |found| from + found + end.len())
        };
        let length = if rest.starts_with("--") {
            until("\n", 2)
        } else if rest.starts_with("/*") {
            comment(rest)
        } else if let Some(tag) = dollar_tag(rest).filter(|_| !in_word) {
            has_words = true;
            until(tag, tag.len())
        } else if sign == '\'' || sign == '"' || sign == '`' {
            has_words = true;
            until(&sign.to_string(), 1)
        } else if sign == ';' {
            if has_words {
                found.push(text[start..at].trim());
            }
            start = at + 1;
            has_words = false;
            1
        } else {
            has_words |= !sign.is_whitespace();
            sign.len_utf8()
        };
        at += length;
    }
    if has_words {
        found.push(text[start..].trim());
    }
    found
}

/// The length of a comment with those inside of it.
fn comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        let step = if rest.starts_with(b"/*") {
            depth += 1;
            2
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            2
        } else {
            1
        };
        at += step;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// `$$` or `$name$` at the beginning of a text: what is quoted goes on to the next of them.
fn dollar_tag(text: &str) -> Option<&str> {
    let name = text.strip_prefix('$')?;
    let end = name.find('$')?;
    let is_name = !name.starts_with(|sign: char| sign.is_ascii_digit())
        && name[..end]
            .chars()
            .all(|sign| sign.is_alphanumeric() || sign == '_');
    is_name.then(|| &text[..end + 2])
}

#[cfg(test)]
mod tests {
    use super::statements;

    #[test]
    fn texts_between_dollars_and_nested_comments_are_one_piece() {
        for whole in [
            "select $$ ; $$",
            "select $a$ ; $$ ; $b$ $a$ as x",
            "select /* one /* ; */ ; */ 1",
            "select 'é' /* ü; */ , $ß$;$ß$",
            "select $$ open ; end",
        ] {
            assert_eq!(statements(whole), [whole]);
        }
        assert_eq!(
            statements("select a$$; select b$$"),
            ["select a$$", "select b$$"]
        );
        assert_eq!(
            statements("select $1; select $2"),
            ["select $1", "select $2"]
        );
        assert_eq!(
            statements("select $$;$$; select $q$;$q$"),
            ["select $$;$$", "select $q$;$q$"]
        );
    }

    #[test]
    fn signs_within_quotes_and_comments_end_no_statement() {
        let text = "select ';' as a; -- one;\nselect \"b;\" /* ; */ from t;\n;\n-- end";
        assert_eq!(
            statements(text),
            ["select ';' as a", "-- one;\nselect \"b;\" /* ; */ from t"]
        );
        assert_eq!(statements("select 'open; x"), ["select 'open; x"]);
        assert!(statements(" ; -- nothing").is_empty());
    }
}
