//! Why a question has no answer, in words for a person.

use crate::message::{Death, Failure};

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The caller's own cancel.
    #[error("cancelled")]
    Cancelled,
    /// The process ended while the question was out, or a time limit was reached.
    #[error("the engine ended: {0:?}")]
    Died(Death),
    /// No process could be started.
    #[error("the engine could not be started: {reason}")]
    NotStarted { program: String, reason: String },
    /// Too many questions at once.
    #[error("too many questions at once")]
    Busy,
    /// The question does not fit in a message.
    #[error("the question is too long")]
    TooLong,
    /// The engine was shut down.
    #[error("the engine was shut down")]
    ShutDown,
}

impl EngineError {
    /// Code and sentence: what happened and what to do next.
    pub fn failure(&self) -> Failure {
        let (code, message) = match self {
            Self::Cancelled | Self::Died(Death::Cancelled) => {
                ("CANCELLED", "Cancelled. Nothing was changed.".to_owned())
            }
            Self::Died(death) => return death.failure(),
            Self::NotStarted { program, reason } => (
                "ENGINE_NOT_STARTED",
                format!(
                    "The engine program {} could not be started: {}. Install Assay again, or \
                     build it if you run from the sources, or raise the system's memory limit (ulimit).",
                    short(program, 120),
                    short(reason, 110)
                ),
            ),
            Self::Busy => (
                "ENGINE_BUSY",
                "The engine has too many questions to answer at once. Wait for some to finish or \
                 cancel them, then try again."
                    .to_owned(),
            ),
            Self::TooLong => (
                "ENGINE_QUESTION_TOO_LONG",
                "The question is longer than 16 MiB and was not sent. Shorten the statement or \
                 its parameter values."
                    .to_owned(),
            ),
            Self::ShutDown => (
                "ENGINE_SHUT_DOWN",
                "The engine has ended because Assay is closing. Start Assay again to go on."
                    .to_owned(),
            ),
        };
        Failure {
            code: code.to_owned(),
            message,
        }
    }
}

impl Death {
    /// Code and sentence: what happened and what to do next.
    pub fn failure(&self) -> Failure {
        const SAFE: &str = "It starts again by itself and no work is lost.";
        let (code, message) = match self {
            Self::Cancelled => ("CANCELLED", "Cancelled. Nothing was changed.".to_owned()),
            Self::MemoryLimit { cap_bytes } => (
                "ENGINE_MEMORY_LIMIT",
                format!(
                    "The query needed more memory than the limit of {} and was stopped. No work \
                     is lost. Filter or aggregate earlier, select fewer columns, or raise the \
                     memory limit.",
                    size(*cap_bytes)
                ),
            ),
            Self::Crash { signal: Some(9) } => (
                "ENGINE_CRASHED",
                format!(
                    "The engine was ended from outside (signal 9), which the system does when \
                     memory runs out. {SAFE} Close other programs or lower the memory limit, then \
                     run it again."
                ),
            ),
            Self::Crash { signal } => (
                "ENGINE_CRASHED",
                format!(
                    "The engine ended unexpectedly{} while it worked on this. {SAFE} Run it \
                     again; if it ends again, simplify the statement or check the file it reads.",
                    signal.map_or_else(String::new, |signal| format!(" (signal {signal})"))
                ),
            ),
            Self::Timeout { limit_ms } => (
                "ENGINE_TIMEOUT",
                format!(
                    "No answer came within {}, so it was stopped. No work is lost. Ask for less at \
                     once, or raise the time limit.",
                    duration(*limit_ms)
                ),
            ),
            Self::Protocol { .. } => (
                "ENGINE_PROTOCOL",
                format!(
                    "The engine gave an answer that this version of Assay does not understand, \
                     and was stopped. {SAFE} If it happens again, install Assay again so that \
                     both programs have one version."
                ),
            ),
        };
        Failure {
            code: code.to_owned(),
            message,
        }
    }
}

fn short(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let head: String = text.chars().take(limit - 1).collect();
    format!("{head}…")
}

fn size(bytes: u64) -> String {
    const UNITS: [(&str, u32); 3] = [("GiB", 30), ("MiB", 20), ("KiB", 10)];
    for (unit, shift) in UNITS {
        if bytes >= 1 << shift {
            let tenths = (bytes >> (shift - 10)) * 10 / 1024;
            return if tenths.is_multiple_of(10) {
                format!("{} {unit}", tenths / 10)
            } else {
                format!("{}.{} {unit}", tenths / 10, tenths % 10)
            };
        }
    }
    format!("{bytes} bytes")
}

fn duration(ms: u64) -> String {
    match ms {
        0..1000 => format!("{ms} ms"),
        _ if ms.is_multiple_of(60_000) => format!("{} min", ms / 60_000),
        _ => format!("{} s", ms / 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_a_code_and_a_sentence_of_at_most_400_characters() {
        let long = "x".repeat(4000);
        let errors = [
            EngineError::Cancelled,
            EngineError::NotStarted {
                program: long.clone(),
                reason: long.clone(),
            },
            EngineError::Busy,
            EngineError::TooLong,
            EngineError::ShutDown,
            EngineError::Died(Death::Cancelled),
            EngineError::Died(Death::MemoryLimit {
                cap_bytes: u64::MAX,
            }),
            EngineError::Died(Death::Crash { signal: Some(11) }),
            EngineError::Died(Death::Crash { signal: Some(9) }),
            EngineError::Died(Death::Crash { signal: None }),
            EngineError::Died(Death::Timeout { limit_ms: 90_000 }),
            EngineError::Died(Death::Protocol { detail: long }),
        ];
        for error in errors {
            let failure = error.failure();
            assert!(
                failure.message.chars().count() <= 400,
                "{}",
                failure.message
            );
            assert!(failure.message.ends_with('.') && failure.message.contains(' '));
            assert!(
                failure
                    .code
                    .chars()
                    .all(|c| c.is_ascii_uppercase() || c == '_')
            );
        }
    }

    #[test]
    fn limits_are_said_in_units_a_person_reads() {
        assert_eq!(size(12 << 30), "12 GiB");
        assert_eq!(size(3 << 29), "1.5 GiB");
        assert_eq!(size(512 << 20), "512 MiB");
        assert_eq!(duration(250), "250 ms");
        assert_eq!(duration(90_000), "90 s");
        assert_eq!(duration(120_000), "2 min");
    }
}
