//! Fixes for mistakes: what a click can change so that the mistake is gone. Every fix is tried
//! before it is offered: the changed text is understood again, and must have fewer faults.
//!
//! Deliberately absent: fixes that are known where the mistake is found, such as the nearest name.

mod cast;
mod group;
mod quote;

use model::{Diagnostic, Fix, TextChange};

use crate::names::Names;
use crate::spots::{Spot, spots};

/// Longest text for which fixes are tried, in bytes.
const LONGEST: usize = 64 * 1024;

/// Mistakes that fixes are looked for in one text.
const MOST_MISTAKES: usize = 4;

/// Changes that are tried for one mistake.
const MOST_TRIED: usize = 8;

/// Fixes offered for one mistake, besides those it came with.
const MOST_OFFERED: usize = 2;

/// A mistake in its text, for those who think of fixes.
struct Wound<'a> {
    text: &'a str,
    spots: &'a [Spot],
    names: &'a Names,
    diagnostic: &'a Diagnostic,
    /// The stretch that the mistake stands on, in bytes.
    start: usize,
    end: usize,
}

/// Adds fixes to mistakes that have a place. `understand` tells what is wrong with a text.
pub(crate) fn mend(
    text: &str,
    names: &Names,
    diagnostics: &mut [Diagnostic],
    understand: impl Fn(&str) -> Vec<Diagnostic>,
) {
    if text.len() > LONGEST || diagnostics.is_empty() {
        return;
    }
    let spots = spots(text);
    let faults = errors(diagnostics);
    let mut looked = 0;
    for diagnostic in diagnostics.iter_mut().filter(|found| found.is_error()) {
        let Some(span) = diagnostic.span else {
            continue;
        };
        let wound = Wound {
            text,
            spots: &spots,
            names,
            diagnostic,
            start: to_usize(span.start),
            end: to_usize(span.end),
        };
        let ideas = ideas(&wound);
        if ideas.is_empty() {
            continue;
        }
        looked += 1;
        if looked > MOST_MISTAKES {
            return;
        }
        let helps = |fix: &Fix| {
            let mended = understand(&changed(text, &fix.changes));
            let is_gone = !mended
                .iter()
                .any(|left| left.code == diagnostic.code && left.message == diagnostic.message);
            errors(&mended) < faults || (is_gone && errors(&mended) == faults && faults > 1)
        };
        let good: Vec<Fix> = ideas
            .into_iter()
            .take(MOST_TRIED)
            .filter(helps)
            .take(MOST_OFFERED)
            .collect();
        diagnostic.fixes.extend(good);
    }
}

/// What might help, most likely first.
fn ideas(wound: &Wound<'_>) -> Vec<Fix> {
    let mut ideas = match wound.diagnostic.code.as_str() {
        "SQL_NOT_GROUPED" => group::ideas(wound),
        "SQL_TYPES" | "SQL_ARGUMENTS" => cast::ideas(wound),
        "SQL_SYNTAX" | "SQL_UNKNOWN_COLUMN" | "SQL_UNKNOWN_TABLE" => quote::ideas(wound),
        _ => Vec::new(),
    };
    ideas.retain(|idea| !wound.diagnostic.fixes.contains(idea));
    ideas
}

fn errors(diagnostics: &[Diagnostic]) -> usize {
    diagnostics.iter().filter(|found| found.is_error()).count()
}

/// The text with changes made; they are in order and do not overlap.
fn changed(text: &str, changes: &[TextChange]) -> String {
    let mut done = String::with_capacity(text.len() + 32);
    let mut at = 0;
    for change in changes {
        done.push_str(text.get(at..to_usize(change.start)).unwrap_or_default());
        done.push_str(&change.text);
        at = to_usize(change.end);
    }
    done.push_str(text.get(at..).unwrap_or_default());
    done
}

fn change(start: usize, end: usize, text: String) -> TextChange {
    TextChange {
        start: to_u32(start),
        end: to_u32(end),
        text,
    }
}

fn to_usize(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
