//! Charts as files: pictures for slides and print, and their rows as they are shown.

use model::{CellId, JobId, SessionId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::door::Command;
use crate::{App, Error};

/// Writes a chart to a file, whole or not at all. The rows are computed when they are not
/// there yet.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExportChart {
    pub session: SessionId,
    pub cell: CellId,
    pub path: String,
    pub format: ChartFormat,
    /// Of a picture, in pixels, 100 to 8000; a PNG has twice as many.
    pub width: u32,
    pub height: u32,
    pub theme: PictureTheme,
    pub job: JobId,
}

/// How a chart is written: as a picture, or as its rows under the titles of its columns, a pivot
/// table as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum ChartFormat {
    Png,
    Svg,
    Csv,
    Xlsx,
}

/// The colours of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum PictureTheme {
    Light,
    Dark,
}

/// What was written.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct ExportedPicture {
    pub path: String,

    pub bytes: u64,
    /// Said under the picture too: "First 60 of 900 bars".
    pub notes: Vec<String>,
}

impl Command for ExportChart {
    type Reply = ExportedPicture;
    const NAME: &'static str = "export_chart";

    async fn run(self, app: &App) -> Result<ExportedPicture, Error> {
        app.session(&self.session)?.export_chart(app, self).await
    }
}
