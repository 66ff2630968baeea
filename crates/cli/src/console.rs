//! Words on the terminal: failures, diagnostics with their place in the text, and progress.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use model::{Diagnostic, Severity, Span};
use protocol::supervisor::{Engine, EngineEvent};

/// Characters of a source line that are shown around a fault.
const LINE_WIDTH: usize = 100;

/// Says a failure on standard error.
pub(crate) fn complain(code: &str, message: &str) {
    say(&format!("error[{code}]: {}\n", printable(message)));
}

/// Says what is wrong with a text, each with its place.
pub(crate) fn report_all(diagnostics: &[Diagnostic], text: &str) {
    for diagnostic in diagnostics {
        say(&described(diagnostic, text));
    }
}

/// Writes to standard error; a closed one is nobody's fault.
pub(crate) fn say(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Writes to standard output; a closed one is nobody's fault.
pub(crate) fn print(text: &str) {
    let mut output = std::io::stdout().lock();
    let _ = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
}

/// One diagnostic in the words and shape of the command line.
pub(crate) fn described(diagnostic: &Diagnostic, text: &str) -> String {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut out = format!(
        "{level}[{}]: {}\n",
        diagnostic.code,
        printable(&diagnostic.message)
    );
    if let Some(span) = diagnostic.span {
        place(&mut out, span, text);
    }
    if let Some(hint) = &diagnostic.hint {
        let _ = writeln!(out, "   = hint: {}", printable(hint));
    }
    out
}

fn place(out: &mut String, span: Span, text: &str) {
    let _ = writeln!(out, "  --> {}:{}", span.line, span.column);
    let Some(line) = text.split('\n').nth(span.line.saturating_sub(1) as usize) else {
        return;
    };
    let signs: Vec<char> = line.trim_end_matches('\r').chars().collect();
    let at = (span.column.saturating_sub(1) as usize).min(signs.len());
    let length = text
        .get(span.start as usize..span.end as usize)
        .map_or(1, |found| {
            found.chars().take_while(|sign| *sign != '\n').count()
        })
        .clamp(1, (signs.len() - at).max(1));
    let first = at.saturating_sub(LINE_WIDTH / 2);
    let last = signs.len().min(first + LINE_WIDTH);
    let shown: String = signs[first..last].iter().map(|sign| shown(*sign)).collect();
    let number = span.line.to_string();
    let margin = " ".repeat(number.len());
    let before = if first > 0 { "…" } else { "" };
    let after = if last < signs.len() { "…" } else { "" };
    let _ = writeln!(out, " {margin} |\n {number} | {before}{shown}{after}");
    let indent = " ".repeat(at - first + before.chars().count());
    let _ = writeln!(
        out,
        " {margin} | {indent}{}",
        "^".repeat(length.min(last.max(at + 1) - at))
    );
}

/// A text as it may stand on a terminal: no control characters, no reordering of text.
pub(crate) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_unsafe(sign) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(sign));
            }
            _ => out.push(sign),
        }
    }
    out
}

fn shown(sign: char) -> char {
    if is_unsafe(sign) {
        if sign == '\t' { ' ' } else { '\u{fffd}' }
    } else {
        sign
    }
}

fn is_unsafe(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Shows on a terminal how far the engine has come, once it takes more than half a second.
pub(crate) struct Watch(tokio::task::JoinHandle<()>);

impl Watch {
    /// Follows the engine's events until it is dropped.
    pub(crate) fn begin(engine: &Engine) -> Self {
        let mut events = engine.events();
        Self(tokio::spawn(async move {
            if !std::io::stderr().is_terminal() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
            let bar = ProgressBar::new_spinner().with_message("Computing");
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}  {elapsed}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            let _cleared = Cleared(bar.clone());
            while let Ok(event) = events.recv().await {
                if let EngineEvent::Progress { progress, .. } = event {
                    let rows = match progress.rows {
                        0 => String::new(),
                        rows => format!("  {rows} rows"),
                    };
                    bar.set_message(format!("{}{rows}", printable(&progress.stage)));
                }
            }
        }))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct Cleared(ProgressBar);

impl Drop for Cleared {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_shown_with_its_place_and_hint() {
        let text = "select a,\n  reigon\nfrom sales";
        let start = text.find("reigon").unwrap();
        let diagnostic = Diagnostic::error("SQL_UNKNOWN_COLUMN", "No column `reigon` in sales.")
            .with_span(Span::of(text, start, start + 6))
            .with_hint("Did you mean `region`?");
        assert_eq!(
            described(&diagnostic, text),
            "error[SQL_UNKNOWN_COLUMN]: No column `reigon` in sales.\n  --> 2:3\n   |\n 2 |   reigon\n   \
             |   ^^^^^^\n   = hint: Did you mean `region`?\n"
        );
    }

    #[test]
    fn long_lines_are_shown_around_the_fault_and_ends_have_a_caret_too() {
        let text = format!("select {}x", "a+".repeat(5000));
        let at = text.len() - 1;
        let shown = described(
            &Diagnostic::error("SQL_X", "Wrong.").with_span(Span::of(&text, at, at + 1)),
            &text,
        );
        assert!(
            shown.lines().all(|line| line.chars().count() < 130),
            "{shown}"
        );
        let carets: Vec<&str> = shown.lines().filter(|line| line.ends_with('^')).collect();
        assert_eq!(carets.len(), 1);
        let beyond = Span {
            start: 99,
            end: 99,
            line: 1,
            column: 99,
        };
        assert!(
            described(&Diagnostic::error("SQL_X", "Wrong.").with_span(beyond), "é").contains('^')
        );
    }

    #[test]
    fn a15_control_characters_never_reach_the_terminal() {
        let hostile = "\u{1b}[2J\u{7}\u{202e}abc\r\n\t\u{9b}x";
        let safe = printable(hostile);
        assert!(safe.chars().all(|sign| !is_unsafe(sign)), "{safe}");
        assert!(safe.contains("abc") && safe.contains("\\u{1b}[2J"));
    }
}
