//! The arguments of `assay package`.

use std::path::PathBuf;

use super::{NamedValue, TrustOnce, named_value};

/// `assay package`.
#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(crate) struct Package {
    /// The workbook
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// The copy that is written; left out, nothing is written and what would leave is listed
    #[arg(long, short, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// A table that leaves with all of its rows
    #[arg(long = "table", value_name = "TABLE")]
    pub(crate) tables: Vec<String>,
    /// Only rows of a table with this value, or one of `a,b`; several conditions must all hold
    #[arg(long = "where", value_name = "TABLE.COLUMN=VALUE", value_parser = named_value)]
    pub(crate) filters: Vec<NamedValue>,
    /// Only groups of a table: sums of numbers and the number of rows for each
    #[arg(long = "group", value_name = "TABLE=COLUMN,…", value_parser = grouped)]
    pub(crate) groups: Vec<(String, Vec<String>)>,
    /// Groups of fewer rows are left out; needs --group
    #[arg(long, value_name = "N", default_value_t = 5, requires = "groups", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) floor: u32,
    /// A column that is left out
    #[arg(long = "drop", value_name = "TABLE.COLUMN", value_parser = column)]
    pub(crate) dropped: Vec<(String, String)>,
    /// A column whose values are replaced by hashes: equal ones stay equal, the key is thrown away
    #[arg(long = "hash", value_name = "TABLE.COLUMN", value_parser = column)]
    pub(crate) hashed: Vec<(String, String)>,
    /// Stored answers of cells that were computed from tables which leave whole
    #[arg(long)]
    pub(crate) answers: bool,
    /// Values that were chosen in parameters and in filters of charts
    #[arg(long)]
    pub(crate) values: bool,
    /// Encrypt the copy with the passphrase in the first line of a file; `-` reads it from standard input
    #[arg(long, value_name = "FILE", requires = "output")]
    pub(crate) encrypt_with: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long)]
    pub(crate) force: bool,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) trust: TrustOnce,
}

/// A table and a column of it.
pub(crate) fn column(text: &str) -> Result<(String, String), String> {
    match text.split_once('.') {
        Some((table, column)) if !table.is_empty() && !column.is_empty() => {
            Ok((table.to_owned(), column.to_owned()))
        }
        _ => Err("write TABLE.COLUMN, for example orders.customer".to_owned()),
    }
}

fn grouped(text: &str) -> Result<(String, Vec<String>), String> {
    let wanted = "write TABLE=COLUMN, for example orders=region,month";
    let (table, columns) = text.split_once('=').ok_or(wanted)?;
    let columns: Vec<String> = columns
        .split(',')
        .map(|name| name.trim().to_owned())
        .collect();
    if table.is_empty() || columns.iter().any(String::is_empty) {
        return Err(wanted.to_owned());
    }
    Ok((table.to_owned(), columns))
}
