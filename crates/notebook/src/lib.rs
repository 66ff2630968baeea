//! Which cells run, in which order, and which results are stale.
