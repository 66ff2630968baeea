//! What happened, in order: a ring of the last events that windows listen to or poll.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::broadcast;

use crate::command::system::{Event, Events, JobProgress, Notice, NoticeLevel, Tag};

/// Most events kept; a window that is further behind asks for everything again.
const KEPT: usize = 1024;

/// How long a poll waits for the first event.
const PATIENCE: Duration = Duration::from_secs(25);

/// The events of an application.
#[derive(Debug)]
pub(crate) struct EventLog {
    ring: Mutex<Ring>,
    sender: broadcast::Sender<Event>,
}

#[derive(Debug, Default)]
struct Ring {
    events: VecDeque<Event>,
    last: u64,
}

impl Default for EventLog {
    fn default() -> Self {
        Self {
            ring: Mutex::default(),
            sender: broadcast::Sender::new(KEPT),
        }
    }
}

impl EventLog {
    /// Says what has become stale.
    pub(crate) fn tell(&self, tags: Vec<Tag>) {
        self.push(tags, None, None);
    }

    /// Says how far a job has come.
    pub(crate) fn progress(&self, progress: JobProgress) {
        self.push(Vec::new(), Some(progress), None);
    }

    /// Says something to a person.
    pub(crate) fn notice(&self, level: NoticeLevel, code: &str, message: String, tags: Vec<Tag>) {
        self.push(
            tags,
            None,
            Some(Notice {
                level,
                code: code.to_owned(),
                message,
            }),
        );
    }

    /// Events from now on. A slow listener loses the oldest.
    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }

    /// Events after `after`, waiting for the first up to 25 seconds.
    pub(crate) async fn poll(&self, after: u64) -> Events {
        let mut listener = self.subscribe();
        let now = self.since(after);
        if now.missed || !now.events.is_empty() {
            return now;
        }
        // Lagging means that there is something to read, which is all that is waited for.
        let _ = tokio::time::timeout(PATIENCE, listener.recv()).await;
        self.since(after)
    }

    fn since(&self, after: u64) -> Events {
        let ring = self.lock();
        let oldest = ring
            .events
            .front()
            .map_or(ring.last + 1, |event| event.number);
        Events {
            events: ring
                .events
                .iter()
                .filter(|event| event.number > after)
                .cloned()
                .collect(),
            // A number from the future belongs to an earlier life of the application.
            missed: after.saturating_add(1) < oldest || after > ring.last,
            last: ring.last,
        }
    }

    fn push(&self, tags: Vec<Tag>, progress: Option<JobProgress>, notice: Option<Notice>) {
        let mut ring = self.lock();
        ring.last += 1;
        let event = Event {
            number: ring.last,
            tags,
            progress,
            notice,
        };
        if ring.events.len() == KEPT {
            ring.events.pop_front();
        }
        ring.events.push_back(event.clone());
        // Sent under the lock, so that listeners hear events in the order of their numbers.
        let _ = self.sender.send(event);
    }

    fn lock(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_poll_answers_what_came_after_and_says_what_was_missed() {
        let log = EventLog::default();
        assert!(!log.since(0).missed, "nothing happened yet");
        for _ in 0..=KEPT {
            log.tell(vec![Tag::Recent]);
        }
        let all = log.poll(0).await;
        assert!(all.missed && all.events.len() == KEPT);
        let rest = log.poll(all.last - 1).await;
        assert!(!rest.missed && rest.events.len() == 1 && rest.events[0].number == all.last);
        assert!(log.poll(all.last + 5).await.missed, "an earlier life");
    }

    #[tokio::test]
    async fn a_waiting_poll_ends_with_the_first_event() {
        let log = std::sync::Arc::new(EventLog::default());
        let waiting = tokio::spawn({
            let log = std::sync::Arc::clone(&log);
            async move { log.poll(0).await }
        });
        tokio::task::yield_now().await;
        log.tell(vec![Tag::Engine]);
        assert_eq!(waiting.await.unwrap().events[0].tags, [Tag::Engine]);
    }
}
