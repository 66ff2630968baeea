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
];
