//! Differences under common random numbers.

use super::correlation::pearson;
use super::estimate::{Estimate, half_width, moments, t_p_value, t_quantile};

/// The difference of two columns of paired replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paired {
    /// Mean difference (treated minus baseline) with its t interval over the pairs.
    pub difference: Estimate,
    /// Standard deviation of the differences; `None` for a single pair.
    pub deviation: Option<f64>,
    /// Two-sided p value of the paired t test; `None` for a single pair, 1 where every difference is zero.
    pub p: Option<f64>,
    /// Correlation of the two columns; `None` where one of them does not vary.
    pub correlation: Option<f64>,
}

/// Compares `treated` with `baseline` pair by pair, over the pairs in which both are defined; `None` where
/// there is none. Panics where the columns differ in length.
pub fn paired(treated: &[f64], baseline: &[f64], level: f64) -> Option<Paired> {
    assert_eq!(treated.len(), baseline.len(), "paired columns have a value per replication each");
    let pairs: Vec<(f64, f64)> =
        treated.iter().copied().zip(baseline.iter().copied()).filter(|(a, b)| !(a - b).is_nan()).collect();
    let differences: Vec<f64> = pairs.iter().map(|(a, b)| a - b).collect();
    let found = moments(&differences)?;
    let n = differences.len();
    let column = |pick: fn(&(f64, f64)) -> f64| pairs.iter().map(pick).collect::<Vec<f64>>();
    Some(Paired {
        difference: Estimate {
            mean: found.mean,
            half_width: found.variance.map(|v| half_width(v, n, 1.0 - level)),
            level,
            n,
        },
        deviation: found.variance.map(f64::sqrt),
        p: found.variance.map(|v| p_value(found.mean, v, n)),
        correlation: pearson(&column(|pair| pair.0), &column(|pair| pair.1)),
    })
}

/// Whether two columns are equal in every replication, undefined ones included.
pub fn identical(treated: &[f64], baseline: &[f64]) -> bool {
    treated.iter().zip(baseline).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
}

fn p_value(mean: f64, variance: f64, n: usize) -> f64 {
    match (mean == 0.0, variance == 0.0) {
        (true, _) => 1.0,
        (false, true) => 0.0,
        (false, false) => t_p_value(mean / (variance / n as f64).sqrt(), n - 1),
    }
}

/// More pairs than anyone would run.
const MOST_PAIRS: usize = 2_000_000;

/// The smallest number of pairs whose t interval with error probability `alpha` would exclude zero, if the mean
/// difference and the standard deviation stayed as they are; `None` beyond two million or for a zero mean.
pub fn pairs_needed(mean: f64, deviation: f64, alpha: f64) -> Option<usize> {
    let tells = |n: usize| t_quantile(1.0 - alpha / 2.0, n - 1) * deviation / (n as f64).sqrt() < mean.abs();
    if mean == 0.0 || !tells(MOST_PAIRS) {
        return None;
    }
    let (mut low, mut high) = (1, MOST_PAIRS);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if tells(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::estimate::tests::{X, close};

    const Y: [f64; 10] =
        [11.9, 11.700000000000001, 12.2, 12.6, 11.8, 11.6, 12.1, 12.6, 11.899999999999999, 12.4];

    #[test]
    fn the_paired_t_test_agrees_with_scipy() {
        // scipy.stats.ttest_rel and pearsonr on the same columns.
        let found = paired(&X, &Y, 0.95).expect("ten pairs");
        close(found.difference.mean, 0.37);
        close(found.difference.half_width.expect("ten pairs"), 0.22381514646204803);
        close(found.p.expect("ten pairs"), 0.0046277418646157665);
        close(found.correlation.expect("both vary"), 0.9037413373240549);
        assert!(!identical(&X, &Y));
    }

    #[test]
    fn equal_columns_differ_by_exactly_zero() {
        let found = paired(&X, &X, 0.95).expect("ten pairs");
        assert!(identical(&X, &X) && identical(&[f64::NAN], &[f64::NAN]) && !identical(&[f64::NAN], &[0.0]));
        assert_eq!(
            (found.difference.mean, found.difference.half_width, found.p),
            (0.0, Some(0.0), Some(1.0))
        );
        close(found.correlation.expect("both vary"), 1.0);
    }

    #[test]
    fn only_whole_pairs_count() {
        let found = paired(&[1.0, f64::NAN, 5.0], &[0.5, 2.0, f64::NAN], 0.95).expect("one pair");
        assert_eq!((found.difference.mean, found.difference.n, found.p), (0.5, 1, None));
        assert_eq!(paired(&[f64::NAN], &[1.0], 0.95), None);
        assert_eq!(paired(&[1.0, 1.0, 1.0], &[0.0, 2.0, 5.0], 0.95).expect("three pairs").correlation, None);
    }

    #[test]
    fn the_needed_number_is_the_smallest_that_tells() {
        let needed = pairs_needed(0.37, 1.5, 0.05).expect("within reach");
        let half = |n| half_width(1.5 * 1.5, n, 0.05);
        assert!(half(needed) < 0.37 && half(needed - 1) >= 0.37, "{needed}");
        assert_eq!(pairs_needed(0.0, 1.0, 0.05), None);
        assert_eq!(pairs_needed(1e-6, 1.0, 0.05), None);
        assert_eq!(pairs_needed(1.0, 0.0, 0.05), Some(2));
    }
}
