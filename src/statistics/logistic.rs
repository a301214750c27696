//! Logistic regression with several predictors.

use statrs::distribution::{ContinuousCDF, Normal};

use super::estimate::moments;
use super::symmetric::{Cholesky, dot};

/// A fitted logistic regression.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    /// Intercept, then a coefficient for each predictor, on the scale of log odds.
    pub coefficients: Vec<Coefficient>,
    /// Number of observations.
    pub n: usize,
}

/// One coefficient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// Maximum-likelihood estimate.
    pub estimate: f64,
    /// Its standard error, from the information at the maximum.
    pub standard_error: f64,
}

/// An odds ratio with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OddsRatio {
    /// The odds ratio for one unit of the predictor.
    pub value: f64,
    /// Lower end of Wald's interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Why there is no fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoFit {
    /// The outcome is the same everywhere, or there is no observation.
    ConstantOutcome,
    /// A predictor is constant or follows from the others.
    DependentPredictors,
    /// The predictors tell the outcome with certainty somewhere, so that a coefficient has no finite estimate
    /// (Albert & Anderson 1984, Biometrika 71(1)).
    Separation,
}

impl NoFit {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            NoFit::ConstantOutcome => "the outcome does not vary",
            NoFit::DependentPredictors => "a predictor does not vary, or follows from the others",
            NoFit::Separation => "separation: the predictors tell the outcome with certainty",
        }
    }
}

/// Newton's steps, at most; a finite estimate takes about six, a separated one never ends.
const MOST_STEPS: usize = 40;

/// The maximum of the likelihood of `outcome` (0 or 1) given the columns of `predictors`, by Newton's method, which
/// here is iteratively reweighted least squares (McCullagh & Nelder 1989, Generalized Linear Models, 4.4). Predictors
/// are standardised meanwhile, so that their units do not matter. Panics where columns differ in length.
pub fn logistic(outcome: &[f64], predictors: &[Vec<f64>]) -> Result<Logistic, NoFit> {
    assert!(predictors.iter().all(|p| p.len() == outcome.len()), "columns have a value per observation each");
    let ones = outcome.iter().filter(|y| **y == 1.0).count();
    if ones == 0 || ones == outcome.len() {
        return Err(NoFit::ConstantOutcome);
    }
    let mut scales = vec![(0.0, 1.0)];
    for column in predictors {
        let found = moments(column).expect("there are observations");
        let spread = found.variance.unwrap_or(0.0).sqrt();
        // Rounding leaves a trace of a spread in a constant column.
        if spread.is_nan() || spread <= 1e-12 * found.mean.abs() {
            return Err(NoFit::DependentPredictors);
        }
        scales.push((found.mean, spread));
    }
    let design = design(outcome.len(), predictors, &scales);
    let (beta, information) = climb(outcome, &design, ones as f64 / outcome.len() as f64)?;
    Ok(unscaled(&beta, &information, &scales, outcome.len()))
}

impl Logistic {
    /// The odds ratio of a predictor (0 is the first) with Wald's interval at `level`.
    pub fn odds_ratio(&self, predictor: usize, level: f64) -> OddsRatio {
        let Coefficient { estimate, standard_error } = self.coefficients[1 + predictor];
        let reach = Normal::standard().inverse_cdf(0.5 + level / 2.0) * standard_error;
        OddsRatio {
            value: libm::exp(estimate),
            low: libm::exp(estimate - reach),
            high: libm::exp(estimate + reach),
        }
    }
}

/// Rows of 1 and the standardised predictors.
fn design(n: usize, predictors: &[Vec<f64>], scales: &[(f64, f64)]) -> Vec<Vec<f64>> {
    let row = |i: usize| {
        let values =
            predictors.iter().zip(&scales[1..]).map(|(column, (mean, spread))| (column[i] - mean) / spread);
        std::iter::once(1.0).chain(values).collect()
    };
    (0..n).map(row).collect()
}

/// Climbs the likelihood from the model without predictors; halves a step that leads down.
fn climb(outcome: &[f64], design: &[Vec<f64>], share: f64) -> Result<(Vec<f64>, Cholesky), NoFit> {
    let mut beta = vec![0.0; design[0].len()];
    beta[0] = libm::log(share / (1.0 - share));
    let mut height = log_likelihood(outcome, design, &beta);
    for step in 0..MOST_STEPS {
        let (gradient, information) = slope(outcome, design, &beta);
        // At the start every weight is the same: then a missing pivot is the predictors' fault, later separation's.
        let reason = if step == 0 { NoFit::DependentPredictors } else { NoFit::Separation };
        let factor = Cholesky::of(&information).ok_or(reason)?;
        let mut change = factor.solve(&gradient);
        if change.iter().all(|c| c.abs() < 1e-9) {
            return Ok((beta, factor));
        }
        for _ in 0..20 {
            let next: Vec<f64> = beta.iter().zip(&change).map(|(b, c)| b + c).collect();
            let there = log_likelihood(outcome, design, &next);
            if there >= height - 1e-12 * height.abs() {
                (beta, height) = (next, there);
                break;
            }
            change.iter_mut().for_each(|c| *c /= 2.0);
        }
    }
    Err(NoFit::Separation)
}

/// Gradient of the log likelihood and the information (the negative second derivative).
fn slope(outcome: &[f64], design: &[Vec<f64>], beta: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let width = beta.len();
    let (mut gradient, mut information) = (vec![0.0; width], vec![vec![0.0; width]; width]);
    for (y, row) in outcome.iter().zip(design) {
        let p = 1.0 / (1.0 + libm::exp(-dot(row, beta)));
        for i in 0..width {
            gradient[i] += row[i] * (y - p);
            let weighted = row[i] * p * (1.0 - p);
            for j in 0..=i {
                information[i][j] += weighted * row[j];
            }
        }
    }
    (gradient, information)
}

/// Sum of y η − log(1 + e^η), without overflow.
fn log_likelihood(outcome: &[f64], design: &[Vec<f64>], beta: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (y, row) in outcome.iter().zip(design) {
        let eta = dot(row, beta);
        sum += y * eta - eta.max(0.0) - libm::log1p(libm::exp(-eta.abs()));
    }
    sum
}

/// Back to the units of the predictors: a slope is divided by its spread, the intercept is moved by the means.
fn unscaled(beta: &[f64], information: &Cholesky, scales: &[(f64, f64)], n: usize) -> Logistic {
    let variances = information.inverse_diagonal();
    let mut direction = vec![1.0];
    direction.extend(scales[1..].iter().map(|(mean, spread)| -mean / spread));
    let intercept = Coefficient {
        estimate: dot(beta, &direction),
        standard_error: information.quadratic(&direction).sqrt(),
    };
    let slopes = (1..beta.len()).map(|i| Coefficient {
        estimate: beta[i] / scales[i].1,
        standard_error: variances[i].sqrt() / scales[i].1,
    });
    Logistic { coefficients: std::iter::once(intercept).chain(slopes).collect(), n }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree(found: &Logistic, expected: &[(f64, f64)]) {
        assert_eq!(found.coefficients.len(), expected.len());
        for (found, (estimate, error)) in found.coefficients.iter().zip(expected) {
            assert!((found.estimate - estimate).abs() < 5e-5 * estimate.abs().max(1.0), "{found:?}");
            assert!((found.standard_error - error).abs() < 5e-5 * error.max(1.0), "{found:?}");
        }
    }

    #[test]
    fn the_shuttle_flights_give_the_published_coefficients() {
        // Launch temperature (°F) and whether an O-ring was distressed, 23 flights: Dalal, Fowlkes & Hoadley 1989,
        // Journal of the American Statistical Association 84(408); R: glm(distress ~ temperature, binomial).
        let temperature = [
            66.0, 70.0, 69.0, 68.0, 67.0, 72.0, 73.0, 70.0, 57.0, 63.0, 70.0, 78.0, 67.0, 53.0, 67.0, 75.0,
            70.0, 81.0, 76.0, 79.0, 75.0, 76.0, 58.0,
        ];
        let distressed = [1, 8, 9, 10, 13, 20, 22];
        let outcome: Vec<f64> = (0..23).map(|i| f64::from(u8::from(distressed.contains(&i)))).collect();
        let found = logistic(&outcome, &[temperature.to_vec()]).expect("it has a maximum");
        agree(&found, &[(15.0429, 7.3786), (-0.2322, 0.1082)]);
        assert_eq!(found.n, 23);
    }

    #[test]
    fn two_predictors_agree_with_r() {
        // R: glm(am ~ hp + wt, binomial, mtcars); Henderson & Velleman 1981, Biometrics 37(2).
        let hp = [
            110.0, 110.0, 93.0, 110.0, 175.0, 105.0, 245.0, 62.0, 95.0, 123.0, 123.0, 180.0, 180.0, 180.0,
            205.0, 215.0, 230.0, 66.0, 52.0, 65.0, 97.0, 150.0, 150.0, 245.0, 175.0, 66.0, 91.0, 113.0,
            264.0, 175.0, 335.0, 109.0,
        ];
        let wt = [
            2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25,
            5.424, 5.345, 2.2, 1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77,
            3.57, 2.78,
        ];
        let manual = [0, 1, 2, 17, 18, 19, 25, 26, 27, 28, 29, 30, 31];
        let outcome: Vec<f64> = (0..32).map(|i| f64::from(u8::from(manual.contains(&i)))).collect();
        let found = logistic(&outcome, &[hp.to_vec(), wt.to_vec()]).expect("it has a maximum");
        agree(&found, &[(18.8663, 7.44356), (0.03626, 0.01773), (-8.08348, 3.06868)]);
    }

    /// A two-by-two table: counts of (predictor, outcome) = (1,1), (1,0), (0,1), (0,0).
    fn table(a: usize, b: usize, c: usize, d: usize) -> (Vec<f64>, Vec<Vec<f64>>) {
        let cells = [(a, 1.0, 1.0), (b, 1.0, 0.0), (c, 0.0, 1.0), (d, 0.0, 0.0)];
        let repeat = |pick: fn(&(usize, f64, f64)) -> f64| {
            cells.iter().flat_map(|cell| std::iter::repeat_n(pick(cell), cell.0)).collect::<Vec<f64>>()
        };
        (repeat(|cell| cell.2), vec![repeat(|cell| cell.1)])
    }

    #[test]
    fn a_two_by_two_table_gives_the_cross_product_and_woolfs_interval() {
        let (outcome, predictors) = table(30, 70, 12, 88);
        let found = logistic(&outcome, &predictors).expect("it has a maximum").odds_ratio(0, 0.95);
        let (expected, error) =
            (30.0 * 88.0 / (70.0 * 12.0), (1.0 / 30.0 + 1.0 / 70.0 + 1.0 / 12.0 + 1.0 / 88.0_f64).sqrt());
        assert!((found.value - expected).abs() < 1e-9);
        assert!((found.low - expected * libm::exp(-1.959963984540054 * error)).abs() < 1e-9);
        assert!((found.high - expected * libm::exp(1.959963984540054 * error)).abs() < 1e-9);
    }

    #[test]
    fn what_has_no_estimate_says_why() {
        let (outcome, predictors) = table(30, 0, 12, 88);
        assert_eq!(logistic(&outcome, &predictors), Err(NoFit::Separation));
        assert_eq!(logistic(&[1.0, 1.0], &[vec![0.0, 1.0]]), Err(NoFit::ConstantOutcome));
        assert_eq!(logistic(&[], &[]), Err(NoFit::ConstantOutcome));
        let (outcome, mut predictors) = table(30, 70, 12, 88);
        predictors.push(predictors[0].iter().map(|x| 3.0 - 2.0 * x).collect());
        assert_eq!(logistic(&outcome, &predictors), Err(NoFit::DependentPredictors));
        assert_eq!(logistic(&outcome, &[vec![0.1; 200]]), Err(NoFit::DependentPredictors));
    }
}
