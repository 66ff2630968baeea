//! Opening workbooks: new, from a file, from a sample, from unsaved work. Nothing runs.

use std::collections::BTreeMap;
use std::path::Path;

use foreign::Foreign;
use model::{CellId, Edit, SessionId, Workbook};
use notebook::{Content, Outcome, Record};
use workbook::Fs;
use workbook::file::{self, Opened, SavedResult};
use workbook::journal::Replayed;

use super::{Body, FileState, Session, Shown, State};
use crate::Error;
use crate::app::fresh;
use crate::trust::Trust;
use crate::trust::record::Judged;

/// The title of a workbook that nobody has named.
pub(super) const UNTITLED: &str = "Untitled";

impl Session {
    /// An empty workbook that is in no file.
    pub(crate) fn empty() -> Self {
        let book = Workbook {
            id: fresh().simple().to_string(),
            title: UNTITLED.to_owned(),
            about: String::new(),
            ..Workbook::default()
        };
        Self::new(SessionId::from_uuid(fresh()), book).with_trust(own())
    }

    /// A workbook of what came from elsewhere, in no file and not saved. Pages and hierarchies that do
    /// not fit are left out, and said so.
    ///
    /// # Errors
    /// A cell is one that a workbook cannot have.
    pub(crate) fn from_foreign(title: String, found: Foreign) -> Result<Self, Error> {
        let session = Self::empty();
        {
            let mut state = session.state();
            let cells = found.cells.into_iter().enumerate();
            let cells = cells.map(|(index, cell)| Edit::InsertCell { index, cell });
            for edit in std::iter::once(Edit::SetTitle { title }).chain(cells) {
                workbook::apply(&mut state.book, edit)?;
            }
            let mut notes = found.notes;
            let about = Edit::SetAbout { about: found.about };
            let conventions = Edit::SetConventions {
                conventions: found.conventions,
            };
            let hierarchies = found.hierarchies.into_iter().enumerate();
            let hierarchies =
                hierarchies.map(|(index, hierarchy)| Edit::InsertHierarchy { index, hierarchy });
            let event_tables = found.event_tables.into_iter().enumerate();
            let event_tables =
                event_tables.map(|(index, table)| Edit::InsertEventTable { index, table });
            let pages = found.pages.into_iter().enumerate();
            let pages = pages.map(|(index, page)| Edit::InsertPage { index, page });
            let whole = [about, conventions].into_iter();
            let listed = hierarchies.chain(event_tables).chain(pages);
            for edit in whole.chain(listed) {
                if let Err(error) = workbook::apply(&mut state.book, edit) {
                    notes.push(format!("A part of the notebook was left out: {error}"));
                }
            }
            let answers = found.answers.into_iter().map(|(address, answer)| {
                let (stamp, arrow) = (answer.stamp, answer.arrow.into());
                (address, SavedResult { stamp, arrow })
            });
            state.show_saved(answers.collect());
            state.file.notes = notes;
            state.history.mark_unsaved();
        }
        Ok(session)
    }

    /// A workbook from a file, restricted until it is judged.
    pub(crate) fn from_file(disk: &dyn Fs, path: &Path) -> Result<Self, Error> {
        let opened = file::open(disk, path)?;
        let session = Self::from_opened(opened);
        {
            let mut state = session.state();
            state.file.path = Some(path.to_owned());
            state.file.passphrase = disk.passphrase(path);
        }
        Ok(session)
    }

    /// A sample as a copy that is in no file.
    pub(crate) fn from_sample(disk: &dyn Fs, path: &Path) -> Result<Self, Error> {
        let opened = file::open(disk, path)?;
        let session = Self::from_opened(opened);
        {
            let mut state = session.state();
            state.book.id = fresh().simple().to_string();
            state.file.generation = None;
            state.file.read_only = None;
            state.file.signature = None;
        }
        // It came with the program.
        Ok(session.with_trust(own()))
    }

    /// Unsaved work that a crash left behind, with the answers of its file where they still fit.
    ///
    /// # Errors
    /// Its file is encrypted and the passphrase is not known: a save would leave it in the clear.
    pub(crate) fn from_replayed(disk: &dyn Fs, replayed: Replayed) -> Result<Self, Error> {
        let file = replayed.file();
        let judged = if replayed.start.restricted {
            Judged::default()
        } else {
            own()
        };
        let on_disk = file.as_ref().map(|(path, _)| file::open(disk, path));
        let session = match on_disk {
            Some(Err(error)) if error.code() == "WB_PASSPHRASE" => return Err(error.into()),
            Some(Ok(opened)) => Self::from_opened(Opened {
                workbook: replayed.workbook,
                ..opened
            }),
            Some(Err(_)) | None => Self::new(SessionId::from_uuid(fresh()), replayed.workbook),
        };
        {
            let mut state = session.state();
            if let Some((path, generation)) = file {
                state.file.passphrase = disk.passphrase(&path);
                state.file.path = Some(path);
                state.file.generation = Some(generation);
            }
            state.history.mark_unsaved();
        }
        Ok(session.with_trust(judged))
    }

    pub(super) fn from_opened(opened: Opened) -> Self {
        let session = Self::new(SessionId::from_uuid(fresh()), opened.workbook);
        {
            let mut state = session.state();
            let shapes = opened.extras.shapes().into_iter();
            state.shapes = shapes.map(|shape| (shape.source.clone(), shape)).collect();
            state.file = FileState {
                path: None,
                generation: Some(opened.generation),
                extras: opened.extras,
                read_only: opened.read_only,
                saved_at: None,
                notes: opened.notes,
                signature: opened.signature,
                signed: None,
                passphrase: None,
                forgotten: Vec::new(),
            };
            state.show_saved(opened.results);
        }
        session
    }
}

impl State {
    /// Shows the answers that a file holds.
    pub(super) fn show_saved(&mut self, mut results: BTreeMap<CellId, SavedResult>) {
        let cells: Vec<CellId> = self.book.cells.iter().map(|cell| cell.id.clone()).collect();
        for cell in cells {
            let Some(own) = results.remove(&cell) else {
                continue;
            };
            let others = (0..).map_while(|at| results.remove(&cell.answer(at)));
            let mut answers: Vec<SavedResult> = others.collect();
            answers.push(own);
            let answers: Vec<Shown> = answers.into_iter().map(|one| self.saved(one)).collect();
            let run = self.run_mut(&cell);
            run.record = answers.last().map(|own| Record {
                content: Content {
                    hash: own.stamp.content.clone(),
                    own: String::new(),
                    reads: Vec::new(),
                },
                inputs: own.stamp.inputs.clone(),
                outcome: Outcome::Done,
            });
            // Nothing was computed that could be let go.
            run.take_answers(answers);
        }
    }

    fn saved(&mut self, saved: SavedResult) -> Shown {
        Shown {
            bytes: saved.arrow.len() as u64,
            stamp: saved.stamp,
            version: self.next_version(),
            warnings: Vec::new(),
            body: Body::Saved(saved.arrow),
        }
    }
}

/// What is made here is trusted here.
fn own() -> Judged {
    Judged::of(Trust::Trusted)
}
