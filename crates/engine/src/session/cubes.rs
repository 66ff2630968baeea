//! Tables of groups that questions with different selections share: computed at the first of them,
//! kept while the sources stay as they are, and only where groups are few.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use plan::{Cube, Plan};
use polars::prelude::*;
use protocol::message::{Failure, Scope, Statement};

use super::Session;
use crate::compute::{self, Limits, Rows};
use crate::fault::Fault;
use crate::lower;
use crate::question::Meaning;
use crate::stop::Stop;

/// More groups are no faster to filter than rows.
const MOST_GROUPS: u64 = 500_000;
/// Bytes of one table of groups, and of all.
const MOST_BYTES: u64 = 32 << 20;
const ALL_BYTES: u64 = 96 << 20;
/// Tables of groups, and notes that there are too many, that are kept at most.
const MOST_KEPT: usize = 128;
/// Rows that are grouped to see whether groups are few, and how many rows each has then.
const SAMPLE: u32 = 100_000;
const ROWS_OF_GROUP: u64 = 5;

/// Tables of groups by their plans, the one that was read last at the end.
#[derive(Debug, Default)]
pub(super) struct Cubes(Mutex<Vec<Known>>);

#[derive(Debug)]
struct Known {
    key: String,
    groups: Groups,
    bytes: u64,
}

/// The groups of a plan.
#[derive(Debug, Clone)]
enum Groups {
    Few(DataFrame),
    /// So many, or so hard to compute without a selection, that rows are read.
    Many,
}

/// A plan, and the tables of groups that it reads by their names.
pub(super) struct Read {
    pub(super) plan: Plan,
    rows: BTreeMap<String, DataFrame>,
}

impl Read {
    /// The rows of a table of groups, or those that `meaning` gives for the name.
    pub(super) fn scan(&self, meaning: &Meaning, name: &str) -> Result<LazyFrame, Failure> {
        match self.rows.get(name) {
            Some(rows) => Ok(rows.clone().lazy()),
            None => meaning.scan(name),
        }
    }
}

impl Cubes {
    /// Lets everything go: sources are read anew.
    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    fn known(&self, key: &str) -> Option<Groups> {
        let mut all = self.lock();
        let at = all.iter().position(|known| known.key == key)?;
        let known = all.remove(at);
        let groups = known.groups.clone();
        all.push(known);
        Some(groups)
    }

    fn put(&self, key: String, groups: Groups) {
        let bytes = match &groups {
            Groups::Few(rows) => rows.estimated_size() as u64,
            Groups::Many => 0,
        };
        let mut all = self.lock();
        all.push(Known { key, groups, bytes });
        while all.len() > MOST_KEPT || all.iter().map(|known| known.bytes).sum::<u64>() > ALL_BYTES
        {
            all.remove(0);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    /// The plan of a question over tables of groups, which are computed where they are not known yet;
    /// none when it is to be computed from the rows.
    pub(super) fn cubed(
        &self,
        plan: &Plan,
        (statement, scope): (&Statement, &Scope),
        meaning: &Meaning,
        stop: &Stop,
    ) -> Result<Option<Read>, Fault> {
        let Statement::Query { query } = statement else {
            return Ok(None);
        };
        if query.selected.is_empty() || scope.sample.is_some() {
            return Ok(None);
        }
        let Some(cubed) = plan::cubed(plan, query) else {
            return Ok(None);
        };
        let cell = scope.cells.iter().find(|cell| cell.name == query.source);
        let answer = cell.and_then(|cell| cell.result.as_ref());
        let identity = (answer, meaning.fingerprint(&query.source));
        let mut rows = BTreeMap::new();
        for cube in cubed.cubes {
            let words = cube.plan.logical.display_indent_schema();
            let key = format!("{identity:?}\n{words}");
            let known = self.cubes.known(&key);
            let is_new = known.is_none();
            let found = known.map_or_else(|| groups(&cube, meaning, stop), Ok)?;
            if is_new {
                self.cubes.put(key, found.clone());
            }
            let Groups::Few(known) = found else {
                return Ok(None);
            };
            rows.insert(cube.name, known);
        }
        Ok(Some(Read {
            plan: cubed.plan,
            rows,
        }))
    }
}

/// The groups of a cube.
fn groups(cube: &Cube, meaning: &Meaning, stop: &Stop) -> Result<Groups, Fault> {
    let sample = computed(&cube.plan, stop, &|name| {
        meaning.scan(name).map(|rows| rows.limit(SAMPLE))
    })?;
    let is_few = |rows: &DataFrame| rows.height() as u64 * ROWS_OF_GROUP <= u64::from(SAMPLE);
    if !sample.as_ref().is_some_and(is_few) {
        return Ok(Groups::Many);
    }
    let all = computed(&cube.plan, stop, &|name| meaning.scan(name))?;
    let fits = |rows: &DataFrame| {
        rows.height() as u64 <= MOST_GROUPS && rows.estimated_size() as u64 <= MOST_BYTES
    };
    Ok(all.filter(fits).map_or(Groups::Many, Groups::Few))
}

/// The rows of a plan, where nothing is to be said of them.
fn computed(
    plan: &Plan,
    stop: &Stop,
    find_scan: &lower::FindScan<'_>,
) -> Result<Option<DataFrame>, Fault> {
    let limits = Limits {
        stop: stop.clone(),
        on_rows: Arc::new(|_| ()),
        memory_bytes: u64::MAX,
        spill: None,
    };
    let done = lower::lower(plan, find_scan, stop).and_then(|ready| {
        let rows = compute::compute(ready.frame, &limits)?;
        Ok((rows, ready.warnings.diagnostics()))
    });
    match done {
        Ok((Rows::Memory(rows), warnings)) if warnings.is_empty() => Ok(Some(rows)),
        Err(Fault::Cancelled) => Err(Fault::Cancelled),
        // A sum may leave its type in groups that nobody selected: the rows themselves are asked.
        Ok(_) | Err(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use model::{
        ImportOptions, Key, Pick, PickPart, Pill, Query, ResultId, Selected, SourceId, SourceSpec,
        Value,
    };
    use protocol::message::{Answer, Ask};

    use super::*;

    fn asked(session: &Session, field: &str, region: &str) -> u64 {
        let of = PickPart {
            pill: Pill {
                field: "region".to_owned(),
                ..Pill::default()
            },
            values: vec![Value::Text(region.to_owned())],
        };
        let query = Query {
            source: "visits".to_owned(),
            keys: vec![Key {
                field: field.to_owned(),
                name: field.to_owned(),
                ..Key::default()
            }],
            measures: vec![model::Measure {
                name: "rows".to_owned(),
                ..model::Measure::default()
            }],
            selected: Selected {
                picks: vec![Pick {
                    of: vec![of],
                    excluded: false,
                }],
                ..Selected::default()
            },
            ..Query::default()
        };
        let ask = Ask::Run {
            result: ResultId::new("r"),
            statement: Statement::Query { query },
            scope: Scope::default(),
        };
        match session.answer(ask, None, &Stop::default()).0 {
            Answer::Ran { head } => head.rows,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn few_groups_are_kept_and_many_are_only_noted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("visits.csv");
        let mut text = String::from("id,day,region\n");
        for row in 0..250_000 {
            writeln!(text, "{row},{},{}", row % 40, ["north", "south"][row % 2]).unwrap();
        }
        std::fs::write(&path, text).unwrap();
        let session = Session::new(Some(folder.path().join("cache")), Arc::new(|_, _| ()));
        let spec = SourceSpec {
            id: SourceId::new("visits"),
            name: "visits".to_owned(),
            path: path.to_str().unwrap().to_owned(),
            kind: None,
            options: ImportOptions::default(),
        };
        session.answer(
            Ask::OpenSource { spec: spec.clone() },
            None,
            &Stop::default(),
        );
        let kept = || -> Vec<Option<usize>> {
            let all = session.cubes.lock();
            let heights = all.iter().map(|known| match &known.groups {
                Groups::Few(rows) => Some(rows.height()),
                Groups::Many => None,
            });
            heights.collect()
        };
        assert_eq!(asked(&session, "day", "north"), 20);
        assert_eq!(kept(), [Some(40)]);
        assert_eq!(asked(&session, "day", "south"), 20);
        assert_eq!(kept(), [Some(40)], "the same groups");
        assert_eq!(asked(&session, "id", "south"), 125_000);
        assert_eq!(kept(), [Some(40), None]);
        session.answer(Ask::CloseSource { source: spec.id }, None, &Stop::default());
        assert!(kept().is_empty());
    }
}
