//! Which cells run, in which order, and which results are stale.
//!
//! Everything here is a function of the document and of what ran before: no clock, no I/O, no
//! engine. What a text reads is found by a light scan; binding it is the work of `plan`.

pub mod content;
pub mod graph;
pub mod lineage;
pub mod scan;
pub mod schedule;
pub mod standing;

pub use content::{Content, contents};
pub use graph::{Graph, Node, NodeKind};
pub use standing::{Outcome, Record, Standing, standings};
