//! An effect with its uncertainty, and the reasons why there may be none.

use statrs::distribution::{Continuous, ContinuousCDF, Normal, StudentsT};

/// An estimated effect with its interval and its test against no effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The estimate, in the unit of the values: with the change minus without it.
    pub estimate: f64,
    /// Its standard error, above 0.
    pub standard_error: f64,
    /// Degrees of freedom of Student's t, which need not be whole; `None`: the normal distribution.
    pub freedom: Option<f64>,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Two-sided p value of the hypothesis that there is no effect.
    pub p_value: f64,
    /// Confidence level of the interval, in (0, 1).
    pub level: f64,
}

impl Effect {
    /// An effect with Student's t: estimate ± quantile × standard error. `NoVariance` where the standard
    /// error is 0 or not a number, as it is when all values are equal, or `freedom` is not above 0: nothing
    /// can then be said about chance.
    pub fn t(estimate: f64, standard_error: f64, freedom: f64, level: f64) -> Result<Self, NoFit> {
        if !(standard_error > 0.0 && standard_error.is_finite() && estimate.is_finite() && freedom > 0.0) {
            return Err(NoFit::NoVariance);
        }
        let reach = t_quantile(0.5 + level / 2.0, freedom) * standard_error;
        Ok(Effect {
            estimate,
            standard_error,
            freedom: Some(freedom),
            low: estimate - reach,
            high: estimate + reach,
            p_value: t_p_value(estimate / standard_error, freedom),
            level,
        })
    }

    /// An effect with the normal distribution, as for a standard error that is known; refused as in
    /// [`Effect::t`].
    pub fn normal(estimate: f64, standard_error: f64, level: f64) -> Result<Self, NoFit> {
        if !(standard_error > 0.0 && standard_error.is_finite() && estimate.is_finite()) {
            return Err(NoFit::NoVariance);
        }
        let normal = Normal::standard();
        let reach = normal.inverse_cdf(0.5 + level / 2.0) * standard_error;
        Ok(Effect {
            estimate,
            standard_error,
            freedom: None,
            low: estimate - reach,
            high: estimate + reach,
            p_value: (2.0 * normal.sf((estimate / standard_error).abs())).min(1.0),
            level,
        })
    }

    /// Estimate over standard error.
    pub fn statistic(&self) -> f64 {
        self.estimate / self.standard_error
    }

    /// Whether the interval holds a value.
    pub fn covers(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// Why an estimator has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoFit {
    /// There is no observation outside the transition.
    NoRows,
    /// Whether a cell was treated follows from its cluster and its period (or from those of them in the
    /// model).
    NoContrast,
    /// Fewer clusters than the method needs.
    TooFewClusters,
    /// No more observations than coefficients.
    TooFewRows,
    /// The values do not vary beyond what the model explains.
    NoVariance,
    /// No cluster has a second observation, so what lies between clusters and what lies within cannot be told
    /// apart.
    NoReplication,
    /// There is no untreated cluster to compare with.
    NoControls,
    /// The clusters do not begin together, and the method takes a parallel trial.
    NotParallel,
    /// Nothing was observed before the begin, or nothing after it.
    NoBefore,
    /// As many restrictions as clusters or more, or restrictions that follow from each other.
    TooManyRestrictions,
}

impl NoFit {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            NoFit::NoRows => "nothing was observed outside the transition",
            NoFit::NoContrast => {
                "no contrast: whether a cell was treated follows from its cluster and its period"
            }
            NoFit::TooFewClusters => "too few clusters",
            NoFit::TooFewRows => "no more observations than coefficients",
            NoFit::NoVariance => "no variance: the values do not vary beyond what the model explains",
            NoFit::NoReplication => "no cluster was observed twice: between and within cannot be told apart",
            NoFit::NoControls => "no untreated cluster to compare with",
            NoFit::NotParallel => "the clusters do not begin together: this is not a parallel trial",
            NoFit::NoBefore => "nothing was observed before the begin, or nothing after it",
            NoFit::TooManyRestrictions => "too few clusters for a joint test of so many coefficients",
        }
    }
}

/// From so many degrees of freedom on, the expansion about the normal quantile is exact to twelve digits.
const MANY: f64 = 1_000.0;

/// Quantile of Student's t with any `freedom` above 0: the inverse of the incomplete beta function, then
/// Newton's steps on the distribution function; for many degrees of freedom the expansion about the normal
/// quantile (Abramowitz & Stegun 1964, 26.7.5). `probability` in (0, 1).
pub fn t_quantile(probability: f64, freedom: f64) -> f64 {
    if freedom >= MANY {
        let x = Normal::standard().inverse_cdf(probability);
        let (n, x2) = (freedom, x * x);
        let first = (x2 + 1.0) / 4.0;
        let second = ((5.0 * x2 + 16.0) * x2 + 3.0) / 96.0;
        let third = (((3.0 * x2 + 19.0) * x2 + 17.0) * x2 - 15.0) / 384.0;
        return x * (1.0 + (first + (second + third / n) / n) / n);
    }
    let student = student(freedom);
    let tail = probability.min(1.0 - probability);
    let mut x = -student.inverse_cdf(probability).abs();
    for _ in 0..3 {
        let step = (student.cdf(x) - tail) / student.pdf(x);
        if step.is_finite() && step.abs() < 0.1 * x.abs() {
            x -= step;
        }
    }
    if probability < 0.5 { x } else { -x }
}

/// Two-sided p value of a t statistic with any `freedom` above 0.
pub fn t_p_value(statistic: f64, freedom: f64) -> f64 {
    (2.0 * student(freedom).sf(statistic.abs())).min(1.0)
}

fn student(freedom: f64) -> StudentsT {
    StudentsT::new(0.0, 1.0, freedom).expect("degrees of freedom above 0 make a t distribution")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_with_any_freedom_agree_with_scipy() {
        // scipy.stats.t.ppf (SciPy 1.17.1).
        for (probability, freedom, expected) in [
            (0.975, 0.7, 36.611415031588656),
            (0.975, 2.35, 3.7433071856730233),
            (0.95, 11.4, 1.7901358850608895),
            (0.025, 6.0, -2.4469118511449794),
            (0.975, 999.5, 1.9623402703838457),
            (0.975, 1000.5, 1.962337892459348),
        ] {
            let found = t_quantile(probability, freedom);
            assert!((found - expected).abs() < 1e-9 * expected.abs(), "{found} instead of {expected}");
        }
    }

    #[test]
    fn an_effect_has_its_interval_and_equal_values_have_none() {
        let found = Effect::t(1.2, 0.5, 6.0, 0.95).expect("a standard error");
        assert!((found.high - 1.2 - 0.5 * 2.4469118511449794).abs() < 1e-10 && found.covers(0.0));
        // 2 * scipy.stats.t.sf(2.4, 6) and 2 * scipy.stats.norm.sf(2.4).
        assert!((found.p_value - 0.053294877331836195).abs() < 1e-9, "{}", found.p_value);
        let normal = Effect::normal(1.2, 0.5, 0.95).expect("a standard error");
        assert!((normal.p_value - 0.01639507184919225).abs() < 1e-10, "{}", normal.p_value);
        assert!(!normal.covers(0.0) && normal.freedom.is_none() && (normal.statistic() - 2.4).abs() < 1e-12);
        assert_eq!(Effect::t(1.0, 0.0, 5.0, 0.95), Err(NoFit::NoVariance));
        assert_eq!(Effect::normal(1.0, f64::NAN, 0.95), Err(NoFit::NoVariance));
        assert!(NoFit::NoContrast.words().contains("contrast"));
    }
}
