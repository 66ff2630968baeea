//! Days, seasons and weighted choices.

use rand::Rng;
use rand::rngs::StdRng;

use super::REGIONS;

/// Days from 1 January 2025 to 20 November 2026.
pub(super) const DAYS: u32 = 689;

/// The share of the year's demand on a day: December and late November are strong.
pub(super) fn season(day: u32) -> f64 {
    let of_year = f64::from(day % 365);
    if of_year > 325.0 {
        1.22
    } else {
        1.0 + 0.08 * (of_year / 365.0)
    }
}

/// Turns a position in 0..1 into a day; later days are a little busier, so growth is visible.
pub(super) fn day_at(position: f64) -> u32 {
    let day = position.clamp(0.0, 1.0).powf(0.88) * f64::from(DAYS);
    // Truncation is meant: a day holds all its moments.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0..689"
    )]
    let day = day as u32;
    day.min(DAYS - 1)
}

pub(super) fn pick_region(rng: &mut StdRng, progress: f64) -> usize {
    let shares: Vec<f64> = REGIONS
        .iter()
        .map(|region| region.traffic.0 + (region.traffic.1 - region.traffic.0) * progress)
        .collect();
    weighted(rng, &shares)
}

pub(super) fn weighted(rng: &mut StdRng, weights: &[f64]) -> usize {
    let mut left = rng.random::<f64>() * weights.iter().sum::<f64>();
    for (index, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return index;
        }
    }
    weights.len() - 1
}

pub(super) fn round_cents(amount: f64) -> f64 {
    (amount * 100.0).round() / 100.0
}

/// Day 0 is 1 January 2025; neither 2025 nor 2026 is a leap year.
pub(super) fn date(day: u32) -> String {
    const MONTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (year, mut left) = (2025 + day / 365, day % 365);
    let mut month = 1;
    for length in MONTHS {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", left + 1)
}
