//! Versions in the file, and what is taken over from them or from another file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::{Edit, Workbook};
use workbook::compare::{self, Change, Subject};
use workbook::file::{
    self, Bounds, Extras, Opened, SnapshotContent, SnapshotHead, VersionHead, VersionPart,
};
use workbook::restore::{Part, edits_between, with_part};

use super::{Session, State};
use crate::app::fresh;
use crate::clock::utc;
use crate::command::versions::{
    Differences, DocumentPart, KeptVersion, Other, PartChange, Version, Versions,
};
use crate::command::workbook::{SaveWorkbook, Saved, SessionView};
use crate::trust::Trust;
use crate::trust::changes::not_remembered;
use crate::{App, Error, paths};

/// Longest name of a version, in characters.
const LONGEST_NAME: usize = 80;

/// What a save does to the versions and snapshots in the file.
pub(super) enum Keeping {
    AsTheyAre,
    Add(VersionHead, Bounds),
    Remove(String),
    AddSnapshot(SnapshotHead, Box<SnapshotContent>, Bounds),
    RemoveSnapshot(String),
    PutBack(VersionPart),
}

impl Keeping {
    /// The parts to be saved, and the names of what had to go.
    pub(super) fn applied(
        &self,
        extras: &Extras,
        book: &Workbook,
        path: &Path,
    ) -> Result<(Extras, Vec<String>), Error> {
        match self {
            Self::AsTheyAre => Ok((extras.clone(), Vec::new())),
            Self::Add(head, bounds) => {
                Ok(extras.with_version(head, book, path.parent(), *bounds)?)
            }
            Self::Remove(id) => Ok((extras.without_version(id), Vec::new())),
            Self::AddSnapshot(head, content, bounds) => {
                Ok(extras.with_snapshot(head, content, *bounds)?)
            }
            Self::RemoveSnapshot(id) => Ok((extras.without_snapshot(id), Vec::new())),
            Self::PutBack(part) => Ok((extras.with_version_part(part), Vec::new())),
        }
    }
}

/// An earlier or other workbook, as it is compared and taken over.
struct Found {
    book: Workbook,
    /// Its name in the name of a step.
    name: String,
    can_take: bool,
}

impl Session {
    /// The versions of the file, newest first.
    pub(crate) fn versions(&self, app: &App) -> Versions {
        let settings = app.settings();
        let heads = self.state().file.extras.versions();
        Versions {
            bytes: heads.iter().map(|head| head.bytes).sum(),
            versions: heads.into_iter().map(view).collect(),
            most: settings.versions_kept,
            most_bytes: settings.versions_bytes,
        }
    }

    /// Saves with what the workbook is now as one more version.
    pub(crate) async fn keep_version(
        self: &Arc<Self>,
        app: &App,
        name: &str,
    ) -> Result<KeptVersion, Error> {
        let name = checked_name(name, "version")?;
        let settings = app.settings();
        let head = VersionHead {
            id: fresh().simple().to_string(),
            name,
            who: settings.author.clone(),
            at: utc(app.now()),
            bytes: 0,
        };
        let bounds = Bounds {
            count: settings.versions_kept as usize,
            bytes: settings.versions_bytes,
        };
        let (saved, dropped) = self
            .save_keeping(app, self.here(), Keeping::Add(head, bounds))
            .await?;
        Ok(KeptVersion { saved, dropped })
    }

    /// Saves without one of the versions, which can be put back until the workbook is closed.
    pub(crate) async fn forget_version(
        self: &Arc<Self>,
        app: &App,
        version: String,
    ) -> Result<Saved, Error> {
        let part = self.state().file.extras.version_part(&version);
        let part = part.ok_or_else(no_such_version)?;
        let keeping = Keeping::Remove(version);
        let (saved, _) = self.save_keeping(app, self.here(), keeping).await?;
        self.state().file.forgotten.push(part);
        Ok(saved)
    }

    /// Saves with the version that was removed last.
    pub(crate) async fn restore_version(self: &Arc<Self>, app: &App) -> Result<Saved, Error> {
        let part = self.state().file.forgotten.last().cloned();
        let part = part.ok_or_else(no_such_version)?;
        let keeping = Keeping::PutBack(part);
        let (saved, _) = self.save_keeping(app, self.here(), keeping).await?;
        self.state().file.forgotten.pop();
        Ok(saved)
    }

    /// What differs from an earlier or other workbook.
    pub(crate) async fn compare_with(&self, app: &App, with: Other) -> Result<Differences, Error> {
        let found = self.found(app, with).await?;
        let now = self.state().book.clone();
        Ok(Differences {
            parts: parts(&found.book, &now),
            can_take: found.can_take,
        })
    }

    /// Takes one part or everything over, as one step.
    pub(crate) async fn take_over(
        self: &Arc<Self>,
        app: &App,
        from: Other,
        part: Option<DocumentPart>,
    ) -> Result<SessionView, Error> {
        let found = self.found(app, from).await?;
        if !found.can_take {
            return Err(not_trusted());
        }
        let now = self.state().book.clone();
        let wanted = match &part {
            None => found.book.clone(),
            Some(part) => kept_parts(part).iter().fold(now.clone(), |book, part| {
                with_part(&book, &found.book, part)
            }),
        };
        let label = match part {
            None => format!("Go back to {}", found.name),
            Some(_) => format!("Take a part from {}", found.name),
        };
        self.become_this(app, &now, &wanted, label)
    }

    pub(super) fn become_this(
        self: &Arc<Self>,
        app: &App,
        now: &Workbook,
        wanted: &Workbook,
        label: String,
    ) -> Result<SessionView, Error> {
        let edits = edits_between(now, wanted)?;
        if edits.is_empty() {
            return Ok(self.view());
        }
        self.apply_known(app, &Edit::Batch { label, edits })
    }

    /// A save where the workbook lies.
    pub(super) fn here(&self) -> SaveWorkbook {
        SaveWorkbook {
            session: self.id.clone(),
            path: None,
            overwrite_changed: false,
        }
    }

    async fn found(&self, app: &App, other: Other) -> Result<Found, Error> {
        match other {
            Other::Version { version } => self.state().found_version(app, &version),
            Other::File { path } => {
                let (opened, path, can_take) = self.opened(app, path).await?;
                Ok(Found {
                    book: opened.workbook,
                    name: name_of(&path),
                    can_take,
                })
            }
            Other::Trusted => self.found_trusted(app).await,
        }
    }

    /// What the workbook said when it was trusted here last, to be compared with what it says now.
    async fn found_trusted(&self, app: &App) -> Result<Found, Error> {
        let (path, workbook) = {
            let state = self.state();
            (state.file.path.clone(), state.book.id.clone())
        };
        let path = path.ok_or_else(not_remembered)?;
        let book = app.trusted_document(&workbook, &path).await;
        Ok(Found {
            book: book.ok_or_else(not_remembered)?,
            name: "what was trusted".to_owned(),
            can_take: true,
        })
    }

    /// Another file, with sources that lie in its folder looked for in the folder of this one first,
    /// and whether it is trusted here.
    pub(super) async fn opened(
        &self,
        app: &App,
        path: String,
    ) -> Result<(Opened, PathBuf, bool), Error> {
        let here = self.state().folder();
        let disk = app.disk();
        let task = tokio::task::spawn_blocking(move || {
            let path = file::form_of(&paths::existing(&path)?);
            let mut opened = file::open(disk.as_ref(), &path)?;
            if let Some(reason) = &opened.read_only {
                return Err(Error::new("WB_READ_ONLY", reason));
            }
            for source in &mut opened.workbook.sources {
                let folder = path.parent().unwrap_or(&path);
                let inside = Path::new(&source.path).strip_prefix(folder);
                let beside = inside
                    .ok()
                    .zip(here.as_ref())
                    .map(|(inside, here)| here.join(inside));
                if let Some(beside) = beside.filter(|beside| beside.exists()) {
                    source.path = paths::text(&beside)?;
                }
            }
            Ok((opened, path))
        });
        let (opened, path) = task
            .await
            .unwrap_or_else(|_| Err(Error::fault("Reading the other workbook")))?;
        let judged = app.judge(&opened.generation, &opened.workbook.id).await;
        Ok((opened, path, judged.trust == Trust::Trusted))
    }
}

impl State {
    fn folder(&self) -> Option<PathBuf> {
        self.file.path.as_ref()?.parent().map(Path::to_owned)
    }

    pub(super) fn version(&self, app: &App, id: &str) -> Option<Workbook> {
        let folder = self.folder();
        let disk = app.disk();
        let disk = disk.as_ref();
        self.file.extras.version(disk, folder.as_deref(), id)
    }

    fn found_version(&self, app: &App, id: &str) -> Result<Found, Error> {
        let heads = self.file.extras.versions();
        let head = heads.iter().find(|head| head.id == id);
        let (head, book) = head
            .zip(self.version(app, id))
            .ok_or_else(no_such_version)?;
        Ok(Found {
            book,
            name: head.name.clone(),
            can_take: true,
        })
    }
}

/// The name of a version or snapshot, without blanks around it.
pub(super) fn checked_name(name: &str, what: &str) -> Result<String, Error> {
    let name = name.trim();
    let is_name = !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && !name.chars().any(char::is_control);
    if is_name {
        return Ok(name.to_owned());
    }
    Err(Error::new(
        "VERSION_BAD_NAME",
        format!("Give the {what} a name of 1 to {LONGEST_NAME} characters in one line."),
    ))
}

pub(super) fn view(head: VersionHead) -> Version {
    Version {
        id: head.id,
        name: head.name,
        who: head.who,
        at: head.at,
        bytes: head.bytes,
    }
}

pub(super) fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    crate::error::shown(&name.to_string_lossy())
}

fn kept_parts(part: &DocumentPart) -> Vec<Part> {
    match part {
        DocumentPart::Workbook => vec![
            Part::Title,
            Part::About,
            Part::Hierarchies,
            Part::Conventions,
            Part::EventTables,
        ],
        DocumentPart::Source { source } => vec![Part::Source(source.clone())],
        DocumentPart::Cell { cell } => vec![Part::Cell(cell.clone())],
        DocumentPart::Page { page } => vec![Part::Page(page.clone())],
    }
}

/// The differences part by part.
pub(super) fn parts(before: &Workbook, after: &Workbook) -> Vec<PartChange> {
    let mut found: Vec<PartChange> = Vec::new();
    for change in compare::compare(before, after) {
        let part = part_of(&change);
        if let Some(known) = found.iter_mut().find(|known| known.part == part) {
            known.words.push(change.what);
            continue;
        }
        let (was, is) = (text(before, &part), text(after, &part));
        let differs = was != is;
        found.push(PartChange {
            part,
            name: change.name,
            words: vec![change.what],
            before: was.filter(|_| differs),
            after: is.filter(|_| differs),
        });
    }
    found
}

fn part_of(change: &Change) -> DocumentPart {
    let id = change.id.as_str();
    match change.subject {
        Subject::Workbook => DocumentPart::Workbook,
        Subject::Source => DocumentPart::Source {
            source: model::SourceId::new(id),
        },
        Subject::Cell => DocumentPart::Cell {
            cell: model::CellId::new(id),
        },
        Subject::Page => DocumentPart::Page {
            page: model::PageId::new(id),
        },
    }
}

/// The text of a cell that is text.
fn text(book: &Workbook, part: &DocumentPart) -> Option<String> {
    let DocumentPart::Cell { cell } = part else {
        return None;
    };
    match &book.cell(cell)?.body {
        model::CellBody::Sql { text, .. } | model::CellBody::Markdown { text } => {
            Some(text.clone())
        }
        _ => None,
    }
}

fn no_such_version() -> Error {
    Error::new(
        "NO_SUCH_VERSION",
        "The file holds no such version any more. Open the list of versions again.",
    )
}

pub(super) fn not_trusted() -> Error {
    Error::new(
        "NOT_TRUSTED",
        "The other workbook was not made on this computer, so nothing of it is taken into this one. Open it, see what it would do and trust it first.",
    )
}
