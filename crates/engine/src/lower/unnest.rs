//! Lists taken apart: a row for each item.

use datafusion_common::NullHandling;
use datafusion_expr::logical_plan::Unnest;
use polars::prelude::*;

use super::frame::project;
use super::function::rows;
use super::{Lowered, Lowering, polars_type, polars_types};
use crate::fault::Fault;

impl Lowering<'_> {
    /// Lowers `unnest`: lists of one row become rows side by side, the shorter filled with nulls;
    /// a row without any item goes, unless the node says that it stays.
    pub(crate) fn unnest(&self, unnest: &Unnest) -> Result<Lowered, Fault> {
        if !unnest.struct_type_columns.is_empty() {
            return Err(Fault::unsupported("unnest() of a structure"));
        }
        let input = self.node(&unnest.input)?;
        let schema = unnest.input.schema();
        let is_outer = unnest.options.null_handling != NullHandling::Drop;
        let several = unnest.list_type_columns.len() > 1;
        let mut names = Vec::with_capacity(unnest.schema.fields().len());
        let mut lists: Vec<(PlSmallStr, Expr)> = Vec::new();
        let mut of_lists = unnest.list_type_columns.iter();
        let is_list = |at: &usize| {
            unnest
                .list_type_columns
                .iter()
                .any(|(known, _)| known == at)
        };
        for at in &unnest.dependency_indices {
            let column = col(input.names[*at].clone());
            if !is_list(at) {
                names.push(input.names[*at].clone());
                continue;
            }
            let depth = of_lists.next().map_or(1, |(_, list)| list.depth);
            if depth > 1 && several {
                return Err(Fault::unsupported("unnest() of nested lists beside others"));
            }
            let mut data_type = polars_type(schema.field(*at).data_type())?;
            let mut list = column;
            for _ in 1..depth {
                let DataType::List(item) = data_type else {
                    return Err(Fault::unsupported(
                        "unnest() of something that is not a list",
                    ));
                };
                list = flattened(list, (*item).clone());
                data_type = *item;
            }
            let name = self.fresh();
            names.push(name.clone());
            lists.push((name, list));
        }
        let frame = taken_apart(self, input.frame, lists, is_outer);
        let types = polars_types(&unnest.schema)?;
        let columns = names
            .into_iter()
            .zip(types)
            .map(|(name, data_type)| col(name).cast(data_type))
            .collect();
        project(self, frame, columns)
    }
}

fn taken_apart(
    lowering: &Lowering<'_>,
    frame: LazyFrame,
    lists: Vec<(PlSmallStr, Expr)>,
    is_outer: bool,
) -> LazyFrame {
    let names: Vec<PlSmallStr> = lists.iter().map(|(name, _)| name.clone()).collect();
    let named: Vec<Expr> = lists
        .into_iter()
        .map(|(name, list)| list.alias(name))
        .collect();
    let mut frame = frame.with_columns(named);
    let most = lowering.fresh();
    let lengths = names.iter().map(|name| {
        let length = col(name.clone()).list().len().cast(DataType::Int64);
        length.fill_null(lit(0_i64))
    });
    let longest = lengths.reduce(|left, right| {
        when(left.clone().gt_eq(right.clone()))
            .then(left)
            .otherwise(right)
    });
    let Some(longest) = longest else {
        return frame;
    };
    frame = frame.with_column(longest.alias(most.clone()));
    if !is_outer {
        frame = frame.filter(col(most.clone()).gt(lit(0)));
    }
    if names.len() > 1 || is_outer {
        let padded: Vec<Expr> = names
            .iter()
            .map(|name| padded(col(name.clone()), col(most.clone())).alias(name.clone()))
            .collect();
        frame = frame.with_columns(padded);
    }
    let options = ExplodeOptions {
        empty_as_null: true,
        keep_nulls: true,
    };
    frame.explode(by_name(names, true, false), options)
}

/// Lists filled with nulls up to a length, one null at least.
fn padded(list: Expr, length: Expr) -> Expr {
    map_multiple(
        |columns: &mut [Column]| {
            let lists = columns[0].list()?;
            let lengths = columns[1].i64()?;
            let inner = lists.inner_dtype().clone();
            let mut padded: Vec<Option<Series>> = Vec::with_capacity(lists.len());
            for (at, items) in lists.amortized_iter().enumerate() {
                let wanted = lengths
                    .get(at)
                    .and_then(|length| usize::try_from(length).ok());
                let wanted = wanted.unwrap_or(1).max(1);
                let mut items = match items {
                    Some(items) => items.as_ref().clone(),
                    None => Series::new_empty(PlSmallStr::EMPTY, &inner),
                };
                let missing = wanted.saturating_sub(items.len());
                if missing > 0 {
                    items.append(&Series::full_null(PlSmallStr::EMPTY, missing, &inner))?;
                }
                padded.push(Some(items));
            }
            let padded: ListChunked = padded.into_iter().collect();
            padded
                .into_series()
                .with_name(columns[0].name().clone())
                .cast(columns[0].dtype())
                .map(IntoColumn::into_column)
        },
        [list, length],
        |_, fields| Ok(fields[0].clone()),
    )
}

/// The items of the lists in each list.
fn flattened(list: Expr, to: DataType) -> Expr {
    let wanted = to.clone();
    rows(vec![list], to, move |columns| {
        let lists = columns[0].list()?;
        let mut flat: Vec<Option<Series>> = Vec::with_capacity(lists.len());
        for items in lists.amortized_iter() {
            flat.push(match items {
                Some(items) => {
                    let inner = items.as_ref().list()?.drop_nulls();
                    let options = ExplodeOptions {
                        empty_as_null: false,
                        keep_nulls: false,
                    };
                    Some(inner.explode(options)?)
                }
                None => None,
            });
        }
        let flat: ListChunked = flat.into_iter().collect();
        flat.into_series().cast(&wanted)
    })
}
