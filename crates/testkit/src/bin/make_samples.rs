//! Writes the retail sample set as CSV files into FOLDER, and the starter workbooks beside them:
//! `make_samples FOLDER [SEED]`.
#![expect(clippy::print_stderr, reason = "a tool for developers")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use workbook::file::{Contents, Extras};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next().map(PathBuf::from) else {
        eprintln!("make_samples FOLDER [SEED]");
        return ExitCode::from(2);
    };
    let seed = arguments
        .next()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(20_261_120);
    if let Err(error) = std::fs::create_dir_all(&folder) {
        eprintln!("{} cannot be made: {error}", folder.display());
        return ExitCode::from(4);
    }
    for table in testkit::retail::tables(seed) {
        let path = folder.join(format!("{}.csv", table.name));
        if let Err(error) = std::fs::write(&path, table.csv) {
            eprintln!("{} cannot be written: {error}", path.display());
            return ExitCode::from(4);
        }
    }
    for starter in testkit::starters::starters() {
        let contents = Contents {
            workbook: &starter.workbook,
            results: &BTreeMap::new(),
            extras: &Extras::default(),
        };
        let path = folder.join(starter.file);
        let written = workbook::file::write(&contents)
            .map_err(|error| error.to_string())
            .and_then(|bytes| std::fs::write(&path, bytes).map_err(|error| error.to_string()));
        if let Err(error) = written {
            eprintln!("{} cannot be written: {error}", path.display());
            return ExitCode::from(4);
        }
    }
    ExitCode::SUCCESS
}
