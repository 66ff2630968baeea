//! Passphrases and signatures of workbook files.

use model::SessionId;
use serde::{Deserialize, Serialize, Serializer};
use ts_rs::TS;
use workbook::Passphrase;

use crate::command::system::Tag;
use crate::command::workbook::SessionView;
use crate::door::Command;
use crate::{App, Error};

/// Writes that something secret was there, and not what.
pub(super) fn hidden<T, S: Serializer>(_secret: &T, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str("")
}

/// Gives the passphrase of an encrypted file, so that other commands can read it until the program
/// ends. It is kept in memory alone.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct UnlockFile {
    pub path: String,
    #[serde(serialize_with = "hidden")]
    #[ts(type = "string")]
    pub passphrase: Passphrase,
}

/// Encrypts the workbook with a passphrase from its next save on, or no more.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetPassphrase {
    pub session: SessionId,
    /// None: the file is in the clear again.
    #[serde(serialize_with = "hidden")]
    #[ts(type = "string | null")]
    pub passphrase: Option<Passphrase>,
}

/// Signs the file of the workbook with the own key, which is made at the first signature.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SignWorkbook {
    pub session: SessionId,
}

/// Answers the own public key and the keys of others that are known here.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GetSigning {}

/// Knows a public key under a name from now on, or forgets it when the name is empty.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct KnowSigner {
    /// In base64, as minisign writes it.
    pub key: String,
    pub name: String,
}

/// Keys for signatures.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Signing {
    /// In base64, as minisign writes it; none before the first signature.
    pub public_key: Option<String>,
    pub signers: Vec<KnownSigner>,
}

/// Somebody whose key is known on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct KnownSigner {
    pub name: String,
    /// In base64, as minisign writes it.
    pub key: String,
}

/// Whose signature a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum SignatureState {
    /// Of this machine.
    Own,
    /// Of a key that is known here under a name.
    Known,
    /// Of a key that nobody named here.
    Unknown,
    /// It does not fit: the file was changed after it was signed, or the signature itself was.
    Broken,
}

/// A signature as a person is told of it. Unless it is broken, the file is unchanged since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SignatureView {
    pub state: SignatureState,
    /// The name of the key here; of another key, what the signer wrote.
    pub name: String,
    /// In base64, as minisign writes it; empty where it cannot be read.
    pub key: String,
    /// When, by the signer's clock: UTC, ISO 8601.
    pub at: Option<String>,
}

impl Command for UnlockFile {
    type Reply = ();
    const NAME: &'static str = "unlock_file";

    async fn run(self, app: &App) -> Result<(), Error> {
        app.unlock(&self.path, self.passphrase).await
    }
}

impl Command for SetPassphrase {
    type Reply = SessionView;
    const NAME: &'static str = "set_passphrase";

    fn stale(&self) -> Vec<Tag> {
        vec![Tag::workbook(&self.session)]
    }

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.session(&self.session)?
            .set_passphrase(app, self.passphrase)
    }
}

impl Command for SignWorkbook {
    type Reply = SessionView;
    const NAME: &'static str = "sign_workbook";

    fn stale(&self) -> Vec<Tag> {
        vec![Tag::workbook(&self.session)]
    }

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.session(&self.session)?.sign(app).await
    }
}

impl Command for GetSigning {
    type Reply = Signing;
    const NAME: &'static str = "get_signing";

    async fn run(self, app: &App) -> Result<Signing, Error> {
        app.signing()
    }
}

impl Command for KnowSigner {
    type Reply = Signing;
    const NAME: &'static str = "know_signer";

    async fn run(self, app: &App) -> Result<Signing, Error> {
        app.know_signer(&self.key, &self.name).await
    }
}
