//! Functions of maps, and of structures that are put together.

use super::super::entry::{Entry, Gives, Takes, entry};
use super::super::{map, structure};

const L: Takes = Takes::List;
const A: Takes = Takes::Any;

pub(super) static ENTRIES: &[Entry] = &[
    entry("map(keys, values)", "A map of two lists; `map {'a': 1}` does the same. A map is a list of structures with the fields `key` and `value`.", "map(['a', 'b'], [1, 2])['b'] → 2")
        .own(&[L, L], 2, Gives::Made(map::of_lists))
        .also(&["map_from_arrays"]),
    entry("map_from_entries(list)", "A map of a list of structures with two fields.", "map_from_entries([struct('a', 1)])['a'] → 1")
        .own(&[L], 1, Gives::Made(map::of_entries)),
    entry("map_keys(map)", "The keys as a list.", "map_keys(map {'a': 1, 'b': 2}) → [\"a\", \"b\"]").own(&[L], 1, Gives::Made(map::keys)),
    entry("map_values(map)", "The values as a list.", "map_values(map {'a': 1, 'b': 2}) → [1, 2]").own(&[L], 1, Gives::Made(map::values)),
    entry("map_entries(map)", "The keys and values as a list of structures.", "map_entries(map {'a': 1}) → [{key: \"a\", value: 1}]").own(&[L], 1, Gives::Made(map::same)),
    entry("map_extract(map, key)", "The value of a key as a list, which is empty when there is none.", "map_extract(map {'a': 1}, 'a') → [1]").own(&[L, A], 2, Gives::Made(map::values)),
    entry("element_at(map, key)", "The value of a key, null when there is none; the item of a list at a place. `map[key]` does the same.", "element_at(map {'a': 1}, 'a') → 1")
        .own(&[L, A], 2, Gives::Made(map::element))
        .also(&["map_extract_value"]),
    entry("map_contains(map, key)", "Whether there is a key.", "map_contains(map {'a': 1}, 'b') → false")
        .own(&[L, A], 2, Gives::Made(map::truth))
        .also(&["map_contains_key"]),
    entry("map_contains_value(map, value)", "Whether there is a value.", "map_contains_value(map {'a': 1}, 1) → true").own(&[L, A], 2, Gives::Made(map::truth)),
    entry("map_concat(map, other)", "The entries of both; those of the other where both have a key.", "map_concat(map {'a': 1}, map {'a': 2})['a'] → 2").own(&[L, L], 2, Gives::Made(map::same)),
    entry("struct_insert(structure, name, value, …)", "The structure with more fields; also `struct_insert(s, name := value)`.", "struct_insert({'a': 1}, b := 2) → {a: 1, b: 2}")
        .own(&[A, Takes::Text, A, Takes::Rest], 3, Gives::Named(structure::with_more)),
    entry("struct_pack(name := value, …)", "A structure of values with names.", "struct_pack(a := 1, b := 'x') → {a: 1, b: \"x\"}").form(),
    entry("text_slice(text, from, to)", "The characters between two places, both included, counted from 1, from the end when negative; `text[from:to]` does the same.", "text_slice('hello', 2, -2) → ell")
        .own(&[Takes::Text, Takes::Whole, Takes::Whole], 3, Gives::Text),
];
