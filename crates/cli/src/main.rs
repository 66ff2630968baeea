//! `assay`: query, run, check and serve, without a window.
//!
//! Only this crate and the desktop shell read the environment.

mod args;
mod console;
mod exit;
mod host;
mod output;
mod query;
mod serve;
mod stopped;
mod workbook;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use tokio_util::sync::CancellationToken;

use args::{Args, Command};
use exit::Exit;

fn main() -> ExitCode {
    let args = Args::parse();
    write_log();
    let Ok(runtime) = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
    else {
        console::complain(
            "SYSTEM_LIMIT",
            "The system allows no further threads or files, so nothing was started. Close other \
             programs or raise the limits, then try again.",
        );
        return Exit::Limit.into();
    };
    let exit = runtime.block_on(async {
        let cancel = CancellationToken::new();
        listen_for_signals(cancel.clone());
        match args.command {
            Command::Query(asked) => query::query(asked, &cancel).await,
            Command::Run(asked) => workbook::run::run(asked, &cancel).await,
            Command::Check(asked) => workbook::check::check(asked, &cancel).await,
            Command::Serve(asked) => serve::serve(asked, &cancel).await,
        }
    });
    // A thread may still wait for standard input.
    runtime.shutdown_background();
    exit.into()
}

/// Time for what is cancelled to clean up.
const CLEANUP: Duration = Duration::from_millis(400);

/// The first signal cancels, the second ends at once. So does time, for example when nobody reads
/// standard output.
fn listen_for_signals(cancel: CancellationToken) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupts), Ok(mut ends)) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    ) else {
        return;
    };
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupts.recv() => {}
            _ = ends.recv() => {}
        }
        cancel.cancel();
        tokio::select! {
            _ = interrupts.recv() => {}
            _ = ends.recv() => {}
            () = tokio::time::sleep(CLEANUP) => {}
        }
        std::process::exit(i32::from(Exit::Cancelled.code()));
    });
}

/// Writes the log to standard error when `ASSAY_LOG` asks for it.
fn write_log() {
    let Some(filter) = host::variable("ASSAY_LOG") else {
        return;
    };
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(filter))
        .with_writer(std::io::stderr)
        .init();
}
