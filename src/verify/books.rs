//! The books of a clinic run, added up from its final state alone: Little's law on every station and conservation
//! of cases, both exact in whole microseconds (modulo 2^64, where stations count) and cases. The run asserts the same
//! by itself.

use crate::clinic::world::{State, World};
use crate::clinic::{Model, Simulation};
use crate::engine::model::run;
use crate::engine::random::Seed;
use crate::engine::time::Time;
use crate::system::Outcome;

/// What was looked at, and the largest differences found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// Runs.
    pub runs: u64,
    /// Stations that anybody came to, over all runs.
    pub stations: u64,
    /// Cases that came, over all runs.
    pub cases: u64,
    /// Largest difference between the integral of the number at a station and the sum of the times spent there, in
    /// case-microseconds.
    pub discrepancy: u64,
    /// Most cases of one run that are neither gone nor there, or both.
    pub unaccounted: u64,
}

impl Books {
    /// The books of one run at its end.
    fn of(world: &World, now: Time) -> Self {
        let mut spent: Vec<u64> = world.stations.iter().map(|station| station.spent).collect();
        let open = world.cases.iter().filter(|case| case.state != State::Free);
        let mut present = 0;
        for case in open {
            present += 1;
            let spent = &mut spent[usize::from(case.step)];
            *spent = spent.wrapping_add((now - case.entered).micros());
        }
        let areas = world.stations.iter().map(|station| {
            station.area.wrapping_add(station.number.wrapping_mul((now - station.since).micros()))
        });
        // the shorter way round, so that a little too much and a little too little both show as a little
        let apart = |a: u64, b: u64| a.wrapping_sub(b).min(b.wrapping_sub(a));
        let ledger = world.ledger;
        let known = ledger.done + ledger.left + ledger.turned_away + present;
        Books {
            runs: 1,
            stations: world.stations.iter().filter(|station| station.since > Time::ZERO).count() as u64,
            cases: ledger.came,
            discrepancy: areas.zip(&spent).map(|(area, spent)| apart(area, *spent)).max().unwrap_or(0),
            unaccounted: ledger.came.abs_diff(known),
        }
    }

    /// Adds the books of other runs.
    pub fn add(&mut self, other: &Books) {
        self.runs += other.runs;
        self.stations += other.stations;
        self.cases += other.cases;
        self.discrepancy = self.discrepancy.max(other.discrepancy);
        self.unaccounted = self.unaccounted.max(other.unaccounted);
    }
}

/// One run of a model: what it observed, and its books.
pub(super) fn simulate(model: &Model, seed: Seed) -> (Outcome, Books) {
    let (mut simulation, mut calendar) = Simulation::new(model, seed);
    run(&mut simulation, &mut calendar, model.time.end);
    let books = Books::of(&simulation.world, calendar.now());
    (simulation.record.outcome(model), books)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> World {
        let text = "schema = 1\ntitle = \"t\"\n[run]\nhours = 30\n[roles.nurse]\n[clinics.main.staff.nurses]\n\
            role = \"nurse\"\n[tasks.care]\nroles = [\"nurse\"]\nminutes = { exponential = { mean = 1 } }\n\
            [pathways.visit.steps.care]\ntask = \"care\"\n[arrivals.patients]\npathway = \"visit\"\nper_hour = 50\n";
        let check = crate::clinic::parameters::check::check;
        let loaded = crate::scenario::load_text::<crate::clinic::Parameters>("small", text, &[], check);
        let model = crate::clinic::model::build(&loaded.expect("no faults").parameters, 0);
        let (mut simulation, mut calendar) = Simulation::new(&model, Seed::new(1, 0));
        run(&mut simulation, &mut calendar, model.time.end);
        simulation.world
    }

    #[test]
    fn books_that_agree_and_books_that_do_not() {
        let now = Time::hours(30.0);
        let mut world = small();
        let books = Books::of(&world, now);
        assert_eq!((books.discrepancy, books.unaccounted, books.stations), (0, 0, 1));
        assert!(books.cases > 1000);
        world.stations[0].spent += 7;
        world.ledger.left += 2;
        let wrong = Books::of(&world, now);
        assert_eq!((wrong.discrepancy, wrong.unaccounted), (7, 2));
    }
}
