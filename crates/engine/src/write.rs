//! Whole answers as files: written beside the target, made durable, then put in its place, so
//! that a reader sees the old file or the new one and never a part.

mod target;
mod text;

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::{
    CompatLevel, DataFrame, Engine, FileWriteFormat, IpcWriterOptions, LazyFrame,
    ParquetWriteOptions, PlRefPath, PlanCallback, PolarsResult, SinkDestination, SinkTarget,
    UnifiedSinkArgs, all, len,
};
use protocol::message::{DataFormat, Failure};

use self::target::Target;
use self::text::Lines;
use crate::error::{explain, failure};
use crate::fault::Fault;
use crate::nulls::blank_missing;
use crate::stop::Stop;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    pub rows: u64,
    pub bytes: u64,
}

/// Choices beside the format.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Files that the answer is computed from; none of them is ever overwritten, by whatever
    /// spelling or link.
    pub inputs: Vec<PathBuf>,
    /// CSV for spreadsheets: texts that a spreadsheet would run as a formula get a leading `'`.
    pub guard_formulas: bool,
}

/// Computes all rows and writes them to a file.
pub fn write(
    frame: LazyFrame,
    format: DataFormat,
    path: &str,
    stop: &Stop,
) -> Result<Written, Failure> {
    write_with(frame, format, path, &Choices::default(), stop)
}

/// The same with choices.
pub fn write_with(
    frame: LazyFrame,
    format: DataFormat,
    path: &str,
    choices: &Choices,
    stop: &Stop,
) -> Result<Written, Failure> {
    let target = Target::prepare(Path::new(path), &choices.inputs)?;
    let rows = match format {
        DataFormat::Csv | DataFormat::Json | DataFormat::Ndjson => {
            as_text(frame, format, &target, choices.guard_formulas, stop)?
        }
        DataFormat::Parquet | DataFormat::Arrow => as_binary(frame, format, &target)?,
    };
    if stop.is_set() {
        return Err(cancelled());
    }
    let bytes = target.publish()?;
    Ok(Written { rows, bytes })
}

fn as_text(
    frame: LazyFrame,
    format: DataFormat,
    target: &Target,
    guard: bool,
    stop: &Stop,
) -> Result<u64, Failure> {
    let schema = frame
        .clone()
        .collect_schema()
        .map_err(|error| explained(&error))?;
    let file = BufWriter::with_capacity(1 << 20, target.create()?);
    let lines = Lines::new(file, format, &schema, guard).map_err(|error| target.io(&error))?;
    let shared = Arc::new(Mutex::new((lines, None::<std::io::Error>)));
    let (state, stopped) = (Arc::clone(&shared), stop.clone());
    let take = move |batch: DataFrame| -> PolarsResult<bool> {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        if stopped.is_set() {
            return Ok(true);
        }
        if let Err(error) = state.0.write(&batch) {
            state.1 = Some(error);
            return Ok(true);
        }
        Ok(false)
    };
    run(
        frame
            .sink_batches(PlanCallback::new(take), true, None)
            .map_err(|error| explained(&error))?,
        stop,
    )?;
    let mut state = shared.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = state.1.take() {
        return Err(target.io(&error));
    }
    state.0.finish().map_err(|error| target.io(&error))
}

fn as_binary(frame: LazyFrame, format: DataFormat, target: &Target) -> Result<u64, Failure> {
    drop(target.create()?);
    let at = PlRefPath::try_from_path(target.temp()).map_err(|error| explained(&error))?;
    let kind = if format == DataFormat::Parquet {
        FileWriteFormat::Parquet(Arc::new(ParquetWriteOptions::default()))
    } else {
        FileWriteFormat::Ipc(IpcWriterOptions {
            compat_level: CompatLevel::oldest(),
            ..IpcWriterOptions::default()
        })
    };
    let destination = SinkDestination::File {
        target: SinkTarget::Path(at.clone()),
    };
    let sink = frame
        .select([all().as_expr().map(
            |column| blank_missing(&column),
            |_, field| Ok(field.clone()),
        )])
        .sink(destination, kind, UnifiedSinkArgs::default())
        .map_err(|error| explained(&error))?;
    // What fails while columns are packed is not told as what the disk said.
    run(sink, &Stop::default()).map_err(|failure| target.room().err().unwrap_or(failure))?;
    let kind = if format == DataFormat::Parquet {
        model::FileKind::Parquet
    } else {
        model::FileKind::ArrowIpc
    };
    let counted = crate::source::scan_files(&[target.temp().to_path_buf()], kind)
        .and_then(|frame| frame.select([len()]).collect())
        .map_err(|error| explained(&error))?;
    let rows = counted
        .columns()
        .first()
        .and_then(|column| column.get(0).ok())
        .and_then(|rows| rows.extract::<u64>());
    Ok(rows.unwrap_or(0))
}

fn run(frame: LazyFrame, stop: &Stop) -> Result<(), Failure> {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        frame.collect_with_engine(Engine::Streaming)
    }));
    if stop.is_set() {
        return Err(cancelled());
    }
    match outcome {
        Ok(outcome) => outcome.map(drop).map_err(|error| explained(&error)),
        Err(_) => Err(failure(
            "COMPUTE_FAILED",
            "The engine gave up while computing the rows to be written. Run the cell again, then export.",
        )),
    }
}

fn explained(error: &polars::prelude::PolarsError) -> Failure {
    if let polars::prelude::PolarsError::IO { error, .. } = error
        && error.kind() == std::io::ErrorKind::StorageFull
    {
        return target::disk_full();
    }
    match explain(error) {
        Fault::Diagnosed(diagnostic) => failure(&diagnostic.code, diagnostic.message),
        Fault::Failed(failure) => failure,
        Fault::Cancelled => cancelled(),
    }
}

fn cancelled() -> Failure {
    failure(
        "CANCELLED",
        "Writing was cancelled; the target was not touched.",
    )
}

/// A file that lines are written into.
type Out = BufWriter<File>;

fn flush(out: &mut Out) -> std::io::Result<()> {
    out.flush()
}
