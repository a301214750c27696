//! The numbers of a small sweep by its points, for figures.

use crate::experiment::figures::study::FactorWords;
use crate::system::Measure;

/// The points of a sweep with all their numbers: only of sweeps that memory holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// The factors; those that move together are one.
    pub factors: Vec<FactorWords>,
    /// Of each point the numbers of the factors.
    pub places: Vec<Vec<f64>>,
    /// The measures.
    pub measures: Vec<Measure>,
    /// Numbers: measure, point, replication; NaN where undefined or failed.
    pub values: Vec<Vec<Vec<f64>>>,
}

impl Cells {
    /// The values that a factor takes, in ascending order.
    pub fn levels(&self, axis: usize) -> Vec<f64> {
        let mut levels: Vec<f64> = self.places.iter().map(|point| point[axis]).collect();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        levels
    }

    /// The points at a level of a factor.
    pub fn points_at(&self, axis: usize, level: f64) -> Vec<usize> {
        (0..self.places.len()).filter(|point| self.places[*point][axis] == level).collect()
    }

    /// Whether two factors are crossed: most pairs of their levels have a point.
    pub fn fills(&self, x: usize, y: usize) -> bool {
        let mut pairs: Vec<[u64; 2]> =
            self.places.iter().map(|point| [point[x].to_bits(), point[y].to_bits()]).collect();
        pairs.sort_unstable();
        pairs.dedup();
        2 * pairs.len() > self.levels(x).len() * self.levels(y).len()
    }

    /// The mean over some points in each replication that all of them have; NaN where one of them is undefined.
    pub fn column(&self, measure: usize, points: &[usize]) -> Vec<f64> {
        let of = |point: usize| &self.values[measure][point];
        let count = points.iter().map(|point| of(*point).len()).min().unwrap_or(0);
        let mean = |replication: usize| {
            let sum: f64 = points.iter().map(|point| of(*point)[replication]).sum();
            sum / points.len() as f64
        };
        (0..count).map(mean).collect()
    }
}
