//! Functions that make JSON.

use super::super::entry::{Entry, Gives, Takes, entry};

const A: Takes = Takes::Any;

pub(super) static ENTRIES: &[Entry] = &[
    entry(
        "to_json(value)",
        "The value as JSON: lists as arrays, structures and maps as objects, numbers as they are shown.",
        "to_json({'a': 1, 'b': [1.50, null]}) → {\"a\":1,\"b\":[1.50,null]}",
    )
    .own(&[A, A], 1, Gives::Text)
    .also(&["row_to_json", "to_jsonb", "array_to_json", "to_json_string"]),
    entry(
        "json_object(name, value, …)",
        "An object of names and values in turn. What another function of JSON gives is put in as it is.",
        "json_object('a', 1, 'b', json_array('x', null)) → {\"a\":1,\"b\":[\"x\",null]}",
    )
    .own(&[Takes::Rest], 0, Gives::Text)
    .also(&["json_build_object", "jsonb_build_object"]),
    entry(
        "json_array(value, …)",
        "An array of values.",
        "json_array(1, 'x', null) → [1,\"x\",null]",
    )
    .own(&[Takes::Rest], 0, Gives::Text)
    .also(&["json_build_array", "jsonb_build_array"]),
];
