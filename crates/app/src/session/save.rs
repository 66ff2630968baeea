//! Saving a workbook: the document, and the head of each fresh answer so that it can be seen
//! without running.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use model::{CellBody, CellId, Edit, ResultId, SourceShape, SourceSpec, Workbook};
use protocol::message::{Answer, Ask};
use workbook::file::{self, Base, Contents, Extras, FileError, Generation, SavedResult};
use workbook::signature::Signature;

use super::open::UNTITLED;
use super::rows::MOST_ROWS;
use super::versions::Keeping;
use super::{Body, Session, Shown, State};
use crate::clock::{local_minute, utc};
use crate::command::system::Tag;
use crate::command::workbook::{SaveWorkbook, Saved};
use crate::trust::Action;
use crate::trust::record::Content;
use crate::{App, Error, paths};

/// Most bytes saved of one answer.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// How long a save waits for the heads of all answers; what is not there then is left out.
const PATIENCE: Duration = Duration::from_secs(10);

impl Session {
    /// Saves to the path given, or where it was opened.
    pub(crate) async fn save(
        self: &Arc<Self>,
        app: &App,
        request: SaveWorkbook,
    ) -> Result<Saved, Error> {
        let saved = self.save_keeping(app, request, Keeping::AsTheyAre).await?;
        Ok(saved.0)
    }

    /// The same with another set of versions in the file; answers the names of those that had to go.
    pub(super) async fn save_keeping(
        self: &Arc<Self>,
        app: &App,
        request: SaveWorkbook,
        keeping: Keeping,
    ) -> Result<(Saved, Vec<String>), Error> {
        let _gate = self.saving.lock().await;
        let (path, base) = self.target(&request)?;
        self.fill_charts(app).await;
        let results = self.heads(app).await;
        let shapes = self.shapes_in_background().await?;
        let (book, (extras, gone), edits) = {
            let state = self.state();
            let book = state.named_after(&path);
            let extras = state.file.extras.with_shapes(&shapes)?;
            let environment = app.environment(extras.environment(), &book.conventions);
            let extras = extras.with_environment(&environment)?;
            let kept = keeping.applied(&extras, &book, &path)?;
            (book, kept, state.edits)
        };
        let kept = extras.clone();
        let written = book.clone();
        let disk = app.disk();
        let passphrase = self.state().file.passphrase.clone();
        if passphrase.is_some() && path.is_dir() {
            return Err(super::passphrase::folder_in_clear());
        }
        app.passphrases().set_passphrase(&path, passphrase);
        let task = tokio::task::spawn_blocking(move || {
            let contents = Contents {
                workbook: &book,
                results: &results,
                extras: &extras,
            };
            file::save(disk.as_ref(), &path, &contents, &base)
        });
        let saved = task.await.map_err(|error| {
            tracing::error!(%error, "a save ended by a fault");
            Error::fault("Saving the workbook")
        })?;
        let saved = saved.map_err(|error| self.not_confirmed(app, error))?;
        let content = Content {
            generation: &saved.generation,
            workbook: &written,
            path: &saved.path,
        };
        app.keep_trust_of_saved(self.trust(), &content).await;
        let saved_at = local_minute(&app.now_here());
        self.adopt(app, &saved, |state| {
            if state.book.title == UNTITLED {
                state.book.title = written.title;
            }
            state.file.extras = kept;
            state.file.saved_at = Some(saved_at.clone());
            if state.edits == edits {
                state.history.mark_saved();
            }
        });
        let done = Saved {
            path: paths::text(&saved.path)?,
            saved_at,
            bytes: saved.bytes,
        };
        Ok((done, gone))
    }

    /// What the file says about the sources; their content is read where that may take its time.
    async fn shapes_in_background(self: &Arc<Self>) -> Result<Vec<SourceShape>, Error> {
        let session = Arc::clone(self);
        let shapes = tokio::task::spawn_blocking(move || session.shapes());
        shapes.await.map_err(|error| {
            tracing::error!(%error, "reading the sources ended by a fault");
            Error::fault("Saving the workbook")
        })
    }

    /// What a failed save leaves: where the bytes are on disk but the disk did not confirm them,
    /// the next save has to expect them there, and the work counts as unsaved.
    fn not_confirmed(&self, app: &App, error: FileError) -> Error {
        if let Some(written) = error.written() {
            self.adopt(app, written, |state| state.history.mark_unsaved());
        }
        error.into()
    }

    /// Takes over that the file was signed.
    pub(crate) fn adopt_signed(
        &self,
        app: &App,
        saved: &file::Saved,
        extras: Extras,
        signature: Option<Signature>,
    ) {
        let signed = signature.as_ref().map(|one| app.signature_view(one));
        self.adopt(app, saved, |state| {
            state.file.extras = extras;
            state.file.signature = signature;
            state.file.signed = signed;
        });
    }

    /// Takes over what is on disk now; `mark` says what that means for the document.
    fn adopt(&self, app: &App, saved: &file::Saved, mark: impl FnOnce(&mut State)) {
        {
            let mut state = self.state();
            state.file.path = Some(saved.path.clone());
            if state.file.generation.as_ref() != Some(&saved.generation) {
                // A signature does not outlive a change.
                state.file.signature = None;
                state.file.signed = None;
            }
            state.file.generation = Some(saved.generation.clone());
            state.file.read_only = None;
            state.file.notes.clear();
            mark(&mut state);
            state.touch();
            self.restart_journal(app, &state, &utc(app.now()));
            app.note_recent(&saved.path, &state.book);
        }
        app.events().tell(vec![Tag::workbook(&self.id)]);
    }

    fn target(&self, request: &SaveWorkbook) -> Result<(PathBuf, Base), Error> {
        let state = self.state();
        let here = state.file.path.clone();
        let path = match (&request.path, &here) {
            (Some(path), _) => to_save(path)?,
            (None, Some(path)) => path.clone(),
            (None, None) => {
                return Err(Error::new(
                    "WB_NO_PATH",
                    "This workbook was never saved. Choose where to save it.",
                ));
            }
        };
        let is_here = here.as_ref() == Some(&path);
        if let Some(reason) = state.file.read_only.as_ref().filter(|_| is_here) {
            return Err(Error::new("WB_READ_ONLY", reason));
        }
        let base = match &state.file.generation {
            _ if request.overwrite_changed => Base::Any,
            Some(generation) if is_here => Base::Same(Generation::new(generation.as_str())),
            _ => Base::New,
        };
        Ok((path, base))
    }

    /// The path of a file that is written from the workbook: neither the workbook itself nor a file
    /// that it reads (A06).
    pub(super) fn target_beside(&self, path: &str) -> Result<PathBuf, Error> {
        let target = paths::to_write(path)?;
        // Not even the places that a restricted workbook names are looked at.
        let may_look = self.check_may(Action::Reach).is_ok();
        let state = self.state();
        let own = state.file.path.as_ref();
        let is_own = own.is_some_and(|own| paths::is_same(own, &target));
        let is_read = |source: &SourceSpec| {
            let is_named = Path::new(&source.path) == target;
            is_named || may_look && paths::is_of_source(&target, source)
        };
        if is_own || state.book.sources.iter().any(is_read) {
            return Err(Error::new(
                "TARGET_IS_INPUT",
                format!(
                    "{} is the workbook itself or a file that it reads. Nothing was written; choose another name.",
                    crate::error::shown(path)
                ),
            ));
        }
        Ok(target)
    }

    /// Computes the rows of charts that nobody looked at yet, when an engine runs anyway: a saved
    /// workbook shows its pictures at once.
    async fn fill_charts(self: &Arc<Self>, app: &App) {
        if self.engine_if_started().is_none() {
            return;
        }
        let charts: Vec<CellId> = {
            let state = self.state();
            let is_chart = |cell: &&model::Cell| matches!(cell.body, CellBody::Chart { .. });
            state
                .book
                .cells
                .iter()
                .filter(is_chart)
                .map(|cell| cell.id.clone())
                .collect()
        };
        let until = tokio::time::Instant::now() + PATIENCE;
        for chart in charts {
            // A chart that cannot be computed is saved without rows, as it is shown.
            let _ = tokio::time::timeout_at(until, self.have_chart(app, &chart)).await;
        }
    }

    /// The heads of the last answers of all cells, those too that failed or were stopped since: the
    /// stamp of one that is not fresh any more says so wherever the file is opened.
    pub(super) async fn heads(self: &Arc<Self>, app: &App) -> BTreeMap<CellId, SavedResult> {
        let shown: Vec<(CellId, Shown)> = {
            let state = self.state();
            state
                .book
                .cells
                .iter()
                .filter(|cell| matches!(cell.body, CellBody::Sql { .. } | CellBody::Chart { .. }))
                .filter_map(|cell| Some(state.runs.get(&cell.id)?.addressed(&cell.id)))
                .flatten()
                .collect()
        };
        let until = tokio::time::Instant::now() + PATIENCE;
        let mut results = BTreeMap::new();
        for (cell, shown) in shown {
            let saved = match &shown.body {
                Body::Saved(arrow) => Some(SavedResult {
                    stamp: shown.stamp.clone(),
                    arrow: Arc::clone(arrow),
                }),
                Body::Kept(_) => {
                    let head = tokio::time::timeout_at(until, self.head(app, &cell));
                    head.await.ok().and_then(|head| {
                        head.inspect_err(|error| {
                            tracing::warn!(code = error.code, "an answer was left out of a save");
                        })
                        .ok()
                    })
                }
            };
            if let Some(saved) = saved {
                results.insert(cell, saved);
            }
        }
        results
    }

    pub(super) async fn head(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
    ) -> Result<SavedResult, Error> {
        let mut limit = MOST_ROWS;
        loop {
            let ask = |result: ResultId| Ask::Head { result, limit };
            let (answer, bytes, shown) = self.ask_about(app, cell, ask).await?;
            let Answer::Window { count, .. } = answer else {
                return Err(super::unexpected::unexpected(answer, "Saving the answer"));
            };
            if bytes.len() <= MOST_BYTES || limit == 0 {
                let mut stamp = shown.stamp;
                stamp.saved_rows = u64::from(count);
                return Ok(SavedResult {
                    stamp,
                    arrow: bytes.into(),
                });
            }
            // Rows differ in size, so a little less than the share that would just fit.
            let share = MOST_BYTES.saturating_mul(9) / 10 * count.max(1) as usize / bytes.len();
            limit = u32::try_from(share).unwrap_or(0).min(limit / 2);
        }
    }
}

impl State {
    /// The workbook, under the name of its first file when nobody has named it.
    fn named_after(&self, path: &Path) -> Workbook {
        let mut book = self.book.clone();
        let is_first = self.file.path.is_none() && book.title == UNTITLED;
        if let Some(name) = path.file_stem().filter(|_| is_first) {
            let title = name.to_string_lossy().into_owned();
            // A file name that cannot be a title leaves it without one.
            let _ = workbook::apply(&mut book, Edit::SetTitle { title });
        }
        book
    }
}

/// The place of a workbook under a name that a person gave, with the ending of workbooks.
pub(super) fn to_save(path: &str) -> Result<PathBuf, Error> {
    let ending = format!(".{}", file::EXTENSION);
    if path.to_lowercase().ends_with(&ending) || path.ends_with('/') {
        // The name of a folder stays one, and is refused as such.
        paths::to_write(path)
    } else {
        paths::to_write(&format!("{path}{ending}"))
    }
}
