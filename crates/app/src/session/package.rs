//! A copy of the workbook to be given away: with the data that a person agreed to, and with nothing
//! else: no other value, no path of this machine, no earlier version.

mod strip;
mod table;

use std::collections::BTreeMap;
use std::sync::Arc;

use model::{
    CellBody, CellId, FileKind, ImportOptions, JobId, SourceId, SourceShape, SourceSpec,
    TableShape, Workbook,
};
use workbook::file::{self, Base, Contents, Extras, SavedResult};

use super::Session;
use crate::app::fresh;
use crate::command::package::{
    PackageReport, PackageWish, PackageWorkbook, PackagedTable, Share, TableWish,
};
use crate::jobs::JobHandle;
use crate::{App, Error, paths};

/// Everything that a package holds.
struct Packed {
    book: Workbook,
    results: BTreeMap<CellId, SavedResult>,
    extras: Extras,
    report: PackageReport,
}

impl Packed {
    fn contents(&self) -> Contents<'_> {
        Contents {
            workbook: &self.book,
            results: &self.results,
            extras: &self.extras,
        }
    }
}

/// One table as it leaves.
struct PackedTable {
    source: SourceId,
    shape: TableShape,
    told: PackagedTable,
    bytes: Vec<u8>,
    /// All rows and columns leave as they are.
    is_whole: bool,
}

impl Session {
    /// What a package would hold.
    pub(crate) async fn plan_package(
        self: &Arc<Self>,
        app: &App,
        wish: PackageWish,
        job: JobId,
    ) -> Result<PackageReport, Error> {
        let handle = app.jobs().begin(job, Some(self.id.clone()))?;
        let packed = self.packed(app, &wish, &handle).await?;
        let made = tokio::task::spawn_blocking(move || {
            let bytes = file::write(&packed.contents())?.len() as u64;
            Ok::<_, file::FileError>((packed.report, bytes))
        });
        let (report, bytes) = made.await.map_err(|_| Error::fault("Packing the data"))??;
        Ok(PackageReport { bytes, ..report })
    }

    /// Writes a package.
    pub(crate) async fn package(
        self: &Arc<Self>,
        app: &App,
        request: PackageWorkbook,
    ) -> Result<PackageReport, Error> {
        let path = super::save::to_save(&request.path)?;
        let own = self.state().file.path.clone();
        if own.is_some_and(|own| paths::is_same(&own, &path)) {
            return Err(Error::new(
                "PACKAGE_IS_WORKBOOK",
                "A package is a copy with less in it, so it does not replace the open workbook. Choose another name.",
            ));
        }
        if let Some(passphrase) = &request.passphrase {
            passphrase.check()?;
        }
        app.passphrases().set_passphrase(&path, request.passphrase);
        let handle = app.jobs().begin(request.job, Some(self.id.clone()))?;
        let packed = self.packed(app, &request.wish, &handle).await?;
        let base = if request.overwrite {
            Base::Any
        } else {
            Base::New
        };
        let disk = app.disk();
        let saved = tokio::task::spawn_blocking(move || {
            let saved = file::save(disk.as_ref(), &path, &packed.contents(), &base)?;
            Ok::<_, file::FileError>((packed, saved))
        });
        let (packed, saved) = saved
            .await
            .map_err(|_| Error::fault("Packing the data"))??;
        let Packed { book, report, .. } = packed;
        app.keep_trust_of_copy(self.trust(), &saved.generation, &book.id)
            .await;
        Ok(PackageReport {
            path: Some(paths::text(&saved.path)?),
            bytes: saved.bytes,
            ..report
        })
    }

    async fn packed(
        self: &Arc<Self>,
        app: &App,
        wish: &PackageWish,
        handle: &JobHandle,
    ) -> Result<Packed, Error> {
        let mut tables = Vec::new();
        let wanted: Vec<&TableWish> = wish
            .tables
            .iter()
            .filter(|wish| !matches!(wish.share, Share::None))
            .collect();
        if !wanted.is_empty() {
            self.open_sources(app, &handle.token).await?;
            let folder = table::Folder::make(&app.config().state_dir)?;
            let key = table::Key::draw()?;
            for wish in wanted {
                tables.push(self.pack_table(app, wish, (&folder, &key), handle).await?);
            }
        }
        let heads = if wish.answers {
            self.heads(app).await
        } else {
            BTreeMap::new()
        };
        let state = self.state();
        let mut book = state.book.clone();
        let (values, values_left) = strip::values(&mut book, wish.values);
        let whole: Vec<String> = tables
            .iter()
            .filter(|table| table.is_whole)
            .map(|table| table.told.table.to_lowercase())
            .collect();
        let graph = state.graph();
        // The answer at an address beside a cell belongs to that cell.
        let owner = |address: &CellId| {
            let of = |cell: &&model::Cell| {
                cell.id == *address || (0..64).any(|at| cell.id.answer(at) == *address)
            };
            state.book.cells.iter().find(of).map(|cell| cell.id.clone())
        };
        let leaves = |cell: &CellId| {
            let place = graph.place(cell);
            place.is_some_and(|at| {
                graph
                    .tables_below(at)
                    .iter()
                    .all(|name| whole.contains(name))
            })
        };
        let results: BTreeMap<CellId, SavedResult> = heads
            .into_iter()
            .filter(|(address, _)| owner(address).is_some_and(|cell| leaves(&cell)))
            .collect();
        let named = |wanted: &dyn Fn(&model::Cell) -> bool| -> Vec<String> {
            let cells = state.book.cells.iter().filter(|cell| wanted(cell));
            cells.map(|cell| cell.name.clone()).collect()
        };
        let has_answer = |cell: &model::Cell| {
            let run = state.runs.get(&cell.id);
            run.is_some_and(|run| run.shown.is_some())
        };
        let report = PackageReport {
            path: None,
            bytes: 0,
            tables: tables.iter().map(|table| table.told.clone()).collect(),
            answers: named(&|cell| results.contains_key(&cell.id)),
            answers_left: named(&|cell| has_answer(cell) && !results.contains_key(&cell.id)),
            texts: named(&|cell| {
                matches!(cell.body, CellBody::Sql { .. } | CellBody::Markdown { .. })
            }),
            values,
            values_left,
            versions_left: u32::try_from(state.file.extras.versions().len()).unwrap_or(u32::MAX),
        };
        let environment = app.environment(None, &book.conventions);
        let extras = with_tables(&mut book, &tables)?.with_environment(&environment)?;
        Ok(Packed {
            book,
            results,
            extras,
            report,
        })
    }
}

/// Makes sources of the tables that leave; the others keep the name of their file, without its folder.
fn with_tables(book: &mut Workbook, tables: &[PackedTable]) -> Result<Extras, Error> {
    let mut extras = Extras::default();
    let mut sources = Vec::new();
    let mut shapes = Vec::new();
    for spec in &book.sources {
        let mut is_first = true;
        for table in tables.iter().filter(|table| table.source == spec.id) {
            let (kept, path) = extras.with_data(&table.told.table, table.bytes.clone());
            extras = kept;
            let id = if is_first {
                spec.id.clone()
            } else {
                SourceId::from_uuid(fresh())
            };
            is_first = false;
            shapes.push(SourceShape {
                source: id.clone(),
                content: None,
                bytes: None,
                tables: vec![table.shape.clone()],
            });
            sources.push(SourceSpec {
                id,
                name: table.told.table.clone(),
                path,
                kind: Some(FileKind::Parquet),
                options: ImportOptions::default(),
            });
        }
        if is_first {
            sources.push(SourceSpec {
                path: strip::file_name(&spec.path),
                ..spec.clone()
            });
        }
    }
    book.sources = sources;
    Ok(extras.with_shapes(&shapes)?)
}
