//! Days and instants that planning can count with, and the steps between them.

use std::cmp::Ordering;

use arrow::compute::kernels::cast_utils::{Parser as _, string_to_timestamp_nanos};
use arrow::datatypes::Date32Type;
use sqlparser::ast::{DataType, DateTimeField, Expr, Interval, TimezoneInfo, Value};
use sqlparser::tokenizer::Span;

use crate::tree;

const NANOS_OF_DAY: i64 = 86_400_000_000_000;
/// Days from 1970 beyond which no calendar is asked: about 10 000 years.
const FAR: i64 = 3_652_000;

/// A day, or an instant without zone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    days: i64,
    /// Nanoseconds since the day began.
    nanos: i64,
    pub(super) is_day: bool,
}

/// What is added from one moment to the next.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Step {
    months: i64,
    days: i64,
    nanos: i64,
}

impl Moment {
    /// The moment that a text of this type says.
    pub(super) fn read(text: &str, data_type: &DataType) -> Option<Self> {
        match data_type {
            DataType::Date => Some(Self {
                days: i64::from(Date32Type::parse(text)?),
                nanos: 0,
                is_day: true,
            }),
            DataType::Timestamp(_, TimezoneInfo::None | TimezoneInfo::WithoutTimeZone)
            | DataType::Datetime(_) => {
                let nanos = string_to_timestamp_nanos(text).ok()?;
                Some(Self {
                    days: nanos.div_euclid(NANOS_OF_DAY),
                    nanos: nanos.rem_euclid(NANOS_OF_DAY),
                    is_day: false,
                })
            }
            _ => None,
        }
    }

    pub(super) fn cmp_time(&self, other: &Self) -> Ordering {
        (self.days, self.nanos).cmp(&(other.days, other.nanos))
    }

    /// The moment a step later: months first, kept inside the month, then days and time.
    pub(super) fn plus(&self, step: &Step) -> Option<Self> {
        let mut days = self.days;
        if step.months != 0 {
            let months = i32::try_from(step.months).ok()?;
            let from = i32::try_from(days).ok()?;
            if months.unsigned_abs() > 120_000 || days.abs() > FAR {
                return None;
            }
            days = i64::from(Date32Type::add_year_months_opt(from, months)?);
        }
        let nanos = self.nanos.checked_add(step.nanos)?;
        days = days
            .checked_add(step.days)?
            .checked_add(nanos.div_euclid(NANOS_OF_DAY))?;
        (days.abs() <= FAR).then_some(Self {
            days,
            nanos: nanos.rem_euclid(NANOS_OF_DAY),
            is_day: self.is_day,
        })
    }

    /// The moment as a constant of the query.
    pub(super) fn written(&self, is_day: bool) -> Expr {
        let day = i32::try_from(self.days)
            .ok()
            .and_then(Date32Type::to_naive_date_opt)
            .map_or_else(String::new, |day| day.to_string());
        if is_day {
            return tree::typed(DataType::Date, &day, Span::empty());
        }
        let seconds = self.nanos / 1_000_000_000;
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let micros = self.nanos % 1_000_000_000 / 1000;
        let text = format!("{day} {hour:02}:{minute:02}:{second:02}.{micros:06}");
        let data_type = DataType::Timestamp(None, TimezoneInfo::None);
        tree::typed(data_type, &text, Span::empty())
    }
}

impl Step {
    /// A written interval: `INTERVAL '1 month'`, `INTERVAL 6 HOUR`.
    pub(super) fn of(interval: &Interval) -> Option<Self> {
        let given = match interval.value.as_ref() {
            Expr::Value(value) => match &value.value {
                Value::SingleQuotedString(text) => text.clone(),
                Value::Number(digits, _) => digits.clone(),
                _ => return None,
            },
            _ => return None,
        };
        if interval.last_field.is_some() {
            return None;
        }
        let mut step = Self::default();
        if let Some(field) = &interval.leading_field {
            step.add(given.trim().parse().ok()?, &unit(field))?;
            return Some(step);
        }
        let mut words = given.split_whitespace();
        while let Some(number) = words.next() {
            step.add(number.parse().ok()?, &words.next()?.to_lowercase())?;
        }
        Some(step)
    }

    fn add(&mut self, number: i64, unit: &str) -> Option<()> {
        let unit = unit.strip_suffix('s').unwrap_or(unit);
        let (to, factor) = match unit {
            "year" => (&mut self.months, 12),
            "quarter" => (&mut self.months, 3),
            "month" | "mon" => (&mut self.months, 1),
            "week" => (&mut self.days, 7),
            "day" => (&mut self.days, 1),
            "hour" => (&mut self.nanos, 3_600_000_000_000),
            "minute" | "min" => (&mut self.nanos, 60_000_000_000),
            "second" | "sec" => (&mut self.nanos, 1_000_000_000),
            "nanosecond" => (&mut self.nanos, 1),
            _ => return None,
        };
        *to = to.checked_add(number.checked_mul(factor)?)?;
        Some(())
    }

    /// Whether days stay days.
    pub(super) fn is_whole_days(self) -> bool {
        self.nanos == 0
    }

    /// Which way the step leads; none when it leads nowhere, or one part this way and one that.
    pub(super) fn direction(self) -> Option<Ordering> {
        let parts = [self.months, self.days, self.nanos];
        let is_up = parts.iter().any(|part| *part > 0);
        let is_down = parts.iter().any(|part| *part < 0);
        match (is_up, is_down) {
            (true, false) => Some(Ordering::Greater),
            (false, true) => Some(Ordering::Less),
            _ => None,
        }
    }
}

fn unit(field: &DateTimeField) -> String {
    field.to_string().to_lowercase()
}
