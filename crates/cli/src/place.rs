//! Where things are on this machine: the engine program, the cache, and how much memory there is.

use std::path::{Path, PathBuf};

/// The most memory an engine takes unless a person asks for more.
const DEFAULT_CAP_BYTES: u64 = 12 << 30;

/// A variable of the environment, when it is set to something readable.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line is where settings are read"
)]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The engine program: named by `ASSAY_ENGINE`, beside this program, or in `../lib/assay`.
pub(crate) fn engine_program() -> PathBuf {
    const NAME: &str = "assay-engine";
    if let Some(named) = variable("ASSAY_ENGINE") {
        return named.into();
    }
    let own = std::env::current_exe()
        .and_then(std::fs::canonicalize)
        .unwrap_or_default();
    let folder = own.parent().unwrap_or(Path::new("/"));
    [folder.join(NAME), folder.join("../lib/assay").join(NAME)]
        .into_iter()
        .find(|path| path.is_file())
        .unwrap_or_else(|| folder.join(NAME))
}

/// The private folder for what can be computed again; none when it cannot be made.
pub(crate) fn cache_dir() -> Option<PathBuf> {
    use std::os::unix::fs::DirBuilderExt;
    let folder = directories::ProjectDirs::from("", "", "assay")?
        .cache_dir()
        .join("engine");
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder)
        .ok()?;
    Some(folder)
}

/// The folder for settings, catalog and unsaved work; the window uses the same.
pub(crate) fn state_dir() -> Option<PathBuf> {
    Some(folders()?.data_local_dir().to_path_buf())
}

/// The folder of the sample workbooks; none where they are not installed.
pub(crate) fn samples_dir() -> Option<PathBuf> {
    let own = std::env::current_exe()
        .and_then(std::fs::canonicalize)
        .unwrap_or_default();
    let folder = own.parent().unwrap_or(Path::new("/"));
    [
        folder.join("../share/assay/samples"),
        folder.join("../lib/Assay/samples"),
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/samples")),
    ]
    .into_iter()
    .find(|path| path.is_dir())
}

/// The person's own folder.
pub(crate) fn home_dir() -> PathBuf {
    directories::UserDirs::new().map_or_else(|| PathBuf::from("/"), |dirs| dirs.home_dir().into())
}

fn folders() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("app", "assay", "Assay")
}

/// Half of the machine's memory, at most 12 GiB.
pub(crate) fn default_memory_cap() -> u64 {
    let machine = std::fs::read_to_string("/proc/meminfo")
        .ok()
        .and_then(|text| memory_in(&text))
        .unwrap_or(8 << 30);
    (machine / 2).min(DEFAULT_CAP_BYTES)
}

fn memory_in(meminfo: &str) -> Option<u64> {
    let line = meminfo
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::memory_in;

    #[test]
    fn the_machines_memory_is_read_from_its_own_words() {
        assert_eq!(
            memory_in("MemTotal:       24 kB\nMemFree: 1 kB\n"),
            Some(24 * 1024)
        );
        assert_eq!(memory_in("MemFree: 1 kB\n"), None);
        assert_eq!(memory_in("MemTotal: many kB\n"), None);
    }
}
