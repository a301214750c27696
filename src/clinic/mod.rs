//! The model of a clinic system. The way of the data: [`parameters`] (what a file may say) become a
//! [`model`] (indices and tables), a [`world`] (state) moves through [`workflow`]s (events and handlers),
//! which state facts to a [`record`]; [`measures`] says what is made of them.

mod cases;
pub mod diary;
pub mod intervention;
pub mod levers;
pub mod measures;
pub mod model;
pub mod parameters;
pub mod patients;
pub mod record;
pub mod science;
pub mod trace;
pub mod workflow;
pub mod world;

use crate::engine::model::run;
use crate::engine::random::Seed;
use crate::system::{Measure, Outcome, System};

pub use model::Model;
pub use parameters::Parameters;
pub use workflow::Simulation;

/// A scenario ready to run: its model, that of its system without interventions, and what identifies the latter.
#[derive(Debug, Clone)]
pub struct Case {
    /// The model.
    pub model: Model,
    /// The model without interventions, where there are any: what happens before the measured time.
    pub plain: Option<Box<Model>>,
    /// Equal for cases that are the same until the measured time begins.
    pub trunk: String,
}

impl Case {
    /// The case of checked parameters; `smallest_group` is that of [`model::build`].
    pub fn new(parameters: &Parameters, trunk: String, smallest_group: usize) -> Self {
        let plain = (!parameters.interventions.is_empty()).then(|| {
            let without =
                Parameters { interventions: std::collections::BTreeMap::new(), ..parameters.clone() };
            Box::new(model::build(&without, smallest_group))
        });
        Self { model: model::build(parameters, smallest_group), plain, trunk }
    }

    fn trunk_model(&self) -> &Model {
        self.plain.as_deref().unwrap_or(&self.model)
    }
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
        let Some(first) = cases.first() else { return Vec::new() };
        if cases.len() == 1 {
            let (mut alone, mut calendar) = Simulation::new(&first.model, seed);
            return vec![finish(&mut alone, &mut calendar)];
        }
        let (mut trunk, mut calendar) = Simulation::new(first.trunk_model(), seed);
        trunk.warm_up(&mut calendar);
        let branch = |case: &&Case| finish(&mut trunk.fork(&case.model), &mut calendar.clone());
        cases.iter().map(branch).collect()
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
