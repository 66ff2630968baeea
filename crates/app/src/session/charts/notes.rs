//! Literacy notes of a chart: bounded questions about the rows behind it, judged by `insight`, each
//! note with the marks and rows that show it.

mod ask;
mod looks;
mod marks;
mod rows;
mod segments;
mod time;
mod words;

use std::sync::Arc;

use insight::{Evidence, Finding, Measure as Kind, examine};
use model::{Aggregate, Overlays, Query, ResultId, Shelf};
use protocol::message::{Answer, Ask, Statement, View};

pub(in crate::session::charts) use ask::{Asker, segment_fields};
pub(in crate::session) use rows::Table;

use marks::{MOST_TAIL_ROWS, Marks, Measured};
use segments::Below;
use words::Findings;

use super::{Asked, not_run};
use crate::app::fresh;
use crate::command::notebook::WindowHead;
use crate::command::notes::{ChartNotes, LiteracyNotes, NoteLimit, ReadEvidence};
use crate::door::Rows;
use crate::jobs::JobHandle;
use crate::session::rows::MOST_ROWS;
use crate::session::stream::frame;
use crate::session::unexpected::unexpected;
use crate::session::{Kept, Session};
use crate::{App, Error};

/// Most rows of evidence that are shown; the head says how many there are.
const MOST_EVIDENCE_ROWS: u32 = 200;

/// Whether a measure is an end of an error bar, which says nothing but what its average does.
fn is_end(measure: &model::Measure) -> bool {
    matches!(
        measure.aggregate,
        Aggregate::IntervalLow
            | Aggregate::IntervalHigh
            | Aggregate::ShareLow
            | Aggregate::ShareHigh
    )
}

/// Whether the question does more with its rows than group them: the checks know nothing of it.
fn is_calculated(query: &Query) -> bool {
    let is_plain = |measure: &model::Measure| {
        measure.calculation.is_none()
            && measure.percentile.is_none()
            && !matches!(
                measure.aggregate,
                Aggregate::Percentile
                    | Aggregate::StandardDeviation
                    | Aggregate::Variance
                    | Aggregate::ShareTrue
                    | Aggregate::LowerWhisker
                    | Aggregate::UpperWhisker
                    | Aggregate::Outliers
                    | Aggregate::First
                    | Aggregate::Last
            )
    };
    !query.picks.is_empty()
        || !query.selected.picks.is_empty()
        || !query.measures.iter().all(is_plain)
        || query
            .keys
            .iter()
            .any(|key| key.part.is_some() || key.bin_count.is_some() || key.top.is_some())
}

impl Session {
    /// Looks at the data behind a chart.
    pub(crate) async fn chart_notes(
        self: &Arc<Self>,
        app: &App,
        asked: ChartNotes,
    ) -> Result<LiteracyNotes, Error> {
        let handle = app.jobs().begin(asked.job, Some(self.id.clone()))?;
        handle.at(&asked.cell);
        self.read_source_of(app, &asked.cell).await?;
        let chart = self.asked(&asked.cell)?;
        let (Some(mut query), None) = (chart.resolved.query.clone(), &chart.waits_for) else {
            // A chart that draws nothing says so itself.
            return Ok(LiteracyNotes::default());
        };
        query.measures.retain(|measure| !is_end(measure));
        if is_calculated(&query) {
            return Ok(LiteracyNotes {
                limits: vec![NoteLimit::Calculated],
                ..LiteracyNotes::default()
            });
        }
        let Some(measured) = measured(&chart) else {
            return Ok(LiteracyNotes {
                limits: vec![NoteLimit::NotAggregated],
                ..LiteracyNotes::default()
            });
        };
        self.open_sources(app, &handle.token).await?;
        let asker = Asker {
            session: self,
            app,
            handle: &handle,
            scope: chart.scope.clone(),
            query,
        };
        let marks = Marks::ask(&asker, &measured).await?;
        if marks.are_too_many() {
            return Ok(LiteracyNotes {
                limits: vec![NoteLimit::TooManyMarks { most: MOST_ROWS }],
                ..LiteracyNotes::default()
            });
        }
        let looks = self.looks(&asked.cell);
        let (evidence, below, large) =
            gather(&asker, &chart, &measured, &marks, looks.len()).await?;
        let found = examine(&evidence);
        let findings = Findings {
            asker: &asker,
            measured: &measured,
            marks: &marks,
            below: &below,
            evidence: &evidence,
            looks: &looks,
            columns: &chart.resolved.encodings,
        };
        Ok(LiteracyNotes {
            notes: found.iter().map(|finding| findings.note(finding)).collect(),
            marks: marks.table.rows,
            limits: (large > 0)
                .then_some(NoteLimit::LargeMarks {
                    marks: large,
                    most: MOST_TAIL_ROWS,
                })
                .into_iter()
                .collect(),
        })
    }

    /// The rows that show a note.
    pub(crate) async fn read_evidence(
        self: &Arc<Self>,
        app: &App,
        asked: ReadEvidence,
    ) -> Result<Rows, Error> {
        let handle = app.jobs().begin(asked.job, Some(self.id.clone()))?;
        let chart = self.asked(&asked.cell)?;
        if let Some(name) = &chart.waits_for {
            return Err(not_run(name));
        }
        if asked.query.source != chart.spec.source {
            return Err(Error::new(
                "NOT_THE_CHARTS_DATA",
                "These rows are of other data than the chart reads now. Look at the chart again.",
            ));
        }
        self.open_sources(app, &handle.token).await?;
        let kept = Kept {
            result: ResultId::from_uuid(fresh()),
            statement: Statement::Query { query: asked.query },
            scope: chart.scope,
        };
        let head = self.compute(app, &kept, &handle.token).await?;
        let ask = Ask::Window {
            result: kept.result.clone(),
            view: View::default(),
            offset: 0,
            limit: MOST_EVIDENCE_ROWS,
        };
        let answered = self.ask(app, ask, None, &handle.token).await;
        self.forget([kept.result]);
        match answered? {
            (Answer::Window { rows, count, .. }, bytes) => {
                let head = WindowHead {
                    rows,
                    offset: 0,
                    count,
                    total_rows: head.rows,
                    overlays: Overlays::default(),
                    pixels: None,
                    drawn_as: None,
                    pivot: None,
                };
                frame(&head, &bytes)
            }
            (other, _) => Err(unexpected(other, "Reading rows")),
        }
    }
}

/// Whether the last period of a chart's time axis has not ended in the data.
pub(super) async fn is_last_unfinished(
    session: &Arc<Session>,
    app: &App,
    chart: &Asked,
    handle: &JobHandle,
) -> Result<bool, Error> {
    let (Some(query), Some(measured)) = (chart.resolved.query.clone(), measured(chart)) else {
        return Ok(false);
    };
    if query.keys.iter().all(|key| key.unit.is_none()) || chart.waits_for.is_some() {
        return Ok(false);
    }
    session.open_sources(app, &handle.token).await?;
    let asker = Asker {
        session,
        app,
        handle,
        scope: chart.scope.clone(),
        query,
    };
    let marks = Marks::ask(&asker, &measured).await?;
    let periods: Vec<insight::Period> = marks.periods().into_iter().map(|(_, one)| one).collect();
    Ok(insight::unfinished(&periods).is_some())
}

/// The first measure on Y, or else on X.
fn measured(chart: &Asked) -> Option<Measured> {
    let on = |shelf: Shelf| {
        let mut encodings = chart.resolved.encodings.iter();
        encodings.find(|encoded| encoded.shelf == shelf && encoded.pill.aggregate.is_some())
    };
    let pill = &on(Shelf::Y).or_else(|| on(Shelf::X))?.pill;
    let field = chart.fields.iter().find(|field| field.name == pill.field);
    Some(Measured {
        field: pill.field.clone(),
        aggregate: pill.aggregate?,
        is_number: field.is_some_and(|field| field.data_type.is_numeric()),
    })
}

/// How many measures share the axis of amounts, whose start is that of all of them.
fn measures_on_axes(chart: &Asked) -> usize {
    let own = chart.resolved.encodings.iter().filter(|one| {
        matches!(one.shelf, Shelf::X | Shelf::Y) && one.pill.aggregate.is_some() && !one.is_implied
    });
    own.count()
}

/// Everything that the checks need, and how many marks were too large to look into.
async fn gather(
    asker: &Asker<'_>,
    chart: &Asked,
    measured: &Measured,
    marks: &Marks,
    looks: usize,
) -> Result<(Evidence, Below, u32), Error> {
    let mut evidence = Evidence::none(match measured.aggregate {
        Aggregate::Sum => Kind::Total,
        Aggregate::Average => Kind::Average,
        _ => Kind::Other,
    });
    let is_counted = matches!(
        measured.aggregate,
        Aggregate::Count | Aggregate::CountDistinct
    );
    if !is_counted {
        evidence.marks = marks.presence();
    }
    evidence.periods = marks
        .periods()
        .into_iter()
        .map(|(_, period)| period)
        .collect();
    evidence.axis = marks
        .axis(chart.resolved.mark)
        .filter(|_| measures_on_axes(chart) == 1);
    evidence.looks = looks;
    let mut large = 0;
    if measured.is_number && evidence.measure != Kind::Other {
        (evidence.tails, large) = marks.tails(asker, &measured.field).await?;
    }
    let below = Below::ask(asker, measured, marks, &chart.fields).await?;
    evidence.segments.clone_from(&below.segments);
    evidence.keys = below.keys.iter().map(|(_, rows)| rows.clone()).collect();
    let rows: f64 = evidence.marks.iter().map(|mark| mark.rows).sum();
    let are_joined =
        rows > 1.5 * f64::from(u32::try_from(evidence.marks.len()).unwrap_or(u32::MAX));
    if let Some((_, weighted)) = below.weights.as_ref().filter(|_| are_joined) {
        evidence.weighted.clone_from(weighted);
    }
    Ok((evidence, below, large))
}

/// A question about the rows themselves.
fn all_rows(asker: &Asker<'_>) -> Query {
    asker.empty()
}

/// The kinds of findings by the name that notes have.
fn kind(finding: &Finding) -> &'static str {
    match finding {
        Finding::FanOut { .. } => "fan_out",
        Finding::Outliers { .. } => "outliers",
        Finding::Reversal { .. } => "reversal",
        Finding::AverageOfAverages(_) => "average_of_averages",
        Finding::Missing(_) => "missing_values",
        Finding::ChangedBase(_) => "changed_base",
        Finding::Unfinished(_) => "unfinished",
        Finding::SmallSamples(_) => "small_samples",
        Finding::ManyLooks(_) => "many_looks",
        Finding::TruncatedAxis(_) => "truncated_axis",
    }
}
