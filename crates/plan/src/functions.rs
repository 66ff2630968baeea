//! The functions that may be called: their names, the names people know them by elsewhere, and
//! their signatures.

mod average;
mod counted;
mod date_trunc;
mod entry;
mod lambda;
pub(crate) mod map;
mod marker;
mod own;
mod reference;
mod structure;
mod table;
mod widen;
mod zone;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use datafusion_expr::{AggregateUDF, HigherOrderUDF, ScalarUDF, WindowUDF};

pub use entry::Entry;
pub use reference::{ROWS, reference};
pub use table::{Area, OVER_ROWS, areas};
pub use zone::known_zone;

use crate::nodes;
use entry::Meaning;
use own::Own;

/// Every function by its lower-case name: those of rows, of groups and of windows.
pub(crate) struct Functions {
    entries: BTreeMap<&'static str, &'static Entry>,
    scalar: BTreeMap<String, Arc<ScalarUDF>>,
    /// Those that are given a function.
    higher_order: BTreeMap<String, Arc<HigherOrderUDF>>,
    aggregate: BTreeMap<String, Arc<AggregateUDF>>,
    /// All names of aggregates, forms too.
    over_rows: BTreeSet<&'static str>,
    /// `sum` that gives whole numbers of 64 bits 38 digits.
    wide_sum: Option<Arc<AggregateUDF>>,
    window: BTreeMap<String, Arc<WindowUDF>>,
}

/// Parts of a date that are functions by their own name: `year(d)`.
pub(crate) const DATE_PARTS: [(&str, &str); 21] = [
    ("day", "day"),
    ("day_of_month", "day"),
    ("day_of_year", "doy"),
    ("dayofmonth", "day"),
    ("dayofweek", "dow"),
    ("dayofyear", "doy"),
    ("epoch", "epoch"),
    ("hour", "hour"),
    ("isodow", "isodow"),
    ("isoyear", "isoyear"),
    ("microsecond", "microsecond"),
    ("millisecond", "millisecond"),
    ("minute", "minute"),
    ("month", "month"),
    ("quarter", "quarter"),
    ("second", "second"),
    ("week", "week"),
    ("week_of_year", "week"),
    ("weekday", "dow"),
    ("weekofyear", "week"),
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

/// The one list of functions.
pub(crate) fn functions() -> &'static Functions {
    static FUNCTIONS: OnceLock<Functions> = OnceLock::new();
    FUNCTIONS.get_or_init(Functions::collect)
}

impl Functions {
    fn collect() -> Self {
        let planner = Planner::collect();
        let mut known = Self {
            entries: BTreeMap::new(),
            scalar: BTreeMap::new(),
            higher_order: lambda::functions().collect(),
            wide_sum: planner.wide_sum,
            aggregate: planner.aggregate,
            over_rows: BTreeSet::new(),
            window: planner.window,
        };
        for area in areas() {
            let is_over_rows = OVER_ROWS.contains(&area.title);
            for entry in area.entries {
                for name in entry.names() {
                    known.entries.entry(name).or_insert(entry);
                    if is_over_rows {
                        known.over_rows.insert(name);
                    }
                }
                let name = entry.planned_name();
                match entry.meaning {
                    Meaning::Form => {}
                    Meaning::Own(shape) if is_over_rows => {
                        let own = AggregateUDF::new_from_impl(Own::new(entry, shape));
                        known.aggregate.insert(name.to_owned(), Arc::new(own));
                    }
                    Meaning::Own(shape) => {
                        let own = Arc::new(ScalarUDF::new_from_impl(Own::new(entry, shape)));
                        // The planner asks for some by another name: `trim(both …)` is `btrim`.
                        for name in entry.names() {
                            known.scalar.insert(name.to_owned(), Arc::clone(&own));
                        }
                    }
                    Meaning::Planner(_) => {
                        if let Some(function) = planner.scalar.get(name) {
                            known
                                .scalar
                                .insert(name.to_owned(), widen::widened(function));
                        }
                    }
                }
            }
        }
        let date_trunc = ScalarUDF::new_from_impl(date_trunc::DateTrunc::new());
        known
            .scalar
            .insert("date_trunc".to_owned(), Arc::new(date_trunc));
        // Forms are written with it.
        if let Some(decode) = planner.scalar.get("decode") {
            known.scalar.insert("decode".to_owned(), Arc::clone(decode));
        }
        let zone = ScalarUDF::new_from_impl(zone::TimeZone::new());
        known.scalar.insert("timezone".to_owned(), Arc::new(zone));
        let only = ScalarUDF::new_from_impl(marker::TheOnly::new());
        known
            .scalar
            .insert(nodes::THE_ONLY.to_owned(), Arc::new(only));
        for name in nodes::MARKERS {
            let marker = ScalarUDF::new_from_impl(marker::Marker::new(name));
            known.scalar.insert(name.to_owned(), Arc::new(marker));
        }
        known
    }

    /// What the table says of a name as typed, in any case.
    pub(crate) fn entry(&self, typed: &str) -> Option<&'static Entry> {
        self.entries.get(typed.to_lowercase().as_str()).copied()
    }

    /// The planner's own name for a name as typed, in any case; none when no function has it, and
    /// none for forms that are written out before planning.
    pub(crate) fn canonical(&self, typed: &str) -> Option<String> {
        let lower = typed.to_lowercase();
        if lower == "unnest" || lower == "grouping" {
            return Some(lower);
        }
        if lower == "grouping_id" {
            return Some("grouping".to_owned());
        }
        self.entry(&lower)
            .map(Entry::planned_name)
            .filter(|name| self.is_planned(name))
            .map(str::to_owned)
    }

    fn is_planned(&self, name: &str) -> bool {
        self.scalar.contains_key(name)
            || self.higher_order.contains_key(name)
            || self.aggregate.contains_key(name)
            || self.window.contains_key(name)
    }

    pub(crate) fn scalar(&self, name: &str) -> Option<Arc<ScalarUDF>> {
        self.scalar.get(name).cloned()
    }

    pub(crate) fn aggregate(&self, name: &str) -> Option<Arc<AggregateUDF>> {
        self.aggregate.get(name).cloned()
    }

    /// Whether a name as typed, in any case, is that of an aggregate.
    pub(crate) fn is_aggregate(&self, typed: &str) -> bool {
        let lower = typed.to_lowercase();
        self.over_rows.contains(lower.as_str()) || self.aggregate.contains_key(&lower)
    }

    /// `sum` that gives whole numbers of 64 bits 38 digits.
    pub(crate) fn wide_sum(&self) -> Option<Arc<AggregateUDF>> {
        self.wide_sum.clone()
    }

    pub(crate) fn window(&self, name: &str) -> Option<Arc<WindowUDF>> {
        self.window.get(name).cloned()
    }

    pub(crate) fn higher_order(&self, name: &str) -> Option<Arc<HigherOrderUDF>> {
        self.higher_order.get(name).cloned()
    }

    /// Whether a function of this name, as typed, is given a function.
    pub(crate) fn takes_functions(&self, typed: &str) -> bool {
        self.canonical(typed)
            .is_some_and(|name| self.higher_order.contains_key(&name))
    }

    /// Every name that can be called, in alphabetical order.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.entries.keys().copied().collect()
    }
}

/// The functions that come with the planner, by their own and their other names.
struct Planner {
    scalar: BTreeMap<String, Arc<ScalarUDF>>,
    aggregate: BTreeMap<String, Arc<AggregateUDF>>,
    wide_sum: Option<Arc<AggregateUDF>>,
    window: BTreeMap<String, Arc<WindowUDF>>,
}

impl Planner {
    fn collect() -> Self {
        let plain = datafusion_functions::all_default_functions();
        let nested = datafusion_functions_nested::all_default_nested_functions();
        let aggregates = datafusion_functions_aggregate::all_default_aggregate_functions();
        let windows = datafusion_functions_window::all_default_window_functions();
        let sum = aggregates.iter().find(|function| function.name() == "sum");
        Self {
            wide_sum: sum.map(average::wide_sum),
            scalar: plain
                .into_iter()
                .chain(nested)
                .map(|function| (function.name().to_lowercase(), function))
                .collect(),
            aggregate: aggregates
                .into_iter()
                .map(|function| (function.name().to_lowercase(), average::widened(function)))
                .collect(),
            window: windows
                .into_iter()
                .map(|function| (function.name().to_lowercase(), counted::with_sign(function)))
                .collect(),
        }
    }
}
