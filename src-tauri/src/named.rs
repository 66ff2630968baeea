//! Files that a start of the program named. The page takes them and opens each as if it had been
//! chosen there: it can ask for a passphrase, import, and say why something is not opened.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use tauri::State;

/// What was named and not taken yet.
pub(crate) struct Named(Mutex<Vec<PathBuf>>);

impl Named {
    pub(crate) fn new(paths: Vec<PathBuf>) -> Self {
        Self(Mutex::new(paths))
    }

    /// Adds what a further start named.
    pub(crate) fn add(&self, paths: Vec<PathBuf>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend(paths);
    }

    fn take(&self) -> Vec<String> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = std::mem::take(&mut *waiting);
        // A name that is no text is still opened in vain, and said.
        let names = taken.iter().map(|path| path.to_string_lossy().into_owned());
        names.collect()
    }
}

/// Answers what was named, each path once.
#[tauri::command]
#[expect(
    clippy::needless_pass_by_value,
    reason = "the bridge hands states over by value"
)]
pub(crate) fn take_named(named: State<'_, Named>) -> Vec<String> {
    named.take()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Named;

    #[test]
    fn a04_what_a_start_named_is_taken_once_in_its_order() {
        let named = Named::new(vec![PathBuf::from("/a.assay")]);
        named.add(vec![PathBuf::from("/b.ipynb")]);
        assert_eq!(named.take(), ["/a.assay", "/b.ipynb"]);
        assert!(named.take().is_empty());
    }
}
