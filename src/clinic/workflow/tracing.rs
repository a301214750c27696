//! Writes the event log, where there is one.

use super::Simulation;
use crate::clinic::model::{ClinicId, NONE, PersonId, SourceId};
use crate::clinic::parameters::values::MessageSource;
use crate::clinic::trace::{Change, Entry, Fate, LEVELS, Level, REST, Trace, Turn};
use crate::clinic::world::{Case, CaseId, NO_PATIENT, State};
use crate::engine::random::Identity;
use crate::engine::time::{DAY, Span, Time};

impl Simulation<'_> {
    /// From now on, the work of a stretch of time is logged.
    pub fn start_trace(&mut self, from: Time, until: Time) {
        let levels = (0..self.world.clinics.len()).map(|c| self.levels(c as ClinicId)).collect();
        self.world.trace = Some(Box::new(Trace { from, until, levels, ..Trace::default() }));
    }

    /// The levels of a clinic at this moment, by [`Level`].
    fn levels(&self, c: ClinicId) -> [u32; LEVELS] {
        let pools = self.model.rooms.iter().zip(&self.world.rooms);
        let rooms = pools.filter(|(room, _)| room.clinic == c).map(|(_, pool)| pool.in_use()).sum();
        let waits = |case: &&Case| {
            case.clinic == c
                && case.patient
                && matches!(case.state, State::WaitsForRoom | State::WaitsForStaff)
        };
        let waiting = self.world.cases.iter().filter(waits).count() as u32;
        [rooms, self.world.clinics[usize::from(c)].open_messages, waiting]
    }

    /// A level of a clinic changes.
    #[inline]
    pub(super) fn trace_level(&mut self, clinic: ClinicId, level: Level, by: i32, now: Time) {
        if let Some(trace) = &mut self.world.trace {
            trace.note(Change { at: now, clinic, level, by });
        }
    }

    /// The log, if there is one.
    pub fn take_trace(&mut self) -> Option<Trace> {
        self.world.trace.take().map(|trace| *trace)
    }

    /// The log up to now, if there is one: what is in hand is written too, as not finished, and what waits.
    pub fn end_trace(&mut self, now: Time) -> Option<Trace> {
        for id in 0..self.world.cases.len() as CaseId {
            let case = &self.world.cases[id as usize];
            match case.state {
                State::InService if case.ends.is_some() => self.trace_work(id, now, false),
                State::WaitsForRoom | State::WaitsForStaff => self.trace_turn(id, now, Fate::Waits),
                State::InService | State::Free => {}
            }
        }
        self.take_trace()
    }

    /// The log, if it wants work that ends now.
    #[inline]
    fn wants(&self, start: Time, end: Time) -> bool {
        self.world.trace.as_ref().is_some_and(|trace| end >= trace.from && start < trace.until)
    }

    /// A piece of work ends, or is interrupted: one entry for each person.
    #[inline]
    pub(super) fn trace_work(&mut self, id: CaseId, now: Time, finished: bool) {
        if self.world.trace.is_some() {
            self.trace_people(id, now, finished);
        }
    }

    /// The patient of a case; who writes or calls from a panel is asked for only here.
    fn patient_of(&self, case: &Case) -> u32 {
        match case.message {
            true => self.writer(case.source, case.identity, case.patient_id),
            false => case.patient_id,
        }
    }

    /// The patient of a message, as far as it is known when it comes.
    fn writer(&self, source: SourceId, identity: Identity, known: u32) -> u32 {
        let of = &self.model.sources[usize::from(source)];
        let from_panel = self.model.messages[usize::from(of.name)].source == MessageSource::Panel;
        let asked = known == NO_PATIENT && from_panel && of.owner != NONE;
        if asked { self.choose_patient(of.owner, identity) } else { known }
    }

    #[cold]
    fn trace_people(&mut self, id: CaseId, now: Time, finished: bool) {
        let case = &self.world.cases[id as usize];
        if !self.wants(case.started, now) {
            return;
        }
        let lead = if self.model.steps[usize::from(case.step)].staffed { case.lead } else { NONE };
        let mut entry = Entry {
            person: lead,
            start: case.started,
            at_home: lead != NONE && self.is_at_home(lead, case.started),
            finished,
            interruptions: if case.served == Span::ZERO { case.interruptions } else { 0 },
            ..self.entry(case, now)
        };
        let helpers = case.helpers;
        let mut entries = vec![entry.clone()];
        for helper in helpers.into_iter().filter(|helper| *helper != NONE) {
            (entry.person, entry.helps, entry.interruptions) = (helper, true, 0);
            entries.push(entry.clone());
        }
        self.world.trace.as_mut().expect("it was asked for just above").entries.extend(entries);
    }

    /// A case at its step at a moment, in nobody's hands.
    fn entry(&self, case: &Case, now: Time) -> Entry {
        let step = &self.model.steps[usize::from(case.step)];
        let kind = self.kind_of(case);
        Entry {
            case: case.root,
            part: case.identity,
            activity: match case.message {
                true => format!("{kind}: {}", step.name),
                false => step.name.clone(),
            },
            kind: kind.to_owned(),
            pathway: step.pathway,
            class: step.class.word(),
            person: NONE,
            helps: false,
            clinic: case.clinic,
            patient: self.patient_of(case),
            came: case.arrived,
            queued: case.entered,
            start: now,
            end: now,
            at_home: false,
            finished: false,
            notes_delegated: case.notes_delegated,
            orders_delegated: case.orders_delegated,
            renewal: self.model.is_renewal(step),
            interruptions: 0,
        }
    }

    /// By which stream a case came.
    fn kind_of(&self, case: &Case) -> &str {
        let step = &self.model.steps[usize::from(case.step)];
        let source = &self.model.sources[usize::from(case.source)];
        let scheduled = self.model.scheduled.iter().any(|work| work.pathway == step.pathway);
        match (scheduled, case.message) {
            (true, _) => "by the clock",
            (false, true) => self.model.messages[usize::from(source.name)].name.as_str(),
            // what the model makes for a person came by no stream of patients: an appointment to move
            (false, false) if !case.patient && case.identity == case.root => "paper",
            (false, false) if self.model.arrival_names.is_empty() => "paper",
            (false, false) => self.model.arrival_names[usize::from(source.name)].as_str(),
        }
    }

    /// Something becomes of a case otherwise than by work on it.
    #[inline]
    pub(super) fn trace_turn(&mut self, id: CaseId, now: Time, fate: Fate) {
        if self.world.trace.is_some() {
            self.write_turn(id, now, fate);
        }
    }

    #[cold]
    fn write_turn(&mut self, id: CaseId, now: Time, fate: Fate) {
        // what waits when the log ends has not come to the end of it
        if fate == Fate::Waits || self.wants(now, now) {
            let entry = self.entry(&self.world.cases[id as usize], now);
            self.world.trace.as_mut().expect("it was asked for just above").turns.push(Turn { entry, fate });
        }
    }

    /// A message does not come.
    #[inline]
    pub(super) fn trace_kept_back(&mut self, source: SourceId, identity: Identity, patient: u32, now: Time) {
        if self.wants(now, now) {
            self.write_kept_back(source, identity, patient, now);
        }
    }

    #[cold]
    fn write_kept_back(&mut self, source: SourceId, identity: Identity, patient: u32, now: Time) {
        let of = &self.model.sources[usize::from(source)];
        let message = &self.model.messages[usize::from(of.name)];
        let first = self.model.pathways[usize::from(message.pathway)].first;
        let step = &self.model.steps[usize::from(first)];
        let entry = Entry {
            case: identity,
            part: identity,
            activity: format!("{}: {}", message.name, step.name),
            kind: message.name.clone(),
            pathway: message.pathway,
            class: step.class.word(),
            person: NONE,
            helps: false,
            clinic: of.clinic,
            patient: self.writer(source, identity, patient),
            came: now,
            queued: now,
            start: now,
            end: now,
            at_home: false,
            finished: false,
            notes_delegated: false,
            orders_delegated: false,
            renewal: self.model.is_renewal(step),
            interruptions: 0,
        };
        let turn = Turn { entry, fate: Fate::KeptBack };
        self.world.trace.as_mut().expect("it was asked for just above").turns.push(turn);
    }

    /// Whether work that was begun then was begun at home: it may end after the first session has begun.
    fn is_at_home(&self, p: PersonId, started: Time) -> bool {
        let model = &self.model.people[usize::from(p)];
        let works_at_home = self.model.roles[usize::from(model.role)].day.home.iter().any(Option::is_some);
        let day = self.world.midnight.micros() / DAY.micros();
        let first = model.windows[self.model.time.roster_day(day)].first();
        let before_work = first.is_some_and(|(from, _)| {
            started >= self.world.midnight
                && started < self.world.midnight + Span::minutes(f64::from(*from))
                && self.world.people[usize::from(p)].on_duty
        });
        self.world.people[usize::from(p)].home.is_some() || (works_at_home && before_work)
    }

    /// Somebody rests.
    pub(super) fn trace_rest(&mut self, p: PersonId, start: Time, end: Time, what: &str) {
        if !self.wants(start, end) {
            return;
        }
        let person = &self.model.people[usize::from(p)];
        let entry = Entry {
            case: person.identity,
            part: person.identity,
            activity: what.to_owned(),
            kind: "rest".to_owned(),
            pathway: NONE,
            class: REST,
            person: p,
            helps: false,
            clinic: person.clinic,
            patient: NO_PATIENT,
            came: start,
            queued: start,
            start,
            end,
            at_home: false,
            finished: true,
            notes_delegated: false,
            orders_delegated: false,
            renewal: false,
            interruptions: 0,
        };
        self.world.trace.as_mut().expect("it was asked for just above").entries.push(entry);
    }
}
