//! What `make bench` asks: how long the journal takes to write one keystroke down, beside a workbook of many
//! cells. `journal_cost CELLS FOLDER` prints microseconds, one line for each of a thousand keystrokes.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use model::{Cell, CellBody, CellId, Edit, RunMode, Workbook};
use workbook::RealFs;
use workbook::journal::{Journal, JournalError, Start};

const KEYSTROKES: usize = 1000;
const AT: &str = "2026-11-23T00:00:00Z";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [cells, folder] = args.as_slice() else {
        return ExitCode::from(2);
    };
    let Ok(cells) = cells.parse() else {
        return ExitCode::from(2);
    };
    match typed(cells, Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody listens when standard error is closed.
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn typed(cells: usize, folder: &Path) -> Result<(), JournalError> {
    let text = "select region, sum(amount) from sales group by region\n".repeat(20);
    let cell = |at: usize| Cell {
        id: CellId::new(format!("c{at}")),
        name: format!("cell_{at}"),
        body: CellBody::Sql {
            text: text.clone(),
            mode: RunMode::Manual,
        },
    };
    let workbook = Workbook {
        id: "bench".to_owned(),
        title: "Bench".to_owned(),
        about: String::new(),
        sources: Vec::new(),
        cells: (0..cells).map(cell).collect(),
        ..Workbook::default()
    };
    let start = Start::new(workbook, None, AT);
    let mut journal = Journal::create(&RealFs, folder, "bench", &start)?;
    let mut out = std::io::stdout().lock();
    for at in 0..KEYSTROKES {
        let edit = Edit::SetText {
            cell: CellId::new("c0"),
            text: format!("{text}-- {at}"),
        };
        let start = Instant::now();
        journal.append(&edit, AT)?;
        // A closed pipe ends the run early; nothing is lost by that.
        let _ = writeln!(out, "{}", start.elapsed().as_micros());
    }
    journal.discard(&RealFs)
}
