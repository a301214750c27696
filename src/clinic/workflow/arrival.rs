//! Cases come: by rate, by interval, or because something else in the model makes them.

use super::{Event, Simulation};
use crate::clinic::measures::Fact;
use crate::clinic::model::{ACTIVITIES, NONE, PersonId, SourceId, Times, Timing, WHOLE};
use crate::clinic::trace::{Fate, Level};
use crate::clinic::world::{Case, CaseId, MOST_HELPERS, NO_PATIENT, State};
use crate::engine::calendar::Calendar;
use crate::engine::line::Rank;
use crate::engine::random::{Identity, Purpose};
use crate::engine::time::{DAY, Span, Time};

const PATHWAY: Purpose = Purpose::named("pathway");
const PAPER: Purpose = Purpose::named("way of a paper");
const PATIENCE: Purpose = Purpose::named("patience");
const STAYS_AWAY: Purpose = Purpose::named("stays away");

/// Whom and what a case is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject {
    /// The patient, or `NO_PATIENT`.
    pub patient: u32,
    /// See `Case::subject`.
    pub subject: u32,
    /// How often it has been asked before.
    pub repeats: u8,
    /// Whether it interrupts.
    pub urgent: bool,
}

/// What sort of case comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A patient.
    Patient,
    /// A message.
    Message,
    /// Work without either.
    Paper,
}

impl Subject {
    /// A case of which nothing more is known.
    pub fn of_nobody() -> Self {
        Self { patient: NO_PATIENT, subject: 0, repeats: 0, urgent: false }
    }
}

impl Simulation<'_> {
    /// Schedules the next case of a stream that comes by rate or interval, if it comes today.
    pub(super) fn schedule_arrival(&mut self, source: SourceId, from: Time, calendar: &mut Calendar<Event>) {
        let model = &self.model.sources[usize::from(source)];
        let goes_on = matches!(model.timing, Timing::Interval(_)) && self.goes_on_tonight(model.clinic);
        let factor = self.world.clinics[usize::from(model.clinic)].day_factor * self.season(source);
        let state = &mut self.world.sources[usize::from(source)];
        let horizon = match &model.timing {
            _ if !self.model.time.calendar => self.model.time.end,
            Timing::Interval(_) if goes_on => Time::MAX,
            _ => self.world.midnight + DAY,
        };
        let clinic = model.clinic;
        let next = match &model.timing {
            Timing::Rate { profile, .. } if self.model.time.calendar => {
                profile.next(from, |_| factor, &mut state.stream, horizon)
            }
            Timing::Rate { profile, .. } => {
                let (model, seed) = (self.model, self.world.seed);
                let factor = |day| super::day::day_factor(model, seed, clinic, day);
                profile.next(from, factor, &mut state.stream, horizon)
            }
            Timing::Interval(every) => {
                Some(from + Span::minutes(every.sample_at_least_zero(&mut state.stream)))
                    .filter(|time| *time < horizon)
            }
            Timing::Slots { .. } | Timing::Made => None,
        };
        if let Some(time) = next {
            calendar.at(time, Event::Arrives(source));
        }
    }

    /// One case of a stream: a request of a panel, a message, a patient.
    pub(super) fn comes(&mut self, source: SourceId, identity: Identity, calendar: &mut Calendar<Event>) {
        let model = &self.model.sources[usize::from(source)];
        if model.demand != NONE {
            self.asks(source, identity, calendar);
        } else if model.message {
            self.message_comes(source, identity, Subject::of_nobody(), calendar);
        } else {
            self.admit(source, identity, Subject::of_nobody(), calendar);
        }
    }

    /// The next case of a stream comes, alone or with others.
    pub(super) fn arrives(&mut self, source: SourceId, calendar: &mut Calendar<Event>) {
        let model = &self.model.sources[usize::from(source)];
        let until_closing =
            matches!(model.timing, Timing::Interval(_) | Timing::Rate { times: Times::OpeningHours, .. });
        if until_closing && !self.world.clinics[usize::from(model.clinic)].open {
            return;
        }
        for _ in 0..model.batch_size {
            let ordinal = self.world.sources[usize::from(source)].ordinal;
            self.world.sources[usize::from(source)].ordinal += 1;
            let identity = model.identity.child(ordinal);
            let surge = self.surge(source);
            if surge >= 1.0 || self.world.seed.stream(STAYS_AWAY, identity).uniform() < surge {
                self.comes(source, identity, calendar);
            }
        }
        self.schedule_arrival(source, calendar.now(), calendar);
    }

    /// A patient of a panel comes to an appointment.
    pub(super) fn admit_patient(
        &mut self,
        source: SourceId,
        identity: Identity,
        patient: u32,
        units: u32,
        calendar: &mut Calendar<Event>,
    ) {
        let subject = Subject { patient, subject: units, ..Subject::of_nobody() };
        self.admit(source, identity, subject, calendar);
    }

    /// A patient of a panel is seen by video instead.
    pub(super) fn admit_by_video(
        &mut self,
        source: SourceId,
        identity: Identity,
        patient: u32,
        units: u32,
        pathway: u16,
        calendar: &mut Calendar<Event>,
    ) {
        let subject = Subject { patient, subject: units, ..Subject::of_nobody() };
        self.admit_to(source, identity, pathway, subject, calendar);
    }

    /// Work without a patient that the model itself makes, for one person.
    pub(super) fn make_paper(
        &mut self,
        pathway: u16,
        owner: PersonId,
        identity: Identity,
        calendar: &mut Calendar<Event>,
    ) {
        let clinic = self.model.people[usize::from(owner)].clinic;
        let source = self.paper_source(owner);
        let now = calendar.now();
        let id = self.new_case(source, identity, pathway, Subject::of_nobody(), Sort::Paper, now);
        let case = &mut self.world.cases[id as usize];
        (case.owner, case.clinic) = (owner, clinic);
        let first = self.model.pathways[usize::from(pathway)].first;
        self.enter_step(id, first, calendar);
    }

    /// A stream under which work for a person is booked: of a kind of visit, or of work by the clock.
    fn paper_source(&self, owner: PersonId) -> SourceId {
        let of = |sources: &Vec<SourceId>| Some(sources[usize::from(owner)]).filter(|source| *source != NONE);
        let scheduled = self.model.scheduled.iter().find_map(|work| of(&work.sources));
        let demand = self.model.panel.demand.iter().find_map(|kind| of(&kind.sources));
        demand.or(scheduled).expect("who gets such work has a diary or takes part in meetings")
    }

    /// A case comes and takes its first step.
    #[inline]
    pub(super) fn admit(
        &mut self,
        source: SourceId,
        identity: Identity,
        subject: Subject,
        calendar: &mut Calendar<Event>,
    ) {
        let pathway = self.pathway_of(source, identity);
        self.admit_to(source, identity, pathway, subject, calendar);
    }

    /// The pathway of a case: that of its stream, or one of several by chance.
    #[inline]
    pub(super) fn pathway_of(&self, source: SourceId, identity: Identity) -> u16 {
        match self.model.sources[usize::from(source)].pathways.as_slice() {
            [(_, only)] => *only,
            shares => {
                let u = self.world.seed.stream(PATHWAY, identity).uniform();
                shares.iter().find(|(upto, _)| u < *upto).expect("the last share reaches beyond 1").1
            }
        }
    }

    /// A case comes to a pathway.
    #[inline]
    pub(super) fn admit_to(
        &mut self,
        source: SourceId,
        identity: Identity,
        pathway: u16,
        subject: Subject,
        calendar: &mut Calendar<Event>,
    ) -> CaseId {
        let model = &self.model.sources[usize::from(source)];
        let now = calendar.now();
        let counted = self.record.counts(now);
        if model.message {
            if counted {
                self.record.count(model.clinic, self.model.layout.message(model.name));
            }
            self.world.clinics[usize::from(model.clinic)].open_messages += 1;
            self.trace_level(model.clinic, Level::Inbox, 1, now);
        } else if counted {
            self.record.count(model.clinic, Fact::Arrived as u32);
        }
        let no_longer_open = !model.message && self.is_closed_to(source);
        let sort = if model.message { Sort::Message } else { Sort::Patient };
        let id = self.new_case(source, identity, pathway, subject, sort, now);
        if no_longer_open {
            self.world.ledger.turned_away += 1;
            self.trace_turn(id, now, Fate::TurnedAway);
            self.close_case(id, calendar);
            if counted {
                self.record.count(model.clinic, Fact::TurnedAway as u32);
            }
            return id;
        }
        if let Some(patience) = &model.patience_minutes {
            let minutes = patience.sample_at_least_zero(&mut self.world.seed.stream(PATIENCE, identity));
            self.world.cases[id as usize].patience =
                Some(calendar.after(Span::minutes(minutes), Event::PatienceEnds(id)));
        }
        let first = self.model.pathways[usize::from(pathway)].first;
        self.enter_step(id, first, calendar);
        self.turn_away_if_full(id, calendar);
        id
    }

    /// Whether a patient of a stream comes too late today: the clinic has closed, or does not open. A booked
    /// patient who is late is still seen while others are, where the clinic stays until it is empty.
    fn is_closed_to(&self, source: SourceId) -> bool {
        let model = &self.model.sources[usize::from(source)];
        let clinic = &self.world.clinics[usize::from(model.clinic)];
        if clinic.open || (!clinic.opened_today && self.opens_today(model.clinic)) {
            return false;
        }
        let booked = model.demand != NONE || matches!(model.timing, Timing::Slots { .. });
        // whose clinician has gone home is not let in any more
        let expected = !self.model.time.own_limit
            || model.owner == NONE
            || self.world.people[usize::from(model.owner)].present;
        !(booked && expected && self.model.time.until_empty && clinic.pending > 0)
    }

    /// A case in its slot, before its first step.
    #[inline]
    pub(super) fn new_case(
        &mut self,
        source: SourceId,
        identity: Identity,
        pathway: u16,
        subject: Subject,
        sort: Sort,
        now: Time,
    ) -> CaseId {
        let model = &self.model.sources[usize::from(source)];
        if sort == Sort::Patient {
            self.world.clinics[usize::from(model.clinic)].pending += 1;
            self.world.clinics[usize::from(model.clinic)].patients += 1;
            if model.owner != NONE {
                self.world.people[usize::from(model.owner)].owned += 1;
            }
        }
        self.world.admit(Case {
            identity,
            root: identity,
            root_pathway: pathway,
            patient_id: subject.patient,
            demand: model.demand,
            subject: subject.subject,
            notes_delegated: false,
            orders_delegated: false,
            parts: [0; ACTIVITIES],
            moved: false,
            put_off: false,
            left_out: 0,
            extended: 0,
            served: Span::ZERO,
            extra: Span::ZERO,
            overload: 0,
            interruptions: 0,
            urgent: subject.urgent,
            repeats: subject.repeats,
            at_record: WHOLE,
            arrived: now,
            entered: now,
            started: now,
            state: State::InService,
            patient: sort == Sort::Patient,
            message: sort == Sort::Message,
            seen: false,
            out_of_patience: false,
            resumed: false,
            round: 0,
            source,
            clinic: model.clinic,
            step: self.model.pathways[usize::from(pathway)].first,
            owner: model.owner,
            duty: NONE,
            lead: NONE,
            helpers: [NONE; MOST_HELPERS],
            room: NONE,
            line: NONE,
            rank: Rank { priority: 0, serial: 0 },
            made: 0,
            work: Span::ZERO,
            ends: None,
            patience: None,
        })
    }

    /// A step sets another pathway going, without the patient.
    pub(super) fn start_child(
        &mut self,
        parent: CaseId,
        pathway: u16,
        ordinal: u64,
        calendar: &mut Calendar<Event>,
    ) {
        let identity = self.child_identity(parent, ordinal);
        let pathway = self.way_of_paper(self.world.cases[parent as usize].clinic, pathway, identity);
        let first = self.model.pathways[usize::from(pathway)].first;
        let case = &self.world.cases[parent as usize];
        let child = Case {
            identity,
            moved: false,
            put_off: false,
            left_out: 0,
            urgent: false,
            at_record: WHOLE,
            arrived: calendar.now(),
            patient: false,
            message: false,
            out_of_patience: false,
            round: 0,
            step: first,
            helpers: [NONE; MOST_HELPERS],
            duty: NONE,
            room: NONE,
            line: NONE,
            made: 0,
            ends: None,
            patience: None,
            resumed: false,
            ..case.clone()
        };
        let id = self.world.admit(child);
        self.enter_step(id, first, calendar);
    }

    /// The way that a paper takes: the usual one, or that of somebody to whom it is delegated.
    fn way_of_paper(&self, clinic: u16, usual: u16, paper: Identity) -> u16 {
        let levers = &self.world.levers[usize::from(clinic)];
        match levers.papers[usize::from(usual)] {
            Some(route)
                if route.share >= 1.0 || self.world.seed.stream(PAPER, paper).uniform() < route.share =>
            {
                route.pathway
            }
            _ => usual,
        }
    }

    /// The identity of what a step of a case sets going: of its parent and its place.
    pub(super) fn child_identity(&self, parent: CaseId, ordinal: u64) -> Identity {
        let case = &self.world.cases[parent as usize];
        let key = self.model.steps[usize::from(case.step)].key.value();
        case.identity.child(key).child(u64::from(case.round)).child(ordinal)
    }

    /// Who must wait and finds no place is turned away.
    fn turn_away_if_full(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        let case = &self.world.cases[id as usize];
        let source = &self.model.sources[usize::from(case.source)];
        let Some(places) = source.waiting_room else { return };
        if case.state == State::InService || self.world.sources[usize::from(case.source)].waiting <= places {
            return;
        }
        let (clinic, counted) = (case.clinic, self.record.counts(case.arrived));
        self.world.ledger.turned_away += 1;
        self.trace_turn(id, calendar.now(), Fate::TurnedAway);
        self.withdraw(id, calendar);
        if counted {
            self.record.count(clinic, Fact::TurnedAway as u32);
        }
    }
}
