//! A dashboard page as a file.

use std::path::Path;

use model::{CellId, PageId};
use serde_json::json;

use super::super::Book;
use super::super::run::{clipped, quoted};
use super::super::view::View;
use super::say_written;
use crate::args::Export;
use crate::exit::Exit;
use crate::stopped::Stopped;

/// How a page is written to a file of this name.
pub(super) fn format_of(path: &Path) -> Result<&'static str, Stopped> {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("html" | "htm") => Ok("html"),
        Some("png") => Ok("png"),
        Some("pdf") => Ok("pdf"),
        Some("xlsx") => Ok("xlsx"),
        _ => Err(Stopped::because(
            "CLI_PAGE_FORMAT",
            format!(
                "A page is written as HTML, picture, PDF or spreadsheet: let {} end in .html, .png, .pdf or .xlsx.",
                path.display()
            ),
        )),
    }
}

impl Book<'_> {
    /// Runs what the tiles of the page wait for, then writes it.
    pub(super) async fn export_page(
        &self,
        asked: &Export,
        title: &str,
        format: &str,
    ) -> Result<Exit, Stopped> {
        self.set(&asked.parameters).await?;
        let page = page_titled(&self.view().await?, title)?;
        let shown = self.call("view_page", json!({ "page": page })).await?;
        for tile in shown["tiles"].as_array().into_iter().flatten() {
            if let Some(cell) = tile["waits_for"].as_str() {
                let cell = CellId::new(cell);
                self.run_cell(&cell).await?;
                self.fail_with(&cell).await?;
            }
        }
        let path = std::path::absolute(&asked.output).unwrap_or_else(|_| asked.output.clone());
        let request = json!({
            "page": page, "path": path.to_string_lossy(), "format": format,
            "theme": asked.theme.word(), "job": "export",
        });
        let written = self.stoppable(self.call("export_page", request)).await?;
        Ok(say_written(asked, &path, &written))
    }
}

/// The page of a title; titles need not differ, the first one counts.
fn page_titled(book: &View, title: &str) -> Result<PageId, Stopped> {
    let pages = &book.workbook.pages;
    let exact = pages.iter().find(|page| page.title == title);
    let lower = title.to_lowercase();
    let found = exact.or_else(|| pages.iter().find(|page| page.title.to_lowercase() == lower));
    if let Some(page) = found {
        return Ok(page.id.clone());
    }
    let titles: Vec<&str> = pages
        .iter()
        .map(|page| page.title.as_str())
        .take(20)
        .collect();
    let known = if titles.is_empty() {
        "It has no pages.".to_owned()
    } else {
        format!("Its pages are: {}.", clipped(&titles.join(", ")))
    };
    Err(Stopped::because(
        "CLI_NO_SUCH_PAGE",
        format!("The workbook has no page {}. {known}", quoted(title)),
    ))
}
