//! Workbooks that are kept encrypted.

use std::path::Path;
use std::sync::Arc;

use workbook::file;
use workbook::{Fs, Passphrase};

use super::Session;
use crate::command::workbook::SessionView;
use crate::{App, Error, paths};

impl Session {
    /// Encrypts the file from the next save on, or no more.
    pub(crate) fn set_passphrase(
        self: &Arc<Self>,
        app: &App,
        passphrase: Option<Passphrase>,
    ) -> Result<SessionView, Error> {
        if let Some(passphrase) = &passphrase {
            passphrase.check()?;
        }
        {
            let mut state = self.state();
            let path = state.file.path.clone();
            if path.as_deref().is_some_and(Path::is_dir) {
                return Err(folder_in_clear());
            }
            if let Some(path) = path {
                app.passphrases().set_passphrase(&path, passphrase.clone());
            }
            state.file.passphrase = passphrase;
            state.history.mark_unsaved();
            state.touch();
        }
        Ok(self.view())
    }
}

/// A folder of texts has nothing to be encrypted.
pub(super) fn folder_in_clear() -> Error {
    Error::new(
        "WB_FOLDER_IN_CLEAR",
        "A folder holds the workbook as plain texts, which cannot be encrypted. Save it as a file, or without a passphrase.",
    )
}

impl App {
    /// Remembers the passphrase of a file when it opens that.
    pub(crate) async fn unlock(&self, path: &str, passphrase: Passphrase) -> Result<(), Error> {
        let path = file::form_of(&paths::existing(path)?);
        let disk = Arc::clone(self.passphrases());
        let before = disk.passphrase(&path);
        let tried = tokio::task::spawn_blocking(move || {
            if !disk.is_encrypted(&path) {
                return Ok(());
            }
            disk.set_passphrase(&path, Some(passphrase));
            let opened = file::open_as_written(disk.as_ref(), &path);
            if opened.is_err() {
                disk.set_passphrase(&path, before);
            }
            opened.map(drop)
        });
        let tried = tried.await.map_err(|error| {
            tracing::error!(%error, "reading an encrypted workbook ended by a fault");
            Error::fault("Reading the workbook")
        })?;
        Ok(tried?)
    }
}
