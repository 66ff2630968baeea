//! What reads a cell or source by its name reads the same one after a merge. A reader that one side
//! wrote for a name that the other changed gets the new name; where that is not sure, or the thing is
//! gone, a conflict names the reader.

use std::collections::HashMap;

use model::{
    Cell, CellBody, CellId, ChoiceOptions, ParameterValue, SourceId, TileContent, Workbook,
};
use notebook::scan::{mentions, with_parameter, with_relation};

use super::{Conflict, Kept};
use crate::names::fold;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Thing {
    Cell(CellId),
    Source(SourceId),
}

/// A name as a reader writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Read {
    /// Of a table or cell.
    Relation(String),
    /// Of a parameter or of an end of one.
    Parameter(String),
}

/// One document with what its names stand for.
struct Known<'book> {
    book: &'book Workbook,
    things: HashMap<String, Thing>,
}

/// What became of a name in a merge.
enum Judged {
    SameThing,
    /// The thing that was meant is called so now.
    Called(String),
    /// It is not there, or the sides mean different ones.
    Lost,
}

/// Gives readers the names that the things have now which they were written for.
pub(super) fn mend(
    merged: &mut Workbook,
    ours: &Workbook,
    theirs: &Workbook,
    conflicts: &mut Vec<Conflict>,
) {
    let sides = [Known::of(ours), Known::of(theirs)];
    let as_merged = merged.clone();
    let now = Known::of(&as_merged);
    for cell in &mut merged.cells {
        let holders = sides
            .iter()
            .filter(|side| side.book.cell(&cell.id).is_some());
        let holders: Vec<&Known<'_>> = holders.collect();
        let path = ["cells", cell.id.as_str()].map(str::to_owned);
        for read in reads(&cell.body) {
            let writers = holders.iter().filter(|side| {
                let own = side.book.cell(&cell.id);
                own.is_some_and(|own| reads(&own.body).contains(&read))
            });
            let writers: Vec<&Known<'_>> = writers.copied().collect();
            let body = match judged(&read, &now, &writers) {
                Judged::SameThing => continue,
                Judged::Called(name) => renamed(cell, &read, &name, &now),
                Judged::Lost => None,
            };
            match body {
                Some(body) => cell.body = body,
                None => conflicts.push(lost(&path, &read, &sides, &writers)),
            }
        }
    }
    mend_pages(merged, (&now, &sides), conflicts);
    mend_hierarchies(merged, (&now, &sides), conflicts);
    mend_event_tables(merged, (&now, &sides), conflicts);
}

/// Controls of pages that filter a field of a table or cell.
fn mend_pages(
    merged: &mut Workbook,
    (now, sides): (&Known<'_>, &[Known<'_>; 2]),
    conflicts: &mut Vec<Conflict>,
) {
    for page in &mut merged.pages {
        for tile in &mut page.tiles {
            let TileContent::Field { source, .. } = &mut tile.content else {
                continue;
            };
            let wrote = |side: &&Known<'_>| {
                let pages = side.book.pages.iter().filter(|one| one.id == page.id);
                let mut tiles = pages.flat_map(|one| &one.tiles);
                tiles.any(|one| {
                    one.id == tile.id
                        && matches!(&one.content, TileContent::Field { source: own, .. } if own == source)
                })
            };
            let writers: Vec<&Known<'_>> = sides.iter().filter(wrote).collect();
            let path = ["pages", page.id.as_str()].map(str::to_owned);
            mend_name(source, &path, (now, sides, &writers), conflicts);
        }
    }
}

fn mend_hierarchies(
    merged: &mut Workbook,
    (now, sides): (&Known<'_>, &[Known<'_>; 2]),
    conflicts: &mut Vec<Conflict>,
) {
    for one in &mut merged.hierarchies {
        let wrote = |side: &&Known<'_>| {
            let own = side.book.hierarchy(&one.id);
            own.is_some_and(|own| own.source == one.source)
        };
        let writers: Vec<&Known<'_>> = sides.iter().filter(wrote).collect();
        let path = ["hierarchies", one.id.as_str()].map(str::to_owned);
        mend_name(&mut one.source, &path, (now, sides, &writers), conflicts);
    }
}

fn mend_event_tables(
    merged: &mut Workbook,
    (now, sides): (&Known<'_>, &[Known<'_>; 2]),
    conflicts: &mut Vec<Conflict>,
) {
    for one in &mut merged.event_tables {
        let wrote = |side: &&Known<'_>| {
            let own = side.book.event_table(&one.id);
            own.is_some_and(|own| own.source == one.source)
        };
        let writers: Vec<&Known<'_>> = sides.iter().filter(wrote).collect();
        let path = ["event_tables", one.id.as_str()].map(str::to_owned);
        mend_name(&mut one.source, &path, (now, sides, &writers), conflicts);
    }
}

fn mend_name(
    name: &mut String,
    path: &[String; 2],
    (now, sides, writers): (&Known<'_>, &[Known<'_>; 2], &[&Known<'_>]),
    conflicts: &mut Vec<Conflict>,
) {
    let read = Read::Relation(name.clone());
    match judged(&read, now, writers) {
        Judged::SameThing => {}
        Judged::Called(called) => *name = called,
        Judged::Lost => conflicts.push(lost(path, &read, sides, writers)),
    }
}

/// What became of what the writers of a name meant by it. A side that left things as they are now
/// wanted them so.
fn judged(read: &Read, now: &Known<'_>, writers: &[&Known<'_>]) -> Judged {
    let is = now.meaning(read);
    let mut meant: Vec<Thing> = Vec::new();
    for side in writers {
        let was = side.meaning(read);
        if was == is {
            return Judged::SameThing;
        }
        meant.extend(was.filter(|was| !meant.contains(was)));
    }
    match meant.as_slice() {
        [] => Judged::SameThing,
        [thing] => now.name_of(thing).map_or(Judged::Lost, Judged::Called),
        _ => Judged::Lost,
    }
}

impl<'book> Known<'book> {
    fn of(book: &'book Workbook) -> Self {
        let sources = book.sources.iter();
        let sources = sources.map(|one| (fold(&one.name), Thing::Source(one.id.clone())));
        // A cell stands before a source of its name.
        let cells = book.cells.iter();
        let cells = cells.map(|one| (fold(&one.name), Thing::Cell(one.id.clone())));
        Self {
            book,
            things: sources.chain(cells).collect(),
        }
    }

    fn meaning(&self, read: &Read) -> Option<Thing> {
        match read {
            Read::Relation(name) => self.things.get(&fold(name)).cloned(),
            Read::Parameter(name) => {
                let cell = self.parameter(&fold(name))?;
                Some(Thing::Cell(cell.id.clone()))
            }
        }
    }

    fn parameter(&self, name: &str) -> Option<&'book Cell> {
        let cells = self.book.cells.iter();
        let mut known = cells.filter_map(|cell| match &cell.body {
            CellBody::Parameter { parameter } => Some((cell, &parameter.value)),
            _ => None,
        });
        let found = known.find(|(cell, value)| {
            let own = fold(&cell.name);
            let is_range = matches!(value, ParameterValue::DateRange { .. });
            let end = name.strip_prefix(&own);
            end == Some("") || is_range && matches!(end, Some("_from" | "_to"))
        });
        found.map(|(cell, _)| cell)
    }

    fn name_of(&self, thing: &Thing) -> Option<String> {
        match thing {
            Thing::Cell(id) => self.book.cell(id).map(|cell| cell.name.clone()),
            Thing::Source(id) => {
                let found = self.book.sources.iter().find(|one| one.id == *id);
                found.map(|source| source.name.clone())
            }
        }
    }
}

/// What the body of a cell reads by name.
fn reads(body: &CellBody) -> Vec<Read> {
    match body {
        CellBody::Sql { text, .. } => {
            let found = mentions(text);
            let relations = found.relations.into_iter();
            let parameters = found.parameters.into_iter();
            relations
                .map(|one| Read::Relation(one.name))
                .chain(parameters.map(|one| Read::Parameter(one.name)))
                .collect()
        }
        CellBody::Chart { spec } => vec![Read::Relation(spec.source.clone())],
        CellBody::Parameter { parameter } => match &parameter.value {
            ParameterValue::Choice {
                options: ChoiceOptions::Column { source, .. },
                ..
            } => vec![Read::Relation(source.clone())],
            _ => Vec::new(),
        },
        CellBody::Markdown { .. } => Vec::new(),
    }
}

/// The body of a reader with the new name; none where the text might mean something else by it.
fn renamed(cell: &Cell, read: &Read, to: &str, now: &Known<'_>) -> Option<CellBody> {
    let mut body = cell.body.clone();
    match (&mut body, read) {
        (CellBody::Sql { text, .. }, Read::Relation(from)) => {
            *text = with_relation(text, from, to)?;
        }
        (CellBody::Sql { text, .. }, Read::Parameter(from)) => {
            let parameter = now.parameter(&fold(to))?;
            let is_range = matches!(
                &parameter.body,
                CellBody::Parameter { parameter }
                    if matches!(parameter.value, ParameterValue::DateRange { .. })
            );
            let ends = ["_from", "_to"].iter().filter(|_| is_range);
            let own = ends.fold(from.as_str(), |own, end| {
                own.strip_suffix(end).unwrap_or(own)
            });
            *text = with_parameter(text, own, to, is_range)?;
        }
        (CellBody::Chart { spec }, _) => to.clone_into(&mut spec.source),
        (CellBody::Parameter { parameter }, _) => {
            if let ParameterValue::Choice {
                options: ChoiceOptions::Column { source, .. },
                ..
            } = &mut parameter.value
            {
                to.clone_into(source);
            }
        }
        (CellBody::Markdown { .. }, _) => {}
    }
    Some(body)
}

/// A reader whose name leads elsewhere or nowhere now, with what each side calls the thing.
fn lost(
    path: &[String; 2],
    read: &Read,
    sides: &[Known<'_>; 2],
    writers: &[&Known<'_>],
) -> Conflict {
    let name = match read {
        Read::Relation(name) => name.clone(),
        Read::Parameter(name) => format!(":{name}"),
    };
    let thing = writers.iter().find_map(|side| side.meaning(read));
    let called = |side: &Known<'_>| side.name_of(thing.as_ref()?);
    let [list, id] = path.clone();
    Conflict {
        place: String::new(),
        path: vec![list, id, format!("reads {name}")],
        base: None,
        ours: called(&sides[0]),
        theirs: called(&sides[1]),
        kept: Kept::Both,
    }
}
