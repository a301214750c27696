//! Standard errors that allow for any dependence within clusters.
//!
//! All observations of a cell have the same row, and effects of clusters are taken out beforehand (which
//! changes none of these errors: Pustejovsky & Tipton 2018, theorem 2). So a cluster's hat matrix acts on its
//! cells alone, weighted by the roots of their sizes, and nothing larger than the number of periods is ever
//! decomposed.

use super::super::columns::Columns;
use super::super::effect::NoFit;
use super::super::matrix::{times, zeros};
use super::Fixed;
use crate::statistics::symmetric::dot;
use crate::statistics::uncertainty::eigen::Eigen;

/// The cells of one cluster.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// Their rows, less the cluster's mean where effects of clusters were taken out.
    pub rows: Vec<Vec<f64>>,
    /// Their numbers of observations.
    pub n: Vec<f64>,
    /// Their mean values, likewise; after the fit what is left of them.
    pub rests: Vec<f64>,
}

/// What is left of 1 below which an eigenvalue of a hat matrix counts as 1: the cluster alone decides that
/// direction, so it holds no residual.
const DECIDED: f64 = 1e-9;

impl Group {
    /// The clusters, and the sums of squares of the columns before anything was taken out.
    pub fn all(columns: &Columns, absorb: bool) -> (Vec<Self>, Vec<f64>) {
        let mut groups: Vec<(u32, Group)> = Vec::new();
        let mut raw = vec![0.0; columns.names.len()];
        for (i, cell) in columns.cells.iter().enumerate() {
            if groups.last().is_none_or(|(cluster, _)| *cluster != cell.cluster) {
                groups.push((cell.cluster, Group { rows: Vec::new(), n: Vec::new(), rests: Vec::new() }));
            }
            let row = columns.dense(i);
            raw.iter_mut().zip(&row).for_each(|(sum, x)| *sum += cell.n as f64 * x * x);
            let (_, group) = groups.last_mut().expect("a group was pushed");
            group.rows.push(row);
            group.n.push(cell.n as f64);
            group.rests.push(cell.mean);
        }
        let done = groups.into_iter().map(|(_, group)| if absorb { group.centred() } else { group });
        (done.collect(), raw)
    }

    fn centred(mut self) -> Self {
        let total: f64 = self.n.iter().sum();
        for column in 0..self.rows[0].len() {
            let sum: f64 = self.rows.iter().zip(&self.n).map(|(row, n)| n * row[column]).sum();
            self.rows.iter_mut().for_each(|row| row[column] -= sum / total);
        }
        // Relative to the first value, so that a constant cluster has no rests at all.
        let origin = self.rests[0];
        let sum: f64 = self.rests.iter().zip(&self.n).map(|(value, n)| n * (value - origin)).sum();
        self.rests.iter_mut().for_each(|value| *value = *value - origin - sum / total);
        self
    }

    /// With the kept columns alone and the residuals of the fit.
    pub fn fitted(self, kept: &[usize], coefficients: &[f64]) -> Self {
        let pick = |row: &Vec<f64>| -> Vec<f64> { kept.iter().map(|i| row[*i]).collect() };
        let rows: Vec<Vec<f64>> = self.rows.iter().map(pick).collect();
        let rests = self.rests.iter().zip(&rows).map(|(value, row)| value - dot(row, coefficients)).collect();
        Group { rows, rests, n: self.n }
    }

    /// Sum of squares of the residuals of its cells.
    pub fn squares(&self) -> f64 {
        self.n.iter().zip(&self.rests).map(|(n, rest)| n * rest * rest).sum()
    }

    /// Values of the cells times the roots of their sizes.
    fn rooted(&self, values: impl Iterator<Item = f64>) -> Vec<f64> {
        self.n.iter().zip(values).map(|(n, value)| n.sqrt() * value).collect()
    }

    /// The root of the inverse of I − H on the cells.
    fn adjustment(&self, bread: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let mut hat = zeros(self.rows.len());
        for (i, row) in self.rows.iter().enumerate() {
            let spread = times(bread, row);
            for (j, other) in self.rows.iter().enumerate() {
                hat[i][j] = (self.n[i] * self.n[j]).sqrt() * dot(&spread, other);
            }
        }
        Eigen::of(&hat).function(|share| if 1.0 - share < DECIDED { 0.0 } else { 1.0 / (1.0 - share).sqrt() })
    }
}

impl Fixed {
    /// The CR1 variance of a weighted sum of coefficients.
    pub(super) fn cr1(&self, weights: &[f64]) -> Result<f64, NoFit> {
        if self.rows <= self.parameters {
            return Err(NoFit::TooFewRows);
        }
        let (g, n, k) = (self.clusters as f64, self.rows as f64, self.parameters as f64);
        let direction = times(&self.bread, weights);
        let mut sum = 0.0;
        for group in &self.groups {
            let mut score = 0.0;
            for ((row, n), rest) in group.rows.iter().zip(&group.n).zip(&group.rests) {
                score += n * rest * dot(row, &direction);
            }
            sum += score * score;
        }
        Ok(sum * g / (g - 1.0) * (n - 1.0) / (n - k))
    }

    /// The CR2 variance of a weighted sum of coefficients, and Satterthwaite's degrees of freedom.
    pub(super) fn cr2(&self, adjustments: &[Vec<Vec<f64>>], weights: &[f64]) -> (f64, f64) {
        let direction = times(&self.bread, weights);
        let (mut variance, mut own, mut spreads) = (0.0, Vec::new(), Vec::new());
        for (group, adjustment) in self.groups.iter().zip(adjustments) {
            let z = times(adjustment, &group.rooted(group.rows.iter().map(|row| dot(row, &direction))));
            let score = dot(&z, &group.rooted(group.rests.iter().copied()));
            variance += score * score;
            own.push(dot(&z, &z));
            let mut spread = vec![0.0; weights.len()];
            for ((row, n), z) in group.rows.iter().zip(&group.n).zip(&z) {
                spread.iter_mut().zip(row).for_each(|(cell, x)| *cell += n.sqrt() * x * z);
            }
            spreads.push(spread);
        }
        let (mut trace, mut squares) = (0.0, 0.0);
        for (c, spread) in spreads.iter().enumerate() {
            let carried = times(&self.bread, spread);
            for (d, other) in spreads.iter().enumerate() {
                let cell = if c == d { own[c] } else { 0.0 } - dot(&carried, other);
                trace += if c == d { cell } else { 0.0 };
                squares += cell * cell;
            }
        }
        (variance, trace * trace / squares)
    }

    /// The CR2 covariance of some coefficients.
    pub(super) fn cr2_covariance(&self, adjustments: &[Vec<Vec<f64>>], of: &[usize]) -> Vec<Vec<f64>> {
        let mut covariance = zeros(of.len());
        for (group, adjustment) in self.groups.iter().zip(adjustments) {
            let rests = times(adjustment, &group.rooted(group.rests.iter().copied()));
            let mut score = vec![0.0; self.coefficients.len()];
            for ((row, n), rest) in group.rows.iter().zip(&group.n).zip(&rests) {
                score.iter_mut().zip(row).for_each(|(cell, x)| *cell += n.sqrt() * x * rest);
            }
            let moved = times(&self.bread, &score);
            super::add_square(&mut covariance, 1.0, &of.iter().map(|i| moved[*i]).collect::<Vec<f64>>());
        }
        covariance
    }

    /// The adjustment of each cluster; clusters with the same cells share theirs.
    pub(super) fn adjustments(&self) -> Vec<Vec<Vec<f64>>> {
        let mut done: Vec<Vec<Vec<f64>>> = Vec::with_capacity(self.groups.len());
        for (i, group) in self.groups.iter().enumerate() {
            let same = |other: &Group| other.n == group.n && other.rows == group.rows;
            let adjustment = match self.groups[..i].iter().position(same) {
                Some(other) => done[other].clone(),
                None => group.adjustment(&self.bread),
            };
            done.push(adjustment);
        }
        done
    }
}
