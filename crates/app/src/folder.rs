//! What the "open" dialog of a browser shows of a folder.

use std::path::Path;

use crate::command::system::{Folder, FolderEntry};
use crate::{App, Error, paths};

/// Most entries shown; folders with more are shortened.
const MOST: usize = 5_000;

impl App {
    /// A folder's visible contents, folders first, then by name.
    pub(crate) async fn list_folder(&self, folder: Option<String>) -> Result<Folder, Error> {
        let home = self.config().home_dir.clone();
        let listed = tokio::task::spawn_blocking(move || {
            let folder = match folder {
                Some(folder) => paths::existing(&folder)?,
                None => home.canonicalize().unwrap_or(home),
            };
            list(&folder)
        });
        listed.await.unwrap_or_else(|error| {
            tracing::error!(%error, "listing a folder ended by a fault");
            Err(Error::fault("Listing the folder"))
        })
    }
}

fn list(folder: &Path) -> Result<Folder, Error> {
    let read = folder.read_dir().map_err(|cause| {
        Error::new(
            "FOLDER_NOT_READ",
            format!(
                "The folder {} could not be read: {cause}. Choose another, or ask its owner.",
                crate::error::shown(&folder.to_string_lossy())
            ),
        )
    })?;
    let mut entries: Vec<FolderEntry> = read
        .flatten()
        .filter_map(|entry| view(&entry))
        .take(MOST)
        .collect();
    entries.sort_by_key(|entry| {
        (
            !entry.is_folder,
            entry.name.to_lowercase(),
            entry.name.clone(),
        )
    });
    Ok(Folder {
        folder: paths::text(folder)?,
        parent: folder.parent().and_then(Path::to_str).map(str::to_owned),
        entries,
    })
}

fn view(entry: &std::fs::DirEntry) -> Option<FolderEntry> {
    // Names that are no text cannot travel, and hidden ones are hidden on purpose.
    let name = entry
        .file_name()
        .into_string()
        .ok()
        .filter(|name| !name.starts_with('.'))?;
    let path = entry.path();
    let facts = path.metadata().ok()?;
    if !facts.is_dir() && !facts.is_file() {
        return None;
    }
    Some(FolderEntry {
        name,
        path: path.to_str()?.to_owned(),
        is_folder: facts.is_dir(),
        bytes: if facts.is_dir() { 0 } else { facts.len() },
    })
}
