//! People: who takes what, when they are busy, when they go home.

use super::step::LEVELS;
use super::{Event, Simulation};
use crate::clinic::model::{LineId, NONE, PersonId};
use crate::clinic::parameters::values::TaskClass;
use crate::clinic::world::{Case, CaseId, NO_CASE};
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
    pub(super) fn find_lead(&self, line: LineId, id: CaseId) -> Option<PersonId> {
        let line = &self.model.lines[usize::from(line)];
        let only = line.only_leader.filter(|_| line.helpers.is_empty());
        if let Some(only) = only.filter(|_| line.alone) {
            return self.world.is_free(only).then_some(only);
        }
        let takes =
            |p: PersonId| if only == Some(p) { self.world.is_free(p) } else { self.takes_anything(p) };
        let able =
            |p: &PersonId| takes(*p) && (line.helpers.is_empty() || self.helpers_free(&line.helpers, *p));
        line.leaders.iter().find_map(|people| {
            let able = people.iter().copied().filter(able);
            let case = &self.world.cases[id as usize];
            if case.owner != NONE && self.model.clinics[usize::from(case.clinic)].teams {
                let team = self.model.people[usize::from(case.owner)].team;
                let other_team = |p: PersonId| self.model.people[usize::from(p)].team != team;
                return able.min_by_key(|p| (other_team(*p), self.world.people[usize::from(*p)].idle_since));
            }
            able.min_by_key(|p| self.world.people[usize::from(*p)].idle_since)
        })
    }

    fn helpers_free(&self, helpers: &[Vec<PersonId>], lead: PersonId) -> bool {
        helpers.iter().all(|people| self.longest_idle(people, lead).is_some())
    }

    /// Whose work gives way to a priority: the lowest, the last begun among equals. Joint work does not, nor do
    /// meetings. An urgent message interrupts desk work of the same priority too, and nobody who is with a patient.
    pub(super) fn find_loser(&self, line: LineId, priority: i32, urgent: bool) -> Option<PersonId> {
        let line = &self.model.lines[usize::from(line)];
        if !line.helpers.is_empty() {
            return None;
        }
        let gives_way = |case: &Case| {
            let theirs = case.rank.priority;
            if urgent {
                !case.patient && theirs < priority
            } else {
                theirs.div_euclid(LEVELS) < priority.div_euclid(LEVELS)
            }
        };
        let at_work = line.leaders.iter().flatten().copied().filter(|p| {
            let person = &self.world.people[usize::from(*p)];
            person.case != NO_CASE && person.present && !person.own_only && {
                let case = &self.world.cases[person.case as usize];
                let step = &self.model.steps[usize::from(case.step)];
                // who is just putting down a finished piece of work is free in a moment
                step.class != TaskClass::Meeting
                    && !step.by_clock
                    && case.lead == *p
                    && case.ends.is_some()
                    && gives_way(case)
                    && case.helpers.iter().all(|h| *h == NONE)
            }
        });
        at_work.max_by_key(|p| self.world.cases[self.world.people[usize::from(*p)].case as usize].rank)
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
            && self.takes_more(p, calendar.now())
            && let Some((line, lead, rank)) = self.first_in_lines(p)
        {
            let waiting = &mut self.world.lines[usize::from(line)];
            let first = waiting.peek().is_some_and(|(first, _)| first == rank);
            let taken = if first { waiting.pop().map(|(_, id)| id) } else { waiting.remove(rank) };
            let id = taken.expect("who was found stands in the line");
            self.ends_waiting(id, false, calendar.now());
            if self.is_over(id, calendar.now()) {
                self.misses(id, calendar);
            } else {
                self.start(id, lead, calendar);
            }
        }
        self.leave_if_idle(p, calendar);
    }

    /// Whether somebody who is free takes another piece of work: at work always in rostered time; afterwards as the end
    /// of the day rules; at home as much as they meant to do.
    fn takes_more(&self, p: PersonId, now: Time) -> bool {
        let person = &self.world.people[usize::from(p)];
        if person.on_duty || !self.model.time.own_limit {
            return true;
        }
        if person.home.is_some() {
            return self.goes_on_at_home(p, now);
        }
        if person.lunch_due {
            return self.patient_waits(p);
        }
        self.is_kept_by_patients(p) || self.stays_at_desk(p, now)
    }

    /// Whether a patient waits whom somebody may take next.
    fn patient_waits(&self, p: PersonId) -> bool {
        // over all lines together: how work is spread over lines says nothing about what comes next
        let leads = self.model.people[usize::from(p)].leads.iter();
        let firsts = leads.filter_map(|line| self.world.lines[usize::from(*line)].peek());
        let next = firsts.min_by_key(|(rank, _)| *rank);
        next.is_some_and(|(_, id)| self.world.cases[id as usize].patient)
    }

    /// Whether somebody, after their last session or in the break, goes on with their own work at the desk.
    fn stays_at_desk(&self, p: PersonId, now: Time) -> bool {
        let person = &self.world.people[usize::from(p)];
        let day = &self.model.roles[usize::from(self.model.people[usize::from(p)].role)].day;
        let minute = (now.since(self.world.midnight)).in_minutes();
        let in_break = !person.done && day.lunch.is_some();
        in_break || day.stays_until.is_some_and(|until| minute < f64::from(until))
    }

    /// Whether patients keep somebody after their last session: their own, or any where they close.
    fn is_kept_by_patients(&self, p: PersonId) -> bool {
        let person = &self.world.people[usize::from(p)];
        if !person.closes || self.model.people[usize::from(p)].patients_are_own {
            return person.owned > 0;
        }
        let serves = &self.model.people[usize::from(p)].serves;
        serves.iter().any(|clinic| self.world.clinics[usize::from(*clinic)].patients > 0)
    }

    /// The first piece of work that a free person can begin or help to begin, who leads it, and its place in the line.
    #[inline]
    fn first_in_lines(&self, p: PersonId) -> Option<(LineId, PersonId, Rank)> {
        let model = &self.model.people[usize::from(p)];
        let mut best: Option<(Rank, LineId, PersonId)> = None;
        let own_only = self.world.people[usize::from(p)].own_only || self.is_done_with_patients(p);
        for &line in &model.leads {
            if own_only && self.model.lines[usize::from(line)].only_leader != Some(p) {
                continue;
            }
            if let Some(rank) = self.first_taken(p, line)
                && best.is_none_or(|(first, _, _)| rank < first)
                && self.helpers_free(&self.model.lines[usize::from(line)].helpers, p)
            {
                best = Some((rank, line, p));
            }
        }
        for &line in &model.helps {
            if let Some((rank, id)) = self.world.lines[usize::from(line)].peek()
                && best.is_none_or(|(first, _, _)| rank < first)
                && let Some(lead) = self.find_lead(line, id)
            {
                best = Some((rank, line, lead));
            }
        }
        best.map(|(rank, line, lead)| (line, lead, rank))
    }

    /// The place of the first piece of work of a line that a person begins now: the first of all, or the first that is
    /// not too long.
    #[inline]
    fn first_taken(&self, p: PersonId, line: LineId) -> Option<Rank> {
        let (rank, first) = self.world.lines[usize::from(line)].peek()?;
        if self.begins_now(p, first) {
            return Some(rank);
        }
        self.world.lines[usize::from(line)]
            .iter()
            .find(|(_, id)| self.begins_now(p, *id))
            .map(|(rank, _)| rank)
    }

    /// Whether a free person begins a piece of work: in a session, while a patient of their own is in the clinic, only
    /// what is no longer than their habit allows.
    #[inline]
    pub(super) fn begins_now(&self, p: PersonId, id: CaseId) -> bool {
        let person = &self.world.people[usize::from(p)];
        if person.owned == 0 || !person.on_duty {
            return true;
        }
        let role = self.model.people[usize::from(p)].role;
        let Some(longest) = self.model.roles[usize::from(role)].day.between_patients else { return true };
        let case = &self.world.cases[id as usize];
        case.patient || case.work <= longest || self.model.steps[usize::from(case.step)].by_clock
    }

    /// Whether somebody who stays after closing has no patient left to stay for: from then on they do only what is
    /// their own.
    fn is_done_with_patients(&self, p: PersonId) -> bool {
        let person = &self.world.people[usize::from(p)];
        self.model.time.own_limit && !person.on_duty && person.closes && !self.is_kept_by_patients(p)
    }

    /// Whether nothing keeps a person after their last session.
    fn may_go_home(&self, p: PersonId, now: Time) -> bool {
        let person = &self.world.people[usize::from(p)];
        if self.model.time.own_limit {
            // free, and so without work that they would take; patients may still be on their way to them
            return person.home.is_some()
                || person.lunch_due
                || !(self.is_kept_by_patients(p) || (!person.done && self.stays_at_desk(p, now)));
        }
        let clinics_done = || {
            let serves = &self.model.people[usize::from(p)].serves;
            serves.iter().all(|clinic| self.world.clinics[usize::from(*clinic)].pending == 0)
        };
        !self.model.time.until_empty || if person.closes { clinics_done() } else { person.owned == 0 }
    }

    /// After closing, when no patient is left and nothing is in anybody's hands, everybody goes home.
    #[inline]
    pub(super) fn go_home_if_done(&mut self, clinic: u16, calendar: &mut Calendar<Event>) {
        let state = &self.world.clinics[usize::from(clinic)];
        let empty = if self.model.time.own_limit { state.patients == 0 } else { state.pending == 0 };
        if !state.open && empty {
            for &p in &self.model.clinics[usize::from(clinic)].people {
                if self.model.time.own_limit {
                    // who stayed for patients may now turn to the desk
                    if self.world.is_free(p) && !self.world.people[usize::from(p)].on_duty {
                        self.look_for_work(p, calendar);
                    }
                } else {
                    self.leave_if_idle(p, calendar);
                }
            }
        }
    }

    /// An idle person after hours goes home, or to lunch, if nothing keeps them.
    pub(super) fn leave_if_idle(&mut self, p: PersonId, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        if !self.world.is_free(p) || self.world.people[usize::from(p)].on_duty || !self.may_go_home(p, now) {
            return;
        }
        let person = &mut self.world.people[usize::from(p)];
        person.present = false;
        person.home = None;
        if std::mem::take(&mut person.lunch_due) {
            self.goes_to_lunch(p, calendar);
        }
    }
}
