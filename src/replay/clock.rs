//! Names of days and moments, in words that sort as they follow each other.
//!
//! With `calendar.start_date` these are dates, `2026-01-05T08:00:00.000`. Without it a measured week is `w` and its
//! number from 0, a week of the warm-up `u` and its number from 0, and a day of the week has its number before its name:
//! `u12.5fri 17:30:00.000` comes before `w00.1mon 08:00:00.000`, as a text too.

use jiff::civil::Date;

use crate::clinic::model::TimeModel;
use crate::clinic::parameters::calendar::DAYS;
use crate::declaration::suggest;
use crate::engine::time::{DAY, Span, Time};
use crate::error::Error;

/// Days in a week.
const WEEK: u64 = 7;

/// The days of a run and their names.
#[derive(Debug, Clone)]
pub struct Clock {
    /// The Monday of measured week 0, where the file gives it.
    start: Option<Date>,
    /// Weeks of the warm-up.
    warmup: u64,
    /// Days of the run.
    days: u64,
    /// Digits of the number of a week.
    digits: usize,
}

impl Clock {
    /// The clock of a scenario. A system without a calendar begins with `w00.1mon` and has no warm-up weeks.
    pub fn new(time: &TimeModel) -> Self {
        let warmup = if time.calendar { time.measured_from.micros() / (WEEK * DAY.micros()) } else { 0 };
        let days = time.end.micros().div_ceil(DAY.micros());
        let most = warmup.max((days / WEEK).saturating_sub(warmup)).saturating_sub(1);
        Self {
            start: time.start.filter(|_| time.calendar),
            warmup,
            days,
            digits: most.to_string().len().max(2),
        }
    }

    /// The first measured day.
    pub fn first_measured(&self) -> u64 {
        self.warmup * WEEK
    }

    /// Days of the run.
    pub fn days(&self) -> u64 {
        self.days
    }

    /// Whether another run names the same days in the same way.
    pub fn agrees_with(&self, other: &Self) -> bool {
        (self.start, self.warmup) == (other.start, other.warmup)
    }

    /// The days that another run has too.
    #[must_use]
    pub fn until_end_of(self, other: &Self) -> Self {
        Self { days: self.days.min(other.days), ..self }
    }

    /// The day of the run that a text names; `after` allows the day after the last one.
    ///
    /// # Errors
    /// [`Error::Refused`] if it names no day of the run.
    pub fn day(&self, option: &str, text: &str, after: bool) -> Result<u64, Error> {
        let Some(day) = self.parse(text) else {
            let word = text.split_once('.').map_or("", |(_, day)| day);
            let near = suggest::nearest(word, DAYS).map(|day| format!(" (did you mean `{day}`?)"));
            return Err(Error::Refused(format!(
                "{option}: expected a day such as w0.mon (measured week 0), u0.mon (the first week of the warm-up), \
                 w-1.fri (the last one){}, found `{text}`{}",
                if self.start.is_some() { " or a date" } else { "" },
                near.unwrap_or_default(),
            )));
        };
        let last = self.days + u64::from(after);
        u64::try_from(day).ok().filter(|day| *day < last).ok_or_else(|| {
            Error::Refused(format!(
                "{option}: {text} is not in the run, which lasts from {} to {}; for a longer one, for example \
                 --set run.weeks=104",
                self.day_name(0),
                self.day_name(self.days.saturating_sub(1)),
            ))
        })
    }

    /// The number of the day of the run, which may lie outside it.
    fn parse(&self, text: &str) -> Option<i64> {
        let first = i64::try_from(self.first_measured()).ok()?;
        if let (Ok(date), Some(start)) = (text.parse::<Date>(), self.start) {
            return Some(first + i64::from(start.until(date).ok()?.get_days()));
        }
        let (week, day) = text.split_once('.').unwrap_or((text, DAYS[0]));
        let day = day.trim_start_matches(|c: char| c.is_ascii_digit());
        let day = DAYS.iter().position(|known| *known == day)? as i64;
        let (base, number) = match week.strip_prefix('u') {
            Some(number) => (0, number),
            None => (first, week.strip_prefix('w')?),
        };
        Some(base + i64::from(number.parse::<i32>().ok()?) * 7 + day)
    }

    /// The name of a day.
    pub fn day_name(&self, day: u64) -> String {
        let first = self.first_measured();
        let ahead = i64::try_from(day).unwrap_or(i64::MAX) - i64::try_from(first).unwrap_or(0);
        let date =
            self.start.and_then(|start| start.checked_add(jiff::Span::new().try_days(ahead).ok()?).ok());
        if let Some(date) = date {
            return date.to_string();
        }
        let (letter, week) = if day < first { ('u', day / WEEK) } else { ('w', (day - first) / WEEK) };
        let weekday = (day % WEEK) as usize;
        format!("{letter}{week:0digits$}.{}{}", weekday + 1, DAYS[weekday], digits = self.digits)
    }

    /// The name of a day, in words for somebody who reads.
    pub fn day_in_words(&self, day: u64) -> String {
        const WORDS: [&str; 7] =
            ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let (weekday, name) = (WORDS[(day % WEEK) as usize], self.day_name(day));
        let first = self.first_measured();
        match (self.start, day < first) {
            (Some(_), _) => format!("{weekday}, {name}"),
            (None, true) => format!("{weekday} of week {} of the warm-up ({name})", day / WEEK),
            (None, false) => format!("{weekday} of week {} ({name})", (day - first) / WEEK),
        }
    }

    /// A moment.
    pub fn moment(&self, time: Time) -> String {
        let between = if self.start.is_some() { 'T' } else { ' ' };
        let millis = time.micros() % DAY.micros() / 1000;
        format!("{}{between}{}.{:03}", self.day_name(day_of(time)), of_day(time), millis % 1000)
    }
}

/// The day of the run to which a moment belongs.
pub fn day_of(time: Time) -> u64 {
    time.micros() / DAY.micros()
}

/// The begin of a day.
pub fn midnight(day: u64) -> Time {
    Time::ZERO + Span::days(day)
}

/// The clock time of a moment: `08:03:20`.
pub fn of_day(time: Time) -> String {
    let seconds = time.micros() % DAY.micros() / 1_000_000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(start: Option<&str>) -> Clock {
        let start = start.map(|text| text.parse().expect("a date"));
        Clock { start, warmup: 13, days: 91 * 7, digits: 2 }
    }

    #[test]
    fn names_sort_as_days_follow_each_other_and_read_back() {
        for start in [None, Some("2026-01-05")] {
            let clock = clock(start);
            let names: Vec<String> = (0..clock.days).map(|day| clock.day_name(day)).collect();
            assert!(names.is_sorted(), "{names:?}");
            for (day, name) in (0..).zip(&names) {
                assert_eq!(clock.day("--day", name, false).ok(), Some(day), "{name}");
            }
        }
    }

    #[test]
    fn weeks_of_the_warm_up_have_two_names() {
        let clock = clock(None);
        for (text, day) in [("w0.mon", 91), ("w0", 91), ("w-1.fri", 88), ("u12.fri", 88), ("u0.mon", 0)] {
            assert_eq!(clock.day("--day", text, false).ok(), Some(day), "{text}");
        }
        assert_eq!(clock.moment(midnight(91) + Span::hours(8.5)), "w00.1mon 08:30:00.000");
        assert_eq!(super::of_day(midnight(3) + Span::minutes(61.5)), "01:01:30");
    }

    #[test]
    fn days_outside_the_run_and_no_days_are_refused() {
        let clock = clock(None);
        let said = |text: &str| clock.day("--day", text, false).expect_err("refused").to_string();
        assert!(said("w0.tues").contains("did you mean `tue`?"), "{}", said("w0.tues"));
        assert!(said("w78.mon").contains("not in the run") && said("w-14.mon").contains("u00.1mon"));
        assert!(clock.day("--until", "w78.mon", true).is_ok() && said("2026-01-05").contains("expected"));
    }
}
