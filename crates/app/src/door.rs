//! The one list of commands and the one door. Every host comes through here.

use std::future::Future;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ts_rs::TS;

use crate::command::chart::{
    PlaceField, ReadBehind, ReadChart, ReadRecords, SetChartText, ViewChart,
};
use crate::command::detail::{DropClause, GoToDetail, LeaveDetail};
use crate::command::exchange::{CompareFiles, MergeFiles, PackFolder, UnpackFile};
use crate::command::explain::ExplainCell;
use crate::command::lineage::ReadLineage;
use crate::command::notebook::{
    AwaitJob, CancelJob, CheckText, CompleteText, ExportCell, ProfileCell, ReadWindow, RunAll,
    RunCell, RunStale,
};
use crate::command::notes::{ChartNotes, ReadEvidence};
use crate::command::package::{PackageWorkbook, PlanPackage};
use crate::command::page::{
    ClearSelection, CountPage, ExportPage, PlanTiles, ReadTile, ReadTrend, ReadValues,
    ResetControls, SetDrill, SetSelection, ViewPage,
};
use crate::command::paper::{ExportPaper, ImportNotebook};
use crate::command::picture::ExportChart;
use crate::command::protect::{GetSigning, KnowSigner, SetPassphrase, SignWorkbook, UnlockFile};
use crate::command::relink::{FindSources, PlanRepair};
use crate::command::reproduce::Reproduce;
use crate::command::row::{ExplainRow, TakeRow, ViewRowParts};
use crate::command::snapshot::{
    ForgetSnapshot, KeepSnapshot, ListSnapshots, ReadSnapshot, ViewSnapshot,
};
use crate::command::source::{
    AddSource, ListRejected, ListSources, PreviewFile, ProfileTable, ReadTable, RefreshSource,
    SearchCatalog,
};
use crate::command::system::{
    ForgetRecent, GetStatus, Hello, ListFolder, ListHistory, PollEvents, SaveSettings, Tag,
};
use crate::command::trial::{CloseTrial, RunPart};
use crate::command::trust::{SetTrust, TrustFile};
use crate::command::vega::{ReadVega, WriteVega};
use crate::command::versions::{
    CompareWith, ForgetVersion, KeepVersion, ListVersions, MergeInto, PlanMerge, RestoreVersion,
    TakeOver,
};
use crate::command::why::ExplainMark;
use crate::command::words::{DescribeName, FormatText, PlanRename};
use crate::command::workbook::{
    ApplyEdit, CheckFile, CloseWorkbook, DiscardRecovery, GetWorkbook, NewWorkbook, OpenSample,
    OpenWorkbook, RecoverWorkbook, Redo, ReloadWorkbook, SaveWorkbook, Undo,
};
use crate::{App, Error};

/// A command: its words are the fields, its answer is `Reply`.
pub trait Command: DeserializeOwned + Serialize + TS + Send + 'static {
    type Reply: IntoReply + TS;
    const NAME: &'static str;

    /// What the screen must ask for again once it has succeeded.
    fn stale(&self) -> Vec<Tag> {
        Vec::new()
    }

    /// Does it.
    fn run(self, app: &App) -> impl Future<Output = Result<Self::Reply, Error>> + Send;
}

/// What a command answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    Json(Value),
    /// `[length, u32 little-endian][WindowHead as JSON of that length][Arrow IPC stream]`.
    Arrow(Vec<u8>),
}

/// Something a command can answer.
pub trait IntoReply {
    /// The answer as it travels.
    fn into_reply(self) -> Result<Reply, Error>;
}

impl<T: Serialize> IntoReply for T {
    fn into_reply(self) -> Result<Reply, Error> {
        serde_json::to_value(self)
            .map(Reply::Json)
            .map_err(|error| {
                tracing::error!(%error, "an answer could not be written");
                Error::fault("Writing the answer")
            })
    }
}

/// Rows with their `WindowHead` in front; see [`Reply::Arrow`].
#[derive(Debug, Clone, PartialEq, TS)]
#[ts(export, type = "ArrayBuffer")]
pub struct Rows(pub Vec<u8>);

impl IntoReply for Rows {
    fn into_reply(self) -> Result<Reply, Error> {
        Ok(Reply::Arrow(self.0))
    }
}

macro_rules! for_each_command {
    ($visit:ident) => {
        $visit! {
            Hello, SaveSettings, ForgetRecent, ListFolder, GetStatus, ListHistory, PollEvents,
            NewWorkbook, OpenWorkbook, OpenSample, GetWorkbook, ApplyEdit, Undo, Redo,
            RecoverWorkbook, SaveWorkbook, ReloadWorkbook, CheckFile, CloseWorkbook, DiscardRecovery,
            RunCell, RunStale, RunAll, CancelJob, AwaitJob, CheckText, CompleteText, ReadWindow, ProfileCell,
            ExportCell, RunPart, CloseTrial, DescribeName, PlanRename, FormatText, ReadLineage,
            ExplainCell,
            PreviewFile, AddSource, RefreshSource, ListSources, ProfileTable, ReadTable,
            ListRejected, SearchCatalog, FindSources, PlanRepair,
            PlaceField, ViewChart, ReadChart, ReadRecords, ReadBehind, ExplainMark, ViewRowParts, TakeRow, ExplainRow, SetChartText, ChartNotes, ReadEvidence, ExportChart,
            WriteVega, ReadVega,
            CompareFiles, MergeFiles, UnpackFile, PackFolder, SetTrust, TrustFile, Reproduce, ExportPaper,
            UnlockFile, SetPassphrase, SignWorkbook, GetSigning, KnowSigner,
            PlanPackage, PackageWorkbook, ImportNotebook,
            ListVersions, KeepVersion, ForgetVersion, RestoreVersion, CompareWith, TakeOver, PlanMerge, MergeInto,
            ViewPage, ReadTile, ReadTrend, CountPage, SetSelection, SetDrill, DropClause, GoToDetail, LeaveDetail, ClearSelection, ResetControls, ReadValues,
            PlanTiles, ExportPage,
            ListSnapshots, KeepSnapshot, ForgetSnapshot, ViewSnapshot, ReadSnapshot
        }
    };
}

/// Answers any command by name.
pub async fn call(app: &App, name: &str, payload: Value) -> Result<Reply, Error> {
    macro_rules! route {
        ($($command:ident),+) => {
            match name {
                $($command::NAME => answer::<$command>(app, payload).await,)+
                _ => Err(Error::unknown_command(name)),
            }
        };
    }
    for_each_command!(route)
}

/// The names of all commands.
pub fn command_names() -> Vec<&'static str> {
    macro_rules! names {
        ($($command:ident),+) => { vec![$($command::NAME),+] };
    }
    for_each_command!(names)
}

/// `Commands` for TypeScript: the request and the reply of every command by its name.
pub fn commands_typescript() -> String {
    macro_rules! rows {
        ($($command:ident),+) => { vec![$(row::<$command>()),+] };
    }
    typescript(&for_each_command!(rows))
}

/// Runs on a task of its own, so that a fault in one command ends neither host nor caller.
async fn answer<C: Command>(app: &App, payload: Value) -> Result<Reply, Error> {
    app.check_trust(C::NAME, &payload)?;
    let command: C = read(payload)?;
    let stale = command.stale();
    let inside = app.clone();
    let task = tokio::spawn(async move { command.run(&inside).await?.into_reply() });
    let reply = task.await.unwrap_or_else(|error| {
        tracing::error!(command = C::NAME, %error, "a command ended by a fault");
        Err(Error::fault(C::NAME))
    })?;
    if !stale.is_empty() {
        app.events().tell(stale);
    }
    Ok(reply)
}

fn read<C: Command>(payload: Value) -> Result<C, Error> {
    let bad = |why: &str| Error::bad_request(C::NAME, why);
    // A command without words may come without a payload.
    let payload = if payload.is_null() {
        Value::Object(serde_json::Map::new())
    } else {
        payload
    };
    let command: C =
        serde_json::from_value(payload.clone()).map_err(|error| bad(&error.to_string()))?;
    let understood = serde_json::to_value(&command).map_err(|error| bad(&error.to_string()))?;
    match unknown_field(&payload, &understood, &mut String::new()) {
        Some(path) => Err(bad(&format!(
            "the field {} is unknown",
            crate::error::shown(&path)
        ))),
        None => Ok(command),
    }
}

/// The path of a field that was given but not understood. Empty values may be left out.
fn unknown_field(given: &Value, understood: &Value, path: &mut String) -> Option<String> {
    let length = path.len();
    match (given, understood) {
        (Value::Object(given), Value::Object(understood)) => {
            for (name, value) in given {
                path.push('.');
                path.push_str(name);
                let found = match understood.get(name) {
                    Some(known) => unknown_field(value, known, path),
                    None if is_empty(value) => None,
                    None => Some(path.trim_start_matches('.').to_owned()),
                };
                if found.is_some() {
                    return found;
                }
                path.truncate(length);
            }
            None
        }
        (Value::Array(given), Value::Array(understood)) => given
            .iter()
            .zip(understood)
            .enumerate()
            .find_map(|(at, (value, known))| {
                path.push('.');
                path.push_str(&at.to_string());
                let found = unknown_field(value, known, path);
                path.truncate(length);
                found
            }),
        _ => None,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

struct Row {
    name: &'static str,
    request: String,
    reply: String,
}

fn row<C: Command>() -> Row {
    let config = ts_rs::Config::from_env();
    Row {
        name: C::NAME,
        request: C::name(&config),
        reply: <C::Reply as TS>::name(&config),
    }
}

fn typescript(rows: &[Row]) -> String {
    let mut imports: Vec<&str> = rows
        .iter()
        .flat_map(|row| [row.request.as_str(), row.reply.as_str()])
        .filter(|name| !matches!(*name, "null" | "ArrayBuffer"))
        .collect();
    imports.sort_unstable();
    imports.dedup();
    let mut lines =
        vec!["// This file was generated from the list of commands. Do not edit it.".to_owned()];
    lines.extend(
        imports
            .iter()
            .map(|name| format!("import type {{ {name} }} from \"./{name}\";")),
    );
    lines.push(String::new());
    lines.push("/** Request and reply of every command. Replies of `ArrayBuffer` hold a length (u32, little-endian), `WindowHead` as JSON of that length, and an Arrow IPC stream. */".to_owned());
    lines.push("export type Commands = {".to_owned());
    lines.extend(rows.iter().map(|row| {
        format!(
            "  {}: {{ request: {}; reply: {} }};",
            row.name, row.request, row.reply
        )
    }));
    lines.push("};\n".to_owned());
    lines.join("\n")
}
