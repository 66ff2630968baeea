//! A21: standard streams that are closed before the program starts.
//!
//! The runtime puts `/dev/null` in the place of a closed stream before the program sees it, so that
//! an answer to it is lost as one to `/dev/null` is, and no file can get its number.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Output};

use crate::desk::{Desk, words};

const SQL: &str = "select region, amount from sales order by amount";

/// Runs the program from a shell that redirects in this way.
fn redirected(desk: &Desk, how: &str, args: &[&str]) -> Output {
    let plain = desk.command(args);
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("exec \"$0\" \"$@\" {how}")])
        .arg(plain.get_program())
        .args(plain.get_args())
        .current_dir(desk.folder.path());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell.output().unwrap()
}

/// The files of the folder with what is in them.
fn files(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(desk.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect()
}

#[test]
fn a21_a_closed_standard_output_overwrites_no_file() {
    let Some(desk) = Desk::new() else { return };
    let before = files(&desk);
    for how in [">&-", "<&- >&-", "<&- >&- 2>&-"] {
        let output = redirected(&desk, how, &["query", "--source", "sales=sales.csv", SQL]);
        assert_eq!(output.status.code(), Some(0), "{how}: {}", words(&output));
        assert_eq!(files(&desk), before, "{how}");
    }
}

#[test]
fn a21_an_answer_in_a_file_is_whole_although_all_streams_are_closed() {
    let Some(desk) = Desk::new() else { return };
    let all = "<&- >&- 2>&-";
    let query = ["query", "--source", "sales=sales.csv"];
    let output = redirected(
        &desk,
        all,
        &[&query[..], &["--output", "out.csv", SQL]].concat(),
    );
    assert_eq!(output.status.code(), Some(0));
    let expected = files(&desk);
    assert_eq!(
        expected["out.csv"],
        b"region,amount\n,7.0\nnorth,10.5\nsouth,20.0\n"
    );

    let wrong = [
        &query[..],
        &["--output", "other.csv", "select nothing from sales"],
    ]
    .concat();
    let output = redirected(&desk, all, &wrong);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(files(&desk), expected, "the words of a mistake go nowhere");
}
