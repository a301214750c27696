//! Conducting a study: what can be wrong is found before anything is run; then repetitions in parallel, each stored.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::design::Kind;
use super::file::{Good, OutcomeFile};
use super::repetition::{Repetition, conduct};
use super::study::TrialStudy;
use super::world::{drawn, settings};
use super::{Build, Task, toy};
use crate::declaration::suggest;
use crate::declaration::toml_text::join;
use crate::error::Error;
use crate::experiment::job::catch;
use crate::experiment::run::{Status, Watch};
use crate::store::manifest::Failure;
use crate::store::{Records, Stored};
use crate::system::{Better, Measure, Seed, System};

/// What the front end gives.
pub struct Given<'a, S: System> {
    /// The system.
    pub system: &'a S,
    /// The study.
    pub study: &'a TrialStudy,
    /// Builds the scenario with settings.
    pub build: &'a Build<'a, S::Case>,
    /// Digest of the scenario without settings, and of the version of the numbers.
    pub digest: &'a str,
    /// Number of threads, 1 or more.
    pub threads: usize,
    /// Becomes true when the trial shall stop.
    pub stop: &'a AtomicBool,
}

impl<'a, S: System> Task<'a, S> {
    /// Makes a study ready: looks for its interventions, outcomes and clusters in the scenario.
    ///
    /// # Errors
    /// [`Error::Faults`] with what the scenario does not have.
    pub fn new(given: &Given<'a, S>) -> Result<Self, Error> {
        let study = given.study;
        let toy = study.scenario.is_none();
        let tried = if toy { vec![toy::CHANGE.to_owned()] } else { study.file.interventions.clone() };
        let plain = (given.build)(&[])?;
        let clusters = given.system.sites(&plain);
        if !study.designs.is_empty() {
            for (place, one) in study.file.interventions.iter().enumerate() {
                let never = settings(std::slice::from_ref(one), &Vec::new(), &clusters, 1);
                if let Err(error) = (given.build)(&never) {
                    let path = format!("interventions[{place}]");
                    let help = format!("the scenario says: {}", error.brief());
                    return Err(study.fault(
                        &path,
                        "an intervention of the scenario",
                        &format!("`{one}`"),
                        Some(help),
                    ));
                }
            }
        }
        try_varied(given, &clusters)?;
        let measures = given.system.measures(&plain);
        let mut faults = sizes(study, clusters.len());
        faults.extend(outcomes(study, &measures));
        study.refuse(faults)?;
        answers(given, &plain)?;
        let about = |(name, outcome): &(String, OutcomeFile)| {
            let known = outcome.measure.as_ref().and_then(|of| measures.iter().find(|m| m.name == *of));
            let good = known.map(|measure| measure.better).map_or(Good::Lower, good);
            let words = known.map(|measure| (measure.label.clone(), measure.unit.clone()));
            (outcome.better.unwrap_or(good), words.unwrap_or((name.clone(), String::new())))
        };
        let (better, labels) = study.outcomes.iter().map(about).unzip();
        let Given { system, build, digest, threads, stop, .. } = *given;
        Ok(Task { system, study, build, digest, clusters, better, labels, tried, threads, stop })
    }
}

/// Faults what differs between repetitions where the scenario refuses it at either end of its range.
fn try_varied<S: System>(given: &Given<'_, S>, clusters: &[String]) -> Result<(), Error> {
    let mut found = Found::new();
    for factor in &given.study.varies {
        let ends = if factor.is_bounded() { [0.0, 1.0] } else { [0.01, 0.99] };
        let refused = ends.into_iter().find_map(|unit| {
            let set = drawn(factor, clusters, |_| unit);
            (given.build)(&set).err().map(|error| (set, error.brief()))
        });
        if let Some((set, words)) = refused {
            let path = join("varies", &factor.name);
            let expected = format!("parameters of the scenario that take {}", factor.words());
            let named = set.first().map_or_else(String::new, |of| format!("`{} = {}`", of.key, of.value));
            found.push((path, expected, named, Some(format!("the scenario says: {words}"))));
        }
    }
    given.study.refuse(found)
}

/// Less is better where a measure does not say.
fn good(better: Better) -> Good {
    if better == Better::Higher { Good::Higher } else { Good::Lower }
}

type Found = Vec<(String, String, String, Option<String>)>;

/// Designs that the scenario has too few clusters for.
fn sizes(study: &TrialStudy, all: usize) -> Found {
    let mut found = Found::new();
    let mut add =
        |path: String, expected: String, is: u32| found.push((path, expected, is.to_string(), None));
    if let Some(clusters) = study.file.recruitment.clusters.filter(|clusters| *clusters as usize > all) {
        add("recruitment.clusters".into(), format!("at most the {all} clusters of the scenario"), clusters);
    }
    let recruited = study.file.recruitment.clusters.map_or(all, |of| of as usize).min(all);
    for design in &study.designs {
        let path = join("designs", &design.name);
        let at = |key: &str| join(&path, key);
        if let Some(clusters) = design.clusters.filter(|clusters| *clusters as usize > recruited) {
            add(at("clusters"), format!("at most the {recruited} clusters that are recruited"), clusters);
        }
        let clusters = study.clusters(design, all) as u32;
        let expected = format!("fewer than the {clusters} clusters that take part");
        match &design.kind {
            Kind::SteppedWedge(of) => {
                if let Some(sequences) = of.sequences.filter(|sequences| *sequences > clusters) {
                    let expected = format!("at most the {clusters} clusters that take part");
                    add(at("stepped_wedge.sequences"), expected, sequences);
                }
            }
            Kind::Parallel(of) => {
                let treated = of.treated.unwrap_or(clusters / 2);
                if treated == 0 || treated >= clusters {
                    add(at("parallel"), format!("1 or more clusters that change, and {expected}"), treated);
                }
            }
            Kind::Differences(of) => {
                if of.begins.len() > clusters as usize {
                    let expected = format!("at most the {clusters} clusters that change");
                    add(at("difference_in_differences.begins"), expected, of.begins.len() as u32);
                }
                if clusters as usize == all && of.begins.len() == 1 {
                    let path = if design.clusters.is_some() { at("clusters") } else { path.clone() };
                    add(
                        path,
                        format!("fewer than the {all} clusters of the scenario, so that others are left"),
                        clusters,
                    );
                }
            }
            Kind::Pilot(of) => {
                if of.pilot_clusters >= clusters {
                    add(at("pilot_then_spread.pilot_clusters"), expected, of.pilot_clusters);
                }
            }
            Kind::PrePost(_) | Kind::Pdsa(_) => {}
        }
    }
    found
}

/// Measures that the scenario has not.
fn outcomes(study: &TrialStudy, measures: &[Measure]) -> Found {
    let mut found = Found::new();
    let mut look = |path: String, name: &String| {
        if !measures.iter().any(|measure| measure.name == *name) {
            let help = suggest::help(name, measures.iter().map(|measure| measure.name.as_str()));
            found.push((path, "a measure of the scenario".into(), format!("`{name}`"), help));
        }
    };
    for (name, outcome) in &study.outcomes {
        if let Some(measure) = &outcome.measure {
            look(join(&join("outcomes", name), "measure"), measure);
        }
    }
    if let Some(leading) = &study.file.leading {
        look("leading.outcome".into(), &leading.outcome);
        for (place, name) in leading.indicators.iter().enumerate() {
            look(format!("leading.indicators[{place}]"), name);
        }
    }
    found
}

/// Columns of people's answers that do not exist, where any are asked for.
fn answers<S: System>(given: &Given<'_, S>, plain: &S::Case) -> Result<(), Error> {
    let study = given.study;
    let mut wanted: Vec<(String, String)> = Vec::new();
    for (name, outcome) in &study.outcomes {
        let path = join(&join("outcomes", name), "response");
        wanted.extend(outcome.response.iter().map(|column| (path.clone(), column.clone())));
    }
    let names = study.names();
    for asked in &study.figures {
        let path = join("figures", &asked.name);
        wanted
            .extend(asked.figure.columns(&names).into_iter().map(|column| (path.clone(), column.to_owned())));
    }
    let variance = study.file.variance.as_ref();
    wanted.extend(variance.map(|variance| ("variance.column".to_owned(), variance.column.clone())));
    let transfer = study.file.transfer.as_ref();
    wanted.extend(transfer.map(|transfer| ("transfer.column".to_owned(), transfer.column.clone())));
    if wanted.is_empty() {
        return Ok(());
    }
    let seed = Seed::new(study.file.seed, 0);
    let answered = catch(|| given.system.answers(plain, seed))
        .map_err(|words| Error::Failed(format!("the scenario itself fails: {words}")))?;
    let Some(answered) = answered else {
        let help = "people of a scenario without [well_being] are not asked";
        let found = "nobody answers".to_owned();
        return study.refuse(vec![(
            wanted[0].0.clone(),
            "answers of people".into(),
            found,
            Some(help.into()),
        )]);
    };
    let known = answered.columns;
    let unknown = |(_, column): &(String, String)| !known.contains(column);
    let fault = |(path, column): (String, String)| {
        let help = suggest::help(&column, known.iter().map(String::as_str));
        (path, "a column of people's answers".to_owned(), format!("`{column}`"), help)
    };
    study.refuse(wanted.into_iter().filter(unknown).map(fault).collect())
}

/// Repetitions in the order of their numbers; a failed one is left out and named.
pub struct Repetitions {
    /// Number and what happened.
    pub kept: Vec<(u32, Repetition)>,
    /// What failed.
    pub failed: Vec<Failure>,
    /// Sentences for the person: damaged records.
    pub notes: Vec<String>,
}

/// Conducts all repetitions of a study; each is stored and read from there when met again, so an interrupted study goes on where
/// it stopped and ends in the same bits, on any number of threads.
///
/// # Errors
/// [`Error::Interrupted`] when told to stop; [`Error::File`] where nothing can be stored.
pub fn conduct_all<S: System>(
    task: &Task<'_, S>,
    records: &Records,
    watch: &mut (dyn Watch + Send),
) -> Result<Repetitions, Error> {
    let total = if task.study.designs.is_empty() { 0 } else { task.study.file.replications };
    let shelf = Shelf::new(task, records, total, watch)?;
    let each = shelf.each(total, "repetition", |number| conduct(task, number))?;
    let mut all = Repetitions { kept: Vec::new(), failed: Vec::new(), notes: Vec::new() };
    for (number, result) in each {
        match result {
            Ok(repetition) => all.kept.push((number, repetition)),
            Err(message) => all.failed.push(Failure {
                scenario: task.study.name.clone(),
                seed: task.study.file.seed,
                replication: number,
                message,
            }),
        }
    }
    all.notes = shelf.noted();
    Ok(all)
}

/// A number with what came of it, or what the model said as it failed.
pub(super) type Numbered<T> = (u32, Result<T, String>);

/// Works in parallel, stores each result, and reads what is stored.
pub(super) struct Shelf<'a> {
    identity: String,
    records: &'a Records,
    stop: &'a AtomicBool,
    pool: rayon::ThreadPool,
    progress: Mutex<(Status, &'a mut (dyn Watch + Send))>,
    notes: Mutex<Vec<String>>,
}

impl<'a> Shelf<'a> {
    pub fn new<S: System>(
        task: &Task<'a, S>,
        records: &'a Records,
        total: u32,
        watch: &'a mut (dyn Watch + Send),
    ) -> Result<Self, Error> {
        let threads = task.threads.max(1);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(|e| Error::Failed(format!("{threads} threads cannot be started: {e}")))?;
        let status = Status { done: 0, found: 0, total, leading: None };
        Ok(Shelf {
            identity: format!("{} {}", task.digest, task.study.essence()),
            records,
            stop: task.stop,
            pool,
            progress: Mutex::new((status, watch)),
            notes: Mutex::default(),
        })
    }

    /// The results of so many numbers, in their order; a number whose work fails is not stored.
    pub fn each<T: Serialize + DeserializeOwned + Send>(
        &self,
        numbers: u32,
        what: &str,
        work: impl Fn(u32) -> Result<T, String> + Sync,
    ) -> Result<Vec<Numbered<T>>, Error> {
        let one = |number: u32| -> Result<Numbered<T>, Error> {
            let text = format!("{} {what} {number}", self.identity);
            let key = blake3::hash(text.as_bytes()).to_hex().to_string();
            match self.records.read(&key)? {
                Stored::Whole(value) => {
                    self.count(true);
                    return Ok((number, Ok(value)));
                }
                Stored::Damaged(words) => self.notes.lock().expect("nobody fails while noting").push(words),
                Stored::Missing => {}
            }
            if self.stop.load(Ordering::Relaxed) {
                let words = "interrupted: what was finished is stored; run the same command to go on";
                return Err(Error::Interrupted(words.to_owned()));
            }
            let value = work(number);
            if let Ok(value) = &value {
                self.records.write(&key, value)?;
            }
            self.count(false);
            Ok((number, value))
        };
        self.pool.install(|| (0..numbers).into_par_iter().map(one).collect())
    }

    /// What must be said of what was stored.
    pub fn noted(self) -> Vec<String> {
        self.notes.into_inner().expect("nobody fails while noting")
    }

    fn count(&self, found: bool) {
        let mut progress = self.progress.lock().expect("nobody fails while counting");
        let (status, watch) = &mut *progress;
        status.done += 1;
        status.found += u32::from(found);
        watch.look(status);
    }
}
