//! Findings: every shipped intervention and bundle against the clinic on which it stands, on the same random numbers; beside
//! what the sources report. Reported, never fitted.
//!
//! `runs` simulates, `pairs` looks at loops and traps, `targets` holds what the sources expect, `page` writes
//! docs/findings.md.

mod page;
mod pairs;
mod runs;
mod targets;

use crate::error::Error;

pub use page::page;
pub use pairs::Pairs;
pub use runs::{Finding, Runs, Series};
pub use targets::{TARGETS, Target, Verdict};

/// Level of all intervals.
const LEVEL: f64 = 0.95;

/// How much is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Seed of the random numbers.
    pub seed: u64,
    /// Replications.
    pub replications: u32,
    /// Measured weeks of the single interventions and bundles.
    pub weeks: u32,
}

/// All tables.
#[derive(Debug)]
pub struct Findings {
    /// Single interventions and bundles.
    pub runs: Runs,
    /// Loops and traps.
    pub pairs: Pairs,
}

/// Makes all tables.
///
/// # Errors
/// [`Error::Faults`] where a shipped file has any; [`Error::Failed`] for fewer than two replications.
pub fn findings(size: Size) -> Result<Findings, Error> {
    if size.replications < 2 {
        return Err(Error::Failed("intervals need two replications or more".to_owned()));
    }
    Ok(Findings { runs: Runs::new(size)?, pairs: Pairs::new(size)? })
}
