//! A study from its repetitions to all that is said of it.

use super::Task;
use super::analysis::Analysis;
use super::conduct::{Repetitions, conduct_all};
use super::file::{Good, TrialFile};
use super::meta::{Literature, literature};
use super::planning::{Sizing, sizing};
use super::sources::{Told, tell};
use super::study::{Asked, Design};
use super::verdict::{Shown, seen, verdicts};
use super::world::{Change, settings};
use crate::error::Error;
use crate::experiment::run::Watch;
use crate::statistics::trial::Data;
use crate::store::Records;
use crate::store::manifest::Failure;
use crate::system::System;

/// An outcome as a reader meets it.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeWords {
    /// Its name in the study.
    pub name: String,
    /// What it is.
    pub label: String,
    /// Its unit; empty where it is not known.
    pub unit: String,
    /// Which direction is good.
    pub better: Good,
}

/// What is tried, from what goes in to what is to come out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Logic {
    /// Interventions with the levers that they move.
    pub activities: Vec<(String, Vec<String>)>,
    /// For each outcome that is a measure: how well the way to it is supported, and by what parameter at its weakest.
    pub support: Vec<Option<(String, String)>>,
}

/// All that is said of a study.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// Title of the study.
    pub title: String,
    /// What the file says.
    pub file: TrialFile,
    /// Designs in the order of the study.
    pub designs: Vec<Design>,
    /// Outcomes in the order of the study.
    pub outcomes: Vec<OutcomeWords>,
    /// Clusters of the scenario.
    pub clusters: Vec<String>,
    /// Names of the variants.
    pub variants: Vec<String>,
    /// Figures of answers.
    pub figures: Vec<Asked>,
    /// Labels of the indicators that might lead, then of the outcome that they might lead.
    pub leading: Vec<String>,
    /// From what goes in to what is to come out.
    pub logic: Logic,
    /// For each design each outcome.
    pub shown: Vec<Shown>,
    /// For each of them the size that it needs.
    pub sizing: Vec<Option<Sizing>>,
    /// Meta-analyses.
    pub literature: Vec<Literature>,
    /// The tests that need no trial.
    pub told: Told,
    /// Repetitions that were evaluated.
    pub repetitions: usize,
    /// Repetitions that failed.
    pub failed: Vec<Failure>,
    /// Sentences for the person.
    pub notes: Vec<String>,
}

/// Conducts and evaluates a study.
///
/// # Errors
/// As [`conduct_all`] and [`tell`].
pub fn evaluate<S: System>(
    task: &Task<'_, S>,
    records: &Records,
    watch: &mut (dyn Watch + Send),
) -> Result<Evaluation, Error> {
    let Repetitions { kept, failed, mut notes } = conduct_all(task, records, watch)?;
    let told = tell(task, records, watch)?;
    let (study, file) = (task.study, &task.study.file);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(task.threads.max(1))
        .build()
        .map_err(|e| Error::Failed(format!("{} threads cannot be started: {e}", task.threads)))?;
    let shown = pool.install(|| verdicts(task, &kept));
    let size = |shown: &Shown| {
        let design = &study.designs[shown.design];
        let of = |(number, repetition): &(u32, _)| {
            let repetition: &super::repetition::Repetition = repetition;
            seen(task, design, shown.outcome, *number, repetition, &repetition.designs[shown.design]).data
        };
        let data: Vec<Data> = kept.iter().map(of).collect();
        sizing(design, shown, &data, file.level, file.power)
    };
    let sizing = pool.install(|| shown.iter().map(size).collect());
    let mut pooled = Vec::new();
    if let Some(asked) = &file.meta {
        let analysis = Analysis::named(&asked.analysis).expect("it was checked");
        for shown in shown.iter().filter(|shown| study.designs[shown.design].name == asked.design) {
            match shown.worths.iter().find(|worth| worth.analysis == analysis) {
                None => notes.push(format!("the design {} has no analysis {}", asked.design, asked.analysis)),
                Some(worth) => {
                    let good = task.better[shown.outcome];
                    pooled.push(literature(asked, shown, worth, good, file.seed, file.level));
                }
            }
        }
    }
    notes.extend(told.notes.iter().cloned());
    let words = |((name, _), ((label, unit), better)): (&(String, _), (&(String, String), &Good))| {
        OutcomeWords { name: name.clone(), label: label.clone(), unit: unit.clone(), better: *better }
    };
    Ok(Evaluation {
        title: study.title().to_owned(),
        file: file.clone(),
        designs: study.designs.clone(),
        outcomes: study.outcomes.iter().zip(task.labels.iter().zip(&task.better)).map(words).collect(),
        clusters: task.clusters.clone(),
        variants: study.variants.iter().map(|(name, _)| name.clone()).collect(),
        figures: study.figures.clone(),
        leading: leading_labels(task)?,
        logic: logic(task)?,
        shown,
        sizing,
        literature: pooled,
        told,
        repetitions: kept.len(),
        failed,
        notes,
    })
}

/// Labels of the measures of leading indicators.
fn leading_labels<S: System>(task: &Task<'_, S>) -> Result<Vec<String>, Error> {
    let Some(asked) = &task.study.file.leading else { return Ok(Vec::new()) };
    let measures = task.system.measures(&(task.build)(&[])?);
    let label = |name: &String| {
        let known = measures.iter().find(|measure| measure.name == *name);
        known.map_or_else(|| name.clone(), |measure| measure.label.clone())
    };
    Ok(asked.indicators.iter().chain([&asked.outcome]).map(label).collect())
}

/// What is tried, the levers that it moves, and how well the way to each outcome is supported.
fn logic<S: System>(task: &Task<'_, S>) -> Result<Logic, Error> {
    if task.study.designs.is_empty() || task.study.scenario.is_none() {
        return Ok(Logic::default());
    }
    let begins: Vec<(u32, u32)> = (0..task.clusters.len() as u32).map(|cluster| (cluster, 0)).collect();
    let change = |one: &String| Change { intervention: one.clone(), begins: begins.clone(), end: None };
    let plan = task.tried().iter().map(change).collect();
    let of = |plan| (task.build)(&settings(task.tried(), plan, &task.clusters, 1));
    let (base, with) = (of(&Vec::new())?, of(&plan)?);
    let support = task.system.weakest_grade(&base, &with);
    let measures = task.system.measures(&with);
    let of_outcome = |(_, outcome): &(String, super::file::OutcomeFile)| {
        let place = measures.iter().position(|measure| Some(&measure.name) == outcome.measure.as_ref())?;
        let found = support.get(place)?.as_ref()?;
        Some((found.grade.to_owned(), found.parameter.clone()))
    };
    let mut activities = task.system.levers(&with);
    activities.retain(|(name, _)| task.tried().contains(name));
    Ok(Logic { activities, support: task.study.outcomes.iter().map(of_outcome).collect() })
}
