//! Functions of lists and structures that are computed here; the others come from the planner's
//! library.

use polars::prelude::*;

use super::{Call, Collect, rows};
use crate::fault::Fault;
use crate::lower::arithmetic::{decimal_series, unscaled};
use crate::lower::kernel::too_large;
use crate::lower::number;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    let is_list = matches!(call.types.first(), Some(DataType::List(_)));
    if call.name == "get_field" {
        return field(call);
    }
    if !is_list {
        return Ok(None);
    }
    let list = call.arg(0)?;
    Ok(Some(match call.name {
        "array_length" => list.list().len(),
        "array_element" => {
            // Places count from 1; there is no place 0.
            let place = call.whole_arg(1)?;
            let from_zero = when(place.clone().gt(lit(0)))
                .then(place.clone() - lit(1))
                .otherwise(
                    when(place.clone().eq(lit(0)))
                        .then(lit(NULL))
                        .otherwise(place),
                );
            list.list().get(from_zero, true)
        }
        "array_sort" => sorted(call)?,
        "list_reverse_sort" => list.list().sort(falling()),
        "array_reverse" => reversed(list, &call.types[0]),
        "array_distinct" => of_lists(list, call.to.clone(), |items| {
            Ok(Some(items.drop_nulls().unique_stable()?))
        }),
        "list_min" => list.list().min(),
        "list_max" => list.list().max(),
        "list_count" => list.list().drop_nulls().list().len(),
        "list_unique" => of_lists(list, DataType::Int64, |items| {
            Ok(i64::try_from(items.drop_nulls().n_unique()?).ok())
        }),
        "list_sum" => sum(call)?,
        "list_avg" => of_floats(call, ChunkAgg::mean)?,
        "list_median" => of_floats(call, ChunkQuantile::median)?,
        "list_product" => of_floats(call, |values| {
            let known = values.len() > values.null_count();
            known.then(|| values.iter().flatten().product())
        })?,
        _ => return Ok(None),
    }))
}

/// Each list from its last item to its first.
pub(super) fn reversed(list: Expr, of: &DataType) -> Expr {
    of_lists(list, of.clone(), |items| Ok(Some(items.reverse())))
}

/// The items of each list.
pub(super) fn items_of(lists: &ListChunked) -> PolarsResult<Vec<Option<Series>>> {
    let items = lists.explode(ExplodeOptions {
        empty_as_null: false,
        keep_nulls: false,
    })?;
    let mut end = 0_i64;
    let each = lists.amortized_iter().map(|list| {
        let (start, count) = (end, list?.as_ref().len());
        end += i64::try_from(count).unwrap_or(0);
        Some(items.slice(start, count))
    });
    Ok(each.collect())
}

fn falling() -> SortOptions {
    SortOptions::default()
        .with_order_descending(true)
        .with_nulls_last(false)
}

fn sorted(call: &Call<'_>) -> Result<Expr, Fault> {
    let direction = if call.args.len() > 1 {
        call.literal_text(1)
            .ok_or_else(|| call.refused("with a computed direction"))?
    } else {
        "asc"
    };
    let options = match direction.to_lowercase().as_str() {
        "asc" => SortOptions::default().with_nulls_last(true),
        "desc" => falling(),
        _ => return Err(call.refused("with a direction other than 'ASC' and 'DESC'")),
    };
    Ok(call.arg(0)?.list().sort(options))
}

/// A field of a structure; fields of fields one after the other.
fn field(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    let mut value = call.arg(0)?;
    for at in 1..call.args.len() {
        let Some(name) = call.literal_text(at) else {
            return Ok(None);
        };
        value = value.struct_().field_by_name(name);
    }
    let is_structure = matches!(call.types.first(), Some(DataType::Struct(_)));
    Ok(is_structure.then_some(value))
}

/// One value of each list that is there.
fn of_lists<T>(
    list: Expr,
    to: DataType,
    function: impl Fn(&Series) -> PolarsResult<Option<T>> + Send + Sync + 'static,
) -> Expr
where
    T: 'static,
    Series: Collect<T>,
{
    let wanted = to.clone();
    rows(vec![list], to, move |columns| {
        let lists = columns[0].list()?;
        let mut values = Vec::with_capacity(lists.len());
        for items in lists.amortized_iter() {
            values.push(match items {
                Some(items) => function(items.as_ref())?,
                None => None,
            });
        }
        Series::collected(values, &wanted)
    })
}

fn of_floats(call: &Call<'_>, function: fn(&Float64Chunked) -> Option<f64>) -> Result<Expr, Fault> {
    let doubles = call
        .arg(0)?
        .cast(DataType::List(Box::new(DataType::Float64)));
    Ok(of_lists(doubles, DataType::Float64, move |items| {
        Ok(function(items.f64()?))
    }))
}

/// The sum, exact for whole numbers and decimals; an error when it does not fit.
fn sum(call: &Call<'_>) -> Result<Expr, Fault> {
    let (to, label) = (call.to.clone(), call.label.clone());
    if to.is_float() {
        let doubles = of_floats(call, |values| {
            (values.len() > values.null_count()).then(|| values.sum().unwrap_or(0.0))
        });
        return doubles;
    }
    if !(to.is_integer() || to.is_decimal()) {
        return Err(call.refused("of items that are not numbers"));
    }
    let list = call.arg(0)?;
    Ok(rows(vec![list], to.clone(), move |columns| {
        let lists = columns[0].list()?;
        let mut sums: Vec<Option<i128>> = Vec::with_capacity(lists.len());
        for items in lists.amortized_iter() {
            let Some(items) = items else {
                sums.push(None);
                continue;
            };
            let values = unscaled(items.as_ref())?;
            let mut sum = None;
            for value in values.iter().flatten() {
                let so_far: i128 = sum.unwrap_or(0);
                let next = so_far.checked_add(value);
                sum = Some(next.ok_or_else(|| too_large(&label, "the type of its result"))?);
            }
            sums.push(sum);
        }
        let sums: Int128Chunked = sums.into_iter().collect();
        if let DataType::Decimal(digits, _) = &to {
            if sums.iter().flatten().any(|sum| !number::fits(sum, *digits)) {
                return Err(too_large(&label, "a decimal of its size"));
            }
            return decimal_series(sums, &to);
        }
        let narrow = sums.clone().into_series().cast(&to)?;
        if narrow.null_count() > sums.null_count() {
            return Err(too_large(&label, "the type of its items"));
        }
        Ok(narrow)
    }))
}
