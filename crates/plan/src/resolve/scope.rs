//! Which names a part of a statement sees, and what each of them means.

use sqlparser::ast::{Expr, Ident, WindowSpec};
use sqlparser::tokenizer::Span;

use crate::tree;

/// A table, cell, named query or subquery under the name by which it is read.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
}

/// A column that a join with USING made of two.
#[derive(Debug, Clone)]
pub(crate) struct Merged {
    pub(crate) name: String,
    pub(crate) meaning: Expr,
    /// Source and column names that it stands for.
    pub(crate) hides: Vec<(String, String)>,
}

/// The names in sight: of this query, and through `parent` of the queries around it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope<'p> {
    pub(crate) sources: Vec<Source>,
    pub(crate) merged: Vec<Merged>,
    /// Names given in the select list, with what they stand for.
    pub(crate) aliases: Vec<(String, Expr)>,
    pub(crate) parent: Option<&'p Scope<'p>>,
    /// Windows with a name, written out.
    pub(crate) windows: Vec<(String, WindowSpec)>,
    /// A table here is unknown, so nothing can be said about columns.
    pub(crate) has_unknown: bool,
}

/// A column as a star lists it.
#[derive(Debug, Clone)]
pub(crate) struct Visible {
    pub(crate) source: Option<String>,
    pub(crate) name: String,
    pub(crate) meaning: Expr,
}

/// What a name turned out to be.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "lives for one look-up")]
pub(crate) enum Found {
    /// A column, or the expression behind a name of the select list.
    Meaning(Expr),
    /// Several columns; their full names.
    Several(Vec<String>),
    Nothing,
}

impl<'p> Scope<'p> {
    pub(crate) fn inside(parent: Option<&'p Scope<'p>>) -> Self {
        Self {
            parent,
            ..Self::default()
        }
    }

    /// All columns in the order in which a star lists them.
    pub(crate) fn visible(&self, span: Span) -> Vec<Visible> {
        let merged = self.merged.iter().map(|merged| Visible {
            source: None,
            name: merged.name.clone(),
            meaning: merged.meaning.clone(),
        });
        let plain = self.sources.iter().flat_map(|source| {
            source
                .columns
                .iter()
                .filter(|column| !self.is_hidden(&source.name, column))
                .map(move |column| Visible {
                    source: Some(source.name.clone()),
                    name: column.clone(),
                    meaning: tree::column(&source.name, column, span),
                })
        });
        merged.chain(plain).collect()
    }

    fn is_hidden(&self, source: &str, column: &str) -> bool {
        self.merged
            .iter()
            .flat_map(|merged| &merged.hides)
            .any(|(hidden, name)| hidden == source && name == column)
    }

    /// The source of a name, in this query or around it.
    pub(crate) fn source(&self, name: &Ident) -> Option<&Source> {
        one_named(name, &self.sources, |source| &source.name)
            .first()
            .copied()
            .or_else(|| self.parent.and_then(|parent| parent.source(name)))
    }

    /// What one word means among the columns of this query alone.
    pub(crate) fn column(&self, name: &Ident) -> Found {
        let visible = self.visible(name.span);
        let matches = one_named(name, &visible, |column| &column.name);
        match matches.as_slice() {
            [] => Found::Nothing,
            [one] => Found::Meaning(one.meaning.clone()),
            several => Found::Several(
                several
                    .iter()
                    .map(|column| match &column.source {
                        Some(source) => format!("{source}.{}", column.name),
                        None => column.name.clone(),
                    })
                    .collect(),
            ),
        }
    }

    /// What one word means: a column, a name of the select list, or a column of a query around.
    pub(crate) fn word(&self, name: &Ident) -> Found {
        match self.column(name) {
            Found::Nothing => {}
            found => return found,
        }
        if let Some(meaning) = self.alias(name) {
            return Found::Meaning(tree::nested(meaning.clone()));
        }
        self.parent
            .map_or(Found::Nothing, |parent| parent.word(name))
    }

    /// What a name of the select list stands for.
    pub(crate) fn alias(&self, name: &Ident) -> Option<&Expr> {
        one_named(name, &self.aliases, |alias| &alias.0)
            .first()
            .map(|alias| &alias.1)
    }

    /// Whether a table is unknown here or around.
    pub(crate) fn is_open(&self) -> bool {
        self.has_unknown || self.parent.is_some_and(Scope::is_open)
    }

    /// Names to suggest for a word.
    pub(crate) fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = self
            .visible(Span::empty())
            .into_iter()
            .map(|column| column.name)
            .collect();
        words.extend(self.aliases.iter().map(|alias| alias.0.clone()));
        if let Some(parent) = self.parent {
            words.extend(parent.words());
        }
        words
    }

    /// Names of all sources in sight, nearest first.
    pub(crate) fn source_names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .sources
            .iter()
            .map(|source| source.name.clone())
            .collect();
        if let Some(parent) = self.parent {
            names.extend(parent.source_names());
        }
        names
    }
}

/// The items that a name means: exactly as written if there is one, else without regard to case.
pub(crate) fn one_named<'i, Item>(
    name: &Ident,
    items: &'i [Item],
    name_of: impl Fn(&Item) -> &str,
) -> Vec<&'i Item> {
    let exact: Vec<&Item> = items
        .iter()
        .filter(|item| name_of(item) == name.value)
        .collect();
    if !exact.is_empty() || name.quote_style.is_some() {
        return exact;
    }
    let lower = name.value.to_lowercase();
    items
        .iter()
        .filter(|item| name_of(item).to_lowercase() == lower)
        .collect()
}
