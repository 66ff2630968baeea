//! What follows for hierarchies when a cell or its columns get other names.

use model::{Edit, Workbook};

/// The edits when a cell is renamed.
pub(super) fn with_source(book: &Workbook, from: &str, to: &str) -> Vec<Edit> {
    let is_it = |name: &str| name.to_lowercase() == from.to_lowercase();
    let meant = book.hierarchies.iter().filter(|one| is_it(&one.source));
    meant
        .map(|one| {
            let mut hierarchy = one.clone();
            to.clone_into(&mut hierarchy.source);
            Edit::ReplaceHierarchy { hierarchy }
        })
        .collect()
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
    edits
}
