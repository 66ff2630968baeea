//! Functions without a name, called on each item of a list: the items of all lists become rows
//! beside the columns that the function reads, and its values become lists again.

use arrow::datatypes::{DataType as Arrow, Field as ArrowField};
use datafusion_common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion_common::{Column as Named, DFSchema, DataFusionError};
use datafusion_expr::Expr as Tree;
use datafusion_expr::expr::{HigherOrderFunction, Lambda};
use polars::prelude::*;

use super::{Collect, rows};
use crate::fault::Fault;
use crate::lower::expr::Scope;
use crate::lower::node::idx;

pub(super) const VALUE: &str = "\u{1}value";

/// What becomes of the items.
#[derive(Clone, Copy)]
enum Use {
    Replace,
    Keep,
    Any,
    All,
}

/// The body of a function without a name, as an expression over columns.
pub(super) struct Body {
    /// Named [`VALUE`].
    pub value: Expr,
    /// The columns that stand for the values that it is given.
    pub given: Vec<PlSmallStr>,
    /// The columns of the row that it reads.
    pub read: Vec<PlSmallStr>,
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
        "array_all_match" => Use::All,
        "list_reduce" => return super::reduce::reduced(scope, whole, call),
        _ => return Err(refused("with a function")),
    };
    let [list, Tree::Lambda(function)] = call.args.as_slice() else {
        return Err(refused("with these arguments"));
    };
    let Arrow::List(item) = scope.arrow(list)? else {
        return Err(refused("of something that is not a list"));
    };
    let body = body(scope, function, &[item.data_type().clone(), Arrow::Int64])?;
    let to = scope.polars(whole)?;
    let mut args = vec![scope.expr(list)?];
    args.extend(body.read.iter().map(|name| col(name.clone())));
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
        let mut places: Vec<i64> = Vec::with_capacity(items.len());
        for (row, length) in lengths.iter().enumerate() {
            let length = length.unwrap_or(0);
            of_row.extend(std::iter::repeat_n(idx(row), length));
            places.extend(1..=i64::try_from(length).unwrap_or(0));
        }
        let of_row = IdxCa::from_vec(PlSmallStr::EMPTY, of_row);
        let places = Int64Chunked::from_vec(PlSmallStr::EMPTY, places).into_series();
        let mut beside = Vec::with_capacity(columns.len() + 1);
        for (name, column) in body.given.iter().zip([&items, &places]) {
            beside.push(column.clone().with_name(name.clone()).into_column());
        }
        for (name, column) in body.read.iter().zip(&columns[1..]) {
            beside.push(column.take(&of_row)?.with_name(name.clone()).into_column());
        }
        let frame = DataFrame::new(items.len(), beside)?;
        let computed = frame.lazy().with_columns([body.value.clone()]).collect()?;
        let values = computed.column(VALUE)?.as_materialized_series().clone();
        kind.of(&items, &values, &lengths, &wanted)
    }))
}

/// A function without a name as an expression; `types` are those of the values that it may take.
pub(super) fn body(
    scope: &Scope<'_, '_>,
    function: &Lambda,
    types: &[Arrow],
) -> Result<Body, Fault> {
    if function.params.len() > types.len() {
        return Err(Fault::unsupported("A function of so many values"));
    }
    // The values are more columns of the row, each with a name of its own.
    let mut meanings: Vec<(String, String)> = Vec::with_capacity(types.len());
    let mut names = scope.names.to_vec();
    let mut given = Vec::with_capacity(types.len());
    let mut fields: Vec<ArrowField> = Vec::with_capacity(function.params.len());
    for (param, data_type) in function.params.iter().zip(types) {
        let name = scope.lowering.fresh();
        let stands_for = format!("\u{1}item {name}");
        fields.push(ArrowField::new(&stands_for, data_type.clone(), true));
        meanings.push((param.clone(), stands_for));
        names.push(name.clone());
        given.push(name);
    }
    let extra = DFSchema::from_unqualified_fields(fields.into(), std::collections::HashMap::new())?;
    let schema = scope.schema.join(&extra)?;
    let tree = meant(function.body.as_ref().clone(), &meanings)?;
    let mut read: Vec<PlSmallStr> = Vec::new();
    let mut columns: Vec<&Named> = tree.column_refs().into_iter().collect();
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
    Ok(Body {
        value: inner.expr(&tree)?.alias(VALUE),
        given,
        read,
    })
}

/// The body with each value as the column that stands for it.
fn meant(body: Tree, meanings: &[(String, String)]) -> Result<Tree, Fault> {
    let body = body.transform_down(|part| {
        Ok(match part {
            Tree::LambdaVariable(ref variable) => {
                match meanings.iter().find(|(param, _)| *param == variable.name) {
                    Some((_, name)) => Transformed::yes(Tree::Column(Named::from_name(name))),
                    None => Transformed::no(part),
                }
            }
            // A function inside may give a name to its own value.
            Tree::Lambda(mut inner) => {
                let others: Vec<(String, String)> = meanings
                    .iter()
                    .filter(|(param, _)| !inner.params.contains(param))
                    .cloned()
                    .collect();
                let body = meant(*inner.body, &others)
                    .map_err(|_| DataFusionError::Internal(String::new()))?;
                inner.body = Box::new(body);
                Transformed::new(Tree::Lambda(inner), true, TreeNodeRecursion::Jump)
            }
            part => Transformed::no(part),
        })
    })?;
    Ok(body.data)
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
        if matches!(self, Self::Any | Self::All) {
            let judged = parts.into_iter().map(|part| {
                let (start, length) = part?;
                let truths = truths.slice(start, length);
                let decides = match self {
                    Self::Any => truths.any(),
                    _ => truths.iter().any(|truth| truth == Some(false)),
                };
                match (decides, truths.null_count()) {
                    (true, _) => Some(matches!(self, Self::Any)),
                    (false, 0) => Some(matches!(self, Self::All)),
                    _ => None,
                }
            });
            return Series::collected(judged.collect(), wanted);
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
