//! `assay diff`, `merge`, `unpack` and `pack`, by themselves and as programs that git calls.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::desk::{Desk, words};

/// A desk with the sample workbook as `a.assay`, unpacked in `a`.
fn unpacked() -> Desk {
    let desk = Desk::bare();
    let sample = "../../assets/samples/retail-overview.assay";
    fs::copy(sample, desk.path("a.assay")).unwrap();
    fine(&desk, &["unpack", "a.assay"]);
    desk
}

fn fine(desk: &Desk, args: &[&str]) -> String {
    let output = desk.run(args);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{args:?}: {}",
        words(&output)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The first SQL text of the unpacked workbook.
fn first_text(desk: &Desk) -> std::path::PathBuf {
    let mut texts: Vec<_> = fs::read_dir(desk.path("a/cells"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "sql"))
        .collect();
    texts.sort();
    texts.remove(0)
}

/// Packs the folder with one more line at the end of a text, or in front of it.
fn with_line(desk: &Desk, text: &Path, at_end: bool, line: &str, file: &str) {
    let before = fs::read_to_string(text).unwrap();
    let changed = if at_end {
        format!("{}\n{line}\n", before.trim_end())
    } else {
        format!("{line}\n{before}")
    };
    fs::write(text, changed).unwrap();
    fine(desk, &["pack", "a", "-o", file]);
    fs::write(text, before).unwrap();
}

#[test]
fn a_workbook_unpacked_and_packed_has_the_same_bytes() {
    let desk = unpacked();
    fine(&desk, &["pack", "a/", "-o", "b.assay"]);
    assert_eq!(
        fs::read(desk.path("a.assay")).unwrap(),
        fs::read(desk.path("b.assay")).unwrap()
    );
    assert_eq!(
        fine(&desk, &["diff", "a.assay", "b.assay", "--exit-code"]),
        ""
    );
    desk.check(&["unpack", "missing.assay"], 4, "missing.assay");
    desk.check(&["pack", "home"], 6, "manifest.json");
    fs::write(desk.path("sales"), "x").unwrap();
    desk.check(&["unpack", "sales"], 2, "--output");
    fs::write(
        desk.path("half.assay"),
        &fs::read(desk.path("a.assay")).unwrap()[..900],
    )
    .unwrap();
    desk.check(&["unpack", "half.assay", "-o", "half"], 6, "WB_");
    assert!(!desk.path("half").exists());
}

#[test]
fn a_difference_is_said_by_cell_and_line() {
    let desk = unpacked();
    with_line(&desk, &first_text(&desk), true, "-- mine", "b.assay");
    let said = fine(&desk, &["diff", "a.assay", "b.assay", "--lines"]);
    assert!(
        said.starts_with("cell ") && said.contains("1 line added"),
        "{said}"
    );
    assert!(said.contains("+-- mine"), "{said}");
    let told: Value =
        serde_json::from_str(&fine(&desk, &["diff", "a.assay", "b.assay", "--json"])).unwrap();
    assert_eq!(told["changes"].as_array().unwrap().len(), 1);
    let output = desk.run(&["diff", "a.assay", "b.assay", "--exit-code"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn both_sides_of_a_merge_are_there_and_what_both_changed_is_named() {
    let desk = unpacked();
    let text = first_text(&desk);
    with_line(&desk, &text, false, "-- ours", "ours.assay");
    with_line(&desk, &text, true, "-- theirs", "theirs.assay");
    fine(
        &desk,
        &[
            "merge",
            "a.assay",
            "ours.assay",
            "theirs.assay",
            "-o",
            "m.assay",
        ],
    );
    fine(&desk, &["unpack", "m.assay"]);
    let merged = fs::read_to_string(desk.path("m/cells").join(text.file_name().unwrap())).unwrap();
    assert!(
        merged.starts_with("-- ours\n") && merged.ends_with("-- theirs\n"),
        "{merged}"
    );

    with_line(&desk, &text, false, "-- other", "theirs.assay");
    let merge = [
        "merge",
        "a.assay",
        "ours.assay",
        "theirs.assay",
        "-o",
        "c.assay",
    ];
    desk.check(&merge, 1, "conflict in cell ");
    fine(&desk, &["unpack", "c.assay"]);
    let merged = fs::read_to_string(desk.path("c/cells").join(text.file_name().unwrap())).unwrap();
    assert!(
        merged.contains("-- ours\n") && merged.contains("-- other\n"),
        "{merged}"
    );
}

#[test]
fn git_merges_and_compares_workbooks_with_the_lines_of_the_help() {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("SKIPPED 1: no git on this machine");
        return;
    }
    let desk = unpacked();
    let text = first_text(&desk);
    with_line(&desk, &text, false, "-- ours", "ours.assay");
    with_line(&desk, &text, true, "-- theirs", "theirs.assay");
    let repository = desk.path("repository");
    fs::create_dir(&repository).unwrap();
    let git = |args: &[&str]| {
        let output = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
            .args(args)
            .current_dir(&repository)
            .env("HOME", desk.path("home"))
            .env("XDG_DATA_HOME", desk.path("home/data"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .unwrap();
        assert!(output.status.success(), "{args:?}: {}", words(&output));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let put = |from: &str| fs::copy(desk.path(from), repository.join("w.assay")).unwrap();
    let assay = env!("CARGO_BIN_EXE_assay");
    git(&["init", "-q", "-b", "main"]);
    git(&[
        "config",
        "merge.assay.driver",
        &format!("'{assay}' merge %O %A %B -o %A"),
    ]);
    git(&[
        "config",
        "difftool.assay.cmd",
        &format!("'{assay}' diff --lines \"$LOCAL\" \"$REMOTE\""),
    ]);
    fs::write(repository.join(".gitattributes"), "*.assay merge=assay\n").unwrap();
    put("a.assay");
    git(&["add", "."]);
    git(&["commit", "-qm", "base"]);
    git(&["checkout", "-qb", "other"]);
    put("theirs.assay");
    git(&["commit", "-qam", "theirs"]);
    git(&["checkout", "-q", "main"]);
    put("ours.assay");
    git(&["commit", "-qam", "ours"]);
    git(&["merge", "-q", "-m", "both", "other"]);
    fs::copy(repository.join("w.assay"), desk.path("m.assay")).unwrap();
    let said = fine(&desk, &["diff", "a.assay", "m.assay", "--lines"]);
    assert!(
        said.contains("+-- ours") && said.contains("+-- theirs"),
        "{said}"
    );
    let said = git(&["difftool", "-y", "-t", "assay", "other", "main"]);
    assert!(
        said.contains("+-- ours") && !said.contains("+-- theirs"),
        "{said}"
    );
}
