//! Points: where a step searches, what was tried there, and how far that is from the targets.

use serde::{Deserialize, Serialize};

use super::Task;
use crate::error::Error;
use crate::experiment::study::{Step, Study, Target};
use crate::system::{Setting, System};

/// A figure at a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Its value; NaN where it is undefined.
    pub value: f64,
    /// Its standard error by chance; NaN where it is not known.
    pub error: f64,
    /// Number of observations.
    pub n: u64,
    /// Number of clusters.
    pub clusters: u64,
    /// Why it is undefined.
    pub reason: Option<String>,
}

/// What the evaluation of a point gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The figures of the targets that were asked for, in that order; empty where the model refused the point.
    pub found: Vec<Found>,
    /// What the model said where it refused the point or failed.
    pub refused: Option<String>,
}

impl Evaluation {
    /// Why a figure is missing, where one is.
    pub fn trouble(&self) -> Option<&str> {
        self.refused.as_deref().or_else(|| self.found.iter().find_map(|found| found.reason.as_deref()))
    }
}

/// A point that was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// The wave (of a search: 0 for its design, then 1 for each restart) in which it was tried.
    pub wave: u32,
    /// Its place in the unit cube.
    pub unit: Vec<f64>,
    /// The values of the parameters.
    pub values: Vec<f64>,
    /// What came out.
    pub evaluation: Evaluation,
    /// For each target: distance in standard deviations of the target and of chance together.
    pub implausibility: Vec<f64>,
    /// The largest of these; infinite where a figure is missing.
    pub worst: f64,
    /// Sum of squared distances in standard deviations of the targets; infinite where a figure is missing.
    pub loss: f64,
}

/// A point is implausible beyond so many standard deviations in any target: at least 95 % of any distribution with
/// one mode lie within three (Pukelsheim 1994, The American Statistician 48(2); as in Vernon, Goldstein & Bower 2010,
/// Bayesian Analysis 5(4)).
pub const CUTOFF: f64 = 3.0;

/// Where a step searches: its parameters are free, those of earlier steps have their best values, later ones those of
/// the scenario.
pub(super) struct Ground<'a, C> {
    pub study: &'a Study,
    pub step: &'a Step,
    /// Settings of earlier steps.
    pub fixed: Vec<Setting>,
    /// The case with these: its exposures serve all points of the step.
    pub base: C,
}

impl<'a, C> Ground<'a, C> {
    /// The ground of a step, once earlier steps have found their values.
    pub fn new<S: System<Case = C>>(
        task: &Task<'a, S>,
        step: &'a Step,
        best: &[Option<f64>],
    ) -> Result<Self, Error> {
        let mut earlier = best.to_vec();
        step.parameters.iter().for_each(|index| earlier[*index] = None);
        let fixed = settings(task.study, &earlier);
        Ok(Ground { study: task.study, step, base: (task.build)(&fixed)?, fixed })
    }

    /// Number of free parameters.
    pub fn dimension(&self) -> usize {
        self.step.parameters.len()
    }

    /// The targets of the step.
    pub fn targets(&self) -> impl Iterator<Item = &'a Target> {
        self.step.targets.iter().map(|index| &self.study.targets[*index])
    }

    /// The values at a place in the unit cube.
    pub fn values(&self, unit: &[f64]) -> Vec<f64> {
        self.step.parameters.iter().zip(unit).map(|(index, u)| self.study.parameters[*index].at(*u)).collect()
    }

    /// All settings of values.
    pub fn settings(&self, values: &[f64]) -> Vec<Setting> {
        let free = self.step.parameters.iter().zip(values);
        let free = free.map(|(index, value)| self.study.parameters[*index].setting(*value));
        self.fixed.iter().cloned().chain(free).collect()
    }

    /// A point with its distance from the targets.
    pub fn tried(&self, wave: u32, unit: Vec<f64>, evaluation: Evaluation) -> Tried {
        let (mut implausibility, mut loss) = (Vec::new(), 0.0);
        for (index, target) in self.targets().enumerate() {
            let (aim, deviation) = aim(target);
            let found = evaluation.found.get(index).filter(|found| !found.value.is_nan());
            let (distance, chance) = match found {
                Some(found) => (found.value - aim, if found.error.is_nan() { 0.0 } else { found.error }),
                None => (f64::INFINITY, 0.0),
            };
            implausibility.push(distance.abs() / (deviation * deviation + chance * chance).sqrt());
            loss += (distance / deviation) * (distance / deviation);
        }
        let worst = implausibility.iter().fold(0.0, |a: f64, b| a.max(*b));
        Tried { wave, values: self.values(&unit), unit, evaluation, implausibility, worst, loss }
    }
}

/// The number to be met and its standard deviation. Panics for a target that is only compared.
pub(super) fn aim(target: &Target) -> (f64, f64) {
    let aim = target.value.zip(target.deviation);
    aim.expect("a fitted target has a value and a standard deviation: the study was checked")
}

/// The settings of known values.
pub(super) fn settings(study: &Study, values: &[Option<f64>]) -> Vec<Setting> {
    let known = study.parameters.iter().zip(values);
    known.filter_map(|(parameter, value)| value.map(|value| parameter.setting(value))).collect()
}

/// The place of the point nearest to the targets; the first of equals; `None` where every point lacks a figure.
pub(super) fn best(points: &[Tried]) -> Option<usize> {
    let known = points.iter().enumerate().filter(|(_, point)| point.loss.is_finite());
    known.min_by(|(_, a), (_, b)| a.loss.total_cmp(&b.loss)).map(|(index, _)| index)
}
