//! Why an engine process ended, from what it said, how it ended and what it printed.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use crate::message::Death;

/// Why nothing more is read from a process.
pub(super) enum LastWord {
    None,
    Said(Death),
    Nonsense(String),
}

/// The typed death of a process whose pipe has ended.
pub(super) fn cause_of_death(
    last: LastWord,
    status: Option<ExitStatus>,
    words: &[u8],
    memory_cap_bytes: u64,
) -> Death {
    let words = String::from_utf8_lossy(words);
    let signal = status.and_then(|status| status.signal());
    let is_full = status.and_then(|status| status.code()) == Some(crate::launch::EXIT_MEMORY);
    tracing::warn!(?signal, said = %words.escape_debug(), "the engine ended");
    match last {
        LastWord::Said(death) => death,
        LastWord::Nonsense(detail) => Death::Protocol { detail },
        // The engine's own code, or what the standard library prints when an allocation is refused,
        // before it aborts.
        LastWord::None if is_full || words.contains("memory allocation of") => Death::MemoryLimit {
            cap_bytes: memory_cap_bytes,
        },
        LastWord::None => Death::Crash { signal },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r05_a_full_engine_is_known_by_its_word_its_code_or_its_last_breath() {
        let exited = |code: i32| Some(ExitStatus::from_raw(code << 8));
        let full = Death::MemoryLimit { cap_bytes: 7 };
        let said = LastWord::Said(full.clone());
        assert_eq!(cause_of_death(said, None, b"", 7), full);
        let by_code = cause_of_death(LastWord::None, exited(crate::launch::EXIT_MEMORY), b"", 7);
        assert_eq!(by_code, full);
        let words = b"memory allocation of 8 bytes failed";
        let aborted = Some(ExitStatus::from_raw(6));
        assert_eq!(cause_of_death(LastWord::None, aborted, words, 7), full);
        let crash = cause_of_death(LastWord::None, aborted, b"", 7);
        assert_eq!(crash, Death::Crash { signal: Some(6) });
    }
}
