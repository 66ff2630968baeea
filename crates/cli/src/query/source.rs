//! The files that a statement may name, and which of them have to be opened for it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use model::{ImportOptions, SourceId, SourceSpec};
use protocol::message::Ask;

use super::Asking;
use crate::args::{NamedPath, Query};
use crate::output::reason;
use crate::stopped::Stopped;

/// Files of one folder that are looked at.
const MAX_FILES: usize = 10_000;

/// Files by the name that SQL uses.
pub(super) struct Shelf {
    /// Named on the command line: opened whether the text mentions them or not.
    named: Vec<NamedPath>,
    /// Found in folders: opened when the text mentions them.
    found: Vec<NamedPath>,
    left: RefCell<Vec<NamedPath>>,
}

impl Shelf {
    /// Collects names; two sources of one name are a mistake.
    pub(super) fn of(asked: &Query) -> Result<Self, Stopped> {
        let mut names = BTreeSet::new();
        for source in &asked.sources {
            if !names.insert(source.name.to_lowercase()) {
                return Err(Stopped::because(
                    "CLI_SAME_NAME",
                    format!(
                        "Two sources are named `{}`. Give each a name of its own.",
                        source.name
                    ),
                ));
            }
        }
        let mut found = Vec::new();
        for folder in &asked.folders {
            files_of(folder, &mut found)?;
        }
        found.retain(|file| !names.contains(&file.name.to_lowercase()));
        Ok(Self {
            named: asked.sources.clone(),
            found,
            left: RefCell::default(),
        })
    }

    /// Every path that is read, for the check that none is written.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.named
            .iter()
            .chain(&self.found)
            .map(|source| source.path.as_path())
    }

    /// Opens what was named, and what the text may mean.
    pub(super) async fn open_mentioned(
        &self,
        asking: &Asking<'_>,
        text: &str,
    ) -> Result<(), Stopped> {
        let text = text.to_lowercase();
        let (mentioned, left): (Vec<_>, Vec<_>) = self
            .found
            .iter()
            .cloned()
            .partition(|file| text.contains(&file.name.to_lowercase().replace('"', "\"\"")));
        if let Some(pair) = same_name(&mentioned) {
            return Err(Stopped::because(
                "CLI_SAME_NAME",
                format!(
                    "`{}` may be {} or {}. Name the one you mean with --source NAME=PATH.",
                    pair[0].name,
                    pair[0].path.display(),
                    pair[1].path.display()
                ),
            ));
        }
        for source in self.named.iter().chain(&mentioned) {
            asking
                .put(Ask::OpenSource {
                    spec: spec_of(source),
                })
                .await?;
        }
        *self.left.borrow_mut() = left;
        Ok(())
    }

    /// Opens the rest as far as it can be; answers whether there was any.
    pub(super) async fn open_others(&self, asking: &Asking<'_>) -> Result<bool, Stopped> {
        /// Enough for a good hint.
        const MOST: usize = 100;
        let left = self.left.take();
        for source in left.iter().take(MOST) {
            match asking
                .put(Ask::OpenSource {
                    spec: spec_of(source),
                })
                .await
            {
                Err(Stopped::Failed(failure)) if failure.code.starts_with("ENGINE_") => {
                    return Err(failure.into());
                }
                // A file that cannot be read and is not asked for is no fault.
                _ => {}
            }
        }
        Ok(!left.is_empty())
    }
}

fn spec_of(source: &NamedPath) -> SourceSpec {
    let path = std::path::absolute(&source.path).unwrap_or_else(|_| source.path.clone());
    SourceSpec {
        id: SourceId::new(source.name.to_lowercase()),
        name: source.name.clone(),
        path: path.to_string_lossy().into_owned(),
        kind: None,
        options: ImportOptions::default(),
    }
}

fn files_of(folder: &Path, found: &mut Vec<NamedPath>) -> Result<(), Stopped> {
    let unreadable = |why: &str| {
        Stopped::because(
            "FOLDER_UNREADABLE",
            format!(
                "The folder {} cannot be read: {why}. Check the path given to --source-dir.",
                folder.display()
            ),
        )
    };
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(reason(&error)))?;
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable(reason(&error)))?.path();
        if path.is_file() {
            paths.push(path);
        }
        if paths.len() > MAX_FILES {
            return Err(unreadable("it holds more than 10000 files"));
        }
    }
    paths.sort();
    found.extend(paths.into_iter().filter_map(|path| {
        let name = stem(&path)?;
        Some(NamedPath { name, path })
    }));
    Ok(())
}

/// A file's name without its ending, also when it is compressed; none for hidden files.
fn stem(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    if name.starts_with('.') {
        return None;
    }
    let name = [".gz", ".zst"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    (!stem.is_empty()).then(|| stem.to_owned())
}

fn same_name(files: &[NamedPath]) -> Option<[&NamedPath; 2]> {
    let mut names = BTreeMap::new();
    files.iter().find_map(|file| {
        names
            .insert(file.name.to_lowercase(), file)
            .map(|earlier| [earlier, file])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_stem() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(stem(Path::new(name)).as_deref(), expected, "{name}");
        };
        check("/d/orders.csv", Some("orders"));
        check("orders.csv.gz", Some("orders"));
        check("orders.2024.parquet", Some("orders.2024"));
        check("plain", Some("plain"));
        check(".hidden.csv", None);
        check("a b.xlsx", Some("a b"));
    }
}
