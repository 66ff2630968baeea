//! Paths that a person gives: made absolute and canonical before anything else sees them.

use std::path::{Component, Path, PathBuf};

use model::SourceSpec;

use crate::Error;
use crate::error::shown;

/// Longest path, in bytes; longer ones are no paths.
const LONGEST: usize = 4096;

/// The canonical path of a file or folder that exists.
pub(crate) fn existing(path: &str) -> Result<PathBuf, Error> {
    let asked = absolute(path)?;
    asked
        .canonicalize()
        .map_err(|cause| unreadable(path, &cause))
}

/// The path of a file that may not exist in a folder that does.
pub(crate) fn to_write(path: &str) -> Result<PathBuf, Error> {
    let asked = absolute(path)?;
    if path.ends_with('/') {
        return Err(not_a_file(path));
    }
    let name = asked.file_name().ok_or_else(|| not_a_file(path))?;
    let folder = asked.parent().ok_or_else(|| not_a_file(path))?;
    let real = folder.canonicalize().map_err(|cause| match cause.kind() {
        std::io::ErrorKind::NotFound => Error::new(
            "FOLDER_NOT_FOUND",
            format!(
                "The folder {} is not there, so nothing was written. Make it, or choose another.",
                shown(&folder.to_string_lossy())
            ),
        ),
        _ => unreadable(path, &cause),
    })?;
    Ok(real.join(name))
}

/// The canonical path of a source: a file, a folder, or a glob in a folder that exists.
pub(crate) fn source(path: &str) -> Result<PathBuf, Error> {
    let asked = absolute(path)?;
    if asked.exists() {
        return existing(path);
    }
    let is_pattern =
        |part: &Component<'_>| part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
    let fixed: PathBuf = asked
        .components()
        .take_while(|part| !is_pattern(part))
        .collect();
    let pattern: PathBuf = asked
        .components()
        .skip_while(|part| !is_pattern(part))
        .collect();
    if pattern.as_os_str().is_empty() {
        return existing(path);
    }
    if pattern
        .components()
        .any(|part| part == Component::ParentDir)
    {
        return Err(Error::new(
            "PATH_NOT_PLAIN",
            format!(
                "{} goes up a folder after a wildcard. Write the folder without “..”.",
                shown(path)
            ),
        ));
    }
    let folder = fixed
        .canonicalize()
        .map_err(|cause| unreadable(path, &cause))?;
    Ok(folder.join(pattern))
}

/// A path that is still relative when the workbook is open leads out of its folder, by name or by a
/// link (W34): it is not followed from wherever the program happens to stand.
pub(crate) fn stays_inside(source: &SourceSpec) -> Result<(), Error> {
    if Path::new(&source.path).is_absolute() || source.path.contains("://") {
        return Ok(());
    }
    Err(Error::new(
        "WB_OUTSIDE",
        format!(
            "The path {} of {} leads out of the workbook's folder and was not followed. Choose its file.",
            shown(&source.path),
            source.name
        ),
    ))
}

/// Whether two paths lead to one file, by their names or through links of any kind.
pub(crate) fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |path: &Path| path.metadata().ok().map(|file| (file.dev(), file.ino()));
    one == other || identity(one).is_some_and(|file| identity(other) == Some(file))
}

/// Whether a path is that of a source, or of a file in the folder that is one.
pub(crate) fn is_of_source(path: &Path, source: &SourceSpec) -> bool {
    let source = Path::new(&source.path);
    let holds = source.is_dir() && path.exists() && {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        real(path).starts_with(real(source))
    };
    holds || is_same(source, path)
}

/// A name for a source, from the last part of its path without its endings.
pub(crate) fn source_name(path: &Path) -> String {
    const ENDINGS: [&str; 19] = [
        "csv", "tsv", "txt", "gz", "zst", "parquet", "pq", "json", "ndjson", "jsonl", "arrow",
        "feather", "ipc", "xlsx", "xlsm", "xls", "sqlite", "sqlite3", "db",
    ];
    let plain = path
        .components()
        .rev()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .find(|part| !part.contains(['*', '?', '[']))
        .unwrap_or_default();
    let mut name = plain.as_str();
    while let Some((stem, ending)) = name.rsplit_once('.') {
        if stem.is_empty() || !ENDINGS.contains(&ending.to_lowercase().as_str()) {
            break;
        }
        name = stem;
    }
    let letters: String = name
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '_'
            }
        })
        .take(56)
        .collect();
    let name = letters.trim_matches('_').to_lowercase();
    match name.chars().next() {
        None => "data".to_owned(),
        Some(first) if first.is_numeric() => format!("t_{name}"),
        Some(_) => name,
    }
}

/// A path as it travels to a screen or the engine.
pub(crate) fn text(path: &Path) -> Result<String, Error> {
    path.to_str().map(str::to_owned).ok_or_else(|| {
        Error::new(
            "PATH_NOT_UTF8",
            format!(
                "The path {} holds bytes that are no text. Rename the file or folder.",
                shown(&path.to_string_lossy())
            ),
        )
    })
}

fn absolute(path: &str) -> Result<PathBuf, Error> {
    let is_odd = path.is_empty() || path.len() > LONGEST || path.contains('\0');
    let asked = PathBuf::from(path);
    if is_odd || !asked.is_absolute() {
        return Err(Error::new(
            "PATH_NOT_ABSOLUTE",
            format!(
                "{} is not a full path. Choose a file, or write its path from the root.",
                shown(path)
            ),
        ));
    }
    Ok(asked)
}

fn not_a_file(path: &str) -> Error {
    Error::new(
        "PATH_NOT_A_FILE",
        format!("{} names no file. Add a file name.", shown(path)),
    )
}

fn unreadable(path: &str, cause: &std::io::Error) -> Error {
    use std::io::ErrorKind;
    let path = shown(path);
    match cause.kind() {
        ErrorKind::NotFound => Error::new(
            "FILE_NOT_FOUND",
            format!(
                "There is no file or folder {path}. It may have been moved or renamed; choose it again."
            ),
        ),
        ErrorKind::PermissionDenied => Error::new(
            "FILE_NOT_ALLOWED",
            format!("{path} may not be read by you. Ask its owner, or choose a copy."),
        ),
        _ => Error::new(
            "FILE_NOT_READ",
            format!("{path} could not be read: {cause}."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_named_after_its_file() {
        for (path, name) in [
            ("/d/Orders 2024.csv.gz", "orders_2024"),
            ("/d/2024.parquet", "t_2024"),
            ("/d/sales/year=*/*.parquet", "sales"),
            ("/d/my.shop.xlsx", "my_shop"),
            ("/", "data"),
        ] {
            assert_eq!(source_name(Path::new(path)), name, "{path}");
        }
    }

    #[test]
    fn odd_paths_are_refused_in_words() {
        for path in [
            "",
            "orders.csv",
            "/a\0b",
            "/no/such/folder/x.csv",
            "/tmp/*/../x",
        ] {
            let error = source(path).unwrap_err();
            assert!(
                !error.message.is_empty() && error.message.chars().count() <= 400,
                "{path:?}"
            );
        }
    }
}
