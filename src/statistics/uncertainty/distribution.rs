//! Distributions of inputs that are not known, as functions of a number in (0, 1): draws, strata and quasi-random
//! points all go through the inverse of a distribution function.

use statrs::distribution::{Beta, ContinuousCDF, Normal};

/// What is known about an input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum InputDistribution {
    /// Every value from `low` to `high` alike.
    Uniform {
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// Every order of magnitude alike: the logarithm is uniform.
    LogUniform {
        /// Least value, above zero.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// A density that rises in a straight line to the mode and falls in a straight line.
    Triangular {
        /// Least value.
        low: f64,
        /// Most likely value, which may be an end.
        mode: f64,
        /// Greatest value.
        high: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation, above zero.
        deviation: f64,
    },
    /// The logarithm is normal; moments are those of the variable itself.
    LogNormal {
        /// Mean, above zero.
        mean: f64,
        /// Standard deviation, above zero.
        deviation: f64,
    },
    /// Beta distribution stretched to `low`…`high`, by its moments: with m and s the mean and standard deviation on
    /// the unit scale, the shapes are m·ν and (1 − m)·ν for ν = m (1 − m) / s² − 1. A deviation so large that a shape
    /// is below 1 puts the density's peak at an end.
    Beta {
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
        /// Mean, between the two.
        mean: f64,
        /// Standard deviation, less than sqrt((mean − low) (high − mean)).
        deviation: f64,
    },
    /// PERT: a beta distribution with mean (low + 4 mode + high) / 6 and shapes 1 + 4 (mode − low) / (high − low) and
    /// 1 + 4 (high − mode) / (high − low) (after Malcolm et al. 1959, Operations Research 7(5)).
    Pert {
        /// Least value.
        low: f64,
        /// Most likely value, which may be an end.
        mode: f64,
        /// Greatest value.
        high: f64,
    },
}

/// Halvings that bring the quantile of a beta distribution to its last bit, however close to zero.
const HALVINGS: usize = 1_100;

impl InputDistribution {
    /// What is wrong with the parameters, as a sentence; `None` where nothing is.
    pub fn problem(&self) -> Option<String> {
        let (numbers, ends) = self.numbers();
        if let Some(number) = numbers.iter().find(|number| !number.is_finite()) {
            return Some(format!("{number} is not a finite number."));
        }
        if let Some((low, high)) = ends.filter(|(low, high)| low >= high) {
            return Some(format!("The least value {low} must be below the greatest value {high}."));
        }
        if let Some(problem) = self.outside() {
            return Some(problem);
        }
        match *self {
            Self::LogUniform { low, .. } if low <= 0.0 => {
                Some(format!("The least value of a log-uniform distribution must be above zero, not {low}."))
            }
            Self::LogNormal { mean, .. } if mean <= 0.0 => {
                Some(format!("The mean of a lognormal distribution must be above zero, not {mean}."))
            }
            Self::Normal { deviation, .. }
            | Self::LogNormal { deviation, .. }
            | Self::Beta { deviation, .. }
                if deviation <= 0.0 =>
            {
                Some(format!("The standard deviation must be above zero, not {deviation}."))
            }
            Self::Beta { low, high, mean, deviation }
                if deviation * deviation >= (mean - low) * (high - mean) =>
            {
                let most = ((mean - low) * (high - mean)).sqrt();
                Some(format!(
                    "A mean of {mean} between {low} and {high} needs a standard deviation below {most}, not {deviation}."
                ))
            }
            _ => None,
        }
    }

    /// What is wrong with the parameters or with cutting the distribution to `low`…`high`, as a sentence; `None` where
    /// nothing is.
    pub fn problem_within(&self, low: f64, high: f64) -> Option<String> {
        if low.is_nan() || high.is_nan() || low >= high {
            return Some(format!("The lower bound {low} must be below the upper bound {high}."));
        }
        self.problem().or_else(|| {
            let (from, to, _) = self.tails(low, high);
            (to <= from).then(|| format!("The distribution has no probability between {low} and {high}."))
        })
    }

    /// Probability of a value of at most `x`. Panics on parameters that have a `problem`.
    pub fn cumulative(&self, x: f64) -> f64 {
        assert!(self.problem().is_none(), "{self:?} has no problem");
        self.tail(x, false)
    }

    /// The value below which lies the share `u` of the distribution: never falls while `u` rises. Panics where `u` is
    /// not in (0, 1), 0 and 1 excluded, and on parameters that have a `problem`.
    pub fn value(&self, u: f64) -> f64 {
        assert!(0.0 < u && u < 1.0, "a share is between 0 and 1, not {u}");
        assert!(self.problem().is_none(), "{self:?} has no problem");
        self.inverse(u, false)
    }

    /// The same for the distribution given that its value is in `low`…`high`, either of which may be infinite: exact,
    /// as `u` is mapped to between the probabilities of the bounds, in the lower tail or the upper, whichever keeps
    /// the digits. Panics where `u` is not in (0, 1) and where there is a `problem_within`.
    pub fn value_within(&self, u: f64, low: f64, high: f64) -> f64 {
        assert!(0.0 < u && u < 1.0, "a share is between 0 and 1, not {u}");
        assert!(self.problem().is_none(), "{self:?} has no problem");
        let (from, to, upper) = self.tails(low, high);
        assert!(from < to, "a distribution cut to a range has probability within it");
        let share = if upper { to - u * (to - from) } else { from + u * (to - from) };
        if share <= 0.0 || share >= 1.0 {
            return if (share <= 0.0) == upper { high } else { low };
        }
        self.inverse(share, upper).clamp(low, high)
    }

    /// Tail probabilities at the bounds, the smaller first, and whether they are of the upper tail.
    fn tails(&self, low: f64, high: f64) -> (f64, f64, bool) {
        if self.tail(low, false) > 0.5 {
            (self.tail(high, true), self.tail(low, true), true)
        } else {
            (self.tail(low, false), self.tail(high, false), false)
        }
    }

    /// Every number, and the ends where the distribution has some.
    fn numbers(&self) -> (Vec<f64>, Option<(f64, f64)>) {
        match *self {
            Self::Uniform { low, high } | Self::LogUniform { low, high } => {
                (vec![low, high], Some((low, high)))
            }
            Self::Triangular { low, mode, high } | Self::Pert { low, mode, high } => {
                (vec![low, mode, high], Some((low, high)))
            }
            Self::Normal { mean, deviation } | Self::LogNormal { mean, deviation } => {
                (vec![mean, deviation], None)
            }
            Self::Beta { low, high, mean, deviation } => {
                (vec![low, high, mean, deviation], Some((low, high)))
            }
        }
    }

    fn outside(&self) -> Option<String> {
        match *self {
            Self::Triangular { low, mode, high } | Self::Pert { low, mode, high }
                if mode < low || mode > high =>
            {
                Some(format!("The most likely value {mode} must be from {low} to {high}."))
            }
            Self::Beta { low, high, mean, .. } if mean <= low || mean >= high => {
                Some(format!("The mean {mean} must be between {low} and {high}."))
            }
            _ => None,
        }
    }

    /// Probability of at most `x`, or of more than `x`.
    fn tail(&self, x: f64, upper: bool) -> f64 {
        let of = |lower: f64| if upper { 1.0 - lower } else { lower };
        let unit = |low: f64, high: f64| ((x - low) / (high - low)).clamp(0.0, 1.0);
        match *self {
            Self::Uniform { low, high } => of(unit(low, high)),
            Self::LogUniform { low, high } => {
                of((libm::log(x.clamp(low, high) / low) / libm::log(high / low)).clamp(0.0, 1.0))
            }
            Self::Triangular { low, mode, high } => {
                let (x, peak) = (unit(low, high), (mode - low) / (high - low));
                let (below, above) = (x * x / peak, (1.0 - x) * (1.0 - x) / (1.0 - peak));
                match (x < peak, upper) {
                    (true, false) => below,
                    (true, true) => 1.0 - below,
                    (false, false) => {
                        if peak < 1.0 {
                            1.0 - above
                        } else {
                            1.0
                        }
                    }
                    (false, true) => {
                        if peak < 1.0 {
                            above
                        } else {
                            0.0
                        }
                    }
                }
            }
            Self::Normal { mean, deviation } => normal_tail((x - mean) / deviation, upper),
            Self::LogNormal { mean, deviation } => {
                let (centre, spread) = of_logarithm(mean, deviation);
                if x <= 0.0 { of(0.0) } else { normal_tail((libm::log(x) - centre) / spread, upper) }
            }
            Self::Beta { low, high, .. } | Self::Pert { low, high, .. } => {
                let beta = self.beta();
                if upper { beta.sf(unit(low, high)) } else { beta.cdf(unit(low, high)) }
            }
        }
    }

    /// The value with this probability, in (0, 1), of at most it, or of more than it.
    fn inverse(&self, share: f64, upper: bool) -> f64 {
        let lower = if upper { 1.0 - share } else { share };
        match *self {
            Self::Uniform { low, high } => (low + lower * (high - low)).clamp(low, high),
            Self::LogUniform { low, high } => {
                (low * libm::exp(lower * libm::log(high / low))).clamp(low, high)
            }
            Self::Triangular { low, mode, high } => {
                let (width, peak) = (high - low, (mode - low) / (high - low));
                let higher = if upper { share } else { 1.0 - share };
                if lower < peak {
                    (low + width * (lower * peak).sqrt()).min(mode)
                } else {
                    (high - width * (higher * (1.0 - peak)).sqrt()).clamp(mode, high)
                }
            }
            Self::Normal { mean, deviation } => mean + deviation * normal_quantile(share, upper),
            Self::LogNormal { mean, deviation } => {
                let (centre, spread) = of_logarithm(mean, deviation);
                libm::exp(centre + spread * normal_quantile(share, upper))
            }
            Self::Beta { low, high, .. } | Self::Pert { low, high, .. } => {
                low + (high - low) * beta_quantile(&self.beta(), share, upper)
            }
        }
    }

    fn beta(&self) -> Beta {
        let (a, b) = match *self {
            Self::Beta { low, high, mean, deviation } => {
                let (m, s) = ((mean - low) / (high - low), deviation / (high - low));
                let sum = m * (1.0 - m) / (s * s) - 1.0;
                (m * sum, (1.0 - m) * sum)
            }
            Self::Pert { low, mode, high } => {
                (1.0 + 4.0 * (mode - low) / (high - low), 1.0 + 4.0 * (high - mode) / (high - low))
            }
            _ => (1.0, 1.0),
        };
        Beta::new(a, b).expect("parameters without a problem make shapes above zero")
    }
}

/// Mean and standard deviation of the logarithm of a lognormal variable.
fn of_logarithm(mean: f64, deviation: f64) -> (f64, f64) {
    let variance = libm::log1p(deviation / mean * (deviation / mean));
    (libm::log(mean) - variance / 2.0, variance.sqrt())
}

fn normal_tail(z: f64, upper: bool) -> f64 {
    Normal::standard().cdf(if upper { -z } else { z })
}

fn normal_quantile(share: f64, upper: bool) -> f64 {
    let z = Normal::standard().inverse_cdf(share);
    if upper { -z } else { z }
}

/// Halving, because it never falls while the share rises, which faster iterations do not promise.
fn beta_quantile(beta: &Beta, share: f64, upper: bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        let beyond = if upper { beta.sf(middle) > share } else { beta.cdf(middle) < share };
        if beyond { low = middle } else { high = middle }
    }
    low + (high - low) / 2.0
}

/// A whole number from `low` to `high`, both included, each with the same share of the numbers `u` in (0, 1). Panics
/// where `u` is not in (0, 1) or `low` is above `high`.
pub fn integer(u: f64, low: i64, high: i64) -> i64 {
    assert!(0.0 < u && u < 1.0, "a share is between 0 and 1, not {u}");
    assert!(low <= high, "the least whole number is at most the greatest");
    let count = (high - low) as f64 + 1.0;
    low + ((u * count).floor() as i64).min(high - low)
}

#[cfg(test)]
mod tests;
