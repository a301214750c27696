//! Calibration: which parameters make the simulation agree with published figures, and which cannot be known from
//! them.
//!
//! The way of the data: a [`Study`] names free parameters and targets; `bench` evaluates points (sets of parameters)
//! on one half of the replications and stores each; `history` or `search` choose the points, step by step;
//! [`acceptable`] says what the points that agree have in common; [`check`] runs the best point in full on the other
//! half. [`present`] shows the result, [`tables`] and [`answer`] hold it for files and programs.

pub mod acceptable;
pub mod answer;
mod bench;
pub mod check;
pub mod design;
mod history;
pub mod present;
mod search;
pub mod tables;
pub mod tried;

use std::sync::atomic::AtomicBool;

use super::run::Watch;
use super::study::{Method, Study};
use crate::error::Error;
use crate::store::Records;
use crate::system::{Setting, System};
use acceptable::Acceptable;
use bench::Bench;
use check::TargetRow;
use tried::{Ground, Tried};

/// Builds the case of a study's scenario with settings.
pub type Build<'a, C> = dyn Fn(&[Setting]) -> Result<C, Error> + Sync + 'a;

/// What is to be calibrated.
pub struct Task<'a, S: System> {
    /// The system.
    pub system: &'a S,
    /// The study.
    pub study: &'a Study,
    /// Builds the scenario with settings.
    pub build: &'a Build<'a, S::Case>,
    /// Digest of the scenario without settings, and of the version of the numbers.
    pub digest: &'a str,
    /// Number of threads, 1 or more.
    pub threads: usize,
    /// Becomes true when the calibration shall stop.
    pub stop: &'a AtomicBool,
}

/// What came out.
#[derive(Debug, Clone)]
pub struct Calibration {
    /// Title of the study.
    pub title: String,
    /// Master seed.
    pub seed: u64,
    /// Replications that were fitted.
    pub fitted: u32,
    /// Replications of the check.
    pub checked: u32,
    /// Whether points were evaluated by the equations of people alone.
    pub fast: bool,
    /// Free parameters in the order of the study.
    pub parameters: Vec<ParameterRow>,
    /// Steps in order.
    pub steps: Vec<StepResult>,
    /// Targets in the order of the study.
    pub targets: Vec<TargetRow>,
    /// Sentences for the person: damaged records, no short cut.
    pub notes: Vec<String>,
}

/// A free parameter and what is known of it now.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterRow {
    /// Its name.
    pub name: String,
    /// Its path in the scenario.
    pub path: String,
    /// Smallest value tried.
    pub low: f64,
    /// Largest value tried.
    pub high: f64,
    /// Its value at the best point.
    pub best: f64,
    /// Smallest and largest value among the acceptable points of the last step that freed it.
    pub acceptable: Option<(f64, f64)>,
    /// How much of the range that is, on the parameter's scale.
    pub share: Option<f64>,
}

/// What a step found.
#[derive(Debug, Clone)]
pub struct StepResult {
    /// Its name.
    pub name: String,
    /// Places of its parameters.
    pub parameters: Vec<usize>,
    /// Places of its targets.
    pub targets: Vec<usize>,
    /// All points, in the order of evaluation.
    pub points: Vec<Tried>,
    /// Place of the best point.
    pub best: usize,
    /// What the acceptable points have in common.
    pub acceptable: Acceptable,
}

/// Calibrates a study; every evaluated point is stored in `records` and read from there when met again, so an
/// interrupted calibration goes on where it stopped and ends in the same bits, on any number of threads.
///
/// # Errors
/// [`Error::Faults`] where the model has no such parameter or column, [`Error::Refused`] where it gives no answers,
/// [`Error::Interrupted`] when told to stop, [`Error::Failed`] where no point of a step can be evaluated.
pub fn calibrate<S: System>(
    task: &Task<'_, S>,
    records: &Records,
    watch: &mut (dyn Watch + Send),
) -> Result<Calibration, Error> {
    let study = task.study;
    let bench = Bench::new(task, records, watch)?;
    let mut best: Vec<Option<f64>> = vec![None; study.parameters.len()];
    let mut steps: Vec<StepResult> = Vec::new();
    for step in &study.steps {
        let ground = Ground::new(task, step, &best)?;
        let points = match study.search.method {
            Method::HistoryMatching => history::run(&bench, &ground)?,
            Method::Search => search::run(&bench, &ground)?,
        };
        let found = tried::best(&points).ok_or_else(|| nothing_works(&ground, &points))?;
        for (parameter, value) in step.parameters.iter().zip(&points[found].values) {
            best[*parameter] = Some(*value);
        }
        steps.push(StepResult {
            name: step.name.clone(),
            parameters: step.parameters.clone(),
            targets: step.targets.clone(),
            acceptable: acceptable::of(&points, step.parameters.len()),
            best: found,
            points,
        });
    }
    let targets = check::run(&bench, &tried::settings(study, &best), &steps)?;
    let (fitted, checked) = study.halves();
    Ok(Calibration {
        title: study.title.clone(),
        seed: study.seed,
        fitted,
        checked,
        fast: bench.fast,
        parameters: rows(study, &best, &steps),
        steps,
        targets,
        notes: bench.notes(),
    })
}

/// The error of a step in which no point gave all of its figures.
fn nothing_works(ground: &Ground<'_, impl Sized>, points: &[Tried]) -> Error {
    let reason = points.iter().find_map(|point| point.evaluation.trouble()).unwrap_or("no reason was given");
    Error::Failed(format!(
        "step {}: none of {} points gave all of its figures; the first says: {reason}",
        ground.step.name,
        points.len()
    ))
}

fn rows(study: &Study, best: &[Option<f64>], steps: &[StepResult]) -> Vec<ParameterRow> {
    let row = |(index, best): (usize, &Option<f64>)| {
        let parameter = &study.parameters[index];
        let last = steps.iter().rev().find_map(|step| {
            let place = step.parameters.iter().position(|p| *p == index)?;
            Some(step.acceptable.ranges.as_ref().map(|ranges| ranges[place]))
        });
        let range = last.flatten();
        ParameterRow {
            name: parameter.name.clone(),
            path: parameter.path.clone(),
            low: parameter.low,
            high: parameter.high,
            best: best.expect("every parameter is freed in a step"),
            acceptable: range.map(|(low, high)| (parameter.at(low), parameter.at(high))),
            share: range.map(|(low, high)| high - low),
        }
    };
    best.iter().enumerate().map(row).collect()
}
