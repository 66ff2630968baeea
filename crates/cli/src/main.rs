//! `assay`: query, run, check, lineage, export, diff, merge, pack, trust and serve, without a window.
//!
//! Only this crate and the desktop shell read the environment.

mod args;
mod console;
mod exchange;
mod exit;
mod host;
mod output;
mod paper;
mod query;
mod serve;
mod shell;
mod sign;
mod stopped;
mod trust;
mod workbook;

use std::ffi::OsStr;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Duration;

use clap::Parser;
use tokio_util::sync::CancellationToken;

use args::{Args, Command};
use exit::Exit;
use stopped::Stopped;

fn main() -> ExitCode {
    let args = Args::parse();
    write_log();
    if let Some(place) = name_without_text() {
        console::complain("CLI_NOT_UTF8", &place);
        return Exit::Usage.into();
    }
    let Some(runtime) = runtime() else {
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
        if let Some(file) = &args.passphrase_file
            && let Err(failure) = host::unlock_with(file)
        {
            return Stopped::from(failure).report("");
        }
        match args.command {
            Command::Query(asked) => query::query(asked, &cancel).await,
            Command::Run(asked) if asked.check => {
                workbook::reproduce::reproduce(&asked, &cancel).await
            }
            Command::Run(asked) => workbook::run::run(asked, &cancel).await,
            Command::Check(asked) => workbook::check::check(asked, &cancel).await,
            Command::Lineage(asked) => workbook::lineage::lineage(asked, &cancel).await,
            Command::Diff(asked) => exchange::diff(asked).await,
            Command::Merge(asked) => exchange::merge(asked).await,
            Command::Unpack(asked) => exchange::unpack(asked).await,
            Command::Pack(asked) => exchange::pack(asked).await,
            Command::New(asked) => paper::new(asked).await,
            Command::Open(asked) => paper::open(asked).await,
            Command::View(asked) => paper::view(asked).await,
            Command::Import(asked) => paper::import(asked).await,
            Command::Trust(asked) => trust::trust(asked).await,
            Command::Sign(asked) => sign::sign(asked).await,
            Command::Signers(asked) => sign::signers(asked).await,
            Command::Package(asked) => workbook::package::package(asked, &cancel).await,
            Command::Relink(asked) => workbook::relink::relink(asked, &cancel).await,
            Command::Export(asked) => workbook::export::export(asked, &cancel).await,
            Command::Serve(asked) => serve::serve(asked, &cancel).await,
            Command::Completions(asked) => shell::completions(&asked),
            Command::Man(asked) => shell::man(&asked),
        }
    });
    // A thread may still wait for standard input.
    runtime.shutdown_background();
    exit.into()
}

/// Why names cannot be told apart here: paths travel as text, and with bytes that are none replaced
/// they would lead elsewhere.
fn name_without_text() -> Option<String> {
    let shown = |name: &OsStr| console::printable(&name.display().to_string());
    if let Some(wrong) = std::env::args_os().find(|argument| argument.to_str().is_none()) {
        return Some(format!(
            "The name {} holds bytes that are no UTF-8, so nothing was done. Rename the file or \
             folder, then try again.",
            shown(&wrong)
        ));
    }
    let here = std::env::current_dir().ok()?;
    here.to_str().is_none().then(|| {
        format!(
            "The name of this folder, {}, holds bytes that are no UTF-8, so nothing was done. \
             Rename it, or work from another folder.",
            shown(here.as_os_str())
        )
    })
}

/// Threads that turn the work around, and those beside them that wait for files.
const WORKERS: usize = 4;
const THREADS: usize = 2 * WORKERS;
const STACK_BYTES: usize = 2 << 20;

/// The runtime; none where the system does not allow what it needs.
fn runtime() -> Option<tokio::runtime::Runtime> {
    if !allows_threads() {
        return None;
    }
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .thread_stack_size(STACK_BYTES)
        .enable_all()
        .build()
        .ok()
}

/// Whether all threads can live at a time. The runtime would wait for ever for one that it is
/// refused.
fn allows_threads() -> bool {
    let gate = Mutex::new(());
    let hold = gate.lock();
    std::thread::scope(|scope| {
        let all = (0..THREADS).all(|_| {
            std::thread::Builder::new()
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, || drop(gate.lock()))
                .is_ok()
        });
        drop(hold);
        all
    })
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
