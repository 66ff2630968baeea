//! What a workbook says otherwise than when it was trusted here last. What it said then is kept in
//! the catalog, sealed like the record of trust; of an encrypted file nothing is kept.

use std::path::Path;

use catalog::TrustedDocument;
use model::Workbook;
use workbook::compare::compare;
use workbook::file::{Generation, pack_document, unpack_document};

use super::record::Judged;
use crate::command::trust::ChangesSinceTrust;
use crate::{App, Error};

/// Most differences that are said in words; all of them are counted.
const MOST_WORDS: usize = 20;

impl App {
    /// What a workbook said when it was trusted last, with its sources as seen from the place of `path`.
    pub(crate) async fn trusted_document(&self, workbook: &str, path: &Path) -> Option<Workbook> {
        let (disk, seals) = (self.disk(), self.clone());
        let (workbook, path) = (workbook.to_owned(), path.to_owned());
        let found = self.recall(move |catalog| {
            let kept = catalog.trusted_document(&workbook)?;
            let genuine = kept.filter(|kept| seals.seals().fits_document(&workbook, kept));
            Ok(genuine
                .and_then(|kept| unpack_document(disk.as_ref(), &kept.document, path.parent())))
        });
        found.await.unwrap_or_default()
    }

    /// The same judgement with what changed since an earlier content was trusted.
    pub(crate) async fn with_changes(
        &self,
        judged: Judged,
        workbook: &Workbook,
        path: &Path,
    ) -> Judged {
        if judged.changed_since.is_none() {
            return judged;
        }
        let before = self.trusted_document(&workbook.id, path).await;
        let changes = before.map(|before| changes(&before, workbook));
        Judged { changes, ..judged }
    }
}

/// What is to be remembered of a content: nothing of one that its file keeps from eyes.
pub(super) fn remembered(
    app: &App,
    generation: &Generation,
    (workbook, path): (&Workbook, &Path),
) -> Option<TrustedDocument> {
    if app.passphrases().is_encrypted(path) {
        return None;
    }
    let packed = pack_document(workbook, path.parent())?;
    let seals = app.seals();
    Some(seals.document(generation.as_str(), &workbook.id, packed))
}

fn changes(before: &Workbook, now: &Workbook) -> ChangesSinceTrust {
    let found = compare(before, now);
    let words = found
        .iter()
        .take(MOST_WORDS)
        .map(workbook::compare::Change::words);
    ChangesSinceTrust {
        words: words.collect(),
        count: u32::try_from(found.len()).unwrap_or(u32::MAX),
    }
}

/// Nothing is remembered of what the workbook said when it was trusted.
pub(crate) fn not_remembered() -> Error {
    Error::new(
        "TRUST_NOT_REMEMBERED",
        "What this workbook said when it was trusted is not known on this computer any more, so its changes cannot be shown. Compare it with another copy of the file.",
    )
}
