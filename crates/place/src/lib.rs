//! Where things are on this machine: folders, the engine program, samples, and how much memory
//! there is. Only the shells use it; everything below is told.

use std::path::{Path, PathBuf};

/// The most memory an engine takes unless a person asks for more.
const DEFAULT_CAP_BYTES: u64 = 12 << 30;
/// Assumed where the machine does not say how much memory it has.
const UNKNOWN_MACHINE_BYTES: u64 = 8 << 30;
const ENGINE: &str = "assay-engine";

/// Why the places cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    #[error("this account has no home folder; set HOME and start again")]
    NoHome,
    #[error("the folder {folder} cannot be made: {cause}; free the name or change its rights")]
    Folder {
        folder: PathBuf,
        cause: std::io::Error,
    },
}

/// Folders and programs of this machine and account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Catalog, journals, settings; private to this account.
    pub state: PathBuf,
    /// What can be computed again; private to this account.
    pub cache: PathBuf,
    pub home: PathBuf,
    /// The engine program.
    pub engine: PathBuf,
    /// Starter workbooks and their data; none when they are not installed.
    pub samples: Option<PathBuf>,
    /// Half of the machine's memory, at most 12 GiB.
    pub memory_cap_bytes: u64,
}

impl Places {
    /// The standard folders of this account, made when missing. `engine` names another engine
    /// program than the one that belongs to `program`.
    pub fn of_this_machine(program: &Path, engine: Option<PathBuf>) -> Result<Self, PlaceError> {
        let own = directories::ProjectDirs::from("", "", "assay").ok_or(PlaceError::NoHome)?;
        let home = directories::BaseDirs::new().ok_or(PlaceError::NoHome)?;
        let beside = program.parent().unwrap_or(Path::new("/"));
        let places = Self {
            state: own.data_local_dir().to_path_buf(),
            cache: own.cache_dir().join("engine"),
            home: home.home_dir().to_path_buf(),
            engine: engine.unwrap_or_else(|| engine_beside(beside)),
            samples: samples_beside(beside),
            memory_cap_bytes: default_memory_cap(),
        };
        make_private(&places.cache)?;
        Ok(places)
    }
}

/// Beside the program where it is built; in `../lib/assay` where it is installed.
fn engine_beside(folder: &Path) -> PathBuf {
    let installed = folder.join("../lib/assay").join(ENGINE);
    let built = folder.join(ENGINE);
    if !built.is_file() && installed.is_file() {
        installed
    } else {
        built
    }
}

fn samples_beside(folder: &Path) -> Option<PathBuf> {
    let installed = folder.join("../share/assay/samples");
    let source = Path::new(env!("ASSAY_SAMPLES"));
    [installed.as_path(), source]
        .into_iter()
        .filter_map(|path| std::fs::canonicalize(path).ok())
        .find(|path| path.is_dir())
}

fn make_private(folder: &Path) -> Result<(), PlaceError> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|cause| PlaceError::Folder {
            folder: folder.to_path_buf(),
            cause,
        })
}

fn default_memory_cap() -> u64 {
    let machine = std::fs::read_to_string("/proc/meminfo")
        .ok()
        .and_then(|text| memory_in(&text))
        .unwrap_or(UNKNOWN_MACHINE_BYTES);
    (machine / 2).min(DEFAULT_CAP_BYTES)
}

/// Bytes of memory by the machine's own words.
fn memory_in(meminfo: &str) -> Option<u64> {
    let line = meminfo
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::{engine_beside, memory_in};

    #[test]
    fn the_machines_memory_is_read_from_its_own_words() {
        assert_eq!(
            memory_in("MemTotal:       24 kB\nMemFree: 1 kB\n"),
            Some(24 * 1024)
        );
        assert_eq!(memory_in("MemFree: 1 kB\n"), None);
        assert_eq!(memory_in("MemTotal: many kB\n"), None);
    }

    #[test]
    fn the_engine_is_beside_the_program_or_where_it_is_installed() {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("bin");
        let lib = folder.path().join("lib/assay");
        std::fs::create_dir_all(&bin).unwrap();
        std::fs::create_dir_all(&lib).unwrap();
        assert_eq!(
            engine_beside(&bin),
            bin.join("assay-engine"),
            "named even when missing"
        );
        std::fs::write(lib.join("assay-engine"), "").unwrap();
        assert!(engine_beside(&bin).ends_with("lib/assay/assay-engine"));
        std::fs::write(bin.join("assay-engine"), "").unwrap();
        assert_eq!(engine_beside(&bin), bin.join("assay-engine"));
    }
}
