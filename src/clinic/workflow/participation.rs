//! Who takes part in what interventions offer: volunteers, and those who come to sessions. Who comes to none gets nothing of it.

use super::Simulation;
use crate::clinic::intervention::session::knowledge;
use crate::clinic::intervention::{Uptake, Volunteers};
use crate::clinic::levers::Relief;
use crate::clinic::measures::{Fact, role_cell};
use crate::clinic::model::{NONE, PersonId};
use crate::clinic::people::climate::relief_of;
use crate::clinic::science::{logistic, logit};
use crate::engine::random::{Identity, Purpose};
use crate::engine::time::Span;

const VOLUNTEERS: Purpose = Purpose::named("volunteers");
const COMES: Purpose = Purpose::named("comes to a session");
/// Somebody who was asked and does not take part.
const DECLINED: f64 = -1.0;

impl Simulation<'_> {
    /// A day ends: who is asked for the first time decides, and everybody gets what they take part in.
    pub(super) fn share_relief(&mut self) {
        let model = self.model;
        let number = model.interventions.len();
        for p in 0..model.people.len() {
            let clinic = usize::from(model.people[p].clinic);
            for (i, intervention) in model.interventions.iter().enumerate() {
                let offered = self.world.levers[clinic].relief[i] != Relief::default();
                let part = self.world.population.taking_part[p * number + i];
                if offered && part == 0.0 && intervention.sessions.is_empty() {
                    let yes = intervention
                        .volunteers
                        .is_none_or(|volunteers| self.volunteers(p, volunteers, intervention.identity));
                    self.world.population.taking_part[p * number + i] = if yes { 1.0 } else { DECLINED };
                }
            }
            let own = &self.world.population.taking_part[p * number..(p + 1) * number];
            self.world.population.relief[p] = relief_of(own, &self.world.levers[clinic].relief);
        }
    }

    /// Whether somebody volunteers: the share of people at the reference, more or less with exhaustion.
    fn volunteers(&self, p: usize, of: Volunteers, identity: Identity) -> bool {
        let Some(settings) = self.settings() else { return false };
        let role = usize::from(self.model.people[p].role);
        if of.clinicians_only && !self.model.roles[role].clinician {
            return false;
        }
        let member = &self.world.population.members[p];
        let z = member.state.z_exhaustion(settings);
        let share = match of.share {
            share if share <= 0.0 || share >= 1.0 => share,
            share => logistic(logit(share) + of.log_odds_per_sd * z),
        };
        let who = identity.child(member.traits.life.value());
        self.world.seed.stream(VOLUNTEERS, who).uniform() < share
    }

    /// Whether somebody comes of their own will to a session of so many minutes today.
    pub(super) fn is_drawn_to(&self, p: usize, uptake: Uptake, minutes: f64, session: Identity) -> bool {
        let exhaustion = self.world.population.members.get(p).map_or(0.0, |member| member.state.exhaustion);
        let log_odds = uptake.log_odds + uptake.per_exhaustion * exhaustion + uptake.per_minute * minutes;
        let who = session.child(self.model.people[p].identity.value()).child(self.day());
        self.world.seed.stream(COMES, who).uniform() < logistic(log_odds)
    }

    /// A place at a session is planned for somebody; until they come, they count as not there.
    pub(super) fn plan_place(&mut self, p: PersonId, m: u16) {
        let Some(session) = &self.model.scheduled[usize::from(m)].session else { return };
        let clinic = self.model.people[usize::from(p)].clinic;
        if self.record.counts(self.world.midnight) {
            self.record.number(clinic, Fact::Sessions as u32, 0);
            if session.rebalances {
                self.record.number(clinic, Fact::Huddles as u32, 0);
            }
        }
        let memory = self.model.organization.attendance_memory;
        if let Some(part) = self.part_of(p, session.intervention) {
            *part -= *part / memory;
        }
    }

    /// Somebody has been at a session for so long.
    pub(super) fn takes_place(&mut self, p: PersonId, m: u16, length: Span) {
        let Some(session) = &self.model.scheduled[usize::from(m)].session else { return };
        let clinic = self.model.people[usize::from(p)].clinic;
        if self.record.counts(self.world.midnight) {
            self.record.add(clinic, Fact::Sessions as u32, 1);
            if session.rebalances {
                self.record.add(clinic, Fact::Huddles as u32, 1);
            }
        }
        if session.rebalances {
            self.world.clinics[usize::from(clinic)].met[1] += 1;
        }
        let memory = self.model.organization.attendance_memory;
        if let Some(part) = self.part_of(p, session.intervention) {
            *part += 1.0 / memory;
        }
        let number = self.model.interventions.len();
        self.world.population.attended[usize::from(p) * number + usize::from(session.intervention)] += length;
    }

    /// States what everybody knows now who is one of those for whom a course is: by the hours that they were there. Where it is
    /// not held, nobody was there.
    pub(super) fn note_knowledge(&mut self) {
        let model = self.model;
        for (i, intervention) in model.interventions.iter().enumerate() {
            let Some(hours_to_know) = intervention.hours_to_know else { continue };
            for (p, person) in model.people.iter().enumerate() {
                let is_for = |m: &u16| model.scheduled[usize::from(*m)].sources[p] != NONE;
                if !intervention.sessions.iter().any(is_for) || !self.is_of_the_staff(p) {
                    continue;
                }
                let hours = self.world.population.attended[p * model.interventions.len() + i].in_hours();
                let millionths = (knowledge(hours, hours_to_know) * 1e6).round() as u64;
                let cell = model.layout.role(person.role) + role_cell::KNOWLEDGE;
                self.record.number(person.clinic, cell, millionths);
            }
        }
    }

    /// Whether somebody holds a post that is part of the staff.
    fn is_of_the_staff(&self, p: usize) -> bool {
        match self.world.population.members.get(p) {
            Some(member) => member.there,
            None => self.world.people[p].active,
        }
    }

    fn part_of(&mut self, p: PersonId, intervention: u16) -> Option<&mut f64> {
        let place = usize::from(p) * self.model.interventions.len() + usize::from(intervention);
        self.world.population.taking_part.get_mut(place)
    }

    /// Whether a session of an intervention is one of those steps.
    pub(super) fn session_of(&self, scheduled: u16) -> bool {
        scheduled != NONE && self.model.scheduled[usize::from(scheduled)].session.is_some()
    }
}
