//! How far the workbook of a session is trusted, and what follows from a change of that.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::{CellBody, CellId};
use workbook::file::{self, SavedResult};

use super::Session;
use crate::command::system::Tag;
use crate::command::trust::{FileTrust, TrustWish};
use crate::command::workbook::SessionView;
use crate::trust::record::Judged;
use crate::trust::{Action, Permission, Trust, permission, refusal};
use crate::{App, Error, paths};

impl Session {
    /// How far the workbook is trusted.
    pub(crate) fn trust(&self) -> Trust {
        self.state().judged.trust
    }

    /// Sets how the workbook stands when it is opened.
    pub(crate) fn with_trust(self, judged: Judged) -> Self {
        self.state().judged = judged;
        self
    }

    /// Refuses what the trust of the workbook does not allow.
    pub(super) fn check_may(&self, action: Action) -> Result<(), Error> {
        match permission(action, self.trust()) {
            Permission::Allowed => Ok(()),
            Permission::Stored | Permission::Refused => Err(refusal()),
        }
    }

    /// A person decided how far the workbook is trusted.
    pub(crate) async fn set_trust(
        self: &Arc<Self>,
        app: &App,
        trust: Trust,
    ) -> Result<SessionView, Error> {
        let (content, workbook) = {
            let state = self.state();
            (state.file.generation.clone(), state.book.id.clone())
        };
        if let Some(content) = &content {
            match trust {
                Trust::Trusted => app.keep_trust(content, &workbook).await?,
                Trust::Restricted => app.end_trust(content, &workbook).await?,
                Trust::Once => {}
            }
        }
        if trust == Trust::Restricted {
            app.jobs().cancel_session(&self.id);
            self.stop();
        }
        let stored = match trust {
            Trust::Restricted => self.stored_in_file(app).await,
            Trust::Once | Trust::Trusted => BTreeMap::new(),
        };
        let cells = {
            let mut state = self.state();
            state.judged = Judged {
                trust,
                changed_since: None,
            };
            if trust == Trust::Restricted {
                // What was computed is gone with the engine; what the file holds is shown again.
                state.runs.clear();
                state.show_saved(stored);
                state.sources.clear();
                state.tile_rows = super::pages::TileRows::default();
            }
            state.touch();
            let cells = state.book.cells.iter().map(|cell| cell.id.clone());
            cells.collect::<Vec<_>>()
        };
        let session = self.id.clone();
        let tags = cells.into_iter().map(|cell| Tag::Cell {
            session: session.clone(),
            cell,
        });
        app.events().tell(tags.collect());
        Ok(self.view())
    }

    /// The answers in the file, as long as it is the one that was opened or saved last.
    async fn stored_in_file(&self, app: &App) -> BTreeMap<CellId, SavedResult> {
        let (path, generation) = {
            let state = self.state();
            (state.file.path.clone(), state.file.generation.clone())
        };
        let Some(path) = path else {
            return BTreeMap::new();
        };
        let disk = app.disk();
        let read = tokio::task::spawn_blocking(move || file::open(disk.as_ref(), &path).ok()).await;
        read.ok()
            .flatten()
            .filter(|opened| Some(&opened.generation) == generation.as_ref())
            .map(|opened| opened.results)
            .unwrap_or_default()
    }
}

impl App {
    /// Trusts a file, ends that, or says how it stands; nothing of it runs.
    pub(crate) async fn trust_file(&self, path: &str, wish: TrustWish) -> Result<FileTrust, Error> {
        let (disk, path) = (self.disk(), paths::existing(path)?);
        let read = tokio::task::spawn_blocking(move || {
            let opened = file::open(disk.as_ref(), &path)?;
            Ok::<_, Error>((path, opened))
        });
        let (path, opened) = read
            .await
            .unwrap_or_else(|_| Err(Error::fault("Reading the workbook")))?;
        let (content, book, signature) = (opened.generation, opened.workbook, opened.signature);
        match wish {
            TrustWish::Trust => self.keep_trust(&content, &book.id).await?,
            TrustWish::Revoke => self.end_trust(&content, &book.id).await?,
            TrustWish::Show => {}
        }
        let judged = self.judge(&content, &book.id).await;
        let runs = book
            .cells
            .iter()
            .filter(|cell| matches!(cell.body, CellBody::Sql { .. } | CellBody::Chart { .. }));
        Ok(FileTrust {
            path: paths::text(&path)?,
            title: book.title.clone(),
            trust: judged.trust,
            changed_since: judged.changed_since,
            signature: signature.map(|signature| self.signature_view(&signature)),
            content: content.as_str().to_owned(),
            runs: runs.map(|cell| cell.name.clone()).collect(),
            opens: book.sources.iter().map(|one| one.path.clone()).collect(),
        })
    }
}
