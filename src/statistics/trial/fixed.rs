//! Ordinary least squares with fixed effects of clusters and periods, and its standard errors.
mod event;
mod robust;
mod weights;

pub use event::{EventStudy, EventTime, Leads, event_study};
pub use weights::{CellWeight, Weights, weights};

use self::robust::Group;
use super::columns::{Columns, Treatment};
use super::data::Data;
use super::effect::{Effect, NoFit};
use super::matrix::{add_square, between, independent, inverse, part, zeros};
use crate::statistics::symmetric::{Cholesky, dot};

/// How the standard error of a least-squares coefficient is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errors {
    /// As if all observations were independent, t with N − K degrees of freedom. Too sure where clusters
    /// differ in their course.
    Independent,
    /// Robust against any dependence within clusters, with the factor G / (G − 1) · (N − 1) / (N − K) and t
    /// with G − 1 degrees of freedom (Liang & Zeger 1986, Biometrika 73(1); the factor is Stata's). Too sure
    /// with few clusters.
    Cr1,
    /// Robust and without bias where observations are in truth independent, with Satterthwaite's degrees of
    /// freedom (Bell & McCaffrey 2002, Survey Methodology 28(2); Pustejovsky & Tipton 2018, Journal of
    /// Business & Economic Statistics 36(4)): for few clusters.
    Cr2,
}

/// A least-squares fit to the observations outside the transition.
#[derive(Debug, Clone, PartialEq)]
pub struct Fixed {
    /// Names of the coefficients; effects of clusters are not among them.
    pub names: Vec<String>,
    /// The coefficients.
    pub coefficients: Vec<f64>,
    /// Number of observations, N.
    pub rows: usize,
    /// Number of coefficients with those of clusters, K.
    pub parameters: usize,
    /// Number of clusters that were observed, G.
    pub clusters: usize,
    /// Residual variance: the sum of squares over N − K; `None` where N = K.
    pub variance: Option<f64>,
    /// Weights of the coefficients whose sum is the effect of the change: the only one, or the mean over
    /// exposures.
    pub average: Vec<f64>,
    /// (X'X)⁻¹.
    bread: Vec<Vec<f64>>,
    groups: Vec<Group>,
}

/// Fits value = cluster + period + change by least squares. Without `clusters` there is an intercept and
/// every observation stands for itself; without `periods` a drift that all share is taken for the effect of
/// the change. `NoContrast` where the change follows from the other columns.
pub fn fixed(data: &Data, clusters: bool, periods: bool, treatment: Treatment) -> Result<Fixed, NoFit> {
    let columns = Columns::of(data, periods, treatment)?;
    let (fit, kept) = fit(&columns, clusters)?;
    match columns.change.clone().all(|column| kept.contains(&column)) {
        true => Ok(fit),
        false => Err(NoFit::NoContrast),
    }
}

/// A robust variance that is this share of the classical one is nothing but rounding.
const NOTHING: f64 = 1e-12;

/// The effect of the change by two-way fixed effects. `TooFewClusters` with robust errors where a single cluster begins, or where all
/// begin together and a single one never does: that cluster is fitted exactly, adds nothing to the error, and the error is far too
/// small.
pub fn two_way(data: &Data, errors: Errors, level: f64) -> Result<Effect, NoFit> {
    let begins: Vec<u32> = data.starts.iter().flatten().copied().collect();
    let never = data.starts.len() - begins.len();
    let together = begins.windows(2).all(|pair| pair[0] == pair[1]);
    if errors != Errors::Independent && (begins.len() == 1 || (together && never == 1)) {
        return Err(NoFit::TooFewClusters);
    }
    fixed(data, true, true, Treatment::Constant)?.effect(errors, level)
}

/// The naive effect: no effects of clusters, every observation taken as independent of all others, with or
/// without effects of periods.
pub fn naive(data: &Data, periods: bool, level: f64) -> Result<Effect, NoFit> {
    fixed(data, false, periods, Treatment::Constant)?.effect(Errors::Independent, level)
}

/// The fit with the numbers of the columns that were kept: those that do not follow from the ones before
/// them. Effects of clusters are taken out first where `absorb` (Frisch–Waugh–Lovell).
fn fit(columns: &Columns, absorb: bool) -> Result<(Fixed, Vec<usize>), NoFit> {
    let (groups, raw) = Group::all(columns, absorb);
    let width = columns.names.len();
    let (mut products, mut right) = (zeros(width), vec![0.0; width]);
    for group in &groups {
        for ((row, n), rest) in group.rows.iter().zip(&group.n).zip(&group.rests) {
            add_square(&mut products, *n, row);
            right.iter_mut().zip(row).for_each(|(cell, x)| *cell += n * x * rest);
        }
    }
    let kept = independent(&products, &raw);
    let factor = Cholesky::of(&part(&products, &kept)).ok_or(NoFit::NoContrast)?;
    let pick = |from: &[f64]| -> Vec<f64> { kept.iter().map(|i| from[*i]).collect() };
    let coefficients = factor.solve(&pick(&right));
    let groups: Vec<Group> = groups.into_iter().map(|group| group.fitted(&kept, &coefficients)).collect();
    let (rows, clusters) = (columns.observations(), groups.len());
    let parameters = kept.len() + if absorb { clusters } else { 0 };
    let squares = columns.cells.iter().map(|cell| cell.squares).sum::<f64>()
        + groups.iter().map(Group::squares).sum::<f64>();
    let level = columns.cells.iter().map(|cell| cell.mean * cell.mean * cell.n as f64).sum::<f64>();
    // Rounding leaves a trace of a variance in equal values.
    if squares.is_nan() || squares <= 1e-27 * level {
        return Err(NoFit::NoVariance);
    }
    let average = columns.average();
    let fit = Fixed {
        names: kept.iter().map(|i| columns.names[*i].clone()).collect(),
        coefficients,
        rows,
        parameters,
        clusters,
        variance: (rows > parameters).then(|| squares / (rows - parameters) as f64),
        average: pick(&average),
        bread: inverse(&factor, kept.len()).0,
        groups,
    };
    Ok((fit, kept))
}

impl Fixed {
    /// The effect of the change: its coefficient, or the mean over exposures.
    pub fn effect(&self, errors: Errors, level: f64) -> Result<Effect, NoFit> {
        self.contrast(&self.average, errors, level)
    }

    /// A weighted sum of coefficients.
    pub fn contrast(&self, weights: &[f64], errors: Errors, level: f64) -> Result<Effect, NoFit> {
        let estimate = dot(weights, &self.coefficients);
        if errors != Errors::Independent && self.clusters < 2 {
            return Err(NoFit::TooFewClusters);
        }
        let (variance, freedom) = match errors {
            Errors::Independent => {
                let variance = self.variance.ok_or(NoFit::TooFewRows)?;
                let freedom = (self.rows - self.parameters) as f64;
                (variance * between(weights, &self.bread, weights), freedom)
            }
            Errors::Cr1 => (self.cr1(weights)?, (self.clusters - 1) as f64),
            Errors::Cr2 => self.cr2(&self.adjustments(), weights),
        };
        // Two clusters, or a perfect fit, leave residuals that cancel but for rounding: that is no certainty.
        let scale = self.variance.unwrap_or(0.0) * between(weights, &self.bread, weights);
        if variance <= NOTHING * scale {
            return Err(NoFit::NoVariance);
        }
        Effect::t(estimate, variance.sqrt(), freedom, level)
    }
}

#[cfg(test)]
mod tests;
