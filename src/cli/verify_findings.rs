//! `cliniq verify findings`: every shipped intervention beside what the sources report.

use clap::Parser;

use super::output;
use crate::error::Error;
use crate::verify::findings::{Size, findings, page};

/// Runs every shipped intervention and bundle against the clinic on which it stands, and prints docs/findings.md.
#[derive(Parser, Debug)]
pub struct Args {
    /// Seed of the random numbers.
    #[arg(long, default_value_t = 2026, value_name = "N")]
    seed: u64,
    /// Replications.
    #[arg(long, default_value_t = 16, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=10000))]
    replications: u32,
    /// Measured weeks.
    #[arg(long, default_value_t = 78, value_name = "N", value_parser = clap::value_parser!(u32).range(26..=520))]
    weeks: u32,
}

/// Prints the page.
///
/// # Errors
/// [`Error::Faults`] where a shipped file has any.
pub fn execute(args: &Args) -> Result<(), Error> {
    let size = Size { seed: args.seed, replications: args.replications, weeks: args.weeks };
    output::print(&page(&findings(size)?, size))
}
