//! Renaming: the changes that give a thing another name everywhere, or why that would change the
//! meaning of a text. Strings and comments stay as they are.

mod column;
mod given;
mod reader;

use model::{Diagnostic, TextChange};

pub(crate) use column::rename as rename_column;
pub use column::{CellText, ColumnRenamed};
pub use reader::ReaderMended;
pub(crate) use reader::mend_readers;

use crate::outline::outline;
use crate::place::Text;
use crate::target::Target;

/// What is to be renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Renamed {
    /// The short name or named query at this place (UTF-8 bytes) of the only text.
    Local { offset: usize },
    /// A cell that texts read like a table.
    Relation { name: String },
    /// A parameter; `is_range` when its ends are read as `name_from` and `name_to`.
    Parameter { name: String, is_range: bool },
}

/// The changes of every text, in order.
pub(crate) fn rename(
    what: &Renamed,
    texts: &[String],
    to: &str,
) -> Result<Vec<Vec<TextChange>>, Diagnostic> {
    texts.iter().map(|text| changes(what, text, to)).collect()
}

fn changes(what: &Renamed, text: &str, to: &str) -> Result<Vec<TextChange>, Diagnostic> {
    let stretches = stretches(what, text)?;
    let name = match what {
        Renamed::Parameter { .. } => to.to_owned(),
        Renamed::Local { .. } | Renamed::Relation { .. } => crate::quote::name(to),
    };
    let mut done = String::with_capacity(text.len());
    let mut kept = 0;
    let mut expected = Vec::with_capacity(stretches.len());
    for (start, end) in &stretches {
        done.push_str(text.get(kept..*start).unwrap_or_default());
        expected.push((done.len(), done.len() + name.len()));
        done.push_str(&name);
        kept = *end;
    }
    done.push_str(text.get(kept..).unwrap_or_default());
    let after = match what {
        Renamed::Local { .. } => Renamed::Local {
            offset: expected.first().map_or(0, |(start, _)| *start),
        },
        Renamed::Relation { .. } => Renamed::Relation {
            name: to.to_owned(),
        },
        Renamed::Parameter { is_range, .. } => Renamed::Parameter {
            name: to.to_owned(),
            is_range: *is_range,
        },
    };
    // The new name must mean the same thing in the same places, and nothing else.
    let is_same = self::stretches(&after, &done).ok().as_ref() == Some(&expected);
    if !is_same || is_given_twice(&done, to) {
        return Err(taken(to));
    }
    Ok(stretches
        .into_iter()
        .map(|(start, end)| TextChange {
            start: to_u32(start),
            end: to_u32(end),
            text: name.clone(),
        })
        .collect())
}

/// Where a text names the thing, in bytes.
fn stretches(what: &Renamed, text: &str) -> Result<Vec<(usize, usize)>, Diagnostic> {
    let place = Text::new(text);
    let shape = outline(text);
    let places = |target: &Target| {
        let bytes = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let spans = shape.places(&place, target).into_iter();
        spans
            .map(|span| (bytes(span.start), bytes(span.end)))
            .collect::<Vec<_>>()
    };
    match what {
        Renamed::Local { offset } => {
            let target = shape.spot_at(*offset).and_then(|at| shape.target(at));
            match target {
                Some(target @ (Target::Named(_) | Target::Alias(_))) => Ok(places(&target)),
                _ => Err(not_renamed()),
            }
        }
        Renamed::Relation { name } => Ok(places(&Target::Relation(name.to_lowercase()))),
        Renamed::Parameter { name, is_range } => {
            let lower = name.to_lowercase();
            let mut found = places(&Target::Parameter(lower.clone()));
            if *is_range {
                for end in ["_from", "_to"] {
                    let ends = places(&Target::Parameter(format!("{lower}{end}")));
                    found.extend(ends.iter().map(|(start, stop)| (*start, stop - end.len())));
                }
            }
            found.sort_unstable();
            Ok(found)
        }
    }
}

/// Whether two things of one query have this name.
fn is_given_twice(text: &str, name: &str) -> bool {
    let shape = outline(text);
    let name = name.to_lowercase();
    let is_it = |at: usize| {
        shape
            .word(at)
            .is_some_and(|word| word.to_lowercase() == name)
    };
    let in_reads = shape.branches.iter().any(|branch| {
        let given = branch
            .reads
            .iter()
            .filter_map(|read| read.alias.or(read.name));
        given.filter(|at| is_it(*at)).count() > 1
    });
    let named = |branch: usize| {
        let here = shape.named.iter().filter(|named| named.branch == branch);
        here.filter(|named| is_it(named.name)).count()
    };
    in_reads || (0..shape.branches.len()).any(|branch| named(branch) > 1)
}

fn taken(to: &str) -> Diagnostic {
    Diagnostic::error(
        "RENAME_TAKEN",
        format!(
            "`{}` already means something else where it would be written.",
            crate::near::shortened(to)
        ),
    )
    .with_hint("Choose another name.")
}

pub(crate) fn not_renamed() -> Diagnostic {
    Diagnostic::error(
        "RENAME_NOTHING",
        "There is nothing here that can be renamed.",
    )
    .with_hint("Cells, parameters, short names of tables, queries named in WITH and names given with AS can.")
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
