//! What a day exposed somebody to: facts of the simulated day, whole microseconds and counts.

use crate::clinic::science::demand::Minutes;

/// One day of one person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exposure {
    /// Work.
    pub worked: u64,
    /// Of it beyond the roster: after the last session, in breaks, at home.
    pub beyond_roster: u64,
    /// Of it before 08:00, after 18:00 and at weekends.
    pub after_hours: u64,
    /// Of it with a patient.
    pub with_patients: u64,
    /// Of it extraneous.
    pub extraneous: u64,
    /// Interruptions from outside and finding back.
    pub interrupted: u64,
    /// Rules and gap work.
    pub obstacles: u64,
    /// Sessions outside the hours in which work does not clash with life at home, and the way to work.
    pub conflict: u64,
    /// Work of one's own that was due and is left.
    pub left: u64,
    /// Rostered minutes.
    pub rostered: u64,
    /// Help asked for.
    pub asked: u32,
    /// Of it given in time.
    pub helped: u32,
    /// Other people rostered at the clinic.
    pub colleagues: u16,
    /// Of these at work.
    pub colleagues_there: u16,
    /// Morally heavy events.
    pub moral: u16,
    /// Own patients who came to harm.
    pub harms: u16,
    /// Own patients who died.
    pub deaths: u16,
    /// Interruptions.
    pub interruptions: u16,
    /// Pieces of work finished.
    pub finished: u32,
    /// Pieces of one's own that were due and are left.
    pub unfinished: u32,
    /// Whether on leave, ill, or not part of the staff.
    pub away: bool,
}

/// Minutes of microseconds.
#[inline]
pub fn minutes(micros: u64) -> f64 {
    micros as f64 / 60e6
}

impl Exposure {
    /// A day at work, and not merely a day on the roster.
    #[inline]
    pub fn at_work(&self) -> bool {
        self.worked > 0
    }

    /// A day with the way to work: on the roster, and at work.
    #[inline]
    pub fn on_the_way(&self) -> bool {
        self.at_work() && self.rostered > 0
    }

    /// As the equations of demand take it.
    pub fn demand_minutes(&self) -> Minutes {
        Minutes {
            worked: minutes(self.worked),
            after_hours: minutes(self.after_hours),
            extraneous: minutes(self.extraneous),
            conflict: minutes(self.conflict),
            on_the_way: self.on_the_way(),
            moral_events: f64::from(self.moral),
        }
    }

    /// Support that came: the mean of help given in time over help asked for, and of colleagues at work over those
    /// rostered; of one of them, where there is no other; `None` where neither was possible.
    pub fn support(&self) -> Option<f64> {
        let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        let help = share(f64::from(self.helped), f64::from(self.asked));
        let staffed = share(f64::from(self.colleagues_there), f64::from(self.colleagues));
        match (help, staffed) {
            (Some(a), Some(b)) => Some((a + b) / 2.0),
            (one, other) => one.or(other),
        }
    }

    /// Share of what was due that is left at the day's end.
    pub fn unfinished_share(&self) -> f64 {
        let due = self.finished + self.unfinished;
        if due > 0 { f64::from(self.unfinished) / f64::from(due) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn support_is_help_that_came_and_colleagues_who_were_there() {
        let day =
            Exposure { asked: 10, helped: 6, colleagues: 4, colleagues_there: 2, ..Exposure::default() };
        assert_eq!(day.support(), Some(0.55));
        assert_eq!(Exposure { asked: 0, ..day }.support(), Some(0.5));
        assert_eq!(Exposure { colleagues: 0, ..day }.support(), Some(0.6));
        assert_eq!(Exposure::default().support(), None);
    }

    #[test]
    fn what_is_left_is_a_share_of_what_was_due() {
        let day = Exposure { finished: 30, unfinished: 10, ..Exposure::default() };
        assert_eq!((day.unfinished_share(), Exposure::default().unfinished_share()), (0.25, 0.0));
    }
}
