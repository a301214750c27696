//! Cases go: done, out of patience, turned away, sent home.

use super::{Event, Simulation};
use crate::clinic::measures::{Fact, Spread};
use crate::clinic::model::NONE;
use crate::clinic::trace::{Fate, Level};
use crate::clinic::world::{CaseId, State};
use crate::engine::calendar::Calendar;
use crate::engine::random::Identity;
use crate::engine::time::{Span, Time};

impl Simulation<'_> {
    /// After a step: to the next one, or away.
    #[inline]
    pub(super) fn move_on(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        let case = &self.world.cases[id as usize];
        let sent_home = case.patient && self.is_sent_home(case.clinic);
        let next = self.next_step(id);
        if case.message {
            self.note_first_touch(id, next == NONE);
        }
        if next == NONE {
            self.finish(id, calendar);
        } else if sent_home {
            self.note_sent_home(id, calendar.now());
            self.close_case(id, calendar);
        } else {
            self.enter_step(id, next, calendar);
        }
    }

    /// A message that a clinician has answered may be paid for.
    fn note_payment(&mut self, id: CaseId, now: Time) {
        let case = &self.world.cases[id as usize];
        let usd = self.world.levers[usize::from(case.clinic)].message_payment_usd;
        let clinician = |p: u16| {
            p != NONE && self.model.roles[usize::from(self.model.people[usize::from(p)].role)].clinician
        };
        if usd > 0.0 && clinician(case.lead) && self.record.counts(now) {
            self.record.number(case.clinic, Fact::MessageCents as u32, (100.0 * usd).round() as u64);
        }
    }

    /// Whether patients of a clinic are sent home now: it has closed and does not stay until empty.
    fn is_sent_home(&self, clinic: u16) -> bool {
        let clinic = &self.world.clinics[usize::from(clinic)];
        !self.model.time.until_empty && !clinic.open && clinic.opened_today
    }

    /// A pathway is finished.
    #[inline]
    fn finish(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        let case = &self.world.cases[id as usize];
        self.world.ledger.done += 1;
        if self.record.counts(case.arrived) {
            let spent = now - case.arrived;
            if case.patient {
                self.record.count(case.clinic, Fact::Visits as u32);
                self.record.note(case.clinic, Fact::Cycle as u32, spent);
            } else if case.message {
                self.record.spread(case.clinic, Fact::Turnaround, Spread::Turnaround, spent);
                if let Some(hours) = self.model.sources[usize::from(case.source)].due_hours {
                    self.record.count(case.clinic, Fact::Due as u32);
                    if spent > Span::hours(hours) {
                        self.record.count(case.clinic, Fact::Late as u32);
                    }
                }
            }
        }
        let (message, clinic, patient) = (case.message, case.clinic, case.patient);
        let (root, patient_id) = (case.root, case.patient_id);
        if message {
            self.world.clinics[usize::from(clinic)].open_messages -= 1;
            self.trace_level(clinic, Level::Inbox, -1, now);
            self.note_answer(id, calendar);
            self.note_payment(id, now);
            self.orders_of_message(id, now);
            self.note_closed_message(id, calendar);
        } else if patient {
            let model = self.model;
            self.send_what_follows(id, &model.panel.after_visits, calendar);
            self.book_follow_ups(root, patient_id, calendar);
        }
        self.close_case(id, calendar);
    }

    /// The slot of a case becomes free, its room too.
    #[inline]
    pub(super) fn close_case(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        self.give_back_room(id, calendar);
        let case = &mut self.world.cases[id as usize];
        if let Some(ticket) = case.patience.take() {
            calendar.cancel(ticket);
        }
        case.state = State::Free;
        let (owner, clinic, patient) = (case.owner, case.clinic, case.patient);
        self.world.free.push(id);
        if patient {
            self.end_duty(id, calendar);
            self.world.clinics[usize::from(clinic)].patients -= 1;
            self.world.clinics[usize::from(clinic)].pending -= 1;
            if owner != NONE {
                self.world.people[usize::from(owner)].owned -= 1;
                if self.world.people[usize::from(owner)].on_duty {
                    self.look_for_work(owner, calendar); // longer work may be begun now
                } else {
                    self.leave_if_idle(owner, calendar);
                }
            }
            self.go_home_if_done(clinic, calendar);
        }
    }

    /// A patient's patience ends: one who waits leaves; one in a step leaves if they would have to wait again.
    pub(super) fn patience_ends(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        let case = &mut self.world.cases[id as usize];
        case.patience = None;
        if case.state == State::InService {
            case.out_of_patience = true;
            return;
        }
        self.leave_unseen(id, calendar);
    }

    /// After a step, when everybody has taken what is next: who ran out of patience during the step does not wait
    /// again, nor does who waits for people who have gone, nor yesterday's patient in a closed clinic. `id` may have
    /// gone: then somebody else has its slot.
    pub(super) fn leave_if_hopeless(
        &mut self,
        id: CaseId,
        identity: Identity,
        calendar: &mut Calendar<Event>,
    ) {
        let case = &self.world.cases[id as usize];
        let waits = matches!(case.state, State::WaitsForRoom | State::WaitsForStaff);
        if !case.patient || case.identity != identity || !waits {
            return;
        }
        if case.out_of_patience && !case.seen {
            self.leave_unseen(id, calendar);
        } else if self.nobody_comes(id)
            || (case.arrived < self.world.midnight && !self.world.clinics[usize::from(case.clinic)].open)
        {
            self.note_sent_home(id, calendar.now());
            self.withdraw(id, calendar);
        }
    }

    /// A patient who waits leaves without being seen.
    pub(super) fn leave_unseen(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        let case = &self.world.cases[id as usize];
        let (clinic, arrived) = (case.clinic, case.arrived);
        self.world.ledger.left += 1;
        self.trace_turn(id, calendar.now(), Fate::LeavesUnseen);
        if self.record.counts(arrived) {
            self.record.count(clinic, Fact::Left as u32);
        }
        self.withdraw(id, calendar);
    }

    /// Takes a waiting case out of its line and closes it.
    pub(super) fn withdraw(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        let case = &self.world.cases[id as usize];
        let (state, line, room, rank) = (case.state, case.line, case.room, case.rank);
        match state {
            State::WaitsForRoom => {
                let stood_there = self.world.rooms[usize::from(room)].withdraw(now, rank);
                assert!(stood_there, "a case that waits for a room stands in its line");
                self.ends_waiting(id, true, now);
                self.world.cases[id as usize].room = NONE;
            }
            State::WaitsForStaff => {
                let taken = self.world.lines[usize::from(line)].remove(rank);
                assert_eq!(taken, Some(id), "a case that waits for staff stands in its line");
                self.ends_waiting(id, false, now);
            }
            State::InService | State::Free => unreachable!("only cases that wait can be withdrawn"),
        }
        self.leave_station(id, now);
        self.close_case(id, calendar);
    }

    /// Patients of a clinic who wait are sent home, all of them or those for whom nobody is there any more.
    /// Messages stay.
    pub(super) fn send_home(&mut self, clinic: u16, all: bool, calendar: &mut Calendar<Event>) {
        if self.world.clinics[usize::from(clinic)].patients == 0 {
            return;
        }
        let mut waiting = std::mem::take(&mut self.world.scratch);
        self.list_waiting(clinic, &mut waiting);
        for id in waiting.drain(..) {
            let case = &self.world.cases[id as usize];
            let waits = matches!(case.state, State::WaitsForRoom | State::WaitsForStaff);
            if case.patient && case.clinic == clinic && waits && (all || self.nobody_comes(id)) {
                self.note_sent_home(id, calendar.now());
                self.withdraw(id, calendar);
            }
        }
        self.world.scratch = waiting;
    }

    /// The cases in the lines of a clinic's people and rooms.
    fn list_waiting(&self, clinic: u16, list: &mut Vec<CaseId>) {
        for line in &self.model.clinics[usize::from(clinic)].lines {
            list.extend(self.world.lines[usize::from(*line)].iter().map(|(_, id)| id));
        }
        let pools = self.model.rooms.iter().zip(&self.world.rooms);
        for (_, pool) in pools.filter(|(room, _)| room.clinic == clinic) {
            list.extend(pool.line().iter().map(|(_, id)| id));
        }
    }

    /// Whether a case waits for people of whom nobody is there, after closing.
    fn nobody_comes(&self, id: CaseId) -> bool {
        let case = &self.world.cases[id as usize];
        let closed = !self.world.clinics[usize::from(case.clinic)].open;
        let there = |p: &u16| {
            let person = &self.world.people[usize::from(*p)];
            person.present && (!person.own_only || case.owner == *p || case.lead == *p)
        };
        closed
            && case.state == State::WaitsForStaff
            && !self.model.lines[usize::from(case.line)].leaders.iter().flatten().any(there)
    }

    /// A patient is sent home: a visit cut short if they were seen, else one who left without.
    pub(super) fn note_sent_home(&mut self, id: CaseId, now: Time) {
        self.trace_turn(id, now, Fate::SentHome);
        let case = &self.world.cases[id as usize];
        self.world.ledger.left += 1;
        let (owner, seen) = (case.owner, case.seen);
        if owner != NONE && !seen {
            self.note_moral_event(owner);
        }
        let case = &self.world.cases[id as usize];
        if self.record.counts(case.arrived) {
            let fact = if case.seen { Fact::Visits } else { Fact::Left };
            self.record.count(case.clinic, fact as u32);
        }
    }
}
