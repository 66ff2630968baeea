//! Parts of a text that can run by themselves: the named query under the cursor.

use sqlparser::keywords::Keyword;

use crate::outline::Outline;

/// A named query with the ones before it, read as a whole; none when it is not at the outermost
/// level, where its text alone would not be enough.
pub(crate) fn named_query(text: &str, shape: &Outline, index: usize) -> Option<String> {
    let query = shape.named.get(index)?;
    let holder = shape.branches.get(query.branch)?;
    if holder.parent.is_some() || shape.keyword(holder.start) != Keyword::WITH {
        return None;
    }
    let start = shape.spots.get(holder.start)?.start;
    let end = shape.spots.get(query.close)?.end;
    let name = crate::quote::name(shape.word(query.name)?);
    Some(format!("{} SELECT * FROM {name}", text.get(start..end)?))
}
