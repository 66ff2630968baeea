//! Functions that make one value of the rows of a group.

use super::super::entry::{Entry, Gives, Takes, entry};

pub(super) static ENTRIES: &[Entry] = &[
    entry("count(value)", "How many values are not null; `count(*)` counts rows.", "count(w) → 4"),
    entry("count_if(condition)", "How many rows hold a condition.", "count_if(v > 1) → 3").form().also(&["countif"]),
    entry("sum(value)", "The sum, of truths how many hold; too large is an error, never a wrong number.", "sum(v) → 11")
        .also(&["fsum", "kahan_sum", "sumkahan"]),
    entry("avg(value)", "The average of what is not null, also of days and instants; exact for decimals.", "avg(v) → 2.75").also(&["mean", "favg"]),
    entry("min(value)", "The smallest value; `min(w, 2)` lists the two smallest.", "min(w) → 10"),
    entry("max(value)", "The largest value; `max(w, 2)` lists the two largest.", "max(w) → 40"),
    entry("median(value)", "The middle value, or the middle between two; also of days and instants.", "median(v) → 3"),
    entry("first_value(value)", "The first value, in the order given inside.", "first_value(w order by v desc nulls last, w) → 30")
        .also(&["first"]),
    entry("last_value(value)", "The last value, in the order given inside.", "last_value(w order by w) → NULL").also(&["last"]),
    entry("any_value(value)", "A value that is not null.", "any_value(k) → a").also(&["arbitrary"]),
    entry("arg_min(value, by)", "The value of the row where the other is smallest.", "arg_min(k, w) → a")
        .own(&[Takes::Any, Takes::Any], 2, Gives::Like(0))
        .also(&["min_by", "argmin"]),
    entry("arg_max(value, by)", "The value of the row where the other is largest; with a count, a list of so many.", "arg_max(v, w) → 4")
        .own(&[Takes::Any, Takes::Any], 2, Gives::Like(0))
        .also(&["max_by", "argmax"]),
    entry("string_agg(text, separator)", "The texts one after the other, with a separator, or else a comma; `distinct` and `order by` may stand inside.", "string_agg(distinct k, '+' order by k) → a+b")
        .also(&["listagg", "group_concat"]),
    entry("array_agg(value)", "The values as a list.", "array_agg(v order by v) → [1, 2, 4, 4, null]").also(&["list"]),
    entry("collect_list(value)", "The values that are not null as a list.", "collect_list(v order by v) → [1, 2, 4, 4]").form(),
    entry("collect_set(value)", "The different values that are not null as a list.", "array_sort(collect_set(v)) → [1, 2, 4]").form(),
    entry("json_group_array(value)", "The values as an array of JSON.", "json_group_array(v order by v) → [1,2,4,4,null]")
        .form()
        .also(&["json_agg", "jsonb_agg"]),
    entry("json_group_object(name, value)", "An object of JSON of the names and values.", "json_group_object(k, w) filter (where w < 30) → {\"a\":10,\"a\":20}")
        .form()
        .also(&["json_object_agg", "jsonb_object_agg"]),
    entry("bool_and(condition)", "Whether a condition holds in every row where it is known.", "bool_and(v > 0) → true")
        .also(&["every", "logical_and", "booland_agg"]),
    entry("bool_or(condition)", "Whether a condition holds in any row.", "bool_or(v > 3) → true")
        .also(&["logical_or", "boolor_agg"]),
    entry("bit_and(number)", "The bits that are set in every number.", "bit_and(w) → 0"),
    entry("bit_or(number)", "The bits that are set in any number.", "bit_or(v) → 7"),
    entry("bit_xor(number)", "The bits that are set an odd number of times.", "bit_xor(v) → 3"),
    entry("product(number)", "The product, as a double.", "product(v) → 32")
        .own(&[Takes::Float], 1, Gives::Float),
    entry("approx_distinct(value)", "How many different values there are.", "approx_distinct(v) → 3")
        .also(&["approx_count_distinct"]),
];
