//! Items of lists picked and put side by side, and lists of numbers as vectors.

use arrow::datatypes::{DataType, Field};

use super::super::entry::{Entry, Gives, Takes, entry};

const L: Takes = Takes::List;

/// A list of structures with an item of each list.
fn side_by_side(types: &[DataType]) -> Option<DataType> {
    let fields = types.iter().enumerate().map(|(at, list)| match list {
        DataType::List(item) => Some(Field::new(format!("c{at}"), item.data_type().clone(), true)),
        _ => None,
    });
    let fields: Vec<Field> = fields.collect::<Option<_>>()?;
    Some(DataType::new_list(DataType::Struct(fields.into()), true))
}

pub(super) static ENTRIES: &[Entry] = &[
    entry("list_zip(list, other, …)", "The items of the lists side by side, as structures with the fields c0, c1 and so on; the shorter lists filled with nulls.", "list_zip([1, 2], ['a', 'b']) → [{c0: 1, c1: \"a\"}, {c0: 2, c1: \"b\"}]")
        .own(&[L, Takes::Rest], 1, Gives::Made(side_by_side))
        .also(&["array_zip", "arrays_zip"]),
    entry("list_where(list, truths)", "The items at whose place the other list is true.", "list_where([4, 5, 6], [true, false, true]) → [4, 6]")
        .own(&[L, L], 2, Gives::Like(0))
        .also(&["array_where"]),
    entry("list_select(list, places)", "The items at the places, counted from 1; null where there is none.", "list_select([4, 5, 6], [3, 1]) → [6, 4]")
        .own(&[L, L], 2, Gives::Like(0))
        .also(&["array_select"]),
    entry("list_grade_up(list [, direction])", "The places of the items in their order.", "list_grade_up([30, 10, 20]) → [2, 3, 1]")
        .own(&[L, Takes::Text], 1, Gives::Made(|_| Some(DataType::new_list(DataType::Int64, true))))
        .also(&["array_grade_up", "grade_up"]),
    entry("list_dot_product(list, other)", "The sum of the products of the items at one place.", "list_dot_product([1, 2], [3, 4]) → 11")
        .own(&[L, L], 2, Gives::Float)
        .also(&["list_inner_product", "array_inner_product", "array_dot_product", "inner_product", "dot_product"]),
    entry("list_cosine_similarity(list, other)", "The cosine of the angle between two lists of numbers.", "list_cosine_similarity([1, 0], [1, 0]) → 1")
        .own(&[L, L], 2, Gives::Float)
        .also(&["array_cosine_similarity", "cosine_similarity"]),
    entry("list_cosine_distance(list, other)", "1 without the cosine.", "list_cosine_distance([1, 0], [0, 1]) → 1")
        .own(&[L, L], 2, Gives::Float)
        .also(&["array_cosine_distance", "cosine_distance"]),
    entry("list_distance(list, other)", "How far two lists of numbers lie apart.", "list_distance([0, 0], [3, 4]) → 5")
        .own(&[L, L], 2, Gives::Float)
        .also(&["array_distance"]),
    entry("list_stddev_samp(list)", "The standard deviation of the items, as of a sample.", "list_stddev_samp([1, 2, 3]) → 1")
        .own(&[L], 1, Gives::Float)
        .also(&["list_stddev"]),
    entry("list_stddev_pop(list)", "The standard deviation of the items.", "list_stddev_pop([1, 3]) → 1").own(&[L], 1, Gives::Float),
    entry("list_var_samp(list)", "The variance of the items, as of a sample.", "list_var_samp([1, 2, 3]) → 1")
        .own(&[L], 1, Gives::Float)
        .also(&["list_variance"]),
    entry("list_var_pop(list)", "The variance of the items.", "list_var_pop([1, 3]) → 1").own(&[L], 1, Gives::Float),
    entry("list_bool_and(list)", "Whether all items are true.", "list_bool_and([true, false]) → false").own(&[L], 1, Gives::Truth),
    entry("list_bool_or(list)", "Whether any item is true.", "list_bool_or([true, false]) → true").own(&[L], 1, Gives::Truth),
];
