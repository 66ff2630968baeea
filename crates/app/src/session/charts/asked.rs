//! What is asked of a chart: its shelves after the steps down it, the columns it reads, and whether
//! the rows that are there are these.

use model::{CellBody, CellId, ChartSpec, Diagnostic, DrillStep, Field, InputStamp};
use notebook::Content;
use protocol::message::Scope;

use super::events::{EventSource, event_sources};
use super::facts::source_facts;
use super::painted::Painting;
use crate::Error;
use crate::session::rows::not_run;
use crate::session::{Body, Session, Shown, State};
use chart::Resolved;

/// A chart with everything that decides its rows.
pub(in crate::session) struct Asked {
    /// The chart as the workbook has it.
    pub(in crate::session) recorded: Box<ChartSpec>,
    /// The steps down it that fit.
    pub(in crate::session) path: Vec<DrillStep>,
    /// After these steps.
    pub(in crate::session) spec: ChartSpec,
    pub(in crate::session) fields: Vec<Field>,
    pub(in crate::session) resolved: Resolved,
    /// The content of the rows: equal contents over equal inputs are equal rows.
    pub(in crate::session) content: Content,
    pub(in crate::session) inputs: Vec<InputStamp>,
    pub(in crate::session) scope: Scope,
    /// The source has no answer yet.
    pub(in crate::session) waits_for: Option<String>,
    /// The rows that are there, when they are these.
    pub(in crate::session) shown: Option<Shown>,
    /// The events tables that it shows.
    pub(super) events: Vec<EventSource>,
}

impl Session {
    /// A chart as the workbook has it.
    pub(in crate::session) fn asked(&self, cell: &CellId) -> Result<Asked, Error> {
        self.asked_after(cell, None)
    }

    /// A chart after other steps down than those that the workbook has.
    pub(in crate::session) fn asked_after(
        &self,
        cell: &CellId,
        steps: Option<&[DrillStep]>,
    ) -> Result<Asked, Error> {
        let state = self.state();
        let recorded = chart_of(&state, cell)?;
        let other = steps.filter(|steps| *steps != recorded.drill);
        let mut whole = recorded.clone();
        if let Some(steps) = other {
            whole.drill = steps.to_vec();
        }
        let (spec, taken) = chart::drilled(&whole);
        whole.drill.truncate(taken);
        let facts = source_facts(&state, cell, &spec);
        let resolved = chart::resolve(&spec, &facts.fields);
        let graph = state.graph();
        let own = notebook::contents(&graph)
            .get(cell)
            .ok_or_else(Error::no_cell)?
            .own
            .clone();
        let own = match other {
            Some(steps) => format!("{own} {steps:?}"),
            None => own,
        };
        let is_over_cell = !facts.content.is_empty();
        let content = Content::of(own, facts.content);
        let events = event_sources(&state, cell, &spec);
        let prints = state.fingerprints();
        let shown = state
            .runs
            .get(cell)
            .and_then(|run| run.shown.clone())
            .filter(|shown| {
                // Over a cell it is as old as what that cell shows, whatever its sources are now.
                let is_same = |input: &InputStamp| {
                    is_over_cell
                        || prints
                            .get(&input.name.to_lowercase())
                            .is_none_or(|now| *now == input.fingerprint)
                };
                shown.stamp.content == content.hash
                    && shown.stamp.inputs.iter().all(is_same)
                    && facts.inputs.iter().all(|input| {
                        let known = shown.stamp.inputs.iter().find(|one| one.name == input.name);
                        known.is_none_or(|known| known.fingerprint == input.fingerprint)
                    })
            });
        Ok(Asked {
            recorded: Box::new(recorded),
            path: whole.drill,
            spec,
            fields: facts.fields,
            resolved,
            content,
            inputs: facts.inputs,
            scope: facts.scope,
            waits_for: facts.waits_for,
            shown,
            events,
        })
    }
}

impl Asked {
    /// Changes whenever the rows may have changed, within what a JavaScript number holds exactly.
    pub(in crate::session) fn version(&self) -> u64 {
        let prints: Vec<&str> = self
            .inputs
            .iter()
            .map(|input| input.fingerprint.as_str())
            .collect();
        let computed = self.shown.as_ref().map_or(0, |shown| shown.version);
        let words = format!(
            "{} {prints:?} {computed} {:?} {:?} {:?}",
            self.content.hash,
            self.spec.references,
            self.spec.annotations,
            self.events
                .iter()
                .map(|one| (&one.table, one.is_own, &one.print))
                .collect::<Vec<_>>()
        );
        let mut bytes = [0_u8; 8];
        bytes[..6].copy_from_slice(&blake3::hash(words.as_bytes()).as_bytes()[..6]);
        u64::from_le_bytes(bytes)
    }

    /// Until its source has run, a chart knows no columns, so none of them is missing.
    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        match &self.waits_for {
            Some(name) => {
                let error = not_run(name);
                vec![Diagnostic::warning(&error.code, error.message)]
            }
            None => self.resolved.diagnostics.clone(),
        }
    }

    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = chart::notes(&self.resolved);
        notes.extend(chart::drill_notes(&self.path, &self.resolved));
        let Some(shown) = &self.shown else {
            return notes;
        };
        let there = match shown.body {
            Body::Saved(_) => shown.stamp.saved_rows,
            Body::Kept(_) => u64::from(chart::MOST_MARKS),
        };
        // A pivot table counts its lines and columns instead, and all of long lines is drawn.
        let painting = Painting::of(self, chart::PIXELS);
        let is_whole = shown.kept().is_some()
            && (painting.says_more() || self.crowd_of(shown.stamp.rows).is_some());
        if shown.stamp.rows > there && !is_whole {
            notes.push(format!("{there} of {} points", shown.stamp.rows));
        }
        notes
    }
}

/// The chart of a cell.
pub(super) fn chart_of(state: &State, cell: &CellId) -> Result<ChartSpec, Error> {
    let known = state.book.cell(cell).ok_or_else(Error::no_cell)?;
    match &known.body {
        CellBody::Chart { spec } => Ok(spec.clone()),
        _ => Err(Error::new(
            "NOT_A_CHART",
            format!("{} is no chart.", known.name),
        )),
    }
}
