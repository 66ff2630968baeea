//! The column whose values may stand in the quotes around the cursor: `region = '…'`,
//! `region IN ('a', '…')`.

use model::Made;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, Tokenizer};

use super::scan::scan;
use crate::dialect::Assay;
use crate::names::Names;
use crate::outline::outline;
use crate::place::Text;
use crate::spots::{Spot, keyword, spots};
use crate::{pieces, trace};

/// A column whose values may be written at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedValues {
    /// The exact names of a table or cell and of its column.
    pub relation: String,
    pub is_cell: bool,
    pub column: String,
    /// What stands in the quotes before the cursor.
    pub typed: String,
    /// Where it begins, in UTF-8 bytes.
    pub from: u32,
    /// The closing quote stands behind the cursor already.
    pub is_closed: bool,
}

/// The column whose values are compared with the text in quotes around `offset`.
pub(crate) fn wanted(text: &str, offset: usize, names: &Names) -> Option<WantedValues> {
    if text.len() > crate::guard::TEXT_BYTES {
        return None;
    }
    let before = text.get(..offset)?;
    let quote = open_quote(before)?;
    let head = text.get(..quote)?;
    let compared = compared(&spots(head))?;
    let place = scan(head, quote);
    let reads = place.sources.iter().filter(|read| {
        let lower = compared.qualifier.as_deref().map(str::to_lowercase);
        lower.is_none_or(|lower| {
            let shown = if read.alias.is_empty() {
                &read.name
            } else {
                &read.alias
            };
            shown.to_lowercase() == lower
        })
    });
    // FROM often follows the cursor: what the whole text reads counts, too.
    let whole = scan(text, offset);
    let later = whole
        .sources
        .iter()
        .filter(|_| compared.qualifier.is_none());
    let lower = compared.column.to_lowercase();
    let (relation, is_cell, column) = reads.chain(later).find_map(|read| {
        let name = read.name.to_lowercase();
        let is_named = |(named, _): &(String, _)| named.to_lowercase() == name;
        if whole.named_queries.iter().any(is_named) {
            return handed_on(head, &name, &lower, names);
        }
        let cells = names.cells.iter().map(|cell| (cell, true));
        let tables = names.tables.iter().map(|table| (table, false));
        let (relation, is_cell) = cells
            .chain(tables)
            .find(|(relation, _)| relation.name.to_lowercase() == name)?;
        let mut fields = relation.fields.iter();
        let field = fields.find(|field| field.name.to_lowercase() == lower)?;
        Some((relation.name.clone(), is_cell, field.name.clone()))
    })?;
    let after = text.get(offset..).unwrap_or_default();
    Some(WantedValues {
        relation,
        is_cell,
        column,
        typed: before
            .get(quote + 1..)
            .unwrap_or_default()
            .replace("''", "'"),
        from: u32::try_from(quote + 1).unwrap_or(u32::MAX),
        is_closed: after.starts_with('\''),
    })
}

/// The column of a table or cell that a named query hands on as it is under a name.
fn handed_on(
    head: &str,
    query: &str,
    column: &str,
    names: &Names,
) -> Option<(String, bool, String)> {
    let shape = outline(head);
    let index = shape.named.iter().rposition(|named| {
        let word = shape.word(named.name);
        word.is_some_and(|word| word.to_lowercase() == query)
    })?;
    let text = pieces::named_query(head, &shape, index)?;
    let lineage = trace::sql(&text, names).lineage?;
    let mut columns = lineage.columns.into_iter();
    let found = columns.find(|found| found.name.to_lowercase() == column)?;
    match found.origins.as_slice() {
        [one] if one.made == Made::Copied => {
            Some((one.relation.clone(), one.is_cell, one.column.clone()))
        }
        _ => None,
    }
}

/// Where the text in quotes begins that does not end in `before`.
fn open_quote(before: &str) -> Option<usize> {
    let fault = Tokenizer::new(&Assay, before).tokenize().err()?;
    let start = Text::new(before).offset(fault.location);
    let is_quote = before.as_bytes().get(start) == Some(&b'\'');
    (is_quote && fault.message.contains("string")).then_some(start)
}

/// A column by name, and what stands before its point.
struct Compared {
    qualifier: Option<String>,
    column: String,
}

/// The column that the next value is compared with.
fn compared(before: &[Spot]) -> Option<Compared> {
    let last = before.len().checked_sub(1)?;
    let is_equality = matches!(before[last].token, Token::Eq | Token::Neq | Token::DoubleEq);
    if is_equality {
        return column_before(before, last);
    }
    // The list of IN: back over its values to its bracket.
    let depth = match before[last].token {
        Token::LParen => before[last].depth,
        Token::Comma => before[last].depth.checked_sub(1)?,
        _ => return None,
    };
    let open = before
        .iter()
        .rposition(|spot| spot.token == Token::LParen && spot.depth == depth)?;
    let in_at = open.checked_sub(1)?;
    if keyword(&before[in_at]) != Keyword::IN {
        return None;
    }
    let is_not = in_at > 0 && keyword(&before[in_at - 1]) == Keyword::NOT;
    column_before(before, in_at - usize::from(is_not))
}

fn column_before(before: &[Spot], at: usize) -> Option<Compared> {
    let word = |at: usize| match &before.get(at)?.token {
        Token::Word(word) => Some(word.value.clone()),
        _ => None,
    };
    let at = at.checked_sub(1)?;
    let column = word(at)?;
    let is_qualified = at >= 2 && before[at - 1].token == Token::Period;
    let qualifier = if is_qualified { word(at - 2) } else { None };
    Some(Compared { qualifier, column })
}
