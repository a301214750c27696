//! The result of a calibration for programs.

use serde::Serialize;

use super::check::{LEVEL, TargetRow};
use super::present::identified;
use super::{Calibration, ParameterRow, StepResult};

/// The answer of `calibrate` as JSON.
#[derive(Debug, Serialize)]
pub struct Answer {
    schema: &'static str,
    title: String,
    seed: u64,
    fitted_replications: u32,
    checked_replications: u32,
    fast: bool,
    level: f64,
    parameters: Vec<ParameterAnswer>,
    steps: Vec<StepAnswer>,
    targets: Vec<TargetAnswer>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ParameterAnswer {
    name: String,
    path: String,
    range: [f64; 2],
    best: f64,
    acceptable: Option<[f64; 2]>,
    share_of_range: Option<f64>,
    verdict: &'static str,
}

#[derive(Debug, Serialize)]
struct StepAnswer {
    name: String,
    points: usize,
    acceptable: usize,
    ridges: Vec<Ridge>,
}

#[derive(Debug, Serialize)]
struct Ridge {
    parameters: [String; 2],
    rank_correlation: f64,
}

#[derive(Debug, Serialize)]
struct TargetAnswer {
    name: String,
    source: String,
    value: Option<f64>,
    acceptable: Option<[f64; 2]>,
    simulated: f64,
    interval: Option<[f64; 2]>,
    n: u64,
    clusters: u64,
    fitted: Option<f64>,
    verdict: &'static str,
    reason: Option<String>,
}

fn pair(ends: Option<(f64, f64)>) -> Option<[f64; 2]> {
    ends.map(|(low, high)| [low, high])
}

/// The answer for programs.
pub fn answer(result: &Calibration) -> Answer {
    let parameter = |row: &ParameterRow| ParameterAnswer {
        name: row.name.clone(),
        path: row.path.clone(),
        range: [row.low, row.high],
        best: row.best,
        acceptable: pair(row.acceptable),
        share_of_range: row.share,
        verdict: identified(row),
    };
    let target = |row: &TargetRow| TargetAnswer {
        name: row.target.name.clone(),
        source: row.target.source.clone(),
        value: row.target.value,
        acceptable: pair(row.target.range),
        simulated: row.found.value,
        interval: pair(row.interval),
        n: row.found.n,
        clusters: row.found.clusters,
        fitted: row.fitted,
        verdict: row.verdict.word(),
        reason: row.found.reason.clone(),
    };
    Answer {
        schema: "cliniq.calibrate/1",
        title: result.title.clone(),
        seed: result.seed,
        fitted_replications: result.fitted,
        checked_replications: result.checked,
        fast: result.fast,
        level: LEVEL,
        parameters: result.parameters.iter().map(parameter).collect(),
        steps: result.steps.iter().map(|step| step_answer(result, step)).collect(),
        targets: result.targets.iter().map(target).collect(),
        notes: result.notes.clone(),
    }
}

fn step_answer(result: &Calibration, step: &StepResult) -> StepAnswer {
    let name = |place: usize| result.parameters[step.parameters[place]].name.clone();
    let ridge = |(first, second, rho): &(usize, usize, f64)| Ridge {
        parameters: [name(*first), name(*second)],
        rank_correlation: *rho,
    };
    StepAnswer {
        name: step.name.clone(),
        points: step.points.len(),
        acceptable: step.acceptable.count,
        ridges: step.acceptable.ridges.iter().map(ridge).collect(),
    }
}
