//! Noticing that the file of a source changed on disk after it was read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use model::SourceState;
use notify::RecommendedWatcher;
use notify::RecursiveMode;
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

use super::Session;
use crate::App;
use crate::command::system::{NoticeLevel, Tag};
use crate::events::EventLog;

/// How long a file must be quiet before its change counts: writers write in steps.
const QUIET: Duration = Duration::from_millis(400);

/// Most folders watched for one workbook; the system has few watches to give.
const MOST_FOLDERS: usize = 64;

/// Size and time of a file when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Seen {
    pub(crate) fn of(path: &str) -> Option<Self> {
        let facts = Path::new(path).metadata().ok()?;
        Some(Self {
            bytes: facts.len(),
            modified: facts.modified().ok(),
        })
    }
}

/// The folders that are watched.
pub(crate) struct Watch {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    folders: BTreeSet<PathBuf>,
}

impl Session {
    /// Watches the folders of all sources that were read.
    pub(super) fn watch_sources(self: &Arc<Self>, app: &App) {
        let wanted: BTreeSet<(PathBuf, RecursiveMode)> = {
            let state = self.state();
            state
                .sources
                .values()
                .filter_map(|source| watched(&source.spec.path))
                .collect()
        };
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        if watch.is_none() {
            *watch = begin(Arc::downgrade(self), app.forwarding().0);
        }
        let Some(watch) = watch.as_mut() else { return };
        for (folder, mode) in wanted {
            if watch.folders.len() >= MOST_FOLDERS || !watch.folders.insert(folder.clone()) {
                continue;
            }
            if let Err(error) = watch.debouncer.watch(&folder, mode) {
                // Without a watch a change is noticed when the source is read again.
                tracing::warn!(%error, "a folder of a source is not watched");
            }
        }
    }

    /// Marks sources whose files are not those that were read, and tells a person.
    fn notice_changes(&self, events: &EventLog, changed: &[PathBuf]) {
        let names: Vec<String> = {
            let mut state = self.state();
            let mut names = Vec::new();
            for source in state.sources.values_mut() {
                let path = Path::new(&source.spec.path);
                let is_changed = if path.is_file() {
                    Seen::of(&source.spec.path) != source.seen
                } else {
                    let folder = fixed_folder(path);
                    changed.iter().any(|one| one.starts_with(&folder))
                };
                if source.state == SourceState::Ready && is_changed {
                    source.state = SourceState::Stale;
                    names.push(source.spec.name.clone());
                }
            }
            if !names.is_empty() {
                state.touch();
            }
            names
        };
        for name in names {
            let session = self.id.clone();
            events.notice(
                NoticeLevel::Info,
                "SOURCE_CHANGED",
                format!("{name} changed on disk. What reads it is marked stale; run it to see the new data."),
                vec![Tag::Sources { session: session.clone() }, Tag::Workbook { session }],
            );
        }
    }
}

fn begin(session: Weak<Session>, events: Arc<EventLog>) -> Option<Watch> {
    let told = move |heard: DebounceEventResult| {
        let (Ok(heard), Some(session)) = (heard, session.upgrade()) else {
            return;
        };
        let changed: Vec<PathBuf> = heard
            .into_iter()
            .filter(|event| !event.kind.is_access())
            .flat_map(|event| event.paths.clone())
            .collect();
        if !changed.is_empty() {
            session.notice_changes(&events, &changed);
        }
    };
    match new_debouncer(QUIET, None, told) {
        Ok(debouncer) => Some(Watch {
            debouncer,
            folders: BTreeSet::new(),
        }),
        Err(error) => {
            tracing::warn!(%error, "sources are not watched");
            None
        }
    }
}

/// The folder to watch for a source: that of a file, or the folder itself with all below.
fn watched(path: &str) -> Option<(PathBuf, RecursiveMode)> {
    let path = Path::new(path);
    if path.is_file() {
        return Some((path.parent()?.to_owned(), RecursiveMode::NonRecursive));
    }
    let folder = fixed_folder(path);
    folder
        .is_dir()
        .then_some((folder, RecursiveMode::Recursive))
}

/// The part of a path before its first wildcard.
fn fixed_folder(path: &Path) -> PathBuf {
    let is_fixed = |part: &std::path::Component<'_>| {
        !part.as_os_str().to_string_lossy().contains(['*', '?', '['])
    };
    path.components().take_while(is_fixed).collect()
}
