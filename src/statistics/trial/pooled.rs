//! Meta-analysis: what several studies say together.

use super::effect::{Effect, NoFit};
use super::root::root;

/// What one study found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Study {
    /// Its estimate.
    pub estimate: f64,
    /// The square of its standard error, above 0.
    pub variance: f64,
}

/// How the variance between studies is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heterogeneity {
    /// Not at all: all studies estimate the same effect.
    Fixed,
    /// By moments (DerSimonian & Laird 1986, Controlled Clinical Trials 7(3)).
    DerSimonianLaird,
    /// By restricted maximum likelihood (Viechtbauer 2005, Journal of Educational and Behavioral Statistics
    /// 30(3)).
    Reml,
}

/// What studies say together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    /// The mean, weighted by 1 / (variance + τ²), with the normal distribution.
    pub effect: Effect,
    /// The same mean with the interval of Hartung & Knapp (2001, Statistics in Medicine 20(24)) and Sidik &
    /// Jonkman (2002): the error from the studies' own differences, t with k − 1 degrees of freedom.
    /// `NoVariance` where all estimates are equal.
    pub hartung_knapp: Result<Effect, NoFit>,
    /// Variance between studies, not below 0.
    pub tau2: f64,
    /// Cochran's Q: the sum of squares about the fixed-effect mean.
    pub q: f64,
    /// Share of the variance of estimates that is not chance, max(0, (Q − (k − 1)) / Q) (Higgins & Thompson
    /// 2002, Statistics in Medicine 21(11)).
    pub i2: f64,
    /// Number of studies, k.
    pub studies: usize,
}

/// Pools at least two studies. `NoVariance` where a variance is not above 0.
pub fn pooled(studies: &[Study], heterogeneity: Heterogeneity, level: f64) -> Result<Pooled, NoFit> {
    if studies.len() < 2 {
        return Err(NoFit::TooFewClusters);
    }
    if !studies.iter().all(|s| s.variance > 0.0 && s.variance.is_finite() && s.estimate.is_finite()) {
        return Err(NoFit::NoVariance);
    }
    let k = studies.len() as f64;
    let still = Weighted::of(studies, 0.0);
    let q = still.squares;
    let tau2 = match heterogeneity {
        Heterogeneity::Fixed => 0.0,
        Heterogeneity::DerSimonianLaird => {
            ((q - (k - 1.0)) / (still.weights - still.weights2 / still.weights)).max(0.0)
        }
        Heterogeneity::Reml => reml(studies),
    };
    let found = Weighted::of(studies, tau2);
    let own = found.squares / ((k - 1.0) * found.weights);
    Ok(Pooled {
        effect: Effect::normal(found.mean, (1.0 / found.weights).sqrt(), level)?,
        hartung_knapp: Effect::t(found.mean, own.sqrt(), k - 1.0, level),
        tau2,
        q,
        i2: if q > 0.0 { ((q - (k - 1.0)) / q).max(0.0) } else { 0.0 },
        studies: studies.len(),
    })
}

/// Sums with the weights 1 / (variance + τ²).
struct Weighted {
    mean: f64,
    /// Sum of weights, and of their squares.
    weights: f64,
    weights2: f64,
    /// Weighted squares about the mean, and with squared weights.
    squares: f64,
    squares2: f64,
    /// Sum of log(variance + τ²).
    logs: f64,
}

impl Weighted {
    fn of(studies: &[Study], tau2: f64) -> Self {
        let origin = studies[0].estimate;
        let mut sum = 0.0;
        let mut all =
            Weighted { mean: 0.0, weights: 0.0, weights2: 0.0, squares: 0.0, squares2: 0.0, logs: 0.0 };
        for study in studies {
            let weight = 1.0 / (study.variance + tau2);
            sum += weight * (study.estimate - origin);
            all.weights += weight;
            all.weights2 += weight * weight;
            all.logs -= libm::log(weight);
        }
        all.mean = origin + sum / all.weights;
        for study in studies {
            let weight = 1.0 / (study.variance + tau2);
            let away = study.estimate - all.mean;
            all.squares += weight * away * away;
            all.squares2 += weight * weight * away * away;
        }
        all
    }

    /// −2 log restricted likelihood, up to a constant.
    fn deviance(&self) -> f64 {
        self.logs + libm::log(self.weights) + self.squares
    }

    /// Its derivative by τ².
    fn slope(&self) -> f64 {
        self.weights - self.weights2 / self.weights - self.squares2
    }
}

/// The τ² ≥ 0 of the greatest restricted likelihood, among all its hills.
fn reml(studies: &[Study]) -> f64 {
    let slope = |tau2: f64| Weighted::of(studies, tau2).slope();
    let scale = studies.iter().map(|study| study.variance).sum::<f64>() / studies.len() as f64;
    let spread: f64 = studies.iter().map(|study| study.estimate - studies[0].estimate).map(|d| d * d).sum();
    // Beyond the squared range of the estimates the likelihood falls.
    let top = libm::log10(1.0 + 2.0 * spread / scale).ceil() as i32;
    let (mut before, mut best) = (0.0, 0.0);
    for eighth in -48..=8 * top {
        let here = scale * libm::pow(10.0, f64::from(eighth) / 8.0);
        if slope(before) < 0.0 && slope(here) >= 0.0 {
            let hill = root(before, here, slope);
            let at = |tau2: f64| Weighted::of(studies, tau2).deviance();
            best = if at(hill) < at(best) { hill } else { best };
        }
        before = here;
    }
    best
}

/// An effect in standard deviations that are given, such as those of persons at the beginning; the standard
/// deviation is taken for known. `None` where it or the standard error is not above 0.
pub fn standardised(estimate: f64, standard_error: f64, deviation: f64) -> Option<Study> {
    let share = standard_error / deviation;
    (deviation > 0.0 && share > 0.0)
        .then(|| Study { estimate: estimate / deviation, variance: share * share })
}

#[cfg(test)]
mod tests;
