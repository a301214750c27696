//! `cliniq run FILE`: one scenario, replicated, with intervals.

use std::path::PathBuf;

use super::options::{self, Options};
use super::study::Kind;
use crate::error::Error;

/// Arguments of `run`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The scenario file
    pub file: PathBuf,
    #[command(flatten)]
    /// Options shared with `compare`
    pub options: Options,
}

/// Runs the command.
pub fn execute(args: Args) -> Result<(), Error> {
    options::execute(Kind::Run, vec![args.file], args.options)
}
