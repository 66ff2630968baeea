//! What an answer should be looked at twice for, counted while it is computed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use model::Diagnostic;

/// Counters shared by the kernels of one statement.
#[derive(Debug, Clone, Default)]
pub struct Warnings(Arc<AtomicU64>);

impl Warnings {
    /// Notes that this many divisions by zero became missing values.
    pub fn divided_by_zero(&self, times: u64) {
        if times > 0 {
            self.0.fetch_add(times, Ordering::Relaxed);
        }
    }

    /// The warnings as a person reads them.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let zero = self.0.load(Ordering::Relaxed);
        if zero == 0 {
            return Vec::new();
        }
        let message = "Some values were divided by zero; the results are shown as missing.";
        let hint =
            "Leave such rows out with WHERE, or write nullif(divisor, 0) to say it is meant.";
        vec![Diagnostic::warning("SQL_DIVISION_BY_ZERO", message).with_hint(hint)]
    }
}
