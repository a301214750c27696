//! Delegated work: assistants in the room write and enter orders, the clinician keeps the rest and the review. What is taken
//! off the clinician is put on a named person; nothing else changes.

use super::Simulation;
use super::content::{DOCUMENTATION, ORDER_ENTRY, changed_parts};
use crate::clinic::levers::Delegation;
use crate::clinic::measures::role_cell;
use crate::clinic::model::{ACTIVITIES, NONE, PersonId, StepModel, WHOLE};
use crate::clinic::parameters::values::TaskClass;
use crate::clinic::world::CaseId;
use crate::engine::time::{Span, Time};

impl Simulation<'_> {
    /// The delegation of a class of paper, and the place of what is delegated among its parts.
    fn delegation_of(&self, clinic: u16, class: TaskClass) -> Option<(&Delegation, usize)> {
        let levers = &self.world.levers[usize::from(clinic)];
        match class {
            TaskClass::Note => Some((&levers.notes, DOCUMENTATION)),
            TaskClass::Order => Some((&levers.orders, ORDER_ENTRY)),
            _ => None,
        }
    }

    /// The share of what assistants may take over that they do: some of it only as far as the team has met to plan its days.
    fn share_reached(&self, clinic: u16, delegation: &Delegation) -> f64 {
        let met = self.world.clinics[usize::from(clinic)].organization.huddles;
        delegation.share * (1.0 - delegation.needs_huddles * (1.0 - met))
    }

    /// Minutes of a note or of orders that are left for their clinician, and their parts: what an assistant wrote or
    /// entered is taken off, the review put on; so are the minutes of prescriptions extended at the visit.
    pub(super) fn minutes_left(
        &self,
        id: CaseId,
        step: &StepModel,
        minutes: f64,
        parts: [u32; ACTIVITIES],
    ) -> (f64, [u32; ACTIVITIES]) {
        let case = &self.world.cases[id as usize];
        let Some((delegation, place)) = self.delegation_of(case.clinic, step.class) else {
            return (minutes, parts);
        };
        let delegated =
            if step.class == TaskClass::Note { case.notes_delegated } else { case.orders_delegated };
        let mut change = 0.0;
        if delegated && delegation.share > 0.0 {
            let own = minutes * f64::from(parts[place]) / f64::from(WHOLE);
            let review = delegation.review_minutes * (1.0 - delegation.verbal);
            change += review - self.share_reached(case.clinic, delegation) * own;
        }
        if step.class == TaskClass::Order {
            let levers = &self.world.levers[usize::from(case.clinic)];
            change += f64::from(case.extended) * levers.renewal_minutes;
        }
        if change == 0.0 {
            return (minutes, parts);
        }
        (minutes + change, changed_parts(parts, minutes, &[(place, change)]))
    }

    /// A visit begins: where notes or orders are delegated and somebody is free, they stay in the room. What they take
    /// over is the share of the minutes in the room and of those that would follow outside it.
    #[cold]
    pub(super) fn call_assistants(&mut self, id: CaseId, lead: PersonId, now: Time) {
        let clinic = self.world.cases[id as usize].clinic;
        let levers = &self.world.levers[usize::from(clinic)];
        let (notes, orders) = (levers.notes.share > 0.0, levers.orders.share > 0.0);
        if !notes && !orders {
            return;
        }
        let writer = self.assistant_for(id, lead, TaskClass::Note, NONE);
        let enters = self.assistant_for(id, lead, TaskClass::Order, writer);
        for (asked, assistant) in [(notes, writer), (orders, enters)].into_iter().filter(|(asked, _)| *asked)
        {
            self.note_help(lead, asked && assistant != NONE);
        }
        let minutes = self.world.cases[id as usize].work.in_minutes();
        let mut changes = Vec::with_capacity(2);
        let mut longest = Span::ZERO;
        for (assistant, class, place) in
            [(writer, TaskClass::Note, DOCUMENTATION), (enters, TaskClass::Order, ORDER_ENTRY)]
        {
            if assistant != NONE {
                let (inside, all) = self.taken_over(id, class, place, minutes);
                changes.push((place, -inside));
                let theirs = self.note_taken_over(assistant, lead, (place, all), now);
                // one person does one thing after the other
                longest = if assistant == writer && class == TaskClass::Order {
                    longest + theirs
                } else {
                    longest.max(theirs)
                };
            }
        }
        if changes.is_empty() {
            return;
        }
        let parts = changed_parts(self.world.cases[id as usize].parts, minutes, &changes);
        let left = Span::minutes((minutes + changes.iter().map(|(_, change)| change).sum::<f64>()).max(0.0));
        let case = &mut self.world.cases[id as usize];
        (case.notes_delegated, case.orders_delegated) = (writer != NONE, enters != NONE);
        case.parts = parts;
        case.work = left.max(longest);
        for assistant in [writer, enters].into_iter().filter(|assistant| *assistant != NONE) {
            if !self.world.cases[id as usize].helpers.contains(&assistant) {
                let helpers = &mut self.world.cases[id as usize].helpers;
                let place = helpers.iter().position(|helper| *helper == NONE);
                helpers[place.expect("the checks leave room for assistants")] = assistant;
                self.take_up(assistant, id, now);
            }
        }
    }

    /// Who takes over a kind of writing: the one who is there anyway if they may, else the free person of a role that
    /// may, the preferred role first; `NONE` where nobody is free.
    fn assistant_for(&self, id: CaseId, lead: PersonId, class: TaskClass, there: PersonId) -> PersonId {
        let case = &self.world.cases[id as usize];
        let step = &self.model.steps[usize::from(case.step)];
        let Some((delegation, _)) = self.delegation_of(case.clinic, class).filter(|(d, _)| d.share > 0.0)
        else {
            return NONE;
        };
        let may = |role: &u16| delegation.roles.contains(role);
        if there != NONE && may(&self.model.people[usize::from(there)].role) {
            return there;
        }
        let mut people = step.assistants.iter().zip(&step.assistant_people[usize::from(case.clinic)]);
        let found = people.find_map(|(role, people)| {
            let free = || self.longest_idle(people, lead).filter(|p| *p != there && self.is_willing(*p, id));
            may(role).then(free).flatten()
        });
        found.unwrap_or(NONE)
    }

    /// Minutes of a kind of writing that an assistant takes over: in the room, and with those that would follow.
    fn taken_over(&self, id: CaseId, class: TaskClass, place: usize, minutes: f64) -> (f64, f64) {
        let case = &self.world.cases[id as usize];
        let step = &self.model.steps[usize::from(case.step)];
        let Some((delegation, _)) = self.delegation_of(case.clinic, class) else { return (0.0, 0.0) };
        let share = self.share_reached(case.clinic, delegation);
        let inside = share * minutes * f64::from(case.parts[place]) / f64::from(WHOLE);
        let mut outside = 0.0;
        for (ordinal, pathway) in step.starts.iter().enumerate() {
            let first = self.model.pathways[usize::from(*pathway)].first;
            let paper = &self.model.steps[usize::from(first)];
            if paper.class == class {
                // the minutes of a paper are a pure function of whose it is
                let identity = self.child_identity(id, ordinal as u64);
                let base = self.base_minutes(first, identity, 0, (case.root, case.root_pathway));
                let (all, parts) = self.content(case.clinic, first, base);
                outside += share * all * f64::from(parts[place]) / f64::from(WHOLE);
            }
        }
        (inside, inside + outside)
    }

    /// Books what an assistant takes over; gives how long it takes, at the pace of the lead's work.
    fn note_taken_over(
        &mut self,
        assistant: PersonId,
        lead: PersonId,
        (place, minutes): (usize, f64),
        now: Time,
    ) -> Span {
        let model = &self.model.people[usize::from(assistant)];
        let cell = self.model.layout.role(model.role) + role_cell::ACTIVITY + place as u32;
        let work = super::service::at_pace(Span::minutes(minutes), self.pace(assistant));
        if self.record.counts(now) {
            self.record.note(model.clinic, cell, work);
        }
        super::service::at_pace(Span::minutes(minutes), self.pace(assistant) / self.pace(lead))
    }
}
