//! Tells where the samples of this clone are. Clones share what was compiled, and the folder of one that has gone
//! would stay in the program: it is looked at again when it changes or is missing.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let samples = std::fs::canonicalize(Path::new("../../assets/samples"))?;
    println!("cargo:rerun-if-changed={}", samples.display());
    println!("cargo:rustc-env=ASSAY_SAMPLES={}", samples.display());
    Ok(())
}
