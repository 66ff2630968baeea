//! `assay-engine`: the process that parses, plans and computes, so that the application need not.

use std::io::{BufReader, BufWriter, IsTerminal, stderr, stdin, stdout};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use engine::{litter, memory, rights, serve};
use protocol::launch::Launch;

/// Tells a process that its environment is set; the rest of the arguments follow.
const SETTLED: &str = "--settled";

/// Milliseconds for which the allocator keeps pages before the system gets them back, instead of
/// its own one second: the next step of a statement takes them again, and pages fresh from the
/// system are cleared first.
const PAGES_KEPT_MS: &str = "10000";

fn main() -> ExitCode {
    let mut args: Vec<_> = std::env::args_os().skip(1).collect();
    let settled = args.first().is_some_and(|first| first == SETTLED);
    if settled {
        args.remove(0);
    }
    let filter = tracing_subscriber::filter::LevelFilter::INFO;
    tracing_subscriber::fmt()
        .with_writer(stderr)
        .with_ansi(false)
        .with_max_level(filter)
        .init();
    let launch = match Launch::from_args(args.clone()) {
        Ok(launch) => launch,
        Err(error) => {
            tracing::error!(%error, "this program is started by Assay, not by hand");
            return ExitCode::from(2);
        }
    };
    if stdin().is_terminal() {
        tracing::error!("this program is started by Assay, not by hand");
        return ExitCode::from(2);
    }
    // The number of threads, the folder for overflow and what the allocator keeps are read from the
    // environment, once and early: set them and become this program anew.
    if !settled {
        let Ok(program) = std::env::current_exe() else {
            return ExitCode::from(2);
        };
        let mut again = Command::new(program);
        again.arg(SETTLED).args(args);
        again.env("MIMALLOC_PURGE_DELAY", PAGES_KEPT_MS);
        if launch.threads > 0 {
            again.env("POLARS_MAX_THREADS", launch.threads.to_string());
        }
        if let Some(folder) = &launch.cache_dir {
            again.env("POLARS_TEMP_DIR", folder);
        }
        let error = again.exec();
        tracing::error!(%error, "the engine could not start");
        return ExitCode::from(2);
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "a request gave up");
    }));
    // Before anything foreign is read, and before there are threads.
    let is_confined = rights::give_up();
    if launch.memory_cap_bytes > 0 {
        memory::set_cap(launch.memory_cap_bytes);
    }
    if let Some(folder) = launch.cache_dir.clone() {
        // Beside the first question, which must not wait for gigabytes to be removed.
        std::thread::spawn(move || litter::sweep(&folder));
    }
    serve::serve(
        BufReader::new(stdin()),
        Box::new(BufWriter::new(stdout())),
        launch.cache_dir,
        is_confined,
    );
    ExitCode::SUCCESS
}
