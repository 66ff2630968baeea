//! FROM: tables, cells, named queries, subqueries and joins.

mod join;
mod json;
mod lateral;
mod pivot;
pub(super) mod sample;
mod series;
mod unpivot;

use sqlparser::ast::{Ident, ObjectName, TableAlias, TableFactor, TableWithJoins};
use sqlparser::tokenizer::Span;

use super::scope::{Scope, Source, one_named};
use super::{NamedQuery, Resolver};
use crate::guard;
use crate::made;
use crate::near::shortened;
use crate::refuse;
use crate::tree;

impl Resolver<'_> {
    /// Resolves everything a select reads and puts its names into `scope`.
    pub(super) fn from(&mut self, from: &mut [TableWithJoins], scope: &mut Scope<'_>) {
        let tables: usize = from.iter().map(|table| 1 + table.joins.len()).sum();
        if tables > guard::JOINED_TABLES {
            let message = format!(
                "{tables} tables are joined here; at most {} are possible.",
                guard::JOINED_TABLES
            );
            let hint = "Join some of them in a cell of their own.";
            self.error(Span::empty(), "SQL_TOO_MANY_TABLES", message, hint);
            return;
        }
        for table in from {
            let part = self.joined(table, scope);
            self.add(scope, part);
        }
    }

    /// One table and the tables joined to it. `around` holds what stands before it in FROM.
    fn joined(&mut self, table: &mut TableWithJoins, around: &Scope<'_>) -> Scope<'static> {
        let mut here = self.factor(&mut table.relation, around);
        for join in &mut table.joins {
            let right = {
                let before = combined(around, &here);
                self.factor(&mut join.relation, &before)
            };
            self.join(join, &mut here, right, around.parent);
        }
        here
    }

    pub(super) fn add(&mut self, scope: &mut Scope<'_>, part: Scope<'static>) {
        for source in part.sources {
            if scope
                .sources
                .iter()
                .any(|known| known.name.to_lowercase() == source.name.to_lowercase())
            {
                let name = shortened(&source.name);
                let message = format!("Two tables are called `{name}` here.");
                let hint = format!("Give one of them another name: {name} AS other.");
                self.error(Span::empty(), "SQL_DUPLICATE_NAME", message, &hint);
            }
            scope.sources.push(source);
        }
        scope.merged.extend(part.merged);
        scope.has_unknown |= part.has_unknown;
    }

    fn factor(&mut self, factor: &mut TableFactor, around: &Scope<'_>) -> Scope<'static> {
        if let Some(condition) = sample::taken_off(factor) {
            let scope = self.factor(factor, around);
            sample::filtered(factor, &scope, condition);
            return scope;
        }
        if let TableFactor::UNNEST { array_exprs, .. } = factor {
            self.lists_as_rows(array_exprs, around);
        }
        match factor {
            TableFactor::Table {
                name,
                alias,
                args: Some(args),
                sample: None,
                with_ordinality: false,
                ..
            } if gives_rows(&one_word(name).value) => {
                let (word, args, alias) = (one_word(name), args.args.clone(), alias.take());
                let rows = match json::columns_of(&word.value) {
                    Some(columns) => self.json_items((&word, columns), &args, alias, around),
                    None => self.series(&word, &args, alias, around),
                };
                let Some((table, scope)) = rows else {
                    return unknown();
                };
                *factor = table;
                scope
            }
            TableFactor::UNNEST {
                alias,
                array_exprs,
                with_offset: false,
                with_ordinality: false,
                ..
            } if series::is_written_out(array_exprs) => {
                let alias = alias.take();
                match self.unnested(array_exprs, alias, around) {
                    Some((table, scope)) => {
                        *factor = table;
                        scope
                    }
                    None => unknown(),
                }
            }
            TableFactor::UNNEST {
                alias,
                array_exprs,
                with_offset: false,
                with_ordinality,
                ..
            } => {
                let (lists, alias) = (std::mem::take(array_exprs), alias.take());
                let (table, scope) = self.taken_apart(lists, alias, *with_ordinality, around);
                *factor = table;
                scope
            }
            TableFactor::Table { .. } => self.table(factor),
            TableFactor::Derived {
                lateral,
                subquery,
                alias,
                ..
            } => {
                let columns = if *lateral {
                    let outer = Scope {
                        aliases: Vec::new(),
                        ..around.clone()
                    };
                    let columns = self.query(subquery, Some(&outer));
                    self.first_of_each_key(subquery, false);
                    columns
                } else {
                    self.query(subquery, around.parent)
                };
                self.aliased(columns, alias)
            }
            TableFactor::NestedJoin {
                table_with_joins,
                alias,
            } => {
                if let Some(alias) = alias {
                    let span = alias.name.span;
                    self.unsupported("A name for joined tables", span, "Name each table.");
                }
                self.joined(table_with_joins, around)
            }
            TableFactor::Pivot { .. } => self.pivot(factor, around),
            TableFactor::Unpivot { .. } => self.unpivot(factor, around),
            TableFactor::Function { name, .. } => {
                let word = one_word(name);
                self.refuse_function(&word);
                unknown()
            }
            TableFactor::TableFunction { expr, .. } => {
                let span = tree::span_of(expr);
                self.unsupported("TABLE(…)", span, "Read a table or a cell by its name.");
                unknown()
            }
            other => self.no_table(other),
        }
    }

    /// What stands for a table and is none that can be read.
    fn no_table(&mut self, factor: &TableFactor) -> Scope<'static> {
        let (what, hint) = refuse::table_kind(factor);
        let span = sqlparser::ast::Spanned::span(factor);
        self.unsupported(what, span, hint);
        unknown()
    }

    /// A name for a part of the query that has none, unlike any other name given here.
    pub(super) fn made_name(&mut self) -> String {
        self.parts += 1;
        format!("part_{}", self.parts)
    }

    fn aliased(&mut self, columns: Vec<String>, alias: &mut Option<TableAlias>) -> Scope<'static> {
        let made = self.made_name();
        let alias = alias.get_or_insert_with(|| TableAlias {
            explicit: true,
            name: Ident::new(made),
            columns: Vec::new(),
            at: None,
        });
        let span = alias.name.span;
        let columns = self.renamed(columns, &mut alias.columns, span);
        alias.name = tree::exact(&alias.name.value, span);
        let source = Source {
            name: alias.name.value.clone(),
            columns,
        };
        Scope {
            sources: vec![source],
            ..Scope::default()
        }
    }

    fn table(&mut self, factor: &mut TableFactor) -> Scope<'static> {
        let TableFactor::Table {
            name,
            alias,
            args,
            with_hints,
            version,
            with_ordinality,
            partitions,
            json_path,
            index_hints,
            ..
        } = factor
        else {
            return unknown();
        };
        let word = one_word(name);
        if args.is_some() {
            self.refuse_function(&word);
            return unknown();
        }
        if !with_hints.is_empty()
            || version.is_some()
            || *with_ordinality
            || !partitions.is_empty()
            || json_path.is_some()
            || !index_hints.is_empty()
        {
            self.unsupported(
                "This addition to a table",
                word.span,
                "Write the name alone.",
            );
        }
        let Some((exact, read)) = self.read(&word) else {
            return unknown();
        };
        let Source {
            name: shown,
            columns,
        } = read;
        *name = tree::object(&exact, word.span);
        if alias.is_none() && exact != shown {
            *alias = Some(made::alias(&shown, &[]));
        }
        match alias {
            Some(alias) => {
                let columns = self.renamed(columns, &mut alias.columns, alias.name.span);
                alias.name = tree::exact(&alias.name.value, alias.name.span);
                let source = Source {
                    name: alias.name.value.clone(),
                    columns,
                };
                Scope {
                    sources: vec![source],
                    ..Scope::default()
                }
            }
            None => Scope {
                sources: vec![Source {
                    name: exact,
                    columns,
                }],
                ..Scope::default()
            },
        }
    }

    /// A named query, cell or table: its name in the tree, the name it is read by, its columns.
    fn read(&mut self, word: &Ident) -> Option<(String, Source)> {
        let innermost_first: Vec<NamedQuery> = self.named_queries.iter().rev().cloned().collect();
        let named = one_named(word, &innermost_first, |query| &query.source.name);
        if let Some(query) = named.first() {
            return Some((query.exact.clone(), query.source.clone()));
        }
        if let Some(relation) = self.relation(word) {
            self.reads(&relation.name);
            let columns = relation
                .fields
                .iter()
                .map(|field| field.name.clone())
                .collect();
            let name = relation.name.clone();
            return Some((name.clone(), Source { name, columns }));
        }
        let known: Vec<String> = self
            .named_queries
            .iter()
            .map(|query| query.source.name.clone())
            .chain(self.names.cells.iter().map(|cell| cell.name.clone()))
            .chain(self.names.tables.iter().map(|table| table.name.clone()))
            .collect();
        let schema = word.value.split('.').next().unwrap_or_default();
        let catalogs = ["information_schema", "pg_catalog", "sqlite_master"];
        if catalogs.contains(&schema.to_lowercase().as_str()) {
            let what = format!("The catalog `{}`", shortened(schema));
            let hint = "SHOW TABLES lists what can be read, DESCRIBE t the columns of one.";
            self.unsupported(&what, word.span, hint);
            return None;
        }
        let before = self.diagnostics.len();
        self.unknown(("SQL_UNKNOWN_TABLE", "table or cell"), word, "", &known);
        if let Some(diagnostic) = self.diagnostics.get_mut(before) {
            let is_path = word.value.contains(['/', '\\', '.']);
            if is_path && diagnostic.hint.is_none() {
                diagnostic.hint = Some(
                    "Files are not read by path: add the file as a source, then use its name."
                        .to_owned(),
                );
            }
        }
        None
    }

    fn refuse_function(&mut self, word: &Ident) {
        let name = shortened(&word.value);
        if refuse::reads_files(&word.value) {
            let message = format!("`{name}` would read a file, and a cell reads only sources.");
            let hint = "Add the file or folder as a source, then read it by its name.";
            self.error(word.span, "SQL_FORBIDDEN_SOURCE", message, hint);
        } else {
            let what = format!("The table function `{name}`");
            self.unsupported(&what, word.span, "Read a table or a cell by its name.");
        }
    }
}

/// Whether a table function is written out as rows.
pub(super) fn gives_rows(name: &str) -> bool {
    series::is_series(name) || json::columns_of(name).is_some()
}

/// What a table that is not known gives: no columns, and no complaints about columns.
fn unknown() -> Scope<'static> {
    Scope {
        has_unknown: true,
        ..Scope::default()
    }
}

/// What a LATERAL part sees: everything before it in FROM.
fn combined<'p>(around: &Scope<'p>, here: &Scope<'static>) -> Scope<'p> {
    let mut before = around.clone();
    before.sources.extend(here.sources.iter().cloned());
    before.merged.extend(here.merged.iter().cloned());
    before.has_unknown |= here.has_unknown;
    before
}

/// A name of several parts as one word: `book.sheet`.
pub(crate) fn one_word(name: &ObjectName) -> Ident {
    let parts: Vec<&Ident> = name.0.iter().filter_map(|part| part.as_ident()).collect();
    match parts.as_slice() {
        [] => Ident::new(name.to_string()),
        [one] => (*one).clone(),
        [first, .., last] => Ident {
            value: parts
                .iter()
                .map(|part| part.value.as_str())
                .collect::<Vec<_>>()
                .join("."),
            quote_style: None,
            span: Span::new(first.span.start, last.span.end),
        },
    }
}
