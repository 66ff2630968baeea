//! The one command through which the page reaches the application, and events the other way.

use app::{App, Error, Reply};
use serde_json::Value;
use tauri::ipc::Response;
use tauri::{AppHandle, Emitter, State};

/// First byte of a reply: what follows is JSON.
const JSON_FOLLOWS: u8 = 0;
/// First byte of a reply: what follows is a window head and an Arrow IPC stream.
const ARROW_FOLLOWS: u8 = 1;

/// Answers any command of the application by name, as bytes behind one marker byte.
#[tauri::command]
pub(crate) async fn call(
    application: State<'_, App>,
    name: String,
    payload: Value,
) -> Result<Response, Error> {
    let application = application.inner().clone();
    let (marker, body) = match app::call(&application, &name, payload).await? {
        Reply::Json(value) => (JSON_FOLLOWS, value.to_string().into_bytes()),
        Reply::Arrow(bytes) => (ARROW_FOLLOWS, bytes),
    };
    let mut bytes = Vec::with_capacity(body.len() + 1);
    bytes.push(marker);
    bytes.extend_from_slice(&body);
    Ok(Response::new(bytes))
}

/// Sends the application's events to the page until the application stops.
pub(crate) async fn forward_events(application: App, handle: AppHandle) {
    use tokio::sync::broadcast::error::RecvError;
    let mut events = application.subscribe();
    loop {
        match events.recv().await {
            Ok(event) => {
                let _ = handle.emit("assay-event", event);
            }
            // A page that was busy asks for everything again.
            Err(RecvError::Lagged(_)) => {
                let _ = handle.emit("assay-missed", ());
            }
            Err(RecvError::Closed) => return,
        }
    }
}
