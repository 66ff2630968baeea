//! A chart in a file: the same resolved spec and rows as on the screen, painted by `export` or written as rows.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use export::{Body, Columns, Figure, RowsFigure, Size, Theme};
use model::{CellId, Mark};

use super::Asked;
use super::notes::{Table, is_last_unfinished};
use crate::command::picture::{ChartFormat, ExportChart, ExportedPicture, PictureTheme};
use crate::jobs::JobHandle;
use crate::session::Session;
use crate::session::stream::unframed;
use crate::{App, Error, paths};

/// Pixels of a side.
const SIDES: std::ops::RangeInclusive<u32> = 100..=8_000;

/// What a file is made of.
enum Content {
    Picture(Figure),
    Rows { title: String, figure: RowsFigure },
}

impl Session {
    /// Paints a chart and writes it.
    pub(crate) async fn export_chart(
        self: &Arc<Self>,
        app: &App,
        request: ExportChart,
    ) -> Result<ExportedPicture, Error> {
        if !SIDES.contains(&request.width) || !SIDES.contains(&request.height) {
            return Err(Error::new(
                "CHART_PICTURE_SIZE",
                format!(
                    "A picture of {} × {} pixels is not drawn. Each side may have {} to {}.",
                    request.width,
                    request.height,
                    SIDES.start(),
                    SIDES.end()
                ),
            ));
        }
        let path = self.target_beside(&request.path)?;
        let handle = app
            .jobs()
            .begin(request.job.clone(), Some(self.id.clone()))?;
        let (content, notes) = match request.format {
            ChartFormat::Png | ChartFormat::Svg => {
                let figure = self.figure(app, &request, &handle).await?;
                let notes = figure.notes.clone();
                (Content::Picture(figure), notes)
            }
            ChartFormat::Csv | ChartFormat::Xlsx => self.rows_shown(app, &request.cell).await?,
        };
        let format = request.format;
        let bytes = tokio::task::spawn_blocking(move || made(&content, format))
            .await
            .map_err(|_| Error::fault("Painting the chart"))??;
        let written = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let target = path.clone();
        tokio::task::spawn_blocking(move || write_whole(&target, &bytes))
            .await
            .map_err(|_| Error::fault("Writing the chart"))?
            .map_err(|error| not_written(&path, &error))?;
        Ok(ExportedPicture {
            path: paths::text(&path)?,
            bytes: written,
            notes,
        })
    }

    async fn figure(
        self: &Arc<Self>,
        app: &App,
        request: &ExportChart,
        handle: &JobHandle,
    ) -> Result<Figure, Error> {
        let figure = self.figure_at(app, request, handle, chart::PIXELS).await?;
        // Lines that were thinned are the same picture as whole ones at the columns that they have.
        let is_thinned = matches!(&figure.body, Body::Lines(lines) if lines.is_thinned);
        match export::pixel_columns(&figure).filter(|_| is_thinned) {
            Some(pixels) => self.figure_at(app, request, handle, pixels).await,
            None => Ok(figure),
        }
    }

    async fn figure_at(
        self: &Arc<Self>,
        app: &App,
        request: &ExportChart,
        handle: &JobHandle,
        pixels: u32,
    ) -> Result<Figure, Error> {
        let (rows, chart, said) = self.columns(app, &request.cell, pixels).await?;
        let (body, mut notes) = self.drawn(app, &chart, &rows, handle).await?;
        notes.extend(said);
        Ok(Figure {
            title: chart.spec.title.clone(),
            body,
            theme: match request.theme {
                PictureTheme::Light => Theme::Light,
                PictureTheme::Dark => Theme::Dark,
            },
            size: Size {
                width: request.width,
                height: request.height,
            },
            notes,
        })
    }

    /// The rows of a chart as they are shown, and what is said of those that are not.
    async fn rows_shown(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
    ) -> Result<(Content, Vec<String>), Error> {
        let (rows, chart, said) = self.columns(app, cell, chart::PIXELS).await?;
        let read = rows.columns.first().map_or(0, |(_, values)| values.len());
        let is_cut = (read as u64) < rows.total;
        let cut = is_cut.then(|| format!("{read} of {} rows", rows.total));
        let notes = said.into_iter().chain(cut).collect();
        let figure = export::rows_figure(&chart.resolved, &rows, &chart.spec);
        let title = match chart.spec.title.trim() {
            "" => "Chart".to_owned(),
            title => title.to_owned(),
        };
        Ok((Content::Rows { title, figure }, notes))
    }

    /// What is drawn of a chart's rows, and what is said under it.
    pub(in crate::session) async fn drawn(
        self: &Arc<Self>,
        app: &App,
        chart: &Asked,
        rows: &Columns,
        handle: &JobHandle,
    ) -> Result<(Body, Vec<String>), Error> {
        let (mut body, mut notes) =
            export::figure(&chart.resolved, &chart.fields, rows, &chart.spec)
                .map_err(|refusal| Error::new("CHART_NOT_DRAWABLE", refusal.to_string()))?;
        if let (Body::Lines(lines), Mark::Line) = (&mut body, chart.resolved.mark) {
            lines.is_last_unfinished = is_last_unfinished(self, app, chart, handle).await?;
        }
        let of = (chart, &chart.resolved);
        let overlays = self.overlays(app, of, &rows.columns, rows.is_thinned);
        let overlays = Box::pin(overlays).await;
        notes.extend(super::overlays::said(&overlays));
        match &mut body {
            Body::Bars(axis) | Body::Lines(axis) | Body::Areas(axis) => axis.overlays = overlays,
            Body::Points(points) => points.overlays = overlays,
            Body::Candles(candles) => candles.overlays = overlays,
            _ => {}
        }
        Ok((body, notes))
    }

    /// The rows of a chart as values, the chart whose rows they are, and what is said of it.
    async fn columns(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        pixels: u32,
    ) -> Result<(Columns, Asked, Option<String>), Error> {
        let rows = self.read_chart(app, cell, pixels).await?;
        let (head, stream) = unframed(&rows)?;
        let total = head.total_rows;
        let columns = Columns {
            columns: Table::read(stream, total)?.into_columns(),
            total,
            is_thinned: head.pixels.is_some(),
        };
        let mut chart = self.asked(cell)?;
        chart.resolved = chart.drawn_as(&head);
        Ok((columns, chart, head.drawn_as.map(|drawn| drawn.words)))
    }
}

fn made(content: &Content, format: ChartFormat) -> Result<Vec<u8>, Error> {
    let made = match (content, format) {
        (Content::Rows { title, figure }, ChartFormat::Xlsx) => export::rows_xlsx(title, figure),
        (Content::Rows { figure, .. }, _) => Ok(export::rows_csv(figure).into_bytes()),
        (Content::Picture(figure), ChartFormat::Png) => export::png(&export::scene(figure)),
        (Content::Picture(figure), _) => Ok(export::svg(&export::scene(figure)).into_bytes()),
    };
    made.map_err(|error| {
        tracing::error!(%error, "a chart could not be painted");
        Error::fault("Painting the chart")
    })
}

/// Writes beside the target, then takes its place: a file is there whole or not at all.
pub(in crate::session) fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.part", crate::app::fresh()));
    let beside = PathBuf::from(beside);
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::File::create_new(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    write().inspect_err(|_| {
        // What is left of it is only a part.
        let _ = std::fs::remove_file(&beside);
    })
}

pub(in crate::session) fn not_written(path: &Path, error: &std::io::Error) -> Error {
    let why: String = error.to_string().chars().take(120).collect();
    Error::new(
        "FILE_NOT_WRITTEN",
        format!(
            "{} could not be written: {why}. Choose another folder, or make room.",
            crate::error::shown(&path.display().to_string())
        ),
    )
}
