//! Charts with more marks than a picture shows: points counted in cells, small categories folded into
//! others. The engine is asked for what is drawn; the chart's own answer stays whole.

use std::sync::Arc;

use chart::{Crowd, Resolved};
use dashboard::Narrowing;
use model::Query;

use super::{Asked, Painting};
use crate::command::chart::Encoding;
use crate::command::notebook::{DrawnAs, WindowHead};
use crate::door::Rows;
use crate::session::Session;
use crate::session::pages::{narrow, rows_key};
use crate::session::stream::{frame, unframed};
use crate::{App, Error};

impl Asked {
    /// What is drawn of this chart when it has too many marks.
    pub(in crate::session) fn crowd(&self) -> Option<Crowd> {
        chart::crowd(&self.spec, &self.fields, &self.resolved)
    }

    /// What is drawn instead of this many marks; none when they are drawn themselves.
    pub(in crate::session) fn crowd_of(&self, total: u64) -> Option<Crowd> {
        let crowd = self.crowd()?;
        (total > u64::from(crowd.most)).then_some(crowd)
    }

    /// The chart whose rows were read: this one, or what is drawn instead.
    pub(in crate::session) fn drawn_as(&self, head: &WindowHead) -> Resolved {
        let crowd = head.drawn_as.as_ref().and_then(|_| self.crowd());
        crowd.map_or_else(|| self.resolved.clone(), |crowd| crowd.resolved)
    }
}

impl Session {
    /// The rows that are drawn instead of `total` marks under some filters; none when all are drawn.
    pub(in crate::session) async fn crowd_rows(
        self: &Arc<Self>,
        app: &App,
        asked: &Asked,
        by: &Narrowing,
        total: u64,
    ) -> Result<Option<Rows>, Error> {
        let Some(crowd) = asked.crowd_of(total) else {
            return Ok(None);
        };
        let most = u64::from(crowd.most);
        let Some(query) = crowd.resolved.query.clone() else {
            return Ok(None);
        };
        if let Some(counts) = crowd.counts.clone() {
            let members = self
                .asked_under(app, asked, by, ("members", counts))
                .await?;
            if unframed(&members)?.0.total_rows <= most {
                return Ok(None);
            }
        }
        let rows = self.asked_under(app, asked, by, ("crowd", query)).await?;
        let (head, stream) = unframed(&rows)?;
        let head = WindowHead {
            drawn_as: Some(DrawnAs {
                mark: crowd.resolved.mark,
                encodings: crowd.resolved.encodings.iter().map(Encoding::of).collect(),
                words: crowd.words(total),
            }),
            ..head
        };
        frame(&head, stream).map(Some)
    }

    /// The rows of a question about a chart's source under more filters, kept under a name.
    async fn asked_under(
        self: &Arc<Self>,
        app: &App,
        asked: &Asked,
        by: &Narrowing,
        (name, mut query): (&str, Query),
    ) -> Result<Rows, Error> {
        let key = format!("{name} {}", rows_key(asked, by));
        narrow(&mut query, by);
        let scope = asked.scope.clone();
        self.kept_rows(app, key, (query, scope), Painting::default())
            .await
    }
}
