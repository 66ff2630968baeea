//! Where the answer goes: standard output, or a file that is whole or absent.

pub(crate) mod envelope;
mod scratch;
mod table;

use std::fs::{File, OpenOptions, Permissions};
use std::io::{ErrorKind, IsTerminal, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use protocol::message::DataFormat;

use crate::args::Format;
use crate::stopped::Stopped;
use scratch::Scratch;

/// An answer that can be written.
pub(crate) trait Rows {
    /// Writes all rows to a new file.
    async fn export(&self, format: DataFormat, path: &str) -> Result<(), Stopped>;
    /// The first rows.
    async fn first(&self, limit: u32) -> Result<First, Stopped>;
    /// What stands below a table, besides the count of rows.
    fn caption(&self) -> String;
}

/// The first rows of an answer.
pub(crate) struct First {
    /// All rows of the answer.
    pub(crate) rows: u64,
    /// The first ones as an Arrow IPC stream.
    pub(crate) stream: Vec<u8>,
}

/// Where and how the answer is written.
pub(crate) struct Target {
    format: Format,
    place: Place,
}

enum Place {
    Screen,
    /// A regular file, replaced in one step; links are followed.
    File(PathBuf),
    /// A device or pipe.
    Stream(PathBuf),
}

impl Target {
    /// Decides the place, and refuses to write over an input before anything runs.
    pub(crate) fn of<'a>(
        output: Option<&Path>,
        format: Option<Format>,
        inputs: impl Iterator<Item = &'a Path>,
    ) -> Result<Self, Stopped> {
        let format = format.unwrap_or_else(|| format_for(output));
        let Some(path) = output else {
            if format.is_binary() && std::io::stdout().is_terminal() {
                return Err(Stopped::because(
                    "CLI_BINARY_OUTPUT",
                    "This format is no text and would garble the terminal. Give a file with \
                     --output FILE, or pipe the answer into a program.",
                ));
            }
            return Ok(Self {
                format,
                place: Place::Screen,
            });
        };
        let place = match std::fs::metadata(path) {
            Ok(now) if now.is_dir() => return Err(unwritable(path, "it is a folder")),
            Ok(now) if !now.is_file() => Place::Stream(path.to_owned()),
            Ok(now) => {
                let is_input = inputs
                    .filter_map(|input| std::fs::metadata(input).ok())
                    .any(|input| (input.dev(), input.ino()) == (now.dev(), now.ino()));
                if is_input {
                    return Err(Stopped::because(
                        "CLI_SAME_FILE",
                        format!(
                            "{} is one of the sources and is not overwritten. Write to another \
                             file.",
                            path.display()
                        ),
                    ));
                }
                let real = std::fs::canonicalize(path)
                    .map_err(|error| unwritable(path, reason(&error)))?;
                Place::File(real)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Place::File(path.to_owned()),
            Err(error) => return Err(unwritable(path, reason(&error))),
        };
        if let Place::File(path) = &place {
            let folder = folder_of(path);
            if !folder.is_dir() {
                return Err(unwritable(path, "its folder is not there"));
            }
        }
        Ok(Self { format, place })
    }

    /// Writes the answer.
    pub(crate) async fn fill(self, answer: &impl Rows) -> Result<(), Stopped> {
        match (self.place, self.format.as_data()) {
            (Place::Screen, None) => show(&table::drawn(answer, true).await?),
            (Place::Screen, Some(format)) => {
                let scratch = scratch(&std::env::temp_dir())?;
                let file = export(answer, format, &scratch.answer()).await?;
                copy(
                    file,
                    &mut std::io::stdout().lock(),
                    Path::new("standard output"),
                )
            }
            (Place::Stream(path), format) => {
                let scratch = scratch(&std::env::temp_dir())?;
                let mut stream = OpenOptions::new()
                    .write(true)
                    .open(&path)
                    .map_err(|error| unwritable(&path, reason(&error)))?;
                if let Some(format) = format {
                    let file = export(answer, format, &scratch.answer()).await?;
                    copy(file, &mut stream, &path)
                } else {
                    let text = table::drawn(answer, false).await?;
                    copy(text.as_bytes(), &mut stream, &path)
                }
            }
            (Place::File(path), format) => {
                // In the same folder, so that putting it in place is one step.
                let scratch = scratch(folder_of(&path))
                    .map_err(|_| unwritable(&path, "its folder cannot be written"))?;
                let fresh = scratch.answer_for(&path);
                let file = if let Some(format) = format {
                    export(answer, format, &fresh).await?
                } else {
                    let text = table::drawn(answer, false).await?;
                    std::fs::write(&fresh, text)
                        .and_then(|()| File::open(&fresh))
                        .map_err(|error| unwritable(&path, reason(&error)))?
                };
                put_in_place(&file, &fresh, &path)
                    .map_err(|error| unwritable(&path, reason(&error)))
            }
        }
    }
}

fn put_in_place(file: &File, fresh: &Path, path: &Path) -> std::io::Result<()> {
    let mode = match std::fs::metadata(path) {
        Ok(before) => before.permissions().mode() & 0o777,
        Err(_) => 0o666 & !creation_mask(),
    };
    file.set_permissions(Permissions::from_mode(mode))?;
    file.sync_all()?;
    std::fs::rename(fresh, path)?;
    File::open(folder_of(path))?.sync_all()
}

fn creation_mask() -> u32 {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|text| {
            let mask = text
                .lines()
                .find_map(|line| line.strip_prefix("Umask:"))?
                .trim()
                .to_owned();
            u32::from_str_radix(&mask, 8).ok()
        })
        .unwrap_or(0o022)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn scratch(inside: &Path) -> Result<Scratch, Stopped> {
    Scratch::inside(inside).map_err(|error| unwritable(inside, reason(&error)))
}

async fn export(answer: &impl Rows, format: DataFormat, path: &Path) -> Result<File, Stopped> {
    let path = std::path::absolute(path).map_err(|error| unwritable(path, reason(&error)))?;
    let text = path
        .to_str()
        .ok_or_else(|| unwritable(&path, "its name is not UTF-8"))?;
    answer.export(format, text).await?;
    File::open(&path).map_err(|error| unwritable(&path, reason(&error)))
}

fn show(text: &str) -> Result<(), Stopped> {
    copy(
        text.as_bytes(),
        &mut std::io::stdout().lock(),
        Path::new("standard output"),
    )
}

fn copy(mut from: impl std::io::Read, to: &mut impl Write, name: &Path) -> Result<(), Stopped> {
    match std::io::copy(&mut from, to).and_then(|_| to.flush()) {
        // The reader has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(unwritable(name, reason(&error))),
        Ok(()) => Ok(()),
    }
}

fn unwritable(path: &Path, why: &str) -> Stopped {
    let name: String = path.display().to_string().chars().take(200).collect();
    Stopped::because(
        "FILE_UNWRITABLE",
        format!("{name} cannot be written: {why}. Nothing was changed there; write elsewhere."),
    )
}

fn format_for(output: Option<&Path>) -> Format {
    let ending = output
        .and_then(Path::extension)
        .and_then(|ending| ending.to_str())
        .unwrap_or("");
    match ending.to_ascii_lowercase().as_str() {
        "json" => Format::Json,
        "ndjson" | "jsonl" => Format::Ndjson,
        "parquet" => Format::Parquet,
        "arrow" => Format::Arrow,
        _ if output.is_none() && std::io::stdout().is_terminal() => Format::Table,
        _ => Format::Csv,
    }
}

/// Why a file cannot be used, in words.
pub(crate) fn reason(error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "it is not there",
        ErrorKind::PermissionDenied => "it may not be accessed",
        ErrorKind::NotADirectory => "it is not a folder",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the quota is used up",
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        ErrorKind::InvalidFilename => "its name is not allowed there",
        _ => "the system refuses it",
    }
}
