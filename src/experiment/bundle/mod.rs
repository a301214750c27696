//! A bundle of changes in all combinations of its parts: main effects and interactions ([`factorial`]), and what each part
//! contributes to the effect of all ([`explain`]). Every number is computed within a replication, in which all
//! combinations meet the same random numbers, and then has its interval over the replications.

pub mod answer;
pub mod contrasts;
pub mod explain;
pub mod factorial;
pub mod screen;
pub mod tables;

use super::results::Results;
use crate::statistics::{Estimate, estimate};
use crate::store::{Bundle, View};
use crate::system::Measure;

pub use explain::Explanation;
pub use factorial::Factorial;

/// What is found of a bundle.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Main effects and interactions.
    Factorial(Factorial),
    /// What each part contributes.
    Explain(Explanation),
}

/// Draws the conclusions that are asked for.
pub fn analyze(results: &Results, bundle: &Bundle) -> Found {
    match bundle.view {
        View::Factorial => Found::Factorial(factorial::analyze(results, bundle)),
        View::Explain => Found::Explain(explain::analyze(results, bundle)),
    }
}

/// A measure in every combination, in the replications in which all of them and the baseline define it.
struct Grid {
    measure: Measure,
    /// For each replication a number per combination.
    rows: Vec<Vec<f64>>,
    /// For each of these replications the number of the baseline.
    baseline: Vec<f64>,
}

impl Grid {
    /// The grid of a measure; `None` where some combination lacks it.
    fn of(results: &Results, bundle: &Bundle, name: &str) -> Option<Self> {
        let place = |arm: usize| results.arms[arm].measures.iter().position(|measure| measure.name == name);
        let column = |arm: usize| Some(results.column(arm, None, place(arm)?));
        let combinations = (0..bundle.arms.len()).map(|c| column(bundle.arm(c)));
        let columns: Vec<Vec<f64>> = combinations.collect::<Option<_>>()?;
        let of_baseline = column(0)?;
        let measure = results.arms[0].measures[place(0)?].clone();
        let (mut rows, mut baseline) = (Vec::new(), Vec::new());
        for (number, before) in of_baseline.into_iter().enumerate() {
            let row: Vec<f64> = columns.iter().map(|column| column[number]).collect();
            if !before.is_nan() && row.iter().all(|value| !value.is_nan()) {
                rows.push(row);
                baseline.push(before);
            }
        }
        Some(Grid { measure, rows, baseline })
    }

    /// A number of each replication.
    fn column(&self, of: impl Fn(&[f64]) -> f64) -> Vec<f64> {
        self.rows.iter().map(|row| of(row)).collect()
    }

    /// The mean of such a number with its interval.
    fn estimate(&self, level: f64, of: impl Fn(&[f64]) -> f64) -> Option<Estimate> {
        estimate(&self.column(of), level)
    }
}

/// The measures that are told, and the names of those that no replication defines in every combination.
fn grids(results: &Results, bundle: &Bundle) -> (Vec<Grid>, Vec<String>) {
    let (mut grids, mut left_out) = (Vec::new(), Vec::new());
    for name in &bundle.told {
        match Grid::of(results, bundle, name).filter(|grid| !grid.rows.is_empty()) {
            Some(grid) => grids.push(grid),
            None => left_out.push(name.clone()),
        }
    }
    (grids, left_out)
}
