//! The process's memory: counted by the allocator, refused above the cap, and watched so that the
//! last word before the end says why.

use std::time::Duration;

use cap::Cap;
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: Cap<MiMalloc> = Cap::new(MiMalloc, usize::MAX);

/// How often the watch looks.
pub const WATCH_EVERY: Duration = Duration::from_millis(20);

/// Bytes in use now.
pub fn used() -> u64 {
    ALLOCATOR.allocated() as u64
}

/// Bytes that may be in use; none when there is no cap.
pub fn cap() -> Option<u64> {
    let limit = ALLOCATOR.limit();
    (limit != usize::MAX).then_some(limit as u64)
}

/// Sets the hard cap of the allocator and, as a backstop, of the address space.
pub fn set_cap(bytes: u64) {
    let Ok(limit) = usize::try_from(bytes) else {
        return;
    };
    if limit == 0 || ALLOCATOR.set_limit(limit).is_err() {
        return;
    }
    // Stacks, mapped files and freed pages are address space too: be generous.
    let space = bytes.saturating_mul(2).saturating_add(8 << 30);
    let wanted = rustix::process::Rlimit {
        current: Some(space),
        maximum: Some(space),
    };
    if let Err(error) = rustix::process::setrlimit(rustix::process::Resource::As, wanted) {
        tracing::warn!(%error, "the address space stays without a limit");
    }
}

/// Whether so much is in use that the process should end by itself, before the cap ends it.
pub fn is_nearly_full() -> bool {
    cap().is_some_and(|cap| used() > cap / 100 * 95)
}
