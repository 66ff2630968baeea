//! One open workbook: the document and its history, what ran, and what is known of its sources.

mod answers;
mod charts;
mod complete;
mod declared;
mod edit;
mod explain;
mod inside;
mod journal;
mod lineage;
mod merging;
mod naming;
mod naming_column;
mod open;
mod package;
mod pages;
mod paper;
mod passphrase;
mod past;
mod pivot;
mod relink;
mod repair;
mod reproduce;
mod rows;
mod run;
mod save;
mod scope;
mod shapes;
mod snapshots;
mod sources;
mod stream;
mod trial;
mod trust;
mod unexpected;
mod versions;
mod view;
mod watch;
mod words;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::{
    CellId, Diagnostic, ResultId, SessionId, SourceId, SourceShape, SourceSpec, SourceState,
    TableInfo, TruthStamp, Workbook,
};
use notebook::{Graph, Record, Standing};
use protocol::message::{Scope, Statement};
use workbook::file::{Extras, Generation, VersionPart};
use workbook::signature::Signature;
use workbook::{History, Passphrase};

pub(crate) use rows::Part;

use crate::command::protect::SignatureView;
use crate::engine::Asks;
use crate::trust::record::Judged;

/// An open workbook.
pub(crate) struct Session {
    pub(crate) id: SessionId,
    state: Mutex<State>,
    /// Started with the first question.
    engine: Mutex<Option<Arc<dyn Asks>>>,
    /// One opening of sources at a time.
    opening: tokio::sync::Mutex<()>,
    /// One silent recomputation at a time.
    recomputing: tokio::sync::Mutex<()>,
    /// One save at a time.
    pub(crate) saving: tokio::sync::Mutex<()>,
    /// Rows of one tile at a time.
    tiling: tokio::sync::Mutex<()>,
    journal: Mutex<journal::Keeping>,
    watch: Mutex<Option<watch::Watch>>,
}

/// Everything about an open workbook that changes.
pub(crate) struct State {
    pub(crate) book: Workbook,
    pub(crate) history: History,
    pub(crate) revision: u64,
    /// Counts changes of the document alone.
    pub(crate) edits: u64,
    pub(crate) file: FileState,
    pub(crate) runs: BTreeMap<CellId, CellRun>,
    pub(crate) sources: BTreeMap<SourceId, SourceRun>,
    /// The columns that cells were written for.
    pub(crate) shapes: BTreeMap<SourceId, SourceShape>,
    /// Columns that came to tables since, by the name of the table.
    pub(crate) new_columns: BTreeMap<String, BTreeSet<String>>,
    /// What is selected on dashboard pages.
    pub(crate) selections: pages::Selections,
    /// Rows of their tiles.
    pub(crate) tile_rows: pages::TileRows,
    versions: u64,
    known_graph: RefCell<Option<KnownGraph>>,
    /// How far the workbook is trusted.
    pub(crate) judged: Judged,
}

/// The graph as it was read last, and of what: it is asked for many times between two changes.
struct KnownGraph {
    seed: Option<u32>,
    cells: Vec<model::Cell>,
    tables: Vec<String>,
    graph: Arc<Graph>,
}

/// Where the workbook is saved.
#[derive(Default)]
pub(crate) struct FileState {
    pub(crate) path: Option<PathBuf>,
    pub(crate) generation: Option<Generation>,
    pub(crate) extras: Extras,
    /// Why the file must not be written over.
    pub(crate) read_only: Option<String>,
    pub(crate) saved_at: Option<String>,
    /// What was noticed when it was opened.
    pub(crate) notes: Vec<String>,
    /// The signature in it, and what that means here.
    pub(crate) signature: Option<Signature>,
    pub(crate) signed: Option<SignatureView>,
    /// What it is encrypted with.
    pub(crate) passphrase: Option<Passphrase>,
    /// Versions that were removed from it since it was opened, the last one last.
    pub(crate) forgotten: Vec<VersionPart>,
}

/// What is known of a cell besides its text.
#[derive(Default)]
pub(crate) struct CellRun {
    /// How the last run ended.
    pub(crate) record: Option<Record>,
    pub(crate) activity: Option<Activity>,
    /// What the last run said about the text.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The answer that can be shown now, fresh or not.
    pub(crate) shown: Option<Shown>,
    /// Every answer of a text that asks several questions, the last one too; empty for one.
    pub(crate) answers: Vec<Shown>,
    /// The answer of a part of the text that was run by itself.
    pub(crate) trial: Option<Shown>,
}

/// What a cell is doing now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Activity {
    Waiting(model::JobId),
    Running(model::JobId),
}

/// An answer that can be shown.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(crate) stamp: TruthStamp,
    pub(crate) version: u64,
    pub(crate) warnings: Vec<Diagnostic>,
    pub(crate) bytes: u64,
    pub(crate) body: Body,
}

/// Where the rows of an answer are.
#[derive(Clone)]
pub(crate) enum Body {
    /// An Arrow IPC stream from the workbook file.
    Saved(Arc<[u8]>),
    /// In the engine, under an identity; and how to compute it again when the engine was restarted.
    Kept(Arc<Kept>),
}

/// An answer that the engine keeps.
pub(crate) struct Kept {
    pub(crate) result: ResultId,
    pub(crate) statement: Statement,
    pub(crate) scope: Scope,
}

/// What is known of a source.
pub(crate) struct SourceRun {
    /// As the engine was told.
    pub(crate) spec: SourceSpec,
    pub(crate) state: SourceState,
    pub(crate) tables: Vec<TableInfo>,
    /// Size and time of the file when it was read, to notice changes.
    seen: Option<watch::Seen>,
}

impl Session {
    pub(crate) fn new(id: SessionId, book: Workbook) -> Self {
        Self {
            id,
            state: Mutex::new(State {
                book,
                history: History::new(),
                revision: 1,
                edits: 0,
                file: FileState::default(),
                runs: BTreeMap::new(),
                sources: BTreeMap::new(),
                shapes: BTreeMap::new(),
                new_columns: BTreeMap::new(),
                selections: pages::Selections::default(),
                tile_rows: pages::TileRows::default(),
                known_graph: RefCell::new(None),
                versions: 0,
                judged: Judged::default(),
            }),
            engine: Mutex::new(None),
            opening: tokio::sync::Mutex::default(),
            recomputing: tokio::sync::Mutex::default(),
            saving: tokio::sync::Mutex::default(),
            tiling: tokio::sync::Mutex::default(),
            journal: Mutex::default(),
            watch: Mutex::default(),
        }
    }

    /// The state, for a moment: never held across a question.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The engine when it was started already.
    pub(crate) fn engine_if_started(&self) -> Option<Arc<dyn Asks>> {
        self.engine
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Lets engine and watch go; the engine ends when nothing waits for it.
    pub(crate) fn stop(&self) {
        self.watch
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        self.engine
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
    }

    /// Paths of the sources.
    pub(crate) fn source_paths(&self) -> Vec<String> {
        self.state()
            .book
            .sources
            .iter()
            .map(|source| source.path.clone())
            .collect()
    }
}

impl State {
    /// Who reads whom, as the cells and tables are now.
    pub(crate) fn graph(&self) -> Arc<Graph> {
        let tables = self.table_names();
        let seed = self.book.conventions.seed;
        let mut known = self.known_graph.borrow_mut();
        if let Some(known) = known.as_ref()
            && known.tables == tables
            && known.cells == self.book.cells
            && known.seed == seed
        {
            return Arc::clone(&known.graph);
        }
        let graph = Graph::of(&self.book.cells, &tables).drawn_from(seed);
        let graph = Arc::new(graph);
        *known = Some(KnownGraph {
            seed,
            cells: self.book.cells.clone(),
            tables,
            graph: Arc::clone(&graph),
        });
        graph
    }

    /// Where every cell stands.
    pub(crate) fn standings(&self, graph: &Graph) -> BTreeMap<CellId, Standing> {
        let records = self
            .runs
            .iter()
            .filter_map(|(cell, run)| Some((cell.clone(), run.record.clone()?)))
            .collect();
        notebook::standings(graph, &records, &self.fingerprints())
    }

    /// What is known of a cell; made when there is nothing yet.
    pub(crate) fn run_mut(&mut self, cell: &CellId) -> &mut CellRun {
        self.runs.entry(cell.clone()).or_default()
    }

    /// A number that no answer of this workbook had before.
    pub(crate) fn next_version(&mut self) -> u64 {
        self.versions += 1;
        self.versions
    }

    /// Counts a change that a view must show.
    pub(crate) fn touch(&mut self) {
        self.revision += 1;
    }

    /// Names of tables: those that were read, and those of sources that were not read yet.
    pub(crate) fn table_names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .book
            .sources
            .iter()
            .map(|source| source.name.clone())
            .collect();
        names.extend(self.tables().map(|table| table.name.clone()));
        names
    }

    /// Tables that were read.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &TableInfo> {
        self.sources.values().flat_map(|source| &source.tables)
    }

    /// A table by name, without regard to case.
    pub(crate) fn table(&self, name: &str) -> Option<&TableInfo> {
        let lower = name.to_lowercase();
        self.tables()
            .find(|table| table.name.to_lowercase() == lower)
    }
}
