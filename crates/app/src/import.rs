//! Notebooks and scripts of other programs opened as new workbooks.

use std::io::Read as _;
use std::path::Path;

use foreign::{Foreign, read_jupyter, read_script};
use model::CellId;

use crate::app::fresh;
use crate::command::workbook::SessionView;
use crate::session::Session;
use crate::{App, Error, paths};

/// Largest file that is read.
const MOST_BYTES: u64 = 64 << 20;

impl App {
    /// Reads a notebook or a script as a workbook that is in no file.
    pub(crate) async fn import_notebook(&self, path: &str) -> Result<SessionView, Error> {
        let path = paths::existing(path)?;
        let title = path
            .file_stem()
            .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let read = tokio::task::spawn_blocking(move || read(&path)).await;
        let found = read.map_err(|_| Error::fault("Reading the file"))??;
        let title = match found.title.as_str() {
            "" => title,
            own => own.to_owned(),
        };
        let session = Session::from_foreign(title, found)?;
        self.admit(session)
    }
}

fn read(path: &Path) -> Result<Foreign, Error> {
    let shown = || crate::error::shown(&path.to_string_lossy());
    let not_read = |error: std::io::Error| {
        Error::new(
            "FILE_NOT_READ",
            format!("{} could not be read: {error}.", shown()),
        )
    };
    let facts = path.metadata().map_err(not_read)?;
    if !facts.is_file() || facts.len() > MOST_BYTES {
        return Err(Error::new(
            "FOREIGN_TOO_LARGE",
            format!("{} is no file of at most 64 MiB. It was not read.", shown()),
        ));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(not_read)?;
    file.take(MOST_BYTES)
        .read_to_end(&mut bytes)
        .map_err(not_read)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Error::new(
            "FOREIGN_NOT_TEXT",
            format!(
                "{} is not UTF-8 from byte {at} on. Save it as UTF-8 and open it again.",
                shown()
            ),
        )
    })?;
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let mut draw = || CellId::from_uuid(fresh());
    let found = match ending.as_deref() {
        Some("ipynb") => read_jupyter(&text, &mut draw),
        Some("sql") => read_script(&text, &mut draw),
        _ => {
            return Err(Error::new(
                "FOREIGN_UNKNOWN",
                format!(
                    "{} is neither a Jupyter notebook (.ipynb) nor a script (.sql).",
                    shown()
                ),
            ));
        }
    };
    found.map_err(|error| Error::new("FOREIGN_NOT_READ", error.to_string()))
}
