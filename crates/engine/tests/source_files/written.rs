//! Answers written as files, and read back.

use std::path::{Path, PathBuf};

use engine::stop::Stop;
use engine::write::{Choices, Written, write, write_with};
use model::ImportOptions;
use polars::prelude::{DataFrame, IntoLazy, LazyFrame, NamedFrom, df};
use protocol::message::DataFormat;

use crate::support::{Folder, assert_same, printed, refused};

fn answer() -> LazyFrame {
    let folder = Folder::new();
    let text = "id,name,at,day,share,ok\n1,\"a, \"\"b\"\"\",2024-01-05T10:00:00Z,2024-02-29,0.1,true\n2,,,,,\n3,\"\",2024-01-05T10:00:00.5Z,2024-03-01,1e300,false\n";
    let path = folder.write("t.csv", text);
    let opened = folder.open(&path, ImportOptions::default()).unwrap();
    opened.tables[0].scan().unwrap()
}

fn target(folder: &Folder, name: &str) -> PathBuf {
    folder.write("seed", "");
    folder.path(name)
}

fn left_behind(folder: &Folder) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path("")).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.'))
        .collect()
}

fn fails(path: &Path, choices: &Choices) -> String {
    let outcome = write_with(
        answer(),
        DataFormat::Csv,
        path.to_str().unwrap(),
        choices,
        &Stop::default(),
    );
    refused(&outcome.unwrap_err())
}

#[test]
fn csv_has_header_iso_dates_and_tells_null_from_empty_text() {
    let folder = Folder::new();
    let path = target(&folder, "out.csv");
    let written = write(
        answer(),
        DataFormat::Csv,
        path.to_str().unwrap(),
        &Stop::default(),
    )
    .unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert_same(
        &text,
        "id,name,at,day,share,ok
        1,\"a, \"\"b\"\"\",2024-01-05T10:00:00Z,2024-02-29,0.1,true
        2,,,,,
        3,\"\",2024-01-05T10:00:00.500Z,2024-03-01,1e300,false",
    );
    assert_eq!(
        written,
        Written {
            rows: 3,
            bytes: text.len() as u64
        }
    );
    assert!(left_behind(&folder).is_empty());
}

#[test]
fn json_is_one_array_and_ndjson_one_object_a_line() {
    let folder = Folder::new();
    let lines = [
        r#"{"id":1,"name":"a, \"b\"","at":"2024-01-05T10:00:00Z","day":"2024-02-29","share":0.1,"ok":true}"#,
        r#"{"id":2,"name":null,"at":null,"day":null,"share":null,"ok":null}"#,
        r#"{"id":3,"name":"","at":"2024-01-05T10:00:00.500Z","day":"2024-03-01","share":1e300,"ok":false}"#,
    ];
    let path = target(&folder, "out.ndjson");
    write(
        answer(),
        DataFormat::Ndjson,
        path.to_str().unwrap(),
        &Stop::default(),
    )
    .unwrap();
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        lines.join("\n") + "\n"
    );
    write(
        answer(),
        DataFormat::Json,
        path.to_str().unwrap(),
        &Stop::default(),
    )
    .unwrap();
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        format!("[\n{}\n]\n", lines.join(",\n"))
    );
    write(
        answer().limit(0),
        DataFormat::Json,
        path.to_str().unwrap(),
        &Stop::default(),
    )
    .unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "[\n]\n");
}

#[test]
fn every_format_reads_back_as_the_same_table() {
    let folder = Folder::new();
    let mut seen = Vec::new();
    for (format, name) in [
        (DataFormat::Csv, "o.csv"),
        (DataFormat::Parquet, "o.parquet"),
        (DataFormat::Arrow, "o.arrow"),
    ] {
        let path = target(&folder, name);
        let written = write(answer(), format, path.to_str().unwrap(), &Stop::default()).unwrap();
        assert_eq!(
            (written.rows, written.bytes),
            (3, path.metadata().unwrap().len())
        );
        seen.push(printed(
            &folder.open(&path, ImportOptions::default()).unwrap(),
        ));
    }
    assert_same(&seen[1], &seen[0]);
    assert_same(&seen[2], &seen[0]);
}

#[test]
fn nested_values_are_json_inside_csv() {
    let folder = Folder::new();
    let path = target(&folder, "n.csv");
    let lists = polars::prelude::Series::new(
        "l".into(),
        [polars::prelude::Series::new("".into(), [1_i64, 2])],
    );
    let frame = DataFrame::new(1, vec![lists.into()]).unwrap();
    write(
        frame.lazy(),
        DataFormat::Csv,
        path.to_str().unwrap(),
        &Stop::default(),
    )
    .unwrap();
    assert_same(&std::fs::read_to_string(&path).unwrap(), "l\n\"[1,2]\"");
}

#[test]
fn a06_an_input_is_never_overwritten_under_any_spelling() {
    let folder = Folder::new();
    let input = folder.write("in.csv", "a\n1\n");
    let link = folder.path("link.csv");
    std::os::unix::fs::symlink(&input, &link).unwrap();
    let hard = folder.path("hard.csv");
    std::fs::hard_link(&input, &hard).unwrap();
    let choices = Choices {
        inputs: vec![input.clone()],
        ..Choices::default()
    };
    let odd = folder.path("../files/in.csv");
    for path in [&input, &link, &hard, &odd] {
        assert!(
            fails(path, &choices).starts_with("TARGET_IS_INPUT: "),
            "{path:?}"
        );
    }
    assert_eq!(std::fs::read_to_string(&input).unwrap(), "a\n1\n");
    assert!(left_behind(&folder).is_empty());
}

#[test]
fn a07_folders_devices_and_missing_folders_are_refused_in_words() {
    let folder = Folder::new();
    folder.write("x", "");
    let none = Choices::default();
    assert_eq!(
        fails(&folder.path(""), &none),
        "TARGET_IS_FOLDER: “files” is a folder. Add a file name to write to."
    );
    assert!(fails(Path::new("/dev/full"), &none).starts_with("TARGET_NOT_REGULAR: "));
    assert!(fails(&folder.path("no/such/out.csv"), &none).starts_with("FOLDER_NOT_FOUND: "));
    assert!(fails(Path::new("/proc/out.csv"), &none).starts_with("TARGET_"));
    assert!(left_behind(&folder).is_empty());
}

#[test]
fn a_link_is_followed_and_stays_a_link() {
    let folder = Folder::new();
    let real = folder.write("real.csv", "old");
    let link = folder.path("link.csv");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    write(
        answer(),
        DataFormat::Csv,
        link.to_str().unwrap(),
        &Stop::default(),
    )
    .unwrap();
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(
        std::fs::read_to_string(&real)
            .unwrap()
            .starts_with("id,name")
    );
}

#[test]
fn a_cancelled_or_failed_write_leaves_the_target_as_it_was() {
    let folder = Folder::new();
    let path = folder.write("keep.csv", "precious");
    let stop = Stop::default();
    stop.set();
    let outcome = write(answer(), DataFormat::Csv, path.to_str().unwrap(), &stop);
    assert_eq!(outcome.unwrap_err().code, "CANCELLED");
    let broken = answer().select([polars::prelude::col("no such column")]);
    for format in [DataFormat::Csv, DataFormat::Parquet] {
        let outcome = write(
            broken.clone(),
            format,
            path.to_str().unwrap(),
            &Stop::default(),
        );
        refused(&outcome.unwrap_err());
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");
    assert!(left_behind(&folder).is_empty());
}

#[test]
fn p31_x01_the_guard_makes_formulas_inert_and_leaves_numbers_alone() {
    let folder = Folder::new();
    let path = target(&folder, "g.csv");
    let texts = [
        "=HYPERLINK(1)",
        "+1-800",
        "@SUM",
        "\tx",
        " =x",
        "ok\n=x",
        "-5",
        "plain",
        "a=b",
    ];
    let frame = || df!["t" => texts].unwrap().lazy();
    let guarded = Choices {
        guard_formulas: true,
        ..Choices::default()
    };
    write_with(
        frame(),
        DataFormat::Csv,
        path.to_str().unwrap(),
        &guarded,
        &Stop::default(),
    )
    .unwrap();
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        "t\n'=HYPERLINK(1)\n'+1-800\n'@SUM\n'\tx\n\"' =x\"\n\"'ok\n=x\"\n-5\nplain\na=b\n"
    );
    write(
        frame(),
        DataFormat::Csv,
        path.to_str().unwrap(),
        &Stop::default(),
    )
    .unwrap();
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .starts_with("t\n=HYPERLINK(1)\n"),
        "off unless asked for"
    );
}

#[test]
fn p31_sixty_formulas_are_inert_and_come_back_as_they_were_without_the_guard() {
    let before = [
        "=",
        "+",
        "-",
        "@",
        "\t=",
        "\r=",
        " =",
        "\n=",
        "x\n=",
        "\u{a0}=",
        "\u{ff1d}",
        "\u{feff}=",
    ];
    let after = [
        "HYPERLINK(\"http://x\",\"y\")",
        "1+1",
        "cmd|'/c calc'!A1",
        "SUM(A1:A2)",
        "inf",
    ];
    let payloads: Vec<String> = before
        .iter()
        .flat_map(|before| after.iter().map(move |after| format!("{before}{after}")))
        .collect();
    assert_eq!(payloads.len(), 60);
    let numbers = ["-5", "+1.5", "-1e3", "-.5"];
    let texts: Vec<&str> = payloads.iter().map(String::as_str).chain(numbers).collect();
    let folder = Folder::new();
    let path = target(&folder, "p.csv");
    let written = |guard_formulas: bool| -> Vec<String> {
        let frame = df!["t" => &texts].unwrap().lazy();
        let choices = Choices {
            guard_formulas,
            ..Choices::default()
        };
        let to = path.to_str().unwrap();
        write_with(frame, DataFormat::Csv, to, &choices, &Stop::default()).unwrap();
        fields(&std::fs::read_to_string(&path).unwrap())
    };
    assert_eq!(written(false)[1..], texts, "without the guard to the byte");
    let guarded = written(true);
    for (text, cell) in payloads.iter().zip(&guarded[1..]) {
        // A cell that begins with an apostrophe is text in every spreadsheet.
        assert_eq!(*cell, format!("'{text}"));
    }
    assert_eq!(guarded[61..], numbers, "numbers stay numbers");
    let Some(computed) = formulas(&folder, &path) else {
        let line =
            b"SKIPPED 1: p31_sixty_formulas: no office suite is installed here to open the file
";
        std::io::Write::write_all(&mut std::io::stderr(), line).unwrap();
        return;
    };
    assert_eq!(computed, 0, "an office suite computes some of them");
    written(false);
    assert!(
        formulas(&folder, &path) > Some(0),
        "without the guard it computes none, so the test says nothing"
    );
}

/// How many cells of a CSV file an office suite takes for formulas; none where it is not installed.
fn formulas(folder: &Folder, path: &std::path::Path) -> Option<usize> {
    let to = folder.path("office");
    let profile = format!("-env:UserInstallation=file://{}/profile", to.display());
    let done = std::process::Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "fods", "--outdir"])
        .args([to.as_os_str(), path.as_os_str()])
        .output()
        .ok()?;
    let sheet = std::fs::read_to_string(to.join("p.fods"));
    let sheet = sheet.unwrap_or_else(|_| panic!("{done:?}"));
    let rows = sheet.matches("<table:table-row").count();
    assert!(rows >= 65, "{rows} rows were read");
    Some(sheet.matches("table:formula").count())
}

/// The fields of a CSV text of one column, by the rules of RFC 4180.
fn fields(text: &str) -> Vec<String> {
    let (mut found, mut field, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                field.push('"');
            }
            '"' => is_quoted = !is_quoted,
            '\n' if !is_quoted => found.push(std::mem::take(&mut field)),
            _ => field.push(letter),
        }
    }
    found
}
