//! An alarm of pressure: signs of a week at a clinic that come before people are worn out, and how well it foretells
//! (checklist B113 to B115, B131).

use crate::declaration::section;

section! {
    /// When a clinic's week is one of alarm. It changes nothing: it watches.
    pub struct Alarm {
        /// Sign: message minutes that reach clinicians, over their rostered minutes not spent with patients, above this. Above 1 the inbox cannot be emptied in hours.
        value traffic_above: f64 = 1.0, unit "ratio", range 0.0..=10.0, source "queueing: above 1 a line grows without bound (B113)", grade Definition;
        /// Sign: open messages at the end of the week exceed the mean of the four weeks before by more than this share.
        value backlog_growth_above: f64 = 0.1, unit "share", range 0.0..=10.0, source "no source found", grade Assumption;
        /// Sign: minutes after hours of a clinician's full day at work above this; the mean of family physicians is 86.
        value after_hours_above: f64 = 100.0, unit "minutes", range 0.0..=1440.0, source "above the mean of Arndt 2017 (C10c)", grade Assumption;
        /// A week is one of alarm with so many of the three signs.
        value signs_needed: u32 = 2, unit "signs", range 1.0..=3.0, source "no source found", grade Assumption;
    }
}

/// Weeks within which an onset belongs to an alarm.
pub const HORIZON_WEEKS: usize = 26;
/// Weeks with whose mean the backlog is compared.
const BACKLOG_WEEKS: usize = 4;

/// What a week showed; `None` where it could not be told.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Signs {
    /// Traffic intensity of clinicians' inboxes.
    pub traffic: Option<f64>,
    /// Growth of the backlog: see [`backlog_growth`].
    pub backlog_growth: Option<f64>,
    /// Minutes after hours of a clinician's full day at work.
    pub after_hours: Option<f64>,
}

/// Whether a week is one of alarm.
pub fn is_alarm(week: &Signs, settings: &Alarm) -> bool {
    let above = |sign: Option<f64>, limit: f64| u32::from(sign.is_some_and(|sign| sign > limit));
    let signs = above(week.traffic, settings.traffic_above)
        + above(week.backlog_growth, settings.backlog_growth_above)
        + above(week.after_hours, settings.after_hours_above);
    signs >= settings.signs_needed
}

/// Open messages at the end of the last week over the mean of the four weeks before, less 1; `None` in the first four
/// weeks, and where nothing was open before.
pub fn backlog_growth(week_ends: &[u32]) -> Option<f64> {
    let (last, before) = week_ends.split_last()?;
    let before = &before[before.len().checked_sub(BACKLOG_WEEKS)?..];
    let mean = before.iter().map(|open| f64::from(*open)).sum::<f64>() / BACKLOG_WEEKS as f64;
    (mean > 0.0).then(|| f64::from(*last) / mean - 1.0)
}

/// Weeks from the first alarm within the horizon before an onset to it, from 1 to the horizon; `None` where it came
/// without any. An alarm of the same week is none: it is known only when the week is over.
pub fn lead_weeks(alarms: &[bool], onset: usize) -> Option<usize> {
    let from = onset.saturating_sub(HORIZON_WEEKS);
    alarms[from..onset].iter().position(|alarm| *alarm).map(|first| onset - from - first)
}

/// Whether an onset follows within the horizon after a week; `None` while that is not known.
pub fn is_followed(onsets: &[bool], week: usize) -> Option<bool> {
    onsets.get(week + 1..=week + HORIZON_WEEKS).map(|weeks| weeks.contains(&true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    fn weeks(marked: &[usize], length: usize) -> Vec<bool> {
        (0..length).map(|week| marked.contains(&week)).collect()
    }

    #[test]
    fn two_of_three_signs_are_an_alarm() {
        let settings = Alarm::read(None, "", &mut Faults::default()).expect("all have defaults");
        let signs =
            |traffic, growth, evenings| Signs { traffic, backlog_growth: growth, after_hours: evenings };
        assert!(is_alarm(&signs(Some(1.2), Some(0.0), Some(120.0)), &settings));
        assert!(is_alarm(&signs(Some(f64::INFINITY), Some(0.11), None), &settings));
        assert!(!is_alarm(&signs(Some(1.0), Some(0.1), Some(120.0)), &settings), "at the limit is not above");
        assert!(!is_alarm(&Signs::default(), &Alarm { signs_needed: 1, ..settings }));
    }

    #[test]
    fn a_backlog_grows_against_the_month_before() {
        assert_eq!(backlog_growth(&[]), None);
        assert_eq!(backlog_growth(&[8, 8, 8, 8]), None);
        assert_eq!(backlog_growth(&[99, 8, 12, 8, 12, 15]), Some(0.5));
        assert_eq!(backlog_growth(&[0, 0, 0, 0, 7]), None);
    }

    #[test]
    fn the_lead_is_from_the_first_alarm_within_the_horizon() {
        let alarms = weeks(&[3, 30, 31, 40], 60);
        assert_eq!(lead_weeks(&alarms, 50), Some(20));
        assert_eq!(lead_weeks(&alarms, 29), Some(26));
        assert_eq!(lead_weeks(&alarms, 30), None, "week 3 is too long ago, week 30 too late");
        assert_eq!(lead_weeks(&alarms, 41), Some(11));
        assert_eq!(lead_weeks(&alarms, 0), None);
    }

    #[test]
    fn what_follows_is_known_after_the_horizon() {
        let onsets = weeks(&[10, 40], 60);
        let followed = |week| is_followed(&onsets, week);
        assert_eq!(
            [followed(9), followed(10), followed(13), followed(14)].map(|f| f == Some(true)),
            [true, false, false, true]
        );
        assert_eq!((followed(33), followed(34)), (Some(true), None));
        // Two onsets 30 weeks apart: of 34 weeks whose sequel is known, 14 to 33 come before the second, 0 to 9 the first.
        assert_eq!((0..60).filter(|week| followed(*week) == Some(false)).count(), 4);
    }
}
