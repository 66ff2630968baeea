//! JSON in its three layouts, nested values, mixed types, and text that is none.

use model::ImportOptions;

use crate::support::{Folder, check, refused};

#[test]
fn a_list_of_objects_one_object_and_one_a_line_are_tables() {
    let expected = "a int64 | b text\n1 | \"x\"\n2 | ·";
    check("l.json", r#"[{"a":1,"b":"x"},{"a":2}]"#, expected);
    check("l.ndjson", "{\"a\":1,\"b\":\"x\"}\n\n{\"a\":2}", expected);
    check("l.json", "{\"a\":1,\"b\":\"x\"}\n{\"a\":2}\n", expected);
    check(
        "o.json",
        r#"{"a":1,"b":"x"}"#,
        "a int64 | b text\n1 | \"x\"",
    );
    check("s.json", "[1,2,null]", "value int64\n1\n2\n·");
    check("u.json", "\u{feff}[{\"ä\":\"ö\"}]", "ä text\n\"ö\"");
    let wide: Vec<u8> = "\u{feff}[{\"ä\":\"ö\"}]"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    check("w.json", wide, "ä text\n\"ö\"");
}

#[test]
fn types_hold_all_values_and_mixed_ones_are_text() {
    check(
        "t.json",
        r#"[{"i":1,"f":1,"b":true,"d":"2024-01-05","t":"2024-01-05T10:00:00","z":"2024-01-05T10:00:00Z","m":1,"big":18446744073709551615,"n":null},
            {"i":-2,"f":2.5,"b":false,"d":"2024-02-29","t":"2024-01-05T11:00:00","z":"2024-01-05T10:00:00+02:00","m":"x","big":1,"n":null}]"#,
        "i int64 | f float64 | b boolean | d date | t datetime(mi) | z datetime(mi, UTC) | m text | big int128 | n text
        1 | 1 | true | 2024-01-05 | 2024-01-05T10:00:00 | 2024-01-05T10:00:00Z | \"1\" | 18446744073709551615 | ·
        -2 | 2.5 | false | 2024-02-29 | 2024-01-05T11:00:00 | 2024-01-05T08:00:00Z | \"x\" | 1 | ·",
    );
    check(
        "z.json",
        r#"[{"zip":"00123"},{"zip":"99"}]"#,
        "zip text\n\"00123\"\n\"99\"",
    );
}

#[test]
fn lists_and_objects_keep_their_structure() {
    check(
        "n.json",
        r#"[{"o":{"x":1,"y":["a","b"]}},{"o":{"x":2,"z":true}},{"o":null}]"#,
        r#"o struct(x int64, y list(text), z boolean)
        "{\"x\":1,\"y\":[\"a\",\"b\"],\"z\":null}"
        "{\"x\":2,\"y\":null,\"z\":true}"
        ·"#,
    );
    check(
        "l.json",
        r#"[{"l":[1,2]},{"l":[]},{"l":[2.5]}]"#,
        "l list(float64)\n[1, 2]\n[]\n[2.5]",
    );
    check(
        "m.json",
        r#"[{"l":[1]},{"l":{"a":1}}]"#,
        "l text\n\"[1]\"\n\"{\\\"a\\\":1}\"",
    );
}

#[test]
fn lines_that_are_no_json_are_listed_with_their_number() {
    check(
        "b.ndjson",
        "{\"a\":1}\n{\"a\":\n{\"a\":2}\nnot json\n",
        "a int64
        1
        2
        ! 2: `{\"a\":` is not JSON at column 5: EOF while parsing a value
        ! 4: `not json` is not JSON at column 2: expected ident",
    );
}

#[test]
fn f23_depth_and_line_length_have_limits_with_a_line_number() {
    let deep = format!("[{}1{}]", "[".repeat(100_000), "]".repeat(100_000));
    check(
        "d.json",
        deep,
        "FILE_TOO_DEEP: “d.json” is nested more than 128 levels deep in line 1. Flatten it first, or store the inner part as text.",
    );
    let folder = Folder::new();
    let path = folder.path("long.ndjson");
    folder.write("long.ndjson", "{\"a\":1}\n{\"a\":\"");
    let file = std::fs::OpenOptions::new()
        .append(true)
        .open(&path)
        .unwrap();
    file.set_len(100 << 20).unwrap();
    let Err(failure) = folder.open(&path, ImportOptions::default()) else {
        panic!("opened")
    };
    assert_eq!(
        refused(&failure),
        "FILE_TOO_LARGE: “long.ndjson” is refused: line 2 is longer than 64 MiB."
    );
}

#[test]
fn damaged_and_empty_json_says_where() {
    check(
        "t.json",
        "[{\"a\":1},\n{\"a\":",
        "FILE_DAMAGED: “t.json” cannot be read: it ends in the middle of line 2. Get a fresh copy of the file, or export it again.",
    );
    check(
        "x.json",
        "[{\"a\":1},\n{\"a\" 2}]",
        "FILE_DAMAGED: “x.json” cannot be read: line 2, column 6 is not JSON. Get a fresh copy of the file, or export it again.",
    );
    check(
        "e.json",
        "[]",
        "FILE_EMPTY: “e.json” holds no rows: it is empty, or an empty list. Choose another file.",
    );
}

#[test]
fn unusable_keys_are_renamed_and_doubled_keys_take_the_last_value() {
    check(
        "k.json",
        r#"[{"":1,"__proto__":2,"A":3,"a":4},{"a":5,"a":6}]"#,
        "column_1 int64 | proto int64 | A int64 | a_2 int64
        1 | 2 | 3 | 4
        · | · | · | 6
        * 3 headers were renamed: column 1: “” is now “column_1”; column 2: “__proto__” is now “proto”; column 4: “a” is now “a_2”.",
    );
}
