//! The arguments of the commands about workbook files beside each other.

use std::path::PathBuf;

/// `assay diff`.
#[derive(Debug, clap::Args)]
pub(crate) struct Diff {
    /// The earlier workbook
    #[arg(value_name = "BEFORE")]
    pub(crate) before: PathBuf,
    /// The later workbook
    #[arg(value_name = "AFTER")]
    pub(crate) after: PathBuf,
    /// Show the lines of texts that changed as well
    #[arg(long)]
    pub(crate) lines: bool,
    /// Exit with 1 when something differs
    #[arg(long)]
    pub(crate) exit_code: bool,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// `assay merge`.
#[derive(Debug, clap::Args)]
pub(crate) struct Merge {
    /// What both grew from; an empty file stands for nothing
    #[arg(value_name = "BASE")]
    pub(crate) base: PathBuf,
    /// One side
    #[arg(value_name = "OURS")]
    pub(crate) ours: PathBuf,
    /// The other side
    #[arg(value_name = "THEIRS")]
    pub(crate) theirs: PathBuf,
    /// Where the merged workbook is written; may be one of the three
    #[arg(long, short, value_name = "OUT")]
    pub(crate) output: PathBuf,
    /// Keep THEIRS where both sides disagree; left out, OURS is kept
    #[arg(long)]
    pub(crate) prefer_theirs: bool,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// `assay unpack`.
#[derive(Debug, clap::Args)]
pub(crate) struct Unpack {
    /// The workbook
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The folder: new, empty, or one with this workbook; left out, FILE without its ending
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// `assay pack`.
#[derive(Debug, clap::Args)]
pub(crate) struct Pack {
    /// The folder that `assay unpack` wrote
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// The workbook file; left out, DIR with the ending .assay
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
}
