//! Linear mixed models of a trial with a random intercept of each cluster.
mod icc;
mod kenward_roger;
mod likelihood;
mod profile;
mod sums;

pub use icc::{MixedIcc, mixed_icc};

use self::kenward_roger::KenwardRoger;
use self::likelihood::{coefficients, maximum};
use self::sums::Sums;
use super::columns::{Columns, Treatment};
use super::data::Data;
use super::effect::{Effect, NoFit};
use super::matrix::{between, inverse};
use crate::statistics::symmetric::dot;

/// Which likelihood is maximised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Restricted maximum likelihood: the variances are not made too small by the coefficients.
    Reml,
    /// Maximum likelihood.
    Ml,
}

/// A fitted model: value = intercept + period + change + cluster + rest, where clusters have the variance τ²
/// and rests the variance σ² (Hussey & Hughes 2007, Contemporary Clinical Trials 28(2)).
#[derive(Debug, Clone, PartialEq)]
pub struct Mixed {
    /// Names of the coefficients: `intercept`, `period 1`, …, and `treatment` or `exposure 0`, ….
    pub names: Vec<String>,
    /// The coefficients.
    pub coefficients: Vec<f64>,
    /// Their model-based covariance (X' V⁻¹ X)⁻¹, which takes the variances for known.
    pub covariance: Vec<Vec<f64>>,
    /// Variance between clusters.
    pub tau2: f64,
    /// Variance within clusters.
    pub sigma2: f64,
    /// Intraclass correlation τ² / (τ² + σ²), from 0 to 1.
    pub icc: f64,
    /// The log likelihood at its maximum with all constants; under REML as lme4 counts them.
    pub log_likelihood: f64,
    /// Whether the greatest likelihood is at τ² = 0: clusters differ no more than chance would make them, or
    /// less.
    pub boundary: bool,
    /// Number of observations.
    pub rows: usize,
    /// Number of clusters that were observed.
    pub clusters: usize,
    /// Which likelihood was maximised.
    pub method: Method,
    /// Weights of the coefficients whose sum is the effect: the only one of the change, or the mean over
    /// exposures.
    pub average: Vec<f64>,
    /// Coefficients of ordinary least squares, from which the sums count.
    origin: Vec<f64>,
    sums: Sums,
    adjusted: KenwardRoger,
}

/// Fits the model to the observations outside the transition. `periods`: whether periods have effects;
/// without them a drift that all clusters share is taken for the effect of the change. The greatest
/// likelihood is found among all hills and the boundary τ² = 0 ([`Mixed::boundary`]). No fit without rows,
/// contrast, variance, two clusters, a second observation of any cluster, or with fewer observations than
/// coefficients.
pub fn mixed(data: &Data, periods: bool, treatment: Treatment, method: Method) -> Result<Mixed, NoFit> {
    fit(&Columns::of(data, periods, treatment)?, method)
}

fn fit(columns: &Columns, method: Method) -> Result<Mixed, NoFit> {
    let means: Vec<f64> = columns.cells.iter().map(|cell| cell.mean).collect();
    let (sums, origin) = centred(columns, &means)?;
    let clusters = sums.clusters();
    if clusters < 2 {
        return Err(NoFit::TooFewClusters);
    }
    if sums.rows <= sums.columns {
        return Err(NoFit::TooFewRows);
    }
    if sums.sizes.iter().all(|size| size.n == 1.0) {
        return Err(NoFit::NoReplication);
    }
    let found = maximum(&sums, method)?;
    let sigma2 = found.rest / found.freedom;
    let tau2 = found.lambda * sigma2;
    let (change, factor) = coefficients(&sums, found.lambda).ok_or(NoFit::NoContrast)?;
    let (mut covariance, _) = inverse(&factor, sums.columns);
    covariance.iter_mut().flatten().for_each(|cell| *cell *= sigma2);
    Ok(Mixed {
        names: columns.names.clone(),
        coefficients: origin.iter().zip(&change).map(|(a, b)| a + b).collect(),
        tau2,
        sigma2,
        icc: found.lambda / (1.0 + found.lambda),
        log_likelihood: -found.deviance() / 2.0,
        boundary: found.lambda == 0.0,
        rows: sums.rows,
        clusters,
        method,
        average: columns.average(),
        origin,
        adjusted: KenwardRoger::of(&sums, &covariance, tau2, sigma2),
        covariance,
        sums,
    })
}

/// The sums of the rests of ordinary least squares, and its coefficients: the likelihood of the rests is the
/// same, and sums of squares about a large mean lose no digits.
fn centred(columns: &Columns, means: &[f64]) -> Result<(Sums, Vec<f64>), NoFit> {
    let level = means.iter().zip(&columns.cells).map(|(mean, cell)| mean * cell.n as f64).sum::<f64>()
        / columns.observations() as f64;
    let mut rests: Vec<f64> = means.iter().map(|mean| mean - level).collect();
    let first = Sums::of(columns, &rests);
    let values = first.columns;
    let (beta, _) = coefficients(&first, 0.0).ok_or(NoFit::NoContrast)?;
    for (rest, row) in rests.iter_mut().zip(&columns.rows) {
        *rest -= row.iter().map(|(column, x)| beta[*column] * x).sum::<f64>();
    }
    let sums = Sums::of(columns, &rests);
    // Rounding leaves a trace of a variance in equal values.
    let scale = first.total[values][values] + 1e-9 * first.rows as f64 * level * level;
    if sums.total[values][values].is_nan() || sums.total[values][values] <= 1e-18 * scale {
        return Err(NoFit::NoVariance);
    }
    let mut origin = beta;
    origin[0] += level;
    Ok((sums, origin))
}

impl Mixed {
    /// The effect of the change with Kenward and Roger's standard error and degrees of freedom, or after
    /// maximum likelihood, for which they are not derived, with the model-based standard error and the normal
    /// distribution. With effects by exposure it is their mean. At the boundary τ² = 0 the formulas are those
    /// at 0.
    pub fn effect(&self, level: f64) -> Result<Effect, NoFit> {
        self.contrast(&self.average, level)
    }

    /// The same for any weighted sum of coefficients, such as one exposure.
    pub fn contrast(&self, weights: &[f64], level: f64) -> Result<Effect, NoFit> {
        if self.method == Method::Ml {
            return self.wald(weights, level);
        }
        let variance = between(weights, &self.adjusted.covariance, weights);
        let freedom = self.adjusted.freedom(&self.covariance, weights);
        Effect::t(dot(weights, &self.coefficients), variance.sqrt(), freedom, level)
    }

    /// A weighted sum of coefficients with its model-based standard error and the normal distribution: too
    /// sure with few clusters.
    pub fn wald(&self, weights: &[f64], level: f64) -> Result<Effect, NoFit> {
        let variance = between(weights, &self.covariance, weights);
        Effect::normal(dot(weights, &self.coefficients), variance.sqrt(), level)
    }

    /// The model-based standard error of a coefficient.
    pub fn standard_error(&self, coefficient: usize) -> f64 {
        self.covariance[coefficient][coefficient].sqrt()
    }
}

#[cfg(test)]
mod tests;
