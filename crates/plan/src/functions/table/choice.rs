//! Functions that pick one of their arguments.

use super::super::entry::{Entry, Gives, Takes, entry};

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
    .also(&["iif", "iff"]),
    entry(
        "typeof(value)",
        "The name of a value's type.",
        "typeof(1.5) → DECIMAL(2,1)",
    )
    .own(&[Takes::Any], 1, Gives::Text)
    .also(&["pg_typeof"]),
    entry(
        "hash(value, …)",
        "A whole number that is the same for the same values, in every run.",
        "hash('a', 1) = hash('a', 1) → true",
    )
    .own(&[Takes::Text, Takes::Rest], 1, Gives::Whole),
    entry(
        "random()",
        "A number by chance, from 0 up to 1, for each row.",
        "random() between 0 and 1 → true",
    )
    .also(&["rand"]),
    entry(
        "uuid()",
        "A new name by chance for each row (UUID of version 4).",
        "length(uuid()) → 36",
    )
    .also(&["gen_random_uuid", "uuidv4", "newid", "generate_uuid"]),
];
