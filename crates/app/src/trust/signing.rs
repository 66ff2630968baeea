//! Who signed a workbook. A signature says from whom a file is and that it is unchanged; it grants
//! no trust.

use std::io;
use std::sync::Arc;

use jiff::Timestamp;
use workbook::file;
use workbook::signature::{Signature, Signer, is_public_key};

use super::kept;
use super::record::Content;
use crate::clock::utc;
use crate::command::protect::{KnownSigner, SignatureState, SignatureView, Signing};
use crate::command::workbook::SessionView;
use crate::session::Session;
use crate::{App, Error};

const KEY_FILE: &str = "sign.key";
/// Most people whose keys are known.
const MOST_SIGNERS: usize = 500;
/// Longest name of one, in characters.
const LONGEST_NAME: usize = 100;

impl App {
    /// What a signature means on this machine.
    pub(crate) fn signature_view(&self, found: &Signature) -> SignatureView {
        let known = self.settings().signers;
        let known = known.into_iter().find(|signer| signer.key == found.key);
        let own = || self.public_key().ok().flatten();
        let (state, name) = match known {
            _ if !found.fits => (SignatureState::Broken, found.name.clone()),
            Some(known) => (SignatureState::Known, known.name),
            None if own().as_ref() == Some(&found.key) => (SignatureState::Own, found.name.clone()),
            None => (SignatureState::Unknown, found.name.clone()),
        };
        let at = found.at.and_then(|at| Timestamp::from_second(at).ok());
        SignatureView {
            state,
            name,
            key: found.key.clone(),
            at: at.map(utc),
        }
    }

    /// The own public key, and the keys of others that are known here.
    pub(crate) fn signing(&self) -> Result<Signing, Error> {
        Ok(Signing {
            public_key: self.public_key()?,
            signers: self.settings().signers,
        })
    }

    /// Knows a key under a name from now on; without a name it is forgotten.
    pub(crate) async fn know_signer(&self, key: &str, name: &str) -> Result<Signing, Error> {
        let (key, name) = (key.trim(), name.trim());
        if !is_public_key(key) {
            return Err(Error::new(
                "SIGN_PUBLIC_KEY",
                "This is no public key. It has 56 letters and begins with RW; ask its owner to copy it from Assay or minisign.",
            ));
        }
        let is_odd = name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control);
        if is_odd {
            return Err(Error::new(
                "SIGN_NAME",
                format!("A name has at most {LONGEST_NAME} characters in one line."),
            ));
        }
        let mut settings = self.settings();
        settings.signers.retain(|signer| signer.key != key);
        if !name.is_empty() {
            if settings.signers.len() >= MOST_SIGNERS {
                return Err(Error::new(
                    "SIGN_TOO_MANY",
                    format!("{MOST_SIGNERS} keys are known. Forget one first."),
                ));
            }
            settings.signers.push(KnownSigner {
                name: name.to_owned(),
                key: key.to_owned(),
            });
            settings
                .signers
                .sort_by(|one, other| one.name.cmp(&other.name));
        }
        self.save_settings(settings).await?;
        for session in self.all_sessions() {
            let mut state = session.state();
            let signed = state.file.signature.clone();
            if let Some(signed) = signed.filter(|signed| signed.key == key) {
                state.file.signed = Some(self.signature_view(&signed));
                state.touch();
            }
        }
        self.signing()
    }

    /// The own key, made at the first signature.
    fn signer(&self) -> Result<Signer, Error> {
        let made = || {
            let signer = Signer::generate().map_err(io::Error::other)?;
            Ok(signer.to_text().map_err(io::Error::other)?.into_bytes())
        };
        let text = kept::secret(&self.config().state_dir, KEY_FILE, made).map_err(|error| {
            tracing::warn!(%error, "the key for signing cannot be kept");
            Error::new(
                "SIGN_KEY",
                "Nothing was signed: the key for it cannot be kept in the state folder. Free space there, or give this account the right to write in it.",
            )
        })?;
        Ok(Signer::from_text(&String::from_utf8_lossy(&text))?)
    }

    /// The own public key; none before the first signature.
    fn public_key(&self) -> Result<Option<String>, Error> {
        if !self.config().state_dir.join(KEY_FILE).exists() {
            return Ok(None);
        }
        Ok(Some(self.signer()?.public_key()))
    }
}

impl Session {
    /// Signs the file of the workbook, which must be saved.
    pub(crate) async fn sign(self: &Arc<Self>, app: &App) -> Result<SessionView, Error> {
        let path = {
            let state = self.state();
            let path = state.file.path.clone();
            path.filter(|_| !state.history.is_dirty())
        };
        let path = path.ok_or_else(|| {
            Error::new(
                "SIGN_NOT_SAVED",
                "A signature is for a file. Save the workbook first, then sign it.",
            )
        })?;
        let (signer, name) = (app.signer()?, app.settings().author);
        let at = app.now().as_second();
        let disk = app.disk();
        let signed = tokio::task::spawn_blocking(move || {
            let saved = file::sign(disk.as_ref(), &path, &signer, (&name, at))?;
            let opened = file::open(disk.as_ref(), &path)?;
            Ok::<_, Error>((saved, opened))
        });
        let (saved, opened) = signed
            .await
            .unwrap_or_else(|_| Err(Error::fault("Signing the workbook")))?;
        let content = Content {
            generation: &saved.generation,
            workbook: &opened.workbook,
            path: &saved.path,
        };
        app.keep_trust_of_saved(self.trust(), &content).await;
        let signature = opened.signature;
        self.adopt_signed(app, &saved, opened.extras, signature);
        Ok(self.view())
    }
}
