//! Main effects and interactions of the parts of a bundle, and the sum of what they do alone against what they do together.

use super::contrasts::{alone, contrast, sum_alone, synergy, together};
use super::{Grid, grids};
use crate::experiment::compare::{Difference, judge};
use crate::experiment::results::Results;
use crate::statistics::Estimate;
use crate::store::Bundle;
use crate::system::{Measure, Support};

/// A main effect or an interaction.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The combination of its parts: one part for a main effect.
    pub parts: usize,
    /// The contrast with its interval and verdict.
    pub contrast: Difference,
    /// How well it is supported.
    pub support: Option<Support>,
}

/// All effects in one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// The measure.
    pub measure: Measure,
    /// The measure with no part in it.
    pub none: Option<Estimate>,
    /// The measure with all parts in it.
    pub all: Option<Estimate>,
    /// Main effects, then interactions of two parts, and so on.
    pub effects: Vec<Effect>,
    /// What each part changes alone.
    pub alone: Vec<Option<Estimate>>,
    /// Their sum.
    pub sum: Option<Estimate>,
    /// What all parts change together.
    pub together: Option<Estimate>,
    /// Together less the sum.
    pub synergy: Option<Estimate>,
}

/// The effects in all measures that are told: one family for Holm.
#[derive(Debug, Clone, PartialEq)]
pub struct Factorial {
    /// A row for each measure.
    pub rows: Vec<Effects>,
    /// Measures that no replication defines in every combination.
    pub left_out: Vec<String>,
}

/// Draws the conclusions.
pub fn analyze(results: &Results, bundle: &Bundle) -> Factorial {
    let (grids, left_out) = grids(results, bundle);
    let mut rows: Vec<Effects> = grids.iter().map(|grid| effects(results, bundle, grid)).collect();
    let all = rows.iter_mut().flat_map(|row| &mut row.effects).map(|effect| &mut effect.contrast);
    judge(all, 1.0 - results.level);
    Factorial { rows, left_out }
}

fn effects(results: &Results, bundle: &Bundle, grid: &Grid) -> Effects {
    let level = results.level;
    let mut order: Vec<usize> = (1..bundle.arms.len()).collect();
    order.sort_by_key(|parts| (parts.count_ones(), *parts));
    let zero = vec![0.0; grid.rows.len()];
    let effect = |parts: usize| Effect {
        parts,
        contrast: Difference::of(&grid.column(|row| contrast(row, parts)), &zero, level),
        support: support(results, bundle.arm(parts), &grid.measure.name),
    };
    Effects {
        measure: grid.measure.clone(),
        none: grid.estimate(level, |row| row[0]),
        all: grid.estimate(level, |row| row[bundle.all()]),
        effects: order.into_iter().map(effect).collect(),
        alone: (0..bundle.parts.len()).map(|part| grid.estimate(level, |row| alone(row, part))).collect(),
        sum: grid.estimate(level, sum_alone),
        together: grid.estimate(level, together),
        synergy: grid.estimate(level, synergy),
    }
}

/// An effect is supported as the scenario that differs from the baseline by its parts alone.
fn support(results: &Results, arm: usize, measure: &str) -> Option<Support> {
    let facts = &results.arms[arm];
    let place = facts.measures.iter().position(|other| other.name == measure)?;
    facts.support.get(place).cloned().flatten()
}
