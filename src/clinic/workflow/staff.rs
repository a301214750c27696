//! People: who takes what, when they are busy, when they go home.

use super::{Event, Simulation};
use crate::clinic::measures::{Fact, role_cell};
use crate::clinic::model::{LineId, NONE, PersonId};
use crate::clinic::parameters::values::TaskClass;
use crate::clinic::world::NO_CASE;
use crate::engine::calendar::Calendar;
use crate::engine::line::Rank;
use crate::engine::time::Time;

impl Simulation<'_> {
    /// The free person among some who has been idle longest; the first among equals.
    pub(super) fn longest_idle(&self, people: &[PersonId], except: PersonId) -> Option<PersonId> {
        let free = people.iter().copied().filter(|p| *p != except && self.takes_anything(*p));
        free.min_by_key(|p| self.world.people[usize::from(*p)].idle_since)
    }

    /// Whether a person is free and not staying for their own patients only.
    #[inline]
    fn takes_anything(&self, p: PersonId) -> bool {
        self.world.is_free(p) && !self.world.people[usize::from(p)].own_only
    }

    /// Who can begin the work of a line now: of the preferred role that has somebody who can, the one who has been
    /// idle longest. Where helpers are waited for, who leads must leave them free.
    #[inline]
    pub(super) fn find_lead(&self, line: LineId) -> Option<PersonId> {
        let line = &self.model.lines[usize::from(line)];
        if let (Some(only), []) = (line.only_leader, line.helpers.as_slice()) {
            return self.world.is_free(only).then_some(only);
        }
        let able = |p: &PersonId| self.takes_anything(*p) && self.helpers_free(&line.helpers, *p);
        line.leaders.iter().find_map(|people| {
            let able = people.iter().copied().filter(able);
            able.min_by_key(|p| self.world.people[usize::from(*p)].idle_since)
        })
    }

    fn helpers_free(&self, helpers: &[Vec<PersonId>], lead: PersonId) -> bool {
        helpers.iter().all(|people| self.longest_idle(people, lead).is_some())
    }

    /// Whose work gives way to a priority: the lowest, the last begun among equals. Joint work does not.
    pub(super) fn find_loser(&self, line: LineId, priority: i32) -> Option<PersonId> {
        let line = &self.model.lines[usize::from(line)];
        if !line.helpers.is_empty() {
            return None;
        }
        let at_work = line.leaders.iter().flatten().copied().filter(|p| {
            let person = &self.world.people[usize::from(*p)];
            let case = person.case;
            case != NO_CASE && person.present && !person.own_only && {
                let case = &self.world.cases[case as usize];
                // who is just putting down a finished piece of work is free in a moment
                case.lead == *p
                    && case.ends.is_some()
                    && case.rank.priority.div_euclid(2) < priority.div_euclid(2)
                    && case.helpers.iter().all(|h| *h == NONE)
            }
        });
        at_work.max_by_key(|p| self.world.cases[self.world.people[usize::from(*p)].case as usize].rank)
    }

    /// Counts the work in hand up to now, in hours and after.
    #[inline]
    pub(super) fn settle(&mut self, p: PersonId, now: Time) {
        let person = &mut self.world.people[usize::from(p)];
        if person.case == NO_CASE {
            return;
        }
        let from = std::mem::replace(&mut person.busy_since, now);
        let (on_duty, case) = (person.on_duty, person.case);
        let model = &self.model.people[usize::from(p)];
        let micros = self.record.observed_micros(from, now);
        let role = self.model.layout.role(model.role);
        self.record.add(model.clinic, role + role_cell::WORK, micros);
        if on_duty {
            self.record.add(model.clinic, role + role_cell::IN_HOURS, micros);
            let class = self.model.steps[usize::from(self.world.cases[case as usize].step)].class;
            if class == TaskClass::Visit && self.model.roles[usize::from(model.role)].clinician {
                self.record.add(model.clinic, Fact::ClinicianVisitWork as u32, micros);
            }
        }
    }

    /// A person has finished and takes what is next.
    #[inline]
    pub(super) fn put_down(&mut self, p: PersonId, calendar: &mut Calendar<Event>) {
        let person = &mut self.world.people[usize::from(p)];
        person.case = NO_CASE;
        person.idle_since = calendar.now();
        self.look_for_work(p, calendar);
    }

    /// A free person takes the first piece of work in their lines, or goes home.
    pub(super) fn look_for_work(&mut self, p: PersonId, calendar: &mut Calendar<Event>) {
        // joint work that waited for a helper may begin with another one: then this person is still free
        while self.world.is_free(p)
            && let Some((line, lead)) = self.first_in_lines(p)
        {
            let (_, id) = self.world.lines[usize::from(line)].pop().expect("the line has a first");
            self.ends_waiting(id, false);
            self.start(id, lead, calendar);
        }
        if self.world.is_free(p) && !self.world.people[usize::from(p)].on_duty && self.may_go_home(p) {
            self.world.people[usize::from(p)].present = false;
        }
    }

    /// The first piece of work that a free person can begin or help to begin, and who leads it.
    #[inline]
    fn first_in_lines(&self, p: PersonId) -> Option<(LineId, PersonId)> {
        let model = &self.model.people[usize::from(p)];
        let mut best: Option<(Rank, LineId, PersonId)> = None;
        let own_only = self.world.people[usize::from(p)].own_only;
        for &line in &model.leads {
            if own_only && self.model.lines[usize::from(line)].only_leader != Some(p) {
                continue;
            }
            if let Some((rank, _)) = self.world.lines[usize::from(line)].peek()
                && best.is_none_or(|(first, _, _)| rank < first)
                && self.helpers_free(&self.model.lines[usize::from(line)].helpers, p)
            {
                best = Some((rank, line, p));
            }
        }
        for &line in &model.helps {
            if let Some((rank, _)) = self.world.lines[usize::from(line)].peek()
                && best.is_none_or(|(first, _, _)| rank < first)
                && let Some(lead) = self.find_lead(line)
            {
                best = Some((rank, line, lead));
            }
        }
        best.map(|(_, line, lead)| (line, lead))
    }

    /// Whether nothing keeps a person after their last session.
    fn may_go_home(&self, p: PersonId) -> bool {
        let person = &self.world.people[usize::from(p)];
        let clinics_done = || {
            let serves = &self.model.people[usize::from(p)].serves;
            serves.iter().all(|clinic| self.world.clinics[usize::from(*clinic)].pending == 0)
        };
        !self.model.time.until_empty || if person.closes { clinics_done() } else { person.owned == 0 }
    }

    /// After closing, when no patient is left and nothing is in anybody's hands, everybody goes home.
    #[inline]
    pub(super) fn go_home_if_done(&mut self, clinic: u16) {
        let state = &self.world.clinics[usize::from(clinic)];
        if !state.open && state.pending == 0 {
            for &p in &self.model.clinics[usize::from(clinic)].people {
                self.leave_if_idle(p);
            }
        }
    }

    /// An idle person after hours goes home if nothing keeps them.
    pub(super) fn leave_if_idle(&mut self, p: PersonId) {
        if self.world.is_free(p) && !self.world.people[usize::from(p)].on_duty && self.may_go_home(p) {
            self.world.people[usize::from(p)].present = false;
        }
    }
}
