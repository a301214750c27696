//! Writes the event log, where there is one.

use super::Simulation;
use crate::clinic::model::{NONE, PersonId};
use crate::clinic::parameters::values::MessageSource;
use crate::clinic::trace::{Entry, Trace};
use crate::clinic::world::{Case, CaseId, NO_PATIENT, State};
use crate::engine::time::{DAY, Span, Time};

impl Simulation<'_> {
    /// From now on, the work of a stretch of time is logged.
    pub fn start_trace(&mut self, from: Time, until: Time) {
        self.world.trace = Some(Box::new(Trace { from, until, entries: Vec::new() }));
    }

    /// The log, if there is one.
    pub fn take_trace(&mut self) -> Option<Trace> {
        self.world.trace.take().map(|trace| *trace)
    }

    /// The log up to now, if there is one: what is in hand is written too, as not finished.
    pub fn end_trace(&mut self, now: Time) -> Option<Trace> {
        for id in 0..self.world.cases.len() as CaseId {
            let case = &self.world.cases[id as usize];
            if case.state == State::InService && case.ends.is_some() {
                self.trace_work(id, now, false);
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
        let source = &self.model.sources[usize::from(case.source)];
        let from_panel =
            case.message && self.model.messages[usize::from(source.name)].source == MessageSource::Panel;
        let known = case.patient_id != NO_PATIENT || !from_panel || source.owner == NONE;
        if known { case.patient_id } else { self.choose_patient(source.owner, case.identity) }
    }

    #[cold]
    fn trace_people(&mut self, id: CaseId, now: Time, finished: bool) {
        let case = &self.world.cases[id as usize];
        if !self.wants(case.started, now) {
            return;
        }
        let step = &self.model.steps[usize::from(case.step)];
        let source = &self.model.sources[usize::from(case.source)];
        let scheduled = self.model.scheduled.iter().any(|work| work.pathway == step.pathway);
        let kind = match (scheduled, case.message) {
            (true, _) => "by the clock",
            (false, true) => self.model.messages[usize::from(source.name)].name.as_str(),
            // what the model makes for a person came by no stream of patients: an appointment to move
            (false, false) if !case.patient && case.identity == case.root => "paper",
            (false, false) if self.model.arrival_names.is_empty() => "paper",
            (false, false) => self.model.arrival_names[usize::from(source.name)].as_str(),
        };
        let lead = if step.staffed { case.lead } else { NONE };
        let mut entry = Entry {
            case: case.root,
            part: case.identity,
            activity: match case.message {
                true => format!("{kind}: {}", step.name),
                false => step.name.clone(),
            },
            kind: kind.to_owned(),
            class: step.class.word(),
            person: lead,
            helps: false,
            clinic: case.clinic,
            patient: self.patient_of(case),
            queued: case.entered,
            start: case.started,
            end: now,
            at_home: lead != NONE && self.is_at_home(lead, case.started),
            finished,
        };
        let helpers = case.helpers;
        let mut entries = vec![entry.clone()];
        for helper in helpers.into_iter().filter(|helper| *helper != NONE) {
            (entry.person, entry.helps) = (helper, true);
            entries.push(entry.clone());
        }
        self.world.trace.as_mut().expect("it was asked for just above").entries.extend(entries);
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
            class: "rest",
            person: p,
            helps: false,
            clinic: person.clinic,
            patient: NO_PATIENT,
            queued: start,
            start,
            end,
            at_home: false,
            finished: true,
        };
        self.world.trace.as_mut().expect("it was asked for just above").entries.push(entry);
    }
}
