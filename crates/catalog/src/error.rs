//! Why the catalog did not answer. Work goes on without it.

use rusqlite::ErrorCode;

/// Why the catalog did not answer; nothing was half written.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    #[error(
        "Another Assay is writing the catalog and did not finish within 5 seconds. Try again in a moment."
    )]
    Busy(#[source] rusqlite::Error),
    #[error(
        "The disk that holds the catalog is full, so this was not remembered. Free some space; your workbook is not affected."
    )]
    Full(#[source] rusqlite::Error),
    #[error(
        "The catalog is damaged, so this was not found or not remembered. Start Assay again: it will be restored from its last backup. Your workbook is not affected."
    )]
    Damaged(#[source] rusqlite::Error),
    #[error(
        "The catalog cannot be written here, so this was not remembered. Your workbook is not affected."
    )]
    ReadOnly(#[source] rusqlite::Error),
    #[error(
        "The catalog did not answer. Start Assay again if this stays so; your workbook is not affected."
    )]
    Other(#[source] rusqlite::Error),
    #[error("This could not be written down for the catalog. Your workbook is not affected.")]
    Json(#[from] serde_json::Error),
}

impl CatalogError {
    /// Stable code for screens and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Busy(_) => "CAT_BUSY",
            Self::Full(_) => "CAT_NO_SPACE",
            Self::Damaged(_) => "CAT_DAMAGED",
            Self::ReadOnly(_) => "CAT_READ_ONLY",
            Self::Other(_) | Self::Json(_) => "CAT_FAILED",
        }
    }
}

impl From<rusqlite::Error> for CatalogError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(error),
            Some(ErrorCode::DiskFull) => Self::Full(error),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error),
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::ReadOnly(error)
            }
            _ => Self::Other(error),
        }
    }
}
