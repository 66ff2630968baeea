//! Words by which the planner's faults are told apart, and what a person is told instead.

type Row = (&'static str, &'static str, &'static str, &'static str);

/// Words of the planner, code, sentence, what to do.
pub(super) const WORDS: [Row; 36] = [
    // First, because a pattern may hold any of the other words.
    (
        "regex parse error",
        "SQL_REGEX",
        "A pattern in this statement is no regular expression.",
        "Check brackets, repeats and escapes; a character that is meant as itself gets a backslash.",
    ),
    (
        "Substring without for/from",
        "SQL_ARGUMENTS",
        "`substr` does not take these arguments. It is called as substr(text, start [, count]).",
        "Say where it starts: substr('Assay', 2).",
    ),
    (
        "For SELECT DISTINCT, ORDER BY",
        "SQL_ORDER",
        "After DISTINCT, only columns of the answer can be ordered by.",
        "Add the column to the select list, or use GROUP BY.",
    ),
    (
        "SELECT DISTINCT ON expressions must match",
        "SQL_ORDER",
        "ORDER BY must begin with the columns of DISTINCT ON.",
        "Put those columns first in ORDER BY.",
    ),
    (
        "must appear in the GROUP BY clause",
        "SQL_NOT_GROUPED",
        "A column is neither a key of GROUP BY nor inside an aggregate.",
        "Add it to GROUP BY, or put it into an aggregate such as max().",
    ),
    (
        "HAVING clause references",
        "SQL_NOT_GROUPED",
        "HAVING filters groups, and this query has none.",
        "Use WHERE, or add GROUP BY.",
    ),
    (
        "QUALIFY clause requires window",
        "SQL_WINDOW_PLACE",
        "QUALIFY filters by window functions, and this query has none.",
        "Use WHERE or HAVING.",
    ),
    (
        "Aggregate functions are not allowed in the WHERE",
        "SQL_AGGREGATE_PLACE",
        "WHERE looks at single rows and cannot hold an aggregate.",
        "Put the condition into HAVING.",
    ),
    (
        "Aggregate function calls cannot be nested",
        "SQL_AGGREGATE_PLACE",
        "An aggregate cannot stand inside another.",
        "Compute the inner one in a named query (WITH) first.",
    ),
    (
        "cannot contain aggregate",
        "SQL_AGGREGATE_PLACE",
        "An aggregate cannot stand inside another.",
        "Compute the inner one in a named query (WITH) first.",
    ),
    (
        "should only return one column",
        "SQL_COLUMN_COUNT",
        "A subquery used as a value must have exactly one column.",
        "Select one column in it.",
    ),
    (
        "must be aggregated to return at most one row",
        "SQL_SUBQUERY_ROWS",
        "A subquery used as a value must give at most one row for each outer row.",
        "Put max() or min() around its column, or write a join.",
    ),
    (
        "Correlated scalar subquery",
        "SQL_UNSUPPORTED",
        "A subquery that depends on the query around it cannot stand in this place.",
        "Write it as a join with a named query (WITH).",
    ),
    (
        "subquery can only be used in",
        "SQL_UNSUPPORTED",
        "A subquery cannot stand in this place.",
        "Write it as a join with a named query (WITH).",
    ),
    (
        "outer reference",
        "SQL_UNSUPPORTED",
        "A subquery depends on the query around it in a way that cannot be planned.",
        "Write it as a join with a named query (WITH).",
    ),
    (
        "OuterReferenceColumn",
        "SQL_UNSUPPORTED",
        "A subquery depends on the query around it in a way that cannot be planned.",
        "Write it as a join with a named query (WITH).",
    ),
    (
        "outer_ref",
        "SQL_UNSUPPORTED",
        "A subquery depends on the query around it in a way that cannot be planned.",
        "Write it as a join with a named query (WITH).",
    ),
    (
        "Cannot create filter with non-boolean",
        "SQL_TYPES",
        "A condition must be yes or no.",
        "Compare with something: amount > 0.",
    ),
    (
        "WHEN expression",
        "SQL_TYPES",
        "The values compared in CASE do not fit together.",
        "Convert them with CAST(… AS …).",
    ),
    (
        "CASE",
        "SQL_TYPES",
        "The branches of CASE do not fit together.",
        "Convert them to one type with CAST(… AS …).",
    ),
    (
        "Cannot coerce arithmetic",
        "SQL_TYPES",
        "A calculation mixes values that do not fit together.",
        "Convert one side: CAST(… AS …).",
    ),
    (
        "Cannot infer common argument type",
        "SQL_TYPES",
        "A comparison mixes values that do not fit together.",
        "Convert one side: CAST(… AS …).",
    ),
    (
        "UNION",
        "SQL_TYPES",
        "The columns of the joined queries do not fit together.",
        "Give both sides the same number of columns with types that agree.",
    ),
    (
        "INTERSECT/EXCEPT",
        "SQL_COLUMN_COUNT",
        "INTERSECT and EXCEPT need the same number of columns on both sides.",
        "Add or remove columns on one side.",
    ),
    (
        "Inconsistent data",
        "SQL_TYPES",
        "The rows of VALUES do not fit together.",
        "Give every row as many values, of the same types.",
    ),
    (
        "interval",
        "SQL_VALUE",
        "This interval cannot be read.",
        "Write it as INTERVAL '3 days' or INTERVAL '1 month'.",
    ),
    (
        "Interval",
        "SQL_VALUE",
        "This interval cannot be read.",
        "Write it as INTERVAL '3 days' or INTERVAL '1 month'.",
    ),
    (
        "Date32",
        "SQL_VALUE",
        "A text here is no day of the calendar.",
        "Write days as year-month-day: DATE '2026-11-20'.",
    ),
    (
        "Timestamp",
        "SQL_VALUE",
        "A text here is no date and time.",
        "Write TIMESTAMP '2026-11-20 18:42:00'.",
    ),
    (
        "verflow",
        "SQL_OVERFLOW",
        "This calculation leaves the range of its type.",
        "Compute with decimals: write one number with a point (2.0).",
    ),
    (
        "Cannot cast",
        "SQL_VALUE",
        "A value here cannot be converted to the wanted type.",
        "Correct the value, or use TRY_CAST, which gives null instead.",
    ),
    (
        "Cast error",
        "SQL_VALUE",
        "A value here cannot be converted to the wanted type.",
        "Correct the value, or use TRY_CAST, which gives null instead.",
    ),
    (
        "Unsupported CAST",
        "SQL_TYPES",
        "This conversion is not possible.",
        "Convert through text: CAST(CAST(… AS text) AS …).",
    ),
    (
        "LIMIT",
        "SQL_LIMIT",
        "LIMIT and OFFSET need whole numbers, 0 or more.",
        "Write a number such as 100.",
    ),
    (
        "Decimal",
        "SQL_UNSUPPORTED",
        "This decimal type is not possible.",
        "Use a precision of 1 to 38 digits and a scale of at most the precision.",
    ),
    (
        "escape character",
        "SQL_VALUE",
        "ESCAPE takes a single character.",
        "Write ESCAPE '\\'.",
    ),
];
