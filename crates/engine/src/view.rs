//! An answer as a person filters and orders it in the grid. The view becomes a question of the
//! planner, so that it means exactly what the same words mean in SQL.

use std::sync::Arc;

use model::{DataType as Type, Field, Kind, Query};
use plan::{Body, Names, Relation};
use polars::prelude::*;
use protocol::message::View;

use crate::compute::{self, Limits, Rows};
use crate::fault::Fault;
use crate::keep::Keep;
use crate::lower;
use crate::stop::Stop;

const ANSWER: &str = "answer";
const ROW: &str = "\u{1}row";

/// The rows of an answer under a view.
pub fn seen_rows(fields: &[Field], rows: &LazyFrame, view: &View) -> Result<LazyFrame, Fault> {
    let relation = Relation {
        name: ANSWER.to_owned(),
        fields: fields.to_vec(),
        rows: None,
        body: Body::Scan,
    };
    let names = Names {
        tables: vec![relation],
        ..Names::default()
    };
    let query = Query {
        source: ANSWER.to_owned(),
        filters: view.filters.clone(),
        order: view.order.clone(),
        thinned: view.thinned.clone(),
        ..Query::default()
    };
    let bound = plan::bind_query(&query, &names);
    let Some(plan) = bound.plan else {
        let first = bound
            .diagnostics
            .into_iter()
            .find(model::Diagnostic::is_error);
        return Err(first.map_or_else(
            || Fault::unsupported("This view of an answer"),
            Fault::Diagnosed,
        ));
    };
    Ok(lower::lower(&plan, &|_| Ok(rows.clone()), &Stop::default())?.frame)
}

/// The row numbers of an answer in memory, in the order of a view.
pub fn row_numbers(fields: &[Field], frame: &DataFrame, view: &View) -> Result<IdxCa, Fault> {
    let row = Field {
        name: ROW.to_owned(),
        data_type: Type::UInt32,
        kind: Kind::Number,
    };
    let fields: Vec<Field> = fields.iter().cloned().chain([row]).collect();
    let numbered = frame.clone().lazy().with_row_index(ROW, None);
    let numbers = seen_rows(&fields, &numbered, view)?.select([col(ROW)]);
    let numbers = numbers
        .collect_with_engine(Engine::Streaming)?
        .unwrap_single();
    Ok(numbers
        .column(ROW)?
        .as_materialized_series()
        .rechunk()
        .idx()?
        .clone())
}

/// A copy of an answer on disk in the order of a view.
pub fn sorted_copy(
    fields: &[Field],
    rows: &LazyFrame,
    view: &View,
    keep: &Keep,
) -> Result<Rows, Fault> {
    let spill = keep.spill_path()?;
    let limits = Limits {
        stop: Stop::default(),
        on_rows: Arc::new(|_| ()),
        memory_bytes: keep.memory_left() / 2,
        spill: spill.as_deref(),
    };
    compute::compute(seen_rows(fields, rows, view)?, &limits)
}

/// The rows with these numbers, in their order.
///
/// An answer lies in many chunks; the few wanted rows are taken chunk by chunk instead of
/// bringing all chunks together first.
pub fn gather(frame: &DataFrame, numbers: &IdxCa) -> Result<DataFrame, Fault> {
    let wanted: Vec<IdxSize> = numbers.iter().flatten().collect();
    let chunk_lengths: Vec<usize> = match frame.columns().first() {
        Some(column) => column.as_materialized_series().chunk_lengths().collect(),
        None => return Ok(frame.clone()),
    };
    let mut starts = Vec::with_capacity(chunk_lengths.len());
    let mut start = 0_usize;
    for length in &chunk_lengths {
        starts.push(start);
        start += length;
    }
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_unstable_by_key(|at| wanted[*at]);
    let mut taken: Option<DataFrame> = None;
    let mut at = 0;
    while at < order.len() {
        let first = wanted[order[at]] as usize;
        let chunk = starts.partition_point(|start| *start <= first) - 1;
        let end = starts[chunk] + chunk_lengths[chunk];
        let mut local = Vec::new();
        while at < order.len() && (wanted[order[at]] as usize) < end {
            local.push(wanted[order[at]] - crate::lower::idx(starts[chunk]));
            at += 1;
        }
        let from = i64::try_from(starts[chunk]).unwrap_or(i64::MAX);
        let part = frame
            .slice(from, chunk_lengths[chunk])
            .take(&IdxCa::from_vec(PlSmallStr::EMPTY, local))?;
        match &mut taken {
            None => taken = Some(part),
            Some(taken) => {
                taken.vstack_mut_owned(part)?;
            }
        }
    }
    let Some(mut taken) = taken else {
        return Ok(frame.slice(0, 0));
    };
    taken.rechunk_mut();
    let mut back: Vec<IdxSize> = vec![0; order.len()];
    for (place, original) in order.iter().enumerate() {
        back[*original] = crate::lower::idx(place);
    }
    Ok(taken.take(&IdxCa::from_vec(PlSmallStr::EMPTY, back))?)
}
