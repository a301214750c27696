//! `cliniq compare BASE FILE…`: paired differences against a baseline.

use std::path::PathBuf;

use super::bundle;
use super::inputs;
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
    /// Say what each intervention contributes that FILE has and BASELINE has not: all combinations are run
    #[arg(long)]
    pub explain: bool,
    /// With --explain: interventions that count as one part, joined by +; at most 6 parts in all
    #[arg(long, value_name = "NAME+NAME,…", value_delimiter = ',', requires = "explain")]
    pub factors: Vec<String>,
    /// Draw parameters from their ranges, as a study with factors says: whether verdicts survive, and what is worth knowing
    #[arg(long, value_name = "STUDY", conflicts_with = "explain")]
    pub inputs: Option<PathBuf>,
    #[command(flatten)]
    /// Options shared with `run`
    pub options: Options,
}

/// Runs the command.
pub fn execute(args: Args) -> Result<(), Error> {
    if let Some(study) = &args.inputs {
        let files = std::iter::once(args.baseline).chain(args.files).collect();
        return inputs::execute(&args.options.request(files), study, &args.options);
    }
    if !args.explain {
        let files = std::iter::once(args.baseline).chain(args.files).collect();
        return options::execute(Kind::Compare, files, args.options);
    }
    let [file] = &args.files[..] else {
        let what = "--explain takes a baseline and one file: give each of the others a command of its own";
        return Err(Error::Refused(what.to_owned()));
    };
    let request = args.options.request(vec![args.baseline, file.clone()]);
    let (prepared, bundle) = bundle::explain(request, &args.factors)?;
    options::go(Kind::Compare, prepared, Some(bundle), args.options)
}
