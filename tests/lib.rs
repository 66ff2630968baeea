//! Reading the house itself: its crates and its source files.

use std::path::{Path, PathBuf};

/// The folder that holds the whole project. Tests run in the folder of their crate; a path that is
/// compiled in would be that of another clone where clones share what was compiled.
pub fn root() -> PathBuf {
    std::fs::canonicalize("..").unwrap_or_default()
}

/// Own source files below `folder` with one of the endings, in a stable order. Generated files
/// and installed packages are left out.
pub fn sources(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&root().join(folder), endings, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    const NOT_OURS: [&str; 5] = ["node_modules", "dist", "generated", "target", "gen"];
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if path.is_dir() {
            if !NOT_OURS.contains(&name.as_ref()) && !name.starts_with('.') {
                collect(&path, endings, found);
            }
        } else if path
            .extension()
            .is_some_and(|ending| endings.iter().any(|one| ending == *one))
        {
            found.push(path);
        }
    }
}
