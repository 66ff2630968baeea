//! What each step of a plan gives and takes. To measure them apart, steps are computed one after
//! another, each to its end, while the plan is lowered.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use datafusion_expr::LogicalPlan;
use plan::explain::{NodeId, is_step};
use polars::prelude::*;

use super::{Lowered, Lowering};
use crate::compute::Rows;
use crate::fault::Fault;

/// Computes the rows of a step, when so many bytes are already taken by those before it.
pub type Compute<'a> = dyn Fn(LazyFrame, u64) -> Result<Rows, Fault> + 'a;

/// What one step gave and took, in all of its runs together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Meter {
    pub rows: u64,
    /// As they lie in memory, or on disk when they did not fit.
    pub bytes: u64,
    /// The time that the step itself took, without the steps whose rows it uses.
    pub took: Duration,
}

/// The meters of a run, by the node of the plan.
pub struct Meters<'a> {
    compute: &'a Compute<'a>,
    read: RefCell<BTreeMap<NodeId, Meter>>,
    /// Time taken by the steps inside the one that is being computed.
    inside: Cell<Duration>,
    taken_bytes: Cell<u64>,
    /// Rows on disk, which must stay there until the run has ended.
    on_disk: RefCell<Vec<Rows>>,
}

impl<'a> Meters<'a> {
    /// Nothing measured yet.
    pub fn new(compute: &'a Compute<'a>) -> Self {
        Self {
            compute,
            read: RefCell::default(),
            inside: Cell::default(),
            taken_bytes: Cell::default(),
            on_disk: RefCell::default(),
        }
    }

    /// What was measured of a step; none when it did not run itself.
    pub fn of(&self, node: NodeId) -> Option<Meter> {
        self.read.borrow().get(&node).copied()
    }

    fn measured(
        &self,
        node: NodeId,
        lower: impl FnOnce() -> Result<Lowered, Fault>,
    ) -> Result<Lowered, Fault> {
        let start = Instant::now();
        let beside = self.inside.take();
        let lowered = lower()?;
        let rows = (self.compute)(lowered.frame, self.taken_bytes.get())?;
        let frame = rows.scan()?;
        let whole = start.elapsed();
        let inside = self.inside.replace(beside + whole);
        let mut read = self.read.borrow_mut();
        let meter = read.entry(node).or_default();
        meter.rows += rows.count();
        meter.bytes += rows.bytes();
        meter.took += whole.saturating_sub(inside);
        if rows.is_in_memory() {
            let taken = self.taken_bytes.get();
            self.taken_bytes.set(taken.saturating_add(rows.bytes()));
        } else {
            self.on_disk.borrow_mut().push(rows);
        }
        Ok(Lowered {
            frame,
            names: lowered.names,
        })
    }
}

impl Lowering<'_> {
    /// Lowers a node that was not met before; its rows are computed and measured when that was
    /// asked for.
    pub(super) fn watched(&self, node: &LogicalPlan) -> Result<Lowered, Fault> {
        match self.meters {
            Some(meters) if is_step(node) => {
                meters.measured(NodeId::of(node), || self.fresh_node(node))
            }
            _ => self.fresh_node(node),
        }
    }
}
