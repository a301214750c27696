//! Minutes worked, told apart by person and by day, where somebody wants to know. The same minutes as in the record, by the
//! same definition of hours.

use super::Simulation;
use super::time_use::after_hours;
use crate::clinic::model::PersonId;
use crate::clinic::trace::Tally;
use crate::engine::time::{DAY, Time};

impl Simulation<'_> {
    /// From now on, minutes worked are told apart by person and by day.
    pub fn start_tally(&mut self) {
        let days = self.model.time.end.micros().div_ceil(DAY.micros()) as usize;
        self.world.tally = Some(Box::new(Tally {
            worked: vec![0; self.model.people.len()],
            after_hours: vec![vec![0; days]; self.model.clinics.len()],
        }));
    }

    /// Minutes worked, if they were told apart.
    pub fn take_tally(&mut self) -> Option<Tally> {
        self.world.tally.take().map(|tally| *tally)
    }

    /// Somebody has worked: told apart by person, and after hours by day.
    #[cold]
    pub(super) fn tally(&mut self, p: PersonId, from: Time, until: Time) {
        let person = &self.model.people[usize::from(p)];
        let clinician = self.model.roles[usize::from(person.role)].clinician;
        let (begin, end) = self.model.time.summary;
        let tally = self.world.tally.as_mut().expect("it was asked for just above");
        tally.worked[usize::from(p)] += until.min(end).since(from.max(begin)).micros();
        if !clinician {
            return;
        }
        let days = &mut tally.after_hours[usize::from(person.clinic)];
        let mut from = from;
        while from < until {
            let day = from.micros() / DAY.micros();
            let stop = until.min(Time::from_micros((day + 1) * DAY.micros()));
            days[day as usize] += after_hours(from, stop).micros();
            from = stop;
        }
    }
}
