//! Delegated work: an assistant in the room writes and enters orders, the clinician keeps the rest and the review.

use super::Simulation;
use crate::clinic::measures::role_cell;
use crate::clinic::model::{ACTIVITIES, NONE, PersonId, StepModel, WHOLE};
use crate::clinic::parameters::values::TaskClass;
use crate::clinic::world::CaseId;
use crate::engine::time::{Span, Time};

impl Simulation<'_> {
    /// Work in minutes that this step takes, what others wrote or entered taken off, and the review put on.
    #[inline]
    pub(super) fn minutes_left(&self, id: CaseId, class: TaskClass, minutes: f64) -> f64 {
        let case = &self.world.cases[id as usize];
        let levers = &self.world.levers[usize::from(case.clinic)];
        match class {
            TaskClass::Note if case.delegated => minutes * (1.0 - levers.notes.share) + review(&levers.notes),
            TaskClass::Order => {
                let own = if case.delegated {
                    minutes * (1.0 - levers.orders.share) + review(&levers.orders)
                } else {
                    minutes
                };
                own + f64::from(case.extended) * levers.renewal_minutes
            }
            _ => minutes,
        }
    }

    /// A visit begins: where notes or orders are delegated and somebody is free, they stay in the room. What they take
    /// over is the share of the minutes in the room and of those that would follow outside it.
    pub(super) fn call_assistant(&mut self, id: CaseId, lead: PersonId, now: Time) {
        let case = &self.world.cases[id as usize];
        let step = &self.model.steps[usize::from(case.step)];
        let levers = &self.world.levers[usize::from(case.clinic)];
        let (notes, orders) = (levers.notes.share, levers.orders.share);
        if notes <= 0.0 && orders <= 0.0 {
            return;
        }
        let Some(place) = case.helpers.iter().position(|helper| *helper == NONE) else { return };
        let people = step.assistants.iter().zip(&step.assistant_people[usize::from(case.clinic)]);
        let takes = |role: &u16| {
            (notes > 0.0 && levers.notes.roles.contains(role))
                || (orders > 0.0 && levers.orders.roles.contains(role))
        };
        let able =
            people.filter(|(role, _)| takes(role)).find_map(|(_, people)| self.longest_idle(people, lead));
        let Some(assistant) = able else { return };
        let work = case.work;
        let room = |part: usize, share: f64| share * f64::from(step.parts[part]) / f64::from(WHOLE);
        let (own_notes, own_orders) = (room(0, notes), room(1, orders));
        let minutes = work.in_minutes();
        let written = minutes * own_notes + notes * self.minutes_outside(id, step, TaskClass::Note);
        let entered = minutes * own_orders + orders * self.minutes_outside(id, step, TaskClass::Order);
        let theirs = Span::minutes(written + entered);
        let role = self.model.layout.role(self.model.people[usize::from(assistant)].role);
        let clinic = self.model.people[usize::from(assistant)].clinic;
        if self.record.counts(now) {
            self.record.note(clinic, role + role_cell::ACTIVITY, Span::minutes(written));
            self.record.note(clinic, role + role_cell::ACTIVITY + 1, Span::minutes(entered));
        }
        self.take_up(assistant, id, now);
        let pace =
            self.model.people[usize::from(assistant)].speed / self.model.people[usize::from(lead)].speed;
        let case = &mut self.world.cases[id as usize];
        case.delegated = true;
        case.helpers[place] = assistant;
        let left = Span::minutes(minutes * (1.0 - own_notes - own_orders));
        case.work = left.max(super::service::at_pace(theirs, pace));
    }

    /// Minutes of the papers of a class that a step sets going: a pure function of their identity.
    fn minutes_outside(&self, id: CaseId, step: &StepModel, class: TaskClass) -> f64 {
        let case = &self.world.cases[id as usize];
        let mut sum = 0.0;
        for (ordinal, pathway) in step.starts.iter().enumerate() {
            let first = self.model.pathways[usize::from(*pathway)].first;
            if self.model.steps[usize::from(first)].class == class {
                let identity = self.child_identity(id, ordinal as u64);
                sum += self.base_minutes(first, identity, 0, (case.root, case.root_pathway));
            }
        }
        sum
    }

    /// Shares of a lead's minutes by activity where an assistant takes part of them over.
    pub(super) fn parts_with_assistant(&self, clinic: u16, step: &StepModel) -> [u32; ACTIVITIES] {
        let levers = &self.world.levers[usize::from(clinic)];
        let mut parts = step.parts.map(f64::from);
        let before: f64 = f64::from(WHOLE);
        let (notes, orders) = (parts[0] * levers.notes.share, parts[1] * levers.orders.share);
        parts[0] -= notes;
        parts[1] -= orders;
        let whole = (before - notes - orders).max(1.0);
        parts.map(|part| (part / whole * before) as u32)
    }
}

fn review(delegation: &crate::clinic::levers::Delegation) -> f64 {
    if delegation.share > 0.0 { delegation.review_minutes } else { 0.0 }
}
