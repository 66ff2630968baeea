//! Workbooks opened from their files, and again when someone else has written there since.

use std::path::Path;
use std::sync::Arc;

use model::SessionId;
use workbook::file;

use super::blocking;
use crate::command::workbook::{FileNow, SessionView};
use crate::session::Session;
use crate::trust::record::Judged;
use crate::{App, Error, paths};

impl App {
    pub(crate) async fn open_workbook(&self, path: &str) -> Result<SessionView, Error> {
        let path = file::form_of(&paths::existing(path)?);
        let is_this = |session: &Arc<Session>| session.state().file.path.as_ref() == Some(&path);
        if let Some(open) = self.all_sessions().iter().find(|session| is_this(session)) {
            return Ok(open.view());
        }
        let opened = self.read_file(&path).await?;
        self.admit(opened)
    }

    /// Opens what lies on the disk now in place of the session, whose changes are dropped. When it
    /// cannot be opened, nothing is dropped.
    pub(crate) async fn reload_workbook(&self, id: &SessionId) -> Result<SessionView, Error> {
        let path = self.session(id)?.state().file.path.clone();
        let path = path.ok_or_else(never_saved)?;
        let opened = self.read_file(&path).await?;
        self.close_workbook(id, true)?;
        self.admit(opened)
    }

    /// Whether the file of a session is still the one that was opened or saved last.
    pub(crate) async fn check_file(&self, id: &SessionId) -> Result<FileNow, Error> {
        let session = self.session(id)?;
        // A save of our own is waited for.
        let _gate = session.saving.lock().await;
        let (path, known) = {
            let state = session.state();
            (state.file.path.clone(), state.file.generation.clone())
        };
        let (Some(path), Some(known)) = (path, known) else {
            return Ok(FileNow::Same);
        };
        let disk = self.disk();
        blocking("Looking at the file", move || {
            Ok(match file::generation_at(disk.as_ref(), &path) {
                Ok(found) if found == known => FileNow::Same,
                Ok(_) => FileNow::Changed,
                Err(_) => FileNow::Gone,
            })
        })
        .await
    }

    async fn read_file(&self, path: &Path) -> Result<Session, Error> {
        let opened = {
            let (disk, path) = (self.disk(), path.to_owned());
            blocking("Opening the workbook", move || {
                Session::from_file(disk.as_ref(), &path)
            })
            .await?
        };
        let (content, workbook) = {
            let state = opened.state();
            (state.file.generation.clone(), state.book.clone())
        };
        let judged = match &content {
            Some(content) => self.judge(content, &workbook.id).await,
            None => Judged::default(),
        };
        let judged = self.with_changes(judged, &workbook, path).await;
        let opened = opened.with_trust(judged);
        {
            let mut state = opened.state();
            let signature = state.file.signature.as_ref();
            let signed = signature.map(|signature| self.signature_view(signature));
            state.file.signed = signed;
        }
        self.note_recent(path, &opened.state().book);
        Ok(opened)
    }
}

fn never_saved() -> Error {
    Error::new(
        "WB_NO_PATH",
        "This workbook was never saved, so there is no file to read again.",
    )
}
