//! The statement of `assay query`: an argument, or the whole of standard input.

use std::io::IsTerminal;

use protocol::message::Failure;
use tokio::io::AsyncReadExt;
use tokio_util::sync::CancellationToken;

/// The longest statement in bytes; the planner refuses longer ones too.
const MAX_BYTES: usize = 256 * 1024;

/// The statement's text.
pub(super) async fn read(
    argument: Option<&str>,
    cancel: &CancellationToken,
) -> Result<String, Failure> {
    let text = match argument {
        Some("-") => standard_input(cancel).await?,
        None if !std::io::stdin().is_terminal() => standard_input(cancel).await?,
        None => {
            return Err(failure(
                "CLI_NO_STATEMENT",
                "There is no statement to run. Write it as an argument, or `-` to read it from \
                 standard input.",
            ));
        }
        Some(text) => text.to_owned(),
    };
    if text.len() > MAX_BYTES {
        return Err(failure(
            "SQL_TOO_LONG",
            "The statement is longer than 256 KiB and was not run. Put lists of values into a \
             file and join it.",
        ));
    }
    if text.trim().is_empty() {
        return Err(failure(
            "SQL_EMPTY",
            "The statement is empty. Write a query such as: select count(*) from sales",
        ));
    }
    Ok(text)
}

async fn standard_input(cancel: &CancellationToken) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let mut input = tokio::io::stdin().take(MAX_BYTES as u64 + 1);
    let read = tokio::select! {
        read = input.read_to_end(&mut bytes) => read,
        () = cancel.cancelled() => return Err(failure("CANCELLED", "Cancelled.")),
    };
    if read.is_err() {
        return Err(failure(
            "FILE_UNREADABLE",
            "Standard input cannot be read, so there is no statement. Check what is piped into \
             the command.",
        ));
    }
    if bytes.len() > MAX_BYTES {
        // The cut may lie inside a character; the length alone decides.
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        failure(
            "SQL_NOT_TEXT",
            &format!(
                "The statement is not UTF-8 text: byte {at} of standard input is no part of a \
                 character. Pipe a text file with SQL into the command."
            ),
        )
    })?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map_or(text.clone(), str::to_owned))
}

fn failure(code: &str, message: &str) -> Failure {
    Failure {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}
