//! An answer inside of JSON that tells more than its rows.

use std::fs::File;
use std::path::Path;

use protocol::message::DataFormat;
use serde_json::{Map, Value};

use super::{Rows, copy, export, scratch};
use crate::stopped::Stopped;

/// Prints `told` with one more field `answer`: all rows as a list of objects, and `null` where
/// there are none to print.
pub(crate) async fn print(
    told: &Map<String, Value>,
    answer: Option<&impl Rows>,
) -> Result<(), Stopped> {
    let text = serde_json::to_string_pretty(told).map_err(|_| Stopped::unexpected())?;
    let open = text.strip_suffix("\n}").unwrap_or("{");
    let head = format!("{open},\n  \"answer\": ");
    let place = Path::new("standard output");
    let mut screen = std::io::stdout().lock();
    let Some(answer) = answer else {
        return copy(format!("{head}null\n}}\n").as_bytes(), &mut screen, place);
    };
    drop(screen);
    // Nothing is printed before the answer is complete.
    let scratch = scratch(&std::env::temp_dir())?;
    let rows: File = export(answer, DataFormat::Json, &scratch.answer()).await?;
    screen = std::io::stdout().lock();
    copy(head.as_bytes(), &mut screen, place)?;
    copy(rows, &mut screen, place)?;
    copy(&b"\n}\n"[..], &mut screen, place)
}
