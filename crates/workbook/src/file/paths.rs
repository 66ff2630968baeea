//! Paths of sources: absolute while a workbook is open, relative to its folder in the file.

use std::path::{Component, Path};

use model::Workbook;

use crate::fs::Fs;
use crate::words::shown;

/// Gives sources with a relative path the path inside `folder`. Answers notes about paths that
/// lead out of the folder, by name or by a link: those are left as they are, to be picked again
/// by a person.
pub(super) fn absolute_sources(fs: &dyn Fs, workbook: &mut Workbook, folder: &Path) -> Vec<String> {
    let mut notes = Vec::new();
    for source in &mut workbook.sources {
        let path = Path::new(&source.path);
        if path.is_absolute() || source.path.contains("://") {
            continue;
        }
        let stays = path
            .components()
            .all(|step| matches!(step, Component::Normal(_) | Component::CurDir));
        let joined = folder.join(path);
        let leads_out = fs
            .resolve(&joined)
            .is_ok_and(|real| !real.starts_with(folder));
        match joined.into_os_string().into_string() {
            Ok(absolute) if stays && !leads_out => source.path = absolute,
            _ => notes.push(format!(
                "Source {} lies outside the workbook's folder (“{}”); choose its file again.",
                shown(&source.name, 60),
                shown(&source.path, 120)
            )),
        }
    }
    notes
}

/// Makes the paths of sources inside `folder` relative to it.
pub(super) fn relative_sources(workbook: &mut Workbook, folder: &Path) {
    for source in &mut workbook.sources {
        let inside = Path::new(&source.path)
            .strip_prefix(folder)
            .ok()
            .and_then(Path::to_str);
        if let Some(inside) = inside.filter(|inside| !inside.is_empty()) {
            source.path = inside.to_owned();
        }
    }
}
