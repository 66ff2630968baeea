//! Days of the calendar and times of day as numbers.

use super::parse::days_from_civil;
use crate::value::civil;

/// Microseconds of a day.
pub(crate) const DAY: i64 = 86_400_000_000;
/// The first and the last day that dates reach, years 1 and 9999, since 1970.
pub(crate) const REACH: std::ops::RangeInclusive<i64> = -719_162..=2_932_896;

/// A moment taken apart, without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    /// 1 to 31.
    pub day: i64,
    /// Microseconds since midnight.
    pub of_day: i64,
}

impl Moment {
    /// The moment of microseconds since 1970.
    pub(crate) fn of(micros: i64) -> Self {
        let (year, month, day) = civil(micros.div_euclid(DAY));
        Self {
            year,
            month,
            day,
            of_day: micros.rem_euclid(DAY),
        }
    }

    /// Days since 1970.
    pub(crate) fn days(&self) -> i64 {
        days_from_civil(self.year, self.month, self.day)
    }

    /// Microseconds since 1970; none for a day that the calendar does not have.
    pub(crate) fn micros(&self) -> Option<i64> {
        let is_day = (1..=12).contains(&self.month)
            && (1..=last_day(self.year, self.month)).contains(&self.day)
            && (0..DAY).contains(&self.of_day);
        let is_near = (1..=9999).contains(&self.year);
        (is_day && is_near).then(|| self.days() * DAY + self.of_day)
    }

    /// 1 for Monday to 7 for Sunday.
    pub(crate) fn weekday(&self) -> i64 {
        (self.days() + 3).rem_euclid(7) + 1
    }

    /// The place in the year, from 1.
    pub(crate) fn day_of_year(&self) -> i64 {
        self.days() - days_from_civil(self.year, 1, 1) + 1
    }

    /// Year and week of ISO 8601: the week belongs to the year of its Thursday.
    pub(crate) fn iso_week(&self) -> (i64, i64) {
        let thursday = self.days() - self.weekday() + 4;
        let (year, ..) = civil(thursday);
        (year, (thursday - days_from_civil(year, 1, 1)) / 7 + 1)
    }

    /// Moved by months; the day becomes the last of its month where there is no such day.
    pub(crate) fn plus_months(&self, months: i64) -> Self {
        let count = self.year * 12 + self.month - 1 + months;
        let (year, month) = (count.div_euclid(12), count.rem_euclid(12) + 1);
        Self {
            year,
            month,
            day: self.day.min(last_day(year, month)),
            of_day: self.of_day,
        }
    }
}

/// The number of days of a month.
pub(crate) fn last_day(year: i64, month: i64) -> i64 {
    let next = if month == 12 {
        days_from_civil(year + 1, 1, 1)
    } else {
        days_from_civil(year, month + 1, 1)
    };
    next - days_from_civil(year, month, 1)
}

/// Whether days since 1970 lie in the years 1 to 9999.
pub(crate) fn is_in_reach(days: i64) -> bool {
    REACH.contains(&days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_apart_and_together_again() {
        for days in (-800_000..3_000_000).step_by(997) {
            let moment = Moment::of(days * DAY + 5);
            assert_eq!((moment.days(), moment.of_day), (days, 5));
        }
    }

    #[test]
    fn iso_weeks_belong_to_the_year_of_their_thursday() {
        for (year, month, day, wanted) in [
            (2024, 12, 30, (2025, 1)),
            (2021, 1, 3, (2020, 53)),
            (2024, 1, 1, (2024, 1)),
            (2016, 1, 3, (2015, 53)),
        ] {
            let moment = Moment {
                year,
                month,
                day,
                of_day: 0,
            };
            assert_eq!(moment.iso_week(), wanted);
        }
    }
}
