//! Numbers that describe a list.

use super::super::entry::{Entry, Gives, Takes, entry};

const L: Takes = Takes::List;

pub(super) static ENTRIES: &[Entry] = &[
    entry("list_aggregate(list, measure)", "One of `sum`, `avg`, `min`, `max`, `median`, `product`, `count`, `first`, `last`, `stddev`, `variance`, `bool_and` and their kin of the items; `string_agg` takes a separator.", "list_aggregate([1, 5], 'sum') → 6")
        .form()
        .also(&["list_aggr", "array_aggregate", "array_aggr"]),
    entry(
        "list_sum(list)",
        "The sum of the items that are not null.",
        "list_sum([1, null, 3]) → 4",
    )
    .own(&[L], 1, Gives::Item)
    .also(&["array_sum"]),
    entry(
        "list_avg(list)",
        "The average of the items that are not null.",
        "list_avg([1, 2]) → 1.5",
    )
    .own(&[L], 1, Gives::Float)
    .also(&["array_avg"]),
    entry(
        "list_min(list)",
        "The smallest item.",
        "list_min(['b', 'a']) → a",
    )
    .own(&[L], 1, Gives::Item)
    .also(&["array_min"]),
    entry(
        "list_max(list)",
        "The largest item.",
        "list_max([1, 9, 4]) → 9",
    )
    .own(&[L], 1, Gives::Item)
    .also(&["array_max"]),
    entry(
        "list_median(list)",
        "The middle item, or the middle between two.",
        "list_median([1, 2, 10]) → 2",
    )
    .own(&[L], 1, Gives::Float),
    entry(
        "list_product(list)",
        "The product of the items.",
        "list_product([2, 3, 4]) → 24",
    )
    .own(&[L], 1, Gives::Float)
    .also(&["array_product"]),
    entry(
        "list_count(list)",
        "How many items are not null.",
        "list_count([1, null, 3]) → 2",
    )
    .own(&[L], 1, Gives::Whole),
    entry(
        "list_unique(list)",
        "How many different items there are.",
        "list_unique([1, 2, 2]) → 2",
    )
    .own(&[L], 1, Gives::Whole)
    .also(&["array_unique"]),
];
