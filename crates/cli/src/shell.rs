//! What other programs know of this one: completions for shells, and manual pages. Both are made of
//! the definition of the arguments, so they never say something else.

use clap::CommandFactory;

use crate::args::{Args, Completions, Man};
use crate::console;
use crate::exit::Exit;
use crate::output::reason;
use crate::stopped::Stopped;

/// The name of the program.
const NAME: &str = "assay";

/// Prints the completions of a shell.
pub(crate) fn completions(asked: &Completions) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(asked.shell, &mut Args::command(), NAME, &mut script);
    console::print(&String::from_utf8_lossy(&script));
    Exit::Fine
}

/// Writes `assay.1`, and `assay-COMMAND.1` for each command.
pub(crate) fn man(asked: &Man) -> Exit {
    match clap_mangen::generate_to(Args::command(), &asked.folder) {
        Ok(()) => Exit::Fine,
        Err(error) => Stopped::because(
            "FILE_UNWRITABLE",
            format!(
                "The manual pages cannot be written to {}: {}.",
                console::printable(&asked.folder.display().to_string()),
                reason(&error)
            ),
        )
        .report(""),
    }
}
