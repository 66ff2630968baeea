//! `<<` and `>>`: bits of whole numbers moved. What no longer fits is an error, never cut off.

use polars::prelude::*;

use super::function::rows;
use super::kernel::{Report, too_large};

/// Shifts `left` by `right` places; `to` is a whole-number type. A right shift keeps the sign, and
/// shifts by fewer than no places are errors.
pub(crate) fn shift(left: Expr, right: Expr, to: DataType, is_left: bool, report: Report) -> Expr {
    let wide = |side: Expr| side.cast(DataType::Int128);
    rows(vec![wide(left), wide(right)], to.clone(), move |columns| {
        let (values, places) = (columns[0].i128()?, columns[1].i128()?);
        let beyond = || too_large(&report.label, "its type");
        let shifted = values
            .iter()
            .zip(places.iter())
            .map(|pair| match pair {
                (Some(value), Some(places)) => {
                    moved(value, places, is_left).map(Some).ok_or_else(beyond)
                }
                _ => Ok(None),
            })
            .collect::<PolarsResult<Int128Chunked>>()?;
        shifted.into_series().strict_cast(&to).map_err(|_| beyond())
    })
}

/// A value of at most 64 bits with its bits moved; none where the result has more than 64.
fn moved(value: i128, places: i128, is_left: bool) -> Option<i128> {
    let count = u32::try_from(places).ok()?;
    if is_left {
        match (value, count) {
            (0, _) => Some(0),
            (value, 0..=63) => Some(value << count),
            _ => None,
        }
    } else {
        Some(value >> count.min(127))
    }
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn bits_move_and_are_never_cut_off() {
        assert_eq!(moved(5, 1, true), Some(10));
        assert_eq!(moved(5, 1, false), Some(2));
        assert_eq!(moved(-5, 1, false), Some(-3));
        assert_eq!(moved(1, 200, false), Some(0));
        assert_eq!(moved(-1, 200, false), Some(-1));
        assert_eq!(moved(0, 200, true), Some(0));
        assert_eq!(moved(1, 64, true), None);
        assert_eq!(moved(1, -1, true), None);
        assert_eq!(moved(1, -1, false), None);
    }
}
