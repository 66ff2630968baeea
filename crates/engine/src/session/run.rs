//! Running a statement: bound, lowered, computed, kept; progress is told on the way.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use model::{JobId, ResultHead, ResultId};
use plan::{Bound, Plan};
use protocol::message::{Answer, Progress, Scope, Statement};

use super::{Session, engine_name, explain, turned};
use crate::compute::{self, Limits, Rows};
use crate::fault::Fault;
use crate::lower;
use crate::question::Meaning;
use crate::stop::Stop;

impl Session {
    /// Runs a statement and keeps its answer; a mistake in it is the answer. Where a sum of whole
    /// numbers leaves 64 bits, it is run again with sums of 38 digits.
    pub(super) fn run(
        &self,
        result: ResultId,
        statement: &Statement,
        scope: &Scope,
        (job, stop): (Option<&JobId>, &Stop),
    ) -> Result<Answer, Fault> {
        let start = Instant::now();
        self.say(job, "Planning", 0);
        let mut meaning = self.meaning(scope);
        let bound = turned::bound(&mut meaning, statement, stop)?;
        let sums = bound.plan.as_ref().is_some_and(Plan::has_sums);
        match self.computed(
            (result.clone(), statement, scope),
            (&meaning, bound),
            start,
            (job, stop),
        ) {
            Err(fault) if sums && fault.is_overflow() => {
                let mut meaning = self.meaning_of_wide_sums(scope);
                let bound = turned::bound(&mut meaning, statement, stop)?;
                self.computed(
                    (result, statement, scope),
                    (&meaning, bound),
                    start,
                    (job, stop),
                )
            }
            other => other,
        }
    }

    /// Computes a statement that was bound, and keeps its answer.
    fn computed(
        &self,
        (result, statement, scope): (ResultId, &Statement, &Scope),
        (meaning, bound): (&Meaning, Bound),
        start: Instant,
        (job, stop): (Option<&JobId>, &Stop),
    ) -> Result<Answer, Fault> {
        let Some(plan) = bound.plan else {
            return Ok(Answer::Diagnosed {
                diagnostics: bound.diagnostics,
            });
        };
        let plan_ms = milliseconds(start);
        if let Some(asked) = &plan.measured {
            self.say(job, "Computing", 0);
            let rows = explain::rows(&self.measured(asked, meaning, stop)?)?;
            let head = head(result.clone(), &plan, &rows, (start, plan_ms));
            self.keep.put(result, plan.fields, rows);
            return Ok(Answer::Ran {
                head: ResultHead {
                    inputs: inputs(bound.reads, scope),
                    warnings: bound.diagnostics,
                    ..head
                },
            });
        }
        self.say(job, "Computing", 0);
        let ready = match self.cubed(&plan, (statement, scope), meaning, stop)? {
            Some(read) => lower::lower(&read.plan, &|name| read.scan(meaning, name), stop)?,
            None => lower::lower(&plan, &|name| meaning.scan(name), stop)?,
        };
        let spill = self.keep.spill_path()?;
        let limits = Limits {
            stop: stop.clone(),
            on_rows: self.row_teller(job.cloned()),
            memory_bytes: self.keep.memory_left(),
            spill: spill.as_deref(),
        };
        let rows = compute::compute(ready.frame, &limits)?;
        let mut warnings = bound.diagnostics;
        for counted in ready.warnings.diagnostics() {
            // The planner may have said the same of a part of the statement, with its place.
            if warnings.iter().all(|known| known.code != counted.code) {
                warnings.push(counted);
            }
        }
        let head = ResultHead {
            inputs: inputs(bound.reads, scope),
            warnings,
            ..head(result.clone(), &plan, &rows, (start, plan_ms))
        };
        self.keep.put(result, plan.fields, rows);
        Ok(Answer::Ran { head })
    }

    fn say(&self, job: Option<&JobId>, stage: &str, rows: u64) {
        if let Some(job) = job {
            (self.on_progress)(
                job,
                Progress {
                    stage: stage.to_owned(),
                    rows,
                    share: None,
                },
            );
        }
    }

    fn row_teller(&self, job: Option<JobId>) -> Arc<dyn Fn(u64) + Send + Sync> {
        const EVERY_MS: u128 = 200;
        let Some(job) = job else {
            return Arc::new(|_| ());
        };
        let on_progress = Arc::clone(&self.on_progress);
        let last = Mutex::new(Instant::now());
        Arc::new(move |rows| {
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.elapsed().as_millis() >= EVERY_MS {
                *last = Instant::now();
                on_progress(
                    &job,
                    Progress {
                        stage: "Computing".to_owned(),
                        rows,
                        share: None,
                    },
                );
            }
        })
    }
}

/// What is known of an answer but for its inputs and warnings.
fn head(id: ResultId, plan: &Plan, rows: &Rows, (start, plan_ms): (Instant, f64)) -> ResultHead {
    ResultHead {
        id,
        fields: plan.fields.clone(),
        rows: rows.count(),
        bytes: rows.bytes(),
        took_ms: milliseconds(start),
        plan_ms,
        engine: engine_name(),
        inputs: Vec::new(),
        warnings: Vec::new(),
    }
}

/// The tables and cells among what is read.
fn inputs(reads: Vec<String>, scope: &Scope) -> Vec<String> {
    let is_parameter = |name: &String| scope.parameters.iter().any(|one| one.name == *name);
    let named = reads.into_iter().filter(|name| !is_parameter(name));
    named.collect()
}

/// Milliseconds since a moment.
pub(super) fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}
