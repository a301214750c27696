//! Messages: how they come, which way they take, what follows when nobody answers.

use super::arrival::Subject;
use super::{Event, Simulation};
use crate::clinic::diary::What;
use crate::clinic::measures::Fact;
use crate::clinic::model::{NONE, PersonId, SourceId};
use crate::clinic::parameters::values::MessageSource;
use crate::clinic::world::{CaseId, NO_PATIENT, Pending, State};
use crate::engine::calendar::Calendar;
use crate::engine::random::{Identity, Purpose};
use crate::engine::time::{Span, Time};

const KEPT: Purpose = Purpose::named("kept");
const ROUTE: Purpose = Purpose::named("route");
const URGENT: Purpose = Purpose::named("urgent");
const WRITES_AGAIN: Purpose = Purpose::named("writes again");
const DELAY: Purpose = Purpose::named("delay");
const NEED: Purpose = Purpose::named("need");
/// A patient asks again at most so often.
pub const MOST_REPEATS: u8 = 2;

impl Simulation<'_> {
    /// Writes an entry into the book of days; the calendar holds the next one of today.
    pub(super) fn write(&mut self, at: Time, what: What, id: u32, calendar: &mut Calendar<Event>) {
        if self.world.book.write(at, what, id) {
            self.expect_book(calendar);
        }
    }

    /// The calendar holds the next entry of today, and no other.
    pub(super) fn expect_book(&mut self, calendar: &mut Calendar<Event>) {
        if let Some(ticket) = self.world.book_event.take() {
            calendar.cancel(ticket);
        }
        self.world.book_event = self.world.book.next_time().map(|next| calendar.at(next, Event::Book));
    }

    /// Something of the book of days comes about.
    pub(super) fn book_comes(&mut self, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        self.world.book_event = None;
        while let Some(entry) = self.world.book.take(now) {
            match entry.what {
                What::Appointment => self.keeps_booking(entry.id, calendar),
                What::Cancellation => self.cancels(entry.id, calendar),
                What::Message => self.pending_comes(entry.id, calendar),
                What::AsksForRenewal => self.asks_for_renewal(entry.id, calendar),
                What::LogsOn => self.logs_on(entry.id, calendar),
            }
        }
        self.expect_book(calendar);
    }

    /// A message comes to its stream, if an intervention has not switched it off.
    pub(super) fn message_comes(
        &mut self,
        source: SourceId,
        identity: Identity,
        subject: Subject,
        calendar: &mut Calendar<Event>,
    ) {
        let model = &self.model.sources[usize::from(source)];
        let kind = usize::from(model.name);
        let message = &self.model.messages[kind];
        let levers = &self.world.levers[usize::from(model.clinic)];
        if message.source == MessageSource::Panel && !self.is_message_of_panel(model.clinic, identity) {
            return;
        }
        let kept = levers.kept[kind];
        if kept < 1.0 && self.world.seed.stream(KEPT, identity).uniform() >= kept {
            self.trace_kept_back(source, identity, subject.patient, calendar.now());
            return;
        }
        let pathway = match levers.routes[kind] {
            Some(route) if route.share >= 1.0 => route.pathway,
            Some(route) if self.world.seed.stream(ROUTE, identity).uniform() < route.share => route.pathway,
            _ => message.pathway,
        };
        let urgent = message.urgent_share > 0.0
            && self.world.seed.stream(URGENT, identity).uniform() < message.urgent_share;
        let id = self.admit_to(source, identity, pathway, Subject { urgent, ..subject }, calendar);
        self.expect_answer(id, kind, source, identity, subject, calendar);
    }

    /// A patient who would write again looks after a time whether there is an answer.
    fn expect_answer(
        &mut self,
        id: CaseId,
        kind: usize,
        source: SourceId,
        identity: Identity,
        subject: Subject,
        calendar: &mut Calendar<Event>,
    ) {
        let Some((after, share, as_kind)) = self.model.messages[kind].unanswered else { return };
        let writes = subject.repeats < MOST_REPEATS
            && self.world.seed.stream(WRITES_AGAIN, identity).uniform() < share;
        let owner = self.model.sources[usize::from(source)].owner;
        let other = match owner {
            NONE => NONE,
            owner => self.model.messages[usize::from(as_kind)].sources[usize::from(owner)],
        };
        let next = if other == NONE { source } else { other };
        if writes {
            let pending = Pending {
                source: next,
                identity: identity.child(u64::from(subject.repeats) + 1),
                patient_id: subject.patient,
                subject: subject.subject,
                repeats: subject.repeats + 1,
                unanswered: Some((id, identity)),
            };
            self.send_later(pending, calendar.now() + after, calendar);
        }
    }

    /// Keeps a message until it comes.
    pub(super) fn send_later(&mut self, pending: Pending, at: Time, calendar: &mut Calendar<Event>) {
        if !self.model.time.calendar {
            return; // without days there is no book; the checks allow no such messages
        }
        let slot = match self.world.free_pending.pop() {
            Some(slot) => {
                self.world.pending[slot as usize] = pending;
                slot
            }
            None => {
                self.world.pending.push(pending);
                (self.world.pending.len() - 1) as u32
            }
        };
        self.write(at, What::Message, slot, calendar);
    }

    /// A kept message comes; one that asks for an answer only if there is none yet.
    fn pending_comes(&mut self, slot: u32, calendar: &mut Calendar<Event>) {
        let pending = self.world.pending[slot as usize];
        self.world.free_pending.push(slot);
        if let Some((id, identity)) = pending.unanswered {
            let case = &self.world.cases[id as usize];
            if case.state == State::Free || case.identity != identity {
                return;
            }
        }
        let subject = Subject {
            patient: pending.patient_id,
            subject: pending.subject,
            repeats: pending.repeats,
            urgent: false,
        };
        self.message_comes(pending.source, pending.identity, subject, calendar);
    }

    /// Sends a message of a kind to a clinician now.
    pub(super) fn send(
        &mut self,
        kind: u16,
        owner: PersonId,
        identity: Identity,
        patient: u32,
        calendar: &mut Calendar<Event>,
    ) {
        let source = self.model.messages[usize::from(kind)].sources[usize::from(owner)];
        if source != NONE {
            let subject = Subject { patient, ..Subject::of_nobody() };
            self.message_comes(source, identity, subject, calendar);
        }
    }

    /// Results after orders, letters after visits: one message for each unit of a need of the visit, after a delay.
    pub(super) fn send_what_follows(&mut self, id: CaseId, kinds: &[u16], calendar: &mut Calendar<Event>) {
        for &kind in kinds {
            let case = &self.world.cases[id as usize];
            let (owner, root, patient_id) = (case.owner, case.root, case.patient_id);
            let message = &self.model.messages[usize::from(kind)];
            if owner == NONE || message.sources[usize::from(owner)] == NONE {
                continue;
            }
            let number = match message.of {
                None => 1,
                Some(need) => self.need_of(root, case.root_pathway, need).round() as u32,
            };
            for unit in 0..number {
                let identity = root.child(Identity::named(&message.name).value()).child(u64::from(unit));
                let hours =
                    message.delay_hours.sample_at_least_zero(&mut self.world.seed.stream(DELAY, identity));
                let pending = Pending {
                    source: message.sources[usize::from(owner)],
                    identity,
                    patient_id,
                    subject: 0,
                    repeats: 0,
                    unanswered: None,
                };
                self.send_later(pending, calendar.now() + Span::hours(hours), calendar);
            }
        }
    }

    /// A need of the case that came: drawn once, whenever somebody asks; 0 where its pathway has none of this name.
    #[inline]
    pub(super) fn need_of(&self, root: Identity, root_pathway: u16, need: Identity) -> f64 {
        let needs = &self.model.pathways[usize::from(root_pathway)].needs;
        needs.iter().find(|(key, _)| *key == need).map_or(0.0, |(key, distribution)| {
            let mut stream = self.world.seed.stream(NEED, root.child(key.value()));
            distribution.sample_at_least_zero(&mut stream)
        })
    }

    /// A message has been closed.
    pub(super) fn note_closed_message(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        let case = &self.world.cases[id as usize];
        if self.model.panel.prescriptions.as_ref().is_some_and(|set| {
            let kind = self.model.sources[usize::from(case.source)].name;
            kind == set.kind && case.patient_id != NO_PATIENT
        }) {
            self.renew(id, calendar);
        }
    }

    /// A request for a renewal has come.
    pub(super) fn note_renewal_request(&mut self, clinic: u16, now: Time) {
        if self.record.counts(now) {
            self.record.count(clinic, Fact::Renewals as u32);
        }
    }
}
