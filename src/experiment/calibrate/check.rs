//! The check: the best point in full runs, on replications that nothing was fitted to.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::StepResult;
use super::bench::{Asked, Bench, Clusters, Trouble, found, interrupted};
use super::tried::Found;
use crate::error::Error;
use crate::experiment::study::Target;
use crate::statistics::figure::Kind;
use crate::statistics::resample::{bootstrap_draw, percentile_interval};
use crate::system::{Identity, Purpose, Seed, Setting, System};

/// Level of the intervals.
pub const LEVEL: f64 = 0.95;
/// An interval is shown where at least this share of its draws has a value.
const DEFINED: f64 = 0.9;

/// Whether the simulation meets a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Within what is acceptable.
    Hit,
    /// Outside, or undefined.
    Miss,
    /// Only compared.
    CompareOnly,
}

impl Verdict {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Hit => "hit",
            Verdict::Miss => "miss",
            Verdict::CompareOnly => "compare only",
        }
    }
}

/// A target beside the simulation.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetRow {
    /// The target.
    pub target: Target,
    /// Its figure at the best point on the replications of the check, in full runs.
    pub found: Found,
    /// Interval of the figure: bootstrap of clusters, at [`LEVEL`].
    pub interval: Option<(f64, f64)>,
    /// Its figure at the best point on the replications that were fitted, as the search saw it.
    pub fitted: Option<f64>,
    /// What that means.
    pub verdict: Verdict,
}

/// What is stored of a check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Checked {
    found: Vec<Found>,
    intervals: Vec<Option<(f64, f64)>>,
}

/// Runs the best point in full and compares it with all targets.
pub(super) fn run<S: System>(
    bench: &Bench<'_, S>,
    best: &[Setting],
    steps: &[StepResult],
) -> Result<Vec<TargetRow>, Error> {
    let study = bench.task.study;
    let (fitted, check) = study.halves();
    let targets: Vec<usize> = (0..study.targets.len()).collect();
    let replications = fitted..fitted + check;
    let kind = format!("check {}", study.search.bootstrap);
    let key = bench.key(&kind, None, best, &targets, &replications);
    let checked = bench.remembered(&key, check, || {
        let case = (bench.task.build)(best)?;
        let asked = Asked { case: &case, base: None, targets: &targets, replications };
        match bench.share(|| bench.observe(&asked)) {
            Ok(observed) => Ok(bench.share(|| checked(bench, &observed))),
            Err(Trouble::Interrupted) => Err(interrupted()),
            Err(Trouble::Failed(words)) => {
                Err(Error::Failed(format!("the best point cannot be checked: {words}")))
            }
        }
    })?;
    let both = checked.found.into_iter().zip(checked.intervals).enumerate();
    let row = |(index, (found, interval)): (usize, (Found, Option<(f64, f64)>))| {
        let target = study.targets[index].clone();
        let verdict = verdict(&target, found.value);
        TargetRow { fitted: seen(steps, index), target, found, interval, verdict }
    };
    Ok(both.map(row).collect())
}

fn verdict(target: &Target, value: f64) -> Verdict {
    match target.range {
        _ if target.compare_only => Verdict::CompareOnly,
        Some((low, high)) if value >= low && value <= high => Verdict::Hit,
        _ => Verdict::Miss,
    }
}

/// The figure at the best point of the last step that fitted a target.
fn seen(steps: &[StepResult], target: usize) -> Option<f64> {
    steps.iter().rev().find_map(|step| {
        let place = step.targets.iter().position(|t| *t == target)?;
        Some(step.points[step.best].evaluation.found[place].value)
    })
}

/// Figures and intervals of observations.
fn checked<S: System>(bench: &Bench<'_, S>, observed: &[Clusters]) -> Checked {
    let study = bench.task.study;
    let each = observed.par_iter().enumerate().map(|(target, clusters)| {
        let name = &study.targets[target].name;
        let kind = &study.targets[target].figure.kind;
        (found(study, target, clusters), interval(bench, kind, name, clusters))
    });
    let (found, intervals) = each.unzip();
    Checked { found, intervals }
}

/// The bootstrap interval of a figure; draw number n of a target has a stream of its own.
fn interval<S: System>(
    bench: &Bench<'_, S>,
    kind: &Kind,
    name: &str,
    clusters: &Clusters,
) -> Option<(f64, f64)> {
    if clusters.len() < 2 {
        return None;
    }
    let study = bench.task.study;
    let slices: Vec<&[f64]> = clusters.iter().map(Vec::as_slice).collect();
    let draw = |number: u32| {
        let whose = Identity::named(name).child(u64::from(number));
        let mut stream = Seed::new(study.seed, 0).stream(Purpose::named("calibration bootstrap"), whose);
        bootstrap_draw(kind, &slices, || stream.uniform())
    };
    let draws: Vec<f64> = (0..study.search.bootstrap).into_par_iter().filter_map(draw).collect();
    let enough = draws.len() as f64 >= DEFINED * f64::from(study.search.bootstrap);
    if enough { percentile_interval(&draws, LEVEL) } else { None }
}
