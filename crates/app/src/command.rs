//! Every command: its words, its answer and what it makes stale. One file per topic.

pub mod chart;
pub mod detail;
pub mod exchange;
pub mod explain;
pub mod lineage;
pub mod notebook;
pub mod notes;
pub mod package;
pub mod page;
pub mod paper;
pub mod picture;
pub mod protect;
pub mod relink;
pub mod reproduce;
pub mod row;
pub mod snapshot;
pub mod source;
pub mod system;
pub mod trial;
pub mod trust;
pub mod vega;
pub mod versions;
pub mod why;
pub mod words;
pub mod workbook;
