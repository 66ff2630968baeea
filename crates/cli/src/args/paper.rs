//! The arguments of `assay new`, `assay open`, `assay view` and `assay import`.

use std::path::PathBuf;

use clap::ValueEnum;

/// `assay new`.
#[derive(Debug, clap::Args)]
pub(crate) struct New {
    /// The workbook file; one that is there is left alone
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The title; left out, the name of the file
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// `assay open`.
#[derive(Debug, clap::Args)]
pub(crate) struct Open {
    /// The workbook
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// `assay view`.
#[derive(Debug, clap::Args)]
pub(crate) struct View {
    /// The workbook
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The file that is written, whole or not at all; left out, FILE with the ending of the format
    #[arg(long, short, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// How it is written; left out, the ending of OUT says it
    #[arg(long, value_enum)]
    pub(crate) format: Option<PaperFormat>,
    /// Write over a file that is there
    #[arg(long)]
    pub(crate) force: bool,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// How a workbook is written to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PaperFormat {
    Html,
    Markdown,
    /// A Jupyter notebook with SQL magics and the answers as outputs
    Jupyter,
    /// The texts of SQL cells as a script
    Sql,
}

/// `assay import`.
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// A Jupyter notebook (.ipynb) or a script (.sql)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The workbook that is made; left out, FILE with the ending .assay. One that is there is left alone
    #[arg(long, short, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
}
