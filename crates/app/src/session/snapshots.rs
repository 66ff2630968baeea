//! Snapshots of pages: what a page shows now, with its filters, what it reads and the rows behind
//! its tiles, kept in the file and shown again without an engine.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::{Diagnostic, InputStamp, Page, PageId, TileContent, TileId};
use serde::{Deserialize, Serialize};
use workbook::file::{Bounds, SnapshotContent, SnapshotHead};

use super::Session;
use super::versions::{Keeping, checked_name};
use crate::app::fresh;
use crate::clock::utc;
use crate::command::page::{PageCount, PageView, TileView};
use crate::command::snapshot::{
    KeptSnapshot, ReadSnapshot, Snapshot, SnapshotPart, SnapshotView, Snapshots,
};
use crate::command::workbook::Saved;
use crate::door::Rows;
use crate::{App, Error};

/// What a snapshot holds of a page besides rows.
#[derive(Serialize, Deserialize)]
struct Frozen {
    page: Page,
    view: PageView,
    /// What tiles are called.
    titles: BTreeMap<TileId, String>,
    /// What the controls of parameters were set to, in words.
    words: BTreeMap<TileId, String>,
    count: PageCount,
    /// What the tiles read, as it was.
    inputs: Vec<InputStamp>,
}

impl Session {
    /// The snapshots of the file, newest first.
    pub(crate) fn snapshots(&self, app: &App) -> Snapshots {
        let settings = app.settings();
        let heads = self.state().file.extras.snapshots();
        Snapshots {
            bytes: heads.iter().map(|head| head.bytes).sum(),
            snapshots: heads.into_iter().map(view).collect(),
            most: settings.snapshots_kept,
            most_bytes: settings.snapshots_bytes,
        }
    }

    /// Saves with what a page shows now as one more snapshot.
    pub(crate) async fn keep_snapshot(
        self: &Arc<Self>,
        app: &App,
        page: &PageId,
        name: &str,
    ) -> Result<KeptSnapshot, Error> {
        let name = checked_name(name, "snapshot")?;
        let settings = app.settings();
        let (frozen, rows) = self.frozen(app, page).await?;
        let size: usize = rows.values().map(Vec::len).sum();
        if size as u64 > settings.snapshots_bytes {
            return Err(Error::new(
                "SNAPSHOT_TOO_LARGE",
                format!(
                    "The rows behind this page have {size} bytes, more than the settings allow for all snapshots. Narrow the page, or allow more in the settings."
                ),
            ));
        }
        let document = serde_json::to_value(&frozen).map_err(|error| {
            tracing::error!(%error, "a snapshot could not be written");
            Error::fault("Keeping the snapshot")
        })?;
        let head = SnapshotHead {
            id: fresh().simple().to_string(),
            name,
            page: frozen.page.title.clone(),
            who: settings.author.clone(),
            at: utc(app.now()),
            bytes: 0,
        };
        let id = head.id.clone();
        let bounds = Bounds {
            count: settings.snapshots_kept as usize,
            bytes: settings.snapshots_bytes,
        };
        let content = SnapshotContent { document, rows };
        let keeping = Keeping::AddSnapshot(head, Box::new(content), bounds);
        let (saved, dropped) = self.save_keeping(app, self.here(), keeping).await?;
        Ok(KeptSnapshot {
            snapshot: id,
            saved,
            dropped,
        })
    }

    /// Saves without one of the snapshots.
    pub(crate) async fn forget_snapshot(
        self: &Arc<Self>,
        app: &App,
        snapshot: String,
    ) -> Result<Saved, Error> {
        let known = self.state().file.extras.snapshots();
        if !known.iter().any(|head| head.id == snapshot) {
            return Err(no_such_snapshot());
        }
        let keeping = Keeping::RemoveSnapshot(snapshot);
        Ok(self.save_keeping(app, self.here(), keeping).await?.0)
    }

    /// What was on a page when a snapshot of it was kept, and what has changed since.
    pub(crate) fn view_snapshot(&self, id: &str) -> Result<SnapshotView, Error> {
        let (head, document, prints) = {
            let state = self.state();
            let heads = state.file.extras.snapshots();
            let head = heads.into_iter().find(|head| head.id == id);
            let document = state.file.extras.snapshot(id);
            let (head, document) = head.zip(document).ok_or_else(no_such_snapshot)?;
            (head, document, state.fingerprints())
        };
        let frozen: Frozen = serde_json::from_value(document).map_err(|error| {
            tracing::warn!(%error, "a snapshot is not understood");
            Error::new(
                "SNAPSHOT_NEWER",
                "This snapshot holds something that this version of Assay does not know. It stays in the file as it is; open it with a newer version.",
            )
        })?;
        let now = |input: &InputStamp| prints.get(&input.name.to_lowercase());
        let changed = frozen.inputs.iter().filter(|input| {
            now(input).is_some_and(|fingerprint| *fingerprint != input.fingerprint)
        });
        let changed = changed.map(|input| input.name.clone()).collect();
        let unread = frozen.inputs.iter().filter(|input| now(input).is_none());
        let unread = unread.map(|input| input.name.clone()).collect();
        Ok(SnapshotView {
            snapshot: view(head),
            page: frozen.page,
            view: frozen.view,
            titles: frozen.titles,
            words: frozen.words,
            count: frozen.count,
            changed,
            unread,
        })
    }

    /// The rows that a tile showed.
    pub(crate) fn read_snapshot(&self, request: &ReadSnapshot) -> Result<Rows, Error> {
        let state = self.state();
        let name = rows_name(&request.tile, request.part);
        let rows = state.file.extras.snapshot_rows(&request.snapshot, &name);
        let rows = rows.ok_or_else(|| {
            Error::new(
                "SNAPSHOT_NO_ROWS",
                "The snapshot holds no rows of this tile.",
            )
        })?;
        Ok(Rows(rows.to_vec()))
    }

    /// A page as it is now, and the rows behind its tiles.
    async fn frozen(
        self: &Arc<Self>,
        app: &App,
        id: &PageId,
    ) -> Result<(Frozen, BTreeMap<String, Vec<u8>>), Error> {
        let mut view = self.view_page(app, id).await?;
        let page = {
            let state = self.state();
            state.book.page(id).cloned()
        };
        let page = page.ok_or_else(super::pages::no_page)?;
        let mut rows = BTreeMap::new();
        let mut inputs: BTreeMap<String, InputStamp> = BTreeMap::new();
        for tile in &mut view.tiles {
            self.freeze_tile(app, id, tile, &mut rows).await?;
            let content = page.tile(&tile.tile).map(|tile| &tile.content);
            if let Some(TileContent::Chart { cell }) = content
                && let Ok(asked) = self.asked(cell)
            {
                let read = asked.inputs.into_iter();
                inputs.extend(read.map(|input| (input.name.to_lowercase(), input)));
            }
        }
        let count = self.count_page(app, id).await.unwrap_or_default();
        let titles = page.tiles.iter();
        let titles = titles.map(|tile| (tile.id.clone(), self.tile_title(tile)));
        let words = page.tiles.iter().filter_map(|tile| match &tile.content {
            TileContent::Control { cell } => Some((tile.id.clone(), self.value_of(cell))),
            _ => None,
        });
        let frozen = Frozen {
            titles: titles.collect(),
            words: words.collect(),
            page: page.clone(),
            view,
            count,
            inputs: inputs.into_values().collect(),
        };
        Ok((frozen, rows))
    }

    /// Keeps the rows of a tile; one that cannot be read keeps the reason.
    async fn freeze_tile(
        self: &Arc<Self>,
        app: &App,
        page: &PageId,
        tile: &mut TileView,
        rows: &mut BTreeMap<String, Vec<u8>>,
    ) -> Result<(), Error> {
        let can_be_read = tile.problem.is_none() && tile.waits_for.is_none();
        let is_drawn = tile
            .chart
            .as_ref()
            .is_some_and(|chart| !chart.encodings.is_empty());
        if !can_be_read || !is_drawn {
            return Ok(());
        }
        match self.read_tile(app, page, &tile.tile, tile.version).await {
            Ok(Rows(bytes)) => {
                rows.insert(rows_name(&tile.tile, SnapshotPart::Rows), bytes);
            }
            Err(error) if error.code == "TILE_CHANGED" => return Err(error),
            Err(error) => {
                tile.problem = Some(Diagnostic::error(&error.code, error.message));
                return Ok(());
            }
        }
        if tile.trend.is_some() {
            match self.read_trend(app, page, &tile.tile, tile.version).await {
                Ok(Rows(bytes)) => {
                    rows.insert(rows_name(&tile.tile, SnapshotPart::Trend), bytes);
                }
                Err(_) => tile.trend = None,
            }
        }
        Ok(())
    }
}

/// The name of the rows of a tile in the file.
fn rows_name(tile: &TileId, part: SnapshotPart) -> String {
    // Identities have at most 64 letters, and so have the names of parts that are made of them.
    let tile = blake3::hash(tile.as_str().as_bytes()).to_hex();
    match part {
        SnapshotPart::Rows => tile[..32].to_owned(),
        SnapshotPart::Trend => format!("{}-trend", &tile[..32]),
    }
}

fn view(head: SnapshotHead) -> Snapshot {
    Snapshot {
        id: head.id,
        name: head.name,
        page: head.page,
        who: head.who,
        at: head.at,
        bytes: head.bytes,
    }
}

fn no_such_snapshot() -> Error {
    Error::new(
        "NO_SUCH_SNAPSHOT",
        "The file holds no such snapshot any more. Open the list of snapshots again.",
    )
}
