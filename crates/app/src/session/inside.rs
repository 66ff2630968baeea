//! Sources whose data is a part of the workbook file: written into a private folder when they are
//! read, so that the engine can open them. Only a workbook that may open files gets there.

use std::path::{Path, PathBuf};
use std::time::Duration;

use model::SourceSpec;
use workbook::file::INSIDE;

use super::Session;
use crate::{App, Error};

/// The folder in the state folder; everything in it can be made again.
const FOLDER: &str = "inside";
/// Data that no workbook asked for in this time goes.
const KEPT: Duration = Duration::from_hours(24 * 7);

impl Session {
    /// The source as the engine can open it: the same, or with the path of its data on this disk.
    pub(super) async fn on_disk(&self, app: &App, spec: &SourceSpec) -> Result<SourceSpec, Error> {
        if !spec.path.starts_with(INSIDE) {
            return Ok(spec.clone());
        }
        let bytes = {
            let state = self.state();
            let bytes = state.file.extras.data(&spec.path).map(<[u8]>::to_vec);
            bytes.ok_or_else(not_there)?
        };
        let folder = app.config().state_dir.join(FOLDER);
        let path = tokio::task::spawn_blocking(move || written(&folder, &bytes));
        let path = path.await.map_err(|_| Error::fault("Reading the data"))?;
        let path = path.map_err(|error| {
            Error::new(
                "INSIDE_NOT_READ",
                format!(
                    "The data inside the workbook could not be laid out on this disk: {error}."
                ),
            )
        })?;
        Ok(SourceSpec {
            path: crate::paths::text(&path)?,
            ..spec.clone()
        })
    }
}

/// Writes bytes under their hash, once; names of a folder for this account alone.
fn written(folder: &Path, bytes: &[u8]) -> std::io::Result<PathBuf> {
    use std::io::Write as _;
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(folder)?;
    sweep(folder);
    let path = folder.join(format!("{}.parquet", blake3::hash(bytes).to_hex()));
    if path
        .metadata()
        .is_ok_and(|facts| facts.len() == bytes.len() as u64)
    {
        return Ok(path);
    }
    let temporary = folder.join(format!("{}.tmp", crate::app::fresh().simple()));
    let mut options = std::fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&temporary, &path)?;
    Ok(path)
}

/// Removes what was not read for long. What cannot be looked at stays.
fn sweep(folder: &Path) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let used = entry
            .metadata()
            .and_then(|facts| facts.accessed().or_else(|_| facts.modified()));
        if used.is_ok_and(|used| used.elapsed().is_ok_and(|age| age > KEPT)) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

fn not_there() -> Error {
    Error::new(
        "INSIDE_NOT_THERE",
        "The data of this source should be inside the workbook and is not. Ask for the file again, or choose another source.",
    )
}
