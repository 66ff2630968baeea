//! Running a saved workbook anew beside the open one and comparing its answers with the stored
//! ones. Neither the open workbook nor the file is changed.

mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use model::{Cell, CellBody, CellId, JobId, ResultId, TruthStamp};
use notebook::scan::varying;
use notebook::schedule;
use protocol::message::{Answer, Ask};
use workbook::file::{self, SavedResult};

use super::rows::MOST_ROWS;
use super::unexpected::unexpected;
use super::{Session, State};
use crate::command::lineage::LineageKind;
use crate::command::reproduce::{Reproduced, Reproduction, Verdict};
use crate::trust::Action;
use crate::{App, Error, paths};
use rows::{Rows, compare};

/// Why every difference of an answer above is one of its readers too.
const NOTHING_KNOWN: &str =
    "nothing that is known of changed; rows without ORDER BY may come in any order";

impl Session {
    /// Runs the saved file anew and says cell by cell whether its answers are the stored ones.
    pub(crate) async fn reproduce(
        self: &Arc<Self>,
        app: &App,
        job: JobId,
    ) -> Result<Reproduction, Error> {
        let (path, judged) = {
            let state = self.state();
            let path = state.file.path.clone().ok_or_else(not_saved)?;
            (path, state.judged.clone())
        };
        let (disk, file) = (app.disk(), path.clone());
        let opened = tokio::task::spawn_blocking(move || file::open(disk.as_ref(), &file)).await;
        let mut opened = opened.map_err(|_| Error::fault("Reading the workbook"))??;
        let stored = std::mem::take(&mut opened.results);
        let environment = opened.extras.environment();
        let conventions = opened.workbook.conventions.clone();
        if stored.is_empty() {
            return Err(Error::new(
                "NOT_STORED",
                "The file holds no answers, so there is nothing to compare with. Run its cells and save it.",
            ));
        }
        let trust = if self.state().file.generation.as_ref() == Some(&opened.generation) {
            judged
        } else {
            // Someone replaced the file meanwhile.
            app.judge(&opened.generation, &opened.workbook.id).await
        };
        let beside = Arc::new(Self::from_opened(opened).with_trust(trust));
        let compared = beside.run_and_compare(app, job, &stored).await;
        beside.stop();
        let cells = compared?;
        let count = |wanted: &[Verdict]| {
            let found = cells.iter().filter(|cell| wanted.contains(&cell.verdict));
            u32::try_from(found.count()).unwrap_or(u32::MAX)
        };
        Ok(Reproduction {
            path: paths::text(&path)?,
            same: count(&[Verdict::Same]),
            different: count(&[Verdict::Different, Verdict::Failed]),
            not_stored: count(&[Verdict::NotStored]),
            cells,
            environment: environment.map_or_else(Vec::new, |before| {
                let now = app.environment(Some(before.clone()), &conventions);
                now.differences(&before)
            }),
        })
    }

    async fn run_and_compare(
        self: &Arc<Self>,
        app: &App,
        job: JobId,
        stored: &BTreeMap<CellId, SavedResult>,
    ) -> Result<Vec<Reproduced>, Error> {
        self.check_may(Action::Run)?;
        let handle = app.jobs().begin(job, Some(self.id.clone()))?;
        let order = {
            let state = self.state();
            let graph = state.graph();
            schedule::all_stale(&graph, &state.standings(&graph))
        };
        self.run_all(app, order, &handle).await;
        let cells = self.state().book.cells.clone();
        let mut told = Vec::new();
        let mut differing: BTreeSet<String> = BTreeSet::new();
        for cell in &cells {
            let kind = match cell.body {
                CellBody::Sql { .. } => LineageKind::Sql,
                CellBody::Chart { .. } => LineageKind::Chart,
                CellBody::Markdown { .. } | CellBody::Parameter { .. } => continue,
            };
            if handle.token.is_cancelled() {
                return Err(Error::cancelled());
            }
            handle.at(&cell.id);
            let before = stored.get(&cell.id);
            let outcome = match before {
                Some(before) => {
                    self.all_compared(app, cell, (before, stored), &handle)
                        .await
                }
                None => (Verdict::NotStored, String::new()),
            };
            let (verdict, detail) = outcome;
            let is_other = matches!(verdict, Verdict::Different | Verdict::Failed);
            let because = match before.filter(|_| is_other) {
                Some(before) => self.state().because(cell, &before.stamp, &differing),
                None => Vec::new(),
            };
            if is_other {
                differing.insert(cell.name.to_lowercase());
            }
            told.push(Reproduced {
                cell: cell.id.clone(),
                name: cell.name.clone(),
                kind,
                verdict,
                detail,
                because,
                computed_at: before.map(|one| one.stamp.computed_at.clone()),
                engine: before.map(|one| one.stamp.engine.clone()),
            });
        }
        Ok(told)
    }

    /// Compares the answer of a cell, and those of the other questions of its text; tells the first
    /// that is not the same.
    async fn all_compared(
        self: &Arc<Self>,
        app: &App,
        cell: &Cell,
        (own, stored): (&SavedResult, &BTreeMap<CellId, SavedResult>),
        handle: &crate::jobs::JobHandle,
    ) -> (Verdict, String) {
        let found = self.compared(app, (cell, &cell.id), own, handle).await;
        for address in (0..).map(|at| cell.id.answer(at)) {
            let Some(before) = stored.get(&address).filter(|_| found.0 == Verdict::Same) else {
                break;
            };
            let (verdict, detail) = self.compared(app, (cell, &address), before, handle).await;
            if verdict != Verdict::Same {
                let label = before
                    .stamp
                    .asked_at
                    .as_ref()
                    .map(|asked| asked.label.as_str());
                let label = label.unwrap_or("another question");
                return (verdict, format!("{label}: {detail}"));
            }
        }
        found
    }

    async fn compared(
        self: &Arc<Self>,
        app: &App,
        (cell, address): (&Cell, &CellId),
        before: &SavedResult,
        handle: &crate::jobs::JobHandle,
    ) -> (Verdict, String) {
        if matches!(cell.body, CellBody::Chart { .. })
            && let Err(error) = self.have_chart(app, &cell.id).await
        {
            return (Verdict::Failed, error.message);
        }
        let failure = {
            let state = self.state();
            let run = state.runs.get(&cell.id);
            let said = run.and_then(|run| run.diagnostics.iter().find(|one| one.is_error()));
            said.map(|said| said.message.clone())
        };
        if let Some(message) = failure {
            return (Verdict::Failed, message);
        }
        let limit = u32::try_from(before.stamp.saved_rows)
            .unwrap_or(MOST_ROWS)
            .min(MOST_ROWS);
        let ask = |result: ResultId| Ask::Head { result, limit };
        let head = match self.ask_in_job(app, address, ask, handle).await {
            Ok((Answer::Window { .. }, bytes, shown)) => (bytes, shown.stamp.rows),
            Ok((other, ..)) => {
                let error = unexpected(other, "Comparing the answer");
                return (Verdict::Failed, error.message);
            }
            Err(error) => return (Verdict::Failed, error.message),
        };
        verdict(&head.0, head.1, before)
    }
}

fn verdict(now: &[u8], rows: u64, before: &SavedResult) -> (Verdict, String) {
    let stamp = &before.stamp;
    if rows != stamp.rows {
        let detail = format!("{rows} rows, were {}", stamp.rows);
        return (Verdict::Different, detail);
    }
    let is_whole = stamp.saved_rows == stamp.rows;
    match compare(now, &before.arrow, is_whole) {
        Err(error) => {
            tracing::warn!(%error, "a stored answer could not be read");
            let detail = "the stored answer cannot be read".to_owned();
            (Verdict::Different, detail)
        }
        Ok(Rows::Different(detail)) => (Verdict::Different, detail),
        Ok(same) => {
            let mut detail = match same {
                Rows::SameButRounding => "up to rounding of the last places".to_owned(),
                Rows::SameButOrder => "the same rows in another order".to_owned(),
                Rows::Same | Rows::Different(_) => String::new(),
            };
            if !is_whole {
                let compared = format!("{} of {} rows compared", stamp.saved_rows, stamp.rows);
                let join = if detail.is_empty() { "" } else { "; " };
                detail = format!("{detail}{join}{compared}");
            }
            (Verdict::Same, detail)
        }
    }
}

impl State {
    /// What may be why an answer is another one than was stored, the likeliest first.
    fn because(
        &self,
        cell: &Cell,
        before: &TruthStamp,
        differing: &BTreeSet<String>,
    ) -> Vec<String> {
        let mut found = Vec::new();
        let graph = self.graph();
        let node = graph.node(&cell.id);
        let reads = node.map_or_else(Vec::new, |node| node.mentions.clone());
        for name in reads
            .iter()
            .filter(|name| differing.contains(&name.to_lowercase()))
        {
            found.push(format!("it reads {name}, which differs"));
        }
        let prints = self.fingerprints();
        for input in &before.inputs {
            match prints.get(&input.name.to_lowercase()) {
                Some(now) if *now != input.fingerprint => {
                    found.push(format!("the data of {} changed", input.name));
                }
                None => found.push(format!("the data of {} cannot be read", input.name)),
                Some(_) => {}
            }
        }
        let shown = self.runs.get(&cell.id).and_then(|run| run.shown.as_ref());
        let texts = self.texts_above(&graph, &cell.id);
        let vary = texts.iter().map(|text| varying(text));
        let (clock, chance) = vary.fold((false, false), |(clock, chance), one| {
            (clock || one.reads_clock, chance || one.draws_by_chance)
        });
        if clock {
            found.push("it reads the clock".to_owned());
        }
        if chance && self.book.conventions.seed.is_none() {
            found.push("it draws by chance, and the workbook has no seed".to_owned());
        }
        if let Some(now) = shown {
            if now.stamp.content != before.content {
                found.push("its text, its parameters or what it reads changed".to_owned());
            }
            if now.stamp.engine != before.engine {
                let (is, was) = (&now.stamp.engine, &before.engine);
                found.push(format!("the engine is {is}, was {was}"));
            }
        }
        if found.is_empty() {
            found.push(NOTHING_KNOWN.to_owned());
        }
        found
    }

    /// The texts of a cell and of all SQL cells that it reads.
    fn texts_above(&self, graph: &notebook::Graph, cell: &CellId) -> Vec<String> {
        let Some(place) = graph.place(cell) else {
            return Vec::new();
        };
        let mut places = graph.ancestors(place);
        places.insert(place);
        let nodes = places.iter().filter_map(|at| graph.nodes().get(*at));
        let texts = nodes.filter_map(|node| match &self.book.cell(&node.id)?.body {
            CellBody::Sql { text, .. } => Some(text.clone()),
            _ => None,
        });
        texts.collect()
    }
}

fn not_saved() -> Error {
    Error::new(
        "WB_NO_PATH",
        "This workbook was never saved, so no answers are stored to compare with. Save it first.",
    )
}
