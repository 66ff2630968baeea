//! Trusting workbooks that were not made on this machine.

use model::SessionId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::protect::SignatureView;
use crate::command::system::Tag;
use crate::command::workbook::SessionView;
use crate::door::Command;
use crate::trust::Trust;
use crate::{App, Error};

/// Says how far an open workbook is trusted from now on. `trusted` is remembered for its file,
/// `restricted` forgets that and lets go of everything that was computed.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetTrust {
    pub session: SessionId,
    pub trust: Trust,
}

/// Trusts a workbook file, stops trusting it, or says how it stands. It is not opened for work.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TrustFile {
    pub path: String,
    pub wish: TrustWish,
}

/// What to do about the trust of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum TrustWish {
    Trust,
    Revoke,
    Show,
}

/// How a workbook file stands with this machine, and what trusting it allows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FileTrust {
    pub path: String,
    pub title: String,
    pub trust: Trust,
    /// An earlier content of it was trusted or saved here at this time: it was changed since.
    pub changed_since: Option<String>,
    /// What changed since; none where what it said then is not remembered.
    pub changes: Option<ChangesSinceTrust>,
    /// Who signed it; none where nobody did.
    pub signature: Option<SignatureView>,
    /// BLAKE3 of its bytes: what is trusted.
    pub content: String,
    /// Names of the cells that may run.
    pub runs: Vec<String>,
    /// Paths of the files that may be opened.
    pub opens: Vec<String>,
}

/// How far an open workbook is trusted.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct TrustView {
    pub trust: Trust,
    /// An earlier content of its file was trusted or saved here at this time (UTC, ISO 8601): it
    /// was changed since by someone else.
    pub changed_since: Option<String>,
    /// What the file says otherwise than then; none where what it said is not remembered, as of
    /// files that are encrypted.
    pub changes: Option<ChangesSinceTrust>,
    /// Who signed its file; none where nobody did, and from the next save on.
    pub signature: Option<SignatureView>,
}

/// What a workbook says otherwise than when it was trusted last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChangesSinceTrust {
    /// The first differences in words: `cell revenue: 3 lines changed`. None where only stored
    /// answers, versions or a signature changed.
    pub words: Vec<String>,
    /// How many differences there are.
    pub count: u32,
}

impl Command for SetTrust {
    type Reply = SessionView;
    const NAME: &'static str = "set_trust";

    fn stale(&self) -> Vec<Tag> {
        vec![
            Tag::workbook(&self.session),
            Tag::Sources {
                session: self.session.clone(),
            },
        ]
    }

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.session(&self.session)?.set_trust(app, self.trust).await
    }
}

impl Command for TrustFile {
    type Reply = FileTrust;
    const NAME: &'static str = "trust_file";

    async fn run(self, app: &App) -> Result<FileTrust, Error> {
        app.trust_file(&self.path, self.wish).await
    }
}
