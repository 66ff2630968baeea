//! A workbook as a page to be read, without a program to run it: self-contained HTML, and Markdown.
//!
//! Text of the workbook stays text: everything is escaped, no script is written, nothing is loaded
//! and only `http` and `https` links lead anywhere. No file is written here and nothing is asked.

mod escape;
pub mod figures;
mod html;
mod markdown;
mod prose;

pub use escape::html as escaped;
pub use html::html;
pub use markdown::markdown;
pub use prose::html as prose;

/// A workbook to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    pub title: String,
    pub about: String,
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// Where it comes from and what was not run, in one sentence.
    pub foot: String,
}

/// One part of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of a part of the workbook, such as a dashboard page.
    Heading(String),
    /// Markdown as it was typed.
    Prose(String),
    Parameter {
        label: String,
        value: String,
    },
    Sql {
        name: String,
        text: String,
        /// One for each question of the text, as far as they are stored.
        answers: Vec<Answer>,
    },
    Chart {
        name: String,
        /// An SVG that was painted here, never one from a file; none where this mark is not painted.
        picture: Option<String>,
        /// Why there is no picture, or what it leaves out.
        note: String,
        answer: Option<Answer>,
    },
}

/// Rows that are stored of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The beginning of its question, where a text asks several; else empty.
    pub question: String,
    pub columns: Vec<Column>,
    /// Missing values are none.
    pub rows: Vec<Vec<Option<String>>>,
    /// `4 rows`, or `first 100 of 9,000 rows`.
    pub count: String,
    /// When, by what, and whether it still belongs to the text, in one sentence.
    pub stamp: String,
}

/// A column of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// Set to the right.
    pub is_number: bool,
}
