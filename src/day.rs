//! Days of the calendar, for what holds until one.

use std::fmt;

use time::{Date, Month, OffsetDateTime};

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// The day it is now, in UTC.
    pub fn today() -> Day {
        Day(OffsetDateTime::now_utc().date())
    }

    /// `2026-12-31`; `None` for what is written otherwise, or is no day of the calendar.
    pub fn read(text: &str) -> Option<Day> {
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts[..] else { return None };
        let digits = |part: &str, wanted| {
            part.len() == wanted && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
        Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok().map(Day)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Day(date) = self;
        write!(f, "{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_are_shown_and_nothing_else_is() {
        for text in ["2026-12-31", "2024-02-29", "0999-01-01"] {
            assert_eq!(Day::read(text).unwrap().to_string(), text);
        }
        for text in
            ["2026-02-29", "2026-13-01", "2026-1-1", "26-12-31", "2026-12-31x", "+026-12-31"]
        {
            assert_eq!(Day::read(text), None, "{text}");
        }
        assert!(Day::read("2026-09-30") < Day::read("2026-10-01"));
    }
}
