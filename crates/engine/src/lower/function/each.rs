//! Functions without a name, called on each item of a list: the items of all lists become rows
//! beside the columns that the function reads, and its values become lists again.

use arrow::datatypes::Field as ArrowField;
use datafusion_common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion_common::{Column as Named, DFSchema};
use datafusion_expr::Expr as Tree;
use datafusion_expr::expr::HigherOrderFunction;
use polars::prelude::*;

use super::{Collect, rows};
use crate::fault::Fault;
use crate::lower::expr::Scope;
use crate::lower::node::idx;

const VALUE: &str = "\u{1}value";

/// What becomes of the items.
#[derive(Clone, Copy)]
enum Use {
    Replace,
    Keep,
    Any,
}

/// Lowers a call that is given a function.
pub(crate) fn higher_order(
    scope: &Scope<'_, '_>,
    whole: &Tree,
    call: &HigherOrderFunction,
) -> Result<Expr, Fault> {
    let refused = |form: &str| Fault::unsupported(format!("The function {}() {form}", call.name()));
    let kind = match call.name() {
        "array_transform" => Use::Replace,
        "array_filter" => Use::Keep,
        "array_any_match" => Use::Any,
        _ => return Err(refused("with a function")),
    };
    let [list, Tree::Lambda(function)] = call.args.as_slice() else {
        return Err(refused("with these arguments"));
    };
    let [param] = function.params.as_slice() else {
        return Err(refused("with a function of several values"));
    };
    let arrow::datatypes::DataType::List(item) = scope.arrow(list)? else {
        return Err(refused("of something that is not a list"));
    };
    // The item is one more column of the row.
    let stands_for = format!("\u{1}item {param}");
    let field = ArrowField::new(&stands_for, item.data_type().clone(), true);
    let extra =
        DFSchema::from_unqualified_fields(vec![field].into(), std::collections::HashMap::new())?;
    let schema = scope.schema.join(&extra)?;
    let item_name = scope.lowering.fresh();
    let mut names = scope.names.to_vec();
    names.push(item_name.clone());
    let body = function.body.as_ref().clone().transform_down(|part| {
        Ok(match &part {
            Tree::LambdaVariable(variable) if variable.name == *param => {
                Transformed::yes(Tree::Column(Named::from_name(&stands_for)))
            }
            // A function inside may give the name to its own value.
            Tree::Lambda(inner) if inner.params.contains(param) => {
                Transformed::new(part, false, TreeNodeRecursion::Jump)
            }
            _ => Transformed::no(part),
        })
    })?;
    let mut read: Vec<PlSmallStr> = Vec::new();
    let mut columns: Vec<&Named> = body.data.column_refs().into_iter().collect();
    columns.sort();
    for column in columns {
        let at = schema.index_of_column(column)?;
        if at < scope.names.len() && !read.contains(&names[at]) {
            read.push(names[at].clone());
        }
    }
    let inner = Scope {
        lowering: scope.lowering,
        schema: &schema,
        names: &names,
        mask: None,
    };
    let body = inner.expr(&body.data)?.alias(VALUE);
    let to = scope.polars(whole)?;
    let mut args = vec![scope.expr(list)?];
    args.extend(read.iter().map(|name| col(name.clone())));
    let wanted = to.clone();
    Ok(rows(args, to, move |columns| {
        let lists = columns[0].list()?;
        let lengths: Vec<Option<usize>> = lists
            .amortized_iter()
            .map(|items| items.map(|items| items.as_ref().len()))
            .collect();
        let items = lists.explode(ExplodeOptions {
            empty_as_null: false,
            keep_nulls: false,
        })?;
        let mut of_row: Vec<IdxSize> = Vec::with_capacity(items.len());
        for (row, length) in lengths.iter().enumerate() {
            of_row.extend(std::iter::repeat_n(idx(row), length.unwrap_or(0)));
        }
        let of_row = IdxCa::from_vec(PlSmallStr::EMPTY, of_row);
        let mut beside = vec![items.clone().with_name(item_name.clone()).into_column()];
        for (name, column) in read.iter().zip(&columns[1..]) {
            beside.push(column.take(&of_row)?.with_name(name.clone()).into_column());
        }
        let frame = DataFrame::new(items.len(), beside)?;
        let computed = frame.lazy().with_columns([body.clone()]).collect()?;
        let values = computed.column(VALUE)?.as_materialized_series().clone();
        kind.of(&items, &values, &lengths, &wanted)
    }))
}

impl Use {
    /// The lists, or truths, that the function's values make of the items; both stand one after
    /// the other, as many for each row as `lengths` says.
    fn of(
        self,
        items: &Series,
        values: &Series,
        lengths: &[Option<usize>],
        wanted: &DataType,
    ) -> PolarsResult<Series> {
        let mut end = 0_i64;
        let mut parts = Vec::with_capacity(lengths.len());
        for length in lengths {
            let start = end;
            end += length.map_or(0, |length| i64::try_from(length).unwrap_or(0));
            parts.push(length.map(|length| (start, length)));
        }
        if matches!(self, Self::Replace) {
            let lists = parts
                .into_iter()
                .map(|part| part.map(|(start, length)| values.slice(start, length)));
            return Series::collected(lists.collect(), wanted);
        }
        let truths = values.cast(&DataType::Boolean)?;
        let truths = truths.bool()?;
        if matches!(self, Self::Any) {
            let found = parts.into_iter().map(|part| {
                let (start, length) = part?;
                let truths = truths.slice(start, length);
                match (truths.any(), truths.null_count()) {
                    (true, _) => Some(true),
                    (false, 0) => Some(false),
                    _ => None,
                }
            });
            return Series::collected(found.collect(), wanted);
        }
        let mut kept: Vec<Option<Series>> = Vec::with_capacity(parts.len());
        for part in parts {
            kept.push(match part {
                Some((start, length)) => {
                    let mask = truths.slice(start, length);
                    Some(items.slice(start, length).filter(&mask)?)
                }
                None => None,
            });
        }
        Series::collected(kept, wanted)
    }
}
