//! How the program ends. The numbers are a contract with other tools.

use std::process::ExitCode;

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

    /// The first of two that is not fine.
    pub(crate) fn and(self, other: Self) -> Self {
        if self == Self::Fine { other } else { self }
    }

    /// The exit that the code of a failure or diagnostic asks for.
    pub(crate) fn of_code(code: &str) -> Self {
        const USAGE: [&str; 2] = ["CLI_", "TARGET_IS_INPUT"];
        const LIMIT: [&str; 4] = ["ENGINE_", "SYSTEM_", "TOO_MANY_", "WINDOW_TOO_LARGE"];
        const FILE: [&str; 8] = [
            "WB_PASSPHRASE",
            "WB_WRONG_PASSPHRASE",
            "WB_WEAK_PASSPHRASE",
            "WB_NOT_WRITTEN",
            "WB_READ_ONLY",
            "WB_EXISTS",
            "WB_CHANGED",
            "WB_NO_PATH",
        ];
        const REFUSED: [&str; 2] = ["WB_", "FILE_DAMAGED"];
        const WRONG: [&str; 10] = [
            "SQL_",
            "PARAM_",
            "CELL_",
            "CHART_",
            "EDIT_",
            "NO_SUCH_",
            "NOT_",
            "COMPUTE_FAILED",
            "OPTION_WRONG",
            "BAD_REQUEST",
        ];
        let is_one_of = |families: &[&str]| families.iter().any(|family| code.starts_with(family));
        match code {
            "CANCELLED" => Self::Cancelled,
            "NOT_TRUSTED" => Self::NotTrusted,
            _ if is_one_of(&USAGE) => Self::Usage,
            _ if is_one_of(&LIMIT) => Self::Limit,
            _ if is_one_of(&FILE) => Self::File,
            _ if is_one_of(&REFUSED) => Self::Refused,
            _ if is_one_of(&WRONG) => Self::Wrong,
            _ => Self::File,
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
            ("WB_NOT_WRITTEN", 4),
            ("WB_WRONG_PASSPHRASE", 4),
            ("FILE_DAMAGED", 6),
            ("SOURCE_GONE", 4),
            ("TARGET_NOT_WRITABLE", 4),
            ("TARGET_IS_INPUT", 2),
            ("NOT_TRUSTED", 5),
            ("CLI_SAME_FILE", 2),
        ] {
            assert_eq!(Exit::of_code(code).code(), exit, "{code}");
        }
    }
}
