//! Stars of structures: `s.*` and `unnest(s)` are the fields of `s`. What fields it has is asked of
//! the planner, over the tables that are read here.

use sqlparser::ast::{
    Expr, Ident, ObjectName, Select, SelectItem, SelectItemQualifiedWildcardKind, TableWithJoins,
    With, helpers::attached_token::AttachedToken,
};

use super::super::Resolver;
use super::super::aggregate::is_unnest;
use super::super::expr::fields_of;
use super::super::from::one_word;
use super::super::scope::{Found, Scope, Visible};
use crate::{bind, made, tree};

impl Resolver<'_> {
    /// Remembers what a select reads, when a star of its list may be one of a structure.
    pub(in crate::resolve) fn reading(
        &mut self,
        select: &Select,
        scope: &Scope<'_>,
    ) -> Vec<TableWithJoins> {
        let may_be = select.projection.iter().any(|item| match item {
            SelectItem::QualifiedWildcard(kind, _) => match kind {
                SelectItemQualifiedWildcardKind::ObjectName(name) => {
                    scope.source(&one_word(name)).is_none()
                }
                SelectItemQualifiedWildcardKind::Expr(_) => true,
            },
            SelectItem::UnnamedExpr(Expr::Function(function)) => is_unnest(function),
            _ => false,
        });
        let read = if may_be {
            select.from.clone()
        } else {
            Vec::new()
        };
        std::mem::replace(&mut self.read_here, read)
    }

    /// The value in front of a star; none when that is a table, or nothing that is known.
    pub(super) fn star_of_value(&mut self, name: &ObjectName, scope: &Scope<'_>) -> Option<Expr> {
        if scope.source(&one_word(name)).is_some() {
            return None;
        }
        let words: Vec<Ident> = name
            .0
            .iter()
            .filter_map(|part| part.as_ident())
            .cloned()
            .collect();
        let is_column = match words.as_slice() {
            [first, ..] if matches!(scope.word(first), Found::Meaning(_)) => true,
            [table, column, ..] => scope.source(table).is_some_and(|source| {
                let lower = column.value.to_lowercase();
                source
                    .columns
                    .iter()
                    .any(|name| name.to_lowercase() == lower)
            }),
            _ => false,
        };
        if !is_column {
            return None;
        }
        let mut value = match words.as_slice() {
            [one] => Expr::Identifier(one.clone()),
            _ => Expr::CompoundIdentifier(words),
        };
        self.expression(&mut value, scope);
        Some(value)
    }

    /// The fields of a resolved value, which must be a structure.
    pub(super) fn fields_or_refused(&mut self, value: &Expr) -> Vec<Visible> {
        self.fields_of_value(value).unwrap_or_else(|| {
            let hint = "Name its fields: s.a, s.b. A list is taken apart by unnest(l) first.";
            let what = "A star behind what is not known to be a structure";
            self.unsupported(what, tree::span_of(value), hint);
            Vec::new()
        })
    }

    /// The fields of a resolved value as columns; none when it is no structure.
    fn fields_of_value(&self, value: &Expr) -> Option<Vec<Visible>> {
        let select = Select {
            from: self.read_here.clone(),
            ..tree::select(vec![made::item(value.clone(), "value")], "")
        };
        let mut query = made::query_of(select);
        let ctes = self
            .named_queries
            .iter()
            .filter_map(|named| named.tree.as_deref());
        let cte_tables: Vec<_> = ctes.cloned().collect();
        if !cte_tables.is_empty() {
            query.with = Some(With {
                with_token: AttachedToken::empty(),
                recursive: false,
                cte_tables,
            });
        }
        let fields = bind::fields_of_first(query, self.names)?;
        let span = tree::span_of(value);
        let columns = fields.into_iter().map(|name| {
            let field = tree::exact(&name, span);
            Visible {
                source: None,
                meaning: fields_of(value.clone(), &[field]),
                name,
            }
        });
        Some(columns.collect())
    }

    /// What `unnest` of a structure gives; none when an item is something else.
    pub(super) fn unnested_structure(
        &mut self,
        item: &SelectItem,
        scope: &Scope<'_>,
    ) -> Option<Vec<Visible>> {
        let SelectItem::UnnamedExpr(Expr::Function(function)) = item else {
            return None;
        };
        let args = tree::plain_args(function).filter(|_| is_unnest(function))?;
        let [mut value] = <[Expr; 1]>::try_from(args).ok()?;
        let known = self.diagnostics.len();
        self.expression(&mut value, scope);
        let is_clear = self.diagnostics.len() == known;
        // What is wrong with it is said where it stays as it is.
        self.diagnostics.truncate(known);
        is_clear.then(|| self.fields_of_value(&value)).flatten()
    }
}
