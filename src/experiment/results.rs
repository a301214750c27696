//! What the replications gave: summaries in replication order, failures, digests.

use crate::store::digest;
use crate::store::manifest::Failure;
use crate::system::{Measure, Support, Terms, Views};

/// What is kept of one outcome: the summary window, in total and per site, what money and courses need of each period, and a
/// digest of all of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Summary in total, then per site: a number per measure each.
    pub summary: Vec<f64>,
    /// Of the whole system, for each 4-week period the measures that are followed, in their order.
    pub followed: Vec<f64>,
    /// Digest of the whole outcome.
    pub bits: [u8; 32],
}

/// An arm in the results.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmFacts {
    /// Name.
    pub name: String,
    /// File as given.
    pub file: String,
    /// Digest of its resolved parameters.
    pub digest: String,
    /// Whether it shared the baseline's warm-up.
    pub forked: bool,
    /// Its table of measures.
    pub measures: Vec<Measure>,
    /// Its sites.
    pub sites: Vec<String>,
    /// On what terms it counts money.
    pub terms: Option<Terms>,
    /// How well its differences from the baseline are supported, measure by measure; empty for the baseline.
    pub support: Vec<Option<Support>>,
    /// Names of measures to watch in its differences from the baseline; empty for the baseline.
    pub watched: Vec<String>,
    /// Its interventions with the levers that they move.
    pub levers: Vec<(String, Vec<String>)>,
    /// What a reader looks at first.
    pub views: Views,
    /// Columns of the measures that are followed period by period.
    pub(super) followed: Vec<usize>,
    /// Its place among the distinct cases.
    pub(super) case: usize,
}

/// The replications that are reported, of all arms.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// Master seed.
    pub seed: u64,
    /// Level of the intervals.
    pub level: f64,
    /// Arms, the baseline first.
    pub arms: Vec<ArmFacts>,
    /// Number of replications, failed ones included.
    pub replications: u32,
    /// Replications that succeeded in every arm, in order: number, and what is kept per case.
    pub(super) kept: Vec<(u32, Vec<Kept>)>,
    /// Failures, in order.
    pub failed: Vec<Failure>,
    /// Sentences for the log and the person: damaged blocks, a precision out of reach.
    pub notes: Vec<String>,
    /// How many replications were found in the store.
    pub found: u32,
}

impl Results {
    /// Numbers of the replications that succeeded in every arm, in order.
    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        self.kept.iter().map(|(number, _)| *number)
    }

    /// A measure of an arm in every replication, in order; in total or for a site.
    pub fn column(&self, arm: usize, site: Option<usize>, measure: usize) -> Vec<f64> {
        let facts = &self.arms[arm];
        let index = site.map_or(0, |s| 1 + s) * facts.measures.len() + measure;
        self.kept.iter().map(|(_, cases)| cases[facts.case].summary[index]).collect()
    }

    /// A followed measure of an arm, of the whole system: for each replication, in order, a number per period. `None`
    /// where the arm lacks the measure or it is not followed.
    pub fn periods(&self, arm: usize, measure: &str) -> Option<Vec<Vec<f64>>> {
        let facts = &self.arms[arm];
        let place = facts.followed.iter().position(|&column| facts.measures[column].name == measure)?;
        let of =
            |kept: &Kept| kept.followed.iter().copied().skip(place).step_by(facts.followed.len()).collect();
        Some(self.kept.iter().map(|(_, cases)| of(&cases[facts.case])).collect())
    }

    /// The results of some arms, in the order given.
    pub fn of_arms(&self, arms: &[usize]) -> Results {
        Results { arms: arms.iter().map(|arm| self.arms[*arm].clone()).collect(), ..self.clone() }
    }

    /// Digest of all outcomes reported.
    pub fn result_digest(&self) -> String {
        let mut rows = Vec::new();
        for (number, cases) in &self.kept {
            for arm in &self.arms {
                rows.push((arm.digest.as_str(), self.seed, *number, cases[arm.case].bits));
            }
        }
        digest::result_digest(rows)
    }

    /// How many replications failed.
    pub fn failures(&self) -> usize {
        self.replications as usize - self.kept.len()
    }
}
