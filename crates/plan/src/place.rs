//! Where a word of the parsed tree stands in the text.

use model::Span;
use sqlparser::tokenizer::{Location, Span as TreeSpan};

/// A text with the starts of its lines, to turn lines and columns into byte offsets.
#[derive(Debug, Clone)]
pub(crate) struct Text<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
    /// Every character is one byte, so that columns need not be counted out.
    is_ascii: bool,
}

impl<'a> Text<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            line_starts: std::iter::once(0).chain(newlines).collect(),
            is_ascii: text.is_ascii(),
        }
    }

    pub(crate) fn as_str(&self) -> &'a str {
        self.text
    }

    /// Byte offset of a line and column, both counted from 1, the column in characters.
    pub(crate) fn offset(&self, location: Location) -> usize {
        let line = usize::try_from(location.line.saturating_sub(1)).unwrap_or(usize::MAX);
        let Some(&start) = self.line_starts.get(line) else {
            return self.text.len();
        };
        let column = usize::try_from(location.column.saturating_sub(1)).unwrap_or(usize::MAX);
        if self.is_ascii {
            return start.saturating_add(column).min(self.text.len());
        }
        self.text[start..]
            .char_indices()
            .nth(column)
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
