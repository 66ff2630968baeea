//! How answers and failures look on the wire.

use app::Reply;
use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use axum::response::Response;
use serde_json::json;

/// An answer of the application.
pub(super) fn answered(reply: Reply) -> Response {
    match reply {
        Reply::Json(value) => with_type(StatusCode::OK, "application/json", value.to_string()),
        Reply::Arrow(bytes) => {
            with_type(StatusCode::OK, "application/vnd.apache.arrow.stream", bytes)
        }
    }
}

/// A failure of the application: its code decides the status.
pub(super) fn failed(code: &str, message: &str) -> Response {
    let status = match code {
        "BAD_REQUEST" => StatusCode::BAD_REQUEST,
        "UNKNOWN_COMMAND" => StatusCode::NOT_FOUND,
        "FAULT" => StatusCode::INTERNAL_SERVER_ERROR,
        "ENGINE_BUSY" => StatusCode::SERVICE_UNAVAILABLE,
        _ if code.starts_with("NO_SUCH_") => StatusCode::NOT_FOUND,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    refused(status, code, message)
}

/// A refusal with its code and sentence.
pub(super) fn refused(status: StatusCode, code: &str, message: &str) -> Response {
    let body = json!({ "code": code, "message": message }).to_string();
    let mut response = with_type(status, "application/json", body);
    let headers = response.headers_mut();
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// A body with its type.
pub(super) fn with_type(
    status: StatusCode,
    content_type: &'static str,
    body: impl Into<Body>,
) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
