//! The page as Markdown, for wikis and messages. Pictures stay out: their rows stand as tables.

use std::fmt::Write as _;

use crate::escape::markdown as escaped;
use crate::{Answer, Block, Paper};

/// The page as Markdown with tables.
pub fn markdown(paper: &Paper) -> String {
    let mut out = format!("# {}\n\n", escaped(&paper.title));
    if !paper.about.is_empty() {
        let _ = write!(out, "{}\n\n", escaped(&paper.about));
    }
    for block in &paper.blocks {
        write(&mut out, block);
    }
    let _ = writeln!(out, "---\n\n{}", escaped(&paper.foot));
    out
}

fn write(out: &mut String, block: &Block) {
    match block {
        Block::Heading(words) => {
            let _ = write!(out, "## {}\n\n", escaped(words));
        }
        // Markdown already.
        Block::Prose(text) => {
            let _ = write!(out, "{}\n\n", text.trim_end());
        }
        Block::Parameter { label, value } => {
            let _ = write!(out, "**{}**: {}\n\n", escaped(label), escaped(value));
        }
        Block::Sql {
            name,
            text,
            answers,
        } => {
            let fence = fence(text);
            let _ = write!(out, "### {}\n\n", escaped(name));
            let _ = write!(out, "{fence}sql\n{}\n{fence}\n\n", text.trim_end());
            if answers.is_empty() {
                rows(out, None);
            }
            for answer in answers {
                if !answer.question.is_empty() {
                    let _ = write!(out, "#### {}\n\n", escaped(&answer.question));
                }
                rows(out, Some(answer));
            }
        }
        Block::Chart {
            name, note, answer, ..
        } => {
            let _ = write!(out, "### {}\n\n", escaped(name));
            if !note.is_empty() {
                let _ = write!(out, "{}\n\n", escaped(note));
            }
            rows(out, answer.as_ref());
        }
    }
}

/// A fence that the text itself does not close.
fn fence(text: &str) -> String {
    let runs = text.split(|sign| sign != '`').map(str::len);
    "`".repeat(runs.max().unwrap_or(0).max(2) + 1)
}

fn rows(out: &mut String, answer: Option<&Answer>) {
    let Some(answer) = answer else {
        out.push_str("*No answer is stored.*\n\n");
        return;
    };
    let cells = |texts: &mut dyn Iterator<Item = String>| {
        let texts: Vec<String> = texts.collect();
        format!("| {} |\n", texts.join(" | "))
    };
    let columns = &answer.columns;
    out.push_str(&cells(
        &mut columns.iter().map(|column| escaped(&column.name)),
    ));
    out.push_str(&cells(&mut columns.iter().map(|column| {
        let line = if column.is_number { "---:" } else { "---" };
        line.to_owned()
    })));
    for row in &answer.rows {
        out.push_str(&cells(&mut row.iter().map(|value| match value {
            Some(text) => escaped(text),
            None => "*null*".to_owned(),
        })));
    }
    let _ = write!(
        out,
        "\n{}. {}\n\n",
        escaped(&answer.count),
        escaped(&answer.stamp)
    );
}
