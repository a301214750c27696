//! `cliniq compare BASE FILE…`: paired differences against a baseline.

use std::path::PathBuf;

use super::options::{self, Options};
use super::study::Kind;
use crate::error::Error;

/// Arguments of `compare`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The scenario that the others are compared with
    pub baseline: PathBuf,
    /// The other scenarios
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    /// Options shared with `run`
    pub options: Options,
}

/// Runs the command.
pub fn execute(args: Args) -> Result<(), Error> {
    let files = std::iter::once(args.baseline).chain(args.files).collect();
    options::execute(Kind::Compare, files, args.options)
}
