//! Where a word of the parsed tree stands in the text.

use model::Span;
use sqlparser::tokenizer::{Location, Span as TreeSpan};

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
