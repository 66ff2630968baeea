//! The one window: size, title, and what it refuses.

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Url, WebviewUrl, WebviewWindowBuilder};

/// Label of the window, as the capability file names it.
pub(crate) const MAIN: &str = "main";

/// Opens the window. It never leaves the product's own pages and opens no other window.
pub(crate) fn open(handle: &AppHandle) -> tauri::Result<()> {
    WebviewWindowBuilder::new(handle, MAIN, WebviewUrl::App("index.html".into()))
        .title("Assay")
        .inner_size(1440.0, 900.0)
        .min_inner_size(1120.0, 700.0)
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    Ok(())
}

fn is_own_page(url: &Url) -> bool {
    matches!(
        (url.scheme(), url.host_str()),
        ("tauri" | "isolation", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    )
}

#[cfg(test)]
mod tests {
    use super::is_own_page;

    #[test]
    fn r24_only_own_pages_are_shown() {
        let check = |url: &str, expected: bool| {
            assert_eq!(
                is_own_page(&tauri::Url::parse(url).unwrap()),
                expected,
                "{url}"
            );
        };
        check("tauri://localhost/index.html", true);
        check("isolation://localhost/", true);
        check("https://evil.example/", false);
        check("https://tauri.localhost.evil.example/", false);
        check("file:///etc/passwd", false);
        check("data:text/html,x", false);
    }
}
