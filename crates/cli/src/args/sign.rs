//! The arguments of `assay sign` and `assay signers`.

use std::path::PathBuf;

/// `assay sign`.
#[derive(Debug, clap::Args)]
pub(crate) struct Sign {
    /// The workbook; it must be trusted on this computer
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// `assay signers`.
#[derive(Debug, clap::Args)]
pub(crate) struct Signers {
    /// Know a public key under a name from now on
    #[arg(long, value_name = "NAME=KEY", value_parser = named_key, conflicts_with = "forget")]
    pub(crate) add: Option<(String, String)>,
    /// Forget the key with this name
    #[arg(long, value_name = "NAME")]
    pub(crate) forget: Option<String>,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
}

fn named_key(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, key)) if !name.trim().is_empty() && !key.trim().is_empty() => {
            Ok((name.trim().to_owned(), key.trim().to_owned()))
        }
        _ => Err("write NAME=KEY, for example Ada=RWQ…".to_owned()),
    }
}
