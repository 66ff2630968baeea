//! SQLite files, read only: every table and view. A column whose rows have different types gets
//! one that holds them all; values that do not fit are listed.

mod explain;

use std::collections::BTreeMap;

use model::{DataType, Field, FileKind, ImportOptions, ImportPreview};
use polars::prelude::{Column, DataFrame, PolarsResult};
use protocol::message::Failure;
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Statement};

use self::explain::{BROKEN, explained};
use super::failures::{self, clip, failure, shown};
use super::mixed::{self, Cell, Kinds, Misfits};
use super::place::Place;
use super::store::{Head, Read, Store};
use super::{column, names};
use crate::stop::Stop;
use crate::value;

const BATCH: usize = 32_768;
const PREVIEW_ROWS: usize = 100;
/// Rows that decide the types of a preview.
const SAMPLED_ROWS: usize = 2_000;
const MOST_TABLES: usize = 1_000;

/// Reads every table and view into its place.
pub(crate) fn read(
    place: &Place,
    options: &ImportOptions,
    mut store: Store,
    stop: &Stop,
) -> Result<Read, Failure> {
    let base = open(place)?;
    let mut tables = Vec::new();
    let mut skipped = Vec::new();
    for name in wanted(&base, place, options)? {
        let table = Table {
            base: &base,
            place,
            name: &name,
            types: &options.types,
        };
        match table.read(&mut store, stop) {
            Ok(read) => tables.push(read),
            Err(failure) if failure.code == BROKEN => skipped.push(format!(
                "“{}” cannot be read: {}",
                clip(&name, 60),
                failure.message
            )),
            Err(failure) => return Err(failure),
        }
    }
    let Some((first, _)) = tables.first_mut() else {
        return Err(no_tables(place));
    };
    first.notes.extend(skipped);
    store.seal(Read {
        kind: FileKind::Sqlite,
        options: options.clone(),
        tables,
    })
}

/// The first rows of the first table, and the names of all.
pub(crate) fn preview(place: &Place, options: &ImportOptions) -> Result<ImportPreview, Failure> {
    let base = open(place)?;
    let parts = names_of(&base, place)?;
    let name = options
        .parts
        .first()
        .or(parts.first())
        .ok_or_else(|| no_tables(place))?
        .clone();
    let table = Table {
        base: &base,
        place,
        name: &name,
        types: &options.types,
    };
    let (fields, _) = table.fields(SAMPLED_ROWS, &Stop::default())?;
    let mut misfits = Misfits::default();
    let mut frame = DataFrame::empty();
    let until = Until {
        limit: PREVIEW_ROWS,
        stop: &Stop::default(),
    };
    table.batches(&fields, until, &mut misfits, &mut |batch| {
        if frame.width() == 0 {
            frame = batch;
        }
        Ok(())
    })?;
    Ok(ImportPreview {
        kind: FileKind::Sqlite,
        options: options.clone(),
        parts,
        fields,
        rows: value::rows(&frame, PREVIEW_ROWS),
        rejected: misfits.listed,
        notes: Vec::new(),
        bytes: place.bytes,
    })
}

fn open(place: &Place) -> Result<Connection, Failure> {
    place.open()?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let explain = |error| explained(&place.path, &error);
    let base = Connection::open_with_flags(&place.path, flags).map_err(explain)?;
    // A hostile file must not bring code along, nor memory that it claims to need.
    base.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)
        .map_err(explain)?;
    base.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)
        .map_err(explain)?;
    base.pragma_update(None, "query_only", true)
        .map_err(explain)?;
    base.pragma_update(None, "cell_size_check", true)
        .map_err(explain)?;
    base.pragma_update(None, "mmap_size", 0).map_err(explain)?;
    base.busy_timeout(std::time::Duration::from_secs(2))
        .map_err(explain)?;
    // One transaction: all tables are seen as of the same moment.
    base.execute_batch("BEGIN").map_err(explain)?;
    Ok(base)
}

fn names_of(base: &Connection, place: &Place) -> Result<Vec<String>, Failure> {
    let explain = |error| explained(&place.path, &error);
    let mut statement = base
        .prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")
        .map_err(explain)?;
    let names = statement
        .query_map([], |row| row.get::<_, String>(0))
        .map_err(explain)?;
    names
        .take(MOST_TABLES)
        .collect::<Result<_, _>>()
        .map_err(explain)
}

fn wanted(
    base: &Connection,
    place: &Place,
    options: &ImportOptions,
) -> Result<Vec<String>, Failure> {
    let all = names_of(base, place)?;
    if let Some(missing) = options.parts.iter().find(|part| !all.contains(part)) {
        return Err(failures::option(format!(
            "“{}” has no table “{}”. Choose one of its tables.",
            shown(&place.path),
            clip(missing, 60)
        )));
    }
    Ok(all
        .into_iter()
        .filter(|name| options.parts.is_empty() || options.parts.contains(name))
        .collect())
}

fn no_tables(place: &Place) -> Failure {
    failure(
        "FILE_EMPTY",
        format!(
            "“{}” has no tables that can be read. Choose another file.",
            shown(&place.path)
        ),
    )
}

/// When reading rows ends before their end.
#[derive(Clone, Copy)]
struct Until<'a> {
    limit: usize,
    stop: &'a Stop,
}

struct Table<'a> {
    base: &'a Connection,
    place: &'a Place,
    name: &'a str,
    /// Types that a person set, by column.
    types: &'a BTreeMap<String, DataType>,
}

impl Table<'_> {
    fn read(&self, store: &mut Store, stop: &Stop) -> Result<(Head, super::store::Rows), Failure> {
        let (fields, notes) = self.fields(usize::MAX, stop)?;
        let mut misfits = Misfits::default();
        let mut filler = store.table(&self.place.path);
        let mut empty = None;
        self.batches(
            &fields,
            Until {
                limit: usize::MAX,
                stop,
            },
            &mut misfits,
            &mut |batch| {
                empty.get_or_insert_with(|| batch.clear());
                filler.push(batch)
            },
        )?;
        let (kept, rows) = filler.finish(empty.unwrap_or_default())?;
        let (rejected, rejected_total) = (misfits.listed, misfits.total);
        Ok((
            Head {
                part: self.name.to_owned(),
                fields,
                rows,
                rejected,
                rejected_total,
                notes,
            },
            kept,
        ))
    }

    fn statement(&self) -> Result<Statement<'_>, Failure> {
        // The name comes from the file's own list and is quoted as SQLite says.
        let mut text = String::from("SELECT * FROM \"");
        text.push_str(&self.name.replace('"', "\"\""));
        text.push('"');
        self.base
            .prepare(&text)
            .map_err(|error| self.explained(&error))
    }

    /// Names and types of the columns, from all rows up to a limit.
    fn fields(&self, limit: usize, stop: &Stop) -> Result<(Vec<Field>, Vec<String>), Failure> {
        let mut statement = self.statement()?;
        let found: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let declared: Vec<String> = statement
            .columns()
            .map(|column| column.decl_type().unwrap_or_default().to_uppercase())
            .collect();
        let mut kinds = vec![Kinds::default(); found.len()];
        self.each(&mut statement, limit, stop, &mut |cells| {
            kinds
                .iter_mut()
                .zip(&cells)
                .for_each(|(kinds, cell)| kinds.add(cell));
            Ok(())
        })?;
        let (names, notes) = names::usable(&found);
        let found = names.into_iter().zip(kinds.iter().zip(&declared));
        let fields = found.map(|(name, (kinds, declared))| {
            let chosen = self
                .types
                .get(&name)
                .filter(|data_type| column::can_fill(data_type));
            let data_type = chosen
                .cloned()
                .unwrap_or_else(|| data_type(kinds, declared));
            Field::new(name, data_type)
        });
        Ok((fields.collect(), notes))
    }

    fn batches(
        &self,
        fields: &[Field],
        Until { limit, stop }: Until,
        misfits: &mut Misfits,
        take: &mut dyn FnMut(DataFrame) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut statement = self.statement()?;
        let mut columns: Vec<Vec<Cell>> = vec![Vec::new(); fields.len()];
        let mut first = 0_u64;
        let mut build = |columns: &mut Vec<Vec<Cell>>| {
            let rows = columns.first().map_or(0, Vec::len);
            let built = fields
                .iter()
                .zip(columns.iter())
                .map(|(field, cells)| {
                    mixed::column(field, cells, |row| first + row as u64 + 1, misfits)
                })
                .collect::<PolarsResult<Vec<Column>>>();
            columns.iter_mut().for_each(Vec::clear);
            first += rows as u64;
            built
                .and_then(|built| DataFrame::new(rows, built))
                .map_err(|error| failures::engine(&self.place.path, &error))
        };
        self.each(&mut statement, limit, stop, &mut |cells| {
            columns
                .iter_mut()
                .zip(cells)
                .for_each(|(column, cell)| column.push(cell));
            if columns.first().is_some_and(|column| column.len() == BATCH) {
                take(build(&mut columns)?)
            } else {
                Ok(())
            }
        })?;
        take(build(&mut columns)?)
    }

    fn each(
        &self,
        statement: &mut Statement,
        limit: usize,
        stop: &Stop,
        take: &mut dyn FnMut(Vec<Cell>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let width = statement.column_count();
        let mut rows = statement
            .query([])
            .map_err(|error| self.explained(&error))?;
        let mut count = 0_usize;
        while let Some(row) = rows.next().map_err(|error| self.explained(&error))? {
            if count.is_multiple_of(1024) && stop.is_set() {
                return Err(failures::cancelled());
            }
            if count == limit {
                break;
            }
            count += 1;
            let mut cells = Vec::with_capacity(width);
            for at in 0..width {
                cells.push(
                    row.get_ref(at)
                        .map(cell)
                        .map_err(|error| self.explained(&error))?,
                );
            }
            take(cells)?;
        }
        Ok(())
    }

    fn explained(&self, error: &rusqlite::Error) -> Failure {
        explained(&self.place.path, error)
    }
}

fn cell(found: ValueRef) -> Cell {
    match found {
        ValueRef::Null => Cell::Empty,
        ValueRef::Integer(number) => Cell::Whole(number),
        ValueRef::Real(number) => Cell::Number(number),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
    }
}

/// What the rows hold decides; what was declared decides for empty columns, and for yes and no.
fn data_type(kinds: &Kinds, declared: &str) -> DataType {
    if kinds.has_values() {
        let found = kinds.data_type();
        return if found == DataType::Int64 && declared.starts_with("BOOL") && kinds.is_truth() {
            DataType::Boolean
        } else {
            found
        };
    }
    match declared {
        text if text.contains("INT") => DataType::Int64,
        text if text.contains("REAL") || text.contains("FLOA") || text.contains("DOUB") => {
            DataType::Float64
        }
        text if text.contains("BLOB") => DataType::Binary,
        "DATE" => DataType::Date,
        text if text.starts_with("BOOL") => DataType::Boolean,
        _ => DataType::Text,
    }
}
