//! `cliniq verify people`: the people of the baseline, checked.

use clap::Parser;

use super::output;
use crate::error::Error;
use crate::verify::people::{Size, page, tables};

/// Checks the people of the shipped baseline: references, drift, movers, edges of ranges.
#[derive(Parser, Debug)]
pub struct Args {
    /// Seed of the random numbers.
    #[arg(long, default_value_t = 2026, value_name = "N")]
    seed: u64,
    /// Replications of two years.
    #[arg(long, default_value_t = 16, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=10000))]
    replications: u32,
    /// Points inside the ranges of parameters.
    #[arg(long, default_value_t = 40, value_name = "N", value_parser = clap::value_parser!(u32).range(3..=10000))]
    points: u32,
    /// Print the page docs/people-check.md (this is also what is printed without it).
    #[arg(long)]
    markdown: bool,
}

/// Prints the page. [`Error::Failed`] where a clinic explodes, collapses, or drifts without chance.
pub fn execute(args: &Args) -> Result<(), Error> {
    let size = Size { seed: args.seed, replications: args.replications, points: args.points as usize };
    let tables = tables(size)?;
    output::print(&page(&tables, size))?;
    match tables.failures() {
        failures if failures.is_empty() => Ok(()),
        failures => Err(Error::Failed(failures.join("; "))),
    }
}
