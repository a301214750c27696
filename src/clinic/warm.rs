//! Warm worlds: one replication's settled world, kept so that cases that differ by interventions alone branch from it at
//! once. What comes of a branch is the same to the bit as if the case ran from the start.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::diary;
use super::model::Model;
use super::record::Record;
use super::workflow::{self, Event, Simulation};
use super::world::World;
use super::{Case, finish};
use crate::engine::calendar::Calendar;
use crate::engine::model::Model as _;
use crate::engine::random::Seed;
use crate::engine::time::Time;
use crate::system::Outcome;

/// Events between two looks at whether to stop: well under a millisecond of work.
const SLICE: u32 = 1024;

/// About how many bytes an event of the calendar takes: its key, its slot, and room to grow.
const EVENT: usize = 64;

/// About how many bytes the rest of a world takes: lines, rooms, what is watched.
const REST: usize = 64 << 10;

/// What cases have in common but for their interventions: the model of the warm-up, shared by all worlds that grow from it.
#[derive(Debug)]
pub struct Trunk {
    /// Equal for cases that are the same until the measured time begins.
    pub name: String,
    model: Model,
}

/// Bounds of one replication beyond which it is given up, so that an absurd scenario fills no memory.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Most events.
    pub events: u64,
    /// Most patients, messages and notes that are open at once.
    pub open: usize,
}

/// A settled world of one trunk, seed and replication.
pub struct Warm {
    trunk: Arc<Trunk>,
    seed: Seed,
    world: World,
    calendar: Calendar<Event>,
    bounds: Bounds,
}

impl Case {
    /// What this case has in common with others until the measured time begins.
    pub fn stem(&self) -> Trunk {
        Trunk { name: self.trunk.clone(), model: self.trunk_model().clone() }
    }

    /// The case without what it has in common with others: it can only go on from a warm world, and takes half the memory.
    #[must_use]
    pub fn without_stem(self) -> Self {
        Self { plain: None, ..self }
    }
}

impl Warm {
    /// Lets a world settle; `None` where it was told to stop first.
    ///
    /// # Panics
    /// Where a bound is passed, with a sentence.
    pub fn settle(trunk: &Arc<Trunk>, seed: Seed, bounds: Bounds, stop: &AtomicBool) -> Option<Self> {
        let model = &trunk.model;
        let (mut simulation, mut calendar) = Simulation::new(model, seed);
        if let Some(until) = workflow::last_unrecorded(model)
            && !run(&mut simulation, &mut calendar, until, bounds, stop)
        {
            return None;
        }
        let world = simulation.world;
        Some(Warm { trunk: trunk.clone(), seed, world, calendar, bounds })
    }

    /// About how many bytes it takes, beside the trunk that it shares with others.
    pub fn bytes(&self) -> usize {
        fn of<T>(list: &Vec<T>) -> usize {
            list.capacity() * size_of::<T>()
        }
        let world = &self.world;
        let population = &world.population;
        let patients = of(&world.patients) + of(&world.prescriptions);
        let work = of(&world.cases) + of(&world.free) + of(&world.pending) + of(&world.free_pending);
        let people =
            of(&world.people) + of(&population.members) + of(&population.today) + of(&population.recorded);
        let part = of(&population.taking_part) + of(&population.attended);
        let watched = part + of(&population.relief) + of(&world.adoption);
        let sources: usize = world.sources.iter().map(|source| of(&source.today)).sum();
        let places =
            of(&world.sources) + of(&world.stations) + of(&world.clinics) + of(&world.levers) + sources;
        let day = |day: &diary::DiaryDay| size_of::<diary::DiaryDay>() + of(&day.bookings);
        let diaries: usize = world.diaries.iter().flat_map(|diary| &diary.days).map(day).sum();
        // a prescription, an appointment and a message that will come stand in the book of days, once each
        let entries = world.prescriptions.len() + world.bookings.len() + world.pending.len();
        let book = entries * size_of::<diary::Entry>() + of(&world.bookings) + of(&world.free_bookings);
        patients + work + people + watched + places + diaries + book + self.calendar.len() * EVENT + REST
    }

    /// Runs a case of the same trunk on from here; `None` where it was told to stop first.
    ///
    /// # Panics
    /// Where a bound is passed or an assertion of the model breaks, with a sentence.
    pub fn run(&self, case: &Case, stop: &AtomicBool) -> Option<Outcome> {
        let (mut simulation, mut calendar) = match workflow::last_unrecorded(&self.trunk.model) {
            Some(_) => {
                let world = workflow::branch(&self.trunk.model, &self.world, &case.model);
                let record = Record::new(&case.model);
                (Simulation { model: &case.model, world, record }, self.calendar.clone())
            }
            // without a warm-up nothing has happened yet, and there is nothing to branch from
            None => Simulation::new(&case.model, self.seed),
        };
        let end = case.model.time.end;
        let bounds = Bounds { events: self.bounds.events + calendar.events(), ..self.bounds };
        run(&mut simulation, &mut calendar, end, bounds, stop).then(|| finish(&mut simulation, &mut calendar))
    }
}

/// Runs all events at or before `until`, looking up every few of them; false where it was told to stop.
fn run(
    simulation: &mut Simulation<'_>,
    calendar: &mut Calendar<Event>,
    until: Time,
    bounds: Bounds,
    stop: &AtomicBool,
) -> bool {
    loop {
        for _ in 0..SLICE {
            let Some(event) = calendar.next(until) else { return true };
            simulation.handle(event, calendar);
        }
        if stop.load(Ordering::Relaxed) {
            return false;
        }
        assert!(
            calendar.events() <= bounds.events
                && simulation.world.cases.len() + calendar.len() <= bounds.open,
            "too much happens in this clinic for an answer in time: more than {} events, or more than {} patients, \
             messages and notes at once",
            bounds.events,
            bounds.open
        );
    }
}
