//! Time as the application sees it: given by the host, so that tests repeat.

use std::sync::Arc;

use jiff::{Timestamp, Zoned};

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The clock of this machine.
pub fn system_clock() -> Clock {
    Arc::new(Timestamp::now)
}

/// UTC, ISO 8601, to the second: `2026-11-20T18:42:00Z`.
pub(crate) fn utc(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Local wall-clock time to the minute: `14:32`.
pub(crate) fn local_minute(at: &Zoned) -> String {
    at.strftime("%H:%M").to_string()
}

/// IANA zone and UTC offset: `Europe/Berlin`, `UTC+1`.
pub(crate) fn zone(at: &Zoned) -> (String, String) {
    let zone = at.time_zone();
    let seconds = at.offset().seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() % 3600 / 60);
    let offset = match (hours, minutes) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    };
    (zone.iana_name().unwrap_or("UTC").to_owned(), offset)
}
