//! EXCLUDE: rows around the current one that its frame leaves out.

use std::ops::Range;

use datafusion_expr::Expr as Tree;
use polars::prelude::*;

use super::Call;
use super::frame::frames;
use super::order::Ordered;
use crate::fault::Fault;

/// What a frame leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exclude {
    CurrentRow,
    /// The current row and its peers.
    Group,
    /// The peers of the current row, but not itself.
    Ties,
}

/// The keys of a partition, and what its frames leave out: a marker among them says so.
pub(super) fn split(partition_by: &[Tree]) -> Result<(Vec<Tree>, Option<Exclude>), Fault> {
    let mut excluded = None;
    let mut keys = Vec::with_capacity(partition_by.len());
    for key in partition_by {
        match plan::nodes::excluded(key) {
            None => keys.push(key.clone()),
            Some("current row") => excluded = Some(Exclude::CurrentRow),
            Some("group") => excluded = Some(Exclude::Group),
            Some("ties") => excluded = Some(Exclude::Ties),
            Some(other) => return Err(Fault::unsupported(format!("EXCLUDE {other}"))),
        }
    }
    Ok((keys, excluded))
}

/// The rows that a function sees for one row.
pub(super) trait Seen: Clone + PartialEq {
    /// Them as ranges of places, in order.
    fn parts(&self) -> impl DoubleEndedIterator<Item = Range<usize>> + '_;

    /// Them as one range; none when they are several.
    fn whole(&self) -> Option<Range<usize>>;

    /// How many they are.
    fn count(&self) -> usize {
        self.parts().map(|part| part.len()).sum()
    }
}

impl Seen for Range<usize> {
    fn parts(&self) -> impl DoubleEndedIterator<Item = Range<usize>> + '_ {
        std::iter::once(self.clone())
    }

    fn whole(&self) -> Option<Range<usize>> {
        Some(self.clone())
    }
}

/// A frame without the rows that EXCLUDE names: what stands before them, between and behind.
pub(super) type Parts = [Range<usize>; 3];

impl Seen for Parts {
    fn parts(&self) -> impl DoubleEndedIterator<Item = Range<usize>> + '_ {
        self.iter().filter(|part| !part.is_empty()).cloned()
    }

    fn whole(&self) -> Option<Range<usize>> {
        let mut parts = self.parts();
        let first = parts.next().unwrap_or(0..0);
        parts.next().is_none().then_some(first)
    }
}

/// What is left of the frame of each place.
pub(super) fn parts(call: &Call, exclude: Exclude, ordered: &Ordered) -> PolarsResult<Vec<Parts>> {
    let left = frames(call, ordered)?.into_iter().enumerate();
    let left = left.map(|(at, frame)| {
        let (peers_start, peers_end) = ordered.peers[at];
        match exclude {
            Exclude::CurrentRow => [before(&frame, at), 0..0, behind(&frame, at + 1)],
            Exclude::Group => [before(&frame, peers_start), 0..0, behind(&frame, peers_end)],
            Exclude::Ties => {
                let own = if frame.contains(&at) {
                    at..at + 1
                } else {
                    0..0
                };
                [before(&frame, peers_start), own, behind(&frame, peers_end)]
            }
        }
    });
    Ok(left.collect())
}

fn before(frame: &Range<usize>, place: usize) -> Range<usize> {
    frame.start..frame.end.min(place).max(frame.start)
}

fn behind(frame: &Range<usize>, place: usize) -> Range<usize> {
    frame.start.max(place).min(frame.end)..frame.end
}

#[cfg(test)]
mod tests {
    use super::{Parts, Seen, before, behind};

    #[test]
    fn what_is_left_lies_in_the_frame() {
        assert_eq!(before(&(2..6), 4), 2..4);
        assert_eq!(before(&(2..6), 9), 2..6);
        assert_eq!(before(&(2..6), 1), 2..2);
        assert_eq!(behind(&(2..6), 4), 4..6);
        assert_eq!(behind(&(2..6), 9), 6..6);
        assert_eq!(behind(&(2..6), 0), 2..6);
    }

    #[test]
    fn several_parts_are_no_range() {
        let parts: Parts = [1..3, 0..0, 4..6];
        assert_eq!(parts.whole(), None);
        assert_eq!(parts.count(), 4);
        let parts: Parts = [1..1, 0..0, 4..6];
        assert_eq!(parts.whole(), Some(4..6));
    }
}
