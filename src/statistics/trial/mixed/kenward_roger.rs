//! Standard errors and degrees of freedom for few clusters (Kenward & Roger 1997, Biometrics 53(3)).
//!
//! The model-based covariance Φ = (X' V⁻¹ X)⁻¹ takes the variances for known, and is itself biased. The
//! covariance is linear in θ = (τ², σ²), V = τ² J + σ² I in a cluster, so the terms in second derivatives are
//! absent. On a cluster of n every product of V⁻¹, I and J is again a I + b J; with a = 1 / σ² and d = 1 /
//! (σ² + n τ²) all that is needed is n, X'X and the sums of the columns.

use super::super::matrix::{between, times, trace, zeros};
use super::sums::Sums;
use crate::statistics::uncertainty::eigen::product;

/// The adjusted covariance with what the degrees of freedom of a contrast need.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct KenwardRoger {
    /// The adjusted covariance of the coefficients.
    pub covariance: Vec<Vec<f64>>,
    /// The asymptotic covariance of (τ², σ²): variances and covariance.
    weights: [[f64; 2]; 2],
    /// P for τ² and for σ².
    p: [Vec<Vec<f64>>; 2],
}

impl KenwardRoger {
    /// The adjustment at the estimated variances, where `phi` is the model-based covariance of the
    /// coefficients.
    pub fn of(sums: &Sums, phi: &[Vec<f64>], tau2: f64, sigma2: f64) -> Self {
        let width = sums.columns;
        let a = 1.0 / sigma2;
        let (mut p, mut q) = ([zeros(width), zeros(width)], [zeros(width), zeros(width), zeros(width)]);
        let mut information = [0.0; 3];
        add(&mut p[1], -a * a, &sums.total);
        add(&mut q[2], a * a * a, &sums.total);
        for size in &sums.sizes {
            let (n, count) = (size.n, size.clusters);
            let d = 1.0 / (sigma2 + n * tau2);
            add(&mut p[0], -d * d, &size.outer);
            add(&mut p[1], -(d * d - a * a) / n, &size.outer);
            add(&mut q[0], n * d * d * d, &size.outer);
            add(&mut q[1], d * d * d, &size.outer);
            add(&mut q[2], (d * d * d - a * a * a) / n, &size.outer);
            information[0] += count * n * n * d * d;
            information[1] += count * n * d * d;
            information[2] += count * ((n - 1.0) * a * a + d * d);
        }
        let middle = [product(phi, &p[0]), product(phi, &p[1])];
        for (k, (i, j)) in [(0, 0), (0, 1), (1, 1)].into_iter().enumerate() {
            let crossed = trace(&middle[i], &transposed(&middle[j]));
            information[k] = 0.5 * (information[k] - 2.0 * trace(phi, &q[k]) + crossed);
        }
        let [tt, ts, ss] = information;
        let determinant = tt * ss - ts * ts;
        let weights = [[ss / determinant, -ts / determinant], [-ts / determinant, tt / determinant]];
        let mut inner = zeros(width);
        for (k, (i, j)) in [(0, 0), (0, 1), (1, 0), (1, 1)].into_iter().enumerate() {
            add(&mut inner, weights[i][j], &q[[0, 1, 1, 2][k]]);
            add(&mut inner, -weights[i][j], &product(&p[i], &middle[j]));
        }
        let mut covariance = phi.to_vec();
        add(&mut covariance, 2.0, &product(&product(phi, &inner), phi));
        KenwardRoger { covariance, weights, p }
    }

    /// Degrees of freedom of one contrast, for which Kenward and Roger's F has the scale 1 and these are 2 /
    /// A₂.
    pub fn freedom(&self, phi: &[Vec<f64>], contrast: &[f64]) -> f64 {
        let direction = times(phi, contrast);
        let variance = between(contrast, phi, contrast);
        let share = |i: usize| between(&direction, &self.p[i], &direction) / variance;
        let shares = [share(0), share(1)];
        let mut a2 = 0.0;
        for (row, x) in self.weights.iter().zip(shares) {
            for (weight, y) in row.iter().zip(shares) {
                a2 += weight * x * y;
            }
        }
        2.0 / a2
    }
}

/// Adds a multiple of the upper left part of a matrix.
fn add(to: &mut [Vec<f64>], weight: f64, other: &[Vec<f64>]) {
    for (row, others) in to.iter_mut().zip(other) {
        for (cell, x) in row.iter_mut().zip(others) {
            *cell += weight * x;
        }
    }
}

fn transposed(matrix: &[Vec<f64>]) -> Vec<Vec<f64>> {
    (0..matrix.len()).map(|j| matrix.iter().map(|row| row[j]).collect()).collect()
}
