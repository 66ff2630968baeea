//! Functions that read JSON in text.

use super::super::entry::{Entry, Gives, Takes, entry};

const T: Takes = Takes::Text;
const P: Takes = Takes::Any;

pub(super) static ENTRIES: &[Entry] = &[
    entry(
        "json_extract(text, path)",
        "The part at a path, as JSON, as it is written; `->` does the same.",
        "json_extract('{\"a\": [1, {\"b\": 2}]}', '$.a[1]') → {\"b\": 2}",
    )
    .own(&[T, P], 2, Gives::Text)
    .also(&["json_extract_path"]),
    entry(
        "json_extract_string(text, path)",
        "The part at a path, as text; `->>` does the same.",
        "json_extract_string('{\"a\": \"x\"}', 'a') → x",
    )
    .own(&[T, P], 2, Gives::Text)
    .also(&["json_extract_path_text", "json_value"]),
    entry(
        "json_array_length(text [, path])",
        "The number of items of an array; null of anything else.",
        "json_array_length('[1, 2, 3]') → 3",
    )
    .own(&[T, P], 1, Gives::Whole),
    entry(
        "json_keys(text [, path])",
        "The names of an object, in its order.",
        "json_keys('{\"b\": 1, \"a\": 2}') → [\"b\", \"a\"]",
    )
    .own(&[T, P], 1, Gives::Texts),
    entry(
        "json_type(text [, path])",
        "What a part is: OBJECT, ARRAY, VARCHAR, BIGINT, DOUBLE, BOOLEAN or NULL.",
        "json_type('[1]', '$[0]') → BIGINT",
    )
    .own(&[T, P], 1, Gives::Text),
    entry(
        "json_valid(text)",
        "Whether a text is JSON.",
        "json_valid('{\"a\": 1}') → true",
    )
    .own(&[T], 1, Gives::Truth),
    entry(
        "json_exists(text, path)",
        "Whether there is a part at a path.",
        "json_exists('{\"a\": null}', '$.a') → true",
    )
    .own(&[T, P], 2, Gives::Truth),
    entry(
        "json_entries(text, what [, path])",
        "Of each item of an array or object its key, value, text, type, atom, fullkey or path; `FROM json_each(text)` gives them as columns.",
        "json_entries('{\"a\": 1, \"b\": [2]}', 'fullkey') → [\"$.a\", \"$.b\"]",
    )
    .own(&[T, T, P], 2, Gives::Texts),
    entry(
        "json_structure(text)",
        "What a value is made of, as JSON; types have the names that `json_transform` takes.",
        "json_structure('{\"a\": [1, 2.5]}') → {\"a\":[\"DOUBLE\"]}",
    )
    .own(&[T], 1, Gives::Text),
    entry(
        "json_contains(text, part)",
        "Whether a value, or a part of it, has everything of another one: items of arrays and fields of objects may be left out.",
        "json_contains('{\"a\": [1, 2]}', '{\"a\": [2]}') → true",
    )
    .own(&[T, T], 2, Gives::Truth),
    entry(
        "json_merge_patch(text, patch)",
        "An object with the fields of another one; null takes a field away.",
        "json_merge_patch('{\"a\": 1, \"b\": 2}', '{\"b\": null, \"c\": 3}') → {\"a\":1,\"c\":3}",
    )
    .own(&[T, T], 2, Gives::Text),
    entry(
        "json_transform(text, structure)",
        "JSON as lists and structures; what does not fit is null. The structure is a constant: JSON, or fields and types such as 'a INT, b TEXT'.",
        "json_transform('{\"a\": \"5\"}', '{\"a\": \"INTEGER\"}') → {a: 5}",
    )
    .form()
    .also(&["from_json"]),
    entry(
        "json_transform_strict(text, structure)",
        "The same; what does not fit is an error.",
        "json_transform_strict('[1, 2]', '[\"INTEGER\"]') → [1, 2]",
    )
    .form()
    .also(&["from_json_strict"]),
];
