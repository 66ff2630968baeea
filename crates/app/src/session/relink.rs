//! Looking for the files of sources that are not where the workbook says: by content, by the end of
//! their path, by name. Files beside the workbook and in folders that a person named are looked at.

use std::path::{Component, Path, PathBuf};

use model::SourceSpec;

use super::Session;
use super::shapes::{MOST_HASHED, content_of};
use crate::command::relink::{FoundBy, FoundFile, LostSource, LostSources};
use crate::{Error, paths};

/// Most files and folders looked at.
const MOST_ENTRIES: usize = 20_000;
/// How far below a folder.
const DEEPEST: usize = 5;
/// Folders above the workbook's in which the end of an old path is looked for.
const ABOVE: usize = 3;
/// Most places proposed for one source.
const MOST_FOUND: usize = 20;
/// Most folders that a person may name.
const MOST_FOLDERS: usize = 50;

/// A source that is lost, and what is known of its content.
struct Wanted {
    spec: SourceSpec,
    content: Option<(String, u64)>,
    /// The part of its path before a wildcard.
    fixed: PathBuf,
    /// The rest; empty for a plain file or folder.
    pattern: PathBuf,
}

impl Session {
    /// Where the lost sources may be.
    pub(crate) async fn find_sources(&self, folders: Vec<String>) -> Result<LostSources, Error> {
        let mut looked = Vec::new();
        for folder in folders.iter().take(MOST_FOLDERS) {
            looked.push(paths::existing(folder)?);
        }
        let (wanted, own) = {
            let state = self.state();
            let own = state.file.path.as_ref();
            let own = own.and_then(|path| path.parent()).map(Path::to_owned);
            let wanted = state.book.sources.iter().map(|spec| {
                let shape = state.shapes.get(&spec.id);
                let content = shape.and_then(|shape| shape.content.clone().zip(shape.bytes));
                Wanted::of(spec.clone(), content)
            });
            (wanted.filter(Wanted::is_lost).collect::<Vec<_>>(), own)
        };
        let found = tokio::task::spawn_blocking(move || search(&wanted, own.as_deref(), &looked));
        found.await.map_err(|error| {
            tracing::error!(%error, "looking for files ended by a fault");
            Error::fault("Looking for the files")
        })
    }
}

impl Wanted {
    fn of(spec: SourceSpec, content: Option<(String, u64)>) -> Self {
        let path = PathBuf::from(&spec.path);
        let is_pattern =
            |part: &Component<'_>| part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
        let (fixed, pattern) = if path.exists() {
            (path, PathBuf::new())
        } else {
            let parts = path.components();
            let fixed = parts.clone().take_while(|part| !is_pattern(part)).collect();
            (fixed, parts.skip_while(|part| !is_pattern(part)).collect())
        };
        Self {
            spec,
            content,
            fixed,
            pattern,
        }
    }

    fn is_lost(&self) -> bool {
        let is_remote = self.spec.path.contains("://");
        !(is_remote || self.fixed.is_absolute() && self.fixed.exists())
    }

    /// Why a file or folder may be the one; none when it is another.
    fn fits(&self, path: &Path) -> Option<FoundBy> {
        let same = self.fixed.components().rev().zip(path.components().rev());
        let same = same.take_while(|(one, other)| one == other).count();
        let facts = path.metadata().ok()?;
        let is_kind = facts.is_dir() || self.pattern.as_os_str().is_empty();
        if let Some((content, bytes)) = &self.content
            && facts.len() == *bytes
            && facts.len() <= MOST_HASHED
            && content_of(path).is_some_and(|(found, _)| found == *content)
        {
            return Some(FoundBy::Content);
        }
        match same {
            0 => None,
            _ if !is_kind => None,
            1 => Some(FoundBy::Name),
            _ => Some(FoundBy::Place),
        }
    }

    /// The place of the source in a folder that was found; the file itself without a wildcard.
    fn within(&self, path: &Path) -> PathBuf {
        if self.pattern.as_os_str().is_empty() {
            path.to_owned()
        } else {
            path.join(&self.pattern)
        }
    }

    fn found(&self, candidates: &[PathBuf]) -> LostSource {
        let mut found: Vec<(FoundBy, PathBuf)> = candidates
            .iter()
            .filter_map(|path| Some((self.fits(path)?, self.within(path))))
            .collect();
        found.sort_by(|one, other| {
            let near = |path: &Path| path.components().count();
            (one.0, near(&one.1), &one.1).cmp(&(other.0, near(&other.1), &other.1))
        });
        found.dedup_by(|one, other| one.1 == other.1);
        let best = found.first().map(|(by, _)| *by);
        let equal = found.iter().filter(|(by, _)| Some(*by) == best).count();
        let path = |path: &Path| path.to_str().map(str::to_owned);
        LostSource {
            source: self.spec.id.clone(),
            name: self.spec.name.clone(),
            path: self.spec.path.clone(),
            is_sure: equal == 1 || best == Some(FoundBy::Content),
            found: found
                .iter()
                .take(MOST_FOUND)
                .filter_map(|(by, at)| Some((*by, path(at)?)))
                .map(|(by, path)| FoundFile { path, by })
                .collect(),
        }
    }
}

fn search(wanted: &[Wanted], own: Option<&Path>, named: &[PathBuf]) -> LostSources {
    let mut folders: Vec<PathBuf> = Vec::new();
    for folder in own.into_iter().chain(named.iter().map(PathBuf::as_path)) {
        if !folders.iter().any(|known| known == folder) {
            folders.push(folder.to_owned());
        }
    }
    let mut candidates = Vec::new();
    let mut is_cut = false;
    if !wanted.is_empty() {
        for folder in &folders {
            is_cut |= !walk(folder, 0, &mut candidates);
        }
        let above = own
            .into_iter()
            .flat_map(|own| own.ancestors().take(ABOVE + 1));
        for folder in above {
            candidates.extend(wanted.iter().flat_map(|one| ends(&one.fixed, folder)));
        }
    }
    candidates.sort();
    candidates.dedup();
    LostSources {
        sources: wanted.iter().map(|one| one.found(&candidates)).collect(),
        folders: folders
            .iter()
            .map(|folder| folder.to_string_lossy().into_owned())
            .collect(),
        is_cut,
    }
}

/// Ends of a path of at least two parts that exist in a folder.
fn ends(path: &Path, folder: &Path) -> Vec<PathBuf> {
    let parts: Vec<Component<'_>> = path
        .components()
        .filter(|part| matches!(part, Component::Normal(_)))
        .collect();
    let starts = 0..parts.len().saturating_sub(1);
    let joined = starts.map(|from| folder.join(parts[from..].iter().collect::<PathBuf>()));
    joined.filter(|path| path.exists()).collect()
}

/// Adds what is visible below a folder, links not followed; false when there is too much.
fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> bool {
    let Ok(entries) = folder.read_dir() else {
        return true;
    };
    let mut below = Vec::new();
    for entry in entries.flatten() {
        if found.len() >= MOST_ENTRIES {
            return false;
        }
        let name = entry.file_name();
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        if name.to_string_lossy().starts_with('.') || kind.is_symlink() {
            continue;
        }
        found.push(entry.path());
        if kind.is_dir() {
            below.push(entry.path());
        }
    }
    below.sort();
    let mut is_whole = true;
    for folder in below.iter().filter(|_| depth < DEEPEST) {
        is_whole &= walk(folder, depth + 1, found);
    }
    is_whole
}
