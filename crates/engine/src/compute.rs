//! Computes a lazy frame in batches, so that it can be stopped, watched and put on disk when it
//! grows beyond its share of memory.

use std::fs::File;
use std::io::BufWriter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::*;

use crate::error::{failure, said};
use crate::fault::Fault;
use crate::stop::Stop;

/// The rows of an answer: in memory, or in files of our own in the cache folder.
#[derive(Debug, Clone)]
pub enum Rows {
    Memory(DataFrame),
    Disk(Arc<Spill>),
}

/// A folder of files that is removed with the last answer that uses it.
#[derive(Debug)]
pub struct Spill {
    folder: PathBuf,
    /// Each file and how many rows it has, in order.
    parts: Vec<(PathBuf, u64)>,
    bytes: u64,
}

impl Drop for Spill {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            tracing::warn!(%error, "a cached answer could not be removed");
        }
    }
}

/// Bytes of rows in one file of a spilled answer.
const PART_BYTES: u64 = 64 << 20;

/// How an answer is computed: when to stop, whom to tell, how much memory it may take.
pub struct Limits<'a> {
    pub stop: Stop,
    /// Told the number of rows so far, after each batch.
    pub on_rows: Arc<dyn Fn(u64) + Send + Sync>,
    /// Bytes that may stay in memory; beyond it the rows go to `spill`.
    pub memory_bytes: u64,
    /// A folder that does not exist yet; none keeps everything in memory.
    pub spill: Option<&'a Path>,
}

impl Rows {
    /// How many there are.
    pub fn count(&self) -> u64 {
        match self {
            Self::Memory(frame) => frame.height() as u64,
            Self::Disk(spill) => spill.parts.iter().map(|(_, rows)| rows).sum(),
        }
    }

    /// Bytes in memory or on disk.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Memory(frame) => frame.estimated_size() as u64,
            Self::Disk(spill) => spill.bytes,
        }
    }

    /// Whether they take memory.
    pub fn is_in_memory(&self) -> bool {
        matches!(self, Self::Memory(_))
    }

    /// All rows as a lazy frame.
    pub fn scan(&self) -> Result<LazyFrame, Fault> {
        match self {
            Self::Memory(frame) => Ok(frame.clone().lazy()),
            Self::Disk(spill) => scan(spill.parts.iter().map(|(path, _)| path)),
        }
    }

    /// Rows `offset..offset + limit`.
    pub fn slice(&self, offset: u64, limit: u32) -> Result<DataFrame, Fault> {
        let spill = match self {
            Self::Memory(frame) => {
                return Ok(frame.slice(i64::try_from(offset).unwrap_or(i64::MAX), limit as usize));
            }
            Self::Disk(spill) => spill,
        };
        let end = offset.saturating_add(u64::from(limit));
        let (mut start, mut skipped) = (0, 0);
        let mut wanted = Vec::new();
        for (path, rows) in &spill.parts {
            if start + rows > offset && start < end {
                wanted.push(path);
            } else if start + rows <= offset {
                skipped = start + rows;
            }
            start += rows;
        }
        if wanted.is_empty() {
            wanted.extend(spill.parts.first().map(|(path, _)| path));
            skipped = 0;
        }
        let from = i64::try_from(offset - skipped.min(offset)).unwrap_or(i64::MAX);
        let frame = scan(wanted.into_iter())?.slice(from, limit);
        Ok(frame
            .collect_with_engine(Engine::Streaming)?
            .unwrap_single())
    }
}

fn scan<'a>(paths: impl Iterator<Item = &'a PathBuf>) -> Result<LazyFrame, Fault> {
    let paths = paths
        .map(|path| PlRefPath::try_from_path(path))
        .collect::<PolarsResult<Vec<_>>>()?;
    let sources = ScanSources::Paths(paths.into_iter().collect());
    Ok(LazyFrame::scan_ipc_sources(
        sources,
        IpcScanOptions::default(),
        UnifiedScanArgs::default(),
    )?)
}

/// Batches on their way: kept, or written away once there are too many.
#[derive(Default)]
struct Gathered {
    batches: Vec<DataFrame>,
    bytes: u64,
    rows: u64,
    spill: Option<Spill>,
}

/// Computes all rows with the streaming engine.
pub fn compute(frame: LazyFrame, limits: &Limits<'_>) -> Result<Rows, Fault> {
    let gathered = Arc::new(Mutex::new(Gathered::default()));
    let (stop, on_rows) = (limits.stop.clone(), Arc::clone(&limits.on_rows));
    let (memory_bytes, spill) = (limits.memory_bytes, limits.spill.map(Path::to_path_buf));
    let shared = Arc::clone(&gathered);
    let take = move |batch: DataFrame| -> PolarsResult<bool> {
        if stop.is_set() {
            return Ok(true);
        }
        let mut gathered = shared.lock().unwrap_or_else(PoisonError::into_inner);
        gathered.take(batch, memory_bytes, spill.as_deref())?;
        on_rows(gathered.rows);
        Ok(false)
    };
    let sink = |frame: &LazyFrame| {
        let take = PlanCallback::new(take.clone());
        frame.clone().sink_batches(take, true, None)
    };
    let sunk = sink(&frame)?;
    let streamed = unless_it_panics(|| sunk.collect_with_engine(Engine::Streaming))?;
    if limits.stop.is_set() {
        return Err(Fault::Cancelled);
    }
    if let Some(outcome) = unless_lost(streamed)? {
        drop(outcome?);
    } else {
        *gathered.lock().unwrap_or_else(PoisonError::into_inner) = Gathered::default();
        take(in_memory(frame.clone())?)?;
    }
    let gathered = std::mem::take(&mut *gathered.lock().unwrap_or_else(PoisonError::into_inner));
    gathered.finish(frame, limits.spill)
}

/// Computes all rows at once, for what is known to be small.
pub(crate) fn collected(frame: LazyFrame) -> Result<DataFrame, Fault> {
    let first = frame.clone();
    let streamed = unless_it_panics(move || first.collect_with_engine(Engine::Streaming))?;
    match unless_lost(streamed)? {
        Some(outcome) => Ok(outcome?.unwrap_single()),
        None => in_memory(frame),
    }
}

/// The second try, with the engine that takes one step after the other: the streaming engine gives
/// up on some plans over empty inputs.
fn in_memory(frame: LazyFrame) -> Result<DataFrame, Fault> {
    tracing::warn!("the streaming engine gave up; computing in memory");
    let computed = unless_it_panics(move || frame.collect_with_engine(Engine::InMemory))?;
    match unless_lost(computed)? {
        Some(outcome) => Ok(outcome?.unwrap_single()),
        None => Err(Fault::Failed(failure(
            "COMPUTE_FAILED",
            "The engine gave up on this statement. Run parts of it as separate cells to see which one is at fault.",
        ))),
    }
}

/// None when the engine gave up, but for sums beyond 128 bits: a second try would wrap.
fn unless_lost<Outcome>(tried: Result<Outcome, String>) -> Result<Option<Outcome>, Fault> {
    match tried {
        Ok(outcome) => Ok(Some(outcome)),
        Err(said) if said.contains("attempt to add with overflow") => Err(Fault::value(
            "SQL_OVERFLOW",
            "A sum in this statement is too large for a decimal of 38 digits. Cast what is summed to DOUBLE, or leave out the extreme values.",
        )),
        Err(_) => Ok(None),
    }
}

/// What the engine said when it gave up, in place of an outcome; a fault where one of our kernels
/// was the reason.
fn unless_it_panics<Outcome>(
    work: impl FnOnce() -> Outcome,
) -> Result<Result<Outcome, String>, Fault> {
    let panic = match catch_unwind(AssertUnwindSafe(work)) {
        Ok(outcome) => return Ok(Ok(outcome)),
        Err(panic) => panic,
    };
    let text = match panic.downcast_ref::<String>() {
        Some(text) => text.as_str(),
        None => panic.downcast_ref::<&str>().copied().unwrap_or_default(),
    };
    match said(text) {
        Some(fault) => Err(fault),
        None => Ok(Err(text.to_owned())),
    }
}

impl Gathered {
    fn take(
        &mut self,
        batch: DataFrame,
        memory_bytes: u64,
        folder: Option<&Path>,
    ) -> PolarsResult<()> {
        self.rows += batch.height() as u64;
        self.bytes += batch.estimated_size() as u64;
        self.batches.push(batch);
        let limit = if self.spill.is_some() {
            PART_BYTES
        } else {
            memory_bytes
        };
        match folder {
            Some(folder) if self.bytes > limit => self.write_away(folder),
            _ => Ok(()),
        }
    }

    fn write_away(&mut self, folder: &Path) -> PolarsResult<()> {
        if self.spill.is_none() {
            std::fs::create_dir(folder)?;
            self.spill = Some(Spill {
                folder: folder.to_path_buf(),
                parts: Vec::new(),
                bytes: 0,
            });
        }
        let batches = std::mem::take(&mut self.batches);
        self.bytes = 0;
        let Some(spill) = &mut self.spill else {
            return Ok(());
        };
        let mut part: Option<DataFrame> = None;
        for batch in batches {
            match &mut part {
                None => part = Some(batch),
                Some(part) => {
                    part.vstack_mut_owned(batch)?;
                }
            }
            if part
                .as_ref()
                .is_some_and(|part| part.estimated_size() as u64 > PART_BYTES)
            {
                spill.write(part.take())?;
            }
        }
        spill.write(part)
    }

    /// What came of a frame; its columns are asked for only when no row came.
    fn finish(mut self, mut frame: LazyFrame, folder: Option<&Path>) -> Result<Rows, Fault> {
        if let (true, Some(folder)) = (self.spill.is_some(), folder) {
            self.write_away(folder)?;
        }
        if let Some(spill) = self.spill {
            return Ok(Rows::Disk(Arc::new(spill)));
        }
        let mut batches = self.batches.into_iter();
        let Some(mut whole) = batches.next() else {
            let schema = frame.collect_schema()?;
            return Ok(Rows::Memory(DataFrame::empty_with_schema(&schema)));
        };
        for batch in batches {
            whole.vstack_mut_owned(batch)?;
        }
        Ok(Rows::Memory(whole))
    }
}

impl Spill {
    fn write(&mut self, part: Option<DataFrame>) -> PolarsResult<()> {
        let Some(mut part) = part else { return Ok(()) };
        let rows = part.height() as u64;
        let path = self.folder.join(format!("{:05}.arrow", self.parts.len()));
        IpcWriter::new(BufWriter::new(File::create_new(&path)?)).finish(&mut part)?;
        self.bytes += std::fs::metadata(&path)?.len();
        self.parts.push((path, rows));
        Ok(())
    }
}
