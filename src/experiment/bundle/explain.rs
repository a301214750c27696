//! What each part of a bundle contributes to its effect, and whose minutes each part alone moves.

use super::contrasts::shapley;
use super::{Grid, grids};
use crate::experiment::compare::{Difference, Verdict, judge};
use crate::experiment::results::{ArmFacts, Results};
use crate::experiment::selection::stands_for;
use crate::statistics::{Estimate, estimate};
use crate::store::{Bundle, BundlePart};
use crate::system::Measure;

/// The effect of a bundle in one measure, and its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Attributed {
    /// The measure.
    pub measure: Measure,
    /// The scenario less the baseline.
    pub total: Option<Estimate>,
    /// What else the scenario changes: without all parts, less the baseline. `None` where it changes nothing else.
    pub rest: Option<Estimate>,
    /// What each part contributes; with the rest they sum to the total.
    pub parts: Vec<Option<Estimate>>,
}

impl Attributed {
    /// A contribution as a share of the total; `None` where chance could explain the total.
    pub fn share(&self, contribution: Option<Estimate>) -> Option<f64> {
        let total = self.total?;
        let clear = total.half_width.is_some_and(|half| half < total.mean.abs());
        clear.then_some(contribution?.mean / total.mean)
    }
}

/// How a part alone changes one measure of work.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// The measure.
    pub measure: Measure,
    /// With this part less without any; corrected for all measures of work of this part, its roles included.
    pub change: Difference,
    /// Whether it is of one role, whose work becomes more.
    pub pays: bool,
}

/// One part alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Alone {
    /// The levers that it moves away from neutral.
    pub levers: Vec<String>,
    /// Work by activity, then the roles whose work becomes more.
    pub moved: Vec<Moved>,
}

/// The attribution of all measures that are told.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// A row for each measure.
    pub rows: Vec<Attributed>,
    /// Each part alone, in the order of the parts.
    pub alone: Vec<Alone>,
    /// Measures that no replication defines in every combination.
    pub left_out: Vec<String>,
}

/// Draws the conclusions.
pub fn analyze(results: &Results, bundle: &Bundle) -> Explanation {
    let (grids, left_out) = grids(results, bundle);
    Explanation {
        rows: grids.iter().map(|grid| attributed(results, bundle, grid)).collect(),
        alone: (0..bundle.parts.len()).map(|part| alone(results, bundle, part)).collect(),
        left_out,
    }
}

fn attributed(results: &Results, bundle: &Bundle, grid: &Grid) -> Attributed {
    let contributions: Vec<Vec<f64>> = grid.rows.iter().map(|row| shapley(row)).collect();
    let of_part = |part: usize| {
        let column: Vec<f64> = contributions.iter().map(|parts| parts[part]).collect();
        estimate(&column, results.level)
    };
    let less_baseline = |combination: usize| {
        let pairs = grid.rows.iter().zip(&grid.baseline);
        let column: Vec<f64> = pairs.map(|(row, before)| row[combination] - before).collect();
        estimate(&column, results.level)
    };
    Attributed {
        measure: grid.measure.clone(),
        total: less_baseline(bundle.all()),
        rest: (bundle.arm(0) != 0).then(|| less_baseline(0)).flatten(),
        parts: (0..bundle.parts.len()).map(of_part).collect(),
    }
}

fn alone(results: &Results, bundle: &Bundle, part: usize) -> Alone {
    let arms = (bundle.arm(0), bundle.arm(1 << part));
    let mut moved: Vec<Moved> = bundle.work.iter().flat_map(|family| moved(results, arms, family)).collect();
    judge(moved.iter_mut().map(|moved| &mut moved.change), 1.0 - results.level);
    // of roles only those who pay
    moved.retain(|moved| !moved.pays || moved.change.verdict == Verdict::Higher);
    Alone { levers: levers(&results.arms[bundle.arm(bundle.all())], &bundle.parts[part]), moved }
}

/// The levers of all changes of a part, each once.
fn levers(facts: &ArmFacts, part: &BundlePart) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (_, levers) in facts.levers.iter().filter(|(name, _)| part.changes.contains(name)) {
        found.extend(levers.iter().filter(|lever| !found.contains(lever)).cloned().collect::<Vec<_>>());
    }
    found
}

/// A family of measures of work: the whole of it, and its roles unless a role is all of it.
fn moved(results: &Results, (without, with): (usize, usize), family: &str) -> Vec<Moved> {
    let (before, after) = (&results.arms[without], &results.arms[with]);
    let mut found: Vec<Moved> = Vec::new();
    for (column, measure) in after.measures.iter().enumerate().filter(|(_, m)| stands_for(family, &m.name)) {
        let Some(other) = before.measures.iter().position(|m| m.name == measure.name) else { continue };
        let (treated, baseline) = (results.column(with, None, column), results.column(without, None, other));
        let change = Difference::of(&treated, &baseline, results.level);
        if !found.iter().any(|whole| whole.change == change) {
            found.push(Moved { measure: measure.clone(), change, pays: measure.name != family });
        }
    }
    found
}
