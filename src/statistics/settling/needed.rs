//! How many replications a half-width takes, foreseen from a pilot.
//!
//! Its kin answer other questions: [`pairs_needed`](crate::statistics::paired::pairs_needed) asks when the interval of a
//! difference would leave out zero, and a run with a precision goes on until the interval that it has is narrow enough. This
//! one foresees the whole number from a few replications, and says how far a small pilot may be wrong.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::statistics::estimate::{half_width, moments};

/// The half-width that is wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// As a share of the mean's size, above 0.
    Relative(f64),
    /// In the unit of the numbers, above 0.
    Absolute(f64),
}

/// What a pilot foresees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Needed {
    /// Replications of the pilot in which the number was defined.
    pub pilot: usize,
    /// Mean of the pilot.
    pub mean: f64,
    /// Standard deviation between its replications.
    pub deviation: f64,
    /// Half-width of the pilot's own interval.
    pub half_width: f64,
    /// The half-width that is wanted, in the unit of the numbers; 0 for a share of a mean of 0.
    pub wanted: f64,
    /// The smallest number of replications that gives it if mean and standard deviation stay as they are; `None` beyond
    /// [`MOST`].
    pub replications: Option<usize>,
    /// The same with the upper bound of the standard deviation: a pilot understates that with probability 1 −
    /// [`CONFIDENCE`] at most. `None` beyond [`MOST`].
    pub cautious: Option<usize>,
}

/// More replications than anyone would run.
pub const MOST: usize = 1_000_000;
/// Probability that the true variance lies below the upper bound taken for the cautious number.
pub const CONFIDENCE: f64 = 0.9;

/// The smallest n ≥ 2 with `t(n − 1, 1 − α/2) · s / √n ≤ wanted`, where the interval has `level` = 1 − α and s is the pilot's
/// standard deviation: both sides depend on n, so it is searched, not computed with the normal quantile (Law 2015,
/// Simulation Modeling and Analysis, section 9.4.1, without his correction of a relative error for the unknown mean, since
/// the precision of a run is a share of the mean found). The cautious number takes `s² (m − 1) / χ²(m − 1, 1 − 0.9)` for the
/// variance, m the size of the pilot: exact for normal numbers. `None` with fewer than two defined numbers. Panics where
/// the goal is not above 0 or `level` is not between 0 and 1.
pub fn needed(pilot: &[f64], goal: Goal, level: f64) -> Option<Needed> {
    let (Goal::Relative(size) | Goal::Absolute(size)) = goal;
    assert!(size > 0.0, "a half-width that is wanted is above 0");
    assert!(level > 0.0 && level < 1.0, "a level lies between 0 and 1");
    let defined: Vec<f64> = pilot.iter().copied().filter(|value| !value.is_nan()).collect();
    let found = moments(&defined)?;
    let (variance, n, alpha) = (found.variance?, defined.len(), 1.0 - level);
    let wanted = match goal {
        Goal::Relative(share) => share * found.mean.abs(),
        Goal::Absolute(width) => width,
    };
    Some(Needed {
        pilot: n,
        mean: found.mean,
        deviation: variance.sqrt(),
        half_width: half_width(variance, n, alpha),
        wanted,
        replications: smallest(variance, wanted, alpha),
        cautious: smallest(variance * understated(n), wanted, alpha),
    })
}

/// What a variance from n normal numbers is multiplied by for its upper bound.
fn understated(n: usize) -> f64 {
    let freedom = (n - 1) as f64;
    let distribution =
        ChiSquared::new(freedom).expect("one or more degrees of freedom make a chi-square distribution");
    freedom / distribution.inverse_cdf(1.0 - CONFIDENCE)
}

fn smallest(variance: f64, wanted: f64, alpha: f64) -> Option<usize> {
    let enough = |n: usize| half_width(variance, n, alpha) <= wanted;
    if !enough(MOST) {
        return None;
    }
    let (mut low, mut high) = (1, MOST);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if enough(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::super::mser::tests::Noise;
    use super::*;
    use crate::statistics::estimate::tests::{X, close};

    #[test]
    fn the_number_is_the_smallest_that_is_enough() {
        let found = needed(&X, Goal::Relative(0.02), 0.95).expect("ten values");
        close(found.mean, 12.45);
        close(found.half_width, 0.4282194397108864);
        close(found.wanted, 0.249);
        let n = found.replications.expect("within reach");
        let half = |n| half_width(found.deviation * found.deviation, n, 0.05);
        assert!(half(n) <= found.wanted && half(n - 1) > found.wanted, "{n}");
        // t(24) · 0.5986 / 5 = 0.2471, t(23) · 0.5986 / √24 = 0.2528 (tables of t: 2.064, 2.069).
        assert_eq!((found.pilot, n), (10, 25));
        let absolute = needed(&X, Goal::Absolute(0.249), 0.95).expect("ten values");
        assert_eq!(absolute.replications, Some(25));
    }

    #[test]
    fn the_bound_of_the_variance_is_that_of_tables() {
        // Table of chi-square, 10 % points: 0.0157908 (1), 4.168159 (9), 20.599235 (30), 82.358136 (100).
        for (freedom, point) in [(1, 0.015790774), (9, 4.168159008), (30, 20.59923461), (100, 82.35813581)] {
            let found = f64::from(freedom) / understated(freedom as usize + 1);
            assert!((found - point).abs() < 1e-6 * point, "{found} instead of {point}");
        }
        let found = needed(&X, Goal::Relative(0.02), 0.95).expect("ten values");
        // s² · 9 / 4.168 = 0.7737: t(49) · 0.8796 / √50 = 0.2500, t(50) · 0.8796 / √51 = 0.2474.
        assert_eq!(found.cautious, Some(51));
    }

    #[test]
    fn what_has_no_answer_has_none() {
        assert_eq!(needed(&[], Goal::Relative(0.05), 0.95), None);
        assert_eq!(needed(&[1.0, f64::NAN], Goal::Relative(0.05), 0.95), None);
        let constant = needed(&[0.0; 5], Goal::Relative(0.05), 0.95).expect("five values");
        assert_eq!((constant.wanted, constant.replications, constant.cautious), (0.0, Some(2), Some(2)));
        let about_zero = needed(&[-1.0, 1.0], Goal::Relative(0.05), 0.95).expect("two values");
        assert_eq!((about_zero.replications, about_zero.cautious), (None, None));
    }

    #[test]
    fn the_cautious_number_is_enough_as_often_as_it_says() {
        // 1000 pilots of ten normal numbers about 10 with standard deviation 2, for ± 0.5 (10 % of them understate): the true
        // number is 64. Beyond 10 % by 4 standard errors (3.8 points) in fewer than 1 of 10,000 seeds.
        let truth = smallest(4.0, 0.5, 0.05).expect("within reach");
        assert_eq!(truth, 64);
        let mut noise = Noise(8);
        let pilot = |noise: &mut Noise| (0..10).map(|_| 10.0 + 2.0 * noise.next()).collect::<Vec<f64>>();
        let found: Vec<Needed> =
            (0..1000).filter_map(|_| needed(&pilot(&mut noise), Goal::Absolute(0.5), 0.95)).collect();
        let short = found.iter().filter(|of| of.cautious.is_some_and(|n| n < truth)).count();
        assert!((62..=138).contains(&short), "{short} of 1000 are too small");
        let plain = found.iter().filter(|of| of.replications.is_some_and(|n| n < truth)).count();
        assert!(plain > 450, "without caution more than every other one is: {plain}");
    }
}
