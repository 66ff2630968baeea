//! `assay trust`: lets a workbook run that was not made on this machine, or stops that.

use std::fmt::Write as _;

use app::command::trust::{ChangesSinceTrust, FileTrust, TrustWish};
use app::trust::Trust as State;
use serde_json::json;

use crate::args::Trust;
use crate::console::{self, printable};
use crate::exchange::{call, cut, path, print_json};
use crate::exit::Exit;

/// Most names or paths listed of a workbook.
const MOST_LISTED: usize = 20;
/// Most differences named in one line, and most characters of them.
const MOST_NAMED: usize = 3;
const LONGEST_NAMED: usize = 120;

/// Trusts a workbook file, ends that, or says how it stands.
pub(crate) async fn trust(asked: Trust) -> Exit {
    let wish = match (asked.show, asked.revoke) {
        (true, _) => TrustWish::Show,
        (_, true) => TrustWish::Revoke,
        _ => TrustWish::Trust,
    };
    let words = json!({ "path": path(&asked.file), "wish": wish });
    let found: FileTrust = match call("trust_file", words).await {
        Ok(found) => found,
        Err(stopped) => return stopped.report(""),
    };
    if asked.json {
        print_json(&found);
    } else {
        console::print(&told(&found));
    }
    Exit::Fine
}

fn told(found: &FileTrust) -> String {
    let how = match found.trust {
        State::Trusted => "trusted: its cells may run on this computer".to_owned(),
        State::Restricted | State::Once => match &found.changed_since {
            Some(since) => format!("restricted: changed by someone else since {since}"),
            None => "restricted: nothing in it runs on this computer".to_owned(),
        },
    };
    let mut out = format!("{}: {how}\n", printable(&found.path));
    if let Some(signature) = &found.signature {
        let _ = writeln!(out, "  {}", crate::sign::told(signature));
    }
    let changes = found.changes.iter().flat_map(|changes| &changes.words);
    out.push_str(&list("changed", &changes.cloned().collect::<Vec<_>>()));
    out.push_str(&list("runs", &found.runs));
    out.push_str(&list("opens", &found.opens));
    out
}

/// What became of a workbook since it was trusted, in at most a line: `changed by someone else
/// since …, when it was trusted here: cell revenue: 1 line changed`.
pub(crate) fn changed(since: &str, changes: Option<&ChangesSinceTrust>) -> String {
    let since = format!("changed by someone else since {since}, when it was trusted here");
    let Some(changes) = changes else {
        return since;
    };
    if changes.words.is_empty() {
        return format!("{since}; its cells, pages and sources say the same as then");
    }
    let named: Vec<&str> = changes
        .words
        .iter()
        .take(MOST_NAMED)
        .map(String::as_str)
        .collect();
    let more = match (changes.count as usize).saturating_sub(named.len()) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let named = cut(&named.join("; "), LONGEST_NAMED);
    format!("{since}: {named}{more}")
}

fn list(what: &str, names: &[String]) -> String {
    let mut out = String::new();
    for name in names.iter().take(MOST_LISTED) {
        let _ = writeln!(out, "  {what} {}", printable(name));
    }
    if names.len() > MOST_LISTED {
        let _ = writeln!(out, "  {what} {MOST_LISTED} of {} are listed", names.len());
    }
    out
}
