//! `cliniq trial STUDY`: would an evaluation have seen it? And `trial analyse` for a trial of one's own, `trial power` for
//! one that is being planned.

mod analyse;
mod page;
mod power;

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::progress::Progress;
use super::{cases, interrupt, journal, options, output};
use crate::clinic::{Case, Clinics};
use crate::declaration::toml_text::key;
use crate::error::Error;
use crate::experiment::trial::conduct::Given;
use crate::experiment::trial::evaluate::{Evaluation, evaluate};
use crate::experiment::trial::study::{self, TrialStudy};
use crate::experiment::trial::toy::{HusseyHughes, ToyCase};
use crate::experiment::trial::{Task, answer, present, tables};
use crate::report;
use crate::scenario::{self, Override};
use crate::store::Folder;
use crate::system::{Setting, System};

/// Arguments of `trial`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// The study file
    #[arg(required = true)]
    study: Option<PathBuf>,
    #[command(flatten)]
    manner: Manner,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Analyse a trial of your own: a CSV file with a row for each observation
    Analyse(analyse::Args),
    /// Say how much power a trial has that is being planned, and how large it must be
    Power(power::Args),
}

/// How a study is conducted.
#[derive(Debug, clap::Args)]
struct Manner {
    /// How often the trial is repeated [default: the study's own]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    replications: Option<u32>,
    /// Number of threads [default: all cores]; changes no number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Folder for the results [default: output/NAME-DIGEST]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// Print errors only
    #[arg(long)]
    quiet: bool,
}

/// Runs the command.
///
/// # Errors
/// All faults of the study and its scenario; [`Error::Interrupted`]; [`Error::Failed`] where repetitions failed.
pub fn execute(args: Args) -> Result<(), Error> {
    match args.command {
        Some(Command::Analyse(args)) => return analyse::execute(args),
        Some(Command::Power(args)) => return power::execute(args),
        None => {}
    }
    // Who is told to stop from here on ends with 75 and leaves no half of a file.
    interrupt::flag();
    let path = args.study.expect("clap asks for it");
    let mut study = study::read(&path)?;
    if let Some(replications) = args.manner.replications {
        study.file.replications = replications;
    }
    let threads = options::threads(args.manner.threads);
    with_ground(&study, threads, Conducts { manner: &args.manner })
}

/// Checks a study with its scenario: what there is to say of it.
///
/// # Errors
/// All faults of the study, or of its scenario.
pub(super) fn checked(path: &Path) -> Result<String, Error> {
    let study = study::read(path)?;
    with_ground(&study, 1, Checks)
}

/// What is done with a study on its ground.
trait Then {
    type Said;
    fn then<S: System>(self, given: &Given<'_, S>, resolved: Option<&str>) -> Result<Self::Said, Error>;
}

struct Checks;

impl Then for Checks {
    type Said = String;

    fn then<S: System>(self, given: &Given<'_, S>, _: Option<&str>) -> Result<String, Error> {
        Task::new(given)?;
        let (designs, figures) = (given.study.designs.len(), given.study.figures.len());
        let counted = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        Ok(format!("{}, {}", counted(designs, "design"), counted(figures, "figure")))
    }
}

struct Conducts<'a> {
    manner: &'a Manner,
}

impl Then for Conducts<'_> {
    type Said = ();

    fn then<S: System>(self, given: &Given<'_, S>, resolved: Option<&str>) -> Result<(), Error> {
        conduct(given, resolved, self.manner)
    }
}

fn with_ground<T: Then>(study: &TrialStudy, threads: usize, then: T) -> Result<T::Said, Error> {
    match study.scenario.clone() {
        Some(file) => of_clinics(study, &file, threads, then),
        None => of_toy(study, threads, then),
    }
}

/// A trial of clinics.
fn of_clinics<T: Then>(study: &TrialStudy, file: &Path, threads: usize, then: T) -> Result<T::Said, Error> {
    let named = |(index, text): (usize, &String)| {
        Override::new(format!("{}.toml, set #{}", study.name, index + 1), text.clone())
    };
    let mut overrides: Vec<Override> = study.file.set.iter().enumerate().map(named).collect();
    let loaded = cases::load(file, &overrides)?;
    // The length follows from the designs, and theirs from the number of clinics.
    if let Some(periods) = study.longest(loaded.parameters.clinics.len()) {
        let weeks = periods * study.file.period_weeks;
        let length = [format!("run.weeks={weeks}"), format!("run.period=[0, {weeks}]")];
        overrides.extend(length.map(|text| Override::new("the length of the trial", text)));
    }
    let loaded = cases::load(file, &overrides)?;
    no_begins(study, loaded.shown.iter().map(|shown| shown.path.as_str()))?;
    let resolved = scenario::resolved_toml(&loaded);
    let digest = scenario::digest(&loaded.shown, crate::NUMBERS);
    let weeks = study.file.period_weeks;
    let build = |settings: &[Setting]| -> Result<Case, Error> {
        let set: Vec<String> = settings.iter().map(|of| format!("{}={}", of.key, of.value)).collect();
        let loaded = scenario::load_text(&loaded.name, &resolved, &set, super::model::check)?;
        Ok(cases::arm(&loaded).case.in_periods(weeks).asked_each_period())
    };
    let given =
        Given { system: &Clinics, study, build: &build, digest: &digest, threads, stop: interrupt::flag() };
    then.then(&given, Some(&resolved))
}

/// What is tried begins in no clinic by itself: else there would be no history without it.
fn no_begins<'a>(study: &TrialStudy, mut paths: impl Iterator<Item = &'a str>) -> Result<(), Error> {
    let own = |path: &str| {
        let of = |name: &String| {
            path.starts_with(&format!("interventions.{}.rollout.clinic_start_weeks.", key(name)))
        };
        study.file.interventions.iter().position(of)
    };
    match paths.find_map(|path| Some((own(path)?, path))) {
        None => Ok(()),
        Some((place, path)) => {
            let help = "take its clinic_start_weeks out: the trial says who begins when".to_owned();
            let expected = "an intervention that begins in no clinic by itself";
            Err(study.fault(
                &format!("interventions[{place}]"),
                expected,
                &format!("`{path}` in the scenario"),
                Some(help),
            ))
        }
    }
}

/// A trial in the model of Hussey and Hughes.
fn of_toy<T: Then>(study: &TrialStudy, threads: usize, then: T) -> Result<T::Said, Error> {
    let about = study.file.hussey_hughes.as_ref().expect("a study without a scenario has the model");
    let periods = study.longest(about.clusters as usize).unwrap_or(1);
    let build = |settings: &[Setting]| {
        ToyCase::new(about, periods, study.file.period_weeks, settings).map_err(Error::Failed)
    };
    let digest = format!("Hussey and Hughes {}", crate::NUMBERS);
    let given = Given {
        system: &HusseyHughes,
        study,
        build: &build,
        digest: &digest,
        threads,
        stop: interrupt::flag(),
    };
    then.then(&given, None)
}

/// Conducts a study into its folder, writes the folder's files and shows the result.
fn conduct<S: System>(given: &Given<'_, S>, resolved: Option<&str>, manner: &Manner) -> Result<(), Error> {
    let task = Task::new(given)?;
    let study = given.study;
    let digest =
        blake3::hash(format!("{} {}", given.digest, study.essence()).as_bytes()).to_hex().to_string();
    let default = || Path::new("output").join(format!("{}-{}", study.name, &digest[..8]));
    let path = manner.out.clone().unwrap_or_else(default);
    let folder = Folder::take_for_trial(&path, &format!("cliniq.trial/1 {digest}\n"))?;
    let started = Instant::now();
    let command: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    folder.log(&journal::started(&command, given.threads))?;
    let mut progress = Progress::new(manner.quiet);
    let ran = evaluate(&task, &folder.records(), &mut progress);
    progress.finish();
    let log = ran.as_ref().map(|result| format!("{} repetitions", result.repetitions));
    folder.log(&journal::ended_otherwise(log, started.elapsed()))?;
    let result = ran?;
    let failed = result.failed.iter().map(|of| &of.message).chain(&result.told.failed);
    let (failures, first) = (failed.clone().count(), failed.clone().next().cloned().unwrap_or_default());
    if failures > 0 && result.repetitions == 0 && result.told.figures.is_empty() {
        return Err(Error::Failed(format!("all repetitions failed; the first says: {first}")));
    }
    folder.put("inputs/study.toml", study.text.as_bytes())?;
    if let Some(resolved) = resolved {
        folder.put("inputs/scenario.toml", resolved.as_bytes())?;
    }
    let written = write(&folder, &result, study, &digest)?;
    show(&folder, &result, manner, &written)?;
    match failures {
        0 => Ok(()),
        _ => Err(Error::Failed(format!(
            "{failures} repetitions failed and are left out; the first says: {first}"
        ))),
    }
}

/// The tables of a study, by their names; empty ones are not written.
fn write(
    folder: &Folder,
    result: &Evaluation,
    study: &TrialStudy,
    digest: &str,
) -> Result<Vec<&'static str>, Error> {
    let mut written: Vec<&'static str> = Vec::new();
    for (name, table) in [
        ("verdict.csv", tables::verdict(result)),
        ("course.csv", tables::course(result)),
        ("power.csv", tables::power(result)),
        ("meta.csv", tables::meta(result)),
        ("tests.csv", tables::tests(result)),
        ("estimates.csv", tables::estimates(result)),
    ] {
        if !table.rows.is_empty() {
            folder.put(name, &report::csv::table(&table))?;
            written.push(name);
        }
    }
    folder.put("result.json", format!("{:#}\n", answer::answer(result)).as_bytes())?;
    page::write(folder, result, study, digest, written.clone())?;
    Ok(written)
}

fn show(folder: &Folder, result: &Evaluation, manner: &Manner, written: &[&str]) -> Result<(), Error> {
    for note in &result.notes {
        output::say(note);
    }
    if manner.json {
        return output::print_json(&answer::answer(result));
    }
    if manner.quiet {
        return Ok(());
    }
    let foot =
        format!("Files: {} ({}, result.json, report.html)", folder.path().display(), written.join(", "));
    let document = present::document(result, &[foot]);
    output::print(&report::text::document(&document, output::width()))
}
