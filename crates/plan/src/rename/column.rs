//! Another name for a column that a select list names, in its text and in all cells that read it.
//!
//! What a word means is not guessed: the name is changed where it is given, the text is bound
//! again, and each place that is now unknown meant the old name. At the end the plan must be the
//! plan of before, but for the name.

use std::collections::BTreeSet;

use model::{Diagnostic, Field, TextChange};

use super::given::definition;
use super::{not_renamed, taken, to_u32};
use crate::bind;
use crate::names::{Body, Names, Plan, Relation};
use crate::outline::{Outline, outline};

/// A cell that may be read by name.
#[derive(Debug, Clone)]
pub struct CellText {
    pub name: String,
    /// None when its question was put without text.
    pub text: Option<String>,
    /// The columns of its answer; what is read of a cell without text.
    pub fields: Vec<Field>,
}

/// What renaming a column changes in one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnRenamed {
    pub changes: Vec<TextChange>,
    /// Columns of its answer that get another name, as (old, new).
    pub columns: Vec<(String, String)>,
}

/// Where a name was asked about: the cell by its place in the list, and UTF-8 bytes of its text.
pub(crate) type Asked = (usize, usize);

/// The changes of every cell, in their order. Each cell reads only earlier ones.
pub(crate) fn rename(
    names: &Names,
    cells: &[CellText],
    asked: Asked,
    to: &str,
) -> Result<Vec<ColumnRenamed>, Diagnostic> {
    let (giver, given) = definition(cells, asked).ok_or_else(not_renamed)?;
    let giving = cells[giver].text.as_deref().unwrap_or_default();
    let from = outline(giving).word(given).unwrap_or_default().to_owned();
    let mut before = names.clone();
    let mut after = names.clone();
    let mut renamed = Vec::with_capacity(cells.len());
    for (at, cell) in cells.iter().enumerate() {
        let pairs: Vec<(String, String)> = renamed
            .iter()
            .flat_map(|one: &ColumnRenamed| one.columns.iter().cloned())
            .collect();
        let starts = (at == giver).then_some(given);
        let (one, fields) = match &cell.text {
            Some(text) if starts.is_some() || !pairs.is_empty() => {
                let names = (&before, &after);
                let task = Task {
                    text,
                    shape: outline(text),
                    names,
                    from: &from,
                    to,
                    may_know: false,
                };
                task.run(starts, &pairs, &cell.name)?
            }
            _ => (ColumnRenamed::default(), None),
        };
        let old = fields
            .as_ref()
            .map_or_else(|| cell.fields.clone(), |(old, _)| old.clone());
        let new = fields.map_or_else(|| cell.fields.clone(), |(_, new)| new);
        before.cells.push(read_as(&cell.name, old));
        after.cells.push(read_as(&cell.name, new));
        renamed.push(one);
    }
    let (asker, offset) = asked;
    let is_meant = renamed.get(asker).is_some_and(|one| {
        let mut changes = one.changes.iter();
        changes.any(|change| to_usize(change.start) <= offset && offset <= to_usize(change.end))
    });
    if is_meant {
        Ok(renamed)
    } else {
        Err(not_renamed())
    }
}

/// The changes of a text that reads a column of a source which is called `to` instead of `from`
/// now, and its columns before and after. `pairs` holds every name that has changed above it.
pub(super) fn in_reader(
    (cell, text): (&str, &str),
    names: (&Names, &Names),
    (from, to): (&str, &str),
    pairs: &[(String, String)],
) -> Result<(ColumnRenamed, Option<Fields>), Diagnostic> {
    let task = Task {
        text,
        shape: outline(text),
        names,
        from,
        to,
        may_know: true,
    };
    task.run(None, pairs, cell)
}

pub(super) fn read_as(name: &str, fields: Vec<Field>) -> Relation {
    Relation {
        name: name.to_owned(),
        fields,
        rows: None,
        body: Body::Scan,
    }
}

/// One text in which names are changed.
struct Task<'a> {
    text: &'a str,
    shape: Outline,
    /// Before and after.
    names: (&'a Names, &'a Names),
    /// The old name, as it is given, and the new one.
    from: &'a str,
    to: &'a str,
    /// Whether the text may know the new name already: for a column that someone else renamed.
    may_know: bool,
}

pub(super) type Fields = (Vec<Field>, Vec<Field>);

impl Task<'_> {
    /// Changes the name at `starts`, and every place that meant one of `pairs`.
    fn run(
        &self,
        starts: Option<usize>,
        pairs: &[(String, String)],
        cell: &str,
    ) -> Result<(ColumnRenamed, Option<Fields>), Diagnostic> {
        let before = match bind::each(self.text, self.names.0) {
            Ok(plans) => plans,
            Err(_) if starts.is_none() => return Ok((ColumnRenamed::default(), None)),
            Err(_) => return Err(broken(cell)),
        };
        if !self.may_know && self.is_known() {
            return Err(taken(self.to));
        }
        let mut pairs = pairs.to_vec();
        if starts.is_some() {
            pairs.push((self.from.to_owned(), self.to.to_owned()));
        }
        let first: BTreeSet<usize> = starts.into_iter().collect();
        let mut tries = vec![self.followed(first, &pairs)?];
        if let Some(only) = tries.first() {
            tries.extend(self.widened(only, &pairs));
        }
        for spots in tries {
            let Ok(after) = bind::each(&self.changed(&spots, &pairs), self.names.1) else {
                continue;
            };
            if let Some(columns) = self.same(&before, &after) {
                let one = ColumnRenamed {
                    changes: self.changes(&spots, &pairs),
                    columns,
                };
                let fields = |plans: Vec<Plan>| plans.into_iter().next_back().map(|one| one.fields);
                let fields = fields(before).zip(fields(after));
                return Ok((one, fields));
            }
        }
        Err(taken(self.to))
    }

    /// Whether the new name already says something in this text or in what it reads.
    fn is_known(&self) -> bool {
        let to = self.to.to_lowercase();
        let is_it = |word: &str| word.to_lowercase() == to;
        let in_text = (0..self.shape.spots.len()).any(|at| self.shape.word(at).is_some_and(is_it));
        let reads = self.shape.branches.iter().flat_map(|branch| &branch.reads);
        let mut words = reads.filter_map(|read| read.name.and_then(|at| self.shape.word(at)));
        let names = self.names.0;
        in_text
            || words.any(|word| {
                let relations = names.cells.iter().chain(&names.tables);
                let mut same =
                    relations.filter(|one| one.name.to_lowercase() == word.to_lowercase());
                same.any(|relation| relation.fields.iter().any(|field| is_it(&field.name)))
            })
    }

    /// Adds each place that the text no longer knows, until it is understood.
    fn followed(
        &self,
        mut spots: BTreeSet<usize>,
        pairs: &[(String, String)],
    ) -> Result<BTreeSet<usize>, Diagnostic> {
        loop {
            let text = self.changed(&spots, pairs);
            let Err(diagnostics) = bind::each(&text, self.names.1) else {
                return Ok(spots);
            };
            let shape = outline(&text);
            let unknown = diagnostics
                .iter()
                .filter(|one| one.is_error())
                .filter_map(|one| one.span)
                .filter_map(|span| {
                    let (start, end) = (to_usize(span.start), to_usize(span.end));
                    (0..shape.spots.len()).rev().find(|at| {
                        let spot = &shape.spots[*at];
                        start <= spot.start && spot.end <= end && self.is_old(*at, pairs)
                    })
                });
            let new: Vec<usize> = unknown.filter(|at| !spots.contains(at)).collect();
            if new.is_empty() {
                let all = self.old_spots(pairs);
                return if all.len() > spots.len() {
                    Ok(all)
                } else {
                    Err(taken(self.to))
                };
            }
            spots.extend(new);
        }
    }

    /// The same with one more place that still has the old name, for each of them, and with all.
    fn widened(&self, spots: &BTreeSet<usize>, pairs: &[(String, String)]) -> Vec<BTreeSet<usize>> {
        let all = self.old_spots(pairs);
        let rest: Vec<usize> = all.difference(spots).copied().collect();
        let mut tries: Vec<BTreeSet<usize>> = rest
            .iter()
            .take(MOST_TRIES)
            .map(|at| spots.iter().copied().chain([*at]).collect())
            .collect();
        if rest.len() > 1 {
            tries.push(all);
        }
        tries
    }

    fn old_spots(&self, pairs: &[(String, String)]) -> BTreeSet<usize> {
        let spots = 0..self.shape.spots.len();
        spots.filter(|at| self.is_old(*at, pairs)).collect()
    }

    fn is_old(&self, at: usize, pairs: &[(String, String)]) -> bool {
        self.new_word(at, pairs).is_some()
    }

    fn new_word<'p>(&self, at: usize, pairs: &'p [(String, String)]) -> Option<&'p str> {
        let word = self.shape.word(at)?.to_lowercase();
        let found = pairs.iter().find(|(old, _)| old.to_lowercase() == word);
        found.map(|(_, new)| new.as_str())
    }

    fn changes(&self, spots: &BTreeSet<usize>, pairs: &[(String, String)]) -> Vec<TextChange> {
        let change = |at: &usize| {
            let spot = &self.shape.spots[*at];
            Some(TextChange {
                start: to_u32(spot.start),
                end: to_u32(spot.end),
                text: crate::quote::name(self.new_word(*at, pairs)?),
            })
        };
        spots.iter().filter_map(change).collect()
    }

    fn changed(&self, spots: &BTreeSet<usize>, pairs: &[(String, String)]) -> String {
        let mut done = self.text.to_owned();
        for change in self.changes(spots, pairs).iter().rev() {
            done.replace_range(to_usize(change.start)..to_usize(change.end), &change.text);
        }
        done
    }

    /// The columns of the last answer that changed their name, when nothing else changed.
    fn same(&self, before: &[Plan], after: &[Plan]) -> Option<Vec<(String, String)>> {
        let mut columns = Vec::new();
        if before.len() != after.len() {
            return None;
        }
        for (old, new) in before.iter().zip(after) {
            let is_same_tree = if self.may_know {
                self.in_old_names(&shown(old)) == self.in_old_names(&shown(new))
            } else {
                shown(old) == self.with_old_name(&shown(new))
            };
            if !is_same_tree || old.fields.len() != new.fields.len() {
                return None;
            }
            columns.clear();
            for (was, is) in old.fields.iter().zip(&new.fields) {
                if was.data_type != is.data_type {
                    return None;
                }
                if was.name != is.name {
                    columns.push((was.name.clone(), is.name.clone()));
                }
            }
        }
        Some(columns)
    }

    /// A tree in words with the old name for both. A column that is given the name that it has
    /// (`sales.area AS area`) is that column.
    fn in_old_names(&self, tree: &str) -> String {
        let given = format!(".{0} AS {0}", self.from);
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let tree = self.with_old_name(tree);
        let mut done = String::with_capacity(tree.len());
        let mut kept = 0;
        for (at, found) in tree.match_indices(&given) {
            let end = at + found.len();
            if !tree[end..].starts_with(is_part) {
                done.push_str(&tree[kept..=at]);
                done.push_str(self.from);
                kept = end;
            }
        }
        done.push_str(&tree[kept..]);
        done
    }

    /// A tree in words with the old name where the new one stands; the new one is nowhere else.
    fn with_old_name(&self, tree: &str) -> String {
        let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
        let mut done = String::with_capacity(tree.len());
        let mut kept = 0;
        // Words of trees have no quotation marks.
        let to = self.to.replace('"', "");
        for (at, found) in tree.match_indices(&to) {
            let end = at + found.len();
            let is_inside = tree[..at].chars().next_back().is_some_and(is_part)
                || tree[end..].chars().next().is_some_and(is_part);
            if !is_inside {
                done.push_str(&tree[kept..at]);
                done.push_str(self.from);
                kept = end;
            }
        }
        done.push_str(&tree[kept..]);
        done
    }
}

/// A plan in words, without quotes around names.
fn shown(plan: &Plan) -> String {
    let tree = plan.logical.display_indent().to_string();
    tree.replace('"', "")
}

/// Single places that are tried when the plan is not yet the same.
const MOST_TRIES: usize = 12;

fn broken(cell: &str) -> Diagnostic {
    Diagnostic::error(
        "RENAME_BROKEN",
        format!("The cell {cell} has a mistake, so what its names mean is not known."),
    )
    .with_hint("Mend it first.")
}

fn to_usize(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
