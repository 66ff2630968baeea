//! Makes the folder of the built front end, so that the program compiles before it is built.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = Path::new("../../ui/dist");
    std::fs::create_dir_all(folder)?;
    println!("cargo:rerun-if-changed={}", folder.display());
    Ok(())
}
