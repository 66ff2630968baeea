//! The application without a window: commands, sessions, jobs, events.
//!
//! Every host starts an [`App`] and reaches it through [`call`], the one door.

mod app;
mod clock;
pub mod command;
mod disk;
mod door;
mod engine;
mod error;
mod events;
mod exchange;
mod folder;
mod home;
mod import;
mod jobs;
mod paths;
mod session;
pub mod trust;

pub use app::{App, AppConfig};
pub use clock::{Clock, system_clock};
pub use door::{Command, IntoReply, Reply, Rows, call, command_names, commands_typescript};
pub use engine::{Answered, Asks, EngineChoice};
pub use error::Error;
pub use workbook::Passphrase;
