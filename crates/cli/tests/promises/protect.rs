//! Encrypted and signed workbooks on the command line.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::desk::Desk;
use crate::trust::json_of;

const WORD: &str = "correct horse battery";

#[test]
fn a_package_is_encrypted_and_every_command_opens_it_with_the_passphrase() {
    let desk = Desk::bare();
    fs::write(desk.path("word.txt"), format!("{WORD}\nsecond line\n")).unwrap();
    fs::write(desk.path("other.txt"), "another battery\n").unwrap();
    fs::write(desk.path("empty.txt"), "\n").unwrap();
    json_of(&desk, &["new", "w.assay", "--json"]);
    let package = ["package", "w.assay", "-o", "p.assay"];
    json_of(
        &desk,
        &[&package[..], &["--encrypt-with", "word.txt", "--json"]].concat(),
    );
    let sealed = fs::read(desk.path("p.assay")).unwrap();
    assert!(sealed.starts_with(b"age-encryption.org/v1\n"));

    desk.check(&["open", "p.assay"], 4, "WB_PASSPHRASE");
    let with = |file: &'static str| ["--passphrase-file", file];
    desk.check(
        &[&["open", "p.assay"], &with("other.txt")[..]].concat(),
        4,
        "WB_WRONG_PASSPHRASE",
    );
    desk.check(
        &[&["open", "p.assay"], &with("empty.txt")[..]].concat(),
        4,
        "PASSPHRASE_FILE",
    );
    desk.check(
        &[&["open", "p.assay"], &with("none.txt")[..]].concat(),
        4,
        "PASSPHRASE_FILE",
    );
    for args in [
        vec!["open", "p.assay", "--json"],
        vec!["trust", "p.assay", "--json"],
        vec!["unpack", "p.assay", "-o", "p", "--json"],
        vec!["diff", "w.assay", "p.assay", "--json"],
    ] {
        json_of(&desk, &[&args[..], &with("word.txt")[..]].concat());
    }
    // The option may stand before the command too, and the passphrase may come by a pipe.
    let mut child = desk
        .command(&["--passphrase-file", "-", "open", "p.assay", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(WORD.as_bytes())
        .unwrap();
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0));
    let weak = [
        "package",
        "w.assay",
        "-o",
        "q.assay",
        "--encrypt-with",
        "weak.txt",
    ];
    fs::write(desk.path("weak.txt"), "short\n").unwrap();
    desk.check(&weak, 4, "WB_WEAK_PASSPHRASE");
    assert!(!desk.path("q.assay").exists());
}

#[test]
fn a_file_is_signed_and_others_see_by_whom() {
    let desk = Desk::bare();
    json_of(&desk, &["new", "w.assay", "--json"]);
    let none = json_of(&desk, &["signers", "--json"]);
    assert_eq!(none["public_key"], Value::Null);
    let signed = json_of(&desk, &["sign", "w.assay", "--json"]);
    assert_eq!(signed["state"], "own");
    let key = signed["key"].as_str().unwrap();
    let own = String::from_utf8(desk.run(&["signers"]).stdout).unwrap();
    assert!(own.contains(key), "{own}");
    let mode = fs::metadata(desk.path("home/data/assay/sign.key")).unwrap();
    assert_eq!(std::os::unix::fs::MetadataExt::mode(&mode) & 0o777, 0o600);

    let other = Desk::bare();
    fs::copy(desk.path("w.assay"), other.path("w.assay")).unwrap();
    let show = ["trust", "w.assay", "--show", "--json"];
    assert_eq!(json_of(&other, &show)["signature"]["state"], "unknown");
    other.check(&["sign", "w.assay"], 5, "then trust it with `assay trust`.");
    other.check(&["signers", "--add", "Ada"], 2, "NAME=KEY");
    other.check(&["signers", "--add", "Ada=RWQ"], 4, "SIGN_PUBLIC_KEY");
    other.check(&["signers", "--forget", "Ada"], 1, "NO_SUCH_SIGNER");
    json_of(
        &other,
        &["signers", "--add", &format!("Ada={key}"), "--json"],
    );
    let found = json_of(&other, &show);
    assert_eq!(found["signature"]["state"], "known");
    assert_eq!(found["signature"]["name"], "Ada");
    assert_eq!(found["trust"], "restricted", "a signature grants no trust");
    let told = other.run(&["trust", "w.assay", "--show"]);
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(
        told.contains("signed by Ada") && told.contains("unchanged since"),
        "{told}"
    );
    let left = json_of(&other, &["signers", "--forget", "Ada", "--json"]);
    assert_eq!(left["signers"], serde_json::json!([]));
}

/// Runs another program in the folder; none, and said so, where it is not installed.
fn other(desk: &Desk, program: &str, args: &[&str]) -> Option<bool> {
    let ran = std::process::Command::new(program)
        .args(args)
        .current_dir(desk.folder.path())
        .output();
    match ran {
        Ok(done) => Some(done.status.success()),
        Err(error) => {
            eprintln!("SKIPPED 1: {program} cannot be asked: {error}");
            None
        }
    }
}

#[test]
fn minisign_says_the_same_of_a_signature() {
    let desk = Desk::bare();
    json_of(&desk, &["new", "w.assay", "--json"]);
    let key = json_of(&desk, &["sign", "w.assay", "--json"])["key"].clone();
    desk.run(&["unpack", "w.assay", "-o", "w"]);
    let file = fs::File::open(desk.path("w.assay")).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    for name in ["manifest.json", "signature.minisig"] {
        let mut part = archive.by_name(name).unwrap();
        let mut out = fs::File::create(desk.path(name)).unwrap();
        std::io::copy(&mut part, &mut out).unwrap();
    }
    let verify = [
        "-V",
        "-q",
        "-P",
        key.as_str().unwrap(),
        "-m",
        "manifest.json",
        "-x",
        "signature.minisig",
    ];
    let Some(fits) = other(&desk, "minisign", &verify) else {
        return;
    };
    assert!(fits);
    let manifest = fs::read_to_string(desk.path("manifest.json")).unwrap();
    fs::write(
        desk.path("manifest.json"),
        manifest.replace("\"format\": 1", "\"format\": 2"),
    )
    .unwrap();
    assert_eq!(other(&desk, "minisign", &verify), Some(false));
}
