//! Simulated trials: would an evaluation have seen what a change does? In a simulated organisation the truth is known — the
//! same history without the change — so the bias, coverage and power of a planned evaluation are seen before it is paid for.
//!
//! The way of the data: a [`study`] names designs, outcomes and what differs between repetitions; [`repetition`] lives the
//! histories of one repetition of the trial ([`world`]: one plan, one history); [`analysis`] evaluates each as an evaluator
//! would, who sees nothing but the observations; [`verdict`] holds the estimates against the truth; [`sources`] makes the tests
//! that need no trial: figures of people's answers in variants, transfer, leading indicators.

pub mod analysis;
pub mod answer;
mod check;
pub mod conduct;
pub mod design;
pub mod evaluate;
pub mod figures;
pub mod file;
pub mod leading;
pub mod meta;
pub mod own;
pub mod planning;
pub mod present;
pub mod repetition;
pub mod sources;
pub mod study;
pub mod tables;
pub mod tests_words;
pub mod toy;
pub mod transfer;
pub mod truth;
pub mod verdict;
pub mod world;

use std::sync::atomic::AtomicBool;

use crate::error::Error;
use crate::system::{Setting, System};
use file::Good;
use study::TrialStudy;

/// Builds the case of a study's scenario with settings.
pub type Build<'a, C> = dyn Fn(&[Setting]) -> Result<C, Error> + Sync + 'a;

/// A trial that is ready to be conducted.
pub struct Task<'a, S: System> {
    /// The system.
    pub system: &'a S,
    /// The study.
    pub study: &'a TrialStudy,
    /// Builds the scenario with settings: its periods are those of the study, and people are asked at the end of each.
    pub build: &'a Build<'a, S::Case>,
    /// Digest of the scenario without settings, and of the version of the numbers.
    pub digest: &'a str,
    /// The clusters of the scenario.
    pub clusters: Vec<String>,
    /// For each outcome, which direction is good.
    pub better: Vec<Good>,
    /// For each outcome its label and unit.
    pub labels: Vec<(String, String)>,
    /// What is tried.
    tried: Vec<String>,
    /// Number of threads, 1 or more.
    pub threads: usize,
    /// Becomes true when the trial shall stop.
    pub stop: &'a AtomicBool,
}

impl<S: System> Task<'_, S> {
    /// The interventions that are tried.
    pub fn tried(&self) -> &[String] {
        &self.tried
    }
}
