//! The walker: a case comes to a step, waits for a room, joins a line.

use super::service::at_pace;
use super::{Event, Simulation};
use crate::clinic::measures::Fact;
use crate::clinic::model::{ClinicId, LineId, NONE, PersonId, RoomAction, StepId, is_inbox};
use crate::clinic::parameters::values::{By, DeskFirst, TaskClass};
use crate::clinic::trace::{Fate, Level};
use crate::clinic::world::{CaseId, State};
use crate::engine::calendar::Calendar;
use crate::engine::line::Rank;
use crate::engine::pool::Requested;
use crate::engine::random::{Identity, Purpose, Stream};
use crate::engine::time::Time;

const MINUTES: Purpose = Purpose::named("minutes");
const NEXT: Purpose = Purpose::named("next");

/// Levels of rank within one priority of a scenario: people present, then what is urgent, then what is taken first at
/// the desk.
pub(super) const LEVELS: i32 = 4;
/// The level of people who are present.
pub(super) const PRESENT: i32 = 3;
/// The level of urgent messages.
const URGENT: i32 = 2;

impl Simulation<'_> {
    /// A draw that belongs to the present step of a case, whoever does it and whenever.
    #[inline]
    pub(super) fn step_stream(&self, id: CaseId, purpose: Purpose) -> Stream {
        let case = &self.world.cases[id as usize];
        let key = self.model.steps[usize::from(case.step)].key.value();
        self.world.seed.stream(purpose, case.identity.child(key.wrapping_add(u64::from(case.round))))
    }

    /// The minutes of a step by itself: a pure function of whose it is.
    #[inline]
    pub(super) fn base_minutes(
        &self,
        step_id: StepId,
        identity: Identity,
        round: u32,
        (root, root_pathway): (Identity, u16),
    ) -> f64 {
        let step = &self.model.steps[usize::from(step_id)];
        let key = step.key.value().wrapping_add(u64::from(round));
        let mut stream = self.world.seed.stream(MINUTES, identity.child(key));
        let mut minutes = step.minutes.sample_at_least_zero(&mut stream);
        for &(need, minutes_each) in &step.minutes_per {
            minutes += minutes_each * self.need_of(root, root_pathway, need);
        }
        minutes * step.minutes_factor
    }

    /// A case comes to a step.
    pub(super) fn enter_step(&mut self, id: CaseId, step_id: StepId, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        let model = self.model;
        let step = &model.steps[usize::from(step_id)];
        let case = &mut self.world.cases[id as usize];
        case.step = step_id;
        case.entered = now;
        let bit = 1u64 << (step_id - model.pathways[usize::from(step.pathway)].base);
        if case.made & bit != 0 {
            case.round += 1;
            case.made = 0;
        }
        case.made |= bit;
        if step.clinicians_note && !case.patient && !case.message {
            self.world.clinics[usize::from(case.clinic)].open_notes += 1;
        }
        self.world.stations[usize::from(step_id)].change(now, 1);
        self.set_work(id);
        match step.room {
            RoomAction::None => self.give_back_room(id, calendar),
            RoomAction::Keep | RoomAction::Release => {}
            RoomAction::Take(kind) => {
                self.give_back_room(id, calendar);
                if !self.take_room(id, kind, calendar) {
                    return;
                }
            }
        }
        self.join_line(id, calendar);
    }

    /// Priority of a case at its present step: among equals, who is present goes first, then what the people of a line
    /// take first at the desk. An urgent message goes before its like.
    #[inline]
    fn priority(&self, id: CaseId) -> i32 {
        let case = &self.world.cases[id as usize];
        let step = &self.model.steps[usize::from(case.step)];
        let source = &self.model.sources[usize::from(case.source)];
        let level = if case.patient { PRESENT } else { URGENT * i32::from(case.urgent) };
        LEVELS * (step.priority + source.priority) + level
    }

    /// What is added to the priority of work without a patient by the custom of those who take it.
    #[inline]
    fn preferred_at_desk(&self, line: LineId, class: TaskClass) -> i32 {
        i32::from(match self.model.lines[usize::from(line)].desk_first {
            DeskFirst::InOrder => false,
            DeskFirst::Messages => is_inbox(class),
            DeskFirst::Notes => class == TaskClass::Note,
        })
    }

    /// Asks for a room; says whether it was had at once.
    fn take_room(&mut self, id: CaseId, kind: u16, calendar: &mut Calendar<Event>) -> bool {
        let (priority, now) = (self.priority(id), calendar.now());
        let case = &mut self.world.cases[id as usize];
        let clinic = case.clinic;
        let pool =
            self.world.room_of[usize::from(case.clinic) * self.model.room_kinds.len() + usize::from(kind)];
        case.room = pool;
        match self.world.rooms[usize::from(pool)].request(now, id, priority) {
            Requested::Granted => {
                self.trace_level(clinic, Level::Rooms, 1, now);
                true
            }
            Requested::Queued(rank) => {
                case.rank = rank;
                case.state = State::WaitsForRoom;
                self.begins_waiting(id, true, now);
                false
            }
            Requested::TurnedAway => unreachable!("rooms have no limit of those who wait for them"),
        }
    }

    /// Gives back the room that a case holds; the next in line takes it.
    #[inline]
    pub(super) fn give_back_room(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        let room = std::mem::replace(&mut self.world.cases[id as usize].room, NONE);
        if room != NONE {
            self.hand_on_room(room, id, calendar);
        }
    }

    fn hand_on_room(&mut self, room: u16, id: CaseId, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        let Some(next) = self.world.rooms[usize::from(room)].release(now, id) else {
            self.trace_level(self.model.rooms[usize::from(room)].clinic, Level::Rooms, -1, now);
            return;
        };
        self.ends_waiting(next, true, now);
        self.trace_turn(next, now, Fate::HasRoom);
        self.join_line(next, calendar);
    }

    /// A waiting patient takes a place in the waiting room (rooms are places of their own).
    #[inline]
    pub(super) fn begins_waiting(&mut self, id: CaseId, outside: bool, now: Time) {
        let case = &self.world.cases[id as usize];
        if !case.patient {
            return;
        }
        if outside || case.room == NONE {
            self.world.sources[usize::from(case.source)].waiting += 1;
        }
        self.trace_level(case.clinic, Level::Waiting, 1, now);
    }

    /// … and leaves it again.
    #[inline]
    pub(super) fn ends_waiting(&mut self, id: CaseId, outside: bool, now: Time) {
        let case = &self.world.cases[id as usize];
        if !case.patient {
            return;
        }
        if outside || case.room == NONE {
            self.world.sources[usize::from(case.source)].waiting -= 1;
        }
        self.trace_level(case.clinic, Level::Waiting, -1, now);
    }

    /// The case has its room: it is served at once if somebody is free, else it joins the line.
    #[inline]
    fn join_line(&mut self, id: CaseId, calendar: &mut Calendar<Event>) {
        let model = self.model;
        let step = &model.steps[usize::from(self.world.cases[id as usize].step)];
        if !step.staffed {
            self.pass_time(id, calendar);
            return;
        }
        let line = self.line_of(id);
        let priority = match self.priority(id) {
            priority if self.world.cases[id as usize].patient || self.world.cases[id as usize].urgent => {
                priority
            }
            priority => priority + self.preferred_at_desk(line, step.class),
        };
        let rank = Rank { priority, serial: self.world.serial };
        self.world.serial += 1;
        let case = &mut self.world.cases[id as usize];
        (case.line, case.rank) = (line, rank);
        let urgent = case.urgent;
        if is_inbox(step.class) {
            self.note_message_work(id, line, step.message);
        }
        if let Some(lead) = self.find_lead(line, id).filter(|lead| self.begins_now(*lead, id)) {
            self.start(id, lead, calendar);
        } else if (step.preempts || urgent)
            && let Some(lead) = self.find_loser(line, rank.priority, urgent)
        {
            let loser = self.world.people[usize::from(lead)].case;
            let identity = self.world.cases[loser as usize].identity;
            let line_of_loser = self.preempt(lead, calendar);
            self.start(id, lead, calendar);
            // somebody else may be free for the interrupted work
            if let Some(other) = self.find_lead(line_of_loser, loser) {
                self.look_for_work(other, calendar);
            }
            self.leave_if_hopeless(loser, identity, calendar);
        } else {
            self.world.cases[id as usize].state = State::WaitsForStaff;
            self.world.lines[usize::from(line)].push(rank, id);
            self.begins_waiting(id, false, calendar.now());
        }
    }

    /// The line of a case at its present step; an own clinician is chosen where there is none yet.
    #[inline]
    fn line_of(&mut self, id: CaseId) -> LineId {
        let case = &self.world.cases[id as usize];
        let (step_id, clinic, lead) = (case.step, case.clinic, case.lead);
        let step = &self.model.steps[usize::from(step_id)];
        let line = match step.by {
            By::Anyone => step.lines[usize::from(clinic)],
            By::SamePerson => self.own_line(step_id, clinic, lead),
            By::OwnClinician => {
                if case.owner == NONE {
                    let owner = self.choose_owner(id);
                    let case = &mut self.world.cases[id as usize];
                    case.owner = owner;
                    self.world.people[usize::from(owner)].owned += u32::from(case.patient);
                }
                let mut person = self.world.cases[id as usize].owner;
                if is_inbox(step.class) && self.world.people[usize::from(person)].away {
                    person = self.taker_of(id, person);
                }
                self.own_line(step_id, clinic, person)
            }
        };
        assert!(line != NONE, "the checks found people for every step, {} included", step.name);
        line
    }

    /// The line of one person's own work at a step and clinic, or `NONE`; a step for anyone has no such lines.
    pub(super) fn own_line(&self, step: StepId, clinic: ClinicId, p: PersonId) -> LineId {
        let place = usize::from(clinic) * self.model.people.len() + usize::from(p);
        self.model.steps[usize::from(step)].own_lines.get(place).copied().unwrap_or(NONE)
    }

    /// The clinician to whom a case without one will belong: one who is free, else one not away today, else one who is
    /// there, else the one with the fewest patients of their own, then the longest idle; the first among equals.
    fn choose_owner(&self, id: CaseId) -> PersonId {
        let case = &self.world.cases[id as usize];
        let step = &self.model.steps[usize::from(case.step)];
        let own_steps = &self.model.pathways[usize::from(step.pathway)].own_steps;
        let people = self.model.clinics[usize::from(case.clinic)].people.iter().copied();
        let candidates =
            people.filter(|p| own_steps.iter().all(|s| self.own_line(*s, case.clinic, *p) != NONE));
        candidates
            .min_by_key(|&p| {
                let person = &self.world.people[usize::from(p)];
                (!self.world.is_free(p), person.away, !person.present, person.owned, person.idle_since, p)
            })
            .expect("the checks found people for every step")
    }

    /// Message work that reaches a clinician, for the traffic intensity.
    #[inline]
    fn note_message_work(&mut self, id: CaseId, line: LineId, kind: u16) {
        let case = &self.world.cases[id as usize];
        let line = &self.model.lines[usize::from(line)];
        if !line.clinician {
            return;
        }
        let work = at_pace(case.work, line.pace);
        if let Some(weeks) = self.world.population.watch.clinics.get_mut(usize::from(case.clinic)) {
            weeks.messages += work.micros();
        }
        if self.record.counts(case.entered) {
            self.record.note(case.clinic, Fact::ClinicianMessageWork as u32, work);
            self.record.count(case.clinic, self.model.layout.reached(kind));
        }
    }

    /// The step after the present one, or `NONE` for leaving.
    #[inline]
    pub(super) fn next_step(&self, id: CaseId) -> StepId {
        let step = &self.model.steps[usize::from(self.world.cases[id as usize].step)];
        match step.next.as_slice() {
            [(_, only)] => *only,
            shares => {
                let u = self.step_stream(id, NEXT).uniform();
                shares.iter().find(|(upto, _)| u < *upto).expect("the last share reaches beyond 1").1
            }
        }
    }
}
