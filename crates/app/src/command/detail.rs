//! Detail pages: going to one with everything that is known where a person stands, and back.

use dashboard::{CameFrom, Clause};
use model::{Filter, PageId, Pick, SessionId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::page::PageView;
use crate::command::system::Tag;
use crate::door::Command;
use crate::{App, Error};

/// Takes what is known of a number to a detail page: every filter that acts where it stands, those of
/// its chart, and the number itself. It replaces what was chosen on the detail page.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GoToDetail {
    pub session: SessionId,
    /// The detail page.
    pub page: PageId,
    /// The tile, or the cell by itself, where it was asked for.
    pub from: CameFrom,
    /// What the number stands for: the marks that it is of.
    pub picks: Vec<Pick>,
    /// What it stands for besides.
    pub filters: Vec<Filter>,
}

/// Ends what came along to a detail page.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LeaveDetail {
    pub session: SessionId,
    pub page: PageId,
}

/// Ends one of the filters that act on a page.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DropClause {
    pub session: SessionId,
    pub page: PageId,
    /// One of `PageView::clauses`.
    pub clause: Clause,
}

impl Command for GoToDetail {
    type Reply = PageView;
    const NAME: &'static str = "go_to_detail";

    fn stale(&self) -> Vec<Tag> {
        vec![page_tag(&self.session, &self.page)]
    }

    async fn run(self, app: &App) -> Result<PageView, Error> {
        let session = app.session(&self.session)?;
        let page = self.page.clone();
        session.go_to_detail(app, self).await?;
        session.view_page(app, &page).await
    }
}

impl Command for LeaveDetail {
    type Reply = PageView;
    const NAME: &'static str = "leave_detail";

    fn stale(&self) -> Vec<Tag> {
        vec![page_tag(&self.session, &self.page)]
    }

    async fn run(self, app: &App) -> Result<PageView, Error> {
        let session = app.session(&self.session)?;
        session.leave_detail(&self.page)?;
        session.view_page(app, &self.page).await
    }
}

impl Command for DropClause {
    type Reply = PageView;
    const NAME: &'static str = "drop_clause";

    fn stale(&self) -> Vec<Tag> {
        vec![page_tag(&self.session, &self.page)]
    }

    async fn run(self, app: &App) -> Result<PageView, Error> {
        let session = app.session(&self.session)?;
        session.drop_clause(&self.page, &self.clause)?;
        session.view_page(app, &self.page).await
    }
}

fn page_tag(session: &SessionId, page: &PageId) -> Tag {
    Tag::Page {
        session: session.clone(),
        page: page.clone(),
    }
}
