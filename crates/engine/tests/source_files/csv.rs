//! Delimited text: delimiters, encodings, headers, types, and what does not parse.

use model::{DataType, DateOrder, DecimalMark, ImportOptions};

use crate::support::{Folder, check, check_with, printed};

#[test]
fn types_are_those_that_hold_every_value() {
    check(
        "t.csv",
        "i,f,b,d,t,ts,z,s\n1,1.5,true,2024-01-05,18:42,2024-01-05 10:00,2024-01-05T10:00:00+02:00,x\n-2,2,false,2024-02-29,07:00:01.5,2024-01-06T11:30:15.25,2024-01-05T10:00:00Z,\"\"\n,,,,,,,\n",
        r#"
        i int64 | f float64 | b boolean | d date | t time | ts datetime(mi) | z datetime(mi, UTC) | s text
        1 | 1.5 | true | 2024-01-05 | "18:42:00" | 2024-01-05T10:00:00 | 2024-01-05T08:00:00Z | "x"
        -2 | 2 | false | 2024-02-29 | "07:00:01.500" | 2024-01-06T11:30:15.250 | 2024-01-05T10:00:00Z | ""
        · | · | · | · | · | · | · | ·
        "#,
    );
}

#[test]
fn f01_empty_header_only_one_column_and_no_final_newline() {
    check(
        "e.csv",
        "",
        "FILE_EMPTY: “e.csv” is empty: there is no header and no row to read. Choose another file.",
    );
    check(
        "e.csv",
        " \n\n",
        "FILE_EMPTY: “e.csv” is empty: there is no header and no row to read. Choose another file.",
    );
    check("h.csv", "a,b", "a text | b text");
    check("o.csv", "n\n1\n\n3", "n int64\n1\n·\n3");
    check(
        "r.csv",
        "a,b\r\n1,x\r\n2,y",
        "a int64 | b text\n1 | \"x\"\n2 | \"y\"",
    );
    check(
        "m.csv",
        "a,b\r1,x\r2,y",
        "a int64 | b text\n1 | \"x\"\n2 | \"y\"",
    );
}

#[test]
fn f02_ragged_rows_are_filled_and_listed_or_refused() {
    let text = "a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,1,1,\n1,1,1\n2,2,2\n";
    check(
        "r.csv",
        text,
        "a int64 | b int64 | c int64
        1 | 2 | 3
        4 | 5 | ·
        6 | 7 | 8
        1 | 1 | 1
        1 | 1 | 1
        2 | 2 | 2
        ! 3: `4,5` has 2 fields where 3 are expected; the missing ones are null
        ! 4: `6,7,8,9` has 4 fields where 3 are expected; the further ones were left out
        * 2 rows have too few or too many fields; they are listed.",
    );
    let options = ImportOptions {
        fill_ragged_rows: Some(false),
        ..ImportOptions::default()
    };
    check_with(
        "r.csv",
        text,
        options,
        "ROWS_RAGGED: “r.csv” has rows without exactly 3 fields, first in line 3, 4. Choose to fill such rows, or mend the file.",
    );
}

#[test]
fn f04_delimiters_are_found_announced_or_given() {
    let expected = "a int64 | b text\n1 | \"x\"\n2 | \"y\"";
    for sign in [",", ";", "\t", "|"] {
        check("d.csv", format!("a{sign}b\n1{sign}x\n2{sign}y\n"), expected);
    }
    check("d.csv", "sep=;\na;b\n1;x\n2;y\n", expected);
    check(
        "d.tsv",
        "a,c\tb\n1\tx\n2\ty\n",
        "a,c int64 | b text\n1 | \"x\"\n2 | \"y\"",
    );
    let options = ImportOptions {
        delimiter: Some("||".to_owned()),
        ..ImportOptions::default()
    };
    check_with("d.csv", "a||b\n1||x\n2||y\n", options, expected);
    check(
        "q.csv",
        "a;b,c\n1;2,3\n",
        "a;b text | c int64
        \"1;2\" | 3
        * The delimiter is a guess: “,” and “;” cut the lines equally well. Choose the other if the columns look wrong.",
    );
    check(
        "c.csv",
        "a;b\n\"x;y\";1,5\n",
        "a text | b float64\n\"x;y\" | 1.5",
    );
    let options = ImportOptions {
        delimiter: Some(String::new()),
        ..ImportOptions::default()
    };
    check_with(
        "d.csv",
        "a\n",
        options,
        "OPTION_WRONG: The delimiter must be 1 to 16 characters without quotes and line breaks. Choose another.",
    );
}

#[test]
fn f05_encodings_are_detected_and_bad_bytes_counted() {
    let expected = "naïve text | n int64\n\"Zoë\" | 1";
    check("u.csv", "naïve,n\nZoë,1\n", expected);
    check("u.csv", "\u{feff}naïve,n\nZoë,1\n", expected);
    for (encode, label) in [
        (u16::to_le_bytes as fn(u16) -> [u8; 2], "utf-16le"),
        (u16::to_be_bytes, "utf-16be"),
    ] {
        let bytes: Vec<u8> = "\u{feff}naïve,n\nZoë,1\n"
            .encode_utf16()
            .flat_map(encode)
            .collect();
        check(
            "w.csv",
            bytes,
            &format!("{expected}\n* The text is in {label}."),
        );
    }
    check(
        "l.csv",
        b"na\xefve,n\nZo\xeb,1\n",
        &format!("{expected}\n* The text is in windows-1252."),
    );
    let mut mixed = "naïve,n\n".to_owned().into_bytes();
    mixed.extend_from_slice("Zoë,1\nZoë,2\n".as_bytes());
    mixed.extend_from_slice(b"Z\xff,3\n");
    check(
        "x.csv",
        mixed,
        "naïve text | n int64
        \"Zoë\" | 1
        \"Zoë\" | 2
        \"Z\u{fffd}\" | 3
        ! 4: `Z\u{fffd},3` has bytes that are not UTF-8; they show as \u{fffd}
        * 1 rows have bytes that are not utf-8; they show as \u{fffd}. Choose another encoding if that is wrong.",
    );
    let options = ImportOptions {
        encoding: Some("klingon".to_owned()),
        ..ImportOptions::default()
    };
    check_with(
        "x.csv",
        "a\n",
        options,
        "OPTION_WRONG: “klingon” is not a known encoding. Use utf-8, windows-1252, utf-16le or another WHATWG label.",
    );
}

#[test]
fn f07_more_than_twenty_thousand_columns_are_refused() {
    let header: Vec<String> = (0..20_001).map(|at| format!("c{at}")).collect();
    check(
        "w.csv",
        header.join(","),
        "TOO_MANY_COLUMNS: The file has 20001 columns; at most 20000 are read. Check the delimiter, or turn columns into rows.",
    );
}

#[test]
fn f08_unusable_headers_are_renamed_and_told() {
    let long = "x".repeat(10_000);
    let folder = Folder::new();
    let path = folder.write(
        "h.csv",
        format!("a,a,,__proto__,select,{long}\n1,2,3,4,5,6\n"),
    );
    let opened = folder.open(&path, ImportOptions::default()).unwrap();
    let names: Vec<&str> = opened.tables[0]
        .fields()
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(
        names,
        ["a", "a_2", "column_3", "proto", "select", &"x".repeat(200)]
    );
    assert!(
        opened.tables[0].info.notes[0]
            .starts_with("4 headers were renamed: column 2: “a” is now “a_2”;")
    );
}

#[test]
fn junk_above_the_header_is_skipped_and_told() {
    check(
        "j.csv",
        "Report of 2024\n\nmade by hand\nname,amount\nx,1\ny,2\nz,3\n",
        "name text | amount int64
        \"x\" | 1
        \"y\" | 2
        \"z\" | 3
        * The first 3 lines are not part of the table and were skipped.",
    );
    check(
        "n.csv",
        "1,x\n2,y\n",
        "column_1 int64 | column_2 text\n1 | \"x\"\n2 | \"y\"\n* There is no header row; columns are numbered.",
    );
    let options = ImportOptions {
        header_row: Some(0),
        ..ImportOptions::default()
    };
    check_with(
        "n.csv",
        "a,b\nc,d\n",
        options,
        "column_1 text | column_2 text\n\"a\" | \"b\"\n\"c\" | \"d\"\n* There is no header row; columns are numbered.",
    );
    let options = ImportOptions {
        header_row: Some(2),
        ..ImportOptions::default()
    };
    check_with(
        "n.csv",
        "1,2\nc,d\n3,4\n",
        options,
        "c int64 | d int64\n3 | 4",
    );
}

#[test]
fn quotes_protect_and_stray_quotes_are_listed() {
    check(
        "q.csv",
        "a,b\n\"x, \"\"y\"\"\",\"two\nlines\"\n5\" pipe,z\n",
        "a text | b text\n\"x, \\\"y\\\"\" | \"two\\nlines\"\n\"5\\\" pipe\" | \"z\"",
    );
    check(
        "s.csv",
        "a,b\nx,\"y\nz,w\n",
        "a text | b text
        \"x\" | \"\\\"y\"
        \"z\" | \"w\"
        ! 2 b: `\"y` has a quote that does not close where the field ends; taken as it stands",
    );
    check(
        "a.csv",
        "a,b\n'x,y',1\n'z',2\n'w',3\n'v',4\n",
        "a text | b int64\n\"x,y\" | 1\n\"z\" | 2\n\"w\" | 3\n\"v\" | 4",
    );
}

#[test]
fn missing_words_are_read_as_missing_and_told() {
    check(
        "m.csv",
        "n,s\n1,NA\nNA,x\nnull,y\n",
        "n int64 | s text
        1 | \"NA\"
        · | \"x\"
        · | \"y\"
        * Texts such as NA or - were read as missing in n (2).",
    );
}

#[test]
fn types_that_a_person_set_hold_and_failures_are_listed() {
    let types = [
        ("a".to_owned(), DataType::Text),
        ("b".to_owned(), DataType::Int8),
        (
            "c".to_owned(),
            DataType::Decimal {
                precision: 6,
                scale: 2,
            },
        ),
        ("d".to_owned(), DataType::UInt64),
    ];
    let options = ImportOptions {
        types: types.into_iter().collect(),
        ..ImportOptions::default()
    };
    check_with(
        "t.csv",
        "a,b,c,d\n1,1,1.5,18446744073709551615\n2,300,1.505,-1\n",
        options,
        "a text | b int8 | c decimal(6,2) | d uint64
        \"1\" | 1 | 1.50 | 18446744073709551615
        \"2\" | · | · | ·
        ! 3 b: `300` is not a number that the column's type can hold
        ! 3 c: `1.505` is not a number that the column's type can hold
        ! 3 d: `-1` is not a number that the column's type can hold",
    );
}

#[test]
fn options_that_were_detected_are_recorded_and_read_the_same_again() {
    let folder = Folder::new();
    let path = folder.write("r.csv", b"a;d;n\nZo\xeb;31.12.2024;1,5\n");
    let first = folder.open(&path, ImportOptions::default()).unwrap();
    let options = &first.spec.options;
    assert_eq!(options.delimiter.as_deref(), Some(";"));
    assert_eq!(options.encoding.as_deref(), Some("windows-1252"));
    assert_eq!(options.header_row, Some(1));
    assert_eq!(options.decimal_mark, Some(DecimalMark::Comma));
    assert_eq!(options.date_order, Some(DateOrder::DayMonthYear));
    let second = folder.open(&path, options.clone()).unwrap();
    assert_eq!(
        printed(&second).lines().take(2).collect::<Vec<_>>(),
        printed(&first).lines().take(2).collect::<Vec<_>>()
    );
    assert_eq!(second.spec.options, first.spec.options);
}

#[test]
fn foreign_content_under_a_csv_name_is_named() {
    check(
        "x.csv",
        "<html><body>",
        "FILE_UNSUPPORTED: “x.csv” holds HTML or XML, whatever its name says. Open it in a spreadsheet and save it as .xlsx or .csv.",
    );
    check(
        "x.csv",
        [0_u8, 1, 2, 3, 4, 5, 6, 7].repeat(100),
        "FILE_UNSUPPORTED: “x.csv” is not text and not a format that is known here. Choose a table: CSV, Parquet, JSON, Arrow, Excel or SQLite.",
    );
}
