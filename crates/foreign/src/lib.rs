//! Notebooks and scripts of other programs: Jupyter notebooks and plain SQL, read as cells of a
//! workbook and written from them. Text in, text out; what cannot be kept is said, nothing runs.

mod base64;
mod html;
mod jupyter;
mod magic;
mod script;

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Cell, CellBody, CellId, Conventions, EventTable, Hierarchy, Page, RunMode, TruthStamp,
};

pub use jupyter::{read as read_jupyter, write as write_jupyter};
pub use script::{read as read_script, write as write_script};

/// Most cells that are read of one file.
pub const MOST_CELLS: usize = 2_000;
/// Longest text of a cell, in bytes.
pub const LONGEST_TEXT: usize = 1024 * 1024;

/// What a file of another program says, as cells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Foreign {
    /// Empty when the file has none.
    pub title: String,
    pub about: String,
    pub cells: Vec<Cell>,
    /// Pages, hierarchies, conventions and answers that Assay had put there, not checked.
    pub pages: Vec<Page>,
    pub hierarchies: Vec<Hierarchy>,
    pub conventions: Conventions,
    pub event_tables: Vec<EventTable>,
    pub answers: Answers,
    /// What was not kept, in sentences.
    pub notes: Vec<String>,
}

/// A stored answer as a workbook file keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredAnswer {
    pub stamp: TruthStamp,
    /// An Arrow IPC stream.
    pub arrow: Vec<u8>,
}

/// Stored answers by the address of each: the cell, or one of several answers of it.
pub type Answers = BTreeMap<CellId, StoredAnswer>;

/// An answer of a cell as a notebook shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// Names of columns; empty for a picture.
    pub columns: Vec<String>,
    /// Missing values are none.
    pub rows: Vec<Vec<Option<String>>>,
    /// `4 rows`, `First 100 of 9,000 rows`.
    pub count: String,
    /// An SVG that was painted here.
    pub picture: Option<String>,
}

/// The answers of cells, by cell.
pub type Outputs = BTreeMap<CellId, Vec<Output>>;

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ForeignError {
    /// It is no JSON, or not the JSON of a notebook: where and why.
    #[error("This is not a Jupyter notebook: {0}.")]
    NoNotebook(String),
    /// Notebooks before nbformat 4 have another shape.
    #[error(
        "This notebook is of format {0}, and format 4 is read. Open it in Jupyter and save it once, or run `jupyter nbconvert --to notebook` on it, and import what that writes."
    )]
    OldFormat(u64),
    /// What comes after nbformat 4 is not known.
    #[error(
        "This notebook is of format {0}, which is newer than this Assay; format 4 is read. Save it as format 4 in Jupyter, or get a newer Assay."
    )]
    NewFormat(u64),
    #[error("This file has more than {MOST_CELLS} cells. It was not read.")]
    TooManyCells,
    #[error("A cell of this file is longer than 1 MiB. It was not read.")]
    TooLong,
}

/// Cells under free names, with identities that the caller draws.
struct Maker<'draw> {
    draw: &'draw mut dyn FnMut() -> CellId,
    made: Vec<Cell>,
    /// Identities that are given.
    ids: BTreeSet<String>,
    /// Names that are given, in lower case.
    taken: BTreeSet<String>,
    /// The number that is tried first behind a name that is given already.
    next: BTreeMap<String, usize>,
}

impl<'draw> Maker<'draw> {
    fn new(draw: &'draw mut dyn FnMut() -> CellId) -> Self {
        Self {
            draw,
            made: Vec::new(),
            ids: BTreeSet::new(),
            taken: BTreeSet::new(),
            next: BTreeMap::new(),
        }
    }

    fn sql(&mut self, name: Option<&str>, text: &str) -> Result<(), ForeignError> {
        let body = CellBody::Sql {
            text: text.to_owned(),
            mode: RunMode::Manual,
        };
        self.add(name.unwrap_or("query"), body, text.len())
    }

    fn markdown(&mut self, text: &str) -> Result<(), ForeignError> {
        let body = CellBody::Markdown {
            text: text.to_owned(),
        };
        self.add("text", body, text.len())
    }

    fn add(&mut self, name: &str, body: CellBody, length: usize) -> Result<(), ForeignError> {
        if length > LONGEST_TEXT {
            return Err(ForeignError::TooLong);
        }
        if self.made.len() >= MOST_CELLS {
            return Err(ForeignError::TooManyCells);
        }
        let name = self.free(&word(name));
        let id = (self.draw)();
        self.ids.insert(id.as_str().to_owned());
        self.made.push(Cell { id, name, body });
        Ok(())
    }

    /// A cell that was written here, under its identity if that is one and is free.
    fn add_known(
        &mut self,
        id: Option<&str>,
        name: &str,
        body: CellBody,
        length: usize,
    ) -> Result<(), ForeignError> {
        self.add(name, body, length)?;
        let free = id.filter(|id| is_identity(id) && !self.ids.contains(*id));
        if let Some((id, made)) = free.zip(self.made.last_mut()) {
            self.ids.insert(id.to_owned());
            made.id = CellId::new(id);
        }
        Ok(())
    }

    fn free(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut count = self.next.get(&wanted.to_lowercase()).copied().unwrap_or(2);
        while !self.taken.insert(name.to_lowercase()) {
            name = format!("{wanted}_{count}");
            count += 1;
        }
        self.next.insert(wanted.to_lowercase(), count);
        name
    }
}

/// Whether a text may be the identity of a cell.
fn is_identity(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// A name as cells have them: letters, digits and `_`, not beginning with a digit.
fn word(name: &str) -> String {
    let letters = name.trim().chars().take(56);
    let plain: String = letters
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '_'
            }
        })
        .collect();
    match plain.chars().next() {
        None => "query".to_owned(),
        Some(first) if first.is_numeric() => format!("q_{plain}"),
        Some(_) => plain,
    }
}
