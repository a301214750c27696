//! Service: a piece of work begins, is interrupted, ends.

use super::{Event, Simulation};
use crate::clinic::measures::{Fact, NO_CELL, Spread};
use crate::clinic::model::{LineId, NONE, PersonId, RoomAction, StepModel};
use crate::clinic::parameters::values::TaskClass;
use crate::clinic::world::{CaseId, MOST_HELPERS, NO_CASE, State};
use crate::engine::calendar::Calendar;
use crate::engine::random::Purpose;
use crate::engine::time::{Span, Time};

/// How long work takes at a pace (1 takes as long as the work says).
#[inline]
pub(super) fn at_pace(work: Span, pace: f64) -> Span {
    match pace {
        1.0 => work,
        pace => Span::from_micros((work.micros() as f64 / pace).round() as u64),
    }
}

const HELPERS: Purpose = Purpose::named("helper minutes");
/// The place of supervision among what a step sets going.
const SUPERVISION_MARK: u64 = 1 << 32;

impl Simulation<'_> {
    /// Somebody begins the present step of a case; helpers who are free join.
    #[inline]
    pub(super) fn start(&mut self, id: CaseId, lead: PersonId, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        let step = &self.model.steps[usize::from(self.world.cases[id as usize].step)];
        if self.world.cases[id as usize].patient {
            self.end_duty(id, calendar);
        }
        self.take_up(lead, id, now);
        let first_time = !self.world.cases[id as usize].resumed;
        if first_time && !step.helpers.is_empty() {
            self.call_helpers(id, lead, now);
        }
        if first_time && !step.assistants.is_empty() {
            self.call_assistants(id, lead, now);
        }
        if first_time && !self.world.population.is_plain() {
            self.bear_load(id, lead);
        }
        if first_time {
            self.add_interruptions(id, lead, now);
        } else {
            self.find_back(id, lead, now);
        }
        let pace = self.pace(lead);
        let case = &mut self.world.cases[id as usize];
        self.world.clinics[usize::from(case.clinic)].pending += u32::from(!case.patient);
        case.state = State::InService;
        case.started = now;
        case.lead = lead;
        case.resumed = false;
        let length = match step.by_clock {
            true => (case.arrived + case.work).since(now), // who comes late stays for what is left
            false => at_pace(case.work, pace),
        };
        case.ends = Some(calendar.after(length, Event::StepEnds(id)));
        if first_time {
            self.note_begin(id, calendar);
        }
    }

    /// Time passes in a step without staff.
    pub(super) fn pass_time(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        let case = &mut self.world.cases[id as usize];
        case.state = State::InService;
        case.started = calendar.now();
        case.ends = Some(calendar.after(case.work, Event::StepEnds(id)));
        self.note_begin(id, calendar);
    }

    /// Nobody has to stay any longer because the patient's next step may be theirs.
    #[inline]
    pub(super) fn end_duty(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        let duty = self.world.cases[id as usize].duty;
        if duty != NONE {
            self.world.cases[id as usize].duty = NONE;
            self.world.people[usize::from(duty)].owned -= 1;
            self.leave_if_idle(duty, calendar);
        }
    }

    /// A person takes up a case.
    #[inline]
    pub(super) fn take_up(&mut self, p: PersonId, id: CaseId, now: Time) {
        let person = &mut self.world.people[usize::from(p)];
        assert_eq!(person.case, NO_CASE, "a person works on one thing at a time");
        person.case = id;
        person.busy_since = now;
    }

    /// Free helpers join; the lead does the part of those who do not, at their own pace.
    fn call_helpers(&mut self, id: CaseId, lead: PersonId, now: Time) {
        let model = self.model;
        let case = &self.world.cases[id as usize];
        let step = &model.steps[usize::from(case.step)];
        let lead_pace = self.pace(lead);
        let clinic = usize::from(case.clinic);
        let mut helpers = [NONE; MOST_HELPERS];
        // as long as each part lasts, in work of one who goes at the lead's pace
        let (mut own_part, mut their_part) = (case.work, Span::ZERO);
        let mut stream = self.step_stream(id, HELPERS);
        for (place, people) in helpers.iter_mut().zip(&step.helper_people[clinic]) {
            let minutes = step.helper_minutes.as_ref().map_or(0.0, |m| m.sample_at_least_zero(&mut stream));
            let part = Span::minutes(minutes);
            match self.longest_idle(people, lead) {
                Some(helper) if step.wait_for_helpers || self.is_willing(helper, id) => {
                    *place = helper;
                    self.take_up(helper, id, now);
                    let pace = self.pace(helper) / lead_pace;
                    their_part = their_part.max(at_pace(part, pace));
                }
                _ => own_part += part,
            }
        }
        let case = &mut self.world.cases[id as usize];
        case.helpers = helpers;
        case.work = own_part.max(their_part);
    }

    /// A patient's step by somebody else is help for their clinician: in time, if it began soon after it could.
    #[inline]
    fn note_hands(&mut self, id: CaseId, now: Time) {
        let case = &self.world.cases[id as usize];
        if case.patient && case.owner != NONE && case.lead != case.owner && case.lead != NONE {
            let in_time = now - case.entered <= self.help_in_time();
            self.note_help(case.owner, in_time);
        }
    }

    /// States what the begin of a step means: the wait is over, the patient is seen.
    #[inline]
    fn note_begin(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        let model = self.model;
        let case = &self.world.cases[id as usize];
        let step = &model.steps[usize::from(case.step)];
        if !case.message && self.record.counts(case.entered) {
            let arrival = model.sources[usize::from(case.source)].name;
            let cell = model.layout.step_wait(case.step, arrival);
            if cell != NO_CELL {
                self.record.note(case.clinic, cell, now - case.entered);
            }
        }
        self.note_hands(id, now);
        let case = &self.world.cases[id as usize];
        if !case.patient || case.seen {
            return;
        }
        let is_clinician =
            |p: PersonId| p != NONE && model.roles[usize::from(model.people[usize::from(p)].role)].clinician;
        let awaited = model.pathways[usize::from(step.pathway)].meets_clinician;
        let met = step.staffed && (is_clinician(case.lead) || case.helpers.iter().any(|p| is_clinician(*p)));
        if met && self.record.counts(case.arrived) {
            let wait = now - case.arrived + step.walk;
            self.record.spread(case.clinic, Fact::Wait, Spread::Wait, wait);
        }
        if met || !awaited {
            let case = &mut self.world.cases[id as usize];
            case.seen = true;
            if let Some(ticket) = case.patience.take() {
                calendar.cancel(ticket);
            }
        }
    }

    /// A person's work is interrupted; the case goes back to its place in line and keeps what has been done. Gives
    /// that line.
    pub(super) fn preempt(&mut self, lead: PersonId, calendar: &mut Calendar<Event>) -> LineId {
        let now = calendar.now();
        let id = self.world.people[usize::from(lead)].case;
        self.trace_work(id, now, false);
        self.settle(lead, now);
        let pace = self.pace(lead);
        let case = &mut self.world.cases[id as usize];
        calendar.cancel(case.ends.take().expect("work in hand has an end"));
        let done = Span::from_micros(((now - case.started).micros() as f64 * pace).round() as u64);
        case.work = Span::from_micros(case.work.micros().saturating_sub(done.micros()));
        case.served += now - case.started;
        case.state = State::WaitsForStaff;
        case.resumed = true;
        self.world.clinics[usize::from(case.clinic)].pending -= u32::from(!case.patient);
        let (line, rank) = (case.line, case.rank);
        self.world.people[usize::from(lead)].case = NO_CASE;
        self.world.lines[usize::from(line)].push(rank, id);
        self.begins_waiting(id, false, now);
        line
    }

    /// The step of a case ends: it moves on, then the people take what is next.
    pub(super) fn step_ends(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        let model = self.model;
        let case = &mut self.world.cases[id as usize];
        case.ends = None;
        self.trace_work(id, now, true);
        let case = &self.world.cases[id as usize];
        let identity = case.identity;
        let (step_id, clinic, lead, patient) = (case.step, case.clinic, case.lead, case.patient);
        let step = &model.steps[usize::from(step_id)];
        self.leave_station(id, now);
        if step.staffed {
            if self.world.people[usize::from(lead)].home.is_none() {
                self.world.clinics[usize::from(clinic)].last_done = now;
            }
            self.world.clinics[usize::from(clinic)].pending -= u32::from(!patient);
        }
        if let Some(today) = self.world.population.today.get_mut(usize::from(lead)) {
            today.finished += 1;
        }
        self.note_end(id, step, calendar);
        if step.staffed && self.model.safety.is_some() {
            self.orders_of_step(id, lead, now);
        }
        for (ordinal, pathway) in step.starts.iter().enumerate() {
            self.start_child(id, *pathway, ordinal as u64, calendar);
        }
        // what was delegated at this step concerns its own papers only
        let case = &mut self.world.cases[id as usize];
        (case.notes_delegated, case.orders_delegated, case.extended) = (false, false, 0);
        if step.room == RoomAction::Release {
            self.give_back_room(id, calendar);
        }
        if !step.staffed {
            self.move_on(id, calendar);
            self.leave_if_hopeless(id, identity, calendar);
            return;
        }
        if step.keeps_lead && patient {
            self.world.cases[id as usize].duty = lead;
            self.world.people[usize::from(lead)].owned += 1;
        }
        self.settle(lead, now);
        if step.scheduled != NONE {
            let from = self.world.cases[id as usize].started;
            self.has_met(lead, step.scheduled, from, calendar);
        }
        let alone = step.helpers.is_empty() && step.assistants.is_empty();
        let helpers = if alone { None } else { Some(self.release_helpers(id, now)) };
        self.move_on(id, calendar);
        self.put_down(lead, calendar);
        for helper in helpers.into_iter().flatten().filter(|p| *p != NONE) {
            self.put_down(helper, calendar);
        }
        if patient {
            self.leave_if_hopeless(id, identity, calendar);
        }
        if !self.model.time.own_limit {
            self.go_home_if_done(clinic, calendar); // else only patients keep anybody, and they have just been looked at
        }
    }

    /// What the end of a step means: a time in the room, orders that bring results, a finished note, supervision.
    fn note_end(&mut self, id: CaseId, step: &StepModel, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        let case = &self.world.cases[id as usize];
        let (clinic, arrived, lead) = (case.clinic, case.arrived, case.lead);
        match step.class {
            TaskClass::Visit if case.patient && lead != NONE => {
                let person = &self.model.people[usize::from(lead)];
                let supervision = person.supervision;
                if !self.model.roles[usize::from(person.role)].clinician {
                    return;
                }
                self.note_exam(id, step, now);
                self.note_visit_quality(id);
                let extended = self.extend_at_visit(id, calendar);
                self.world.cases[id as usize].extended = extended;
                if supervision != NONE {
                    self.start_child(id, supervision, SUPERVISION_MARK, calendar);
                }
            }
            TaskClass::Order => {
                let model = self.model;
                self.send_what_follows(id, &model.panel.after_orders, calendar);
            }
            TaskClass::Note if step.clinicians_note && !case.patient && !case.message => {
                self.world.clinics[usize::from(clinic)].open_notes -= 1;
                self.note_note_quality(id, now);
                if self.record.counts(arrived) {
                    self.record.note(clinic, Fact::NoteClosure as u32, now - arrived);
                }
            }
            _ => {}
        }
    }

    /// The time of a clinician in the room, without the way there.
    fn note_exam(&mut self, id: CaseId, step: &StepModel, now: Time) {
        let case = &self.world.cases[id as usize];
        if !self.record.counts(case.arrived) {
            return;
        }
        let (clinic, demand, units) = (case.clinic, case.demand, case.subject);
        let spent = case.served + (now - case.started);
        let room = Span::from_micros(spent.micros().saturating_sub(step.walk.micros()));
        self.record.note(clinic, Fact::Exam as u32, room);
        let millis = u128::from(room.micros() / 1000);
        self.record.add(clinic, Fact::ExamSquares as u32, millis * millis);
        if demand != NONE {
            self.record.note(clinic, Fact::ExamOfPanel as u32, room);
            let booked = self.booking_model().unit.micros() * u64::from(units);
            self.record.note(clinic, Fact::ExamBooked as u32, Span::from_micros(booked));
        }
    }

    /// The helpers of a step that ends, their work counted.
    fn release_helpers(&mut self, id: CaseId, now: Time) -> [PersonId; MOST_HELPERS] {
        let helpers = std::mem::replace(&mut self.world.cases[id as usize].helpers, [NONE; MOST_HELPERS]);
        for helper in helpers.into_iter().filter(|p| *p != NONE) {
            self.settle(helper, now);
        }
        helpers
    }

    /// A case leaves its station.
    #[inline]
    pub(super) fn leave_station(&mut self, id: CaseId, now: Time) {
        let case = &self.world.cases[id as usize];
        let station = &mut self.world.stations[usize::from(case.step)];
        station.change(now, -1);
        station.spent = station.spent.wrapping_add((now - case.entered).micros());
    }
}
