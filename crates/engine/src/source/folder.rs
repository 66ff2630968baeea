//! Folders and globs: the files in them, each under its stem, or all of them as one table when
//! their folders say `key=value`.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use protocol::message::Failure;

use super::failures::{self, clip, failure, shown};

/// More files than this are refused rather than opened.
const MOST_FILES: usize = 10_000;
const MOST_DEPTH: usize = 32;

/// Files of a folder or glob, in order of their paths.
pub(crate) struct Found {
    /// Where the parts of a path that say `key=value` begin.
    pub root: PathBuf,
    pub files: Vec<PathBuf>,
    pub notes: Vec<String>,
}

/// Whether a path is written as a glob; a file that is there under that very name is none.
pub(crate) fn is_glob(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[']) && fs::symlink_metadata(path).is_err()
}

/// The files of a folder and the folders inside it. Links that lead back are not followed twice.
pub(crate) fn walk(root: &Path) -> Result<Found, Failure> {
    let mut found = Found {
        root: root.to_owned(),
        files: Vec::new(),
        notes: Vec::new(),
    };
    let mut seen = HashSet::new();
    let mut loops = 0_usize;
    let mut waiting = vec![(root.to_owned(), 0_usize)];
    while let Some((folder, depth)) = waiting.pop() {
        let real = fs::canonicalize(&folder).map_err(|error| failures::io(&folder, &error))?;
        if depth > MOST_DEPTH || !seen.insert(real) {
            loops += 1;
            continue;
        }
        for entry in fs::read_dir(&folder).map_err(|error| failures::io(&folder, &error))? {
            let entry = entry.map_err(|error| failures::io(&folder, &error))?;
            let name = entry.file_name();
            if name.to_string_lossy().starts_with(['.', '_']) {
                continue;
            }
            let path = entry.path();
            let Ok(known) = fs::metadata(&path) else {
                continue;
            };
            if known.is_dir() {
                waiting.push((path, depth + 1));
            } else if known.is_file() {
                found.files.push(path);
            }
            if found.files.len() > MOST_FILES || waiting.len() > MOST_FILES {
                return Err(too_many(root));
            }
        }
    }
    if loops > 0 {
        found.notes.push(format!(
            "{loops} folders are linked more than once or into themselves; each was read once."
        ));
    }
    found.files.sort();
    Ok(found)
}

/// The files that a glob matches.
pub(crate) fn glob(pattern: &Path) -> Result<Found, Failure> {
    let text = pattern.to_string_lossy();
    let options = glob::MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: true,
    };
    let matches = glob::glob_with(&text, options).map_err(|error| {
        failures::option(format!(
            "“{}” is not a pattern: {}. Write * for any name and ** for any folders.",
            clip(&text, 120),
            error.msg
        ))
    })?;
    let mut files = Vec::new();
    for path in matches.flatten() {
        if path.is_file() {
            files.push(path);
        }
        if files.len() > MOST_FILES {
            return Err(too_many(pattern));
        }
    }
    files.sort();
    let root = pattern
        .components()
        .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']))
        .collect();
    Ok(Found {
        root,
        files,
        notes: Vec::new(),
    })
}

fn too_many(path: &Path) -> Failure {
    failure(
        "TOO_MANY_FILES",
        format!(
            "“{}” holds more than {MOST_FILES} files; at most that many are read. Choose a folder further down, or a narrower pattern.",
            shown(path)
        ),
    )
}

/// No file was found.
pub(crate) fn nothing(path: &Path) -> Failure {
    failure(
        "FILE_NOT_FOUND",
        format!(
            "“{}” matches no file that can be read. Check the spelling, or choose another folder.",
            clip(&path.to_string_lossy(), 200)
        ),
    )
}

/// Keys and values that the folders of a file say, literally; in the order of the path.
pub(crate) fn partitions(root: &Path, file: &Path) -> Vec<(String, Option<String>)> {
    let below = file.strip_prefix(root).unwrap_or(file);
    let Some(folder) = below.parent() else {
        return Vec::new();
    };
    folder
        .components()
        .filter_map(|part| {
            let part = part.as_os_str().to_string_lossy();
            let (key, value) = part.split_once('=')?;
            let value = unescaped(value);
            let is_null = value.is_empty() || value == "__HIVE_DEFAULT_PARTITION__";
            (!key.is_empty()).then(|| (unescaped(key), (!is_null).then_some(value)))
        })
        .collect()
}

/// `%2F` and its like, as writers escape what a folder name cannot hold.
fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut plain, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| {
                text.get(at + 1..at + 3)
                    .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            })
            .flatten();
        plain.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(plain).unwrap_or_else(|_| text.to_owned())
}

/// A name for each file: its stem, with its folder in front when two share one.
pub(crate) fn stems(root: &Path, files: &[PathBuf]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for file in files {
        *counts.entry(stem(file).to_lowercase()).or_default() += 1;
    }
    files
        .iter()
        .map(|file| {
            let short = stem(file);
            if counts.get(&short.to_lowercase()) == Some(&1) {
                return short;
            }
            let below = file.strip_prefix(root).unwrap_or(file);
            super::names::table(&below.to_string_lossy())
        })
        .collect()
}

/// The name of a file without its endings, as a table is called.
pub(crate) fn stem(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = [".gz", ".zst", ".zstd"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(&name);
    super::names::table(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f34_partitions_are_taken_literally() {
        let of = |file: &str| partitions(Path::new("/data"), Path::new(file));
        let pair = |key: &str, value: &str| (key.to_owned(), Some(value.to_owned()));
        assert_eq!(
            of("/data/year=2024/month=01/x.csv"),
            [pair("year", "2024"), pair("month", "01")]
        );
        assert_eq!(of("/data/a=..%2F..%2Fx/x.csv"), [pair("a", "../../x")]);
        assert_eq!(of("/data/a=/=b/x.csv"), [("a".to_owned(), None)]);
        assert_eq!(of("/data/plain/x.csv"), []);
    }
}
