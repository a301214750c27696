//! The bench: evaluates points in parallel, stores each, reads what is stored.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::Ordering;

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Task;
use super::tried::{Evaluation, Found, Ground, Tried};
use crate::error::Error;
use crate::experiment::job::catch;
use crate::experiment::run::{Status, Watch};
use crate::experiment::study::{Method, Study};
use crate::statistics::observations::{Rows, observe};
use crate::statistics::resample::jackknife_error;
use crate::store::{Records, Stored};
use crate::system::{Answers, Seed, Setting, System};

/// Observations of a target, in clusters.
pub(super) type Clusters = Vec<Vec<f64>>;

/// Where points are evaluated.
pub(super) struct Bench<'a, S: System> {
    pub task: &'a Task<'a, S>,
    /// Whether points are evaluated by the equations of people alone.
    pub fast: bool,
    records: &'a Records,
    pool: rayon::ThreadPool,
    progress: Mutex<(Status, &'a mut (dyn Watch + Send))>,
    notes: Mutex<Vec<String>>,
}

/// Replications of a case to be answered: in full, or on the exposures of a base.
pub(super) struct Asked<'a, C> {
    pub case: &'a C,
    /// The base of recorded exposures; `None` for full runs.
    pub base: Option<&'a C>,
    /// Places of the targets whose figures are wanted.
    pub targets: &'a [usize],
    pub replications: Range<u32>,
}

/// Why replications gave no observations.
pub(super) enum Trouble {
    /// Told to stop.
    Interrupted,
    /// The model failed; what it said.
    Failed(String),
}

impl<'a, S: System> Bench<'a, S> {
    /// Prepares the bench: starts the threads, asks the scenario itself once and faults columns and parameters that
    /// the model does not have.
    pub fn new(
        task: &'a Task<'a, S>,
        records: &'a Records,
        watch: &'a mut (dyn Watch + Send),
    ) -> Result<Self, Error> {
        let threads = task.threads.max(1);
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(|e| Error::Failed(format!("{threads} threads cannot be started: {e}")))?;
        let total = planned(task.study);
        let status = Status { done: 0, found: 0, total, leading: None };
        let progress = Mutex::new((status, watch));
        let notes = Mutex::new(Vec::new());
        let mut bench = Bench { task, fast: task.study.search.fast, records, pool, progress, notes };
        bench.ask_once()?;
        bench.try_parameters()?;
        Ok(bench)
    }

    /// One replication of the scenario itself: which columns there are, and whether there is a short cut.
    fn ask_once(&mut self) -> Result<(), Error> {
        let (system, case) = (self.task.system, (self.task.build)(&[])?);
        let seed = Seed::new(self.task.study.seed, 0);
        let ask = |fast: bool| {
            let asked =
                || if fast { system.answers_fast(&case, &case, seed) } else { system.answers(&case, seed) };
            catch(asked).map_err(|words| Error::Failed(format!("the scenario itself fails: {words}")))
        };
        let mut answers = if self.fast { ask(true)? } else { None };
        if answers.is_none() {
            answers = ask(false)?;
            if self.fast {
                self.note(
                    "this system has no short cut for people's answers: every point is run in full".into(),
                );
            }
            self.fast = false;
        }
        match answers {
            Some(answers) => self.task.study.check_columns(&answers.columns),
            None => Err(Error::Refused(
                "the people of this scenario are not asked anything, so there is nothing to calibrate: switch on what \
                 makes them answer"
                    .into(),
            )),
        }
    }

    /// Faults every parameter that the scenario takes at none of three places of its range.
    fn try_parameters(&self) -> Result<(), Error> {
        let mut refused = Vec::new();
        for (index, parameter) in self.task.study.parameters.iter().enumerate() {
            let attempt = |unit| (self.task.build)(&[parameter.setting(parameter.at(unit))]).err();
            if let [Some(first), Some(_), Some(_)] = [0.5, 0.0, 1.0].map(attempt) {
                refused.push((index, words(&first)?));
            }
        }
        if refused.is_empty() { Ok(()) } else { Err(self.task.study.no_such_parameter(&refused)) }
    }

    /// Evaluates places of the unit cube, in parallel; the points stand in the order of the places.
    pub fn try_all(
        &self,
        ground: &Ground<'_, S::Case>,
        wave: u32,
        places: Vec<Vec<f64>>,
    ) -> Result<Vec<Tried>, Error> {
        self.pool.install(|| {
            places
                .into_par_iter()
                .map(|unit| {
                    let evaluation = self.evaluate(ground, &ground.settings(&ground.values(&unit)))?;
                    Ok(ground.tried(wave, unit, evaluation))
                })
                .collect()
        })
    }

    /// The figures of a step's targets at a point, on the replications that are fitted.
    fn evaluate(&self, ground: &Ground<'_, S::Case>, settings: &[Setting]) -> Result<Evaluation, Error> {
        let (fitted, _) = self.task.study.halves();
        let base = self.fast.then_some(ground.fixed.as_slice());
        let key = self.key("point", base, settings, &ground.step.targets, &(0..fitted));
        self.remembered(&key, fitted, || {
            let case = match (self.task.build)(settings) {
                Ok(case) => case,
                Err(error) => return Ok(Evaluation { found: Vec::new(), refused: Some(words(&error)?) }),
            };
            let asked = Asked {
                case: &case,
                base: self.fast.then_some(&ground.base),
                targets: &ground.step.targets,
                replications: 0..fitted,
            };
            match self.observe(&asked) {
                Ok(observed) => {
                    let figures = ground.step.targets.par_iter().zip(&observed);
                    let found = figures.map(|(target, clusters)| found(self.task.study, *target, clusters));
                    Ok(Evaluation { found: found.collect(), refused: None })
                }
                Err(Trouble::Failed(words)) => Ok(Evaluation { found: Vec::new(), refused: Some(words) }),
                Err(Trouble::Interrupted) => Err(interrupted()),
            }
        })
    }

    /// What is stored under a key, or what `make` makes, which is then stored; counts `runs` as done.
    pub fn remembered<T: Serialize + DeserializeOwned>(
        &self,
        key: &str,
        runs: u32,
        make: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        match self.records.read(key)? {
            Stored::Whole(value) => {
                self.count(|status| {
                    status.found += runs;
                    status.done += runs;
                });
                return Ok(value);
            }
            Stored::Damaged(words) => self.note(words),
            Stored::Missing => {}
        }
        let value = make()?;
        self.records.write(key, &value)?;
        Ok(value)
    }

    /// The observations of the targets asked for, over all replications in order.
    pub fn observe(&self, asked: &Asked<'_, S::Case>) -> Result<Vec<Clusters>, Trouble> {
        let each: Vec<Vec<Clusters>> = asked
            .replications
            .clone()
            .into_par_iter()
            .map(|r| self.replicate(asked, r))
            .collect::<Result<_, _>>()?;
        let mut all: Vec<Clusters> = vec![Vec::new(); asked.targets.len()];
        for replication in each {
            for (clusters, more) in all.iter_mut().zip(replication) {
                clusters.extend(more);
            }
        }
        Ok(all)
    }

    fn replicate(&self, asked: &Asked<'_, S::Case>, replication: u32) -> Result<Vec<Clusters>, Trouble> {
        if self.task.stop.load(Ordering::Relaxed) {
            return Err(Trouble::Interrupted);
        }
        let (system, study) = (self.task.system, self.task.study);
        let seed = Seed::new(study.seed, replication);
        let answers = catch(|| {
            let answers: Option<Answers> = match asked.base {
                Some(base) => system.answers_fast(base, asked.case, seed),
                None => system.answers(asked.case, seed),
            };
            let answers = answers.expect("a system that answered once answers always");
            let rows = Rows { columns: &answers.columns, values: &answers.rows };
            let figure = |target: &usize| observe(&study.targets[*target].figure, &study.names, rows);
            asked.targets.iter().map(figure).collect()
        });
        self.count(|status| status.done += 1);
        answers.map_err(|words| Trouble::Failed(format!("replication {replication} failed: {words}")))
    }

    /// The key of what an evaluation depends on, and of nothing else.
    pub fn key(
        &self,
        kind: &str,
        base: Option<&[Setting]>,
        settings: &[Setting],
        targets: &[usize],
        replications: &Range<u32>,
    ) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut add = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        let study = self.task.study;
        add(&format!("cliniq.{kind}/1 {:?} {} {replications:?}", study.names, study.seed));
        add(self.task.digest);
        targets.iter().for_each(|target| add(&study.targets[*target].text));
        for (what, list) in [("base", base.unwrap_or(&[])), ("point", settings)] {
            add(&format!("{what} {} {}", list.len(), base.is_some()));
            list.iter().for_each(|setting| add(&format!("{}={}", setting.key, setting.value)));
        }
        hasher.finalize().to_hex().to_string()
    }

    /// Work that the bench's threads share.
    pub fn share<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.pool.install(work)
    }

    fn count(&self, change: impl FnOnce(&mut Status)) {
        let mut progress = self.progress.lock().expect("nobody panics while counting");
        let (status, watch) = &mut *progress;
        change(status);
        status.total = status.total.max(status.done);
        watch.look(status);
    }

    fn note(&self, words: String) {
        self.notes.lock().expect("nobody panics while noting").push(words);
    }

    /// The sentences for the person, sorted.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.notes.lock().expect("nobody panics while noting").clone();
        notes.sort();
        notes
    }
}

/// How many replications a study plans, about.
fn planned(study: &Study) -> u32 {
    let (fitted, checked) = study.halves();
    let search = &study.search;
    let points = match search.method {
        Method::HistoryMatching => search.points.saturating_mul(search.waves),
        Method::Search => search.evaluations,
    };
    points.saturating_mul(study.steps.len() as u32).saturating_mul(fitted).saturating_add(checked)
}

/// What a figure is in clusters of observations.
pub(super) fn found(study: &Study, target: usize, clusters: &Clusters) -> Found {
    let slices: Vec<&[f64]> = clusters.iter().map(Vec::as_slice).collect();
    let kind = &study.targets[target].figure.kind;
    let numbers: usize = clusters.iter().map(Vec::len).sum();
    let value = kind.value(&slices);
    Found {
        value: value.unwrap_or(f64::NAN),
        error: value.ok().and_then(|_| jackknife_error(kind, &slices)).unwrap_or(f64::NAN),
        n: (numbers / kind.width()) as u64,
        clusters: clusters.len() as u64,
        reason: value.err().map(str::to_string),
    }
}

/// What a scenario says where it refuses settings; other errors are passed on.
fn words(error: &Error) -> Result<String, Error> {
    match error {
        Error::Faults(_) | Error::Refused(_) => Ok(error.brief()),
        other => Err(Error::Failed(other.to_string())),
    }
}

/// The error of a calibration that was told to stop.
pub(super) fn interrupted() -> Error {
    Error::Interrupted(
        "interrupted: the points evaluated so far are stored; run the same command to go on".into(),
    )
}
