//! The event log of one replication: the run, and its rows as CSV.

use std::collections::BTreeSet;

use super::clock::Clock;
use super::names;
use crate::clinic::Simulation;
use crate::clinic::model::{Model, NONE, PersonId};
use crate::clinic::trace::{Entry, Turn};
use crate::clinic::world::{NO_PATIENT, State};
use crate::document::{Cell, Table};
use crate::engine::model::run;
use crate::engine::random::Seed;
use crate::engine::time::Time;
use crate::report;

/// Columns of the log: first what every tool for event logs asks for, then what else is known of a row.
pub const COLUMNS: [&str; 15] = [
    "case_id",
    "activity",
    "resource",
    "role",
    "clinic",
    "queued",
    "start",
    "end",
    "kind",
    "class",
    "part_id",
    "patient_id",
    "at_home",
    "helps",
    "finished",
];

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
}

impl<'m> Log<'m> {
    /// Runs a replication of a master seed up to the end of the stretch, `[from, until)`.
    pub fn run(
        scenario: &str,
        model: &'m Model,
        (seed, replication): (u64, u32),
        clock: Clock,
        (from, until): (Time, Time),
    ) -> Self {
        let (mut simulation, mut calendar) = Simulation::new(model, Seed::new(seed, replication));
        simulation.start_trace(from, until);
        // up to the last moment before the next day begins
        let end = until.min(model.time.end);
        run(&mut simulation, &mut calendar, Time::from_micros(end.micros().saturating_sub(1)));
        let trace = simulation.end_trace(end).unwrap_or_default();
        let mut entries = trace.entries;
        // who ended just as the stretch begins has no part in it
        entries.retain(|entry| entry.end > from || entry.start >= from);
        entries.sort_by_key(order);
        let mut turns = trace.turns;
        turns.sort_by_key(|turn| (turn.entry.end, order(&turn.entry)));
        let cases = simulation.world.cases.iter().filter(|case| case.state != State::Free);
        Self {
            model,
            scenario: scenario.to_owned(),
            seed,
            replication,
            clock,
            from,
            until: end,
            entries,
            turns,
            open: cases.map(|case| case.identity.value()).collect(),
            away: simulation.world.people.iter().map(|person| person.away || !person.active).collect(),
            names: names(model),
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

    /// The whole log.
    pub fn csv(&self) -> String {
        let mut table = Table::new(&COLUMNS);
        table.rows.extend(self.entries.iter().map(|entry| self.row(entry).map(Cell::Text).to_vec()));
        String::from_utf8(report::csv::table(&table)).expect("texts in, text out")
    }

    fn row(&self, entry: &Entry) -> [String; COLUMNS.len()] {
        let moment = |time: Time| self.clock.moment(time);
        [
            id(entry.case.value()),
            entry.activity.clone(),
            self.resource(entry).to_owned(),
            self.role(entry).to_owned(),
            self.clinic(entry).to_owned(),
            moment(entry.queued),
            moment(entry.start),
            moment(entry.end),
            entry.kind.clone(),
            entry.class.to_owned(),
            id(entry.part.value()),
            if entry.patient == NO_PATIENT { String::new() } else { entry.patient.to_string() },
            entry.at_home.to_string(),
            entry.helps.to_string(),
            entry.finished.to_string(),
        ]
    }
}

/// An identity as the log writes it: the same in every scenario.
pub fn id(identity: u64) -> String {
    format!("{identity:016x}")
}

/// Rows stand in the order in which work began; at one moment in an order that is always the same.
fn order(entry: &Entry) -> (Time, Time, u64, u64, bool, u16) {
    (entry.start, entry.end, entry.case.value(), entry.part.value(), entry.helps, entry.person)
}
