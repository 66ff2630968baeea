//! The items of JSON as rows: `FROM json_each(text)` and what PostgreSQL calls so.

use sqlparser::ast::{Expr, FunctionArg, Ident, TableAlias, TableFactor};

use super::super::Resolver;
use super::super::scope::Scope;
use crate::{made, tree};

/// Columns, and what `json_entries` calls them.
type Columns = &'static [(&'static str, &'static str)];

const ALL: Columns = &[
    ("key", "key"),
    ("value", "value"),
    ("type", "type"),
    ("atom", "atom"),
    ("fullkey", "fullkey"),
    ("path", "path"),
];

/// The columns that a table function gives; none for others.
pub(super) fn columns_of(name: &str) -> Option<Columns> {
    Some(match name.to_lowercase().as_str() {
        "json_each" | "jsonb_each" => ALL,
        "json_each_text" | "jsonb_each_text" => &[("key", "key"), ("value", "text")],
        "json_array_elements" | "jsonb_array_elements" => &[("value", "value")],
        "json_array_elements_text" | "jsonb_array_elements_text" => &[("value", "text")],
        "json_object_keys" => &[("json_object_keys", "key")],
        "jsonb_object_keys" => &[("jsonb_object_keys", "key")],
        _ => return None,
    })
}

impl Resolver<'_> {
    /// The items of JSON, of a constant or of the row before it, as a table.
    pub(super) fn json_items(
        &mut self,
        (word, columns): (&Ident, Columns),
        args: &[FunctionArg],
        alias: Option<TableAlias>,
        around: &Scope<'_>,
    ) -> Option<(TableFactor, Scope<'static>)> {
        let given: Option<Vec<Expr>> = args.iter().map(tree::plain_arg).collect();
        let (text, path) = match given.as_deref() {
            Some([text]) => (text, None),
            Some([text, path]) => (text, Some(path)),
            _ => {
                let message = format!("`{}` takes JSON and, if need be, a path.", word.value);
                let hint = "Write FROM json_each(text) AS item, or json_each(text, '$.items').";
                self.error(word.span, "SQL_ARGUMENTS", message, hint);
                return None;
            }
        };
        let parts = columns.iter().map(|(_, what)| {
            let mut args = vec![text.clone(), tree::text(what, word.span)];
            args.extend(path.cloned());
            tree::call("json_entries", args, word.span)
        });
        let parts = parts.collect();
        let names = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        let alias = alias.or_else(|| Some(made::alias(&word.value.to_lowercase(), &[])));
        Some(self.items_as_rows(parts, names, alias, around))
    }
}
