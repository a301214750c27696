//! A run that somebody watches: outcomes are handed in replication by replication, in any order, and at any moment the
//! results of those known without a gap are the same as if no more had been asked for.

use std::sync::Arc;

use super::board::{self, facts, keep, whole};
use super::job::Crew;
use super::results::{ArmFacts, Kept, Results};
use super::run::Arm;
use crate::system::{Outcome, System};

/// What became of a case of a replication, as it is handed in and remembered.
pub type Found = Result<Arc<Kept>, String>;

/// Outcomes as they come.
#[derive(Debug)]
pub struct Live {
    seed: u64,
    level: f64,
    facts: Vec<ArmFacts>,
    /// The arm that stands for each distinct case.
    cases: Vec<usize>,
    slots: Vec<Vec<Option<Found>>>,
    prefix: u32,
}

impl Live {
    /// Nothing is known yet of so many replications of these arms, the baseline first.
    pub fn new<S: System>(
        system: &S,
        arms: &[Arm<S::Case>],
        seed: u64,
        level: f64,
        replications: u32,
    ) -> Self {
        let crew = Crew::new(system, arms, seed);
        let facts = facts(system, arms, &crew.case_of_arm);
        let of_case =
            |case: usize| crew.case_of_arm.iter().position(|c| *c == case).expect("every case is an arm's");
        let cases: Vec<usize> = (0..crew.cases.len()).map(of_case).collect();
        let slots = vec![vec![None; cases.len()]; replications as usize];
        Live { seed, level, facts, cases, slots, prefix: 0 }
    }

    /// The arm that stands for each distinct case: arms of equal digest are one case.
    pub fn cases(&self) -> &[usize] {
        &self.cases
    }

    /// The distinct case that an arm is.
    pub fn case_of(&self, arm: usize) -> usize {
        self.facts[arm].case
    }

    /// What is kept of an outcome of a case.
    pub fn keep(&self, case: usize, outcome: &Outcome) -> Kept {
        board::kept(outcome, &self.facts[self.cases[case]].followed)
    }

    /// Takes in what became of a case of a replication; what is known already stays.
    pub fn place(&mut self, replication: u32, case: usize, found: Found) {
        self.slots[replication as usize][case].get_or_insert(found);
        while self.slots.get(self.prefix as usize).is_some_and(|slot| whole(slot)) {
            self.prefix += 1;
        }
    }

    /// Replications known in every arm without a gap, from the first one on; failed ones are known too.
    pub fn known(&self) -> u32 {
        self.prefix
    }

    /// The results of the replications known without a gap.
    pub fn results(&self) -> Results {
        let mut results = Results {
            seed: self.seed,
            level: self.level,
            arms: self.facts.clone(),
            replications: self.prefix,
            kept: Vec::new(),
            failed: Vec::new(),
            notes: Vec::new(),
            found: 0,
        };
        for (number, slot) in (0..self.prefix).zip(&self.slots) {
            let fates = slot.iter().map(|found| match found.as_ref() {
                Some(Ok(kept)) => Some(board::Fate::Kept(Kept::clone(kept))),
                Some(Err(message)) => Some(board::Fate::Failed(message.clone())),
                None => None,
            });
            keep(&mut results, number, fates.collect());
        }
        results
    }
}
