//! Many files as one table: types that hold the rows of all, missing columns as null, and the
//! `key=value` of folders as columns.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use model::{
    DataType, DateOrder, DecimalMark, Field, ImportOptions, RejectedRow, SourceSpec, TableInfo,
};
use polars::prelude::{Expr, LazyFrame, NULL, PolarsResult, UnionArgs, col, concat, lit};
use protocol::message::Failure;

use super::csv::chunk::MOST_LISTED;
use super::failures::{self, clip, failure, shown};
use super::folder::{self, Found};
use super::tally::{Habits, Tally};
use super::{Opened, column, open_file, place::Place};
use crate::stop::Stop;
use crate::table::Table;
use crate::types;

/// Opens all files as one table.
pub(crate) fn open(
    spec: &SourceSpec,
    found: &Found,
    cache: &Path,
    stop: &Stop,
) -> Result<Opened, Failure> {
    let mut members = Vec::with_capacity(found.files.len());
    for file in &found.files {
        if stop.is_set() {
            return Err(failures::cancelled());
        }
        let place = Place::look(file)?;
        members.push((
            file,
            place.clone(),
            open_member(spec, &place, &spec.options, cache, stop)?,
        ));
    }
    // Text in one file and numbers in another: the numbers are read again as they are written.
    let texts = text_columns(
        members
            .iter()
            .map(|(_, _, opened)| opened.tables[0].fields()),
    );
    if !texts.is_empty() {
        for (_, place, opened) in &mut members {
            let differs =
                |field: &&Field| field.data_type != DataType::Text && texts.contains(&field.name);
            let types: BTreeMap<String, DataType> = opened.tables[0]
                .fields()
                .iter()
                .filter(differs)
                .map(|field| (field.name.clone(), DataType::Text))
                .collect();
            let is_read = !matches!(
                opened.spec.kind,
                Some(model::FileKind::Parquet | model::FileKind::ArrowIpc)
            );
            if !types.is_empty() && is_read {
                let mut options = spec.options.clone();
                options.types.extend(types);
                *opened = open_member(spec, place, &options, cache, stop)?;
            }
        }
    }
    let tables: Vec<&Table> = members
        .iter()
        .map(|(_, _, opened)| &opened.tables[0])
        .collect();
    let mut fields = common_fields(&tables, &shown(Path::new(&spec.path)))?;
    let keys = Keys::of(&found.root, &found.files, &fields);
    fields.extend(keys.fields.iter().cloned());
    let mut hash = blake3::Hasher::new();
    for (_, place, opened) in &members {
        // Names of folders and files can be values.
        let name = place.path.strip_prefix(&found.root).unwrap_or(&place.path);
        hash.update(name.as_os_str().as_encoded_bytes());
        hash.update(opened.tables[0].info.fingerprint.as_bytes());
    }
    let (rejected, notes) = told(&members, &found.notes)?;
    let info = TableInfo {
        name: spec.name.clone(),
        source: spec.id.clone(),
        rows: tables.iter().map(|table| table.info.rows).sum(),
        bytes: tables.iter().map(|table| table.info.bytes).sum(),
        rejected: tables.iter().map(|table| table.info.rejected).sum(),
        fingerprint: hash.finalize().to_hex().to_string(),
        fields: fields.clone(),
        notes,
    };
    let total = info.rejected;
    let kind = members.first().and_then(|(_, _, opened)| opened.spec.kind);
    let path = spec.path.clone();
    let parts: Vec<(Table, Vec<Expr>)> = members
        .into_iter()
        .zip(keys.values)
        .map(|((_, _, mut opened), values)| {
            let table = opened.tables.remove(0);
            let columns = columns(&fields, &table, &keys.fields, &values);
            (table, columns)
        })
        .collect();
    let table = Table::new(info, move || {
        let frames = parts
            .iter()
            .map(|(table, columns)| Ok(table.scan()?.select(columns.clone())))
            .collect::<Result<Vec<LazyFrame>, Failure>>()?;
        union(frames).map_err(|error| failures::engine(Path::new(&path), &error))
    })
    .with_files(found.files.clone())
    .with_rejected(move |offset, limit| {
        let from = usize::try_from(offset)
            .unwrap_or(usize::MAX)
            .min(rejected.len());
        let to = from.saturating_add(limit as usize).min(rejected.len());
        Ok((rejected[from..to].to_vec(), total))
    });
    Ok(Opened {
        spec: SourceSpec {
            kind,
            ..spec.clone()
        },
        tables: vec![table],
    })
}

/// A file with how it was found and opened.
type Member<'a> = (&'a PathBuf, Place, Opened);

/// What did not parse in any of the files, and what is to be known of them.
fn told(members: &[Member], first: &[String]) -> Result<(Vec<RejectedRow>, Vec<String>), Failure> {
    let mut rejected = Vec::new();
    let mut notes = first.to_vec();
    for (file, _, opened) in members {
        let table = &opened.tables[0];
        let (rows, _) =
            table.rejected(0, u32::try_from(MOST_LISTED - rejected.len()).unwrap_or(0))?;
        rejected.extend(rows.into_iter().map(|row| RejectedRow {
            reason: format!("{} (in {})", row.reason, shown(file)),
            ..row
        }));
        notes.extend(
            table
                .info
                .notes
                .iter()
                .take(3)
                .map(|note| format!("{}: {note}", shown(file))),
        );
    }
    notes.truncate(30);
    Ok((rejected, notes))
}

fn union(mut frames: Vec<LazyFrame>) -> PolarsResult<LazyFrame> {
    if frames.len() == 1 {
        return Ok(frames.remove(0));
    }
    concat(
        frames,
        UnionArgs {
            rechunk: false,
            ..UnionArgs::default()
        },
    )
}

fn open_member(
    spec: &SourceSpec,
    place: &Place,
    options: &ImportOptions,
    cache: &Path,
    stop: &Stop,
) -> Result<Opened, Failure> {
    let member = SourceSpec {
        options: options.clone(),
        ..spec.clone()
    };
    let opened = open_file(&member, place, cache, stop)?;
    if opened.tables.len() == 1 {
        return Ok(opened);
    }
    Err(failure(
        "FILES_DIFFER",
        format!(
            "“{}” has {} tables, and files that make one table need one each. Choose the part to read, or add the file by itself.",
            shown(&place.path),
            opened.tables.len()
        ),
    ))
}

/// Columns that are text in some files and something else in others.
fn text_columns<'a>(all: impl Iterator<Item = &'a [Field]>) -> Vec<String> {
    let mut seen: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for field in all.flatten() {
        let (text, other) = seen.entry(&field.name).or_default();
        *text |= field.data_type == DataType::Text;
        *other |= field.data_type != DataType::Text;
    }
    seen.into_iter()
        .filter(|(_, (text, other))| *text && *other)
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// The columns of all files in the order in which they are first seen, each wide enough for all.
fn common_fields(tables: &[&Table], name: &str) -> Result<Vec<Field>, Failure> {
    let mut fields: Vec<Field> = Vec::new();
    for table in tables {
        for field in table.fields() {
            match fields.iter_mut().find(|known| known.name == field.name) {
                None => fields.push(field.clone()),
                Some(known) => {
                    let wide = wider(&known.data_type, &field.data_type).ok_or_else(|| {
                        failure(
                            "FILES_DIFFER",
                            format!("The files of “{name}” do not make one table: column “{}” has types that cannot be joined. Add the files one by one.", clip(&field.name, 80)),
                        )
                    })?;
                    *known = Field::new(field.name.clone(), wide);
                }
            }
        }
    }
    Ok(fields)
}

fn wider(left: &DataType, right: &DataType) -> Option<DataType> {
    if left == right {
        return Some(left.clone());
    }
    let is_plain = |data_type: &DataType| {
        !matches!(
            data_type,
            DataType::List { .. } | DataType::Struct { .. } | DataType::Binary
        )
    };
    match (left, right) {
        (DataType::Null, other) | (other, DataType::Null) => Some(other.clone()),
        (DataType::Date, wide @ DataType::DateTime { .. })
        | (wide @ DataType::DateTime { .. }, DataType::Date) => Some(wide.clone()),
        (left, right) if left.is_integer() && right.is_integer() => Some(DataType::Int64)
            .filter(|_| {
                !matches!(
                    (left, right),
                    (DataType::UInt64 | DataType::Int128, _)
                        | (_, DataType::UInt64 | DataType::Int128)
                )
            })
            .or(Some(DataType::Int128)),
        (left, right) if left.is_numeric() && right.is_numeric() => Some(DataType::Float64),
        (left, right) if is_plain(left) && is_plain(right) => Some(DataType::Text),
        _ => None,
    }
}

/// The columns of the whole, taken from one file.
fn columns(
    fields: &[Field],
    table: &Table,
    keys: &[Field],
    values: &[Option<String>],
) -> Vec<Expr> {
    let here = table.fields();
    let mut columns = Vec::with_capacity(fields.len());
    for field in &fields[..fields.len() - keys.len()] {
        let wanted = types::to_polars(&field.data_type);
        let name = field.name.as_str();
        columns.push(match here.iter().find(|known| known.name == field.name) {
            Some(known) if known.data_type == field.data_type => col(name),
            Some(_) => col(name).strict_cast(wanted),
            None => lit(NULL).cast(wanted).alias(name),
        });
    }
    for (field, value) in keys.iter().zip(values) {
        let wanted = types::to_polars(&field.data_type);
        let literal = value
            .as_deref()
            .map_or_else(|| lit(NULL), |text| lit(text.to_owned()));
        columns.push(literal.cast(wanted).alias(field.name.as_str()));
    }
    columns
}

/// Columns that the names of folders say.
struct Keys {
    fields: Vec<Field>,
    /// For each file, the texts of the fields.
    values: Vec<Vec<Option<String>>>,
}

impl Keys {
    fn of(root: &Path, files: &[PathBuf], taken: &[Field]) -> Self {
        const HABITS: Habits = Habits {
            mark: DecimalMark::Point,
            order: DateOrder::YearMonthDay,
        };
        let said: Vec<_> = files
            .iter()
            .map(|file| folder::partitions(root, file))
            .collect();
        let mut names: Vec<String> = Vec::new();
        for (key, _) in said.iter().flatten() {
            if !names.contains(key) && !taken.iter().any(|field| field.name == *key) {
                names.push(key.clone());
            }
        }
        let find = |said: &[(String, Option<String>)], name: &str| {
            said.iter()
                .find(|(key, _)| key == name)
                .and_then(|(_, value)| value.clone())
        };
        let fields = names.iter().map(|name| {
            let mut tally = Tally::default();
            said.iter()
                .filter_map(|said| find(said, name))
                .for_each(|text| tally.add(text.as_bytes(), HABITS.mark));
            // Months are written 01; as numbers of a partition they lose nothing but a zero.
            let found = tally.data_type(HABITS);
            let fits = matches!(found, DataType::Int64 | DataType::Date) && tally.missing == 0;
            let is_exact = fits
                && said
                    .iter()
                    .filter_map(|said| find(said, name))
                    .all(|text| column::fits(&text, &found, HABITS));
            Field::new(name, if is_exact { found } else { DataType::Text })
        });
        let fields = fields.collect();
        let values = said
            .iter()
            .map(|said| names.iter().map(|name| find(said, name)).collect())
            .collect();
        Self { fields, values }
    }
}
