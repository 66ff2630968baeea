//! What is there before any workbook is open: welcome, settings, folders, samples, recoveries,
//! history, search; and opening and closing workbooks.

mod files;

use std::path::Path;
use std::sync::Arc;

use catalog::Recent;
use model::{
    CellBody, Conventions, Environment, ImportOptions, ImportPreview, JobId, SessionId, Workbook,
};
use protocol::message::{Answer, Ask, Status};
use tokio_util::sync::CancellationToken;
use workbook::journal;
use workbook::{RealFs, file};

use crate::app::{SETTINGS, fresh};
use crate::clock::{utc, zone};
use crate::command::source::{Hit, Hits, SearchCatalog};
use crate::command::system::{
    History, HistoryEntry, RecentWorkbook, Recovery, Sample, Settings, Tag, Welcome,
};
use crate::command::workbook::SessionView;
use crate::session::Session;
use crate::{App, Error};

/// Most recent workbooks shown.
const RECENT: u32 = 20;
/// What an engine is called that was not started yet.
const LOCAL: &str = "Local";

/// Most entries of a list that a payload may ask for.
const MOST_LISTED: u32 = 500;

impl App {
    pub(crate) async fn welcome(&self) -> Result<Welcome, Error> {
        let (zone, offset) = zone(&self.now_here());
        let recent = self
            .recall(|catalog| catalog.recents(RECENT))
            .await
            .unwrap_or_default();
        let folder = self.journal_dir();
        let samples_dir = self.config().samples_dir.clone();
        let listed = tokio::task::spawn_blocking(move || {
            let samples = samples_dir
                .map(|folder| samples(&folder))
                .unwrap_or_default();
            (journal::list(&RealFs, &folder), samples)
        });
        let (listing, samples) = listed.await.unwrap_or_default();
        let mut sessions: Vec<SessionId> = self
            .all_sessions()
            .iter()
            .map(|session| session.id.clone())
            .collect();
        sessions.reverse();
        let mut notices = self.notices();
        notices.extend(listing.notes);
        Ok(Welcome {
            version: self.config().version.clone(),
            engine: self.engine_name(),
            settings: self.settings(),
            sessions,
            recent: recent.into_iter().map(recent_view).collect(),
            samples,
            recoveries: listing.recoveries.into_iter().map(recovery_view).collect(),
            notices,
            zone,
            offset,
        })
    }

    /// What a workbook is saved in here. Clock times are of UTC, weeks begin on Monday (ISO 8601).
    pub(crate) fn environment(
        &self,
        before: Option<Environment>,
        conventions: &Conventions,
    ) -> Environment {
        // An engine that was not started computed nothing: what the file says of it stays.
        let engine = match before {
            Some(before) if self.engine_name() == LOCAL => before.engine,
            _ => self.engine_name(),
        };
        Environment {
            engine,
            assay: self.config().version.clone(),
            locale: self
                .settings()
                .locale
                .unwrap_or_else(|| "system".to_owned()),
            time_zone: "UTC".to_owned(),
            week_start: "Monday".to_owned(),
            calendar: "Gregorian".to_owned(),
            seed: conventions.seed,
        }
    }

    fn engine_name(&self) -> String {
        self.all_sessions()
            .iter()
            .filter_map(|session| session.engine_if_started())
            .map(|engine| engine.state().engine)
            .find(|name| !name.is_empty())
            .unwrap_or_else(|| LOCAL.to_owned())
    }

    pub(crate) async fn save_settings(&self, settings: Settings) -> Result<Settings, Error> {
        const LEAST: u64 = 256 << 20;
        if settings.memory_cap_bytes.is_some_and(|bytes| bytes < LEAST) {
            return Err(Error::new(
                "SETTING_TOO_SMALL",
                "The engine needs a memory limit of at least 256 MiB.",
            ));
        }
        if settings
            .locale
            .as_ref()
            .is_some_and(|locale| locale.len() > 35)
        {
            return Err(Error::new(
                "SETTING_BAD_LOCALE",
                "This is no language tag, such as de-AT.",
            ));
        }
        settings.check_versions()?;
        settings.check_snapshots()?;
        let json =
            serde_json::to_string(&settings).map_err(|_| Error::fault("Storing settings"))?;
        self.recall(move |catalog| catalog.set_setting(SETTINGS, &json))
            .await?;
        self.apply_settings(&settings);
        Ok(settings)
    }

    pub(crate) async fn history(&self, words: String, limit: u32) -> Result<History, Error> {
        let limit = limit.min(MOST_LISTED);
        let runs = self
            .recall(move |catalog| catalog.runs(&words, limit))
            .await?;
        let entry = |run: catalog::PastRun| HistoryEntry {
            text: run.text,
            workbook: run.workbook,
            cell: run.cell,
            ran_at: run.ran_at,
            took_ms: run.took_ms,
            rows: run.rows,
            failed: run.failed,
        };
        Ok(History {
            entries: runs.into_iter().map(entry).collect(),
        })
    }

    pub(crate) async fn search(&self, request: SearchCatalog) -> Result<Hits, Error> {
        let open: Vec<String> = match &request.session {
            Some(session) => self.session(session)?.source_paths(),
            None => self
                .all_sessions()
                .iter()
                .flat_map(|one| one.source_paths())
                .collect(),
        };
        let within = request.session.is_some().then(|| open.clone());
        let limit = request.limit.min(MOST_LISTED);
        let words = request.words;
        let hits = self
            .recall(move |catalog| catalog.search(&words, within.as_deref(), limit))
            .await?;
        let view = |hit: catalog::Hit| Hit {
            is_open: open.contains(&hit.path),
            source: hit.source,
            table: hit.table,
            column: hit.column,
            reason: hit.reason,
            path: hit.path,
        };
        Ok(Hits {
            hits: hits.into_iter().map(view).collect(),
        })
    }

    /// How the engines are, together.
    pub(crate) async fn status(&self) -> Status {
        let mut all = Status::default();
        for engine in self
            .all_sessions()
            .iter()
            .filter_map(|session| session.engine_if_started())
        {
            let asked = engine
                .ask(Ask::Status, None, &CancellationToken::new())
                .await;
            if let Ok((Answer::Status { status }, _)) = asked {
                all.memory_bytes += status.memory_bytes;
                all.memory_cap_bytes = all.memory_cap_bytes.max(status.memory_cap_bytes);
                all.kept_results += status.kept_results;
                all.kept_bytes += status.kept_bytes;
            }
        }
        all
    }

    pub(crate) async fn preview(
        &self,
        path: String,
        options: ImportOptions,
    ) -> Result<ImportPreview, Error> {
        let started = self
            .all_sessions()
            .iter()
            .rev()
            .find_map(|one| one.engine_if_started());
        let engine = started.unwrap_or_else(|| self.engines().idle());
        let ask = Ask::Preview { path, options };
        let job = Some(JobId::from_uuid(fresh()));
        match engine.ask(ask, job, &CancellationToken::new()).await? {
            (Answer::Preview { preview }, _) => Ok(preview),
            (Answer::Failed { failure }, _) => Err(failure.into()),
            (Answer::Cancelled, _) => Err(Error::cancelled()),
            _ => Err(Error::fault("Looking into the file")),
        }
    }

    pub(crate) fn new_workbook(&self) -> Result<SessionView, Error> {
        self.admit(Session::empty())
    }

    pub(crate) async fn open_sample(&self, name: &str) -> Result<SessionView, Error> {
        let unknown = || {
            Error::new(
                "NO_SUCH_SAMPLE",
                format!("There is no sample {} here.", crate::error::shown(name)),
            )
        };
        let folder = self.config().samples_dir.clone().ok_or_else(unknown)?;
        let is_name = |letter: char| letter.is_alphanumeric() || "_- ".contains(letter);
        if name.is_empty() || !name.chars().all(is_name) {
            return Err(unknown());
        }
        let path = folder.join(format!("{name}.{}", file::EXTENSION));
        if !path.is_file() {
            return Err(unknown());
        }
        let disk = self.disk();
        let opened = blocking("Opening the sample", move || {
            Session::from_sample(disk.as_ref(), &path)
        })
        .await?;
        self.admit(opened)
    }

    pub(crate) async fn recover_workbook(&self, recovery: String) -> Result<SessionView, Error> {
        let folder = self.journal_dir();
        let app = self.clone();
        let session = blocking("Recovering the work", move || {
            let replayed = journal::replay(&RealFs, &folder, &recovery)?;
            let session = Session::from_replayed(app.disk().as_ref(), replayed)?;
            // The work is in a new journal before the old one goes.
            session.keep_recovered(&app);
            journal::discard(&RealFs, &folder, &recovery)?;
            Ok(session)
        });
        self.admit(session.await?)
    }

    pub(crate) async fn discard_recovery(&self, recovery: String) -> Result<(), Error> {
        let folder = self.journal_dir();
        blocking("Discarding the work", move || {
            Ok(journal::discard(&RealFs, &folder, &recovery)?)
        })
        .await
    }

    pub(crate) fn close_workbook(&self, id: &SessionId, discard: bool) -> Result<(), Error> {
        let session = self.session(id)?;
        self.jobs().cancel_session(id);
        if discard || !session.state().history.is_dirty() {
            session.discard_journal();
        } else {
            session.leave_journal();
        }
        session.stop();
        self.drop_session(id);
        Ok(())
    }

    /// Remembers that a workbook was opened or saved.
    pub(crate) fn note_recent(&self, path: &Path, book: &Workbook) {
        let recent = Recent {
            path: path.to_string_lossy().into_owned(),
            title: book.title.clone(),
            about: book.about.clone(),
            opened_at: utc(self.now()),
        };
        self.remember(
            move |catalog| catalog.add_recent(&recent),
            vec![Tag::Recent],
        );
    }

    pub(crate) fn admit(&self, session: Session) -> Result<SessionView, Error> {
        let session = Arc::new(session);
        self.add_session(Arc::clone(&session))?;
        session.keep_synced();
        Ok(session.view())
    }
}

/// Runs disk work where it may wait.
async fn blocking<T: Send + 'static>(
    doing: &'static str,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| {
            tracing::error!(%error, doing, "disk work ended by a fault");
            Err(Error::fault(doing))
        })
}

fn recent_view(recent: Recent) -> RecentWorkbook {
    RecentWorkbook {
        exists: Path::new(&recent.path).is_file(),
        path: recent.path,
        title: recent.title,
        about: recent.about,
        opened_at: recent.opened_at,
    }
}

fn recovery_view(recovery: journal::Recovery) -> Recovery {
    Recovery {
        recovery: recovery.name,
        title: recovery.title,
        path: recovery.path,
        edited_at: recovery.edited_at,
        steps: recovery.steps,
    }
}

/// The starter workbooks of a folder, by name.
fn samples(folder: &Path) -> Vec<Sample> {
    let Ok(entries) = folder.read_dir() else {
        return Vec::new();
    };
    let mut samples: Vec<Sample> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| ending == file::EXTENSION)
        })
        .filter_map(|path| sample(&path))
        .collect();
    samples.sort_by(|a, b| a.name.cmp(&b.name));
    samples
}

fn sample(path: &Path) -> Option<Sample> {
    let opened = file::open(&RealFs, path).ok()?;
    let book = &opened.workbook;
    let runs = book
        .cells
        .iter()
        .filter(|cell| !matches!(cell.body, CellBody::Markdown { .. }))
        .count();
    Some(Sample {
        name: path.file_stem()?.to_str()?.to_owned(),
        title: book.title.clone(),
        about: book.about.clone(),
        contents: format!(
            "{}, {}",
            counted(book.sources.len(), "source"),
            counted(runs, "cell")
        ),
    })
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}
