//! `cliniq runlength FILE`: when a scenario has settled, whether its warm-up suffices, how many replications a precision takes.

mod page;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::cases::{self, Prepared, Request};
use super::study::{LEVEL, closed_pipe, essential, failures};
use super::{interrupt, journal, options, output, progress::Progress};
use crate::clinic::model::WEEK_DAYS;
use crate::clinic::parameters::horizon::{Terminating, terminating};
use crate::clinic::{Case, Parameters};
use crate::engine::time::{DAY, Time};
use crate::error::Error;
use crate::experiment::settling::{Question, Settling, answer, present, settling, tables};
use crate::experiment::{Arm, Selection, Watch};
use crate::report;
use crate::statistics::settling::mser::{BATCH, FEWEST_BATCHES};
use crate::store::Folder;
use crate::system::{Measure, System};

/// Replications where nothing else is said.
const REPLICATIONS: u32 = 10;
/// Weeks of a run, the warm-up's included, where nothing else is said and the scenario has fewer: with forty batches of five
/// a measure that is settled is rarely said not to be.
const WEEKS: u32 = 200;

/// Arguments of `runlength`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The scenario file
    pub file: PathBuf,
    /// Number of replications
    #[arg(long, value_name = "N", default_value_t = REPLICATIONS, value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    pub replications: u32,
    /// The half-width that is wanted, as a share of the mean
    #[arg(long, value_name = "R", default_value_t = 0.05, value_parser = options::share)]
    pub precision: f64,
    /// Look at these measures [default: the leading ones]; a name that is none stands for its family (utilization)
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub measures: Option<Vec<String>>,
    /// Master seed [default: 1, or the scenario's own]
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// Number of threads [default: all cores]; changes no number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Weeks after the scenario's warm-up [default: its own, or as many as make 200 with the warm-up]
    #[arg(long, value_name = "N")]
    pub weeks: Option<u32>,
    /// Change a parameter, for example --set run.warmup_weeks=8; may be given more than once
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Folder for the results [default: output/NAME-runlength-DIGEST]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
    /// Print errors only
    #[arg(long)]
    pub quiet: bool,
}

/// How it is conducted and shown; nothing in here changes a number.
#[derive(Debug)]
pub struct Manner<'a> {
    /// `--out`.
    pub out: Option<PathBuf>,
    /// `--json`.
    pub json: bool,
    /// `--quiet`.
    pub quiet: bool,
    /// Width of the screen, in columns.
    pub width: u16,
    /// The command line as given, for the log.
    pub command: Vec<String>,
    /// Becomes true when it shall stop.
    pub stop: &'a AtomicBool,
}

/// Runs the command.
pub fn execute(args: Args) -> Result<(), Error> {
    let mut request = Request {
        files: vec![args.file.clone()],
        set: args.set.clone(),
        weeks: args.weeks,
        replications: Some(args.replications),
        seed: args.seed,
        ..Request::default()
    };
    let loaded = cases::load(&args.file, &request.overrides())?;
    let parameters = &loaded.parameters;
    refuse_terminating(&args.file, parameters)?;
    lengthen(&mut request, parameters, summary(&cases::arm(&loaded).case))?;
    let Prepared { arms, resolved, seed, leading, .. } = cases::prepare(&request)?;
    let arm = week_by_week(arms.into_iter().next().expect("one file makes one arm"));
    let measures = measures(args.measures.as_deref(), leading, &cases::system().measures(&arm.case))?;
    let question = Question {
        arm: &arm,
        measures: &measures,
        seed,
        replications: args.replications,
        threads: options::threads(args.threads),
        warmup_weeks: parameters.run.warmup_weeks,
        summary: summary(&arm.case),
        precision: args.precision,
        level: LEVEL,
    };
    let manner = Manner {
        out: args.out,
        json: args.json,
        quiet: args.quiet,
        width: output::width(),
        command: std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect(),
        stop: interrupt::flag(),
    };
    let mut progress = Progress::new(args.quiet);
    let (mut data, mut talk) = (std::io::stdout(), std::io::stderr());
    let inputs = Inputs { resolved: &resolved[0], notes: notes(parameters) };
    let done = conduct(&cases::system(), &question, &inputs, &manner, &mut progress, &mut data, &mut talk);
    progress.finish();
    done
}

/// A run that begins and ends empty has no warm-up: it is refused, with the way that is right for it.
fn refuse_terminating(file: &Path, parameters: &Parameters) -> Result<(), Error> {
    let why = match terminating(parameters) {
        None => return Ok(()),
        Some(Terminating::Hours) => {
            "runs in hours (run.hours), without weeks: it starts empty and these hours are all of it, less those that \
             run.observe_from_hours leaves out at the beginning. There is no run.warmup_weeks to judge; take replications of \
             the whole run"
        }
        Some(Terminating::EmptyDays) => {
            "ends every day empty (calendar.day_end = \"until_empty\", and nothing else outlasts a day): a run that starts and \
             ends empty has no warm-up. Set run.warmup_weeks = 0 and take replications of whole days"
        }
    };
    Err(Error::Refused(format!(
        "{} {why} with `cliniq run` and `cliniq compare`, where --precision 0.05 finds how many",
        file.display()
    )))
}

/// Weeks of the summary of a case, counted from the begin of the run.
fn summary(case: &Case) -> (u32, u32) {
    let week = |time: Time| (time.micros() / (WEEK_DAYS * DAY.micros())) as u32;
    (week(case.model.time.summary.0), week(case.model.time.summary.1))
}

/// Enough weeks for the rule, and the summary of the weeks that the scenario's own is of.
fn lengthen(request: &mut Request, parameters: &Parameters, summary: (u32, u32)) -> Result<(), Error> {
    let run = &parameters.run;
    let fewest = run.warmup_weeks % BATCH as u32 + (BATCH * FEWEST_BATCHES) as u32;
    if request.weeks.is_some() {
        if run.warmup_weeks + run.weeks < fewest {
            return Err(Error::Refused(format!(
                "--weeks {}: with {} weeks of warm-up, {} at least are needed to see when the scenario settles",
                run.weeks,
                run.warmup_weeks,
                fewest.saturating_sub(run.warmup_weeks)
            )));
        }
    } else if run.warmup_weeks + run.weeks < WEEKS {
        request.weeks = Some(WEEKS - run.warmup_weeks);
        request.period = Some((summary.0 - run.warmup_weeks, summary.1 - run.warmup_weeks));
    }
    Ok(())
}

/// The scenario's warm-up going on for ever, seen week by week. Its digest is another, since its periods are.
fn week_by_week(arm: Arm<Case>) -> Arm<Case> {
    let digest = blake3::hash(format!("week by week {}", arm.digest).as_bytes()).to_hex().to_string();
    Arm { digest, case: arm.case.week_by_week(), ..arm }
}

/// The names asked for, or the leading ones. A name stands for its family only where it is no measure itself: families are
/// long, and every row is a verdict.
fn measures(asked: Option<&[String]>, leading: Vec<String>, table: &[Measure]) -> Result<Vec<String>, Error> {
    let tables = [table.to_vec()];
    let selection = asked.map(|names| Selection::named(names, &tables)).transpose()?;
    Ok(selection.and_then(|named| named.named_ones(&tables)).unwrap_or(leading))
}

/// What a reader of the result must know of this scenario.
fn notes(parameters: &Parameters) -> Vec<String> {
    let mut notes = Vec::new();
    if !parameters.interventions.is_empty() {
        notes.push(
            "Interventions are left out: a warm-up has none. All numbers are of the scenario without them."
                .to_owned(),
        );
    }
    if parameters.well_being.enabled {
        let weeks = parameters.run.warmup_weeks;
        notes.push(format!(
            "People's slow states stand still in the warm-up and are set at its end, in week {weeks}, by the days of the four \
             weeks before (docs/model/people.md). So measures of people tell whether {weeks} weeks suffice, not whether fewer \
             would: for that, try others with --set run.warmup_weeks=N."
        ));
    }
    notes
}

/// What of the front end a study of run length needs.
#[derive(Debug)]
pub struct Inputs<'a> {
    /// The scenario as one self-contained text.
    pub resolved: &'a str,
    /// Sentences that a reader of the result must know.
    pub notes: Vec<String>,
}

/// Runs into the folder, writes its files and shows the result on `data`; talk goes to `talk`.
///
/// # Errors
/// As [`settling`]; [`Error::Refused`] before anything is run where the folder holds something else, [`Error::Failed`] after
/// all is written and shown where replications failed.
pub fn conduct<S: System>(
    system: &S,
    question: &Question<'_, S::Case>,
    inputs: &Inputs<'_>,
    manner: &Manner<'_>,
    watch: &mut dyn Watch,
    data: &mut dyn Write,
    talk: &mut dyn Write,
) -> Result<(), Error> {
    let digest = blake3::hash(format!("{} {}", question.arm.digest, question.seed).as_bytes()).to_hex();
    let name = format!("{}-runlength-{}", question.arm.name, &digest[..8]);
    let path = manner.out.clone().unwrap_or_else(|| Path::new("output").join(name));
    let folder = Folder::take_for_run_length(&path, &format!("cliniq.runlength/1 {digest}\n"))?;
    let started = Instant::now();
    folder.log(&journal::started(&manner.command, question.threads))?;
    let ran = settling(system, question, &folder.blocks(), manner.stop, watch);
    let log = ran.as_ref().map(|result| format!("{} replications", result.replications));
    folder.log(&journal::ended_otherwise(log, started.elapsed()))?;
    let mut result = ran?;
    result.notes.splice(0..0, inputs.notes.iter().cloned());
    write_files(&folder, question, inputs, &result)?;
    page::write(&folder, &result, &essential(&manner.command).join(" "))?;
    let shown = if manner.json {
        report::json::line(&answer::answer(&result))
    } else if manner.quiet {
        Vec::new()
    } else {
        report::text::document(&present::document(&result), manner.width).into_bytes()
    };
    let written = data.write_all(&shown).and_then(|()| data.flush());
    written.or_else(closed_pipe).map_err(|source| Error::file("standard output", source))?;
    if !manner.quiet {
        let _ = writeln!(talk, "Files: {}", path.display());
    }
    failures(&result.failed, result.replications, &path)
}

fn write_files<C>(
    folder: &Folder,
    question: &Question<'_, C>,
    inputs: &Inputs<'_>,
    result: &Settling,
) -> Result<(), Error> {
    folder.put(&format!("inputs/{}.toml", question.arm.name), inputs.resolved.as_bytes())?;
    folder.put("welch.csv", &report::csv::table(&tables::welch(result)))?;
    folder.put("settling.csv", &report::csv::table(&tables::settling(result)))?;
    folder.put("needed.csv", &report::csv::table(&tables::needed(result)))
}
