//! Days, weeks and what is observed of them.

use jiff::civil::Date;

use super::{ClinicId, PersonId, WEEK_DAYS};
use crate::engine::time::{DAY, Time};

/// One thing that the clock of a day brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// A session of a person ends.
    Off(PersonId),
    /// A clinic closes.
    Close(ClinicId),
    /// A clinic opens.
    Open(ClinicId),
    /// A session of a person begins.
    On(PersonId),
    /// Work by the clock begins.
    Meet(u16),
}

/// Days, weeks and what is observed of them.
#[derive(Debug, Clone)]
pub struct TimeModel {
    /// Whether there are sessions and days at all.
    pub calendar: bool,
    /// Whether those on duty at closing stay until no patient waits.
    pub until_empty: bool,
    /// Whether they go home then, or at their own limit, and leave the rest.
    pub own_limit: bool,
    /// Scheduled minutes of a full-timer's day.
    pub full_day: f64,
    /// End of the run.
    pub end: Time,
    /// The measured time begins: people are settled, interventions and surveys count their weeks from here.
    pub measured_from: Time,
    /// Counted is what begins at or after this time (the measured time, unless the warm-up is looked at too) …
    pub observe_from: Time,
    /// … and before this one.
    pub observe_until: Time,
    /// The summary window.
    pub summary: (Time, Time),
    /// Weeks of a period; the last one may be shorter.
    pub period_weeks: u32,
    /// Number of periods, from the first observed week on.
    pub periods: u32,
    /// What the clock brings on each day of the roster, in minutes after midnight, in order.
    pub agenda: Vec<Vec<(u32, Turn)>>,
    /// Days after which the roster repeats: a week, or more where part-timers work an uneven number of sessions.
    pub roster_days: u64,
    /// The Monday of measured week 0, where the file gives it.
    pub start: Option<Date>,
    /// Days of the run on which everything is closed.
    pub holidays: Vec<u64>,
    /// Coefficient of variation of the day factor.
    pub day_factor_cv: f64,
}

impl TimeModel {
    /// The same time, of which every week of the run is a period, the warm-up's too. Nothing that happens is changed by
    /// what is recorded of it.
    pub(in crate::clinic) fn week_by_week(&mut self) {
        self.observe_from = Time::ZERO;
        self.period_weeks = 1;
        self.periods = (self.end.micros() / (WEEK_DAYS * DAY.micros())) as u32;
    }

    /// The same time, of which every so many measured weeks are a period. Nothing that happens is changed, and the summary is
    /// the same to the bit. A run in hours has no weeks and stays as it is.
    pub(in crate::clinic) fn in_periods(&mut self, weeks: u32) {
        if self.calendar {
            self.period_weeks = weeks;
            let measured = (self.end - self.observe_from).micros();
            self.periods = measured.div_ceil(u64::from(weeks) * WEEK_DAYS * DAY.micros()) as u32;
        }
    }

    /// The day of the roster that a day of the run is.
    #[inline]
    pub fn roster_day(&self, day: u64) -> usize {
        (day % self.roster_days) as usize
    }

    /// Whether a day of the run is a holiday.
    pub fn is_holiday(&self, day: u64) -> bool {
        self.holidays.binary_search(&day).is_ok()
    }
}
