//! Functions over windows of rows.

use super::super::entry::{Entry, entry};

pub(super) static ENTRIES: &[Entry] = &[
    entry(
        "row_number()",
        "The place of the row.",
        "row_number() over (order by v, w) → 1, 2, 3, 4, 5",
    ),
    entry(
        "rank()",
        "The place, equal for peers, with gaps behind them.",
        "rank() over (order by v) → 1, 2, 3, 3, 5",
    ),
    entry(
        "dense_rank()",
        "The place, equal for peers, without gaps.",
        "dense_rank() over (order by v) → 1, 2, 3, 3, 4",
    ),
    entry(
        "percent_rank()",
        "The rank as a share of the rows before the last, from 0 to 1.",
        "percent_rank() over (order by v) → 0, 0.25, 0.5, 0.5, 1",
    ),
    entry(
        "cume_dist()",
        "The share of rows up to this one and its peers.",
        "cume_dist() over (order by v) → 0.2, 0.4, 0.8, 0.8, 1",
    ),
    entry(
        "ntile(count)",
        "Rows dealt into this many tiles of one size.",
        "ntile(2) over (order by v, w) → 1, 1, 1, 2, 2",
    ),
    entry(
        "lag(value [, distance [, default]])",
        "The value some rows before.",
        "lag(v, 1, 0) over (order by v, w) → 0, 1, 2, 4, 4",
    ),
    entry(
        "lead(value [, distance [, default]])",
        "The value some rows behind.",
        "lead(v) over (order by v, w) → 2, 4, 4, NULL, NULL",
    ),
    entry(
        "nth_value(value, place)",
        "The value at a place of the frame, counted from 1.",
        "nth_value(v, 2) over (order by v, w) → NULL, 2, 2, 2, 2",
    ),
];
