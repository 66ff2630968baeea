//! Functions that pick one of their arguments.

use super::super::entry::{Entry, entry};

pub(super) static ENTRIES: &[Entry] = &[
    entry(
        "coalesce(value, …)",
        "The first value that is not null.",
        "coalesce(null, 2, 3) → 2",
    ),
    entry(
        "ifnull(value, instead)",
        "The value, or another when it is null.",
        "ifnull(null, 'none') → none",
    )
    .planned_as("coalesce")
    .also(&["isnull"]),
    entry(
        "nvl(value, instead)",
        "The same as `ifnull`.",
        "nvl(null, 1) → 1",
    )
    .form(),
    entry(
        "nvl2(value, then, otherwise)",
        "The second value when the first is not null, else the third.",
        "nvl2(null, 'a', 'b') → b",
    ),
    entry(
        "nullif(value, other)",
        "The value; null when it equals the other.",
        "nullif('n/a', 'n/a') → NULL",
    ),
    entry(
        "nanvl(number, instead)",
        "The number, or another when it is not a number.",
        "nanvl('NaN'::double, 0) → 0",
    ),
    entry(
        "greatest(value, …)",
        "The largest value; nulls are left out.",
        "greatest(3, 7, null) → 7",
    ),
    entry(
        "least(value, …)",
        "The smallest value; nulls are left out.",
        "least(3, 7, null) → 3",
    ),
    entry(
        "if(condition, then [, otherwise])",
        "One value when the condition holds, else the other or null.",
        "if(1 > 2, 'yes', 'no') → no",
    )
    .form()
    .also(&["iif"]),
];
