//! Stars written out: `*`, `t.*`, with EXCLUDE, EXCEPT, REPLACE, RENAME and ILIKE.

mod chosen;
mod columns;
mod fields;

use sqlparser::ast::{
    CeilFloorKind, DateTimeField, ExcludeSelectItem, Expr, Ident, ObjectName, RenameSelectItem,
    SelectItem, SelectItemQualifiedWildcardKind, WildcardAdditionalOptions,
};
use sqlparser::tokenizer::Span;

use super::Resolver;
use super::scope::{Scope, Visible, one_named};
use crate::near::shortened;
use crate::parse::as_typed;
use crate::tree;

/// An item of the select list with stars gone.
pub(super) struct Item {
    pub(super) expr: Expr,
    /// The name given or the column's own; none for a calculation without a name.
    pub(super) name: Option<String>,
    /// Whether the name was given, and may be used elsewhere in the select.
    pub(super) is_alias: bool,
    /// Whether its names are already exact.
    pub(super) is_resolved: bool,
    pub(super) span: Span,
}

impl Resolver<'_> {
    /// The select list with every star written out.
    pub(super) fn items(&mut self, list: Vec<SelectItem>, scope: &Scope<'_>) -> Vec<Item> {
        let mut items = Vec::with_capacity(list.len());
        for item in list {
            if let Some(columns) = self.unnested_structure(&item, scope) {
                self.star(
                    &mut items,
                    columns,
                    WildcardAdditionalOptions::default(),
                    scope,
                );
                continue;
            }
            let (expr, alias) = match &item {
                SelectItem::UnnamedExpr(expr) => (Some(expr), None),
                SelectItem::ExprWithAlias { expr, alias } => (Some(expr), Some(alias)),
                _ => (None, None),
            };
            if let Some(repeated) = expr.and_then(|expr| self.repeated(expr, alias, scope)) {
                items.extend(repeated);
                continue;
            }
            match item {
                SelectItem::UnnamedExpr(expr) => items.push(unnamed(expr)),
                SelectItem::ExprWithAlias { expr, alias } => items.push(Item {
                    span: tree::span_of(&expr),
                    expr,
                    name: Some(alias.value),
                    is_alias: true,
                    is_resolved: false,
                }),
                SelectItem::ExprWithAliases { expr, .. } => {
                    let span = tree::span_of(&expr);
                    self.unsupported("Several names for one item", span, "Give it one name.");
                }
                SelectItem::Wildcard(options) => {
                    let span = options.wildcard_token.0.span;
                    let columns = scope.visible(span);
                    if columns.is_empty() && scope.sources.is_empty() && !scope.is_open() {
                        self.error(
                            span,
                            "SQL_NOTHING_READ",
                            "The star has no columns: nothing is read here.".to_owned(),
                            "Add FROM and a table.",
                        );
                    }
                    self.star(&mut items, columns, options, scope);
                }
                SelectItem::QualifiedWildcard(
                    SelectItemQualifiedWildcardKind::ObjectName(name),
                    options,
                ) => {
                    let columns = match self.star_of_value(&name, scope) {
                        Some(value) => self.fields_or_refused(&value),
                        None => self.columns_of(&name, scope),
                    };
                    self.star(&mut items, columns, options, scope);
                }
                SelectItem::QualifiedWildcard(
                    SelectItemQualifiedWildcardKind::Expr(mut value),
                    options,
                ) => {
                    self.expression(&mut value, scope);
                    let columns = self.fields_or_refused(&value);
                    self.star(&mut items, columns, options, scope);
                }
            }
        }
        items
    }

    fn columns_of(&mut self, name: &ObjectName, scope: &Scope<'_>) -> Vec<Visible> {
        let word = super::from::one_word(name);
        let Some(source) = scope.source(&word) else {
            if !scope.is_open() {
                let known = scope.source_names();
                self.unknown(("SQL_UNKNOWN_TABLE", "table"), &word, " read here", &known);
            }
            return Vec::new();
        };
        source
            .columns
            .iter()
            .map(|column| Visible {
                source: Some(source.name.clone()),
                name: column.clone(),
                meaning: tree::column(&source.name, column, word.span),
            })
            .collect()
    }

    fn star(
        &mut self,
        items: &mut Vec<Item>,
        columns: Vec<Visible>,
        options: WildcardAdditionalOptions,
        scope: &Scope<'_>,
    ) {
        let span = options.wildcard_token.0.span;
        if options.opt_alias.is_some() {
            self.unsupported("A name for a star", span, "Name the columns one by one.");
            return;
        }
        let excluded = self.excluded(&options, &columns);
        let mut replaced = Vec::new();
        for element in options
            .opt_replace
            .into_iter()
            .flat_map(|replace| replace.items)
        {
            self.must_be_in_star(&element.column_name, &columns);
            let mut expr = element.expr;
            self.expression(&mut expr, scope);
            replaced.push((element.column_name, expr));
        }
        let renames = match options.opt_rename {
            Some(RenameSelectItem::Single(rename)) => vec![rename],
            Some(RenameSelectItem::Multiple(renames)) => renames,
            None => Vec::new(),
        };
        for rename in &renames {
            self.must_be_in_star(&rename.ident, &columns);
        }
        let like = options.opt_ilike.map(|like| like.pattern.to_lowercase());
        for column in columns {
            let is_left_out = excluded.iter().any(|word| is_meant(word, &column.name))
                || like
                    .as_ref()
                    .is_some_and(|like| !matches_like(&column.name, like));
            if is_left_out {
                continue;
            }
            let replacement = replaced
                .iter()
                .find(|(word, _)| is_meant(word, &column.name));
            let name = renames
                .iter()
                .find(|rename| is_meant(&rename.ident, &column.name))
                .map_or_else(|| column.name.clone(), |rename| rename.alias.value.clone());
            items.push(Item {
                expr: replacement.map_or(column.meaning, |(_, expr)| expr.clone()),
                name: Some(name),
                is_alias: replacement.is_some(),
                is_resolved: true,
                span,
            });
        }
    }

    fn excluded(&mut self, options: &WildcardAdditionalOptions, columns: &[Visible]) -> Vec<Ident> {
        let mut words = Vec::new();
        match &options.opt_exclude {
            Some(ExcludeSelectItem::Single(name)) => words.push(last_word(name)),
            Some(ExcludeSelectItem::Multiple(names)) => words.extend(names.iter().map(last_word)),
            None => {}
        }
        if let Some(except) = &options.opt_except {
            words.push(except.first_element.clone());
            words.extend(except.additional_elements.iter().cloned());
        }
        for word in &words {
            self.must_be_in_star(word, columns);
        }
        words
    }

    fn must_be_in_star(&mut self, word: &Ident, columns: &[Visible]) {
        if !columns.is_empty() && one_named(word, columns, |column| &column.name).is_empty() {
            let known: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
            self.unknown(
                ("SQL_UNKNOWN_COLUMN", "column"),
                word,
                " in this star",
                &known,
            );
        }
    }
}

fn unnamed(expr: Expr) -> Item {
    let name = own_name(&expr).or_else(|| Some(shortened_text(&expr)));
    Item {
        span: tree::span_of(&expr),
        expr,
        name,
        is_alias: false,
        is_resolved: false,
    }
}

/// The name that a column keeps through parentheses and casts.
pub(super) fn own_name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Identifier(word) => Some(word.value.clone()),
        Expr::CompoundIdentifier(words) => words.last().map(|word| word.value.clone()),
        Expr::Nested(inner) => own_name(inner),
        Expr::Cast { expr, .. } => own_name(expr),
        _ => None,
    }
}

/// A calculation as it was typed, for want of a name.
pub(super) fn shortened_text(expr: &Expr) -> String {
    let typed = match expr {
        Expr::Ceil {
            expr,
            field: CeilFloorKind::DateTimeField(DateTimeField::NoDateTime),
        } => {
            format!("ceil({expr})")
        }
        Expr::Floor {
            expr,
            field: CeilFloorKind::DateTimeField(DateTimeField::NoDateTime),
        } => {
            format!("floor({expr})")
        }
        _ => as_typed(&expr.to_string()),
    };
    if typed.chars().count() <= 48 {
        typed
    } else {
        shortened(&typed)
    }
}

fn last_word(name: &ObjectName) -> Ident {
    name.0
        .last()
        .and_then(|part| part.as_ident())
        .cloned()
        .unwrap_or_else(|| Ident::new(name.to_string()))
}

fn is_meant(word: &Ident, name: &str) -> bool {
    word.value == name
        || (word.quote_style.is_none() && word.value.to_lowercase() == name.to_lowercase())
}

/// LIKE over a name, without regard to case; `pattern` is in lower case.
fn matches_like(name: &str, pattern: &str) -> bool {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let mut reachable = vec![false; name.len() + 1];
    reachable[0] = true;
    for sign in pattern.chars() {
        let mut next = vec![false; name.len() + 1];
        for at in 0..=name.len() {
            if !reachable[at] {
                continue;
            }
            match sign {
                '%' => next[at..].fill(true),
                '_' if at < name.len() => next[at + 1] = true,
                letter if name.get(at) == Some(&letter) => next[at + 1] = true,
                _ => {}
            }
        }
        reachable = next;
    }
    reachable[name.len()]
}
