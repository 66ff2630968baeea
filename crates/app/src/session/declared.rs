//! What follows for hierarchies and events tables when a cell or its columns get other names.

use model::{Edit, Workbook};

/// The edits when a cell is renamed.
pub(super) fn with_source(book: &Workbook, from: &str, to: &str) -> Vec<Edit> {
    let is_it = |name: &str| name.to_lowercase() == from.to_lowercase();
    let hierarchies = book.hierarchies.iter().filter(|one| is_it(&one.source));
    let hierarchies = hierarchies.map(|one| {
        let mut hierarchy = one.clone();
        to.clone_into(&mut hierarchy.source);
        Edit::ReplaceHierarchy { hierarchy }
    });
    let tables = book.event_tables.iter().filter(|one| is_it(&one.source));
    let tables = tables.map(|one| {
        let mut table = one.clone();
        to.clone_into(&mut table.source);
        Edit::ReplaceEventTable { table }
    });
    hierarchies.chain(tables).collect()
}

/// The edits when columns get the names that `renamed` says for a source.
pub(super) fn with_columns(
    book: &Workbook,
    renamed: impl Fn(&str, &str) -> Option<String>,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    for one in &book.hierarchies {
        let mut hierarchy = one.clone();
        for field in &mut hierarchy.fields {
            if let Some(name) = renamed(&one.source, field) {
                *field = name;
            }
        }
        if hierarchy != *one {
            edits.push(Edit::ReplaceHierarchy { hierarchy });
        }
    }
    for one in &book.event_tables {
        let mut table = one.clone();
        for field in table.columns_mut() {
            if let Some(name) = renamed(&one.source, field) {
                *field = name;
            }
        }
        if table != *one {
            edits.push(Edit::ReplaceEventTable { table });
        }
    }
    edits
}
