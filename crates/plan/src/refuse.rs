//! What Assay does not do, said by name and place.

use model::Diagnostic;
use sqlparser::ast::{Query, Select, Statement, TableFactor};
use sqlparser::tokenizer::{Location, Span, Token, TokenWithSpan};

use crate::near::shortened;
use crate::place::Text;

/// A construct that is not supported.
pub(crate) fn unsupported(text: &Text<'_>, what: &str, span: Span, hint: &str) -> Diagnostic {
    let diagnostic =
        Diagnostic::error("SQL_UNSUPPORTED", format!("{what} is not supported.")).with_hint(hint);
    match text.span(span) {
        Some(span) => diagnostic.with_span(span),
        None => diagnostic,
    }
}

/// A statement that is not a question.
pub(crate) fn statement(text: &Text<'_>, statement: &Statement, start: Location) -> Diagnostic {
    let at = text.offset(start);
    let rest = text.as_str().get(at..).unwrap_or_default();
    let length = rest
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(rest.len());
    let verb = rest.get(..length).unwrap_or_default().to_uppercase();
    let span = text.bytes(at, at + length);
    if matches!(
        statement,
        Statement::Explain { .. }
            | Statement::ExplainTable { .. }
            | Statement::ShowTables { .. }
            | Statement::ShowColumns { .. }
    ) {
        return Diagnostic::error(
            "SQL_UNSUPPORTED",
            format!("{} is not supported.", shortened(&verb)),
        )
        .with_span(span)
        .with_hint("The catalog shows tables, columns and their types.");
    }
    not_allowed(&verb, Some(span))
}

/// A text that cannot be read and begins with the verb of a statement that is no question.
pub(crate) fn verb(text: &Text<'_>, tokens: &[TokenWithSpan]) -> Option<Diagnostic> {
    const VERBS: [&str; 27] = [
        "ALTER", "ANALYZE", "ATTACH", "BEGIN", "CALL", "CLUSTER", "COMMENT", "COMMIT", "COPY",
        "CREATE", "DELETE", "DETACH", "DROP", "EXPORT", "GRANT", "IMPORT", "INSERT", "INSTALL",
        "LOAD", "LOCK", "MERGE", "PRAGMA", "REINDEX", "REVOKE", "TRUNCATE", "UPDATE", "VACUUM",
    ];
    let tokens = asked_about(tokens);
    let first = tokens.first()?;
    let Token::Word(word) = &first.token else {
        return None;
    };
    let verb = word.value.to_uppercase();
    if verb == "CREATE" && keeps_a_query(tokens) {
        return None;
    }
    let is_verb = word.quote_style.is_none() && VERBS.contains(&verb.as_str());
    is_verb.then(|| not_allowed(&verb, text.span(first.span)))
}

/// What stands behind `EXPLAIN` and `EXPLAIN ANALYZE`.
fn asked_about(tokens: &[TokenWithSpan]) -> &[TokenWithSpan] {
    let is_word = |token: &TokenWithSpan, wanted: &[&str]| match &token.token {
        Token::Word(word) => {
            word.quote_style.is_none() && {
                let typed = word.value.to_uppercase();
                wanted.contains(&typed.as_str())
            }
        }
        _ => false,
    };
    match tokens {
        [explain, analyze, rest @ ..]
            if is_word(explain, &["EXPLAIN"]) && is_word(analyze, &["ANALYZE", "ANALYSE"]) =>
        {
            rest
        }
        [explain, rest @ ..] if is_word(explain, &["EXPLAIN"]) => rest,
        _ => tokens,
    }
}

/// `CREATE … VIEW` or `TABLE`, then `AS`: what is wrong stands further on.
fn keeps_a_query(tokens: &[TokenWithSpan]) -> bool {
    let mut words = tokens.iter().filter_map(|token| match &token.token {
        Token::Word(word) => Some(word.value.to_uppercase()),
        _ => None,
    });
    words.any(|word| word == "VIEW" || word == "TABLE") && words.any(|word| word == "AS")
}

fn not_allowed(verb: &str, span: Option<model::Span>) -> Diagnostic {
    const SETTINGS: [&str; 6] = ["SET", "RESET", "USE", "PRAGMA", "CALL", "LOAD"];
    let (why, hint) = if SETTINGS.contains(&verb) {
        (
            "a cell only asks questions and has no settings",
            "SHOW TABLES lists tables, DESCRIBE t the columns of one.",
        )
    } else {
        (
            "a cell only asks questions and never changes data",
            "Write a SELECT; its answer can be exported to a new file.",
        )
    };
    let message = format!("{} is not allowed: {why}.", shortened(verb));
    let diagnostic = Diagnostic::error("SQL_NOT_ALLOWED", message).with_hint(hint);
    match span {
        Some(span) => diagnostic.with_span(span),
        None => diagnostic,
    }
}

type Refusal = (&'static str, &'static str);

/// Parts around a query that are not supported.
pub(crate) fn query(query: &Query) -> Option<Refusal> {
    if !query.locks.is_empty() {
        return Some((
            "FOR UPDATE",
            "Remove it: data is never locked or changed here.",
        ));
    }
    if query.for_clause.is_some() {
        return Some((
            "FOR XML or JSON",
            "Remove it and export the answer as JSON.",
        ));
    }
    if query.settings.is_some() {
        return Some(("SETTINGS", "Remove it."));
    }
    if query.format_clause.is_some() {
        return Some(("FORMAT", "Remove it and export the answer instead."));
    }
    if !query.pipe_operators.is_empty() {
        return Some((
            "The pipe syntax",
            "Write the steps as named queries (WITH).",
        ));
    }
    None
}

/// Parts of a select that are not supported.
pub(crate) fn select(select: &Select) -> Option<Refusal> {
    if select.into.is_some() {
        return Some((
            "SELECT INTO",
            "Remove INTO: the answer is already kept under the cell's name.",
        ));
    }
    if select.top.is_some() {
        return Some(("TOP", "Use LIMIT at the end."));
    }
    if !select.lateral_views.is_empty() {
        return Some(("LATERAL VIEW", "Use unnest() in the select list."));
    }
    if select.prewhere.is_some() {
        return Some(("PREWHERE", "Use WHERE."));
    }
    if !select.connect_by.is_empty() {
        return Some(("CONNECT BY", "Write the levels out as joins."));
    }
    if !select.cluster_by.is_empty()
        || !select.distribute_by.is_empty()
        || !select.sort_by.is_empty()
    {
        return Some(("CLUSTER, DISTRIBUTE and SORT BY", "Use ORDER BY."));
    }
    if select.value_table_mode.is_some() {
        return Some(("SELECT AS STRUCT or VALUE", "List the columns."));
    }
    if select.exclude.is_some() {
        return Some((
            "EXCLUDE at the end of the select list",
            "Write it after the star: * EXCLUDE (a).",
        ));
    }
    if select.select_modifiers.is_some() || !select.optimizer_hints.is_empty() {
        return Some(("Hints in the select list", "Remove them."));
    }
    None
}

/// A kind of table in FROM that is not supported.
pub(crate) fn table_kind(factor: &TableFactor) -> Refusal {
    match factor {
        TableFactor::UNNEST { .. } => ("UNNEST in FROM", "Use unnest() in the select list."),
        TableFactor::MatchRecognize { .. } => ("MATCH_RECOGNIZE", "Use window functions."),
        TableFactor::JsonTable { .. } | TableFactor::OpenJsonTable { .. } => {
            ("JSON_TABLE", "Add the JSON file as a source.")
        }
        _ => ("This kind of table", "Read a table or a cell by its name."),
    }
}

/// Whether a table function would read a file or folder.
pub(crate) fn reads_files(name: &str) -> bool {
    let name = name.to_lowercase();
    name.starts_with("read_")
        || name.starts_with("scan_")
        || name.ends_with("_scan")
        || [
            "glob",
            "sniff_csv",
            "parquet_metadata",
            "parquet_schema",
            "load",
            "copy",
        ]
        .contains(&name.as_str())
}
