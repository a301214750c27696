//! What has its time within the day beside sessions: lunch, and work by the clock.

use super::arrival::{Sort, Subject};
use super::{Event, Simulation};
use crate::clinic::model::{NONE, PersonId};
use crate::clinic::trace::Fate;
use crate::clinic::world::{CaseId, NO_CASE};
use crate::engine::calendar::Calendar;
use crate::engine::time::{Span, Time};

impl Simulation<'_> {
    /// Lunch begins: nothing is done until it ends, or until the next session.
    pub(super) fn goes_to_lunch(&mut self, p: PersonId, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        let model = &self.model.people[usize::from(p)];
        let length = self.model.roles[usize::from(model.role)].day.lunch.unwrap_or(Span::ZERO);
        let minute = now.since(self.world.midnight).in_minutes();
        let windows = &model.windows[self.model.time.roster_day(self.day())];
        let next = windows.iter().map(|(from, _)| f64::from(*from)).find(|from| *from >= minute);
        let session = next.map_or(Time::MAX, |from| self.world.midnight + Span::minutes(from));
        let ends = (now + length).min(session);
        self.trace_rest(p, now, ends, "lunch");
        calendar.at(ends, Event::LunchEnds(p));
    }

    /// Lunch ends: until the next session begins there is time for the desk.
    pub(super) fn lunch_ends(&mut self, p: PersonId, calendar: &mut Calendar<Event>) {
        let person = &mut self.world.people[usize::from(p)];
        if person.on_duty || person.done || person.present || person.away {
            return;
        }
        (person.present, person.own_only, person.idle_since) = (true, false, calendar.now());
        self.look_for_work(p, calendar);
    }

    /// Work by the clock begins: for everybody of its people who is at work today and has not gone home.
    pub(super) fn meet(&mut self, m: u16, calendar: &mut Calendar<Event>) {
        let week = self.day() / 7;
        let model = self.model;
        let scheduled = &model.scheduled[usize::from(m)];
        if !week.is_multiple_of(scheduled.every_weeks) {
            return;
        }
        for p in 0..scheduled.sources.len() {
            let source = scheduled.sources[p];
            let person = &self.world.people[p];
            let gone = person.done && !person.present && person.case == NO_CASE;
            if source == NONE || person.away || person.last_day != self.day() || gone {
                continue;
            }
            let identity = model.sources[usize::from(source)].identity.child(self.day());
            let (subject, now) = (Subject::of_nobody(), calendar.now());
            let id = self.new_case(source, identity, scheduled.pathway, subject, Sort::Paper, now);
            let first = model.pathways[usize::from(scheduled.pathway)].first;
            self.enter_step(id, first, calendar);
        }
    }

    /// Whether work by the clock is over before it was begun.
    pub(super) fn is_over(&self, id: CaseId, now: Time) -> bool {
        let case = &self.world.cases[id as usize];
        self.model.steps[usize::from(case.step)].by_clock && case.arrived + case.work <= now
    }

    /// Somebody misses work by the clock: it takes place without them.
    pub(super) fn misses(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        self.world.ledger.left += 1;
        self.trace_turn(id, calendar.now(), Fate::Missed);
        let case = &self.world.cases[id as usize];
        if self.model.steps[usize::from(case.step)].clinicians_note {
            self.world.clinics[usize::from(case.clinic)].open_notes -= 1;
        }
        self.leave_station(id, calendar.now());
        self.close_case(id, calendar);
    }
}
