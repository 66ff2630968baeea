//! Declares the commands of the window, so that nothing else can be called from the page.

fn main() {
    let manifest =
        tauri_build::AppManifest::new().commands(&["call", "pick", "open_link", "take_named"]);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error=the window's configuration cannot be built: {error:#}");
    }
}
