//! Files, folders and globs become tables: what is there, how it is read, and a scan for each.
//! Every failure is in words; damaged and hostile files end as failures, never as wrong rows.

mod arrow;
mod column;
mod csv;
mod excel;
mod failures;
mod folder;
mod json;
mod kind;
mod many;
mod mixed;
mod moment;
mod names;
mod place;
mod scalar;
mod sqlite;
mod store;
mod tally;
mod text;
mod unpack;
mod value_text;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::OnceLock;

use model::{FileKind, ImportOptions, ImportPreview, SourceSpec, TableInfo};
use polars::prelude::{IntoLazy, LazyFrame};
use protocol::message::Failure;

pub(crate) use self::arrow::scan_files;
pub(crate) use self::failures::shown;
use self::kind::Packing;
use self::place::Place;
use self::store::{Head, Read, Rows, Store};
use crate::stop::Stop;
use crate::table::Table;

/// Bytes at the start of a file that decide its format.
const HEAD: u64 = 1 << 16;

/// A source that was read: how, and the tables it has.
pub struct Opened {
    /// The spec with every detected option filled in, to be recorded.
    pub spec: SourceSpec,
    pub tables: Vec<Table>,
}

/// Reads enough of a source to answer any question about its tables. What is slow to read again
/// is converted once and kept under `cache`.
pub fn open(spec: &SourceSpec, cache: &Path, stop: &Stop) -> Result<Opened, Failure> {
    let path = Path::new(&spec.path);
    guarded(path, || {
        if folder::is_glob(path) {
            return open_files(spec, folder::glob(path)?, true, cache, stop);
        }
        if path.is_dir() {
            return open_files(spec, folder::walk(path)?, false, cache, stop);
        }
        open_file(spec, &Place::look(path)?, cache, stop)
    })
}

/// A glob is one table; a folder is one if its folders say `key=value`, otherwise each file is
/// a table under its stem.
fn open_files(
    spec: &SourceSpec,
    mut found: folder::Found,
    is_glob: bool,
    cache: &Path,
    stop: &Stop,
) -> Result<Opened, Failure> {
    let path = Path::new(&spec.path);
    let all = found.files.len();
    let mut kinds = std::collections::HashSet::new();
    found.files.retain(|file| {
        let kind = Place::look(file)
            .and_then(|place| identify(&place, None))
            .map(|(kind, _, _)| kind);
        kind.is_ok_and(|kind| {
            let is_known = kind != FileKind::Csv || is_glob || is_table_name(file);
            if is_known {
                kinds.insert(kind);
            }
            is_known
        })
    });
    let left_out = all - found.files.len();
    if found.files.is_empty() {
        return Err(folder::nothing(path));
    }
    if left_out > 0 {
        found.notes.push(format!(
            "{left_out} files are of no kind that is read here; they were left out."
        ));
    }
    let is_hive = found
        .files
        .iter()
        .all(|file| !folder::partitions(&found.root, file).is_empty());
    if is_glob || (is_hive && kinds.len() == 1) {
        return many::open(spec, &found, cache, stop);
    }
    let mut tables: Vec<Table> = Vec::new();
    let names = folder::stems(&found.root, &found.files);
    for (file, name) in found.files.iter().zip(names) {
        if stop.is_set() {
            return Err(failures::cancelled());
        }
        let member = SourceSpec {
            name,
            kind: None,
            ..spec.clone()
        };
        match open_file(&member, &Place::look(file)?, cache, stop) {
            Ok(opened) => tables.extend(opened.tables),
            Err(failure) if failure.code == "CANCELLED" || failure.code == "DISK_FULL" => {
                return Err(failure);
            }
            Err(failure) => found.notes.push(failure.message),
        }
    }
    let Some(first) = tables.first_mut() else {
        return Err(folder::nothing(path));
    };
    first.info.notes.extend(found.notes);
    Ok(Opened {
        spec: spec.clone(),
        tables,
    })
}

fn is_table(file: &Path) -> bool {
    let kind = Place::look(file)
        .and_then(|place| identify(&place, None))
        .map(|(kind, _, _)| kind);
    kind.is_ok_and(|kind| kind != FileKind::Csv || is_table_name(file))
}

/// Whether a text file in a folder is meant as a table: a readme is none.
fn is_table_name(file: &Path) -> bool {
    matches!(
        kind::extension(file).as_str(),
        "csv" | "tsv" | "tab" | "psv" | "txt"
    )
}

/// The first rows of a file and how they were read, within a second for any size.
pub fn preview(
    path: &str,
    options: &ImportOptions,
    cache: &Path,
) -> Result<ImportPreview, Failure> {
    let path = Path::new(path);
    let _ = cache;
    guarded(path, || {
        let first = if folder::is_glob(path) {
            folder::glob(path)?
                .files
                .into_iter()
                .next()
                .ok_or_else(|| folder::nothing(path))?
        } else if path.is_dir() {
            folder::walk(path)?
                .files
                .into_iter()
                .find(|file| is_table(file))
                .ok_or_else(|| folder::nothing(path))?
        } else {
            path.to_owned()
        };
        let place = Place::look(&first)?;
        let (kind, head, _) = identify(&place, None)?;
        match kind {
            FileKind::Csv => csv::preview(&place, options),
            FileKind::Parquet | FileKind::ArrowIpc => arrow::preview(&place, kind, options, &head),
            FileKind::Json | FileKind::NdJson => json::preview(&place, kind, options),
            FileKind::Sqlite => sqlite::preview(&place, options),
            FileKind::Excel => excel::preview(&place, options),
        }
    })
}

/// A reader that gives up in an unforeseen way is a damaged file, not the end of the process.
fn guarded<T>(path: &Path, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(failures::damaged(path, "its content contradicts itself")))
}

fn identify(
    place: &Place,
    chosen: Option<FileKind>,
) -> Result<(FileKind, Vec<u8>, Packing), Failure> {
    let packing = kind::packing(&place.head(4)?);
    let (head, _) = unpack::head(place, HEAD)?;
    let found = kind::detect(&place.path, &head)?;
    let is_text = |kind| matches!(kind, FileKind::Csv | FileKind::Json | FileKind::NdJson);
    let kind = chosen
        .filter(|chosen| is_text(*chosen) && is_text(found))
        .unwrap_or(found);
    if packing != Packing::Plain && !is_text(kind) {
        return Err(failures::unsupported(
            &place.path,
            "is packed, and packed files are read only when they are text",
            "Unpack it first.",
        ));
    }
    Ok((kind, head, packing))
}

fn open_file(
    spec: &SourceSpec,
    place: &Place,
    cache: &Path,
    stop: &Stop,
) -> Result<Opened, Failure> {
    let (kind, head, _) = identify(place, spec.kind)?;
    let fingerprint = place.fingerprint()?;
    let store = Store::new(cache, &fingerprint, &spec.options);
    let is_stream = kind == FileKind::ArrowIpc && arrow::is_stream(&head);
    let read = match store.find() {
        Some(read) => read,
        None => match kind {
            FileKind::Csv => csv::read(place, &spec.options, store, stop)?,
            FileKind::Json | FileKind::NdJson => {
                json::read(place, kind, &spec.options, store, stop)?
            }
            FileKind::Sqlite => sqlite::read(place, &spec.options, store, stop)?,
            FileKind::Excel => excel::read(place, &spec.options, store, stop)?,
            FileKind::ArrowIpc if is_stream => arrow::read_stream(place, &spec.options, store)?,
            FileKind::Parquet | FileKind::ArrowIpc => {
                return scanned(spec, place, kind, &fingerprint);
            }
        },
    };
    place.verify()?;
    Ok(converted(spec, place, &fingerprint, read))
}

/// A file that is scanned where it lies.
fn scanned(
    spec: &SourceSpec,
    place: &Place,
    kind: FileKind,
    fingerprint: &str,
) -> Result<Opened, Failure> {
    let (fields, rows) = arrow::look(place, kind)?;
    place.verify()?;
    let mut notes = Vec::new();
    if !spec.options.types.is_empty() {
        notes.push("The file itself says the types of its columns; types that are set do not apply. Cast in a cell instead.".to_owned());
    }
    let info = TableInfo {
        fields,
        rows: Some(rows),
        notes,
        ..info_of(spec, spec.name.clone(), place, fingerprint)
    };
    let place = place.clone();
    let files = vec![place.path.clone()];
    let known = OnceLock::new();
    let table = Table::new(info, move || {
        place.verify()?;
        once(&known, || {
            arrow::scan_files(std::slice::from_ref(&place.path), kind)
                .map_err(|error| failures::engine(&place.path, &error))
        })
    })
    .with_files(files);
    Ok(Opened {
        spec: SourceSpec {
            kind: Some(kind),
            ..spec.clone()
        },
        tables: vec![table],
    })
}

/// The scan of a file that stays as it is: what its last bytes say of its columns and groups of
/// rows is read once, not by every statement.
fn once(
    known: &OnceLock<LazyFrame>,
    scan: impl FnOnce() -> Result<LazyFrame, Failure>,
) -> Result<LazyFrame, Failure> {
    if let Some(frame) = known.get() {
        return Ok(frame.clone());
    }
    let frame = scan()?;
    Ok(known.get_or_init(|| frame).clone())
}

/// What is known of a table before its rows are.
fn info_of(spec: &SourceSpec, name: String, place: &Place, fingerprint: &str) -> TableInfo {
    TableInfo {
        name,
        source: spec.id.clone(),
        fields: Vec::new(),
        rows: None,
        bytes: place.bytes,
        fingerprint: fingerprint.to_owned(),
        rejected: 0,
        notes: Vec::new(),
    }
}

/// Tables of a file that was converted.
fn converted(spec: &SourceSpec, place: &Place, fingerprint: &str, read: Read) -> Opened {
    let is_single = read.tables.len() == 1;
    let mut taken = std::collections::HashSet::new();
    let tables = read
        .tables
        .into_iter()
        .map(|(head, rows)| {
            let mut name = if is_single || head.part.is_empty() {
                spec.name.clone()
            } else {
                format!("{}_{}", spec.name, names::table(&head.part))
            };
            while !taken.insert(name.to_lowercase()) {
                name.push_str("_2");
            }
            kept_table(info_of(spec, name, place, fingerprint), place, head, rows)
        })
        .collect();
    Opened {
        spec: SourceSpec {
            kind: Some(read.kind),
            options: read.options,
            ..spec.clone()
        },
        tables,
    }
}

fn kept_table(mut info: TableInfo, place: &Place, head: Head, rows: Rows) -> Table {
    info = TableInfo {
        fields: head.fields,
        rows: Some(head.rows),
        rejected: head.rejected_total,
        notes: head.notes,
        ..info
    };
    let listed = head.rejected;
    let total = head.rejected_total;
    let path = place.path.clone();
    let files = vec![path.clone()];
    let known = OnceLock::new();
    Table::new(info, move || match &rows {
        Rows::Memory(frame) => Ok(frame.clone().lazy()),
        Rows::Parquet(file) => once(&known, || {
            arrow::scan_kept(file).map_err(|error| failures::engine(&path, &error))
        }),
    })
    .with_files(files)
    .with_rejected(move |offset, limit| {
        let from = usize::try_from(offset)
            .unwrap_or(usize::MAX)
            .min(listed.len());
        let to = from.saturating_add(limit as usize).min(listed.len());
        Ok((listed[from..to].to_vec(), total))
    })
}
