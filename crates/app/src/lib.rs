//! The application without a window: commands, sessions, jobs, events.

pub mod command;
mod error;

pub use error::Error;
