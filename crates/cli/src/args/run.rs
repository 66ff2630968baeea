//! The arguments of `assay run`, `assay check` and `assay lineage`.

use std::path::PathBuf;

use super::{Format, NamedValue, TrustOnce, named_value};

/// `assay run`.
#[derive(Debug, clap::Args)]
pub(crate) struct Run {
    /// The workbook
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The value of a parameter cell, instead of the one in the workbook
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = named_value)]
    pub(crate) parameters: Vec<NamedValue>,
    /// The cell that is run with what it reads, and printed; left out, all are run and the last
    /// SQL cell is printed
    #[arg(long, value_name = "NAME")]
    pub(crate) cell: Option<String>,
    /// How the answer is written: table on a terminal, otherwise csv
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// The file that is written instead of standard output, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Save the workbook with the values given and the answers computed
    #[arg(long)]
    pub(crate) save: bool,
    /// Run everything and say cell by cell whether the answers are those stored in the file;
    /// exits with 1 when one is not
    #[arg(long, conflicts_with_all = ["parameters", "cell", "format", "output", "save"])]
    pub(crate) check: bool,
    /// Write JSON for other programs: how each cell ended, and the answer
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) trust: TrustOnce,
}

/// `assay check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The workbook
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) trust: TrustOnce,
}

/// `assay lineage`.
#[derive(Debug, clap::Args)]
pub(crate) struct Lineage {
    /// The workbook
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The one cell that is told about; left out, all are
    #[arg(long, value_name = "NAME")]
    pub(crate) cell: Option<String>,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) trust: TrustOnce,
}
