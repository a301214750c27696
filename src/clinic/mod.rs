//! The model of a clinic system. The way of the data: [`parameters`] (what a file may say) become a
//! [`model`] (indices and tables), a [`world`] (state) moves through [`workflow`]s (events and handlers),
//! which state facts to a [`record`]; [`measures`] says what is made of them.

pub mod measures;
pub mod model;
pub mod parameters;
pub mod record;
pub mod workflow;
pub mod world;

use crate::engine::model::run;
use crate::engine::random::Seed;
use crate::engine::time::Time;
use crate::system::{Measure, Outcome, System};

pub use model::Model;
pub use parameters::Parameters;
pub use workflow::Simulation;

/// A scenario ready to run: its model, and what identifies the part before the measured time.
#[derive(Debug, Clone)]
pub struct Case {
    /// The model.
    pub model: Model,
    /// Equal for cases that are the same until the measured time begins.
    pub trunk: String,
}

/// Clinics as a system under study.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clinics;

impl System for Clinics {
    type Case = Case;

    fn measures(&self, case: &Case) -> Vec<Measure> {
        case.model.layout.rows.iter().map(|row| row.measure.clone()).collect()
    }

    fn sites(&self, case: &Case) -> Vec<String> {
        case.model.clinics.iter().map(|clinic| clinic.name.clone()).collect()
    }

    fn trunk(&self, case: &Case) -> String {
        case.trunk.clone()
    }

    fn run(&self, cases: &[&Case], seed: Seed) -> Vec<Outcome> {
        let Some((first, others)) = cases.split_first() else { return Vec::new() };
        let (mut trunk, mut calendar) = Simulation::new(&first.model, seed);
        if !others.is_empty() {
            let fork = first.model.time.observe_from.micros().saturating_sub(1);
            run(&mut trunk, &mut calendar, Time::from_micros(fork));
        }
        let branch = |case: &&Case| {
            let mut arm =
                Simulation { model: &case.model, world: trunk.world.clone(), record: trunk.record.clone() };
            finish(&mut arm, &mut calendar.clone())
        };
        let mut outcomes: Vec<Outcome> = others.iter().map(branch).collect();
        outcomes.insert(0, finish(&mut trunk, &mut calendar));
        outcomes
    }
}

/// Runs to the end and checks the books.
fn finish(
    simulation: &mut Simulation,
    calendar: &mut crate::engine::calendar::Calendar<workflow::Event>,
) -> Outcome {
    let end = simulation.model.time.end;
    run(simulation, calendar, end);
    simulation.check(calendar.now());
    simulation.record.outcome(simulation.model)
}
