//! Opens the page in the person's browser without the token in any argument list.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::console;

/// How long the browser has to read the file that leads it to the page.
const LIFE: Duration = Duration::from_secs(30);

/// Opens `address` through a private file, since other users can read the arguments of programs.
pub(super) fn in_browser(address: &str) {
    let file = tempfile::Builder::new()
        .prefix("assay-")
        .suffix(".html")
        .tempfile();
    let written = file.and_then(|mut file| {
        write!(
            file,
            "<!doctype html><meta charset=\"utf-8\"><title>Assay</title>\
             <meta http-equiv=\"refresh\" content=\"0;url={address}\">"
        )?;
        file.flush()?;
        Command::new("xdg-open")
            .arg(file.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(file)
    });
    match written {
        Ok(file) => {
            tokio::spawn(async move {
                tokio::time::sleep(LIFE).await;
                drop(file);
            });
        }
        Err(_) => console::say("No browser could be opened. Open the address above yourself.\n"),
    }
}
