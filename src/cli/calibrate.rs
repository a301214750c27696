//! `cliniq calibrate STUDY`: fits parameters of a scenario to published figures.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::study::closed_pipe;
use super::{cases, interrupt, journal, options, output, progress::Progress};
use crate::error::Error;
use crate::experiment::Watch;
use crate::experiment::calibrate::{Build, Calibration, Task, answer, calibrate, present, tables};
use crate::experiment::study::{self, Study};
use crate::report;
use crate::scenario::{self, Override};
use crate::store::Folder;
use crate::system::{Setting, System};

/// Arguments of `calibrate`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The study file
    pub study: PathBuf,
    /// Number of threads [default: all cores]; changes no number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Folder for the results [default: output/NAME-DIGEST]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long, conflicts_with = "markdown")]
    pub json: bool,
    /// Print the result as a page in Markdown
    #[arg(long)]
    pub markdown: bool,
    /// Print errors only
    #[arg(long)]
    pub quiet: bool,
}

/// How the result is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For a terminal of so many columns.
    Screen(u16),
    /// One line for programs.
    Json,
    /// A page.
    Markdown,
    /// Not at all.
    Nothing,
}

/// How a calibration is conducted and shown; nothing in here changes a number.
#[derive(Debug)]
pub struct Manner<'a> {
    /// `--out`.
    pub out: Option<PathBuf>,
    /// Number of threads.
    pub threads: usize,
    /// How the result is shown.
    pub form: Form,
    /// The command line as given, for the log.
    pub command: Vec<String>,
    /// Becomes true when the calibration shall stop.
    pub stop: &'a AtomicBool,
}

/// What of the front end a calibration needs: the scenario as a case, however it is set.
pub struct Scenario<'a, C> {
    /// Builds the scenario with settings.
    pub build: &'a Build<'a, C>,
    /// Digest of the scenario without settings, and of the version of the numbers.
    pub digest: String,
    /// The scenario as one self-contained text.
    pub resolved: String,
}

/// Runs the command.
pub fn execute(args: Args) -> Result<(), Error> {
    let study = study::read(&args.study)?;
    let overrides = overrides(&study);
    let loaded = cases::load(&study.scenario, &overrides)?;
    let build = |settings: &[Setting]| {
        let mut all = overrides.clone();
        let text = |setting: &Setting| format!("{}={}", setting.key, setting.value);
        all.extend(settings.iter().map(|setting| Override::new("the calibration", text(setting))));
        Ok(cases::arm(&cases::load(&study.scenario, &all)?).case)
    };
    let scenario = Scenario {
        build: &build,
        digest: scenario::digest(&loaded.shown, crate::NUMBERS),
        resolved: scenario::resolved_toml(&loaded),
    };
    let manner = Manner {
        out: args.out,
        threads: options::threads(args.threads),
        form: match (args.json, args.markdown, args.quiet) {
            (true, _, _) => Form::Json,
            (_, true, _) => Form::Markdown,
            (_, _, true) => Form::Nothing,
            _ => Form::Screen(output::width()),
        },
        command: std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect(),
        stop: interrupt::flag(),
    };
    let mut progress = Progress::new(args.quiet);
    let (mut data, mut talk) = (std::io::stdout(), std::io::stderr());
    let quiet: &mut dyn Write = if args.quiet { &mut std::io::sink() } else { &mut talk };
    let done = conduct(&cases::system(), &study, &scenario, &manner, &mut progress, &mut data, quiet);
    progress.finish();
    done
}

/// The changes that a study makes throughout, named as a person finds them.
fn overrides(study: &Study) -> Vec<Override> {
    let named = |(index, text): (usize, &String)| {
        Override::new(format!("{}.toml, set #{}", study.name, index + 1), text.clone())
    };
    study.set.iter().enumerate().map(named).collect()
}

/// Calibrates into the study's folder, writes the folder's files and shows the result on `data`; talk goes to `talk`.
///
/// # Errors
/// As [`calibrate`]; [`Error::Refused`] before anything is run where the folder holds something else.
pub fn conduct<S: System>(
    system: &S,
    study: &Study,
    scenario: &Scenario<'_, S::Case>,
    manner: &Manner<'_>,
    watch: &mut (dyn Watch + Send),
    data: &mut dyn Write,
    talk: &mut dyn Write,
) -> Result<(), Error> {
    let digest = folder_digest(study, scenario);
    let path = manner
        .out
        .clone()
        .unwrap_or_else(|| Path::new("output").join(format!("{}-{}", study.name, &digest[..8])));
    let folder = Folder::take_for_calibration(&path, &format!("cliniq.calibration/1 {digest}\n"))?;
    let started = Instant::now();
    folder.log(&journal::started(&manner.command, manner.threads))?;
    let task = Task {
        system,
        study,
        build: scenario.build,
        digest: &scenario.digest,
        threads: manner.threads,
        stop: manner.stop,
    };
    let ran = calibrate(&task, &folder.records(), watch);
    let points = |result: &Calibration| result.steps.iter().map(|step| step.points.len()).sum::<usize>();
    let log = ran.as_ref().map(|result| format!("{} points", points(result)));
    folder.log(&journal::ended_otherwise(log, started.elapsed()))?;
    let result = ran?;
    write_files(&folder, study, scenario, &result)?;
    for note in &result.notes {
        let _ = writeln!(talk, "{note}");
    }
    let bytes = match manner.form {
        Form::Screen(width) => report::text::document(&present::document(&result), width).into_bytes(),
        Form::Json => report::json::line(&answer::answer(&result)),
        Form::Markdown => report::markdown::document(&present::document(&result)).into_bytes(),
        Form::Nothing => Vec::new(),
    };
    let written = data.write_all(&bytes).and_then(|()| data.flush());
    written.or_else(closed_pipe).map_err(|source| Error::file("standard output", source))?;
    let _ = writeln!(talk, "Files: {}", path.display());
    Ok(())
}

/// What a folder of evaluated points belongs to: scenario, version, seed and columns. Targets, ranges, steps and the
/// search may change: points that were evaluated before are then found again.
fn folder_digest<C>(study: &Study, scenario: &Scenario<'_, C>) -> String {
    let text = format!("{} {} {:?}", scenario.digest, study.seed, study.names);
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

fn write_files<C>(
    folder: &Folder,
    study: &Study,
    scenario: &Scenario<'_, C>,
    result: &Calibration,
) -> Result<(), Error> {
    folder.put("inputs/study.toml", study.text.as_bytes())?;
    folder.put("inputs/scenario.toml", scenario.resolved.as_bytes())?;
    folder.put("points.csv", &report::csv::table(&tables::points(result)))?;
    folder.put("parameters.csv", &report::csv::table(&tables::parameters(result)))?;
    folder.put("result.csv", &report::csv::table(&tables::result(result)))
}
