//! Where a word of the parsed tree stands in the text.

use datafusion_common::Column;
use datafusion_common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion_expr::{Expr, LogicalPlan};
use model::Span;
use sqlparser::tokenizer::{Location, Span as TreeSpan};

use crate::names::Plan;

/// Characters between two marks of a line: a place is found by counting at most so many.
const STRIDE: usize = 128;

/// A text with marks in its lines, to turn lines and columns into byte offsets.
#[derive(Debug, Clone)]
pub(crate) struct Text<'a> {
    text: &'a str,
    /// For each line the byte offset of its first character and of every `STRIDE`th after it.
    lines: Vec<Vec<usize>>,
}

impl<'a> Text<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.split('\n') {
            let marks = line
                .char_indices()
                .step_by(STRIDE)
                .map(|(at, _)| start + at);
            let mut marks: Vec<usize> = marks.collect();
            if marks.is_empty() {
                marks.push(start);
            }
            lines.push(marks);
            start += line.len() + 1;
        }
        Self { text, lines }
    }

    pub(crate) fn as_str(&self) -> &'a str {
        self.text
    }

    /// Byte offset of a line and column, both counted from 1, the column in characters.
    pub(crate) fn offset(&self, location: Location) -> usize {
        let line = usize::try_from(location.line.saturating_sub(1)).unwrap_or(usize::MAX);
        let Some(marks) = self.lines.get(line) else {
            return self.text.len();
        };
        let column = usize::try_from(location.column.saturating_sub(1)).unwrap_or(usize::MAX);
        let mark = (column / STRIDE).min(marks.len() - 1);
        let start = marks[mark];
        self.text[start..]
            .char_indices()
            .nth(column - mark * STRIDE)
            .map_or(self.text.len(), |(at, _)| start + at)
    }

    /// The span of a word of the tree; none for words that were made, not typed.
    pub(crate) fn span(&self, span: TreeSpan) -> Option<Span> {
        if span.start.line == 0 {
            return None;
        }
        let start = self.offset(span.start);
        Some(Span::of(self.text, start, self.offset(span.end).max(start)))
    }

    /// The span of the bytes `start..end`.
    pub(crate) fn bytes(&self, start: usize, end: usize) -> Span {
        Span::of(self.text, start, end)
    }
}

/// Where the expressions of a plan stand in the text that it was read from.
pub struct Places<'p>(Option<Text<'p>>);

impl<'p> Places<'p> {
    /// Those of a plan; none are known of a gesture.
    pub fn of_plan(plan: &'p Plan) -> Self {
        Self(plan.text.as_deref().map(Text::new))
    }

    /// From the first column that an expression names to its last.
    pub fn of(&self, expr: &Expr) -> Option<Span> {
        let text = self.0.as_ref()?;
        let columns = expr.column_refs().into_iter();
        let places = columns.filter_map(|column| column_in(text, column));
        let whole = places.reduce(|(start, end), (from, to)| (start.min(from), end.max(to)));
        whole.map(|(start, end)| text.bytes(start, end))
    }

    /// The place of the first expression in a tree that has one.
    pub fn of_tree(&self, tree: &LogicalPlan) -> Option<Span> {
        let mut place = None;
        let _ = tree.apply(|node| {
            place = node.expressions().iter().find_map(|expr| self.of(expr));
            Ok(if place.is_some() {
                TreeNodeRecursion::Stop
            } else {
                TreeNodeRecursion::Continue
            })
        });
        place
    }
}

/// Where a column is named, if that is in this text: cells that are planned in place have texts of
/// their own.
fn column_in(text: &Text<'_>, column: &Column) -> Option<(usize, usize)> {
    let place = column.spans.first()?;
    let start = text.offset(Location::new(place.start.line, place.start.column));
    let end = text.offset(Location::new(place.end.line, place.end.column));
    let written = text.as_str().get(start..end)?.trim_end_matches(['"', '`']);
    let is_named = written
        .to_lowercase()
        .ends_with(&column.name.to_lowercase());
    is_named.then_some((start, end))
}

#[cfg(test)]
mod tests {
    use sqlparser::tokenizer::Location;

    use super::Text;

    /// Places are those that counting from the start of the line finds, whatever the letters.
    #[test]
    fn places_are_found_in_lines_of_any_length() {
        let text = format!("\n{}\nä\n", "aé😀".repeat(200));
        let place = Text::new(&text);
        for (line, content) in text.split('\n').enumerate() {
            let before: usize = text.split('\n').take(line).map(|line| line.len() + 1).sum();
            for (column, (at, _)) in content.char_indices().enumerate() {
                let location = Location::new(line as u64 + 1, column as u64 + 1);
                assert_eq!(place.offset(location), before + at, "{line}:{column}");
            }
        }
        assert_eq!(place.offset(Location::new(9, 1)), text.len());
        assert_eq!(place.offset(Location::new(4, 9)), text.len());
    }
}
