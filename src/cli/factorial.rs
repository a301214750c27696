//! `cliniq factorial FILE`: all combinations of a bundle's interventions, their main effects and interactions.

use std::path::PathBuf;

use super::bundle;
use super::options::{self, Options};
use super::study::Kind;
use crate::error::Error;

/// Arguments of `factorial`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The scenario file with the interventions
    pub file: PathBuf,
    /// The factors, at most 6: interventions by name, those joined by + are one factor; others stay as they are
    /// [default: each intervention is one]
    #[arg(long, value_name = "NAME,NAME+NAME,…", value_delimiter = ',')]
    pub factors: Vec<String>,
    #[command(flatten)]
    /// Options shared with `run` and `compare`
    pub options: Options,
}

/// Runs the command.
pub fn execute(args: Args) -> Result<(), Error> {
    let request = args.options.request(vec![args.file]);
    let (prepared, bundle) = bundle::factorial(request, &args.factors)?;
    options::go(Kind::Compare, prepared, Some(bundle), args.options)
}
