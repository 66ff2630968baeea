//! A person's mistake, as data: where it is, what it is, and what would mend it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How serious a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The text does not run.
    Error,
    /// It runs, and the answer needs a second look.
    Warning,
    /// Worth knowing.
    Note,
}

/// A stretch of text. Offsets count UTF-8 bytes from 0; `line` and `column` count from 1,
/// `column` in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Span {
    pub start: u32,
    pub end: u32,
    pub line: u32,
    pub column: u32,
}

/// Replaces the text in `start..end` (UTF-8 byte offsets) by `text`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TextChange {
    pub start: u32,
    pub end: u32,
    pub text: String,
}

/// A remedy that the screen offers as a button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Fix {
    /// A verb and its object: "Use discount".
    pub label: String,
    pub changes: Vec<TextChange>,
}

/// What is wrong, where, why, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Diagnostic {
    /// Stable code such as `SQL_UNKNOWN_COLUMN`.
    pub code: String,
    pub severity: Severity,
    /// One plain sentence of at most 400 characters.
    pub message: String,
    /// What to do, in words; the first choice also stands in `fixes` when a click can do it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<Fix>,
}

impl Span {
    /// The span of the bytes `start..end` of `text`; offsets beyond the end are clamped.
    pub fn of(text: &str, start: usize, end: usize) -> Self {
        let start = floor_boundary(text, start);
        let end = floor_boundary(text, end.max(start));
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            start: to_u32(start),
            end: to_u32(end),
            line: to_u32(before.matches('\n').count() + 1),
            column: to_u32(text[line_start..start].chars().count() + 1),
        }
    }
}

impl Diagnostic {
    /// An error with a code and a sentence; add a span, a hint and fixes with the `with_` methods.
    pub fn error(code: &str, message: impl Into<String>) -> Self {
        Self::of(Severity::Error, code, message)
    }

    /// A warning with a code and a sentence.
    pub fn warning(code: &str, message: impl Into<String>) -> Self {
        Self::of(Severity::Warning, code, message)
    }

    fn of(severity: Severity, code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            severity,
            message: message.into(),
            hint: None,
            span: None,
            fixes: Vec::new(),
        }
    }

    /// Says where.
    #[must_use]
    pub fn with_span(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Offers a remedy.
    #[must_use]
    pub fn with_fix(mut self, label: impl Into<String>, changes: Vec<TextChange>) -> Self {
        self.fixes.push(Fix {
            label: label.into(),
            changes,
        });
        self
    }

    /// Whether the text cannot run because of this.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn span_counts_lines_from_one_and_columns_in_characters() {
        let text = "select é,\n  reigon";
        let start = text.find("reigon").unwrap();
        let span = Span::of(text, start, start + 6);
        assert_eq!((span.line, span.column), (2, 3));
        assert_eq!(Span::of(text, 9999, 10_000).line, 2);
        assert_eq!(Span::of("é", 1, 1).start, 0, "never inside a character");
    }
}
