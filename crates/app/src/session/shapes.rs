//! What the sources held when cells were written for them: kept in the file, so that columns which
//! have gone since are noticed, and files that lie elsewhere are found by their content.

use std::collections::BTreeSet;
use std::path::Path;

use model::{
    ChoiceOptions, Field, ParameterValue, SourceShape, SourceSpec, SourceState, TableInfo,
    TableShape, TileContent,
};
use notebook::{Graph, Node, NodeKind};

use super::{Session, State};
use crate::command::relink::SourceNeeds;
use crate::session::watch::Seen;

/// Files larger than this are not told apart by their content.
pub(super) const MOST_HASHED: u64 = 64 << 20;

/// A table that some columns have gone from while cells still name them.
pub(super) struct Gone {
    pub(super) table: TableInfo,
    /// Every column that cells were written for, the gone ones last.
    pub(super) before: Vec<Field>,
    /// Each with the names of what uses it.
    pub(super) columns: Vec<(Field, Vec<String>)>,
}

impl State {
    /// Notes the columns of a source that was just read. What has gone stays noted.
    pub(super) fn note_shape(&mut self, spec: &SourceSpec, tables: &[TableInfo]) {
        let old = self.shapes.remove(&spec.id);
        let tables_before = old.as_ref().map_or(&[][..], |shape| &shape.tables);
        for table in tables {
            let Some(before) = table_before(tables_before, tables, table) else {
                continue;
            };
            let is_old = |field: &&Field| before.fields.iter().any(|one| one.name == field.name);
            let new = table.fields.iter().filter(|field| !is_old(field));
            let known = self.new_columns.entry(table.name.clone()).or_default();
            known.extend(new.map(|field| field.name.clone()));
        }
        let tables = tables
            .iter()
            .map(|table| {
                let mut fields = table.fields.clone();
                if let Some(before) = table_before(tables_before, tables, table) {
                    let gone = before.fields.iter().filter(|field| !holds(table, field));
                    fields.extend(gone.cloned());
                }
                TableShape {
                    name: table.name.clone(),
                    fields,
                }
            })
            .collect();
        let (content, bytes) = old.map_or((None, None), |shape| (shape.content, shape.bytes));
        let shape = SourceShape {
            source: spec.id.clone(),
            content,
            bytes,
            tables,
        };
        self.shapes.insert(spec.id.clone(), shape);
    }

    /// The columns that a table has had since its cells were written; none where that is not known.
    pub(super) fn columns_before(&self, table: &TableInfo) -> Vec<Field> {
        let Some(new) = self.new_columns.get(&table.name) else {
            return Vec::new();
        };
        let old = table
            .fields
            .iter()
            .filter(|field| !new.contains(&field.name));
        old.cloned().collect()
    }

    /// The columns that have gone and are still named somewhere, table by table.
    pub(super) fn gone(&self) -> Vec<Gone> {
        let mut found = Vec::new();
        let mut graph = None;
        for spec in &self.book.sources {
            let known = self.sources.get(&spec.id);
            let known =
                known.filter(|known| known.spec == *spec && known.state == SourceState::Ready);
            let (Some(known), Some(shape)) = (known, self.shapes.get(&spec.id)) else {
                continue;
            };
            for table in &known.tables {
                let Some(shape) = shape.tables.iter().find(|one| one.name == table.name) else {
                    continue;
                };
                let gone = shape.fields.iter().filter(|field| !holds(table, field));
                let columns: Vec<(Field, Vec<String>)> = gone
                    .map(|field| {
                        let graph = graph.get_or_insert_with(|| self.graph());
                        (field.clone(), self.uses(graph, &table.name, &field.name))
                    })
                    .filter(|(_, uses)| !uses.is_empty())
                    .collect();
                if !columns.is_empty() {
                    found.push(Gone {
                        table: table.clone(),
                        before: shape.fields.clone(),
                        columns,
                    });
                }
            }
        }
        found
    }

    /// Names of cells and tiles that read a table and name this column of it.
    fn uses(&self, graph: &Graph, table: &str, column: &str) -> Vec<String> {
        let is_table = |name: &str| name.to_lowercase() == table.to_lowercase();
        let reads = |node: &&Node| match &node.kind {
            NodeKind::Sql { text, .. } => {
                node.tables.iter().any(|name| is_table(name)) && names(text, column)
            }
            NodeKind::Chart { spec } => {
                let mut other = spec.clone();
                other.rename_fields(|field| (field == column).then(String::new));
                is_table(&spec.source) && other != *spec
            }
            NodeKind::Parameter { value } => match value {
                ParameterValue::Choice {
                    options: ChoiceOptions::Column { source, field },
                    ..
                } => is_table(source) && field == column,
                _ => false,
            },
            NodeKind::Markdown => false,
        };
        let cells = graph.nodes().iter().filter(reads);
        let mut uses: Vec<String> = cells.map(|node| node.name.clone()).collect();
        for page in &self.book.pages {
            let is_it = |content: &TileContent| match content {
                TileContent::Field { source, field, .. } => is_table(source) && field == column,
                _ => false,
            };
            if page.tiles.iter().any(|tile| is_it(&tile.content)) {
                uses.push(page.title.clone());
            }
        }
        uses
    }

    /// What is the matter with the sources: those whose file is not there, and tables that lack
    /// columns which cells name.
    pub(super) fn needs(&self) -> SourceNeeds {
        let is_lost = |spec: &&SourceSpec| {
            let known = self.sources.get(&spec.id);
            let known = known.filter(|known| known.spec == **spec);
            known.is_some_and(|known| {
                matches!(&known.state, SourceState::Failed { code, .. }
                    if matches!(code.as_str(), "FILE_NOT_FOUND" | "FOLDER_NOT_FOUND" | "WB_OUTSIDE"))
            })
        };
        let lost = self.book.sources.iter().filter(is_lost);
        SourceNeeds {
            lost: lost.map(|spec| spec.name.clone()).collect(),
            gone: self
                .gone()
                .into_iter()
                .map(|gone| gone.table.name)
                .collect(),
        }
    }

    /// Columns of the sources that cells were written for; what has gone and is not named any more
    /// is left out.
    fn shapes_to_save(&self) -> Vec<SourceShape> {
        let gone = self.gone();
        let kept = |table: &TableShape| {
            let found = gone.iter().find(|one| one.table.name == table.name);
            let names: BTreeSet<&str> = found
                .into_iter()
                .flat_map(|one| &one.columns)
                .map(|(field, _)| field.name.as_str())
                .collect();
            let now = self.table(&table.name);
            let is_kept = |field: &&Field| {
                now.is_none_or(|now| holds(now, field)) || names.contains(field.name.as_str())
            };
            TableShape {
                name: table.name.clone(),
                fields: table.fields.iter().filter(is_kept).cloned().collect(),
            }
        };
        let shapes = self.book.sources.iter();
        let shapes = shapes.filter_map(|spec| self.shapes.get(&spec.id));
        shapes
            .map(|shape| SourceShape {
                tables: shape.tables.iter().map(kept).collect(),
                ..shape.clone()
            })
            .collect()
    }
}

impl Session {
    /// What the file is to say about the sources; reads files that were not read since they changed.
    pub(super) fn shapes(&self) -> Vec<SourceShape> {
        let (mut shapes, read) = {
            let state = self.state();
            let read: Vec<(SourceSpec, Option<Seen>)> = state
                .sources
                .values()
                .filter(|known| known.state == SourceState::Ready)
                .map(|known| (known.spec.clone(), known.seen.clone()))
                .collect();
            (state.shapes_to_save(), read)
        };
        for shape in &mut shapes {
            let Some((spec, seen)) = read.iter().find(|(spec, _)| spec.id == shape.source) else {
                continue;
            };
            // What changed since it was read is not what the cells were computed from.
            if seen.is_some() && *seen == Seen::of(&spec.path) {
                let content = content_of(Path::new(&spec.path));
                shape.bytes = content.as_ref().map(|(_, bytes)| *bytes);
                shape.content = content.map(|(content, _)| content);
            }
        }
        shapes
    }
}

/// BLAKE3 of a file's content, and its size; none for folders and large files.
pub(super) fn content_of(path: &Path) -> Option<(String, u64)> {
    let facts = path.metadata().ok()?;
    if !facts.is_file() || facts.len() > MOST_HASHED {
        return None;
    }
    let mut hash = blake3::Hasher::new();
    hash.update_reader(std::fs::File::open(path).ok()?).ok()?;
    Some((hash.finalize().to_hex().to_string(), facts.len()))
}

/// The table as it was known: by its name, or the only one of a source.
fn table_before<'shape>(
    before: &'shape [TableShape],
    now: &[TableInfo],
    table: &TableInfo,
) -> Option<&'shape TableShape> {
    let named = before.iter().find(|one| one.name == table.name);
    match (named, before, now) {
        (None, [only], [_]) => Some(only),
        _ => named,
    }
}

fn holds(table: &TableInfo, field: &Field) -> bool {
    table.fields.iter().any(|one| one.name == field.name)
}

/// Whether a text names something: as a word or in quotes, without regard to case, and not within a
/// text value or another name.
fn names(text: &str, name: &str) -> bool {
    let name = name.to_lowercase();
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (word, end) = if first == '"' || first == '`' || first == '\'' {
            let inside = &rest[1..];
            let length = inside.find(first).unwrap_or(inside.len());
            let word = if first == '\'' { "" } else { &inside[..length] };
            (word, (length + 2).min(rest.len()))
        } else if is_part(first) {
            let length = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
            (&rest[..length], length)
        } else {
            ("", first.len_utf8())
        };
        if !word.is_empty() && word.to_lowercase() == name {
            return true;
        }
        rest = &rest[end..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_name_is_a_whole_word_or_stands_in_quotes() {
        assert!(names("select Region from t", "region"));
        assert!(names("select \"net amount\" from t", "net amount"));
        assert!(!names("select region_code from t", "region"));
        assert!(!names("select \"net amount\" from t", "amount"));
        assert!(!names("select 'region', \"größe", "region"));
        assert!(!names("select 1 -- ’", "region"));
    }
}
