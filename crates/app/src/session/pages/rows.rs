//! Rows of tiles. What was asked once is kept as bytes until its inputs change; a question that
//! nobody waits for any more is not put.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::AsArray;
use arrow::datatypes::{Int64Type, UInt32Type, UInt64Type};
use arrow::ipc::reader::StreamReader;
use dashboard::Narrowing;
use model::{
    Aggregate, Compare, Filter, Key, Mark, Measure, Order, PageId, Query, ResultId, TileId,
    TimeUnit, Value,
};
use protocol::message::{Scope, Statement};
use tokio_util::sync::CancellationToken;

use super::{Narrowed, no_tile, source_of};
use crate::app::fresh;
use crate::command::page::PageCount;
use crate::door::Rows;
use crate::session::charts::{Asked, Of, Painting};
use crate::session::rows::not_run;
use crate::session::stream::unframed;
use crate::session::{Kept, Session};
use crate::{App, Error};

/// Most bytes of rows that are kept for the tiles of a workbook.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// Rows that were asked for, by what decides them.
#[derive(Default)]
pub(crate) struct TileRows {
    known: BTreeMap<String, Known>,
    uses: u64,
}

struct Known {
    bytes: Arc<Vec<u8>>,
    used: u64,
}

impl TileRows {
    fn get(&mut self, key: &str) -> Option<Arc<Vec<u8>>> {
        self.uses += 1;
        let known = self.known.get_mut(key)?;
        known.used = self.uses;
        Some(Arc::clone(&known.bytes))
    }

    fn put(&mut self, key: String, bytes: Arc<Vec<u8>>) {
        self.uses += 1;
        let used = self.uses;
        self.known.insert(key, Known { bytes, used });
        while self
            .known
            .values()
            .map(|one| one.bytes.len())
            .sum::<usize>()
            > MOST_BYTES
        {
            let oldest = self.known.iter().min_by_key(|(_, one)| one.used);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                return;
            };
            self.known.remove(&oldest);
        }
    }
}

/// Changes whenever the rows may have changed, within what a JavaScript number holds exactly.
pub(super) fn version(asked: &Asked, by: &Narrowing) -> u64 {
    let mut bytes = [0_u8; 8];
    let computed = asked.version();
    let hash = blake3::hash(format!("{computed} {}", key(asked, by)).as_bytes());
    bytes[..6].copy_from_slice(&hash.as_bytes()[..6]);
    u64::from_le_bytes(bytes)
}

/// The column along which the only figure of a metric can be followed.
pub(super) fn trend_field(asked: &Asked) -> Option<String> {
    let query = asked.resolved.query.as_ref()?;
    let is_figure = asked.resolved.mark == Mark::BigNumber
        && query.measures.len() == 1
        && query.keys.is_empty();
    let mut fields = asked.fields.iter();
    let field = fields.find(|field| is_figure && field.data_type.is_temporal())?;
    Some(field.name.clone())
}

/// What decides the rows: the chart, what it reads, its inputs as they are, and the filters.
pub(in crate::session) fn key(asked: &Asked, by: &Narrowing) -> String {
    let prints: Vec<&str> = asked
        .inputs
        .iter()
        .map(|input| input.fingerprint.as_str())
        .collect();
    let Narrowing { filters, picks, .. } = by;
    format!("{} {prints:?} {filters:?} {picks:?}", asked.content.hash)
}

/// Asks only for the rows that a page leaves.
pub(in crate::session) fn narrow(query: &mut Query, by: &Narrowing) {
    query.selected.filters.extend(by.filters.iter().cloned());
    query.selected.picks.extend(by.picks.iter().cloned());
}

impl Session {
    /// The rows of a tile, computed when they are not there yet.
    pub(crate) async fn read_tile(
        self: &Arc<Self>,
        app: &App,
        id: &PageId,
        tile: &TileId,
        version: u64,
    ) -> Result<Rows, Error> {
        // One question at a time: what nobody waits for any more is left out below.
        let _turn = self.tiling.lock().await;
        let narrowed = Box::pin(self.narrowed_now(app, id, tile, version)).await?;
        let (asked, by) = (narrowed.asked, narrowed.narrowing);
        if by.is_empty() && asked.shown.is_some() {
            return Box::pin(self.read_chart(app, &narrowed.cell, chart::PIXELS)).await;
        }
        let key = key(&asked, &by);
        let scope = asked.scope.clone();
        let Some(mut query) = asked.resolved.query.clone() else {
            let said = asked.resolved.diagnostics.into_iter();
            let said = said.into_iter().find(model::Diagnostic::is_error);
            return Err(said.map_or_else(
                || Error::new("CHART_EMPTY", asked.resolved.reason),
                Error::from,
            ));
        };
        narrow(&mut query, &by);
        let painting = Painting::of(&asked, chart::PIXELS);
        let rows = self.kept_rows(app, key, (query, scope), painting).await?;
        let total = unframed(&rows)?.0.total_rows;
        if let Some(rows) = Box::pin(self.crowd_rows(app, &asked, &by, total)).await? {
            return self.with_overlays(app, rows, &asked).await;
        }
        self.with_overlays(app, rows, &asked).await
    }

    /// The figure of a tile month by month.
    pub(crate) async fn read_trend(
        self: &Arc<Self>,
        app: &App,
        id: &PageId,
        tile: &TileId,
        version: u64,
    ) -> Result<Rows, Error> {
        let _turn = self.tiling.lock().await;
        let narrowed = Box::pin(self.narrowed_now(app, id, tile, version)).await?;
        let by = narrowed.narrowing;
        let asked = narrowed.asked;
        let (Some(field), Some(query)) = (trend_field(&asked), &asked.resolved.query) else {
            return Err(Error::new(
                "TILE_NO_TREND",
                "This tile has no single figure that could be followed over time.",
            ));
        };
        let key = format!("trend {}", key(&asked, &by));
        let mut query = query.clone();
        narrow(&mut query, &by);
        query.keys = vec![Key {
            field: field.clone(),
            unit: Some(TimeUnit::Month),
            name: "month".to_owned(),
            ..Key::default()
        }];
        query.position = Some("month".to_owned());
        query.measures.truncate(1);
        if let Some(figure) = query.measures.first_mut() {
            "figure".clone_into(&mut figure.name);
        }
        query.measures.push(Measure {
            field: field.clone(),
            aggregate: Aggregate::Max,
            name: "last".to_owned(),
            ..Measure::default()
        });
        query.filters.push(Filter {
            field,
            compare: Compare::IsNotNull,
            value: Value::Null,
        });
        query.order = vec![Order {
            field: "month".to_owned(),
            ..Order::default()
        }];
        self.kept_rows(app, key, (query, asked.scope), Painting::default())
            .await
    }

    /// A tile's chart as it was asked for; refused when it has changed since.
    async fn narrowed_now(
        self: &Arc<Self>,
        app: &App,
        id: &PageId,
        tile: &TileId,
        version: u64,
    ) -> Result<Narrowed, Error> {
        let (page, clauses) = self.page_now(app, id).await?;
        let found = page.tile(tile).ok_or_else(no_tile)?;
        let narrowed = self.narrowed(app, &page, found, &clauses).await?;
        if narrowed.version != version {
            return Err(Error::new(
                "TILE_CHANGED",
                "What is selected on the page has changed since.",
            ));
        }
        match &narrowed.asked.waits_for {
            Some(name) => Err(not_run(name)),
            None => Ok(narrowed),
        }
    }

    /// Rows that were asked for before, or are asked for now.
    pub(in crate::session) async fn kept_rows(
        self: &Arc<Self>,
        app: &App,
        key: String,
        (query, scope): (Query, Scope),
        painting: Painting,
    ) -> Result<Rows, Error> {
        if let Some(bytes) = self.state().tile_rows.get(&key) {
            return Ok(Rows(bytes.to_vec()));
        }
        let Rows(bytes) = Box::pin(self.rows_of(app, query, scope, painting)).await?;
        let bytes = Arc::new(bytes);
        self.state().tile_rows.put(key, Arc::clone(&bytes));
        Ok(Rows(bytes.to_vec()))
    }

    /// How many rows the selections leave.
    pub(crate) async fn count_page(
        self: &Arc<Self>,
        app: &App,
        id: &PageId,
    ) -> Result<PageCount, Error> {
        let (page, clauses) = self.page_now(app, id).await?;
        let nothing = PageCount {
            source: None,
            rows: 0,
            total_rows: 0,
        };
        let Some(tile) = self.most_read(&page) else {
            return Ok(nothing);
        };
        let _turn = self.tiling.lock().await;
        self.open_sources(app, &CancellationToken::new()).await?;
        let alone = model::Page {
            links: Vec::new(),
            ..page.clone()
        };
        // Every selection counts here, that of the tile itself too.
        let elsewhere = model::Tile {
            id: TileId::new("counted"),
            ..tile
        };
        let narrowed = self.narrowed(app, &alone, &elsewhere, &clauses).await?;
        if narrowed.asked.waits_for.is_some() {
            return Ok(nothing);
        }
        let source = narrowed.asked.spec.source.clone();
        let whole = Narrowing::default();
        let total_rows = self.count(app, &narrowed.asked, &whole).await?;
        let by = narrowed.narrowing;
        let rows = if by.is_empty() {
            total_rows
        } else {
            self.count(app, &narrowed.asked, &by).await?
        };
        Ok(PageCount {
            source: Some(source),
            rows,
            total_rows,
        })
    }

    /// A tile that reads what most tiles of the page read.
    fn most_read(&self, page: &model::Page) -> Option<model::Tile> {
        let state = self.state();
        let mut counts: BTreeMap<String, (usize, model::Tile)> = BTreeMap::new();
        for tile in &page.tiles {
            let is_chart = matches!(tile.content, model::TileContent::Chart { .. });
            let source = source_of(&state, tile).filter(|source| is_chart && !source.is_empty());
            if let Some(source) = source {
                let entry = counts.entry(source.to_lowercase());
                entry.or_insert_with(|| (0, tile.clone())).0 += 1;
            }
        }
        let most = counts.into_values().max_by_key(|(count, _)| *count);
        most.map(|(_, tile)| tile)
    }

    async fn count(
        self: &Arc<Self>,
        app: &App,
        asked: &Asked,
        by: &Narrowing,
    ) -> Result<u64, Error> {
        let mut inputs: Vec<&str> = asked
            .inputs
            .iter()
            .map(|one| one.fingerprint.as_str())
            .collect();
        inputs.sort_unstable();
        let content = &asked.content.reads;
        let Narrowing { filters, picks, .. } = by;
        let key = format!(
            "count {} {content:?} {inputs:?} {filters:?} {picks:?}",
            asked.spec.source
        );
        let query = Query {
            source: asked.spec.source.clone(),
            filters: filters.clone(),
            picks: picks.clone(),
            measures: vec![Measure {
                aggregate: Aggregate::Count,
                name: "rows".to_owned(),
                ..Measure::default()
            }],
            ..Query::default()
        };
        let scope = asked.scope.clone();
        let painting = Painting::default();
        let Rows(bytes) = self.kept_rows(app, key, (query, scope), painting).await?;
        first_number(&bytes).ok_or_else(|| Error::fault("Counting rows"))
    }

    /// Asks, takes the rows, and lets the answer go.
    async fn rows_of(
        self: &Arc<Self>,
        app: &App,
        query: Query,
        scope: Scope,
        painting: Painting,
    ) -> Result<Rows, Error> {
        let job = model::JobId::from_uuid(fresh());
        let handle = app.jobs().begin(job, Some(self.id.clone()))?;
        self.open_sources(app, &handle.token).await?;
        let kept = Kept {
            result: ResultId::from_uuid(fresh()),
            statement: Statement::Query { query },
            scope,
        };
        let head = self.compute(app, &kept, &handle.token).await?;
        let of = Of::Answer {
            result: &kept.result,
            rows: head.rows,
            cancel: &handle.token,
        };
        let rows = self.painted_rows(app, of, painting).await;
        self.forget([kept.result]);
        rows
    }
}

/// The only number of framed rows.
fn first_number(framed: &[u8]) -> Option<u64> {
    let length = u32::from_le_bytes(framed.get(..4)?.try_into().ok()?);
    let stream = framed.get(4 + usize::try_from(length).ok()?..)?;
    let mut reader = StreamReader::try_new(stream, None).ok()?;
    let batch = reader.next()?.ok()?;
    let column = batch.columns().first()?;
    if let Some(numbers) = column.as_primitive_opt::<Int64Type>() {
        return u64::try_from(*numbers.values().first()?).ok();
    }
    if let Some(numbers) = column.as_primitive_opt::<UInt64Type>() {
        return numbers.values().first().copied();
    }
    let numbers = column.as_primitive_opt::<UInt32Type>()?;
    numbers.values().first().copied().map(u64::from)
}
