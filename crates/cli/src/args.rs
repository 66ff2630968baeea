//! The arguments of the command line, and the words for wrong ones.

mod exchange;
mod package;
mod paper;
mod picture;
mod relink;
mod run;
mod shell;
mod sign;
mod trust;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};
use model::ParameterValue;
use protocol::message::{DataFormat, ParameterBinding};

pub(crate) use exchange::{Diff, Merge, Pack, Unpack};
pub(crate) use package::{Package, column};
pub(crate) use paper::{Import, New, Open, PaperFormat, View};
pub(crate) use picture::Export;
pub(crate) use relink::Relink;
pub(crate) use run::{Check, Lineage, Run};
pub(crate) use shell::{Completions, Man};
pub(crate) use sign::{Sign, Signers};
pub(crate) use trust::{Trust, TrustOnce};

use crate::query::parameter;

/// The smallest and the largest memory cap.
const MEMORY: std::ops::RangeInclusive<u64> = (64 << 20)..=(16 << 40);
/// The longest time limit.
const LONGEST: Duration = Duration::from_hours(24);

/// Ask data on this machine questions, without a window.
#[derive(Debug, Parser)]
#[command(name = "assay", version, arg_required_else_help = true)]
pub(crate) struct Args {
    /// Open encrypted workbooks with the first line of a file; `-` reads it from standard input
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run one SQL statement over files and print or write the answer
    #[command(
        after_help = "Exit codes: 0 fine, 1 the statement is wrong, 2 usage, 3 the engine \
        died or hit a limit, 4 a file cannot be read or written, 130 cancelled."
    )]
    Query(Query),
    /// Run the SQL cells of a workbook and print one answer
    Run(Run),
    /// Check the cells of a workbook without running them
    Check(Check),
    /// Say where the columns of a workbook's cells come from; nothing runs
    Lineage(Lineage),
    /// Say what differs between two workbooks: cells, charts and sources, not bytes
    #[command(
        after_help = "As a difftool of git:\n  git config difftool.assay.cmd 'assay diff --lines \
        \"$LOCAL\" \"$REMOTE\"'"
    )]
    Diff(Diff),
    /// Merge two workbooks that grew from one; exits with 1 when both changed the same place
    #[command(
        after_help = "As a merge driver of git:\n  git config merge.assay.driver 'assay merge %O %A \
        %B -o %A'\n  echo '*.assay merge=assay' >> .gitattributes"
    )]
    Merge(Merge),
    /// Write a workbook as a folder of plain files, for version control
    Unpack(Unpack),
    /// Make a workbook file of an unpacked folder
    Pack(Pack),
    /// Make an empty workbook file
    New(New),
    /// Say what is in a workbook; nothing runs
    Open(Open),
    /// Write what is stored in a workbook as a page, notebook or script to be read; nothing runs
    View(View),
    /// Make a workbook of a Jupyter notebook or a script of SQL; nothing runs
    Import(Import),
    /// Let a workbook run that was not made on this computer, or stop that
    Trust(Trust),
    /// Sign a workbook file, so that others see from whom it is and that it is unchanged
    #[command(
        after_help = "The key is made at the first signature and stays on this computer. The signature stands in the \
        file and is one of minisign, over manifest.json. Saving a change removes it."
    )]
    Sign(Sign),
    /// List the keys of people whose signatures are known here, and the own one
    Signers(Signers),
    /// Write a copy of a workbook with as much of its data as you say, to be given away
    #[command(
        after_help = "Only what is named leaves: tables, and on wish stored answers and chosen values. \
        The texts of cells leave as they are written; paths and earlier versions never do. Without -o \
        nothing is written and what would leave is listed."
    )]
    Package(Package),
    /// Find the files of sources that are not where the workbook says, and save it with their places
    #[command(
        after_help = "Files are found by their content, by their name and folder, or by their \
        name, beside the workbook and in the folders given. What is not clear is left and listed; \
        the command then exits with 4."
    )]
    Relink(Relink),
    /// Write a chart or a dashboard page of a workbook to a file
    Export(Export),
    /// Serve the notebook to a browser on this machine, behind a key
    Serve(Serve),
    /// Print what makes a shell complete the commands and options of this program
    Completions(Completions),
    /// Write the manual pages of this program into a folder
    Man(Man),
}

/// `assay query`.
#[derive(Debug, clap::Args)]
pub(crate) struct Query {
    /// A file, folder or glob under the name that SQL uses
    #[arg(long = "source", value_name = "NAME=PATH", value_parser = named_path)]
    pub(crate) sources: Vec<NamedPath>,
    /// A folder whose files are each known by their name without ending
    #[arg(long = "source-dir", value_name = "DIR")]
    pub(crate) folders: Vec<PathBuf>,
    /// The value of `:NAME`: a number, an ISO date, a list `a,b`, a range of dates
    /// `2024-01-01..2024-12-31`, or text; quotes make it text
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = named_value)]
    pub(crate) parameters: Vec<NamedValue>,
    /// Draw `random()` and `uuid()` from this number: the same values each time
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u32>,
    /// How the answer is written: table on a terminal, otherwise csv
    #[arg(long, value_enum)]
    pub(crate) format: Option<Format>,
    /// The file that is written instead of standard output, whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The memory that the engine may take, such as 512MiB or 4GiB
    #[arg(long, value_name = "SIZE", value_parser = memory)]
    pub(crate) memory: Option<u64>,
    /// The time after which the statement is stopped, such as 500ms, 30s or 2m
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub(crate) timeout: Option<Duration>,
    /// Write JSON for other programs: columns, rows, time, warnings, and the answer
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// The number of threads that compute
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) threads: Option<u32>,
    /// The statement; `-` reads it from standard input
    #[arg(value_name = "SQL|-", allow_hyphen_values = false)]
    pub(crate) sql: Option<String>,
}

/// `assay serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    /// A workbook that is open when the page comes up
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// The port on this machine; left out, any free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) port: u16,
    /// Open the page in the browser
    #[arg(long)]
    pub(crate) open: bool,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Csv,
    Json,
    Ndjson,
    Parquet,
    Arrow,
    Table,
}

impl Format {
    /// The file format; none for a table, which is made for eyes.
    pub(crate) fn as_data(self) -> Option<DataFormat> {
        match self {
            Self::Csv => Some(DataFormat::Csv),
            Self::Json => Some(DataFormat::Json),
            Self::Ndjson => Some(DataFormat::Ndjson),
            Self::Parquet => Some(DataFormat::Parquet),
            Self::Arrow => Some(DataFormat::Arrow),
            Self::Table => None,
        }
    }

    /// Whether the bytes would garble a terminal.
    pub(crate) fn is_binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Arrow)
    }
}

/// A source as the command line names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedPath {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

/// The value of a parameter as the command line gives it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NamedValue {
    pub(crate) name: String,
    /// As it was written.
    pub(crate) text: String,
    /// As its content is understood.
    pub(crate) value: ParameterValue,
}

impl NamedValue {
    /// The name and the value for a statement.
    pub(crate) fn binding(&self) -> ParameterBinding {
        ParameterBinding {
            name: self.name.clone(),
            value: self.value.clone(),
        }
    }
}

fn named_path(text: &str) -> Result<NamedPath, String> {
    let (name, path) = text
        .split_once('=')
        .ok_or("write NAME=PATH, for example sales=sales.csv")?;
    check_name(name)?;
    if path.is_empty() {
        return Err("the path after `=` is empty".to_owned());
    }
    Ok(NamedPath {
        name: name.to_owned(),
        path: path.into(),
    })
}

fn named_value(text: &str) -> Result<NamedValue, String> {
    let (name, text) = text
        .split_once('=')
        .ok_or("write NAME=VALUE, for example year=2024")?;
    let name = name.strip_prefix(':').unwrap_or(name);
    check_name(name)?;
    let value = parameter::read(text)?;
    Ok(NamedValue {
        name: name.to_owned(),
        text: text.to_owned(),
        value,
    })
}

fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("the name before `=` is empty".to_owned());
    }
    if name.chars().count() > 128 || name.chars().any(char::is_control) {
        return Err("a name has at most 128 characters and no control characters".to_owned());
    }
    Ok(())
}

fn memory(text: &str) -> Result<u64, String> {
    const WANTED: &str = "write a size from 64MiB to 16TiB, for example 512MiB or 4GiB";
    let (number, unit) = number_and_unit(text).ok_or(WANTED)?;
    let shift = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        "t" | "tb" | "tib" => 40,
        _ => return Err(WANTED.to_owned()),
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "the number is not negative, and what does not fit is out of range"
    )]
    let bytes = (number * (1_u64 << shift) as f64) as u64;
    if MEMORY.contains(&bytes) {
        Ok(bytes)
    } else {
        Err(WANTED.to_owned())
    }
}

fn duration(text: &str) -> Result<Duration, String> {
    const WANTED: &str = "write a time from 1ms to 24h, for example 500ms, 30s or 2m";
    let (number, unit) = number_and_unit(text).ok_or(WANTED)?;
    let seconds = match unit {
        "ms" => number / 1000.0,
        "" | "s" => number,
        "m" | "min" => number * 60.0,
        "h" => number * 3600.0,
        _ => return Err(WANTED.to_owned()),
    };
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|time| *time >= Duration::from_millis(1) && *time <= LONGEST)
        .ok_or_else(|| WANTED.to_owned())
}

/// A decimal number without sign or exponent, and the letters after it.
fn number_and_unit(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text
        .find(|sign: char| !sign.is_ascii_digit() && sign != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    Some((number.parse().ok()?, unit.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn sizes_and_times_are_read_with_their_units_and_checked_against_their_range() {
        assert_eq!(memory("64MiB"), Ok(64 << 20));
        assert_eq!(memory("1.5 g"), Ok(3 << 29));
        for wrong in [
            "1", "999T", "-1G", "", "G", "4 parsec", "1e9", "nan", "1.2.3G",
        ] {
            assert!(memory(wrong).is_err(), "{wrong}");
        }
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("2m"), Ok(Duration::from_mins(2)));
        assert_eq!(duration("7"), Ok(Duration::from_secs(7)));
        for wrong in ["-1", "0", "25h", "1d", "", "inf", "1e3s"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn names_and_values_are_split_at_the_first_equals_sign() {
        let source = named_path("a=b=c.csv").unwrap();
        assert_eq!(
            (source.name.as_str(), source.path.to_str()),
            ("a", Some("b=c.csv"))
        );
        for wrong in ["a", "=b", "a=", "\n=b"] {
            assert!(named_path(wrong).is_err(), "{wrong}");
        }
        assert_eq!(named_value(":year=2024").unwrap().name, "year");
        assert!(named_value("year").is_err());
    }

    #[test]
    fn a12_values_out_of_range_are_usage_errors_that_name_the_range() {
        for (flag, value, range) in [
            ("--format", "xml", "csv"),
            ("--threads", "0", "1..=1024"),
            ("--threads", "10000", "1..=1024"),
            ("--memory", "1", "64MiB to 16TiB"),
            ("--memory", "999T", "64MiB to 16TiB"),
            ("--timeout", "-1", ""),
            ("--timeout", "0", "1ms to 24h"),
        ] {
            let outcome = Args::try_parse_from(["assay", "query", flag, value, "select 1"]);
            let error = outcome.unwrap_err();
            assert_eq!(error.exit_code(), 2);
            assert!(error.to_string().contains(range), "{flag} {value}: {error}");
        }
    }

    #[test]
    fn a01_no_argument_shows_the_help_and_a_misspelt_command_its_neighbour() {
        assert_eq!(Args::try_parse_from(["assay"]).unwrap_err().exit_code(), 2);
        let error = Args::try_parse_from(["assay", "qurey"]).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("query"), "{error}");
    }
}
