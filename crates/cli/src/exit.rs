//! How the program ends. The numbers are a contract with other tools.

use std::process::ExitCode;

use protocol::message::Failure;

/// The exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Fine,
    /// The statement or the workbook's content is wrong.
    Wrong,
    Usage,
    /// The engine died or hit a limit.
    Limit,
    /// A file, source or folder cannot be read or written.
    File,
    #[expect(dead_code, reason = "trust decisions come with their own issue")]
    NotTrusted,
    /// A file was refused as damaged or hostile.
    Refused,
    Cancelled,
}

impl Exit {
    /// The number that the shell sees.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Wrong => 1,
            Self::Usage => 2,
            Self::Limit => 3,
            Self::File => 4,
            Self::NotTrusted => 5,
            Self::Refused => 6,
            Self::Cancelled => 130,
        }
    }

    /// The exit that a failure's code asks for.
    pub(crate) fn of(failure: &Failure) -> Self {
        let code = failure.code.as_str();
        let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| code.starts_with(prefix));
        if code == "CANCELLED" {
            Self::Cancelled
        } else if starts(&["CLI_"]) {
            Self::Usage
        } else if starts(&["ENGINE_", "SYSTEM_", "LIMIT_"]) || code.ends_with("_LIMIT") {
            Self::Limit
        } else if starts(&["SQL_", "PARAM_", "CELL_", "CHART_"]) {
            Self::Wrong
        } else if starts(&["WB_"]) && !starts(&["WB_NOT_FOUND", "WB_IO", "WB_READ", "WB_WRITE"]) {
            Self::Refused
        } else {
            Self::File
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_end_with_the_exit_of_their_family() {
        for (code, exit) in [
            ("FILE_NOT_FOUND", 4),
            ("ENGINE_MEMORY_LIMIT", 3),
            ("ENGINE_TIMEOUT", 3),
            ("SQL_SYNTAX", 1),
            ("CANCELLED", 130),
            ("WB_CHECKSUM", 6),
            ("CLI_SAME_FILE", 2),
        ] {
            let failure = Failure {
                code: code.to_owned(),
                message: String::new(),
            };
            assert_eq!(Exit::of(&failure).code(), exit, "{code}");
        }
    }
}
