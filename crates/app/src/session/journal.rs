//! Unsaved work of an open workbook, kept through a crash.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use model::Edit;
use workbook::RealFs;
use workbook::journal::{Journal, JournalError, Start};

use super::{Session, State};
use crate::App;
use crate::app::fresh;
use crate::clock::utc;
use crate::command::system::NoticeLevel;
use crate::trust::Trust;

/// A journal longer than this is begun anew with the document as it is.
const LONG: u64 = 16 * 1024 * 1024;

/// How often what was written is made safe against a power cut.
const SYNC_EVERY: Duration = Duration::from_secs(5);

/// The journal of a workbook, if there is one.
#[derive(Default)]
pub(super) enum Keeping {
    /// Nothing was edited yet.
    #[default]
    NotYet,
    On(Journal),
    /// It could not be written, and a person was told.
    Off,
}

impl Session {
    /// Begins the journal with the document as it is before its first edit.
    pub(super) fn begin_journal(&self, app: &App, state: &State) {
        let mut keeping = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        if !matches!(*keeping, Keeping::NotYet) {
            return;
        }
        let start = start(state, &utc(app.now()));
        let created = Journal::create(&RealFs, &app.journal_dir(), &name(), &start);
        *keeping = kept(app, created.map(Keeping::On));
    }

    /// Takes down an edit that was applied.
    pub(super) fn note_edit(&self, app: &App, state: &State, edit: &Edit) {
        let mut keeping = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        let Keeping::On(journal) = &mut *keeping else {
            return;
        };
        let now = utc(app.now());
        let mut noted = journal.append(edit, &now);
        if noted.is_err() || journal.bytes() > LONG {
            noted = begin_anew(journal, state, &now);
        }
        if let Err(error) = noted {
            *keeping = kept(app, Err(error));
        }
    }

    /// The document was saved: what comes later is unsaved work again.
    pub(super) fn restart_journal(&self, app: &App, state: &State, now: &str) {
        let mut keeping = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::take(&mut *keeping) {
            Keeping::On(mut journal) => {
                let restarted = begin_anew(&mut journal, state, now);
                *keeping = kept(app, restarted.map(|()| Keeping::On(journal)));
            }
            // After a save the folder may be writable again.
            Keeping::NotYet | Keeping::Off => {}
        }
    }

    /// Ends the journal: the work is saved, or was given up.
    pub(crate) fn discard_journal(&self) {
        let mut keeping = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        if let Keeping::On(journal) = std::mem::take(&mut *keeping)
            && let Err(error) = journal.discard(&RealFs)
        {
            tracing::warn!(%error, "a journal could not be removed");
        }
    }

    /// Puts recovered work into a journal of its own.
    pub(crate) fn keep_recovered(&self, app: &App) {
        let state = self.state();
        self.begin_journal(app, &state);
        // A journal without an edit is nothing to recover; setting the title is an edit.
        self.note_edit(
            app,
            &state,
            &Edit::SetTitle {
                title: state.book.title.clone(),
            },
        );
    }

    /// Ends the journal and leaves it to be recovered.
    pub(crate) fn leave_journal(&self) {
        let mut keeping = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        *keeping = Keeping::Off;
    }

    /// Keeps what was written safe against a power cut, until the workbook is closed.
    pub(crate) fn keep_synced(self: &Arc<Self>) {
        let session = Arc::downgrade(self);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(SYNC_EVERY).await;
                let Some(session) = session.upgrade() else {
                    return;
                };
                let synced = tokio::task::spawn_blocking(move || session.sync_journal()).await;
                if synced.is_err() {
                    return;
                }
            }
        });
    }

    fn sync_journal(&self) {
        let mut keeping = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        if let Keeping::On(journal) = &mut *keeping
            && let Err(error) = journal.sync()
        {
            tracing::warn!(%error, "a journal could not be made safe");
        }
    }
}

fn kept(app: &App, outcome: Result<Keeping, JournalError>) -> Keeping {
    outcome.unwrap_or_else(|error| {
        let message = error.to_string();
        app.events()
            .notice(NoticeLevel::Warning, error.code(), message, Vec::new());
        Keeping::Off
    })
}

fn begin_anew(journal: &mut Journal, state: &State, now: &str) -> Result<(), JournalError> {
    journal.restart(&RealFs, &name(), &start(state, now))?;
    if state.history.is_dirty() {
        // A journal without an edit is nothing to recover; setting the title is an edit.
        journal.append(
            &Edit::SetTitle {
                title: state.book.title.clone(),
            },
            now,
        )?;
    }
    Ok(())
}

fn start(state: &State, now: &str) -> Start {
    let file = state
        .file
        .path
        .as_deref()
        .zip(state.file.generation.as_ref());
    // What runs once may not run after a crash.
    let restricted = state.judged.trust != Trust::Trusted;
    Start::new(state.book.clone(), file, now).with_restriction(restricted)
}

fn name() -> String {
    fresh().simple().to_string()
}
