//! What `run`, `compare` and `factorial` share: a checked study in, the run's folder and the last screen out.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::reporting::Narrator;
use super::shown::{self, Finding};
use super::stored;
use crate::error::Error;
use crate::experiment::screen::Foot;
use crate::experiment::{self, Arm, Plan, Results, Selection, Stopping, Watch};
use crate::store::manifest::{ArmRecord, Failure};
use crate::store::{Bundle, Folder, Manifest, View, digest};
use crate::system::{Measure, System};

/// Level of all intervals.
pub const LEVEL: f64 = 0.95;

/// A checked study: scenarios with their text, and how many replications.
#[derive(Debug)]
pub struct Study<C> {
    /// Scenarios, the baseline first.
    pub arms: Vec<Arm<C>>,
    /// The resolved text of each scenario, from which it can be run again without the original files.
    pub resolved: Vec<String>,
    /// Master seed.
    pub seed: u64,
    /// How many replications.
    pub stopping: Stopping,
    /// Measures that a precision is asked of, unless `--measures` names others.
    pub leading: Vec<String>,
    /// Where the scenarios are combinations of the parts of a bundle: which holds what.
    pub bundle: Option<Bundle>,
}

/// Which command is conducted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One scenario.
    Run,
    /// Scenarios against a baseline.
    Compare,
}

/// How it is conducted and shown; nothing in here changes a number.
pub struct Manner<'a> {
    /// The command.
    pub kind: Kind,
    /// `--measures`.
    pub measures: Option<Vec<String>>,
    /// `--out`.
    pub out: Option<PathBuf>,
    /// Number of threads.
    pub threads: usize,
    /// `--json`.
    pub json: bool,
    /// `--quiet`.
    pub quiet: bool,
    /// Width of the last screen, in columns.
    pub width: u16,
    /// The command line as given.
    pub command: Vec<String>,
    /// Becomes true when the run shall stop.
    pub stop: &'a AtomicBool,
    /// What those who know the system add to the report.
    pub narrator: Option<&'a dyn Narrator>,
}

/// Runs a study into its folder, writes the folder's files and shows the result on `data`; talk goes to `talk`.
///
/// Fails with [`Error::Refused`] before anything is written where the folder holds another run or a measure does
/// not exist, with [`Error::Interrupted`] when told to stop, and with [`Error::Failed`] after all is written and
/// shown where replications failed.
pub fn conduct<S: System>(
    system: &S,
    mut study: Study<S::Case>,
    manner: &Manner<'_>,
    watch: &mut dyn Watch,
    data: &mut dyn Write,
    talk: &mut dyn Write,
) -> Result<(), Error> {
    name_apart(&mut study.arms);
    let selection = select(system, &mut study, manner)?;
    let mut manifest = begin(system, &study, &manner.command, manner.measures.clone());
    let path = manner.out.clone().unwrap_or_else(|| default_folder(name(&study), &manifest.input_digest));
    let folder = Folder::take(&path, &manifest)?;
    let started = Instant::now();
    folder.log(&super::journal::started(&manner.command, manner.threads))?;
    let ran = simulate(system, &study, manner, &folder, watch);
    folder.log(&super::journal::ended(&ran, started.elapsed()))?;
    let results = ran?;
    let analysis = experiment::compare::analyze(&results, &selection);
    manifest.replications = results.replications;
    manifest.result_digest = results.result_digest();
    manifest.failed = results.failed.clone();
    manifest.complete = true;
    let found = study.bundle.as_ref().map(|bundle| experiment::bundle::analyze(&results, bundle));
    let finding =
        Finding { analysis: &analysis, results: &results, bundle: study.bundle.as_ref().zip(found.as_ref()) };
    stored::write_files(&folder, &study, &finding, &manifest, manner)?;
    if results.numbers().next().is_none() {
        return failures(&results.failed, results.replications, &path);
    }
    let foot = Foot { version: &manifest.version, input_digest: &manifest.input_digest, folder: &path };
    shown::show(&finding, &foot, manner, data, talk)?;
    failures(&results.failed, results.replications, &path)
}

/// Runs a study's replications into the blocks of a folder.
pub(super) fn simulate<S: System>(
    system: &S,
    study: &Study<S::Case>,
    manner: &Manner<'_>,
    folder: &Folder,
    watch: &mut dyn Watch,
) -> Result<Results, Error> {
    let plan = Plan {
        arms: &study.arms,
        seed: study.seed,
        stopping: study.stopping,
        leading: &study.leading,
        level: LEVEL,
        threads: manner.threads,
    };
    experiment::run(system, &plan, &folder.blocks(), manner.stop, watch)
}

/// Scenarios of equal name get a number, so that every row says which one it is.
fn name_apart<C>(arms: &mut [Arm<C>]) {
    for index in 1..arms.len() {
        let stem = arms[index].name.clone();
        let mut number = 2;
        while arms[..index].iter().any(|arm| arm.name == arms[index].name) {
            arms[index].name = format!("{stem}-{number}");
            number += 1;
        }
    }
}

/// Which measures are shown; named ones also lead.
fn select<S: System>(
    system: &S,
    study: &mut Study<S::Case>,
    manner: &Manner<'_>,
) -> Result<Selection, Error> {
    let tables: Vec<Vec<Measure>> = study.arms.iter().map(|arm| system.measures(&arm.case)).collect();
    let selection = match &manner.measures {
        None => Selection::all(),
        Some(names) => Selection::named(names, &tables)?,
    };
    let exists = |name: &String| tables.iter().flatten().any(|measure| measure.name == *name);
    if let Some(bundle) = &mut study.bundle {
        bundle.told = selection.named_ones(&tables).unwrap_or_else(|| std::mem::take(&mut bundle.told));
        bundle.told.retain(exists);
    }
    if let Some(leading) = selection.leading(&tables) {
        study.leading = leading;
    }
    study.leading.retain(exists);
    if study.leading.is_empty() && matches!(study.stopping, Stopping::Precision(_)) {
        return Err(Error::Refused("--precision needs a measure; name one with --measures".into()));
    }
    Ok(selection)
}

/// The manifest as it stands before the first replication.
pub(super) fn begin<S: System>(
    system: &S,
    study: &Study<S::Case>,
    command: &[String],
    measures: Option<Vec<String>>,
) -> Manifest {
    let version = env!("CARGO_PKG_VERSION");
    let names: Vec<(&str, &str)> = study.arms.iter().map(|a| (a.name.as_str(), a.digest.as_str())).collect();
    let trunk = system.trunk(&study.arms[0].case);
    let record = |(index, arm): (usize, &Arm<S::Case>)| ArmRecord {
        name: arm.name.clone(),
        file: arm.file.clone(),
        digest: arm.digest.clone(),
        forked: index > 0 && system.trunk(&arm.case) == trunk,
        sites: system.sites(&arm.case),
    };
    Manifest {
        schema: "cliniq.manifest/1".into(),
        version: version.into(),
        complete: false,
        seed: study.seed,
        level: LEVEL,
        replications: 0,
        command: essential(command),
        measures,
        input_digest: digest::input_digest(version, study.seed, &names),
        result_digest: String::new(),
        arms: study.arms.iter().enumerate().map(record).collect(),
        failed: Vec::new(),
        bundle: study.bundle.clone(),
    }
}

/// The command without its path and the options that change no number, so that files do not depend on them.
pub(super) fn essential(command: &[String]) -> Vec<String> {
    let mut kept = vec!["cliniq".to_string()];
    let mut words = command.iter().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--threads" | "--out" => drop(words.next()),
            "--quiet" | "--json" => {}
            _ if word.starts_with("--threads=") || word.starts_with("--out=") => {}
            _ => kept.push(word.clone()),
        }
    }
    kept
}

/// What a study's folder is called by: its baseline, or the scenario whose parts are combined.
fn name<C>(study: &Study<C>) -> &str {
    match &study.bundle {
        Some(Bundle { view: View::Factorial, name, .. }) => name,
        _ => &study.arms[0].name,
    }
}

fn default_folder(name: &str, input_digest: &str) -> PathBuf {
    Path::new("output").join(format!("{name}-{}", &input_digest[..8]))
}

/// A reader who has seen enough (`| head`) is no failure.
pub fn closed_pipe(source: std::io::Error) -> Result<(), std::io::Error> {
    if source.kind() == std::io::ErrorKind::BrokenPipe { Ok(()) } else { Err(source) }
}

/// The error at the end of a run in which replications failed.
pub(super) fn failures(failures: &[Failure], all: u32, path: &Path) -> Result<(), Error> {
    let Some(first) = failures.first() else { return Ok(()) };
    let mut numbers: Vec<u32> = failures.iter().map(|failure| failure.replication).collect();
    numbers.dedup(); // they stand in order, one for each scenario
    let failed = numbers.len() as u32;
    let what = if failed == all {
        format!("all {all} replications failed, so there is no result.")
    } else {
        format!(
            "{failed} of {all} replications failed and were left out of every scenario; the rest is kept in {}.",
            path.display()
        )
    };
    Err(Error::Failed(format!(
        "{what} The first was replication {} of {} (seed {}): {}",
        first.replication, first.scenario, first.seed, first.message
    )))
}
