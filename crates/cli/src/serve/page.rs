//! The front end, built into this program and found by its exact name only.

use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::response::Response;
use rust_embed::RustEmbed;

use super::reply::{refused, with_type};

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
struct Page;

/// Answers a file of the front end.
pub(super) async fn answer(method: Method, uri: Uri) -> Response {
    if method == Method::POST {
        return refused(
            StatusCode::METHOD_NOT_ALLOWED,
            "SRV_METHOD",
            "This method is not answered here.",
        );
    }
    let name = match uri.path() {
        "/" => "index.html",
        path => path.strip_prefix('/').unwrap_or(path),
    };
    let Some(file) = Page::get(name) else {
        return refused(StatusCode::NOT_FOUND, "SRV_NOT_FOUND", missing(name));
    };
    let body = if method == Method::HEAD {
        Vec::new()
    } else {
        file.data.into_owned()
    };
    let mut response = with_type(StatusCode::OK, content_type(name), body);
    // Files in `assets` carry a hash of their content in their name.
    let keep = if name.starts_with("assets/") {
        "private, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

fn missing(name: &str) -> &'static str {
    if name == "index.html" {
        "This build of Assay has no front end. Build it with `make build`, then start again."
    } else {
        "There is nothing here."
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}
