//! Distributions, checked when made and stored in the form that is sampled.
//!
//! Draws use the portable functions of `libm` and this crate only, never the platform's, so that no set of
//! features and no platform changes a number. Except for gamma every kind takes a fixed number of uniforms per
//! draw (one; erlang one per stage) and grows with them, which keeps common random numbers in step.

mod error;
mod gamma;
pub(crate) mod normal;

use rand_distr::{Distribution as _, Triangular};

use super::exponential::exp;
use super::logarithm::ln;
use super::random::Stream;
pub use error::DistributionError;
use gamma::Gamma;
pub use normal::quantile as normal_quantile;

/// A distribution of real numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    form: Form,
    mean: f64,
    variance: f64,
}

#[derive(Clone, Debug, PartialEq)]
enum Form {
    Fixed { value: f64 },
    Exponential { mean: f64 },
    Lognormal { location: f64, scale: f64 },
    Gamma(Gamma),
    Erlang { stages: u32, stage_mean: f64 },
    Triangular { shape: Triangular<f64>, low: f64, high: f64 },
    Uniform { low: f64, width: f64 },
    Normal { mean: f64, sd: f64, at_least_zero: f64 },
    Weibull { inverse_shape: f64, scale: f64 },
    Empirical { values: Box<[f64]>, cumulated: Box<[f64]> },
}

type Result<T> = std::result::Result<T, DistributionError>;

impl Distribution {
    fn new(form: Form, mean: f64, variance: f64) -> Result<Self> {
        if !(mean.is_finite() && variance.is_finite()) {
            return Err(DistributionError::new(
                "a mean and variance below 1e308",
                "parameters beyond it".into(),
            ));
        }
        Ok(Distribution { form, mean, variance })
    }

    /// Always `value`.
    pub fn fixed(value: f64) -> Result<Self> {
        error::finite("value", value)?;
        Self::new(Form::Fixed { value }, value, 0.0)
    }

    /// Exponential with this mean, greater than 0. Inversion.
    pub fn exponential(mean: f64) -> Result<Self> {
        error::positive("mean", mean)?;
        Self::new(Form::Exponential { mean }, mean, mean * mean)
    }

    /// Lognormal with this mean (greater than 0) and standard deviation (0 or more) of the variable itself, not
    /// of its logarithm. Inversion.
    pub fn lognormal(mean: f64, sd: f64) -> Result<Self> {
        error::positive("mean", mean)?;
        error::at_least_zero("sd", sd)?;
        let cv = sd / mean;
        let square = libm::log1p(cv * cv);
        let form = Form::Lognormal { location: libm::log(mean) - 0.5 * square, scale: square.sqrt() };
        Self::new(form, mean, sd * sd)
    }

    /// Lognormal with this mean (greater than 0) and coefficient of variation (0 or more).
    pub fn lognormal_cv(mean: f64, cv: f64) -> Result<Self> {
        error::positive("mean", mean)?;
        error::at_least_zero("cv", cv)?;
        Self::lognormal(mean, mean * cv)
    }

    /// Gamma with this mean and coefficient of variation, both greater than 0. Rejection (Marsaglia and Tsang
    /// 2000): the number of uniforms per draw varies.
    pub fn gamma(mean: f64, cv: f64) -> Result<Self> {
        error::positive("mean", mean)?;
        error::positive("cv", cv)?;
        let shape = 1.0 / (cv * cv);
        error::positive("1/cv², the shape", shape)?;
        let variance = (mean * cv) * (mean * cv);
        Self::new(Form::Gamma(Gamma::new(shape, mean / shape)), mean, variance)
    }

    /// Erlang: the sum of `stages` (1 to 1000) exponential stages, of this mean in all.
    pub fn erlang(mean: f64, stages: u32) -> Result<Self> {
        error::positive("mean", mean)?;
        if !(1..=1000).contains(&stages) {
            return Err(DistributionError::new("stages from 1 to 1000", format!("{stages}")));
        }
        let stage_mean = mean / f64::from(stages);
        Self::new(Form::Erlang { stages, stage_mean }, mean, mean * stage_mean)
    }

    /// Triangular from `low` to `high` with its peak at `mode`; low <= mode <= high and low < high. Inversion, by
    /// rand_distr, whose sampler of it is one draw and a square root.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Result<Self> {
        error::finite("low", low)?;
        error::finite("mode", mode)?;
        error::finite("high", high)?;
        let shape = match Triangular::new(low, high, mode) {
            Ok(shape) if low < high => shape,
            _ => {
                let found = format!("low {low}, mode {mode}, high {high}");
                return Err(DistributionError::new("low <= mode <= high and low < high", found));
            }
        };
        let (below, above) = (mode - low, high - mode);
        let variance = (below * below + above * above + below * above) / 18.0;
        Self::new(Form::Triangular { shape, low, high }, (low + mode + high) / 3.0, variance)
    }

    /// Uniform between `low` and `high`; low < high. Inversion.
    pub fn uniform(low: f64, high: f64) -> Result<Self> {
        error::finite("low", low)?;
        error::finite("high", high)?;
        if low >= high {
            return Err(DistributionError::new("low < high", format!("low {low}, high {high}")));
        }
        let width = high - low;
        Self::new(Form::Uniform { low, width }, 0.5 * (low + high), width * width / 12.0)
    }

    /// Normal with this mean and standard deviation (greater than 0). Inversion.
    pub fn normal(mean: f64, sd: f64) -> Result<Self> {
        error::finite("mean", mean)?;
        error::positive("sd", sd)?;
        let at_least_zero = 0.5 * libm::erfc(-mean / sd * std::f64::consts::FRAC_1_SQRT_2);
        Self::new(Form::Normal { mean, sd, at_least_zero }, mean, sd * sd)
    }

    /// Weibull with this shape and scale, both greater than 0. Inversion.
    pub fn weibull(shape: f64, scale: f64) -> Result<Self> {
        error::positive("shape", shape)?;
        error::positive("scale", scale)?;
        let first = libm::tgamma(1.0 + 1.0 / shape);
        let second = libm::tgamma(1.0 + 2.0 / shape);
        let variance = scale * scale * (second - first * first);
        Self::new(Form::Weibull { inverse_shape: 1.0 / shape, scale }, scale * first, variance)
    }

    /// One of `values`, each with its weight (0 or more, not all 0). Inversion of the cumulated weights of the
    /// values in ascending order.
    pub fn empirical(values: &[f64], weights: &[f64]) -> Result<Self> {
        if values.is_empty() || values.len() != weights.len() {
            let found = format!("{} values and {} weights", values.len(), weights.len());
            return Err(DistributionError::new("at least one value and as many weights", found));
        }
        for (&value, &weight) in values.iter().zip(weights) {
            error::finite("each value", value)?;
            error::at_least_zero("each weight", weight)?;
        }
        let total: f64 = weights.iter().sum();
        error::positive("the sum of the weights", total)?;
        let mut pairs: Vec<(f64, f64)> =
            values.iter().copied().zip(weights.iter().copied()).filter(|pair| pair.1 > 0.0).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mean = pairs.iter().map(|(value, weight)| value * weight).sum::<f64>() / total;
        let spread = |&(value, weight): &(f64, f64)| (value - mean) * (value - mean) * weight;
        let variance = pairs.iter().map(spread).sum::<f64>() / total;
        let mut sum = 0.0;
        let cumulated = pairs.iter().map(|(_, weight)| {
            sum += weight;
            sum / total
        });
        let cumulated: Box<[f64]> = cumulated.collect();
        let values = pairs.iter().map(|pair| pair.0).collect();
        Self::new(Form::Empirical { values, cumulated }, mean, variance)
    }

    /// One draw.
    #[inline]
    pub fn sample(&self, stream: &mut Stream) -> f64 {
        // The commonest two are worth no call.
        match &self.form {
            Form::Exponential { mean } => mean * stream.exponential(),
            Form::Lognormal { location, scale } => exp(location + scale * normal::quantile(stream.uniform())),
            _ => self.sample_any(stream),
        }
    }

    fn sample_any(&self, stream: &mut Stream) -> f64 {
        match &self.form {
            Form::Exponential { .. } | Form::Lognormal { .. } => self.sample(stream),
            Form::Fixed { value } => *value,
            Form::Uniform { low, width } => low + width * stream.uniform(),
            Form::Normal { mean, sd, .. } => mean + sd * normal::quantile(stream.uniform()),
            Form::Gamma(gamma) => gamma.sample(stream),
            Form::Erlang { stages, stage_mean } => stage_mean * gamma::unit_erlang(*stages, stream),
            Form::Triangular { shape, .. } => shape.sample(stream),
            Form::Weibull { inverse_shape, scale } => {
                scale * exp(inverse_shape * ln(stream.exponential().max(f64::MIN_POSITIVE)))
            }
            Form::Empirical { values, cumulated } => {
                let u = stream.uniform();
                let index = cumulated.partition_point(|&share| share <= u);
                values[index.min(values.len() - 1)]
            }
        }
    }

    /// One draw of the distribution given that it is not below 0, for durations. The normal is inverted on its
    /// part above 0 (still one draw), which has the law of drawing again until it is not below 0; the other kinds
    /// are drawn again. Asserts that a part of the distribution lies at 0 or above ([`Distribution::upper_end`]).
    #[inline]
    pub fn sample_at_least_zero(&self, stream: &mut Stream) -> f64 {
        match &self.form {
            Form::Exponential { mean } => mean * stream.exponential(),
            Form::Lognormal { location, scale } => exp(location + scale * normal::quantile(stream.uniform())),
            _ => self.sample_any_at_least_zero(stream),
        }
    }

    fn sample_any_at_least_zero(&self, stream: &mut Stream) -> f64 {
        match &self.form {
            Form::Exponential { .. } | Form::Lognormal { .. } | Form::Gamma(_) | Form::Erlang { .. } => {
                self.sample(stream)
            }
            Form::Normal { mean, sd, at_least_zero } => {
                // From above: the share of the upper tail beyond the draw, so that far tails keep their digits.
                let beyond = (1.0 - stream.uniform()) * at_least_zero;
                (mean - sd * normal::quantile(beyond.max(f64::MIN_POSITIVE))).max(0.0)
            }
            _ => loop {
                let value = self.sample(stream);
                if value >= 0.0 {
                    break value;
                }
                assert!(self.upper_end() >= 0.0, "a duration cannot come from a distribution below 0");
            },
        }
    }

    /// The mean, without truncation at 0.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The variance, without truncation at 0.
    pub fn variance(&self) -> f64 {
        self.variance
    }

    /// The lower end of the support: minus infinity for the normal.
    pub fn lower_end(&self) -> f64 {
        match &self.form {
            Form::Fixed { value } => *value,
            Form::Triangular { low, .. } | Form::Uniform { low, .. } => *low,
            Form::Normal { .. } => f64::NEG_INFINITY,
            Form::Empirical { values, .. } => values[0],
            _ => 0.0,
        }
    }

    /// The upper end of the support; infinity where there is none.
    pub fn upper_end(&self) -> f64 {
        match &self.form {
            Form::Fixed { value } => *value,
            Form::Triangular { high, .. } => *high,
            Form::Uniform { low, width } => low + width,
            Form::Empirical { values, .. } => values[values.len() - 1],
            _ => f64::INFINITY,
        }
    }

    /// The name of the kind as in scenario files.
    pub fn kind(&self) -> &'static str {
        match &self.form {
            Form::Fixed { .. } => "fixed",
            Form::Exponential { .. } => "exponential",
            Form::Lognormal { .. } => "lognormal",
            Form::Gamma(_) => "gamma",
            Form::Erlang { .. } => "erlang",
            Form::Triangular { .. } => "triangular",
            Form::Uniform { .. } => "uniform",
            Form::Normal { .. } => "normal",
            Form::Weibull { .. } => "weibull",
            Form::Empirical { .. } => "empirical",
        }
    }
}

#[cfg(test)]
mod tests;
