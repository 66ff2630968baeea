//! Native dialogs. The page asks for a kind of dialog and gets paths that a person chose.

use app::Error;
use serde::Deserialize;
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FilePath};
use tauri_plugin_opener::OpenerExt;

/// File endings that the application reads as data.
const DATA: [&str; 17] = [
    "csv", "tsv", "txt", "gz", "zst", "parquet", "json", "ndjson", "jsonl", "arrow", "ipc",
    "feather", "xlsx", "xls", "ods", "sqlite", "db",
];

/// What a person is to choose.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PickKind {
    Open,
    OpenFolder,
    Save,
}

/// Shows a native dialog and answers what was chosen; nothing when it was closed.
#[tauri::command]
pub(crate) async fn pick(
    handle: AppHandle,
    kind: PickKind,
    suggested: Option<String>,
) -> Result<Vec<String>, Error> {
    let mut dialog = handle.dialog().file();
    if let Some(name) = suggested {
        dialog = dialog.set_file_name(name);
    }
    let (chosen, answer) = tokio::sync::oneshot::channel::<Vec<FilePath>>();
    match kind {
        PickKind::Open => dialog
            .add_filter("Data and workbooks", &[&["assay"], &DATA[..]].concat())
            .add_filter("All files", &["*"])
            .pick_files(move |paths| drop(chosen.send(paths.unwrap_or_default()))),
        PickKind::OpenFolder => {
            dialog.pick_folder(move |path| drop(chosen.send(path.into_iter().collect())));
        }
        PickKind::Save => {
            dialog.save_file(move |path| drop(chosen.send(path.into_iter().collect())));
        }
    }
    let paths = answer.await.unwrap_or_default();
    Ok(paths.into_iter().map(|path| path.to_string()).collect())
}

/// Opens a web address in the person's browser. Only `http` and `https`, in canonical form.
#[tauri::command]
pub(crate) async fn open_link(handle: AppHandle, address: String) -> Result<(), Error> {
    let refused = |why: &str| Error {
        code: "LINK_REFUSED".to_owned(),
        message: format!("The link was not opened: {why}. Copy it if you trust it."),
    };
    let url = tauri::Url::parse(&address).map_err(|_| refused("it is not a web address"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refused("only http and https addresses are opened"));
    }
    handle
        .opener()
        .open_url(url.as_str(), None::<&str>)
        .map_err(|_| refused("this machine has no browser that could be started"))
}
