//! A sample of rows, by a number that is made of each row's place and the seed.

use plan::nodes::{Sample, Share};
use polars::prelude::*;

use super::function::rows;
use super::{Lowered, Lowering};
use crate::fault::Fault;

impl Lowering<'_> {
    /// Lowers a sample; rows keep their order.
    pub(crate) fn sample(&self, sample: &Sample) -> Result<Lowered, Fault> {
        let input = self.node(&sample.input)?;
        let (place, drawn) = (self.fresh(), self.fresh());
        let seed = sample.seed;
        let number = rows(vec![col(place.clone())], DataType::UInt64, move |columns| {
            let places = columns[0].cast(&DataType::UInt64)?;
            let numbers = places.u64()?.apply_values(|place| scattered(place, seed));
            Ok(numbers.into_series())
        });
        let numbered = input
            .frame
            .with_row_index(place.clone(), None)
            .with_column(number.alias(drawn.clone()));
        let taken = match sample.share {
            Share::Millionths(share) => {
                const WHOLE: u64 = 100_000_000;
                let border =
                    u64::try_from(u128::from(u64::MAX) * u128::from(share) / u128::from(WHOLE));
                match border {
                    Ok(border) if share < WHOLE => numbered.filter(col(drawn).lt(lit(border))),
                    _ => numbered,
                }
            }
            Share::Rows(count) => {
                let drawn = numbered.sort([drawn], SortMultipleOptions::default());
                let count = usize::try_from(count).unwrap_or(usize::MAX);
                self.first(drawn, count)
                    .sort([place], SortMultipleOptions::default())
            }
        };
        let kept: Vec<Expr> = input.names.iter().map(|name| col(name.clone())).collect();
        Ok(Lowered {
            frame: taken.select(kept),
            names: input.names,
        })
    }
}

/// A number that looks drawn by chance, the same for the same place and seed (splitmix64).
pub(crate) fn scattered(place: u64, seed: u64) -> u64 {
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
    let start = seed.wrapping_add(1).wrapping_mul(0xd1b5_4a32_d192_ed03);
    let mut mixed = start.wrapping_add(place.wrapping_add(1).wrapping_mul(STEP));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
