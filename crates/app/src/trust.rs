//! What may be done with a workbook that was not made on this machine: one table of action and
//! trust. The door asks it before every command, so the window, the command line and the page in a
//! browser follow it alike; the tests walk it.

pub(crate) mod changes;
mod kept;
pub(crate) mod record;
mod signing;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Error;

/// How far a workbook is trusted on this machine. Nothing in its file has a say in this.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// Shown as it was saved; nothing runs and no other file is opened.
    #[default]
    Restricted,
    /// Runs until it is closed; not remembered.
    Once,
    /// Runs; remembered for exactly this content, and for what is saved from it here.
    Trusted,
}

/// What a command does, as far as trust is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Belongs to no open workbook, or a person decides something by it.
    Host,
    /// Shows what the workbook holds.
    Look,
    /// Changes the document.
    Change,
    /// Writes the workbook to a file, or closes it.
    Save,
    /// Saves so that the new content is trusted too.
    SaveAsOwn,
    /// Computes something, or has a text read by the engine.
    Run,
    /// Opens a file outside of the workbook.
    Reach,
    /// Writes data to another file.
    Export,
}

/// Whether an action may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    Allowed,
    /// Only from what is stored in the workbook: the engine is not asked and no file is opened.
    Stored,
    Refused,
}

/// Every trust, in the order of the columns of [`TABLE`].
pub const TRUSTS: [Trust; 3] = [Trust::Restricted, Trust::Once, Trust::Trusted];

/// Who may do what.
pub const TABLE: [(Action, [Permission; 3]); 8] = {
    use Permission::{Allowed, Refused, Stored};
    [
        (Action::Host, [Allowed, Allowed, Allowed]),
        (Action::Look, [Stored, Allowed, Allowed]),
        (Action::Change, [Stored, Allowed, Allowed]),
        (Action::Save, [Stored, Allowed, Allowed]),
        (Action::SaveAsOwn, [Refused, Refused, Allowed]),
        (Action::Run, [Refused, Allowed, Allowed]),
        (Action::Reach, [Refused, Allowed, Allowed]),
        (Action::Export, [Refused, Allowed, Allowed]),
    ]
};

/// Whether an action may happen with a workbook of this trust.
pub fn permission(action: Action, trust: Trust) -> Permission {
    let row = TABLE.iter().find(|(known, _)| *known == action);
    let column = TRUSTS.iter().position(|known| *known == trust);
    row.zip(column)
        .and_then(|((_, row), column)| row.get(column).copied())
        .unwrap_or(Permission::Refused)
}

/// What a command does; none for a name that is no command.
pub fn action_of(command: &str) -> Option<Action> {
    Some(match command {
        "hello" | "save_settings" | "forget_recent" | "list_folder" | "get_status"
        | "list_history" | "poll_events" | "new_workbook" | "open_workbook" | "open_sample"
        | "recover_workbook" | "discard_recovery" | "cancel_job" | "await_job" | "close_trial"
        | "preview_file" | "search_catalog" | "compare_files" | "merge_files" | "unpack_file"
        | "pack_folder" | "import_notebook" | "set_trust" | "trust_file" | "compare_with"
        | "plan_merge" | "unlock_file" | "get_signing" | "know_signer" => Action::Host,
        "get_workbook" | "check_file" | "read_window" | "list_sources" | "view_chart"
        | "read_chart" | "view_page" | "read_tile" | "read_trend" | "write_vega"
        | "list_versions" | "list_snapshots" | "view_snapshot" | "read_snapshot" => Action::Look,
        "apply_edit" | "undo" | "redo" | "place_field" | "read_vega" | "set_selection"
        | "set_drill" | "drop_clause" | "go_to_detail" | "leave_detail" | "clear_selection"
        | "reset_controls" | "plan_tiles" | "set_chart_text" | "take_over" | "merge_into" => {
            Action::Change
        }
        "save_workbook" | "close_workbook" | "reload_workbook" | "export_paper"
        | "keep_version" | "forget_version" | "keep_snapshot" | "forget_snapshot"
        | "set_passphrase" | "restore_version" => Action::Save,
        "sign_workbook" => Action::SaveAsOwn,
        "plan_repair" | "reproduce" | "run_cell" | "run_stale" | "run_all" | "run_part"
        | "explain_cell" | "check_text" | "complete_text" | "describe_name" | "plan_rename"
        | "format_text" | "read_lineage" | "profile_cell" | "chart_notes" | "read_evidence"
        | "read_records" | "read_behind" | "explain_mark" | "view_row_parts" | "take_row"
        | "explain_row" | "count_page" | "read_values" => Action::Run,
        "add_source" | "refresh_source" | "profile_table" | "read_table" | "list_rejected"
        | "find_sources" => Action::Reach,
        "export_cell" | "export_chart" | "export_page" | "plan_package" | "package_workbook" => {
            Action::Export
        }
        _ => return None,
    })
}

/// `REFUSED` for TypeScript: the commands that [`TABLE`] refuses in each trust, so that the window
/// offers what this table allows and nothing else.
pub fn refused_typescript() -> String {
    let mut lines = vec![
        "// This file was generated from the table of action and trust. Do not edit it.".to_owned(),
        "import type { Commands } from \"./Commands\";".to_owned(),
        "import type { Trust } from \"./Trust\";".to_owned(),
        String::new(),
        "/** Commands that are refused for a workbook of each trust. */".to_owned(),
        "export const REFUSED: Record<Trust, readonly (keyof Commands)[]> = {".to_owned(),
    ];
    let mut names = crate::command_names();
    names.sort_unstable();
    for (trust, word) in TRUSTS.into_iter().zip(["restricted", "once", "trusted"]) {
        let refused = names.iter().filter(|name| {
            action_of(name).is_none_or(|action| permission(action, trust) == Permission::Refused)
        });
        let refused: Vec<String> = refused.map(|name| format!("    \"{name}\",")).collect();
        if refused.is_empty() {
            lines.push(format!("  {word}: [],"));
        } else {
            lines.push(format!("  {word}: ["));
            lines.extend(refused);
            lines.push("  ],".to_owned());
        }
    }
    lines.push("};\n".to_owned());
    lines.join("\n")
}

/// The refusal of what only a trusted workbook may do.
pub(crate) fn refusal() -> Error {
    Error::new(
        "NOT_TRUSTED",
        "This workbook was not made on this computer, so nothing in it runs and no file is opened for it. What was saved in it can be seen. Trust it to do more.",
    )
}
