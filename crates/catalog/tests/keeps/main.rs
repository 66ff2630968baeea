//! What the catalog keeps, and that nothing done to its file stops the work. One program, so that
//! it links once.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at the first surprise"
)]

mod damage;
mod kills;
mod known;
mod made;
mod search;
mod trusted;
