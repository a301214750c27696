//! Which day is shown: a typical and a bad one by rule, or one that somebody names.

use super::clock::{Clock, midnight};
use super::course::Course;
use crate::clinic::model::{ClinicId, Model, WEEK_DAYS};
use crate::engine::time::{DAY, Time};
use crate::error::Error;

/// Days of a week that are no weekend.
const WEEKDAYS: u64 = 5;
/// Where in the order of days the typical one stands, and the bad one.
const PLACES: [f64; 2] = [0.5, 0.95];

/// The day that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The one in the middle.
    Typical,
    /// One of the longest, but not the longest.
    Bad,
    /// This day of the run.
    Day(u64),
}

/// A day, and why it is this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picked {
    /// What was asked for.
    pub which: Which,
    /// The day of the run.
    pub day: u64,
    /// Why this day, in words.
    pub rule: String,
}

/// The working days of a clinic in the weeks of the summary: no weekend, no holiday, and the clinic opens.
pub fn working_days(model: &Model, clinic: ClinicId) -> Vec<u64> {
    let time = &model.time;
    let (from, until) = (time.summary.0.micros() / DAY.micros(), time.summary.1.micros() / DAY.micros());
    let opens = |day: &u64| model.clinics[usize::from(clinic)].open[time.roster_day(*day)].is_some();
    (from..until)
        .filter(|day| time.calendar && day % WEEK_DAYS < WEEKDAYS && !time.is_holiday(*day))
        .filter(opens)
        .collect()
}

/// The working days of a clinic, the one with the fewest minutes after hours first.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// Name of the clinic.
    clinic: String,
    /// Number of clinics.
    clinics: usize,
    /// Time after hours of all clinicians of the clinic together, in microseconds, and the day of the run.
    days: Vec<(u64, u64)>,
}

/// The working days of a clinic, in the order of the minutes that its clinicians together worked after hours on them.
///
/// # Errors
/// [`Error::Refused`] where there is no working day in the weeks of the summary.
pub fn days(course: &Course, clinic: ClinicId) -> Result<Ranking, Error> {
    let model = &course.case().model;
    let after_hours = course.tally().after_hours.get(usize::from(clinic));
    let after_hours = after_hours.expect("days are ranked of a run that has been made");
    let name = &model.clinics[usize::from(clinic)].name;
    let days = working_days(model, clinic).into_iter().map(|day| (after_hours[day as usize], day)).collect();
    Ranking::new(name, model.clinics.len(), days).ok_or_else(|| {
        Error::Refused(format!(
            "a typical and a bad day are chosen of the working days of the summary, and {name} has none: name a day, \
             for example --day w0.wed, or take other weeks by --set run.period=[0,26]"
        ))
    })
}

impl Ranking {
    /// Days with their time after hours; `None` without any.
    fn new(clinic: &str, clinics: usize, mut days: Vec<(u64, u64)>) -> Option<Self> {
        days.sort_unstable();
        (!days.is_empty()).then(|| Self { clinic: clinic.to_owned(), clinics, days })
    }

    /// The smallest day at or below which lies this share of all days (nearest rank): with an even number of days the median
    /// is the lower of the two in the middle. Of equal days, the earlier stands first.
    fn at(&self, share: f64) -> (u64, f64) {
        let rank = (share * self.days.len() as f64).ceil() as usize;
        let (micros, day) = self.days[rank.clamp(1, self.days.len()) - 1];
        (day, micros as f64 / 60e6)
    }

    /// The day in the middle, with its minutes after hours.
    pub fn typical(&self) -> (u64, f64) {
        self.at(PLACES[0])
    }

    /// The day that 95 % of days do not exceed, with its minutes after hours.
    pub fn bad(&self) -> (u64, f64) {
        self.at(PLACES[1])
    }

    /// The day that is asked for, with the reason in words; `scenario` is the one whose run was ranked.
    pub fn pick(&self, which: Which, scenario: &str) -> Picked {
        let ((day, minutes), place) = match which {
            Which::Typical => (self.typical(), "at the median"),
            Which::Bad => (self.bad(), "at the 95th percentile"),
            Which::Day(day) => return by_hand(day, &self.clinic, self.clinics),
        };
        let rule = format!(
            "Chosen by rule: of the {} working days of the summary in this run of {scenario}, the one {place} of the minutes \
             that all clinicians of {} together worked after hours, before 08:00 and after 18:00 ({minutes:.0} minutes; \
             nearest rank, so of two in the middle the lower; of equal days the earlier).{}{}",
            self.days.len(),
            self.clinic,
            if minutes > 0.0 {
                ""
            } else {
                " Nobody works after hours on such a day: it stands for all that are like it."
            },
            others(&self.clinic, self.clinics)
        );
        Picked { which, day, rule }
    }
}

/// A day that somebody names.
pub fn named(model: &Model, day: u64, clinic: ClinicId) -> Picked {
    by_hand(day, &model.clinics[usize::from(clinic)].name, model.clinics.len())
}

fn by_hand(day: u64, clinic: &str, clinics: usize) -> Picked {
    let rule = format!("Chosen by hand.{}", others(clinic, clinics));
    Picked { which: Which::Day(day), day, rule }
}

/// What is said where there are clinics that are not shown.
fn others(clinic: &str, clinics: usize) -> String {
    match clinics {
        1 => String::new(),
        _ => format!(" Shown is {clinic}, one of {clinics} clinics."),
    }
}

/// A day by the words of an option: `typical`, `bad`, or the name of a day.
///
/// # Errors
/// [`Error::Refused`] if it names no day of the run.
pub fn which(clock: &Clock, option: &str, text: &str) -> Result<Which, Error> {
    match text {
        "typical" => Ok(Which::Typical),
        "bad" => Ok(Which::Bad),
        day => clock.day(option, day, false).map(Which::Day),
    }
}

/// The stretch of a day.
pub(super) fn stretch(day: u64) -> (Time, Time) {
    (midnight(day), midnight(day + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranking(minutes: &[u64]) -> Ranking {
        let days = minutes.iter().zip(10..).map(|(minutes, day)| (minutes * 60_000_000, day));
        Ranking::new("main", 1, days.collect()).expect("days")
    }

    #[test]
    fn of_two_days_in_the_middle_the_lower_and_of_equal_days_the_earlier() {
        assert_eq!(ranking(&[40, 10, 30, 20]).typical(), (13, 20.0));
        assert_eq!(ranking(&[40, 10, 30]).typical(), (12, 30.0));
        assert_eq!(ranking(&[7, 7, 7, 7]).typical(), (11, 7.0));
        assert_eq!(ranking(&[5]).typical(), ranking(&[5]).bad());
        assert_eq!(Ranking::new("main", 1, Vec::new()), None);
    }

    #[test]
    fn a_bad_day_is_not_exceeded_by_95_of_100() {
        let hundred: Vec<u64> = (1..=100).rev().collect();
        assert_eq!(ranking(&hundred).bad(), (15, 95.0));
        assert_eq!(ranking(&[1, 2, 3]).bad(), (12, 3.0));
        let rule = ranking(&hundred).pick(Which::Bad, "now").rule;
        for words in ["100 working days", "95th percentile", "run of now", "95 minutes"] {
            assert!(rule.contains(words), "{words}: {rule}");
        }
    }
}
