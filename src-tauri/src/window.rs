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

/// The product's own page, or the frame that looks at its messages: Tauri gives that frame a
/// scheme of its own in every build, `isolation-` and a random id.
fn is_own_page(url: &Url) -> bool {
    let own_scheme = url.scheme() == "tauri" || url.scheme().starts_with("isolation-");
    match url.host_str() {
        Some("localhost") => own_scheme,
        Some("tauri.localhost") => matches!(url.scheme(), "http" | "https"),
        _ => false,
    }
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
        check("isolation-8d1b1f0e://localhost/", true);
        check("isolation-8d1b1f0e://evil.example/", false);
        check("https://evil.example/", false);
        check("https://tauri.localhost.evil.example/", false);
        check("file:///etc/passwd", false);
        check("data:text/html,x", false);
    }
}
