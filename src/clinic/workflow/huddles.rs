//! Huddles: those who have come even out what is overdue between them. Who does not come neither gives nor takes.

use super::{Event, Simulation};
use crate::clinic::measures::Cause;
use crate::clinic::model::{NONE, PersonId};
use crate::engine::calendar::Calendar;
use crate::engine::time::Span;

impl Simulation<'_> {
    /// Somebody comes out of a huddle: overdue messages of theirs, from the last one on, go to whoever of their cover has
    /// come too and has least, as long as that brings both nearer to each other.
    pub(super) fn even_out(&mut self, p: PersonId, calendar: &mut Calendar<Event>) {
        self.world.people[usize::from(p)].met = Some(self.day());
        let today = self.day();
        let came = |q: &PersonId| *q != p && self.world.people[usize::from(*q)].met == Some(today);
        let others: Vec<PersonId> =
            self.model.people[usize::from(p)].cover.iter().copied().filter(came).collect();
        let mut loads: Vec<(Span, PersonId)> =
            others.into_iter().map(|q| (self.overdue_work(q), q)).collect();
        let mut own = self.overdue_work(p);
        let mut overdue: Vec<u32> = self.overdue(p, Span::ZERO).collect();
        while let Some(id) = overdue.pop() {
            let case = &self.world.cases[id as usize];
            let (work, step, clinic) = (case.work, case.step, case.clinic);
            let Some(least) = loads.iter_mut().min() else { return };
            if least.0 + work + work > own {
                return;
            }
            if self.own_line(step, clinic, least.1) == NONE {
                continue;
            }
            self.hand_message(id, p, least.1, Cause::Huddle, calendar);
            own = Span::from_micros(own.micros() - work.micros());
            least.0 += work;
        }
    }

    /// Work of the messages of a person that are due by the end of the day.
    pub(super) fn overdue_work(&self, p: PersonId) -> Span {
        self.overdue(p, Span::ZERO).fold(Span::ZERO, |sum, id| sum + self.world.cases[id as usize].work)
    }

    /// The mornings are over on which the teams met, or did not: they remember it.
    pub(super) fn remember_huddles(&mut self) {
        let memory = self.model.organization.huddle_memory;
        for clinic in &mut self.world.clinics {
            let [planned, came] = std::mem::take(&mut clinic.met);
            if planned > 0 {
                let share = f64::from(came) / f64::from(planned);
                clinic.organization.huddles += (share - clinic.organization.huddles) / memory;
            }
        }
    }
}
