//! The thin desktop shell: one window around the application. No business logic lives here.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod bridge;
mod dialog;
mod named;
mod place;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;

use app::App;
use tauri::{Emitter, Manager};

use named::Named;

fn main() -> ExitCode {
    start_log();
    // A name that is no text does not end the program.
    let arguments: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    if arguments.iter().any(|argument| argument == "--version") {
        say(&format!("Assay {}", env!("CARGO_PKG_VERSION")));
        return ExitCode::SUCCESS;
    }
    match run(place::files(&arguments, &current_folder())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!(
                "Assay could not open its window: {error}\nThe same product runs in a browser: assay serve --open"
            ));
            ExitCode::from(4)
        }
    }
}

fn run(files: Vec<PathBuf>) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    tauri::async_runtime::set(runtime.handle().clone());
    // The application belongs inside the runtime: it watches files and starts engines there.
    let config = place::config()?;
    let application = runtime.block_on(async { App::start(config) })?;
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(
            |handle, arguments, folder| {
                let arguments = arguments.get(1..).unwrap_or_default();
                second_start(handle, place::files(arguments, &PathBuf::from(folder)));
            },
        ))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .manage(application.clone())
        .manage(Named::new(files))
        .invoke_handler(tauri::generate_handler![
            bridge::call,
            dialog::pick,
            dialog::open_link,
            named::take_named
        ])
        .setup(move |tauri_app| {
            let handle = tauri_app.handle().clone();
            window::open(&handle)?;
            tauri::async_runtime::spawn(bridge::forward_events(application, handle));
            Ok(())
        })
        .build(tauri::generate_context!())?;
    built.run(|_, _| {});
    Ok(())
}

/// Hands files to the window that is already there: a second start, or a double click.
fn second_start(handle: &tauri::AppHandle, files: Vec<PathBuf>) {
    if let Some(window) = handle.get_webview_window(window::MAIN) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
    handle.state::<Named>().add(files);
    let _ = handle.emit("assay-named", ());
}

fn current_folder() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}

fn start_log() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("ASSAY_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

#[expect(clippy::print_stdout, reason = "the answer to --version")]
fn say(words: &str) {
    println!("{words}");
}

#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
fn complain(words: &str) {
    eprintln!("{words}");
}
