//! Functions of lists and structures.

use super::super::entry::{Entry, Gives, Takes, entry};

const L: Takes = Takes::List;

pub(super) static ENTRIES: &[Entry] = &[
    entry("make_array(value, …)", "A list of the values, as `[1, 2]` and `ARRAY[1, 2]` are.", "make_array(1, 2) → [1, 2]")
        .also(&["list_value", "list_pack", "make_list", "array_construct"]),
    entry("array_length(list)", "The number of items.", "array_length([4, 5, 6]) → 3")
        .own(&[L], 1, Gives::Whole)
        .also(&["list_length", "cardinality", "size", "array_size"]),
    entry("array_element(list, place)", "The item at a place, counted from 1, from the end when negative; `list[place]` does the same.", "array_element([4, 5, 6], -1) → 6")
        .also(&["array_extract", "list_element", "list_extract"]),
    entry("array_slice(list, from, to)", "The items between two places, both included; `list[from:to]` does the same.", "array_slice([4, 5, 6], 2, 3) → [5, 6]")
        .also(&["list_slice"]),
    entry("array_contains(list, value)", "Whether the value is an item.", "array_contains([4, 5], 5) → true")
        .planned_as("array_has")
        .also(&["list_contains", "list_has", "array_has"]),
    entry("array_has_any(list, other)", "Whether the lists share an item.", "array_has_any([1, 2], [2, 3]) → true")
        .also(&["list_has_any", "arrays_overlap"]),
    entry("array_has_all(list, other)", "Whether every item of the other is in the list.", "array_has_all([1, 2, 3], [2, 3]) → true")
        .also(&["list_has_all"]),
    entry("array_position(list, value)", "The place of the first such item; null when there is none.", "array_position([4, 5, 6], 5) → 2")
        .also(&["list_position", "list_indexof", "array_indexof"]),
    entry("list_first(list)", "The first item.", "list_first([4, 5, 6]) → 4").form(),
    entry("list_any_value(list)", "The first item that is not null.", "list_any_value([null, 5]) → 5")
        .own(&[L], 1, Gives::Item),
    entry("list_last(list)", "The last item.", "list_last([4, 5, 6]) → 6").form(),
    entry("array_pop_front(list)", "The list without its first item.", "array_pop_front([4, 5, 6]) → [5, 6]").form(),
    entry("array_pop_back(list)", "The list without its last item.", "array_pop_back([4, 5, 6]) → [4, 5]").form(),
    entry("array_push_front(list, value)", "The list with a value in front.", "array_push_front([1, 2], 0) → [0, 1, 2]").form(),
    entry("array_append(list, value)", "The list with a value behind.", "array_append([1, 2], 3) → [1, 2, 3]")
        .also(&["list_append", "array_push_back"]),
    entry("array_prepend(value, list)", "The list with a value in front.", "array_prepend(0, [1, 2]) → [0, 1, 2]")
        .also(&["list_prepend"]),
    entry("array_concat(list, other)", "One list after the other, as `||` does.", "array_concat([1], [2, 3]) → [1, 2, 3]")
        .also(&["list_concat", "list_cat", "array_cat"]),
    entry("array_sort(list [, direction])", "The items in order, nulls behind; with 'DESC' falling, nulls in front.", "array_sort([3, 1, 2]) → [1, 2, 3]")
        .own(&[L, Takes::Text], 1, Gives::Like(0))
        .also(&["list_sort"]),
    entry("list_reverse_sort(list)", "The items in falling order.", "list_reverse_sort([3, 1, 2]) → [3, 2, 1]")
        .own(&[L], 1, Gives::Like(0))
        .also(&["array_reverse_sort"]),
    entry("array_reverse(list)", "The items from last to first.", "array_reverse([1, 2, 3]) → [3, 2, 1]")
        .own(&[L], 1, Gives::Like(0))
        .also(&["list_reverse"]),
    entry("array_distinct(list)", "Each item once, in the order of the list, without nulls.", "array_distinct([2, 1, 2]) → [2, 1]")
        .own(&[L], 1, Gives::Like(0))
        .also(&["list_distinct"]),
    entry("array_intersect(list, other)", "The items that are in both lists.", "array_sort(array_intersect([1, 2, 3], [2, 3, 4])) → [2, 3]")
        .also(&["list_intersect"]),
    entry("array_except(list, other)", "The items that are not in the other list.", "array_except([1, 2, 3], [2]) → [1, 3]")
        .also(&["list_except"]),
    entry("array_union(list, other)", "The items of both lists, each once.", "array_sort(array_union([1, 2], [2, 3])) → [1, 2, 3]")
        .also(&["list_union"]),
    entry("array_remove(list, value)", "The list without the first such item.", "array_remove([1, 2, 1], 1) → [2, 1]")
        .also(&["list_remove"]),
    entry("array_remove_all(list, value)", "The list without any such item.", "array_remove_all([1, 2, 1], 1) → [2]")
        .also(&["list_remove_all"]),
    entry("array_replace(list, from, to)", "The list with the first such item replaced.", "array_replace([1, 2, 1], 1, 9) → [9, 2, 1]")
        .also(&["list_replace"]),
    entry("array_resize(list, size, fill)", "The list cut or filled up to a size.", "array_resize([1, 2], 3, 0) → [1, 2, 0]")
        .also(&["list_resize"]),
    entry("array_repeat(value, count)", "A list of the value several times.", "array_repeat('a', 2) → [\"a\", \"a\"]")
        .also(&["list_repeat"]),
    entry("list_transform(list, item -> value)", "What a function without a name gives for each item; it may read columns of the row, and take the place of the item behind it: `(x, i) -> x * i`.", "list_transform([1, 2, 3], x -> x * 10) → [10, 20, 30]")
        .planned_as("array_transform")
        .also(&["list_apply", "array_apply", "array_transform", "apply", "transform"]),
    entry("list_filter(list, item -> condition)", "The items for which a condition holds.", "list_filter([1, 2, 3], x -> x > 1) → [2, 3]")
        .planned_as("array_filter")
        .also(&["array_filter", "filter"]),
    entry("list_any_match(list, item -> condition)", "Whether a condition holds for any item.", "list_any_match([1, 2, 3], x -> x > 2) → true")
        .planned_as("array_any_match")
        .also(&["array_any_match", "any_match"]),
    entry("list_all_match(list, item -> condition)", "Whether a condition holds for every item.", "list_all_match([1, 2, 3], x -> x > 0) → true")
        .planned_as("array_all_match")
        .also(&["array_all_match", "all_match"]),
    entry("list_reduce(list, (so_far, item) -> value [, first])", "What a function makes of the items one after the other; without a first value the first item is it. Null of no items.", "list_reduce([1, 2, 3], (a, x) -> a * 10 + x) → 123")
        .planned_as("list_reduce")
        .also(&["array_reduce", "reduce"]),
    entry("flatten(list)", "The items of the lists in a list.", "flatten([[1, 2], [3]]) → [1, 2, 3]"),
    entry("range(from, to [, step])", "Whole numbers from one up to, but without, another.", "range(1, 4) → [1, 2, 3]"),
    entry("generate_series(from, to [, step])", "Whole numbers from one to another.", "generate_series(1, 3) → [1, 2, 3]"),
    entry("array_to_string(list, separator [, instead])", "The items as one text; nulls are left out or replaced.", "array_to_string([1, null, 3], '-') → 1-3")
        .also(&["list_to_string", "array_join", "list_join"]),
    entry("string_to_array(text, separator)", "The parts of a text as a list.", "string_to_array('a,b', ',') → [\"a\", \"b\"]")
        .own(&[Takes::Text, Takes::Text], 2, Gives::Texts)
        .also(&["string_to_list"]),
    entry("named_struct(name, value, …)", "A structure, as `{'a': 1}` is.", "named_struct('a', 1, 'b', 'x') → {a: 1, b: \"x\"}"),
    entry("struct(value, …)", "A structure with fields c0, c1 and so on.", "struct(1, 'x') → {c0: 1, c1: \"x\"}").also(&["row"]),
    entry("get_field(structure, name)", "A field; `structure.name` and `structure['name']` do the same.", "get_field({'a': 1}, 'a') → 1")
        .also(&["struct_extract"]),
];
