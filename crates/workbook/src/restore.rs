//! The edits that lead from one document to another, or bring one part of it over, so that going
//! back to a version is a step that can be undone like any other.

use model::{Cell, CellBody, CellId, Edit, PageId, SourceId, Workbook};

use crate::{EditError, apply};

/// One part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Title,
    About,
    Hierarchies,
    Conventions,
    EventTables,
    Source(SourceId),
    Cell(CellId),
    Page(PageId),
}

/// The edits that make `now` equal to `then`, in the order in which they apply. The identity of the
/// workbook stays.
///
/// # Errors
/// A change that the document refuses, in its words; only a document that breaks the rules of
/// documents leads there.
pub fn edits_between(now: &Workbook, then: &Workbook) -> Result<Vec<Edit>, EditError> {
    let mut steps = Steps {
        book: now.clone(),
        edits: Vec::new(),
    };
    if now.title != then.title {
        let title = then.title.clone();
        steps.take(Edit::SetTitle { title })?;
    }
    if now.about != then.about {
        let about = then.about.clone();
        steps.take(Edit::SetAbout { about })?;
    }
    if now.conventions != then.conventions {
        let conventions = then.conventions.clone();
        steps.take(Edit::SetConventions { conventions })?;
    }
    for one in &now.hierarchies {
        if !then.hierarchies.contains(one) {
            let hierarchy = one.id.clone();
            steps.take(Edit::RemoveHierarchy { hierarchy })?;
        }
    }
    for (index, one) in then.hierarchies.iter().enumerate() {
        if steps.book.hierarchies.get(index) != Some(one) {
            if steps.book.hierarchy(&one.id).is_some() {
                let hierarchy = one.id.clone();
                steps.take(Edit::RemoveHierarchy { hierarchy })?;
            }
            let hierarchy = one.clone();
            steps.take(Edit::InsertHierarchy { index, hierarchy })?;
        }
    }
    for one in &now.event_tables {
        if !then.event_tables.contains(one) {
            let table = one.id.clone();
            steps.take(Edit::RemoveEventTable { table })?;
        }
    }
    for (index, one) in then.event_tables.iter().enumerate() {
        if steps.book.event_tables.get(index) != Some(one) {
            if steps.book.event_table(&one.id).is_some() {
                let table = one.id.clone();
                steps.take(Edit::RemoveEventTable { table })?;
            }
            let table = one.clone();
            steps.take(Edit::InsertEventTable { index, table })?;
        }
    }
    for page in &now.pages {
        if !then.pages.contains(page) {
            let page = page.id.clone();
            steps.take(Edit::RemovePage { page })?;
        }
    }
    steps.sources(then)?;
    steps.cells(then)?;
    for (index, page) in then.pages.iter().enumerate() {
        let there = steps.book.pages.iter().position(|one| one.id == page.id);
        match there {
            Some(at) if at == index => {}
            Some(_) => {
                let page = page.id.clone();
                steps.take(Edit::MovePage { page, index })?;
            }
            None => {
                let page = page.clone();
                steps.take(Edit::InsertPage { index, page })?;
            }
        }
    }
    Ok(steps.edits)
}

/// `now` with one part as it was in `then`: changed back, put back where it stood, or gone.
pub fn with_part(now: &Workbook, then: &Workbook, part: &Part) -> Workbook {
    let mut book = now.clone();
    match part {
        Part::Title => book.title.clone_from(&then.title),
        Part::About => book.about.clone_from(&then.about),
        Part::Hierarchies => book.hierarchies.clone_from(&then.hierarchies),
        Part::Conventions => book.conventions.clone_from(&then.conventions),
        Part::EventTables => book.event_tables.clone_from(&then.event_tables),
        Part::Source(id) => bring(&mut book.sources, &then.sources, |one| one.id == *id),
        Part::Cell(id) => bring(&mut book.cells, &then.cells, |one| one.id == *id),
        Part::Page(id) => bring(&mut book.pages, &then.pages, |one| one.id == *id),
    }
    book
}

fn bring<T: Clone + PartialEq>(now: &mut Vec<T>, then: &[T], is_it: impl Fn(&T) -> bool) {
    let here = now.iter().position(&is_it);
    match (here, then.iter().position(&is_it)) {
        // What says the same stands elsewhere.
        (Some(here), Some(there)) if now[here] == then[there] => {
            let part = now.remove(here);
            now.insert(there.min(now.len()), part);
        }
        (Some(here), Some(there)) => now[here] = then[there].clone(),
        (Some(here), None) => drop(now.remove(here)),
        (None, Some(there)) => now.insert(there.min(now.len()), then[there].clone()),
        (None, None) => {}
    }
}

/// Edits so far, and the document that they lead to.
struct Steps {
    book: Workbook,
    edits: Vec<Edit>,
}

impl Steps {
    fn take(&mut self, edit: Edit) -> Result<(), EditError> {
        apply(&mut self.book, edit.clone())?;
        self.edits.push(edit);
        Ok(())
    }

    /// Whether an edit was possible; two cells that change their names with each other are not
    /// renamed one after the other.
    fn try_to(&mut self, edit: Edit) -> bool {
        self.take(edit).is_ok()
    }

    fn sources(&mut self, then: &Workbook) -> Result<(), EditError> {
        let ids = |book: &Workbook| -> Vec<SourceId> {
            let kept = book.sources.iter().map(|one| one.id.clone());
            kept.collect()
        };
        // Sources have no order of their own, so those that stand elsewhere are taken out as well.
        let wanted = ids(then);
        for source in ids(&self.book) {
            if !wanted.contains(&source) {
                self.take(Edit::RemoveSource { source })?;
            }
        }
        for (at, source) in ids(&self.book).into_iter().enumerate() {
            let now = self.book.sources.iter().find(|one| one.id == source);
            let before = then.sources.iter().find(|one| one.id == source);
            let is_in_place = wanted.get(at) == Some(&source);
            let replaced = match before.filter(|before| Some(*before) != now) {
                Some(source) => self.try_to(Edit::ReplaceSource {
                    source: source.clone(),
                }),
                None => true,
            };
            if !is_in_place || !replaced {
                self.take(Edit::RemoveSource { source })?;
            }
        }
        for (index, source) in then.sources.iter().enumerate() {
            if !self.book.sources.iter().any(|one| one.id == source.id) {
                let source = source.clone();
                self.take(Edit::InsertSource { index, source })?;
            }
        }
        Ok(())
    }

    fn cells(&mut self, then: &Workbook) -> Result<(), EditError> {
        let before: Vec<Cell> = self.book.cells.clone();
        for cell in &before {
            let is_kept = match then.cell(&cell.id) {
                Some(wanted) => wanted == cell || self.changed(cell, wanted),
                None => false,
            };
            if !is_kept {
                let cell = cell.id.clone();
                self.take(Edit::RemoveCell { cell })?;
            }
        }
        for (index, cell) in then.cells.iter().enumerate() {
            let there = self.book.cells.iter().position(|one| one.id == cell.id);
            match there {
                Some(at) if at == index => {}
                Some(_) => {
                    let cell = cell.id.clone();
                    self.take(Edit::MoveCell { cell, index })?;
                }
                None => {
                    let cell = cell.clone();
                    self.take(Edit::InsertCell { index, cell })?;
                }
            }
        }
        Ok(())
    }

    /// Changes a cell in its place, so that what else is known of it stays; false when it has to be
    /// taken out and put back.
    fn changed(&mut self, now: &Cell, wanted: &Cell) -> bool {
        let cell = || wanted.id.clone();
        let mut edits = Vec::new();
        if now.name != wanted.name {
            let name = wanted.name.clone();
            edits.push(Edit::RenameCell { cell: cell(), name });
        }
        match (&now.body, &wanted.body) {
            (was, is) if was == is => {}
            (CellBody::Markdown { .. }, CellBody::Markdown { text }) => {
                let text = text.clone();
                edits.push(Edit::SetText { cell: cell(), text });
            }
            (CellBody::Sql { .. }, CellBody::Sql { text, mode }) => {
                let (text, mode) = (text.clone(), *mode);
                edits.push(Edit::SetText { cell: cell(), text });
                edits.push(Edit::SetRunMode { cell: cell(), mode });
            }
            (CellBody::Parameter { .. }, CellBody::Parameter { parameter }) => {
                let parameter = parameter.clone();
                edits.push(Edit::SetParameter {
                    cell: cell(),
                    parameter,
                });
            }
            (CellBody::Chart { .. }, CellBody::Chart { spec }) => {
                let spec = spec.clone();
                edits.push(Edit::SetChart { cell: cell(), spec });
            }
            _ => return false,
        }
        edits.into_iter().all(|edit| self.try_to(edit))
    }
}
