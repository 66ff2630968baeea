//! Workbook files that only a passphrase opens: the age format, version 1, with one scrypt
//! recipient (<https://age-encryption.org/v1>). Any program that knows age opens them too.

use std::fmt;
use std::io::{Read, Write};

use age::secrecy::{ExposeSecret, SecretString};
use age::{DecryptError, Decryptor, Encryptor, scrypt};
use serde::{Deserialize, Deserializer};

use crate::file::FileError;

/// How every file in this format begins.
const START: &[u8] = b"age-encryption.org/v1\n";
/// scrypt with N = 2^17, r = 8, p = 1: 128 MiB, as the OWASP password storage cheat sheet has it.
const WORK: u8 = 17;
/// N = 2^20 takes 1 GiB; a file that asks for more is a trap.
const MOST_WORK: u8 = 20;
/// Shorter ones are guessed.
const SHORTEST: usize = 8;
const LONGEST: usize = 1024;

/// A passphrase. It is never written, logged or shown; its memory is wiped.
#[derive(Clone)]
pub struct Passphrase(SecretString);

impl Passphrase {
    /// A passphrase to open a file with.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    /// Refuses what is too short or too long to close a file with.
    ///
    /// # Errors
    /// `WB_WEAK_PASSPHRASE`.
    pub fn check(&self) -> Result<(), FileError> {
        let letters = self.0.expose_secret().chars().count();
        if (SHORTEST..=LONGEST).contains(&letters) {
            return Ok(());
        }
        Err(FileError::new(
            "WB_WEAK_PASSPHRASE",
            format!(
                "A passphrase has {SHORTEST} to {LONGEST} characters; several words that nobody guesses are best."
            ),
        ))
    }
}

impl<'de> Deserialize<'de> for Passphrase {
    fn deserialize<D: Deserializer<'de>>(given: D) -> Result<Self, D::Error> {
        let text = Option::<String>::deserialize(given).ok().flatten();
        // What was given instead is not repeated in the error.
        text.map(Self::new)
            .ok_or_else(|| serde::de::Error::custom("a passphrase is text"))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Passphrase")
    }
}

/// Whether these bytes are closed with a passphrase or a key.
pub fn is_encrypted(bytes: &[u8]) -> bool {
    bytes.starts_with(START)
}

/// Closes bytes. Each call gives others, since the salt is drawn anew.
///
/// # Errors
/// `WB_WEAK_PASSPHRASE`, or `WB_NOT_WRITTEN`.
pub(crate) fn encrypt(bytes: &[u8], passphrase: &Passphrase) -> Result<Vec<u8>, FileError> {
    passphrase.check()?;
    let mut recipient = scrypt::Recipient::new(passphrase.0.clone());
    recipient.set_work_factor(WORK);
    let recipient: &dyn age::Recipient = &recipient;
    let failed = |cause: std::io::Error| {
        FileError::new(
            "WB_NOT_WRITTEN",
            "The workbook could not be encrypted. Nothing on disk was changed; try to save again.",
        )
        .with_cause(cause)
    };
    let encryptor = Encryptor::with_recipients(std::iter::once(recipient))
        .map_err(|error| failed(std::io::Error::other(error)))?;
    let mut out = Vec::with_capacity(bytes.len() + 1024);
    let mut writer = encryptor.wrap_output(&mut out).map_err(failed)?;
    writer.write_all(bytes).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(out)
}

/// Opens bytes that [`encrypt`] or another program closed; at most `most` bytes.
///
/// # Errors
/// `WB_PASSPHRASE` without a passphrase, `WB_WRONG_PASSPHRASE`, or why the file is refused.
pub(crate) fn decrypt(
    bytes: &[u8],
    passphrase: Option<&Passphrase>,
    most: u64,
) -> Result<Vec<u8>, FileError> {
    let passphrase = passphrase.ok_or_else(needed)?;
    let decryptor = Decryptor::new_buffered(bytes).map_err(|error| refused(&error))?;
    if !decryptor.is_scrypt() {
        return Err(FileError::new(
            "WB_ENCRYPTED",
            "This file is encrypted for the keys of certain people, not with a passphrase. Decrypt it with the program that made it. Nothing was opened.",
        ));
    }
    let mut identity = scrypt::Identity::new(passphrase.0.clone());
    identity.set_max_work_factor(MOST_WORK);
    let identity: &dyn age::Identity = &identity;
    let reader = decryptor
        .decrypt(std::iter::once(identity))
        .map_err(|error| refused(&error))?;
    let mut out = Vec::new();
    reader
        .take(most.saturating_add(1))
        .read_to_end(&mut out)
        .map_err(|error| damaged().with_cause(error))?;
    if out.len() as u64 > most {
        return Err(FileError::new(
            "WB_TOO_LARGE",
            "The encrypted workbook is larger than a workbook may be. Nothing was opened.",
        ));
    }
    Ok(out)
}

fn needed() -> FileError {
    FileError::new(
        "WB_PASSPHRASE",
        "This workbook is encrypted. Enter its passphrase, or on the command line name a file that holds it with --passphrase-file.",
    )
}

fn damaged() -> FileError {
    FileError::new(
        "WB_INCONSISTENT",
        "The encrypted workbook was cut off or changed after it was encrypted. Nothing was opened; look for another copy.",
    )
}

fn refused(error: &DecryptError) -> FileError {
    match error {
        DecryptError::ExcessiveWork { .. } => FileError::new(
            "WB_TOO_LARGE",
            "Opening this encrypted file would take more than 1 GiB of memory, which no honest program asks for. Nothing was opened.",
        ),
        DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed
        | DecryptError::NoMatchingKeys => FileError::new(
            "WB_WRONG_PASSPHRASE",
            "This passphrase does not open the workbook. Letters count as they are written, large or small; ask whom you have the file from.",
        ),
        _ => damaged(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: u64 = 1 << 20;

    fn word() -> Passphrase {
        Passphrase::new("correct horse battery")
    }

    #[test]
    fn what_was_encrypted_comes_back_and_nothing_of_it_shows() {
        let plain = b"canary-4711 ".repeat(20_000);
        let sealed = encrypt(&plain, &word()).unwrap();
        assert!(is_encrypted(&sealed));
        assert!(!sealed.windows(11).any(|bytes| bytes == b"canary-4711"));
        assert_eq!(decrypt(&sealed, Some(&word()), MOST).unwrap(), plain);
        assert_eq!(
            decrypt(&sealed, Some(&word()), 1000).unwrap_err().code(),
            "WB_TOO_LARGE"
        );
        assert_eq!(
            decrypt(&sealed, None, MOST).unwrap_err().code(),
            "WB_PASSPHRASE"
        );
        let other = Passphrase::new("Correct horse battery");
        assert_eq!(
            decrypt(&sealed, Some(&other), MOST).unwrap_err().code(),
            "WB_WRONG_PASSPHRASE"
        );
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_found() {
        let sealed = encrypt(b"SELECT 1", &word()).unwrap();
        // Each header byte costs a derivation of the key; the body is looked at whole.
        let body = sealed.len() - 40;
        for at in [body, sealed.len() - 17, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(decrypt(&changed, Some(&word()), MOST).is_err(), "{at}");
        }
        for length in [0, 10, START.len(), 60, sealed.len() - 1] {
            assert!(decrypt(&sealed[..length], Some(&word()), MOST).is_err());
        }
    }

    #[test]
    fn a_file_that_asks_for_much_memory_is_refused() {
        let sealed = encrypt(b"x", &word()).unwrap();
        let text = String::from_utf8_lossy(&sealed[..START.len() + 40]).into_owned();
        let line = text.lines().nth(1).unwrap().to_owned();
        let at = START.len() + line.len() - 2;
        let mut greedy = sealed;
        greedy[at..at + 2].copy_from_slice(b"30");
        let error = decrypt(&greedy, Some(&word()), MOST).unwrap_err();
        assert_eq!(error.code(), "WB_TOO_LARGE", "{line}");
    }

    #[test]
    fn weak_passphrases_close_nothing_and_are_never_shown() {
        for weak in ["", "1234567"] {
            let error = encrypt(b"x", &Passphrase::new(weak)).unwrap_err();
            assert_eq!(error.code(), "WB_WEAK_PASSPHRASE");
        }
        assert_eq!(format!("{:?}", word()), "Passphrase");
    }
}
