//! A mean with its interval, and the one t interval of the crate.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// A mean over independent replications with the half-width of its two-sided t interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Mean over the defined replications.
    pub mean: f64,
    /// Half-width of the interval at `level`; `None` with fewer than two replications.
    pub half_width: Option<f64>,
    /// Confidence level, in (0, 1).
    pub level: f64,
    /// Number of replications in which the number was defined.
    pub n: usize,
}

impl Estimate {
    /// Half-width as a share of the mean's size; zero where both are zero, `None` without a half-width.
    pub fn relative_half_width(&self) -> Option<f64> {
        self.half_width.map(|half| if half == 0.0 { 0.0 } else { half / self.mean.abs() })
    }
}

/// The mean and t interval of the values that are defined (not NaN); `None` where none is.
pub fn estimate(values: &[f64], level: f64) -> Option<Estimate> {
    let defined: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
    let moments = moments(&defined)?;
    Some(Estimate {
        mean: moments.mean,
        half_width: moments.variance.map(|v| half_width(v, defined.len(), 1.0 - level)),
        level,
        n: defined.len(),
    })
}

/// Mean and unbiased variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// Mean.
    pub mean: f64,
    /// Variance with n − 1 in the denominator; `None` for a single value.
    pub variance: Option<f64>,
}

/// Two passes in index order, both relative to the first value: a constant sample has exactly that mean and
/// variance zero, and a large common offset costs no digits (corrected two-pass algorithm, Chan, Golub &
/// LeVeque 1983, The American Statistician 37(3)). `None` for an empty slice.
pub fn moments(values: &[f64]) -> Option<Moments> {
    let origin = *values.first()?;
    let n = values.len() as f64;
    let mut sum = 0.0;
    for value in values {
        sum += value - origin;
    }
    let mean = origin + sum / n;
    let (mut deviations, mut squares) = (0.0, 0.0);
    for value in values {
        let deviation = value - mean;
        deviations += deviation;
        squares += deviation * deviation;
    }
    let variance = (values.len() > 1).then(|| ((squares - deviations * deviations / n) / (n - 1.0)).max(0.0));
    Some(Moments { mean, variance })
}

/// Half-width of the two-sided t interval of a mean: error probability `alpha`, `n` ≥ 2 independent values.
pub fn half_width(variance: f64, n: usize, alpha: f64) -> f64 {
    if variance == 0.0 {
        return 0.0;
    }
    t_quantile(1.0 - alpha / 2.0, n - 1) * (variance / n as f64).sqrt()
}

/// From so many degrees of freedom on, the expansion about the normal quantile is exact to twelve digits, while
/// the inverse of the incomplete beta function loses some.
const MANY: usize = 1_000;

/// Quantile of Student's t with `freedom` ≥ 1 degrees of freedom (for many of them, the expansion about the
/// normal quantile: Abramowitz & Stegun 1964, 26.7.5).
pub fn t_quantile(probability: f64, freedom: usize) -> f64 {
    if freedom < MANY {
        return student(freedom).inverse_cdf(probability);
    }
    let x = Normal::standard().inverse_cdf(probability);
    let (n, x2) = (freedom as f64, x * x);
    let first = (x2 + 1.0) / 4.0;
    let second = ((5.0 * x2 + 16.0) * x2 + 3.0) / 96.0;
    let third = (((3.0 * x2 + 19.0) * x2 + 17.0) * x2 - 15.0) / 384.0;
    x * (1.0 + (first + (second + third / n) / n) / n)
}

/// Two-sided p value of a t statistic with `freedom` ≥ 1 degrees of freedom.
pub fn t_p_value(statistic: f64, freedom: usize) -> f64 {
    (2.0 * student(freedom).sf(statistic.abs())).min(1.0)
}

fn student(freedom: usize) -> StudentsT {
    StudentsT::new(0.0, 1.0, freedom as f64).expect("one or more degrees of freedom make a t distribution")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Ten replications; mean, sd and interval computed with SciPy 1 (`scipy.stats.t`).
    pub const X: [f64; 10] = [12.3, 11.8, 13.1, 12.9, 12.0, 11.5, 12.7, 13.4, 12.2, 12.6];

    pub fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1e-3), "{found} instead of {expected}");
    }

    #[test]
    fn the_t_interval_agrees_with_scipy() {
        let found = estimate(&X, 0.95).expect("ten values");
        close(found.mean, 12.45);
        close(moments(&X).and_then(|m| m.variance).expect("ten values").sqrt(), 0.5986094998689323);
        close(t_quantile(0.975, 9), 2.262157162798205);
        close(found.half_width.expect("ten values"), 0.4282194397108864);
        close(found.relative_half_width().expect("ten values"), 0.03439513571974991);
        assert_eq!(found.n, 10);
    }

    #[test]
    fn quantiles_agree_with_tables_far_out() {
        // scipy.stats.t.ppf / norm limits.
        close(t_quantile(0.975, 1), 12.706204736432095);
        close(t_quantile(0.975, 1_000_000), 1.9599663568);
        assert!((t_quantile(0.975, MANY - 1) / t_quantile(0.975, MANY) - 1.0 - 1.2e-6).abs() < 1e-7);
        assert!((t_quantile(1.0 - 0.05 / 200.0, 29) - 3.91).abs() < 0.02);
    }

    #[test]
    fn undefined_replications_are_left_out_and_counted() {
        let found = estimate(&[1.0, f64::NAN, 3.0], 0.95).expect("two values");
        assert_eq!((found.mean, found.n), (2.0, 2));
        assert_eq!(estimate(&[f64::NAN, f64::NAN], 0.95), None);
        assert_eq!(estimate(&[], 0.95), None);
        assert_eq!(estimate(&[4.0], 0.95).expect("one value").half_width, None);
    }

    #[test]
    fn a_large_offset_costs_no_digits_and_a_constant_has_no_spread() {
        let stress: Vec<f64> = [4.0, 7.0, 13.0, 16.0].iter().map(|x| 1e9 + x).collect();
        assert_eq!(moments(&stress), Some(Moments { mean: 1_000_000_010.0, variance: Some(30.0) }));
        let constant = estimate(&[0.1; 10], 0.95).expect("ten values");
        assert_eq!((constant.mean, constant.half_width), (0.1, Some(0.0)));
    }
}
