//! Putting a signature into a file that is there.

use std::path::Path;

use super::{Base, Contents, Extras, FileError, Opened, holds_workbook, load, put, read, write};
use crate::fs::Fs;
use crate::save::{Saved, resolve};
use crate::signature::Signer;

/// Signs the workbook file at `path`: its bytes change by the signature alone. `at` is the time in
/// seconds since 1970.
///
/// # Errors
/// `SIGN_NO_FILE` for an unpacked workbook, `SIGN_SAVE_FIRST` for a file that this version would write
/// otherwise, `WB_CHANGED_ON_DISK` when someone replaces it meanwhile, or as opening and saving.
pub fn sign(
    fs: &dyn Fs,
    path: &Path,
    signer: &Signer,
    (name, at): (&str, i64),
) -> Result<Saved, FileError> {
    let real = resolve(fs, path)?;
    if holds_workbook(fs, &real) {
        return Err(FileError::new(
            "SIGN_NO_FILE",
            "This workbook is a folder, whose texts are meant to change. Pack it into a file first, then sign that.",
        ));
    }
    let (bytes, generation) = load(fs, path)?;
    let opened = read(&bytes).map_err(|error| error.about(path))?;
    if let Some(reason) = opened.read_only {
        return Err(FileError::new("WB_READ_ONLY", reason).about(path));
    }
    if write(&with(&opened, &opened.extras))? != bytes {
        return Err(FileError::new(
            "SIGN_SAVE_FIRST",
            "This file was written or changed by another version or program. Open it, look at it, save it once, then sign it.",
        )
        .about(path));
    }
    let extras = opened.extras.signed(|covered| {
        let manifest = write::manifest_bytes(&with(&opened, covered))?;
        signer.sign(&manifest, name, at)
    })?;
    put(
        fs,
        &real,
        &write(&with(&opened, &extras))?,
        &Base::Same(generation),
    )
}

/// What a file holds, with other parts beside the known ones.
fn with<'book>(opened: &'book Opened, extras: &'book Extras) -> Contents<'book> {
    Contents {
        workbook: &opened.workbook,
        results: &opened.results,
        extras,
    }
}
