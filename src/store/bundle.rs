//! A bundle of changes that was run in combinations of its parts: which arm of the run holds which parts.

use serde::{Deserialize, Serialize};

/// Most parts of a bundle: 64 combinations.
pub const MOST_PARTS: usize = 6;

/// What is asked of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum View {
    /// Main effects and interactions of its parts.
    Factorial,
    /// What each part contributes to the effect of all, and whose minutes it moves.
    Explain,
}

/// One part of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundlePart {
    /// Its name: its changes, joined by `+`.
    pub name: String,
    /// The names of its changes.
    pub changes: Vec<String>,
    /// The settings, `path=value`, that take it out of the scenario.
    pub off: Vec<String>,
}

/// A bundle and its combinations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// The name of the scenario that holds all parts.
    pub name: String,
    /// What is asked.
    pub view: View,
    /// Measures that are told, by name or family; those that do not exist are passed over.
    pub told: Vec<String>,
    /// Measures of work by activity, by name or family, that are told of each part alone.
    pub work: Vec<String>,
    /// The arm of each combination, by its number: part `i` is in it where bit `i` is set.
    pub arms: Vec<u32>,
    /// The parts.
    pub parts: Vec<BundlePart>,
}

impl Bundle {
    /// The arm of a combination.
    pub fn arm(&self, combination: usize) -> usize {
        self.arms[combination] as usize
    }

    /// The combination of all parts.
    pub fn all(&self) -> usize {
        self.arms.len() - 1
    }

    /// The parts of a combination, in their order.
    pub fn parts_of(&self, combination: usize) -> impl Iterator<Item = &BundlePart> {
        self.parts.iter().enumerate().filter(move |(i, _)| combination >> i & 1 == 1).map(|(_, part)| part)
    }

    /// The name of a combination: its parts joined by a word.
    pub fn words(&self, combination: usize, between: &str) -> String {
        self.parts_of(combination).map(|part| part.name.as_str()).collect::<Vec<_>>().join(between)
    }

    /// The settings that leave only the parts of a combination in the scenario.
    pub fn settings(&self, combination: usize) -> Vec<String> {
        self.parts_of(self.all() & !combination).flat_map(|part| part.off.clone()).collect()
    }
}
