//! Encrypted and signed workbooks: what a passphrase and a signature promise, and what they do not.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "support/flow.rs"]
mod support;

use serde_json::{Value, json};
use support::Flow;

const WORD: &str = "canary horse battery";

/// A saved workbook with an answer, and where it is.
async fn made(flow: &Flow) -> (String, String) {
    let session = flow.new_workbook().await;
    let orders = flow.file("orders.csv", "n\n1\n");
    let add =
        json!({ "session": session, "path": orders, "options": {}, "name": null, "job": "add" });
    flow.call("add_source", add).await;
    flow.sql(&session, "canarycell", "select * from orders")
        .await;
    flow.run_to_end(&session, "canarycell").await;
    let path = flow.path("made.assay");
    let save = json!({ "session": session, "path": path });
    flow.call("save_workbook", save).await;
    (session, path)
}

async fn save(flow: &Flow, session: &str) {
    let save = json!({ "session": session, "path": null });
    flow.call("save_workbook", save).await;
}

async fn close(flow: &Flow, session: &str) {
    let close = json!({ "session": session, "discard": true });
    flow.call("close_workbook", close).await;
}

async fn open(flow: &Flow, path: &str) -> Value {
    flow.call("open_workbook", json!({ "path": path })).await
}

/// The file as it comes to another machine.
fn elsewhere(path: &str) -> (Flow, String) {
    let other = Flow::start();
    let received = other.path("received.assay");
    std::fs::copy(path, &received).unwrap();
    (other, received)
}

fn holds(folder: &std::path::Path, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(bytes) = std::fs::read(&path) {
                let is_there = bytes
                    .windows(word.len())
                    .any(|part| part == word.as_bytes());
                found.extend(is_there.then(|| path.display().to_string()));
            }
        }
    }
    found
}

#[tokio::test]
async fn an_encrypted_workbook_opens_with_its_passphrase_alone_and_stays_encrypted() {
    let flow = Flow::start();
    let (session, path) = made(&flow).await;
    let set = json!({ "session": session, "passphrase": WORD });
    let view = flow.call("set_passphrase", set).await;
    assert_eq!(
        (&view["is_encrypted"], &view["is_dirty"]),
        (&json!(true), &json!(true))
    );
    save(&flow, &session).await;
    let sealed = std::fs::read(&path).unwrap();
    assert!(sealed.starts_with(b"age-encryption.org/v1\n"));
    assert!(!sealed.windows(10).any(|part| part == b"canarycell"));

    let (other, received) = elsewhere(&path);
    let code = other
        .refused("open_workbook", json!({ "path": received }))
        .await;
    assert_eq!(code, "WB_PASSPHRASE");
    let wrong = json!({ "path": received, "passphrase": "canary horse batterY" });
    assert_eq!(
        other.refused("unlock_file", wrong).await,
        "WB_WRONG_PASSPHRASE"
    );
    let code = other
        .refused("open_workbook", json!({ "path": received }))
        .await;
    assert_eq!(code, "WB_PASSPHRASE", "a wrong passphrase is not kept");
    let right = json!({ "path": received, "passphrase": WORD });
    other.call("unlock_file", right).await;
    let view = open(&other, &received).await;
    assert_eq!(
        view["trust"]["trust"], "restricted",
        "a passphrase grants no trust"
    );
    assert_eq!(view["is_encrypted"], true);
    let session = view["session"].as_str().unwrap().to_owned();
    let title = json!({ "edit": "set_title", "title": "Changed there" });
    other.edit(&session, title).await;
    save(&other, &session).await;
    let again = std::fs::read(&received).unwrap();
    assert!(again.starts_with(b"age-encryption.org/v1\n") && again != sealed);

    // P28: the passphrase stands in no file of this machine, and the content in none but the journal.
    let folder = std::path::PathBuf::from(other.path(""));
    assert_eq!(holds(&folder, "canary horse"), Vec::<String>::new());
    close(&other, &session).await;
    assert_eq!(holds(&folder, "canarycell"), Vec::<String>::new());
}

#[tokio::test]
async fn a_passphrase_is_changed_and_taken_away() {
    let flow = Flow::start();
    let (session, path) = made(&flow).await;
    let set = |word: Option<&str>| json!({ "session": session, "passphrase": word });
    assert_eq!(
        flow.refused("set_passphrase", set(Some("short"))).await,
        "WB_WEAK_PASSPHRASE"
    );
    for word in [WORD, "another battery"] {
        flow.call("set_passphrase", set(Some(word))).await;
        save(&flow, &session).await;
        let (other, received) = elsewhere(&path);
        let unlock = json!({ "path": received, "passphrase": word });
        other.call("unlock_file", unlock).await;
    }
    let (other, received) = elsewhere(&path);
    let old = json!({ "path": received, "passphrase": WORD });
    assert_eq!(
        other.refused("unlock_file", old).await,
        "WB_WRONG_PASSPHRASE"
    );
    flow.call("set_passphrase", set(None)).await;
    save(&flow, &session).await;
    let (other, received) = elsewhere(&path);
    assert_eq!(open(&other, &received).await["is_encrypted"], false);
}

#[tokio::test]
async fn another_place_keeps_the_passphrase_and_a_folder_refuses_it() {
    let flow = Flow::start();
    let (session, path) = made(&flow).await;
    let set = json!({ "session": session, "passphrase": WORD });
    flow.call("set_passphrase", set).await;
    let other = flow.path("other.assay");
    let save_as = json!({ "session": session, "path": other });
    flow.call("save_workbook", save_as).await;
    assert!(
        std::fs::read(&other)
            .unwrap()
            .starts_with(b"age-encryption.org")
    );
    assert!(
        std::fs::read(&path).unwrap().starts_with(b"PK"),
        "the first file is as it was"
    );

    let unpack = json!({ "file": other, "folder": flow.path("folder.assay") });
    flow.call("unpack_file", unpack).await;
    let view = open(&flow, &flow.path("folder.assay")).await;
    let set = json!({ "session": view["session"], "passphrase": WORD });
    assert_eq!(
        flow.refused("set_passphrase", set).await,
        "WB_FOLDER_IN_CLEAR"
    );
    let onto =
        json!({ "session": session, "path": flow.path("folder.assay"), "overwrite_changed": true });
    assert_eq!(
        flow.refused("save_workbook", onto).await,
        "WB_FOLDER_IN_CLEAR"
    );
}

/// Work that a crash left behind goes into an encrypted file only as long as it stays encrypted.
#[tokio::test]
async fn recovered_work_of_an_encrypted_workbook_asks_for_the_passphrase() {
    let flow = Flow::start();
    let (session, path) = made(&flow).await;
    let set = json!({ "session": session, "passphrase": WORD });
    flow.call("set_passphrase", set).await;
    save(&flow, &session).await;
    let title = json!({ "edit": "set_title", "title": "Not saved" });
    flow.edit(&session, title).await;
    let flow = flow.crash();
    let hello = flow.call("hello", json!({})).await;
    let recovery = json!({ "recovery": hello["recoveries"][0]["recovery"] });
    assert_eq!(
        flow.refused("recover_workbook", recovery.clone()).await,
        "WB_PASSPHRASE"
    );
    let unlock = json!({ "path": path, "passphrase": WORD });
    flow.call("unlock_file", unlock).await;
    let view = flow.call("recover_workbook", recovery).await;
    assert_eq!(view["workbook"]["title"], "Not saved");
    save(&flow, view["session"].as_str().unwrap()).await;
    assert!(
        std::fs::read(&path)
            .unwrap()
            .starts_with(b"age-encryption.org")
    );
}

async fn sign(flow: &Flow, session: &str) -> Value {
    let signed = flow
        .call("sign_workbook", json!({ "session": session }))
        .await;
    signed["trust"]["signature"].clone()
}

#[tokio::test]
async fn a_signature_says_from_whom_a_file_is_and_grants_nothing() {
    let flow = Flow::start();
    let mut settings = flow.call("hello", json!({})).await["settings"].clone();
    settings["author"] = json!("Ada");
    flow.call("save_settings", json!({ "settings": settings }))
        .await;
    let (session, path) = made(&flow).await;
    let signature = sign(&flow, &session).await;
    assert_eq!(
        (&signature["state"], &signature["name"]),
        (&json!("own"), &json!("Ada"))
    );
    close(&flow, &session).await;
    let view = open(&flow, &path).await;
    assert_eq!(
        view["trust"]["trust"], "trusted",
        "a signed file is still the own one"
    );
    assert_eq!(view["trust"]["signature"]["state"], "own");

    let (other, received) = elsewhere(&path);
    let view = open(&other, &received).await;
    assert_eq!(view["trust"]["trust"], "restricted");
    assert_eq!(view["trust"]["signature"]["state"], "unknown");
    let session = view["session"].clone();
    let own = json!({ "session": session });
    assert_eq!(other.refused("sign_workbook", own).await, "NOT_TRUSTED");
    let know = json!({ "key": signature["key"], "name": "Ada Berger" });
    other.call("know_signer", know).await;
    let view = other
        .call("get_workbook", json!({ "session": session }))
        .await;
    let known = &view["trust"]["signature"];
    assert_eq!(
        (&known["state"], &known["name"]),
        (&json!("known"), &json!("Ada Berger"))
    );
    assert_eq!(
        view["trust"]["trust"], "restricted",
        "a known key grants no trust"
    );

    // A save without a change keeps it, a change removes it.
    let trust = json!({ "session": session, "trust": "trusted" });
    other.call("set_trust", trust).await;
    let session = session.as_str().unwrap();
    let title = json!({ "edit": "set_title", "title": "Changed there" });
    other.edit(session, title).await;
    save(&other, session).await;
    let view = other
        .call("get_workbook", json!({ "session": session }))
        .await;
    assert_eq!(view["trust"]["signature"], Value::Null);
    close(&other, session).await;
    assert_eq!(
        open(&other, &received).await["trust"]["signature"],
        Value::Null
    );
}

/// What someone else changes behind the signature's back is seen, whichever part it is.
#[tokio::test]
async fn a_file_that_was_changed_after_it_was_signed_says_so() {
    let flow = Flow::start();
    let (session, path) = made(&flow).await;
    sign(&flow, &session).await;
    let folder = flow.path("unpacked");
    flow.call("unpack_file", json!({ "file": path, "folder": folder }))
        .await;
    let packed = flow.path("packed.assay");
    let pack = json!({ "folder": folder, "file": packed });
    flow.call("pack_folder", pack.clone()).await;
    let shown = json!({ "path": packed, "wish": "show" });
    let whole = flow.call("trust_file", shown.clone()).await;
    assert_eq!(
        whole["signature"]["state"], "own",
        "both forms hold the signature"
    );
    assert_eq!(
        std::fs::read(&packed).unwrap(),
        std::fs::read(&path).unwrap()
    );

    // Another program leaves the signature as it is and changes a text and its checksum.
    let text = std::fs::read_dir(format!("{folder}/cells"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    std::fs::write(text, "select 2").unwrap();
    let bytes = forged(&path);
    std::fs::write(&packed, bytes).unwrap();
    let changed = flow.call("trust_file", shown).await;
    assert_eq!(changed["signature"]["state"], "broken");
    // Packing knows that it does not fit any more and leaves it out.
    flow.call("pack_folder", pack).await;
    let shown = json!({ "path": packed, "wish": "show" });
    assert_eq!(
        flow.call("trust_file", shown).await["signature"],
        Value::Null
    );
}

/// The file with another title in its manifest, as a program that knows ZIP alone would write it.
fn forged(path: &str) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        if name == "manifest.json" {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains("\"about\": \"\""));
            bytes = text
                .replace("\"about\": \"\"", "\"about\": \"forged\"")
                .into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(part.compression())
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644);
        writer.start_file(name, options).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[tokio::test]
async fn keys_of_others_are_checked_named_and_forgotten() {
    let flow = Flow::start();
    let (session, _) = made(&flow).await;
    let none = flow.call("get_signing", json!({})).await;
    assert_eq!(
        none["public_key"],
        Value::Null,
        "a key is made at the first signature"
    );
    let key = sign(&flow, &session).await["key"].clone();
    for (key, name, code) in [
        (json!("RWQ"), "Ada", "SIGN_PUBLIC_KEY"),
        (json!(""), "Ada", "SIGN_PUBLIC_KEY"),
        (key.clone(), "A\nB", "SIGN_NAME"),
        (key.clone(), &"x".repeat(101), "SIGN_NAME"),
    ] {
        let know = json!({ "key": key, "name": name });
        assert_eq!(flow.refused("know_signer", know).await, code);
    }
    let know = |name: &str| json!({ "key": key, "name": name });
    flow.call("know_signer", know("Ada")).await;
    let known = flow.call("know_signer", know("Ada Berger")).await;
    assert_eq!(
        known["signers"],
        json!([{ "name": "Ada Berger", "key": key }])
    );
    let known = flow.call("know_signer", know("")).await;
    assert_eq!(known["signers"], json!([]));
    let edited = json!({ "edit": "set_title", "title": "Not saved" });
    flow.edit(&session, edited).await;
    let unsaved = json!({ "session": session });
    assert_eq!(
        flow.refused("sign_workbook", unsaved).await,
        "SIGN_NOT_SAVED"
    );
}
