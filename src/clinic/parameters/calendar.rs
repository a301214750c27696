//! When the clinic is open, and what part of the time is observed.

use super::values::DayEnd;
use crate::declaration::clock::ClockWindow;
use crate::declaration::section;

fn weekdays() -> Vec<String> {
    ["mon", "tue", "wed", "thu", "fri"].map(String::from).to_vec()
}

section! {
    /// How long and how often the system is simulated. The command line overrides these.
    pub struct Run {
        /// Measured weeks, after the warm-up.
        value weeks: u32 = 78, unit "weeks", range 1.0..=2600.0, source "convention of this program, docs/model", grade Definition;
        /// Weeks simulated before the measured ones, so that queues fill from empty.
        value warmup_weeks: u32 = 13, unit "weeks", range 0.0..=520.0, source "convention of this program, docs/model", grade Definition;
        /// Number of replications (independent repetitions with other random numbers).
        value replications: u32 = 30, unit "replications", range 1.0..=1000000.0, source "convention of this program", grade Definition;
        /// Master seed of all random numbers. The same seed gives the same patients in every scenario.
        value seed: u64 = 1, unit "seed", range 0.0..=999999999999999.0, source "convention of this program", grade Definition;
        /// Weeks of the summary, `[from, until]`: from week `from` up to but not including week `until`, counted from 0; absent: the last 26 weeks.
        optional period: Vec<u32>, unit "weeks", range 0.0..=2600.0, source "convention of this program, docs/model", grade Definition;
        /// Length of the run of a system without a calendar, which is open without a break.
        optional hours: f64, unit "hours", range 0.01..=1000000.0, source "convention of scenario files", grade Definition;
        /// Without a calendar: only what begins at or after this hour is counted.
        value observe_from_hours: f64 = 0.0, unit "hours", range 0.0..=1000000.0, source "convention of scenario files", grade Definition;
        /// Without a calendar: only what begins before this hour is counted; absent: the end of the run.
        optional observe_until_hours: f64, unit "hours", range 0.0..=1000000.0, source "convention of scenario files", grade Definition;
    }
}

section! {
    /// Days, sessions and holidays.
    pub struct Calendar {
        /// The days of the week on which the clinic opens: `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`.
        value open_days: Vec<String> = weekdays(), unit "days", range .., source "common practice of office-based care", grade Assumption;
        /// Named parts of the day in which people work, `"08:00-12:00"`; none past midnight. The gap between two sessions is a break.
        values sessions: ClockWindow, unit "clock time", range .., source "convention of scenario files", grade Definition;
        /// Date of the Monday on which the measured weeks begin, `"2026-01-05"`; needed for dated holidays.
        optional start_date: String, unit "date", range .., source "convention of scenario files", grade Definition;
        /// Days on which the clinic stays closed: `"2026-12-25"`, or `"w26.thu"` for Thursday of measured week 26 (weeks count from 0).
        value holidays: Vec<String> = Vec::new(), unit "dates", range .., source "convention of scenario files", grade Definition;
        /// What happens when the last session ends: `until_empty` (those on duty at closing stay until nobody and nothing waits; who leaves earlier stays for their own patients and papers) or `stop` (no new piece of work is begun; patients go home, messages wait) or `own_limit` (patients are seen, then everybody goes home, or goes on at the desk until `roles.<r>.day.stays_until`; the rest is left for the evening or for tomorrow).
        value day_end: DayEnd = DayEnd::UntilEmpty, unit "rule", range .., source "convention of scenario files", grade Definition;
        /// Coefficient of variation of a factor, drawn once per clinic and day, that multiplies all arrival rates of that day (gamma, mean 1).
        value day_factor_cv: f64 = 0.0, unit "ratio", range 0.0..=2.0, source "none: 0 is the neutral value", grade Definition;
    }
}

section! {
    /// A weekly session template: the sessions worked on each day. A day that is not named is free. The template `full` exists without being written: every session of every open day.
    pub struct Template {
        /// Sessions worked on Monday.
        value mon: Vec<String> = Vec::new(), unit "sessions", range .., source "the clinic's roster", grade Definition;
        /// Sessions worked on Tuesday.
        value tue: Vec<String> = Vec::new(), unit "sessions", range .., source "the clinic's roster", grade Definition;
        /// Sessions worked on Wednesday.
        value wed: Vec<String> = Vec::new(), unit "sessions", range .., source "the clinic's roster", grade Definition;
        /// Sessions worked on Thursday.
        value thu: Vec<String> = Vec::new(), unit "sessions", range .., source "the clinic's roster", grade Definition;
        /// Sessions worked on Friday.
        value fri: Vec<String> = Vec::new(), unit "sessions", range .., source "the clinic's roster", grade Definition;
        /// Sessions worked on Saturday.
        value sat: Vec<String> = Vec::new(), unit "sessions", range .., source "the clinic's roster", grade Definition;
        /// Sessions worked on Sunday.
        value sun: Vec<String> = Vec::new(), unit "sessions", range .., source "the clinic's roster", grade Definition;
    }
}

/// The keys of the days, Monday first.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Template {
    /// The sessions of each day, Monday first.
    pub fn days(&self) -> [&Vec<String>; 7] {
        [&self.mon, &self.tue, &self.wed, &self.thu, &self.fri, &self.sat, &self.sun]
    }
}
