//! Many looks at the same data: one of them stands out by chance.

/// Looks from which on an even chance of a false find is reached: ln 0.5 / ln 0.95, rounded up.
pub const MOST_LOOKS: usize = 14;

/// How many ways were tried, and what that is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ManyLooks {
    pub looks: usize,
    /// Chance that at least one of them shows a difference at the 5 % level where there is none.
    pub chance: f64,
}

/// Whether so many different breakdowns and filters of one measure were looked at that a find by chance
/// is more likely than not: 1 − 0.95^looks (Šidák 1967). A fact, not a test.
pub fn many_looks(looks: usize) -> Option<ManyLooks> {
    (looks >= MOST_LOOKS).then(|| ManyLooks {
        looks,
        chance: 1.0 - 0.95_f64.powf(crate::real(looks)),
    })
}
