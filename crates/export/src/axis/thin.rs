//! Lines with more places than there are columns of pixels: in each column the first, the lowest, the
//! highest and the last place, at the middle of the column. The picture is the same whether all places
//! were read or those that matter (M4: Jugel, Jerzak, Hackenbroich and Markl, VLDB 2014).

use model::PillMark;

use super::{Plot, whole};
use crate::layout::LABEL_SIZE;
use crate::paint::DENSE;
use crate::text::{fitted, width};

impl Plot<'_> {
    /// How many columns of pixels a painted line has.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the width of a picture"
    )]
    pub(super) fn pixels(&self) -> u32 {
        (self.area.width() * DENSE).floor() as u32
    }

    /// Whether lines stand in columns of pixels.
    pub(super) fn is_crowded(&self) -> bool {
        let is_crowded =
            self.figure.is_thinned || self.figure.places.len() > self.pixels() as usize;
        let is_line = self.ground == PillMark::Line && !self.figure.is_horizontal;
        is_crowded && is_line && self.shares.is_some()
    }

    /// The points of a run that are drawn, by its places and values.
    pub(super) fn thinned(&self, run: &[(usize, f64)]) -> Vec<(f64, f64)> {
        let mut points = Vec::new();
        let mut rest = run;
        while let Some((first, _)) = rest.first() {
            let column = self.column(*first);
            let count = rest
                .iter()
                .take_while(|(place, _)| self.column(*place).total_cmp(&column).is_eq())
                .count();
            let (here, after) = rest.split_at(count);
            let x = self.area.left + (column + 0.5) / f64::from(self.pixels()) * self.area.width();
            points.extend(four(here).map(|value| (x, self.along(value))));
            rest = after;
        }
        points.dedup();
        points
    }

    /// The places with a label: the first of each of some columns, which is read however few are.
    pub(super) fn labelled(&self) -> Vec<usize> {
        const MOST: f64 = 12.0;
        let places = &self.figure.places;
        let ends = [places.first(), places.last()];
        let widest = ends
            .into_iter()
            .flatten()
            .map(|place| width(&fitted(&place.label, LABEL_SIZE, 120.0), LABEL_SIZE));
        let room = widest.fold(0.0, f64::max) + 24.0;
        let count = (self.area.width() / room).floor().clamp(1.0, MOST);
        let step = f64::from(self.pixels()) / count;
        let mut wanted = 0.0;
        let mut labelled = Vec::new();
        for place in 0..places.len() {
            let column = self.column(place);
            if column >= wanted {
                labelled.push(place);
                wanted = ((column / step).floor() + 1.0) * step;
            }
        }
        labelled
    }

    fn column(&self, place: usize) -> f64 {
        /// A place on the edge of a column is in it, whatever binary digits made of the division.
        const LITTLE: f64 = 1e-9;
        let pixels = f64::from(self.pixels());
        let share = self.share_of_place(place).unwrap_or(whole(place));
        (share * pixels + LITTLE).floor().min(pixels - 1.0)
    }
}

/// First, lowest, highest and last of some values, in their order.
fn four(here: &[(usize, f64)]) -> impl Iterator<Item = f64> {
    let lowest = (0..here.len()).reduce(|low, at| if here[at].1 < here[low].1 { at } else { low });
    let highest =
        (0..here.len()).reduce(|high, at| if here[at].1 > here[high].1 { at } else { high });
    let mut kept: Vec<usize> = [Some(0), lowest, highest, here.len().checked_sub(1)]
        .into_iter()
        .flatten()
        .collect();
    kept.sort_unstable();
    kept.dedup();
    kept.into_iter().filter_map(|at| Some(here.get(at)?.1))
}
