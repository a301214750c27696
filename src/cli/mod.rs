//! The command line: arguments → experiment → report. One file per command.
//!
//! stdout is data, stderr is talk. Exit codes: 0 done; 1 something ran and did not end well; 2 bad input, do
//! not retry; 75 interrupted, run the same command to go on.

pub mod verify;
pub mod verify_calibration;
mod verify_findings;
mod verify_people;
pub mod verify_queue;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::error::Error;

pub mod bundle;
pub mod calibrate;
pub mod cases;
pub mod check;
pub mod compare;
pub mod completions;
pub mod explain;
pub mod exploring;
pub mod export;
pub mod factorial;
pub mod fit;
mod inputs;
pub mod interrupt;
pub mod journal;
pub mod list;
pub mod man;
pub mod migrate;
pub mod model;
pub mod new;
pub mod options;
pub mod output;
pub mod progress;
pub mod report;
pub mod reporting;
pub mod reproduce;
pub mod run;
pub mod runlength;
pub mod schema;
pub mod select;
pub mod sensitivity;
pub mod serve;
mod shown;
pub mod stored;
pub mod study;
pub mod sweep;
pub mod trace;
pub mod trial;

/// Discrete-event simulation of clinics: visits, inboxes, staffing, and the people who work there.
#[derive(Debug, Parser)]
#[command(name = "cliniq", version, arg_required_else_help = true, after_help = AFTER_HELP)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Exit codes: 0 done; 1 some runs failed, a check failed or a result differs; 2 bad input, do not retry; \
75 interrupted, run the same command to go on.";

/// The commands, in the order of a person's first day.
#[derive(Debug, Subcommand)]
enum Command {
    /// Write a starter folder: a baseline, two alternatives, a study, a README
    New(new::Args),
    /// Show all faults of scenario files at once
    Check(check::Args),
    /// Show parameters with value, unit, range, source, grade, and what differs from the parent file
    Explain(explain::Args),
    /// List the shipped scenarios, the kinds of interventions and the measures
    List(list::Args),
    /// Print the JSON Schema of scenario files, for editors
    Schema(schema::Args),
    /// Bring an older scenario file to today's format, comments kept
    Migrate(migrate::Args),
    /// Run one scenario, replicated, with intervals
    Run(run::Args),
    /// Compare scenarios with a baseline: paired differences (the main job)
    Compare(compare::Args),
    /// Run all combinations of a scenario's interventions: main effects, interactions, sum against together
    Factorial(factorial::Args),
    /// Say how long a warm-up a scenario needs, whether its own suffices, and how many replications a precision takes
    Runlength(runlength::Args),
    /// Tell what happened in one replication: the event log, a person's day, a patient's path, a message's
    /// way; or one case in two scenarios, side by side
    Trace(trace::Args),
    /// Serve the what-if page on this machine: move a slider, see the answer
    Serve(serve::Args),
    /// Estimate parameters of a scenario from data, with their uncertainty
    Fit(fit::Args),
    /// Run a scenario at many points of a space of factors: resumable, on one machine or many (a study file)
    Sweep(sweep::Args),
    /// Tell which factors matter: Morris, Sobol' indices, partial rank correlations (a study file)
    Sensitivity(sensitivity::Args),
    /// Select the best of many scenarios, or of portfolios of interventions under guard-rails (a study file)
    Select(select::Args),
    /// Evaluate a change as trials would: bias, coverage and power of each design against the known truth (a study file)
    Trial(trial::Args),
    /// Fit parameters to published figures; say which cannot be known from them (a study file)
    Calibrate(calibrate::Args),
    /// Draw the report of a stored result again: one page that opens offline, Markdown, or text
    Report(report::Args),
    /// Run a stored result again and compare it bit for bit
    Reproduce(reproduce::Args),
    /// Print stored results as long CSV, or the dictionary of its columns
    Export(export::Args),
    /// Check the program against theory, other programs and published examples
    Verify(verify::Args),
    /// Print shell completions
    Completions(completions::Args),
    /// Write man pages into a folder
    Man(man::Args),
}

fn execute(command: Command) -> Result<(), Error> {
    match command {
        Command::New(args) => new::execute(args),
        Command::Check(args) => check::execute(args),
        Command::Explain(args) => explain::execute(args),
        Command::List(args) => {
            let (folders, kinds) = (model::folders(), model::interventions());
            list::execute(args, &list::Content { folders, kinds, measures: model::measures()? })
        }
        Command::Schema(args) => schema::execute(args),
        Command::Migrate(args) => migrate::execute(args),
        Command::Run(args) => run::execute(args),
        Command::Compare(args) => compare::execute(args),
        Command::Factorial(args) => factorial::execute(args),
        Command::Runlength(args) => runlength::execute(args),
        Command::Trace(args) => trace::execute(args),
        Command::Serve(args) => serve::execute(args),
        Command::Fit(args) => fit::execute(args),
        Command::Sweep(args) => sweep::execute(args),
        Command::Sensitivity(args) => sensitivity::execute(args),
        Command::Select(args) => select::execute(args),
        Command::Trial(args) => trial::execute(args),
        Command::Calibrate(args) => calibrate::execute(args),
        Command::Report(args) => report::execute(args),
        Command::Reproduce(args) => reproduce::execute(args),
        Command::Export(args) => export::execute(args),
        Command::Verify(args) => verify::execute(args),
        Command::Completions(args) => completions::execute(args),
        Command::Man(args) => man::execute(args),
    }
}

/// The whole command line, for completions and man pages.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Parses the arguments, runs the command and gives the exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(problem) => {
            // Help and version are no mistakes; a closed pipe while printing them is none either.
            let _ = problem.print();
            return ExitCode::from(u8::try_from(problem.exit_code()).unwrap_or(2));
        }
    };
    match execute(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

/// Faults as JSON on stdout where `--json` was asked for; everything else is talk on stderr.
fn say(error: &Error) {
    let json = std::env::args_os().skip(1).take_while(|a| a != "--").any(|a| a == "--json");
    match error {
        Error::Faults(faults) if json => {
            let _ = output::print_json(&faults.to_json());
        }
        Error::Faults(faults) => output::say(&faults.to_string()),
        other => output::say(&format!("error: {other}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }
}
