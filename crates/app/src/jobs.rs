//! Long work that can be watched and cancelled.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use model::{CellId, JobId, SessionId};
use protocol::message::Progress;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::Error;
use crate::command::system::JobProgress;

/// Most jobs at a time.
const MOST: usize = 256;
/// How long the end of a job is waited for before a caller asks again.
pub(crate) const PATIENCE: Duration = Duration::from_secs(25);

/// The jobs that are under way.
#[derive(Debug, Default)]
pub(crate) struct Jobs {
    running: Mutex<BTreeMap<JobId, Running>>,
    /// Told whenever a job ends.
    ending: Notify,
}

#[derive(Debug, Clone)]
struct Running {
    session: Option<SessionId>,
    cell: Option<CellId>,
    since: Instant,
    token: CancellationToken,
}

/// One job; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct JobHandle {
    jobs: Arc<Jobs>,
    pub(crate) id: JobId,
    pub(crate) token: CancellationToken,
}

impl Jobs {
    /// Begins a job under an identity that the caller drew.
    pub(crate) fn begin(
        self: &Arc<Self>,
        id: JobId,
        session: Option<SessionId>,
    ) -> Result<JobHandle, Error> {
        check_job(&id)?;
        let mut running = self.lock();
        if running.contains_key(&id) {
            return Err(Error::new("JOB_EXISTS", "This job is already running."));
        }
        if running.len() >= MOST {
            return Err(Error::new(
                "TOO_MANY_JOBS",
                "Too much is running at once. Wait for something to finish, or cancel it.",
            ));
        }
        let token = CancellationToken::new();
        let entry = Running {
            session,
            cell: None,
            since: Instant::now(),
            token: token.clone(),
        };
        running.insert(id.clone(), entry);
        Ok(JobHandle {
            jobs: Arc::clone(self),
            id,
            token,
        })
    }

    /// Stops a job; one that has ended is stopped already.
    pub(crate) fn cancel(&self, id: &JobId) {
        let token = self.lock().get(id).map(|job| job.token.clone());
        if let Some(token) = token {
            token.cancel();
        }
    }

    /// Waits for the end of a job, and says whether it has ended.
    pub(crate) async fn has_ended(&self, id: &JobId, patience: Duration) -> bool {
        let until = tokio::time::Instant::now() + patience;
        loop {
            let mut ending = std::pin::pin!(self.ending.notified());
            // Listens from here on, so that no end falls between the look and the wait.
            ending.as_mut().enable();
            if !self.lock().contains_key(id) {
                return true;
            }
            if tokio::time::timeout_at(until, ending).await.is_err() {
                return false;
            }
        }
    }

    /// Stops all jobs of a session.
    pub(crate) fn cancel_session(&self, session: &SessionId) {
        let tokens: Vec<CancellationToken> = self
            .lock()
            .values()
            .filter(|job| job.session.as_ref() == Some(session))
            .map(|job| job.token.clone())
            .collect();
        for token in tokens {
            token.cancel();
        }
    }

    /// What to tell about a job that reported progress; none when it has ended.
    pub(crate) fn progress(&self, id: &JobId, progress: Progress) -> Option<JobProgress> {
        let running = self.lock();
        let job = running.get(id)?;
        Some(JobProgress {
            job: id.clone(),
            session: job.session.clone(),
            cell: job.cell.clone(),
            elapsed_ms: job.since.elapsed().as_secs_f64() * 1000.0,
            progress,
        })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<JobId, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl JobHandle {
    /// Says which cell the job is at.
    pub(crate) fn at(&self, cell: &CellId) {
        if let Some(job) = self.jobs.lock().get_mut(&self.id) {
            job.cell = Some(cell.clone());
        }
    }
}

impl Drop for JobHandle {
    fn drop(&mut self) {
        self.jobs.lock().remove(&self.id);
        self.jobs.ending.notify_waiters();
    }
}

fn check_job(id: &JobId) -> Result<(), Error> {
    let text = id.as_str();
    let fits = (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if fits {
        Ok(())
    } else {
        Err(Error::new(
            "BAD_REQUEST",
            "The identity of this job is not valid: 1 to 64 letters, digits, - or _ are.",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_end_of_a_job_is_waited_for_and_no_longer_than_said() {
        let jobs = Arc::new(Jobs::default());
        let id = JobId::new("one");
        assert!(jobs.has_ended(&id, PATIENCE).await, "it never began");
        let handle = jobs.begin(id.clone(), None).unwrap();
        let short = Duration::from_millis(1);
        assert!(!jobs.has_ended(&id, short).await, "it goes on");
        let waiting = tokio::spawn({
            let (jobs, id) = (Arc::clone(&jobs), id.clone());
            async move { jobs.has_ended(&id, PATIENCE).await }
        });
        tokio::task::yield_now().await;
        drop(jobs.begin(JobId::new("another"), None).unwrap());
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished(), "another one ended");
        drop(handle);
        assert!(waiting.await.unwrap());
    }
}
