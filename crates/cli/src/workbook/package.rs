//! `assay package`: a copy of a workbook with as much of its data as the command line says.

use std::fmt::Write as _;

use app::command::package::{PackageReport, PackageWish, PackagedTable, Share, TableWish};
use model::{Compare, Filter, ParameterValue, Value};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::Book;
use crate::args::{Package, column};
use crate::console::{self, printable};
use crate::exchange::{path, print_json};
use crate::exit::Exit;
use crate::host;
use crate::stopped::Stopped;

/// Writes a package, or says what it would hold.
pub(crate) async fn package(asked: Package, cancel: &CancellationToken) -> Exit {
    let done = async {
        let wish = wish(&asked)?;
        let book = Book::open(&asked.file, asked.trust, cancel).await?;
        let outcome = book.package(&asked, &wish).await;
        book.close().await;
        outcome
    };
    let report = match done.await {
        Ok(report) => report,
        Err(stopped) => return stopped.report(""),
    };
    if asked.json {
        print_json(&report);
    } else {
        console::print(&told(&report));
    }
    Exit::Fine
}

impl Book<'_> {
    async fn package(&self, asked: &Package, wish: &PackageWish) -> Result<PackageReport, Stopped> {
        let call = match &asked.output {
            None => self.call("plan_package", json!({ "wish": wish, "job": "package" })),
            Some(output) => {
                let file = asked.encrypt_with.as_deref();
                let passphrase = file.map(host::passphrase).transpose()?;
                let request = json!({
                    "wish": wish, "job": "package", "path": path(output),
                    "overwrite": asked.force, "passphrase": passphrase,
                });
                self.call("package_workbook", request)
            }
        };
        let report = self.stoppable(call).await?;
        serde_json::from_value(report).map_err(|_| Stopped::unexpected())
    }
}

/// What the options say about each table, together.
fn wish(asked: &Package) -> Result<PackageWish, Stopped> {
    let mut wish = PackageWish {
        tables: Vec::new(),
        answers: asked.answers,
        values: asked.values,
    };
    for name in &asked.tables {
        entry(&mut wish, name).share = Share::Full;
    }
    for (name, by) in &asked.groups {
        entry(&mut wish, name).share = Share::Aggregated {
            by: by.clone(),
            floor: asked.floor,
        };
    }
    for filter in &asked.filters {
        let (name, field) =
            column(&filter.name).map_err(|why| Stopped::because("CLI_PACKAGE", why))?;
        let filter = condition(field, &filter.value)?;
        match &mut entry(&mut wish, &name).share {
            Share::Filtered { filters } => filters.push(filter),
            share @ (Share::None | Share::Full) => {
                *share = Share::Filtered {
                    filters: vec![filter],
                };
            }
            Share::Aggregated { .. } => {
                return Err(Stopped::because(
                    "CLI_PACKAGE",
                    format!(
                        "{} is to leave in groups, so --where does not go with it.",
                        printable(&name)
                    ),
                ));
            }
        }
    }
    for (name, column) in &asked.dropped {
        entry(&mut wish, name).drop.push(column.clone());
    }
    for (name, column) in &asked.hashed {
        entry(&mut wish, name).hash.push(column.clone());
    }
    let unshared = wish
        .tables
        .iter()
        .find(|table| matches!(table.share, Share::None));
    match unshared {
        None => Ok(wish),
        Some(table) => Err(Stopped::because(
            "CLI_PACKAGE",
            format!(
                "{} does not leave yet: add --table {}, --where or --group.",
                printable(&table.table),
                printable(&table.table)
            ),
        )),
    }
}

fn entry<'wish>(wish: &'wish mut PackageWish, name: &str) -> &'wish mut TableWish {
    let at = wish.tables.iter().position(|table| table.table == name);
    let at = at.unwrap_or_else(|| {
        wish.tables.push(TableWish {
            table: name.to_owned(),
            share: Share::None,
            drop: Vec::new(),
            hash: Vec::new(),
        });
        wish.tables.len() - 1
    });
    &mut wish.tables[at]
}

/// A condition from a value as `--param` reads it.
fn condition(field: String, value: &ParameterValue) -> Result<Filter, Stopped> {
    let one = |value: Value| (Compare::Equal, value);
    let (compare, value) = match value {
        ParameterValue::Text { value } => one(Value::Text(value.clone())),
        ParameterValue::Number {
            value: Some(number),
            ..
        } if number.contains('.') => one(Value::Decimal(number.clone())),
        ParameterValue::Number {
            value: Some(number),
            ..
        } => one(Value::Integer(number.clone())),
        ParameterValue::Choice { chosen, .. } => (Compare::In, Value::List(chosen.clone())),
        ParameterValue::DateRange {
            from: Some(from),
            to: Some(to),
        } if from == to => one(Value::Date(from.clone())),
        ParameterValue::Date { value: Some(day) } => one(Value::Date(day.clone())),
        ParameterValue::Number { value: None, .. }
        | ParameterValue::Date { value: None }
        | ParameterValue::DateRange { .. } => {
            return Err(Stopped::because(
                "CLI_PACKAGE",
                "A condition of --where is a value, or several as a,b.",
            ));
        }
    };
    Ok(Filter {
        field,
        compare,
        value,
    })
}

fn told(report: &PackageReport) -> String {
    let mut out = String::new();
    match &report.path {
        Some(path) => {
            let _ = writeln!(out, "{}: {} bytes", printable(path), report.bytes);
        }
        None => {
            let _ = writeln!(
                out,
                "Nothing was written. {} bytes would leave:",
                report.bytes
            );
        }
    }
    for table in &report.tables {
        out.push_str(&table_told(table));
    }
    out.push_str(&names("answers of", &report.answers));
    out.push_str(&names("chosen values of", &report.values));
    out.push_str(&names("texts as they are written:", &report.texts));
    if report.tables.is_empty() && report.answers.is_empty() {
        out.push_str("  no data\n");
    }
    out.push_str("What stays here:\n");
    out.push_str(&names("answers of", &report.answers_left));
    out.push_str(&names("chosen values of", &report.values_left));
    if report.versions_left > 0 {
        let _ = writeln!(out, "  {} earlier versions", report.versions_left);
    }
    out.push_str("  tables and columns that are not named above, paths of files\n");
    out
}

fn table_told(table: &PackagedTable) -> String {
    let of = table
        .of_rows
        .map_or(String::new(), |rows| format!(" of {rows}"));
    let mut out = format!(
        "  table {}: {}{of} rows, {} bytes: {}\n",
        printable(&table.table),
        table.rows,
        table.bytes,
        printable(&table.columns.join(", "))
    );
    if !table.hashed.is_empty() {
        let _ = writeln!(
            out,
            "    as hashes: {}",
            printable(&table.hashed.join(", "))
        );
    }
    if !table.dropped.is_empty() {
        let _ = writeln!(
            out,
            "    left out: {}",
            printable(&table.dropped.join(", "))
        );
    }
    if table.groups_left > 0 {
        let _ = writeln!(
            out,
            "    {} groups with too few rows left out",
            table.groups_left
        );
    }
    out
}

fn names(what: &str, names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    format!("  {what} {}\n", printable(&names.join(", ")))
}
