//! For tests only: made-up data, a temporary application, golden files.

pub mod retail;
pub mod starters;
