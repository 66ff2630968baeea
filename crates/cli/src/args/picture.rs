//! The arguments of `assay export`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{NamedValue, TrustOnce, named_value};

/// `assay export`.
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// The workbook
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The chart, by the name of its cell
    #[arg(long, value_name = "NAME", required_unless_present = "page")]
    pub(crate) chart: Option<String>,
    /// The dashboard page, by its title
    #[arg(long, value_name = "TITLE", conflicts_with_all = ["chart", "width", "height"])]
    pub(crate) page: Option<String>,
    /// The file that is written, whole or not at all; its ending says how: .png, .svg, .csv or .xlsx of a chart,
    /// .html, .png, .pdf or .xlsx of a page
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// The value of a parameter cell, instead of the one in the workbook
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = named_value)]
    pub(crate) parameters: Vec<NamedValue>,
    /// The width in pixels; a PNG has twice as many
    #[arg(long, value_name = "N", default_value_t = 1200, value_parser = clap::value_parser!(u32).range(100..=8000))]
    pub(crate) width: u32,
    /// The height in pixels
    #[arg(long, value_name = "N", default_value_t = 675, value_parser = clap::value_parser!(u32).range(100..=8000))]
    pub(crate) height: u32,
    /// The colours
    #[arg(long, value_enum, default_value_t = Theme::Light)]
    pub(crate) theme: Theme,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) trust: TrustOnce,
}

/// The colours of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Theme {
    Light,
    Dark,
}

impl Theme {
    /// As the application says it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}
