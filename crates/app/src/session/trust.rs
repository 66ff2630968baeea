//! How far the workbook of a session is trusted, and what follows from a change of that.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use model::CellBody;
use workbook::file::{self, Opened};

use super::Session;
use crate::command::system::Tag;
use crate::command::trust::{FileTrust, TrustWish};
use crate::command::workbook::SessionView;
use crate::trust::record::{Content, Judged};
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
        let opened = match trust {
            Trust::Once => None,
            Trust::Restricted | Trust::Trusted => self.known_file(app).await,
        };
        self.remember_trust(app, trust, opened.as_ref()).await?;
        if trust == Trust::Restricted {
            app.jobs().cancel_session(&self.id);
            self.stop();
        }
        let stored = match trust {
            Trust::Restricted => opened.map(|(_, opened)| opened.results).unwrap_or_default(),
            Trust::Once | Trust::Trusted => BTreeMap::new(),
        };
        let cells = {
            let mut state = self.state();
            state.judged = Judged::of(trust);
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

    /// Remembers what a person decided about the content of the file. It is read again for what it
    /// says: the open document may have changed since.
    async fn remember_trust(
        &self,
        app: &App,
        trust: Trust,
        opened: Option<&(PathBuf, Opened)>,
    ) -> Result<(), Error> {
        let (generation, workbook) = {
            let state = self.state();
            (state.file.generation.clone(), state.book.id.clone())
        };
        let Some(generation) = generation else {
            return Ok(());
        };
        match (trust, opened) {
            (Trust::Once, _) => Ok(()),
            (Trust::Restricted, _) => app.end_trust(&generation, &workbook).await,
            (Trust::Trusted, Some((path, opened))) => {
                let workbook = &opened.workbook;
                let content = Content {
                    generation: &generation,
                    workbook,
                    path,
                };
                app.keep_trust(&content).await
            }
            (Trust::Trusted, None) => Err(Error::new(
                "WB_CHANGED_ON_DISK",
                "The file is not the one that was opened any more, so it was not trusted. Reload it, see what changed and decide then.",
            )),
        }
    }

    /// The file, as long as it is the one that was opened or saved last.
    async fn known_file(&self, app: &App) -> Option<(PathBuf, Opened)> {
        let (path, generation) = {
            let state = self.state();
            (state.file.path.clone()?, state.file.generation.clone())
        };
        let disk = app.disk();
        let read = tokio::task::spawn_blocking(move || {
            let opened = file::open(disk.as_ref(), &path).ok()?;
            Some((path, opened))
        });
        let (path, opened) = read.await.ok().flatten()?;
        (Some(&opened.generation) == generation.as_ref()).then_some((path, opened))
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
        let (generation, book, signature) = (opened.generation, opened.workbook, opened.signature);
        let content = Content {
            generation: &generation,
            workbook: &book,
            path: &path,
        };
        match wish {
            TrustWish::Trust => self.keep_trust(&content).await?,
            TrustWish::Revoke => self.end_trust(&generation, &book.id).await?,
            TrustWish::Show => {}
        }
        let judged = self.judge(&generation, &book.id).await;
        let judged = self.with_changes(judged, &book, &path).await;
        let runs = book
            .cells
            .iter()
            .filter(|cell| matches!(cell.body, CellBody::Sql { .. } | CellBody::Chart { .. }));
        Ok(FileTrust {
            path: paths::text(&path)?,
            title: book.title.clone(),
            trust: judged.trust,
            changed_since: judged.changed_since,
            changes: judged.changes,
            signature: signature.map(|signature| self.signature_view(&signature)),
            content: generation.as_str().to_owned(),
            runs: runs.map(|cell| cell.name.clone()).collect(),
            opens: book.sources.iter().map(|one| one.path.clone()).collect(),
        })
    }
}
