//! `cliniq sweep`: many points, on one machine or many. `plan` writes the folder, `worker` works on a part of it, `status` counts,
//! `merge` checks and writes the tables, `export` writes them for other programs, `submit` hands the folder to a cluster; `run`,
//! or the bare command, does plan, work and merge.

mod data_set;
pub(super) mod merge;
mod page;
mod show;
mod submit;
pub(super) mod worker;

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::exploring::{self, Sweep};
use super::output;
use crate::error::Error;
use crate::experiment::exploration;

/// Arguments of `sweep`.
#[derive(Debug, Clone, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    /// Arguments of the bare command
    #[command(flatten)]
    run: Option<Run>,
}

/// What is done.
#[derive(Debug, Clone, Subcommand)]
enum Action {
    /// Write the folder of a sweep: plan, inputs, points; runs nothing but a replication to take its time
    Plan(Plan),
    /// Plan, work and merge (also the bare `cliniq sweep STUDY`); goes on where it was stopped
    Run(Run),
    /// Work on a part of a planned sweep; may be stopped, repeated and run beside others at any time
    Worker(worker::Args),
    /// Count what is there; works while workers run
    Status(Status),
    /// Check that all is there and agrees, and write the tables
    Merge(merge::Args),
    /// Write the rows for other programs: CSV, SQLite or Parquet, with a dictionary of the columns
    Export(merge::Export),
    /// Hand a planned sweep to a cluster
    Submit(submit::Args),
}

/// Arguments of `sweep plan`.
#[derive(Debug, Clone, clap::Args)]
struct Plan {
    /// The study file
    study: PathBuf,
    /// Folder for the sweep [default: output/NAME-DIGEST]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the plan as JSON
    #[arg(long)]
    json: bool,
}

/// Arguments of `sweep run`.
#[derive(Debug, Clone, clap::Args)]
struct Run {
    /// The study file
    study: PathBuf,
    /// Folder for the sweep [default: output/NAME-DIGEST]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Number of threads [default: all cores]; changes no number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Run replications that failed again
    #[arg(long)]
    failed: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    /// Print errors only
    #[arg(long)]
    quiet: bool,
}

/// Arguments of `sweep status`.
#[derive(Debug, Clone, clap::Args)]
struct Status {
    /// The folder of the sweep
    folder: PathBuf,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// As documented for each exit code of the program.
pub fn execute(args: Args) -> Result<(), Error> {
    match (args.action, args.run) {
        (Some(Action::Plan(args)), _) => plan(args),
        (Some(Action::Run(args)), _) | (None, Some(args)) => run(args),
        (Some(Action::Worker(args)), _) => worker::execute(args),
        (Some(Action::Status(args)), _) => status(&args),
        (Some(Action::Merge(args)), _) => merge::execute(args),
        (Some(Action::Export(args)), _) => merge::export(args),
        (Some(Action::Submit(args)), _) => submit::execute(&args),
        (None, None) => Err(Error::Refused(
            "expected a study file, or one of plan, run, worker, status, merge, export, \
                                            submit; see `cliniq sweep --help`"
                .into(),
        )),
    }
}

/// A sweep runs one scenario at the points of a design; studies in which scenarios compete are for `select`.
fn refuse_competition(study: &Path) -> Result<(), Error> {
    let help = "scenarios that compete are run by `cliniq select`";
    exploration::read(study)?.not_heeded(&["candidates", "portfolios"], help)
}

fn plan(args: Plan) -> Result<(), Error> {
    refuse_competition(&args.study)?;
    let sweep = exploring::begin(&args.study, args.out)?;
    tell_notices(&sweep);
    merge::write_points(&sweep)?;
    if args.json {
        return output::print_json(&serde_json::json!({
            "schema": "cliniq.sweep.plan/1",
            "folder": sweep.folder.path().display().to_string(),
            "plan": sweep.plan,
            "units": sweep.plan.units(),
        }));
    }
    output::print(&show::plan(&sweep))
}

fn run(args: Run) -> Result<(), Error> {
    refuse_competition(&args.study)?;
    let sweep = exploring::begin(&args.study, args.out)?;
    if !args.quiet {
        tell_notices(&sweep);
    }
    let how = worker::How { threads: args.threads, failed: args.failed, quiet: args.quiet };
    worker::work_on(&sweep, (0..sweep.plan.units()).collect(), &how)?;
    let merged = merge::write_tables(&sweep)?;
    let document = show::document(&sweep, &merged)?;
    page::write(&sweep, &merged, &document)?;
    if args.json {
        output::print_json(&show::json(&sweep, &merged))?;
    } else if !args.quiet {
        output::print(&show::result(&sweep, &document))?;
    }
    merge::failures(&merged)
}

fn status(args: &Status) -> Result<(), Error> {
    let sweep = exploring::open(&args.folder)?;
    let found = crate::experiment::sweep::merge::status(&sweep.plan, &sweep.shelf())?;
    found.notices.iter().for_each(|notice| output::say(notice));
    if args.json {
        output::print_json(&show::status_json(&sweep, &found))
    } else {
        output::print(&show::status(&sweep, &found))
    }
}

fn tell_notices(sweep: &Sweep) {
    sweep.notices.iter().for_each(|notice| output::say(&format!("note: {notice}")));
}
