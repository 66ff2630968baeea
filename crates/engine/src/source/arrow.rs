//! Parquet and Arrow files, scanned where they lie. Types that have no word in the house are
//! turned into the nearest one that loses nothing.

mod parts;

use std::path::{Path, PathBuf};

use model::{Field, FileKind, ImportOptions, ImportPreview};
use polars::io::HiveOptions;
use polars::io::ipc::{IpcScanOptions, IpcStreamReader};
use polars::prelude::{
    DataFrame, DataType as Polars, Expr, Field as PolarsField, IdxSize, IntoLazy, LazyFrame,
    PlRefPath, PolarsResult, ScanArgsParquet, Schema, SerReader, UnifiedScanArgs, col, len,
};
use protocol::message::Failure;

use super::failures;
use super::place::Place;
use super::store::{Head, Read, Store};
use crate::{types, value};

const PREVIEW_ROWS: IdxSize = 100;
/// An Arrow stream above this size is not held in memory to be converted.
const MOST_STREAM: u64 = 2 << 30;

/// In a file up to this size the last row is read when it is opened, so that what cannot be read,
/// or is not there although the file claims it, is said then and not by the first statement.
const MOST_PROBED: u64 = 64 << 20;

/// Fields and number of rows of a file that is scanned in place.
pub(crate) fn look(place: &Place, kind: FileKind) -> Result<(Vec<Field>, u64), Failure> {
    let explain = |error| failures::engine(&place.path, &error);
    if kind == FileKind::ArrowIpc {
        parts::check_file(place)?;
    }
    let mut frame = scan_files(std::slice::from_ref(&place.path), kind).map_err(explain)?;
    let schema = frame.collect_schema().map_err(explain)?;
    let fields = fields(&schema);
    let counted = frame.clone().select([len()]).collect().map_err(explain)?;
    let rows = counted
        .columns()
        .first()
        .and_then(|column| column.get(0).ok())
        .and_then(|rows| rows.extract::<u64>())
        .unwrap_or(0);
    if rows > 0 && place.bytes <= MOST_PROBED {
        let last = i64::try_from(rows - 1).unwrap_or(i64::MAX);
        frame.slice(last, 1).collect().map_err(explain)?;
    }
    Ok((fields, rows))
}

/// A scan of files with one schema, in the types of the house.
pub(crate) fn scan_files(paths: &[PathBuf], kind: FileKind) -> PolarsResult<LazyFrame> {
    let paths = paths
        .iter()
        .map(|path| PlRefPath::try_from_path(path))
        .collect::<PolarsResult<Vec<_>>>()?;
    let hive_options = HiveOptions {
        enabled: Some(false),
        ..HiveOptions::default()
    };
    let frame = if kind == FileKind::ArrowIpc {
        let args = UnifiedScanArgs {
            glob: false,
            hive_options,
            ..UnifiedScanArgs::default()
        };
        let sources = polars::prelude::ScanSources::Paths(paths.into_iter().collect());
        LazyFrame::scan_ipc_sources(sources, IpcScanOptions::default(), args)?
    } else {
        let args = ScanArgsParquet {
            glob: false,
            hive_options,
            ..ScanArgsParquet::default()
        };
        LazyFrame::scan_parquet_files(paths.into_iter().collect(), args)?
    };
    in_house_types(frame)
}

/// Whether a file is an Arrow stream, which cannot be scanned by pages.
pub(crate) fn is_stream(head: &[u8]) -> bool {
    !head.starts_with(b"ARROW1")
}

/// Reads an Arrow stream into its place.
pub(crate) fn read_stream(
    place: &Place,
    options: &ImportOptions,
    mut store: Store,
) -> Result<Read, Failure> {
    if place.bytes > MOST_STREAM {
        return Err(failures::too_large(
            &place.path,
            "Arrow streams are read up to 2 GB; write it as an Arrow file or as Parquet",
        ));
    }
    let frame = stream(place, None)?;
    let empty = frame.clear();
    let fields = fields(frame.schema());
    let mut filler = store.table(&place.path);
    filler.push(frame)?;
    let (kept, rows) = filler.finish(empty)?;
    let head = Head {
        part: String::new(),
        fields,
        rows,
        rejected: Vec::new(),
        rejected_total: 0,
        notes: Vec::new(),
    };
    store.seal(Read {
        kind: FileKind::ArrowIpc,
        options: options.clone(),
        tables: vec![(head, kept)],
    })
}

fn stream(place: &Place, rows: Option<usize>) -> Result<DataFrame, Failure> {
    let explain = |error| failures::engine(&place.path, &error);
    parts::check_stream(place)?;
    let file = std::io::BufReader::new(place.open()?);
    let frame = IpcStreamReader::new(file)
        .with_n_rows(rows)
        .finish()
        .map_err(explain)?;
    in_house_types(frame.lazy())
        .and_then(LazyFrame::collect)
        .map_err(explain)
}

/// The first rows of a Parquet or Arrow file.
pub(crate) fn preview(
    place: &Place,
    kind: FileKind,
    options: &ImportOptions,
    head: &[u8],
) -> Result<ImportPreview, Failure> {
    let explain = |error| failures::engine(&place.path, &error);
    let frame = if kind == FileKind::ArrowIpc && is_stream(head) {
        stream(place, Some(PREVIEW_ROWS as usize))?
    } else {
        if kind == FileKind::ArrowIpc {
            parts::check_file(place)?;
        }
        scan_files(std::slice::from_ref(&place.path), kind)
            .and_then(|frame| frame.limit(PREVIEW_ROWS).collect())
            .map_err(explain)?
    };
    Ok(ImportPreview {
        kind,
        options: options.clone(),
        parts: Vec::new(),
        fields: fields(frame.schema()),
        rows: value::rows(&frame, PREVIEW_ROWS as usize),
        rejected: Vec::new(),
        notes: Vec::new(),
        bytes: place.bytes,
    })
}

/// The columns of a schema in words of the house.
pub(crate) fn fields(schema: &Schema) -> Vec<Field> {
    schema
        .iter()
        .map(|(name, data_type)| Field::new(name.as_str(), types::from_polars(data_type)))
        .collect()
}

/// Casts the columns whose Polars type has no word of its own.
pub(crate) fn in_house_types(mut frame: LazyFrame) -> PolarsResult<LazyFrame> {
    let schema = frame.collect_schema()?;
    let is_same = schema
        .iter()
        .all(|(_, data_type)| house_type(data_type) == *data_type);
    if is_same {
        return Ok(frame);
    }
    let columns: Vec<Expr> = schema
        .iter()
        .map(|(name, data_type)| {
            let wanted = house_type(data_type);
            if wanted == *data_type {
                col(name.clone())
            } else {
                col(name.clone()).cast(wanted)
            }
        })
        .collect();
    Ok(frame.select(columns))
}

/// The type of the house for a Polars type, as Polars keeps it.
fn house_type(data_type: &Polars) -> Polars {
    match data_type {
        Polars::UInt128 => Polars::String,
        Polars::Float16 => Polars::Float32,
        Polars::List(item) | Polars::Array(item, _) => Polars::List(Box::new(house_type(item))),
        Polars::Struct(fields) => Polars::Struct(
            fields
                .iter()
                .map(|field| PolarsField::new(field.name().clone(), house_type(field.dtype())))
                .collect(),
        ),
        other => types::to_polars(&types::from_polars(other)),
    }
}

/// Scans the Parquet file that a reading was kept in.
pub(crate) fn scan_kept(path: &Path) -> PolarsResult<LazyFrame> {
    let hive_options = HiveOptions {
        enabled: Some(false),
        ..HiveOptions::default()
    };
    let args = ScanArgsParquet {
        glob: false,
        hive_options,
        ..ScanArgsParquet::default()
    };
    LazyFrame::scan_parquet(PlRefPath::try_from_path(path)?, args)
}
