//! `assay sign` and `assay signers`: from whom a workbook file is.

use std::fmt::Write as _;

use app::command::protect::{SignatureState, SignatureView, Signing};
use serde_json::json;

use crate::args::{Sign, Signers};
use crate::console::{self, printable};
use crate::exchange::{application, call, print_json};
use crate::exit::Exit;
use crate::host;
use crate::stopped::Stopped;
use crate::workbook::not_trusted;

/// Signs a workbook file.
pub(crate) async fn sign(asked: Sign) -> Exit {
    let done = async {
        let app = application()?;
        let view = host::open(&app, &asked.file).await?;
        let session = view["session"].clone();
        let is_closed = view["trust"]["trust"] == "restricted";
        let signed = if is_closed {
            Err(not_trusted(&asked.file, &view["trust"], ""))
        } else {
            let sign = json!({ "session": session });
            let signed = host::call(&app, "sign_workbook", sign).await;
            signed.map_err(Stopped::from)
        };
        let close = json!({ "session": session, "discard": true });
        let _ = host::call(&app, "close_workbook", close).await;
        let found: SignatureView = serde_json::from_value(signed?["trust"]["signature"].take())
            .map_err(|_| Stopped::unexpected())?;
        Ok::<_, Stopped>(found)
    };
    let found = match done.await {
        Ok(found) => found,
        Err(stopped) => return stopped.report(""),
    };
    if asked.json {
        print_json(&found);
    } else {
        let file = printable(&asked.file.display().to_string());
        console::print(&format!("{file}: {}\n", told(&found)));
        console::print(&format!("public key {}\n", printable(&found.key)));
    }
    Exit::Fine
}

/// Lists the known keys, or changes them.
pub(crate) async fn signers(asked: Signers) -> Exit {
    let done = async {
        let known: Signing = call("get_signing", json!({})).await?;
        let change = match (&asked.add, &asked.forget) {
            (Some((name, key)), _) => json!({ "name": name, "key": key }),
            (None, Some(name)) => {
                let found = known.signers.iter().find(|one| one.name == *name);
                let found = found.ok_or_else(|| {
                    let name = printable(name);
                    Stopped::because("NO_SUCH_SIGNER", format!("No key is known as {name}."))
                })?;
                json!({ "name": "", "key": found.key })
            }
            (None, None) => return Ok::<_, Stopped>(known),
        };
        call("know_signer", change).await
    };
    let known: Signing = match done.await {
        Ok(known) => known,
        Err(stopped) => return stopped.report(""),
    };
    if asked.json {
        print_json(&known);
        return Exit::Fine;
    }
    let mut out = String::new();
    match &known.public_key {
        Some(key) => drop(writeln!(out, "{key}  (this computer)")),
        None => out.push_str("This computer has no key yet; `assay sign` makes one.\n"),
    }
    for one in &known.signers {
        let _ = writeln!(out, "{}  {}", printable(&one.key), printable(&one.name));
    }
    console::print(&out);
    Exit::Fine
}

/// What a signature says, in one line.
pub(crate) fn told(found: &SignatureView) -> String {
    let at = found
        .at
        .as_deref()
        .map_or(String::new(), |at| format!(" at {at}"));
    let name = printable(&found.name);
    match found.state {
        SignatureState::Own => format!("signed on this computer{at}, unchanged since"),
        SignatureState::Known => format!("signed by {name}{at}, unchanged since"),
        SignatureState::Unknown if name.is_empty() => {
            format!("signed{at} with a key that is not known here, unchanged since")
        }
        SignatureState::Unknown => format!(
            "signed{at} with a key that is not known here, by someone who writes “{name}”, unchanged since"
        ),
        SignatureState::Broken => {
            "its signature does not fit: the file was changed after it was signed".to_owned()
        }
    }
}
