//! One table as it leaves: filtered or aggregated by the engine, some columns as hashes, written as
//! Parquet.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field as ArrowField, Schema};
use arrow::error::ArrowError;
use arrow::ipc::reader::FileReader;
use arrow::ipc::writer::FileWriter;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use model::{
    Aggregate, Compare, Field, FileKind, Filter, ImportOptions, Key as GroupKey, Kind, Measure,
    Query, ResultHead, ResultId, SourceId, SourceSpec, TableInfo, TableShape, Value,
};
use protocol::message::{Answer, Ask, DataFormat, Scope, Statement, View};

use super::{PackedTable, Session};
use crate::app::fresh;
use crate::command::package::{PackagedTable, Share, TableWish};
use crate::jobs::JobHandle;
use crate::session::unexpected::unexpected;
use crate::{App, Error};

/// Letters of a hash: 128 bits.
const HASH_LETTERS: usize = 32;

/// A folder for this account alone that is removed with what it holds.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn make(state: &Path) -> Result<Self, Error> {
        use std::os::unix::fs::DirBuilderExt;
        let path = state.join(format!("packing-{}", fresh().simple()));
        std::fs::DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .map_err(|error| not_packed(&error))?;
        Ok(Self(path))
    }

    fn file(&self, ending: &str) -> Result<(PathBuf, String), Error> {
        let path = self.0.join(format!("{}.{ending}", fresh().simple()));
        let text = crate::paths::text(&path)?;
        Ok((path, text))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays for a fault of the disk is for this account alone.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The key of the hashes of one package; it is written nowhere.
pub(super) struct Key([u8; 32]);

impl Key {
    pub(super) fn draw() -> Result<Self, Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|_| Error::fault("Drawing a key"))?;
        Ok(Self(key))
    }

    fn hash(&self, text: &str) -> String {
        let hash = blake3::keyed_hash(&self.0, text.as_bytes()).to_hex();
        hash.chars().take(HASH_LETTERS).collect()
    }
}

impl Session {
    pub(super) async fn pack_table(
        self: &Arc<Self>,
        app: &App,
        wish: &TableWish,
        (folder, key): (&Folder, &Key),
        handle: &JobHandle,
    ) -> Result<PackedTable, Error> {
        let table = self.known_table(&wish.table)?;
        check(&table, wish)?;
        let (query, view, counter) = question(&table, wish);
        let whole = self.run_query(app, query, handle).await?;
        let groups = whole.rows;
        let (path, text) = folder.file("parquet")?;
        let (rows, fields) = if wish.hash.is_empty() {
            let rows = self.written((app, handle), &whole.id, view, (DataFormat::Parquet, text));
            (rows.await?, whole.fields.clone())
        } else {
            let (raw, raw_text) = folder.file("arrow")?;
            let written = self.written(
                (app, handle),
                &whole.id,
                view,
                (DataFormat::Arrow, raw_text),
            );
            let rows = written.await?;
            let (hashed, hashed_text) = folder.file("arrow")?;
            hash_columns(&raw, &hashed, &wish.hash, key).map_err(|error| {
                tracing::error!(%error, "columns could not be hashed");
                Error::fault("Hashing the columns")
            })?;
            let fields = self.as_parquet(app, hashed_text, text, handle).await?;
            (rows, fields)
        };
        self.forget([whole.id]);
        let bytes = std::fs::read(&path).map_err(|error| not_packed(&error))?;
        let columns: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
        let all = table.fields.iter().map(|field| &field.name);
        let told = PackagedTable {
            table: table.name.clone(),
            rows,
            of_rows: table.rows,
            groups_left: counter.map_or(0, |_| groups.saturating_sub(rows)),
            hashed: wish.hash.clone(),
            dropped: all
                .filter(|name| !columns.contains(name))
                .cloned()
                .collect(),
            columns,
            bytes: bytes.len() as u64,
        };
        Ok(PackedTable {
            source: table.source.clone(),
            is_whole: matches!(wish.share, Share::Full)
                && wish.drop.is_empty()
                && wish.hash.is_empty(),
            shape: TableShape {
                name: table.name,
                fields,
            },
            told,
            bytes,
        })
    }

    async fn run_query(
        self: &Arc<Self>,
        app: &App,
        query: Query,
        handle: &JobHandle,
    ) -> Result<ResultHead, Error> {
        let ask = Ask::Run {
            result: ResultId::from_uuid(fresh()),
            statement: Statement::Query { query },
            scope: Scope::default(),
        };
        let job = Some(handle.id.clone());
        match self.ask(app, ask, job, &handle.token).await? {
            (Answer::Ran { head }, _) => Ok(head),
            (other, _) => Err(unexpected(other, "Packing the data")),
        }
    }

    async fn written(
        self: &Arc<Self>,
        (app, handle): (&App, &JobHandle),
        result: &ResultId,
        view: View,
        (format, path): (DataFormat, String),
    ) -> Result<u64, Error> {
        let ask = Ask::Export {
            result: result.clone(),
            view,
            format,
            path,
        };
        let job = Some(handle.id.clone());
        match self.ask(app, ask, job, &handle.token).await? {
            (Answer::Written { rows, .. }, _) => Ok(rows),
            (other, _) => Err(unexpected(other, "Packing the data")),
        }
    }

    /// Writes rows of a file of Arrow as Parquet; answers its columns.
    async fn as_parquet(
        self: &Arc<Self>,
        app: &App,
        from: String,
        to: String,
        handle: &JobHandle,
    ) -> Result<Vec<Field>, Error> {
        let source = SourceId::from_uuid(fresh());
        let spec = SourceSpec {
            id: source.clone(),
            name: format!("packing_{source}"),
            path: from,
            kind: Some(FileKind::ArrowIpc),
            options: ImportOptions::default(),
        };
        let ask = Ask::OpenSource { spec };
        let tables = match self.ask(app, ask, None, &handle.token).await? {
            (Answer::Opened { tables, .. }, _) => tables,
            (other, _) => return Err(unexpected(other, "Packing the data")),
        };
        let written = async {
            let table = tables
                .first()
                .ok_or_else(|| Error::fault("Packing the data"))?;
            let query = Query {
                source: table.name.clone(),
                ..Query::default()
            };
            let head = self.run_query(app, query, handle).await?;
            let target = (DataFormat::Parquet, to);
            self.written((app, handle), &head.id, View::default(), target)
                .await?;
            self.forget([head.id]);
            Ok(head.fields)
        };
        let written = written.await;
        // An engine that has ended has closed it.
        let close = Ask::CloseSource { source };
        let _ = self.ask(app, close, None, &handle.token).await;
        written
    }
}

/// Every column that is named is one of the table, and something is left of it.
fn check(table: &TableInfo, wish: &TableWish) -> Result<(), Error> {
    let by = match &wish.share {
        Share::Aggregated { by, .. } => by.as_slice(),
        Share::Filtered { .. } | Share::Full | Share::None => &[],
    };
    let filtered = match &wish.share {
        Share::Filtered { filters } => filters.as_slice(),
        _ => &[],
    };
    let filtered = filtered.iter().map(|filter| &filter.field);
    for name in wish.drop.iter().chain(&wish.hash).chain(by).chain(filtered) {
        if !table.fields.iter().any(|field| field.name == *name) {
            return Err(Error::new(
                "PACKAGE_NO_COLUMN",
                format!(
                    "{} has no column {}.",
                    crate::error::shown(&table.name),
                    crate::error::shown(name)
                ),
            ));
        }
    }
    let both = |name: &&String| {
        wish.drop.contains(name) && (by.contains(name) || wish.hash.contains(name))
    };
    if let Some(name) = wish.hash.iter().chain(by).find(both) {
        return Err(Error::new(
            "PACKAGE_COLUMN_TWICE",
            format!(
                "{} is to be left out and kept at the same time. Choose one.",
                crate::error::shown(name)
            ),
        ));
    }
    if let Share::Aggregated { by, .. } = &wish.share
        && let Some(name) = wish.hash.iter().find(|name| !by.contains(name))
    {
        return Err(Error::new(
            "PACKAGE_HASH_NO_KEY",
            format!(
                "{} is not one of the columns that {} is grouped by, so there is nothing of it to hash.",
                crate::error::shown(name),
                crate::error::shown(&table.name)
            ),
        ));
    }
    if table
        .fields
        .iter()
        .all(|field| wish.drop.contains(&field.name))
    {
        return Err(Error::new(
            "PACKAGE_NOTHING_LEFT",
            format!(
                "No column of {} is left. Choose that nothing of it leaves.",
                crate::error::shown(&table.name)
            ),
        ));
    }
    Ok(())
}

/// The question, how its answer is looked at, and the column that counts the rows of groups.
fn question(table: &TableInfo, wish: &TableWish) -> (Query, View, Option<String>) {
    let left = |field: &&Field| !wish.drop.contains(&field.name);
    let mut query = Query {
        source: table.name.clone(),
        ..Query::default()
    };
    let mut view = View::default();
    let Share::Aggregated { by, floor } = &wish.share else {
        if let Share::Filtered { filters } = &wish.share {
            query.filters.clone_from(filters);
        }
        let columns = table.fields.iter().filter(left);
        query.columns = columns.map(|field| field.name.clone()).collect();
        return (query, view, None);
    };
    query.keys = by
        .iter()
        .map(|name| GroupKey {
            field: name.clone(),
            name: name.clone(),
            ..GroupKey::default()
        })
        .collect();
    let sums = table.fields.iter().filter(left).filter(|field| {
        field.data_type.is_numeric() && field.kind != Kind::Key && !by.contains(&field.name)
    });
    query.measures = sums
        .map(|field| Measure {
            field: field.name.clone(),
            aggregate: Aggregate::Sum,
            name: field.name.clone(),
            ..Measure::default()
        })
        .collect();
    let mut counter = "rows".to_owned();
    while table
        .fields
        .iter()
        .any(|field| field.name.eq_ignore_ascii_case(&counter))
    {
        counter.push('_');
    }
    query.measures.push(Measure {
        name: counter.clone(),
        ..Measure::default()
    });
    view.filters.push(Filter {
        field: counter.clone(),
        compare: Compare::GreaterOrEqual,
        value: Value::Integer(floor.to_string()),
    });
    (query, view, Some(counter))
}

/// Copies a file of Arrow with some columns as hashes of their values; what is missing stays missing.
fn hash_columns(from: &Path, to: &Path, names: &[String], key: &Key) -> Result<(), ArrowError> {
    let reader = FileReader::try_new(std::fs::File::open(from)?, None)?;
    let is_hashed = |field: &ArrowField| names.iter().any(|name| name == field.name());
    let read = reader.schema();
    let fields = read.fields().iter().map(|field| {
        if is_hashed(field) {
            ArrowField::new(field.name(), DataType::Utf8, true)
        } else {
            field.as_ref().clone()
        }
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let mut writer = FileWriter::try_new(std::fs::File::create_new(to)?, &schema)?;
    let options = FormatOptions::default();
    for batch in reader {
        let batch = batch?;
        let columns = read.fields().iter().zip(batch.columns());
        let columns = columns.map(|(field, column)| {
            if !is_hashed(field) {
                return Ok(Arc::clone(column));
            }
            let texts = ArrayFormatter::try_new(column.as_ref(), &options)?;
            let hashes = (0..column.len()).map(|row| {
                let is_there = column.is_valid(row) && *column.data_type() != DataType::Null;
                is_there.then(|| key.hash(&texts.value(row).to_string()))
            });
            Ok(Arc::new(hashes.collect::<StringArray>()) as ArrayRef)
        });
        let columns = columns.collect::<Result<Vec<_>, ArrowError>>()?;
        writer.write(&RecordBatch::try_new(Arc::clone(&schema), columns)?)?;
    }
    writer.finish()
}

fn not_packed(error: &std::io::Error) -> Error {
    Error::new(
        "PACKAGE_NOT_MADE",
        format!("The data could not be packed: {error}. Nothing was written."),
    )
}
