//! Records of trust: made here, sealed with a key of this machine, found by content.

use std::fs;
use std::io;
use std::path::Path;

use catalog::{Trusted, TrustedDocument};
use model::Workbook;
use workbook::file::{EXTENSION, Generation};

use super::changes::remembered;
use super::{Action, Permission, Trust, kept, permission};
use crate::clock::utc;
use crate::command::trust::ChangesSinceTrust;
use crate::{App, Error};

const KEY_FILE: &str = "trust.key";
const KEY_BYTES: usize = 32;
/// What a seal is about, so that it never stands for anything else.
const DOMAIN: &[u8] = b"assay trust 1\0";
/// What the seal of a document is about.
const DOCUMENT_DOMAIN: &[u8] = b"assay trusted document 1\0";
/// A larger file is no sample.
const MOST_SAMPLE_BYTES: u64 = 64 << 20;

/// The key of this machine for records of trust.
pub(crate) struct Seals {
    key: [u8; KEY_BYTES],
}

/// How a content stands with this machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) trust: Trust,
    /// When an earlier content of this workbook was trusted or saved here; UTC, ISO 8601.
    pub(crate) changed_since: Option<String>,
    /// What differs from that content, where what it said is remembered.
    pub(crate) changes: Option<ChangesSinceTrust>,
}

/// A content that is trusted: what it says, and the file that holds it.
pub(crate) struct Content<'a> {
    pub(crate) generation: &'a Generation,
    pub(crate) workbook: &'a Workbook,
    pub(crate) path: &'a Path,
}

impl Judged {
    /// Nothing is known but the trust itself.
    pub(crate) fn of(trust: Trust) -> Self {
        Self {
            trust,
            changed_since: None,
            changes: None,
        }
    }
}

impl Seals {
    /// The key in the state folder, made when there is none. Where it cannot be kept, one that
    /// ends with the program, and a sentence about it.
    pub(crate) fn open(folder: &Path) -> (Self, Option<String>) {
        match kept_key(folder) {
            Ok(key) => (Self { key }, None),
            Err(error) => {
                tracing::warn!(%error, "the key of trust cannot be kept");
                let mut key = [0; KEY_BYTES];
                // Without randomness the seals of this run fit nothing that is kept anyway.
                let _ = getrandom::fill(&mut key);
                let notice = "Which workbooks are trusted cannot be remembered: the key for it cannot be kept in the state folder. Those that you open are restricted until you trust them again.";
                (Self { key }, Some(notice.to_owned()))
            }
        }
    }

    fn seal(&self, domain: &[u8], fields: [&[u8]; 3]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher.update(domain);
        for field in fields {
            hasher.update(&(field.len() as u64).to_le_bytes());
            hasher.update(field);
        }
        hasher.finalize()
    }

    fn record(&self, content: &str, workbook: &str, since: String) -> Trusted {
        let fields = [content, workbook, &since].map(str::as_bytes);
        let seal = self.seal(DOMAIN, fields);
        Trusted {
            content: content.to_owned(),
            workbook: workbook.to_owned(),
            since,
            seal: seal.to_hex().to_string(),
        }
    }

    /// Whether a record was made here. Compares in constant time.
    fn fits(&self, record: &Trusted) -> bool {
        let fields = [&record.content, &record.workbook, &record.since];
        let seal = self.seal(DOMAIN, fields.map(String::as_bytes));
        is_same(&record.seal, seal)
    }

    pub(super) fn document(
        &self,
        content: &str,
        workbook: &str,
        document: Vec<u8>,
    ) -> TrustedDocument {
        let fields = [content.as_bytes(), workbook.as_bytes(), &document];
        let seal = self.seal(DOCUMENT_DOMAIN, fields);
        TrustedDocument {
            content: content.to_owned(),
            seal: seal.to_hex().to_string(),
            document,
        }
    }

    /// Whether a document was remembered here for a workbook.
    pub(super) fn fits_document(&self, workbook: &str, kept: &TrustedDocument) -> bool {
        let fields = [kept.content.as_bytes(), workbook.as_bytes(), &kept.document];
        is_same(&kept.seal, self.seal(DOCUMENT_DOMAIN, fields))
    }
}

/// The file is whole; it will ask to be trusted when it is opened next.
fn not_remembered(error: &Error) {
    tracing::warn!(
        code = error.code,
        "trust of a saved file was not remembered"
    );
}

fn is_same(given: &str, seal: blake3::Hash) -> bool {
    blake3::Hash::from_hex(given).is_ok_and(|given| given == seal)
}

fn kept_key(folder: &Path) -> io::Result<[u8; KEY_BYTES]> {
    let made = || {
        let mut key = vec![0; KEY_BYTES];
        getrandom::fill(&mut key).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(key)
    };
    kept::secret(folder, KEY_FILE, made)?
        .try_into()
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "the key has a wrong length"))
}

impl App {
    /// How a content stands with this machine. A catalog that does not answer grants nothing.
    pub(crate) async fn judge(&self, content: &Generation, workbook: &str) -> Judged {
        let (content, workbook) = (content.as_str().to_owned(), workbook.to_owned());
        let wanted = content.clone();
        let found = self
            .recall(move |catalog| {
                let record = catalog.trusted(&wanted)?;
                Ok((record, catalog.trusted_before(&workbook)?))
            })
            .await;
        let (record, before) = found.unwrap_or_default();
        if record.is_some_and(|record| self.seals().fits(&record)) || self.is_sample(content).await
        {
            return Judged::of(Trust::Trusted);
        }
        let genuine = before.into_iter().find(|one| self.seals().fits(one));
        Judged {
            changed_since: genuine.map(|one| one.since),
            ..Judged::of(Trust::Restricted)
        }
    }

    /// Remembers that a content is trusted from now on, and what it says.
    pub(crate) async fn keep_trust(&self, content: &Content<'_>) -> Result<(), Error> {
        let (app, generation) = (self.clone(), content.generation.clone());
        let (workbook, path) = (content.workbook.clone(), content.path.to_owned());
        self.recall(move |catalog| {
            let since = utc(app.now());
            let record = app.seals().record(generation.as_str(), &workbook.id, since);
            let document = remembered(&app, &generation, (&workbook, &path));
            catalog.put_trusted(&record, document.as_ref())
        })
        .await
    }

    /// What was saved here from a workbook of this trust may be trusted too.
    pub(crate) async fn keep_trust_of_saved(&self, trust: Trust, content: &Content<'_>) {
        if permission(Action::SaveAsOwn, trust) != Permission::Allowed {
            return;
        }
        if let Err(error) = self.keep_trust(content).await {
            not_remembered(&error);
        }
    }

    /// A copy with less in it that was written here from a workbook of this trust may be trusted too.
    /// What the workbook itself said when it was trusted last stays remembered.
    pub(crate) async fn keep_trust_of_copy(
        &self,
        trust: Trust,
        generation: &Generation,
        workbook: &str,
    ) {
        if permission(Action::SaveAsOwn, trust) != Permission::Allowed {
            return;
        }
        let (app, content, workbook) = (self.clone(), generation.clone(), workbook.to_owned());
        let kept = self
            .recall(move |catalog| {
                let since = utc(app.now());
                let record = app.seals().record(content.as_str(), &workbook, since);
                catalog.put_trusted_copy(&record)
            })
            .await;
        if let Err(error) = kept {
            not_remembered(&error);
        }
    }

    /// Forgets a content and every other one of the same workbook.
    pub(crate) async fn end_trust(
        &self,
        content: &Generation,
        workbook: &str,
    ) -> Result<(), Error> {
        let (content, workbook) = (content.as_str().to_owned(), workbook.to_owned());
        self.recall(move |catalog| catalog.forget_trusted(&content, &workbook))
            .await
            .map(drop)
    }

    /// Whether a content is that of a sample which came with the program.
    async fn is_sample(&self, content: String) -> bool {
        let Some(folder) = self.config().samples_dir.clone() else {
            return false;
        };
        let looked = tokio::task::spawn_blocking(move || {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            entries
                .map(|entry| entry.path())
                .filter(|path| path.extension().is_some_and(|end| end == EXTENSION))
                .filter(|path| {
                    let facts = fs::metadata(path);
                    facts.is_ok_and(|facts| facts.is_file() && facts.len() <= MOST_SAMPLE_BYTES)
                })
                .filter_map(|path| fs::read(path).ok())
                .any(|bytes| Generation::of(&bytes).as_str() == content)
        });
        looked.await.unwrap_or(false)
    }
}
