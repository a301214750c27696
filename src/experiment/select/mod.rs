//! Selecting the best of several alternatives: guard-rails, then screening, then a race with an indifference zone.
//!
//! All alternatives run the first stage. Who breaks a guard-rail beyond chance is out; who cannot lead by the indifference zone is
//! screened out; the others race (Kim & Nelson 2001), and each leaves as soon as it is behind by more than chance allows. The winner's
//! guard-rails are checked again on all that it ran (a change on what it shares with the first alternative); where one is broken, it is out and the others go on. Replications are paired:
//! all alternatives see the same random numbers, for which screening and race are valid. Of the error probability one half goes to
//! screening, one half to the race. Guard-rails have a level of their own, one half for each look.
//!
//! [`select`] is handed a way to run replications and decides after each on what is known up to it, so that it does not matter
//! in which portions they were run.

pub mod figures;
mod guards;
pub mod present;
mod race;
mod report;

use crate::error::Error;
use crate::statistics::ranking::{Checked, Frontier, Limit, Opportunity};
use crate::statistics::{Estimate, Paired};

/// Level of intervals, and of all guard-rails together.
pub const LEVEL: f64 = 0.95;
/// Level of each of the two looks at guard-rails.
const GUARD_LEVEL: f64 = 1.0 - (1.0 - LEVEL) / 2.0;

/// A guard-rail.
#[derive(Debug, Clone, PartialEq)]
pub struct Guard {
    /// Its name.
    pub name: String,
    /// Place of its measure.
    pub measure: usize,
    /// Whether the change from the first alternative is limited, or the measure itself.
    pub change: bool,
    /// The limit.
    pub limit: Limit,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Place of the measure that decides.
    pub measure: usize,
    /// Whether more of it is better.
    pub higher: bool,
    /// The smallest difference worth detecting.
    pub indifference_zone: f64,
    /// Probability of a correct selection.
    pub confidence: f64,
    /// Replications of everybody before the first decision.
    pub first_stage: u32,
    /// No alternative gets more replications than this.
    pub most: u32,
    /// Guard-rails.
    pub guards: Vec<Guard>,
    /// What alternatives cost, for the frontier.
    pub cost: Option<Cost>,
}

/// What alternatives cost.
#[derive(Debug, Clone, PartialEq)]
pub enum Cost {
    /// The mean of a measure, by its place.
    Measure(usize),
    /// Known beforehand, of each alternative.
    Known(Vec<f64>),
}

/// Numbers of one alternative: of each measure, replication by replication; NaN where undefined or failed.
pub type Columns = Vec<Vec<f64>>;

/// Why an alternative is not selected, or that it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// The best.
    Selected,
    /// It breaks these guard-rails, beyond chance.
    BreaksGuards(Vec<usize>),
    /// Most of its replications in the first stage failed, or are undefined in the measure that decides.
    Undefined,
    /// Screened out after the first stage.
    Screened {
        /// The alternative over which it cannot lead by the indifference zone.
        by: usize,
        /// How they differ.
        how: Distance,
    },
    /// Left the race after so many replications.
    Left {
        /// Replications that counted.
        replications: usize,
        /// The alternative that it was behind.
        by: usize,
        /// How they differ.
        how: Distance,
    },
    /// Still in the race as the replications ended.
    Undecided,
}

/// How an alternative that is out differs from the one that put it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// Behind, beyond chance.
    Behind,
    /// Not told apart: a lead of the indifference zone is not possible, a smaller one is.
    Near,
    /// The same in every replication.
    Equal,
}

/// What came out of one alternative.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// What became of it.
    pub fate: Fate,
    /// Its mean of the measure that decides, over the replications that counted for its fate.
    pub mean: Option<Estimate>,
    /// Its paired difference from the selected one, over common replications; `None` of the selected one itself.
    pub behind: Option<Paired>,
    /// What its guard-rails say, on the same replications.
    pub guards: Vec<Checked>,
}

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Selected {
    /// The selected alternative; where the replications ended before, the one that leads.
    pub best: Option<usize>,
    /// Whether the race ended.
    pub decided: bool,
    /// Every alternative.
    pub standings: Vec<Standing>,
    /// What a wrong selection would cost, against those that ran as long as the selected one at least in the first stage.
    pub opportunity: Option<Opportunity>,
    /// Cost against effect, over the replications of the first stage; the effect is larger where it is better.
    pub frontier: Option<Frontier>,
    /// Of every alternative what it costs and what the measure that decides is, over the replications of the first stage;
    /// nothing where no cost is named.
    pub places: Vec<[Option<Estimate>; 2]>,
    /// Paired differences in cost and effect of each step of the frontier from the step before; `None` of the first.
    pub steps: Vec<Option<[Paired; 2]>>,
    /// What must be said.
    pub notes: Vec<String>,
}

/// Selects the best of some alternatives; the first one is what changes are measured from. `run` makes sure that alternatives
/// have so many replications and gives the numbers of all alternatives as far as they are known; what goes beyond the
/// replications asked for is not looked at.
///
/// # Errors
/// What `run` says.
pub fn select(
    alternatives: usize,
    question: &Question,
    run: impl FnMut(&[usize], u32) -> Result<Vec<Columns>, Error>,
) -> Result<Selected, Error> {
    race::compete(alternatives, question, run).map(|raced| report::report(question, raced))
}

#[cfg(test)]
mod tests;
