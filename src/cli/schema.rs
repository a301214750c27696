//! `cliniq schema`: what can stand in a scenario file, for editors and for people.

use super::{model, output};
use crate::error::Error;
use crate::experiment::exploration::file::ExplorationFile;
use crate::experiment::trial::file::TrialFile;
use crate::scenario::catalogue;

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print docs/parameters.md instead: all parameters as Markdown tables (with --studies: docs/study-files.md)
    #[arg(long)]
    markdown: bool,
    /// Of study files for sweep, sensitivity, select and compare --inputs, in place of scenario files
    #[arg(long)]
    studies: bool,
    /// Of study files for trial, in place of scenario files (with --markdown: docs/trial-files.md)
    #[arg(long, conflicts_with = "studies")]
    trials: bool,
    /// JSON is what it prints anyway; accepted for uniformity
    #[arg(long, hide = true, conflicts_with = "markdown")]
    json: bool,
}

/// Prints the JSON Schema, or the parameters as Markdown.
///
/// # Errors
/// Only if stdout cannot be written to.
pub fn execute(args: Args) -> Result<(), Error> {
    if args.trials {
        return match args.markdown {
            true => output::print(&catalogue::trials_markdown::<TrialFile>()),
            false => output::print_json(&catalogue::study_schema::<TrialFile>()),
        };
    }
    match (args.markdown, args.studies) {
        (true, false) => output::print(&catalogue::parameters_markdown::<model::Parameters>()),
        (false, false) => output::print_json(&catalogue::json_schema::<model::Parameters>()),
        (true, true) => output::print(&catalogue::studies_markdown::<ExplorationFile>()),
        (false, true) => output::print_json(&catalogue::study_schema::<ExplorationFile>()),
    }
}
