//! `assay relink`: finds the files of sources that lie elsewhere and saves the workbook with their
//! places. Nothing runs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use app::command::relink::{FoundBy, FoundFile, LostSource, LostSources};
use model::SourceSpec;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::Book;
use crate::args::Relink;
use crate::console::{self, printable};
use crate::exchange::{path, print_json};
use crate::exit::Exit;
use crate::stopped::Stopped;

/// Most places listed of one source.
const MOST_LISTED: usize = 5;

/// Finds lost sources.
pub(crate) async fn relink(asked: Relink, cancel: &CancellationToken) -> Exit {
    let done = async {
        let book = Book::open(&asked.file, asked.trust, cancel).await?;
        let outcome = book.relink(&asked).await;
        book.close().await;
        outcome
    };
    match done.await {
        Ok(exit) => exit,
        Err(stopped) => stopped.report(""),
    }
}

impl Book<'_> {
    async fn relink(&self, asked: &Relink) -> Result<Exit, Stopped> {
        let book = self.view().await?.workbook;
        let named = named(&book.sources, asked)?;
        let mut folders: Vec<String> = asked.folders.iter().map(|folder| path(folder)).collect();
        for place in named.values() {
            let folder = std::path::Path::new(place).parent();
            folders.extend(folder.and_then(|folder| folder.to_str()).map(str::to_owned));
        }
        let found = self
            .stoppable(self.call("find_sources", json!({ "folders": folders })))
            .await?;
        let found: LostSources =
            serde_json::from_value(found).map_err(|_| Stopped::unexpected())?;
        let mut edits = Vec::new();
        for source in &book.sources {
            let lost = found.sources.iter().find(|lost| lost.source == source.id);
            let sure = lost.filter(|lost| lost.is_sure);
            let sure = sure.and_then(|lost| lost.found.first());
            let place = named.get(source.name.as_str()).cloned();
            let place = place.or_else(|| sure.map(|found| found.path.clone()));
            if let Some(place) = place.filter(|place| *place != source.path) {
                let source = SourceSpec {
                    path: place,
                    ..source.clone()
                };
                edits.push(json!({ "edit": "replace_source", "source": source }));
            }
        }
        let changed = edits.len();
        if changed > 0 && !asked.show {
            let edit =
                json!({ "edit": "batch", "label": "Find sources elsewhere", "edits": edits });
            self.call("apply_edit", json!({ "edit": edit })).await?;
            self.call("save_workbook", json!({ "path": null })).await?;
        }
        let left = found
            .sources
            .iter()
            .filter(|lost| !named.contains_key(lost.name.as_str()) && sure_place(lost).is_none())
            .count();
        if asked.json {
            print_json(&json!({
                "path": path(&asked.file), "saved": changed > 0 && !asked.show,
                "relinked": edits.iter().map(relinked).collect::<Vec<_>>(),
                "left": left, "lost": found.sources, "folders": found.folders,
                "is_cut": found.is_cut,
            }));
        } else {
            console::print(&told(&found, &edits, asked.show));
        }
        Ok(if left == 0 { Exit::Fine } else { Exit::File })
    }
}

/// The places that the command line names, by the source's name.
fn named<'book>(
    sources: &'book [SourceSpec],
    asked: &Relink,
) -> Result<BTreeMap<&'book str, String>, Stopped> {
    let mut named = BTreeMap::new();
    for place in &asked.places {
        let lower = place.name.to_lowercase();
        let source = sources.iter().find(|one| one.name.to_lowercase() == lower);
        let Some(source) = source else {
            let names: Vec<&str> = sources.iter().map(|one| one.name.as_str()).collect();
            let has = if names.is_empty() {
                "It has no sources; add the file in the window".to_owned()
            } else {
                format!("It has: {}", printable(&names.join(", ")))
            };
            let name = printable(&place.name);
            return Err(Stopped::because(
                "CLI_NO_SOURCE",
                format!("The workbook has no source {name}. {has}."),
            ));
        };
        named.insert(source.name.as_str(), path(&place.path));
    }
    Ok(named)
}

fn sure_place(lost: &LostSource) -> Option<&FoundFile> {
    lost.found.first().filter(|_| lost.is_sure)
}

fn relinked(edit: &Value) -> Value {
    json!({ "source": edit["source"]["name"], "path": edit["source"]["path"] })
}

fn told(found: &LostSources, edits: &[Value], is_shown: bool) -> String {
    let mut out = String::new();
    for edit in edits {
        let name = edit["source"]["name"].as_str().unwrap_or_default();
        let place = edit["source"]["path"].as_str().unwrap_or_default();
        let lost = found.sources.iter().find(|lost| lost.name == name);
        let by = lost
            .and_then(|lost| lost.found.iter().find(|one| one.path == place))
            .map_or("as given", |one| why(one.by));
        let _ = writeln!(out, "{}: {} ({by})", printable(name), printable(place));
    }
    let is_done = |lost: &&LostSource| {
        edits
            .iter()
            .any(|edit| edit["source"]["name"].as_str() == Some(&lost.name))
    };
    for lost in found.sources.iter().filter(|lost| !is_done(lost)) {
        let _ = writeln!(
            out,
            "{}: not found, was {}",
            printable(&lost.name),
            printable(&lost.path)
        );
        for one in lost.found.iter().take(MOST_LISTED) {
            let _ = writeln!(out, "  perhaps {} ({})", printable(&one.path), why(one.by));
        }
        if lost.found.len() > MOST_LISTED {
            let _ = writeln!(out, "  {MOST_LISTED} of {} are listed", lost.found.len());
        }
    }
    let _ = match (edits.len(), found.sources.is_empty(), is_shown) {
        (0, true, _) => writeln!(out, "Every source is where the workbook says."),
        (0, false, _) | (_, _, true) => writeln!(out, "Nothing was changed."),
        _ => writeln!(out, "Saved."),
    };
    if found.is_cut {
        out.push_str("There are very many files there, so not all were looked at.\n");
    }
    out
}

fn why(by: FoundBy) -> &'static str {
    match by {
        FoundBy::Content => "the same content",
        FoundBy::Place => "same name and folder",
        FoundBy::Name => "same name",
    }
}
