//! What is known about one function. The table of these feeds planning, completion, the written
//! reference and the tests.

use arrow::datatypes::{DataType, Field};
use datafusion_common::ScalarValue;

/// One function, with everything that people and programs are told about it.
#[derive(Debug)]
pub struct Entry {
    /// How it is called: `left(text, count)`; its name stands before the parenthesis.
    pub call: &'static str,
    /// One sentence: what it gives.
    pub about: &'static str,
    /// An expression and, after ` → `, its value.
    pub example: &'static str,
    /// Other names of the same function.
    pub aliases: &'static [&'static str],
    /// How a call becomes part of the tree.
    pub(crate) meaning: Meaning,
}

/// How a call becomes part of the tree.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Meaning {
    /// The planner's own function of this name.
    Planner(&'static str),
    /// A function that only Assay has.
    Own(Shape),
    /// Written out as something else before planning.
    Form,
}

/// The arguments of one of our own functions, and what it gives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) takes: &'static [Takes],
    /// How many arguments must be there.
    pub(crate) least: usize,
    pub(crate) gives: Gives,
}

/// What an argument may be, and what it is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Text; numbers, days and truths are read as their text.
    Text,
    /// A whole number, as one of 64 bits.
    Whole,
    /// Any number, as a double.
    Float,
    /// A day, or an instant; text is read as an instant.
    Moment,
    /// A list of anything.
    List,
    /// Text or bytes.
    Bytes,
    /// An interval.
    Span,
    /// Anything at all.
    Any,
    /// Anything at all, any number of times.
    Rest,
}

/// What one of our own functions gives.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Gives {
    Text,
    Texts,
    Truth,
    Whole,
    Float,
    Day,
    Time,
    Instant,
    /// What is made of the types of all arguments; none when they do not fit.
    Made(fn(&[DataType]) -> Option<DataType>),
    /// The same, of the types and of those arguments that are constants.
    Named(fn(&[DataType], &[Option<&ScalarValue>]) -> Option<DataType>),
    /// The type of the argument at this place.
    Like(usize),
    /// An item of the list at the first place.
    Item,
    /// A list of structures: a value like the first argument under `key`, a count under `value`.
    Counts,
}

impl Entry {
    /// The name that documentation uses.
    pub fn name(&self) -> &'static str {
        name_of(self.call)
    }

    /// Every name that it can be called by, its own first.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        std::iter::once(self.name()).chain(self.aliases.iter().copied())
    }

    /// How it is called by one of its names.
    pub fn call_as(&self, name: &str) -> String {
        format!("{name}{}", &self.call[self.name().len()..])
    }

    /// The expression of its example and the value of it, as text.
    pub fn worked_example(&self) -> (&'static str, &'static str) {
        self.example.split_once(" → ").unwrap_or((self.example, ""))
    }

    /// The same function, known by other names too.
    pub(crate) const fn also(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// The same, planned as the planner's function of another name.
    pub(crate) const fn planned_as(self, name: &'static str) -> Self {
        Self {
            meaning: Meaning::Planner(name),
            ..self
        }
    }

    /// The same, as a function that only Assay has; all but the first `least` may be left out.
    pub(crate) const fn own(self, takes: &'static [Takes], least: usize, gives: Gives) -> Self {
        let shape = Shape {
            takes,
            least,
            gives,
        };
        Self {
            meaning: Meaning::Own(shape),
            ..self
        }
    }

    /// The same, written out as something else before planning.
    pub(crate) const fn form(self) -> Self {
        Self {
            meaning: Meaning::Form,
            ..self
        }
    }

    /// Whether it is written out as something else before planning.
    pub(crate) fn is_form(&self) -> bool {
        matches!(self.meaning, Meaning::Form)
    }

    /// The name that the tree knows it by.
    pub(crate) fn planned_name(&self) -> &'static str {
        match self.meaning {
            Meaning::Planner("") | Meaning::Own(_) | Meaning::Form => self.name(),
            Meaning::Planner(name) => name,
        }
    }
}

/// A function of the planner under the name that it has there.
pub(crate) const fn entry(call: &'static str, about: &'static str, example: &'static str) -> Entry {
    Entry {
        call,
        about,
        example,
        aliases: &[],
        meaning: Meaning::Planner(""),
    }
}

fn name_of(call: &'static str) -> &'static str {
    call.split_once('(').map_or(call, |(name, _)| name)
}

impl Shape {
    /// The types that arguments of these types are read as; none when one cannot be.
    pub(crate) fn read_as(&self, types: &[DataType]) -> Option<Vec<DataType>> {
        let is_open = self.takes.last() == Some(&Takes::Rest);
        if types.len() < self.least || (types.len() > self.takes.len() && !is_open) {
            return None;
        }
        types
            .iter()
            .enumerate()
            .map(|(at, given)| {
                let takes = self.takes.get(at).copied().unwrap_or(Takes::Rest);
                takes.read_as(given)
            })
            .collect()
    }
}

impl Takes {
    fn read_as(self, given: &DataType) -> Option<DataType> {
        use arrow::datatypes::TimeUnit;
        let is_text = matches!(
            given,
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
        );
        let is_decimal = matches!(given, DataType::Decimal128(..));
        let number = given.is_integer() || given.is_floating() || is_decimal;
        match self {
            Self::Text if !given.is_nested() && !given.is_binary() => Some(DataType::Utf8),
            Self::Whole if given.is_integer() || given.is_null() => Some(DataType::Int64),
            Self::Float if number || given.is_null() => Some(DataType::Float64),
            Self::Moment if is_text || given.is_null() => {
                Some(DataType::Timestamp(TimeUnit::Microsecond, None))
            }
            Self::Moment if *given == DataType::Date32 => Some(given.clone()),
            Self::Moment if matches!(given, DataType::Timestamp(..)) => Some(given.clone()),
            Self::List if matches!(given, DataType::List(_)) => Some(given.clone()),
            Self::Bytes if is_text || given.is_null() => Some(DataType::Utf8),
            Self::Bytes if *given == DataType::Binary => Some(given.clone()),
            Self::Span if matches!(given, DataType::Interval(_) | DataType::Duration(_)) => {
                Some(given.clone())
            }
            Self::Any | Self::Rest => Some(given.clone()),
            _ => None,
        }
    }

    /// What a person is told to give.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Whole => "a whole number",
            Self::Float => "a number",
            Self::Moment => "a day or an instant",
            Self::List => "a list",
            Self::Bytes => "a text or bytes",
            Self::Span => "an interval",
            Self::Any | Self::Rest => "a value",
        }
    }
}

impl Gives {
    /// The type of the result for arguments of these types.
    pub(crate) fn of(self, types: &[DataType]) -> Option<DataType> {
        use arrow::datatypes::TimeUnit;
        Some(match self {
            Self::Text => DataType::Utf8,
            Self::Texts => DataType::new_list(DataType::Utf8, true),
            Self::Truth => DataType::Boolean,
            Self::Whole => DataType::Int64,
            Self::Float => DataType::Float64,
            Self::Day => DataType::Date32,
            Self::Time => DataType::Time64(TimeUnit::Nanosecond),
            Self::Made(made) => made(types)?,
            Self::Named(_) => return None,
            Self::Instant => DataType::Timestamp(TimeUnit::Microsecond, None),
            Self::Like(at) => types.get(at)?.clone(),
            Self::Counts => {
                let key = Field::new("key", types.first()?.clone(), true);
                let count = Field::new("value", DataType::Int64, true);
                DataType::new_list(DataType::Struct(vec![key, count].into()), true)
            }
            Self::Item => match types.first()? {
                DataType::List(item) => item.data_type().clone(),
                _ => return None,
            },
        })
    }
}
