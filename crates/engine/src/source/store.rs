//! Tables converted once: small ones stay in memory, large ones go to Parquet files in the cache
//! folder under a key of fingerprint and options, so that a changed file never meets old rows.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use model::{Field, FileKind, ImportOptions, RejectedRow};
use polars::io::parquet::write::BatchedWriter;
use polars::prelude::{DataFrame, ParquetCompression, ParquetWriter, Schema};
use protocol::message::Failure;
use serde::{Deserialize, Serialize};

use super::failures;

/// Tables above this many bytes in memory go to disk.
const MEMORY_BYTES: usize = 16 << 20;
/// Rows of a row group: small enough that a page of rows is read quickly.
const GROUP_ROWS: usize = 1 << 17;
/// Raised when readers change what they make of the same file.
const READERS: &str = "assay readers 1";
/// More converted files than this are not kept.
const MOST_READINGS: usize = 200;
const MEMO: &str = "tables.json";

/// A converted table.
#[derive(Debug, Clone)]
pub(crate) enum Rows {
    Memory(DataFrame),
    Parquet(PathBuf),
}

/// What is known of a converted table besides its rows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Head {
    /// Sheet or table inside the file; empty for one-table files.
    pub part: String,
    pub fields: Vec<Field>,
    pub rows: u64,
    pub rejected: Vec<RejectedRow>,
    pub rejected_total: u64,
    pub notes: Vec<String>,
}

/// Everything that reading a file gave.
#[derive(Debug, Clone)]
pub(crate) struct Read {
    pub kind: FileKind,
    pub options: ImportOptions,
    pub tables: Vec<(Head, Rows)>,
}

#[derive(Serialize, Deserialize)]
struct Memo {
    kind: FileKind,
    options: ImportOptions,
    tables: Vec<(Head, u64)>,
}

/// The place in the cache for one reading of one file.
pub(crate) struct Store {
    sources: PathBuf,
    fingerprint: String,
    folder: PathBuf,
    temp: PathBuf,
    is_started: bool,
    count: usize,
}

impl Store {
    /// The place for a file with this fingerprint read under these options.
    pub(crate) fn new(cache: &Path, fingerprint: &str, options: &ImportOptions) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let key = key(fingerprint, options);
        let sources = cache.join("sources");
        sweep(&sources);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let temp = sources.join(format!(".{}.{number}.{}", std::process::id(), &key[..16]));
        let fingerprint = fingerprint.to_owned();
        Self {
            folder: sources.join(key),
            sources,
            fingerprint,
            temp,
            is_started: false,
            count: 0,
        }
    }

    /// What an earlier reading left, if it is complete.
    pub(crate) fn find(&self) -> Option<Read> {
        let memo: Memo = serde_json::from_slice(&fs::read(self.folder.join(MEMO)).ok()?).ok()?;
        let mut tables = Vec::new();
        for (at, (head, bytes)) in memo.tables.into_iter().enumerate() {
            let path = self.folder.join(file_name(at));
            if path.metadata().ok()?.len() != bytes {
                return None;
            }
            tables.push((head, Rows::Parquet(path)));
        }
        Some(Read {
            kind: memo.kind,
            options: memo.options,
            tables,
        })
    }

    /// A new table to be filled.
    pub(crate) fn table(&mut self, path: &Path) -> Filler<'_> {
        let at = self.count;
        self.count += 1;
        Filler {
            store: self,
            path: path.to_owned(),
            at,
            held: Vec::new(),
            held_rows: 0,
            held_bytes: 0,
            rows: 0,
            file: None,
        }
    }

    /// Keeps the reading for next time if any of its tables is large.
    pub(crate) fn seal(mut self, mut read: Read) -> Result<Read, Failure> {
        if !self.is_started {
            return Ok(read);
        }
        let mut heads = Vec::new();
        for (at, (head, rows)) in read.tables.iter_mut().enumerate() {
            if let Rows::Memory(frame) = rows {
                let file = self.create(at)?;
                ParquetWriter::new(file)
                    .with_compression(ParquetCompression::Lz4Raw)
                    .finish(frame)
                    .map_err(|error| failures::engine(&self.folder, &error))?;
            }
            let path = self.temp.join(file_name(at));
            let bytes = path
                .metadata()
                .map_err(|error| failures::io(&path, &error))?
                .len();
            heads.push((head.clone(), bytes));
        }
        let memo = Memo {
            kind: read.kind,
            options: read.options.clone(),
            tables: heads,
        };
        let text = serde_json::to_vec(&memo).unwrap_or_default();
        fs::write(self.temp.join(MEMO), text).map_err(|error| failures::io(&self.temp, &error))?;
        // What was detected is recorded and asked for next time: both ways lead to one place.
        let home = self.sources.join(key(&self.fingerprint, &read.options));
        self.clear(&home);
        fs::rename(&self.temp, &home).map_err(|error| failures::io(&home, &error))?;
        if home != self.folder
            && let Some(name) = home.file_name()
        {
            self.clear(&self.folder);
            std::os::unix::fs::symlink(name, &self.folder).ok();
        }
        thin_out(&self.sources, &home);
        self.is_started = false;
        for (at, (_, rows)) in read.tables.iter_mut().enumerate() {
            *rows = Rows::Parquet(home.join(file_name(at)));
        }
        Ok(read)
    }

    /// Takes an older reading away in one step, so that none is ever seen in part.
    fn clear(&self, folder: &Path) {
        if fs::remove_file(folder).is_ok() {
            return;
        }
        let aside = self.temp.with_extension("old");
        if fs::rename(folder, &aside).is_ok() {
            fs::remove_dir_all(aside).ok();
        }
    }

    fn create(&mut self, at: usize) -> Result<File, Failure> {
        if !self.is_started {
            fs::create_dir_all(&self.temp).map_err(|error| failures::io(&self.temp, &error))?;
            self.is_started = true;
        }
        let path = self.temp.join(file_name(at));
        File::create(&path).map_err(|error| failures::io(&path, &error))
    }

    /// Forgets what was filled, to begin again.
    pub(crate) fn restart(&mut self) {
        if self.is_started {
            fs::remove_dir_all(&self.temp).ok();
        }
        self.is_started = false;
        self.count = 0;
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.restart();
    }
}

/// Takes the rows of one table, in order.
pub(crate) struct Filler<'a> {
    store: &'a mut Store,
    path: PathBuf,
    at: usize,
    held: Vec<DataFrame>,
    held_rows: usize,
    held_bytes: usize,
    rows: u64,
    file: Option<BatchedWriter<File>>,
}

impl Filler<'_> {
    /// Adds rows; every frame has the same schema.
    pub(crate) fn push(&mut self, frame: DataFrame) -> Result<(), Failure> {
        self.rows += frame.height() as u64;
        self.held_rows += frame.height();
        self.held_bytes += frame.estimated_size();
        self.held.push(frame);
        let is_full = match self.file {
            Some(_) => self.held_rows >= GROUP_ROWS || self.held_bytes >= MEMORY_BYTES,
            None => self.held_bytes >= MEMORY_BYTES,
        };
        if is_full { self.flush() } else { Ok(()) }
    }

    fn joined(&mut self) -> Result<Option<DataFrame>, Failure> {
        let mut frames = std::mem::take(&mut self.held).into_iter();
        let Some(mut all) = frames.next() else {
            return Ok(None);
        };
        for frame in frames {
            all.vstack_mut_owned(frame)
                .map_err(|error| failures::engine(&self.path, &error))?;
        }
        all.rechunk_mut();
        self.held_rows = 0;
        self.held_bytes = 0;
        Ok(Some(all))
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let Some(frame) = self.joined()? else {
            return Ok(());
        };
        if self.file.is_none() {
            self.file = Some(self.start(frame.schema())?);
        }
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        for start in (0..frame.height()).step_by(GROUP_ROWS) {
            let mut group = frame.slice(i64::try_from(start).unwrap_or(i64::MAX), GROUP_ROWS);
            group.rechunk_mut();
            file.write_batch(&group)
                .map_err(|error| failures::engine(&self.path, &error))?;
        }
        Ok(())
    }

    fn start(&mut self, schema: &Schema) -> Result<BatchedWriter<File>, Failure> {
        let file = self.store.create(self.at)?;
        ParquetWriter::new(file)
            .with_compression(ParquetCompression::Lz4Raw)
            .batched(schema)
            .map_err(|error| failures::engine(&self.path, &error))
    }

    /// The filled table and its number of rows. `empty` is used when nothing was pushed.
    pub(crate) fn finish(mut self, empty: DataFrame) -> Result<(Rows, u64), Failure> {
        if self.file.is_none() {
            let frame = self.joined()?.unwrap_or(empty);
            return Ok((Rows::Memory(frame), self.rows));
        }
        self.flush()?;
        if let Some(file) = self.file.take() {
            file.finish()
                .map_err(|error| failures::engine(&self.path, &error))?;
        }
        Ok((
            Rows::Parquet(self.store.temp.join(file_name(self.at))),
            self.rows,
        ))
    }
}

/// The name of the place of a reading.
fn key(fingerprint: &str, options: &ImportOptions) -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(READERS.as_bytes());
    hash.update(fingerprint.as_bytes());
    hash.update(&serde_json::to_vec(options).unwrap_or_default());
    hash.finalize().to_hex()[..40].to_owned()
}

/// Removes the oldest readings when there are too many, and links that lead nowhere.
fn thin_out(sources: &Path, newest: &Path) {
    let Ok(entries) = fs::read_dir(sources) else {
        return;
    };
    let mut homes = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let Ok(known) = fs::symlink_metadata(&path) else {
            continue;
        };
        if known.is_symlink() && !path.exists() {
            fs::remove_file(&path).ok();
        } else if known.is_dir() && path != newest && path.join(MEMO).exists() {
            homes.push((known.modified().ok(), path));
        }
    }
    homes.sort();
    for (_, path) in homes.iter().take(homes.len().saturating_sub(MOST_READINGS)) {
        fs::remove_dir_all(path).ok();
    }
}

fn file_name(at: usize) -> String {
    format!("{at}.parquet")
}

/// Removes what processes that ended in the middle left behind.
fn sweep(sources: &Path) {
    let Ok(entries) = fs::read_dir(sources) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(rest) = name.strip_prefix('.') else {
            continue;
        };
        let process = rest.split('.').next().unwrap_or_default();
        if process.parse::<u32>().is_ok() && !Path::new("/proc").join(process).exists() {
            fs::remove_dir_all(entry.path()).ok();
        }
    }
}
