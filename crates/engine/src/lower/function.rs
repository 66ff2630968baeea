//! Scalar functions by name. Which module knows a function is decided by asking them in turn; a
//! function that none of them knows is refused by name.

mod accents;
mod address;
mod between;
mod chance;
mod choice;
mod code;
mod date;
mod each;
mod even;
mod filled;
mod json;
mod json_made;
mod json_parts;
mod likeness;
mod list;
mod list_pick;
pub(super) mod map;
mod math;
mod moment_text;
mod nested;
mod number_form;
mod parts;
mod reduce;
mod regex;
mod sha1;
mod student;
mod text;
mod vector;
mod zone;

use arrow::datatypes::DataType as Arrow;
use datafusion_common::ScalarValue;
use datafusion_expr::Expr as Tree;
use datafusion_expr::expr::ScalarFunction;
use polars::prelude::*;

pub(super) use each::higher_order;

use super::bridge;
use super::expr::Scope;
use super::label::Label;
use crate::fault::Fault;

/// A call on its way down: what is needed to compute it, whatever it is.
pub(crate) struct Call<'a> {
    /// Canonical lower-case name.
    pub name: &'a str,
    /// Lowered arguments.
    pub args: Vec<Expr>,
    /// The arguments as the plan has them, for literals.
    pub trees: &'a [Tree],
    /// Polars types of the arguments.
    pub types: Vec<DataType>,
    /// Polars type of the result.
    pub to: DataType,
    /// The call as a person wrote it.
    pub label: Label,
    /// Any column of the rows; none where there is none.
    pub anchor: Option<Expr>,
}

/// Lowers a call of a scalar function.
pub(crate) fn scalar(
    scope: &Scope<'_, '_>,
    whole: &Tree,
    call: &ScalarFunction,
) -> Result<Expr, Fault> {
    if call.func.name() == "interval_multiply" {
        return Err(Fault::unsupported(
            "An interval times a column, other than beside + or - of a day or an instant,",
        ));
    }
    let args = call.args.iter().map(|arg| match arg {
        // Months have no length; functions that take an interval read it from the tree.
        Tree::Literal(value, _) if matches!(value.data_type(), Arrow::Interval(_)) => Ok(lit(NULL)),
        arg => scope.expr(arg),
    });
    let planned = call;
    let call = Call {
        name: call.func.name(),
        args: args.collect::<Result<_, _>>()?,
        trees: &call.args,
        types: call
            .args
            .iter()
            .map(|arg| scope.polars(arg))
            .collect::<Result<_, _>>()?,
        to: scope.polars(whole)?,
        label: scope.lowering.label(whole),
        anchor: scope.names.first().cloned().map(col),
    };
    for known in KNOWN {
        if let Some(result) = known(&call)? {
            return Ok(result.cast(call.to));
        }
    }
    bridge::planner_function(scope, whole, planned, &call)
}

/// Lowers the calls that a module knows; none for others.
type Lower = fn(&Call<'_>) -> Result<Option<Expr>, Fault>;

/// The modules, asked in turn.
const KNOWN: [Lower; 22] = [
    choice::lower,
    text::lower,
    regex::lower,
    likeness::lower,
    code::lower,
    filled::lower,
    math::lower,
    even::lower,
    number_form::lower,
    date::lower,
    zone::lower,
    list::lower,
    list_pick::lower,
    vector::lower,
    map::lower,
    json_made::lower,
    parts::lower,
    json::lower,
    json_parts::lower,
    chance::lower,
    address::lower,
    nested::lower,
];

impl Call<'_> {
    /// The argument at a place, or a refusal that names the function.
    pub(crate) fn arg(&self, at: usize) -> Result<Expr, Fault> {
        self.args
            .get(at)
            .cloned()
            .ok_or_else(|| self.refused("with so few arguments"))
    }

    /// The argument at a place as text.
    pub(crate) fn text_arg(&self, at: usize) -> Result<Expr, Fault> {
        Ok(self.arg(at)?.cast(DataType::String))
    }

    /// The argument at a place as a whole number of 64 bits.
    pub(crate) fn whole_arg(&self, at: usize) -> Result<Expr, Fault> {
        Ok(self.arg(at)?.cast(DataType::Int64))
    }

    /// The argument at a place as a floating-point number.
    pub(crate) fn float_arg(&self, at: usize) -> Result<Expr, Fault> {
        Ok(self.arg(at)?.cast(DataType::Float64))
    }

    /// The text of a literal argument; none when it is computed or missing.
    pub(crate) fn literal_text(&self, at: usize) -> Option<&str> {
        match self.trees.get(at)? {
            Tree::Literal(
                ScalarValue::Utf8(Some(text))
                | ScalarValue::LargeUtf8(Some(text))
                | ScalarValue::Utf8View(Some(text)),
                _,
            ) => Some(text),
            _ => None,
        }
    }

    /// The whole number of a literal argument; none when it is computed or missing.
    pub(crate) fn literal_whole(&self, at: usize) -> Option<i64> {
        let Tree::Literal(value, _) = self.trees.get(at)? else {
            return None;
        };
        match value.cast_to(&Arrow::Int64) {
            Ok(ScalarValue::Int64(value)) => value,
            _ => None,
        }
    }

    /// The refusal of this function in some form.
    pub(crate) fn refused(&self, form: &str) -> Fault {
        Fault::unsupported(format!("The function {}() {form}", self.name))
    }
}

/// An element-wise function of several columns, all made equally long.
pub(crate) fn rows(
    args: Vec<Expr>,
    to: DataType,
    function: impl Fn(&[Series]) -> PolarsResult<Series> + Send + Sync + 'static,
) -> Expr {
    map_multiple(
        move |columns: &mut [Column]| {
            let name = columns[0].name().clone();
            let length = if columns.iter().any(Column::is_empty) {
                0
            } else {
                columns.iter().map(Column::len).max().unwrap_or(0)
            };
            let series: Vec<Series> = columns
                .iter()
                .map(|column| {
                    let series = column.as_materialized_series();
                    if series.len() == length {
                        series.clone()
                    } else {
                        series.new_from_index(0, length)
                    }
                })
                .collect();
            Ok(function(&series)?.with_name(name).into_column())
        },
        args,
        move |_, fields| Ok(Field::new(fields[0].name().clone(), to.clone())),
    )
}

/// A text from each text; a missing text stays missing.
pub(crate) fn text_of(
    arg: Expr,
    function: impl Fn(&str) -> String + Send + Sync + 'static,
) -> Expr {
    rows(vec![arg], DataType::String, move |columns| {
        let texts = columns[0].str()?;
        Ok(texts
            .iter()
            .map(|text| text.map(&function))
            .collect::<StringChunked>()
            .into_series())
    })
}

/// A value of each row in which all of the texts are there.
pub(crate) fn of_texts<T>(
    args: Vec<Expr>,
    to: DataType,
    function: impl Fn(&[&str]) -> PolarsResult<Option<T>> + Send + Sync + 'static,
) -> Expr
where
    T: 'static,
    Series: Collect<T>,
{
    let wanted = to.clone();
    rows(args, to, move |columns| {
        let columns: Vec<&StringChunked> = columns
            .iter()
            .map(Series::str)
            .collect::<PolarsResult<_>>()?;
        let height = columns[0].len();
        let mut values = Vec::with_capacity(height);
        let mut row: Vec<&str> = Vec::with_capacity(columns.len());
        for at in 0..height {
            row.clear();
            row.extend(columns.iter().filter_map(|column| column.get(at)));
            values.push(if row.len() == columns.len() {
                function(&row)?
            } else {
                None
            });
        }
        Series::collected(values, &wanted)
    })
}

/// Columns of values that may be missing.
pub(crate) trait Collect<T> {
    /// The column of these values, in a type.
    fn collected(values: Vec<Option<T>>, to: &DataType) -> PolarsResult<Series>;
}

macro_rules! collect {
    ($($native:ty => $column:ty),+) => {$(
        impl Collect<$native> for Series {
            fn collected(values: Vec<Option<$native>>, to: &DataType) -> PolarsResult<Series> {
                let column: $column = values.into_iter().collect();
                column.into_series().cast(to)
            }
        }
    )+};
}
collect!(
    String => StringChunked,
    bool => BooleanChunked,
    i64 => Int64Chunked,
    i128 => Int128Chunked,
    f64 => Float64Chunked,
    Series => ListChunked
);
