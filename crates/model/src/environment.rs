//! What answers were computed in, besides their texts and their data.

use serde::{Deserialize, Serialize};

/// The environment that a workbook was saved in: what else may be why an answer is another one
/// elsewhere. It holds nothing of the data and nothing about the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    /// Version of Assay.
    pub assay: String,
    /// The engine and its version, as truth stamps name it.
    pub engine: String,
    /// BCP 47 tag by which numbers and days are written; `system` where the system decides.
    pub locale: String,
    /// Time zone of clock times without one, and of days of instants.
    pub time_zone: String,
    /// The day that a week begins on.
    pub week_start: String,
    /// The calendar of dates.
    pub calendar: String,
    /// The seed of what is drawn by chance; none where it is drawn anew each time.
    pub seed: Option<u32>,
}

impl Environment {
    /// What differs, one line each: `locale is en-GB, was de-DE`.
    pub fn differences(&self, before: &Self) -> Vec<String> {
        let seed = |seed: Option<u32>| seed.map_or_else(|| "none".to_owned(), |it| it.to_string());
        [
            ("Assay", &self.assay, &before.assay),
            ("the engine", &self.engine, &before.engine),
            ("the locale", &self.locale, &before.locale),
            ("the time zone", &self.time_zone, &before.time_zone),
            ("the start of weeks", &self.week_start, &before.week_start),
            ("the calendar", &self.calendar, &before.calendar),
            ("the seed", &seed(self.seed), &seed(before.seed)),
        ]
        .into_iter()
        .filter(|(_, is, was)| is != was)
        .map(|(what, is, was)| format!("{what} is {is}, was {was}"))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let here = Environment {
            assay: "0.1.0".to_owned(),
            engine: "Local".to_owned(),
            locale: "en-GB".to_owned(),
            time_zone: "UTC".to_owned(),
            week_start: "Monday".to_owned(),
            calendar: "Gregorian".to_owned(),
            seed: None,
        };
        assert_eq!(here.differences(&here), Vec::<String>::new());
        let there = Environment {
            locale: "de-DE".to_owned(),
            seed: Some(7),
            ..here.clone()
        };
        assert_eq!(
            here.differences(&there),
            ["the locale is en-GB, was de-DE", "the seed is none, was 7"]
        );
    }
}
