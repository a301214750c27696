//! What is watched week by week at each clinic: pressure, alarms, and who becomes burned out.

use super::Exposure;
use crate::clinic::science::alarm::{Alarm, Signs, backlog_growth, is_alarm};

/// The weeks of one clinic, from the begin of the measured time on.
#[derive(Debug, Clone, Default)]
pub struct Weeks {
    /// Message work that has reached clinicians this week, in microseconds.
    pub messages: u64,
    /// Rostered time of clinicians who came, this week.
    pub rostered: u64,
    /// Time of clinicians with patients, this week.
    pub with_patients: u64,
    /// Work of clinicians after hours, this week.
    pub after_hours: u64,
    /// Open messages at the end of each week.
    pub backlog: Vec<u32>,
    /// Which weeks were of alarm.
    pub alarms: Vec<bool>,
    /// In which weeks somebody was found burned out who had not been before.
    pub onsets: Vec<bool>,
    /// Minutes after hours of a clinician's full day at work, in thousandths; `None` where nobody came.
    pub evenings: Vec<Option<u64>>,
    /// Mean exhaustion of clinicians at the end of each week, in thousandths of a point; `None` where there was nobody.
    pub exhaustion: Vec<Option<u64>>,
}

impl Weeks {
    /// What the present week showed, with so many minutes in a full day.
    fn signs(&self, full_day: f64) -> Signs {
        let desk = self.rostered.saturating_sub(self.with_patients) as f64;
        let came = self.rostered > 0;
        Signs {
            traffic: (came && self.messages > 0).then(|| self.messages as f64 / desk),
            backlog_growth: backlog_growth(&self.backlog),
            after_hours: came.then(|| full_day * self.after_hours as f64 / self.rostered as f64),
        }
    }

    /// Ends a week with so many open messages and this mean exhaustion.
    pub fn end(
        &mut self,
        open_messages: u32,
        onset: bool,
        exhaustion: Option<f64>,
        full_day: f64,
        alarm: &Alarm,
    ) {
        let thousandths = |value: f64| (value * 1e3).round() as u64;
        self.backlog.push(open_messages);
        let signs = self.signs(full_day);
        self.alarms.push(is_alarm(&signs, alarm));
        self.onsets.push(onset);
        self.evenings.push(signs.after_hours.map(thousandths));
        self.exhaustion.push(exhaustion.map(thousandths));
        (self.messages, self.rostered, self.with_patients, self.after_hours) = (0, 0, 0, 0);
    }

    /// Adds a day of one clinician.
    pub fn add_day(&mut self, day: &Exposure) {
        self.rostered += if day.away { 0 } else { day.rostered };
        self.with_patients += day.with_patients;
        self.after_hours += day.after_hours;
    }
}

/// What is known of the holder of a post from earlier looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    holder: u32,
    burned_out: bool,
}

/// Looks at the holder of a post, if there is one; says whether they are burned out now, were seen before, and never so.
pub fn look(seen: &mut Option<Seen>, holder: Option<u32>, burned_out: bool) -> bool {
    let before = seen.filter(|before| Some(before.holder) == holder);
    let known = before.is_some_and(|before| before.burned_out);
    *seen = holder.map(|holder| Seen { holder, burned_out: known || burned_out });
    before.is_some() && !known && burned_out
}

/// All clinics and people; nobody in a plain clinic.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    /// Weeks by clinic.
    pub clinics: Vec<Weeks>,
    /// What is known of everybody.
    pub seen: Vec<Option<Seen>>,
}

impl Watch {
    /// Nothing seen yet.
    pub fn new(clinics: usize, people: usize) -> Self {
        Self { clinics: vec![Weeks::default(); clinics], seen: vec![None; people] }
    }

    /// What is known of the holders of two posts goes along with them to each other's.
    pub fn change_places(&mut self, posts: [usize; 2], holders: [u32; 2]) {
        let known = |at: usize| self.seen[posts[at]].filter(|seen| seen.holder == holders[at]);
        let both = [known(0), known(1)];
        for at in [0, 1] {
            self.seen[posts[at]] = both[1 - at].map(|seen| Seen { holder: holders[at], ..seen });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    #[test]
    fn a_week_by_hand() {
        let alarm = Alarm::read(None, "", &mut Faults::default()).expect("all have defaults");
        let hour = 3_600_000_000;
        let mut weeks = Weeks { backlog: vec![10; 4], messages: 13 * hour, ..Weeks::default() };
        let day = Exposure { rostered: 8 * hour, ..Exposure::default() };
        let worked = Exposure { with_patients: 3 * hour, after_hours: 3 * hour, ..day };
        for day in [worked, worked, Exposure { away: true, ..day }] {
            weeks.add_day(&day);
        }
        let signs = Weeks { backlog: [vec![10; 4], vec![12]].concat(), ..weeks.clone() }.signs(480.0);
        assert_eq!(signs.traffic, Some(1.3));
        assert_eq!(signs.after_hours.map(|minutes| minutes.round()), Some(180.0));
        assert!((signs.backlog_growth.expect("five weeks") - 0.2).abs() < 1e-12);
        weeks.end(12, true, Some(21.5), 480.0, &alarm);
        assert_eq!((weeks.alarms, weeks.onsets, weeks.messages), (vec![true], vec![true], 0));
        assert_eq!((weeks.evenings, weeks.exhaustion), (vec![Some(180_000)], vec![Some(21_500)]));
    }

    #[test]
    fn an_onset_is_the_first_time_of_somebody_who_was_seen_well() {
        let mut seen = None;
        let mut look = |holder, burned_out| super::look(&mut seen, holder, burned_out);
        assert!(!look(Some(0), true), "burned out when first seen");
        assert_eq!([look(Some(0), false), look(Some(0), true)], [false; 2], "and so never an onset");
        assert!(!look(None, false));
        assert_eq!(
            [false, false, true, false, true].map(|out| look(Some(1), out)),
            [false, false, true, false, false]
        );
        assert!(!look(Some(2), true), "somebody else");
    }
}
