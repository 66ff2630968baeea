//! `POST /call/{name}`: a command of the application over HTTP.

use std::sync::Arc;
use std::time::Duration;

use app::App;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
use axum::response::Response;
use serde_json::Value;
use tokio::sync::Semaphore;

use super::guard::Guard;
use super::json;
use super::reply::{answered, failed, refused};

/// The longest body in bytes.
const MAX_BODY_BYTES: usize = 2 << 20;
/// Time for a body to arrive.
const BODY_LIMIT: Duration = Duration::from_secs(30);
/// Commands that are answered at a time, besides those that wait for events.
const MAX_CALLS: usize = 24;

/// The way to the application.
#[derive(Clone)]
pub(super) struct Door {
    app: App,
    guard: Arc<Guard>,
    calls: Arc<Semaphore>,
}

impl Door {
    /// A door for callers who know the token.
    pub(super) fn new(app: App, guard: Arc<Guard>) -> Self {
        Self {
            app,
            guard,
            calls: Arc::new(Semaphore::new(MAX_CALLS)),
        }
    }
}

/// Answers one command.
pub(super) async fn answer(
    State(door): State<Door>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    if !door.guard.knows(request.headers()) {
        return refused(
            StatusCode::UNAUTHORIZED,
            "NOT_SIGNED_IN",
            "This page has no valid key. Open the address that assay serve printed.",
        );
    }
    let payload = match payload(request).await {
        Ok(payload) => payload,
        Err(refusal) => return refusal,
    };
    let is_waiting = name == "poll_events";
    let turn = if is_waiting {
        None
    } else {
        door.calls.try_acquire().ok()
    };
    if turn.is_none() && !is_waiting {
        return refused(
            StatusCode::SERVICE_UNAVAILABLE,
            "SRV_BUSY",
            "Too many questions at once. Try again in a second.",
        );
    }
    match app::call(&door.app, &name, payload).await {
        Ok(reply) => answered(reply),
        Err(error) => failed(&error.code, &error.message),
    }
}

async fn payload(request: Request) -> Result<Value, Response> {
    let headers = request.headers();
    if !is_json(headers) {
        return Err(refused(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "SRV_NOT_JSON",
            "The body must be application/json.",
        ));
    }
    if declared(headers).is_some_and(|bytes| bytes > MAX_BODY_BYTES as u64) {
        return Err(too_large());
    }
    let bytes = match tokio::time::timeout(BODY_LIMIT, whole(request.into_body())).await {
        Ok(bytes) => bytes?,
        Err(_) => {
            return Err(refused(
                StatusCode::REQUEST_TIMEOUT,
                "SRV_SLOW_BODY",
                "The body did not arrive within 30 seconds.",
            ));
        }
    };
    json::read(&bytes).map_err(|why| {
        let why: String = why.chars().take(300).collect();
        refused(
            StatusCode::BAD_REQUEST,
            "BAD_REQUEST",
            &format!("The body is not sound: {why}."),
        )
    })
}

async fn whole(body: Body) -> Result<Vec<u8>, Response> {
    match to_bytes(body, MAX_BODY_BYTES).await {
        Ok(bytes) => Ok(bytes.into()),
        Err(error) if is_over_limit(&error) => Err(too_large()),
        Err(_) => Err(refused(
            StatusCode::BAD_REQUEST,
            "SRV_TORN_BODY",
            "The body did not arrive whole.",
        )),
    }
}

fn is_over_limit(error: &axum::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.to_string().contains("length limit") {
            return true;
        }
        cause = error.source();
    }
    false
}

fn too_large() -> Response {
    refused(
        StatusCode::PAYLOAD_TOO_LARGE,
        "SRV_TOO_LARGE",
        "The body is longer than 2 MiB. Send less at once.",
    )
}

fn is_json(headers: &HeaderMap) -> bool {
    let text = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let essence = text.split(';').next().unwrap_or("").trim();
    essence.eq_ignore_ascii_case("application/json")
}

fn declared(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(CONTENT_LENGTH)
        .and_then(|value: &HeaderValue| value.to_str().ok()?.parse().ok())
}
