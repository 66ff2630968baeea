//! Names: finds what each word of a parsed query means and writes it into the tree.
//!
//! After this pass every table, column and function stands in the tree under its exact name, stars
//! are written out, short forms (GROUP BY ALL, names of the select list, USING, parameters) are
//! written in full, and every output column has a name of its own. What the planner sees is plain.

mod aggregate;
mod expr;
mod from;
mod grouping;
mod order;
mod ordered;
mod parameter;
mod query;
mod recursive;
mod scope;
mod select;
mod star;

use model::{Diagnostic, Fix, TextChange};
use std::rc::Rc;

use sqlparser::ast::{Cte, Ident, OrderByExpr, Query, TableWithJoins};
use sqlparser::tokenizer::Span;

use crate::names::{Names, Relation};
use crate::near::{listed, nearest, shortened};
use crate::place::Text;
pub(crate) use from::one_word;
pub(crate) use parameter::value_expr;
pub(crate) use recursive::Recursive;
use scope::Scope;

/// What resolving found out besides the tree itself.
pub(crate) struct Resolved {
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Tables, cells and parameters, by their exact names, in order of appearance.
    pub(crate) reads: Vec<String>,
    /// Named queries that read themselves.
    pub(crate) recursive: Vec<Recursive>,
}

/// Resolves every name of `query` in place.
pub(crate) fn resolve(text: &Text<'_>, names: &Names, query: &mut Query) -> Resolved {
    let mut resolver = Resolver {
        text,
        names,
        named_queries: Vec::new(),
        diagnostics: Vec::new(),
        reads: Vec::new(),
        recursive: Vec::new(),
        copied: 0,
        parts: 0,
        subqueries: 0,
        memberships: Vec::new(),
        is_filter: false,
        read_here: Vec::new(),
    };
    resolver.query(query, None);
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for diagnostic in resolver.diagnostics {
        if !diagnostics.contains(&diagnostic) {
            diagnostics.push(diagnostic);
        }
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.map_or(u32::MAX, |span| span.start));
    diagnostics.truncate(20);
    Resolved {
        diagnostics,
        reads: resolver.reads,
        recursive: resolver.recursive,
    }
}

/// Words of the tree that short forms may be copied into, in total.
const COPIES: usize = 100_000;

/// A query of WITH.
#[derive(Debug, Clone)]
struct NamedQuery {
    /// The name by which the text reads it, and its columns.
    source: scope::Source,
    /// Its name in the tree: another one when it hides a query of the same name.
    exact: String,
    /// The order of its rows, by its columns; empty when it has none.
    order: Vec<OrderByExpr>,
    /// Itself, where a star may ask for the fields of its columns.
    tree: Option<Rc<Cte>>,
}

struct Resolver<'a> {
    text: &'a Text<'a>,
    names: &'a Names,
    /// Names and columns of WITH queries in sight, innermost last.
    named_queries: Vec<NamedQuery>,
    diagnostics: Vec<Diagnostic>,
    reads: Vec<String>,
    recursive: Vec<Recursive>,
    copied: usize,
    parts: usize,
    subqueries: usize,
    /// Where `IN (SELECT …)` may stay as it is: only what is true counts there.
    memberships: Vec<Span>,
    /// Whether rows are being filtered, where EXISTS may stay as it is.
    is_filter: bool,
    /// What the select that is looked at reads, where a star may ask for fields.
    read_here: Vec<TableWithJoins>,
}

impl<'a> Resolver<'a> {
    fn report(&mut self, span: Span, diagnostic: Diagnostic) {
        let diagnostic = match self.text.span(span) {
            Some(span) if diagnostic.span.is_none() => diagnostic.with_span(span),
            _ => diagnostic,
        };
        self.diagnostics.push(diagnostic);
    }

    fn error(&mut self, span: Span, code: &str, message: String, hint: &str) {
        self.report(span, Diagnostic::error(code, message).with_hint(hint));
    }

    /// Where a word stands; names given as text in single quotes carry no place of their own.
    fn word_span(&self, word: &Ident) -> Option<model::Span> {
        self.text.span(word.span).or_else(|| {
            let start = self.text.as_str().find(&word.value)?;
            Some(self.text.bytes(start, start + word.value.len()))
        })
    }

    fn unsupported(&mut self, what: &str, span: Span, hint: &str) {
        self.diagnostics
            .push(crate::refuse::unsupported(self.text, what, span, hint));
    }

    fn reads(&mut self, name: &str) {
        if !self.reads.iter().any(|known| known == name) {
            self.reads.push(name.to_owned());
        }
    }

    /// A cell or table by name; cells come first.
    fn relation(&self, name: &Ident) -> Option<&'a Relation> {
        let names: &'a Names = self.names;
        [&names.cells, &names.tables]
            .into_iter()
            .find_map(|relations| {
                scope::one_named(name, relations, |relation| &relation.name)
                    .first()
                    .copied()
            })
    }

    /// A word that means nothing: says so, with the nearest names.
    fn unknown(&mut self, (code, what): (&str, &str), word: &Ident, place: &str, known: &[String]) {
        let near = nearest(&word.value, known.iter().map(String::as_str));
        let message = format!("There is no {what} `{}`{place}.", shortened(&word.value));
        let mut diagnostic = Diagnostic::error(code, message);
        if let Some(span) = self.word_span(word) {
            diagnostic = diagnostic.with_span(span);
            diagnostic.fixes = near
                .iter()
                .map(|name| Fix {
                    label: format!("Use {}", shortened(name)),
                    changes: vec![TextChange {
                        start: span.start,
                        end: span.end,
                        text: crate::quote::name(name),
                    }],
                })
                .collect();
        }
        if !near.is_empty() {
            diagnostic = diagnostic.with_hint(format!("Did you mean {}?", listed(&near)));
        }
        self.diagnostics.push(diagnostic);
    }

    fn unknown_column(&mut self, word: &Ident, scope: &Scope<'_>) {
        if scope.is_open() {
            return;
        }
        let known = scope.words();
        let sources = scope.source_names();
        let is_text = word.quote_style == Some('"')
            && nearest(&word.value, known.iter().map(String::as_str)).is_empty();
        if is_text {
            let message = format!("There is no column `{}`.", shortened(&word.value));
            let mut diagnostic = Diagnostic::error("SQL_UNKNOWN_COLUMN", message)
                .with_hint("Double quotes hold names; a text stands in single quotes.");
            if let Some(span) = self.text.span(word.span) {
                let text = sqlparser::ast::Value::SingleQuotedString(word.value.clone());
                let change = TextChange {
                    start: span.start,
                    end: span.end,
                    text: text.to_string(),
                };
                diagnostic = diagnostic
                    .with_span(span)
                    .with_fix("Use single quotes", vec![change]);
            }
            self.diagnostics.push(diagnostic);
            return;
        }
        let place = match sources.as_slice() {
            [] => " here: nothing is read (FROM is missing)".to_owned(),
            [one] => format!(" in {}", shortened(one)),
            [first, rest @ ..] if rest.len() < 3 => {
                let rest: Vec<String> = rest.iter().map(|name| shortened(name)).collect();
                format!(" in {} or {}", shortened(first), rest.join(" or "))
            }
            many => format!(" in any of the {} tables read here", many.len()),
        };
        self.unknown(("SQL_UNKNOWN_COLUMN", "column"), word, &place, &known);
    }

    /// Counts words that a short form copies; refuses when they grow out of hand.
    fn copies(&mut self, words: usize, span: Span) -> bool {
        let was_small = self.copied <= COPIES;
        self.copied = self.copied.saturating_add(words);
        if self.copied <= COPIES {
            return true;
        }
        if was_small {
            self.error(
                span,
                "SQL_TOO_DEEP",
                "Names of the select list build on each other too often here.".to_owned(),
                "Compute the first of them in a named query (WITH), and read that.",
            );
        }
        false
    }
}
