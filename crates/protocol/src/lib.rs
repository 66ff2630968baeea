//! The messages between application and engine, and the supervisor that owns the process.

pub mod frame;
pub mod launch;
pub mod message;
mod scope;
pub mod supervisor;
pub mod words;
