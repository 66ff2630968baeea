//! The questions that are out at one process, each with the caller who waits for it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::message::{Answer, Death};

/// Questions that may be out at one process at a time.
const MAX_OUT: usize = 1024;

/// How a question ended.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "most outcomes are answers")]
pub(super) enum Outcome {
    Answered(Answer, Vec<u8>),
    /// The process ended by itself.
    Died(Death),
    /// The process was killed for another caller's sake: ask the next process.
    Stopped,
}

/// How a process ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ending {
    Died(Death),
    Stopped,
}

impl Ending {
    fn outcome(&self) -> Outcome {
        match self {
            Self::Died(death) => Outcome::Died(death.clone()),
            Self::Stopped => Outcome::Stopped,
        }
    }
}

/// Why a question was not put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// The process has ended; the next one may be asked.
    Ended,
    /// Too many questions are out.
    Full,
}

/// Callers by the id of their question.
#[derive(Debug, Default)]
pub(super) struct Desk {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    out: BTreeMap<u64, oneshot::Sender<Outcome>>,
    ending: Option<Ending>,
}

impl Desk {
    /// Notes that a caller waits; refused when the process has ended or too many are out.
    pub(super) fn register(&self, id: u64) -> Result<oneshot::Receiver<Outcome>, Refused> {
        let mut state = self.lock();
        if state.ending.is_some() {
            return Err(Refused::Ended);
        }
        if state.out.len() >= MAX_OUT {
            return Err(Refused::Full);
        }
        let (sender, receiver) = oneshot::channel();
        state.out.insert(id, sender);
        Ok(receiver)
    }

    /// Hands an answer to its caller; answers that nobody waits for are dropped.
    pub(super) fn deliver(&self, id: u64, answer: Answer, payload: Vec<u8>) {
        if let Some(caller) = self.lock().out.remove(&id) {
            // The caller may have been cancelled meanwhile.
            let _ = caller.send(Outcome::Answered(answer, payload));
        }
    }

    /// Takes a question back that was never sent.
    pub(super) fn forget(&self, id: u64) {
        self.lock().out.remove(&id);
    }

    /// Tells every caller how the process ended, and every later one. The first ending counts.
    pub(super) fn close(&self, ending: Ending) {
        let mut state = self.lock();
        for (_, caller) in std::mem::take(&mut state.out) {
            let _ = caller.send(ending.outcome());
        }
        state.ending.get_or_insert(ending);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_caller_hears_the_ending_and_later_ones_go_elsewhere() {
        let desk = Desk::default();
        let first = desk.register(1).unwrap();
        let second = desk.register(2).unwrap();
        desk.deliver(2, Answer::Done, vec![1]);
        desk.close(Ending::Died(Death::Crash { signal: Some(9) }));
        assert!(matches!(
            first.await,
            Ok(Outcome::Died(Death::Crash { signal: Some(9) }))
        ));
        assert!(matches!(second.await, Ok(Outcome::Answered(Answer::Done, bytes)) if bytes == [1]));
        assert_eq!(desk.register(3).unwrap_err(), Refused::Ended);
    }

    #[test]
    fn questions_over_the_bound_are_refused() {
        let desk = Desk::default();
        let kept: Vec<_> = (0..MAX_OUT as u64)
            .map(|id| desk.register(id).unwrap())
            .collect();
        assert_eq!(desk.register(9999).unwrap_err(), Refused::Full);
        desk.deliver(0, Answer::Done, Vec::new());
        assert!(desk.register(9999).is_ok(), "one below the bound");
        drop(kept);
    }
}
