//! What it would be worth to know one input, or two together, before deciding: the expected value of partial perfect
//! information.

use super::information::{defined, gain, jackknife};
use super::layout::mean;
use super::shrinkage::deflate;
use super::spline::{distinct, explained, groups, natural, orthonormal, products};
use crate::statistics::estimate::t_quantile;
use crate::statistics::symmetric::dot;

/// The values that an input has in the draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Parameter<'a> {
    /// A quantity: a smooth curve is fitted, or group means where it has five distinct values or fewer.
    Number(&'a [f64]),
    /// A choice, each a number of its own without meaning: group means are fitted.
    Choice(&'a [f64]),
}

/// The expected value of partial perfect information, per decision, in the unit of the net benefit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evppi {
    /// The value, never below zero.
    pub value: f64,
    /// Lower end of its interval, floored at zero.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// Standard error by the jackknife over groups of draws: that of the draws and of the regression.
    pub error: f64,
    /// The value before the correction for what a regression fits to chance: too large.
    pub uncorrected: f64,
    /// Number of coefficients of the regression, with its constant.
    pub terms: usize,
    /// Number of draws in which everything is defined.
    pub draws: usize,
}

/// Draws for each coefficient: with fewer the regression would follow chance.
const DRAWS_PER_TERM: usize = 8;
/// Most knots of a spline.
const KNOTS: usize = 5;
/// Up to this number of distinct values a quantity has group means instead of a spline.
const FEW: usize = 5;

/// The value of knowing `parameters`, one or two together, of `net_benefit[decision][draw]`, by regression (Strong,
/// Oakley & Brennan 2014, Medical Decision Making 34(3):311): ĝ_d is the regression of the net benefit of decision d
/// on the parameters, and EVPPI = mean_i max_d ĝ_d(θ_i) − max_d mean_i ĝ_d(θ_i). The curve is a natural cubic spline
/// with five knots at quantiles, and for two parameters the products of both; with fewer than eight draws per
/// coefficient it has fewer knots, down to straight lines, and at last no products.
///
/// The regression averages over everything that the parameters do not explain, the chance of the replications
/// included: draws may be plain means of few replications, even of one. What it fits to that noise would make the
/// value too large: fitted deviations have covariance Σ_fit, of which Σ_residual · (terms − 1) / draws is noise, and
/// are shrunk by that as draw means are in `without_chance`. A value near zero stays a little too large, as spreads
/// below zero are set to zero, and it is too small where the curve bends more than the spline can.
///
/// The interval is t × error on the scale of the square root, on which values near zero are about symmetric:
/// (sqrt(value) ± t × error / (2 sqrt(value)))², with zero where the root would be below zero. Its upper end is the
/// greater one of those of the value and of the uncorrected value, as a value that is shrunk to zero says little
/// about its own error. Undefined draws are left out. `None` without a decision, or with fewer than eight draws per
/// coefficient of the plainest regression (16 for a quantity, 24 for two, eight per distinct value of a choice).
/// Panics on no parameter or more than two, and where lengths differ.
pub fn evppi(net_benefit: &[Vec<f64>], parameters: &[Parameter<'_>], level: f64) -> Option<Evppi> {
    assert!((1..=2).contains(&parameters.len()), "one parameter or two together");
    let values: Vec<&[f64]> =
        parameters.iter().map(|(Parameter::Number(v) | Parameter::Choice(v))| *v).collect();
    let (rows, values) = defined(net_benefit, &values)?;
    let (first, others) = rows.split_first()?;
    let draws = first.len();
    let columns = design(parameters, &values, draws)?;
    let increments: Vec<Vec<f64>> =
        others.iter().map(|row| row.iter().zip(first).map(|(a, b)| a - b).collect()).collect();
    let all: Vec<usize> = (0..draws).collect();
    let whole = fit(&columns, &increments, &all);
    let error = jackknife(draws, |kept| fit(&columns, &increments, kept).value);
    let plain = jackknife(draws, |kept| fit(&columns, &increments, kept).uncorrected);
    let t = t_quantile((1.0 + level) / 2.0, error.groups - 1);
    let (low, high) = interval(whole.value, t * error.error);
    Some(Evppi {
        value: whole.value,
        low,
        high: high.max(interval(whole.uncorrected, t * plain.error).1),
        error: error.error,
        uncorrected: whole.uncorrected,
        terms: whole.terms,
        draws,
    })
}

/// The interval whose half-width is `half`, on the scale of the square root: (sqrt(value) ± half / (2 sqrt(value)))².
/// Close to zero, where that would go to infinity, it reaches to value + 2 half.
fn interval(value: f64, half: f64) -> (f64, f64) {
    if half == 0.0 {
        return (value, value);
    }
    let bend = half * half / (4.0 * value.max(half / 4.0));
    (if half < 2.0 * value { value - half + bend } else { 0.0 }, value + half + bend)
}

/// Columns of the richest regression for which there are draws enough.
fn design(parameters: &[Parameter<'_>], values: &[Vec<f64>], draws: usize) -> Option<Vec<Vec<f64>>> {
    for together in [true, false] {
        for knots in (2..=KNOTS).rev() {
            let sets: Vec<Vec<Vec<f64>>> =
                parameters.iter().zip(values).map(|(p, v)| columns(p, v, knots)).collect();
            let mut all: Vec<Vec<f64>> = sets.iter().flatten().cloned().collect();
            if let ([one, other], true) = (sets.as_slice(), together) {
                all.extend(products(one, other));
            }
            if (all.len() + 1) * DRAWS_PER_TERM <= draws {
                return Some(all);
            }
        }
    }
    None
}

fn columns(parameter: &Parameter<'_>, values: &[f64], knots: usize) -> Vec<Vec<f64>> {
    let few = match parameter {
        Parameter::Number(_) => distinct(values).len() <= FEW.min(knots),
        Parameter::Choice(_) => true,
    };
    if few { groups(values) } else { natural(values, knots) }
}

struct Fit {
    value: f64,
    uncorrected: f64,
    terms: usize,
}

/// The regression on some of the draws.
fn fit(columns: &[Vec<f64>], increments: &[Vec<f64>], draws: &[usize]) -> Fit {
    let pick = |row: &Vec<f64>| draws.iter().map(|d| row[*d]).collect::<Vec<f64>>();
    let basis = orthonormal(&columns.iter().map(pick).collect::<Vec<_>>());
    let targets: Vec<Vec<f64>> = increments.iter().map(pick).collect();
    let means: Vec<f64> = targets.iter().map(|row| mean(row)).collect();
    let mut fitted: Vec<Vec<f64>> = targets.iter().map(|row| explained(&basis, row)).collect();
    let rest: Vec<Vec<f64>> = (0..targets.len())
        .map(|k| targets[k].iter().zip(&fitted[k]).map(|(y, f)| y - means[k] - f).collect())
        .collect();
    let at = |deviations: &[Vec<f64>]| {
        let shift = |(row, mean): (&Vec<f64>, &f64)| row.iter().map(|v| v + mean).collect::<Vec<f64>>();
        gain(&deviations.iter().zip(&means).map(shift).collect::<Vec<_>>())
    };
    let uncorrected = at(&fitted);
    let terms = basis.len() + 1;
    if !fitted.is_empty() && !basis.is_empty() {
        // Sums of products over the draws, and how much of them the noise makes.
        let share = basis.len() as f64 / (draws.len() - terms) as f64;
        let sums = |rows: &[Vec<f64>], factor: f64| -> Vec<Vec<f64>> {
            rows.iter().map(|a| rows.iter().map(|b| factor * dot(a, b)).collect()).collect()
        };
        let (total, noise) = (sums(&fitted, 1.0), sums(&rest, share));
        deflate(&mut fitted, &total, &noise);
    }
    Fit { value: at(&fitted), uncorrected, terms }
}

#[cfg(test)]
mod tests;
