//! What is known of the sources of an open workbook.

use model::{SourceId, SourceSpec, SourceState, TableInfo};
use protocol::message::Failure;

use crate::app::ByName;
use crate::session::watch::Seen;
use crate::session::{SourceRun, State};

impl State {
    /// Fingerprints of tables as far as they are known, by lower-case name. A file that changed
    /// on disk has none of its old ones.
    pub(crate) fn fingerprints(&self) -> ByName<String> {
        let mut found = ByName::new();
        for source in self.sources.values() {
            let is_changed = source.state == SourceState::Stale;
            for table in &source.tables {
                let print = if is_changed {
                    String::new()
                } else {
                    table.fingerprint.clone()
                };
                found.insert(table.name.to_lowercase(), print);
            }
        }
        found
    }

    /// Why one of these tables cannot be read, when it belongs to a source that failed.
    pub(crate) fn unreadable(&self, tables: &[String]) -> Option<Failure> {
        self.sources.values().find_map(|source| {
            let SourceState::Failed { code, message } = &source.state else {
                return None;
            };
            let names = source
                .tables
                .iter()
                .map(|table| &table.name)
                .chain([&source.spec.name]);
            let lower: Vec<String> = names.map(|name| name.to_lowercase()).collect();
            let is_read = tables
                .iter()
                .any(|table| lower.contains(&table.to_lowercase()));
            is_read.then(|| Failure {
                code: code.clone(),
                message: message.clone(),
            })
        })
    }

    /// What must be opened; `avoided` are sources that the engine has closed by itself.
    pub(super) fn to_open(&self, avoided: &[SourceId]) -> Vec<SourceSpec> {
        let is_ready = |spec: &SourceSpec| {
            self.sources
                .get(&spec.id)
                .is_some_and(|known| known.spec == *spec && known.state == SourceState::Ready)
                && !avoided.contains(&spec.id)
        };
        self.book
            .sources
            .iter()
            .filter(|spec| !is_ready(spec))
            .cloned()
            .collect()
    }

    /// How reading a source failed, while its record is the one that was read.
    pub(super) fn failure_of(&self, spec: &SourceSpec) -> Option<SourceState> {
        let known = self.sources.get(&spec.id)?;
        let is_failed = matches!(known.state, SourceState::Failed { .. });
        (is_failed && known.spec == *spec).then(|| known.state.clone())
    }

    pub(super) fn set_source(
        &mut self,
        spec: &SourceSpec,
        state: SourceState,
        tables: Option<Vec<TableInfo>>,
    ) {
        let known = self.sources.remove(&spec.id);
        let tables = tables.unwrap_or_else(|| known.map(|known| known.tables).unwrap_or_default());
        let run = SourceRun {
            spec: spec.clone(),
            state,
            tables,
            seen: Seen::of(&spec.path),
        };
        self.sources.insert(spec.id.clone(), run);
        self.touch();
    }

    /// A source as it was read, and its file as it was when the reading began.
    pub(super) fn set_read(
        &mut self,
        spec: &SourceSpec,
        tables: Vec<TableInfo>,
        seen: Option<Seen>,
    ) {
        self.note_shape(spec, &tables);
        self.set_source(spec, SourceState::Ready, Some(tables));
        if let Some(known) = self.sources.get_mut(&spec.id) {
            known.seen = seen;
        }
    }

    /// Whether reading a source ended the engine, as far as is known.
    pub(super) fn is_deadly(&self, source: &SourceId) -> bool {
        self.sources.get(source).is_some_and(|known| {
            matches!(&known.state, SourceState::Failed { code, .. } if code.starts_with("ENGINE_"))
        })
    }
}
