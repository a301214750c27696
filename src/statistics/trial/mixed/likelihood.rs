//! The likelihood of a random intercept as a function of one number: λ = τ² / σ².
//!
//! A cluster of n observations has the covariance σ² (I + λ J), of which the inverse is (I − w J) / σ² with
//! w = λ / (1 + n λ). Coefficients and σ² are profiled out.

use std::f64::consts::PI;

use super::super::effect::NoFit;
use super::super::matrix::{inverse, trace, zeros};
use super::super::root::root;
use super::Method;
use super::sums::Sums;
use crate::statistics::symmetric::{Cholesky, dot};

/// The likelihood and its slope at one λ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    /// The ratio of the variances.
    pub lambda: f64,
    /// Sum of log(1 + n λ), under REML with the log determinant of the information of the coefficients.
    pub determinant: f64,
    /// Its derivative by λ.
    pub determinant_slope: f64,
    /// Generalised sum of squares about the fit, as if σ² were 1.
    pub rest: f64,
    /// Its derivative by λ.
    pub rest_slope: f64,
    /// Observations, under REML without the coefficients.
    pub freedom: f64,
}

impl Point {
    /// −2 log likelihood with all constants, at the best σ² for this λ. Under REML the constants are those of
    /// lme4 (Bates et al. 2015, Journal of Statistical Software 67(1)).
    pub fn deviance(&self) -> f64 {
        self.freedom * (1.0 + libm::log(2.0 * PI * self.rest / self.freedom)) + self.determinant
    }

    /// The derivative of the deviance by λ.
    pub fn slope(&self) -> f64 {
        self.determinant_slope + self.freedom * self.rest_slope / self.rest
    }

    /// −2 log likelihood where τ² is given, above 0, and σ² = τ² / λ.
    pub fn deviance_at(&self, tau2: f64) -> f64 {
        let sigma2 = tau2 / self.lambda;
        self.freedom * libm::log(2.0 * PI * sigma2) + self.rest / sigma2 + self.determinant
    }

    /// The derivative of that by log λ.
    pub fn slope_at(&self, tau2: f64) -> f64 {
        let squares = self.rest + self.lambda * self.rest_slope;
        self.lambda * (self.determinant_slope + squares / tau2) - self.freedom
    }
}

/// The information of the coefficients as if σ² were 1, X' (I − W) X, and the right-hand side.
fn normal_equations(sums: &Sums, lambda: f64) -> Vec<Vec<f64>> {
    let mut matrix = sums.total.clone();
    for size in &sums.sizes {
        let weight = lambda / (1.0 + size.n * lambda);
        for (row, outer) in matrix.iter_mut().zip(&size.outer) {
            for (cell, product) in row.iter_mut().zip(outer) {
                *cell -= weight * product;
            }
        }
    }
    matrix
}

/// The coefficients at λ with the factor of their information as if σ² were 1; `None` where columns depend on
/// each other.
pub(super) fn coefficients(sums: &Sums, lambda: f64) -> Option<(Vec<f64>, Cholesky)> {
    let matrix = normal_equations(sums, lambda);
    let factor = Cholesky::of(&matrix[..sums.columns])?;
    let beta = factor.solve(&matrix[sums.columns][..sums.columns]);
    Some((beta, factor))
}

/// The likelihood at λ ≥ 0; `None` where columns depend on each other.
pub(super) fn point(sums: &Sums, method: Method, lambda: f64) -> Option<Point> {
    let p = sums.columns;
    let matrix = normal_equations(sums, lambda);
    let factor = Cholesky::of(&matrix[..p])?;
    let mut direction = factor.solve(&matrix[p][..p]);
    let rest = (matrix[p][p] - dot(&direction, &matrix[p][..p])).max(0.0);
    direction.iter_mut().for_each(|b| *b = -*b);
    direction.push(1.0);
    let (mut determinant, mut determinant_slope) = (0.0, 0.0);
    let mut slopes = zeros(p + 1);
    for size in &sums.sizes {
        let share = 1.0 / (1.0 + size.n * lambda);
        determinant += size.clusters * libm::log1p(size.n * lambda);
        determinant_slope += size.clusters * size.n * share;
        for (row, outer) in slopes.iter_mut().zip(&size.outer) {
            for (cell, product) in row.iter_mut().zip(outer) {
                *cell -= share * share * product;
            }
        }
    }
    let rest_slope: f64 = slopes.iter().zip(&direction).map(|(row, d)| d * dot(row, &direction)).sum();
    let mut freedom = sums.rows as f64;
    if method == Method::Reml {
        freedom -= p as f64;
        let (inverse, log_determinant) = inverse(&factor, p);
        determinant += log_determinant;
        determinant_slope += trace(&inverse, &slopes[..p]);
    }
    Some(Point { lambda, determinant, determinant_slope, rest, rest_slope, freedom })
}

/// The grid of λ on which roots of the slope are looked for: 0 and an eighth of a decade from 1e-5 to 1e7.
pub(super) fn grid() -> impl Iterator<Item = f64> {
    std::iter::once(0.0).chain((0..=96).map(|k| libm::pow(10.0, -5.0 + f64::from(k) / 8.0)))
}

/// The λ of the greatest likelihood over all λ ≥ 0: every root of the slope where the likelihood turns from
/// rising to falling, found on the grid and refined until no number lies between, is compared with every
/// other and with λ = 0. A search for the maximum of the likelihood itself would stop at half the digits, and
/// a search from one start at the nearest hill. `NoVariance` where the likelihood rises for ever, as it does
/// without variance within clusters.
pub(super) fn maximum(sums: &Sums, method: Method) -> Result<Point, NoFit> {
    let at = |lambda: f64| point(sums, method, lambda).ok_or(NoFit::NoContrast);
    let mut lambdas = grid();
    let mut before = at(lambdas.next().expect("the grid begins at 0"))?;
    let mut best = (before.slope() >= 0.0).then_some(before);
    for lambda in lambdas {
        let here = at(lambda)?;
        if before.slope() < 0.0 && here.slope() >= 0.0 {
            let lambda = root(before.lambda, here.lambda, |lambda| {
                point(sums, method, lambda).map_or(f64::NAN, |found| found.slope())
            });
            let found = at(lambda)?;
            if best.is_none_or(|best| found.deviance() < best.deviance()) {
                best = Some(found);
            }
        }
        before = here;
    }
    let rising = before.slope() < 0.0 && best.is_none_or(|best| before.deviance() < best.deviance());
    best.filter(|_| !rising).ok_or(NoFit::NoVariance)
}
