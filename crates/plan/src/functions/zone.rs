//! `AT TIME ZONE`: what a clock in a zone shows becomes an instant, and an instant becomes what
//! that clock shows. Whether a zone is known is decided here; the engine computes.

use std::sync::Arc;

use arrow::array::timezone::Tz;
use arrow::datatypes::{DataType, Field, FieldRef, TimeUnit};
use datafusion_common::{Result, ScalarValue, not_impl_err};
use datafusion_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
};

use crate::bind::Mistake;
use crate::near::shortened;

/// `timezone(zone, moment)`.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct TimeZone {
    signature: Signature,
}

impl TimeZone {
    pub(super) fn new() -> Self {
        Self {
            signature: Signature::user_defined(Volatility::Immutable),
        }
    }
}

impl ScalarUDFImpl for TimeZone {
    fn name(&self) -> &'static str {
        "timezone"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let [_, moment] = types else {
            return Err(arguments().into());
        };
        let moment = match moment {
            DataType::Timestamp(_, zone) => {
                DataType::Timestamp(TimeUnit::Microsecond, zone.clone())
            }
            DataType::Date32
            | DataType::Date64
            | DataType::Null
            | DataType::Utf8
            | DataType::LargeUtf8
            | DataType::Utf8View => DataType::Timestamp(TimeUnit::Microsecond, None),
            _ => return Err(arguments().into()),
        };
        Ok(vec![DataType::Utf8, moment])
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Err(arguments().into())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let zone = match args.scalar_arguments.first().copied().flatten() {
            Some(ScalarValue::Utf8(Some(zone))) => known_zone(zone).ok_or_else(|| unknown(zone))?,
            _ => return Err(arguments().into()),
        };
        let zone = match args.arg_fields.get(1).map(|field| field.data_type()) {
            Some(DataType::Timestamp(_, None)) => Some(Arc::from(zone)),
            Some(_) => None,
            None => return Err(arguments().into()),
        };
        let data_type = DataType::Timestamp(TimeUnit::Microsecond, zone);
        Ok(Arc::new(Field::new(self.name(), data_type, true)))
    }

    fn invoke_with_args(&self, _: ScalarFunctionArgs) -> Result<ColumnarValue> {
        not_impl_err!("computed by the engine")
    }
}

/// The name of a zone in the list of zones (IANA); whole hours from Greenwich have one, too.
pub fn known_zone(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.eq_ignore_ascii_case("utc") || typed.eq_ignore_ascii_case("z") {
        return Some("UTC".to_owned());
    }
    let Some(sign) = typed
        .chars()
        .next()
        .filter(|sign| matches!(sign, '+' | '-'))
    else {
        return typed.parse::<Tz>().ok().map(|_| typed.to_owned());
    };
    let digits: String = typed.chars().skip(1).filter(|c| *c != ':').collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let hours: u8 = hours.parse().ok().filter(|hours| *hours <= 12)?;
    if !minutes.chars().all(|digit| digit == '0') {
        return None;
    }
    // The list counts hours westwards.
    let turned = if sign == '+' { '-' } else { '+' };
    Some(match hours {
        0 => "UTC".to_owned(),
        hours => format!("Etc/GMT{turned}{hours}"),
    })
}

fn arguments() -> Mistake {
    Mistake::new(
        "SQL_ARGUMENTS",
        "AT TIME ZONE takes a date and time, and the name of a zone in quotes.",
        "Write created AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Vienna'.",
    )
}

fn unknown(zone: &str) -> Mistake {
    Mistake::new(
        "SQL_VALUE",
        format!("There is no time zone `{}`.", shortened(zone)),
        "Zones are called like Europe/Vienna, America/New_York or UTC; whole hours like +02:00 can be written, too.",
    )
}

#[cfg(test)]
mod tests {
    use super::known_zone;

    #[test]
    fn zones_are_known_by_name_or_by_whole_hours() {
        for (typed, wanted) in [
            ("Europe/Vienna", Some("Europe/Vienna")),
            ("utc", Some("UTC")),
            ("+02:00", Some("Etc/GMT-2")),
            ("-0500", Some("Etc/GMT+5")),
            ("+00", Some("UTC")),
            ("+05:30", None),
            ("+", None),
            ("Europe/Nowhere", None),
        ] {
            assert_eq!(known_zone(typed).as_deref(), wanted, "{typed}");
        }
    }
}
