//! The answers that are kept by name, within a share of memory, and how a person looks at them:
//! the order and filters last asked for are remembered per answer, so that scrolling is quick.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use model::{Field, ResultId};
use polars::prelude::*;
use protocol::message::{Failure, View};

use crate::compute::Rows;
use crate::fault::Fault;
use crate::memory;
use crate::view;

/// Share of the memory cap that answers may take together, in hundredths.
const SHARE: u64 = 35;
/// What they may take when there is no cap.
const UNCAPPED: u64 = 4 << 30;

/// One kept answer.
pub struct Kept {
    pub fields: Vec<Field>,
    pub rows: Rows,
    seen: Mutex<Option<(View, Arc<Seen>)>>,
}

/// An answer under a view.
pub enum Seen {
    /// Row numbers of the answer, in the order of the view.
    Numbers(IdxCa),
    /// The rows themselves, for an answer that lies on disk.
    Rows(Rows),
}

/// All kept answers.
#[derive(Default)]
pub struct Keep {
    answers: Mutex<BTreeMap<ResultId, Arc<Kept>>>,
    cache_dir: Option<PathBuf>,
    made: AtomicU64,
}

impl Keep {
    /// Keeps answers, in this folder when they are large.
    pub fn new(cache_dir: Option<PathBuf>) -> Self {
        Self {
            cache_dir,
            ..Self::default()
        }
    }

    /// The answer with this name.
    pub fn get(&self, id: &ResultId) -> Option<Arc<Kept>> {
        self.lock().get(id).cloned()
    }

    /// Keeps an answer in place of one with the same name.
    pub fn put(&self, id: ResultId, fields: Vec<Field>, rows: Rows) {
        self.lock().insert(
            id,
            Arc::new(Kept {
                fields,
                rows,
                seen: Mutex::default(),
            }),
        );
    }

    /// Lets answers go.
    pub fn forget(&self, ids: &[ResultId]) {
        let mut answers = self.lock();
        for id in ids {
            answers.remove(id);
        }
    }

    /// How many answers there are, and the bytes they take in memory and on disk.
    pub fn totals(&self) -> (u32, u64) {
        let answers = self.lock();
        let bytes = answers.values().map(|kept| kept.rows.bytes()).sum();
        (u32::try_from(answers.len()).unwrap_or(u32::MAX), bytes)
    }

    /// Bytes that one more answer may take in memory.
    pub fn memory_left(&self) -> u64 {
        let budget = memory::cap().map_or(UNCAPPED, |cap| cap / 100 * SHARE);
        let taken: u64 = self
            .lock()
            .values()
            .filter(|kept| kept.rows.is_in_memory())
            .map(|kept| kept.rows.bytes())
            .sum();
        budget.saturating_sub(taken)
    }

    /// A folder for an answer that does not fit, not made yet; none without a cache folder.
    pub fn spill_path(&self) -> Result<Option<PathBuf>, Failure> {
        let Some(folder) = &self.cache_dir else {
            return Ok(None);
        };
        let folder = folder.join(crate::litter::ANSWERS);
        std::fs::create_dir_all(&folder).map_err(|error| crate::error::explain_io(&error))?;
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let process = std::process::id();
        let path = folder.join(format!("{process}-{number}"));
        // Left over by a process of the same number that was killed.
        let _ = std::fs::remove_dir_all(&path);
        Ok(Some(path))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<ResultId, Arc<Kept>>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// Rows `offset..offset + limit` under a view, and how many there are in all.
    pub fn window(
        &self,
        view: &View,
        offset: u64,
        limit: u32,
        keep: &Keep,
    ) -> Result<(DataFrame, u64), Fault> {
        if *view == View::default() {
            return Ok((self.rows.slice(offset, limit)?, self.rows.count()));
        }
        let seen = self.seen(view, keep)?;
        match (seen.as_ref(), &self.rows) {
            (Seen::Numbers(numbers), Rows::Memory(frame)) => {
                let from = i64::try_from(offset).unwrap_or(i64::MAX);
                let wanted = numbers.slice(from, limit as usize);
                Ok((view::gather(frame, &wanted)?, numbers.len() as u64))
            }
            (Seen::Rows(rows), _) => Ok((rows.slice(offset, limit)?, rows.count())),
            (Seen::Numbers(_), Rows::Disk(_)) => {
                Ok((self.rows.slice(offset, limit)?, self.rows.count()))
            }
        }
    }

    /// All rows under a view.
    pub fn scan(&self, view: &View) -> Result<LazyFrame, Fault> {
        if *view == View::default() {
            return self.rows.scan();
        }
        view::seen_rows(&self.fields, &self.rows.scan()?, view)
    }

    fn seen(&self, view: &View, keep: &Keep) -> Result<Arc<Seen>, Fault> {
        // Held while it is computed: two windows of one new view compute it once.
        let mut last = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, seen)) = last.as_ref()
            && known == view
        {
            return Ok(Arc::clone(seen));
        }
        *last = None;
        let seen = Arc::new(match &self.rows {
            Rows::Memory(frame) => Seen::Numbers(view::row_numbers(&self.fields, frame, view)?),
            Rows::Disk(_) => Seen::Rows(view::sorted_copy(
                &self.fields,
                &self.rows.scan()?,
                view,
                keep,
            )?),
        });
        *last = Some((view.clone(), Arc::clone(&seen)));
        Ok(seen)
    }
}
