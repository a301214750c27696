//! What happens: the events of a run and their handlers, one workflow per file.
//!
//! ```text
//!  arrival ──▶ step: room? ──▶ line ──▶ service ──▶ next step … ──▶ leaves
//!                 ▲                        │
//!                 └──── staff: who is free takes what is first in their lines
//!  day: midnight, sessions, opening and closing, cuts of the record
//! ```

mod absence;
mod appointments;
mod arrival;
mod booking;
mod change;
mod content;
mod day;
mod delegation;
mod departure;
mod fork;
mod home;
mod huddles;
mod inbox;
mod moves;
mod organization;
mod panel_share;
mod participation;
mod prescriptions;
mod rules;
mod safety;
mod scheduled;
mod scorecard;
mod service;
mod slots;
mod staff;
mod step;
mod surge;
mod surveys;
mod tally;
mod time_use;
mod tracing;
mod turnover;
mod watching;
mod well_being;
mod well_being_events;
mod well_being_record;

pub use absence::{home_mix, on_leave};
pub(super) use fork::{branch, last_unrecorded};
pub use inbox::MOST_REPEATS;
pub use time_use::{EVENING_MINUTE, after_hours};

use super::model::{Model, PersonId, SourceId};
use super::record::Record;
use super::world::{CaseId, World};
use crate::engine::calendar::Calendar;
use crate::engine::model::Model as EngineModel;
use crate::engine::random::Seed;
use crate::engine::time::Time;

/// All that can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The next case of a stream comes.
    Arrives(SourceId),
    /// A case comes that a surge adds to a stream.
    ArrivesToo(SourceId),
    /// The next booked patient of a stream comes.
    KeepsAppointment(SourceId),
    /// The next entry of the book of days comes about.
    Book,
    /// Somebody's lunch ends.
    LunchEnds(PersonId),
    /// The step of a case ends.
    StepEnds(CaseId),
    /// The patience of a waiting patient ends.
    PatienceEnds(CaseId),
    /// The next minute of today's agenda.
    Agenda,
    /// A day begins.
    Midnight,
    /// A stretch of recording ends.
    Cut,
}

const _: () = assert!(size_of::<Event>() <= 16, "events stay small: they are copied at every push and pop");

/// One run: the model, its state, its record. The calendar stays outside, so that it can be borrowed beside.
#[derive(Debug, Clone)]
pub struct Simulation<'m> {
    /// What is simulated.
    pub model: &'m Model,
    /// Its state.
    pub world: World,
    /// What has been observed.
    pub record: Record,
}

impl<'m> Simulation<'m> {
    /// A run that has not begun, with its first events.
    pub fn new(model: &'m Model, seed: Seed) -> (Self, Calendar<Event>) {
        let mut simulation = Self { model, world: World::new(model, seed), record: Record::new(model) };
        let mut calendar = Calendar::new();
        simulation.begin(&mut calendar);
        (simulation, calendar)
    }

    /// Little's law on every station, and conservation of cases, requests, notes, messages and prescriptions, all exact.
    pub fn check(&mut self, now: Time) {
        self.check_books();
        let ledger = self.world.ledger;
        let gone = ledger.done + ledger.left + ledger.turned_away;
        assert_eq!(
            ledger.came,
            gone + self.world.open_cases(),
            "every case is done, left, turned away or still here"
        );
        let mut open = vec![0u64; self.model.steps.len()];
        for case in self.world.cases.iter().filter(|case| case.state != super::world::State::Free) {
            let open = &mut open[usize::from(case.step)];
            *open = open.wrapping_add((now - case.entered).micros());
        }
        for (step, station) in self.world.stations.iter_mut().enumerate() {
            station.change(now, 0);
            assert_eq!(
                station.area,
                station.spent.wrapping_add(open[step]),
                "Little's law holds on the station {}: the integral of the number present is the sum of times spent",
                self.model.steps[step].name
            );
        }
    }
}

impl Simulation<'_> {
    /// Conservation of what is not a case, or is a case of a certain kind.
    fn check_books(&self) {
        let requests = self.world.requests;
        let over = requests.kept + requests.no_show + requests.cancelled + requests.lost;
        assert_eq!(
            requests.asked,
            over + self.open_bookings(),
            "every request for a visit is booked, kept, not kept, cancelled or lost"
        );
        let (mut notes, mut messages, mut patients) = (0, 0, 0);
        for case in self.world.cases.iter().filter(|case| case.state != super::world::State::Free) {
            let step = &self.model.steps[usize::from(case.step)];
            notes += u32::from(step.clinicians_note && !case.patient && !case.message);
            messages += u32::from(case.message);
            patients += u32::from(case.patient);
        }
        let sum = |count: fn(&super::world::Clinic) -> u32| self.world.clinics.iter().map(count).sum::<u32>();
        assert_eq!(notes, sum(|clinic| clinic.open_notes), "every note is open or finished");
        assert_eq!(messages, sum(|clinic| clinic.open_messages), "every message is open or closed");
        assert_eq!(patients, sum(|clinic| clinic.patients), "every patient is here or gone");
        self.check_prescriptions();
    }
}

impl EngineModel for Simulation<'_> {
    type Event = Event;

    #[inline]
    fn handle(&mut self, event: Event, calendar: &mut Calendar<Event>) {
        match event {
            Event::Arrives(source) => self.arrives(source, calendar),
            Event::ArrivesToo(source) => self.arrives_too(source, calendar),
            Event::Book => self.book_comes(calendar),
            Event::LunchEnds(person) => self.lunch_ends(person, calendar),
            Event::KeepsAppointment(source) => self.keeps_appointment(source, calendar),
            Event::StepEnds(case) => self.step_ends(case, calendar),
            Event::PatienceEnds(case) => self.patience_ends(case, calendar),
            Event::Agenda => self.agenda(calendar),
            Event::Midnight => self.midnight(calendar),
            Event::Cut => self.cut(calendar),
        }
    }
}
