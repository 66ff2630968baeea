//! Finding tables, columns and values by words, with the reason of each hit.
//!
//! Two indexes answer: word beginnings ("reg" finds `region`) and letters inside words ("venue"
//! finds `revenue`). Names weigh more than values, whole words more than letters, and what is
//! used often comes first.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use crate::{Catalog, CatalogError};

/// Most words of one search that count.
const MOST_WORDS: usize = 8;
/// Most hits of one word that are looked at.
const MOST_LOOKED_AT: u32 = 500;
const LETTERS: usize = 3;

/// Something found, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Name of the source.
    pub source: String,
    /// Path of the source.
    pub path: String,
    pub table: String,
    pub column: Option<String>,
    /// In words: "table name", "column name", "value 'DACH' in region".
    pub reason: String,
}

impl Catalog {
    /// Finds what matches all `words`, best first. `within` limits the search to sources with
    /// these paths.
    ///
    /// # Errors
    /// The catalog did not answer.
    pub fn search(
        &self,
        words: &str,
        within: Option<&[String]>,
        limit: u32,
    ) -> Result<Vec<Hit>, CatalogError> {
        let words: Vec<String> = words
            .split_whitespace()
            .take(MOST_WORDS)
            .map(clean)
            .collect();
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let within = within.map(serde_json::to_string).transpose()?;
        let connection = self.connection();
        let mut found: BTreeMap<i64, Found> = BTreeMap::new();
        for (number, word) in words.iter().enumerate() {
            look_up(
                &connection,
                WORDS,
                &beginning(word),
                within.as_deref(),
                |row| add(&mut found, number, 2.0, row),
            )?;
            if word.chars().count() >= LETTERS {
                look_up(
                    &connection,
                    INSIDE,
                    &quoted(word),
                    within.as_deref(),
                    |row| add(&mut found, number, 1.0, row),
                )?;
            }
        }
        Ok(ranked(found, words.len(), limit as usize))
    }
}

const WORDS: &str = "
SELECT f.id, f.source_table, f.what, f.column_name, f.text, t.name, t.uses, s.name, s.path,
       bm25(findable_words)
FROM findable_words
JOIN findable f ON f.id = findable_words.rowid
JOIN source_table t ON t.id = f.source_table
JOIN source s ON s.id = t.source
WHERE findable_words MATCH ?1 AND (?2 IS NULL OR s.path IN (SELECT value FROM json_each(?2)))
ORDER BY bm25(findable_words), f.id LIMIT ?3";

const INSIDE: &str = "
SELECT f.id, f.source_table, f.what, f.column_name, f.text, t.name, t.uses, s.name, s.path,
       bm25(findable_letters)
FROM findable_letters
JOIN findable f ON f.id = findable_letters.rowid
JOIN source_table t ON t.id = f.source_table
JOIN source s ON s.id = t.source
WHERE findable_letters MATCH ?1 AND (?2 IS NULL OR s.path IN (SELECT value FROM json_each(?2)))
ORDER BY bm25(findable_letters), f.id LIMIT ?3";

/// One findable name or value with what speaks for it.
struct Found {
    table: i64,
    hit: Hit,
    score: f64,
    /// One bit for each word that it matches.
    words: u32,
}

fn look_up(
    connection: &Connection,
    sql: &'static str,
    pattern: &str,
    within: Option<&str>,
    mut each: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((pattern, within, MOST_LOOKED_AT))?;
    while let Some(row) = rows.next()? {
        each(row)?;
    }
    Ok(())
}

fn add(
    found: &mut BTreeMap<i64, Found>,
    word: usize,
    weight: f64,
    row: &Row<'_>,
) -> rusqlite::Result<()> {
    let what: String = row.get(2)?;
    let column: Option<String> = row.get(3)?;
    let text: String = row.get(4)?;
    let uses: i64 = row.get(6)?;
    let rank: f64 = row.get(9)?;
    let kind = match what.as_str() {
        "table" => 3.0,
        "column" => 2.0,
        _ => 1.0,
    };
    // bm25 is negative, lower is better; squeezed so that it orders hits of one kind only.
    let closeness = rank.abs() / (1.0 + rank.abs());
    let score = weight * (kind + closeness) + often(uses);
    let entry = found.entry(row.get(0)?).or_insert(Found {
        table: row.get(1)?,
        hit: Hit {
            source: row.get(7)?,
            path: row.get(8)?,
            table: row.get(5)?,
            reason: reason(&what, column.as_deref(), &text),
            column,
        },
        score: 0.0,
        words: 0,
    });
    entry.score += score;
    entry.words |= 1 << word;
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a count of uses only ranks")]
fn often(uses: i64) -> f64 {
    (uses.max(0) as f64).ln_1p()
}

fn reason(what: &str, column: Option<&str>, text: &str) -> String {
    match (what, column) {
        ("table", _) => "table name".to_owned(),
        ("value", Some(column)) => {
            let shown: String = text.chars().take(60).collect();
            let dots = if shown.len() < text.len() { "…" } else { "" };
            format!("value '{shown}{dots}' in {column}")
        }
        _ => "column name".to_owned(),
    }
}

/// A table counts when its names and values match every word between them.
fn ranked(found: BTreeMap<i64, Found>, words: usize, limit: usize) -> Vec<Hit> {
    let all = (1_u32 << words) - 1;
    let mut by_table: BTreeMap<i64, u32> = BTreeMap::new();
    for entry in found.values() {
        *by_table.entry(entry.table).or_default() |= entry.words;
    }
    let mut hits: Vec<Found> = found
        .into_values()
        .filter(|entry| by_table.get(&entry.table) == Some(&all))
        .collect();
    hits.sort_by(|a, b| {
        b.words
            .count_ones()
            .cmp(&a.words.count_ones())
            .then(b.score.total_cmp(&a.score))
            .then_with(|| (&a.hit.table, &a.hit.column).cmp(&(&b.hit.table, &b.hit.column)))
    });
    hits.into_iter()
        .take(limit)
        .map(|entry| entry.hit)
        .collect()
}

/// A word without what full-text search cannot hold.
fn clean(word: &str) -> String {
    let word: String = word
        .chars()
        .filter(|letter| !letter.is_control())
        .take(100)
        .collect();
    if word.chars().any(char::is_alphanumeric) {
        word
    } else {
        String::new()
    }
}

/// A word as text of the search language: nothing in it means anything else.
fn quoted(word: &str) -> String {
    ["\"", &word.replace('"', "\"\""), "\""].concat()
}

fn beginning(word: &str) -> String {
    quoted(word) + "*"
}
