//! What happens: the events of a run and their handlers, one workflow per file.
//!
//! ```text
//!  arrival ──▶ step: room? ──▶ line ──▶ service ──▶ next step … ──▶ leaves
//!                 ▲                        │
//!                 └──── staff: who is free takes what is first in their lines
//!  day: midnight, sessions, opening and closing, cuts of the record
//! ```

mod arrival;
mod day;
mod departure;
mod service;
mod staff;
mod step;

use super::model::{Model, SourceId};
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
    /// The next booked patient of a stream comes.
    KeepsAppointment(SourceId),
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

    /// Little's law on every station and conservation of cases, both exact.
    pub fn check(&mut self, now: Time) {
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

impl EngineModel for Simulation<'_> {
    type Event = Event;

    #[inline]
    fn handle(&mut self, event: Event, calendar: &mut Calendar<Event>) {
        match event {
            Event::Arrives(source) => self.arrives(source, calendar),
            Event::KeepsAppointment(source) => self.keeps_appointment(source, calendar),
            Event::StepEnds(case) => self.step_ends(case, calendar),
            Event::PatienceEnds(case) => self.patience_ends(case, calendar),
            Event::Agenda => self.agenda(calendar),
            Event::Midnight => self.midnight(calendar),
            Event::Cut => self.cut(calendar),
        }
    }
}
