//! What has its time within the day beside sessions: lunch, and work by the clock.

use super::arrival::{Sort, Subject};
use super::{Event, Simulation};
use crate::clinic::model::{ClinicId, NONE, PersonId};
use crate::clinic::parameters::organization::EARLIEST_MINUTES;
use crate::clinic::trace::Fate;
use crate::clinic::world::{CaseId, NO_CASE};
use crate::engine::calendar::Calendar;
use crate::engine::random::{Identity, Purpose};
use crate::engine::time::{Span, Time};

const PROTECTED: Purpose = Purpose::named("leaders protect a session");
const HELD: Purpose = Purpose::named("work by the clock takes place");

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

    /// Whether work by the clock takes place at a clinic today.
    pub(super) fn is_held(&self, m: u16, clinic: ClinicId) -> bool {
        let scheduled = &self.model.scheduled[usize::from(m)];
        if !(self.day() / 7).is_multiple_of(scheduled.every_weeks) {
            return false;
        }
        let share = self.world.levers[usize::from(clinic)].held[usize::from(m)];
        self.is_date(m, clinic, self.day(), share)
    }

    /// Whether a day is a date of work by the clock at a clinic, while such a share of its dates are.
    pub(super) fn is_date(&self, m: u16, clinic: ClinicId, day: u64, share: f64) -> bool {
        match share {
            share if share >= 1.0 => true,
            share if share <= 0.0 => false,
            share => {
                let scheduled = &self.model.scheduled[usize::from(m)];
                let name = &self.model.pathways[usize::from(scheduled.pathway)].name;
                let identity = Identity::named(name).child(u64::from(clinic)).child(day);
                self.world.seed.stream(HELD, identity).uniform() < share
            }
        }
    }

    /// Whether work by the clock takes place anywhere today.
    pub(super) fn is_held_somewhere(&self, m: u16) -> bool {
        (0..self.model.clinics.len() as ClinicId).any(|clinic| self.is_held(m, clinic))
    }

    /// Work by the clock begins: for everybody of its people who is at work today and has not gone home.
    pub(super) fn meet(&mut self, m: u16, calendar: &mut Calendar<Event>) {
        let model = self.model;
        let scheduled = &model.scheduled[usize::from(m)];
        let held: Vec<bool> = (0..model.clinics.len() as ClinicId).map(|c| self.is_held(m, c)).collect();
        let huddle = scheduled.session.as_ref().is_some_and(|session| session.rebalances);
        if !huddle && !held.contains(&true) {
            return;
        }
        for p in 0..scheduled.sources.len() {
            let (source, clinic) = (scheduled.sources[p], usize::from(model.people[p].clinic));
            if source == NONE || !self.is_here_for(p, m) {
                continue;
            }
            // a morning without a huddle is one on which nobody came
            self.world.clinics[clinic].met[0] += u32::from(huddle);
            if !held[clinic] {
                continue;
            }
            if scheduled.session.is_some() {
                self.plan_place(p as PersonId, m);
            }
            if !self.goes_to(p as PersonId, m) {
                continue;
            }
            self.comes_early(p as PersonId, calendar.now());
            let identity = model.sources[usize::from(source)].identity.child(self.day());
            let (subject, now) = (Subject::of_nobody(), calendar.now());
            let id = self.new_case(source, identity, scheduled.pathway, subject, Sort::Paper, now);
            let first = model.pathways[usize::from(scheduled.pathway)].first;
            self.enter_step(id, first, calendar);
        }
    }

    /// Whether somebody is at work today for something by the clock: there, or still to come before their first session.
    fn is_here_for(&self, p: usize, m: u16) -> bool {
        let person = &self.world.people[p];
        let gone = person.done && !person.present && person.case == NO_CASE;
        if person.away {
            return false;
        }
        if person.last_day == self.day() {
            return !gone;
        }
        let windows = &self.model.people[p].windows[self.model.time.roster_day(self.day())];
        let at = self.model.scheduled[usize::from(m)].days[(self.day() % 7) as usize];
        let soon = |from: u32| at < from && from - at <= EARLIEST_MINUTES;
        self.model.time.own_limit && windows.first().is_some_and(|(from, _)| soon(*from))
    }

    /// Who is wanted before their first session comes then; until it begins they do what is their own.
    fn comes_early(&mut self, p: PersonId, now: Time) {
        let day = self.day();
        let person = &mut self.world.people[usize::from(p)];
        if person.last_day != day && !person.present && person.case == NO_CASE {
            (person.present, person.own_only, person.idle_since) = (true, true, now);
        }
    }

    /// Whether somebody goes to a session of an intervention: of their own will, and, unless leaders protect it, only without
    /// a patient and with little overdue. To all else everybody goes.
    fn goes_to(&self, p: PersonId, m: u16) -> bool {
        let scheduled = &self.model.scheduled[usize::from(m)];
        let Some(session) = &scheduled.session else { return true };
        let minutes = scheduled.length.in_minutes();
        let drawn = session
            .uptake
            .is_none_or(|uptake| self.is_drawn_to(usize::from(p), uptake, minutes, session.identity));
        if !drawn || session.protected || self.is_protected(p, session.identity) {
            return drawn;
        }
        let person = &self.world.people[usize::from(p)];
        let with_patient = person.case != NO_CASE && self.world.cases[person.case as usize].patient;
        !with_patient && self.overdue_work(p) <= session.skip_above
    }

    /// Whether leaders protect a date of a session today, at the clinic of somebody.
    fn is_protected(&self, p: PersonId, session: Identity) -> bool {
        let clinic = self.model.people[usize::from(p)].clinic;
        let share = self.world.levers[usize::from(clinic)].sessions_protected;
        let date = session.child(u64::from(clinic)).child(self.day());
        share > 0.0 && self.world.seed.stream(PROTECTED, date).uniform() < share
    }

    /// Work by the clock has been done by somebody: who was at a session has taken part, and what lay outside the hours
    /// that do not clash with life at home did.
    pub(super) fn has_met(&mut self, p: PersonId, m: u16, from: Time, calendar: &mut Calendar<Event>) {
        if self.session_of(m) {
            self.takes_place(p, m, calendar.now() - from);
            if self.model.scheduled[usize::from(m)].session.as_ref().is_some_and(|s| s.rebalances) {
                self.even_out(p, calendar);
            }
        }
        if !self.world.people[usize::from(p)].on_duty {
            self.clash(p, from, calendar.now());
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
