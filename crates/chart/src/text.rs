//! A chart as text: JSON with a closed set of keys, which docs/chart-spec.md lists. What the grammar
//! does not know is refused, with the nearest word that it knows.

use model::{ChartSpec, Diagnostic, Span};
use serde::Deserialize;

/// The version of the grammar that this build reads and writes.
pub const SPEC_VERSION: u32 = 1;

#[derive(Deserialize)]
struct Versioned {
    version: Option<u32>,
}

/// Reads a chart from its text.
///
/// Errors: `CHART_SPEC_SYNTAX` when it is no JSON, `CHART_SPEC_VERSION` when the grammar is newer or
/// not named, `CHART_SPEC_KEY` for an unknown or missing key, `CHART_SPEC_VALUE` for a value that
/// the key does not take. Each has the place in the text.
pub fn read_text(text: &str) -> Result<ChartSpec, Diagnostic> {
    let version = serde_json::from_str::<Versioned>(text)
        .map_err(|error| explained(text, &error))?
        .version;
    if version != Some(SPEC_VERSION) {
        let said = match version {
            Some(version) => format!(
                "This chart is written in version {version} of the grammar; version {SPEC_VERSION} is read."
            ),
            None => {
                "The chart does not say which version of the grammar it is written in.".to_owned()
            }
        };
        return Err(Diagnostic::error("CHART_SPEC_VERSION", said)
            .with_hint(format!("Write \"version\": {SPEC_VERSION}.")));
    }
    serde_json::from_str(text).map_err(|error| explained(text, &error))
}

/// A chart as text, which `read_text` reads back to an equal chart.
pub fn write_text(spec: &ChartSpec) -> String {
    serde_json::to_string_pretty(spec).unwrap_or_default()
}

fn explained(text: &str, error: &serde_json::Error) -> Diagnostic {
    let said = error.to_string();
    let at = offset(text, error.line(), error.column());
    let place = format!("in line {}", error.line());
    let mut quoted = said.split('`').skip(1).step_by(2);
    let word = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.collect();
    let (code, sentence, hint) = if !error.is_data() {
        (
            "CHART_SPEC_SYNTAX",
            format!("The text is no JSON {place}."),
            "Look for a missing comma, quote or bracket.".to_owned(),
        )
    } else if said.starts_with("unknown field") {
        (
            "CHART_SPEC_KEY",
            format!("There is no key {word} {place}."),
            choices(word, &known),
        )
    } else if said.starts_with("unknown variant") {
        (
            "CHART_SPEC_VALUE",
            format!("{word} is not known {place}."),
            choices(word, &known),
        )
    } else if said.starts_with("missing field") {
        (
            "CHART_SPEC_KEY",
            format!("The key {word} is missing {place}."),
            "Add it.".to_owned(),
        )
    } else if said.starts_with("duplicate field") {
        (
            "CHART_SPEC_KEY",
            format!("The key {word} stands twice {place}."),
            "Keep one of them.".to_owned(),
        )
    } else {
        (
            "CHART_SPEC_VALUE",
            format!("A value {place} is of another kind than its key takes."),
            "Texts stand in quotes, numbers and true or false do not, lists in [ ].".to_owned(),
        )
    };
    let mut diagnostic = Diagnostic::error(code, sentence).with_hint(hint);
    diagnostic.span = Some(Span::of(text, at, at + 1));
    diagnostic
}

/// The nearest of the known words, or all of them.
fn choices(word: &str, known: &[&str]) -> String {
    let wanted = word.to_lowercase();
    let near = known
        .iter()
        .map(|name| (strsim::jaro_winkler(&wanted, name), *name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|left, right| left.0.total_cmp(&right.0));
    match near {
        Some((_, name)) => format!("Did you mean {name}?"),
        None if known.is_empty() => "Remove it.".to_owned(),
        None => format!("Known are {}.", known.join(", ")),
    }
}

/// The byte at a line and column that count from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (start + column.saturating_sub(1)).min(text.len())
}
