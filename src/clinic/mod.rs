//! The model of a clinic system. The way of the data: [`parameters`] (what a file may say) become a
//! [`model`] (indices and tables), a [`world`] (state) moves through [`workflow`]s (events and handlers),
//! which state facts to a [`record`]; [`measures`] says what is made of them.

mod cases;
pub mod diary;
pub mod evidence;
pub mod intervention;
pub mod levers;
pub mod measures;
pub mod model;
pub mod parameters;
pub mod patients;
pub mod people;
pub mod record;
pub mod science;
pub mod trace;
mod views;
pub mod warm;
pub mod workflow;
pub mod world;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::declaration::Shown;
use crate::engine::model::run;
use crate::engine::random::Seed;
use crate::system::{Answers, Measure, Outcome, Support, System, Terms, Views};

use evidence::Graded;
use people::answers::{Asked, Waves};
use people::replay::Recording;

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
    /// Groups of fewer people than this are not shown; 0 where there is nobody to protect.
    pub smallest_group: usize,
    /// The parameters with their grades, where the scenario is known that they came from.
    grades: Arc<[Graded]>,
    /// When people are asked, where somebody wants their answers.
    asked: Asked,
    /// The days of people of replications already run, on which other parameters are tried.
    recordings: Arc<Mutex<BTreeMap<u64, Arc<Recording>>>>,
}

impl Case {
    /// The case of checked parameters; `smallest_group` is that of [`model::build`].
    pub fn new(parameters: &Parameters, trunk: String, smallest_group: usize) -> Self {
        let plain = (!parameters.interventions.is_empty()).then(|| {
            let without =
                Parameters { interventions: std::collections::BTreeMap::new(), ..parameters.clone() };
            Box::new(model::build(&without, smallest_group))
        });
        let model = model::build(parameters, smallest_group);
        let asked = Asked::default();
        Self {
            model,
            plain,
            trunk,
            smallest_group,
            grades: Arc::default(),
            asked,
            recordings: Arc::default(),
        }
    }

    /// The same case, which knows how well its parameters are supported.
    pub fn with_grades(self, shown: &[Shown]) -> Self {
        Self { grades: evidence::graded(shown).into(), ..self }
    }

    /// The case without its interventions, of which every week of the run is a period of its own, those of the warm-up too:
    /// what one looks at to see when it settles. It does what happens in the warm-up of this case, and goes on like that; the
    /// summary is of the same weeks as before.
    pub fn week_by_week(self) -> Self {
        let mut model = self.plain.map_or(self.model, |plain| *plain);
        model.time.week_by_week();
        Self { model, plain: None, recordings: Arc::default(), ..self }
    }

    /// The same case, interventions and all, of which every measured week is a period of its own. Nothing that happens changes;
    /// the summary is the same to the bit.
    pub fn weekly(self) -> Self {
        self.in_periods(1)
    }

    /// The same with periods of so many weeks, 1 or more.
    pub fn in_periods(mut self, weeks: u32) -> Self {
        self.model.time.in_periods(weeks);
        if let Some(plain) = &mut self.plain {
            plain.time.in_periods(weeks);
        }
        Self { recordings: Arc::default(), ..self }
    }

    /// The same case, whose people are asked at the end of every measured period (of the case's own length: weeks where it is
    /// [`Case::weekly`]) and not every half year. The wave of an answer is then its period, from 0. Nothing that happens changes.
    #[must_use]
    pub fn asked_each_period(self) -> Self {
        Self { asked: Asked::EachPeriod, ..self }
    }

    fn trunk_model(&self) -> &Model {
        self.plain.as_deref().unwrap_or(&self.model)
    }

    /// Lets people with the parameters of another case live through the days that this case's run of a replication
    /// recorded: see [`Recording::relive`].
    pub fn relive(&self, other: &Case, seed: Seed, at_day_end: impl FnMut(&mut people::Population, u64)) {
        let on_leave = |p: usize, day: u64| workflow::on_leave(&other.model.people[p], seed, day);
        self.recording(seed).relive(&other.model, seed, on_leave, at_day_end);
    }

    /// The days of people of one replication, simulated the first time that somebody asks.
    fn recording(&self, seed: Seed) -> Arc<Recording> {
        let lock = || self.recordings.lock().expect("nobody fails while looking at what is recorded");
        if let Some(known) = lock().get(&seed.value()) {
            return known.clone();
        }
        let (mut simulation, mut calendar) = Simulation::new(&self.model, seed);
        simulation.world.recording = Some(Box::default());
        let end = self.model.time.end;
        run(&mut simulation, &mut calendar, end);
        let recording = Arc::new(*simulation.world.recording.take().expect("it was put there"));
        lock().insert(seed.value(), recording.clone());
        recording
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

    fn terms(&self, case: &Case) -> Option<Terms> {
        let (model, time) = (&case.model, &case.model.time);
        let weeks = (time.end - time.measured_from).in_hours() / (24.0 * model::WEEK_DAYS as f64);
        let clinicians =
            model.people.iter().filter(|p| p.reserve <= 0 && model.roles[usize::from(p.role)].clinician);
        model.prices.as_ref().map(|prices| prices.terms(weeks, clinicians.count() as f64))
    }

    fn weakest_grade(&self, base: &Case, case: &Case) -> Vec<Option<Support>> {
        evidence::weakest_grades(&base.grades, &case.grades, &case.model.layout)
    }

    fn watched(&self, base: &Case, case: &Case) -> Vec<String> {
        intervention::watched(&base.model, &case.model)
    }

    fn levers(&self, case: &Case) -> Vec<(String, Vec<String>)> {
        let moved = |number: usize| intervention::levers_moved(&case.model, number);
        let names = case.model.interventions.iter().map(|active| active.name.clone());
        names.enumerate().map(|(number, name)| (name, moved(number))).collect()
    }

    fn views(&self, case: &Case) -> Views {
        views::views(&case.model)
    }

    fn answers(&self, case: &Case, seed: Seed) -> Option<Answers> {
        case.model.well_being.as_ref()?;
        let (mut simulation, mut calendar) = Simulation::new(&case.model, seed);
        simulation.world.waves = Some(Box::new(Waves::new(case.asked)));
        let end = case.model.time.end;
        run(&mut simulation, &mut calendar, end);
        simulation.check(calendar.now());
        simulation.world.waves.take().map(|waves| answers(waves.rows))
    }

    fn answers_fast(&self, base: &Case, case: &Case, seed: Seed) -> Option<Answers> {
        case.model.well_being.as_ref()?;
        base.model.well_being.as_ref()?;
        let recording = base.recording(seed);
        let on_leave = |p: usize, day: u64| workflow::on_leave(&case.model.people[p], seed, day);
        Some(answers(recording.answers(&case.model, seed, case.asked, on_leave)))
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

fn answers(rows: Vec<f64>) -> Answers {
    Answers { columns: people::answers::COLUMNS.map(str::to_owned).to_vec(), rows }
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
