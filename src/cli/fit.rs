//! `cliniq fit FILE`: data → parameters of a scenario, with their uncertainty.

use std::path::PathBuf;

use super::output;
use crate::error::Error;
use crate::intake::{fragment, namcs};

/// Arguments of `fit`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The data (CSV)
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What the file is
    #[arg(long, value_enum)]
    source: Source,
    /// Print the estimates as JSON instead of part of a scenario
    #[arg(long)]
    json: bool,
}

/// Kinds of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Source {
    /// National Ambulatory Medical Care Survey 2019, public-use file (docs/namcs.md)
    Namcs,
}

/// Estimates and prints.
///
/// # Errors
/// [`Error::Faults`] with everything that is wrong with the file, [`Error::File`] if it cannot be read.
pub fn execute(args: Args) -> Result<(), Error> {
    match args.source {
        Source::Namcs => {
            let visits = namcs::estimate(&args.file)?;
            if args.json {
                let document =
                    serde_json::json!({ "schema": "cliniq.fit/1", "source": "namcs", "visits": visits });
                return output::print_json(&document);
            }
            output::print(&fragment::toml(&visits))
        }
    }
}
