//! The functions that may be called: their names, the names people know them by elsewhere, and
//! their signatures.

mod date_trunc;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use datafusion_expr::{AggregateUDF, HigherOrderUDF, ScalarUDF, WindowUDF};

/// Every function by its lower-case name.
pub(crate) struct Functions {
    scalar: BTreeMap<String, Arc<ScalarUDF>>,
    aggregate: BTreeMap<String, Arc<AggregateUDF>>,
    window: BTreeMap<String, Arc<WindowUDF>>,
}

/// What a function does with rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Scalar,
    Aggregate,
    Window,
}

/// Names that other engines use, and ours.
const OTHER_NAMES: [(&str, &str); 23] = [
    ("any_value", "first_value"),
    ("arbitrary", "first_value"),
    ("array_agg_distinct", "array_agg"),
    ("approx_count_distinct", "approx_distinct"),
    ("bool_and", "bool_and"),
    ("ceiling", "ceil"),
    ("every", "bool_and"),
    ("first", "first_value"),
    ("last", "last_value"),
    ("group_concat", "string_agg"),
    ("ifnull", "coalesce"),
    ("isnull", "coalesce"),
    ("lcase", "lower"),
    ("len", "character_length"),
    ("list", "array_agg"),
    ("listagg", "string_agg"),
    ("quantile_cont", "percentile_cont"),
    ("regexp_matches", "regexp_like"),
    ("strlen", "octet_length"),
    ("strftime", "to_char"),
    ("today", "current_date"),
    ("ucase", "upper"),
    ("getdate", "now"),
];

/// Functions of the planner that mean nothing here.
const HIDDEN: [&str; 12] = [
    "arrow_cast",
    "arrow_field",
    "arrow_metadata",
    "arrow_try_cast",
    "arrow_typeof",
    "cast_to_type",
    "file_row_index",
    "input_file_name",
    "try_cast_to_type",
    "union_extract",
    "union_tag",
    "with_metadata",
];

/// Parts of a date that are functions by their own name: `year(d)`.
pub(crate) const DATE_PARTS: [(&str, &str); 13] = [
    ("day", "day"),
    ("dayofmonth", "day"),
    ("dayofweek", "dow"),
    ("dayofyear", "doy"),
    ("epoch", "epoch"),
    ("hour", "hour"),
    ("isodow", "isodow"),
    ("minute", "minute"),
    ("month", "month"),
    ("quarter", "quarter"),
    ("second", "second"),
    ("week", "week"),
    ("year", "year"),
];

/// What `extract` and `date_part` can take from a date.
pub(crate) const UNITS: [&str; 17] = [
    "year",
    "isoyear",
    "quarter",
    "month",
    "week",
    "day",
    "doy",
    "dow",
    "isodow",
    "hour",
    "minute",
    "second",
    "millisecond",
    "microsecond",
    "nanosecond",
    "milliseconds",
    "epoch",
];

/// Forms that are rewritten on the tree.
pub(crate) const FORMS: [&str; 6] = ["count_if", "countif", "div", "if", "iif", "nvl"];

/// The one list of functions.
pub(crate) fn functions() -> &'static Functions {
    static FUNCTIONS: OnceLock<Functions> = OnceLock::new();
    FUNCTIONS.get_or_init(Functions::collect)
}

impl Functions {
    fn collect() -> Self {
        let mut scalar = BTreeMap::new();
        let plain = datafusion_functions::all_default_functions();
        let nested = datafusion_functions_nested::all_default_nested_functions();
        for function in plain.into_iter().chain(nested) {
            for name in function
                .aliases()
                .iter()
                .map(String::as_str)
                .chain([function.name()])
            {
                if !HIDDEN.contains(&name) {
                    scalar.insert(name.to_lowercase(), Arc::clone(&function));
                }
            }
        }
        let date_trunc = Arc::new(ScalarUDF::new_from_impl(date_trunc::DateTrunc::new()));
        for name in ["date_trunc", "datetrunc"] {
            scalar.insert(name.to_owned(), Arc::clone(&date_trunc));
        }
        let mut aggregate = BTreeMap::new();
        for function in datafusion_functions_aggregate::all_default_aggregate_functions() {
            for name in function
                .aliases()
                .iter()
                .map(String::as_str)
                .chain([function.name()])
            {
                aggregate.insert(name.to_lowercase(), Arc::clone(&function));
            }
        }
        let mut window = BTreeMap::new();
        for function in datafusion_functions_window::all_default_window_functions() {
            for name in function
                .aliases()
                .iter()
                .map(String::as_str)
                .chain([function.name()])
            {
                window.insert(name.to_lowercase(), Arc::clone(&function));
            }
        }
        Self {
            scalar,
            aggregate,
            window,
        }
    }

    /// The planner's own name for a name as typed, in any case; none when no function has it.
    pub(crate) fn canonical(&self, typed: &str) -> Option<String> {
        let lower = typed.to_lowercase();
        let other = OTHER_NAMES
            .iter()
            .find(|(name, _)| *name == lower)
            .map(|(_, ours)| *ours);
        let name = other.unwrap_or(&lower);
        (self.shape(name).is_some() || name == "unnest" || name == "grouping")
            .then(|| name.to_owned())
    }

    /// What a function of this exact name does with rows.
    pub(crate) fn shape(&self, name: &str) -> Option<Shape> {
        if self.aggregate.contains_key(name) {
            Some(Shape::Aggregate)
        } else if self.window.contains_key(name) {
            Some(Shape::Window)
        } else {
            self.scalar.contains_key(name).then_some(Shape::Scalar)
        }
    }

    /// How a function is called, from its documentation.
    pub(crate) fn syntax(&self, name: &str) -> Option<String> {
        let documentation = match self.shape(name)? {
            Shape::Aggregate => self.aggregate.get(name)?.documentation(),
            Shape::Window => self.window.get(name)?.documentation(),
            Shape::Scalar => self.scalar.get(name)?.documentation(),
        };
        documentation.map(|documentation| documentation.syntax_example.clone())
    }

    pub(crate) fn scalar(&self, name: &str) -> Option<Arc<ScalarUDF>> {
        self.scalar.get(name).cloned()
    }

    pub(crate) fn aggregate(&self, name: &str) -> Option<Arc<AggregateUDF>> {
        self.aggregate.get(name).cloned()
    }

    pub(crate) fn window(&self, name: &str) -> Option<Arc<WindowUDF>> {
        self.window.get(name).cloned()
    }

    #[expect(clippy::unused_self, reason = "asked of the list like the other kinds")]
    pub(crate) fn higher_order(&self, _name: &str) -> Option<Arc<HigherOrderUDF>> {
        None
    }

    /// Every name that can be called, in alphabetical order.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .scalar
            .keys()
            .chain(self.aggregate.keys())
            .chain(self.window.keys())
            .map(String::as_str)
            .chain(OTHER_NAMES.iter().map(|(name, _)| *name))
            .chain(DATE_PARTS.iter().map(|(name, _)| *name))
            .chain(FORMS)
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
