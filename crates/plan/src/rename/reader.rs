//! Columns of a source that are called otherwise now: their names are changed in every text that
//! reads them, at once or through other cells. The meaning stays, as with any renaming.

use model::{Diagnostic, TextChange};

use super::column::{CellText, in_reader, read_as};
use crate::bind;
use crate::names::Names;

/// What the new names of columns of a source change in one cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReaderMended {
    /// The whole text, when it changes.
    pub text: Option<String>,
    /// Columns of its answer that get another name, as (old, new).
    pub columns: Vec<(String, String)>,
    /// Why it could not be changed, and was left as it is.
    pub problem: Option<Diagnostic>,
}

/// Follows new names of columns of `table`, as (old, new), through all cells. The table in `names`
/// has the columns that the texts were written for. Each cell reads only earlier ones.
pub(crate) fn mend_readers(
    names: &Names,
    cells: &[CellText],
    table: &str,
    renamed: &[(String, String)],
) -> Vec<ReaderMended> {
    let mut names = names.clone();
    let mut cells = cells.to_vec();
    let mut mended = vec![ReaderMended::default(); cells.len()];
    for (from, to) in renamed {
        let (before, after) = around(&names, table, from, to);
        follow((&before, &after), &mut cells, (from, to), &mut mended);
        names = after;
    }
    mended
}

/// The names before and after a column is called otherwise. A column that has the new name already
/// is the one that is meant, so it was not there before.
fn around(names: &Names, table: &str, from: &str, to: &str) -> (Names, Names) {
    let lower = table.to_lowercase();
    let mut before = names.clone();
    for relation in &mut before.tables {
        if relation.name.to_lowercase() == lower {
            relation.fields.retain(|field| field.name != to);
        }
    }
    let mut after = before.clone();
    for relation in &mut after.tables {
        if relation.name.to_lowercase() == lower {
            for field in relation
                .fields
                .iter_mut()
                .filter(|field| field.name == from)
            {
                to.clone_into(&mut field.name);
            }
        }
    }
    (before, after)
}

fn follow(
    (before, after): (&Names, &Names),
    cells: &mut [CellText],
    (from, to): (&str, &str),
    mended: &mut [ReaderMended],
) {
    let (mut before, mut after) = (before.clone(), after.clone());
    let mut pairs = vec![(from.to_owned(), to.to_owned())];
    for (cell, done) in cells.iter_mut().zip(mended) {
        let mut fields = (cell.fields.clone(), cell.fields.clone());
        if let Some(text) = cell.text.clone() {
            match in_reader((&cell.name, &text), (&before, &after), (from, to), &pairs) {
                Ok((one, found)) => {
                    if !one.changes.is_empty() {
                        let text = changed(&text, &one.changes);
                        cell.text = Some(text.clone());
                        done.text = Some(text);
                    }
                    pairs.extend(one.columns.iter().cloned());
                    done.columns.extend(one.columns);
                    fields = found.unwrap_or(fields);
                }
                Err(diagnostic) => {
                    // What reads it goes on with the columns that it had.
                    if let Ok(plans) = bind::each(&text, &before)
                        && let Some(last) = plans.into_iter().next_back()
                    {
                        fields = (last.fields.clone(), last.fields);
                    }
                    done.problem.get_or_insert(diagnostic);
                }
            }
        }
        cell.fields.clone_from(&fields.1);
        before.cells.push(read_as(&cell.name, fields.0));
        after.cells.push(read_as(&cell.name, fields.1));
    }
}

fn changed(text: &str, changes: &[TextChange]) -> String {
    let bytes = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let mut done = text.to_owned();
    for change in changes.iter().rev() {
        let range = bytes(change.start)..bytes(change.end);
        if done.get(range.clone()).is_some() {
            done.replace_range(range, &change.text);
        }
    }
    done
}
