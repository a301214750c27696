//! The verdict: what each analysis of each design says, held against the truth.
//!
//! The truth of a design is the mean, over the clusters and periods that worked in the new way, of the difference between its
//! history and the history of the same world in which nothing changed. Power is the share of repetitions in which an analysis
//! refutes that there is no effect; false alarms are the same share where there is none: the history in which nothing changed,
//! analysed as if those who drew the lot had changed. Monte Carlo errors after Morris, White & Crowther 2019 (Statistics in
//! Medicine 38(11), table 6).

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Task;
use super::analysis::{Analysis, Finding, Looked};
use super::design::Kind;
use super::repetition::{Conducted, Repetition};
use super::study::Design;
use super::truth::{TrueCell, Truths, effects, mean};
use super::world::{Raw, observed};
use crate::statistics::estimate::{moments, t_quantile};
use crate::statistics::trial::{Data, EventStudy, NoFit, Weights, event_study, weights};
use crate::system::{Identity, Purpose, Seed, System};

/// A number with its Monte Carlo error: what chance does to it over so many repetitions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Simulated {
    /// The number.
    pub value: f64,
    /// Its standard error; `None` with fewer than two repetitions.
    pub error: Option<f64>,
    /// Repetitions in which it was defined.
    pub n: usize,
}

impl Simulated {
    /// A mean.
    pub fn mean(values: &[f64]) -> Option<Simulated> {
        let found = moments(values)?;
        let error = found.variance.map(|variance| (variance / values.len() as f64).sqrt());
        Some(Simulated { value: found.mean, error, n: values.len() })
    }

    /// What chance leaves open at 95 %, by Student's t.
    pub fn interval(self) -> Option<(f64, f64)> {
        let error = self.error?;
        let reach = t_quantile(0.975, self.n - 1) * error;
        Some((self.value - reach, self.value + reach))
    }

    /// A share. Its error is that of (yes + ½)/(n + 1), so that none or all of a few repetitions is not taken for certain.
    pub fn share(yes: &[bool]) -> Option<Simulated> {
        let n = yes.len();
        let number = yes.iter().filter(|yes| **yes).count() as f64;
        let near = (number + 0.5) / (n as f64 + 1.0);
        let error = (n > 1).then(|| (near * (1.0 - near) / n as f64).sqrt());
        (n > 0).then_some(Simulated { value: number / n as f64, error, n })
    }
}

/// What an analysis is worth in a design.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// The analysis.
    pub analysis: Analysis,
    /// The truth that it looks for.
    pub truth: Option<Simulated>,
    /// Mean of its estimates.
    pub estimate: Option<Simulated>,
    /// Estimate less truth, repetition by repetition.
    pub bias: Option<Simulated>,
    /// Standard deviation of estimate less truth over repetitions.
    pub spread: Option<f64>,
    /// Root of the mean square of the standard errors that it states.
    pub stated_error: Option<f64>,
    /// Share of intervals that hold the truth of their repetition.
    pub coverage: Option<Simulated>,
    /// Share of repetitions in which it sees an effect.
    pub power: Option<Simulated>,
    /// Share of repetitions in which it sees one where there is none.
    pub false_alarms: Option<Simulated>,
    /// What it said in each repetition, in their order; `None` where it had no answer.
    pub findings: Vec<Option<Finding>>,
    /// Why it had no answer, and how often.
    pub silent: Vec<(&'static str, usize)>,
}

/// The course around the change.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Periods since the change, its mean estimate over repetitions, and the truth where there is one.
    pub steps: Vec<(i64, Simulated, Option<f64>)>,
    /// Share of repetitions in which the test of leads sees that trends were not parallel before.
    pub pre_trend: Option<Simulated>,
    /// Mean number of clusters and periods that count with a negative weight in two-way fixed effects.
    pub negative_weights: f64,
    /// The sum of those weights.
    pub negative_sum: f64,
}

/// What a design shows of an outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Place of the design.
    pub design: usize,
    /// Place of the outcome.
    pub outcome: usize,
    /// The truth: mean over what was observed under the change.
    pub truth: Option<Simulated>,
    /// The truth by periods since the change.
    pub by_exposure: Vec<Option<Simulated>>,
    /// Each analysis.
    pub worths: Vec<Worth>,
    /// The course around the change, where the design compares changes.
    pub course: Option<Course>,
    /// The observations of the first repetition.
    pub example: Data,
    /// Its clusters, by their places among the scenario's, in the order of those observations.
    pub clusters: Vec<u32>,
    /// Numbers of the repetitions, in their order.
    pub numbers: Vec<u32>,
    /// Observations in a repetition, on average.
    pub rows: f64,
    /// Of the decisions on the way: share of repetitions with yes, one after the other.
    pub decisions: Vec<Simulated>,
    /// The effect after a pilot was spread, over clusters and periods since.
    pub spread: Option<Simulated>,
}

/// The data of a design in one repetition, as an evaluator has them.
pub struct Seen {
    /// Observations of its history.
    pub data: Data,
    /// Observations of the history without the change, as if it had been.
    pub sham: Data,
    /// The truth, cell by cell.
    pub truth: Vec<TrueCell>,
}

/// What is seen of a design in a repetition.
pub fn seen<S: System>(
    task: &Task<'_, S>,
    design: &Design,
    outcome: usize,
    number: u32,
    repetition: &Repetition,
    conducted: &Conducted,
) -> Seen {
    let (name, about) = &task.study.outcomes[outcome];
    let seed = Seed::new(task.study.file.seed, number);
    let all = task.study.periods(design, task.clusters.len());
    let periods = design.kind.decided_after().unwrap_or(all);
    let (allocation, transition) = (conducted.allocation(), design.kind.transition());
    let of = |lived: &[Raw]| allocation.data(&observed(lived, name, about, seed), transition, periods);
    let (data, sham) = (of(&conducted.lived[outcome]), of(&repetition.never[outcome]));
    let place = |cluster: u32| allocation.clusters.iter().position(|known| *known == cluster);
    let counts = |raw: &Raw| {
        let others = 0..data.clusters() as u32;
        let controls = others.into_iter().any(|other| data.treated(other, raw.period) == Some(false));
        Some((data.exposure(place(raw.cluster)? as u32, raw.period)?, controls))
    };
    let truth = effects(&conducted.lived[outcome], &repetition.never[outcome], periods, counts);
    Seen { data, sham, truth }
}

const PERMUTED: Purpose = Purpose::named("permutations of a trial");

/// Holds all designs and outcomes against the truth.
pub fn verdicts<S: System>(task: &Task<'_, S>, kept: &[(u32, Repetition)]) -> Vec<Shown> {
    let mut all = Vec::new();
    if kept.is_empty() {
        return all;
    }
    for (place, design) in task.study.designs.iter().enumerate() {
        for outcome in 0..task.study.outcomes.len() {
            all.push(shown(task, kept, place, design, outcome));
        }
    }
    all
}

/// What is known of one repetition.
struct Known {
    findings: Vec<Result<Finding, NoFit>>,
    sham: Vec<Result<Finding, NoFit>>,
    truth: Vec<TrueCell>,
    course: Option<(EventStudy, Option<Weights>)>,
    rows: usize,
    spread: Option<f64>,
}

fn shown<S: System>(
    task: &Task<'_, S>,
    kept: &[(u32, Repetition)],
    place: usize,
    design: &Design,
    outcome: usize,
) -> Shown {
    let level = task.study.file.level;
    let compares = matches!(design.kind, Kind::Differences(_) | Kind::SteppedWedge(_));
    let one = |(number, repetition): &(u32, Repetition)| {
        let conducted = &repetition.designs[place];
        let seen = seen(task, design, outcome, *number, repetition, conducted);
        let whose = Identity::named(&design.name).child(outcome as u64);
        let evaluate = |data: &Data| {
            let mut stream = Seed::new(task.study.file.seed, *number).stream(PERMUTED, whose);
            let mut uniform = || stream.uniform();
            design.analyses.iter().map(|analysis| analysis.of(data, level, &mut uniform)).collect()
        };
        let around = if compares { event_study(&seen.data.cells(), None, level).ok() } else { None };
        Known {
            findings: evaluate(&seen.data),
            sham: evaluate(&seen.sham),
            course: around.map(|course| (course, weights(&seen.data).ok())),
            rows: seen.data.rows.len(),
            truth: seen.truth,
            spread: after_spread(task, design, conducted, repetition, outcome),
        }
    };
    let known: Vec<Known> = kept.par_iter().map(one).collect();
    let truths = Truths::of(&known.iter().map(|known| known.truth.as_slice()).collect::<Vec<_>>());
    let worths = design.analyses.iter().enumerate().map(|(number, analysis)| {
        let truth = truths.looked_for(analysis.looks_for());
        let findings: Vec<_> = known.iter().map(|known| known.findings[number]).collect();
        let sham: Vec<_> = known.iter().map(|known| known.sham[number]).collect();
        worth(*analysis, level, truth, &findings, &sham)
    });
    let worths: Vec<Worth> = worths.collect();
    let (first, repetition) = &kept[0];
    let example = seen(task, design, outcome, *first, repetition, &repetition.designs[place]).data;
    let defined =
        |values: &[Option<f64>]| Simulated::mean(&values.iter().flatten().copied().collect::<Vec<_>>());
    Shown {
        design: place,
        outcome,
        truth: defined(truths.looked_for(Looked::All)),
        course: course(&known, &truths.by_exposure, level),
        by_exposure: truths.by_exposure,
        numbers: kept.iter().map(|(number, _)| *number).collect(),
        worths,
        example,
        clusters: repetition.designs[place].clusters.clone(),
        rows: known.iter().map(|known| known.rows as f64).sum::<f64>() / known.len() as f64,
        decisions: decisions(kept, place),
        spread: defined(&known.iter().map(|known| known.spread).collect::<Vec<_>>()),
    }
}

fn worth(
    analysis: Analysis,
    level: f64,
    truths: &[Option<f64>],
    findings: &[Result<Finding, NoFit>],
    sham: &[Result<Finding, NoFit>],
) -> Worth {
    let said: Vec<Option<Finding>> = findings.iter().map(|finding| finding.ok()).collect();
    let estimates: Vec<f64> = said.iter().flatten().map(|finding| finding.estimate).collect();
    let known: Vec<f64> = truths.iter().flatten().copied().collect();
    let truth = Simulated::mean(&known);
    let pairs = said.iter().zip(truths);
    let bias: Vec<f64> = pairs.filter_map(|(said, truth)| Some((*said)?.estimate - (*truth)?)).collect();
    let stated: Vec<f64> = said
        .iter()
        .flatten()
        .filter_map(|finding| finding.standard_error)
        .map(|error| error * error)
        .collect();
    let pairs = said.iter().zip(truths);
    let covered: Vec<bool> = pairs.filter_map(|(said, truth)| (*said)?.covers((*truth)?)).collect();
    let sees: Vec<bool> = said.iter().flatten().filter_map(|finding| finding.rejects(level)).collect();
    let alarms: Vec<bool> = sham.iter().flatten().filter_map(|finding| finding.rejects(level)).collect();
    let mut silent: Vec<(&'static str, usize)> = Vec::new();
    for reason in findings.iter().filter_map(|finding| finding.err()) {
        match silent.iter_mut().find(|(words, _)| *words == reason.words()) {
            Some((_, number)) => *number += 1,
            None => silent.push((reason.words(), 1)),
        }
    }
    Worth {
        analysis,
        truth,
        estimate: Simulated::mean(&estimates),
        bias: Simulated::mean(&bias),
        spread: moments(&bias).and_then(|found| found.variance).map(f64::sqrt),
        stated_error: moments(&stated).map(|found| found.mean.sqrt()),
        coverage: Simulated::share(&covered),
        power: Simulated::share(&sees),
        false_alarms: Simulated::share(&alarms),
        findings: said,
        silent,
    }
}

/// The course around the change over all repetitions that have one.
fn course(known: &[Known], truth: &[Option<Simulated>], level: f64) -> Option<Course> {
    let courses: Vec<&(EventStudy, Option<Weights>)> =
        known.iter().filter_map(|k| k.course.as_ref()).collect();
    if courses.is_empty() {
        return None;
    }
    let mut steps: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
    for time in courses.iter().flat_map(|(course, _)| &course.times) {
        steps.entry(time.time).or_default().extend(time.effect.ok().map(|effect| effect.estimate));
    }
    let steps = steps.into_iter().filter_map(|(time, values)| {
        let truth = match usize::try_from(time) {
            Ok(exposure) => truth.get(exposure).copied().flatten().map(|found| found.value),
            Err(_) => Some(0.0),
        };
        Some((time, Simulated::mean(&values)?, truth))
    });
    let tests: Vec<bool> =
        courses.iter().filter_map(|(course, _)| Some(course.pre_trend()? < 1.0 - level)).collect();
    let weighed: Vec<&Weights> = courses.iter().filter_map(|(_, weights)| weights.as_ref()).collect();
    let mean = |of: &dyn Fn(&Weights) -> f64| {
        moments(&weighed.iter().map(|weights| of(weights)).collect::<Vec<_>>())
            .map_or(0.0, |found| found.mean)
    };
    Some(Course {
        steps: steps.collect(),
        pre_trend: Simulated::share(&tests),
        negative_weights: mean(&|weights| weights.negative as f64),
        negative_sum: mean(&|weights| weights.negative_sum),
    })
}

fn decisions(kept: &[(u32, Repetition)], place: usize) -> Vec<Simulated> {
    let number = kept[0].1.designs[place].decisions.len();
    let of = |decision: usize| {
        let yes: Vec<bool> = kept.iter().map(|(_, of)| of.designs[place].decisions[decision]).collect();
        Simulated::share(&yes).expect("there are repetitions")
    };
    (0..number).map(of).collect()
}

/// The effect since a pilot was spread, over all that work in the new way by then.
fn after_spread<S: System>(
    task: &Task<'_, S>,
    design: &Design,
    of: &Conducted,
    repetition: &Repetition,
    outcome: usize,
) -> Option<f64> {
    let periods = task.study.periods(design, task.clusters.len());
    let decided = design.kind.decided_after()?;
    let (_, lived) = of.spread.as_ref()?;
    let since = |raw: &Raw| raw.period >= decided && of.clusters.contains(&raw.cluster);
    let counts = |raw: &Raw| since(raw).then_some((0, false));
    mean(effects(&lived[outcome], &repetition.never[outcome], periods, counts).into_iter())
}
