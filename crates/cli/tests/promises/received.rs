//! Workbooks as they come from elsewhere: copied with their data, alone, damaged, or leading outside.

use std::fs;

use crate::desk::{Desk, words};
use crate::workbook::received;

const TOTAL: (&str, &str) = ("total", "select sum(amount) as s from sales");

fn fine(desk: &Desk, args: &[&str]) -> String {
    let output = desk.run(args);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{args:?}: {}",
        words(&output)
    );
    String::from_utf8_lossy(&output.stdout).into_owned() + &words(&output)
}

/// The trusted workbook `w.assay` with its answer stored, unpacked in `w`.
fn stored(desk: &Desk) {
    received(desk, &[TOTAL]);
    fine(desk, &["trust", "w.assay"]);
    fine(desk, &["run", "w.assay", "--save"]);
    fine(desk, &["unpack", "w.assay", "-o", "w"]);
}

/// The one part of the unpacked workbook whose name ends so.
fn part(desk: &Desk, ending: &str) -> std::path::PathBuf {
    let folder = if ending == ".sql" {
        "w/cells"
    } else {
        "w/results"
    };
    let entries = fs::read_dir(desk.path(folder)).unwrap();
    let mut paths = entries.map(|entry| entry.unwrap().path());
    paths
        .find(|path| path.to_str().unwrap().ends_with(ending))
        .unwrap()
}

#[test]
fn w34_a_path_that_leads_outside_is_read_from_nowhere() {
    let Some(desk) = Desk::new() else { return };
    stored(&desk);
    let document = desk.path("w/workbook.json");
    let before = fs::read_to_string(&document).unwrap();
    fs::write(desk.path("secret.csv"), "amount\n4711\n").unwrap();
    fs::create_dir_all(desk.path("w/data")).unwrap();
    std::os::unix::fs::symlink(desk.path("secret.csv"), desk.path("w/data/in.csv")).unwrap();
    let outer = desk.path("outer");
    fs::create_dir_all(outer.join("in")).unwrap();
    for path in [
        "../secret.csv",
        "link.csv",
        "../../../../../../../../etc/passwd",
    ] {
        fs::write(&document, before.replace("sales.csv", path)).unwrap();
        fine(&desk, &["pack", "w", "-o", "outer/in/w.assay"]);
        fs::copy(desk.path("secret.csv"), outer.join("secret.csv")).unwrap();
        let _ = std::os::unix::fs::symlink(desk.path("secret.csv"), outer.join("in/link.csv"));
        for stand in ["outer/in", "outer", "w/data"] {
            let file = outer.join("in/w.assay");
            let mut command = desk.command(&["run", file.to_str().unwrap(), "--trust-once"]);
            let output = command.current_dir(desk.path(stand)).output().unwrap();
            let said = words(&output) + &String::from_utf8_lossy(&output.stdout);
            assert_eq!(output.status.code(), Some(6), "{path} from {stand}: {said}");
            assert!(said.contains("WB_OUTSIDE"), "{path} from {stand}: {said}");
            assert!(!said.contains("4711"), "{path} from {stand}: {said}");
        }
    }
}

#[test]
fn a_copy_of_the_folder_is_the_same_data_and_only_what_differs_is_named() {
    let Some(desk) = Desk::new() else { return };
    stored(&desk);
    fs::create_dir(desk.path("copy")).unwrap();
    for name in ["w.assay", "sales.csv"] {
        // Written anew: another time of change, the same bytes.
        let bytes = fs::read(desk.path(name)).unwrap();
        fs::write(desk.path("copy").join(name), bytes).unwrap();
    }
    let file = "copy/w.assay";
    let same = fine(&desk, &["run", file, "--check", "--trust-once"]);
    assert!(same.contains("1 same, 0 different"), "{same}");
    let text = part(&desk, ".sql");
    let other = fs::read_to_string(&text)
        .unwrap()
        .replace("sum(amount)", "sum(amount) + 1");
    fs::write(&text, other).unwrap();
    fine(&desk, &["pack", "w", "-o", file]);
    let output = desk.run(&["run", file, "--check", "--trust-once"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("its text, its parameters"), "{said}");
    assert!(!said.contains("the data of"), "{said}");
    fs::write(
        desk.path("copy/sales.csv"),
        "day,region,amount\n2024-01-05,north,1\n",
    )
    .unwrap();
    let output = desk.run(&["run", file, "--check", "--trust-once"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("the data of sales changed"), "{said}");
}

#[test]
fn w04_a_damaged_answer_is_named_and_is_not_the_same() {
    let Some(desk) = Desk::new() else { return };
    stored(&desk);
    let mut file = fs::read(desk.path("w.assay")).unwrap();
    let name = b".arrow";
    let at = file.windows(name.len()).position(|found| found == name);
    // The name stands in front of the bytes of the part.
    file[at.unwrap() + name.len() + 40] ^= 1;
    fs::write(desk.path("w.assay"), file).unwrap();
    let said = fine(&desk, &["open", "w.assay"]);
    assert!(said.contains("Damaged in this file"), "{said}");
    let output = desk.run(&["run", "w.assay", "--check", "--trust-once"]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(words(&output).contains("Damaged in this file"));
}
