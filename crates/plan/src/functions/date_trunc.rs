//! `date_trunc` that keeps days days: the month of a date is a date, not an instant.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef, TimeUnit};
use datafusion_common::{Result, ScalarValue, not_impl_err};
use datafusion_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};

use crate::bind::Mistake;

/// Truncates a date or instant to the start of a unit.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct DateTrunc {
    signature: Signature,
}

const DAY_UNITS: [&str; 5] = ["day", "week", "month", "quarter", "year"];
/// Units that the planner's own function does not know: the engine computes them.
const LONG_UNITS: [&str; 3] = ["decade", "century", "millennium"];
const CLOCK_UNITS: [&str; 5] = ["hour", "minute", "second", "millisecond", "microsecond"];
const INSTANT: DataType = DataType::Timestamp(TimeUnit::Microsecond, None);

impl DateTrunc {
    pub(super) fn new() -> Self {
        Self {
            signature: Signature::user_defined(Volatility::Immutable),
        }
    }
}

impl ScalarUDFImpl for DateTrunc {
    fn name(&self) -> &'static str {
        "date_trunc"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let [unit, date] = types else {
            return Err(arguments().into());
        };
        if !matches!(
            unit,
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
        ) {
            return Err(arguments().into());
        }
        let date = match date {
            DataType::Date32 | DataType::Timestamp(..) => date.clone(),
            DataType::Date64 => DataType::Date32,
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => INSTANT,
            _ => return Err(arguments().into()),
        };
        Ok(vec![DataType::Utf8, date])
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        types.get(1).cloned().ok_or_else(|| arguments().into())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let [_, date] = args.arg_fields else {
            return Err(arguments().into());
        };
        let unit = match args.scalar_arguments.first().copied().flatten() {
            Some(ScalarValue::Utf8(Some(unit))) => unit.to_lowercase(),
            _ => return Err(unknown_unit("a value that is not fixed").into()),
        };
        let data_type = match date.data_type() {
            DataType::Date32 if CLOCK_UNITS.contains(&unit.as_str()) => INSTANT,
            other => other.clone(),
        };
        let mut known = DAY_UNITS.iter().chain(&LONG_UNITS).chain(&CLOCK_UNITS);
        if !known.any(|known| *known == unit) {
            return Err(unknown_unit(&unit).into());
        }
        Ok(Arc::new(Field::new(self.name(), data_type, true)))
    }

    fn invoke_with_args(&self, mut args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        if let Some(ColumnarValue::Scalar(ScalarValue::Utf8(Some(unit)))) = args.args.first()
            && LONG_UNITS.contains(&unit.to_lowercase().as_str())
        {
            return not_impl_err!("computed by the engine");
        }
        let wanted = args.return_field.data_type().clone();
        let inner: Arc<ScalarUDF> = datafusion_functions::datetime::date_trunc();
        if let [_, date] = args.args.as_mut_slice()
            && date.data_type() == DataType::Date32
        {
            *date = date.cast_to(&INSTANT, None)?;
            args.return_field = Arc::new(Field::new(self.name(), INSTANT, true));
        }
        inner.invoke_with_args(args)?.cast_to(&wanted, None)
    }
}

fn arguments() -> Mistake {
    Mistake::new(
        "SQL_ARGUMENTS",
        "`date_trunc` takes a unit and a date, or a date and time.",
        "Write date_trunc('month', order_date).",
    )
}

fn unknown_unit(unit: &str) -> Mistake {
    let unit = crate::near::shortened(unit);
    Mistake::new(
        "SQL_VALUE",
        format!("`date_trunc` does not know the unit `{unit}`."),
        "Units are millennium, century, decade, year, quarter, month, week, day, hour, minute and second.",
    )
}
