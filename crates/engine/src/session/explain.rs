//! The steps of a statement: as planned, or with what each of them gave when it ran.

use std::sync::Arc;
use std::time::Instant;

use plan::Plan;
use plan::explain::{self, Step};
use polars::prelude::*;
use protocol::message::{Answer, Scope, Statement};
use protocol::words;

use super::Session;
use super::run::milliseconds;
use super::turned;
use crate::compute::{self, Limits, Rows};
use crate::fault::Fault;
use crate::lower::{self, meter};
use crate::question::Meaning;
use crate::stop::Stop;

/// A step, and what was measured of it.
type Measured = (Step, Option<meter::Meter>);

impl Session {
    /// The steps of a statement; where a sum of whole numbers leaves 64 bits, with sums of 38
    /// digits.
    pub(super) fn explain(
        &self,
        statement: &Statement,
        scope: &Scope,
        is_measured: bool,
        stop: &Stop,
    ) -> Result<Answer, Fault> {
        match self.explained(self.meaning(scope), statement, is_measured, stop) {
            Err(fault) if fault.is_overflow() => {
                let meaning = self.meaning_of_wide_sums(scope);
                self.explained(meaning, statement, is_measured, stop)
            }
            other => other,
        }
    }

    fn explained(
        &self,
        mut meaning: Meaning,
        statement: &Statement,
        is_measured: bool,
        stop: &Stop,
    ) -> Result<Answer, Fault> {
        let start = Instant::now();
        let bound = turned::bound(&mut meaning, statement, stop)?;
        let Some(plan) = bound.plan else {
            return Ok(Answer::Diagnosed {
                diagnostics: bound.diagnostics,
            });
        };
        let plan_ms = milliseconds(start);
        let asked = plan.measured.as_deref().unwrap_or(&plan);
        let run = Instant::now();
        let steps = if is_measured {
            self.measured(asked, &meaning, stop)?
        } else {
            let planned = explain::steps(asked);
            planned.into_iter().map(|step| (step, None)).collect()
        };
        Ok(Answer::Explained {
            took_ms: is_measured.then(|| milliseconds(run)),
            steps: steps.into_iter().map(told).collect(),
            plan_ms,
        })
    }

    /// Runs a plan step by step for the sake of its meters; its rows are let go.
    pub(super) fn measured(
        &self,
        plan: &Plan,
        meaning: &Meaning,
        stop: &Stop,
    ) -> Result<Vec<Measured>, Fault> {
        let compute = |frame, taken: u64| {
            if stop.is_set() {
                return Err(Fault::Cancelled);
            }
            let spill = self.keep.spill_path()?;
            let limits = Limits {
                stop: stop.clone(),
                on_rows: Arc::new(|_| ()),
                memory_bytes: self.keep.memory_left().saturating_sub(taken),
                spill: spill.as_deref(),
            };
            compute::compute(frame, &limits)
        };
        let meters = meter::Meters::new(&compute);
        lower::metered(plan, &|name| meaning.scan(name), stop, &meters)?;
        let steps = explain::steps(plan);
        let nodes: Vec<_> = steps.iter().map(|step| step.node).collect();
        // A node that stands in two places of the tree cannot be told apart in its figures.
        let is_alone = |node| nodes.iter().filter(|other| **other == node).count() == 1;
        let measured = |step: Step| {
            let meter = meters.of(step.node).filter(|_| is_alone(step.node));
            (step, meter)
        };
        Ok(steps.into_iter().map(measured).collect())
    }
}

/// Measured steps as the rows of `EXPLAIN ANALYZE`.
pub(super) fn rows(steps: &[Measured]) -> Result<Rows, Fault> {
    let whole = |figure: fn(&Measured) -> Option<u64>| {
        let values = steps.iter().map(figure);
        let values = values.map(|value| value.and_then(|value| i64::try_from(value).ok()));
        values.collect::<Vec<Option<i64>>>()
    };
    let took: Vec<Option<f64>> = steps.iter().map(|(_, meter)| took_ms(*meter)).collect();
    let [title, with, expected, is_guess, rows, bytes, ms] =
        explain::MEASURED.map(PlSmallStr::from_static);
    let guesses = steps
        .iter()
        .map(|(step, _)| step.expected.map(|expected| expected.is_guess));
    let guesses: Vec<Option<bool>> = guesses.collect();
    let titles: Vec<String> = steps.iter().map(|(step, _)| step.title()).collect();
    let withs: Vec<&str> = steps.iter().map(|(step, _)| step.with.as_str()).collect();
    let columns = vec![
        Column::new(title, titles),
        Column::new(with, withs),
        Column::new(
            expected,
            whole(|(step, _)| step.expected.map(|expected| expected.rows)),
        ),
        Column::new(is_guess, guesses),
        Column::new(rows, whole(|(_, meter)| meter.map(|meter| meter.rows))),
        Column::new(bytes, whole(|(_, meter)| meter.map(|meter| meter.bytes))),
        Column::new(ms, took),
    ];
    Ok(Rows::Memory(DataFrame::new(steps.len(), columns)?))
}

fn took_ms(meter: Option<meter::Meter>) -> Option<f64> {
    meter.map(|meter| meter.took.as_secs_f64() * 1000.0)
}

fn told((step, meter): Measured) -> words::Step {
    words::Step {
        depth: u32::try_from(step.depth).unwrap_or(u32::MAX),
        what: step.what.to_owned(),
        with: step.with,
        expected_rows: step.expected.map(|expected| expected.rows),
        is_guess: step.expected.is_some_and(|expected| expected.is_guess),
        rows: meter.map(|meter| meter.rows),
        bytes: meter.map(|meter| meter.bytes),
        took_ms: took_ms(meter),
    }
}
