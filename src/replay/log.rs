//! The event log of one replication: the run, and what it kept.

use std::collections::BTreeSet;

use super::clock::Clock;
use crate::clinic::Simulation;
use crate::clinic::model::{ClinicId, Model, NONE, PersonId, PersonModel};
use crate::clinic::trace::{Change, Entry, LEVELS, Level, Turn};
use crate::clinic::workflow::Event;
use crate::clinic::world::State;
use crate::engine::calendar::Calendar;
use crate::engine::model::run;
use crate::engine::random::Seed;
use crate::engine::time::Time;

/// What one replication did in a stretch of time.
pub struct Log<'m> {
    /// The model that ran.
    pub model: &'m Model,
    /// Name of the scenario.
    pub scenario: String,
    /// Master seed.
    pub seed: u64,
    /// The replication.
    pub replication: u32,
    /// Names of days.
    pub clock: Clock,
    /// The stretch.
    pub from: Time,
    /// Its end.
    pub until: Time,
    /// Pieces of work and rests, in the order in which they began.
    pub entries: Vec<Entry>,
    /// What became of cases otherwise than by work, in the order in which it happened.
    pub turns: Vec<Turn>,
    /// Cases that are open at the end, by identity: visits, papers and messages.
    pub open: BTreeSet<u64>,
    /// Who is away on the last day of the stretch.
    pub away: Vec<bool>,
    /// Names of people.
    pub names: Vec<String>,
    /// The levels of each clinic when the stretch begins.
    levels: Vec<[u32; LEVELS]>,
    /// How they change within it.
    changes: Vec<Change>,
}

impl<'m> Log<'m> {
    /// Runs a replication of a master seed up to the end of the stretch, `[from, until)`.
    pub fn run(
        scenario: &str,
        model: &'m Model,
        run: (u64, u32),
        clock: Clock,
        stretch: (Time, Time),
    ) -> Self {
        let (mut simulation, mut calendar) = Simulation::new(model, Seed::new(run.0, run.1));
        Self::go_on(&mut simulation, &mut calendar, (scenario, run), &clock, stretch)
    }

    /// Goes on with a run up to the end of a stretch that is still to come, and logs it.
    pub(super) fn go_on(
        simulation: &mut Simulation<'m>,
        calendar: &mut Calendar<Event>,
        (scenario, (seed, replication)): (&str, (u64, u32)),
        clock: &Clock,
        (from, until): (Time, Time),
    ) -> Self {
        assert!(calendar.now() <= from, "what has happened cannot be logged any more");
        simulation.start_trace(from, until);
        // up to the last moment before the next day begins
        let end = until.min(simulation.model.time.end);
        run(simulation, calendar, Time::from_micros(end.micros().saturating_sub(1)));
        let trace = simulation.end_trace(end).unwrap_or_default();
        let mut entries = trace.entries;
        // who ended just as the stretch begins has no part in it
        entries.retain(|entry| entry.end > from || entry.start >= from);
        entries.sort_by_key(order);
        let mut turns = trace.turns;
        turns.sort_by_key(|turn| (turn.entry.end, order(&turn.entry)));
        let cases = simulation.world.cases.iter().filter(|case| case.state != State::Free);
        Self {
            model: simulation.model,
            scenario: scenario.to_owned(),
            seed,
            replication,
            clock: clock.clone(),
            from,
            until: end,
            entries,
            turns,
            open: cases.map(|case| case.identity.value()).collect(),
            away: simulation.world.people.iter().map(|person| person.away || !person.active).collect(),
            names: names(simulation.model),
            levels: trace.levels,
            changes: trace.changes,
        }
    }

    /// The name of who did a piece of work; empty for nobody.
    pub fn resource(&self, entry: &Entry) -> &str {
        self.name(entry.person)
    }

    /// The name of a person; empty for nobody.
    pub fn name(&self, person: PersonId) -> &str {
        if person == NONE { "" } else { &self.names[usize::from(person)] }
    }

    /// The role of who did it; empty for nobody.
    pub fn role(&self, entry: &Entry) -> &str {
        if entry.person == NONE {
            return "";
        }
        &self.model.roles[usize::from(self.model.people[usize::from(entry.person)].role)].name
    }

    /// The clinic to which it belongs.
    pub fn clinic(&self, entry: &Entry) -> &str {
        &self.model.clinics[usize::from(entry.clinic)].name
    }

    /// A level of a clinic over the stretch: what it is at its begin, then at every moment at which it changes.
    pub fn level(&self, clinic: ClinicId, level: Level) -> Vec<(Time, u32)> {
        let mut now = self.levels[usize::from(clinic)][level as usize];
        let mut course = vec![(self.from, now)];
        for change in self.changes.iter().filter(|change| (change.clinic, change.level) == (clinic, level)) {
            now = now.checked_add_signed(change.by).expect("nothing is there less than no times");
            match course.last_mut().filter(|(at, _)| *at == change.at) {
                Some(last) => last.1 = now, // at one moment, what stands at its end
                None => course.push((change.at, now)),
            }
        }
        course.dedup_by_key(|(_, level)| *level);
        course
    }
}

/// Names of all people as the log gives them: with the clinic where two clinics have the same.
pub fn names(model: &Model) -> Vec<String> {
    let twice = |name: &str| model.people.iter().filter(|person| person.name == name).count() > 1;
    let full = |person: &PersonModel| match twice(&person.name) {
        true => full_name(model, person),
        false => person.name.clone(),
    };
    model.people.iter().map(full).collect()
}

/// The name of a person with that of the clinic.
pub fn full_name(model: &Model, person: &PersonModel) -> String {
    format!("{}/{}", model.clinics[usize::from(person.clinic)].name, person.name)
}

/// An identity as the log writes it: the same in every scenario.
pub fn id(identity: u64) -> String {
    format!("{identity:016x}")
}

/// Rows stand in the order in which work began; at one moment in an order that is always the same.
fn order(entry: &Entry) -> (Time, Time, u64, u64, bool, u16) {
    (entry.start, entry.end, entry.case.value(), entry.part.value(), entry.helps, entry.person)
}
