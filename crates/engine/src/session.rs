//! What the engine process has open, and what it does for each thing it is asked.

mod cubes;
mod explain;
mod run;
mod turned;
mod words;

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use model::{JobId, ResultId, SourceId};
use plan::Names;
use protocol::message::{Answer, Ask, Check, Progress, Scope, Statement, Status, Target, View};

use crate::error::failure;
use crate::fault::Fault;
use crate::keep::{Keep, Kept};
use crate::question::Meaning;
use crate::stop::Stop;
use crate::table::Table;
use crate::{ipc, lower, memory, profile, source, write};

/// Rows of one window at most.
const MOST_ROWS: u32 = 10_000;

/// An answer with the bytes that travel beside it.
pub type Reply = (Answer, Vec<u8>);

/// Told how far a job has come.
pub type OnProgress = dyn Fn(&JobId, Progress) + Send + Sync;

/// Everything that is open in this process.
pub struct Session {
    sources: RwLock<Vec<(SourceId, Vec<Table>)>>,
    keep: Keep,
    cubes: cubes::Cubes,
    cache_dir: PathBuf,
    on_progress: Arc<OnProgress>,
}

/// The name and version of what computes, for heads and stamps.
pub fn engine_name() -> String {
    format!("Local · Polars {}", polars::VERSION)
}

impl Session {
    /// Nothing open yet.
    pub fn new(cache_dir: Option<PathBuf>, on_progress: Arc<OnProgress>) -> Self {
        let fallback = std::env::temp_dir().join("assay-engine");
        Self {
            sources: RwLock::default(),
            keep: Keep::new(cache_dir.clone()),
            cubes: cubes::Cubes::default(),
            cache_dir: cache_dir.unwrap_or(fallback),
            on_progress,
        }
    }

    /// Answers one request; never panics on purpose, may take long, looks at `stop`.
    pub fn answer(&self, ask: Ask, job: Option<&JobId>, stop: &Stop) -> Reply {
        match self.try_answer(ask, job, stop) {
            Ok(reply) => reply,
            Err(fault) => (fault.into_answer(), Vec::new()),
        }
    }

    fn try_answer(&self, ask: Ask, job: Option<&JobId>, stop: &Stop) -> Result<Reply, Fault> {
        Ok(bare(match ask {
            Ask::OpenSource { spec } => {
                let opened = source::open(&spec, &self.cache_dir, stop)?;
                let infos = opened
                    .tables
                    .iter()
                    .map(|table| table.info.clone())
                    .collect();
                let mut sources = self.sources.write().unwrap_or_else(PoisonError::into_inner);
                sources.retain(|(id, _)| *id != spec.id);
                sources.push((spec.id, opened.tables));
                self.cubes.clear();
                Answer::Opened {
                    spec: opened.spec,
                    tables: infos,
                }
            }
            Ask::CloseSource { source } => {
                self.sources
                    .write()
                    .unwrap_or_else(PoisonError::into_inner)
                    .retain(|(id, _)| *id != source);
                self.cubes.clear();
                Answer::Done
            }
            Ask::Preview { path, options } => Answer::Preview {
                preview: source::preview(&path, &options, &self.cache_dir)?,
            },
            Ask::Rejected {
                table,
                offset,
                limit,
            } => {
                let (rows, total) = self.table(&table)?.rejected(offset, limit)?;
                Answer::Rejected { rows, total }
            }
            Ask::Check { statement, scope } => Answer::Checked {
                check: self.check(&statement, &scope),
            },
            Ask::Complete {
                text,
                offset,
                scope,
            } => self.complete(&text, offset, &scope),
            Ask::Words { question } => Answer::Words {
                told: self.words(question),
            },
            Ask::Run {
                result,
                statement,
                scope,
            } => self.run(result, &statement, &scope, (job, stop))?,
            Ask::Window {
                result,
                view,
                offset,
                limit,
            } => return self.window(&result, &view, offset, limit),
            Ask::Head { result, limit } => return self.window(&result, &View::default(), 0, limit),
            Ask::Profile { target, columns } => self.profile(&target, &columns, stop)?,
            Ask::Explain {
                statement,
                scope,
                is_measured,
            } => self.explain(&statement, &scope, is_measured, stop)?,
            Ask::ShowSql { statement, scope } => self.show_sql(&statement, &scope)?,
            Ask::Export {
                result,
                view,
                format,
                path,
            } => match self.keep.get(&result) {
                None => Answer::Missing { result },
                Some(kept) => {
                    let written =
                        write::write_with(kept.scan(&view)?, format, &path, &self.choices(), stop)?;
                    Answer::Written {
                        rows: written.rows,
                        bytes: written.bytes,
                    }
                }
            },
            Ask::Forget { results } => {
                self.keep.forget(&results);
                Answer::Done
            }
            Ask::Status => Answer::Status {
                status: self.status(),
            },
            Ask::Cancel { .. } | Ask::Quit => Answer::Done,
        }))
    }

    fn show_sql(&self, statement: &Statement, scope: &Scope) -> Result<Answer, Fault> {
        let bound = self.meaning(scope).bind(statement);
        Ok(match bound.plan {
            None => Answer::Diagnosed {
                diagnostics: bound.diagnostics,
            },
            Some(plan) => Answer::Sql {
                text: plan::show_sql(&plan).map_err(Fault::Diagnosed)?,
            },
        })
    }

    /// How files are written: never over one that is read.
    fn choices(&self) -> write::Choices {
        let inputs = self
            .tables()
            .iter()
            .flat_map(Table::files)
            .map(Path::to_path_buf)
            .collect();
        write::Choices {
            inputs,
            ..write::Choices::default()
        }
    }

    fn tables(&self) -> Vec<Table> {
        let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner);
        sources
            .iter()
            .flat_map(|(_, tables)| tables.iter().cloned())
            .collect()
    }

    fn table(&self, name: &str) -> Result<Table, Fault> {
        self.tables()
            .into_iter()
            .find(|table| table.name() == name)
            .ok_or_else(|| {
                Fault::Failed(failure(
                    "SOURCE_GONE",
                    format!("The table `{name}` is not open. Refresh its source and try again."),
                ))
            })
    }

    fn meaning(&self, scope: &Scope) -> Meaning {
        Meaning::of(Names::default(), scope, self.tables(), &self.keep)
    }

    /// What names mean where sums of whole numbers have 38 digits.
    fn meaning_of_wide_sums(&self, scope: &Scope) -> Meaning {
        let names = Names {
            has_wide_sums: true,
            ..Names::default()
        };
        Meaning::of(names, scope, self.tables(), &self.keep)
    }

    fn check(&self, statement: &Statement, scope: &Scope) -> Check {
        let meaning = self.meaning(scope);
        let bound = meaning.bind(statement);
        let mut diagnostics = bound.diagnostics;
        turned::as_a_note(statement, &meaning, &mut diagnostics);
        let mut fields = Vec::new();
        if let Some(plan) = bound.plan {
            let run = plan.measured.as_deref().unwrap_or(&plan);
            match lower::check(run, &|name| meaning.nothing(name)) {
                Err(Fault::Diagnosed(diagnostic)) => diagnostics.push(diagnostic),
                _ => fields = plan.fields,
            }
        }
        Check {
            diagnostics,
            fields,
            reads: bound.reads,
        }
    }

    fn window(
        &self,
        result: &ResultId,
        view: &View,
        offset: u64,
        limit: u32,
    ) -> Result<Reply, Fault> {
        let Some(kept) = self.keep.get(result) else {
            return Ok(bare(Answer::Missing {
                result: result.clone(),
            }));
        };
        let (frame, rows) = kept.window(view, offset, limit.min(MOST_ROWS), &self.keep)?;
        let count = u32::try_from(frame.height()).unwrap_or(u32::MAX);
        Ok((
            Answer::Window {
                rows,
                offset,
                count,
            },
            ipc::stream_bytes(&frame)?,
        ))
    }

    fn profile(&self, target: &Target, columns: &[String], stop: &Stop) -> Result<Answer, Fault> {
        let (frame, fields) = match target {
            Target::Table { name } => {
                let table = self.table(name)?;
                (table.scan()?, table.info.fields)
            }
            Target::Result { result } => match self.keep.get(result) {
                None => {
                    return Ok(Answer::Missing {
                        result: result.clone(),
                    });
                }
                Some(kept) => (kept.rows.scan()?, kept.fields.clone()),
            },
        };
        let (profiles, rows) = profile::profile(frame, &fields, columns, stop)?;
        Ok(Answer::Profiles { profiles, rows })
    }

    fn status(&self) -> Status {
        let (kept_results, kept_bytes) = self.keep.totals();
        Status {
            memory_bytes: memory::used(),
            memory_cap_bytes: memory::cap().unwrap_or(0),
            kept_results,
            kept_bytes,
        }
    }

    /// The folder for converted sources.
    pub fn cache_dir(&self) -> &Path {
        &self.cache_dir
    }

    /// The kept answer with this name.
    pub fn kept(&self, result: &ResultId) -> Option<Arc<Kept>> {
        self.keep.get(result)
    }
}

fn bare(answer: Answer) -> Reply {
    (answer, Vec::new())
}
